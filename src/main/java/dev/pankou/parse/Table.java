package dev.pankou.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rows of one sheet, in a temporary file that {@link #close} deletes. Threads may read it at once, each with its own stream. */
public final class Table implements AutoCloseable {
    private final Spool spool;
    private final String sheet;
    private final List<Column> columns;

    Table(Spool spool, String sheet, List<Column> columns) {
        this.spool = spool;
        this.sheet = sheet;
        this.columns = List.copyOf(columns);
    }

    /** Name of the sheet; empty for CSV. */
    public String sheet() {
        return sheet;
    }

    public List<Column> columns() {
        return columns;
    }

    /** Rows that have a value. */
    public int rowCount() {
        return spool.frames();
    }

    /** Each with a text a column, empty where a cell is. From disk as they are asked for. Close the stream. */
    public Stream<List<String>> rows() {
        return spool.stream(in -> {
            var row = new ArrayList<String>(columns.size());
            while (in.available() > 0) {
                in.skipNBytes(1); // its type
                row.add(Spool.text(in.readNBytes(in.readInt())));
            }
            while (row.size() < columns.size()) {
                row.add("");
            }
            return List.copyOf(row);
        });
    }

    @Override
    public void close() {
        spool.close();
    }
}
