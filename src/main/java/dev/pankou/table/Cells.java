package dev.pankou.table;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values on their way into rows. */
final class Cells {
    /** Of a text, in characters. */
    static final int LONGEST = 50_000;

    private Cells() {}

    /** The stored values of a new row by place. @throws TableException */
    static Map<String, @Nullable Object> row(DataTable table, Map<Column, @Nullable Object> given) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        given.forEach((column, value) -> row.put(column.place(), stored(column, value)));
        for (var column : table.columns()) {
            if (column.required() && row.get(column.place()) == null) {
                throw new TableException("column " + column.name() + " is required");
            }
        }
        return row;
    }

    /** A value as the column holds it. @throws TableException */
    static @Nullable Object stored(Column column, @Nullable Object value) {
        // an empty text is no value for whatever is not a text, as forms send it
        var given = value instanceof String text && text.isBlank() && column.type() != ColumnType.TEXT ? null : value;
        try {
            var stored = column.type().stored(given);
            if (stored == null && column.required()) {
                throw new TableException("a value is required");
            }
            if (stored instanceof String text && text.codePointCount(0, text.length()) > LONGEST) {
                throw new TableException("at most " + LONGEST + " characters");
            }
            return stored;
        } catch (TableException wrong) {
            throw new TableException("column " + column.name() + ": " + wrong.text());
        }
    }
}
