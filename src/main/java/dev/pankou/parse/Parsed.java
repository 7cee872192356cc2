package dev.pankou.parse;

import dev.pankou.parse.Block.Kind;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of a document, in a temporary file that {@link #close} deletes. Threads may read it at once, each with its own stream.
 */
public final class Parsed implements AutoCloseable {
    private final Spool spool;
    private final String title;
    private final int pages;
    private final long characters;

    Parsed(Spool spool, String title, int pages, long characters) {
        this.spool = spool;
        this.title = title;
        this.pages = pages;
        this.characters = characters;
    }

    /** As the document itself says; often empty, at most 500 characters. */
    public String title() {
        return title;
    }

    /** 0 where a format has none. */
    public int pages() {
        return pages;
    }

    /** Of all blocks. */
    public long characters() {
        return characters;
    }

    public int blockCount() {
        return spool.frames();
    }

    /** In reading order, from disk as they are asked for. Close the stream. */
    public Stream<Block> blocks() {
        var headings = new ArrayDeque<Heading>();
        var position = new int[1];
        return spool.stream(in -> block(in, headings, position[0]++));
    }

    private static Block block(DataInputStream in, Deque<Heading> path, int position) throws IOException {
        var kind = Kind.values()[in.readByte()];
        var level = in.readByte();
        var page = in.readInt();
        var text = Spool.text(in.readAllBytes());
        if (kind == Kind.HEADING) {
            while (!path.isEmpty() && path.getLast().level >= level) {
                path.removeLast();
            }
        }
        List<String> above = new ArrayList<>(path.size());
        path.forEach(heading -> above.add(heading.text));
        if (kind == Kind.HEADING) {
            path.add(new Heading(level, text));
        }
        return new Block(kind, level, text, above, page, position);
    }

    private record Heading(int level, String text) {}

    /** Where it lies, for tests. */
    @Nullable Path file() {
        return spool.file();
    }

    @Override
    public void close() {
        spool.close();
    }
}
