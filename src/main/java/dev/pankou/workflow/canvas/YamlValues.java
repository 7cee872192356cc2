package dev.pankou.workflow.canvas;

import dev.pankou.json.Json;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the short values of the hosted product's YAML into those of a canvas: {@code {type, value}} with a bare literal or
 * {@code {path, ref_node}} into a BlockInput, {@code items} and {@code properties} into {@code schema}. Values that are long
 * already stay as they are. What had to be guessed goes to {@code notes} (English, Chinese).
 */
final class YamlValues {
    /** Type names of canvases, and those that other places of the product write, as type and assistType. */
    private static final Map<String, String[]> TYPES = Map.ofEntries(
            type("string", "string", ""), type("integer", "integer", ""), type("float", "float", ""),
            type("boolean", "boolean", ""), type("object", "object", ""), type("list", "list", ""),
            type("number", "float", ""), type("array", "list", ""), type("time", "string", "10000"),
            type("file", "string", "1"), type("image", "string", "2"), type("doc", "string", "3"),
            type("excel", "string", "7"), type("audio", "string", "8"), type("zip", "string", "9"),
            type("video", "string", "10"), type("svg", "string", "11"), type("voice", "string", "12"));

    private final BiConsumer<String, String> notes;

    YamlValues(BiConsumer<String, String> notes) {
        this.notes = notes;
    }

    private static Map.Entry<String, String[]> type(String name, String type, String assistType) {
        return Map.entry(name, new String[] {type, assistType});
    }

    /** A list of Params, or a map name → value, as Params {@code {name, input}}. */
    ArrayNode params(JsonNode yaml) {
        var params = Json.array();
        if (yaml.isObject()) {
            yaml.properties().forEach(entry -> params.add(param(entry.getKey(), entry.getValue())));
        }
        for (var one : Fields.list(yaml)) {
            params.add(isInput(one) ? param(Fields.text(one, "name"), one) : deep(one));
        }
        return params;
    }

    private ObjectNode param(String name, JsonNode value) {
        var param = Json.object();
        param.put("name", name);
        if (value.has("input")) {
            value.properties().forEach(entry -> param.set(entry.getKey(), deep(entry.getValue())));
        } else if (isInput(value)) {
            var input = (ObjectNode) input(value);
            input.remove("name");
            param.set("input", input);
        } else {
            param.set("input", literal(typeOf(value), value));
        }
        return param;
    }

    /** The map name → variable as an array of Variables; for loop and batch of Params, as their outputs are refs. */
    ArrayNode outputs(JsonNode yaml, boolean composite) {
        if (composite) {
            return params(yaml);
        }
        var outputs = Json.array();
        if (yaml.isObject()) {
            yaml.properties().forEach(entry -> outputs.add(variable(entry.getKey(), entry.getValue())));
        }
        for (var one : Fields.list(yaml)) {
            outputs.add(variable(Fields.text(one, "name"), one));
        }
        return outputs;
    }

    private ObjectNode variable(String name, JsonNode yaml) {
        var variable = Json.object();
        if (!name.isEmpty()) {
            variable.put("name", name);
        }
        declare(yaml, variable);
        for (var entry : yaml.properties()) {
            var key = entry.getKey();
            if (key.equals("value") && !entry.getValue().isNull()) { // null in a declaration means nothing
                variable.set(key, entry.getValue());
            } else if (!isDeclared(key)) {
                variable.set(key, entry.getValue());
            }
        }
        return variable;
    }

    /** A setting of any shape, with every short value in it made long. */
    JsonNode deep(JsonNode yaml) {
        if (yaml.isArray()) {
            var array = Json.array();
            yaml.forEach(one -> // a Param in short form has its name beside type and value
                    array.add(isInput(one) && one.has("name") ? param(Fields.text(one, "name"), one) : deep(one)));
            return array;
        }
        if (!yaml.isObject()) {
            return yaml;
        }
        if (isInput(yaml)) {
            return input(yaml);
        }
        var object = Json.object();
        yaml.properties().forEach(entry -> object.set(entry.getKey(), deep(entry.getValue())));
        return object;
    }

    JsonNode literal(String type, JsonNode content) {
        var input = Json.object().put("type", type);
        input.putObject("value").put("type", "literal").set("content", content);
        return input;
    }

    private static boolean isInput(JsonNode yaml) {
        return yaml.has("value") && TYPES.containsKey(Fields.text(yaml, "type"));
    }

    private static boolean isDeclared(String key) {
        return switch (key) {
            case "name", "type", "items", "properties", "value" -> true;
            default -> false;
        };
    }

    private JsonNode input(JsonNode yaml) {
        var value = yaml.path("value");
        if (isInput(value)) { // outputs of loops: value {type, items, value {path, ref_node}}
            return input(value);
        }
        var input = Json.object();
        if (yaml.has("name")) {
            input.set("name", yaml.path("name"));
        }
        declare(yaml, input);
        yaml.properties().stream()
                .filter(entry -> !isDeclared(entry.getKey()))
                .forEach(entry -> input.set(entry.getKey(), deep(entry.getValue())));
        if (!value.isNull()) {
            input.set("value", value(value));
        }
        return input;
    }

    private JsonNode value(JsonNode value) {
        if (value.has("content") || value.isObject() && value.size() == 1 && value.has("type")) {
            return value; // long already
        }
        var translated = Json.object();
        if (value.has("ref_node") || value.isObject() && value.has("path")) {
            var node = Fields.text(value, "ref_node");
            if (node.isEmpty()) {
                notes.accept(
                        "a value \"" + Fields.text(value, "path") + "\" refers to no node; what it means is not known",
                        "值“" + Fields.text(value, "path") + "”没有引用节点，含义未知");
            }
            translated.put("type", "ref");
            translated.putObject("content")
                    .put("source", "block-output")
                    .put("blockID", node)
                    .put("name", Fields.text(value, "path"));
            value.properties().stream()
                    .filter(entry -> !entry.getKey().equals("path") && !entry.getKey().equals("ref_node"))
                    .forEach(entry -> translated.set(entry.getKey(), entry.getValue()));
            return translated;
        }
        return translated.put("type", "literal").set("content", value);
    }

    /** Type and schema of a value or a variable. */
    private void declare(JsonNode yaml, ObjectNode to) {
        var name = Fields.text(yaml, "type");
        var type = TYPES.get(name);
        if (type == null) {
            if (yaml.has("type")) {
                to.set("type", yaml.path("type"));
                notes.accept("the value type \"" + name + "\" is not known", "值类型“" + name + "”未知");
            }
        } else {
            to.put("type", type[0]);
            if (!type[1].isEmpty()) {
                to.put("assistType", Integer.parseInt(type[1]));
            }
            if (!type[0].equals(name) || !type[1].isEmpty()) {
                notes.accept("the value type \"" + name + "\" was taken for " + type[0], "值类型“" + name + "”视为 " + type[0]);
            }
        }
        if (yaml.path("items").isObject()) {
            to.set("schema", variable("", yaml.path("items")));
        } else if (!Fields.absent(yaml.path("properties"))) {
            to.set("schema", outputs(yaml.path("properties"), false));
        }
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "integer" : "float";
            case BOOLEAN -> "boolean";
            case ARRAY -> "list";
            case OBJECT, POJO -> "object";
            default -> "string";
        };
    }
}
