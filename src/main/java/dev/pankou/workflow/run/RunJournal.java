package dev.pankou.workflow.run;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.pankou.store.Db;
import dev.pankou.store.StoreUnavailable;
import dev.pankou.workflow.engine.Cancellation;
import dev.pankou.workflow.engine.Entry;
import dev.pankou.workflow.engine.RunLog;
import dev.pankou.workflow.node.NodeException;

/**
 * The journal of one stretch of a run. Entries gather while others are on their way to the store, one write at a time, so that
 * they are there in order; every write proves that the run is still ours. The run's row is made with the first write.
 * Thread-safe; the lock guards the buffer and is never held over I/O.
 */
final class RunJournal implements RunLog {
    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);
    private static final long RETRY_MILLIS = 200;
    private static final int PUSH_AT = 256 << 10;

    private final Db db;
    private final RunStore store;
    private final Run run;
    private final List<Entry> earlier;
    private final Cancellation cancellation;
    private final long mostBytes;
    private final java.time.Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private StringBuilder gathering = new StringBuilder();
    private long bytes;
    private long seq;
    private boolean exists;
    private boolean writing;
    private boolean lost;
    private CompletableFuture<Void> drained = CompletableFuture.completedFuture(null);

    /** @param lastSeq number of the last stored piece of the journal; -1 when not even the run is stored */
    RunJournal(
            Db db,
            RunStore store,
            java.time.Clock clock,
            Run run,
            List<Entry> earlier,
            long lastSeq,
            Cancellation cancellation,
            long mostBytes) {
        this.db = db;
        this.store = store;
        this.clock = clock;
        this.run = run;
        this.earlier = earlier;
        this.seq = Math.max(0, lastSeq);
        this.exists = lastSeq >= 0;
        this.cancellation = cancellation;
        this.mostBytes = mostBytes;
    }

    @Override
    public List<Entry> earlier() {
        return earlier;
    }

    @Override
    public void add(Entry entry) {
        var json = entry.toJson();
        boolean full;
        boolean much;
        lock.lock();
        try {
            bytes += json.length();
            full = bytes > mostBytes * 2; // what went in and what came out of each node
            gathering.append(gathering.isEmpty() ? '[' : ',').append(json);
            much = gathering.length() > PUSH_AT;
        } finally {
            lock.unlock();
        }
        if (full) {
            throw NodeException.fatal(
                    NodeException.EXECUTION, "the run holds more than " + (mostBytes >> 20) + " MB of values");
        }
        if (much) {
            push();
        }
    }

    @Override
    public void push() {
        lock.lock();
        try {
            if (writing || lost || (gathering.isEmpty() && exists)) {
                return;
            }
            writing = true;
            drained = new CompletableFuture<>();
        } finally {
            lock.unlock();
        }
        write();
    }

    @Override
    public void settle() {
        push();
        CompletableFuture<Void> done;
        lock.lock();
        try {
            done = drained;
        } finally {
            lock.unlock();
        }
        try {
            done.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NodeException(NodeException.CANCELLED, "cancelled");
        } catch (ExecutionException | java.util.concurrent.CancellationException gone) {
            throw new NodeException(NodeException.CANCELLED, "cancelled");
        }
    }

    private void write() {
        String batch;
        CompletableFuture<Void> done;
        boolean first;
        lock.lock();
        try {
            done = drained;
            first = !exists;
            if (lost || (gathering.isEmpty() && !first)) {
                writing = false;
                batch = null;
            } else {
                batch = gathering.isEmpty() ? "" : gathering.append(']').toString();
                gathering = new StringBuilder();
            }
        } finally {
            lock.unlock();
        }
        if (batch == null) {
            if (lost) {
                done.cancel(false);
            } else {
                done.complete(null);
            }
        } else {
            store(batch, first);
        }
    }

    private void store(String batch, boolean first) {
        var number = batch.isEmpty() ? seq : seq + 1;
        db.submit(handle -> {
                    if (first) {
                        store.insert(handle, run);
                    } else if (!store.hold(handle, run, clock.millis())) {
                        return false;
                    }
                    if (!batch.isEmpty()) {
                        store.insertLog(handle, run.id(), number, batch);
                    }
                    return true;
                })
                .whenComplete((ours, failed) -> {
                    if (failed != null && !(failed instanceof StoreUnavailable)) {
                        LOG.error("The journal of a run cannot be stored run={}", run.id(), failed);
                        gone();
                        return;
                    }
                    if (failed != null) {
                        LOG.warn("The journal of a run could not be stored, trying again run={}", run.id());
                        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                                .execute(() -> store(batch, first));
                        return;
                    }
                    lock.lock();
                    try {
                        seq = number;
                        exists = true;
                        lost = !ours;
                    } finally {
                        lock.unlock();
                    }
                    if (!ours) {
                        cancellation.cancel(Cancellation.Reason.LOST);
                    }
                    write();
                });
    }

    private void gone() {
        lock.lock();
        try {
            lost = true;
        } finally {
            lock.unlock();
        }
        cancellation.cancel(Cancellation.Reason.LOST);
        write();
    }

    /**
     * Stores the rest and how the stretch ended, in one piece.
     *
     * @return false when the run is not ours any more: then nothing was stored
     */
    boolean finish(Run ended) {
        awaitWriting();
        String rest;
        boolean first;
        long number;
        lock.lock();
        try {
            if (lost) {
                return false;
            }
            rest = gathering.isEmpty() ? null : gathering.append(']').toString();
            gathering = new StringBuilder();
            first = !exists;
            number = seq + 1;
        } finally {
            lock.unlock();
        }
        return finish(ended, rest, first, number);
    }

    private boolean finish(Run ended, @Nullable String rest, boolean first, long number) {
        return db.write(handle -> {
            if (first) {
                store.insert(handle, ended);
            } else if (!store.update(handle, ended)) {
                return false;
            }
            if (rest != null) {
                store.insertLog(handle, ended.id(), number, rest);
            }
            return true;
        });
    }

    private void awaitWriting() {
        CompletableFuture<Void> done;
        lock.lock();
        try {
            done = drained;
        } finally {
            lock.unlock();
        }
        done.handle((ok, failed) -> ok).join();
    }
}
