package dev.pankou.chat;

import dev.pankou.id.Id;
import dev.pankou.run.LiveStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The chats that run on this node now. Thread-safe without locks of its own. */
final class ChatRuns {
    private final ConcurrentHashMap<Id, Running> running = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** A chat at work. Threads share it. */
    interface Running {
        LiveStream live();

        /** Ends it at once; its row says canceled already. */
        void cancel();

        /** The server stops: it ends as failed. */
        void stop();

        void awaitEnd(long nanos) throws InterruptedException;
    }

    ChatRuns(int most) {
        this.places = new Semaphore(most);
    }

    /** Takes a place for one more run; false when the node is full or stopping. */
    boolean reserve() {
        return stopped.getCount() > 0 && places.tryAcquire();
    }

    /** Gives a reserved place back that no run took. */
    void unreserve() {
        places.release();
    }

    /** Begins a run on a virtual thread of its own, in a reserved place. */
    void start(Id chat, ChatRun run) {
        running.put(chat, run);
        Thread.ofVirtual().name("chat-" + chat).start(() -> {
            try {
                run.work();
            } finally {
                running.remove(chat);
                places.release();
            }
        });
    }

    /** A chat that works elsewhere and takes no place. */
    void join(Id chat, Running run) {
        running.put(chat, run);
    }

    void leave(Id chat) {
        running.remove(chat);
    }

    @Nullable Running find(Id chat) {
        return running.get(chat);
    }

    int count() {
        return running.size();
    }

    /** Waits between two tries of something; true when the node stops meanwhile. */
    boolean pause(Duration wait) throws InterruptedException {
        return stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets runs end by themselves for this long, then ends them; returns when all have stored their end, or after 2 s more. */
    void stop(Duration grace) {
        places.drainPermits();
        try {
            awaitAll(grace);
            stopped.countDown();
            for (var run : List.copyOf(running.values())) {
                run.stop();
            }
            awaitAll(Duration.ofSeconds(2));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAll(Duration most) throws InterruptedException {
        var deadline = System.nanoTime() + most.toNanos();
        for (var run : List.copyOf(running.values())) {
            run.awaitEnd(deadline - System.nanoTime());
        }
    }
}
