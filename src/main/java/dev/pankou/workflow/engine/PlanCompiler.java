package dev.pankou.workflow.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasEdge;
import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.canvas.Ports;
import dev.pankou.workflow.canvas.Settings;
import dev.pankou.workflow.engine.Plan.Action;
import dev.pankou.workflow.engine.Plan.Graph;
import dev.pankou.workflow.engine.Plan.OnError;
import dev.pankou.workflow.node.CompileException;
import dev.pankou.workflow.node.NodeScope;
import dev.pankou.workflow.node.NodeWork;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Path;
import dev.pankou.workflow.value.Problems;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.Values;
import dev.pankou.workflow.value.Variable;

/** Compiles a canvas, once a version. Linear in nodes, edges and refs. Used by one call. */
public final class PlanCompiler {
    private static final int WAY_IN = -1;
    private static final Operand NOTHING = new Operand.Literal(Type.Scalar.STRING, null);

    /** Makes the work of nodes that are not the engine's own; null for those that cannot run here. */
    public interface Works extends BiFunction<NodeType, NodeScope, @Nullable NodeWork> {
        @Override
        @Nullable NodeWork apply(NodeType type, NodeScope scope);
    }

    private final Works works;

    public PlanCompiler(Works works) {
        this.works = works;
    }

    /**
     * The plan of a canvas without faults of the level ERROR.
     *
     * @throws CompileException when it cannot run all the same
     */
    public Plan compile(Canvas canvas, String hash) {
        try {
            var start = only(canvas, NodeType.START);
            var end = only(canvas, NodeType.END);
            var root = new Block(null, null, canvas.nodes(), canvas.edges(), start.id());
            var graph = root.compile();
            var declared = Type.ObjectType.ofVariables(start.data().path("outputs"));
            var problems = new Problems();
            var defaults = Conversion.defaults(declared, problems);
            if (!problems.isEmpty()) {
                throw new CompileException("the default of an input does not fit: " + problems.text());
            }
            var answers = Fields.text(end.inputs(), "terminatePlan").equals("useAnswerContent");
            return new Plan(hash, graph, declared, defaults, answers, isLocal(graph), emits(graph));
        } catch (ValueException bad) {
            throw new CompileException(String.valueOf(bad.getMessage()));
        }
    }

    private static CanvasNode only(Canvas canvas, NodeType type) {
        for (var node : canvas.nodes()) {
            if (node.kind() == type) {
                return node;
            }
        }
        throw new CompileException("the canvas has no " + type.en() + " node");
    }

    private static boolean isLocal(Graph graph) {
        for (var node : graph.nodes()) {
            if (node.waits()) {
                return false;
            }
        }
        return true;
    }

    private static boolean emits(Graph graph) {
        for (var node : graph.nodes()) {
            var emits =
                    switch (node.action()) {
                        case Action.Sink(var end, var template, var streaming) -> !end || streaming;
                        case Action.Loop loop -> emits(loop.block());
                        case Action.Batch batch -> emits(batch.block());
                        default -> false;
                    };
            if (emits) {
                return true;
            }
        }
        return false;
    }

    /** One graph in the making: the canvas, a block, or the inside of a node in batch mode. */
    private final class Block {
        private final @Nullable Block outer;
        private final @Nullable CanvasNode parent;
        private final List<CanvasNode> kept = new ArrayList<>();
        private final Map<String, Integer> places = new HashMap<>();
        private final List<Link> links = new ArrayList<>();

        /** An edge between kept nodes; a source of WAY_IN is the parent, or nothing at all for Start. */
        private record Link(int source, String port, int target) {}

