package dev.pankou.workflow.node;

import static dev.pankou.workflow.node.Stage.literal;
import static dev.pankou.workflow.node.Stage.literalParam;
import static dev.pankou.workflow.node.Stage.quoted;
import static dev.pankou.workflow.node.Stage.ref;
import static dev.pankou.workflow.node.Stage.refParam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.model.ModelMessage;
import dev.pankou.model.Sampling;
import dev.pankou.workflow.canvas.NodeType;
import dev.pankou.workflow.node.Outcome.Ask;
import dev.pankou.workflow.node.Outcome.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Intent and question nodes. */
final class TalkingNodesTest {
    private static Stage intent(String mode) {
        return Stage.of(NodeType.INTENT, """
                {"inputs":{"mode":"%s","intents":[{"name":"天气"},{"name":"say \\"hi\\"\\n3: x"}],
                 "llmParam":{"modelType":7,"modelName":"m","temperature":0.1,"enableChatHistory":true,"chatHistoryRound":2,
                  "systemPrompt":{"type":"string","value":{"type":"literal","content":"More on {{query}}"}}},
                 "inputParameters":[%s]}}"""
                .formatted(mode, literalParam("query", "string", "\"下雨吗\"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"classificationId\":1,\"reason\":\"雨\"} | 1 | branch_0", "```json\n{\"classificationId\":\"2\"}``` | 2 | branch_1",
        "{\"classificationId\":0} | 0 | default", "so {\"classificationId\":2.0} {} | 2 | branch_1"
    })
    void takesTheWayOfTheIntentThatTheModelNames(String answer, long id, String port) {
        var done = intent("all").answer(answer).done();

        assertThat(done.outputs()).containsEntry("classificationId", id);
        assertThat(done.port()).isEqualTo(port);
    }

    @Test
    void asksForAnIntentWithItsReason() {
        var stage = intent("all")
                .answer("{\"classificationId\":1,\"reason\":\"雨\"}")
                .dialogue(List.of(), ModelMessage.User.of("1"), ModelMessage.Assistant.of("2"));

        assertThat(stage.done().outputs()).isEqualTo(Map.of("classificationId", 1L, "reason", "雨"));
        assertThat(stage.lookedUp).containsExactly("7/m");
        assertThat(stage.asked.getFirst().messages()).containsExactly(
                new ModelMessage.System("You sort messages by intent. The intents by their id:\n1: \"天气\"\n2: \"say \\\"hi\\\"\\n3: x\"\n"
                        + "0: none of these\nFurther instructions:\nMore on 下雨吗\n"
                        + "Find the intent of the user's last message. Answer with one JSON object and nothing else:"
                        + " {\"classificationId\": <id>, \"reason\": \"<one short sentence in the user's language>\"}"),
                ModelMessage.User.of("1"),
                ModelMessage.Assistant.of("2"),
                ModelMessage.User.of("下雨吗"));
        assertThat(stage.asked.getFirst().sampling().responseFormat()).isEqualTo(Sampling.ResponseFormat.JSON);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, branch_0", "'Id: 2.', 2, branch_1", "0, 0, default"})
    void asksForABareNumberInFastMode(String answer, long id, String port) {
        var stage = intent("top_speed").answer(answer);

        assertThat(stage.done()).isEqualTo(new Outcome.Done(Map.of("classificationId", id), port));
        assertThat(stage.asked.getFirst().messages().getFirst().toString())
                .doesNotContain("More on")
                .contains("one number, nothing else");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "all | {\"classificationId\":3}", "all | {\"classificationId\":-1}", "all | 1", "all | {\"id\":1}", "all | {\"classificationId\":1.5}",
        "top_speed | 3", "top_speed | -1", "top_speed | 1 or 2", "top_speed | none", "top_speed | 99999999999999999999"
    })
    void failsWhenTheModelNamesNoIntent(String mode, String answer) {
        assertThatThrownBy(intent(mode).answer(answer)::play)
                .isInstanceOfSatisfying(NodeException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(NodeException.EXECUTION);
                    assertThat(failed.text()).startsWith("the model named no intent").endsWith("from 0 to 2 was wanted");
                });
    }

    @Test
    void refusesNodesWithoutChoices() {
        assertThatThrownBy(Stage.of(NodeType.INTENT, "{\"inputs\":{\"intents\":[]}}")::work)
                .isInstanceOf(CompileException.class)
                .hasMessage("\"节点 🎭\": inputs.intents is not set");
        assertThatThrownBy(options("static", "[]")::work).hasMessage("\"节点 🎭\": inputs.options is not set");
    }

    private static Stage text() {
        return Stage.of(NodeType.QUESTION, """
                {"inputs":{"question":"去哪, {{name}}?","answer_type":"text","options":[{"name":"stale"}],"inputParameters":[%s]}}"""
                .formatted(literalParam("name", "string", "\"小明\"")));
    }

    private static Ask asked(String text, String... options) {
        return new Ask(Kind.QUESTION, text, List.of(options), null, "");
    }

    @Test
    void asksAndGivesTheReply() {
        assertThat(text().play()).isEqualTo(asked("去哪, 小明?"));
        assertThat(text().round("去哪, 小明?", " {{name}} ").play()).isEqualTo(Outcome.done(Map.of("USER_RESPONSE", " {{name}} ")));
        assertThat(text().work().effect()).isEqualTo(NodeWork.Effect.LOCAL);
    }

    private static Stage extraction(String limit) {
        return Stage.of(NodeType.QUESTION, """
                {"inputs":{"question":"Where?","answer_type":"text","extra_output":true%s,
                 "llmParam":{"modelType":7,"systemPrompt":"You are {{name}}."},"inputParameters":[%s]},
                 "outputs":[{"name":"USER_RESPONSE","type":"string","required":true},
                  {"name":"city","type":"string","required":true},{"name":"day","type":"integer"}]}"""
                .formatted(limit, literalParam("name", "string", "\"小明\"")));
    }

    @Test
    void takesFieldsOutOfTheReply() {
        var stage = extraction("").round("Where?", "杭州, the 4th").answer("{\"fields\":{\"city\":\"杭州\",\"day\":\"4\",\"x\":1},\"question\":\"\"}");

        assertThat(stage.results()).isEqualTo(Map.of("city", "杭州", "day", 4L, "USER_RESPONSE", "杭州, the 4th"));
        var messages = stage.asked.getFirst().messages();
        assertThat(messages.subList(1, 3))
                .containsExactly(ModelMessage.Assistant.of("Where?"), ModelMessage.User.of("杭州, the 4th"));
        assertThat(messages.getFirst().toString())
                .contains("You are 小明.\n\nYou collect values")
                .contains("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"day\":{\"type\":\"integer\"}},\"required\":[\"city\"]}");
        assertThat(stage.raw).hasSize(1);
    }

    @Test
    void asksAgainUntilTheLimit() {
        var more = "{\"fields\":{},\"question\":\"Which city?\"}";
        var first = extraction("").answer(more).round("Where?", "hm");
        var last = extraction("").answer(more).round("Where?", "a").round("Which city?", "b").round("Which city?", "c");
        var one = extraction(",\"limit\":1").answer(more).round("Where?", "a");

        assertThat(extraction("").play()).isEqualTo(asked("Where?"));
        assertThat(first.play()).isEqualTo(asked("Which city?"));
        assertThatThrownBy(last::play).isInstanceOf(NodeException.class).hasMessage("max answer count= 3 exceeded");
        assertThat(last.asked.getFirst().messages()).hasSize(7);
        assertThatThrownBy(one::play).hasMessage("max answer count= 1 exceeded");
    }

    @Test
    void fillsWhatTheModelLeftOutWithNulls() {
        var nulls = new HashMap<String, @Nullable Object>(Map.of("USER_RESPONSE", "dunno"));
        nulls.put("city", null);
        nulls.put("day", null);

        assertThat(extraction("").round("Where?", "dunno").answer("{}").results()).isEqualTo(nulls);
        assertThatThrownBy(extraction("").round("Where?", "x").answer("sorry")::play)
                .hasMessage("the model's answer is not the JSON object that was asked for");
    }

    private static Stage options(String type, String options) {
        return Stage.of(NodeType.QUESTION, """
                {"inputs":{"question":"Pick","answer_type":"option","option_type":"%s","options":%s,
                 "dynamic_option":%s,"llmParam":{"modelType":7},"inputParameters":[%s]}}"""
                .formatted(
                        type,
                        options,
                        type.equals("dynamic") ? ref("list", "1", "list") : "{\"type\":\"list\",\"value\":{}}",
                        refParam("name", "string", "1", "name")));
    }

    private static Stage fixed() {
        return options("static", "[{\"name\":\"北京\"},{\"name\":\"{{name}}\"}]").output("1", "{\"name\":\"上海\"}");
    }

    @Test
    void asksWithItsOptions() {
        assertThat(fixed().play()).isEqualTo(asked("Pick", "北京", "上海"));
        assertThat(options("dynamic", "null").output("1", "{\"list\":[\"a\",null,3]}").play()).isEqualTo(asked("Pick", "a", "3"));
    }

    @ParameterizedTest
    @CsvSource({"北京, A, 北京, branch_0", "上海, B, 上海, branch_1", "' 上海 ', B, 上海, branch_1"})
    void picksTheOptionThatIsTheReply(String reply, String id, String content, String port) {
        var stage = fixed().round("Pick", reply);

        assertThat(stage.done()).isEqualTo(new Outcome.Done(Map.of("optionId", id, "optionContent", content), port));
        assertThat(stage.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, B, 上海, branch_1", "-1, other, 魔都, default", "2, other, 魔都, default", "no idea, other, 魔都, default"})
    void letsAModelFindTheOptionThatIsMeant(String answer, String id, String content, String port) {
        var stage = fixed().round("Pick", "魔都").answer(answer);

        assertThat(stage.done()).isEqualTo(new Outcome.Done(Map.of("optionId", id, "optionContent", content), port));
        assertThat(stage.asked.getFirst().messages().getFirst().toString())
                .contains("Question: \"Pick\"\n0: \"北京\"\n1: \"上海\"\nAnswer with the number");
    }

    @Test
    void sharesOneWayAmongDynamicOptions() {
        var all = IntStream.range(0, 40).mapToObj(number -> quoted("o" + number)).collect(Collectors.joining(",", "{\"list\":[", "]}"));
        var hit = options("dynamic", "null").output("1", all).round("Pick", "o25");
        var beyond = options("dynamic", "null").output("1", all).round("Pick", "o26").answer("-1");

        assertThat(hit.done()).isEqualTo(new Outcome.Done(Map.of("optionId", "Z", "optionContent", "o25"), "branch_0"));
        assertThat(beyond.done().port()).isEqualTo("default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"list\":[]}", "{\"list\":null}", "{}", "{\"list\":[null]}"})
    void failsWithoutDynamicOptions(String output) {
        assertThatThrownBy(options("dynamic", "null").output("1", output)::play)
                .isInstanceOfSatisfying(NodeException.class, failed -> assertThat(failed.code()).isEqualTo(NodeException.NO_OPTIONS));
    }

    @ParameterizedTest
    @CsvSource({"0, A", "25, Z", "26, AA", "27, AB", "701, ZZ", "702, AAA"})
    void countsOptionsInLetters(int index, String letters) {
        assertThat(QuestionOptions.letters(index)).isEqualTo(letters);
    }

    @Test
    void takesLiteralDynamicOptions() {
        var stage = Stage.of(NodeType.QUESTION, "{\"inputs\":{\"answer_type\":\"option\",\"option_type\":\"dynamic\",\"dynamic_option\":"
                + literal("list", "\"[\\\"a\\\"]\"") + "}}");

        assertThat(stage.play()).isEqualTo(asked("", "a"));
    }
}
