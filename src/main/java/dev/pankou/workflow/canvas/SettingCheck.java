package dev.pankou.workflow.canvas;

import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.Fault.Code;
import dev.pankou.workflow.canvas.ValueCheck.Reach;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Checks what one node is set to, by its type (WORKFLOW 8). Only what the chosen options need is read: files keep the stale
 * settings of options that were once chosen.
 */
final class SettingCheck {
    private static final Pattern INPUT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> UNARY_OPERATORS = Set.of("9", "10", "11", "12");
    private static final String OPERATORS = "1 … 16";
    private static final int MAX_BATCH_SIZE = 200;
    private static final int MAX_GROUPS = 50;
    private static final int MAX_INTENTS = 50;
    private static final int MAX_FAST_INTENTS = 10;

    private final CanvasNode node;
    private final @Nullable CanvasNode parent;
    private final JsonNode inputs;
    private final ValueCheck values;

    SettingCheck(CanvasNode node, @Nullable CanvasNode parent, ValueCheck values) {
        this.node = node;
        this.parent = parent;
        this.inputs = node.inputs();
        this.values = values;
    }

    void check(NodeType type) {
        switch (type) {
            case START, INPUT, COMMENT, BREAK, CONTINUE, SET_VARIABLE, ASSIGN_VARIABLE, VARIABLE -> {} // no named inputs
            default -> inputParameters(type);
        }
        onError();
        switch (type) {
            case END -> oneOf("terminatePlan", Code.PLAN_MISSING, List.of("returnVariables", "useAnswerContent"));
            case LLM -> required(inputs.path("llmParam"), "inputs.llmParam");
            case PLUGIN -> plugin();
            case CODE -> code();
            case KNOWLEDGE, KNOWLEDGE_WRITE, KNOWLEDGE_DELETE -> required(
                    Settings.param(inputs.path("datasetParam"), "datasetList"), "inputs.datasetParam.datasetList");
            case SELECTOR -> selector();
            case SUB_WORKFLOW -> required(inputs.path("workflowId"), "inputs.workflowId");
            case DATABASE -> {
                required(inputs.path("databaseInfoList"), "inputs.databaseInfoList");
                required(inputs.path("sql"), "inputs.sql");
            }
            case DATABASE_UPDATE -> database("updateParam");
            case DATABASE_SELECT -> database("selectParam");
            case DATABASE_DELETE -> database("deleteParam");
            case DATABASE_INSERT -> database("insertParam");
            case TEXT -> text();
            case QUESTION -> question();
            case SET_VARIABLE -> setVariable();
            case LOOP -> loop();
            case INTENT -> intent();
            case BATCH -> batch();
            case INPUT -> inputForm();
            case VARIABLE_MERGE -> merge();
            case ASSIGN_VARIABLE -> assign();
            case HTTP -> new HttpCheck(inputs, values).check(this);
            default -> {}
        }
        if (Settings.batched(node)) {
            required(inputs.path("batch").path("inputLists"), "inputs.batch.inputLists");
            values.params(inputs.path("batch").path("inputLists"), "inputs.batch.inputLists", Reach.EARLIER);
        }
    }

    void required(JsonNode value, String field) {
        if (Fields.unset(value) || value.isString() && value.stringValue().isBlank()) {
            values.fault(Code.SETTING_MISSING, field, field);
        }
    }

    private void inputParameters(NodeType type) {
        var field = "inputs.inputParameters";
        var params = inputs.path("inputParameters");
        values.params(params, field, Settings.batched(node) ? Reach.OWN_ITEMS : Reach.EARLIER);
        var seen = new HashSet<String>();
        var index = 0;
        for (var param : Fields.list(params)) {
            var name = Fields.text(param, "name");
            var at = field + "[" + index++ + "].name";
            // arguments of plugins are named by their tools
            if (type != NodeType.PLUGIN && !INPUT_NAME.matcher(name).matches()) {
                values.fault(Code.NAME_BAD, at, name);
            }
            if (!seen.add(name)) {
                values.fault(Code.NAME_REPEATED, at, name);
            }
        }
    }

    private void onError() {
        var onError = Settings.onError(node);
        if (!Set.of("1", "2", "3").contains(onError.processType())) {
            bad("inputs.settingOnError.processType", "1, 2, 3");
        } else if (onError.processType().equals("2")) {
            required(onError.dataOnErr(), "inputs.settingOnError.dataOnErr");
        }
    }

