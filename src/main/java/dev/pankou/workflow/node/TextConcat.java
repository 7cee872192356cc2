package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.canvas.Settings;
import dev.pankou.workflow.value.ValueTemplate;
import java.util.Map;

/** Text processing, method concat: one text from a template, lists in it joined (WORKFLOW 8.15). */
record TextConcat(ValueTemplate template, String separator) implements NodeWork {
    static NodeWork of(NodeScope scope) {
        var params = scope.node().inputs().path("concatParams");
        var text = Setting.required(
                scope.node(), Settings.param(params, "concatResult"), "inputs.concatParams.concatResult");
        return new TextConcat(ValueTemplate.parse(text), Fields.text(Settings.param(params, "arrayItemConcatChar")));
    }

    @Override
    public Outcome run(NodeCall call) {
        return Outcome.done(Map.of("output", template.renderJoining(call.inputs(), call.skipped(), separator)));
    }
}
