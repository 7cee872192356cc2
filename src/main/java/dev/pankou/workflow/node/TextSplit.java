package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.canvas.Settings;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Text processing, method split: every delimiter splits; empty parts are kept (WORKFLOW 8.15). */
record TextSplit(Operand delimiters) implements NodeWork {
    private static final String FIELD = "inputs.splitParams.delimiters";

    static NodeWork of(NodeScope scope) {
        var params = scope.node().inputs().path("splitParams");
        if (Fields.unset(Settings.param(params, "delimiters"))) {
            throw Setting.missing(scope.node(), FIELD);
        }
        var delimiters = scope.operand(Setting.input(params, "delimiters")); // allDelimiters is the editor's own
        if (delimiters instanceof Operand.Literal literal && !(literal.value() instanceof List<?> list && !list.isEmpty())) {
            throw Setting.missing(scope.node(), FIELD);
        }
        return new TextSplit(delimiters);
    }

    @Override
    public Outcome run(NodeCall call) {
        var parts = List.of(Values.text(call.inputs().get("String")));
        if (call.take(delimiters).value() instanceof List<?> texts) {
            for (var delimiter : texts) {
                parts = split(parts, Values.text(delimiter));
            }
        }
        return Outcome.done(Map.of("output", parts));
    }

    private static List<String> split(List<String> texts, String delimiter) {
        var parts = new ArrayList<String>();
        for (var text : texts) {
            if (delimiter.isEmpty()) { // as Go splits, which Coze is written in: into characters
                text.codePoints().forEach(character -> parts.add(Character.toString(character)));
                continue;
            }
            var from = 0;
            for (var at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, from)) {
                parts.add(text.substring(from, at));
                from = at + delimiter.length();
            }
            parts.add(text.substring(from));
        }
        return parts;
    }
}
