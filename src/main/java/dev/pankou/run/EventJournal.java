package dev.pankou.run;

import dev.pankou.id.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores events of a run whose client asked for ids, and shows each to watchers only once it is stored: so an id that a
 * client has seen is never given to another event. While one batch is on its way to the store the next one gathers.
 * Thread-safe; the lock guards the two lists and is never held over I/O.
 */
public final class EventJournal {
    /** Keeps events. */
    public interface Saver {
        /** Completes when they are stored. */
        CompletableFuture<?> save(List<RunEvent> events);
    }

    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);
    private static final long RETRY_MILLIS = 200;

    private final Saver saver;
    private final Id run;
    private final LiveStream live;
    private final ReentrantLock lock = new ReentrantLock();
    private List<RunEvent> gathering = new ArrayList<>();
    private boolean writing;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

    public EventJournal(Saver saver, Id run, LiveStream live) {
        this.saver = saver;
        this.run = run;
        this.live = live;
    }

    /** Takes the next event. */
    public void add(RunEvent event) {
        lock.lock();
        try {
            gathering.add(event);
            if (writing) {
                return;
            }
            writing = true;
            drained = new CompletableFuture<>();
        } finally {
            lock.unlock();
        }
        write();
    }

    private void write() {
        List<RunEvent> batch;
        CompletableFuture<Void> done;
        lock.lock();
        try {
            batch = gathering;
            done = drained;
            if (batch.isEmpty()) {
                writing = false;
            } else {
                gathering = new ArrayList<>();
            }
        } finally {
            lock.unlock();
        }
        if (batch.isEmpty()) {
            done.complete(null);
        } else {
            store(batch);
        }
    }

    private void store(List<RunEvent> batch) {
        saver.save(batch)
                .whenComplete((stored, failed) -> {
                    if (failed == null) {
                        live.append(batch);
                        write();
                    } else {
                        LOG.warn("Events could not be stored, trying again run={}", run);
                        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS).execute(() -> store(batch));
                    }
                });
    }

    /** Waits until all events added so far are stored and shown. */
    public void drain() throws InterruptedException {
        CompletableFuture<Void> done;
        lock.lock();
        try {
            done = drained;
        } finally {
            lock.unlock();
        }
        try {
            done.get();
        } catch (java.util.concurrent.ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