        Block(
                @Nullable Block outer,
                @Nullable CanvasNode parent,
                List<CanvasNode> nodes,
                List<CanvasEdge> edges,
                String entry) {
            this.outer = outer;
            this.parent = parent;
            var byId = new HashMap<String, CanvasNode>();
            for (var node : nodes) {
                if (node.kind() != NodeType.COMMENT) {
                    byId.putIfAbsent(node.id(), node);
                }
            }
            var from = new HashMap<String, List<CanvasEdge>>();
            for (var edge : edges) {
                if (parent != null && edge.source().equals(parent.id()) && !isWayIn(edge)) {
                    continue; // the edge from the loop to what follows it may lie here too
                }
                from.computeIfAbsent(edge.source(), id -> new ArrayList<>()).add(edge);
            }
            var reached = new LinkedHashSet<String>();
            var open = new ArrayDeque<String>();
            open.add(entry);
            while (!open.isEmpty()) { // what no path leads to never runs and decides nothing
                for (var edge : from.getOrDefault(open.removeFirst(), List.of())) {
                    if (byId.containsKey(edge.target()) && reached.add(edge.target())) {
                        open.add(edge.target());
                    }
                }
            }
            if (parent == null) {
                reached.add(entry);
            }
            for (var node : nodes) {
                if (reached.contains(node.id()) && places.putIfAbsent(node.id(), kept.size()) == null) {
                    kept.add(node);
                }
            }
            link(edges, reached);
        }

        private boolean isWayIn(CanvasEdge edge) {
            return edge.sourcePort().isEmpty() || edge.sourcePort().endsWith("-inline-output");
        }

        private void link(List<CanvasEdge> edges, Set<String> reached) {
            var seen = new HashSet<Link>();
            for (var edge : edges) {
                var target = places.get(edge.target());
                if (target == null) {
                    continue;
                }
                Link link = null;
                if (parent != null && edge.source().equals(parent.id())) {
                    link = isWayIn(edge) ? new Link(WAY_IN, "", target) : null;
                } else if (reached.contains(edge.source())) {
                    var source = places.get(edge.source());
                    link = source == null ? null : new Link(source, port(kept.get(source), edge.sourcePort()), target);
                }
                if (link != null && seen.add(link)) {
                    links.add(link);
                }
            }
        }

        /** The port as the engine names it: "" for a single way out, else one of the node's own. */
        private static String port(CanvasNode node, String port) {
            var ports = Ports.of(node);
            if (ports.equals(List.of(""))) {
                return "";
            }
            if (node.kind() == NodeType.LOOP || node.kind() == NodeType.BATCH) {
                return port.equals(Ports.BRANCH_ERROR) ? port : "";
            }
            return port.isEmpty() ? Ports.plain(ports) : port;
        }

        Graph compile() {
            var sources = new ArrayList<List<Integer>>();
            var leaving = new ArrayList<Map<String, List<Integer>>>();
            for (var i = 0; i < kept.size(); i++) {
                sources.add(new ArrayList<>());
                leaving.add(new LinkedHashMap<>());
            }
            var entries = new LinkedHashSet<Integer>();
            for (var link : links) {
                sources.get(link.target()).add(link.source());
                if (link.source() == WAY_IN) {
                    entries.add(link.target());
                } else {
                    leaving.get(link.source()).computeIfAbsent(link.port(), port -> new ArrayList<>()).add(link.target());
                }
            }
            if (parent == null) {
                for (var i = 0; i < kept.size(); i++) {
                    if (kept.get(i).kind() == NodeType.START) {
                        entries.add(i);
                        sources.get(i).add(WAY_IN);
                    }
                }
            }
            var nodes = new Plan.Node[kept.size()];
            for (var i = 0; i < nodes.length; i++) {
                var ports = leaving.get(i).keySet().toArray(String[]::new);
                var targets = new int[ports.length][];
                for (var p = 0; p < ports.length; p++) {
                    targets[p] = ints(leaving.get(i).getOrDefault(ports[p], List.of()));
                }
                nodes[i] = node(i, kept.get(i), ports, targets, ints(sources.get(i)));
            }
            return new Graph(streamed(nodes), ints(entries));
        }

