package dev.pankou.workflow.canvas;

import dev.pankou.workflow.canvas.Fault.Code;
import dev.pankou.workflow.canvas.ValueCheck.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells every fault of a canvas at once (WORKFLOW 2, 3.5, 7, 8, 14), as far as it can be told without other data: not whether
 * plugins, knowledge bases, models or other workflows exist. A draft with faults is still saved; one with errors cannot run.
 */
public final class CanvasCheck {
    private static final String START_ID = "100001";
    private static final String END_ID = "900001";
    private static final int MAX_CODE_NODES = 50;

    private final Canvas canvas;
    private final CanvasMode mode;
    private final Report report = new Report();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<Place> all = new ArrayList<>();

    private CanvasCheck(Canvas canvas, CanvasMode mode) {
        this.canvas = canvas;
        this.mode = mode;
    }

    /** The faults in the order of the canvas: its own first, then node by node; at most a thousand. */
    public static List<Fault> of(Canvas canvas, CanvasMode mode) {
        var check = new CanvasCheck(canvas, mode);
        check.run();
        return check.report.faults();
    }

    private void run() {
        counts();
        var start = only(NodeType.START, Code.START_MISSING, Code.START_REPEATED, START_ID);
        var end = only(NodeType.END, Code.END_MISSING, Code.END_REPEATED, END_ID);
        var graph = new Graph(canvas.nodes(), null, canvas.edges(), start == null ? "" : start.id());
        settle(graph, canvas.edges(), true);
        if (end != null && start != null && !graph.reached(end)) {
            report.add(Code.END_UNREACHABLE, end, null);
        }
        if (start != null) {
            chatflow(start);
        }
        for (var place : all) {
            node(place);
        }
    }

    private void counts() {
        var nodes = canvas.all();
        var count = nodes.stream().filter(node -> !node.is(NodeType.COMMENT)).count();
        if (count > Canvas.MAX_NODES) {
            report.add(Code.TOO_MANY_NODES, null, "nodes", Long.toString(count), Integer.toString(Canvas.MAX_NODES));
        }
        if (nodes.stream().filter(node -> node.is(NodeType.CODE)).count() > MAX_CODE_NODES) {
            report.add(Code.LIMIT_EXCEEDED, null, "nodes", NodeType.CODE.en(), Integer.toString(MAX_CODE_NODES));
        }
        for (var node : nodes) {
            if (node.id().isEmpty()) {
                report.add(Code.ID_MISSING, node, "id");
            } else if (!ids.add(node.id())) {
                report.add(Code.ID_REPEATED, node, "id", node.id());
            } else if (node.id().indexOf('#') >= 0 || node.id().indexOf('.') >= 0) {
                report.add(Code.ID_NOT_ALLOWED, node, "id", node.id());
            }
        }
    }

    /** The one node of a type that must be there exactly once, outside blocks; the first of several. */
    private @Nullable CanvasNode only(NodeType type, Code missing, Code repeated, String id) {
        CanvasNode found = null;
        for (var node : canvas.nodes()) {
            if (!node.is(type)) {
                continue;
            }
            if (found != null) {
                report.add(repeated, node, null);
                continue;
            }
            found = node;
            if (!node.id().equals(id)) {
                report.add(Code.UNUSUAL_ID, node, "id", node.id(), id);
            }
        }
        if (found == null) {
            report.add(missing, null, null);
        }
        return found;
    }

    private void chatflow(CanvasNode start) {
        if (mode != CanvasMode.CHATFLOW) {
            return;
        }
        var names = Settings.names(start.data().path("outputs"));
        for (var wanted : List.of("USER_INPUT", "CONVERSATION_NAME")) {
            if (!names.contains(wanted)) {
                report.add(Code.CHATFLOW_INPUT_MISSING, start, "outputs", wanted);
            }
        }
    }

    /** Gives every node of a graph its place, tells the faults of its edges, and goes on into the blocks. */
    private void settle(Graph graph, List<CanvasEdge> edges, boolean runs) {
        for (var node : graph.nodes) {
            var place = new Place(node, graph, runs && graph.reached(node));
            all.add(place);
            places.putIfAbsent(node.id(), place);
            if (!node.blocks().isEmpty()) {
                settle(new Graph(node.blocks(), node, node.edges(), ""), node.edges(), place.runs() && composite(node));
            }
        }
        for (var back : graph.backs) {
            report.add(Code.CYCLE, back.source(), back.target().id(), back.target().id());
        }
        var byId = new HashMap<String, CanvasNode>();
        graph.nodes.forEach(node -> byId.putIfAbsent(node.id(), node));
        if (graph.parent != null) {
            byId.put(graph.parent.id(), graph.parent);
        }
        for (var edge : edges) {
            edge(edge, byId);
        }
    }

