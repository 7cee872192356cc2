package dev.pankou.workflow.engine;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import dev.pankou.json.Json;

/**
 * Makes canvases within the rules, at random but repeatably: branches that join again, blocks, sub-workflows, refs to any node
 * before, failures that are handled or not. What it makes has one outcome, however its branches interleave: a loop variable is
 * only set where everything else of the iteration is over, and every way leads to End.
 */
final class RandomCanvas {
    private static final int DEEPEST_SUB = 3;

    /** Types by a name of their own. */
    private static final Map<String, String> TYPES = Map.of(
            "string", "{\"type\":\"string\"}",
            "integer", "{\"type\":\"integer\"}",
            "float", "{\"type\":\"float\"}",
            "boolean", "{\"type\":\"boolean\"}",
            "texts", "{\"type\":\"list\",\"schema\":{\"type\":\"string\"}}",
            "items",
                    "{\"type\":\"list\",\"schema\":{\"type\":\"object\",\"schema\":[{\"name\":\"name\",\"type\":\"string\"},"
                            + "{\"name\":\"v\",\"type\":\"integer\"}]}}",
            "item", "{\"type\":\"object\",\"schema\":[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"v\",\"type\":\"integer\"}]}",
            "object",
                    "{\"type\":\"object\",\"schema\":[{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"n\",\"type\":\"integer\"},"
                            + "{\"name\":\"items\",\"type\":\"list\",\"schema\":{\"type\":\"object\",\"schema\":"
                            + "[{\"name\":\"name\",\"type\":\"string\"},{\"name\":\"v\",\"type\":\"integer\"}]}}]}");
    private static final List<String> KINDS = List.of("string", "string", "integer", "boolean", "texts", "items", "object", "float");
    private static final Map<String, String> START_INPUTS = startInputs();
    private static final List<String> WORDS = List.of("", "a", "雨", "7", "-3", "0", "true", "false", "None", "[1,\"2\"]", "{\"a\":\"x\"}", "x,y;z", "🌏{{p0}}", "1.5");

    /** Something that a ref may name. */
    private record Given(String node, String path, String kind) {}

    /** A way out of a node that an edge may leave by. */
    private record Exit(String node, String port) {}

    private final Random random;
    private final boolean asks;
    private int left;
    private int nextId = 110_000;

    /** Sub-workflows by id. */
    final Map<String, Canvases> subs = new LinkedHashMap<>();

    final Canvases canvas;
    final Map<String, @Nullable Object> inputs;

    /**
     * @param size about how many nodes, those of sub-workflows included
     * @param asks whether it has questions
     */
    RandomCanvas(long seed, int size, boolean asks) {
        this.random = new Random(seed);
        this.asks = asks;
        this.left = size;
        this.canvas = workflow(0);
        this.inputs = inputs();
    }

    private static Map<String, String> startInputs() {
        var inputs = new LinkedHashMap<String, String>();
        inputs.put("s", "string");
        inputs.put("n", "integer");
        inputs.put("b", "boolean");
        inputs.put("l", "texts");
        inputs.put("o", "object");
        inputs.put("i", "items");
        return inputs;
    }

