package dev.pankou.workflow.canvas;

import java.util.ArrayList;
import java.util.List;

/** The output ports of a node as its settings make them (WORKFLOW 2.2, 7). */
public final class Ports {
    public static final String DEFAULT = "default";
    public static final String BRANCH_ERROR = "branch_error";
    private static final List<String> SINGLE = List.of("");

    private Ports() {}

    /** In the editor's order; {@code [""]} for the single output, none for a node that nothing leaves. */
    public static List<String> of(CanvasNode node) {
        var kind = node.kind();
        if (kind == null) {
            return SINGLE;
        }
        var own = switch (kind) {
            case END, BREAK, CONTINUE, COMMENT -> List.<String>of();
            case SELECTOR -> selector(node);
            case INTENT -> branches(node.inputs().path("intents").size());
            case QUESTION -> question(node);
            case LOOP -> List.of("loop-function-inline-output", "loop-output");
            case BATCH -> List.of("batch-function-inline-output", "batch-output");
            default -> SINGLE;
        };
        if (!Settings.onError(node).branches()) {
            return own;
        }
        var ports = new ArrayList<>(own.equals(SINGLE) ? List.of(DEFAULT) : own);
        ports.add(BRANCH_ERROR);
        return ports;
    }

    /** The port that an edge without one leaves by: the plain way on. */
    public static String plain(List<String> ports) {
        if (ports.contains(DEFAULT)) {
            return DEFAULT;
        }
        return ports.size() == 2 && ports.get(1).endsWith("-output") ? ports.get(1) : "";
    }

    private static List<String> selector(CanvasNode node) {
        var ports = new ArrayList<String>();
        for (var i = 0; i < node.inputs().path("branches").size(); i++) {
            ports.add(i == 0 ? "true" : "true_" + i);
        }
        ports.add("false");
        return ports;
    }

    private static List<String> question(CanvasNode node) {
        if (!Fields.text(node.inputs(), "answer_type").equals("option")) {
            return SINGLE;
        }
        var dynamic = Fields.text(node.inputs(), "option_type").equals("dynamic");
        return branches(dynamic ? 1 : node.inputs().path("options").size());
    }

    private static List<String> branches(int count) {
        var ports = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            ports.add("branch_" + i);
        }
        ports.add(DEFAULT);
        return ports;
    }
}