        private Plan.Node node(int index, CanvasNode node, String[] ports, int[][] targets, int[] sources) {
            var scope = new Scope(this, node);
            Action action;
            try {
                action = action(node, scope);
            } catch (ValueException bad) {
                throw new CompileException("\"" + name(node) + "\": " + bad.getMessage());
            }
            return new Plan.Node(
                    index,
                    node.id(),
                    node.title(),
                    node.type(),
                    TypeNames.of(node),
                    action instanceof Action.Batch batch && batch.outputs() == null ? Plan.Inputs.NONE : scope.compiledInputs(),
                    scope.outputs(),
                    action instanceof Action.Batch batch && batch.outputs() == null ? OnError.THROW : onError(node, scope),
                    action,
                    ports,
                    targets,
                    sources,
                    Set.of());
        }

        private Action action(CanvasNode node, Scope scope) {
            var kind = node.kind();
            if (kind == null) {
                return new Action.Missing("the node type \"" + node.type() + "\" is unknown here");
            }
            if (Settings.batched(node) && !(parent != null && parent == node)) {
                return each(node);
            }
            return switch (kind) {
                case START -> new Action.Start();
                case END -> end(node);
                case OUTPUT -> new Action.Sink(false, template(node), streaming(node));
                case LOOP -> loop(node, scope);
                case BATCH -> batch(node, scope);
                case SUB_WORKFLOW ->
                    new Action.Sub(Fields.text(node.inputs(), "workflowId"), Fields.text(node.inputs(), "workflowVersion"));
                case BREAK -> new Action.Break();
                case CONTINUE -> new Action.Continue();
                case SET_VARIABLE -> setVariable(node, scope);
                case VARIABLE_MERGE -> merge(node, scope);
                default -> {
                    var work = works.apply(kind, scope);
                    yield work != null
                            ? new Action.Work(work)
                            : new Action.Missing(kind.en() + " nodes cannot run here yet");
                }
            };
        }

        private Action end(CanvasNode node) {
            return Fields.text(node.inputs(), "terminatePlan").equals("useAnswerContent")
                    ? new Action.Sink(true, template(node), streaming(node))
                    : new Action.Sink(true, null, false);
        }

        private static ValueTemplate template(CanvasNode node) {
            return ValueTemplate.parse(Fields.text(node.inputs().path("content").path("value").path("content")));
        }

        private static boolean streaming(CanvasNode node) {
            return node.inputs().path("streamingOutput").asBoolean(false);
        }

        private Action setVariable(CanvasNode node, Scope scope) {
            var values = new LinkedHashMap<String, Operand>();
            for (var one : Fields.list(node.inputs(), "inputParameters")) {
                var name = Fields.text(one.path("left").path("value").path("content"), "name");
                var given = one.path("right").isObject() ? one.path("right") : one.path("input");
                values.put(name, scope.operand(given));
            }
            return new Action.SetVariable(values);
        }

        private Action merge(CanvasNode node, Scope scope) {
            var groups = new LinkedHashMap<String, List<Operand>>();
            for (var group : Fields.list(node.inputs(), "mergeGroups")) {
                var variables = new ArrayList<Operand>();
                for (var variable : Fields.list(group, "variables")) {
                    variables.add(scope.operand(variable));
                }
                groups.put(Fields.text(group, "name"), variables);
            }
            return new Action.Merge(groups);
        }

        private Action loop(CanvasNode node, Scope scope) {
            var type = Fields.text(node.inputs(), "loopType");
            var inner = new Block(this, node, node.blocks(), node.edges(), node.id());
            var variables = scope.params(node.inputs().path("variableParameters"));
            return new Action.Loop(
                    type.equals("infinite"),
                    type.equals("count") ? scope.operand(node.inputs().path("loopCount")) : null,
                    type.equals("array") || type.isEmpty() ? lists(scope) : List.of(),
                    variables,
                    inner.compile(),
                    inner.collected(node, variables.keySet()));
        }

        private static List<String> lists(Scope scope) {
            return scope.inputs().fields().values().stream()
                    .filter(variable -> variable.type() instanceof Type.ListType)
                    .map(Variable::name)
                    .toList();
        }

