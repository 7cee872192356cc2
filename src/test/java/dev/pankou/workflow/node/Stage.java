package dev.pankou.workflow.node;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelCall;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelRequest;
import dev.pankou.model.ModelSpec;
import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.Path;
import dev.pankou.workflow.value.Problems;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One node on a stage of its own: the engine's ports over plain maps. Earlier nodes are what {@link #output} says they gave;
 * models, addresses and code answer from a script.
 */
final class Stage implements NodeCall, Outside {
    private final CanvasNode node;
    private final Scope scope = new Scope();
    private final List<String> ids = new ArrayList<>();
    private final Map<String, Map<String, @Nullable Object>> outputs = new HashMap<>();
    private final Map<String, @Nullable Object> variables = new HashMap<>();
    private final Set<String> skippedNodes = new HashSet<>();
    private final List<Round> rounds = new ArrayList<>();
    private final Deque<List<ModelEvent>> answers = new ArrayDeque<>();
    private @Nullable RuntimeException modelFailure;
    private Function<HttpAsk, HttpAnswer> web = ask -> {
        throw new NodeException(NodeException.REMOTE, "no answer");
    };
    private Function<String, String> sandbox = params -> params;
    private final Map<String, ToolInfo> plugins = new HashMap<>();
    private final Map<String, Function<Map<String, @Nullable Object>, ToolReply>> tools = new HashMap<>();
    private Function<Map<String, @Nullable Object>, Map<String, @Nullable Object>> bases = asked -> {
        throw new NodeException(NodeException.OPERATION, "no knowledge on this stage");
    };
    private RunContext.@Nullable Dialogue dialogue;
    private int attempt;

    /** What the node did. */
    final List<ModelRequest> asked = new ArrayList<>();

    final List<String> lookedUp = new ArrayList<>();
    final List<HttpAsk> sent = new ArrayList<>();
    final List<String> code = new ArrayList<>();
    final List<String> called = new ArrayList<>();
    final List<String> pieces = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<String> raw = new ArrayList<>();
    ModelSpec model = ModelSpec.offline();

    private Stage(CanvasNode node) {
        this.node = node;
    }

    /** A node of that type whose {@code data} is the JSON text. */
    static Stage of(NodeType type, String data) {
        return new Stage(new CanvasNode("700", type.number(), "节点 🎭", Json.tree(data), List.of(), List.of()));
    }

    /** A BlockInput that refers to an output of another node. */
    static String ref(String type, String nodeId, String name) {
        return """
                {"type":"%s","value":{"type":"ref","content":{"source":"block-output","blockID":"%s","name":"%s"}}}"""
                .formatted(type, nodeId, name);
    }

    static String refParam(String name, String type, String nodeId, String path) {
        return "{\"name\":\"" + name + "\",\"input\":" + ref(type, nodeId, path) + "}";
    }

    /** A BlockInput with a value of its own. @param json the content as JSON text */
    static String literal(String type, String json) {
        return "{\"type\":\"" + type + "\",\"value\":{\"type\":\"literal\",\"content\":" + json + "}}";
    }

    static String literalParam(String name, String type, String json) {
        return "{\"name\":\"" + name + "\",\"input\":" + literal(type, json) + "}";
    }

    static String quoted(String text) {
        return Values.json(text);
    }

    Stage output(String nodeId, String json) {
        outputs.put(nodeId, Parsed.object((Map<?, ?>) Values.parse(json)));
        return this;
    }

    Stage skip(String nodeId) {
        skippedNodes.add(nodeId);
        return this;
    }

    Stage variable(String name, @Nullable Object value) {
        variables.put(name, value);
        return this;
    }

    Stage round(String asked, String reply) {
        rounds.add(new Round(asked, reply));
        return this;
    }

    Stage answer(ModelEvent... events) {
        answers.add(List.of(events));
        return this;
    }

    Stage answer(String text) {
        return answer(new ModelEvent.Text(text));
    }

    Stage failing(RuntimeException failure) {
        modelFailure = failure;
        return this;
    }

    Stage web(Function<HttpAsk, HttpAnswer> web) {
        this.web = web;
        return this;
    }

    Stage sandbox(Function<String, String> sandbox) {
        this.sandbox = sandbox;
        return this;
    }

