package dev.pankou.workflow.canvas;

import dev.pankou.json.Json;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts a canvas into the envelopes that Coze's editor reads (WORKFLOW 1); the bare canvas is {@link Canvas#json()} itself. The
 * canvas is not changed, its unknown keys go along.
 */
public final class CanvasExport {
    /** What the editor draws a node with until it has measured it. */
    private static final int NODE_WIDTH = 360;

    private static final int NODE_HEIGHT = 120;

    private CanvasExport() {}

    /** Where a canvas comes from; the editor refuses to paste across hosts and modes. */
    public record Source(String workflowId, String spaceId, CanvasMode mode, String host) {
        private ObjectNode json() {
            return Json.object()
                    .put("workflowId", workflowId)
                    .put("flowMode", mode.flowMode())
                    .put("spaceId", spaceId)
                    .put("isDouyin", false)
                    .put("host", host);
        }
    }

    /** The export file {@code coze-workflow-<id>.flow}: the whole canvas, without {@code versions}. */
    public static ObjectNode file(Canvas canvas, Source source) {
        var nodes = Json.array();
        Fields.list(canvas.json(), "nodes").forEach(node -> nodes.add(drawn(node)));
        return envelope(Envelopes.EXPORT, source, nodes, edges(canvas, null));
    }

    /**
     * The clipboard: these nodes of the canvas itself, not of its blocks, without Start and End, and the edges among them. Ids
     * that are not there are passed over.
     */
    public static ObjectNode clipboard(Canvas canvas, Set<String> nodeIds, Source source) {
        var nodes = Json.array();
        var taken = new HashSet<String>();
        for (var node : Fields.list(canvas.json(), "nodes")) {
            var id = Fields.text(node, "id");
            var type = Fields.text(node, "type");
            if (nodeIds.contains(id) && !type.equals(NodeType.START.number()) && !type.equals(NodeType.END.number())) {
                nodes.add(drawn(node));
                taken.add(id);
            }
        }
        var envelope = envelope(Envelopes.CLIPBOARD, source, nodes, edges(canvas, taken));
        envelope.set("bounds", bounds(nodes));
        return envelope;
    }

    private static ObjectNode envelope(String type, Source source, ArrayNode nodes, ArrayNode edges) {
        var envelope = Json.object().put("type", type);
        envelope.set("source", source.json());
        envelope.putObject("json").set("nodes", nodes).set("edges", edges);
        return envelope;
    }

    private static ArrayNode edges(Canvas canvas, @Nullable Set<String> among) {
        var edges = Json.array();
        for (var edge : Fields.list(canvas.json(), "edges")) {
            if (among == null
                    || among.contains(Fields.text(edge, "sourceNodeID"))
                            && among.contains(Fields.text(edge, "targetNodeID"))) {
                edges.add(edge.deepCopy());
            }
        }
        return edges;
    }

    /** A copy with the editor's {@code _temp}, blocks too. */
    private static ObjectNode drawn(JsonNode node) {
        var copy = (ObjectNode) node.deepCopy();
        var temp = copy.putObject("_temp");
        var position = node.path("meta").path("position");
        temp.putObject("bounds")
                .put("x", position.path("x").asDouble(0))
                .put("y", position.path("y").asDouble(0))
                .put("width", NODE_WIDTH)
                .put("height", NODE_HEIGHT);
        var shown = node.path("data").path("nodeMeta");
        temp.set("externalData", shown.isObject() ? shown.deepCopy() : Json.object());
        if (node.path("blocks").isArray()) {
            var blocks = Json.array();
            node.path("blocks").forEach(block -> blocks.add(drawn(block)));
            copy.set("blocks", blocks);
        }
        return copy;
    }

    private static ObjectNode bounds(ArrayNode nodes) {
        double left = 0;
        double top = 0;
        double right = 0;
        double bottom = 0;
        var first = true;
        for (var node : nodes) {
            var own = node.path("_temp").path("bounds");
            var x = own.path("x").asDouble();
            var y = own.path("y").asDouble();
            left = first ? x : Math.min(left, x);
            top = first ? y : Math.min(top, y);
            right = first ? x + NODE_WIDTH : Math.max(right, x + NODE_WIDTH);
            bottom = first ? y + NODE_HEIGHT : Math.max(bottom, y + NODE_HEIGHT);
            first = false;
        }
        return Json.object().put("x", left).put("y", top).put("width", right - left).put("height", bottom - top);
    }
}
