package dev.pankou.workflow.node;

import static dev.pankou.workflow.node.Stage.literal;
import static dev.pankou.workflow.node.Stage.literalParam;
import static dev.pankou.workflow.node.Stage.quoted;
import static dev.pankou.workflow.node.Stage.ref;
import static dev.pankou.workflow.node.Stage.refParam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.value.ValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text, selector, JSON and code nodes. */
final class LocalNodesTest {
    private static final String OUTPUT = "\"outputs\":[{\"type\":\"string\",\"name\":\"output\"}]";

    private static Stage concat(String template, String separator, String... params) {
        return Stage.of(NodeType.TEXT, """
                {"inputs":{"method":"concat","inputParameters":[%s],"concatParams":[%s,%s],
                 "splitParams":[{"name":"delimiters","input":{"type":"list","value":{"type":"ref","content":{}}}}]},%s}"""
                .formatted(
                        String.join(",", params),
                        literalParam("concatResult", "string", quoted(template)),
                        literalParam("arrayItemConcatChar", "string", quoted(separator)),
                        OUTPUT));
    }

    private static Stage split(String text, String delimiters) {
        return Stage.of(NodeType.TEXT, """
                {"inputs":{"method":"split","inputParameters":[%s],"splitParams":[%s]},
                 "outputs":[{"type":"list","name":"output","schema":{"type":"string"}}]}"""
                .formatted(
                        literalParam("String", "string", quoted(text)),
                        "{\"name\":\"delimiters\",\"input\":{\"type\":\"list\",\"schema\":{\"type\":\"string\"},\"value\":"
                                + "{\"type\":\"literal\",\"content\":" + delimiters + "}}}"));
    }

    @Test
    void joinsAListThatStandsForItself() {
        var stage = concat(
                        "{{name}}：{{tags}} / {{tags[1]}} / {{gone}} / {{lost}}",
                        "、",
                        refParam("name", "string", "1", "name"),
                        refParam("tags", "list", "1", "tags"),
                        refParam("lost", "string", "2", "x"))
                .output("1", "{\"name\":\"小明\",\"tags\":[\"a\",null,{\"b\":1},2.5]}")
                .skip("2");

        assertThat(stage.done()).isEqualTo(Outcome.done(Map.of("output", "小明：a、、{\"b\":1}、2.5 /  / {{gone}} / ")));
    }

