package dev.pankou.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQLite: one thread writes, a few read. The writer takes all works that wait, gives each a savepoint and commits them
 * together, so that many callers share one sync of the disk. Virtual threads only wait here: native code would pin them.
 */
final class SqliteDb implements Db {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDb.class);

    /** Works in one transaction at most. */
    private static final int BATCH = 512;

    /** A transaction that is older than this takes no more work, so that slow works do not add up for the others. */
    private static final long BATCH_NANOS = 20_000_000;

    private final Path file;
    private final AutoCloseable lock;
    private final TableVersions versions = new TableVersions();
    private final CallQueue writes = new CallQueue();
    private final CallQueue reads = new CallQueue();
    private final List<StoreThread> threads = new ArrayList<>();
    private final ExecutorService continuations = Executors.newVirtualThreadPerTaskExecutor();

    /** @param lock closed last */
    SqliteDb(Path file, int readers, AutoCloseable lock) {
        this.file = file;
        this.lock = lock;
        threads.add(new StoreThread("store-writer", this::writeAll));
        for (var i = 1; i <= readers; i++) {
            threads.add(new StoreThread("store-reader-" + i, this::readAll));
        }
        threads.forEach(Thread::start);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
        return queued(reads, new Call<>(work, Runnable::run)).await();
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
        return queued(writes, new Call<>(work, Runnable::run)).await();
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> submit(Work<T> work) {
        return queued(writes, new Call<>(work, (Executor) continuations)).future();
    }

    private static <T extends @Nullable Object> Call<T> queued(CallQueue queue, Call<T> call) {
        if (Thread.currentThread() instanceof StoreThread) {
            throw new IllegalStateException("a work must not wait for another work: use its handle");
        }
        try {
            queue.put(call);
            return call;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw Call.cancelled();
        }
    }

    private void writeAll() {
        try (var connection = new Connected(() -> SqliteSession.writer(file))) {
            var batch = new ArrayList<Call<?>>(BATCH);
            while (writes.take(batch, BATCH)) {
                for (var next = 0; next < batch.size(); ) {
                    next = commitTogether(connection, batch, next);
                }
                batch.clear();
            }
        }
    }

    /** Runs works from {@code first} on in one transaction; the index of the first one that is left. */
    private int commitTogether(Connected connection, List<Call<?>> batch, int first) {
        var alone = batch.size() - first == 1;
        var done = new ArrayList<Call<?>>(batch.size() - first);
        var next = first;
        try {
            var session = connection.session();
            session.begin();
            var began = System.nanoTime();
            while (next < batch.size() && (next == first || System.nanoTime() - began < BATCH_NANOS)) {
                var call = batch.get(next++);
                if (!call.begin()) {
                    continue;
                }
                done.add(call);
                var failure = alone ? run(session, call) : runInSavepoint(session, call);
                if (failure != null) {
                    done.removeLast().fail(failure);
                    if (alone) {
                        session.rollback();
                        return next;
                    }
                }
            }
            versions.committed(session.commit()); // before anybody hears of it
        } catch (Throwable broken) { // thread top: whatever happened, the callers hear of it and the writer lives on
            var failure = Failures.unavailable(broken);
            LOG.warn("Could not commit. works={} reason={}", done.size(), failure.getMessage());
            connection.drop();
            done.forEach(call -> call.fail(failure));
            if (next > first) {
                return next;
            }
            batch.subList(first, batch.size()).stream().filter(Call::begin).forEach(call -> call.fail(failure));
            return batch.size(); // no transaction at all: nobody waits for the next attempt
        }
        done.forEach(Call::succeed);
        return next;
    }

    private static @Nullable Throwable run(SqliteSession session, Call<?> call) {
        try {
            call.run(session.handle());
            return null;
        } catch (Throwable failure) { // the boundary: it goes to the caller
            return Failures.seen(failure, true);
        }
    }

    private static @Nullable Throwable runInSavepoint(SqliteSession session, Call<?> call) throws SQLException {
        session.savepoint();
        var failure = run(session, call);
        if (failure == null) {
            session.release();
        } else {
            try {
                session.undo();
            } catch (SQLException gone) { // a full disk may make SQLite undo the whole transaction
                if (failure instanceof StoreUnavailable reason) {
                    throw reason;
                }
                throw gone;
            }
        }
        return failure;
    }

    private void readAll() {
        try (var connection = new Connected(() -> SqliteSession.reader(file))) {
            var one = new ArrayList<Call<?>>(1);
            while (reads.take(one, 1)) {
                readOne(connection, one.removeFirst());
            }
        }
    }

    private static void readOne(Connected connection, Call<?> call) {
        if (!call.begin()) {
            return;
        }
        try {
            var session = connection.session();
            session.begin();
            call.run(session.handle());
            session.commit();
        } catch (Throwable failure) { // thread top: it goes to the caller
            connection.undo();
            call.fail(Failures.seen(failure, false));
            return;
        }
        call.succeed();
    }

    @Override
    public long version(List<String> tables) {
        return versions.of(tables);
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public DataSource connections() {
        return SqliteSession.source(file);
    }

    @Override
    public @Nullable Notifications listen(String channel, Consumer<String> receiver) {
        return null;
    }

    @Override
    public void check() {
        var damage = read(handle -> damage(handle.createQuery("PRAGMA integrity_check").mapTo(String.class).list(),
                handle.createQuery("PRAGMA foreign_key_check")
                        .map((row, context) -> row.getString(1) + " row " + row.getLong(2) + " -> " + row.getString(3))
                        .list()));
        if (!damage.isEmpty()) {
            throw new IllegalStateException("The database " + file + " is damaged: " + damage);
        }
    }

    /** What is broken, or nothing. */
    private static String damage(List<String> integrity, List<String> foreignKeys) {
        if (!integrity.equals(List.of("ok"))) {
            return String.join("; ", integrity);
        }
        return foreignKeys.isEmpty() ? "" : "rows refer to missing rows: " + String.join(", ", foreignKeys);
    }

    @Override
    public void close() {
        writes.close();
        reads.close();
        var interrupted = false;
        for (var thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException interrupt) {
                    interrupted = true; // what was accepted is finished first
                }
            }
        }
        continuations.shutdown();
        try {
            lock.close();
        } catch (Exception e) {
            throw new IllegalStateException("the data folder could not be released", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A thread that may enter SQLite, and must not wait for another one of its kind. */
    private static final class StoreThread extends Thread {
        private StoreThread(String name, Runnable run) {
            super(run, name);
        }
    }

    /** The connection of one thread, opened when first used and again after a failure. */
    private static final class Connected implements AutoCloseable {
        private final Opening opening;
        private @Nullable SqliteSession session;

        private Connected(Opening opening) {
            this.opening = opening;
        }

        private SqliteSession session() throws SQLException {
            if (session == null) {
                session = opening.open();
            }
            return session;
        }

        private void undo() {
            try {
                if (session != null) {
                    session.rollback();
                }
            } catch (SQLException broken) {
                drop();
            }
        }

        private void drop() {
            try {
                if (session != null) {
                    session.close();
                }
            } catch (SQLException e) {
                LOG.warn("Could not close a connection. reason={}", e.getMessage());
            } finally {
                session = null;
            }
        }

        @Override
        public void close() {
            drop();
        }
    }

    @FunctionalInterface
    private interface Opening {
        SqliteSession open() throws SQLException;
    }
}
