package dev.pankou.workflow.canvas;

import dev.pankou.workflow.canvas.Fault.Code;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Checks the values and refs of one node (WORKFLOW 3.3, 3.5): each has a value, each ref a node that runs before. */
final class ValueCheck {
    /** What a value may refer to besides earlier nodes. */
    enum Reach {
        EARLIER,
        /** The items of the node itself, in batch mode: refs to its own id. */
        OWN_ITEMS,
        /** The children and variables of the node itself: the outputs of loop and batch. */
        OWN_BLOCK
    }

    /** Where a node stands. */
    record Place(CanvasNode node, Graph graph, boolean runs) {}

    private static final Pattern BLOCK_OUTPUT = Pattern.compile("\\{\\{\\s*block_output_([^.{}\\[]+)(?:\\.([^{}]*))?}}");

    private final Map<String, Place> places;
    private final Place place;
    private final Report report;

    ValueCheck(Map<String, Place> places, Place place, Report report) {
        this.places = places;
        this.place = place;
        this.report = report;
    }

    void fault(Code code, String field, String... details) {
        report.inside(place, code, field, details);
    }

    /** An array of Params {@code {name, input}}. */
    void params(JsonNode params, String field, Reach reach) {
        var index = 0;
        for (var param : Fields.list(params)) {
            if (param.isObject()) {
                value(param.path("input"), field + "[" + index + "]", reach);
            }
            index++;
        }
    }

    /** A BlockInput {@code {type, value}}. */
    void value(JsonNode input, String field, Reach reach) {
        var value = input.path("value");
        switch (Fields.text(value, "type")) {
            case "literal" -> {
                if (Fields.absent(value.path("content"))) {
                    fault(Code.VALUE_MISSING, field, field);
                }
            }
            case "ref" -> ref(value.path("content"), field, reach);
            case "object_ref" -> params(input.path("schema"), field + ".schema", reach);
            default -> fault(Code.VALUE_MISSING, field, field);
        }
    }

    /** Refs in the text of an HTTP node. */
    void template(JsonNode text, String field) {
        var found = BLOCK_OUTPUT.matcher(Fields.text(text));
        while (found.find()) {
            var name = found.group(2);
            node(found.group(1).strip(), name == null ? "" : name, field, Reach.EARLIER);
        }
    }

    private void ref(JsonNode content, String field, Reach reach) {
        if (!content.isObject() || content.isEmpty()) {
            fault(Code.VALUE_MISSING, field, field);
            return;
        }
        var source = Fields.text(content, "source");
        switch (source) {
            case "block-output" -> node(Fields.text(content, "blockID"), Fields.text(content, "name"), field, reach);
            case "global_variable_app", "global_variable_user", "global_variable_system" -> {
                if (Fields.unset(content.path("path"))) {
                    fault(Code.REF_WITHOUT_PATH, field, field);
                }
            }
            case "variable" -> {
                if (Fields.text(content, "name").isEmpty() && Fields.unset(content.path("path"))) {
                    fault(Code.REF_WITHOUT_PATH, field, field);
                }
            }
            default -> fault(Code.REF_SOURCE_UNKNOWN, field, field, source);
        }
    }

    private void node(String id, String name, String field, Reach reach) {
        if (id.isEmpty()) {
            fault(Code.REF_WITHOUT_NODE, field, field);
            return;
        }
        var target = places.get(id);
        if (target == null) {
            fault(Code.REF_NODE_MISSING, field, field, id);
            return;
        }
        var node = place.node();
        if (id.equals(node.id())) {
            toItself(name, field, reach);
        } else if (stands(place, target)) {
            declared(iterationNames(target.node()), name, field);
        } else if (runsBefore(target, field, reach)) {
            declared(outputs(target.node()), name, field);
        }
    }

    /** Whether {@code inner} stands in the block of {@code outer}. */
    private static boolean stands(Place inner, Place outer) {
        var parent = inner.graph().parent;
        return parent != null && parent.id().equals(outer.node().id());
    }

    private void toItself(String name, String field, Reach reach) {
        var inputs = place.node().inputs();
        switch (reach) {
            case EARLIER -> fault(Code.REF_TO_ITSELF, field, field);
            case OWN_ITEMS -> declared(Settings.names(inputs.path("batch").path("inputLists")), name, field);
            case OWN_BLOCK -> declared(Settings.names(inputs.path("variableParameters")), name, field);
        }
    }

    /** Tells the fault when the target is no ancestor of this node. */
    private boolean runsBefore(Place target, String field, Reach reach) {
        var graph = place.graph();
        var parent = graph.parent;
        var id = target.node().id();
        boolean before;
        if (target.graph() == graph) {
            before = graph.before(target.node(), place.node());
        } else if (target.graph().parent == null && parent != null) {
            before = target.graph().before(target.node(), parent);
        } else if (reach == Reach.OWN_BLOCK && stands(target, place)) {
            before = true;
        } else {
            fault(Code.REF_INTO_BLOCK, field, field, id);
            return false;
        }
        if (!target.runs() && place.runs()) {
            fault(Code.REF_NODE_NEVER_RUNS, field, field, id);
            return false;
        }
        if (!before) {
            fault(Code.REF_NOT_BEFORE, field, field, id);
        }
        return before;
    }

    /** Undeclared names pass at run time (code and Start hand over undeclared keys), so this is a warning. */
    private void declared(Set<String> names, String name, String field) {
        var dot = name.indexOf('.');
        var bracket = name.indexOf('[');
        var end = Math.min(dot < 0 ? name.length() : dot, bracket < 0 ? name.length() : bracket);
        var first = name.substring(0, end);
        if (!first.isEmpty() && !names.isEmpty() && !names.contains(first)) {
            fault(Code.REF_NAME_UNKNOWN, field, field, first);
        }
    }

    private static Set<String> outputs(CanvasNode node) {
        var names = Settings.names(node.data().path("outputs"));
        if (!names.isEmpty()) {
            names.add("reasoning_content");
            names.add("errorBody");
            names.add("isSuccess");
        }
        return names;
    }

    private static Set<String> iterationNames(CanvasNode parent) {
        var names = Settings.names(parent.inputs().path("inputParameters"));
        names.addAll(Settings.names(parent.inputs().path("variableParameters")));
        names.add("index");
        return names;
    }
}
