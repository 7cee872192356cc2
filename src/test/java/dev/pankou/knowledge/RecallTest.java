package dev.pankou.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.Pankou;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
record RecallTest(Database database) {
    private static final Map<String, Object> LINES = Map.of("chunk_type", 1, "separator", "\n", "max_tokens", 100);

    private static final String TEXT = "The automobile stands in the yard.\n猫坐在屋顶。\nTake an umbrella.";

    private static String document(Library library, String dataset) {
        var document = library.add(dataset, Map.of("name", "a.txt", "source_info", Library.local("txt", TEXT)), LINES);
        library.done(dataset, document);
        return document;
    }

    private static List<String> semantic(Library library, String dataset, String query) {
        return Library.texts(
                library.recall(dataset, Map.of("query", query, "search_strategy", 0, "top_k", 1, "min_score", 0.5)), "content");
    }

    @Test
    void semanticRecallFindsWhatHasOtherWords() {
        try (var fake = Embeddings.start(4);
                var pankou = Pankou.fresh(database, Embeddings.settings(fake))) {
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);
            document(library, dataset);

            assertThat(semantic(library, dataset, "汽车")).containsExactly("The automobile stands in the yard.");
            assertThat(semantic(library, dataset, "kitten")).containsExactly("猫坐在屋顶。");
            assertThat(library.recall(dataset, "kitten")).isEmpty();
            var hybrid = library.recall(dataset, Map.of("query", "轿车 umbrella", "search_strategy", 1));
            assertThat(hybrid.getFirst().get("routes").propertyNames()).isNotEmpty();
            assertThat(Library.texts(hybrid, "content")).contains("The automobile stands in the yard.", "Take an umbrella.");
        }
    }

    @Test
    void aDocumentFailsWithTheEmbeddingModelAndIsDoneAfterARetry() {
        try (var fake = FakeModel.start();
                var pankou = Pankou.fresh(database, Embeddings.settings(fake))) {
            fake.byDefault(request -> FakeModelReply.error(401, "invalid_api_key"));
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);
            var document = library.add(dataset, Map.of("name", "a.txt", "source_info", Library.local("txt", TEXT)), LINES);
            var failed = library.settled(dataset, document);
            assertThat(failed.get("status").intValue()).isEqualTo(9);
            assertThat(failed.get("status_descript").stringValue()).contains("Retry");

            fake.byDefault(request -> Embeddings.reply(request, 4));
            library.person().post("/pankou/v1/datasets/" + dataset + "/documents/" + document + "/retry").data();
            library.done(dataset, document);

            assertThat(library.slices(dataset, document)).hasSize(3);
            assertThat(semantic(library, dataset, "汽车")).hasSize(1);
        }
    }

    @Test
    void vectorsOfAnotherDimensionAreMadeInTheBackground() throws Exception {
        var store = database.fresh();
        var settings = new HashMap<String, String>();
        settings.put("data", store.dataDirectory().toString());
        if (store.jdbcUrl() != null) {
            settings.put("db-url", store.jdbcUrl());
        }
        String token;
        String dataset;
        try (var pankou = Pankou.fresh(database, settings)) { // no model at all yet
            var library = new Library(pankou.user());
            token = library.person().token();
            dataset = library.dataset(Library.TEXT);
            document(library, dataset);
            assertThat(semantic(library, dataset, "汽车")).isEmpty();
        }
        for (var dimensions : new int[] {4, 6}) {
            try (var fake = Embeddings.start(dimensions)) {
                settings.putAll(Embeddings.settings(fake));
                try (var pankou = Pankou.fresh(database, settings)) {
                    var library = new Library(pankou.with(token));
                    var deadline = System.nanoTime() + 60_000_000_000L;
                    while (!semantic(library, dataset, "汽车").equals(List.of("The automobile stands in the yard."))) {
                        assertThat(System.nanoTime()).as("within a minute").isLessThan(deadline);
                        assertThat(library.recall(dataset, "umbrella")).as("words serve meanwhile").hasSize(1);
                    }
                }
            }
        }
        delete(store.dataDirectory().resolve("index"));
        try (var pankou = Pankou.fresh(database, settings)) {
            var library = new Library(pankou.with(token));
            assertThat(library.recall(dataset, "umbrella")).as("the index is made anew").hasSize(1);
        }
    }

    @Test
    void theRerankModelDecidesTheOrder() {
        try (var fake = FakeModel.start();
                var pankou = Pankou.fresh(
                        database, Map.of("rerank-base-url", fake.baseUrl().toString(), "rerank-name", "judge"))) {
            fake.byDefault(request -> {
                var answer = Json.object();
                var results = answer.putArray("results");
                var index = 0;
                for (var text : request.body().get("documents")) {
                    results.addObject().put("index", index++).put("relevance_score", text.stringValue().contains("第三") ? 0.9 : 0.2);
                }
                return FakeModelReply.body("application/json", Json.text(answer));
            });
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);
            var text = "apple apple 第一\napple apple 第二\napple 第三";
            library.done(dataset, library.add(dataset, Map.of("name", "a.txt", "source_info", Library.local("txt", text)), LINES));

            var found = library.recall(dataset, "apple");
            assertThat(found.getFirst().get("content").stringValue()).isEqualTo("apple 第三");
            assertThat(found.getFirst().get("score").doubleValue()).isEqualTo(0.9);
            assertThat(library.recall(dataset, Map.of("query", "apple", "search_strategy", 20, "min_score", 0.5))).hasSize(1);
            fake.byDefault(request -> FakeModelReply.error(500, "down"));
            assertThat(library.recall(dataset, "apple")).as("a judge who is away changes nothing").hasSize(3);
        }
    }

    @Test
    void findsOnlyInTheAskedBaseAndDocuments() {
        var library = new Library(Pankou.on(database).user());
        var one = library.dataset(Library.TEXT);
        var other = library.dataset(Library.TEXT);
        var first = document(library, one);
        var second = document(library, one);
        document(library, other);

        assertThat(library.recall(one, "umbrella")).hasSize(2);
        assertThat(Library.texts(
                        library.recall(
                                one, Map.of("query", "umbrella", "search_strategy", 20, "document_ids", List.of(second))),
                        "document_id"))
                .containsExactly(second);
        assertThat(library.recall(one, Map.of("query", "umbrella", "search_strategy", 20, "top_k", 1))).hasSize(1);
        assertThat(first).isNotEqualTo(second);
        var path = "/pankou/v1/datasets/" + one + "/recall";
        assertThat(library.person().post(path, Map.of("query", "x", "top_k", 101)).code()).isEqualTo(4000);
        assertThat(library.person().post(path, Map.of("query", "x", "top_k", 100)).code()).isZero();
        assertThat(library.person().post(path, Map.of("query", "x", "search_strategy", 2)).code()).isEqualTo(4000);
        assertThat(library.person().post(path, Map.of("query", "x", "min_score", 1.01)).code()).isEqualTo(4000);
        assertThat(library.person().post(path, Map.of("query", "")).code()).isEqualTo(4000);
        assertThat(library.person().post(path, Map.of("query", "AND OR (*:* \"]{ +-")).code()).isZero();
    }

    private static void delete(Path folder) throws Exception {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
