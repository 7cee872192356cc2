package dev.pankou.workflow.node;

import dev.pankou.json.WireText;
import dev.pankou.workflow.canvas.Fields;
import dev.pankou.workflow.node.TableAsk.Operation;
import dev.pankou.workflow.node.TableAsk.Order;
import dev.pankou.workflow.node.TableAsk.Test;
import dev.pankou.workflow.node.TableAsk.Where;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Problems;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The nodes that query, add, change and delete rows of a table (WORKFLOW 8.42-8.46). */
final class Database {
    private static final long MOST_ROWS = 1_000;

    private Database() {}

    /** A condition with its right sides still to be evaluated. */
    private record Condition(boolean any, List<Line> lines) {
        Where on(NodeCall call) {
            return new Where(
                    any,
                    lines.stream()
                            .map(line -> new Test(
                                    line.column(), line.operation(), line.right() == null ? null : call.take(line.right()).value()))
                            .toList());
        }
    }

    private record Line(String column, Operation operation, @Nullable Operand right) {}

    /** The id of the first table that the node names. */
    static String table(NodeScope scope) {
        for (var info : Fields.list(scope.node().inputs(), "databaseInfoList")) {
            return Setting.required(scope.node(), info.path("databaseInfoID"), "inputs.databaseInfoList[0].databaseInfoID");
        }
        throw Setting.missing(scope.node(), "inputs.databaseInfoList");
    }

    /** Whether every column is to be given as text, because none is declared. */
    static boolean declaresNoColumns(NodeScope scope) {
        return names(scope).isEmpty();
    }

    /** The columns that the node declares to give. */
    private static List<String> names(NodeScope scope) {
        var list = scope.outputs().fields().get("outputList");
        return list != null && list.type() instanceof Type.ListType(var element) && element instanceof Type.ObjectType row
                ? List.copyOf(row.fields().keySet())
                : List.of();
    }

    /** The outputs of a node from what the table answered. */
    static Outcome done(Map<String, @Nullable Object> answer, boolean asTexts) {
        if (!asTexts || !(answer.get("outputList") instanceof List<?> rows)) {
            return Outcome.done(answer);
        }
        var texts = new ArrayList<@Nullable Object>();
        for (var row : rows) {
            var shown = new LinkedHashMap<String, @Nullable Object>();
            if (row instanceof Map<?, ?> map) {
                map.forEach((name, value) -> shown.put(String.valueOf(name), value == null ? null : Values.text(value)));
            }
            texts.add(shown);
        }
        var outputs = new LinkedHashMap<>(answer);
        outputs.put("outputList", texts);
        return Outcome.done(outputs);
    }

    static NodeWork select(NodeScope scope) {
        var settings = scope.node().inputs().path("selectParam");
        var table = table(scope);
        var fields = new ArrayList<String>();
        var distinct = false;
        for (var field : Fields.list(settings, "fieldList")) {
            fields.add(Fields.text(field, "fieldID"));
            distinct |= Fields.text(field, "isDistinct").equals("true");
        }
        var order = new ArrayList<Order>();
        for (var field : Fields.list(settings, "orderByList")) {
            order.add(new Order(Fields.text(field, "fieldID"), !Fields.text(field, "isAsc").equals("false")));
        }
        var limit = Conversion.convert(Values.of(settings.path("limit")), Type.Scalar.INTEGER, new Problems());
        if (!(limit instanceof Long most) || most < 1 || most > MOST_ROWS) {
            throw Setting.bad(scope.node(), "inputs.selectParam.limit", "1 … " + MOST_ROWS);
        }
        var where = condition(scope, settings, "inputs.selectParam", false);
        var isDistinct = distinct;
        var names = names(scope);
        return work(NodeWork.Effect.REPEATABLE, names.isEmpty(), call ->
                new TableAsk.Select(table, fields, isDistinct, where.on(call), order, most, names));
    }

    static NodeWork insert(NodeScope scope) {
        var table = table(scope);
        var values = values(scope, "insertParam");
        return work(NodeWork.Effect.ONCE, false, call -> new TableAsk.Insert(table, taken(values, call)));
    }

