package dev.pankou.table;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a statement gave.
 *
 * @param rows of a query: by column in the order of the query, each String, Long, Double, Boolean or null; else none
 * @param count rows found, inserted, updated or deleted
 */
public record TableResult(List<Map<String, @Nullable Object>> rows, long count) {
    public TableResult {
        rows = List.copyOf(rows);
    }
}
