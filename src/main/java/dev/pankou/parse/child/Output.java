package dev.pankou.parse.child;

import dev.pankou.parse.Block.Kind;
import dev.pankou.parse.Column;
import dev.pankou.parse.ParseException;
import dev.pankou.parse.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where formats put what they find: cleans, splits what is too long for a frame, and keeps the limit of text. */
final class Output {
    private static final int MOST_TITLE = 500;

    private final DataOutputStream out;
    private final long maxTextBytes;
    private long bytes;
    private int pages;
    private int progress = -1;
    private String title = "";
    private boolean empty = true;

    /** The server is gone; not an {@code IOException}, which formats would take for one of the document. */
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final IOException cause;

        Gone(IOException cause) {
            super(cause);
            this.cause = cause;
        }

        IOException cause() {
            return cause;
        }
    }

    /** A value of a table. */
    record Cell(Column.Type type, String text) {
        static final Cell EMPTY = new Cell(Column.Type.TEXT, "");

        static Cell text(String text) {
            return text.isEmpty() ? EMPTY : new Cell(Column.Type.TEXT, text);
        }
    }

    Output(DataOutputStream out, long maxTextBytes) {
        this.out = out;
        this.maxTextBytes = maxTextBytes;
    }

    void title(String text) {
        var clean = Texts.line(text);
        if (title.isEmpty() && !clean.isEmpty()) {
            title = Texts.cut(clean, MOST_TITLE);
        }
    }

    void pages(int count) {
        pages = count;
    }

    /** Nothing was found so far. */
    boolean empty() {
        return empty;
    }

    /** @param level from 1; deeper than 9 counts as 9 */
    void heading(int level, String text, int page) {
        var line = Texts.line(text);
        if (!line.isEmpty()) {
            write(Kind.HEADING, Math.clamp(level, 1, 9), Texts.cut(line, 1000), page);
        }
    }

    void paragraph(String text, int page) {
        block(Kind.PARAGRAPH, text, page);
    }

    /** Nothing for a text without a visible character. */
    void block(Kind kind, String text, int page) {
        var clean = kind == Kind.CODE ? text.stripTrailing() : Texts.clean(text);
        if (clean.isBlank()) {
            return;
        }
        for (var part : kind == Kind.TABLE ? Texts.splitTable(clean, Frame.MOST_CHARACTERS) : Texts.split(clean, Frame.MOST_CHARACTERS)) {
            write(kind, 0, part, page);
        }
    }

    private void write(Kind kind, int level, String text, int page) {
        empty = false;
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        count(utf8.length);
        try {
            out.writeInt(utf8.length + 7);
            out.writeByte(Frame.BLOCK);
            out.writeByte(kind.ordinal());
            out.writeByte(level);
            out.writeInt(page);
            out.write(utf8);
        } catch (IOException gone) {
            throw new Gone(gone);
        }
    }

    private void count(int more) {
        bytes += more;
        if (bytes > maxTextBytes) {
            throw new ParseException(
                    ParseException.Kind.TOO_LARGE, "The document has more than " + (maxTextBytes >> 20) + " MB of text");
        }
    }

    /** @param total 0 when not known. Told at most once a percent */
    void progress(int done, int total) {
        var now = total > 0 ? (int) (100L * done / total) : done;
        if (now == progress) {
            return;
        }
        progress = now;
        try {
            out.writeInt(9);
            out.writeByte(Frame.PROGRESS);
            out.writeInt(done);
            out.writeInt(total);
            out.flush();
        } catch (IOException gone) {
            throw new Gone(gone);
        }
    }

    void sheet(String name, int rows, int columns) {
        var text = Texts.cut(Texts.line(name), 200).getBytes(StandardCharsets.UTF_8);
        frame(Frame.SHEET, text, rows, columns);
    }

    void header(List<String> names) {
        cells(Frame.HEADER, names.stream().map(Cell::text).toList());
    }

    void row(List<Cell> cells) {
        empty = false;
        cells(Frame.ROW, cells);
    }

    private void cells(int type, List<Cell> cells) {
        var body = new ByteArrayOutputStream();
        for (var cell : cells) {
            var text = Texts.cut(cell.text, Frame.MOST_CELL).getBytes(StandardCharsets.UTF_8);
            body.write(cell.type.ordinal());
            for (var shift = 24; shift >= 0; shift -= 8) {
                body.write(text.length >> shift);
            }
            body.writeBytes(text);
        }
        if (body.size() > Frame.MOST_BYTES) {
            throw new ParseException(ParseException.Kind.TOO_LARGE, "A row of the table has more than 1 MB");
        }
        count(body.size());
        frame(type, body.toByteArray());
    }

    void end() {
        frame(Frame.END, title.getBytes(StandardCharsets.UTF_8), pages);
    }

    private void frame(int type, byte[] body, int... numbers) {
        try {
            out.writeInt(1 + 4 * numbers.length + body.length);
            out.writeByte(type);
            for (var number : numbers) {
                out.writeInt(number);
            }
            out.write(body);
        } catch (IOException gone) {
            throw new Gone(gone);
        }
    }
}
