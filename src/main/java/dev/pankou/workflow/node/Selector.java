package dev.pankou.workflow.node;

import dev.pankou.workflow.canvas.CanvasNode;
import dev.pankou.workflow.canvas.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes the way of the first branch that holds, else the way "false" (WORKFLOW 8.8). */
final class Selector implements NodeWork {
    private static final Outcome ELSE = Outcome.branch("false");

    private final List<Branch> branches;

    private Selector(List<Branch> branches) {
        this.branches = List.copyOf(branches);
    }

    private record Branch(Outcome way, boolean any, List<Condition> conditions) {
        boolean holds(NodeCall call) {
            for (var condition : conditions) {
                if (condition.holds(call) == any) {
                    return any;
                }
            }
            return !any;
        }
    }

    /** @param field for the message when the left side is not there */
    private record Condition(Comparison comparison, Operand left, @Nullable Operand right, String field) {
        boolean holds(NodeCall call) {
            var found = call.take(left);
            if (!found.present() && !call.isSkipped(left)) { // what was skipped is null: it never fails a node (WORKFLOW 6.2)
                throw new NodeException(NodeException.EXECUTION, field + ".left: the value does not exist");
            }
            return comparison.holds(
                    found.value(), right == null ? null : call.take(right).value());
        }
    }

    static NodeWork of(NodeScope scope) {
        var branches = new ArrayList<Branch>();
        for (var branch : Fields.list(scope.node().inputs(), "branches")) {
            var at = branches.size();
            var way = Outcome.branch(at == 0 ? "true" : "true_" + at);
            branches.add(branch(scope, branch.path("condition"), way, "inputs.branches[" + at + "].condition"));
        }
        if (branches.isEmpty()) {
            throw Setting.missing(scope.node(), "inputs.branches");
        }
        return new Selector(branches);
    }

    private static Branch branch(NodeScope scope, JsonNode condition, Outcome way, String field) {
        var conditions = new ArrayList<Condition>();
        for (var one : Fields.list(condition, "conditions")) {
            conditions.add(condition(scope, one, field + ".conditions[" + conditions.size() + "]"));
        }
        if (conditions.isEmpty()) {
            throw Setting.missing(scope.node(), field + ".conditions");
        }
        var any = conditions.size() > 1 && isAny(scope.node(), condition, field);
        return new Branch(way, any, List.copyOf(conditions));
    }

    private static boolean isAny(CanvasNode node, JsonNode condition, String field) {
        return switch (Fields.text(condition, "logic")) {
            case "1" -> true;
            case "2" -> false;
            default -> throw Setting.bad(node, field + ".logic", "1, 2");
        };
    }

    private static Condition condition(NodeScope scope, JsonNode condition, String field) {
        var comparison = Comparison.of(Fields.text(condition, "operator"));
        if (comparison == null) {
            throw Setting.bad(scope.node(), field + ".operator", "1 … 16");
        }
        var left = scope.operand(condition.path("left").path("input"));
        var right = comparison.isUnary() ? null : scope.operand(condition.path("right").path("input"));
        return new Condition(comparison, left, right, field);
    }

    @Override
    public Outcome run(NodeCall call) {
        for (var branch : branches) {
            if (branch.holds(call)) {
                return branch.way();
            }
        }
        return ELSE;
    }
}