    @Test
    void putsAMegabyteInWithoutReadingItAgain() {
        var big = "{{name}}".repeat(130_000);
        var stage = concat("<{{name}}>", "", refParam("name", "string", "1", "t")).output("1", "{\"t\":" + quoted(big) + "}");

        assertThat(stage.results()).containsEntry("output", "<" + big + ">");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "a,b;c,,d | [\",\",\";\"] | [\"a\",\"b\",\"c\",\"\",\"d\"]",
        "a--b-c | [\"--\",\"-\"] | [\"a\",\"b\",\"c\"]",
        "abc | [\",\"] | [\"abc\"]",
        "` ` | [\" \"] | [\"\",\"\"]",
        "`` | [\",\"] | [\"\"]",
        "中🎉文 | [\"\"] | [\"中\",\"🎉\",\"文\"]",
        "a.b*c | [\".\",\"*\"] | [\"a\",\"b\",\"c\"]",
        "a,b | \"[\\\",\\\"]\" | [\"a\",\"b\"]"
    })
    void splitsAtEveryDelimiter(String text, String delimiters, String parts) {
        var stage = split(text, delimiters);

        assertThat(dev.pankou.workflow.value.Values.json(stage.results().get("output"))).isEqualTo(parts);
    }

    @Test
    void splitsAMegabyte() {
        assertThat(split("a,".repeat(500_000), "[\",\"]").results().get("output")).asInstanceOf(
                        org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(500_001);
    }

    @Test
    void refusesATextNodeThatIsNotSet() {
        assertThatThrownBy(concat(" ", "")::work)
                .isInstanceOf(CompileException.class)
                .hasMessage("\"节点 🎭\": inputs.concatParams.concatResult is not set");
        assertThatThrownBy(split("a", "[]")::work)
                .isInstanceOf(CompileException.class)
                .hasMessage("\"节点 🎭\": inputs.splitParams.delimiters is not set");
        assertThatThrownBy(Stage.of(NodeType.TEXT, "{\"inputs\":{\"method\":\"upper\"}}")::work)
                .isInstanceOf(CompileException.class)
                .hasMessage("\"节点 🎭\": inputs.method is not one of concat, split");
    }

    private static String condition(String operator, String left, String right) {
        return "{\"operator\":" + operator + ",\"left\":{\"input\":" + left + "},\"right\":" + right + "}";
    }

    private static String branch(String logic, String... conditions) {
        return "{\"condition\":{\"logic\":" + logic + ",\"conditions\":[" + String.join(",", conditions) + "]}}";
    }

    private static Stage selector(String... branches) {
        return Stage.of(NodeType.SELECTOR, "{\"inputs\":{\"branches\":[" + String.join(",", branches) + "]}}");
    }

    private static String age(String operator, String right) {
        return condition(operator, ref("integer", "1", "age"), "{\"input\":" + literal("integer", right) + "}");
    }

    @ParameterizedTest
    @CsvSource({"20, true", "10, true_1", "5, true_2", "0, false"})
    void takesTheFirstBranchThatHolds(int age, String port) {
        var stage = selector(branch("2", age("13", "\"17\"")), branch("1", age("13", "9")), branch("9", age("\"13\"", "4")))
                .output("1", "{\"age\":" + age + "}");

        assertThat(stage.done()).isEqualTo(Outcome.branch(port));
    }

    @ParameterizedTest
    @CsvSource({"1, 5, true", "1, 50, true", "1, 20, false", "2, 5, false", "2, 9, true", "2, 20, false"})
    void joinsConditionsByOrAndAnd(String logic, int age, String port) {
        var wanted = logic.equals("1") ? new String[] {age("15", "10"), age("13", "40")} : new String[] {age("13", "6"), age("15", "10")};
        var stage = selector(branch(logic, wanted)).output("1", "{\"age\":" + age + "}");

        assertThat(stage.done().port()).isEqualTo(port);
    }

    @Test
    void treatsASkippedSideAsNullAndAnAbsentLeftSideAsAnError() {
        var condition = branch("2", condition("10", ref("string", "1", "name"), "null"));

        assertThat(selector(condition).skip("1").done().port()).isEqualTo("false");
        assertThatThrownBy(selector(condition).output("1", "{}")::play)
                .isInstanceOf(NodeException.class)
                .hasMessage("inputs.branches[0].condition.conditions[0].left: the value does not exist");
    }

    @Test
    void refusesASelectorThatCannotRun() {
        assertThatThrownBy(selector()::work).hasMessage("\"节点 🎭\": inputs.branches is not set");
        assertThatThrownBy(selector(branch("2"))::work)
                .hasMessage("\"节点 🎭\": inputs.branches[0].condition.conditions is not set");
        assertThatThrownBy(selector(branch("2", age("17", "1")))::work)
                .hasMessage("\"节点 🎭\": inputs.branches[0].condition.conditions[0].operator is not one of 1 … 16");
        assertThatThrownBy(selector(branch("3", age("1", "1"), age("1", "2")))::work)
                .isInstanceOf(CompileException.class)
                .hasMessage("\"节点 🎭\": inputs.branches[0].condition.logic is not one of 1, 2");
    }

    private static Stage toJson(String type, String value) {
        return Stage.of(NodeType.TO_JSON, "{\"inputs\":{\"inputParameters\":[" + refParam("input", type, "1", "v") + "]}," + OUTPUT + "}")
                .output("1", "{\"v\":" + value + "}");
    }

    @Test
    void writesCompactJson() {
        assertThat(toJson("object", "{\"b\":[1, 2.50, null], \"a\":\"\\u4e2d\"}").results())
                .containsEntry("output", "{\"b\":[1,2.5,null],\"a\":\"中\"}");
        assertThat(toJson("list", "null").results()).containsEntry("output", "null");
        assertThat(toJson("string", "\"a\\\"b\"").results()).containsEntry("output", "\"a\\\"b\"");
    }

    private static Stage fromJson(String output, String text) {
        return Stage.of(NodeType.FROM_JSON, """
                {"inputs":{"inputParameters":[%s]},"outputs":[%s]}"""
                .formatted(literalParam("input", "string", quoted(text)), output));
    }

    @Test
    void readsJsonAsTheDeclaredType() {
        var object = "{\"name\":\"output\",\"type\":\"object\",\"schema\":[{\"name\":\"n\",\"type\":\"integer\"}]}";

        assertThat(fromJson(object, "{\"n\":\"5\",\"more\":1}").results())
                .containsEntry("output", Map.of("n", 5L, "more", 1L));
        assertThat(fromJson(object, " null ").done().outputs()).containsEntry("output", null);
        assertThat(fromJson("{\"name\":\"output\",\"type\":\"integer\"}", "3.9").results()).containsEntry("output", 3L);
        assertThatThrownBy(fromJson(object, "[]")::play).hasMessage("the JSON text is no object");
        assertThatThrownBy(fromJson(object, "\"{}\"")::play).hasMessage("the JSON text is no object");
        assertThatThrownBy(fromJson("{\"name\":\"output\",\"type\":\"list\"}", "{}")::play)
                .isInstanceOf(NodeException.class)
                .hasMessage("the JSON text is no list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "nonsense"})
    void failsOnTextThatIsNoJson(String text) {
        assertThatThrownBy(fromJson("{\"name\":\"output\",\"type\":\"object\"}", text)::play)
                .isInstanceOfSatisfying(
                        ValueException.class, failed -> assertThat(failed.code()).isEqualTo(ValueException.NOT_JSON));
    }

    @Test
    void failsOnJsonThatIsNestedTooDeep() {
        var deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThatThrownBy(fromJson("{\"name\":\"output\",\"type\":\"list\"}", deep)::play)
                .isInstanceOf(ValueException.class);
    }

    private static Stage code(String language) {
        return Stage.of(NodeType.CODE, """
                {"inputs":{"language":%s,"code":"main()","inputParameters":[%s]},
                 "outputs":[{"name":"n","type":"integer"},{"name":"s","type":"string"}]}"""
                .formatted(language, refParam("n", "integer", "1", "n")))
                .output("1", "{\"n\":4}");
    }

    @Test
    void runsCodeWithItsInputsAsParams() {
        var stage = code("5").sandbox(params -> "{\"n\":\"8\",\"extra\":[1]}");

        assertThat(stage.results()).containsEntry("n", 8L).containsEntry("s", null).containsEntry("extra", List.of(1L));
        assertThat(stage.code).isEqualTo(List.of("JAVASCRIPT main() {\"n\":4}"));
        assertThat(stage.raw).containsExactly("{\"n\":\"8\",\"extra\":[1]}");
        assertThat(code("3").work()).isEqualTo(new UserCode(Outside.CodeLanguage.PYTHON, "main()"));
        assertThat(code("\"3\"").work().effect()).isEqualTo(NodeWork.Effect.REPEATABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "5", "oops"})
    void failsWhenCodeReturnsNoObject(String returned) {
        assertThatThrownBy(code("5").sandbox(params -> returned)::play)
                .isInstanceOfSatisfying(NodeException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(NodeException.CODE_FAILED);
                    assertThat(failed.text()).startsWith("Function execution failed, please check the code of the function.");
                });
    }

    @Test
    void refusesCodeOfALanguageThatNobodyKnows() {
        assertThatThrownBy(code("4")::work)
                .isInstanceOf(CompileException.class)
                .hasMessage("\"节点 🎭\": inputs.language is not one of 3, 5");
    }

    @Test
    void leavesTheEngineItsOwnTypes() {
        var own = Arrays.asList(NodeType.START, NodeType.END, NodeType.LOOP, NodeType.VARIABLE_MERGE, NodeType.SUB_WORKFLOW);

        assertThat(own).allSatisfy(type -> assertThatThrownBy(Stage.of(type, "{}")::work)
                .isInstanceOf(AssertionError.class)
                .hasMessage("no work for " + type));
    }
}
