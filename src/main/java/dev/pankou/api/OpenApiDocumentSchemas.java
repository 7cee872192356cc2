package dev.pankou.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas of request and response records. A record becomes a component the first time it is met; input and output of
 * one record differ, because a request says what it requires and an answer what it always holds.
 */
final class OpenApiDocumentSchemas {
    private final Map<Key, String> names = new HashMap<>();
    private final Map<String, ObjectNode> components = new TreeMap<>();

    private record Key(Class<?> type, boolean input) {}

    /** All components so far, by name. */
    ObjectNode components() {
        var all = Json.object();
        components.forEach(all::set);
        return all;
    }

    static ObjectNode object() {
        return Json.object().put("type", "object");
    }

    static ObjectNode ref(String schema) {
        return ref("schemas", schema);
    }

    static ObjectNode ref(String kind, String name) {
        return Json.object().put("$ref", "#/components/" + kind + "/" + name);
    }

    static boolean isList(Type type) {
        return raw(type) == List.class;
    }

    /** The object of these fields of a request. */
    ObjectNode input(List<Binder.Field> fields) {
        var schema = object();
        var properties = schema.putObject("properties");
        var required = Json.array();
        for (var field : fields) {
            properties.set(field.name(), field(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    /** One field of a request with its limits. */
    ObjectNode field(Binder.Field field) {
        var schema = type(field.type(), true);
        var list = isList(field.type());
        if (field.length() != null) {
            if (field.length().min() > 0) {
                schema.put(list ? "minItems" : "minLength", field.length().min());
            }
            schema.put(list ? "maxItems" : "maxLength", field.length().max());
        }
        if (field.range() != null) {
            number(schema, "minimum", field.range().min());
            number(schema, "maximum", field.range().max());
        }
        if (field.fallback() != null) {
            schema.set("default", fallback(field.type(), field.fallback()));
        }
        if (field.doc() != null) {
            schema.put("description", field.doc().value());
        }
        return schema;
    }

    private static void number(ObjectNode schema, String name, double value) {
        if (value == Math.rint(value)) {
            schema.put(name, (long) value);
        } else {
            schema.put(name, value);
        }
    }

    private static JsonNode fallback(Type type, String text) {
        var raw = raw(type);
        var spelled = raw == String.class || raw == Id.class || raw.isEnum() || raw == List.class;
        return spelled ? Json.mapper().getNodeFactory().stringNode(text) : Json.tree(text);
    }

    /** A type of an answer. */
    ObjectNode output(Class<?> type) {
        return type(type, false);
    }

    /** A response record's own object, not a reference to it. */
    ObjectNode record(Class<?> type) {
        var schema = object();
        var properties = schema.putObject("properties");
        var required = Json.array();
        for (var component : type.getRecordComponents()) {
            var given = component.getAccessor().getAnnotation(JsonProperty.class);
            var name = given == null ? WireText.snake(component.getName()) : given.value();
            var value = type(component.getGenericType(), false);
            var doc = component.getAnnotation(Doc.class);
            if (doc != null) {
                value.put("description", doc.value());
            }
            properties.set(name, value);
            if (!nullable(component)) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    /** Nulls are left out of answers, so that what may be null is simply not required. */
    private static boolean nullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private ObjectNode type(Type type, boolean input) {
        var raw = raw(type);
        if (raw == String.class) {
            return Json.object().put("type", "string");
        }
        if (raw == Id.class) {
            return Json.object().put("type", "string").put("format", "int64");
        }
        if (raw == int.class || raw == Integer.class) {
            return Json.object().put("type", "integer").put("format", "int32");
        }
        if (raw == long.class || raw == Long.class) {
            return Json.object().put("type", "integer").put("format", "int64");
        }
        if (raw == double.class || raw == Double.class || raw == float.class || raw == Float.class) {
            return Json.object().put("type", "number");
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return Json.object().put("type", "boolean");
        }
        if (raw.isEnum()) {
            var schema = Json.object().put("type", "string");
            var values = schema.putArray("enum");
            for (var constant : raw.getEnumConstants()) {
                values.add(WireText.of((Enum<?>) constant));
            }
            return schema;
        }
        if (java.util.Collection.class.isAssignableFrom(raw)) {
            var schema = Json.object().put("type", "array");
            schema.set("items", argument(type, 0, input));
            return schema;
        }
        if (Map.class.isAssignableFrom(raw)) {
            var schema = object();
            schema.set("additionalProperties", argument(type, 1, input));
            return schema;
        }
        if (raw.isRecord()) {
            return ref(component(raw, input));
        }
        if (raw.isSealed()) {
            var schema = Json.object();
            var choices = schema.putArray("anyOf");
            Arrays.stream(raw.getPermittedSubclasses()).forEach(choice -> choices.add(type(choice, input)));
            return schema;
        }
        return Json.object(); // any JSON
    }

    private ObjectNode argument(Type type, int index, boolean input) {
        return type instanceof ParameterizedType generic ? type(generic.getActualTypeArguments()[index], input) : Json.object();
    }

    private String component(Class<?> type, boolean input) {
        var key = new Key(type, input);
        var known = names.get(key);
        if (known != null) {
            return known;
        }
        var name = name(type, input);
        names.put(key, name); // before its fields, which may refer to it
        components.put(name, object());
        components.put(name, input ? input(Binder.of(type).fields()) : record(type));
        return name;
    }

    /** The record's own name; where that is taken, with its room and then a number. */
    private String name(Class<?> type, boolean input) {
        var simple = type.getSimpleName() + (input && !type.getSimpleName().endsWith("Input") ? "Input" : "");
        var room = type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1);
        var longer = room.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + room.substring(1) + simple;
        var name = free(simple) ? simple : longer;
        for (var number = 2; !free(name); number++) {
            name = longer + number;
        }
        return name;
    }

    private boolean free(String name) {
        return !components.containsKey(name) && !name.equals("Error") && !name.equals("Detail");
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> Object.class;
        };
    }
}
