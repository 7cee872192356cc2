package dev.pankou.chat;

import dev.pankou.api.EventSource;
import dev.pankou.http.EventStream;
import dev.pankou.id.Id;
import dev.pankou.run.LiveStream.Subscription;
import dev.pankou.run.RunEvent;
import dev.pankou.run.SlowReaderException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a chat's live events to one client. Without ids there is nothing but {@code event} and {@code data} lines, and a
 * blank line as keep-alive, because the official clients take nothing else (ERRORS section 2). With ids each event is led by
 * {@code id: CHAT:SEQ} and the keep-alive is a comment.
 */
final class ChatStream implements EventSource {
    private static final byte[] BLANK = {'\n'};
    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "event:done\n".getBytes(StandardCharsets.US_ASCII);

    private final Subscription subscription;
    private final @Nullable Id withIds;
    private final Duration heartbeat;
    private final Dropped dropped;

    /** @param withIds the chat whose id leads the event ids; null: no ids */
    ChatStream(Subscription subscription, @Nullable Id withIds, Duration heartbeat, Dropped dropped) {
        this.subscription = subscription;
        this.withIds = withIds;
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
                out.write(batch.isEmpty() ? keepAlive(withIds != null) : bytes(batch, withIds));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (SlowReaderException slow) {
            out.abort();
        }
    }

    static ByteBuffer keepAlive(boolean comments) {
        return ByteBuffer.wrap(comments ? COMMENT : BLANK);
    }

    /** All events in one piece, so that they cost one write. */
    static ByteBuffer bytes(List<RunEvent> batch, @Nullable Id withIds) {
        if (withIds == null && batch.size() == 1) {
            return ByteBuffer.wrap(batch.getFirst().frame());
        }
        var size = 0;
        for (var event : batch) {
            size += event.frame().length + (withIds == null ? 0 : 48);
        }
        var bytes = ByteBuffer.allocate(size);
        for (var event : batch) {
            if (withIds != null) {
                bytes.put(("id:" + withIds + ":" + event.seq() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            bytes.put(event.frame());
        }
        return bytes.flip();
    }

    /** Whether a frame is the last one of a stream. */
    static boolean isDone(RunEvent event) {
        var frame = event.frame();
        for (var i = 0; i < DONE.length; i++) {
            if (frame[i] != DONE[i]) {
                return false;
            }
        }
        return true;
    }

    /** Cuts the connection of a reader that is too slow, once there is one. */
    static final class Dropped implements Runnable {
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
