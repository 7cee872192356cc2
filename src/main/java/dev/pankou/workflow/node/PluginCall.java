package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls a tool of a plugin with the inputs as its arguments (WORKFLOW 8.4). Asks the caller when the tool is theirs to run, and
 * the end user when they have to authorise it first.
 */
record PluginCall(ToolName tool, Type.ObjectType declared) implements NodeWork {
    private static final int NEEDS_AUTHORIZATION = 777777765;

    /** Tries after which a user who does not authorise has refused. */
    private static final int MOST_ROUNDS = 3;

    static NodeWork of(NodeScope scope) {
        var params = scope.node().inputs().path("apiParam");
        var tool = new ToolName(
                literal(params, "pluginID"), literal(params, "apiID"), literal(params, "pluginName"), literal(params, "apiName"));
        if (tool.plugin().isEmpty() && tool.pluginName().isEmpty()) {
            throw Setting.missing(scope.node(), "inputs.apiParam.pluginID");
        }
        if (tool.tool().isEmpty() && tool.toolName().isEmpty()) {
            throw Setting.missing(scope.node(), "inputs.apiParam.apiID");
        }
        return new PluginCall(tool, scope.outputs());
    }

    private static String literal(JsonNode params, String name) {
        return Fields.text(Setting.input(params, name).path("value"), "content");
    }

    @Override
    public Effect effect() {
        return Effect.ONCE;
    }

    @Override
    public Outcome run(NodeCall call) {
        return switch (call.outside().tool(tool, call.inputs())) {
            case ToolReply.Done(var value) -> Outcome.done(outputs(value));
            case ToolReply.NeedsAuthorization(var url) -> {
                if (call.rounds().size() >= MOST_ROUNDS) {
                    throw new NodeException(NEEDS_AUTHORIZATION, "authorization required: " + url);
                }
                yield new Outcome.Ask(Outcome.Kind.OAUTH, url, List.of(), null, "");
            }
            case ToolReply.ClientSide(var name) ->
                call.rounds().isEmpty()
                        ? new Outcome.Ask(Outcome.Kind.CLIENT_PLUGIN, asked(name, call.inputs()), List.of(), null, "")
                        : Outcome.done(outputs(parsed(call.rounds().getLast().reply())));
        };
    }

    private static String asked(String name, Map<String, @Nullable Object> arguments) {
        var asked = new LinkedHashMap<String, @Nullable Object>();
        asked.put("name", name);
        asked.put("arguments", arguments);
        return Values.json(asked);
    }

    private static @Nullable Object parsed(String reply) {
        try {
            return Values.parse(reply);
        } catch (ValueException notJson) {
            return reply;
        }
    }

    /** What is no object is the only declared output, or the one called {@code output}. */
    private Map<String, @Nullable Object> outputs(@Nullable Object value) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, one) -> outputs.put(String.valueOf(name), one));
        } else {
            var names = declared.fields().keySet();
            outputs.put(names.size() == 1 ? names.iterator().next() : "output", value);
        }
        return outputs;
    }
}
