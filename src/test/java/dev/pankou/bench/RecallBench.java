package dev.pankou.bench;

import dev.pankou.id.Id;
import dev.pankou.retrieval.Change;
import dev.pankou.retrieval.Hit;
import dev.pankou.retrieval.IndexedChunk;
import dev.pankou.retrieval.Retrieval;
import dev.pankou.retrieval.Search;
import dev.pankou.retrieval.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Recall from an index of 100,000 chunks with vectors of 384 numbers: how long a hybrid search takes, and how many of the ten best
 * it finds that an exact search has. Then, if there are judged collections, how good ours are beside plain Lucene's.
 *
 * <p>Chunks are made from fixed seeds: vectors lie in clusters, as embeddings do; texts are English and Chinese words, common and rare
 * as in languages, a third of them those of the cluster.
 */
final class RecallBench {
    private static final int DIMENSIONS = 384;
    private static final int CLUSTERS = 500;
    private static final int CLUSTER_WORDS = 30;
    private static final int VOCABULARY = 40_000;
    private static final int WORDS_A_CHUNK = 60;
    private static final int WORDS_A_QUESTION = 6;
    private static final int BATCH = 1000;
    private static final int TOP = 10;
    /** As docs/retrieval.md says: how many of each route are fused, and the constant. */
    private static final int DEPTH = 50;

    private static final int RANK_CONSTANT = 60;
    private static final String MODEL = "bench";
    private static final Id WORKSPACE = new Id(1);
    /** Has nine of ten chunks; {@link #SMALL} has the others. */
    private static final Id LARGE = new Id(2);

    private static final Id SMALL = new Id(3);

    private final Path folder;
    private final Results results;
    private final @Nullable Path collections;
    private final int chunks;
    private final int questions;
    private final String[] vocabulary;
    private final float[][] centers;

    private record Question(String text, float[] vector) {
        Search search(Set<Id> datasets, Strategy strategy, int top) {
            return new Search(WORKSPACE, datasets, null, text, strategy, top, 0, vector, MODEL);
        }
    }

    RecallBench(Path folder, Results results, boolean quick, @Nullable Path collections) {
        this.folder = folder;
        this.results = results;
        this.collections = collections;
        chunks = quick ? 20_000 : 100_000;
        questions = quick ? 200 : 1000;
        var random = new Random(1);
        vocabulary = IntStream.range(0, VOCABULARY).mapToObj(i -> word(random, i)).toArray(String[]::new);
        centers = new float[CLUSTERS][];
        Arrays.setAll(centers, i -> gaussian(random, new float[DIMENSIONS], 1));
    }

    void run() throws IOException {
        try (var retrieval = Retrieval.open(folder.resolve("recall"))) {
            var vectors = fill(retrieval);
            measure(retrieval, vectors);
        }
        judge();
    }

    private float[][] fill(Retrieval retrieval) throws IOException {
        var random = new Random(2);
        var vectors = new float[chunks][];
        var begun = System.nanoTime();
        for (var from = 0; from < chunks; from += BATCH) {
            var changes = new ArrayList<Change>(BATCH);
            for (var i = from; i < Math.min(chunks, from + BATCH); i++) {
                var cluster = random.nextInt(CLUSTERS);
                vectors[i] = near(random, centers[cluster], 0.7f);
                changes.add(new Change.Put(new IndexedChunk(
                        new Id(i), new Id(i / 50), i % 10 == 0 ? SMALL : LARGE, WORKSPACE, text(random, cluster, WORDS_A_CHUNK),
                        text(random, cluster, 3), true, vectors[i], MODEL)));
            }
            retrieval.apply(changes, from + BATCH);
        }
        var seconds = (System.nanoTime() - begun) / 1e9;
        results.detail("index_chunks_per_s", chunks / seconds);
        results.detail("index_segments_at_once", segments());
        while (merging()) {
            Child.pause(Duration.ofSeconds(1));
        }
        Child.pause(Duration.ofSeconds(2)); // their commit
        results.detail("index_settled_s", (System.nanoTime() - begun) / 1e9);
        results.detail("index_segments", segments());
        try (var files = Files.list(folder.resolve("recall"))) {
            results.detail("index_mb", files.mapToLong(file -> file.toFile().length()).sum() >> 20);
        }
        return vectors;
    }

