package dev.pankou.config;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One declared setting. Its flag is {@code --name}, its variable {@code PANKOU_NAME}, its key in pankou.properties the
 * name itself.
 *
 * @param name lower case with dashes, such as {@code db-url}
 * @param kind what a value looks like, shown by {@code help settings}
 * @param fallback the default as text; null: the setting may be absent
 * @param parse makes the value; throws {@link IllegalArgumentException} whose message completes "NAME must be …"
 */
public record Setting<T>(
        String name, String kind, @Nullable String fallback, String meaning, Function<String, T> parse, boolean secret) {

    /** The environment variable, such as {@code PANKOU_DB_URL}. */
    public String variable() {
        return "PANKOU_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
