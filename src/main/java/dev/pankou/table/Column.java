package dev.pankou.table;

/**
 * A column of a table.
 *
 * @param id stays when the column is renamed; a number within its table, never used again
 * @param slot 1 … 20: the place of its values in the rows
 * @param required whether rows must have a value
 */
public record Column(long id, int slot, String name, ColumnType type, boolean required, String description) {
    /** The name of the place that holds its values. */
    String place() {
        return type.place() + Integer.toString(slot);
    }
}