    private static boolean merging() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().startsWith("Lucene Merge Thread"));
    }

    private int segments() throws IOException {
        try (var directory = FSDirectory.open(folder.resolve("recall"));
                var reader = DirectoryReader.open(directory)) {
            return reader.leaves().size();
        }
    }

    private void measure(Retrieval retrieval, float[][] vectors) {
        var random = new Random(3);
        var asked = new ArrayList<Question>();
        for (var i = 0; i < questions; i++) {
            var cluster = random.nextInt(CLUSTERS);
            asked.add(new Question(text(random, cluster, WORDS_A_QUESTION), near(random, centers[cluster], 0.7f)));
        }
        var all = Set.of(LARGE, SMALL);
        for (var strategy : new Strategy[] {Strategy.FULL_TEXT, Strategy.SEMANTIC, Strategy.HYBRID}) {
            times(retrieval, asked, all, strategy); // the JIT compilers are busy this long
        }
        var words = times(retrieval, asked, all, Strategy.FULL_TEXT);
        var semantic = times(retrieval, asked, all, Strategy.SEMANTIC);
        var small = times(retrieval, asked, Set.of(SMALL), Strategy.HYBRID);
        var hybrid = times(retrieval, asked, all, Strategy.HYBRID);
        results.detail("recall_words_p99_ms", p(0.99, words));
        results.detail("recall_semantic_p99_ms", p(0.99, semantic));
        results.detail("recall_of_a_tenth_p99_ms", p(0.99, small));
        results.detail("recall_p50_ms", p(0.5, hybrid));

        var found = 0;
        var foundByVector = 0;
        var exact = new long[questions];
        for (var i = 0; i < questions; i++) {
            var question = asked.get(i);
            var begun = System.nanoTime();
            var nearest = nearest(vectors, question.vector());
            exact[i] = System.nanoTime() - begun;
            foundByVector += overlap(nearest, ids(retrieval.search(question.search(all, Strategy.SEMANTIC, TOP))));
            var lexical = ids(retrieval.search(question.search(all, Strategy.FULL_TEXT, DEPTH)));
            found += overlap(fused(lexical, nearest), ids(retrieval.search(question.search(all, Strategy.HYBRID, TOP))));
        }
        results.detail("recall_at_10_semantic", (double) foundByVector / (questions * TOP));
        results.add("recall_p99_ms", p(0.99, hybrid), chunks + " chunks x " + DIMENSIONS + ", hybrid, p50 "
                + Results.number(p(0.5, hybrid)) + "; words alone p99 " + Results.number(p(0.99, words)) + ", vectors alone "
                + Results.number(p(0.99, semantic)) + "; exact vectors p50 " + Results.number(p(0.5, exact)));
        results.add("recall_at_10", (double) found / (questions * TOP), "of the ten best that an exact search finds; vectors alone "
                + Results.number((double) foundByVector / (questions * TOP)));
    }

    private static long[] times(Retrieval retrieval, List<Question> asked, Set<Id> datasets, Strategy strategy) {
        var times = new long[asked.size()];
        for (var i = 0; i < times.length; i++) {
            var begun = System.nanoTime();
            retrieval.search(asked.get(i).search(datasets, strategy, TOP));
            times[i] = System.nanoTime() - begun;
        }
        return times;
    }

    private void judge() throws IOException {
        var given = collections;
        if (given == null) {
            System.out.println("  ndcg10 is left out: no judged collections; give them with --collections DIR");
            return;
        }
        for (var collection : JudgedCollection.in(given)) {
            var plain = collection.plain();
            var ours = collection.ours(folder.resolve("judged-" + collection.name()));
            results.detail("ndcg10_plain_" + collection.name(), plain);
            results.add("ndcg10_" + collection.name(), ours, "plain Lucene " + Results.number(plain) + "; " + collection);
        }
    }

    /** The best of all, without an index. */
    private static List<Long> nearest(float[][] vectors, float[] question) {
        var scores = new double[vectors.length];
        for (var i = 0; i < scores.length; i++) {
            scores[i] = dot(vectors[i], question);
        }
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
                .limit(DEPTH)
                .map(Integer::longValue)
                .toList();
    }

    private static float dot(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (var i = 0; i < one.length; i += 4) {
            a += one[i] * other[i];
            b += one[i + 1] * other[i + 1];
            c += one[i + 2] * other[i + 2];
            d += one[i + 3] * other[i + 3];
        }
        return a + b + c + d;
    }

    private static List<Long> fused(List<Long> words, List<Long> vectors) {
        var scores = new HashMap<Long, Double>();
        for (var route : List.of(words, vectors)) {
            for (var rank = 1; rank <= route.size(); rank++) {
                scores.merge(route.get(rank - 1), 1.0 / (RANK_CONSTANT + rank), Double::sum);
            }
        }
        return scores.keySet().stream()
                .sorted(Comparator.comparingDouble((Long id) -> -scores.get(id)).thenComparing(Comparator.naturalOrder()))
                .limit(TOP)
                .toList();
    }

    private static List<Long> ids(List<Hit> hits) {
        return hits.stream().map(hit -> hit.chunk().value()).toList();
    }

    private static int overlap(List<Long> wanted, List<Long> found) {
        var both = new HashSet<>(wanted.subList(0, TOP));
        both.retainAll(new HashSet<>(found));
        return both.size();
    }

    private static double p(double share, long[] nanos) {
        var sorted = nanos.clone();
        Arrays.sort(sorted);
        return Load.at(sorted, share) / 1e6;
    }

    private static float[] gaussian(Random random, float[] around, float width) {
        var vector = new float[around.length];
        var square = 0.0;
        for (var i = 0; i < vector.length; i++) {
            vector[i] = around[i] + width * (float) random.nextGaussian();
            square += vector[i] * vector[i];
        }
        for (var i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    /** @param width how far from the center, which has length 1, on average */
    private static float[] near(Random random, float[] center, float width) {
        return gaussian(random, center, width / (float) Math.sqrt(DIMENSIONS));
    }

    private String text(Random random, int cluster, int words) {
        var text = new StringBuilder();
        for (var i = 0; i < words; i++) {
            var word = random.nextInt(3) == 0
                    ? vocabulary[(cluster * CLUSTER_WORDS + random.nextInt(CLUSTER_WORDS)) * 2 % VOCABULARY]
                    : vocabulary[(int) Math.pow(VOCABULARY, random.nextDouble()) - 1]; // the n-th is 1/n as common as the first
            text.append(word).append(word.charAt(0) < 128 ? " " : "");
        }
        return text.toString();
    }

    /** Every other word is Chinese. */
    private static String word(Random random, int number) {
        var word = new StringBuilder();
        if (number % 2 == 0) {
            for (var i = 0; i < 2; i++) {
                word.append((char) (0x4E00 + (int) Math.pow(3000, random.nextDouble())));
            }
        } else {
            for (var i = 2 + random.nextInt(3); i > 0; i--) {
                word.append("bcdfghklmnprstvz".charAt(random.nextInt(16))).append("aeiou".charAt(random.nextInt(5)));
            }
        }
        return word.toString();
    }
}
