package dev.pankou.api;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.pankou.id.Id;
import dev.pankou.json.SoundText;
import dev.pankou.json.WireText;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Makes request records from path, query and body, with messages that name the field. Null counts as absent, unknown fields
 * are ignored, a number is taken where a numeric string is due and the reverse (SDK-SURFACE rules 1 to 3). One per
 * record type, kept for ever; threads share them.
 */
final class Binder {
    private static final Map<Class<?>, Binder> KNOWN = new ConcurrentHashMap<>();
    private static final Set<String> BODILESS = Set.of("GET", "HEAD");

    private final List<Field> fields;
    private final MethodHandle constructor;

    private Binder(Class<?> type) {
        var components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalStateException(type + " is not a record");
        }
        fields = Arrays.stream(components).map(Field::of).toList();
        try {
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(type + " has no canonical constructor", impossible);
        }
    }

    static Binder of(Class<?> type) {
        return KNOWN.computeIfAbsent(type, Binder::new);
    }

    List<Field> fields() {
        return fields;
    }

    /** One component of a request record. */
    record Field(
            String name,
            Type type,
            boolean required,
            boolean mayBeEmpty,
            boolean query,
            boolean nullable,
            @Nullable String fallback,
            @Nullable String alias,
            @Nullable Length length,
            @Nullable Range range,
            @Nullable Doc doc) {
        static Field of(RecordComponent component) {
            var name = WireText.snake(component.getName());
            var required = component.getAnnotation(Required.class);
            var fallback = component.getAnnotation(Default.class);
            var alias = component.getAnnotation(Alias.class);
            return new Field(
                    name,
                    component.getGenericType(),
                    required != null,
                    required != null && required.mayBeEmpty(),
                    component.isAnnotationPresent(Query.class),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    fallback == null ? null : fallback.value(),
                    alias == null ? null : alias.value(),
                    component.getAnnotation(Length.class),
                    component.getAnnotation(Range.class),
                    component.getAnnotation(Doc.class));
        }
    }

    /**
     * The request record of a call.
     *
     * @param body the body's tree; null when there is none
     * @throws ApiException 4000 that names the field
     */
    Object bind(String method, Map<String, String> path, Map<String, String> query, @Nullable JsonNode body) {
        var values = new Object[fields.size()];
        for (var i = 0; i < values.length; i++) {
            var field = fields.get(i);
            var text = path.get(field.name());
            if (text == null && (field.query() || BODILESS.contains(method))) {
                text = query.get(field.name());
                if ((text == null || text.isEmpty()) && field.alias() != null) {
                    text = query.get(field.alias());
                }
            }
            JsonNode node = text == null || text.isEmpty() ? null : StringNode.valueOf(text);
            if (node == null && body != null) {
                node = present(body, field);
            }
            values[i] = value(field, field.name(), node, text != null);
        }
        return construct(values);
    }

    private Object nested(JsonNode body, String at) {
        var values = new Object[fields.size()];
        for (var i = 0; i < values.length; i++) {
            var field = fields.get(i);
            values[i] = value(field, at + "." + field.name(), present(body, field), false);
        }
        return construct(values);
    }

    private Object construct(@Nullable Object[] values) {
        try {
            return constructor.invokeExact(values);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    private static @Nullable JsonNode present(JsonNode body, Field field) {
        var node = body.get(field.name());
        if ((node == null || node.isNull()) && field.alias() != null) {
            node = body.get(field.alias());
        }
        return node == null || node.isNull() ? null : node;
    }

    private static @Nullable Object value(Field field, String at, @Nullable JsonNode given, boolean fromText) {
        var node = given;
        var blank = node == null || (node.isString() && node.stringValue().isEmpty());
        if (blank && field.required() && !(node != null && field.mayBeEmpty())) {
            throw ApiError.field(at, "is required");
        }
        if (blank && field.fallback() != null) {
            node = StringNode.valueOf(field.fallback());
        }
        if (node == null) {
            return field.nullable() ? null : absent(field.type());
        }
        var value = convert(field.type(), at, node, fromText || blank);
        check(field, at, value);
        return value;
    }

    private static @Nullable Object absent(Type type) {
        if (type instanceof Class<?> plain && plain.isPrimitive()) {
            return plain == boolean.class ? (Object) false : plain == double.class ? (Object) 0.0 : plain == long.class ? (Object) 0L : (Object) 0;
        }
        var raw = raw(type);
        return raw == List.class ? List.of() : raw == Map.class ? Map.of() : null;
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    private static @Nullable Object convert(Type type, String at, JsonNode node, boolean lenient) {
        var raw = raw(type);
        if (raw == JsonNode.class) {
            return node;
        }
        if (raw == String.class) {
            return text(at, node);
        }
        if (raw == Id.class) {
            return id(at, node);
        }
        if (raw == int.class || raw == Integer.class) {
            var value = whole(at, node);
            if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
                throw ApiError.field(at, "is too large");
            }
            return (int) value;
        }
        if (raw == long.class || raw == Long.class) {
            return whole(at, node);
        }
        if (raw == double.class || raw == Double.class) {
            return number(at, node);
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return bool(at, node);
        }
        if (raw.isEnum()) {
            return constant(raw, at, node);
        }
        if (raw == List.class) {
            return list(((ParameterizedType) type).getActualTypeArguments()[0], at, node, lenient);
        }
        if (raw == Map.class) {
            return map(((ParameterizedType) type).getActualTypeArguments()[1], at, node);
        }
        if (!node.isObject()) {
            throw ApiError.field(at, "must be an object");
        }
        return of(raw).nested(node, at);
    }

    private static String text(String at, JsonNode node) {
        if (node.isString()) {
            return clean(at, node.stringValue());
        }
        if (node.isNumber() && Double.isFinite(Double.parseDouble(node.asString()))) { // JSON's 1e400 is not
            return node.asString();
        }
        throw ApiError.field(at, "must be a string");
    }

    private static String clean(String at, String text) {
        if (text.indexOf(0) >= 0) {
            throw ApiError.field(at, "must not contain the character U+0000");
        }
        return SoundText.of(text);
    }

    private static @Nullable Id id(String at, JsonNode node) {
        if (node.isString() && node.stringValue().isEmpty()) {
            return null;
        }
        var id = node.isString() || node.isIntegralNumber() ? Id.parse(node.asString()) : null;
        if (id == null) {
            throw ApiError.field(at, "must be an id of up to 19 digits");
        }
        return id;
    }

    private static long whole(String at, JsonNode node) {
        try {
            if (node.isIntegralNumber() && node.canConvertToLong()) {
                return node.longValue();
            }
            if (node.isString()) {
                return Long.parseLong(node.stringValue().strip());
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw ApiError.field(at, "must be a whole number");
    }

    private static double number(String at, JsonNode node) {
        try {
            if (node.isNumber() || node.isString()) {
                var value = Double.parseDouble(node.asString());
                if (Double.isFinite(value)) { // JSON's 1e400 is not
                    return value;
                }
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw ApiError.field(at, "must be a number");
    }

    private static @Nullable Boolean bool(String at, JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isString()) {
            switch (node.stringValue().toLowerCase(Locale.ROOT)) {
                case "true", "1" -> {
                    return true;
                }
                case "false", "0" -> {
                    return false;
                }
                default -> {
                    // said below
                }
            }
        }
        throw ApiError.field(at, "must be true or false");
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // raw.isEnum() was checked
    private static @Nullable Object constant(Class<?> type, String at, JsonNode node) {
        var text = node.isString() || node.isNumber() ? node.asString() : "";
        if (text.isEmpty() && node.isString()) {
            return null;
        }
        // Python 3.11 and newer put "<Class>.<NAME>" into queries (SDK-SURFACE rule 7); sort_order is ASC or DESC.
        var plain = text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        Object found = WireText.find((Class) type, plain);
        if (found == null) {
            found = called(type, plain);
        }
        if (found == null) {
            var allowed = Arrays.stream(type.getEnumConstants()).map(constant -> WireText.of((Enum<?>) constant)).toList();
            throw ApiError.field(at, "must be one of " + String.join(", ", allowed));
        }
        return found;
    }

    /** The constant with that {@link JsonAlias}; null: there is none. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // enum types only
    private static @Nullable Object called(Class<?> type, String name) {
        for (var field : type.getFields()) {
            var alias = field.getAnnotation(JsonAlias.class);
            if (field.isEnumConstant() && alias != null && List.of(alias.value()).contains(name)) {
                return Enum.valueOf((Class) type, field.getName());
            }
        }
        return null;
    }

    private static List<?> list(Type element, String at, JsonNode node, boolean lenient) {
        var found = new ArrayList<@Nullable Object>();
        if (node.isString() && lenient) {
            // lists in a query are comma-separated (BEHAVIOUR 1.5)
            for (var entry : node.stringValue().split(",")) {
                if (!entry.isBlank()) {
                    found.add(convert(element, at, StringNode.valueOf(entry.strip()), true));
                }
            }
            return List.copyOf(found);
        }
        if (!node.isArray()) {
            throw ApiError.field(at, "must be an array");
        }
        for (var i = 0; i < node.size(); i++) {
            var entry = node.get(i);
            if (entry.isNull()) {
                throw ApiError.field(at + "[" + i + "]", "must not be null");
            }
            var value = convert(element, at + "[" + i + "]", entry, false);
            if (value == null) {
                throw ApiError.field(at + "[" + i + "]", "must not be empty");
            }
            found.add(value);
        }
        return List.copyOf(found);
    }

    private static @Nullable Map<String, ?> map(Type element, String at, JsonNode node) {
        if (node.isString() && node.stringValue().isEmpty()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw ApiError.field(at, "must be an object");
        }
        var found = new LinkedHashMap<String, @Nullable Object>();
        for (var entry : node.properties()) {
            if (!entry.getValue().isNull()) {
                found.put(clean(at, entry.getKey()), convert(element, at + "." + entry.getKey(), entry.getValue(), false));
            }
        }
        return java.util.Collections.unmodifiableMap(found);
    }

    private static void check(Field field, String at, @Nullable Object value) {
        var length = field.length();
        if (length != null) {
            if (value instanceof String text) {
                var count = text.codePointCount(0, text.length());
                if (count < length.min() || count > length.max()) {
                    throw ApiError.field(at, length.min() + " to " + length.max() + " characters");
                }
            } else if (value instanceof List<?> list && (list.size() < length.min() || list.size() > length.max())) {
                throw ApiError.field(at, length.min() + " to " + length.max() + " entries");
            }
        }
        var range = field.range();
        if (range != null && value instanceof Number number
                && (number.doubleValue() < range.min() || number.doubleValue() > range.max())) {
            throw ApiError.field(at, plain(range.min()) + " to " + plain(range.max()));
        }
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

}
