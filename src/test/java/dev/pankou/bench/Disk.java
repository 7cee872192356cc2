package dev.pankou.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the disk itself takes to keep one page; each durable commit has to wait for it. */
final class Disk implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final int PAGES = 1000;

    private final FileChannel file;
    private final ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
    private int next;

    Disk(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        for (var i = 0; i < PAGES; i++) {
            file.write(page.clear());
        }
        file.force(true);
    }

    /** Nanoseconds to write a page over an old one, as a kept write-ahead log is written, and to sync it. */
    long sync() throws IOException {
        var start = System.nanoTime();
        file.write(page.clear(), (long) PAGE * (next++ % PAGES));
        file.force(false);
        return System.nanoTime() - start;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
