package dev.pankou.retrieval;

import dev.pankou.id.Id;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/** One search in one state of the index. */
final class Searching {
    /** How many of each route are fused, and the least that the graph is asked for: more are found more surely. */
    static final int DEPTH = 50;
    /** Where vectors in reach have fewer numbers together, comparing each costs less than walking a graph that leads past most of them. */
    private static final long FEW_NUMBERS = 4_000_000;

    /** The constant of reciprocal rank fusion: how little the very first places count over the next. */
    static final int RANK_CONSTANT = 60;

    private final Search search;
    private final IndexSearcher searcher;
    private final Analysis analysis;
    private final Query reach;

    Searching(Search search, IndexSearcher searcher, Analysis analysis) {
        this.search = search;
        this.searcher = searcher;
        this.analysis = analysis;
        reach = ChunkFields.reach(search);
    }

    List<Hit> hits() throws IOException {
        var vector = search.queryVector() == null ? null : Vectors.unit(search.queryVector());
        List<Hit> found;
        if (vector == null || search.strategy() == Strategy.FULL_TEXT) {
            found = byWords(search.topK());
        } else if (search.strategy() == Strategy.SEMANTIC) {
            found = byVector(vector, search.topK());
        } else {
            found = byBoth(vector, Math.max(search.topK(), DEPTH));
        }
        return found.stream().filter(hit -> hit.score() >= search.minScore()).limit(search.topK()).toList();
    }

    /** Side by side, for each takes about as long as the other. */
    private List<Hit> byBoth(float[] vector, int depth) throws IOException {
        var vectors = CompletableFuture.supplyAsync(() -> vectors(vector, depth), Thread::startVirtualThread);
        List<Hit> words;
        try {
            words = byWords(depth);
        } finally {
            vectors.exceptionally(failed -> List.of()).join(); // the index stays open only as long as somebody searches
        }
        try {
            return fused(words, vectors.join());
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof UncheckedIOException unread ? unread.getCause() : new IOException(failed.getCause());
        }
    }

    private List<Hit> vectors(float[] vector, int depth) {
        try {
            return byVector(vector, depth);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<Hit> byWords(int most) throws IOException {
        var words = WordsQuery.of(search.text(), analysis, searcher);
        var query = new BooleanQuery.Builder().add(words.query(), Occur.MUST).add(reach, Occur.FILTER).build();
        var found = searcher.search(query, most).scoreDocs;
        return hits(found, Route.WORDS, score -> Math.min(1, score / words.full()));
    }

    private List<Hit> byVector(float[] vector, int most) throws IOException {
        var field = Vectors.field(search.vectorModel(), vector.length);
        var weight = searcher.createWeight(searcher.rewrite(reach), ScoreMode.COMPLETE_NO_SCORES, 1);
        var found = inReach(weight) * vector.length <= FEW_NUMBERS
                ? compared(field, vector, weight, most)
                : searcher.search(new KnnFloatVectorQuery(field, vector, Math.max(most, DEPTH), reach), most).scoreDocs;
        return hits(found, Route.VECTOR, score -> Math.clamp(2 * score - 1, 0, 1)); // Lucene's is (1 + cosine) / 2
    }

    /** About how many chunks, rather more. */
    private long inReach(Weight weight) throws IOException {
        var chunks = 0L;
        for (var leaf : searcher.getIndexReader().leaves()) {
            var supplier = weight.scorerSupplier(leaf);
            chunks += supplier == null ? 0 : supplier.cost();
        }
        return chunks;
    }

    /** The nearest vectors, found without the graph. */
    private ScoreDoc[] compared(String field, float[] vector, Weight weight, int most) throws IOException {
        var order = Comparator.comparingDouble((ScoreDoc one) -> one.score).thenComparing(one -> -one.doc);
        var best = new PriorityQueue<>(order);
        for (var leaf : searcher.getIndexReader().leaves()) {
            var values = leaf.reader().getFloatVectorValues(field);
            var scorer = weight.scorer(leaf);
            if (values == null || scorer == null || values.size() == 0) {
                continue;
            }
            var live = leaf.reader().getLiveDocs();
            var vectors = values.scorer(vector);
            var at = vectors.iterator();
            var inReach = scorer.iterator();
            for (var next = inReach.nextDoc(); next != DocIdSetIterator.NO_MORE_DOCS; next = inReach.nextDoc()) {
                if ((live == null || live.get(next)) && (at.docID() < next ? at.advance(next) : at.docID()) == next) {
                    best.add(new ScoreDoc(leaf.docBase + next, vectors.score()));
                    if (best.size() > most) {
                        best.remove();
                    }
                }
            }
        }
        return best.stream().sorted(order.reversed()).toArray(ScoreDoc[]::new);
    }

    private interface Scale {
        double of(double score);
    }

    private List<Hit> hits(ScoreDoc[] found, Route route, Scale scale) throws IOException {
        var leaves = searcher.getIndexReader().leaves();
        var hits = new ArrayList<Hit>(found.length);
        for (var document : found) {
            var leaf = leaves.get(ReaderUtil.subIndex(document.doc, leaves));
            var at = document.doc - leaf.docBase;
            var ids = new Id[3];
            var fields = new String[] {ChunkFields.CHUNK, ChunkFields.DOCUMENT, ChunkFields.DATASET};
            for (var i = 0; i < ids.length; i++) {
                var values = DocValues.getNumeric(leaf.reader(), fields[i]);
                if (!values.advanceExact(at)) {
                    throw new IllegalStateException("a chunk in the index has no " + fields[i]);
                }
                ids[i] = new Id(values.longValue());
            }
            var score = scale.of(document.score);
            hits.add(new Hit(ids[0], ids[1], ids[2], score, Map.of(route, new RouteScore(hits.size() + 1, score))));
        }
        return hits;
    }

    /** Reciprocal rank fusion: only the places count, because scores of different routes cannot be added. */
    private static List<Hit> fused(List<Hit> words, List<Hit> vectors) {
        var all = new LinkedHashMap<Id, Hit>();
        words.forEach(hit -> all.put(hit.chunk(), hit));
        vectors.forEach(hit -> all.merge(hit.chunk(), hit, Searching::both));
        var best = 2.0 / (RANK_CONSTANT + 1);
        var ordered = all.values().stream()
                .map(hit -> Map.entry(hit, hit.routes().values().stream().mapToDouble(place -> 1.0 / (RANK_CONSTANT + place.rank())).sum() / best))
                .sorted(Map.Entry.<Hit, Double>comparingByValue().reversed().thenComparing(Map.Entry::getKey, Comparator.comparing(Hit::chunk)))
                .toList();
        var fused = new ArrayList<Hit>(ordered.size());
        for (var entry : ordered) {
            var hit = entry.getKey();
            var routes = new EnumMap<Route, RouteScore>(hit.routes());
            routes.put(Route.FUSED, new RouteScore(fused.size() + 1, entry.getValue()));
            fused.add(new Hit(hit.chunk(), hit.document(), hit.dataset(), hit.score(), routes));
        }
        return fused;
    }

    private static Hit both(Hit one, Hit other) {
        var routes = new EnumMap<Route, RouteScore>(one.routes());
        routes.putAll(other.routes());
        return new Hit(one.chunk(), one.document(), one.dataset(), Math.max(one.score(), other.score()), routes);
    }
}
