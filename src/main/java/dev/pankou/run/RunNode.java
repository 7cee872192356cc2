package dev.pankou.run;

import dev.pankou.id.Ids;
import dev.pankou.store.Db;
import dev.pankou.store.Dialect;
import dev.pankou.store.StoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process among the nodes of the installation. It has a number, which makes its ids unique, and an incarnation, which
 * owns runs. On PostgreSQL it writes a heartbeat every 5 s; a node silent for 20 s is dead, its number is free and its runs
 * are recovered by whoever sees it first. On SQLite every other incarnation is dead, because one process holds the folder.
 * Time is the database's, so a node's clock may jump.
 */
public final class RunNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunNode.class);
    private static final long BEAT_SECONDS = 5;
    private static final long DEAD_MILLIS = 20_000;
    private static final long LAST_SWEEP_SECONDS = 5;

    private final Db db;
    private final int number;
    private final long incarnation;
    private final List<Runnable> sweeps = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("node").factory());
    private volatile boolean closed;

    private RunNode(Db db, int number, long incarnation) {
        this.db = db;
        this.number = number;
        this.incarnation = incarnation;
    }

    /** Takes a node number. @throws IllegalStateException when all numbers are taken by living nodes */
    public static RunNode join(Db db, Clock clock) {
        var incarnation = Math.max(1, clock.millis()) * 1000 + new Ids(clock, 0).bytes(1)[0] + 128;
        if (db.dialect() == Dialect.SQLITE) {
            db.write(handle -> {
                handle.execute("DELETE FROM node");
                insert(handle, 0, incarnation, clock.millis());
                return true;
            });
            return new RunNode(db, 0, incarnation);
        }
        var number = db.write(handle -> {
            handle.execute("LOCK TABLE node IN EXCLUSIVE MODE");
            var now = databaseMillis(handle);
            var taken = handle.createQuery("SELECT number FROM node WHERE heartbeat_at > :alive ORDER BY number")
                    .bind("alive", now - DEAD_MILLIS)
                    .mapTo(Integer.class)
                    .list();
            // A dead node's row goes when its runs were recovered; until then its number rests.
            var resting = handle.createQuery("SELECT number FROM node").mapTo(Integer.class).list();
            for (var free = 0; free <= Ids.MAX_NODE; free++) {
                if (!taken.contains(free) && !resting.contains(free)) {
                    insert(handle, free, incarnation, now);
                    return free;
                }
            }
            throw new IllegalStateException("all " + (Ids.MAX_NODE + 1) + " node numbers are taken");
        });
        return new RunNode(db, number, incarnation);
    }

    private static void insert(Handle handle, int number, long incarnation, long now) {
        handle.createUpdate("INSERT INTO node (number, incarnation, heartbeat_at) VALUES (:number, :incarnation, :now)")
                .bind("number", number)
                .bind("incarnation", incarnation)
                .bind("now", now)
                .execute();
    }

    private static long databaseMillis(Handle handle) {
        return handle.createQuery("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)")
                .mapTo(Long.class)
                .one();
    }

    /** Makes this node's ids unique. */
    public int number() {
        return number;
    }

    /** Owns this node's runs. */
    public long incarnation() {
        return incarnation;
    }

    /** Adds work that is done every 5 s, and begins with it once {@link #start} was called. It may fail; it is tried again. */
    public void every(Runnable sweep) {
        sweeps.add(sweep);
    }

    /** Begins to beat and sweep. */
    public void start() {
        timer.scheduleWithFixedDelay(this::beat, 0, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    private void beat() {
        try {
            if (db.dialect() == Dialect.POSTGRESQL) {
                db.write(handle -> {
                    var now = databaseMillis(handle);
                    var beaten = handle.createUpdate("UPDATE node SET heartbeat_at = :now WHERE incarnation = :me")
                            .bind("now", now)
                            .bind("me", incarnation)
                            .execute();
                    if (beaten == 0) {
                        // Declared dead after a long pause: our runs were ended; go on under the same number.
                        insert(handle, number, incarnation, now);
                    }
                    return true;
                });
            }
        } catch (StoreException down) {
            LOG.warn("The heartbeat could not be written: {}", down.getMessage());
        } catch (RuntimeException failed) {
            if (!closed) {
                LOG.warn("The heartbeat failed", failed);
            }
        }
        for (var sweep : sweeps) {
            if (closed) {
                return;
            }
            try {
                sweep.run();
            } catch (StoreException down) {
                LOG.warn("A sweep could not be done: {}", down.getMessage());
            } catch (RuntimeException failed) {
                if (closed) {
                    LOG.debug("A sweep was stopped"); // it was interrupted, which is no failure
                } else {
                    LOG.error("A sweep failed", failed);
                }
            }
        }
    }

    /** Incarnations of living nodes, this one included. A run whose owner is none of them has lost its owner. */
    public List<Long> living(Handle handle) {
        if (db.dialect() == Dialect.SQLITE) {
            return List.of(incarnation);
        }
        var now = databaseMillis(handle);
        handle.createUpdate("DELETE FROM node WHERE heartbeat_at < :dead").bind("dead", now - DEAD_MILLIS).execute();
        var found = new ArrayList<>(handle.createQuery("SELECT incarnation FROM node").mapTo(Long.class).list());
        if (!found.contains(incarnation)) {
            found.add(incarnation);
        }
        return found;
    }

    /** Interrupts a sweep and waits some seconds for its end: a beat must not sign on again what is signed off here. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(LAST_SWEEP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A sweep did not end with the server");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        try {
            db.write(handle -> handle.createUpdate("DELETE FROM node WHERE incarnation = :me")
                    .bind("me", incarnation)
                    .execute());
        } catch (StoreException down) {
            LOG.warn("The node could not be signed off: {}", down.getMessage());
        }
    }
}
