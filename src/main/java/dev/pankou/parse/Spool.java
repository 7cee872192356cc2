package dev.pankou.parse;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checked frames on disk: written by one thread, then read by many. */
final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int BUFFER_BYTES = 64 << 10;

    private final Path file;
    private final DataOutputStream out;
    private int frames;

    private Spool(Path file) throws IOException {
        this.file = file;
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES));
    }

    static Spool in(Path folder) throws IOException {
        return new Spool(Files.createTempFile(folder, "text", ""));
    }

    void add(byte[] frame, int offset) throws IOException {
        out.writeInt(frame.length - offset);
        out.write(frame, offset, frame.length - offset);
        frames++;
    }

    /** No more come. */
    void finish() throws IOException {
        out.close();
    }

    int frames() {
        return frames;
    }

    Path file() {
        return file;
    }

    interface Reader<T> {
        T read(DataInputStream frame) throws IOException;
    }

    <T> Stream<T> stream(Reader<T> reader) {
        DataInputStream in;
        try {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var each = new AbstractSpliterator<T>(frames, Spliterator.ORDERED | Spliterator.NONNULL) {
            private int left = frames;

            @Override
            public boolean tryAdvance(Consumer<? super T> action) {
                if (left == 0) {
                    return false;
                }
                left--;
                try {
                    var frame = new byte[in.readInt()];
                    in.readFully(frame);
                    action.accept(reader.read(new DataInputStream(new ByteArrayInputStream(frame))));
                    return true;
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        };
        return StreamSupport.stream(each, false).onClose(() -> {
            try {
                in.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    /** Whatever the bytes are, a text that every store takes: no NUL, no halves of characters. */
    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).replace("\0", "");
    }

    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            LOG.warn("A temporary file of a document stays, file={}", file, failed);
        }
    }
}
