package dev.pankou.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The index of all chunks. It is opened by the first use and costs nothing before. Threads share it.
 *
 * <p>Nothing of Lucene runs on the caller's thread. Changes have one platform thread, which nobody interrupts: Lucene takes that as a
 * failing disk. Searches have as many as there are processors: a virtual thread that computes for milliseconds keeps its carrier from
 * others, and when it is put aside while it holds one of Lucene's monitors, changes wait for it.
 */
public final class Retrieval implements AutoCloseable {
    private interface Work<T> {
        T run() throws IOException;
    }

    private final Path directory;
    private final Analysis analysis = new Analysis();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("retrieval-writer").factory());
    private final ExecutorService searching = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(), Thread.ofPlatform().daemon().name("retrieval-search-", 1).factory());
    /** Set by the writer alone. */
    private volatile @Nullable IndexFolder folder;

    private Retrieval(Path directory) {
        this.directory = directory;
    }

    /** The index in this folder. A missing or unreadable one becomes an empty one with sequence number 0 at its first use. */
    public static Retrieval open(Path directory) {
        return new Retrieval(directory);
    }

    /** The sequence number of the last changes that were applied; the owner of the rows applies what came after. */
    public long sequence() {
        return folder == null && !Files.exists(directory) ? 0 : index().sequence();
    }

    /**
     * Applies changes in their order and keeps them with this sequence number, all or none. When it returns, searches see them and a
     * crash does not undo them. It costs a sync of the disk, so hand over many at once; applying some again changes nothing.
     *
     * @throws UncheckedIOException when the disk fails; then nothing was applied and it may be tried again
     */
    public void apply(List<Change> changes, long sequence) {
        on(writer, () -> {
            var index = opened();
            try {
                index.apply(changes, sequence);
                return index;
            } catch (IOException | RuntimeException failed) {
                folder = null; // what was half done goes with it; the next use opens what was committed
                index.close();
                throw failed;
            }
        });
    }

    /**
     * The best chunks, best first, equally good ones in the order of their ids.
     *
     * @throws UncheckedIOException when the disk fails
     */
    public List<Hit> search(Search search) {
        if (search.datasets().isEmpty()) {
            return List.of();
        }
        var searchers = index().searchers();
        return on(searching, () -> {
            var searcher = searchers.acquire();
            try {
                return new Searching(search, searcher, analysis).hits();
            } finally {
                searchers.release(searcher);
            }
        });
    }

    /** Waits for the searches and the change under way; what was applied is kept. */
    @Override
    public void close() {
        if (writer.isShutdown()) {
            return;
        }
        searching.close();
        on(writer, () -> {
            var index = folder;
            folder = null;
            if (index != null) {
                index.close();
            }
            return directory;
        });
        writer.close();
    }

    private IndexFolder index() {
        var open = folder;
        return open != null ? open : on(writer, this::opened);
    }

    private IndexFolder opened() throws IOException {
        var open = folder;
        if (open == null) {
            open = IndexFolder.open(directory, analysis, writer);
            folder = open;
        }
        return open;
    }

    private static <T> T on(ExecutorService threads, Work<T> work) {
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return work.run();
                                } catch (IOException failed) {
                                    throw new UncheckedIOException(failed);
                                }
                            },
                            threads)
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : failed;
        }
    }
}
