package dev.pankou.parse;

import java.util.Locale;

/**
 * A column of a table file.
 *
 * @param name of the header row, made unique; {@code column_3} where the header is empty
 * @param type that all its values have
 * @param filled rows that have a value
 */
public record Column(String name, Type type, long filled) {
    /** Values are texts in one form a type: {@code 42}, {@code 1.5}, {@code true}, {@code 2026-01-31 08:00:00}. */
    public enum Type {
        TEXT,
        INTEGER,
        FLOAT,
        BOOLEAN,
        TIME;

        /** As in the API. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
