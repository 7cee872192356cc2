package dev.pankou.egress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Says once that work is no longer wanted. Any thread may cancel, any number of listeners may wait for it. The lock is not
 * held while listeners run.
 */
public final class CancelSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Runnable> listeners = new ArrayList<>(2);
    private volatile boolean cancelled;

    /** Cancels; runs the listeners on this thread. Later calls do nothing. */
    public void cancel() {
        List<Runnable> toRun;
        lock.lock();
        try {
            if (cancelled) {
                return;
            }
            cancelled = true;
            toRun = List.copyOf(listeners);
            listeners.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        toRun.forEach(Runnable::run);
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** Runs {@code listener} when cancelled, at once when that has happened. It must be quick and must not throw. */
    public void onCancel(Runnable listener) {
        lock.lock();
        try {
            if (!cancelled) {
                listeners.add(listener);
                return;
            }
        } finally {
            lock.unlock();
        }
        listener.run();
    }

    /** Forgets a listener, told apart by identity. */
    public void forget(Runnable listener) {
        lock.lock();
        try {
            listeners.removeIf(known -> known == listener);
        } finally {
            lock.unlock();
        }
    }

    /** Waits at most {@code time}; true when cancelled. */
    public boolean await(Duration time) throws InterruptedException {
        var left = time.toNanos();
        lock.lockInterruptibly();
        try {
            while (!cancelled && left > 0) {
                left = changed.awaitNanos(left);
            }
            return cancelled;
        } finally {
            lock.unlock();
        }
    }
}
