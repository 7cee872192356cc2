package dev.pankou.workflow.canvas;

import dev.pankou.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Translates one workflow of the hosted product's YAML into a canvas (WORKFLOW 1, form 4): nodes and edges here, values in
 * {@link YamlValues}. Keys that are not known are kept where they stand. Used by one thread, for one workflow.
 */
final class YamlCanvas {
    private static final Set<String> NODE_KEYS = Set.of(
            "id", "type", "title", "icon", "description", "version", "position", "canvas_position", "parameters", "nodes", "edges");
    private static final Set<String> WORKFLOW_KEYS =
            Set.of("schema_version", "name", "id", "description", "mode", "icon", "nodes", "edges");

    private final List<Opened.Note> notes = new ArrayList<>();

    List<Opened.Note> notes() {
        return notes;
    }

    ObjectNode canvas(JsonNode workflow) {
        var schema = Fields.text(workflow, "schema_version");
        if (!schema.isEmpty() && !schema.equals("1.0.0")) {
            note(null, "schema_version " + schema + " is not known; it was read as 1.0.0", "schema_version " + schema + " 未知，已按 1.0.0 读取");
        }
        var canvas = Json.object();
        canvas.set("nodes", nodes(workflow.path("nodes")));
        canvas.set("edges", edges(workflow.path("edges")));
        copyUnknown(workflow, WORKFLOW_KEYS, canvas);
        return canvas;
    }

    private ArrayNode nodes(JsonNode nodes) {
        var translated = Json.array();
        for (var node : Fields.list(nodes)) {
            translated.add(node.isObject() ? node(node) : node);
        }
        return translated;
    }

    private ObjectNode node(JsonNode yaml) {
        var id = Fields.text(yaml, "id");
        var type = type(yaml, id);
        var node = Json.object();
        node.put("id", id).put("type", type);
        var meta = node.putObject("meta");
        copy(yaml, "position", meta, "position");
        copy(yaml, "canvas_position", meta, "canvasPosition");
        var data = node.putObject("data");
        var nodeMeta = data.putObject("nodeMeta");
        for (var key : List.of("title", "icon", "description")) {
            copy(yaml, key, nodeMeta, key);
        }
        copy(yaml, "version", data, "version");
        parameters(yaml.path("parameters"), NodeType.of(type), id, data);
        if (!Fields.absent(yaml.path("nodes"))) {
            node.set("blocks", nodes(yaml.path("nodes")));
            node.set("edges", edges(yaml.path("edges")));
        }
        copyUnknown(yaml, NODE_KEYS, node);
        return node;
    }

    private void parameters(JsonNode parameters, @Nullable NodeType type, String id, ObjectNode data) {
        var values = new YamlValues((en, zh) -> note(id, en, zh));
        var composite = type != null && type.composite();
        if (!Fields.absent(parameters.path("node_outputs"))) {
            data.set("outputs", values.outputs(parameters.path("node_outputs"), composite));
        }
        var inputs = data.putObject("inputs");
        if (!Fields.absent(parameters.path("node_inputs"))) {
            inputs.set("inputParameters", values.params(parameters.path("node_inputs")));
        }
        for (var entry : parameters.properties()) {
            var key = entry.getKey();
            if (key.equals("node_inputs") || key.equals("node_outputs")) {
                continue;
            }
            var value = values.deep(entry.getValue());
            inputs.set(key, switch (key) {
                case "llmParam" -> type == NodeType.LLM ? modelParams(value, values) : value;
                case "content" -> value.isString() ? values.literal("string", value) : value;
                default -> value;
            });
        }
        if (type == NodeType.SELECTOR) {
            operands(inputs);
        }
    }

    /** The editor writes the model's name "modleName", and an LLM node's settings as Params. */
    private static JsonNode modelParams(JsonNode llmParam, YamlValues values) {
        var params = llmParam.isObject() ? values.params(llmParam) : llmParam;
        for (var param : Fields.list(params)) {
            if (Fields.text(param, "name").equals("modelName") && param instanceof ObjectNode named) {
                named.put("name", "modleName");
            }
        }
        return params;
    }

    /** A comparison's sides are Params in a canvas, bare values in the YAML. */
    private static void operands(ObjectNode inputs) {
        for (var branch : Fields.list(inputs, "branches")) {
            for (var comparison : Fields.list(branch.path("condition"), "conditions")) {
                for (var side : List.of("left", "right")) {
                    if (comparison instanceof ObjectNode open && open.path(side).has("value")) {
                        var value = open.get(side);
                        open.putObject(side).set("input", value);
                    }
                }
            }
        }
    }

    private String type(JsonNode yaml, String id) {
        var name = Fields.text(yaml, "type");
        var type = NodeType.of(name) != null ? NodeType.of(name) : NodeType.named(name);
        if (type != null) {
            return type.number();
        }
        if (name.equals("ltm_write")) {
            return NodeType.LONG_TERM_MEMORY.number();
        }
        var title = Fields.text(yaml, "title");
        var titled = NodeType.named(title);
        if (titled != null) {
            note(id, "the type \"" + name + "\" is not known; by its title it was taken for " + titled.en(),
                    "类型“" + name + "”未知，按标题视为" + titled.zh());
            return titled.number();
        }
        note(id, "the type \"" + name + "\" is not known; the node was kept and cannot run", "类型“" + name + "”未知，节点已保留但无法运行");
        return name;
    }

    private static ArrayNode edges(JsonNode edges) {
        var translated = Json.array();
        for (var edge : Fields.list(edges)) {
            if (!edge.isObject()) {
                translated.add(edge);
                continue;
            }
            var renamed = translated.addObject();
            for (var entry : edge.properties()) {
                switch (entry.getKey()) {
                    case "source_node" -> renamed.put("sourceNodeID", Fields.text(entry.getValue()));
                    case "target_node" -> renamed.put("targetNodeID", Fields.text(entry.getValue()));
                    case "source_port" -> renamed.put("sourcePortID", Fields.text(entry.getValue()));
                    case "target_port" -> renamed.put("targetPortID", Fields.text(entry.getValue()));
                    default -> renamed.set(entry.getKey(), entry.getValue());
                }
            }
        }
        return translated;
    }

    private static void copy(JsonNode from, String key, ObjectNode to, String newKey) {
        if (!Fields.absent(from.path(key))) {
            to.set(newKey, from.path(key));
        }
    }

    private static void copyUnknown(JsonNode from, Set<String> known, ObjectNode to) {
        for (var entry : from.properties()) {
            if (!known.contains(entry.getKey())) {
                to.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private void note(@Nullable String nodeId, String en, String zh) {
        notes.add(new Opened.Note(nodeId, en, zh));
    }
}
