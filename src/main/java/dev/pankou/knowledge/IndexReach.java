package dev.pankou.knowledge;

import dev.pankou.id.Id;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How far a node's index is in the log of changes, and who waits for it. Threads share it; one of them moves it. */
final class IndexReach {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /** Everything up to here is applied. */
    private long reached = -1;

    /** Everything up to here is applied, but for the long documents. */
    private long ahead = -1;

    private List<Late> late = List.of();
    private long moves;

    /** A long document that is applied in pieces. @param done of its {@code slices} */
    record Late(Id dataset, Id document, long slices, long done) {
        /** At most 99. */
        int percent() {
            return (int) Math.min(99, 100 * done / Math.max(1, slices));
        }
    }

    /**
     * What waiting came to.
     *
     * @param moves to wait for the next one
     * @param missing documents that are on their way
     */
    record Seen(long moves, List<Late> missing) {}

    void reach(long sequence) {
        move(sequence, sequence, List.of());
    }

    void ahead(long sequence, Collection<Late> longOnes) {
        move(-1, sequence, List.copyOf(longOnes));
    }

    private void move(long all, long some, List<Late> longOnes) {
        lock.lock();
        try {
            reached = all >= 0 ? all : reached;
            ahead = some;
            late = longOnes;
            moves++;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all but long documents is there, and for one move after {@code moves}.
     *
     * @param datasets whose long documents are told
     * @return null when the time is over or the thread was interrupted
     */
    @Nullable Seen await(long wanted, long moves, Set<Id> datasets, long nanos) {
        lock.lock();
        try {
            var left = nanos;
            while (Math.max(reached, ahead) < wanted || this.moves == moves) {
                if (reached >= wanted) {
                    break;
                }
                if (left <= 0) {
                    return null;
                }
                left = moved.awaitNanos(left);
            }
            return new Seen(
                    this.moves,
                    reached >= wanted ? List.of() : late.stream().filter(each -> datasets.contains(each.dataset)).toList());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }
}
