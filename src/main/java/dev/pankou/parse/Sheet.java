package dev.pankou.parse;

import java.util.List;

/**
 * A sheet of a table file, for whoever chooses sheet and header row.
 *
 * @param index from 0
 * @param rows with a value, the header among them
 * @param first the first 20 rows as texts, empty ones between them too; empty text for an empty cell
 */
public record Sheet(int index, String name, int rows, int columns, List<List<String>> first) {
    public Sheet {
        first = first.stream().map(List::copyOf).toList();
    }
}
