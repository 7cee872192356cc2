package dev.pankou.parse.child;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** What the server asks for, as {@code Job.request} writes it. */
final class Request {
    private final Path file;
    private final int operation;
    private final String type;
    private final int maxPages;
    private final long maxTextBytes;
    private final DataInputStream more;

    Request(Path file, byte[] bytes) throws IOException {
        this.file = file;
        more = new DataInputStream(new ByteArrayInputStream(bytes));
        operation = more.readByte();
        type = more.readUTF();
        maxPages = more.readInt();
        maxTextBytes = more.readLong();
    }

    Path file() {
        return file;
    }

    int operation() {
        return operation;
    }

    String type() {
        return type;
    }

    int maxPages() {
        return maxPages;
    }

    long maxTextBytes() {
        return maxTextBytes;
    }

    /** Of a text. */
    record TextOptions(String charset, boolean wholePage) {}

    TextOptions text() throws IOException {
        return new TextOptions(more.readUTF(), more.readBoolean());
    }

    /** Of a table. */
    record Range(int sheet, int headerRow, int firstRow, int maxRows) {}

    Range range() throws IOException {
        return new Range(more.readInt(), more.readInt(), more.readInt(), more.readInt());
    }
}
