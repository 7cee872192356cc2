package dev.pankou.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The texts of the commands in one language: {@code messages/en.properties}, {@code messages/zh.properties}. */
final class Texts {
    private final String language;
    private final Properties texts = new Properties();

    private Texts(String language) {
        this.language = language;
        try (var in = new InputStreamReader(resource(language + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * @param wanted en, zh, or auto: as LANGUAGE, LC_ALL, LC_MESSAGES or LANG says. Not the JVM's locale: that is English wherever the
     *     system lacks the locale's files, as small containers do
     */
    static Texts of(String wanted, Map<String, String> environment) {
        if (wanted.equals("en") || wanted.equals("zh")) {
            return new Texts(wanted);
        }
        for (var variable : new String[] {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
            var locale = environment.getOrDefault(variable, "");
            if (!locale.isBlank()) {
                return new Texts(locale.startsWith("zh") ? "zh" : "en");
            }
        }
        return new Texts("en");
    }

    /** The text with {@code {0}}, {@code {1}} … replaced. */
    String say(String key, Object... values) {
        var text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("no text " + key + " in " + language);
        }
        for (var i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    /** The help page of a command; null when there is no such command. */
    @Nullable
    String help(String command) {
        if (!command.matches("[a-z]{1,20}")) {
            return null;
        }
        try (var in = Texts.class.getResourceAsStream("/messages/help/" + language + "/" + command + ".txt")) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static InputStream resource(String name) {
        var found = Texts.class.getResourceAsStream("/messages/" + name);
        if (found == null) {
            throw new IllegalStateException("no resource messages/" + name);
        }
        return found;
    }
}
