package dev.pankou.workflow.canvas;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A node of a canvas (WORKFLOW 2.1).
 *
 * @param id "" when the canvas gives none, which {@link CanvasCheck} tells
 * @param type the number as text; see {@link #kind()}
 * @param title {@code data.nodeMeta.title}, not unique, perhaps ""
 * @param data {@code data} as it came, to be read only; a missing node when there is none
 * @param blocks the children of a loop or a batch
 * @param edges among the children, from the node to them and back
 */
public record CanvasNode(
        String id, String type, String title, JsonNode data, List<CanvasNode> blocks, List<CanvasEdge> edges) {
    public CanvasNode {
        blocks = List.copyOf(blocks);
        edges = List.copyOf(edges);
    }

    /** The node's type, or null for a number that nobody knows. */
    public @Nullable NodeType kind() {
        return NodeType.of(type);
    }

    /** {@code data.inputs}, or a missing node. */
    public JsonNode inputs() {
        return data.path("inputs");
    }

    boolean is(NodeType wanted) {
        return wanted.number().equals(type);
    }
}
