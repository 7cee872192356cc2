package dev.pankou.knowledge;

import dev.pankou.id.Id;
import dev.pankou.retrieval.Change;
import dev.pankou.retrieval.Hit;
import dev.pankou.retrieval.Retrieval;
import dev.pankou.retrieval.Search;
import dev.pankou.store.Db;
import dev.pankou.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log of changes into this node's own index, one step after the other on one thread. What is applied is what the
 * rows are when a change is looked at, so a step may be repeated. A long document comes in pieces, and between them what others
 * changed meanwhile: nobody waits for a document that is none of theirs. An index that is empty, too far behind for the log, or ahead
 * of the rows (they were restored) is made anew from all slices. Threads share it.
 */
final class IndexTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexTail.class);

    /** Numbers of the log that are applied together. */
    private static final int STEP = 200;

    /** A document of more slices comes in pieces. */
    static final int PIECE = 250;

    /** Each costs a sync of the disk and holds others up for as long: rows of tables may be many, pages of prose few. */
    private static final Duration SHORT_PIECE = Duration.ofMillis(300);

    private static final Duration A_WHILE = Duration.ofSeconds(1);

    /** Numbers that the log keeps for nodes that are behind. */
    private static final long KEPT = 100_000;

    /** A search that waited longer gets what the index has; the rows still decide what of it is shown. */
    private static final Duration MOST_BEHIND = Duration.ofSeconds(30);

    /** As long as an old index serves while a new one is made from all rows. */
    private static final Duration MOST_REMAKING = Duration.ofSeconds(2);

    private final Db db;
    private final Path folder;
    private final IndexRows rows;
    private final ChangeStore changes = new ChangeStore();
    private final DocumentStore documents = new DocumentStore();
    private final SliceStore slices = new SliceStore();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("knowledge-index").factory());
    private final AtomicBoolean queued = new AtomicBoolean();
    private final IndexReach reach = new IndexReach();
    private volatile Open open;
    private volatile boolean remaking;
    private long forgotten;

    /** The index that serves, and where it lies: in one of two folders, so that a new one is made while the old one serves. */
    private record Open(Path folder, Retrieval retrieval) {
        static Open of(Path folder) {
            return new Open(folder, Retrieval.open(folder));
        }

        long sequence() {
            return retrieval.sequence();
        }

        void remove() {
            retrieval.close();
            delete(folder);
        }
    }

    IndexTail(Db db, Path folder, @Nullable Embedding embedding) {
        this.db = db;
        this.folder = folder;
        this.rows = new IndexRows(db, embedding);
        this.open = existing();
    }

    private Open existing() {
        var one = Open.of(folder.resolve("a"));
        var other = Open.of(folder.resolve("b"));
        if (!Files.exists(other.folder())) {
            return one;
        }
        if (!Files.exists(one.folder())) {
            return other;
        }
        // the process ended while one was made anew: that one is still at 0
        var better = one.sequence() >= other.sequence() ? one : other;
        (better == one ? other : one).remove();
        return better;
    }

    /** Has the index catch up soon. Never fails. */
    void nudge() {
        if (queued.compareAndSet(false, true)) {
            try {
                thread.execute(this::follow);
            } catch (RejectedExecutionException closed) {
                queued.set(false);
            }
        }
    }

    /**
     * Waits until the index has all that is committed now and concerns these bases, at most some seconds. A long document that is
     * not done yet is not waited for.
     *
     * @return whether it has
     */
    boolean await(Set<Id> datasets) {
        var wanted = committed();
        var end = System.nanoTime() + (remaking ? MOST_REMAKING : MOST_BEHIND).toNanos();
        var moves = -1L;
        while (true) {
            nudge();
            var seen = reach.await(wanted, moves, datasets, end - System.nanoTime());
            if (seen == null) {
                return false;
            }
            var missing = seen.missing().stream().map(IndexReach.Late::document).toList();
            if (missing.isEmpty()
                    || db.read(handle -> documents.find(handle, missing)).stream().allMatch(Document::appearing)) {
                return true;
            }
            moves = seen.moves();
        }
    }

    /** The number of the last change that is committed. */
    long committed() {
        return db.read(changes::clock);
    }

    /** Waits up to a second for a document, as it is at a number of the log. @return how much of it the index has, in percent */
    int await(Document document, long wanted) {
        nudge();
        var end = System.nanoTime() + A_WHILE.toNanos();
        var seen = reach.await(wanted, -1, Set.of(document.dataset()), end - System.nanoTime());
        while (seen != null) {
            var own = seen.missing().stream().filter(late -> late.document().equals(document.id())).findFirst();
            if (own.isEmpty()) {
                return 100;
            }
            var next = reach.await(wanted, seen.moves(), Set.of(document.dataset()), end - System.nanoTime());
            if (next == null) {
                return own.get().percent();
            }
            seen = next;
        }
        return 0;
    }

    List<Hit> search(Search search) {
        var serving = open;
        try {
            return serving.retrieval().search(search);
        } catch (RuntimeException failed) {
            if (serving == open) {
                throw failed;
            }
            return open.retrieval().search(search); // it was closed under the search: a new one serves
        }
    }

    private void follow() {
        queued.set(false);
        try {
            while (step()) {
                Thread.yield();
            }
        } catch (StoreException down) {
            LOG.warn("The search index cannot follow now: {}", down.getMessage());
        } catch (RuntimeException failed) {
            if (thread.isShutdown()) {
                LOG.debug("The search index was stopped");
                return;
            }
            LOG.error("The search index cannot follow; it is tried again with the next search", failed);
        }
    }

    /** @return whether there may be more */
    private boolean step() {
        var retrieval = open.retrieval();
        var at = retrieval.sequence();
        var clock = db.read(changes::clock);
        if (at == clock) {
            if (at == 0) {
                retrieval.apply(List.of(), 0); // opened before it is needed
            }
            reach.reach(at);
            return false;
        }
        if (at > clock || at == 0 && clock > STEP || db.read(changes::oldest) > at + 1) {
            rebuild(at, clock);
            reach.reach(clock);
            return true;
        }
        var late = new ArrayDeque<IndexReach.Late>();
        var last = look(retrieval, at, at, late);
        if (last == at) {
            return false; // another node's log was cut at this very moment; the next step sees it
        }
        if (!late.isEmpty()) {
            while (!late.isEmpty()) {
                last = bring(retrieval, at, last, late);
            }
            retrieval.apply(List.of(), last);
        }
        reach.reach(last);
        forget(last);
        return true;
    }

    /**
     * Applies what follows in the log, but for long documents: these are put at the end of {@code late}.
     *
     * @param at what a crash goes back to while long documents are on their way
     * @return how far it came
     */
    private long look(Retrieval retrieval, long from, long at, Deque<IndexReach.Late> late) {
        var next = db.read(handle -> changes.after(handle, from, STEP));
        if (next.isEmpty()) {
            return from;
        }
        var last = next.getLast().seq();
        var pending = new ArrayList<Change>();
        var looked = new LinkedHashSet<>(next.stream()
                .map(change -> new ChangeStore.Change(0, change.dataset(), change.document(), change.slice()))
                .toList());
        for (var change : looked) {
            var document = change.document().value() == 0 || change.slice().value() != 0
                    ? null
                    : db.read(handle -> documents.find(handle, change.document())).filter(Document::live).orElse(null);
            if (document != null && document.sliceCount() > PIECE) {
                late.add(new IndexReach.Late(change.dataset(), change.document(), document.sliceCount(), 0));
            } else {
                rows.collect(change, pending);
            }
        }
        retrieval.apply(pending, late.isEmpty() ? last : at);
        if (!late.isEmpty()) {
            reach.ahead(last, late);
        }
        return last;
    }

    /** Applies the first of the long documents, and between its pieces what was changed meanwhile. @return how far it came */
    private long bring(Retrieval retrieval, long at, long from, Deque<IndexReach.Late> late) {
        var last = from;
        var document = late.getFirst().document();
        var pending = new ArrayList<Change>(List.of(new Change.RemoveDocument(late.getFirst().dataset(), document)));
        var most = PIECE;
        var piece = rows.piece(document, -1, new Id(0), most);
        while (true) {
            var began = System.nanoTime();
            pending.addAll(piece.puts());
            retrieval.apply(List.copyOf(pending), at);
            pending.clear();
            var quick = System.nanoTime() - began < SHORT_PIECE.toNanos();
            most = quick ? Math.min(2 * most, IndexRows.BATCH) : Math.max(most / 2, PIECE);
            var before = late.removeFirst();
            if (piece.end()) {
                reach.ahead(last, late);
                return last;
            }
            late.addFirst(new IndexReach.Late(before.dataset(), document, before.slices(), before.done() + piece.puts().size()));
            reach.ahead(last, late);
            last = look(retrieval, last, at, late);
            piece = rows.piece(document, piece.position(), piece.last(), most);
        }
    }

    private record Batch(Id last, List<Change> puts, boolean end) {}

    /** What is changed meanwhile has a number above {@code clock} and is applied afterwards. */
    private void rebuild(long at, long clock) {
        var old = open;
        if (at == 0) {
            fill(old.retrieval(), clock);
            return;
        }
        LOG.warn("The search index is made anew from the rows at={} clock={}", at, clock);
        var name = old.folder().endsWith("a") ? "b" : "a";
        delete(folder.resolve(name));
        var fresh = Open.of(folder.resolve(name));
        remaking = true;
        try {
            fill(fresh.retrieval(), clock);
        } finally {
            remaking = false;
        }
        open = fresh;
        old.remove();
    }

    private void fill(Retrieval retrieval, long clock) {
        var last = new Id(0);
        while (true) {
            var from = last;
            var batch = db.read(handle -> {
                var found = slices.after(handle, from, IndexRows.BATCH);
                var puts = new ArrayList<Change>();
                for (var document : documents.find(
                        handle, found.stream().map(Slice::document).distinct().toList())) {
                    if (document.live()) {
                        var own = found.stream()
                                .filter(slice -> slice.document().equals(document.id()))
                                .toList();
                        puts.addAll(rows.puts(handle, document, own));
                    }
                }
                return new Batch(found.isEmpty() ? from : found.getLast().id(), puts, found.size() < IndexRows.BATCH);
            });
            if (batch.end()) {
                retrieval.apply(batch.puts(), clock);
                return;
            }
            retrieval.apply(batch.puts(), 0);
            last = batch.last();
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void forget(long sequence) {
        if (sequence - forgotten > KEPT / 10) {
            forgotten = sequence;
            db.write(handle -> changes.forget(handle, KEPT));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
        open.retrieval().close();
    }
}
