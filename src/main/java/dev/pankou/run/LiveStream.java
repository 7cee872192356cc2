package dev.pankou.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events of one run while it lives. One thread appends, any number watch, each at its own pace. Events stay until every
 * watcher has them; of a replayable stream they stay until the run ends. A watcher whose client falls too far behind is
 * dropped; the run never waits for a client. It only waits, when the processors are overloaded, for threads of our own that
 * have not come to fetch what is there: else the memory of many such streams would have no bound.
 *
 * <p>Thread-safe. The one lock guards the queue, is held for a few instructions and never over I/O.
 */
public final class LiveStream {
    /** A thread of ours comes within milliseconds; the bound is for one that died. */
    private static final long FETCH_PATIENCE_NANOS = 1_000_000_000;

    private final boolean replayable;
    private final long backlogBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition fetched = lock.newCondition();
    private final ArrayDeque<RunEvent> events = new ArrayDeque<>();
    private final List<Subscription> watchers = new ArrayList<>(1);
    private long appendedBytes;
    private boolean ended;

    /** @param backlogBytes unread bytes that a watcher may leave behind while it is busy with earlier ones */
    public LiveStream(boolean replayable, long backlogBytes) {
        this.replayable = replayable;
        this.backlogBytes = backlogBytes;
    }

    /** Whether anybody would see an event appended now, or could later. */
    public boolean wanted() {
        lock.lock();
        try {
            return replayable || !watchers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Adds events, in order. Waits while a watcher that could fetch has left more than the backlog. */
    public void append(List<RunEvent> more) {
        var late = new ArrayList<Subscription>(0);
        lock.lock();
        try {
            if (!replayable && watchers.isEmpty()) {
                return;
            }
            for (var event : more) {
                events.add(event);
                appendedBytes += event.frame().length;
            }
            for (var watcher : watchers) {
                if (watcher.writing && unread(watcher) > backlogBytes) {
                    watcher.dropped = true;
                    late.add(watcher);
                }
            }
            watchers.removeAll(late);
            trim();
            changed.signalAll();
            awaitFetching();
        } finally {
            lock.unlock();
        }
        for (var watcher : late) {
            watcher.onDrop.run();
        }
    }

    private void awaitFetching() {
        var left = FETCH_PATIENCE_NANOS;
        try {
            while (left > 0 && watchers.stream().anyMatch(watcher -> !watcher.writing && unread(watcher) > backlogBytes)) {
                left = fetched.awaitNanos(left);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private long unread(Subscription watcher) {
        return appendedBytes - watcher.readBytes;
    }

    /** No more events will come. */
    public void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Watches events with numbers above {@code after}.
     *
     * @param onDrop called once, without lock, if the watcher is dropped for being too slow
     * @return null when some of those events are gone already
     */
    public @Nullable Subscription subscribe(long after, Runnable onDrop) {
        lock.lock();
        try {
            var first = events.peekFirst();
            if (first != null && after + 1 < first.seq()) {
                return null;
            }
            var subscription = new Subscription(after, onDrop);
            subscription.readBytes = appendedBytes - unread(after);
            watchers.add(subscription);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    private long unread(long after) {
        var bytes = 0L;
        for (var event : events) {
            if (event.seq() > after) {
                bytes += event.frame().length;
            }
        }
        return bytes;
    }

    /** Forgets what nobody needs any more. */
    private void trim() {
        if (replayable) {
            return;
        }
        var needed = Long.MAX_VALUE;
        for (var watcher : watchers) {
            needed = Math.min(needed, watcher.after);
        }
        while (!events.isEmpty() && events.getFirst().seq() <= needed) {
            events.removeFirst();
        }
    }

    /** One watcher's place in the stream. Used by one thread. */
    public final class Subscription implements AutoCloseable {
        private final Runnable onDrop;
        private long after;
        private long readBytes;
        /** It has events in hand; else what is unread waits for our own scheduler, and no client is to blame. */
        private boolean writing;

        private boolean dropped;

        private Subscription(long after, Runnable onDrop) {
            this.after = after;
            this.onDrop = onDrop;
        }

        /**
         * The next events, waiting for one if there is none.
         *
         * @return empty after {@code silence} without an event; null when the stream has ended and everything was read
         * @throws SlowReaderException when this watcher was dropped
         */
        public @Nullable List<RunEvent> next(Duration silence) throws InterruptedException {
            var left = silence.toNanos();
            lock.lock();
            try {
                writing = false;
                while (true) {
                    if (dropped) {
                        throw new SlowReaderException();
                    }
                    var last = events.peekLast();
                    if (last != null && last.seq() > after) {
                        return take();
                    }
                    if (ended) {
                        return null;
                    }
                    if (left <= 0) {
                        return List.of();
                    }
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }

        private List<RunEvent> take() {
            writing = true;
            var batch = new ArrayList<RunEvent>(Math.min(events.size(), 64));
            for (var event : events) {
                if (event.seq() > after) {
                    batch.add(event);
                    readBytes += event.frame().length;
                }
            }
            after = batch.getLast().seq();
            trim();
            fetched.signalAll();
            return batch;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                watchers.remove(this);
                trim();
                fetched.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

}
