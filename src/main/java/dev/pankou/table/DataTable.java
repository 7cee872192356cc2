package dev.pankou.table;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.pankou.id.Id;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A table of a workspace. Times in milliseconds.
 *
 * @param rowCount rows of everybody
 * @param updatedAt of its columns and names, rises with every change
 */
public record DataTable(
        Id id,
        Id workspace,
        String name,
        String description,
        Isolation isolation,
        List<Column> columns,
        long nextColumn,
        long rowCount,
        Id creator,
        long createdAt,
        long updatedAt) {
    public DataTable {
        columns = List.copyOf(columns);
    }

    /** Whose rows a statement sees. */
    public enum Isolation {
        /** Those of the same channel and end user. */
        @JsonAlias({"private", "per_user"})
        USER,
        /** All. */
        @JsonAlias({"none", "public"})
        SHARED
    }

    /** A name in the form in which names are compared. */
    static String bare(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether every row has a column of that name, which the platform sets. */
    public static boolean isSystemColumn(String columnName) {
        return ExpressionCompiler.isSystem(columnName);
    }

    /** The column of that name, in any case. */
    public Optional<Column> column(String columnName) {
        var wanted = bare(columnName);
        return columns.stream().filter(one -> bare(one.name()).equals(wanted)).findFirst();
    }

    /** The column of that id. */
    public Optional<Column> column(long columnId) {
        return columns.stream().filter(one -> one.id() == columnId).findFirst();
    }
}
