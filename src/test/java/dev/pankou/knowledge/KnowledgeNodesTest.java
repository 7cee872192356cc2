package dev.pankou.knowledge;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.workflow.engine.Canvases;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The edges of the nodes that write and delete documents. */
@ParameterizedClass
@EnumSource(Database.class)
record KnowledgeNodesTest(Database database) {
    private static String base(String dataset) {
        return "[{\"name\":\"datasetList\",\"input\":{\"type\":\"list\",\"schema\":{\"type\":\"string\"},\"value\":{\"type\":\"literal\",\"content\":[\""
                + dataset + "\"]}}}]";
    }

    private static Canvases writing(String dataset) {
        return new Canvases()
                .start("[{\"name\":\"file\",\"type\":\"string\",\"required\":true}]")
                .node(
                        "161", "27", "Write",
                        "{\"datasetParam\":" + base(dataset)
                                + ",\"strategyParam\":{\"chunkStrategy\":{\"chunkType\":\"default\"}},\"inputParameters\":"
                                + params("knowledge", ref("string", START, "file")) + "}",
                        "[{\"name\":\"documentId\",\"type\":\"string\"},{\"name\":\"fileName\",\"type\":\"string\"},{\"name\":\"fileUrl\",\"type\":\"string\"}]")
                .end(params("id", ref("string", "161", "documentId"), "name", ref("string", "161", "fileName")))
                .chain(START, "161", END);
    }

    private static JsonNode write(Person person, String dataset, String url) {
        return KnowledgeInUseTest.answer(person, writing(dataset), Map.of("file", url));
    }

    private static String written(JsonNode answer) {
        assertThat(answer.get("code").intValue()).as(answer.toString()).isZero();
        return Json.tree(answer.get("data").stringValue()).get("id").stringValue();
    }

    private static String refusal(JsonNode answer) {
        assertThat(answer.get("code").intValue()).as(answer.toString()).isNotZero();
        return answer.get("msg").stringValue();
    }

    private static boolean delete(Person person, String dataset, String document) {
        var canvas = new Canvases()
                .start("[{\"name\":\"id\",\"type\":\"string\",\"required\":true}]")
                .node(
                        "162", "60", "Delete",
                        "{\"datasetParam\":" + base(dataset) + ",\"inputParameters\":" + params("documentID", ref("string", START, "id")) + "}",
                        "[{\"name\":\"isSuccess\",\"type\":\"boolean\"}]")
                .end(params("gone", ref("boolean", "162", "isSuccess")))
                .chain(START, "162", END);
        var answer = KnowledgeInUseTest.answer(person, canvas, Map.of("id", document));
        assertThat(answer.get("code").intValue()).as(answer.toString()).isZero();
        return Json.tree(answer.get("data").stringValue()).get("gone").booleanValue();
    }

    /** The address of a file of this person. */
    private static String link(Person person, String name, String content) {
        var library = new Library(person);
        var shelf = library.dataset(Library.TEXT);
        var document = library.add(shelf, name, Library.uploaded(person.upload(name, content.getBytes(StandardCharsets.UTF_8))));
        return library.settled(shelf, document).get("url").stringValue();
    }

    private static long documents(Person person, String dataset) {
        return person.post("/open_api/knowledge/document/list", Map.of("dataset_id", dataset)).json().get("total").longValue();
    }

    @Test
    void writesNothingIntoABaseOfOthersOrNone() {
        var alice = Pankou.on(database).user();
        var bob = Pankou.on(database).user();
        var theirs = new Library(bob).dataset(Library.TEXT);
        var url = link(alice, "笔记.md", "# 笔记");

        assertThat(refusal(write(alice, theirs, url))).contains("does not exist");
        assertThat(refusal(write(alice, "7510000000000000901", url))).contains("does not exist");

        assertThat(documents(bob, theirs)).isZero();
    }

    @Test
    void keepsTheLimitOfDocuments() {
        try (var pankou = Pankou.fresh(database, Map.of("max-documents", "2"))) {
            var alice = pankou.user();
            var dataset = new Library(alice).dataset(Library.TEXT);
            var url = link(alice, "a.txt", "苹果");
            written(write(alice, dataset, url));
            var second = written(write(alice, dataset, url));

            assertThat(refusal(write(alice, dataset, url))).contains("at most 2 documents");

            assertThat(delete(alice, dataset, second)).isTrue();
            written(write(alice, dataset, url));
            assertThat(documents(alice, dataset)).isEqualTo(2);
        }
    }

