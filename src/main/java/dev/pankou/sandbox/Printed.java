package dev.pankou.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads what a process prints until the harness says that there is no more. Keeps the beginning, refuses floods. One thread
 * runs it, another asks for the text; the buffer between them locks by itself.
 */
final class Printed implements Runnable {
    static final int KEPT_BYTES = 64 << 10;
    static final int MOST_BYTES = 4 << 20;

    private static final byte[] END = {0, '.', 0};
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final InputStream in;
    private final Runnable flooded;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** @param flooded is run once when more than {@link #MOST_BYTES} come */
    Printed(InputStream in, Runnable flooded) {
        this.in = in;
        this.flooded = flooded;
    }

    @Override
    public void run() {
        var buffer = new byte[8192];
        var tail = new byte[END.length];
        long total = 0;
        try {
            for (int count; !Arrays.equals(tail, END) && (count = in.read(buffer)) > 0; total += count) {
                var both = Arrays.copyOf(tail, tail.length + count);
                System.arraycopy(buffer, 0, both, tail.length, count);
                tail = Arrays.copyOfRange(both, both.length - END.length, both.length);
                kept.write(buffer, 0, Math.min(count, KEPT_BYTES + END.length - kept.size()));
                if (total <= MOST_BYTES && total + count > MOST_BYTES) {
                    flooded.run();
                }
            }
        } catch (IOException killed) {
            // nothing more comes
        } finally {
            ended.countDown();
        }
    }

    /** All that was printed, at most {@link #KEPT_BYTES}; waits for the end of what is still on its way. */
    String text() throws InterruptedException {
        var complete = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        var bytes = kept.toByteArray();
        var length = bytes.length;
        if (complete && length >= END.length && Arrays.equals(bytes, length - END.length, length, END, 0, END.length)) {
            length -= END.length;
        }
        return new String(bytes, 0, Math.min(length, KEPT_BYTES), StandardCharsets.UTF_8);
    }
}
