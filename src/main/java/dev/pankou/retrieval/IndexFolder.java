package dev.pankou.retrieval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open index. All but searching is done by one thread. */
final class IndexFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFolder.class);
    private static final String SEQUENCE = "sequence";
    private static final double BUFFER_MB = 64;
    /** Each segment has a graph of its own to walk, so few large ones: smaller ones are merged early. */
    private static final double FLOOR_MB = 32;

    private static final int SEGMENTS_A_TIER = 4;

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private volatile long sequence;

    private IndexFolder(Path path, Analysis analysis) throws IOException {
        directory = new MMapDirectory(path);
        var open = false;
        try {
            writer = new IndexWriter(directory, config(analysis));
            try {
                sequence = sequence(writer.getLiveCommitData());
                searchers = new SearcherManager(writer, true, true, new Searchers());
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

    /** Opens what is there; what cannot be read is deleted, because the rows are the truth and will be replayed. */
    static IndexFolder open(Path path, Analysis analysis) throws IOException {
        try {
            return new IndexFolder(path, analysis);
        } catch (IOException | IllegalArgumentException | IllegalStateException broken) {
            LOG.warn("the search index cannot be read and is made anew folder={}", path, broken);
            delete(path);
            return new IndexFolder(path, analysis);
        }
    }

    private static IndexWriterConfig config(Analysis analysis) {
        var merges = new TieredMergePolicy();
        merges.setSegmentsPerTier(SEGMENTS_A_TIER);
        merges.setFloorSegmentMB(FLOOR_MB);
        var scheduler = new ConcurrentMergeScheduler();
        scheduler.setMaxMergesAndThreads(4, 1);
        return new IndexWriterConfig(analysis.byField())
                .setSimilarity(WordsQuery.similarity())
                .setCodec(Vectors.codec())
                .setRAMBufferSizeMB(BUFFER_MB)
                .setMergePolicy(merges)
                .setMergeScheduler(scheduler)
                .setCommitOnClose(false);
    }

    private static long sequence(Iterable<Map.Entry<String, String>> data) {
        if (data != null) {
            for (var entry : data) {
                if (entry.getKey().equals(SEQUENCE)) {
                    return Long.parseLong(entry.getValue());
                }
            }
        }
        return 0;
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
            }
        }
        writer.setLiveCommitData(Map.of(SEQUENCE, Long.toString(upTo)).entrySet());
        writer.commit();
        sequence = upTo;
        searchers.maybeRefreshBlocking();
    }

    /** Gives up what was not committed, merges too. */
    @Override
    public void close() throws IOException {
        try (var closing = Objects.requireNonNull(directory)) {
            searchers.close();
            writer.rollback();
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
