package dev.pankou.workflow.node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import dev.pankou.model.ToolCall;
import dev.pankou.model.ToolSpec;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.Values;

/** The skills of an LLM node, {@code fcParam} (WORKFLOW 8.3): tools of plugins and workflows that the model may call. */
final class LlmSkills {
    /** Answers of the model that may want tools; the next one has to be without. */
    static final int MOST_ROUNDS = 12;

    private static final int NOT_AVAILABLE = 720701004;

    private final List<Skill> skills;

    /**
     * A tool that is offered.
     *
     * @param hidden parameters that the model does not see, with the values that are sent
     * @param cut fields of the answer that the model does not see
     */
    private record Skill(Target target, Map<String, @Nullable Object> hidden, Set<String> cut) {}

    private sealed interface Target {
        record Workflow(String id, String version) implements Target {}

        record Plugin(ToolName name) implements Target {}
    }

    private LlmSkills(List<Skill> skills) {
        this.skills = skills;
    }

    static LlmSkills of(JsonNode inputs) {
        var skills = new ArrayList<Skill>();
        var param = inputs.path("fcParam");
        for (var one : Fields.list(param.path("pluginFCParam"), "pluginList")) {
            var name = new ToolName(
                    Fields.text(one, "plugin_id"), Fields.text(one, "api_id"), Fields.text(one, "plugin_name"),
                    Fields.text(one, "api_name"));
            skills.add(skill(new Target.Plugin(name), one.path("fc_setting")));
        }
        for (var one : Fields.list(param.path("workflowFCParam"), "workflowList")) {
            var workflow = new Target.Workflow(Fields.text(one, "workflow_id"), Fields.text(one, "workflow_version"));
            skills.add(skill(workflow, one.path("fc_setting")));
        }
        return new LlmSkills(skills);
    }

    private static Skill skill(Target target, JsonNode setting) {
        var hidden = new LinkedHashMap<String, @Nullable Object>();
        for (var field : Fields.list(setting, "request_params")) {
            if (field.path("local_disable").asBoolean(false)) {
                hidden.put(Fields.text(field, "name"), Values.of(field.path("local_default")));
            }
        }
        var cut = new HashSet<String>();
        for (var field : Fields.list(setting, "response_params")) {
            if (field.path("local_disable").asBoolean(false)) {
                cut.add(Fields.text(field, "name"));
            }
        }
        return new Skill(target, hidden, cut);
    }

    /** Whether plugins are among them, whose calls may change something outside. */
    boolean callPlugins() {
        return skills.stream().anyMatch(skill -> skill.target() instanceof Target.Plugin);
    }

    /** What the model may call in one execution; a tool that is not to be had is left out, with a warning. */
    Offered offered(NodeCall call) {
        var specs = new ArrayList<ToolSpec>();
        var byName = new LinkedHashMap<String, Bound>();
        for (var skill : skills) {
            switch (skill.target()) {
                case Target.Workflow(var id, var version) -> {
                    var tool = call.tool(id, version);
                    var name = free(tool.name(), "workflow_" + id, byName.keySet());
                    specs.add(new ToolSpec(name, tool.description(), schema(tool.inputs(), skill.hidden().keySet())));
                    byName.put(name, new Bound(skill, tool.answers()));
                }
                case Target.Plugin(var tool) -> {
                    ToolInfo info;
                    try {
                        info = call.outside().toolInfo(tool);
                    } catch (NodeException gone) {
                        call.warn(NOT_AVAILABLE, gone.text());
                        continue;
                    }
                    if (info.clientSide()) {
                        call.warn(NOT_AVAILABLE, "tool " + tool + " runs at the client: a model inside a workflow cannot call it");
                        continue;
                    }
                    var name = free(info.name(), info.name() + "_" + tool.tool(), byName.keySet());
                    specs.add(new ToolSpec(name, info.description(), without(info.input(), skill.hidden().keySet())));
                    byName.put(name, new Bound(skill, false));
                }
            }
        }
        return new Offered(specs, byName);
    }