    Stage attempt(int attempt) {
        this.attempt = attempt;
        return this;
    }

    Stage model(ModelSpec model) {
        this.model = model;
        return this;
    }

    Stage dialogue(List<ContentPart> said, ModelMessage... history) {
        dialogue = new RunContext.Dialogue() {
            @Override
            public Id conversation() {
                return new Id(8);
            }

            @Override
            public Id section() {
                return new Id(9);
            }

            @Override
            public Id question() {
                return new Id(10);
            }

            @Override
            public List<ModelMessage> history(int rounds) {
                var all = Arrays.asList(history);
                return all.subList(Math.max(0, all.size() - 2 * rounds), all.size());
            }

            @Override
            public List<ContentPart> said() {
                return said;
            }
        };
        return this;
    }

    NodeWork work() {
        var kind = Objects.requireNonNull(node.kind());
        var work = NodeTypes.of(kind, scope);
        if (work == null) {
            throw new AssertionError("no work for " + kind);
        }
        return work;
    }

    Outcome play() {
        return work().run(this);
    }

    /** Plays and expects the end. */
    Outcome.Done done() {
        return (Outcome.Done) play();
    }

    /** The outputs after the engine's conversion. */
    Map<String, @Nullable Object> results() {
        return Conversion.nodeOutputs(done().outputs(), scope.outputs(), new Problems());
    }

    /** What the node is made from. */
    private final class Scope implements NodeScope {
        @Override
        public CanvasNode node() {
            return node;
        }

        @Override
        public Operand operand(JsonNode blockInput) {
            var value = blockInput.path("value");
            var type = Type.of(blockInput);
            var content = value.path("content");
            return switch (value.path("type").asString("")) {
                case "literal" ->
                    new Operand.Literal(type, Conversion.convert(Values.of(content), type, new Problems()));
                case "ref" -> switch (content.path("source").asString("")) {
                    case "block-output" -> new Operand.Output(
                            type, 0, index(content.path("blockID").asString()), Path.of(content.path("name").asString("")));
                    default -> new Operand.Variable(
                            type, Operand.Scope.APP, new Path(List.of(content.path("path").path(0).asString())));
                };
                default -> throw new CompileException("has no value");
            };
        }

        private int index(String id) {
            if (!ids.contains(id)) {
                ids.add(id);
            }
            return ids.indexOf(id);
        }

        @Override
        public Map<String, Operand> params(JsonNode params) {
            var operands = new LinkedHashMap<String, Operand>();
            for (var param : params) {
                operands.putIfAbsent(param.path("name").asString(), operand(param.path("input")));
            }
            return operands;
        }

        @Override
        public @Nullable Operand output(String nodeId) {
            return outputs.containsKey(nodeId) || skippedNodes.contains(nodeId)
                    ? new Operand.Output(Type.ObjectType.FREE_FORM, 0, index(nodeId), new Path(List.of()))
                    : null;
        }

        @Override
        public Type.ObjectType inputs() {
            return Type.ObjectType.ofVariables(node.inputs().path("inputParameters"));
        }

        @Override
        public Type.ObjectType outputs() {
            return Type.ObjectType.ofVariables(node.data().path("outputs"));
        }
    }

    /** The call's view: values of {@code inputParameters} as the engine fills them. */
    @Override
    public Map<String, @Nullable Object> inputs() {
        var given = new LinkedHashMap<String, @Nullable Object>();
        scope.params(node.inputs().path("inputParameters")).forEach((name, operand) -> {
            var found = take(operand);
            if (found.present()) {
                given.put(name, found.value());
            }
        });
        return Conversion.nodeInputs(given, scope.inputs(), new Problems());
    }

    @Override
    public Set<String> skipped() {
        var names = new HashSet<String>();
        scope.params(node.inputs().path("inputParameters")).forEach((name, operand) -> {
            if (isSkipped(operand)) {
                names.add(name);
            }
        });
        return names;
    }

