package dev.pankou.workflow.node;

import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.Sampling;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The knowledge bases of an LLM node, {@code fcParam.knowledgeFCParam} (WORKFLOW 8.3): what they say to the user's prompt is put
 * before it. Of several bases the model picks those that fit first.
 *
 * @param settings {@code topK}, {@code minScore}, {@code strategy}, {@code useRerank} of a retrieval node
 * @param whenNothing what the model is told when nothing was found; "": nothing
 */
record LlmKnowledge(List<Base> bases, Map<String, @Nullable Object> settings, String whenNothing) {
    private static final int USUAL_TOP = 5;

    record Base(String id, String name) {}

    static LlmKnowledge of(JsonNode param) {
        var bases = new ArrayList<Base>();
        for (var one : Fields.list(param, "knowledgeList")) {
            bases.add(new Base(Fields.text(one, "id"), Fields.text(one, "name")));
        }
        var global = param.path("global_setting");
        var settings = new HashMap<String, @Nullable Object>();
        settings.put("strategy", Values.of(global.path("search_mode")));
        settings.put("topK", global.path("top_k").isNumber() ? Values.of(global.path("top_k")) : Long.valueOf(USUAL_TOP));
        settings.put("minScore", Values.of(global.path("min_score")));
        settings.put("useRerank", Values.of(global.path("use_rerank")));
        var custom = Fields.text(global, "no_recall_reply_mode").equals("1")
                ? Fields.text(global, "no_recall_reply_customize_prompt")
                : "";
        return new LlmKnowledge(List.copyOf(bases), settings, custom);
    }

    /** What stands before the prompt; "" when there is nothing to say. */
    String before(NodeCall call, ModelSpec model, String prompt) {
        if (bases.isEmpty() || prompt.isBlank()) {
            return "";
        }
        var chosen = bases.size() == 1 ? bases : chosen(call, model, prompt);
        var passages = new StringBuilder();
        if (!chosen.isEmpty()) {
            var inputs = new HashMap<>(settings);
            inputs.put("datasetList", chosen.stream().map(Base::id).toList());
            inputs.put("Query", prompt);
            if (call.outside().knowledge(NodeType.KNOWLEDGE, inputs).get("outputList") instanceof List<?> found) {
                var number = 1;
                for (var one : found) {
                    var text = one instanceof Map<?, ?> map ? Values.text(map.get("output")) : "";
                    passages.append("recall slice ").append(number++).append(": ").append(text).append('\n');
                }
            }
        }
        if (!passages.isEmpty()) {
            return passages.append('\n').toString();
        }
        return whenNothing.isBlank() ? "" : "Nothing was found in the knowledge bases. " + whenNothing + "\n\n";
    }

    /** The bases that the model finds fit; all when its answer names none that there is. */
    private List<Base> chosen(NodeCall call, ModelSpec model, String prompt) {
        var list = new StringBuilder("Which of these knowledge bases can help with the user's message? Answer with their ids,"
                + " comma-separated, or 0 when none can, and nothing else.");
        bases.forEach(base -> list.append("\n- id ").append(base.id()).append(": ").append(base.name()));
        var answer = ModelTalk.ask(
                        call,
                        model,
                        Sampling.DEFAULT,
                        List.of(new ModelMessage.System(list.toString()), ModelMessage.User.of(prompt)))
                .strip();
        var named = List.of(answer.split("\\D+", -1));
        var found = bases.stream().filter(base -> named.contains(base.id())).toList();
        return found.isEmpty() && !answer.equals("0") ? bases : found;
    }
}
