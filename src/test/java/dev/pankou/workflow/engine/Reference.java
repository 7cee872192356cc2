package dev.pankou.workflow.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Problems;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.Values;

/**
 * What a canvas means, written down as naively as possible from the rules: one node after the other, straight over the JSON,
 * without journal, threads or plans. It knows the nodes that {@link RandomCanvas} makes, and converts values with the tested
 * converter. The engine has to come to the same.
 */
final class Reference {
    /** A node or the run failed. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String why) {
            super(why);
        }
    }

    /** The caller: gives the reply to a question. */
    interface Replies {
        String reply(String key, String question, List<String> options);
    }

    /** User code: its outputs, from its text and inputs; or a failure. */
    interface Code {
        Map<String, @Nullable Object> run(String code, Map<String, @Nullable Object> inputs);
    }

    private record Got(boolean there, @Nullable Object value) {
        static final Got NOTHING = new Got(false, null);
    }

    private record Way(Map<String, @Nullable Object> outputs, String port) {}

    /** A graph at work: a canvas, an iteration, an item. */
    private static final class Scope {
        final @Nullable Scope outer;
        final String parent;
        final String path;
        final Map<String, @Nullable Object> locals;
        final Map<String, @Nullable Object> variables;
        final Map<String, Map<String, @Nullable Object>> done = new LinkedHashMap<>();
        final Set<String> skipped = new HashSet<>();
        final Set<String> here = new HashSet<>();
        boolean broken;

