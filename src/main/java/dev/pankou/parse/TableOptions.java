package dev.pankou.parse;

/**
 * Which part of a table file to read. Rows count from 0 as in the file, empty ones too.
 *
 * @param sheet index of {@link Sheet}
 * @param headerRow whose values name the columns; -1: none has
 * @param firstRow of the data; after the header row
 * @param maxRows more are an error, TOO_LARGE
 */
public record TableOptions(int sheet, int headerRow, int firstRow, int maxRows) {
    /** The first sheet, whose first row is the header. */
    public static final TableOptions DEFAULT = new TableOptions(0, 0, 1, Integer.MAX_VALUE);
}