        private Action batch(CanvasNode node, Scope scope) {
            var inner = new Block(this, node, node.blocks(), node.edges(), node.id());
            return new Action.Batch(
                    Map.of(),
                    optional(scope, node.inputs().path("batchSize")),
                    optional(scope, node.inputs().path("concurrentSize")),
                    inner.compile(),
                    inner.collected(node, Set.of()),
                    "");
        }

        private static Operand optional(Scope scope, JsonNode input) {
            var content = input.path("value").path("content");
            return Fields.unset(content) ? NOTHING : scope.operand(input);
        }

        /** A node in batch mode is a batch around itself (WORKFLOW 2.4). */
        private Action each(CanvasNode node) {
            var scope = new Scope(this, node);
            var batch = node.inputs().path("batch");
            var lists = scope.params(batch.path("inputLists"));
            var inner = new Block(this, node, List.of(node), List.of(new CanvasEdge(node.id(), "", node.id(), "")), node.id());
            var outputs = Type.ObjectType.ofVariables(node.data().path("outputs"));
            var into = outputs.fields().isEmpty() ? "outputList" : outputs.fields().keySet().iterator().next();
            return new Action.Batch(
                    lists, number(batch.path("batchSize")), number(batch.path("concurrentSize")), inner.compile(), null, into);
        }

        private static Operand number(JsonNode json) {
            var value = Conversion.convert(Values.of(json), Type.Scalar.INTEGER, new Problems());
            return new Operand.Literal(Type.Scalar.INTEGER, value);
        }

        private Map<String, Plan.Collected> collected(CanvasNode node, Set<String> variables) {
            var collected = new LinkedHashMap<String, Plan.Collected>();
            for (var output : Fields.list(node.data(), "outputs")) {
                var name = Fields.text(output, "name");
                var content = output.path("input").path("value").path("content");
                if (Fields.text(content, "blockID").equals(node.id())) {
                    var variable = Fields.text(content, "name");
                    if (variables.contains(variable)) {
                        collected.put(name, new Plan.Collected(variable, null));
                        continue;
                    }
                }
                if (output.path("input").path("value").isObject()) {
                    var operand = new Scope(this, node).elementOperand(output.path("input"));
                    collected.put(name, new Plan.Collected(null, operand));
                }
            }
            return collected;
        }

        private OnError onError(CanvasNode node, Scope scope) {
            var setting = node.inputs().path("settingOnError");
            if (!setting.isObject()) {
                setting = node.data().path("settingOnError");
            }
            var declared = Settings.onError(node);
            var process =
                    switch (declared.processType()) {
                        case "2" -> OnError.Process.SUBSTITUTE;
                        case "3" -> OnError.Process.BRANCH;
                        default -> OnError.Process.THROW;
                    };
            var timeout = Math.max(0, whole(setting.path("timeoutMs")));
            var retries = (int) Math.min(100, Math.max(0, whole(setting.path("retryTimes"))));
            if (process == OnError.Process.THROW && timeout == 0 && retries == 0) {
                return OnError.THROW;
            }
            var substitute = process == OnError.Process.SUBSTITUTE
                    ? substitute(Fields.text(declared.dataOnErr()), scope.outputs())
                    : null;
            return new OnError(process, timeout, retries, substitute);
        }

        private static long whole(JsonNode json) {
            var value = Conversion.convert(Values.of(json), Type.Scalar.INTEGER, new Problems());
            return value instanceof Long number ? number : 0;
        }

        private static Map<String, @Nullable Object> substitute(String text, Type.ObjectType outputs) {
            try {
                if (Values.parse(text) instanceof Map<?, ?> map) {
                    @SuppressWarnings("unchecked") // parsed JSON
                    var given = (Map<String, @Nullable Object>) map;
                    return Conversion.nodeOutputs(given, outputs, new Problems());
                }
            } catch (ValueException noJson) {
                // a plain text, see below
            }
            var filled = new LinkedHashMap<String, @Nullable Object>();
            for (var variable : outputs.fields().values()) {
                var isText = variable.type() instanceof Type.Scalar scalar && scalar.isText();
                filled.put(variable.name(), isText ? text : variable.type().zero());
            }
            return filled;
        }

