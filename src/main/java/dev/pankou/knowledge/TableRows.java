package dev.pankou.knowledge;

import dev.pankou.parse.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows of a table become slices: lines of {@code column: value}, of which only the index columns are searched. */
final class TableRows {
    /** A column of the sheet, and how it is used. */
    private record Used(int place, String name, boolean index) {}

    private final List<Used> used = new ArrayList<>();

    /** @param wanted empty: all columns, all of them searched. @throws UnreadableException when one of them is not there */
    TableRows(List<Column> there, List<DocumentRule.Column> wanted) {
        var names = there.stream().map(Column::name).toList();
        if (wanted.isEmpty()) {
            for (var i = 0; i < names.size(); i++) {
                used.add(new Used(i, names.get(i), true));
            }
        }
        for (var column : wanted) {
            var place = names.indexOf(column.name());
            if (place < 0) {
                throw new UnreadableException(
                        "The sheet has no column " + column.name() + "; it has " + String.join(", ", names) + ".");
            }
            if (there.get(place).filled() > 0 && !fits(there.get(place).type(), column.type())) {
                throw new UnreadableException("Column " + column.name() + " has values that are no "
                        + column.type().name().toLowerCase(java.util.Locale.ROOT) + ".");
            }
            used.add(new Used(place, column.name(), column.index()));
        }
    }

    private static boolean fits(Column.Type found, DocumentRule.ColumnType wanted) {
        return switch (wanted) {
            case TEXT, IMAGE -> true;
            case NUMBER -> found == Column.Type.INTEGER;
            case FLOAT -> found == Column.Type.FLOAT || found == Column.Type.INTEGER;
            case DATE -> found == Column.Type.TIME;
            case BOOLEAN -> found == Column.Type.BOOLEAN;
        };
    }

    /** "" for a row without values. */
    String content(List<String> row) {
        return lines(row, false);
    }

    /** What is searched; null: all of it. */
    @Nullable String indexed(List<String> row) {
        return used.stream().allMatch(Used::index) ? null : lines(row, true);
    }

    private String lines(List<String> row, boolean indexOnly) {
        var lines = new ArrayList<String>();
        for (var column : used) {
            var value = row.get(column.place()).strip();
            if (!value.isEmpty() && (column.index() || !indexOnly)) {
                lines.add(column.name() + ": " + value);
            }
        }
        return String.join("\n", lines);
    }
}
