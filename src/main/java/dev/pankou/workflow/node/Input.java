package dev.pankou.workflow.node;

import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Problems;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks the caller for values and waits for them (WORKFLOW 8.30); a reply that does not fit is asked for again. */
record Input(InputReply form, String schema) implements NodeWork {
    /** BEHAVIOUR 3.8: after the third reply that does not fit the run fails. */
    private static final int MOST_REPLIES = 3;

    private static final String FIELD = "inputs.outputSchema";

    static NodeWork of(NodeScope scope) {
        var schema = schema(scope.node());
        try {
            return new Input(new InputReply(Type.ObjectType.ofVariables(schema)), schema.toString());
        } catch (ValueException badType) {
            throw new CompileException(badType.getMessage() == null ? FIELD : FIELD + ": " + badType.getMessage());
        }
    }

    private static JsonNode schema(CanvasNode node) {
        var given = node.inputs().path("outputSchema");
        if (Fields.unset(given) || given.isString() && given.stringValue().isBlank()) {
            throw Setting.missing(node, FIELD);
        }
        try {
            var schema = given.isString() ? Json.tree(given.stringValue()) : given;
            if (schema.isArray()) {
                return schema;
            }
        } catch (JacksonException notJson) {
            // said below
        }
        throw Setting.bad(node, FIELD, "JSON array");
    }

    @Override
    public Outcome run(NodeCall call) {
        if (call.rounds().isEmpty()) {
            return ask();
        }
        var reply = form.read(call.rounds().getLast().reply());
        var problems = new Problems();
        var values = reply == null ? null : Conversion.reply(reply, form.fields(), problems);
        if (values != null && problems.isEmpty()) {
            return Outcome.done(values);
        }
        if (call.rounds().size() < MOST_REPLIES) {
            return ask();
        }
        throw new NodeException(
                NodeException.EXECUTION,
                "no reply fitted, of " + MOST_REPLIES + ": "
                        + (reply == null ? "it must be a JSON object with the fields" : problems.text()));
    }

    private Outcome.Ask ask() {
        return new Outcome.Ask(Outcome.Kind.INPUT, "", List.of(), form.fields(), schema);
    }
}
