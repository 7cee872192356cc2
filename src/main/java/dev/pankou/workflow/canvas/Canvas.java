package dev.pankou.workflow.canvas;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A typed view of a canvas {@code {"nodes", "edges", "versions"?}}; the JSON itself is what is stored and given back.
 *
 * @param json as it came; whoever holds it does not change it
 */
public record Canvas(List<CanvasNode> nodes, List<CanvasEdge> edges, JsonNode json) {
    /** Nodes of one workflow, comments aside (WORKFLOW 15); {@link CanvasCheck} tells more as a fault. */
    public static final int MAX_NODES = 1_000;
    /** What is not even read: ten times as much, so that an oversized draft can still be opened and shortened. */
    static final int MOST_NODES = 10 * MAX_NODES;
    static final int MOST_EDGES = 5 * MOST_NODES;
    /** Real canvases stay under 60. */
    static final int MAX_DEPTH = 200;

    public Canvas {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /**
     * The view of a canvas in its stored form.
     *
     * @throws IllegalCanvasException when nodes or edges are no arrays of objects, or are too many or too deep
     */
    public static Canvas of(JsonNode json) {
        if (!json.isObject() || !json.path("nodes").isArray()) {
            throw new IllegalCanvasException(
                    "not_a_canvas",
                    "this is no canvas: an object with an array \"nodes\" is wanted",
                    "这不是画布：应为包含数组 “nodes” 的对象");
        }
        refuseDepth(json, MAX_DEPTH);
        var reader = new Reader();
        return new Canvas(reader.nodes(json.path("nodes"), "nodes"), reader.edges(json.path("edges"), "edges"), json);
    }

    /** Every node, children after their parent, in the order of the canvas. */
    public List<CanvasNode> all() {
        var all = new ArrayList<CanvasNode>();
        var open = new ArrayDeque<>(nodes);
        while (!open.isEmpty()) {
            var node = open.removeFirst();
            all.add(node);
            node.blocks().reversed().forEach(open::addFirst);
        }
        return all;
    }

    /** Recursion that ends where the limit is. */
    private static void refuseDepth(JsonNode json, int levelsLeft) {
        if (levelsLeft < 0) {
            throw tooDeep();
        }
        for (var child : json) {
            if (child.isContainer()) {
                refuseDepth(child, levelsLeft - 1);
            }
        }
    }

    static IllegalCanvasException tooDeep() {
        return new IllegalCanvasException(
                "too_deep",
                "the canvas is nested more than " + MAX_DEPTH + " levels deep",
                "画布嵌套超过 " + MAX_DEPTH + " 层");
    }


    /** Reads one canvas and counts what it has read. Used by one thread. */
    private static final class Reader {
        private int nodeCount;
        private int edgeCount;

        private List<CanvasNode> nodes(JsonNode array, String field) {
            var nodes = new ArrayList<CanvasNode>();
            for (var json : array(array, field)) {
                if (++nodeCount > MOST_NODES) {
                    throw new IllegalCanvasException(
                            "too_many_nodes",
                            "the canvas has more than " + MOST_NODES + " nodes",
                            "画布的节点超过 " + MOST_NODES + " 个");
                }
                if (!json.isObject()) {
                    throw malformed(field + "[" + nodes.size() + "]", "an object", "对象");
                }
                var at = field + "[" + nodes.size() + "].";
                var data = json.path("data");
                nodes.add(new CanvasNode(
                        Fields.text(json, "id"),
                        Fields.text(json, "type"),
                        Fields.text(data.path("nodeMeta"), "title"),
                        data,
                        nodes(json.path("blocks"), at + "blocks"),
                        edges(json.path("edges"), at + "edges")));
            }
            return nodes;
        }

        private List<CanvasEdge> edges(JsonNode array, String field) {
            var edges = new ArrayList<CanvasEdge>();
            for (var json : array(array, field)) {
                if (++edgeCount > MOST_EDGES) {
                    throw new IllegalCanvasException(
                            "too_many_nodes",
                            "the canvas has more than " + MOST_EDGES + " edges",
                            "画布的连线超过 " + MOST_EDGES + " 条");
                }
                if (!json.isObject()) {
                    throw malformed(field + "[" + edges.size() + "]", "an object", "对象");
                }
                edges.add(new CanvasEdge(
                        Fields.text(json, "sourceNodeID"),
                        Fields.text(json, "sourcePortID"),
                        Fields.text(json, "targetNodeID"),
                        Fields.text(json, "targetPortID")));
            }
            return edges;
        }

        private static Iterable<JsonNode> array(JsonNode array, String field) {
            // an empty object stands where nothing is set, like null (WORKFLOW 2.1)
            if (!array.isArray() && !Fields.unset(array)) {
                throw malformed(field, "an array", "数组");
            }
            return Fields.list(array);
        }

        private static IllegalCanvasException malformed(String field, String wanted, String wantedZh) {
            return new IllegalCanvasException(
                    "malformed", field + " of the canvas is not " + wanted, "画布的 " + field + " 不是" + wantedZh);
        }
    }
}
