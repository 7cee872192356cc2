package dev.pankou.model;

import dev.pankou.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the offline model calls tools: every tool whose name, or all words of its name, stands in the question. Arguments are
 * taken from a JSON object or from {@code key=value} in the question; required ones that are missing get a simple value of
 * their type.
 */
final class OfflineTools {
    private static final Pattern KEY_VALUE =
            Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_.-]*)\\s*[=＝]\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s,，;；。]+))");

    private OfflineTools() {}

    static List<ToolCall> calls(List<ToolSpec> tools, String question) {
        var lower = question.toLowerCase(Locale.ROOT);
        var calls = new ArrayList<ToolCall>();
        for (var tool : tools) {
            if (names(lower, tool.name().toLowerCase(Locale.ROOT))) {
                var arguments = arguments(tool.parameters(), question);
                calls.add(new ToolCall("call_offline_" + (calls.size() + 1), tool.name(), arguments.toString()));
            }
        }
        return calls;
    }

    private static boolean names(String question, String tool) {
        if (question.contains(tool)) {
            return true;
        }
        var words = tool.split("[_\\-.\\s]+", -1);
        for (var word : words) {
            if (word.isEmpty() || !question.contains(word)) {
                return false;
            }
        }
        return words.length > 1;
    }

    private static ObjectNode arguments(JsonNode schema, String question) {
        var given = given(question);
        var arguments = Json.object();
        for (var property : schema.path("properties").properties()) {
            var name = property.getKey();
            var value = given.get(name);
            if (value != null) {
                arguments.set(name, typed(value, property.getValue()));
            } else if (isRequired(schema, name)) {
                arguments.set(name, simple(property.getValue(), name, question));
            }
        }
        return arguments;
    }

    private static boolean isRequired(JsonNode schema, String name) {
        for (var required : schema.path("required")) {
            if (name.equals(required.asString(""))) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, JsonNode> given(String question) {
        var given = new LinkedHashMap<String, JsonNode>();
        var json = json(question);
        if (json != null) {
            json.properties().forEach(property -> given.put(property.getKey(), property.getValue()));
        }
        var pairs = KEY_VALUE.matcher(question);
        while (pairs.find()) {
            var value = pairs.group(2) != null ? pairs.group(2) : pairs.group(3) != null ? pairs.group(3) : pairs.group(4);
            given.putIfAbsent(pairs.group(1), Json.mapper().getNodeFactory().stringNode(value));
        }
        return given;
    }

    private static @Nullable JsonNode json(String question) {
        var from = question.indexOf('{');
        var to = question.lastIndexOf('}');
        if (from < 0 || to < from) {
            return null;
        }
        try {
            var found = Json.tree(question.substring(from, to + 1));
            return found.isObject() ? found : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    /** A text as the schema's type, where it can be read as one. */
    private static JsonNode typed(JsonNode value, JsonNode schema) {
        if (!value.isString()) {
            return value;
        }
        var text = value.asString("");
        var node = Json.mapper().getNodeFactory();
        try {
            return switch (schema.path("type").asString("string")) {
                case "integer" -> node.numberNode(Long.parseLong(text));
                case "number" -> node.numberNode(Double.parseDouble(text));
                case "boolean" -> node.booleanNode(Boolean.parseBoolean(text));
                case "array", "object" -> Json.tree(text);
                default -> value;
            };
        } catch (NumberFormatException | JacksonException otherwise) {
            return value; // the tool says what is wrong with it
        }
    }

    private static JsonNode simple(JsonNode schema, String name, String question) {
        var node = Json.mapper().getNodeFactory();
        if (schema.has("default")) {
            return schema.path("default");
        }
        if (!schema.path("enum").isEmpty()) {
            return schema.path("enum").path(0);
        }
        return switch (schema.path("type").asString("string")) {
            case "integer", "number" -> node.numberNode(1);
            case "boolean" -> node.booleanNode(true);
            case "array" -> Json.array();
            case "object" -> arguments(schema, "");
            default ->
                node.stringNode(
                        List.of("query", "q", "question", "text", "input", "keyword", "prompt", "message")
                                        .contains(name.toLowerCase(Locale.ROOT))
                                ? question
                                : "example");
        };
    }
}