    private void plugin() {
        var params = inputs.path("apiParam");
        for (var key : List.of("api", "plugin")) {
            var id = Settings.param(params, key + "ID");
            required(Fields.text(id).isEmpty() ? Settings.param(params, key + "Name") : id, "inputs.apiParam." + key + "ID");
        }
    }

    private void code() {
        required(inputs.path("code"), "inputs.code");
        oneOf("language", Code.SETTING_BAD, List.of("3", "5"));
    }

    private void selector() {
        required(inputs.path("branches"), "inputs.branches");
        var branch = 0;
        for (var one : Fields.list(inputs, "branches")) {
            var condition = one.path("condition");
            var field = "inputs.branches[" + branch++ + "].condition";
            required(condition.path("conditions"), field + ".conditions");
            var index = 0;
            for (var comparison : Fields.list(condition, "conditions")) {
                comparison(comparison, field + ".conditions[" + index++ + "]");
            }
            if (condition.path("conditions").size() > 1 && !Set.of("1", "2").contains(Fields.text(condition, "logic"))) {
                bad(field + ".logic", "1, 2");
            }
        }
    }

    private void comparison(JsonNode comparison, String field) {
        var operator = Fields.text(comparison, "operator");
        if (!operator.matches("[1-9]|1[0-6]")) {
            bad(field + ".operator", OPERATORS);
        }
        values.value(comparison.path("left").path("input"), field + ".left", Reach.EARLIER);
        if (!UNARY_OPERATORS.contains(operator)) {
            values.value(comparison.path("right").path("input"), field + ".right", Reach.EARLIER);
        }
    }

    private void database(String param) {
        required(inputs.path("databaseInfoList"), "inputs.databaseInfoList");
        var settings = inputs.path(param);
        var field = "inputs." + param;
        required(settings, field);
        if (param.equals("selectParam") && !Fields.unset(settings)) {
            required(settings.path("limit"), field + ".limit");
        }
        var conditions = settings.path("condition").path("conditionList");
        if (settings.isObject() && (param.equals("insertParam") || param.equals("updateParam"))) {
            required(settings.path("fieldInfo"), field + ".fieldInfo");
        }
        if (settings.isObject() && (param.equals("updateParam") || param.equals("deleteParam"))) {
            required(conditions, field + ".condition.conditionList");
        }
        var index = 0;
        for (var condition : Fields.list(conditions)) {
            var at = field + ".condition.conditionList[" + index++ + "]";
            for (var one : Fields.list(condition)) { // the right side of a null test is null
                if (!Fields.unset(one.path("input")) && !Fields.absent(one.path("input").path("value"))) {
                    values.value(one.path("input"), at, Reach.EARLIER);
                }
            }
        }
        index = 0;
        for (var row : Fields.list(settings, "fieldInfo")) {
            values.params(row, field + ".fieldInfo[" + index++ + "]", Reach.EARLIER);
        }
    }

    private void text() {
        switch (Fields.text(inputs, "method")) {
            case "concat" -> required(Settings.param(inputs.path("concatParams"), "concatResult"), "inputs.concatParams.concatResult");
            case "split" -> required(Settings.param(inputs.path("splitParams"), "delimiters"), "inputs.splitParams.delimiters");
            default -> bad("inputs.method", "concat, split");
        }
    }

    private void question() {
        if (!Fields.text(inputs, "answer_type").equals("option")) {
            return;
        }
        if (Fields.text(inputs, "option_type").equals("dynamic")) {
            values.value(inputs.path("dynamic_option"), "inputs.dynamic_option", Reach.EARLIER);
        } else {
            required(inputs.path("options"), "inputs.options");
        }
    }

    private void setVariable() {
        var index = 0;
        for (var assignment : Fields.list(inputs, "inputParameters")) {
            var field = "inputs.inputParameters[" + index++ + "]";
            var left = assignment.path("left").path("value").path("content");
            if (parent != null
                    && (!Fields.text(left, "blockID").equals(parent.id())
                            || !Settings.names(parent.inputs().path("variableParameters")).contains(Fields.text(left, "name")))) {
                values.fault(Code.LOOP_VARIABLE_MISSING, field + ".left", field + ".left");
            }
            values.value(right(assignment, "right", "input"), field + ".right", Reach.EARLIER);
        }
    }

