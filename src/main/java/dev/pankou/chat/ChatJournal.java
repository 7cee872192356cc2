package dev.pankou.chat;

import dev.pankou.id.Id;
import dev.pankou.run.LiveStream;
import dev.pankou.run.RunEvent;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores events of a chat whose client asked for ids, and shows each to watchers only once it is stored: so an id that a
 * client has seen is never given to another event. While one batch is on its way to the store the next one gathers.
 * Thread-safe; the lock guards the two lists and is never held over I/O.
 */
final class ChatJournal {
    private static final Logger LOG = LoggerFactory.getLogger(ChatJournal.class);
    private static final long RETRY_MILLIS = 200;

    private final Db db;
    private final ChatStore store;
    private final Clock clock;
    private final Id chat;
    private final LiveStream live;
    private final ReentrantLock lock = new ReentrantLock();
    private List<RunEvent> gathering = new ArrayList<>();
    private boolean writing;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

    ChatJournal(Db db, ChatStore store, Clock clock, Id chat, LiveStream live) {
        this.db = db;
        this.store = store;
        this.clock = clock;
        this.chat = chat;
        this.live = live;
    }

    void add(RunEvent event) {
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
        db.submit(handle -> {
                    store.insertEvents(handle, chat, batch, clock.millis());
                    return true;
                })
                .whenComplete((stored, failed) -> {
                    if (failed == null) {
                        live.append(batch);
                        write();
                    } else {
                        LOG.warn("Events could not be stored, trying again chat={}", chat);
                        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS).execute(() -> store(batch));
                    }
                });
    }

    /** Waits until all events added so far are stored and shown. */
    void drain() throws InterruptedException {
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
