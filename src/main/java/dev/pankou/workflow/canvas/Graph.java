package dev.pankou.workflow.canvas;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The graph of a canvas, or of one block: what runs before what. Linear in nodes and edges, but for the bit sets of
 * ancestors, which cost an edge one bit a node. Faults of single edges are not its business; it leaves such edges out.
 */
final class Graph {
    /** An edge that closes a cycle. */
    record Back(CanvasNode source, CanvasNode target) {}

    final List<CanvasNode> nodes;
    /** The loop or batch whose block this is; null for the canvas itself. */
    final @Nullable CanvasNode parent;

    final List<Back> backs = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final List<List<Integer>> targets = new ArrayList<>();
    private final Map<String, Set<String>> ports = new HashMap<>();
    private final BitSet entered = new BitSet();
    private final BitSet left = new BitSet();
    private final BitSet reached = new BitSet();
    private final BitSet[] before;
    private final int entry;

    /** @param entryId the Start node of a canvas, the parent of a block; an id that is not there reaches nothing */
    Graph(List<CanvasNode> nodes, @Nullable CanvasNode parent, List<CanvasEdge> edges, String entryId) {
        this.nodes = nodes;
        this.parent = parent;
        for (var i = 0; i < nodes.size(); i++) {
            places.putIfAbsent(nodes.get(i).id(), i);
        }
        for (var i = 0; i <= nodes.size(); i++) { // one more for the parent
            targets.add(new ArrayList<>());
        }
        entry = parent != null ? nodes.size() : places.getOrDefault(entryId, nodes.size());
        for (var edge : edges) {
            connect(edge);
        }
        before = new BitSet[nodes.size() + 1];
        order(inOrder());
    }

    private void connect(CanvasEdge edge) {
        var fromParent = parent != null && edge.source().equals(parent.id());
        var toParent = parent != null && edge.target().equals(parent.id());
        var source = fromParent ? Integer.valueOf(nodes.size()) : places.get(edge.source());
        var target = places.get(edge.target());
        if (source == null || target == null && !toParent) {
            return;
        }
        left.set(source);
        ports.computeIfAbsent(edge.source(), id -> new HashSet<>()).add(edge.sourcePort());
        if (target != null) {
            entered.set(target);
            targets.get(source).add(target);
        }
    }

    /** All nodes, each before those it leads to, cycles aside; by depth first without recursion, as chains may be long. */
    private int[] inOrder() {
        var count = targets.size();
        var order = new int[count];
        var free = count;
        var open = new BitSet();
        var done = new BitSet();
        var next = new int[count];
        var path = new ArrayDeque<Integer>();
        for (var i = -1; i < count; i++) {
            var root = i < 0 ? entry : i; // from the entry first, so that a way back is one that readers see as such
            if (done.get(root)) {
                continue;
            }
            path.push(root);
            open.set(root);
            while (!path.isEmpty()) {
                var at = path.getFirst();
                if (next[at] == targets.get(at).size()) {
                    path.removeFirst();
                    open.clear(at);
                    done.set(at);
                    order[--free] = at;
                    continue;
                }
                var target = targets.get(at).get(next[at]++);
                if (open.get(target)) {
                    backs.add(new Back(nodes.get(at), nodes.get(target)));
                } else if (!done.get(target)) {
                    path.push(target);
                    open.set(target);
                }
            }
        }
        return order;
    }

    private void order(int[] order) {
        for (var i = 0; i < before.length; i++) {
            before[i] = new BitSet();
        }
        var place = new int[order.length];
        for (var i = 0; i < order.length; i++) {
            place[order[i]] = i;
        }
        reached.set(entry);
        for (var at : order) {
            for (var target : targets.get(at)) {
                if (place[target] > place[at]) { // not a way back
                    before[target].or(before[at]);
                    before[target].set(at);
                }
                if (reached.get(at)) {
                    reached.set(target);
                }
            }
        }
    }

    /** The ports by which edges leave the node. */
    Set<String> ports(String id) {
        return ports.getOrDefault(id, Set.of());
    }

    /** Whether an edge leads to the node. */
    boolean entered(CanvasNode node) {
        return entered.get(place(node));
    }

    /** Whether an edge leaves the node, if only back to the parent. */
    boolean left(CanvasNode node) {
        return left.get(place(node));
    }

    /** Whether a path leads to the node from the entry, provided the graph itself is entered. */
    boolean reached(CanvasNode node) {
        return reached.get(place(node));
    }

    /** Whether the first node always runs, or is skipped, before the second. */
    boolean before(CanvasNode first, CanvasNode second) {
        return before[place(second)].get(place(first));
    }

    private int place(CanvasNode node) {
        return places.getOrDefault(node.id(), nodes.size());
    }
}
