package dev.pankou.workflow.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

import dev.pankou.id.Id;

/** The runs at work on this node now. Thread-safe without locks of its own. */
final class Runs {
    private final ConcurrentHashMap<Id, RunWork> working = new ConcurrentHashMap<>();
    private final Semaphore places;
    private volatile boolean stopping;

    Runs(int most) {
        this.places = new Semaphore(most);
    }

    /** Takes a place for one more; false when the node is full or stops. */
    boolean reserve() {
        return !stopping && places.tryAcquire();
    }

    void unreserve() {
        places.release();
    }

    /** Works on the caller's thread, in a reserved place. */
    void work(RunWork work) {
        working.put(work.id(), work);
        try {
            work.work();
        } finally {
            working.remove(work.id(), work);
            places.release();
        }
    }

    /** As {@link #work}, on a virtual thread of its own. */
    void start(RunWork work) {
        working.put(work.id(), work);
        Thread.ofVirtual().name("run-" + work.id()).start(() -> work(work));
    }

    @Nullable RunWork find(Id run) {
        return working.get(run);
    }

    int count() {
        return working.size();
    }

    /** Lets runs end by themselves for this long, then cuts them off; returns when all have stored that, or after 2 s more. */
    void stop(Duration grace) {
        stopping = true;
        try {
            awaitAll(grace);
            for (var work : List.copyOf(working.values())) {
                work.stop();
            }
            awaitAll(Duration.ofSeconds(2));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAll(Duration most) throws InterruptedException {
        var deadline = System.nanoTime() + most.toNanos();
        for (var work : List.copyOf(working.values())) {
            work.awaitEnd(deadline - System.nanoTime());
        }
    }
}