    private void assign() {
        var index = 0;
        for (var assignment : Fields.list(inputs, "inputParameters")) {
            var field = "inputs.inputParameters[" + index++ + "]";
            var left = assignment.path("left");
            values.value(left, field + ".left", Reach.EARLIER);
            if (Fields.text(left.path("value").path("content"), "source").equals("global_variable_system")) {
                values.fault(Code.VARIABLE_READ_ONLY, field + ".left", field + ".left");
            }
            values.value(right(assignment, "input", "right"), field + ".input", Reach.EARLIER);
        }
    }

    private static JsonNode right(JsonNode assignment, String usual, String other) {
        return Fields.unset(assignment.path(usual)) ? assignment.path(other) : assignment.path(usual);
    }

    private void loop() {
        switch (Fields.text(inputs, "loopType")) {
            case "array" -> required(inputs.path("inputParameters"), "inputs.inputParameters");
            case "count" -> values.value(inputs.path("loopCount"), "inputs.loopCount", Reach.EARLIER);
            case "infinite" -> {}
            default -> bad("inputs.loopType", "array, count, infinite");
        }
        values.params(inputs.path("variableParameters"), "inputs.variableParameters", Reach.EARLIER);
        collected();
    }

    private void batch() {
        required(inputs.path("inputParameters"), "inputs.inputParameters");
        required(node.data().path("outputs"), "outputs");
        for (var key : List.of("batchSize", "concurrentSize")) {
            if (!Fields.unset(inputs.path(key))) { // unset means the default
                values.value(inputs.path(key), "inputs." + key, Reach.EARLIER);
            }
        }
        var size = inputs.path("batchSize").path("value").path("content");
        if (size.isValueNode() && size.asInt(0) > MAX_BATCH_SIZE) {
            exceeds("inputs.batchSize", MAX_BATCH_SIZE);
        }
        collected();
    }

    /** Outputs of loop and batch are Params; one with an empty input is not chosen yet and gives nothing. */
    private void collected() {
        var index = 0;
        for (var output : Fields.list(node.data(), "outputs")) {
            var field = "outputs[" + index++ + "]";
            if (!Fields.unset(output.path("input"))) {
                values.value(output.path("input"), field, Reach.OWN_BLOCK);
            }
        }
    }

    private void intent() {
        required(inputs.path("intents"), "inputs.intents");
        var most = Fields.text(inputs, "mode").equals("top_speed") ? MAX_FAST_INTENTS : MAX_INTENTS;
        if (inputs.path("intents").size() > most) {
            exceeds("inputs.intents", most);
        }
    }

    private void inputForm() {
        var schema = inputs.path("outputSchema");
        required(schema, "inputs.outputSchema");
        try {
            if (schema.isString() && !schema.stringValue().isBlank()
                    && !Json.tree(schema.stringValue()).isArray()) {
                bad("inputs.outputSchema", "JSON array");
            }
        } catch (JacksonException notJson) {
            bad("inputs.outputSchema", "JSON array");
        }
    }

    private void merge() {
        var groups = inputs.path("mergeGroups");
        required(groups, "inputs.mergeGroups");
        if (groups.size() > MAX_GROUPS) {
            exceeds("inputs.mergeGroups", MAX_GROUPS);
        }
        var group = 0;
        for (var one : Fields.list(groups)) {
            var field = "inputs.mergeGroups[" + group++ + "].variables";
            required(one.path("variables"), field);
            if (one.path("variables").size() > MAX_GROUPS) {
                exceeds(field, MAX_GROUPS);
            }
            var index = 0;
            for (var variable : Fields.list(one, "variables")) {
                values.value(variable, field + "[" + index++ + "]", Reach.EARLIER);
            }
        }
    }

    private void oneOf(String key, Code code, List<String> allowed) {
        if (!allowed.contains(Fields.text(inputs, key))) {
            values.fault(code, "inputs." + key, "inputs." + key, String.join(", ", allowed));
        }
    }

    private void bad(String field, String allowed) {
        values.fault(Code.SETTING_BAD, field, field, allowed);
    }

    private void exceeds(String field, int most) {
        values.fault(Code.LIMIT_EXCEEDED, field, field, Integer.toString(most));
    }
}