    static NodeWork update(NodeScope scope) {
        var table = table(scope);
        var values = values(scope, "updateParam");
        var where = condition(scope, scope.node().inputs().path("updateParam"), "inputs.updateParam", true);
        return work(NodeWork.Effect.ONCE, false, call ->
                new TableAsk.Update(table, taken(values, call), where.on(call)));
    }

    static NodeWork delete(NodeScope scope) {
        var table = table(scope);
        var where = condition(scope, scope.node().inputs().path("deleteParam"), "inputs.deleteParam", true);
        return work(NodeWork.Effect.ONCE, false, call -> new TableAsk.Delete(table, where.on(call)));
    }

    private interface Asking {
        TableAsk ask(NodeCall call);
    }

    private static NodeWork work(NodeWork.Effect effect, boolean asTexts, Asking asking) {
        return new NodeWork() {
            @Override
            public Outcome run(NodeCall call) {
                return done(call.outside().table(asking.ask(call)), asTexts);
            }

            @Override
            public Effect effect() {
                return effect;
            }
        };
    }

    private static Map<String, @Nullable Object> taken(Map<String, Operand> values, NodeCall call) {
        var taken = new LinkedHashMap<String, @Nullable Object>();
        values.forEach((field, operand) -> taken.put(field, call.take(operand).value()));
        return taken;
    }

    /** {@code fieldInfo}: for each field an array of the Params fieldID and fieldValue. */
    private static Map<String, Operand> values(NodeScope scope, String param) {
        var values = new LinkedHashMap<String, Operand>();
        var at = 0;
        for (var row : Fields.list(scope.node().inputs().path(param), "fieldInfo")) {
            var field = "inputs." + param + ".fieldInfo[" + at++ + "]";
            var id = Fields.text(Setting.input(row, "fieldID").path("value").path("content"));
            var value = Setting.input(row, "fieldValue");
            if (id.isBlank() || !value.isObject()) {
                throw Setting.missing(scope.node(), field);
            }
            values.put(id, scope.operand(value));
        }
        if (values.isEmpty()) {
            throw Setting.missing(scope.node(), "inputs." + param + ".fieldInfo");
        }
        return values;
    }

    private static Condition condition(NodeScope scope, JsonNode settings, String field, boolean needed) {
        var condition = settings.path("condition");
        var lines = new ArrayList<Line>();
        for (var line : Fields.list(condition, "conditionList")) {
            lines.add(line(scope, line, field + ".condition.conditionList[" + lines.size() + "]"));
        }
        if (lines.isEmpty() && needed) { // all rows are not changed by leaving something out
            throw Setting.missing(scope.node(), field + ".condition.conditionList");
        }
        return new Condition(Fields.text(condition, "logic").equalsIgnoreCase("OR"), List.copyOf(lines));
    }

    private static Line line(NodeScope scope, JsonNode line, String field) {
        var column = Fields.text(Setting.input(line, "left").path("value").path("content"));
        if (column.isBlank()) {
            throw Setting.missing(scope.node(), field + ".left");
        }
        var name = Fields.text(Setting.input(line, "operation").path("value").path("content"));
        var operation = WireText.find(Operation.class, name.toLowerCase(Locale.ROOT));
        if (operation == null) {
            throw Setting.bad(scope.node(), field + ".operation", "EQUAL, NOT_EQUAL, GREATER_THAN, LESS_THAN, GREATER_EQUAL,"
                    + " LESS_EQUAL, IN, NOT_IN, IS_NULL, IS_NOT_NULL, LIKE, NOT_LIKE, BE_TRUE, BE_FALSE");
        }
        if (operation.isUnary()) {
            return new Line(column, operation, null);
        }
        var right = Setting.input(line, "right");
        if (!right.isObject()) {
            throw Setting.missing(scope.node(), field + ".right");
        }
        return new Line(column, operation, scope.operand(right));
    }
}
