package dev.pankou.retrieval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy.OneMerge;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open index. All but searching is done by one thread. */
final class IndexFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFolder.class);
    private static final String SEQUENCE = "sequence";
    /** To be raised with every change of {@link Analysis} and {@link ChunkFields}: an index of another number is made anew. */
    private static final String MADE_AS = "1";

    private static final String MADE = "made-as";
    private static final double BUFFER_MB = 64;
    /** Each segment has a graph of its own to walk, so few large ones: smaller ones are merged early. */
    private static final double FLOOR_MB = 32;

    private static final int SEGMENTS_A_TIER = 4;

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private volatile long sequence;

    private IndexFolder(Path path, Analysis analysis, Executor own) throws IOException {
        directory = new MMapDirectory(path);
        var open = false;
        try {
            writer = new IndexWriter(directory, config(analysis, new Merges(() -> own.execute(this::settle))));
            try {
                sequence = sequence(writer.getLiveCommitData());
                searchers = new SearcherManager(writer, true, true, new Searchers());
                writer.maybeMerge(); // what the last process did not come to
                open = true;
            } finally {
                if (!open) {
                    writer.rollback();
                }
            }
        } finally {
            if (!open) {
                directory.close();
            }
        }
    }

    /**
     * Opens what is there; what cannot be read is deleted, because the rows are the truth and will be replayed.
     *
     * @param own runs work on the thread that makes all changes
     */
    static IndexFolder open(Path path, Analysis analysis, Executor own) throws IOException {
        try {
            return new IndexFolder(path, analysis, own);
        } catch (IOException | IllegalArgumentException | IllegalStateException broken) {
            LOG.warn("the search index cannot be read and is made anew folder={}", path, broken);
            delete(path);
            return new IndexFolder(path, analysis, own);
        }
    }

    private static IndexWriterConfig config(Analysis analysis, Merges merging) {
        var merges = new TieredMergePolicy();
        merges.setSegmentsPerTier(SEGMENTS_A_TIER);
        merges.setFloorSegmentMB(FLOOR_MB);
        return new IndexWriterConfig(analysis.byField())
                .setSimilarity(WordsQuery.similarity())
                .setCodec(Vectors.codec())
                .setRAMBufferSizeMB(BUFFER_MB)
                .setMergePolicy(merges)
                .setMergeScheduler(merging)
                .setCommitOnClose(false);
    }

    /** 0 for an index without a commit of ours. */
    private static long sequence(@Nullable Iterable<Map.Entry<String, String>> data) throws IOException {
        var known = new HashMap<String, String>();
        if (data != null) {
            data.forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        }
        if (!known.isEmpty() && !MADE_AS.equals(known.get(MADE))) {
            throw new IOException("made by a version that analyzes texts otherwise: " + known.get(MADE));
        }
        return Long.parseLong(known.getOrDefault(SEQUENCE, "0"));
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    long sequence() {
        return sequence;
    }

    SearcherManager searchers() {
        return searchers;
    }

    void apply(List<Change> changes, long upTo) throws IOException {
        for (var change : changes) {
            switch (change) {
                case Change.Put(var chunk) when chunk.enabled() ->
                    writer.updateDocument(ChunkFields.chunk(chunk.chunk()), ChunkFields.document(chunk));
                case Change.Put(var disabled) -> writer.deleteDocuments(ChunkFields.chunk(disabled.chunk()));
                case Change.RemoveChunk(var chunk) -> writer.deleteDocuments(ChunkFields.chunk(chunk));
                case Change.RemoveDocument(var dataset, var document) ->
                    writer.deleteDocuments(ChunkFields.documentOf(dataset, document));
                case Change.RemoveDataset(var dataset) -> writer.deleteDocuments(ChunkFields.dataset(dataset));
                case Change.RemoveAll() -> writer.deleteDocuments(new MatchAllDocsQuery());
            }
        }
        writer.setLiveCommitData(Map.of(SEQUENCE, Long.toString(upTo), MADE, MADE_AS).entrySet());
        writer.commit();
        sequence = upTo;
        searchers.maybeRefreshBlocking();
    }

    /** Shows searches what was merged, and frees the files that it came from. */
    private void settle() {
        if (!writer.isOpen()) {
            return;
        }
        try {
            writer.commit();
            searchers.maybeRefreshBlocking();
        } catch (IOException | AlreadyClosedException failed) {
            LOG.warn("merged segments of the search index are not used yet", failed); // the next change commits again
        }
    }

    /** Gives up what was not committed, merges too. */
    @Override
    public void close() throws IOException {
        try (directory) {
            searchers.close();
            writer.rollback();
        }
    }

    /** One merge at a time, so that it leaves a processor to others; each is told about when it is done. */
    private static final class Merges extends ConcurrentMergeScheduler {
        private final Runnable done;

        private Merges(Runnable done) {
            this.done = done;
            setMaxMergesAndThreads(4, 1);
        }

        @Override
        protected void doMerge(MergeSource source, OneMerge merge) throws IOException {
            super.doMerge(source, merge);
            try {
                done.run();
            } catch (RejectedExecutionException closed) {
                // the next process begins where this one was
            }
        }
    }

    private static final class Searchers extends SearcherFactory {
        @Override
        public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
            var searcher = new IndexSearcher(reader);
            searcher.setSimilarity(WordsQuery.similarity());
            return searcher;
        }
    }
}
