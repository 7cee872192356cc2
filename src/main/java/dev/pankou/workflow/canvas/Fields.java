package dev.pankou.workflow.canvas;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads fields that may be absent, null or of another kind, as canvases have them. */
final class Fields {
    private Fields() {}

    /** The text of a string, number or boolean; "" for everything else. */
    static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asString("") : "";
    }

    static String text(JsonNode node, String key) {
        return text(node.path(key));
    }

    /** The elements of an array; none for everything else. */
    static Iterable<JsonNode> list(JsonNode node) {
        return node.isArray() ? node : List.of();
    }

    static Iterable<JsonNode> list(JsonNode node, String key) {
        return list(node.path(key));
    }

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** Absent, or an object or array without content: what the editor leaves where nothing is set. */
    static boolean unset(JsonNode node) {
        return absent(node) || node.isContainer() && node.isEmpty();
    }
}