    private Map<String, @Nullable Object> inputs() {
        var values = new HashMap<String, @Nullable Object>();
        START_INPUTS.forEach((name, kind) -> {
            if (!chance(10)) {
                values.put(name, chance(12) ? null : dev.pankou.workflow.value.Values.of(literal(kind)));
            }
        });
        return values;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static ObjectNode type(String kind) {
        return (ObjectNode) Json.tree(TYPES.get(kind));
    }

    private ArrayNode array() {
        return Json.mapper().createArrayNode();
    }

    /** A value of that kind. */
    private tools.jackson.databind.JsonNode literal(String kind) {
        var f = Json.mapper().getNodeFactory();
        return switch (kind) {
            case "string" -> f.stringNode(any(WORDS));
            case "integer" -> f.numberNode((long) random.nextInt(6) - 1);
            case "float" -> f.numberNode(random.nextInt(9) / 2.0);
            case "boolean" -> f.booleanNode(random.nextBoolean());
            case "texts" -> {
                var all = array();
                for (var i = random.nextInt(5); i > 0; i--) {
                    all.add(any(WORDS));
                }
                yield all;
            }
            case "items" -> {
                var all = array();
                for (var i = chance(10) ? 0 : 1 + random.nextInt(3); i > 0; i--) {
                    all.add(literal("item"));
                }
                yield all;
            }
            case "item" -> Json.object().put("name", any(WORDS)).put("v", random.nextInt(5));
            default -> {
                var object = Json.object();
                if (!chance(10)) {
                    object.put("a", any(WORDS));
                }
                object.put("n", random.nextInt(4));
                object.set("items", literal("items"));
                yield object;
            }
        };
    }

    // ---- graphs

    private final class Graph {
        final Canvases canvas = new Canvases();
        final @Nullable String parent;
        final String block;
        final int depth;
        final List<Exit> open = new ArrayList<>();
        final List<Exit> used = new ArrayList<>();
        final Map<String, Set<String>> before = new HashMap<>();
        final Map<String, List<Given>> gives = new HashMap<>();
        final List<Given> outside;
        /** Strings that every iteration might give. */
        final List<Given> strings = new ArrayList<>();

        Graph(@Nullable String parent, String block, int depth, List<Given> outside) {
            this.parent = parent;
            this.block = block;
            this.depth = depth;
            this.outside = outside;
        }

        String id() {
            return Integer.toString(nextId++);
        }

        void edge(Exit from, String to, String targetPort) {
            var edge = canvas.json().withArray("edges").addObject().put("sourceNodeID", from.node).put("targetNodeID", to);
            if (!from.port.isEmpty()) {
                edge.put("sourcePortID", from.port);
            }
            if (!targetPort.isEmpty()) {
                edge.put("targetPortID", targetPort);
            }
        }

        /** Connects a new node to some ways out. */
        Set<String> connect(String id, boolean all) {
            var sources = new LinkedHashSet<Exit>();
            if (all) {
                sources.addAll(open);
                open.clear();
            } else {
                for (var i = chance(30) ? 1 + random.nextInt(3) : 1; i > 0; i--) {
                    var again = !used.isEmpty() && (open.isEmpty() || chance(25));
                    sources.add(again ? any(used) : open.remove(random.nextInt(open.size())));
                    if (open.isEmpty() && used.isEmpty()) {
                        break;
                    }
                }
            }
            var ancestors = new HashSet<String>();
            for (var source : sources) {
                edge(source, id, "");
                if (!used.contains(source)) {
                    used.add(source);
                }
                if (!source.node.equals(parent)) {
                    ancestors.add(source.node);
                    ancestors.addAll(before.getOrDefault(source.node, Set.of()));
                }
            }
            before.put(id, ancestors);
            return ancestors;
        }

        List<Given> visible(Set<String> ancestors) {
            var all = new ArrayList<>(outside);
            ancestors.stream().sorted().forEach(id -> all.addAll(gives.getOrDefault(id, List.of())));
            return all;
        }

        void leave(String id, String... ports) {
            for (var port : ports) {
                open.add(new Exit(id, port));
            }
        }

        void gives(String id, String name, String kind) {
            var all = gives.computeIfAbsent(id, key -> new ArrayList<>());
            all.addAll(reachable(id, name, kind));
            if (kind.equals("string")) {
                strings.add(new Given(id, name, kind));
            }
        }
    }

    private static List<Given> reachable(String id, String name, String kind) {
        var all = new ArrayList<Given>();
        all.add(new Given(id, name, kind));
        switch (kind) {
            case "object" -> {
                all.add(new Given(id, name + ".a", "string"));
                all.add(new Given(id, name + ".n", "integer"));
                all.addAll(reachable(id, name + ".items", "items"));
            }
            case "items", "item" -> {
                all.add(new Given(id, name + ".name", "string"));
                all.add(new Given(id, name + ".v", "integer"));
            }
            default -> {}
        }
        return all;
    }

    private Canvases workflow(int depth) {
        var graph = new Graph(null, "", depth, List.of());
        var outputs = array();
        START_INPUTS.forEach((name, kind) -> {
            var variable = type(kind).put("name", name);
            if (chance(25)) {
                var value = literal(kind);
                variable.put("defaultValue", value.isString() ? value.stringValue() : Json.text(value));
            }
            outputs.add(variable);
            graph.gives(START, name, kind);
        });
        graph.canvas.node(START, "1", "Start", "{}", Json.text(outputs));
        graph.before.put(START, Set.of());
        graph.leave(START, "");
        fill(graph, depth == 0 ? left : 1 + random.nextInt(6));
        if (chance(15)) {
            isolated(graph);
        }
        end(graph);
        return graph.canvas;
    }

    private void fill(Graph graph, int most) {
        for (var i = 0; i < most && left > 0 && (graph.parent == null || !graph.open.isEmpty()); i++) {
            left--;
            one(graph);
        }
    }

    /** A node that nothing leads to, before one that runs; and a comment. */
    private void isolated(Graph graph) {
        var id = graph.id();
        graph.canvas.text(id, "never", "[]");
        graph.canvas.node(graph.id(), "31", "", "{}", "[]");
        graph.edge(new Exit(id, ""), END, "");
    }

    private void end(Graph graph) {
        var ancestors = graph.connect(END, true);
        var visible = graph.visible(ancestors);
        var params = params(visible, 1 + random.nextInt(5));
        if (graph.depth > 0 && chance(40) || graph.depth == 0 && chance(25)) {
            graph.canvas.answer(template(params), random.nextBoolean(), Json.text(params));
        } else {
            graph.canvas.end(Json.text(params));
        }
    }

    private void one(Graph graph) {
        var inBlock = graph.parent != null;
        switch (random.nextInt(asks ? 22 : 19)) {
            case 0, 1, 2, 3 -> concat(graph);
            case 4 -> split(graph);
            case 5 -> toJson(graph);
            case 6, 7 -> fromJson(graph);
            case 8, 9, 10 -> selector(graph);
            case 11 -> merge(graph);
            case 12 -> output(graph);
            case 13, 14 -> code(graph);
            case 15 -> {
                if (inBlock) {
                    code(graph);
                } else {
                    loop(graph);
                }
            }
            case 16 -> {
                if (inBlock) {
                    cut(graph);
                } else {
                    batch(graph);
                }
            }
            case 17, 18 -> sub(graph);
            default -> question(graph);
        }
    }

    // ---- values

    private ObjectNode param(String name, ObjectNode input) {
        var param = Json.object().put("name", name);
        param.set("input", input);
        return param;
    }

    private ObjectNode given(String kind, tools.jackson.databind.JsonNode content) {
        var input = type(kind);
        input.putObject("value").put("type", "literal").set("content", content);
        return input;
    }

    private ObjectNode ref(String kind, Given given) {
        var input = type(kind);
        input.putObject("value")
                .put("type", "ref")
                .putObject("content")
                .put("source", "block-output")
                .put("blockID", given.node)
                .put("name", given.path);
        return input;
    }

    /** A value declared as that kind: mostly a ref that fits, else one that has to be converted, or a literal. */
    private ObjectNode input(List<Given> visible, String kind) {
        if (kind.equals("object") && chance(25)) {
            var input = Json.object().put("type", "object");
            input.putArray("schema")
                    .add(param("a", input(visible, "string")))
                    .add(param("n", input(visible, "integer")))
                    .add(param("items", input(visible, "items")));
            input.putObject("value").put("type", "object_ref");
            return input;
        }
        if (!visible.isEmpty() && chance(80)) {
            var fitting = visible.stream().filter(one -> one.kind.equals(kind)).toList();
            if (!fitting.isEmpty() && chance(90)) {
                return ref(kind, any(fitting));
            }
            if (chance(60)) {
                return ref(kind, any(visible));
            }
        }
        var value = literal(kind);
        return given(kind, chance(30) && !value.isString() ? Json.mapper().getNodeFactory().stringNode(Json.text(value)) : value);
    }

    private ArrayNode params(List<Given> visible, int count) {
        var params = array();
        for (var i = 0; i < count; i++) {
            params.add(param("p" + i, input(visible, any(KINDS))));
        }
        return params;
    }

    /** Texts and placeholders, some of which lead nowhere. */
    private String template(ArrayNode params) {
        var text = new StringBuilder();
        var i = 0;
        for (var param : params) {
            text.append(any(List.of("", "-", "，", "{", "}} ", "{{", " {{nobody}} ")));
            var name = param.path("name").asString();
            text.append("{{").append(chance(20) ? " " : "").append(name);
            var kind = param.path("input").path("type").asString();
            if (kind.equals("object") && chance(50)) {
                text.append(any(List.of(".a", ".n", ".items", ".nothing")));
            } else if (kind.equals("list") && chance(8)) {
                text.append("[0]");
            }
            text.append("}}");
            i++;
        }
        return text.append(i == 0 ? "plain" : any(List.of("", "!", "{"))).toString();
    }

    // ---- nodes

    private static ArrayNode outputs(String... namesAndKinds) {
        var all = Json.mapper().createArrayNode();
        for (var i = 0; i < namesAndKinds.length; i += 2) {
            all.add(type(namesAndKinds[i + 1]).put("name", namesAndKinds[i]));
        }
        return all;
    }

    private void concat(Graph graph) {
        var id = graph.id();
        var params = params(graph.visible(graph.connect(id, false)), random.nextInt(4));
        graph.canvas.text(id, template(params), Json.text(params));
        graph.gives(id, "output", "string");
        graph.leave(id, "");
    }

    private void split(Graph graph) {
        var id = graph.id();
        var inputs = Json.object().put("method", "split");
        inputs.putArray("inputParameters").add(param("String", input(graph.visible(graph.connect(id, false)), "string")));
        var delimiters = array().add(any(List.of(",", ";", "a")));
        if (chance(40)) {
            delimiters.add("；");
        }
        inputs.putArray("splitParams").add(param("delimiters", given("texts", delimiters)));
        add(graph, id, "15", inputs, outputs("output", "texts"));
        graph.gives(id, "output", "texts");
        graph.leave(id, "");
    }

    private static void add(Graph graph, String id, String type, ObjectNode inputs, ArrayNode outputs) {
        graph.canvas.node(id, type, "Node " + id, Json.text(inputs), Json.text(outputs));
    }

    private void toJson(Graph graph) {
        var id = graph.id();
        var inputs = Json.object();
        inputs.putArray("inputParameters").add(param("input", input(graph.visible(graph.connect(id, false)), any(KINDS))));
        add(graph, id, "58", inputs, outputs("output", "string"));
        graph.gives(id, "output", "string");
        graph.leave(id, "");
    }

    private void fromJson(Graph graph) {
        var id = graph.id();
        var kind = any(KINDS);
        var visible = graph.visible(graph.connect(id, false));
        var inputs = Json.object();
        var good = chance(70);
        inputs.putArray("inputParameters")
                .add(param(
                        "input",
                        good
                                ? given("string", Json.mapper().getNodeFactory().stringNode(Json.text(literal(kind))))
                                : input(visible, "string")));
        onError(graph, id, inputs, outputs("output", kind), kind, "59", good ? 0 : 90);
    }

    private void code(Graph graph) {
        var id = graph.id();
        var kind = any(KINDS);
        var inputs = Json.object().put("language", 5);
        var code = Json.object().put("fails", chance(20)).put("takes", random.nextInt(4) * random.nextInt(300));
        code.set("output", literal(chance(90) ? kind : any(KINDS)));
        inputs.put("code", Json.text(code));
        inputs.set("inputParameters", params(graph.visible(graph.connect(id, false)), random.nextInt(4)));
        var outputs = outputs("output", kind, "seen", "string");
        graph.gives(id, "seen", "string");
        onError(graph, id, inputs, outputs, kind, "5", code.path("fails").asBoolean() ? 92 : 30);
    }

    /** Adds the node, and with some luck what happens when it fails. */
    private void onError(Graph graph, String id, ObjectNode inputs, ArrayNode outputs, String kind, String type, int percent) {
        var port = "";
        if (chance(percent)) {
            var process = 2 + random.nextInt(2);
            var setting = inputs.putObject("settingOnError").put("switch", true).put("processType", process);
            if (chance(30)) {
                setting.put("retryTimes", 1);
            }
            if (chance(20)) {
                setting.put("timeoutMs", 60_000);
            }
            var instead = Json.object();
            instead.set("output", literal(kind));
            setting.put("dataOnErr", process == 3 ? "" : chance(80) ? Json.text(instead) : "instead");
            outputs.addObject().put("name", "errorBody").put("type", "object").put("readOnly", true).putArray("schema");
            outputs.addObject().put("name", "isSuccess").put("type", "boolean");
            graph.gives(id, "isSuccess", "boolean");
            port = process == 3 ? "default" : "";
        }
        add(graph, id, type, inputs, outputs);
        graph.gives(id, "output", kind);
        if (port.isEmpty()) {
            graph.leave(id, "");
        } else {
            graph.leave(id, port, "branch_error");
        }
    }

    private ObjectNode condition(List<Given> visible) {
        var condition = Json.object();
        var operator = 1 + random.nextInt(16);
        var kind = switch (operator) {
            case 1, 2 -> any(List.of("string", "integer", "boolean"));
            case 3, 4, 5, 6, 7, 8 -> any(List.of("string", "texts"));
            case 11, 12 -> "boolean";
            case 13, 14, 15, 16 -> any(List.of("integer", "float"));
            default -> any(KINDS);
        };
        var right = switch (operator) {
            case 3, 4, 5, 6 -> "integer";
            case 7, 8 -> "string";
            default -> kind;
        };
        condition.put("operator", operator);
        condition.putObject("left").set("input", input(visible, kind));
        if (operator < 9 || operator > 12) {
            condition.putObject("right").set("input", input(visible, right));
        }
        return condition;
    }

    private void selector(Graph graph) {
        var id = graph.id();
        var visible = graph.visible(graph.connect(id, false));
        var inputs = Json.object();
        var branches = inputs.putArray("branches");
        var ports = new ArrayList<>(List.of("true"));
        for (var i = 1 + random.nextInt(2); i > 0; i--) {
            var condition = branches.addObject().putObject("condition").put("logic", 1 + random.nextInt(2));
            var conditions = condition.putArray("conditions");
            for (var c = chance(30) ? 2 : 1; c > 0; c--) {
                conditions.add(condition(visible));
            }
        }
        if (branches.size() == 2) {
            ports.add("true_1");
        }
        ports.add("false");
        add(graph, id, "8", inputs, array());
        graph.leave(id, ports.toArray(String[]::new));
    }

    private void merge(Graph graph) {
        var id = graph.id();
        var visible = graph.visible(graph.connect(id, false));
        var inputs = Json.object();
        var groups = inputs.putArray("mergeGroups");
        var outputs = array();
        for (var i = 1 + random.nextInt(2); i > 0; i--) {
            var kind = any(KINDS);
            var group = groups.addObject().put("name", "Group" + i);
            var variables = group.putArray("variables");
            for (var v = 1 + random.nextInt(3); v > 0; v--) {
                variables.add(input(visible, kind));
            }
            outputs.add(type(kind).put("name", "Group" + i));
            graph.gives(id, "Group" + i, kind);
        }
        add(graph, id, "32", inputs, outputs);
        graph.leave(id, "");
    }

    private void output(Graph graph) {
        var id = graph.id();
        var params = params(graph.visible(graph.connect(id, false)), random.nextInt(3));
        graph.canvas.output(id, template(params), random.nextBoolean(), Json.text(params));
        graph.leave(id, "");
    }

    private void question(Graph graph) {
        var id = graph.id();
        var params = params(graph.visible(graph.connect(id, false)), random.nextInt(2));
        var inputs = Json.object().put("question", "Q" + id + template(params)).put("answer_type", "text");
        inputs.set("inputParameters", params);
        if (chance(40)) {
            inputs.put("answer_type", "option").put("option_type", "static");
            inputs.putArray("options").add(Json.object().put("name", "one")).add(Json.object().put("name", "two 二"));
            add(graph, id, "18", inputs, outputs("optionId", "string", "optionContent", "string"));
            graph.gives(id, "optionId", "string");
            graph.gives(id, "optionContent", "string");
            graph.leave(id, "branch_0", "branch_1", "default");
        } else {
            add(graph, id, "18", inputs, outputs("USER_RESPONSE", "string"));
            graph.gives(id, "USER_RESPONSE", "string");
            graph.leave(id, "");
        }
    }

    /** A break or continue where a way of the block ends. */
    private void cut(Graph graph) {
        if (!graph.block.equals("loop") || graph.open.size() < 2) {
            concat(graph);
            return;
        }
        var id = graph.id();
        graph.connect(id, false);
        add(graph, id, chance(50) ? "19" : "29", Json.object(), array());
    }

    private void sub(Graph graph) {
        if (graph.depth >= DEEPEST_SUB || left == 0) {
            concat(graph);
            return;
        }
        var id = graph.id();
        var visible = graph.visible(graph.connect(id, false));
        var workflow = "w" + (subs.size() + 1);
        subs.put(workflow, new Canvases()); // its place
        var inner = workflow(graph.depth + 1);
        subs.put(workflow, inner);
        var inputs = Json.object().put("workflowId", workflow).put("workflowVersion", "");
        var params = inputs.putArray("inputParameters");
        START_INPUTS.forEach((name, kind) -> {
            if (chance(70)) {
                params.add(param(name, input(visible, kind)));
            }
        });
        var end = inner.json().path("nodes").get(inner.json().path("nodes").size() - 1).path("data").path("inputs");
        var text = end.path("terminatePlan").asString().equals("useAnswerContent");
        inputs.put("type", text ? 1 : 0);
        var outputs = array();
        if (text) {
            outputs.addAll(outputs("output", "string"));
            onError(graph, id, inputs, outputs, "string", "9", 25);
            return;
        }
        for (var param : end.path("inputParameters")) {
            var name = param.path("name").asString();
            var kind = TYPES.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(Json.text(without(param.path("input")))))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("object");
            outputs.add(type(kind).put("name", name));
            graph.gives(id, name, kind);
        }
        onError(graph, id, inputs, outputs.addAll(outputs("output", "string")), "string", "9", 25);
    }

