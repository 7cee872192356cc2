package dev.pankou.table;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement that was checked and written anew: SQL of ours over places of rows, and values to bind to its names. */
sealed interface Statement {
    DataTable table();

    /** A column of a result. */
    record Output(String name, ColumnType type) {}

    /** @param sql a whole query, with the filter to the user's rows */
    record Select(DataTable table, String sql, Map<String, Object> values, List<Output> outputs) implements Statement {}

    /** @param rows for each the stored values by place */
    record Insert(DataTable table, List<Map<String, @Nullable Object>> rows) implements Statement {}

    /**
     * @param set {@code place = value, …}
     * @param where a condition, without the filter to the user's rows
     */
    record Update(DataTable table, String set, String where, Map<String, Object> values) implements Statement {}

    record Delete(DataTable table, String where, Map<String, Object> values) implements Statement {}
}
