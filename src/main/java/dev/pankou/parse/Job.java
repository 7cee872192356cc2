package dev.pankou.parse;

import dev.pankou.parse.ParseException.Kind;
import dev.pankou.parse.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way through a child. {@link #answer} belongs to the thread of that child; {@link #result} and
 * {@link #cancel} to whoever waits.
 */
final class Job {
    private static final int BLOCK_HEAD = 6;
    private static final int MOST_TITLE = 500;

    final Path file;
    final CompletableFuture<Spool> result = new CompletableFuture<>();
    final List<String> names = new ArrayList<>();
    final List<Sheet> sheets = new ArrayList<>();
    final List<Tally> tallies = new ArrayList<>();

    private final byte[] request;
    private final ParseLimits limits;
    private final Consumer<Progress> progress;
    private long bytes;
    private long characters;
    private int pages;
    private String title = "";
    private @Nullable OpenSheet open;
    private volatile @Nullable Child child;

    /** What the values of a column were. */
    static final class Tally {
        long filled;
        private Column.@Nullable Type type;

        void add(Column.Type next) {
            filled++;
            var before = type;
            if (before == null || before == next) {
                type = next;
            } else if (numeric(before) && numeric(next)) {
                type = Column.Type.FLOAT;
            } else {
                type = Column.Type.TEXT;
            }
        }

        private static boolean numeric(Column.Type type) {
            return type == Column.Type.INTEGER || type == Column.Type.FLOAT;
        }

        Column.Type type() {
            var seen = type;
            return seen == null ? Column.Type.TEXT : seen;
        }
    }

    private record OpenSheet(String name, int rows, int columns, List<List<String>> first) {}

    /** @param request the body of the frame that asks for it */
    Job(Path file, byte[] request, ParseLimits limits, Consumer<Progress> progress) {
        this.file = file;
        this.request = request;
        this.limits = limits;
        this.progress = progress;
    }

    /** A request: its type, the document's type and what else there is to say. */
    static byte[] request(int operation, String type, ParseLimits limits, Body body) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(operation);
            out.writeUTF(type);
            out.writeInt(limits.maxPages());
            out.writeLong(limits.maxTextBytes());
            body.write(out);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return bytes.toByteArray();
    }

    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    byte[] request() {
        return request;
    }

    int pages() {
        return pages;
    }

    String title() {
        return title;
    }

    long characters() {
        return characters;
    }

    /** This child works on it now. */
    void startsIn(Child taken) {
        child = taken;
        if (result.isDone()) {
            taken.kill();
        }
    }

    /** Ends what works on it. */
    void cancel(String sentence) {
        result.completeExceptionally(new ParseException(Kind.CANCELLED, sentence));
        var working = child;
        if (working != null) {
            working.kill();
        }
    }

    /**
     * Takes all that a child says of it. Believes nothing: whatever breaks the rules of {@link Frame} is a broken document.
     *
     * @throws ParseException as the child says, or of our own limits
     * @throws IOException when the child is gone
     */
    void answer(DataInputStream in, Spool spool) throws IOException {
        while (true) {
            var length = in.readInt();
            if (length < 1 || length > Frame.MOST_BYTES + 1) {
                throw untrue();
            }
            var frame = in.readNBytes(length);
            if (frame.length < length) {
                throw new IOException("the end in the middle of a frame");
            }
            bytes += length;
            if (bytes > limits.maxTextBytes() * 2) { // frames and all; the child counts the text itself
                throw new ParseException(
                        Kind.TOO_LARGE, "The document has more than " + (limits.maxTextBytes() >> 20) + " MB of text");
            }
            if (!take(ByteBuffer.wrap(frame), frame, spool)) {
                return;
            }
        }
    }

    /** Whether more follows. */
    private boolean take(ByteBuffer frame, byte[] all, Spool spool) throws IOException {
        try {
            switch (frame.get()) {
                case Frame.BLOCK -> block(frame, all, spool);
                case Frame.PROGRESS -> progress.accept(new Progress(frame.getInt(), frame.getInt()));
                case Frame.HEADER -> header(frame);
                case Frame.ROW -> row(frame, all, spool);
                case Frame.SHEET -> sheet(frame);
                case Frame.END -> {
                    closeSheet();
                    pages = Math.max(0, frame.getInt());
                    var text = rest(frame);
                    title = text.substring(0, text.offsetByCodePoints(0, Math.min(MOST_TITLE, text.codePointCount(0, text.length()))));
                    return false;
                }
                case Frame.FAILED -> throw new ParseException(Kind.values()[frame.get()], rest(frame));
                default -> throw untrue();
            }
            return true;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException malformed) {
            throw untrue();
        }
    }

    private void block(ByteBuffer frame, byte[] all, Spool spool) throws IOException {
        var kind = Block.Kind.values()[frame.get()];
        var level = frame.get();
        if (frame.getInt() < 0 || level < 0 || level > 9 || (kind == Block.Kind.HEADING) != (level > 0)) {
            throw untrue();
        }
        for (var i = 1 + BLOCK_HEAD; i < all.length; i++) {
            if ((all[i] & 0xC0) != 0x80) {
                characters++; // as many as code points
            }
        }
        spool.add(all, 1);
    }

    private void header(ByteBuffer frame) {
        for (var cell : cells(frame)) {
            names.add(cell.text);
            tallies.add(new Tally());
        }
    }

    private void row(ByteBuffer frame, byte[] all, Spool spool) throws IOException {
        var cells = cells(frame);
        var sheet = open;
        if (sheet != null) {
            if (sheet.first.size() == Frame.PREVIEW_ROWS) {
                throw untrue();
            }
            sheet.first.add(cells.stream().map(Cell::text).toList());
            return;
        }
        if (cells.size() > tallies.size()) {
            throw untrue();
        }
        for (var i = 0; i < cells.size(); i++) {
            if (!cells.get(i).text.isEmpty()) {
                tallies.get(i).add(cells.get(i).type);
            }
        }
        spool.add(all, 1);
    }

    private void sheet(ByteBuffer frame) {
        closeSheet();
        var rows = Math.max(0, frame.getInt());
        var columns = Math.max(0, frame.getInt());
        open = new OpenSheet(rest(frame), rows, columns, new ArrayList<>());
    }

    private void closeSheet() {
        var done = open;
        if (done != null) {
            if (sheets.size() == Frame.MOST_SHEETS) {
                throw untrue();
            }
            sheets.add(new Sheet(sheets.size(), done.name, done.rows, done.columns, done.first));
            open = null;
        }
    }

    private record Cell(Column.Type type, String text) {}

    private static List<Cell> cells(ByteBuffer frame) {
        var cells = new ArrayList<Cell>();
        while (frame.hasRemaining()) {
            var type = Column.Type.values()[frame.get()];
            var length = frame.getInt();
            if (length < 0 || length > frame.remaining() || cells.size() == Frame.MOST_COLUMNS) {
                throw untrue();
            }
            var text = new byte[length];
            frame.get(text);
            cells.add(new Cell(type, Spool.text(text)));
        }
        return cells;
    }

    private static String rest(ByteBuffer frame) {
        return new String(frame.array(), frame.position(), frame.remaining(), StandardCharsets.UTF_8).replace("\0", "");
    }

    private static ParseException untrue() {
        return new ParseException(Kind.BROKEN, "The document made its reader fail");
    }
}
