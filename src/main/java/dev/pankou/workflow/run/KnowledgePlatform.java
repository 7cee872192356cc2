package dev.pankou.workflow.run;

import dev.pankou.api.ApiException;
import dev.pankou.id.Id;
import dev.pankou.knowledge.KnowledgeService;
import dev.pankou.knowledge.KnowledgeService.Cut;
import dev.pankou.knowledge.RecallWish;
import dev.pankou.retrieval.Strategy;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.value.Values;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What knowledge nodes do (WORKFLOW 8.6, 8.27, 8.60). Threads share it. */
final class KnowledgePlatform {
    private static final int USUAL_TOP = 5;
    private static final int MOST_TOP = 20;
    private static final int USUAL_TOKENS = 800;

    private final KnowledgeService knowledge;

    KnowledgePlatform(KnowledgeService knowledge) {
        this.knowledge = knowledge;
    }

    Map<String, @Nullable Object> work(RunContext run, NodeType kind, Map<String, @Nullable Object> inputs) {
        try {
            return switch (kind) {
                case KNOWLEDGE -> recall(run, inputs);
                case KNOWLEDGE_WRITE -> write(run, inputs);
                case KNOWLEDGE_DELETE -> delete(run, inputs);
                default -> throw new IllegalStateException("not a knowledge node: " + kind);
            };
        } catch (ApiException refused) {
            throw new NodeException(NodeException.OPERATION, refused.text());
        }
    }

    private Map<String, @Nullable Object> recall(RunContext run, Map<String, @Nullable Object> inputs) {
        var top = number(inputs, "topK", USUAL_TOP);
        var wish = new RecallWish(
                bases(inputs),
                null,
                Values.text(inputs.get("Query")),
                (int) Math.clamp(top, 1, MOST_TOP),
                Math.clamp(number(inputs, "minScore", 0), 0, 1),
                Strategy.of((int) number(inputs, "strategy", 0)).orElse(Strategy.SEMANTIC),
                !Boolean.FALSE.equals(inputs.get("useRerank")));
        var found = new ArrayList<@Nullable Object>();
        for (var passage : knowledge.recall(run.workspace(), wish)) {
            var one = new LinkedHashMap<String, @Nullable Object>();
            one.put("output", passage.content());
            one.put("documentId", passage.document().toString());
            found.add(one);
        }
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        outputs.put("outputList", found);
        return outputs;
    }

    private Map<String, @Nullable Object> write(RunContext run, Map<String, @Nullable Object> inputs) {
        var url = Values.text(inputs.get("knowledge")).strip();
        if (url.isEmpty()) {
            throw new NodeException(NodeException.OPERATION, "knowledge is empty: it must be the address of a file");
        }
        var name = name(url);
        var document = knowledge.write(run.workspace(), run.user(), first(inputs), name, url, cut(inputs.get("strategyParam")));
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        outputs.put("documentId", document.toString());
        outputs.put("fileName", name);
        outputs.put("fileUrl", url);
        return outputs;
    }

    private Map<String, @Nullable Object> delete(RunContext run, Map<String, @Nullable Object> inputs) {
        var document = Id.parse(Values.text(inputs.get("documentID")).strip());
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        outputs.put("isSuccess", document != null && knowledge.delete(run.workspace(), first(inputs), document));
        return outputs;
    }

    /** The name that the file was uploaded with, where the address tells it, else the last part of the path. */
    private static String name(String url) {
        try {
            var uri = URI.create(url);
            for (var pair : uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&", -1)) {
                if (pair.startsWith("x-wf-file_name=")) {
                    return URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8);
                }
            }
            var path = uri.getPath() == null ? "" : uri.getPath();
            var last = path.substring(path.lastIndexOf('/') + 1);
            return last.isEmpty() ? String.valueOf(uri.getHost()) : last;
        } catch (IllegalArgumentException unreadable) {
            throw new NodeException(NodeException.OPERATION, "knowledge must be the address of a file");
        }
    }

    private static Cut cut(@Nullable Object strategy) {
        if (!(strategy instanceof Map<?, ?> all)
                || !(all.get("chunkStrategy") instanceof Map<?, ?> chunk)
                || !"custom".equals(chunk.get("chunkType"))) {
            return Cut.AUTOMATIC;
        }
        var tokens = (int) Math.clamp(number(chunk.get("maxToken"), USUAL_TOKENS), 100, 2000);
        var separator = Values.text(chunk.get("separator"));
        return new Cut(
                1, separator.isEmpty() ? "\n" : separator, tokens, Math.clamp(number(chunk.get("overlap"), 0), 0, 0.5), false,
                false);
    }

    private static List<Id> bases(Map<String, @Nullable Object> inputs) {
        var found = new ArrayList<Id>();
        if (inputs.get("datasetList") instanceof List<?> list) {
            for (var one : list) {
                var id = Id.parse(Values.text(one).strip());
                if (id != null) {
                    found.add(id);
                }
            }
        }
        return found;
    }

    private static Id first(Map<String, @Nullable Object> inputs) {
        var bases = bases(inputs);
        if (bases.isEmpty()) {
            throw new NodeException(NodeException.OPERATION, "datasetList names no knowledge base");
        }
        return bases.getFirst();
    }

    private static double number(Map<String, @Nullable Object> inputs, String name, double otherwise) {
        return number(inputs.get(name), otherwise);
    }

    /** Settings are numbers or their texts. */
    private static double number(@Nullable Object value, double otherwise) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value instanceof String text && !text.isBlank() ? Double.parseDouble(text.strip()) : otherwise;
        } catch (NumberFormatException notOne) {
            return otherwise;
        }
    }
}
