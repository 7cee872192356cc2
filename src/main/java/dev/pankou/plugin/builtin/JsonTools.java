package dev.pankou.plugin.builtin;

import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Small work on JSON. */
final class JsonTools {
    private JsonTools() {}

    static List<BuiltInTool> all() {
        return List.of(
                BuiltInTool.of(
                        "get",
                        "The value at a place in JSON.",
                        """
                        {"type":"object","required":["json","path"],"properties":{
                          "json":{"description":"a value, or the text of one"},
                          "path":{"type":"string","description":"JSON Pointer such as /items/0/name; empty for the whole"}}}
                        """,
                        """
                        {"type":"object","properties":{"found":{"type":"boolean"},"value":{}}}
                        """,
                        (arguments, cancel) -> get(arguments)),
                BuiltInTool.of(
                        "format",
                        "JSON as text, indented or on one line; tells where it is broken.",
                        """
                        {"type":"object","required":["json"],"properties":{
                          "json":{"description":"a value, or the text of one"},
                          "indent":{"type":"boolean","default":true}}}
                        """,
                        """
                        {"type":"object","properties":{"result":{"type":"string"}}}
                        """,
                        (arguments, cancel) -> format(arguments)),
                BuiltInTool.of(
                        "describe",
                        "What a JSON value is: its type, its keys or its length.",
                        """
                        {"type":"object","required":["json"],"properties":{"json":{"description":"a value, or the text of one"}}}
                        """,
                        """
                        {"type":"object","properties":{"type":{"type":"string"},"size":{"type":"integer"},
                          "keys":{"type":"array","items":{"type":"string"}}}}
                        """,
                        (arguments, cancel) -> describe(value(arguments))));
    }

    private static JsonNode value(ObjectNode arguments) {
        var given = arguments.path("json");
        if (!given.isString()) {
            return given;
        }
        try {
            var tree = Json.tree(SoundText.of(given.stringValue()));
            if (tree.isMissingNode()) {
                throw BuiltInTool.bad("json", "is empty");
            }
            return tree;
        } catch (JacksonException broken) {
            var place = broken.getLocation();
            throw BuiltInTool.bad(
                    "json",
                    "is not valid JSON" + (place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr()));
        }
    }

    private static JsonNode get(ObjectNode arguments) {
        try {
            var path = arguments.path("path").asString("");
            var found = value(arguments).at(JsonPointer.compile(path));
            var result = Json.object().put("found", !found.isMissingNode());
            if (!found.isMissingNode()) {
                result.set("value", found);
            }
            return result;
        } catch (IllegalArgumentException noPointer) {
            throw BuiltInTool.bad("path", "is no JSON Pointer such as /items/0/name");
        }
    }

    private static JsonNode format(ObjectNode arguments) {
        var value = value(arguments);
        var text = arguments.path("indent").asBoolean(true) ? value.toPrettyString() : Json.text(value);
        return Json.object().put("result", text);
    }

    private static JsonNode describe(JsonNode value) {
        var result = Json.object().put("type", value.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        result.put("size", value.isString() ? value.stringValue().length() : value.size());
        var keys = result.putArray("keys");
        value.propertyNames().forEach(keys::add);
        return result;
    }
}
