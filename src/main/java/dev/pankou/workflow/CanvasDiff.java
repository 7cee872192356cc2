package dev.pankou.workflow;

import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasEdge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What one canvas has that another has not. Nodes are the same by their id, also those in blocks; where a node stands on the
 * canvas counts as a field too.
 *
 * @param truncated more than {@value #MOST_FIELDS} fields changed; the rest is left out
 */
record CanvasDiff(
        List<NodeView> nodesAdded,
        List<NodeView> nodesRemoved,
        List<NodeView> nodesChanged,
        List<EdgeView> edgesAdded,
        List<EdgeView> edgesRemoved,
        boolean truncated) {
    static final int MOST_FIELDS = 2_000;

    /** {@code fields}: paths such as {@code data.inputs.content}, of a node that changed. */
    record NodeView(String id, String type, String title, @Nullable List<String> fields) {}

    record EdgeView(String sourceNodeId, String sourcePortId, String targetNodeId, String targetPortId) {
        static EdgeView of(CanvasEdge edge) {
            return new EdgeView(edge.source(), edge.sourcePort(), edge.target(), edge.targetPort());
        }
    }

    static CanvasDiff between(Canvas old, Canvas now) {
        var before = nodes(old);
        var after = nodes(now);
        var added = new ArrayList<NodeView>();
        var removed = new ArrayList<NodeView>();
        var changed = new ArrayList<NodeView>();
        var left = MOST_FIELDS;
        after.forEach((id, node) -> {
            if (!before.containsKey(id)) {
                added.add(view(node, null));
            }
        });
        for (var entry : before.entrySet()) {
            var node = after.get(entry.getKey());
            if (node == null) {
                removed.add(view(entry.getValue(), null));
                continue;
            }
            var fields = new ArrayList<String>();
            compare("", entry.getValue(), node, fields, left);
            left -= fields.size();
            if (!fields.isEmpty()) {
                changed.add(view(node, fields));
            }
        }
        var oldEdges = edges(old);
        var newEdges = edges(now);
        return new CanvasDiff(
                added,
                removed,
                changed,
                newEdges.stream().filter(edge -> !oldEdges.contains(edge)).map(EdgeView::of).toList(),
                oldEdges.stream().filter(edge -> !newEdges.contains(edge)).map(EdgeView::of).toList(),
                left <= 0);
    }

    private static NodeView view(JsonNode node, @Nullable List<String> fields) {
        return new NodeView(
                node.path("id").asString(""),
                node.path("type").asString(""),
                node.path("data").path("nodeMeta").path("title").asString(""),
                fields);
    }

    private static Map<String, JsonNode> nodes(Canvas canvas) {
        var nodes = new LinkedHashMap<String, JsonNode>();
        collect(canvas.json().path("nodes"), nodes);
        return nodes;
    }

    private static void collect(JsonNode array, Map<String, JsonNode> nodes) {
        if (array.isArray()) {
            for (var node : array) {
                nodes.putIfAbsent(node.path("id").asString(""), node);
                collect(node.path("blocks"), nodes);
            }
        }
    }

    private static Set<CanvasEdge> edges(Canvas canvas) {
        var edges = new LinkedHashSet<>(canvas.edges());
        canvas.all().forEach(node -> edges.addAll(node.edges()));
        return edges;
    }

    /** Adds the paths at which two values differ; blocks and edges of a node are told as nodes and edges. */
    private static void compare(String at, JsonNode old, JsonNode now, List<String> fields, int most) {
        if (fields.size() >= most || old.equals(now)) {
            return;
        }
        if (old.isObject() && now.isObject()) {
            var keys = new TreeSet<String>();
            old.properties().forEach(entry -> keys.add(entry.getKey()));
            now.properties().forEach(entry -> keys.add(entry.getKey()));
            for (var key : keys) {
                if (!at.isEmpty() || !key.equals("blocks") && !key.equals("edges")) {
                    compare(at.isEmpty() ? key : at + "." + key, old.path(key), now.path(key), fields, most);
                }
            }
        } else if (old.isArray() && now.isArray()) {
            for (var i = 0; i < Math.max(old.size(), now.size()); i++) {
                compare(
                        at + "[" + i + "]",
                        i < old.size() ? old.path(i) : MissingNode.getInstance(),
                        i < now.size() ? now.path(i) : MissingNode.getInstance(),
                        fields,
                        most);
            }
        } else {
            fields.add(at);
        }
    }
}