        Scope(
                @Nullable Scope outer,
                String parent,
                String path,
                Map<String, @Nullable Object> locals,
                Map<String, @Nullable Object> variables) {
            this.outer = outer;
            this.parent = parent;
            this.path = path;
            this.locals = locals;
            this.variables = variables;
        }
    }

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z_0-9]+)((?:\\.[A-Za-z_0-9]+|\\[\\d+])*)\\s*}}");
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z_0-9]+)|\\[(\\d+)]");

    private final Map<String, Canvases> subs;
    private final int mostIterations;
    private final Code code;
    private final Replies replies;

    /** Keys of the executions that came to their end. */
    final Set<String> keys = new LinkedHashSet<>();

    /** What output nodes and End said: node id and text. */
    final List<String> texts = new ArrayList<>();

    /** Whether something failed inside a composite node that made up for it: what ran beside it is a matter of chance. */
    boolean madeUp;

    Reference(Map<String, Canvases> subs, int mostIterations, Code code, Replies replies) {
        this.subs = subs;
        this.mostIterations = mostIterations;
        this.code = code;
        this.replies = replies;
    }

    /** The output of End. @throws Failure when the run fails */
    Map<String, @Nullable Object> run(JsonNode canvas, Map<String, @Nullable Object> inputs) {
        return canvas(canvas, inputs, "");
    }

    private Map<String, @Nullable Object> canvas(JsonNode canvas, Map<String, @Nullable Object> inputs, String path) {
        var start = node(canvas.path("nodes"), "1");
        var declared = Type.ObjectType.ofVariables(start.path("data").path("outputs"));
        var scope = new Scope(
                null,
                "",
                path,
                Conversion.runInputs(inputs, declared, Conversion.defaults(declared, new Problems()), new Problems()),
                Map.of());
        graph(canvas.path("nodes"), canvas.path("edges"), scope);
        var end = scope.done.get(node(canvas.path("nodes"), "2").path("id").asString());
        if (end == null) {
            throw new Failure("End was not reached");
        }
        return end;
    }

    private static JsonNode node(JsonNode nodes, String type) {
        for (var node : nodes) {
            if (node.path("type").asString().equals(type)) {
                return node;
            }
        }
        throw new AssertionError("no node of type " + type);
    }

    // ---- 2.2, 2.3, 6.1, 6.2

    private record Edge(String from, String port, String to) {}

    private void graph(JsonNode nodes, JsonNode edges, Scope scope) {
        var byId = new LinkedHashMap<String, JsonNode>();
        for (var node : nodes) {
            if (!node.path("type").asString().equals("31")) {
                byId.put(node.path("id").asString(), node);
            }
        }
        scope.here.addAll(byId.keySet());
        var all = new ArrayList<Edge>();
        for (var edge : edges) {
            all.add(new Edge(
                    edge.path("sourceNodeID").asString(), edge.path("sourcePortID").asString(""), edge.path("targetNodeID").asString()));
        }
        var live = reached(byId, all, scope);
        all.removeIf(edge -> !byId.containsKey(edge.to) || !live.contains(edge.from) || !live.contains(edge.to));
        var decided = new LinkedHashMap<Edge, Boolean>();
        all.stream().filter(edge -> edge.from.equals(scope.parent)).forEach(edge -> decided.put(edge, true));
        var open = new LinkedHashSet<>(byId.keySet());
        open.retainAll(live);
        for (var moved = true; moved; ) {
            moved = false;
            for (var id : List.copyOf(open)) {
                var incoming = all.stream().filter(edge -> edge.to.equals(id)).toList();
                if (!decided.keySet().containsAll(incoming)) {
                    continue;
                }
                moved = true;
                open.remove(id);
                var node = byId.get(id);
                var isStart = node.path("type").asString().equals("1");
                if (!isStart && incoming.stream().noneMatch(edge -> Boolean.TRUE.equals(decided.get(edge)))) {
                    scope.skipped.add(id);
                    all.stream().filter(edge -> edge.from.equals(id)).forEach(edge -> decided.put(edge, false));
                    continue;
                }
                var way = execute(node, scope);
                scope.done.put(id, way.outputs);
                keys.add(scope.path + id);
                all.stream()
                        .filter(edge -> edge.from.equals(id))
                        .forEach(edge -> decided.put(edge, way.port.isEmpty() || way.port.equals(edge.port)
                                || edge.port.isEmpty() && way.port.equals("default")));
            }
        }
    }

    private static Set<String> reached(Map<String, JsonNode> nodes, List<Edge> edges, Scope scope) {
        var live = new HashSet<String>();
        nodes.forEach((id, node) -> {
            if (node.path("type").asString().equals("1")) {
                live.add(id);
            }
        });
        if (!scope.parent.isEmpty()) {
            live.add(scope.parent);
        }
        for (var grown = true; grown; ) {
            grown = false;
            for (var edge : edges) {
                var wayIn = !edge.from.equals(scope.parent) || edge.port.endsWith("-inline-output");
                grown |= wayIn && live.contains(edge.from) && nodes.containsKey(edge.to) && live.add(edge.to);
            }
        }
        return live;
    }

    // ---- 7

    private Way execute(JsonNode node, Scope scope) {
        var inputs = inputs(node, scope);
        var onError = node.path("data").path("inputs").path("settingOnError");
        var process = onError.path("processType").asInt(1);
        var type = node.path("type").asString();
        if (process == 1) {
            return act(type, node, inputs, scope);
        }
        try {
            var way = act(type, node, inputs, scope);
            var outputs = new LinkedHashMap<>(way.outputs);
            outputs.put("isSuccess", true);
            return new Way(outputs, process == 3 && way.port.isEmpty() ? "default" : way.port);
        } catch (Failure failed) {
            madeUp |= type.equals("9");
            var declared = declared(node);
            Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
            if (process == 2) {
                outputs.putAll(substitute(onError.path("dataOnErr").asString(), declared));
            } else {
                declared.fields().keySet().forEach(name -> outputs.put(name, null));
            }
            outputs.put("isSuccess", false);
            return new Way(outputs, process == 3 ? "branch_error" : "");
        }
    }

    @SuppressWarnings("unchecked") // parsed JSON
    private static Map<String, @Nullable Object> substitute(String text, Type.ObjectType declared) {
        try {
            if (Values.parse(text) instanceof Map<?, ?> map) {
                return Conversion.nodeOutputs((Map<String, @Nullable Object>) map, declared, new Problems());
            }
        } catch (ValueException noJson) {
            // then it is the text of every string
        }
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        declared.fields().values().forEach(field ->
                outputs.put(field.name(), field.type() == Type.Scalar.STRING ? text : field.type().zero()));
        return outputs;
    }

    /** The declared outputs without those that the switch of section 7 adds. */
    private static Type.ObjectType declared(JsonNode node) {
        var all = Type.ObjectType.ofVariables(node.path("data").path("outputs"));
        return Type.ObjectType.of(all.fields().values().stream()
                .filter(field -> !field.name().equals("errorBody") && !field.name().equals("isSuccess"))
                .toList());
    }

    // ---- 3.3, 3.5, 4: inputs

    private static final Set<String> NOT_FILLED = Set.of("8", "9", "40", "32", "30", "19", "29");
    private static final Set<String> NO_INPUTS = Set.of("1", "20", "32", "19", "29");

    private final Set<String> skippedInputs = new HashSet<>();

    private Map<String, @Nullable Object> inputs(JsonNode node, Scope scope) {
        skippedInputs.clear();
        var type = node.path("type").asString();
        if (NO_INPUTS.contains(type)) {
            return Map.of();
        }
        var given = new LinkedHashMap<String, @Nullable Object>();
        var declared = new ArrayList<dev.pankou.workflow.value.Variable>();
        for (var param : node.path("data").path("inputs").path("inputParameters")) {
            var name = param.path("name").asString();
            declared.add(dev.pankou.workflow.value.Variable.of(name, Type.of(param.path("input"))));
            if (isSkipped(param.path("input"), scope)) {
                skippedInputs.add(name);
                continue;
            }
            var got = value(param.path("input"), scope);
            if (got.there) {
                given.put(name, got.value);
            }
        }
        return NOT_FILLED.contains(type)
                ? given
                : Conversion.nodeInputs(given, Type.ObjectType.of(declared), new Problems());
    }

    private boolean isSkipped(JsonNode input, Scope scope) {
        var value = input.path("value");
        return switch (value.path("type").asString()) {
            case "ref" -> {
                var id = value.path("content").path("blockID").asString();
                var at = scope;
                while (at != null && !at.here.contains(id)) {
                    at = at.outer;
                }
                yield at != null && at.skipped.contains(id);
            }
            case "object_ref" -> {
                var fields = input.path("schema");
                var all = !fields.isEmpty();
                for (var field : fields) {
                    all &= isSkipped(field.path("input"), scope);
                }
                yield all;
            }
            default -> false;
        };
    }

    /** The value as the type it is declared with. */
    private Got value(JsonNode input, Scope scope) {
        return value(input, Type.of(input), scope);
    }

    private Got value(JsonNode input, Type type, Scope scope) {
        var value = input.path("value");
        var got = switch (value.path("type").asString()) {
            case "ref" -> ref(value.path("content"), scope);
            case "object_ref" -> {
                var object = new LinkedHashMap<String, @Nullable Object>();
                for (var field : input.path("schema")) {
                    var one = value(field.path("input"), scope);
                    if (one.there) {
                        object.put(field.path("name").asString(), one.value);
                    }
                }
                yield new Got(true, object);
            }
            default -> new Got(true, Values.of(value.path("content")));
        };
        return got.there ? new Got(true, Conversion.convert(got.value, type, new Problems())) : got;
    }

    private static Got ref(JsonNode content, Scope scope) {
        var id = content.path("blockID").asString();
        var path = content.path("name").asString();
        for (var at = scope; at != null; at = at.outer) {
            if (at.parent.equals(id)) {
                var first = path.split("\\.")[0];
                return down(at.variables.containsKey(first) ? at.variables : at.locals, path);
            }
            if (at.here.contains(id)) {
                var outputs = at.done.get(id);
                return outputs == null ? Got.NOTHING : down(outputs, path);
            }
        }
        throw new AssertionError("nobody knows " + id);
    }

    private static Got down(@Nullable Object root, String path) {
        var here = root;
        var behindList = false;
        for (var name : path.split("\\.")) {
            if (here instanceof List<?> list) {
                if (list.isEmpty()) {
                    throw new Failure("an empty list on the way");
                }
                here = list.getFirst();
                behindList = true;
            }
            if (!(here instanceof Map<?, ?> map) || !map.containsKey(name)) {
                if (behindList) {
                    throw new Failure("a missing key behind a list");
                }
                return Got.NOTHING;
            }
            here = map.get(name);
        }
        return new Got(true, here);
    }

    // ---- 8

    private Way act(String type, JsonNode node, Map<String, @Nullable Object> inputs, Scope scope) {
        var settings = node.path("data").path("inputs");
        return switch (type) {
            case "1" -> new Way(scope.locals, "");
            case "2" -> end(node, settings, inputs, scope);
            case "13" -> {
                texts.add(node.path("id").asString() + " " + template(content(settings), inputs, null));
                yield new Way(Map.of(), "");
            }
            case "15" -> converted(node, Map.of("output", text(settings, inputs)));
            case "58" -> converted(node, Map.of("output", Values.json(inputs.get("input"))));
            case "59" -> fromJson(node, inputs);
            case "5" -> converted(node, code.run(settings.path("code").asString(), inputs));
            case "8" -> new Way(Map.of(), selector(settings.path("branches"), scope));
            case "32" -> merge(node, settings, scope);
            case "20" -> {
                for (var one : settings.path("inputParameters")) {
                    var name = one.path("left").path("value").path("content").path("name").asString();
                    var right = one.path("right");
                    var got = isSkipped(right, scope) ? Got.NOTHING : value(right, scope);
                    scope.variables.put(name, got.value == null ? Type.of(right).zero() : got.value);
                }
                yield new Way(Map.of(), "");
            }
            case "19" -> {
                scope.broken = true;
                yield new Way(Map.of(), "");
            }
            case "29" -> new Way(Map.of(), "");
            case "18" -> question(node, settings, inputs, scope);
            case "21" -> loop(node, settings, inputs, scope);
            case "28" -> batch(node, settings, inputs, scope);
            case "9" -> sub(node, settings, inputs, scope);
            default -> throw new AssertionError("type " + type);
        };
    }

    private static Way converted(JsonNode node, Map<String, @Nullable Object> outputs) {
        return new Way(Conversion.nodeOutputs(outputs, declared(node), new Problems()), "");
    }

    private static String content(JsonNode settings) {
        return settings.path("content").path("value").path("content").asString();
    }

    private Way end(JsonNode node, JsonNode settings, Map<String, @Nullable Object> inputs, Scope scope) {
        Map<String, @Nullable Object> result = inputs;
        var text = Values.json(inputs);
        if (settings.path("terminatePlan").asString().equals("useAnswerContent")) {
            text = template(content(settings), inputs, null);
            result = new LinkedHashMap<>();
            result.put("output", text);
        }
        if (scope.path.isEmpty()) { // that of a sub-workflow says nothing by itself
            texts.add(node.path("id").asString() + " " + text);
        }
        return new Way(result, "");
    }

    private Object text(JsonNode settings, Map<String, @Nullable Object> inputs) {
        if (settings.path("method").asString().equals("concat")) {
            return template(
                    setting(settings.path("concatParams"), "concatResult").asString(),
                    inputs,
                    setting(settings.path("concatParams"), "arrayItemConcatChar").asString());
        }
        var parts = List.of(printed(inputs.get("String")));
        for (var delimiter : setting(settings.path("splitParams"), "delimiters")) {
            parts = parts.stream()
                    .flatMap(part -> List.of(part.split(Pattern.quote(delimiter.asString()), -1)).stream())
                    .toList();
        }
        return parts;
    }

    private static JsonNode setting(JsonNode params, String name) {
        for (var param : params) {
            if (param.path("name").asString().equals(name)) {
                return param.path("input").path("value").path("content");
            }
        }
        throw new AssertionError("no setting " + name);
    }

    private static Way fromJson(JsonNode node, Map<String, @Nullable Object> inputs) {
        Object value;
        try {
            value = Values.parse(printed(inputs.get("input")));
        } catch (ValueException bad) {
            throw new Failure("no JSON");
        }
        var wanted = declared(node).fields().get("output").type();
        if (wanted instanceof Type.ListType && value != null && !(value instanceof List<?>)
                || wanted instanceof Type.ObjectType && value != null && !(value instanceof Map<?, ?>)) {
            throw new Failure("another kind of JSON");
        }
        var output = new LinkedHashMap<String, @Nullable Object>();
        output.put("output", value);
        return converted(node, output);
    }

    private Way merge(JsonNode node, JsonNode settings, Scope scope) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        for (var group : settings.path("mergeGroups")) {
            Object chosen = null;
            for (var variable : group.path("variables")) {
                if (chosen == null && !isSkipped(variable, scope)) {
                    chosen = value(variable, scope).value;
                }
            }
            outputs.put(group.path("name").asString(), chosen);
        }
        return converted(node, outputs);
    }

    private Way question(JsonNode node, JsonNode settings, Map<String, @Nullable Object> inputs, Scope scope) {
        var options = new ArrayList<String>();
        for (var option : settings.path("options")) {
            options.add(template(option.path("name").asString(), inputs, null));
        }
        var reply = replies.reply(
                scope.path + node.path("id").asString(), template(settings.path("question").asString(), inputs, null), options);
        if (options.isEmpty()) {
            return converted(node, Map.of("USER_RESPONSE", reply));
        }
        var at = options.indexOf(reply);
        var way = converted(node, Map.of("optionId", "" + (char) ('A' + at), "optionContent", reply));
        return new Way(way.outputs, "branch_" + at);
    }

    // ---- 8.8

    private String selector(JsonNode branches, Scope scope) {
        var at = 0;
        for (var branch : branches) {
            var any = branch.path("condition").path("logic").asInt() == 1;
            var holds = !any;
            for (var condition : branch.path("condition").path("conditions")) {
                var one = holds(condition, scope);
                if (one == any) { // those behind it are not looked at
                    holds = one;
                    break;
                }
            }
            if (branch.path("condition").path("conditions").size() == 1) {
                holds = holds(branch.path("condition").path("conditions").get(0), scope);
            }
            if (holds) {
                return at == 0 ? "true" : "true_" + at;
            }
            at++;
        }
        return "false";
    }

    private boolean holds(JsonNode condition, Scope scope) {
        var operator = condition.path("operator").asInt();
        var leftInput = condition.path("left").path("input");
        var left = isSkipped(leftInput, scope) ? new Got(true, null) : value(leftInput, scope);
        if (!left.there) {
            throw new Failure("no left side");
        }
        var rightInput = condition.path("right").path("input");
        var right = operator >= 9 && operator <= 12 || isSkipped(rightInput, scope) ? null : value(rightInput, scope).value;
        var a = left.value;
        return switch (operator) {
            case 1 -> a == null || right == null ? a == right : Values.equal(a, right);
            case 2 -> !(a == null || right == null ? a == right : Values.equal(a, right));
            case 3 -> length(a) > number(right);
            case 4 -> length(a) >= number(right);
            case 5 -> length(a) < number(right);
            case 6 -> length(a) <= number(right);
            case 7 -> a != null && contains(a, right);
            case 8 -> a != null && !contains(a, right);
            case 9 -> isEmpty(a);
            case 10 -> !isEmpty(a);
            case 11 -> a != null && (Boolean) a;
            case 12 -> a == null || !(Boolean) a;
            case 13 -> compare(a, right) > 0;
            case 14 -> compare(a, right) >= 0;
            case 15 -> compare(a, right) < 0;
            case 16 -> compare(a, right) <= 0;
            default -> throw new AssertionError("operator " + operator);
        };
    }

    private static long length(@Nullable Object value) {
        return value instanceof String text ? text.codePoints().count() : value instanceof List<?> list ? list.size() : 0;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    private static boolean contains(Object left, @Nullable Object right) {
        return left instanceof String text
                ? right instanceof String part && text.contains(part)
                : ((List<?>) left).stream().anyMatch(element -> Values.equal(element, right));
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null || value.equals("") || value.equals("None") || value.equals(List.of()) || value.equals(Map.of())
                || value.equals(false) || value instanceof Number number && number.doubleValue() == 0;
    }

    private static int compare(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return (left == null ? 0 : 1) - (right == null ? 0 : 1);
        }
        return Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
    }

    // ---- 8.9, 8.21, 8.28

    private Way loop(JsonNode node, JsonNode settings, Map<String, @Nullable Object> inputs, Scope scope) {
        var id = node.path("id").asString();
        var variables = new LinkedHashMap<String, @Nullable Object>();
        for (var variable : settings.path("variableParameters")) {
            var input = variable.path("input");
            var got = isSkipped(input, scope) ? Got.NOTHING : value(input, scope);
            variables.put(variable.path("name").asString(), got.value == null ? Type.of(input).zero() : got.value);
        }
        var kind = settings.path("loopType").asString();
        var count = switch (kind) {
            case "array" -> shortest(settings, inputs);
            case "count" -> isSkipped(settings.path("loopCount"), scope) ? 0 : number(value(settings.path("loopCount"), scope).value);
            default -> Long.MAX_VALUE;
        };
        if (count > mostIterations && !kind.equals("infinite")) {
            throw new Failure("too many iterations");
        }
        var lists = new LinkedHashMap<String, List<@Nullable Object>>();
        for (var output : node.path("data").path("outputs")) {
            lists.put(output.path("name").asString(), new ArrayList<>());
        }
        for (var i = 0; i < count; i++) {
            if (i == mostIterations) {
                throw new Failure("it does not end");
            }
            var one = new Scope(
                    scope, id, scope.path + id + "[" + i + "]/", locals(settings, inputs, i, kind.equals("array")), variables);
            graph(node.path("blocks"), node.path("edges"), one);
            for (var output : node.path("data").path("outputs")) {
                var input = output.path("input");
                if (!input.path("value").path("content").path("blockID").asString().equals(id) && !isSkipped(input, one)) {
                    var element = ((Type.ListType) Type.of(input)).element();
                    var got = value(input, element == null ? Type.ObjectType.FREE_FORM : element, one);
                    if (got.there) {
                        lists.get(output.path("name").asString()).add(got.value);
                    }
                }
            }
            if (one.broken) {
                break;
            }
        }
        var outputs = new LinkedHashMap<String, @Nullable Object>(lists);
        for (var output : node.path("data").path("outputs")) {
            var content = output.path("input").path("value").path("content");
            if (content.path("blockID").asString().equals(id)) {
                outputs.put(output.path("name").asString(), variables.get(content.path("name").asString()));
            }
        }
        return new Way(outputs, "");
    }

    private static long shortest(JsonNode settings, Map<String, @Nullable Object> inputs) {
        var shortest = Long.MAX_VALUE;
        for (var param : settings.path("inputParameters")) {
            if (param.path("input").path("type").asString().equals("list")) {
                shortest = Math.min(shortest, inputs.get(param.path("name").asString()) instanceof List<?> list ? list.size() : 0);
            }
        }
        return shortest;
    }

    private static Map<String, @Nullable Object> locals(
            JsonNode settings, Map<String, @Nullable Object> inputs, int index, boolean elements) {
        var locals = new LinkedHashMap<>(inputs);
        for (var param : settings.path("inputParameters")) {
            var name = param.path("name").asString();
            if (elements && param.path("input").path("type").asString().equals("list") && inputs.get(name) instanceof List<?> list) {
                locals.put(name, list.get(index));
            }
        }
        locals.put("index", (long) index);
        return locals;
    }

    private Way batch(JsonNode node, JsonNode settings, Map<String, @Nullable Object> inputs, Scope scope) {
        var id = node.path("id").asString();
        var size = settings.path("batchSize");
        var most = size.isMissingNode() || isSkipped(size, scope) ? 0 : number(value(size, scope).value);
        var count = Math.min(shortest(settings, inputs), most <= 0 ? 100 : most);
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        var lists = new LinkedHashMap<String, List<@Nullable Object>>();
        for (var output : node.path("data").path("outputs")) {
            lists.put(output.path("name").asString(), new ArrayList<>());
        }
        for (var i = 0; i < count; i++) {
            var one = new Scope(scope, id, scope.path + id + "[" + i + "]/", locals(settings, inputs, i, true), Map.of());
            graph(node.path("blocks"), node.path("edges"), one);
            for (var output : node.path("data").path("outputs")) {
                var input = output.path("input");
                var element = ((Type.ListType) Type.of(input)).element();
                var got = isSkipped(input, one)
                        ? Got.NOTHING
                        : value(input, element == null ? Type.ObjectType.FREE_FORM : element, one);
                lists.get(output.path("name").asString()).add(got.value);
            }
        }
        outputs.putAll(lists);
        return new Way(outputs, "");
    }

    private Way sub(JsonNode node, JsonNode settings, Map<String, @Nullable Object> inputs, Scope scope) {
        var canvas = subs.get(settings.path("workflowId").asString());
        if (canvas == null) {
            throw new Failure("no such workflow");
        }
        return converted(node, canvas(canvas.json(), inputs, scope.path + node.path("id").asString() + "/"));
    }

    // ---- 5

    private String template(String text, Map<String, @Nullable Object> values, @Nullable String separator) {
        var skipped = Set.copyOf(skippedInputs);
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(
                put(found.group(), found.group(1), found.group(2), values, skipped, separator)));
    }

    private static String put(
            String source,
            String root,
            String steps,
            Map<String, @Nullable Object> values,
            Set<String> skipped,
            @Nullable String separator) {
        if (skipped.contains(root)) {
            return "";
        }
        if (!values.containsKey(root)) {
            return source;
        }
        var here = values.get(root);
        for (var step = STEP.matcher(steps); step.find(); ) {
            if (step.group(1) != null) {
                if (!(here instanceof Map<?, ?> map) || !map.containsKey(step.group(1))) {
                    return source;
                }
                here = map.get(step.group(1));
                continue;
            }
            var index = Integer.parseInt(step.group(2));
            if (here == null) {
                throw new Failure("index into null");
            }
            if (!(here instanceof List<?> list)) {
                return source;
            }
            if (index >= list.size()) {
                throw new Failure("index out of bounds");
            }
            here = list.get(index);
        }
        return separator != null && here instanceof List<?> list
                ? list.stream().map(Reference::printed).collect(Collectors.joining(separator))
                : printed(here);
    }

    private static String printed(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case List<?> list -> Values.json(sorted(list));
            case Map<?, ?> map -> Values.json(sorted(map));
            default -> Values.json(value);
        };
    }

    /** With the keys of all objects in their order. */
    static @Nullable Object sorted(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> {
                var all = new ArrayList<@Nullable Object>();
                list.forEach(element -> all.add(sorted(element)));
                yield all;
            }
            case Map<?, ?> map -> {
                var all = new TreeMap<String, @Nullable Object>();
                map.forEach((key, one) -> all.put(String.valueOf(key), sorted(one)));
                yield all;
            }
            case null, default -> value;
        };
    }
}
