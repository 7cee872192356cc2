package dev.pankou.survive;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Collects what is not as it was acknowledged, from all threads. */
final class Facts {
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final AtomicLong checked = new AtomicLong();

    /** Notes a broken promise unless it holds; whether it holds. */
    boolean require(boolean holds, String sentence, Object... values) {
        checked.incrementAndGet();
        if (!holds) {
            broken.add(sentence.formatted(values));
        }
        return holds;
    }

    void broken(Throwable failure) {
        broken.add(failure.toString());
    }

    /** What did not hold so far. */
    Queue<String> broken() {
        return broken;
    }

    long checked() {
        return checked.get();
    }
}
