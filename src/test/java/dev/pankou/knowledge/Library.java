package dev.pankou.knowledge;

import dev.pankou.testing.Person;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Somebody who works with knowledge bases over HTTP. */
public record Library(Person person) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public static final int TEXT = 0;
    public static final int TABLE = 1;
    public static final int IMAGE = 2;

    /** An empty base in the personal workspace. */
    public String dataset(int format) {
        var made = person.post(
                "/v1/datasets",
                Map.of("name", "手册 📚", "space_id", person.personalWorkspace(), "format_type", format));
        return made.data().get("dataset_id").stringValue();
    }

    /** A source_info of a text that comes in the request. */
    public static Map<String, Object> local(String type, String content) {
        return local(type, content.getBytes(StandardCharsets.UTF_8));
    }

    public static Map<String, Object> local(String type, byte[] content) {
        return Map.of(
                "file_base64", Base64.getEncoder().encodeToString(content), "file_type", type, "document_source", 0);
    }

    public static Map<String, Object> web(String url) {
        return Map.of("web_url", url, "document_source", 1);
    }

    public static Map<String, Object> uploaded(String file) {
        return Map.of("source_file_id", file, "document_source", 5);
    }

    public dev.pankou.testing.Pankou.Reply create(String dataset, Map<String, ?> base, Map<String, ?> strategy) {
        var body = new HashMap<String, Object>();
        body.put("dataset_id", dataset);
        body.put("document_bases", List.of(base));
        body.put("chunk_strategy", strategy);
        return person.post("/open_api/knowledge/document/create", body);
    }

    /** Adds a document; its id. */
    public String add(String dataset, String name, Map<String, ?> source) {
        return add(dataset, Map.of("name", name, "source_info", source), Map.of("chunk_type", 0));
    }

    public String add(String dataset, Map<String, ?> base, Map<String, ?> strategy) {
        var reply = create(dataset, base, strategy);
        if (reply.code() != 0) {
            throw new AssertionError(reply.text());
        }
        return reply.json().get("document_infos").get(0).get("document_id").stringValue();
    }

    public JsonNode progress(String dataset, String document) {
        return person.post("/v1/datasets/" + dataset + "/process", Map.of("document_ids", List.of(document)))
                .data()
                .get("data")
                .get(0);
    }

    /** Waits until the document is no longer processed, at most a minute; its progress then. */
    public JsonNode settled(String dataset, String document) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var progress = progress(dataset, document);
            if (progress.get("status").intValue() != 0) {
                return progress;
            }
        }
        throw new AssertionError("document " + document + " is still processed: " + progress(dataset, document));
    }

    /** As {@link #settled}; fails when the document failed. */
    public void done(String dataset, String document) {
        var progress = settled(dataset, document);
        if (progress.get("status").intValue() != 1) {
            throw new AssertionError(progress.toString());
        }
    }

    /** Full-text recall. */
    public List<JsonNode> recall(String dataset, String query) {
        return recall(dataset, Map.of("query", query, "search_strategy", 20));
    }

    public List<JsonNode> recall(String dataset, Map<String, ?> question) {
        return person.post("/pankou/v1/datasets/" + dataset + "/recall", question)
                .data()
                .get("items")
                .valueStream()
                .toList();
    }

    /** Texts of the slices of a document, in order. */
    public List<String> slices(String dataset, String document) {
        return person.get("/pankou/v1/datasets/" + dataset + "/documents/" + document + "/slices?page_size=100")
                .data()
                .get("slices")
                .valueStream()
                .map(slice -> slice.get("content").stringValue())
                .toList();
    }

    /** Whatever is named so of each. */
    public static List<String> texts(List<JsonNode> items, String field) {
        return items.stream().map(item -> item.get(field).stringValue()).toList();
    }
}
