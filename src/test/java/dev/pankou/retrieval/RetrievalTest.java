package dev.pankou.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.pankou.id.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class RetrievalTest {
    private static final Id WORKSPACE = new Id(1);
    private static final Id DATASET = new Id(2);
    private static final Id DOCUMENT = new Id(3);

    @TempDir
    Path folder;

    private Retrieval retrieval;

    @BeforeEach
    void open() {
        retrieval = Retrieval.open(folder.resolve("index"));
    }

    @AfterEach
    void close() {
        retrieval.close();
    }

    @ParameterizedTest
    @CsvSource({
        "手机壳, 新款iPhone15手机壳到货了",
        "iPhone 15, 新款iPhone15手机壳到货了",
        "iphone15, 新款ｉＰｈｏｎｅ１５手机壳到货了",
        "猫, 我家有一只猫",
        "欧阳, 欧阳修是北宋的文学家",
        "臺灣, 臺灣的首都在哪裡",
        "怎么退货？, 退货说明：七天之内可以退货",
        "running, She runs every day",
        "the company's profits, Profit of companies",
        "resume, Please send your résumé",
        "ｱﾊﾟｰﾄ, アパートを借りる",
        "한국어, 한국어를 배웁니다",
        "café ☕, 'Café: 12€'",
    })
    void findsByWords(String question, String text) {
        put(10, "完全无关的内容 nothing of this kind");
        put(11, text);

        assertThat(found(question)).containsExactly(11L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "？！…", "👋", "\u0000", "\ud83d", "AND OR NOT", "text:*", "(((", "\"手机", "a~2^9", "../../etc", "' OR 1=1"})
    void everyCharacterOfAQuestionIsText(String question) {
        put(10, "苹果 banana 樱桃");

        assertThat(found(question)).isEmpty();
        assertThat(found(question + " banana")).containsExactly(10L);
    }

    @Test
    void aVeryLongQuestionIsCut() {
        put(10, "苹果");
        var long20K = "x ".repeat(10_235);

        assertThat(found(long20K + "苹果")).containsExactly(10L);
        assertThat(found(long20K + "x ".repeat(10) + "苹果")).isEmpty();
    }

    @Test
    void aQuestionOfFunctionWordsAloneIsStillAsked() {
        put(10, "To be or not to be");
        put(11, "什么是什么");

        assertThat(found("to be or not to be")).containsExactly(10L);
        assertThat(found("什么")).containsExactly(11L);
    }

    @Test
    void headingsAreFoundToo() {
        retrieval.apply(List.of(new Change.Put(new IndexedChunk(
                new Id(10), DOCUMENT, DATASET, WORKSPACE, "七天之内", "退货 > Refunds", true, null, ""))), 1);

        assertThat(found("refund")).containsExactly(10L);
        assertThat(found("如何退货")).containsExactly(10L);
    }

    @Test
    void theScoreIsTheShareOfTheQuestionThatAChunkHas() {
        put(10, "苹果手机");
        put(11, "苹果树");
        for (var i = 20; i < 30; i++) {
            put(i, "别的东西 nothing");
        }

        var hits = retrieval.search(words("苹果手机"));

        assertThat(ids(hits)).containsExactly(10L, 11L);
        assertThat(hits.getFirst().score()).isEqualTo(1);
        assertThat(hits.getLast().score()).isBetween(0.1, 0.5);
        assertThat(hits.getLast().routes()).containsExactly(
                entry(Route.WORDS, new RouteScore(2, hits.getLast().score())));
        var score = hits.getLast().score();
        assertThat(ids(retrieval.search(asked("苹果手机", Strategy.FULL_TEXT, null, "", 10, score)))).containsExactly(10L, 11L);
        assertThat(ids(retrieval.search(asked("苹果手机", Strategy.FULL_TEXT, null, "", 10, Math.nextUp(score))))).containsExactly(10L);
        assertThat(ids(retrieval.search(asked("苹果手机", Strategy.FULL_TEXT, null, "", 1, 0)))).containsExactly(10L);
    }

    @Test
    void vectorsAreFoundByCosine() {
        retrieval.apply(List.of(
                new Change.Put(chunk(10, "a", new float[] {2, 0, 0}, "m")),
                new Change.Put(chunk(11, "b", new float[] {3, 4, 0}, "m")),
                new Change.Put(chunk(12, "c", new float[] {-1, 0, 0}, "m")),
                new Change.Put(chunk(13, "d", new float[] {0, 0, 0}, "m")),
                new Change.Put(chunk(14, "e"))), 1);

        var hits = retrieval.search(asked("a", Strategy.SEMANTIC, new float[] {7, 0, 0}, "m", 10, 0));

        assertThat(ids(hits)).containsExactly(10L, 11L, 12L);
        assertThat(hits).extracting(Hit::score).usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : 1)
                .containsExactly(1.0, 0.6, 0.0);
        assertThat(hits.getFirst().routes()).containsOnlyKeys(Route.VECTOR);
        assertThat(ids(retrieval.search(asked("a", Strategy.SEMANTIC, new float[] {7, 0, 0}, "m", 10, 0.61)))).containsExactly(10L);
    }

    @Test
    void anOldModelServesWhileTheNewOneFills() {
        put(10, "old", new float[] {1, 0}, "small");
        put(11, "new", new float[] {1, 0, 0}, "small");
        put(12, "other", new float[] {1, 0}, "大");

        assertThat(ids(retrieval.search(asked("", Strategy.SEMANTIC, new float[] {1, 0}, "small", 10, 0)))).containsExactly(10L);
        assertThat(ids(retrieval.search(asked("", Strategy.SEMANTIC, new float[] {1, 0, 0}, "small", 10, 0)))).containsExactly(11L);
        assertThat(ids(retrieval.search(asked("", Strategy.SEMANTIC, new float[] {1, 0}, "大", 10, 0)))).containsExactly(12L);
        assertThat(retrieval.search(asked("", Strategy.SEMANTIC, new float[] {1, 0}, "none", 10, 0))).isEmpty();
        put(10, "old", new float[] {1, 0, 0}, "small");
        assertThat(ids(retrieval.search(asked("", Strategy.SEMANTIC, new float[] {1, 0, 0}, "small", 10, 0)))).containsExactlyInAnyOrder(10L, 11L);
        assertThat(retrieval.search(asked("", Strategy.SEMANTIC, new float[] {1, 0}, "small", 10, 0))).isEmpty();
    }

    @Test
    void hybridFusesRanks() {
        put(10, "苹果 香蕉", new float[] {0, 1}, "m");
        put(11, "苹果", new float[] {1, 0}, "m");
        put(12, "葡萄", new float[] {3, 4}, "m");

        var hits = retrieval.search(asked("苹果香蕉", Strategy.HYBRID, new float[] {1, 0}, "m", 10, 0));

        assertThat(ids(hits)).containsExactly(11L, 10L, 12L);
        assertThat(hits.get(0).routes()).containsOnlyKeys(Route.WORDS, Route.VECTOR, Route.FUSED);
        assertThat(hits.get(0).routes().get(Route.FUSED).score()).isEqualTo((1 / 62.0 + 1 / 61.0) / (2 / 61.0), within(1e-9));
        assertThat(hits.get(1).routes().get(Route.FUSED).score()).isEqualTo((1 / 61.0 + 1 / 63.0) / (2 / 61.0), within(1e-9));
        assertThat(hits.get(2).routes()).containsOnlyKeys(Route.VECTOR, Route.FUSED);
        assertThat(hits.get(2).routes().get(Route.FUSED).score()).isEqualTo(61 / 124.0, within(1e-9));
        assertThat(hits.get(0).score()).isEqualTo(1);
        assertThat(hits.get(1).score()).isEqualTo(hits.get(1).routes().get(Route.WORDS).score()).isBetween(0.3, 0.99);
        assertThat(hits.get(2).score()).isEqualTo(0.6, within(1e-6));
    }

    @Test
    void withoutAVectorOfTheQuestionWordsFind() {
        put(10, "苹果", new float[] {1, 0}, "m");

        for (var strategy : Strategy.values()) {
            var hits = retrieval.search(asked("苹果", strategy, null, "m", 10, 0));
            assertThat(hits).singleElement().satisfies(hit -> assertThat(hit.routes()).containsOnlyKeys(Route.WORDS));
        }
    }

    @Test
    void longVectorsAreTaken() {
        var vector = new float[IndexedChunk.MOST_DIMENSIONS];
        vector[4095] = 1;
        put(10, "苹果", vector, "m");

        assertThat(ids(retrieval.search(asked("", Strategy.SEMANTIC, vector, "m", 10, 0)))).containsExactly(10L);
        assertThatThrownBy(() -> chunk(11, "", new float[IndexedChunk.MOST_DIMENSIONS + 1], "m")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chunk(11, "", new float[0], "m")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> chunk(11, "", new float[] {Float.NaN}, "m")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void removedAndDisabledChunksAreNotFound() {
        var other = new Id(33);
        put(10, "苹果");
        put(11, "苹果");
        put(12, "苹果");
        retrieval.apply(List.of(new Change.Put(new IndexedChunk(new Id(13), other, DATASET, WORKSPACE, "苹果", "", true, null, ""))), 13);
        assertThat(found("苹果")).containsExactly(10L, 11L, 12L, 13L);

        retrieval.apply(List.of(new Change.RemoveChunk(new Id(10)),
                new Change.Put(new IndexedChunk(new Id(11), DOCUMENT, DATASET, WORKSPACE, "苹果", "", false, null, ""))), 14);
        assertThat(found("苹果")).containsExactly(12L, 13L);

        retrieval.apply(List.of(new Change.RemoveDocument(new Id(99), other), new Change.RemoveDocument(DATASET, DOCUMENT)), 15);
        assertThat(found("苹果")).containsExactly(13L);

        retrieval.apply(List.of(new Change.RemoveDataset(DATASET)), 16);
        assertThat(found("苹果")).isEmpty();

        put(20, "苹果");
        retrieval.apply(List.of(new Change.RemoveAll(), new Change.Put(chunk(21, "苹果"))), 3);
        assertThat(found("苹果")).containsExactly(21L);
        assertThat(retrieval.sequence()).isEqualTo(3);
    }

    @Test
    void keepsWhatWasAppliedOverARestart() {
        put(10, "苹果");
        put(11, "旧");
        put(11, "苹果");
        assertThat(retrieval.sequence()).isEqualTo(11);
        put(11, "苹果"); // again, as after a crash between index and rows

        retrieval.close();
        retrieval = Retrieval.open(folder.resolve("index"));

        assertThat(retrieval.sequence()).isEqualTo(11);
        assertThat(found("苹果")).containsExactly(10L, 11L);
        assertThat(found("旧")).isEmpty();
    }

    @Test
    void costsNothingBeforeItsFirstUse() {
        assertThat(retrieval.sequence()).isZero();
        assertThat(folder.resolve("index")).doesNotExist();
        assertThat(found("苹果")).isEmpty();
    }

    @Test
    void aBrokenFolderBecomesAnEmptyIndex() throws IOException {
        put(10, "苹果");
        retrieval.close();
        List<Path> files;
        try (var all = Files.list(folder.resolve("index"))) {
            files = all.filter(file -> !file.endsWith("write.lock")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(3);
        for (var file : files) {
            var content = Files.readAllBytes(file);
            for (var length : new int[] {0, content.length / 2, content.length - 1}) {
                var broken = folder.resolve(file.getFileName() + "-" + length);
                Files.createDirectory(broken);
                for (var each : files) {
                    Files.copy(each, broken.resolve(each.getFileName()));
                }
                Files.write(broken.resolve(file.getFileName()), Arrays.copyOf(content, length));
                try (var repaired = Retrieval.open(broken)) {
                    assertThat(repaired.sequence()).as(broken.toString()).isZero();
                    repaired.apply(List.of(new Change.Put(chunk(10, "苹果"))), 10);
                    assertThat(ids(repaired.search(words("苹果")))).containsExactly(10L);
                }
            }
        }
    }

    @Test
    void searchesSeeWholeChangesWhileTheyAreApplied() throws Exception {
        put(10, "苹果");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var searching = new ArrayList<Future<?>>();
            var done = new AtomicBoolean();
            try {
                for (var i = 0; i < 4; i++) {
                    searching.add(threads.submit(() -> {
                        while (!done.get()) {
                            assertThat(found("苹果")).hasSize(1);
                        }
                    }));
                }
                for (var i = 0; i < 40; i++) {
                    retrieval.apply(List.of(new Change.RemoveChunk(new Id(10 + i)), new Change.Put(chunk(11 + i, "苹果"))), i);
                }
            } finally {
                done.set(true);
            }
            for (var search : searching) {
                search.get();
            }
        }
    }

    @Test
    void anInterruptedCallerHarmsNobody() {
        Thread.currentThread().interrupt();
        put(10, "苹果");
        assertThat(Thread.interrupted()).isTrue();
        put(11, "苹果");

        assertThat(found("苹果")).containsExactly(10L, 11L);
    }

    @RepeatedTest(3)
    void findsExactlyWhatIsInReach(RepetitionInfo run) {
        var random = new Random(run.getCurrentRepetition());
        var alive = new HashMap<Id, IndexedChunk>();
        for (var round = 0; round < 10; round++) {
            var changes = new ArrayList<Change>();
            for (var i = 0; i < 40; i++) {
                var dataset = 1 + random.nextInt(4);
                var chunk = new IndexedChunk(
                        new Id(random.nextInt(150)), new Id(dataset * 10L + random.nextInt(3)), new Id(dataset), new Id(1 + dataset % 2),
                        "苹果", "", random.nextInt(5) > 0, new float[] {1, random.nextFloat()}, "m");
                changes.add(switch (random.nextInt(12)) {
                    case 0 -> new Change.RemoveChunk(chunk.chunk());
                    case 1 -> new Change.RemoveDocument(chunk.dataset(), chunk.document());
                    case 2 -> random.nextInt(4) == 0 ? new Change.RemoveDataset(chunk.dataset()) : new Change.RemoveChunk(chunk.chunk());
                    default -> new Change.Put(chunk);
                });
            }
            changes.forEach(change -> follow(alive, change));
            retrieval.apply(changes, round);
            for (var i = 0; i < 20; i++) {
                var datasets = random.ints(random.nextInt(4), 1, 6).mapToObj(Id::new).collect(Collectors.toSet());
                var documents = random.nextBoolean() ? null : random.ints(random.nextInt(4), 10, 43).mapToObj(Id::new).collect(Collectors.toSet());
                var workspace = new Id(1 + random.nextInt(3));
                var strategy = Strategy.values()[random.nextInt(3)];
                var expected = alive.values().stream()
                        .filter(chunk -> chunk.enabled() && chunk.workspace().equals(workspace) && datasets.contains(chunk.dataset())
                                && (documents == null || documents.contains(chunk.document())))
                        .map(chunk -> chunk.chunk().value())
                        .toList();
                var search = new Search(workspace, datasets, documents, "苹果", strategy, 1000, 0, new float[] {1, 0}, "m");
                assertThat(ids(retrieval.search(search))).as(search + " " + documents).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static void follow(Map<Id, IndexedChunk> alive, Change change) {
        switch (change) {
            case Change.Put(var chunk) -> alive.put(chunk.chunk(), chunk);
            case Change.RemoveChunk(var chunk) -> alive.remove(chunk);
            case Change.RemoveDocument(var dataset, var document) ->
                alive.values().removeIf(chunk -> chunk.dataset().equals(dataset) && chunk.document().equals(document));
            case Change.RemoveDataset(var dataset) -> alive.values().removeIf(chunk -> chunk.dataset().equals(dataset));
            case Change.RemoveAll() -> alive.clear();
        }
    }

    private void put(long chunk, String text, float[] vector, String model) {
        retrieval.apply(List.of(new Change.Put(chunk(chunk, text, vector, model))), chunk);
    }

    private static IndexedChunk chunk(long id, String text, float[] vector, String model) {
        return new IndexedChunk(new Id(id), DOCUMENT, DATASET, WORKSPACE, text, "", true, vector, model);
    }

    private static Search asked(String text, Strategy strategy, float[] vector, String model, int top, double least) {
        return new Search(WORKSPACE, Set.of(DATASET), null, text, strategy, top, least, vector, model);
    }

    private void put(long chunk, String text) {
        retrieval.apply(List.of(new Change.Put(chunk(chunk, text))), chunk);
    }

    private static IndexedChunk chunk(long id, String text) {
        return new IndexedChunk(new Id(id), DOCUMENT, DATASET, WORKSPACE, text, "", true, null, "");
    }

    private List<Long> found(String question) {
        return ids(retrieval.search(words(question)));
    }

    private static Search words(String question) {
        return new Search(WORKSPACE, Set.of(DATASET), null, question, Strategy.FULL_TEXT, 10, 0, null, "");
    }

    private static List<Long> ids(List<Hit> hits) {
        return hits.stream().map(hit -> hit.chunk().value()).toList();
    }
}
