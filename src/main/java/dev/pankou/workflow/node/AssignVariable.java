package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sets variables of the app or the user (WORKFLOW 8.40), in the canvas's order. */
record AssignVariable(List<Assignment> assignments) implements NodeWork {
    AssignVariable {
        assignments = List.copyOf(assignments);
    }

    /** One line of the node. */
    record Assignment(Operand.Scope scope, String key, Operand value) {}

    static NodeWork of(NodeScope scope) {
        var all = new ArrayList<Assignment>();
        for (var param : Fields.list(scope.node().inputs(), "inputParameters")) {
            var at = "inputs.inputParameters[" + all.size() + "]";
            if (!param.path("left").isObject()) {
                throw Setting.missing(scope.node(), at + ".left");
            }
            var given = param.path("input").isObject() ? param.path("input") : param.path("right");
            if (!given.isObject()) {
                throw Setting.missing(scope.node(), at + ".input");
            }
            if (!(scope.operand(param.path("left")) instanceof Operand.Variable variable)
                    || variable.scope() == Operand.Scope.SYSTEM
                    || variable.path().keys().size() != 1) {
                throw Setting.bad(scope.node(), at + ".left", "a whole variable of the app or the user");
            }
            all.add(new Assignment(
                    variable.scope(), variable.path().keys().getFirst(), scope.operand(given)));
        }
        return new AssignVariable(all);
    }

    @Override
    public Effect effect() {
        var stored = assignments.stream().anyMatch(one -> one.scope() == Operand.Scope.USER);
        return stored ? Effect.REPEATABLE : Effect.LOCAL;
    }

    @Override
    public Outcome run(NodeCall call) {
        for (var one : assignments) {
            call.outside().assign(one.scope(), one.key(), call.take(one.value()).value());
        }
        return Outcome.done(Map.of("isSuccess", true));
    }
}
