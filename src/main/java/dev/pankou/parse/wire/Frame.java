package dev.pankou.parse.wire;

/**
 * Frames of the pipe: a length (4 bytes, of what follows), a type (1 byte) and a body. A request is answered by frames of content
 * and then one END or FAILED. Integers are big-endian, texts UTF-8 to the end of their frame or behind a length of 4 bytes.
 */
public final class Frame {
    /** The first word of a child: it can take requests. */
    public static final int READY = '+';

    /** A piece of a document: kind (1), level (1), page (4), text. */
    public static final int BLOCK = 'b';

    /** What is done of what there is: done (4), total (4; 0: not known). */
    public static final int PROGRESS = 'p';

    /** A sheet: rows (4), columns (4), name. Its first rows follow. */
    public static final int SHEET = 's';

    /** A row of a table: for each cell its type (1) and text. */
    public static final int ROW = 'r';

    /** The names of a table's columns, as a row. */
    public static final int HEADER = 'h';

    /** The last: pages (4), title. */
    public static final int END = '.';

    /** The last: {@code ParseException.Kind} (1) and a sentence. */
    public static final int FAILED = '!';

    /** Requests. */
    public static final int TEXT = 'T';

    public static final int SHEETS = 'S';
    public static final int TABLE = 'G';

    /** Longest body of a frame; a child splits what is longer. */
    public static final int MOST_BYTES = 1 << 20;

    /** Longest text of a block in characters, so that a frame holds it whatever it is. */
    public static final int MOST_CHARACTERS = 64 << 10;

    /** Longest text of a cell in characters. */
    public static final int MOST_CELL = 32_767;

    public static final int MOST_COLUMNS = 1000;

    /** Rows of a sheet's preview. */
    public static final int PREVIEW_ROWS = 20;

    public static final int MOST_SHEETS = 200;

    private Frame() {}
}
