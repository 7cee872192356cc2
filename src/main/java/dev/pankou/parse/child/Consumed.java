package dev.pankou.parse.child;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What is read from files counts as progress. One for all the streams of a document. */
final class Consumed {
    private final Output out;
    private final long totalBytes;
    private long bytes;

    Consumed(Output out, long totalBytes) {
        this.out = out;
        this.totalBytes = totalBytes;
    }

    InputStream from(InputStream file) {
        return new FilterInputStream(file) {
            @Override
            public int read() throws IOException {
                var one = super.read();
                add(one < 0 ? 0 : 1);
                return one;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                var count = super.read(buffer, offset, length);
                add(Math.max(0, count));
                return count;
            }

            @Override
            public long skip(long count) throws IOException {
                var skipped = super.skip(count);
                add(skipped);
                return skipped;
            }
        };
    }

    private void add(long more) {
        bytes += more;
        out.progress((int) (bytes >> 10), (int) (totalBytes >> 10)); // of small files nothing is told
    }
}
