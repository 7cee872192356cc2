package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.knowledge.Library;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The requests of cozepy on knowledge, with its nulls and empty parameters, and how it reads the answers. */
@ParameterizedClass
@EnumSource(Database.class)
record PythonRulesForKnowledgeTest(Database database) {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};

    private static Map<String, @Nullable Object> with(Map<String, ?> fields, String... nulls) {
        var all = new HashMap<String, @Nullable Object>(fields);
        for (var name : nulls) {
            all.put(name, null);
        }
        return all;
    }

    @Test
    @Covers(raw = {
        Call.CREATE_DATASET,
        Call.LIST_DATASETS,
        Call.UPDATE_DATASET,
        Call.DELETE_DATASET,
        Call.CREATE_DOCUMENTS,
        Call.UPDATE_DOCUMENT,
        Call.LIST_DOCUMENTS,
        Call.DELETE_DOCUMENTS,
        Call.DOCUMENT_PROGRESS
    })
    void parsesBasesAndDocuments() {
        var alice = Pankou.on(database).user();
        var space = alice.personalWorkspace();
        var library = new Library(alice);

        var dataset = PythonRules.data(
                        alice.post("/v1/datasets", with(
                                Map.of("name", "手册", "space_id", space, "format_type", 0), "description", "icon_file_id")),
                        "DatasetCreated")
                .get("dataset_id")
                .stringValue();
        var made = PythonRules.whole(
                alice.post("/open_api/knowledge/document/create", with(
                        Map.of(
                                "dataset_id", dataset,
                                "document_bases", List.of(with(
                                        Map.of("name", "a.txt", "source_info", Library.local("txt", "你好")), "update_rule"))),
                        "chunk_strategy", "format_type")),
                "DocumentsCreated");
        var document = made.get("document_infos").get(0).get("document_id").stringValue();
        PythonRules.data(
                alice.post("/v1/datasets/" + dataset + "/process", Map.of("document_ids", List.of(document))), "DocumentProgresses");
        library.done(dataset, document);
        PythonRules.data(
                alice.post("/v1/datasets/" + dataset + "/process", Map.of("document_ids", List.of(document))), "DocumentProgresses");
        PythonRules.data(
                alice.get("/v1/datasets?space_id=" + space + "&name=&format_type=&page_num=1&page_size=10"), "DatasetPage");
        PythonRules.nothing(alice.post(
                "/open_api/knowledge/document/update", with(Map.of("document_id", document, "document_name", "b"), "update_rule")));
        var page = alice.post("/open_api/knowledge/document/list", Map.of("dataset_id", dataset, "page", 1, "size", 10));
        assertThat(PythonRules.whole(page, "DocumentPage").has("data")).isFalse();
        PythonRules.nothing(alice.post("/open_api/knowledge/document/delete", Map.of("document_ids", List.of(document))));
        PythonRules.nothing(alice.put("/v1/datasets/" + dataset, with(Map.of("name", "新"), "description", "file_id")));
        PythonRules.nothing(alice.delete("/v1/datasets/" + dataset));
    }

    @Test
    @Covers(raw = {Call.LIST_IMAGES, Call.UPDATE_IMAGE})
    void parsesImages() {
        var alice = Pankou.on(database).user();
        var library = new Library(alice);
        var dataset = library.dataset(Library.IMAGE);
        var image = library.add(dataset, "a.png", Library.uploaded(alice.upload("a.png", PNG)));
        library.done(dataset, image);

        PythonRules.nothing(alice.put("/v1/datasets/" + dataset + "/images/" + image, Map.of("caption", "灯塔")));
        PythonRules.data(
                alice.get("/v1/datasets/" + dataset + "/images?page_num=1&page_size=10&keyword=&has_caption="), "PhotoPage");
    }
}
