package dev.pankou.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits and refusals of bases and documents, both sides of each. */
@ParameterizedClass
@EnumSource
record DocumentRulesTest(Database database) {
    private static final Map<String, Object> TXT = Library.local("txt", "你好");

    private static Map<String, Object> named(Object source) {
        return Map.of("name", "a.txt", "source_info", source);
    }

    private static String refusal(Pankou.Reply reply) {
        assertThat(reply.code()).as(reply.text()).isEqualTo(4000);
        return reply.msg();
    }

    @Test
    void basesHaveNamesOf1To100CharactersAndAKnownFormat() {
        var library = new Library(Pankou.on(database).user());
        var space = library.person().personalWorkspace();

        assertThat(library.person().post("/v1/datasets", Map.of("name", "名".repeat(100), "space_id", space, "format_type", 2)).code())
                .isZero();
        assertThat(refusal(library.person().post("/v1/datasets", Map.of("name", "名".repeat(101), "space_id", space, "format_type", 0))))
                .contains("field name");
        assertThat(refusal(library.person().post("/v1/datasets", Map.of("name", "", "space_id", space, "format_type", 0))))
                .contains("field name");
        assertThat(refusal(library.person().post("/v1/datasets", Map.of("name", "x", "space_id", space, "format_type", 3))))
                .contains("field format_type");
        assertThat(refusal(library.person().post("/v1/datasets", Map.of("name", "x", "space_id", space)))).contains("format_type");
        assertThat(refusal(library.person().post("/v1/datasets", Map.of("name", "x", "space_id", "1", "format_type", 0))))
                .contains("space_id");
    }

    @Test
    void basesAreListedNewestFirstByNameAndFormat() {
        var library = new Library(Pankou.on(database).user());
        var space = library.person().personalWorkspace();
        for (var i = 0; i < 3; i++) {
            library.person().post("/v1/datasets", Map.of("name", "Manual " + i, "space_id", space, "format_type", i)).data();
        }
        var list = "/v1/datasets?space_id=" + space;

        var all = library.person().get(list + "&name=&format_type=").data();
        assertThat(all.get("total_count").intValue()).isEqualTo(3);
        assertThat(all.get("dataset_list").valueStream().map(item -> item.get("name").stringValue()))
                .containsExactly("Manual 2", "Manual 1", "Manual 0");
        assertThat(library.person().get(list + "&name=manual%201").data().get("total_count").intValue()).isEqualTo(1);
        assertThat(library.person().get(list + "&name=%25").data().get("total_count").intValue()).isZero();
        assertThat(library.person().get(list + "&format_type=2").data().get("dataset_list")).hasSize(1);
        assertThat(library.person().get(list + "&page_num=2&page_size=2").data().get("dataset_list")).hasSize(1);
        assertThat(library.person().get(list + "&page_size=300").code()).isZero();
        assertThat(refusal(library.person().get(list + "&page_size=301"))).contains("page_size");
        assertThat(refusal(library.person().get(list + "&page_num=0"))).contains("page_num");
    }

    @Test
    void updateReplacesAndDeleteTakesAllWithIt() {
        var library = new Library(Pankou.on(database).user());
        var person = library.person();
        var dataset = library.dataset(Library.TEXT);
        var document = library.add(dataset, "a.txt", TXT);
        library.done(dataset, document);
        person.put("/v1/datasets/" + dataset, Map.of("name", "新", "description", "说明")).data();
        assertThat(person.get("/pankou/v1/datasets/" + dataset).data().get("description").stringValue()).isEqualTo("说明");
        person.put("/v1/datasets/" + dataset, Map.of("name", "新")).data();
        assertThat(person.get("/pankou/v1/datasets/" + dataset).data().get("description").stringValue()).isEmpty();

        assertThat(person.delete("/v1/datasets/" + dataset).code()).isZero();

        assertThat(person.delete("/v1/datasets/" + dataset).code()).isEqualTo(4200);
        assertThat(person.post("/pankou/v1/datasets/" + dataset + "/recall", Map.of("query", "你好")).code()).isEqualTo(4200);
        assertThat(person.post("/open_api/knowledge/document/delete", Map.of("document_ids", List.of(document))).code())
                .isEqualTo(4200);
    }