        /** Tells every node which of its outputs are read as streams. */
        private static Plan.Node[] streamed(Plan.Node[] nodes) {
            var streamed = new HashMap<Integer, Set<String>>();
            for (var node : nodes) {
                switch (node.action()) {
                    case Action.Sink(var end, var template, var streaming) when streaming && template != null -> {
                        for (var operand : node.inputs().operands()) {
                            note(streamed, operand);
                        }
                    }
                    case Action.Merge(var groups) -> groups.values().forEach(group -> group.forEach(one -> note(streamed, one)));
                    default -> {}
                }
            }
            for (var i = 0; i < nodes.length; i++) {
                var node = nodes[i];
                var wanted = streamed.getOrDefault(i, Set.of());
                var offered =
                        switch (node.action()) {
                            case Action.Work(var work) -> work.streams();
                            case Action.Sub sub -> Set.of("output");
                            case Action.Merge(var groups) -> groups.keySet();
                            default -> Set.<String>of();
                        };
                var both = new HashSet<>(wanted);
                both.retainAll(offered);
                if (!both.isEmpty()) {
                    nodes[i] = new Plan.Node(
                            node.index(), node.id(), node.title(), node.number(), node.typeName(), node.inputs(),
                            node.outputs(), node.onError(), node.action(), node.ports(), node.targets(), node.sources(),
                            Set.copyOf(both));
                }
            }
            return nodes;
        }

        private static void note(Map<Integer, Set<String>> streamed, Operand operand) {
            if (operand instanceof Operand.Output(var type, var up, var node, var path) && up == 0 && path.keys().size() == 1) {
                streamed.computeIfAbsent(node, index -> new HashSet<>()).add(path.keys().getFirst());
            }
        }
    }

