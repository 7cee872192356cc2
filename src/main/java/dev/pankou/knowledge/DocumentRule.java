package dev.pankou.knowledge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a document is cut, stored as JSON with these names.
 *
 * @param chunkType 0 automatic, 1 custom, 2 by headings (an extension)
 * @param separator of custom chunks
 * @param maxTokens of custom chunks and those by headings; 0: as usual
 * @param overlapTokens that a custom chunk repeats of the one before
 * @param captionType of images: 0 by a model, 1 by hand
 * @param table of table bases; null: the first sheet, its first row names the columns, every column is searched
 */
record DocumentRule(
        int chunkType,
        String separator,
        int maxTokens,
        int overlapTokens,
        boolean removeExtraSpaces,
        boolean removeUrlsEmails,
        int captionType,
        @Nullable Table table) {
    static final DocumentRule AUTOMATIC = new DocumentRule(0, "", 0, 0, false, false, 0, null);

    /**
     * @param sheet from 0
     * @param headerLine row that names the columns, from 0
     * @param startLine first row of data, from 0
     * @param columns empty: as the sheet has them
     */
    record Table(int sheet, int headerLine, int startLine, List<Column> columns) {
        Table {
            columns = List.copyOf(columns);
        }
    }

    /** @param index whether it is searched */
    record Column(String name, ColumnType type, boolean index) {}

    /** {@code column_type} 1 to 6 in this order. */
    enum ColumnType {
        TEXT,
        NUMBER,
        DATE,
        FLOAT,
        BOOLEAN,
        IMAGE
    }
}