    @Test
    void takesWhatTheKindOfBaseTakes() {
        var alice = Pankou.on(database).user();
        var table = new Library(alice).dataset(Library.TABLE);
        var pictures = new Library(alice).dataset(Library.IMAGE);

        assertThat(refusal(write(alice, table, link(alice, "a.md", "# 一")))).contains("csv, xlsx, xls");
        assertThat(refusal(write(alice, pictures, link(alice, "b.md", "# 二")))).contains("png");
        assertThat(refusal(write(alice, table, "http://127.0.0.1:1/a.csv"))).contains("only knowledge bases of text take web pages");
        assertThat(refusal(write(alice, pictures, "http://127.0.0.1:1/a.png"))).contains("only knowledge bases of text take web pages");
        assertThat(refusal(write(alice, new Library(alice).dataset(Library.TEXT), "ftp://127.0.0.1/a.txt"))).contains("http or https");

        assertThat(documents(alice, table)).isZero();
    }

    @Test
    void aNameKeepsItsLast255Characters() {
        var alice = Pankou.on(database).user();
        var dataset = new Library(alice).dataset(Library.TEXT);

        var kept = written(write(alice, dataset, "http://127.0.0.1:1/" + "k".repeat(251) + ".txt"));
        var cut = written(write(alice, dataset, "http://127.0.0.1:1/" + "c".repeat(252) + ".txt"));

        var library = new Library(alice);
        assertThat(library.progress(dataset, kept).get("document_name").stringValue()).isEqualTo("k".repeat(251) + ".txt");
        assertThat(library.progress(dataset, cut).get("document_name").stringValue()).isEqualTo("c".repeat(251) + ".txt");
    }

    @Test
    void deletesOnlyWhatIsInItsBase() {
        var alice = Pankou.on(database).user();
        var bob = Pankou.on(database).user();
        var dataset = new Library(alice).dataset(Library.TEXT);
        var other = new Library(alice).dataset(Library.TEXT);
        var document = new Library(alice).add(dataset, "a.txt", Library.local("txt", "苹果"));
        var theirBase = new Library(bob).dataset(Library.TEXT);
        var theirs = new Library(bob).add(theirBase, "b.txt", Library.local("txt", "香蕉"));

        assertThat(delete(alice, other, document)).isFalse();
        assertThat(delete(alice, theirBase, theirs)).isFalse();
        assertThat(delete(alice, dataset, theirs)).isFalse();
        assertThat(delete(alice, dataset, "not an id")).isFalse();
        assertThat(delete(alice, dataset, "7510000000000000901")).isFalse();

        assertThat(documents(alice, dataset)).isEqualTo(1);
        assertThat(documents(bob, theirBase)).isEqualTo(1);
        assertThat(delete(alice, dataset, document)).isTrue();
        assertThat(documents(alice, dataset)).isZero();
    }

    @Test
    void whatIsDeletedWhileItIsWrittenLeavesNothing() throws Exception {
        var alice = Pankou.on(database).user();
        var library = new Library(alice);
        var dataset = library.dataset(Library.TEXT);
        var url = link(alice, "okapi.txt", "okapi 第 1 行\n\n".repeat(3000));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Callable<Boolean>>();
            for (var i = 0; i < 6; i++) {
                tasks.add(() -> {
                    var document = written(write(alice, dataset, url));
                    Callable<Boolean> delete = () -> delete(alice, dataset, document);
                    var both = threads.invokeAll(List.of(delete, delete));
                    return both.get(0).get() ^ both.get(1).get(); // one of them did it
                });
            }
            for (var deleted : threads.invokeAll(tasks)) {
                assertThat(deleted.get()).isTrue();
            }
        }
        var kept = written(write(alice, dataset, url));
        library.done(dataset, kept);

        assertThat(documents(alice, dataset)).isEqualTo(1);
        assertThat(library.recall(dataset, "okapi")).isNotEmpty().allSatisfy(hit -> assertThat(
                        hit.get("document_id").stringValue())
                .isEqualTo(kept));
        assertThat(alice.get("/pankou/v1/datasets/" + dataset).data().get("slice_count").intValue())
                .isEqualTo(alice.get("/pankou/v1/datasets/" + dataset + "/documents/" + kept).data().get("slice_count").intValue());
    }
}