    private static ObjectNode without(tools.jackson.databind.JsonNode input) {
        var type = (ObjectNode) input.deepCopy();
        type.remove("value");
        return type;
    }

    /** The block of a loop or batch: what it may refer to, its nodes, its way back. */
    private Graph block(Graph around, String id, String kind, List<Given> visible, List<Given> locals) {
        var outside = new ArrayList<>(visible);
        outside.addAll(locals);
        var block = new Graph(id, kind, around.depth, outside);
        block.open.add(new Exit(id, kind + "-function-inline-output"));
        left--;
        concat(block);
        fill(block, 1 + random.nextInt(6));
        return block;
    }

    private void close(Graph block, String id) {
        for (var exit : List.copyOf(block.open)) {
            if (!chance(10)) { // a way that just ends there
                block.edge(exit, id, block.block + "-function-inline-input");
            }
        }
    }

    private ArrayNode collected(Graph block, Graph around, String id) {
        var outputs = array();
        for (var i = 0; i < 2 && !block.strings.isEmpty(); i++) {
            var input = type("texts");
            var from = any(block.strings);
            input.set("value", ref("string", from).path("value"));
            outputs.add(param("texts" + i, input));
            around.gives(id, "texts" + i, "texts");
        }
        return outputs;
    }

    private ArrayNode lists(List<Given> visible, String id, List<Given> locals, boolean elements) {
        var params = array();
        for (var i = 0; i < (chance(25) ? 2 : 1); i++) {
            var kind = any(List.of("texts", "items"));
            params.add(param("l" + i, input(visible, kind)));
            locals.addAll(reachable(id, "l" + i, elements ? kind.equals("texts") ? "string" : "item" : kind));
        }
        if (chance(40)) {
            params.add(param("extra", input(visible, "string")));
            locals.add(new Given(id, "extra", "string"));
        }
        locals.add(new Given(id, "index", "integer"));
        return params;
    }

