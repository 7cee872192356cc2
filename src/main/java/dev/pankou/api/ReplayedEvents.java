package dev.pankou.api;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

import dev.pankou.http.EventStream;
import dev.pankou.run.LiveStream;
import dev.pankou.run.RunEvent;

/**
 * Goes on with a stream that broke, on any node: what is stored first, then what the run makes. A run that ended without
 * its last events being stored (its node died) gets them now, under the next numbers.
 */
public final class ReplayedEvents implements EventSource {
    private static final int PAGE = 200;
    private static final long LOOK_MILLIS = 100;

    /** The run whose events they are. */
    public interface Source {
        /** Leads the ids of its events. */
        String name();

        /** Stored events with numbers above {@code after}, at most so many, in order. */
        List<RunEvent> stored(long after, int most);

        /** Whether an event is the last one of a stream. */
        boolean isLast(RunEvent event);

        /** Its stream while it works on this node; null else. */
        @Nullable LiveStream live();

        /** Whether it works nowhere any more. Null when it is gone. */
        @Nullable Boolean isOver();

        /** Makes and stores the events that its end lacks, from this number on. */
        List<RunEvent> ending(long from);
    }

    private final Source source;
    private final Duration heartbeat;
    private final LiveEvents.Dropped dropped = new LiveEvents.Dropped();
    private long after;

    /** @param after number of the last event that the client has */
    public ReplayedEvents(Source source, long after, Duration heartbeat) {
        this.source = source;
        this.after = after;
        this.heartbeat = heartbeat;
    }

    @Override
    public void writeTo(EventStream out) {
        var silent = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            // The run is looked up first: what it stored before it ended is then found below.
            var live = source.live();
            var events = stored();
            if (!events.isEmpty()) {
                out.write(LiveEvents.named(events, source.name()));
                silent = System.nanoTime();
                if (source.isLast(events.getLast())) {
                    return;
                }
                continue;
            }
            if (live != null) {
                var subscription = live.subscribe(after, dropped);
                if (subscription != null) {
                    new LiveEvents(subscription, LiveEvents.Style.NAMED, source.name(), heartbeat, dropped).writeTo(out);
                    return;
                }
            }
            var over = source.isOver();
            if (over == null) {
                return;
            }
            if (over && source.stored(after, 1).isEmpty()) {
                if (!sawTheEnd()) {
                    out.write(LiveEvents.named(source.ending(after + 1), source.name()));
                }
                return;
            }
            if (System.nanoTime() - silent > heartbeat.toNanos()) {
                out.write(LiveEvents.keepAlive());
                silent = System.nanoTime();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    /** The next stored events up to the end of this stream; they count as seen. */
    private List<RunEvent> stored() {
        var found = source.stored(after, PAGE);
        for (var i = 0; i < found.size(); i++) {
            if (source.isLast(found.get(i))) {
                found = found.subList(0, i + 1);
            }
        }
        if (!found.isEmpty()) {
            after = found.getLast().seq();
        }
        return found;
    }

    /** Whether the client's last event was the last one there is. */
    private boolean sawTheEnd() {
        var last = after == 0 ? List.<RunEvent>of() : source.stored(after - 1, 1);
        return !last.isEmpty() && last.getFirst().seq() == after && source.isLast(last.getFirst());
    }
}
