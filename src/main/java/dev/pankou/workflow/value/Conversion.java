package dev.pankou.workflow.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one converter that run inputs, node inputs and outputs, model JSON and replies go through. Never throws; what does not
 * fit becomes null (a list: []) and a {@link Problem}. What fits already is given back as the very same object. Results are
 * nested at most {@link Values#MAX_DEPTH} levels; converting them again changes nothing.
 */
public final class Conversion {
    private static final Object FAILED = new Object();
    private static final int MAX_PATH = 200;

    /** For what the fields of an object are meant; decides what happens to absent and undeclared ones. */
    private enum Use {
        /** Only converted: what is absent stays absent. */
        PLAIN,
        RUN_INPUTS,
        NODE_INPUTS,
        NODE_OUTPUTS,
        REPLY
    }

    private final Problems problems;
    private final Use use;
    private final Map<String, @Nullable Object> defaults;
    private final List<Object> path = new ArrayList<>();

    private Conversion(Use use, Map<String, @Nullable Object> defaults, Problems problems) {
        this.use = use;
        this.defaults = defaults;
        this.problems = problems;
    }

    /** The value as {@code type}; null fits every type and stays null, undeclared and absent fields stay as they are. */
    public static @Nullable Object convert(@Nullable Object value, Type type, Problems problems) {
        return new Conversion(Use.PLAIN, Map.of(), problems).settled(value, type, 0);
    }

    /**
     * What a caller gave, as Start's outputs: defaults where a key is absent or "", [] or {} stand for it; a missing required
     * key (nested ones too) is a MISSING problem; other absent ones are null; undeclared keys pass. Callers of the open API
     * are refused at the first problem.
     *
     * @param defaults from {@link #defaults}
     */
    public static Map<String, @Nullable Object> runInputs(
            Map<String, @Nullable Object> given,
            Type.ObjectType declared,
            Map<String, @Nullable Object> defaults,
            Problems problems) {
        return new Conversion(Use.RUN_INPUTS, defaults, problems).fields(given, declared, 0);
    }

    /** Start's defaults, converted once at compile; a mismatch is a problem and that default is left out. */
    public static Map<String, @Nullable Object> defaults(Type.ObjectType start, Problems problems) {
        var converted = new HashMap<String, @Nullable Object>();
        for (var variable : start.fields().values()) {
            var text = variable.defaultValue();
            if (text == null || (text.equals("") && !isText(variable.type()))) {
                continue; // an empty text is a default for strings only; the editor writes it where nothing was entered
            }
            var conversion = new Conversion(Use.PLAIN, Map.of(), problems);
            conversion.path.add(variable.name());
            var value = conversion.as(text, variable.type(), 1);
            if (value != FAILED) {
                converted.put(variable.name(), value);
            }
        }
        return Collections.unmodifiableMap(converted);
    }

    /**
     * What goes into most nodes, and into End's fields: declared inputs that are absent, null or unfit are the zero of their
     * type (null for lists and objects; a list that is unfit is []), absent fields inside objects are null.
     */
    public static Map<String, @Nullable Object> nodeInputs(
            Map<String, @Nullable Object> given, Type.ObjectType declared, Problems problems) {
        return new Conversion(Use.NODE_INPUTS, Map.of(), problems).fields(given, declared, 0);
    }

    /**
     * What comes out of most nodes: declared outputs that are absent are null, or an object of nulls where they have fields;
     * a required one that is absent is a MISSING problem, which fails the node.
     */
    public static Map<String, @Nullable Object> nodeOutputs(
            Map<String, @Nullable Object> given, Type.ObjectType declared, Problems problems) {
        return new Conversion(Use.NODE_OUTPUTS, Map.of(), problems).fields(given, declared, 0);
    }

    /** The reply to an input node: as {@link #nodeOutputs}, but undeclared keys are dropped. */
    public static Map<String, @Nullable Object> reply(
            Map<String, @Nullable Object> given, Type.ObjectType declared, Problems problems) {
        return new Conversion(Use.REPLY, Map.of(), problems).fields(given, declared, 0);
    }

    /** @param depth how many lists and objects are around the value */
    private @Nullable Object settled(@Nullable Object value, Type type, int depth) {
        var converted = as(value, type, depth);
        if (converted != FAILED) {
            return converted;
        }
        return type instanceof Type.ListType ? List.of() : null;
    }

    private @Nullable Object as(@Nullable Object value, Type type, int depth) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case Type.Scalar scalar -> {
                var converted = Scalars.as(value, scalar);
                yield converted == null ? failed(scalar) : converted;
            }
            case Type.ObjectType object -> {
                if (depth >= Values.MAX_DEPTH) {
                    yield tooDeep();
                }
                var read = value instanceof String text ? parsed(text, '{') : value;
                yield read instanceof Map<?, ?> map ? fields(map, object, depth) : failed(object);
            }
            case Type.ListType list -> {
                if (depth >= Values.MAX_DEPTH) {
                    yield tooDeep();
                }
                var read = value instanceof String text ? parsed(text, '[') : value;
                yield read instanceof List<?> elements ? elements(elements, list.element(), depth) : failed(list);
            }
        };
    }

    private static @Nullable Object parsed(String text, char opening) {
        var start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (start == text.length() || text.charAt(start) != opening) {
            return null;
        }
        try {
            return Values.parse(text);
        } catch (ValueException notJson) {
            return null;
        }
    }

    private List<@Nullable Object> elements(List<?> given, @Nullable Type type, int depth) {
        List<@Nullable Object> copy = null;
        var at = 0;
        for (var element : given) {
            path.add(at);
            var converted = type == null ? cleaned(element, depth + 1) : as(element, type, depth + 1);
            path.removeLast();
            if (copy == null && converted != element) {
                copy = new ArrayList<>(given.size());
                copy.addAll(given.subList(0, at));
            }
            if (copy != null && converted != FAILED) {
                copy.add(converted);
            }
            at++;
        }
        return copy == null ? unchanged(given) : Collections.unmodifiableList(copy);
    }

    private Map<String, @Nullable Object> fields(Map<?, ?> given, Type.ObjectType declared, int depth) {
        Map<String, @Nullable Object> copy = null; // only made when something changes
        var at = 0;
        for (var entry : given.entrySet()) {
            var key = String.valueOf(entry.getKey());
            var value = entry.getValue();
            var field = declared.fields().get(key);
            var dropped = field == null && use == Use.REPLY && !declared.isFreeForm();
            path.add(key);
            var converted =
                    dropped ? null : field == null ? cleaned(value, depth + 1) : present(field, value, depth);
            path.removeLast();
            if (copy == null && (dropped || converted != value || !(entry.getKey() instanceof String))) {
                copy = firstOf(given, at);
            }
            if (copy != null && !dropped) {
                copy.put(key, converted);
            }
            at++;
        }
        if (use != Use.PLAIN) {
            for (var field : declared.fields().values()) {
                if (!(copy == null ? given : copy).containsKey(field.name()) && !(field.isErrorBody() && depth == 0)) {
                    copy = copy == null ? firstOf(given, at) : copy;
                    path.add(field.name());
                    copy.put(field.name(), absent(field, depth));
                    path.removeLast();
                }
            }
        }
        return copy == null ? unchanged(given) : Collections.unmodifiableMap(copy);
    }

    private static Map<String, @Nullable Object> firstOf(Map<?, ?> given, int count) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        var left = count;
        for (var entry : given.entrySet()) {
            if (left-- == 0) {
                break;
            }
            copy.put(String.valueOf(entry.getKey()), entry.getValue());
        }
        return copy;
    }

    private @Nullable Object present(Variable field, @Nullable Object value, int depth) {
        if (depth == 0 && use == Use.RUN_INPUTS && isBlank(value, field.type()) && defaults.containsKey(field.name())) {
            return defaults.get(field.name());
        }
        var converted = settled(value, field.type(), depth + 1);
        return converted == null && depth == 0 && use == Use.NODE_INPUTS ? field.type().zero() : converted;
    }

    private @Nullable Object absent(Variable field, int depth) {
        return switch (use) {
            case PLAIN -> null;
            case NODE_INPUTS -> depth == 0 ? field.type().zero() : null;
            case RUN_INPUTS -> {
                if (depth == 0 && defaults.containsKey(field.name())) {
                    yield defaults.get(field.name());
                }
                if (field.required()) {
                    report(Problem.Kind.MISSING, "Missing required parameters: ", "");
                }
                yield null;
            }
            case NODE_OUTPUTS, REPLY -> {
                if (field.required()) {
                    report(Problem.Kind.MISSING, "output field ", " is required but not present");
                    yield null;
                }
                yield field.type() instanceof Type.ObjectType object && !object.isFreeForm() && depth + 1 < Values.MAX_DEPTH
                        ? nulls(object, depth + 1)
                        : null;
            }
        };
    }

    /** An object of nulls; what is required inside an object that is not there is not missing. */
    private static Map<String, @Nullable Object> nulls(Type.ObjectType type, int depth) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var field : type.fields().values()) {
            var inner = field.type() instanceof Type.ObjectType deeper && !deeper.isFreeForm() ? deeper : null;
            object.put(field.name(), inner == null || depth + 1 >= Values.MAX_DEPTH ? null : nulls(inner, depth + 1));
        }
        return Collections.unmodifiableMap(object);
    }

    private static boolean isText(Type type) {
        return type instanceof Type.Scalar scalar && scalar.isText();
    }

    /** A default takes the place of "" (strings), [] (lists) and {} (objects), but not of 0 or false. */
    private static boolean isBlank(@Nullable Object value, Type type) {
        return switch (type) {
            case Type.Scalar scalar -> scalar.isText() && "".equals(value);
            case Type.ListType list -> value instanceof List<?> given && given.isEmpty();
            case Type.ObjectType object -> value instanceof Map<?, ?> given && given.isEmpty();
        };
    }

    /** A value that nothing is declared about: kept, within the depth and the kinds that values may have. */
    private @Nullable Object cleaned(@Nullable Object value, int depth) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean flag -> flag;
            case Number number -> {
                var plain = Values.plain(number);
                yield plain == null ? unknown() : plain;
            }
            case List<?> list -> depth >= Values.MAX_DEPTH ? tooDeep() : elements(list, null, depth);
            case Map<?, ?> map -> depth >= Values.MAX_DEPTH ? tooDeep() : fields(map, Type.ObjectType.FREE_FORM, depth);
            default -> unknown();
        };
    }

    @SuppressWarnings("unchecked") // every key and element was looked at
    private static Map<String, @Nullable Object> unchanged(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> unchanged(List<?> list) {
        return (List<@Nullable Object>) list;
    }

    private Object failed(Type type) {
        report(Problem.Kind.MISMATCH, "field ", " is not " + name(type));
        return FAILED;
    }

    private static String name(Type type) {
        return type instanceof Type.Scalar scalar && scalar != Type.Scalar.FLOAT ? scalar.apiName() : type.canvasName();
    }

    private @Nullable Object unknown() {
        report(Problem.Kind.MISMATCH, "field ", " is not a value");
        return null;
    }

    private @Nullable Object tooDeep() {
        report(Problem.Kind.TOO_DEEP, "field ", " is nested deeper than " + Values.MAX_DEPTH + " levels");
        return null;
    }

    private void report(Problem.Kind kind, String before, String after) {
        if (problems.isFull()) {
            problems.countOnly();
            return;
        }
        var where = new StringBuilder();
        for (var step : path) {
            if (step instanceof Integer index) {
                where.append('[').append(index.intValue()).append(']');
            } else {
                where.append(where.isEmpty() ? "" : ".").append(step);
            }
            if (where.length() > MAX_PATH) {
                where.setLength(MAX_PATH);
                where.append('…');
                break;
            }
        }
        var text = where.toString();
        problems.add(new Problem(kind, text, before + (text.isEmpty() ? "value" : text) + after));
    }
}