    private static int[] ints(Iterable<Integer> numbers) {
        var set = new ArrayList<Integer>();
        numbers.forEach(set::add);
        return set.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String name(CanvasNode node) {
        return node.title().isEmpty() ? node.id() : node.title();
    }

    /** What one node sees of its surroundings while it is compiled. */
    private static final class Scope implements NodeScope {
        private final Block block;
        private final CanvasNode node;
        private Type.@Nullable ObjectType outputs;
        private Type.@Nullable ObjectType inputs;

        Scope(Block block, CanvasNode node) {
            this.block = block;
            this.node = node;
        }

        @Override
        public CanvasNode node() {
            return node;
        }

        @Override
        public Type.ObjectType inputs() {
            if (inputs == null) {
                var declared = new ArrayList<Variable>();
                for (var param : Fields.list(node.inputs(), "inputParameters")) {
                    if (param.path("input").isObject()) {
                        declared.add(Variable.of(Fields.text(param, "name"), Type.of(param.path("input"))));
                    }
                }
                inputs = Type.ObjectType.of(declared);
            }
            return inputs;
        }

        @Override
        public Type.ObjectType outputs() {
            if (outputs == null) {
                var all = Type.ObjectType.ofVariables(node.data().path("outputs"));
                if (block.parent == node && Settings.batched(node)) { // inside its own batch: one item's outputs
                    var list = all.fields().isEmpty() ? null : all.fields().values().iterator().next().type();
                    all = list instanceof Type.ListType(var element) && element instanceof Type.ObjectType object
                            ? object
                            : Type.ObjectType.FREE_FORM;
                }
                if (Settings.onError(node).declared()) {
                    var own = new ArrayList<Variable>();
                    for (var variable : all.fields().values()) {
                        if (!variable.name().equals("errorBody") && !variable.name().equals("isSuccess")) {
                            own.add(variable);
                        }
                    }
                    all = Type.ObjectType.of(own);
                }
                outputs = all;
            }
            return outputs;
        }

        Plan.Inputs compiledInputs() {
            var kind = node.kind();
            if (kind == NodeType.SET_VARIABLE || kind == NodeType.VARIABLE_MERGE || kind == NodeType.START) {
                return Plan.Inputs.NONE;
            }
            var params = params(node.inputs().path("inputParameters"));
            var filled = kind != NodeType.SELECTOR
                    && kind != NodeType.SUB_WORKFLOW
                    && kind != NodeType.ASSIGN_VARIABLE
                    && kind != NodeType.INPUT
                    && kind != NodeType.BREAK
                    && kind != NodeType.CONTINUE;
            return new Plan.Inputs(
                    params.keySet().toArray(String[]::new), params.values().toArray(Operand[]::new), inputs(), filled);
        }

        @Override
        public Map<String, Operand> params(JsonNode params) {
            var operands = new LinkedHashMap<String, Operand>();
            for (var param : Fields.list(params)) {
                if (param.path("input").isObject()) {
                    operands.putIfAbsent(Fields.text(param, "name"), operand(param.path("input")));
                }
            }
            return operands;
        }

        @Override
        public Operand operand(JsonNode input) {
            return operand(input, Type.of(input));
        }

        /** An output of a loop or batch is declared as the list; what is collected are its elements. */
        Operand elementOperand(JsonNode input) {
            var type = Type.of(input);
            var element = type instanceof Type.ListType(var inner) ? inner : type;
            return operand(input, element == null ? Type.ObjectType.FREE_FORM : element);
        }

        private Operand operand(JsonNode input, Type type) {
            var value = input.path("value");
            var content = value.path("content");
            return switch (Fields.text(value, "type")) {
                case "ref" -> ref(content, type);
                case "object_ref" -> built(input, type);
                default -> new Operand.Literal(type, Conversion.convert(Values.of(content), type, new Problems()));
            };
        }

        private Operand built(JsonNode input, Type type) {
            var fields = new LinkedHashMap<String, Operand>();
            for (var field : Fields.list(input, "schema")) {
                if (field.path("input").isObject()) {
                    fields.put(Fields.text(field, "name"), operand(field.path("input")));
                }
            }
            return new Operand.Built(type instanceof Type.ObjectType object ? object : Type.ObjectType.FREE_FORM, fields);
        }

        private Operand ref(JsonNode content, Type type) {
            var source = Fields.text(content, "source");
            return switch (source) {
                case "block-output" -> output(content, type);
                case "global_variable_app" -> new Operand.Variable(type, Operand.Scope.APP, keys(content));
                case "global_variable_user" -> new Operand.Variable(type, Operand.Scope.USER, keys(content));
                case "global_variable_system" -> new Operand.Variable(type, Operand.Scope.SYSTEM, keys(content));
                case "variable" -> new Operand.Variable(type, Operand.Scope.USER, Path.of(Fields.text(content, "name")));
                default -> throw new CompileException("\"" + name(node) + "\": unknown source \"" + source + "\"");
            };
        }

        private static Path keys(JsonNode content) {
            var keys = new ArrayList<String>();
            for (var key : Fields.list(content, "path")) {
                keys.add(Fields.text(key));
            }
            return keys.isEmpty() ? Path.of(Fields.text(content, "name")) : new Path(keys);
        }

        private Operand output(JsonNode content, Type type) {
            var id = Fields.text(content, "blockID");
            var found = find(id, Path.of(Fields.text(content, "name")), type);
            if (found == null) {
                throw new CompileException("\"" + name(node) + "\" refers to node " + id + ", which never runs before it");
            }
            return found;
        }

        private @Nullable Operand find(String id, Path path, Type type) {
            var up = 0;
            for (var here = block; here != null; here = here.outer, up++) {
                if (here.parent != null && here.parent.id().equals(id)) {
                    return new Operand.Local(type, up, path);
                }
                var place = here.places.get(id);
                if (place != null && !(up == 0 && id.equals(node.id()))) {
                    return new Operand.Output(type, up, place, path);
                }
            }
            return null;
        }

        @Override
        public @Nullable Operand output(String nodeId) {
            return find(nodeId, Path.of(""), Type.ObjectType.FREE_FORM);
        }
    }
}
