package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.value.Path;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The old node of bot variables (WORKFLOW 8.x, type 11), which are those of the user. Each input of {@code set} is a variable
 * and its value; each of {@code get} is the name of one, whose value goes to the output in the same place.
 */
record OldVariable(boolean sets, Map<String, Operand> params, List<String> outputs) implements NodeWork {
    OldVariable {
        outputs = List.copyOf(outputs);
    }

    static NodeWork of(NodeScope scope) {
        var node = scope.node();
        var sets = switch (Fields.text(node.inputs(), "mode")) {
            case "set" -> true;
            case "get" -> false;
            default -> throw Setting.bad(node, "inputs.mode", "set, get");
        };
        var names = new ArrayList<String>();
        var params = new LinkedHashMap<String, Operand>();
        var at = 0;
        for (var param : Fields.list(node.inputs(), "inputParameters")) { // several inputs of get may have one name
            var input = param.path("input");
            if (!input.isObject()) {
                throw Setting.missing(node, "inputs.inputParameters[" + at + "].input");
            }
            params.put(sets ? Fields.text(param, "name") : Integer.toString(at), scope.operand(input));
            at++;
        }
        if (params.isEmpty()) {
            throw Setting.missing(node, "inputs.inputParameters");
        }
        scope.outputs().fields().keySet().forEach(names::add);
        return new OldVariable(sets, params, names);
    }

    @Override
    public Effect effect() {
        return Effect.REPEATABLE;
    }

    @Override
    public Outcome run(NodeCall call) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        if (sets) {
            params.forEach((key, value) -> call.outside().assign(Operand.Scope.USER, key, call.take(value).value()));
            outputs.put("isSuccess", true);
            return Outcome.done(outputs);
        }
        var at = 0;
        for (var param : params.values()) {
            var key = Values.text(call.take(param).value());
            var value = call.take(new Operand.Variable(Type.Scalar.STRING, Operand.Scope.USER, new Path(List.of(key)))).value();
            outputs.put(key, value);
            if (at < this.outputs.size()) {
                outputs.put(this.outputs.get(at), value);
            }
            at++;
        }
        return Outcome.done(outputs);
    }
}