    @Override
    public Found take(Operand operand) {
        var found = switch (operand) {
            case Operand.Literal literal -> Found.of(literal.value());
            case Operand.Output output -> isSkipped(operand)
                    ? Found.ABSENT
                    : output.path().in(outputs.getOrDefault(ids.get(output.node()), Map.of()));
            case Operand.Variable variable -> {
                var key = variable.path().keys().getFirst();
                yield variables.containsKey(key) ? Found.of(variables.get(key)) : Found.ABSENT;
            }
            case Operand.Local local -> Found.ABSENT;
            case Operand.Built built -> Found.ABSENT;
        };
        return found.present() ? Found.of(Conversion.convert(found.value(), operand.type(), new Problems())) : found;
    }

    @Override
    public boolean isSkipped(Operand operand) {
        return operand instanceof Operand.Output output && skippedNodes.contains(ids.get(output.node()));
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public List<Round> rounds() {
        return rounds;
    }

    @Override
    public Outside outside() {
        return this;
    }

    @Override
    public RunContext run() {
        var id = new Id(5);
        return new RunContext(id, id, id, id, "u-17", id, null, null, dialogue);
    }

    @Override
    public void piece(String output, String text) {
        pieces.add(output + "=" + text);
    }

    @Override
    public void warn(int code, String text) {
        warnings.add(code + " " + text);
    }

    @Override
    public void raw(String text) {
        raw.add(text);
    }

    @Override
    public ModelSpec model(String type, String name) {
        lookedUp.add(type + "/" + name);
        return model;
    }

    @Override
    public ModelCall ask(ModelRequest request) {
        asked.add(request);
        var events = new ArrayDeque<>(answers.isEmpty() ? List.of() : answers.removeFirst());
        return new ModelCall() {
            @Override
            public @Nullable ModelEvent next() {
                if (modelFailure != null) {
                    throw modelFailure;
                }
                return events.poll();
            }

            @Override
            public boolean ready() {
                return true;
            }

            @Override
            public void cancel() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public HttpAnswer send(HttpAsk request) {
        sent.add(request);
        return web.apply(request);
    }

    @Override
    public String code(CodeLanguage language, String text, String params) {
        code.add(language + " " + text + " " + params);
        return sandbox.apply(params);
    }

    @Override
    public Map<String, @Nullable Object> conversation(NodeType kind, Map<String, @Nullable Object> given) {
        throw new NodeException(NodeException.OPERATION, "no conversations on this stage");
    }

    /** Knowledge bases answer with this; {@code called} notes what they were asked. */
    Stage knowledge(Function<Map<String, @Nullable Object>, Map<String, @Nullable Object>> answer) {
        bases = answer;
        return this;
    }

    /** A tool of a plugin, by the name that models call it. */
    Stage plugin(ToolInfo info, Function<Map<String, @Nullable Object>, ToolReply> answer) {
        plugins.put(info.name(), info);
        tools.put(info.name(), answer);
        return this;
    }

    @Override
    public Map<String, @Nullable Object> knowledge(NodeType kind, Map<String, @Nullable Object> inputs) {
        called.add(kind + " " + dev.pankou.workflow.value.Values.json(new java.util.TreeMap<>(inputs)));
        return bases.apply(inputs);
    }

    @Override
    public ToolInfo toolInfo(ToolName tool) {
        var found = plugins.get(tool.toolName());
        if (found == null) {
            throw new NodeException(NodeException.REMOTE, "there is no tool " + tool);
        }
        return found;
    }

    @Override
    public ToolReply tool(ToolName tool, Map<String, @Nullable Object> arguments) {
        toolInfo(tool);
        called.add(tool + " " + dev.pankou.workflow.value.Values.json(new java.util.TreeMap<>(arguments)));
        return java.util.Objects.requireNonNull(tools.get(tool.toolName())).apply(arguments);
    }

    @Override
    public Map<String, @Nullable Object> table(TableAsk ask) {
        throw new NodeException(NodeException.OPERATION, "no databases on this stage");
    }

    @Override
    public void assign(Operand.Scope scope, String key, @Nullable Object value) {
        throw new NodeException(NodeException.VARIABLES, "no variables on this stage");
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public Tool tool(String workflow, String version) {
        throw new AssertionError("no tools on this stage");
    }

    @Override
    public @Nullable Map<String, @Nullable Object> callTool(
            int number, String workflow, String version, Map<String, @Nullable Object> arguments, String output) {
        throw new AssertionError("no tools on this stage");
    }

    @Override
    public Outcome inside() {
        throw new AssertionError("nothing is asked inside on this stage");
    }
}
