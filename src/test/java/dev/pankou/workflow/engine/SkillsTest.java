package dev.pankou.workflow.engine;

import static dev.pankou.workflow.engine.Bed.map;
import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.pankou.id.Id;
import dev.pankou.model.ModelSpec;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;

final class SkillsTest {
    private static final String CITY = "[{\"name\":\"city\",\"type\":\"string\",\"required\":true,\"description\":\"where\"}]";

    private final Bed bed = new Bed();
    private final FakeModel fake = FakeModel.start();

    SkillsTest() {
        bed.model = ModelSpec.openAiChat(new Id(9), URI.create(fake.baseUrl().toString()), null, "scripted");
    }

    @AfterEach
    void close() {
        bed.close();
        fake.close();
    }

    /** Start → LLM with workflow 77 as a tool → End, streaming. */
    private static Canvases helper(String setting) {
        return new Canvases()
                .start("[]")
                .node(
                        "130",
                        "3",
                        "Think",
                        "{\"inputParameters\":[],\"llmParam\":" + params("prompt", literal("string", "What weather?"))
                                + ",\"fcParam\":{\"workflowFCParam\":{\"workflowList\":[{\"workflow_id\":\"77\",\"workflow_version\":\"\""
                                + setting + "}]}}}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .answer("{{o}}", true, params("o", ref("string", "130", "output")))
                .chain(START, "130", END);
    }

    @Test
    void callsAWorkflowAndGivesItsFieldsBackToTheModel() {
        bed.subs.put("77", bed.plan(new Canvases()
                .start(CITY)
                .end(params("weather", ref("string", START, "city"), "secret", literal("string", "x")))
                .chain(START, END)));
        fake.reply(
                FakeModelReply.answer().toolCall("c1", "sub-77", "{\"city\":\"Rome\"}").usage(5, 2),
                FakeModelReply.answer().text("It is Rome.").usage(7, 3));

        var result = bed.run(
                helper(",\"fc_setting\":{\"response_params\":[{\"name\":\"secret\",\"local_disable\":true}]}"), map());

        assertThat(result).isEqualTo(new Execution.Result.Succeeded(map("output", "It is Rome.")));
        var first = fake.requests().getFirst().body();
        assertThat(first.get("tools").get(0).get("function").get("name").stringValue()).isEqualTo("sub-77");
        assertThat(first.get("tools").get(0).get("function").get("parameters").toString())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"description\":\"where\"}},\"required\":[\"city\"]}");
        var messages = fake.lastRequest().body().get("messages");
        assertThat(messages.get(messages.size() - 1).get("content").stringValue()).isEqualTo("{\"weather\":\"Rome\"}");
        assertThat(bed.executions()).containsKeys("130", "130[0]/tool/100001", "130[0]/tool/900001");
        assertThat(bed.journal.stream().mapToLong(Entry::inputTokens).sum()).isEqualTo(12);
    }

    @Test
    void takesTheTextOfAWorkflowAsTheAnswerAndStreamsIt() {
        bed.subs.put("77", bed.plan(new Canvases()
                .start(CITY)
                .answer("sunny in {{c}}", true, params("c", ref("string", START, "city")))
                .chain(START, END)));
        fake.reply(FakeModelReply.answer().toolCall("c1", "sub-77", "{\"city\":\"Rome\"}"));

        var result = bed.run(helper(""), map());

        assertThat(result).isEqualTo(new Execution.Result.Succeeded(map("output", "sunny in Rome")));
        assertThat(fake.requests()).hasSize(1);
        assertThat(String.join("", bed.said.stream().map(piece -> piece.replaceFirst("^\\S+ \\S+ ", "")).toList()))
                .isEqualTo("sunny in Rome");
    }

    @Test
    void goesOnAfterAQuestionOfAToolWithoutAskingTheModelAgain() {
        bed.subs.put("77", bed.plan(new Canvases()
                .start(CITY)
                .node("720", "18", "Ask", "{\"question\":\"Which day?\",\"answer_type\":\"text\"}", "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .end(params("day", ref("string", "720", "USER_RESPONSE")))
                .chain(START, "720", END)));
        fake.reply(
                FakeModelReply.answer().toolCall("c1", "sub-77", "{\"city\":\"Rome\"}").usage(5, 2),
                FakeModelReply.answer().text("On Monday.").usage(7, 3));
        var plan = bed.plan(helper(""));

        var asked = (Execution.Result.Interrupted) bed.run(plan, map(), Set.of(), null);
        assertThat(asked.asked().getFirst().key()).isEqualTo("130[0]/tool/720");
        var result = bed.resume(plan, map(), "130[0]/tool/720", "Monday", Set.of());

        assertThat(result).isEqualTo(new Execution.Result.Succeeded(map("output", "On Monday.")));
        assertThat(fake.requests()).hasSize(2);
        var messages = fake.lastRequest().body().get("messages");
        assertThat(messages.get(messages.size() - 1).get("content").stringValue()).isEqualTo("{\"day\":\"Monday\"}");
    }

    @Test
    void tellsTheModelHonestlyThatAToolFailed() {
        bed.subs.put("77", bed.plan(new Canvases()
                .start(CITY)
                .node("750", "999", "Strange", "{}", "[]")
                .end("[]")
                .chain(START, "750", END)));
        fake.reply(
                FakeModelReply.answer().toolCall("c1", "sub-77", "{\"city\":\"Rome\"}"),
                FakeModelReply.answer().text("I cannot know."));

        assertThat(bed.run(helper(""), map())).isEqualTo(new Execution.Result.Succeeded(map("output", "I cannot know.")));
        var messages = fake.lastRequest().body().get("messages");
        assertThat(messages.get(messages.size() - 1).get("content").stringValue()).startsWith("error: \"Strange\"");
    }
}
