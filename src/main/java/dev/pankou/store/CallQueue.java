package dev.pankou.store;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Calls that wait for a thread of the store. Bounded, so that a slow disk slows its callers. Shared by threads; one lock. */
final class CallQueue {
    private static final int CAPACITY = 4096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final ArrayDeque<Call<?>> calls = new ArrayDeque<>();
    private boolean closed;

    /** Waits for room. @throws IllegalStateException once closed */
    void put(Call<?> call) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (calls.size() == CAPACITY && !closed) {
                drained.await();
            }
            if (closed) {
                throw closedAlready();
            }
            calls.add(call);
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for calls and moves up to {@code most} of them into {@code batch}; false when closed and empty. */
    boolean take(List<Call<?>> batch, int most) {
        lock.lock();
        try {
            while (calls.isEmpty() && !closed) {
                filled.awaitUninterruptibly();
            }
            var wasFull = calls.size() == CAPACITY;
            for (var call = calls.poll(); call != null; call = batch.size() < most ? calls.poll() : null) {
                batch.add(call);
            }
            if (wasFull) {
                drained.signalAll();
            }
            return !batch.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }

    static IllegalStateException closedAlready() {
        return new IllegalStateException("the database is closed");
    }
}
