package dev.pankou.workflow.node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.model.ToolCall;
import dev.pankou.model.ToolSpec;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.Values;

/** The skills of an LLM node, {@code fcParam} (WORKFLOW 8.3): workflows that the model may call. */
final class LlmSkills {
    /** Answers of the model that may want tools; the next one has to be without. */
    static final int MOST_ROUNDS = 12;

    private static final int NOT_AVAILABLE = 720701004;

    private final List<Skill> skills;
    private final boolean more;

    /**
     * A workflow that is offered.
     *
     * @param hidden parameters that the model does not see, with the values that are sent
     * @param cut fields of the answer that the model does not see
     */
    private record Skill(String workflow, String version, Map<String, @Nullable Object> hidden, Set<String> cut) {}

    private LlmSkills(List<Skill> skills, boolean more) {
        this.skills = skills;
        this.more = more;
    }

    static LlmSkills of(JsonNode inputs) {
        var skills = new ArrayList<Skill>();
        var param = inputs.path("fcParam");
        for (var one : Fields.list(param.path("workflowFCParam"), "workflowList")) {
            var setting = one.path("fc_setting");
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
            skills.add(new Skill(Fields.text(one, "workflow_id"), Fields.text(one, "workflow_version"), hidden, cut));
        }
        var more = !Fields.unset(param.path("pluginFCParam").path("pluginList"))
                || !Fields.unset(param.path("knowledgeFCParam").path("knowledgeList"));
        return new LlmSkills(skills, more);
    }

    /** What the model may call in one execution. */
    Offered offered(NodeCall call) {
        if (more) {
            call.warn(NOT_AVAILABLE, "plugins and knowledge bases cannot be used as skills here yet; the model answers without");
        }
        var specs = new ArrayList<ToolSpec>();
        var byName = new LinkedHashMap<String, Bound>();
        for (var skill : skills) {
            var tool = call.tool(skill.workflow(), skill.version());
            var name = free(tool.name(), skill.workflow(), byName.keySet());
            specs.add(new ToolSpec(name, tool.description(), schema(tool.inputs(), skill.hidden().keySet())));
            byName.put(name, new Bound(skill, tool));
        }
        return new Offered(specs, byName);
    }

    private record Bound(Skill skill, NodeCall.Tool tool) {}

    /** Models take letters, digits, _ and - only. */
    private static String free(String name, String id, Set<String> taken) {
        return name.matches("[A-Za-z0-9_-]{1,64}") && !taken.contains(name) ? name : "workflow_" + id;
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
            Map<String, @Nullable Object> outputs;
            try {
                outputs = call.callTool(made++, bound.skill().workflow(), bound.skill().version(), arguments, output);
            } catch (NodeException failed) {
                if (failed.isFatal() || failed.code() == NodeException.CANCELLED || failed.code() == NodeException.TIMEOUT) {
                    throw failed;
                }
                return new Result("error: " + failed.text(), false);
            }
            if (outputs == null) {
                return null;
            }
            if (bound.tool().answers()) {
                return new Result(Values.text(outputs.get("output")), true);
            }
            var seen = new LinkedHashMap<>(outputs);
            seen.keySet().removeAll(bound.skill().cut());
            return new Result(Values.json(seen), false);
        }
    }
}
