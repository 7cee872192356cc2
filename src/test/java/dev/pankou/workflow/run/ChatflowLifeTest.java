package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.ChatflowSteps.answers;
import static dev.pankou.workflow.run.ChatflowSteps.asking;
import static dev.pankou.workflow.run.ChatflowSteps.chat;
import static dev.pankou.workflow.run.ChatflowSteps.chatflow;
import static dev.pankou.workflow.run.ChatflowSteps.conversation;
import static dev.pankou.workflow.run.ChatflowSteps.echo;
import static dev.pankou.workflow.run.ChatflowSteps.first;
import static dev.pankou.workflow.run.ChatflowSteps.kept;
import static dev.pankou.workflow.run.ChatflowSteps.say;
import static dev.pankou.workflow.run.ChatflowSteps.thinking;
import static dev.pankou.workflow.run.RunSteps.history;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.RawHttp;
import dev.pankou.testing.Sse;
import dev.pankou.workflow.engine.Canvases;

/** What happens to chatflows when servers stop, people hurry, and runs are ended from elsewhere. */
@ParameterizedClass
@EnumSource(Database.class)
record ChatflowLifeTest(Database database) {
    private static final String REPLY = "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]";

    private Map<String, String> settings() {
        var config = database.fresh();
        var settings = new HashMap<String, String>();
        settings.put("data", config.dataDirectory().toString());
        if (config.jdbcUrl() != null) {
            settings.put("db-url", config.jdbcUrl());
        }
        return settings;
    }

    private static String execute(List<Sse> events) {
        return events.getLast().json().get("debug_url").stringValue().replaceAll(".*execute_id=(\\d+).*", "$1");
    }

    @Test
    void waitsForItsAnswerOverARestart() {
        var settings = settings();
        String token;
        String flow;
        String at;
        try (var pankou = Pankou.fresh(database, settings)) {
            var person = pankou.user();
            token = String.valueOf(person.token());
            flow = chatflow(person, asking("\"answer_type\":\"text\""));
            at = conversation(chat(person, say(flow, "Plan")));
        }

        try (var pankou = Pankou.fresh(database, settings)) {
            var person = pankou.with(token);

            var answered = chat(person, say(flow, "杭州", "conversation_id", at));

            assertThat(answers(answered)).containsExactly("To 杭州!");
            assertThat(kept(person, at)).containsExactly(
                    "user: Plan", "assistant: Which city?", "user: 杭州", "assistant: To 杭州!");
        }
    }

    @Test
    void failsWithTheServerThatStops() throws Exception {
        var settings = settings();
        settings.put("stop-timeout", "0s");
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("begin").silence());
            String token;
            String at;
            try (var pankou = Pankou.fresh(database, settings);
                    var client = RawHttp.connect(pankou)) {
                var person = pankou.user();
                token = String.valueOf(person.token());
                var flow = chatflow(person, thinking(person, fake, 1));
                client.post("/v1/workflows/chat", token, "", Json.text(say(flow, "long")));
                at = client.readUntil(text -> text.contains("\"begin\"")).replaceAll("(?s).*?\"conversation_id\":\"(\\d+)\".*", "$1");
            }

