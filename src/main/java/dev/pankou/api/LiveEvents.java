package dev.pankou.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

import dev.pankou.http.EventStream;
import dev.pankou.run.LiveStream.Subscription;
import dev.pankou.run.RunEvent;
import dev.pankou.run.SlowReaderException;

/** Writes a run's live events to one client, and something in between when there is nothing to say for long. */
public final class LiveEvents implements EventSource {
    private static final byte[] BLANK = {'\n'};
    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = RunEvent.frame("PING", new byte[] {'{', '}'});

    /** How events are numbered and silence is filled (ERRORS section 2). */
    public enum Style {
        /** Chats: nothing but {@code event} and {@code data} lines, a blank line as keep-alive; some clients take nothing else. */
        PLAIN,
        /** Workflows: {@code id:N} from 0 in each answer; the keep-alive is an event PING with the next number. */
        COUNTED,
        /** For clients that asked for ids they can resume by: {@code id:RUN:SEQ}; the keep-alive is a comment. */
        NAMED
    }

    private final Subscription subscription;
    private final Style style;
    private final String run;
    private final Duration heartbeat;
    private final Dropped dropped;
    private long count;

    /** @param run leads the ids of the style NAMED */
    public LiveEvents(Subscription subscription, Style style, String run, Duration heartbeat, Dropped dropped) {
        this.subscription = subscription;
        this.style = style;
        this.run = run;
        this.heartbeat = heartbeat;
        this.dropped = dropped;
    }

    @Override
    public void writeTo(EventStream out) {
        dropped.connected(out);
        try (subscription) {
            while (true) {
                var batch = subscription.next(heartbeat);
                if (batch == null) {
                    return;
                }
                out.write(batch.isEmpty() ? silence() : bytes(batch));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (SlowReaderException slow) {
            out.abort();
        }
    }

    private ByteBuffer silence() {
        return switch (style) {
            case PLAIN -> ByteBuffer.wrap(BLANK);
            case NAMED -> keepAlive();
            case COUNTED -> joined(List.of(new RunEvent(0, PING)), event -> "id:" + count++ + "\n");
        };
    }

    private ByteBuffer bytes(List<RunEvent> batch) {
        return switch (style) {
            case PLAIN -> joined(batch, null);
            case NAMED -> named(batch, run);
            case COUNTED -> joined(batch, event -> "id:" + count++ + "\n");
        };
    }

    /** The keep-alive of the style NAMED. */
    public static ByteBuffer keepAlive() {
        return ByteBuffer.wrap(COMMENT);
    }

    /** Events in the style NAMED. */
    public static ByteBuffer named(List<RunEvent> batch, String run) {
        return joined(batch, event -> "id:" + run + ":" + event.seq() + "\n");
    }

    private interface IdLine {
        String of(RunEvent event);
    }

    /** All events in one piece, so that they cost one write. */
    private static ByteBuffer joined(List<RunEvent> batch, @Nullable IdLine ids) {
        if (ids == null && batch.size() == 1) {
            return ByteBuffer.wrap(batch.getFirst().frame());
        }
        var size = 0;
        for (var event : batch) {
            size += event.frame().length + (ids == null ? 0 : 48);
        }
        var bytes = ByteBuffer.allocate(size);
        for (var event : batch) {
            if (ids != null) {
                bytes.put(ids.of(event).getBytes(StandardCharsets.US_ASCII));
            }
            bytes.put(event.frame());
        }
        return bytes.flip();
    }

    /** Whether the event has that name. */
    public static boolean isNamed(RunEvent event, String name) {
        var head = ("event:" + name + "\n").getBytes(StandardCharsets.US_ASCII);
        var frame = event.frame();
        return frame.length >= head.length && java.util.Arrays.equals(frame, 0, head.length, head, 0, head.length);
    }

    /** Cuts the connection of a reader that is too slow, once there is one. */
    public static final class Dropped implements Runnable {
        private volatile @Nullable EventStream out;

        void connected(EventStream stream) {
            out = stream;
        }

        @Override
        public void run() {
            var stream = out;
            if (stream != null) {
                stream.abort();
            }
        }
    }
}
