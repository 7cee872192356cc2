package dev.pankou.workflow.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.workflow.Signature;
import dev.pankou.workflow.node.Outcome;
import dev.pankou.workflow.value.Values;

/** How runs look in answers, streams and histories (TRANSCRIPTS-WORKFLOW). */
final class RunAnswers {
    private RunAnswers() {}

    /** Tokens, as the API counts them. */
    record Usage(long inputCount, long tokenCount, long outputCount) {
        static Usage of(Run run) {
            return new Usage(run.inputTokens(), run.inputTokens() + run.outputTokens(), run.outputTokens());
        }
    }

    /** An open question. */
    record InterruptData(String eventId, int type, String data, @Nullable JsonNode requiredParameters) {}

    static String debugUrl(RunParts parts, Run run) {
        return debugUrl(parts, run.id(), run.workspace(), run.workflow(), run.version());
    }

    static String debugUrl(RunParts parts, Id run, Id workspace, Id workflow, String version) {
        return parts.publicUrl().get() + "/work_flow?execute_id=" + run + "&space_id=" + workspace + "&workflow_id=" + workflow
                + (version.isEmpty() ? "&execute_mode=2" : "");
    }

    /** {@code data} of a run that succeeded: JSON text of the fields, or of the wrapper around a text. */
    static String data(Run run) {
        if (!run.extra().answers()) {
            return run.output();
        }
        var wrapper = Json.object();
        wrapper.put("content_type", 1).put("data", text(run)).putNull("original_result").put("type_for_model", 2);
        return Json.text(wrapper);
    }

    /** The text that End answered with. */
    static String text(Run run) {
        return Values.parse(run.output()) instanceof Map<?, ?> map ? Values.text(map.get("output")) : "";
    }

    static InterruptData interrupt(Run run, Run.Pending question) {
        var fields = question.schema().isEmpty() ? null : Signature.parameters(Json.tree(question.schema()), true);
        return new InterruptData(run.eventId(question), question.kind().number(), data(question), fields);
    }

    /** What an open question asks, as JSON text {content_type, content}. */
    static String data(Run.Pending question) {
        var data = Json.object();
        if (!question.options().isEmpty()) {
            var content = Json.object().put("question", question.text());
            var options = content.putArray("options");
            question.options().forEach(option -> options.addObject().put("name", option));
            data.put("content_type", "option").put("content", Json.text(content));
        } else {
            data.put("content_type", "text").put("content", shown(question));
        }
        return Json.text(data);
    }

    /** What a person is shown: the question, or the fields that are wanted. */
    static String shown(Run.Pending question) {
        if (question.kind() != Outcome.Kind.INPUT) {
            return question.text();
        }
        var fields = Json.array();
        for (var variable : Json.tree(question.schema())) {
            var field = fields.addObject();
            field.put("type", variable.path("type").asString("")).put("name", variable.path("name").asString(""));
            field.put("required", variable.path("required").asBoolean(false));
            if (variable.path("assistType").isNumber()) {
                field.put("assistType", variable.path("assistType").asInt());
            }
        }
        return Json.text(fields);
    }

    static Id orNone(@Nullable Id id) {
        return id == null ? Run.NONE : id;
    }
}
