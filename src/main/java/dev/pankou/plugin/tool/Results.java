package dev.pankou.plugin.tool;

import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What tools give back. */
public final class Results {
    private static final int MOST_DEPTH = 100;

    private Results() {}

    /** The tree that a text spells, or the text itself. */
    public static JsonNode of(String text) {
        var sound = SoundText.of(text);
        var begin = sound.stripLeading();
        if (begin.startsWith("{") || begin.startsWith("[")) {
            try {
                return Json.tree(sound);
            } catch (JacksonException notJson) {
                // then it is text
            }
        }
        return text(sound);
    }

    public static JsonNode text(String text) {
        return Json.mapper().getNodeFactory().stringNode(text);
    }

    /**
     * The result with the documented fields only (WORKFLOW 8.4). An object whose schema names no fields, or says that there may be
     * others, stays as it is.
     */
    public static JsonNode documented(JsonNode schema, JsonNode result) {
        return documented(schema, result, 0);
    }

    private static JsonNode documented(JsonNode schema, JsonNode result, int depth) {
        if (depth > MOST_DEPTH) {
            return result;
        }
        if (result.isArray() && schema.path("items").isObject()) {
            var all = Json.array();
            result.forEach(item -> all.add(documented(schema.path("items"), item, depth + 1)));
            return all;
        }
        var properties = schema.path("properties");
        var others = schema.path("additionalProperties");
        var open = others.isObject() || others.isBoolean() && others.booleanValue();
        var composed = schema.has("oneOf") || schema.has("anyOf") || schema.has("allOf");
        if (!result.isObject() || properties.isEmpty() || open || composed) {
            return result;
        }
        var cut = Json.object();
        for (var field : result.properties()) {
            var known = properties.get(field.getKey());
            if (known != null) {
                cut.set(field.getKey(), documented(known, field.getValue(), depth + 1));
            }
        }
        return cut;
    }
}
