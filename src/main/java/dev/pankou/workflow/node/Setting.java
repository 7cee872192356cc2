package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workflow.canvas.Fault.Code;
import dev.pankou.workflow.canvas.Fields;
import tools.jackson.databind.JsonNode;

/** What every node type needs to read its settings, and the words for those it cannot read. */
final class Setting {
    private Setting() {}

    /** The BlockInput of the Param called {@code name}, or a missing node. */
    static JsonNode input(JsonNode params, String name) {
        for (var param : Fields.list(params)) {
            if (Fields.text(param, "name").equals(name)) {
                return param.path("input");
            }
        }
        return params.path(-1);
    }

    /** The text of a setting that has to be there. @param field where it stands, for the message */
    static String required(CanvasNode node, JsonNode setting, String field) {
        var text = Fields.text(setting);
        if (text.isBlank()) {
            throw missing(node, field);
        }
        return text;
    }

    static CompileException missing(CanvasNode node, String field) {
        return wrong(Code.SETTING_MISSING, node, field, field);
    }

    /** @param allowed what the field may be */
    static CompileException bad(CanvasNode node, String field, String allowed) {
        return wrong(Code.SETTING_BAD, node, field, field, allowed);
    }

    static CompileException wrong(Code code, CanvasNode node, String field, String... details) {
        return new CompileException(Fault.of(code, node, field, details).en());
    }
}
