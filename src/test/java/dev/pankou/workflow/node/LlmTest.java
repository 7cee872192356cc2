package dev.pankou.workflow.node;

import static dev.pankou.workflow.node.Stage.literalParam;
import static dev.pankou.workflow.node.Stage.quoted;
import static dev.pankou.workflow.node.Stage.refParam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pankou.id.Id;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelEvent;
import dev.pankou.model.ModelException;
import dev.pankou.model.ModelFailures;
import dev.pankou.model.ModelMessage;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.Sampling;
import dev.pankou.workflow.canvas.NodeType;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LlmTest {
    private static final String TEXT = "{\"name\":\"answer\",\"type\":\"string\"}";
    private static final String REASONING = ",{\"name\":\"reasoning_content\",\"type\":\"string\",\"readOnly\":true}";
    private static final String FIELDS = "{\"name\":\"city\",\"type\":\"string\",\"description\":\"where\",\"required\":true},"
            + "{\"name\":\"days\",\"type\":\"list\",\"schema\":{\"type\":\"integer\"}},{\"name\":\"ok\",\"type\":\"boolean\"}";

    private static String param(String name, String value) {
        return literalParam(name, "string", quoted(value));
    }

    private static Stage llm(String outputs, String inputs, String... llmParam) {
        return llmWith("", outputs, inputs, llmParam);
    }

    private static Stage llmWith(String more, String outputs, String inputs, String... llmParam) {
        return Stage.of(NodeType.LLM, "{\"inputs\":{\"llmParam\":[" + String.join(",", llmParam) + "],\"inputParameters\":["
                + inputs + "]" + more + "},\"outputs\":[" + outputs + "]}");
    }

    private static List<ModelMessage> messages(Stage stage) {
        stage.play();
        return stage.asked.getLast().messages();
    }

    private static ModelMessage said(ContentPart... parts) {
        return new ModelMessage.User(Arrays.asList(parts));
    }

    private static ContentPart text(String text) {
        return new ContentPart.Text(text);
    }

    private static ModelSpec blind() {
        return new ModelSpec(
                new Id(7),
                "blind",
                dev.pankou.model.ApiKind.OPENAI_CHAT,
                URI.create("https://m.example"),
                null,
                "blind",
                1_000,
                Set.of(),
                List.of());
    }

    @Test
    void asksWithRenderedPromptsAndGivesTheAnswer() {
        var stage = llm(
                        TEXT,
                        refParam("name", "string", "1", "name") + "," + refParam("gone", "string", "2", "x"),
                        param("prompt", "你好 {{name}}{{gone}} {{else}}"),
                        param("systemPrompt", "Be kind to {{name}}."))
                .output("1", "{\"name\":\"小明 {{name}}\"}")
                .skip("2")
                .answer(new ModelEvent.Text("Hel"), new ModelEvent.Text("lo"));

        assertThat(stage.done()).isEqualTo(Outcome.done(Map.of("answer", "Hello")));
        assertThat(stage.asked.getFirst().messages())
                .containsExactly(
                        new ModelMessage.System("Be kind to 小明 {{name}}."), ModelMessage.User.of("你好 小明 {{name}} {{else}}"));
        assertThat(stage.asked.getFirst().tools()).isEmpty();
        assertThat(stage.warnings).isEmpty();
    }

    @Test
    void sendsAnEmptyMessageForAnEmptyPrompt() {
        assertThat(messages(llm(TEXT, "", param("prompt", "")))).containsExactly(ModelMessage.User.of(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"modleName", "modelName", "model_name", "ModelName"})
    void readsItsSettingsInEverySpelling(String modelName) {
        var stage = llm(TEXT, "", param(modelName, "豆包"), param("modelType", "1706"), param("temperature", "0.8"),
                param("topP", "0.5"), literalParam("topK", "integer", "40"), param("maxTokens", "1024"),
                param("frequencyPenalty", "-1"), literalParam("presence_penalty", "float", "0.25"),
                param("generationDiversity", "creative"), param("responseFormat", "0"), param("thinkingType", "enabled"));
        stage.play();

        assertThat(stage.lookedUp).containsExactly("1706/豆包");
        assertThat(stage.asked.getFirst().sampling()).isEqualTo(new Sampling(
                0.8, 0.5, 40, -1.0, 0.25, 1024, Sampling.ResponseFormat.TEXT, null, false, false, null));
    }

    @Test
    void leavesToTheModelWhatIsNoNumber() {
        var stage = llm(TEXT, "", param("temperature", "hot"), param("topP", ""), param("maxTokens", "0"), param("topK", "NaN"));
        stage.play();

        assertThat(stage.lookedUp).containsExactly("/");
        assertThat(stage.asked.getFirst().sampling()).isEqualTo(Sampling.DEFAULT);
    }

    @Test
    void handsOutPiecesOfTextAndThinking() {
        var stage = llm(TEXT + REASONING, "", param("prompt", "x"))
                .answer(new ModelEvent.Reasoning("hm"), new ModelEvent.Text("a"), new ModelEvent.Text("b"));

        assertThat(stage.done().outputs()).isEqualTo(Map.of("answer", "ab", "reasoning_content", "hm"));
        assertThat(stage.pieces).containsExactly("reasoning_content=hm", "answer=ab");
        assertThat(stage.work().streams()).containsExactlyInAnyOrder("answer", "reasoning_content");
        assertThat(stage.work().effect()).isEqualTo(NodeWork.Effect.REPEATABLE);
    }

    @Test
    void keepsThinkingToItselfWhenNobodyDeclaredIt() {
        var stage = llm(TEXT, "", param("prompt", "x")).answer(new ModelEvent.Reasoning("hm"), new ModelEvent.Text("a"));

        assertThat(stage.done().outputs()).isEqualTo(Map.of("answer", "a"));
        assertThat(stage.pieces).containsExactly("answer=a");
    }

    @Test
    void asksForMarkdownAfterThePrompt() {
        assertThat(messages(llm(TEXT, "", param("prompt", "x"), param("responseFormat", "1"))))
                .containsExactly(ModelMessage.User.of("x\n\nWrite the answer in Markdown."));
    }

    @Test
    void asksForJsonByTheSchemaOfItsOutputs() {
        var stage = llm(FIELDS + REASONING, "", param("prompt", "x"), param("responseFormat", "2"))
                .answer("{\"city\":\"杭州\",\"days\":[\"1\",\"x\"],\"more\":1}");

        assertThat(stage.results())
                .containsEntry("city", "杭州")
                .containsEntry("days", List.of(1L))
                .containsEntry("ok", null)
                .containsEntry("more", 1L)
                .containsEntry("reasoning_content", "");
        assertThat(stage.asked.getFirst().messages().toString())
                .contains("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"description\":\"where\"},"
                        + "\"days\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}},\"ok\":{\"type\":\"boolean\"}},"
                        + "\"required\":[\"city\"]}");
        assertThat(stage.asked.getFirst().sampling().responseFormat()).isEqualTo(Sampling.ResponseFormat.JSON);
        assertThat(stage.raw).containsExactly("{\"city\":\"杭州\",\"days\":[\"1\",\"x\"],\"more\":1}");
        assertThat(stage.pieces).isEmpty();
        assertThat(stage.work().streams()).isEmpty();
    }

    @Test
    void doesNotTellAModelOfAFormatThatItsInterfaceLacks() {
        var stage = llm(FIELDS, "", param("responseFormat", "2")).model(blind()).answer("{}");
        stage.play();

        assertThat(stage.asked.getFirst().sampling().responseFormat()).isEqualTo(Sampling.ResponseFormat.TEXT);
    }

    @Test
    void fallsBackToTextForOneString() {
        var stage = llm(TEXT + REASONING, "", param("prompt", "x"), param("responseFormat", "2")).answer("{\"answer\":1}");

        assertThat(stage.done().outputs()).containsEntry("answer", "{\"answer\":1}");
        assertThat(messages(stage)).containsExactly(ModelMessage.User.of("x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "```json\n{\"city\":\"a\"}\n```", "```\n{\"city\":\"a\"}```", "json {\"city\":\"a\"}", "JSON\n{\"city\":\"a\"}",
        "Here it is: {\"city\":\"a\"} – bye", "  {\"city\":\"a\"}  ", "{\"city\":\"a\"} or {\"city\":\"b\"}"
    })
    void findsTheObjectInAnAnswer(String answer) {
        assertThat(llm(FIELDS, "", param("responseFormat", "2")).answer(answer).done().outputs()).isEqualTo(Map.of("city", "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no idea", "[1]", "5", "{\"city\":", "```"})
    void warnsWithNullsWhenTheAnswerIsNoJson(String answer) {
        var stage = llm(FIELDS + REASONING, "", param("responseFormat", "2")).answer(new ModelEvent.Text(answer));
        var nulls = new HashMap<String, @Nullable Object>();
        List.of("city", "days", "ok").forEach(name -> nulls.put(name, null));
        nulls.put("reasoning_content", "");

        assertThat(stage.done().outputs()).isEqualTo(nulls);
        assertThat(stage.warnings).containsExactly("777777773 the model's answer is not the JSON object that was asked for");
        assertThat(stage.raw).containsExactly(answer);
    }

    @Test
    void takesABareListForTheOnlyField() {
        var stage = llm("{\"name\":\"days\",\"type\":\"list\",\"schema\":{\"type\":\"integer\"}}", "", param("responseFormat", "2"))
                .answer("[1,2]");

        assertThat(stage.results()).isEqualTo(Map.of("days", List.of(1L, 2L)));
    }

    @Test
    void survivesHostileAnswers() {
        var deep = "{\"city\":".repeat(100_000);
        var braces = "{".repeat(500_000) + "}".repeat(500_000);

        assertThat(llm(FIELDS, "", param("responseFormat", "2")).answer(deep).done().outputs()).containsEntry("city", null);
        assertThat(llm(FIELDS, "", param("responseFormat", "2")).answer(braces).done().outputs()).containsEntry("city", null);
    }

    private static String file(String name, int kind) {
        return "{\"name\":\"" + name + "\",\"input\":{\"type\":\"string\",\"assistType\":" + kind
                + ",\"value\":{\"type\":\"ref\",\"content\":{\"source\":\"block-output\",\"blockID\":\"1\",\"name\":\"" + name + "\"}}}}";
    }

    private static Stage seeing(String prompt) {
        var pictures = "{\"name\":\"all\",\"input\":{\"type\":\"list\",\"schema\":{\"type\":\"string\",\"assistType\":2},\"value\":"
                + "{\"type\":\"ref\",\"content\":{\"source\":\"block-output\",\"blockID\":\"1\",\"name\":\"all\"}}}}";
        return llm(TEXT, file("pic", 2) + "," + file("doc", 3) + "," + file("none", 2) + "," + pictures,
                        param("prompt", prompt), param("systemPrompt", "{{pic}}"))
                .output("1", "{\"pic\":\"https://f/p.png\",\"doc\":\"https://f/d.pdf\",\"all\":[\"https://f/1\",\"\",\"https://f/2\"]}");
    }

    @Test
    void showsPicturesWhereTheyStandInThePrompt() {
        assertThat(messages(seeing("See {{pic}}, {{doc}} and {{all}}{{none}}!")))
                .containsExactly(
                        new ModelMessage.System("https://f/p.png"),
                        said(
                                text("See "),
                                new ContentPart.Image("https://f/p.png"),
                                text(", https://f/d.pdf and "),
                                new ContentPart.Image("https://f/1"),
                                new ContentPart.Image("https://f/2"),
                                text("!")));
        assertThat(messages(seeing("{{all[2]}}")).getLast()).isEqualTo(said(new ContentPart.Image("https://f/2")));
    }

    @Test
    void writesTheAddressForAModelWithoutEyes() {
        assertThat(messages(seeing("See {{pic}} {{all}}").model(blind())).getLast())
                .isEqualTo(ModelMessage.User.of("See https://f/p.png [\"https://f/1\",\"\",\"https://f/2\"]"));
    }

    private static Stage chatflow(String prompt) {
        return llm(TEXT, refParam("q", "string", "100001", "USER_INPUT"), param("prompt", prompt),
                        literalParam("enableChatHistory", "boolean", "true"), param("chatHistoryRound", "1"))
                .output("100001", "{\"USER_INPUT\":\"看,https://f/p.png\"}")
                .dialogue(
                        List.of(text("看"), new ContentPart.Image("data:image/png;base64,AA==")),
                        ModelMessage.User.of("1"), ModelMessage.Assistant.of("2"),
                        ModelMessage.User.of("3"), ModelMessage.Assistant.of("4"));
    }

    @Test
    void hearsWhatTheUserSaidWhenThePromptIsJustThat() {
        assertThat(messages(chatflow(" {{q}}\n")))
                .containsExactly(
                        ModelMessage.User.of("3"),
                        ModelMessage.Assistant.of("4"),
                        said(text("看"), new ContentPart.Image("data:image/png;base64,AA==")));
        assertThat(messages(chatflow("{{q}}").model(blind())).getLast())
                .isEqualTo(said(text("看"), text("[image]")));
        assertThat(messages(chatflow("Q: {{q}}")).getLast()).isEqualTo(ModelMessage.User.of("Q: 看,https://f/p.png"));
        assertThat(messages(chatflow("{{q}}").output("100001", "{\"USER_INPUT\":\"other\"}")).getLast())
                .isEqualTo(ModelMessage.User.of("other"));
    }

    @Test
    void showsNoHistoryOutsideOfChatflowsOrUnasked() {
        var workflow = llm(TEXT, "", param("prompt", "x"), param("enableChatHistory", "true"));
        var unasked = llm(TEXT, "", param("prompt", "x")).dialogue(List.of(), ModelMessage.User.of("1"), ModelMessage.Assistant.of("2"));

        assertThat(messages(workflow)).hasSize(1);
        assertThat(messages(unasked)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"backupLLMParam, 0, 1/main", "backupLLMParam, 1, 2/spare", "backupLLmParam, 2, 2/spare", "other, 1, 1/main"})
    void asksTheBackupModelAfterTheFirstAttempt(String key, int attempt, String asked) {
        var spare = quoted("{\"modelName\":\"spare\",\"modelType\":2,\"temperature\":0.1}");
        var stage = llmWith(",\"settingOnError\":{\"ext\":{\"" + key + "\":" + spare + "}}", TEXT, "",
                        param("modelType", "1"), param("modleName", "main"), param("prompt", "x"))
                .attempt(attempt);

        assertThat(messages(stage)).containsExactly(ModelMessage.User.of("x"));
        assertThat(stage.lookedUp).containsExactly(asked);
    }

    @Test
    void failsWithTheModelsPublicWords() {
        assertThatThrownBy(llm(TEXT, "", param("prompt", "x")).failing(ModelFailures.of(ModelException.Kind.RATE_LIMITED))::play)
                .isInstanceOfSatisfying(NodeException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(NodeException.EXECUTION);
                    assertThat(failed.text()).isEqualTo("The model is busy. Try again in a moment.");
                });
    }

    @Test
    void refusesANodeWithoutAModelsSettings() {
        assertThatThrownBy(llm(TEXT, "")::work)
                .isInstanceOf(CompileException.class)
                .hasMessage("\"节点 🎭\": inputs.llmParam is not set");
    }
}