            try (var pankou = Pankou.fresh(database, settings)) {
                var person = pankou.with(token);

                assertThat(kept(person, at)).containsExactly("user: long", "assistant: begin");
                assertThat(answers(chat(person, say(chatflow(person, echo()), "next", "conversation_id", at))))
                        .containsExactly("You said next, kind");
            }
        }
    }

    @Test
    void asksSeveralQuestionsOneAfterTheOther() {
        var person = Pankou.on(database).user();
        var flow = chatflow(
                person,
                new Canvases()
                        .start(ChatflowSteps.INPUTS)
                        .node("120", "18", "Q", "{\"question\":\"One?\",\"answer_type\":\"text\"}", REPLY)
                        .node("121", "18", "Q", "{\"question\":\"Two?\",\"answer_type\":\"text\"}", REPLY)
                        .answer(
                                "{{a}} {{b}}",
                                true,
                                params("a", ref("string", "120", "USER_RESPONSE"), "b", ref("string", "121", "USER_RESPONSE")))
                        .chain(START, "120", END)
                        .chain(START, "121", END));

        var asked = chat(person, say(flow, "go"));
        var at = conversation(asked);
        var second = chat(person, say(flow, "first reply", "conversation_id", at));
        var done = chat(person, say(flow, "second reply", "conversation_id", at));

        assertThat(List.of(answers(asked).getFirst(), answers(second).getFirst())).containsExactlyInAnyOrder("One?", "Two?");
        assertThat(first(second, "conversation.chat.requires_action").get("status").stringValue()).isEqualTo("requires_action");
        assertThat(answers(done).getFirst().split(" ")).containsExactlyInAnyOrder("first", "reply", "second", "reply");
        assertThat(execute(done)).isEqualTo(execute(asked));
    }

    @Test
    void takesOneOfManyRepliesThatComeAtOnce() {
        var person = Pankou.on(database).user();
        var flow = chatflow(person, asking("\"answer_type\":\"text\""));
        var at = conversation(chat(person, say(flow, "go")));

        var replies = new ArrayList<CompletableFuture<String>>();
        for (var i = 0; i < 8; i++) {
            var body = say(flow, "reply" + i, "conversation_id", at);
            replies.add(CompletableFuture.supplyAsync(() -> person.post("/v1/workflows/chat", body).text()));
        }
        var texts = replies.stream().map(CompletableFuture::join).toList();

        var answered = texts.stream().filter(text -> text.contains("To reply")).count();
        assertThat(answered).isEqualTo(1);
        assertThat(texts).allSatisfy(text -> assertThat(text).containsAnyOf("To reply", "\"code\":4016", "Which city?"));
    }

    @Test
    void endsWhenItsRunIsCanceled() throws Exception {
        try (var fake = FakeModel.start()) {
            var person = Pankou.on(database).user();
            var flow = chatflow(person, thinking(person, fake, 1));
            fake.reply(FakeModelReply.answer().text("begin").silence());
            try (var client = RawHttp.connect(person.pankou())) {
                client.post("/v1/workflows/chat", String.valueOf(person.token()), "", Json.text(say(flow, "long")));
                client.readUntil(text -> text.contains("\"begin\""));
                var runs = person.get("/pankou/v1/workflows/" + flow + "/runs").data().get("items");

                var run = runs.get(0).get("execute_id").stringValue();
                person.post("/pankou/v1/workflows/" + flow + "/runs/" + run + "/cancel", Map.of()).data();

                assertThat(client.readUntil(text -> text.contains("event:done"))).contains("event:conversation.chat.canceled");
                assertThat(history(person, flow, run).get("execute_status").stringValue()).isEqualTo("Fail");
            }
        }
    }

    @Test
    void beginsAnewWhenTheWaitingRunWasEnded() {
        var person = Pankou.on(database).user();
        var flow = chatflow(person, asking("\"answer_type\":\"text\""));
        var asked = chat(person, say(flow, "go"));
        person.post("/pankou/v1/workflows/" + flow + "/runs/" + execute(asked) + "/cancel", Map.of()).data();

        var waited = person.get("/v3/chat/retrieve?conversation_id=" + conversation(asked) + "&chat_id="
                + asked.getFirst().json().get("id").stringValue());
        var next = chat(person, say(flow, "again", "conversation_id", conversation(asked)));

        assertThat(waited.data().get("status").stringValue()).isEqualTo("canceled");
        assertThat(answers(next)).containsExactly("Which city?");
        assertThat(execute(next)).isNotEqualTo(execute(asked));
    }

    @Test
    void isAnsweredInItsConversationOnly() {
        var person = Pankou.on(database).user();
        var flow = chatflow(person, asking("\"answer_type\":\"text\""));
        var asked = chat(person, say(flow, "go"));
        var event = history(person, flow, execute(asked)).get("interrupt_data").get("event_id").stringValue();

        var reply = person.post(
                "/v1/workflow/stream_resume",
                Map.of("workflow_id", flow, "event_id", event, "interrupt_type", 2, "resume_data", "x"));

        assertThat(reply.code()).isEqualTo(4000);
        assertThat(reply.msg()).contains("POST /v1/workflows/chat");
    }

    @Test
    void limitsTheNamesOfConversationsAndUsers() {
        var person = Pankou.on(database).user();
        var flow = chatflow(person, echo());
        var app = "7580001000000000305";

        assertThat(code(person, flow, app, "字".repeat(100), "u")).isZero();
        assertThat(code(person, flow, app, "字".repeat(101), "u")).isEqualTo(4000);
        assertThat(code(person, flow, app, "n", "字".repeat(200))).isZero();
        assertThat(code(person, flow, app, "n", "字".repeat(201))).isEqualTo(4000);
    }

    private static int code(Person person, String flow, String app, String name, String user) {
        var reply = person.post(
                "/v1/workflows/chat",
                say(flow, "x", "app_id", app, "ext", Map.of("user_id", user), "parameters", Map.of("CONVERSATION_NAME", name)));
        return reply.text().startsWith("{") ? reply.code() : 0;
    }
}
