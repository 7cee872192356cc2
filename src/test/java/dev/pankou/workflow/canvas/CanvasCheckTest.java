package dev.pankou.workflow.canvas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.Fault.Code;
import dev.pankou.workflow.canvas.Fault.Level;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class CanvasCheckTest {
    @ParameterizedTest
    @ValueSource(strings = {"text.json", "selector.json", "loop.json", "batch.json", "chatflow.json"})
    void findsNoFaultWhereThereIsNone(String file) {
        var mode = file.equals("chatflow.json") ? CanvasMode.CHATFLOW : CanvasMode.WORKFLOW;

        assertThat(CanvasCheck.of(Canvas.of(Fixtures.json(file)), mode)).isEmpty();
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("broken")
    void tellsTheFaultAndItsNode(String file, Code code, String nodeId, Consumer<ObjectNode> change) {
        var canvas = Fixtures.json(file);
        change.accept(canvas);

        var faults = CanvasCheck.of(Canvas.of(canvas), CanvasMode.CHATFLOW);

        assertThat(faults)
                .filteredOn(fault -> fault.code() == code)
                .isNotEmpty()
                .allSatisfy(fault -> {
                    assertThat(fault.nodeId()).isEqualTo(nodeId.isEmpty() ? null : nodeId);
                    assertThat(fault.level()).isEqualTo(code.level());
                    assertThat(fault.en()).isNotBlank().doesNotContain("%", "null");
                    assertThat(fault.zh()).isNotBlank().doesNotContain("%", "null");
                });
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                fault("text.json", Code.START_MISSING, "", canvas -> Fixtures.nodes(canvas).remove(0)),
                fault("text.json", Code.START_REPEATED, "7", canvas -> add(canvas, "7", "1")),
                fault("text.json", Code.END_MISSING, "", canvas -> Fixtures.nodes(canvas).remove(2)),
                fault("text.json", Code.END_REPEATED, "7", canvas -> add(canvas, "7", "2")),
                fault("text.json", Code.START_UNCONNECTED, "100001", canvas -> Fixtures.edges(canvas).remove(0)),
                fault("text.json", Code.END_UNREACHABLE, "900001", canvas -> Fixtures.edges(canvas).remove(1)),
                fault("text.json", Code.UNUSUAL_ID, "1", canvas -> Fixtures.node(canvas, "100001").put("id", "1")),
                fault("loop.json", Code.START_IN_BLOCK, "404", canvas -> Fixtures.node(canvas, "404").put("type", "1")),
                fault("loop.json", Code.END_IN_BLOCK, "404", canvas -> Fixtures.node(canvas, "404").put("type", "2")),
                fault("text.json", Code.ID_MISSING, "", canvas -> Fixtures.node(canvas, "112233").remove("id")),
                fault("loop.json", Code.ID_REPEATED, "401", canvas -> add(canvas, "401", "15")),
                fault("text.json", Code.ID_NOT_ALLOWED, "a.b", canvas -> add(canvas, "a.b", "15")),
                fault("text.json", Code.TYPE_UNKNOWN, "112233", canvas -> type(canvas, "112233", "999")),
                fault("text.json", Code.TYPE_NOT_RUN, "112233", canvas -> type(canvas, "112233", "16")),
                fault("text.json", Code.EDGE_SOURCE_MISSING, "112233", canvas -> edge(canvas, "gone", "112233", "")),
                fault("text.json", Code.EDGE_TARGET_MISSING, "112233", canvas -> edge(canvas, "112233", "gone", "")),
                fault("loop.json", Code.EDGE_CROSSES_BLOCK, "100001", canvas -> edge(canvas, "100001", "401", "")),
                fault("loop.json", Code.EDGE_CROSSES_BLOCK, "900001", canvas -> edge(canvas, "401", "900001", "")),
                fault("text.json", Code.EDGE_INTO_START, "112233", canvas -> edge(canvas, "112233", "100001", "")),
                fault("text.json", Code.EDGE_FROM_END, "900001", canvas -> edge(canvas, "900001", "112233", "")),
                fault("text.json", Code.CYCLE, "112233", canvas -> edge(canvas, "112233", "112233", "")),
                fault("selector.json", Code.CYCLE, "303", canvas -> edge(canvas, "303", "200", "")),
                fault("selector.json", Code.NODE_UNCONNECTED, "302", canvas -> Fixtures.edges(canvas).remove(6)),
                fault("loop.json", Code.NODE_UNCONNECTED, "402", canvas -> blockEdges(canvas).remove(2)),
                fault("selector.json", Code.PORT_UNCONNECTED, "200", canvas -> Fixtures.edges(canvas).remove(3)),
                fault("selector.json", Code.PORT_UNCONNECTED, "301", canvas -> Fixtures.edges(canvas).remove(5)),
                fault("chatflow.json", Code.PORT_UNCONNECTED, "701", canvas -> Fixtures.edges(canvas).remove(2)),
                fault("chatflow.json", Code.PORT_UNCONNECTED, "702", canvas -> Fixtures.edges(canvas).remove(5)),
                fault("loop.json", Code.PORT_UNCONNECTED, "400", canvas -> blockEdges(canvas).remove(0)),
                fault("batch.json", Code.PORT_UNCONNECTED, "500", canvas -> Fixtures.edges(canvas).remove(1)),
                fault("selector.json", Code.PORT_UNKNOWN, "200", canvas -> edge(canvas, "200", "302", "true_9")),
                fault("text.json", Code.NODE_ISOLATED, "7", canvas -> add(canvas, "7", "15")),
                fault("text.json", Code.NODE_NOT_REACHED, "8", canvas -> {
                    add(canvas, "7", "15");
                    add(canvas, "8", "15");
                    edge(canvas, "7", "8", "");
                }),
                fault("loop.json", Code.BLOCK_NESTED, "404", canvas -> type(canvas, "404", "28")),
                fault("loop.json", Code.BLOCK_NOT_ALLOWED, "400", canvas -> type(canvas, "400", "13")),
                fault("loop.json", Code.BLOCK_EMPTY, "400", canvas -> Fixtures.node(canvas, "400").putNull("blocks")),
                fault("text.json", Code.ONLY_IN_LOOP, "112233", canvas -> type(canvas, "112233", "19")),
                fault("batch.json", Code.ONLY_IN_LOOP, "501", canvas -> type(canvas, "501", "29")),
                fault("text.json", Code.PLAN_MISSING, "900001", canvas -> Fixtures.inputs(canvas, "900001").remove("terminatePlan")),
                fault("text.json", Code.CHATFLOW_INPUT_MISSING, "100001", canvas -> {}),
                fault("text.json", Code.VALUE_MISSING, "112233", canvas -> input(canvas, "112233").remove("value")),
                fault("text.json", Code.VALUE_MISSING, "112233", canvas -> value(canvas, "112233").putNull("content")),
                fault("text.json", Code.VALUE_MISSING, "112233", canvas -> value(canvas, "112233").put("type", "literal").remove("content")),
                fault("text.json", Code.SETTING_MISSING, "112233", canvas -> Fixtures.inputs(canvas, "112233").putNull("concatParams")),
                fault("selector.json", Code.SETTING_MISSING, "301", canvas -> Fixtures.inputs(canvas, "301").put("code", " ")),
                fault("selector.json", Code.SETTING_MISSING, "301",
                        canvas -> ((ObjectNode) Fixtures.inputs(canvas, "301").get("settingOnError")).put("processType", 2)),
                fault("batch.json", Code.SETTING_MISSING, "500", canvas -> Fixtures.inputs(canvas, "500").putArray("inputParameters")),
                fault("batch.json", Code.SETTING_MISSING, "500", canvas -> data(canvas, "500").putArray("outputs")),
                fault("batch.json", Code.SETTING_MISSING, "501", canvas -> Fixtures.inputs(canvas, "501").putObject("apiInfo").put("method", "GET")),
                fault("batch.json", Code.SETTING_MISSING, "600", canvas -> Fixtures.inputs(canvas, "600").putArray("llmParam")),
                fault("chatflow.json", Code.SETTING_MISSING, "702", canvas -> Fixtures.inputs(canvas, "702").putArray("options")),
                fault("text.json", Code.SETTING_BAD, "112233", canvas -> Fixtures.inputs(canvas, "112233").put("method", "join")),
                fault("loop.json", Code.SETTING_BAD, "400", canvas -> Fixtures.inputs(canvas, "400").put("loopType", "forever")),
                fault("selector.json", Code.SETTING_BAD, "301", canvas -> Fixtures.inputs(canvas, "301").put("language", 9)),
                fault("batch.json", Code.LIMIT_EXCEEDED, "500",
                        canvas -> ((ObjectNode) Fixtures.inputs(canvas, "500").at("/batchSize/value")).put("content", "201")),
                fault("chatflow.json", Code.LIMIT_EXCEEDED, "701", canvas -> {
                    for (var i = 2; i < 11; i++) {
                        ((ArrayNode) Fixtures.inputs(canvas, "701").get("intents")).addObject().put("name", "意图" + i);
                    }
                }),
                fault("text.json", Code.NAME_BAD, "112233", canvas -> param(canvas, "112233").put("name", "1名")),
                fault("text.json", Code.NAME_REPEATED, "112233",
                        canvas -> ((ArrayNode) Fixtures.inputs(canvas, "112233").get("inputParameters")).add(param(canvas, "112233").deepCopy())),
                fault("text.json", Code.REF_WITHOUT_NODE, "112233", canvas -> ref(canvas, "112233").put("blockID", "")),
                fault("chatflow.json", Code.REF_WITHOUT_PATH, "900001", canvas -> ref(canvas, "900001").putArray("path")),
                fault("text.json", Code.REF_SOURCE_UNKNOWN, "112233", canvas -> ref(canvas, "112233").put("source", "moon")),
                fault("text.json", Code.REF_NODE_MISSING, "112233", canvas -> ref(canvas, "112233").put("blockID", "gone")),
                fault("batch.json", Code.REF_NODE_MISSING, "501",
                        canvas -> ((ObjectNode) Fixtures.inputs(canvas, "501").get("apiInfo")).put("url", "{{block_output_gone.x}}")),
                fault("text.json", Code.REF_TO_ITSELF, "112233", canvas -> ref(canvas, "112233").put("blockID", "112233")),
                fault("loop.json", Code.REF_INTO_BLOCK, "900001", canvas -> ref(canvas, "900001").put("blockID", "401")),
                fault("text.json", Code.REF_NODE_NEVER_RUNS, "900001", canvas -> {
                    add(canvas, "7", "15");
                    ref(canvas, "900001").put("blockID", "7");
                }),
                fault("text.json", Code.REF_NOT_BEFORE, "112233", canvas -> ref(canvas, "112233").put("blockID", "900001")),
                fault("loop.json", Code.REF_NOT_BEFORE, "401", canvas -> ref(canvas, "401").put("blockID", "402")),
                fault("loop.json", Code.REF_NOT_BEFORE, "401", canvas -> ref(canvas, "401").put("blockID", "900001")),
                fault("text.json", Code.REF_NAME_UNKNOWN, "112233", canvas -> ref(canvas, "112233").put("name", "nom.x")),
                fault("loop.json", Code.REF_NAME_UNKNOWN, "401", canvas -> ref(canvas, "401").put("name", "inputs")),
                fault("batch.json", Code.REF_NAME_UNKNOWN, "600", canvas -> ref(canvas, "600").put("name", "item2.x")),
                fault("chatflow.json", Code.VARIABLE_READ_ONLY, "703",
                        canvas -> ((ObjectNode) Fixtures.inputs(canvas, "703").at("/inputParameters/0/left/value/content")).put("source", "global_variable_system")),
                fault("loop.json", Code.LOOP_VARIABLE_MISSING, "402",
                        canvas -> ((ObjectNode) Fixtures.inputs(canvas, "402").at("/inputParameters/0/left/value/content")).put("name", "first")));
    }

    @Test
    void looksIntoObjectsBuiltFromParts() {
        var canvas = Fixtures.json("text.json");
        input(canvas, "112233").put("type", "object").set("value", Json.object().put("type", "object_ref"));
        input(canvas, "112233").set("schema", Json.tree("""
                [{"name": "a", "input": {"type": "string", "value": {"type": "literal", "content": ""}}},
                 {"name": "b", "input": {"type": "string", "value": {"type": "ref", "content":
                   {"source": "block-output", "blockID": "gone", "name": "x"}}}}]"""));

        assertThat(CanvasCheck.of(Canvas.of(canvas), CanvasMode.WORKFLOW)).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(Code.REF_NODE_MISSING);
            assertThat(fault.field()).isEqualTo("inputs.inputParameters[0].schema[1]");
        });
    }

    @Test
    void readsConditionsOfDatabaseNodes() {
        var canvas = Fixtures.json("text.json");
        type(canvas, "112233", "43");
        Fixtures.inputs(canvas, "112233").set("databaseInfoList", Json.tree("[{\"databaseInfoID\": \"1\"}]"));
        Fixtures.inputs(canvas, "112233").set("selectParam", Json.tree("""
                {"limit": 100, "condition": {"logic": "AND", "conditionList": [
                  [{"name": "left", "input": {"type": "string", "value": {"type": "literal", "content": "城市"}}},
                   {"name": "operation", "input": {"type": "string", "value": {"type": "literal", "content": "IS_NULL"}}},
                   null],
                  [{"name": "right", "input": {"type": "string", "value": {"type": "ref", "content":
                    {"source": "block-output", "blockID": "gone", "name": "x"}}}}]]}}"""));

        var faults = CanvasCheck.of(Canvas.of(canvas), CanvasMode.WORKFLOW);
        assertThat(faults).extracting(Fault::code).containsExactly(Code.REF_NODE_MISSING);
        assertThat(faults.getLast().field()).isEqualTo("inputs.selectParam.condition.conditionList[1]");
    }

    @Test
    void aChangeOfRowsNeedsAConditionAndValues() {
        for (var type : List.of("42 updateParam", "44 deleteParam", "46 insertParam")) {
            var canvas = Fixtures.json("text.json");
            type(canvas, "112233", type.substring(0, 2));
            Fixtures.inputs(canvas, "112233").set("databaseInfoList", Json.tree("[{\"databaseInfoID\": \"1\"}]"));
            Fixtures.inputs(canvas, "112233").set(type.substring(3), Json.tree("{\"x\": 1}"));

            var fields = CanvasCheck.of(Canvas.of(canvas), CanvasMode.WORKFLOW).stream().map(Fault::field).toList();

            assertThat(fields).isEqualTo(switch (type) {
                case "42 updateParam" -> List.of("inputs.updateParam.fieldInfo", "inputs.updateParam.condition.conditionList");
                case "44 deleteParam" -> List.of("inputs.deleteParam.condition.conditionList");
                default -> List.of("inputs.insertParam.fieldInfo");
            });
        }
    }

    @Test
    void shortensLongTitlesInTexts() {
        var canvas = Fixtures.json("text.json");
        ((ObjectNode) Fixtures.node(canvas, "112233").at("/data/nodeMeta")).put("title", "🧵".repeat(100_000));
        ref(canvas, "112233").put("blockID", "gone");

        assertThat(CanvasCheck.of(Canvas.of(canvas), CanvasMode.WORKFLOW))
                .allSatisfy(fault -> assertThat(fault.en()).hasSizeLessThan(300));
    }

    @Test
    void readsTemplatesInLinearTime() {
        var canvas = Fixtures.json("batch.json");
        ((ObjectNode) Fixtures.inputs(canvas, "501").get("apiInfo")).put("url", "{{block_output_".repeat(500_000));

        var started = System.nanoTime();
        var faults = CanvasCheck.of(Canvas.of(canvas), CanvasMode.WORKFLOW);

        assertThat(faults).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void hasATestForEveryFault() {
        var tested = broken().map(arguments -> (Code) arguments.get()[1]).toList();
        // the first is tested below, the others need to know other workflows: WorkflowCheck tells them
        var elsewhere = List.of(
                Code.TOO_MANY_NODES, Code.MODEL_MISSING, Code.SUB_WORKFLOW_MISSING, Code.SUB_WORKFLOW_CHANGED,
                Code.SUB_WORKFLOW_RECURSION);

        assertThat(Stream.of(Code.values()).filter(code -> !elsewhere.contains(code))).isSubsetOf(tested);
    }

    @Test
    void tellsAllFaultsAtOnce() {
        var canvas = Fixtures.json("text.json");
        ref(canvas, "112233").put("blockID", "gone");
        Fixtures.inputs(canvas, "900001").remove("terminatePlan");
        add(canvas, "7", "777");

        assertThat(CanvasCheck.of(Canvas.of(canvas), CanvasMode.WORKFLOW))
                .extracting(Fault::code)
                .containsExactly(Code.REF_NODE_MISSING, Code.PLAN_MISSING, Code.TYPE_UNKNOWN, Code.NODE_ISOLATED);
    }

    @Test
    void onlyWarnsOfWhatIsWrongInANodeThatNeverRuns() {
        var canvas = Fixtures.json("text.json");
        add(canvas, "7", "5");

        assertThat(CanvasCheck.of(Canvas.of(canvas), CanvasMode.WORKFLOW))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.level()).isEqualTo(Level.WARNING));
    }

    @Test
    void knowsThePortsOfSelectorsAndExceptionBranches() {
        var canvas = Canvas.of(Fixtures.json("selector.json"));

        assertThat(Ports.of(canvas.nodes().get(2))).containsExactly("default", "branch_error");
        assertThat(Ports.of(canvas.nodes().get(1))).containsExactly("true", "true_1", "false");
    }

    @Test
    void allowsAThousandNodesBesidesComments() {
        var canvas = chain(998);
        add(canvas, "c", "31");
        assertThat(CanvasCheck.of(Canvas.of(canvas), CanvasMode.WORKFLOW)).isEmpty();

        assertThat(CanvasCheck.of(Canvas.of(chain(999)), CanvasMode.WORKFLOW))
                .extracting(Fault::code)
                .containsExactly(Code.TOO_MANY_NODES);
    }

    @Test
    void endsSoonOnTheLargestCanvasThatIsRead() {
        var canvas = chain(9_998);
        for (var i = 0; i < 40_000; i++) {
            edge(canvas, "n" + i * 7_919 % 9_998, "n" + i * 104_729 % 9_998, "");
        }
        var view = Canvas.of(canvas);

        var started = System.nanoTime();
        var faults = CanvasCheck.of(view, CanvasMode.WORKFLOW);
        var took = Duration.ofNanos(System.nanoTime() - started);

        assertThat(faults).hasSizeLessThanOrEqualTo(Report.MOST_FAULTS).extracting(Fault::code).contains(Code.CYCLE);
        assertThat(took).isLessThan(Duration.ofSeconds(10));
    }

    /** Start → text nodes, each with the output of the one before → End. */
    private static ObjectNode chain(int length) {
        var canvas = Fixtures.json("text.json");
        var template = Fixtures.node(canvas, "112233").deepCopy();
        var end = Fixtures.node(canvas, "900001").deepCopy();
        Fixtures.nodes(canvas).remove(3);
        Fixtures.nodes(canvas).remove(2);
        Fixtures.nodes(canvas).remove(1);
        Fixtures.edges(canvas).removeAll();
        var before = "100001";
        for (var i = 0; i < length; i++) {
            var node = template.deepCopy().put("id", "n" + i);
            var content = (ObjectNode) node.at("/data/inputs/inputParameters/0/input/value/content");
            content.put("blockID", before).put("name", i == 0 ? "name" : "output");
            Fixtures.nodes(canvas).add(node);
            edge(canvas, before, "n" + i, "");
            before = "n" + i;
        }
        ((ObjectNode) end.at("/data/inputs/inputParameters/0/input/value/content")).put("blockID", before);
        Fixtures.nodes(canvas).add(end);
        edge(canvas, before, "900001", "");
        return canvas;
    }

    private static Arguments fault(String file, Code code, String nodeId, Consumer<ObjectNode> change) {
        return arguments(file, code, nodeId, change);
    }

    private static void add(ObjectNode canvas, String id, String type) {
        Fixtures.nodes(canvas).addObject().put("id", id).put("type", type);
    }

    private static void type(ObjectNode canvas, String id, String type) {
        Fixtures.node(canvas, id).put("type", type);
    }

    private static void edge(ObjectNode canvas, String source, String target, String port) {
        Fixtures.edges(canvas).add(Json.object()
                .put("sourceNodeID", source)
                .put("targetNodeID", target)
                .put("sourcePortID", port));
    }

    private static ArrayNode blockEdges(ObjectNode canvas) {
        return (ArrayNode) Fixtures.node(canvas, "400").get("edges");
    }

    private static ObjectNode data(ObjectNode canvas, String id) {
        return (ObjectNode) Fixtures.node(canvas, id).get("data");
    }

    private static ObjectNode param(ObjectNode canvas, String id) {
        return (ObjectNode) Fixtures.inputs(canvas, id).at("/inputParameters/0");
    }

    private static ObjectNode input(ObjectNode canvas, String id) {
        return (ObjectNode) param(canvas, id).get("input");
    }

    private static ObjectNode value(ObjectNode canvas, String id) {
        return (ObjectNode) input(canvas, id).get("value");
    }

    private static ObjectNode ref(ObjectNode canvas, String id) {
        return (ObjectNode) value(canvas, id).get("content");
    }
}
