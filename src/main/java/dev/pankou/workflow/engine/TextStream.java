package dev.pankou.workflow.engine;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A text that grows while a node makes it. One thread writes, others read along, each from its own place.
 * Thread-safe.
 */
final class TextStream {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder text = new StringBuilder();
    private boolean ended;
    private boolean broken;

    void add(String piece) {
        lock.lock();
        try {
            text.append(piece);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** It is whole, or it will never be. */
    void end(boolean failed) {
        lock.lock();
        try {
            ended = true;
            broken = broken || failed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for text beyond {@code from}.
     *
     * @return null at the end
     * @throws BrokenException when the writer failed
     */
    @Nullable String after(int from) throws InterruptedException {
        lock.lock();
        try {
            while (text.length() <= from && !ended) {
                changed.await();
            }
            if (text.length() > from) {
                return text.substring(from);
            }
            if (broken) {
                throw new BrokenException();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing comes after {@code from} any more, and nothing went wrong. */
    boolean endsAt(int from) {
        lock.lock();
        try {
            return ended && !broken && text.length() <= from;
        } finally {
            lock.unlock();
        }
    }

    /** The writer failed; its own failure says why. */
    static final class BrokenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenException() {
            super("the stream broke off", null, false, false);
        }
    }
}
