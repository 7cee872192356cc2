package dev.pankou.store;

import java.util.List;

/**
 * What a backup holds, in its {@code manifest.json}; written last, so that an unfinished backup has none.
 *
 * @param format 1
 * @param createdAt milliseconds since 1970
 * @param database which kind of database it can be restored to
 * @param schemaVersion of the rows in it
 * @param tables PostgreSQL only: in an order in which no row refers to a later table
 * @param files all others, with paths relative to the backup
 */
public record Manifest(
        int format, long createdAt, Dialect database, int schemaVersion, List<Table> tables, List<Entry> files) {
    static final int FORMAT = 1;
    static final String NAME = "manifest.json";

    public Manifest {
        tables = List.copyOf(tables);
        files = List.copyOf(files);
    }

    /** A table and the columns of its lines, in order. */
    public record Table(String name, List<String> columns) {
        public Table {
            columns = List.copyOf(columns);
        }

        /** Where its lines are, in the text format of COPY. */
        String path() {
            return "tables/" + name + ".copy";
        }
    }

    /** A file; the hash is lower-case hexadecimal. */
    public record Entry(String path, long sizeBytes, String sha256) {}
}