    private static boolean composite(CanvasNode node) {
        var kind = node.kind();
        return kind != null && kind.composite();
    }

    private void edge(CanvasEdge edge, Map<String, CanvasNode> here) {
        var source = here.get(edge.source());
        var target = here.get(edge.target());
        if (source == null) {
            var known = target != null && ids.contains(edge.source());
            report.add(known ? Code.EDGE_CROSSES_BLOCK : Code.EDGE_SOURCE_MISSING, target, edge.source(), edge.source());
            return;
        }
        if (target == null) {
            var known = ids.contains(edge.target());
            report.add(known ? Code.EDGE_CROSSES_BLOCK : Code.EDGE_TARGET_MISSING, source, edge.target(), edge.target());
            return;
        }
        if (target.is(NodeType.START)) {
            report.add(Code.EDGE_INTO_START, source, edge.target());
        }
        if (source.is(NodeType.END)) {
            report.add(Code.EDGE_FROM_END, source, edge.target(), edge.target());
        }
    }

    private void node(Place place) {
        var node = place.node();
        var kind = node.kind();
        if (kind == NodeType.COMMENT) {
            return;
        }
        if (kind == null) {
            report.add(Code.TYPE_UNKNOWN, node, "type", node.type());
        } else if (!kind.runs()) {
            report.add(Code.TYPE_NOT_RUN, node, "type", kind.en());
        }
        connected(place);
        blocks(place, kind);
        if (kind != null && kind.runs()) {
            var values = new ValueCheck(places, place, report);
            new SettingCheck(node, place.graph().parent, values).check(kind);
        }
    }

    private void connected(Place place) {
        var node = place.node();
        var graph = place.graph();
        if (node.is(NodeType.START)) {
            if (!graph.left(node)) {
                report.add(Code.START_UNCONNECTED, node, null);
            }
            return;
        }
        if (!graph.entered(node)) {
            if (!node.is(NodeType.END)) { // for End it is told as END_UNREACHABLE
                report.add(Code.NODE_ISOLATED, node, null);
                return; // dropped before the run, with all that leaves it
            }
        } else if (!graph.reached(node) && !node.is(NodeType.END)) {
            report.add(Code.NODE_NOT_REACHED, node, null);
        }
        ports(node, graph);
    }

    private void ports(CanvasNode node, Graph graph) {
        var ports = Ports.of(node);
        if (ports.isEmpty()) {
            return;
        }
        if (!graph.left(node) && node.blocks().isEmpty()) {
            report.add(Code.NODE_UNCONNECTED, node, null);
            return;
        }
        var used = used(node, graph);
        if (ports.equals(List.of(""))) {
            if (used.contains(Ports.BRANCH_ERROR)) {
                report.add(Code.PORT_UNKNOWN, node, Ports.BRANCH_ERROR, Ports.BRANCH_ERROR);
            }
            return; // one way out, whatever the edge calls it
        }
        for (var port : ports) {
            if (!used.remove(port) && !(port.equals(Ports.plain(ports)) && used.remove(""))) {
                report.add(Code.PORT_UNCONNECTED, node, port, port);
            }
        }
        used.remove("");
        for (var port : used) {
            report.add(Code.PORT_UNKNOWN, node, port, port);
        }
    }

    /** The ports that edges leave by; those of a loop or batch to its children are among its own edges. */
    private static Set<String> used(CanvasNode node, Graph graph) {
        var used = new TreeSet<>(graph.ports(node.id()));
        for (var edge : node.edges()) {
            if (edge.source().equals(node.id())) {
                used.add(edge.sourcePort());
            }
        }
        return used;
    }

    private void blocks(Place place, @Nullable NodeType kind) {
        var node = place.node();
        var parent = place.graph().parent;
        if (kind != null && kind.composite()) {
            if (parent != null) {
                report.add(Code.BLOCK_NESTED, node, null);
            }
            if (node.blocks().isEmpty()) {
                report.add(Code.BLOCK_EMPTY, node, null);
            }
        } else if (!node.blocks().isEmpty()) {
            report.add(Code.BLOCK_NOT_ALLOWED, node, null);
        }
        if ((kind == NodeType.BREAK || kind == NodeType.CONTINUE || kind == NodeType.SET_VARIABLE)
                && (parent == null || !parent.is(NodeType.LOOP))) {
            report.inside(place, Code.ONLY_IN_LOOP, "type");
        }
        if (parent != null && kind == NodeType.START) {
            report.add(Code.START_IN_BLOCK, node, null);
        }
        if (parent != null && kind == NodeType.END) {
            report.add(Code.END_IN_BLOCK, node, null);
        }
    }
}
