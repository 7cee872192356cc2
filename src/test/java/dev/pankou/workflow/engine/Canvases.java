package dev.pankou.workflow.engine;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import dev.pankou.json.Json;

/** Builds canvases for tests, as Coze's editor writes them. */
public final class Canvases {
    public static final String START = "100001";
    public static final String END = "900001";

    private final ObjectNode canvas = Json.object();
    private final ArrayNode nodes;
    private final ArrayNode edges;

    public Canvases() {
        nodes = canvas.putArray("nodes");
        edges = canvas.putArray("edges");
    }

    public ObjectNode json() {
        return canvas;
    }

    /** A node with {@code data.inputs} and {@code data.outputs}, each JSON text. */
    public Canvases node(String id, String type, String title, String inputs, String outputs) {
        nodes.add(made(id, type, title, inputs, outputs));
        return this;
    }

    private static ObjectNode made(String id, String type, String title, String inputs, String outputs) {
        var node = Json.object().put("id", id).put("type", type);
        var data = node.putObject("data");
        data.putObject("nodeMeta").put("title", title);
        data.set("inputs", Json.tree(inputs));
        data.set("outputs", Json.tree(outputs));
        return node;
    }

    /** A loop (21) or batch (28) with children from another canvas; its edges name the parent. */
    public Canvases block(String id, String type, String title, String inputs, String outputs, Canvases inside) {
        var node = made(id, type, title, inputs, outputs);
        node.set("blocks", inside.canvas.path("nodes"));
        node.set("edges", inside.canvas.path("edges"));
        nodes.add(node);
        return this;
    }

    public Canvases start(String outputs) {
        return node(START, "1", "Start", "{}", outputs);
    }

    /** End that returns variables: {@code params} is an array of {name, input}. */
    public Canvases end(String params) {
        return node(END, "2", "End", "{\"terminatePlan\":\"returnVariables\",\"inputParameters\":" + params + "}", "[]");
    }

    /** End that answers with a text. */
    public Canvases answer(String template, boolean streaming, String params) {
        return node(END, "2", "End", sink(template, streaming, params, "\"terminatePlan\":\"useAnswerContent\","), "[]");
    }

    public Canvases output(String id, String template, boolean streaming, String params) {
        return node(id, "13", "Output " + id, sink(template, streaming, params, ""), "[]");
    }

    private static String sink(String template, boolean streaming, String params, String more) {
        return "{" + more + "\"streamingOutput\":" + streaming + ",\"inputParameters\":" + params
                + ",\"content\":{\"type\":\"string\",\"value\":{\"type\":\"literal\",\"content\":" + Json.text(template) + "}}}";
    }

    public Canvases text(String id, String template, String params) {
        return node(
                id,
                "15",
                "Text " + id,
                "{\"method\":\"concat\",\"inputParameters\":" + params + ",\"concatParams\":[{\"name\":\"concatResult\",\"input\":"
                        + literal("string", template) + "},{\"name\":\"arrayItemConcatChar\",\"input\":" + literal("string", ",")
                        + "}]}",
                "[{\"name\":\"output\",\"type\":\"string\"}]");
    }

    /** One branch: {@code left == right}, ports true and false. */
    public Canvases equal(String id, String left, String right) {
        return node(
                id,
                "8",
                "If " + id,
                "{\"branches\":[{\"condition\":{\"logic\":2,\"conditions\":[{\"operator\":1,\"left\":{\"input\":" + left
                        + "},\"right\":{\"input\":" + right + "}}]}}]}",
                "[]");
    }

    public Canvases edge(String from, String to) {
        return edge(from, "", to);
    }

    public Canvases edge(String from, String port, String to) {
        var edge = edges.addObject().put("sourceNodeID", from).put("targetNodeID", to);
        if (!port.isEmpty()) {
            edge.put("sourcePortID", port);
        }
        return this;
    }

    /** From the parent to the first child. */
    public Canvases enter(String parent, String child) {
        return edge(parent, "loop-function-inline-output", child);
    }

    /** From a child back to the parent. */
    public Canvases leave(String child, String parent) {
        edges.addObject()
                .put("sourceNodeID", child)
                .put("targetNodeID", parent)
                .put("targetPortID", "loop-function-inline-input");
        return this;
    }

    public Canvases chain(String... ids) {
        for (var i = 1; i < ids.length; i++) {
            edge(ids[i - 1], ids[i]);
        }
        return this;
    }

    /** {@code [{name, input}, …]} of names and BlockInputs in turns. */
    public static String params(String... namesAndInputs) {
        var array = Json.mapper().createArrayNode();
        for (var i = 0; i < namesAndInputs.length; i += 2) {
            var param = array.addObject().put("name", namesAndInputs[i]);
            param.set("input", Json.tree(namesAndInputs[i + 1]));
        }
        return Json.text(array);
    }

    public static String literal(String type, Object value) {
        var input = Json.object().put("type", type);
        input.putObject("value").put("type", "literal").set("content", Json.mapper().valueToTree(value));
        return Json.text(input);
    }

    public static String ref(String type, String node, String name) {
        var input = Json.object().put("type", type);
        var value = input.putObject("value").put("type", "ref");
        value.putObject("content").put("source", "block-output").put("blockID", node).put("name", name);
        return Json.text(input);
    }

    /** A ref to a list of that element type. */
    public static String refList(String element, String node, String name) {
        var input = (ObjectNode) Json.tree(ref("list", node, name));
        input.putObject("schema").put("type", element);
        return Json.text(input);
    }

    public static JsonNode tree(String json) {
        return Json.tree(json);
    }
}
