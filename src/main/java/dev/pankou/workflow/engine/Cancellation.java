package dev.pankou.workflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.node.NodeException;

/**
 * Ends work that is under way: whoever waits for something registers how to stop waiting. A tree: ending one ends those below.
 * Thread-safe; hooks run on the thread that cancels, without a lock.
 */
public final class Cancellation implements AutoCloseable {
    /** Why. */
    public enum Reason {
        /** Asked for by a caller. */
        CANCELLED,
        /** A node's time is up. */
        TIMEOUT,
        /** The whole run's time is up. */
        RUN_TIMEOUT,
        /** Another node of the run failed, or the run is over. */
        OVER,
        /** The server stops. */
        STOPPED,
        /** Another node of the installation owns the run now. */
        LOST
    }

    /** A registered hook; closing takes it back. */
    interface Hook extends AutoCloseable {
        @Override
        void close();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> hooks = new ArrayList<>(2);
    private final @Nullable Hook above;
    private volatile @Nullable Reason reason;

    public Cancellation() {
        this.above = null;
    }

    private Cancellation(Cancellation parent) {
        this.above = parent.on(() -> cancel(parent.why()));
    }

    /** One that ends with this one, or before. To be closed when its work is done. */
    Cancellation below() {
        return new Cancellation(this);
    }

    /** Runs {@code hook} when work has to end; at once when it has already. */
    Hook on(Runnable hook) {
        lock.lock();
        try {
            if (reason == null) {
                hooks.add(hook);
                return () -> remove(hook);
            }
        } finally {
            lock.unlock();
        }
        hook.run();
        return () -> {};
    }

    private void remove(Runnable hook) {
        lock.lock();
        try {
            hooks.remove(hook);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the work; the first reason stays. */
    public void cancel(Reason why) {
        List<Runnable> called;
        lock.lock();
        try {
            if (reason != null) {
                return;
            }
            reason = why;
            called = List.copyOf(hooks);
            hooks.clear();
        } finally {
            lock.unlock();
        }
        called.forEach(Runnable::run);
    }

    /** Null as long as work goes on. */
    public @Nullable Reason reason() {
        return reason;
    }

    private Reason why() {
        var known = reason;
        return known == null ? Reason.OVER : known;
    }

    boolean isCancelled() {
        return reason != null;
    }

    /** @throws NodeException when work has to end */
    void check() {
        if (reason != null) {
            throw failure();
        }
    }

    /** What a node that was cut off fails with. */
    NodeException failure() {
        return reason == Reason.TIMEOUT
                ? new NodeException(NodeException.TIMEOUT, "node timeout")
                : new NodeException(NodeException.CANCELLED, "cancelled");
    }

    @Override
    public void close() {
        if (above != null) {
            above.close();
        }
    }
}