    @Test
    void documentsComeInTensAndOneWay() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TEXT);
        var create = "/open_api/knowledge/document/create";

        var ten = library.person().post(create, Map.of("dataset_id", dataset, "document_bases", Collections.nCopies(10, named(TXT))));
        assertThat(ten.json().get("document_infos")).hasSize(10);
        assertThat(ten.json().has("data")).isFalse();
        assertThat(refusal(library.person().post(create, Map.of("dataset_id", dataset, "document_bases", Collections.nCopies(11, named(TXT))))))
                .contains("document_bases");
        assertThat(refusal(library.person().post(create, Map.of("dataset_id", dataset, "document_bases", List.of()))))
                .contains("document_bases");
        assertThat(refusal(library.person().post(create, Map.of(
                        "dataset_id", dataset,
                        "document_bases", List.of(named(TXT), named(Library.web("https://example.com/")))))))
                .contains("one way");
        assertThat(refusal(library.person().post(create, Map.of(
                        "dataset_id", dataset, "format_type", 2, "document_bases", List.of(named(TXT))))))
                .contains("format_type");
    }

    @Test
    void sourcesAreChecked() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TEXT);
        var strategy = Map.of("chunk_type", 0);

        assertThat(refusal(library.create(dataset, named(Map.of()), strategy))).contains("exactly one of");
        assertThat(refusal(library.create(dataset, named(Map.of("file_base64", "eA==")), strategy))).contains("file_type");
        assertThat(refusal(library.create(dataset, named(Map.of("file_base64", "***", "file_type", "txt")), strategy)))
                .contains("file_base64");
        assertThat(refusal(library.create(dataset, named(Map.of("file_base64", "eA==", "file_type", "exe")), strategy)))
                .contains("pdf, txt, doc, docx");
        assertThat(refusal(library.create(dataset, named(Map.of("web_url", "ftp://x/")), strategy))).contains("web_url");
        assertThat(refusal(library.create(dataset, named(Map.of("web_url", "https://x/", "document_source", 0)), strategy)))
                .contains("document_source");
        assertThat(refusal(library.create(dataset, named(Library.uploaded("1")), strategy))).contains("source_file_id");
        var file = library.person().upload("笔记.md", "# 题\n\n正文".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        library.done(dataset, library.add(dataset, "笔记", Library.uploaded(file)));
        var stranger = new Library(Pankou.on(database).user());
        var theirs = stranger.dataset(Library.TEXT);
        assertThat(refusal(stranger.create(theirs, named(Library.uploaded(file)), strategy))).contains("source_file_id");
    }

    @Test
    void customChunksHave100To2000Tokens() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TEXT);

        for (var tokens : new int[] {100, 2000}) {
            assertThat(library.create(dataset, named(TXT), Map.of("chunk_type", 1, "separator", "\n", "max_tokens", tokens)).code())
                    .isZero();
        }
        for (var tokens : new int[] {99, 2001}) {
            assertThat(refusal(library.create(dataset, named(TXT), Map.of("chunk_type", 1, "separator", "\n", "max_tokens", tokens))))
                    .contains("max_tokens");
        }
        assertThat(refusal(library.create(dataset, named(TXT), Map.of("chunk_type", 1, "max_tokens", 800)))).contains("separator");
        assertThat(refusal(library.create(dataset, named(TXT), Map.of("chunk_type", 3)))).contains("chunk_type");
        assertThat(refusal(library.create(dataset, named(TXT), Map.of("caption_type", 2)))).contains("caption_type");
    }

    @Test
    void onlyPagesAreUpdatedAndAfter24HoursAtLeast() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TEXT);
        var page = Library.web("http://127.0.0.1:1/");

        assertThat(library.create(dataset, Map.of("name", "a", "source_info", page, "update_rule",
                        Map.of("update_type", 1, "update_interval", 24)), Map.of()).code())
                .isZero();
        assertThat(refusal(library.create(dataset, Map.of("name", "a", "source_info", page, "update_rule",
                        Map.of("update_type", 1, "update_interval", 23)), Map.of())))
                .contains("update_interval");
        assertThat(refusal(library.create(dataset, Map.of("name", "a", "source_info", TXT, "update_rule",
                        Map.of("update_type", 1, "update_interval", 24)), Map.of())))
                .contains("update_type");
        var document = library.add(dataset, "a.txt", TXT);
        var update = "/open_api/knowledge/document/update";
        assertThat(library.person().post(update, Map.of("document_id", document, "document_name", "b.txt", "update_rule",
                        Map.of("update_type", 0, "update_interval", 0))).code())
                .isZero();
        assertThat(library.progress(dataset, document).get("document_name").stringValue()).isEqualTo("b.txt");
        assertThat(refusal(library.person().post(update, Map.of("document_id", document, "update_rule",
                        Map.of("update_type", 1, "update_interval", 24)))))
                .contains("update_type");
        assertThat(library.person().post(update, Map.of("document_name", "c")).code()).isEqualTo(4000);
    }

    @Test
    void aHundredAreDeletedAtOnceAllOrNone() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TEXT);
        var document = library.add(dataset, "a.txt", TXT);
        var delete = "/open_api/knowledge/document/delete";

        assertThat(library.person().post(delete, Map.of("document_ids", List.of(document, "1"))).code()).isEqualTo(4200);
        assertThat(library.progress(dataset, document).get("document_id").stringValue()).isEqualTo(document);
        assertThat(refusal(library.person().post(
                        delete, Map.of("document_ids", IntStream.rangeClosed(1, 101).boxed().toList()))))
                .contains("document_ids");
        assertThat(library.person().post(delete, Map.of("document_ids", Collections.nCopies(100, document))).code()).isZero();
        assertThat(library.person().post("/v1/datasets/" + dataset + "/process", Map.of("document_ids", List.of(document))).code())
                .isEqualTo(4200);
    }

    @Test
    void documentsAreListedByPageZeroToo() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TEXT);
        var first = library.add(dataset, "一.txt", TXT);
        var second = library.add(dataset, "二.txt", TXT);
        var list = "/open_api/knowledge/document/list";

        var zero = library.person().post(list, Map.of("dataset_id", dataset, "page", 0, "page_size", 1)).json();
        assertThat(zero.get("document_infos").get(0).get("document_id").stringValue()).isEqualTo(second);
        assertThat(zero.get("total").intValue()).isEqualTo(2);
        var next = library.person().post(list, Map.of("dataset_id", Long.parseLong(dataset), "page", 2, "size", 1)).json();
        assertThat(next.get("document_infos").get(0).get("document_id").stringValue()).isEqualTo(first);
        assertThat(library.person().post(list, Map.of("dataset_id", dataset, "keyword", "一")).json().get("total").intValue())
                .isEqualTo(1);
        assertThat(library.person().post(list, Map.of("dataset_id", dataset, "page", -1)).code()).isEqualTo(4000);
        assertThat(library.person().post(list, Map.of("dataset_id", dataset, "size", 301)).code()).isEqualTo(4000);
    }

    @Test
    void quotasHold() {
        var limits = Map.of("max-datasets", "2", "max-documents", "2", "max-slices", "3", "max-document", "100B");
        try (var pankou = Pankou.fresh(database, limits)) {
            var library = new Library(pankou.user());
            var dataset = library.dataset(Library.TEXT);
            library.dataset(Library.TEXT);
            assertThat(refusal(library.person().post("/v1/datasets", Map.of(
                            "name", "x", "space_id", library.person().personalWorkspace(), "format_type", 0))))
                    .contains("at most 2 knowledge bases");
            assertThat(refusal(library.create(dataset, named(Library.local("txt", "x".repeat(101))), Map.of())))
                    .contains("at most 100 bytes");
            var lines = Map.of("chunk_type", 1, "separator", "\n", "max_tokens", 100);
            library.done(dataset, library.add(dataset, named(Library.local("txt", "a\nb\nc")), lines));
            var many = library.add(dataset, named(Library.local("txt", "a\nb\nc\nd")), lines);
            assertThat(library.settled(dataset, many).get("status_descript").stringValue()).contains("more than 3 slices");
            assertThat(library.slices(dataset, many)).isEmpty();
            assertThat(refusal(library.create(dataset, named(TXT), Map.of()))).contains("at most 2 documents");
        }
    }

    @Test
    void oneBrokenFileFailsAlone() {
        var library = new Library(Pankou.on(database).user());
        var dataset = library.dataset(Library.TEXT);

        var broken = library.add(dataset, "broken.pdf", Library.local("pdf", "%PDF-1.7 and then nothing"));
        var fine = library.add(dataset, "a.txt", TXT);

        library.done(dataset, fine);
        var failed = library.settled(dataset, broken);
        assertThat(failed.get("status").intValue()).isEqualTo(9);
        assertThat(failed.get("status_descript").stringValue()).isNotEmpty();
        var base = library.person().get("/pankou/v1/datasets/" + dataset).data();
        assertThat(base.get("failed_file_list").get(0).stringValue()).isEqualTo("broken.pdf");
        assertThat(base.get("file_list").get(0).stringValue()).isEqualTo("a.txt");
    }
}
