package dev.pankou.knowledge;

import dev.pankou.id.Id;
import dev.pankou.retrieval.Change;
import dev.pankou.retrieval.Hit;
import dev.pankou.retrieval.IndexedChunk;
import dev.pankou.retrieval.Retrieval;
import dev.pankou.retrieval.Search;
import dev.pankou.store.Db;
import dev.pankou.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log of changes into this node's own index, one step after the other on one thread. What is applied is what the
 * rows are when a change is looked at, so a step may be repeated. An index that is empty, too far behind for the log, or ahead
 * of the rows (they were restored) is made anew from all slices. Threads share it.
 */
final class IndexTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexTail.class);

    /** Numbers of the log that are applied together. */
    private static final int STEP = 200;

    /** Slices that are applied together. */
    private static final int BATCH = 1000;

    /** Numbers that the log keeps for nodes that are behind. */
    private static final long KEPT = 100_000;

    /** A search that waited longer gets what the index has; the rows still decide what of it is shown. */
    private static final Duration MOST_BEHIND = Duration.ofSeconds(30);

    /** As long as an old index serves while a new one is made from all rows. */
    private static final Duration MOST_REMAKING = Duration.ofSeconds(2);

    private final Db db;
    private final Path folder;
    private final @Nullable Embedding embedding;
    private final ChangeStore changes = new ChangeStore();
    private final DocumentStore documents = new DocumentStore();
    private final SliceStore slices = new SliceStore();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("knowledge-index").factory());
    private final AtomicBoolean queued = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile Open open;
    private volatile boolean remaking;
    /** Guarded by lock. */
    private long reached = -1;

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
        this.embedding = embedding;
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

    /** Waits until the index has all that is committed now, at most some seconds. @return whether it has */
    boolean await() {
        var wanted = db.read(changes::clock);
        lock.lock();
        try {
            var nanos = (remaking ? MOST_REMAKING : MOST_BEHIND).toNanos();
            while (reached < wanted) {
                if (nanos <= 0) {
                    return false;
                }
                nudge();
                nanos = moved.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
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
            reach(at);
            return false;
        }
        if (at == 0 || at > clock || db.read(changes::oldest) > at + 1) {
            rebuild(at, clock);
            reach(clock);
            return true;
        }
        var next = db.read(handle -> changes.after(handle, at, STEP));
        if (next.isEmpty()) {
            return false; // another node's log was cut at this very moment; the next step sees it
        }
        var last = next.getLast().seq();
        var pending = new ArrayList<Change>();
        var looked = new LinkedHashSet<>(next.stream()
                .map(change -> new ChangeStore.Change(0, change.dataset(), change.document(), change.slice()))
                .toList());
        for (var change : looked) {
            collect(retrieval, change, pending, at);
        }
        retrieval.apply(pending, last);
        reach(last);
        forget(last);
        return true;
    }

    private void collect(Retrieval retrieval, ChangeStore.Change change, List<Change> pending, long at) {
        if (change.document().value() == 0) {
            pending.add(new Change.RemoveDataset(change.dataset()));
            return;
        }
        if (change.slice().value() != 0) {
            db.read(handle -> {
                var document = documents.find(handle, change.document()).filter(Document::live);
                var slice = document.flatMap(found -> slices.find(handle, found.id(), change.slice()));
                if (document.isPresent() && slice.isPresent()) {
                    pending.addAll(puts(handle, document.get(), List.of(slice.get())));
                } else {
                    pending.add(new Change.RemoveChunk(change.slice()));
                }
                return true;
            });
            return;
        }
        pending.add(new Change.RemoveDocument(change.dataset(), change.document()));
        var last = new Id(0);
        while (true) {
            var from = last;
            var batch = db.read(handle -> {
                var document = documents.find(handle, change.document()).filter(Document::live);
                if (document.isEmpty()) {
                    return new Batch(from, List.of(), true);
                }
                var found = slices.after(handle, change.document(), document.get().generation(), from, BATCH);
                return new Batch(
                        found.isEmpty() ? from : found.getLast().id(), puts(handle, document.get(), found), found.size() < BATCH);
            });
            pending.addAll(batch.puts());
            if (batch.end()) {
                return;
            }
            retrieval.apply(List.copyOf(pending), at); // a long document: what came before it is repeated after a crash
            pending.clear();
            last = batch.last();
        }
    }

    private record Batch(Id last, List<Change> puts, boolean end) {}

    private List<Change> puts(org.jdbi.v3.core.Handle handle, Document document, List<Slice> found) {
        var vectors = slices.vectors(handle, found.stream().map(Slice::id).toList());
        var title = document.name().replaceFirst("\\.[A-Za-z0-9]{1,8}$", "");
        return found.stream()
                .<Change>map(slice -> {
                    var vector = best(vectors.getOrDefault(slice.id(), List.of()));
                    return new Change.Put(new IndexedChunk(
                            slice.id(),
                            slice.document(),
                            slice.dataset(),
                            slice.workspace(),
                            slice.searched(),
                            heading(title, slice),
                            slice.enabled(),
                            vector == null ? null : Embedding.decoded(vector.vector()),
                            vector == null ? "" : vector.model()));
                })
                .toList();
    }

    private static String heading(String title, Slice slice) {
        return slice.headings().isEmpty() ? title : title + "\n" + String.join("\n", slice.headings());
    }

    /** The model's of now, else any. */
    private SliceStore.@Nullable Embedded best(List<SliceStore.Embedded> vectors) {
        var model = embedding == null ? null : embedding.known();
        return vectors.stream()
                .filter(vector -> vector.model().equals(model))
                .findFirst()
                .orElse(vectors.isEmpty() ? null : vectors.getLast());
    }

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
                var found = slices.after(handle, from, BATCH);
                var puts = new ArrayList<Change>();
                for (var document : documents.find(
                        handle, found.stream().map(Slice::document).distinct().toList())) {
                    if (document.live()) {
                        var own = found.stream()
                                .filter(slice -> slice.document().equals(document.id()))
                                .toList();
                        puts.addAll(puts(handle, document, own));
                    }
                }
                return new Batch(found.isEmpty() ? from : found.getLast().id(), puts, found.size() < BATCH);
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

    private void reach(long sequence) {
        lock.lock();
        try {
            reached = sequence;
            moved.signalAll();
        } finally {
            lock.unlock();
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
