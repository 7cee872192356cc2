package dev.pankou.workflow.canvas;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads fields that may be absent, null or of another kind, as canvases have them. */
public final class Fields {
    private Fields() {}

    /** The text of a string, number or boolean; "" for everything else. */
    public static String text(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asString("") : "";
    }

    public static String text(JsonNode node, String key) {
        return text(node.path(key));
    }

    /** The elements of an array; none for everything else. */
    public static Iterable<JsonNode> list(JsonNode node) {
        return node.isArray() ? node : List.of();
    }

    public static Iterable<JsonNode> list(JsonNode node, String key) {
        return list(node.path(key));
    }

    public static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** Absent, or an object or array without content: what the editor leaves where nothing is set. */
    public static boolean unset(JsonNode node) {
        return absent(node) || node.isContainer() && node.isEmpty();
    }
}
