package dev.pankou.plugin.tool;

import dev.pankou.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Arguments against the schema of a tool: fills defaults, takes a number written as text and the reverse, and tells what is
 * missing or of another type. Knows type, required, enum, default, properties and items; the rest is for the tool's server.
 */
public final class Arguments {
    private static final int MOST_DEPTH = 100;

    private Arguments() {}

    /** The object that arguments are, also when they came as the text of one; nothing is no argument. @throws ToolException */
    public static ObjectNode object(JsonNode given) {
        if (given instanceof ObjectNode object) {
            return object;
        }
        if (given.isNull() || given.isMissingNode() || given.isString() && given.stringValue().isBlank()) {
            return Json.object();
        }
        if (given.isString()) {
            try {
                if (Json.tree(given.stringValue()) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JacksonException notJson) {
                // said below
            }
        }
        throw new ToolException(ToolException.INVALID_ARGUMENT, "the arguments must be a JSON object");
    }

    /** Arguments as the schema wants them. @throws ToolException that names the argument */
    public static ObjectNode checked(JsonNode schema, JsonNode given) {
        return object(schema, object(given), "", 0);
    }

    private static ObjectNode object(JsonNode schema, ObjectNode given, String at, int depth) {
        var properties = schema.path("properties");
        var found = Json.object();
        for (var entry : given.properties()) {
            var property = properties.get(entry.getKey());
            var value = entry.getValue();
            if (property == null) {
                found.set(entry.getKey(), value);
            } else if (!value.isNull() || allows(property, "null")) {
                found.set(entry.getKey(), value(property, value, name(at, entry.getKey()), depth + 1));
            }
        }
        for (var property : properties.properties()) {
            var standard = property.getValue().get("default");
            if (!found.has(property.getKey()) && standard != null) {
                found.set(property.getKey(), standard);
            }
        }
        for (var required : schema.path("required")) {
            if (!found.has(required.asString())) {
                throw new ToolException(
                        ToolException.MISSING_ARGUMENT, "argument " + name(at, required.asString()) + " is required");
            }
        }
        return found;
    }

    private static String name(String at, String key) {
        return at.isEmpty() ? key : at + "." + key;
    }

    private static JsonNode value(JsonNode schema, JsonNode given, String at, int depth) {
        if (depth > MOST_DEPTH) {
            throw new ToolException(ToolException.INVALID_ARGUMENT, "argument " + at + " is nested too deeply");
        }
        var value = typed(schema, given, at);
        var choices = schema.get("enum");
        if (choices != null && !contains(choices, value)) {
            throw new ToolException(
                    ToolException.INVALID_ARGUMENT, "argument " + at + " must be one of " + Json.text(choices));
        }
        if (value instanceof ObjectNode object && schema.has("properties")) {
            return object(schema, object, at, depth);
        }
        var items = schema.get("items");
        if (value.isArray() && items != null && items.isObject()) {
            var all = Json.array();
            for (var i = 0; i < value.size(); i++) {
                all.add(value(items, value.get(i), at + "[" + i + "]", depth + 1));
            }
            return all;
        }
        return value;
    }

    private static boolean contains(JsonNode choices, JsonNode value) {
        for (var choice : choices) {
            if (choice.equals(value) || choice.isNumber() && value.isNumber() && choice.asString().equals(value.asString())) {
                return true;
            }
        }
        return false;
    }

    private static boolean allows(JsonNode schema, String type) {
        var types = schema.path("type");
        if (types.isArray()) {
            for (var one : types) {
                if (one.asString().equals(type)) {
                    return true;
                }
            }
            return false;
        }
        return types.isMissingNode() || types.asString().equals(type);
    }

    private static JsonNode typed(JsonNode schema, JsonNode value, String at) {
        if (value.isFloatingPointNumber() && !Double.isFinite(value.asDouble())) { // JSON's 1e400 is not
            throw new ToolException(ToolException.INVALID_ARGUMENT, "argument " + at + " is too large a number");
        }
        if (allows(schema, kind(value)) || kind(value).equals("integer") && allows(schema, "number")) {
            return value;
        }
        var other = converted(schema, value);
        if (other == null) {
            throw new ToolException(
                    ToolException.INVALID_ARGUMENT,
                    "argument " + at + " must be of type " + schema.path("type").toString().replace("\"", ""));
        }
        return other;
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING, BINARY -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() || value.asDouble() == Math.rint(value.asDouble()) ? "integer" : "number";
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case NULL, MISSING -> "null";
        };
    }

    private static @Nullable JsonNode converted(JsonNode schema, JsonNode value) {
        if ((value.isNumber() || value.isBoolean()) && allows(schema, "string")) {
            return Json.mapper().getNodeFactory().stringNode(value.asString());
        }
        if (!value.isString()) {
            return null;
        }
        try {
            var inner = Json.tree(value.stringValue());
            var fits = !inner.isString() && allows(schema, kind(inner)) || inner.isNumber() && allows(schema, "number");
            return fits && !inner.isNull() && !inner.isMissingNode() ? inner : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