    private void loop(Graph graph) {
        var id = graph.id();
        var visible = graph.visible(graph.connect(id, false));
        var kind = any(List.of("array", "array", "count", "infinite"));
        var locals = new ArrayList<Given>();
        var inputs = Json.object().put("loopType", kind);
        inputs.set("inputParameters", kind.equals("array") || chance(30) ? lists(visible, id, locals, kind.equals("array")) : array());
        if (locals.isEmpty()) {
            locals.add(new Given(id, "index", "integer"));
        }
        if (kind.equals("count")) {
            inputs.set("loopCount", input(visible, "integer"));
        }
        inputs.putArray("variableParameters").add(param("acc", input(visible, "string")));
        locals.add(new Given(id, "acc", "string"));
        var block = block(graph, id, "loop", visible, locals);
        var outputs = collected(block, graph, id);
        if (kind.equals("infinite") || chance(60)) {
            set(block, id, kind.equals("infinite"));
        }
        close(block, id);
        outputs.add(param("acc", ref("string", new Given(id, "acc", "string"))));
        graph.canvas.block(id, "21", "Loop " + id, Json.text(inputs), Json.text(outputs), block.canvas);
        graph.gives(id, "acc", "string");
        graph.leave(id, "loop-output");
    }

    /** Sets the variable behind everything else, and breaks when it has to. */
    private void set(Graph block, String parent, boolean breaks) {
        var visible = block.visible(block.before.keySet());
        var joined = block.id();
        if (block.open.isEmpty()) {
            return;
        }
        var ancestors = block.connect(joined, true);
        visible.removeIf(one -> block.before.containsKey(one.node) && !ancestors.contains(one.node));
        var params = params(visible, 1 + random.nextInt(2));
        params.add(param("acc", ref("string", new Given(parent, "acc", "string"))));
        block.canvas.text(joined, template(params) + "+", Json.text(params));
        block.leave(joined, "");
        var id = block.id();
        block.connect(id, true);
        var inputs = Json.object();
        var one = inputs.putArray("inputParameters").addObject();
        one.set("left", ref("string", new Given(parent, "acc", "string")));
        one.set("right", ref("string", new Given(joined, "output", "string")));
        add(block, id, "20", inputs, array());
        block.leave(id, "");
        if (!breaks) {
            return;
        }
        var selector = block.id();
        block.connect(selector, true);
        var settings = Json.object();
        var condition = settings.putArray("branches").addObject().putObject("condition").put("logic", 2);
        var test = condition.putArray("conditions").addObject().put("operator", 14);
        test.putObject("left").set("input", ref("integer", new Given(parent, "index", "integer")));
        test.putObject("right").set("input", given("integer", Json.mapper().getNodeFactory().numberNode(random.nextInt(4))));
        add(block, selector, "8", settings, array());
        var stop = block.id();
        add(block, stop, "19", Json.object(), array());
        block.edge(new Exit(selector, "true"), stop, "");
        block.leave(selector, "false");
    }

    private void batch(Graph graph) {
        var id = graph.id();
        var visible = graph.visible(graph.connect(id, false));
        var locals = new ArrayList<Given>();
        var inputs = Json.object();
        inputs.set("inputParameters", lists(visible, id, locals, true));
        var numbers = Json.mapper().getNodeFactory();
        inputs.set("batchSize", given("integer", numbers.numberNode(1 + random.nextInt(4))));
        inputs.set("concurrentSize", given("integer", numbers.numberNode(1 + random.nextInt(3))));
        var block = block(graph, id, "batch", visible, locals);
        var outputs = collected(block, graph, id);
        close(block, id);
        graph.canvas.block(id, "28", "Batch " + id, Json.text(inputs), Json.text(outputs), block.canvas);
        graph.leave(id, "batch-output");
    }
}