    /** @param answers whether its text is the node's answer as it is */
    private record Bound(Skill skill, boolean answers) {}

    /** The schema of an object without some of its properties. */
    private static JsonNode without(JsonNode schema, Set<String> hidden) {
        if (hidden.isEmpty() || !(schema.deepCopy() instanceof ObjectNode copy)) {
            return schema;
        }
        if (copy.get("properties") instanceof ObjectNode properties) {
            properties.remove(hidden);
        }
        if (copy.get("required") instanceof ArrayNode required) {
            required.removeIf(name -> hidden.contains(name.asString("")));
        }
        return copy;
    }

    /** Models take letters, digits, _ and - only. */
    private static String free(String name, String other, Set<String> taken) {
        return name.matches("[A-Za-z0-9_-]{1,64}") && !taken.contains(name) ? name : other;
    }

    private static JsonNode schema(Type.ObjectType inputs, Set<String> hidden) {
        return ModelJson.schema(Type.ObjectType.of(inputs.fields().values().stream()
                .filter(field -> !hidden.contains(field.name()))
                .toList()));
    }

    /** @param direct whether the text is the node's answer as it is */
    record Result(String text, boolean direct) {}

    /** Belongs to one execution. */
    static final class Offered {
        private final List<ToolSpec> specs;
        private final Map<String, Bound> byName;
        private int made;

        private Offered(List<ToolSpec> specs, Map<String, Bound> byName) {
            this.specs = specs;
            this.byName = byName;
        }

        List<ToolSpec> specs() {
            return specs;
        }

        /** What a call comes to, told to the model honestly when it fails; null when the tool asks something. */
        @Nullable Result answer(NodeCall call, ToolCall wish, String output) {
            var bound = byName.get(wish.name());
            if (bound == null) {
                return new Result("error: there is no tool " + wish.name(), false);
            }
            Map<String, @Nullable Object> arguments;
            try {
                arguments = new LinkedHashMap<>();
                if (Values.parse(wish.arguments().isBlank() ? "{}" : wish.arguments()) instanceof Map<?, ?> map) {
                    map.forEach((name, value) -> arguments.put(String.valueOf(name), value));
                }
            } catch (ValueException notJson) {
                return new Result("error: the arguments are no JSON object", false);
            }
            arguments.putAll(bound.skill().hidden());
            try {
                return switch (bound.skill().target()) {
                    case Target.Workflow(var id, var version) -> ran(bound, call.callTool(made++, id, version, arguments, output));
                    case Target.Plugin(var tool) -> called(bound, call.outside().tool(tool, arguments));
                };
            } catch (NodeException failed) {
                if (failed.isFatal() || failed.code() == NodeException.CANCELLED || failed.code() == NodeException.TIMEOUT) {
                    throw failed;
                }
                return new Result("error: " + failed.text(), false);
            }
        }

        private static @Nullable Result ran(Bound bound, @Nullable Map<String, @Nullable Object> outputs) {
            if (outputs == null) {
                return null;
            }
            if (bound.answers()) {
                return new Result(Values.text(outputs.get("output")), true);
            }
            return seen(bound, outputs);
        }

        private static Result called(Bound bound, ToolReply reply) {
            return switch (reply) {
                case ToolReply.Done(var value) ->
                    value instanceof Map<?, ?> map ? seen(bound, Parsed.object(map)) : new Result(Values.text(value), false);
                case ToolReply.NeedsAuthorization(var url) ->
                    new Result("error: the user has to allow this first, at " + url, false);
                case ToolReply.ClientSide(var name) -> new Result("error: " + name + " runs at the client", false);
            };
        }

        private static Result seen(Bound bound, Map<String, @Nullable Object> outputs) {
            var seen = new LinkedHashMap<>(outputs);
            seen.keySet().removeAll(bound.skill().cut());
            return new Result(Values.json(seen), false);
        }
    }
}
