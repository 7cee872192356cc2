package dev.pankou.workflow.run;

import static dev.pankou.workflow.run.ChatflowSteps.answers;
import static dev.pankou.workflow.run.ChatflowSteps.asking;
import static dev.pankou.workflow.run.ChatflowSteps.chatflow;
import static dev.pankou.workflow.run.ChatflowSteps.contents;
import static dev.pankou.workflow.run.ChatflowSteps.conversation;
import static dev.pankou.workflow.run.ChatflowSteps.echo;
import static dev.pankou.workflow.run.ChatflowSteps.first;
import static dev.pankou.workflow.run.ChatflowSteps.kept;
import static dev.pankou.workflow.run.ChatflowSteps.message;
import static dev.pankou.workflow.run.ChatflowSteps.thinking;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;

@ParameterizedClass
@EnumSource(Database.class)
record ChatflowBotTest(Database database) {
    private Person person() {
        return Pankou.on(database).user();
    }

    private static String bot(Person person, String... workflows) {
        var ids = List.of(workflows).stream().map(id -> Map.of("id", id)).toList();
        return person.publishedBot(Map.of("bot_mode", 2, "workflow_id_list", Map.of("ids", ids)));
    }

    private static Map<String, Object> say(String bot, String text, Object... more) {
        var body = new HashMap<String, Object>();
        body.put("bot_id", bot);
        body.put("user_id", "u-77");
        body.put("stream", true);
        body.put("additional_messages", List.of(message("user", text)));
        for (var i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private static List<Sse> stream(Person person, Map<String, Object> body, String query) {
        var answer = person.post("/v3/chat" + query, body).text();
        if (answer.startsWith("{")) {
            throw new AssertionError(answer);
        }
        return Sse.read(answer);
    }

    private static JsonNode ended(Person person, JsonNode chat) {
        var deadline = System.nanoTime() + 20_000_000_000L;
        while (true) {
            var found = person.get("/v3/chat/retrieve" + place(chat)).data();
            if (!found.get("status").stringValue().equals("in_progress")) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the chat stayed " + found);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static String place(JsonNode chat) {
        return "?conversation_id=" + chat.get("conversation_id").stringValue() + "&chat_id=" + chat.get("id").stringValue();
    }

    @Test
    void answersByItsChatflowWithTheEventsOfAChat() {
        var person = person();
        var bot = bot(person, chatflow(person, echo()));

        var events = stream(person, say(bot, "嗨", "parameters", Map.of("tone", "rough")), "");

        assertThat(answers(events)).containsExactly("You said 嗨, rough");
        assertThat(contents(events, "conversation.message.completed", "verbose"))
                .singleElement()
                .asString()
                .contains("generate_answer_finish");
        assertThat(events.getFirst().json().get("bot_id").stringValue()).isEqualTo(bot);
        assertThat(events.getLast().data()).isEqualTo("\"[DONE]\"");
        assertThat(person.get("/v1/bots/" + bot).data().get("bot_mode").intValue()).isEqualTo(2);
        var completed = first(events, "conversation.chat.completed");
        assertThat(person.get("/v3/chat/retrieve" + place(completed)).data().get("status").stringValue()).isEqualTo("completed");
    }

    /** A bot that is a chatflow and suggests questions by this model. */
    private static String suggesting(Person person, FakeModel fake, Map<String, ?> suggest) {
        return person.publishedBot(Map.of(
                "bot_mode", 2,
                "workflow_id_list", Map.of("ids", List.of(Map.of("id", chatflow(person, echo())))),
                "model_info_config", Map.of("model_id", person.pankou().root().model(fake)),
                "suggest_reply_info", suggest));
    }

    @Test
    void suggestsQuestionsAsTheBotWants() {
        var person = person();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("[\"where", "?\", \"", "何时？\"]").usage(11, 5));
            var bot = suggesting(person, fake, Map.of("reply_mode", "customized", "customized_prompt", "Ask about 茶."));

            var events = stream(person, say(bot, "tea"), "");

            assertThat(contents(events, "conversation.message.completed", "follow_up")).containsExactly("where?", "何时？");
            assertThat(contents(events, "conversation.message.completed", "verbose")).hasSize(1);
            assertThat(first(events, "conversation.chat.completed").get("usage").get("token_count").intValue()).isEqualTo(16);
            var asked = dev.pankou.json.Json.text(fake.lastRequest().body());
            assertThat(asked).contains("Ask about 茶.", "You said tea, kind");
        }
    }

    @Test
    void completesWithoutSuggestionsWhenTheyFail() {
        var person = person();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.error(400, "bad"));
            var bot = suggesting(person, fake, Map.of("reply_mode", "enable"));

            var events = stream(person, say(bot, "tea"), "");

            assertThat(contents(events, "conversation.message.completed", "follow_up")).isEmpty();
            var completed = first(events, "conversation.chat.completed");
            assertThat(completed.get("last_error").get("code").intValue()).isZero();
            assertThat(kept(person, conversation(events))).containsExactly("user: tea", "assistant: You said tea, kind");
        }
    }

    @Test
    void canBeCanceledWhileItSuggests() {
        var person = person();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("[").silence());
            var bot = suggesting(person, fake, Map.of("reply_mode", "enable"));
            var chat = person.post("/v3/chat", say(bot, "tea", "stream", false)).data();
            fake.awaitRequest();

            var canceled = person.post(
                    "/v3/chat/cancel",
                    Map.of("chat_id", chat.get("id").stringValue(), "conversation_id", chat.get("conversation_id").stringValue()));

            assertThat(canceled.data().get("status").stringValue()).isEqualTo("canceled");
            fake.awaitCancelled();
            assertThat(ended(person, chat).get("status").stringValue()).isEqualTo("canceled");
            assertThat(kept(person, chat.get("conversation_id").stringValue()))
                    .containsExactly("user: tea", "assistant: You said tea, kind");
        }
    }

    @Test
    void isPolledLikeAnyChat() {
        try (var fake = FakeModel.start()) {
            var person = person();
            var bot = bot(person, chatflow(person, thinking(person, fake, 1)));
            fake.reply(FakeModelReply.answer().text("晴").usage(9, 2));

            var chat = person.post("/v3/chat", say(bot, "天气", "stream", false)).data();
            var ended = ended(person, chat);
            var messages = person.get("/v3/chat/message/list" + place(chat)).json().get("data");

            assertThat(chat.get("status").stringValue()).isEqualTo("in_progress");
            assertThat(ended.get("status").stringValue()).isEqualTo("completed");
            assertThat(ended.get("usage").get("token_count").intValue()).isEqualTo(11);
            assertThat(messages).extracting(one -> one.get("type").stringValue()).containsExactly("answer", "verbose");
            assertThat(messages.get(0).get("content").stringValue()).isEqualTo("晴");
        }
    }

    @Test
    void asksItsQuestionAsTextOrCardAndTakesTheNextChatAsAnswer() {
        var person = person();
        var bot = bot(
                person,
                chatflow(
                        person,
                        asking("\"answer_type\":\"option\",\"option_type\":\"static\",\"options\":[{\"name\":\"Ulm\"},{\"name\":\"杭州\"}]")));

        var asked = stream(person, say(bot, "trip"), "");
        var card = stream(person, say(bot, "trip", "enable_card", true), "");
        var chat = first(asked, "conversation.chat.requires_action");
        var at = "?conversation_id=" + conversation(asked);
        var outputs = person.post(
                "/v3/chat/submit_tool_outputs" + place(chat),
                Map.of("tool_outputs", List.of(Map.of("tool_call_id", "x", "output", "y"))));
        var answered = stream(person, say(bot, "Ulm"), at);

        assertThat(answers(asked)).containsExactly("Which city?\n- Ulm\n- 杭州");
        assertThat(first(card, "conversation.message.completed").get("content_type").stringValue()).isEqualTo("card");
        assertThat(outputs.code()).isEqualTo(4000);
        assertThat(answered.getLast().event()).isEqualTo("done");
        assertThat(person.get("/v3/chat/retrieve" + place(chat)).data().get("status").stringValue()).isEqualTo("completed");
        assertThat(kept(person, conversation(asked))).startsWith("user: trip", "assistant: Which city?\n- Ulm\n- 杭州", "user: Ulm");
    }

    @Test
    void keepsNothingWithoutHistory() {
        try (var fake = FakeModel.start()) {
            var person = person();
            var bot = bot(person, chatflow(person, thinking(person, fake, 3)));
            fake.byDefault(request -> FakeModelReply.answer().text("ok"));

            var events = stream(person, say(bot, "secret", "auto_save_history", false), "");

            assertThat(answers(events)).containsExactly("ok");
            assertThat(kept(person, conversation(events))).isEmpty();
            assertThat(person.get("/v3/chat/retrieve" + place(events.getFirst().json())).code()).isEqualTo(4001);
        }
    }

    @Test
    void refusesWithoutAChatflowOrWithOneThatCannotRun() {
        var person = person();
        var draft = person.draftWorkflow("draft", "chatflow", echo().json());

        assertThat(person.post("/v3/chat", say(bot(person), "x")).code()).isEqualTo(4021);
        assertThat(person.post("/v3/chat", say(bot(person, draft), "x")).code()).isEqualTo(4200);
        var running = bot(person, chatflow(person, echo()));
        assertThat(person.post("/v3/chat", say(running, "x", "additional_messages", List.of())).code()).isEqualTo(4000);
        assertThat(person.post("/v1/bot/update", Map.of("bot_id", running, "bot_mode", 1)).code()).isEqualTo(4000);
    }

    @Test
    void goesOnWithABrokenStream() {
        var person = person();
        var bot = bot(person, chatflow(person, echo()));
        var headers = Map.of("Pankou-Stream-Ids", "1", "Content-Type", "application/json");

        var whole = Sse.read(person.raw("POST", "/v3/chat", dev.pankou.json.Json.text(say(bot, "嗨")), headers).text());
        var chat = whole.getFirst().json().get("id").stringValue();
        var rest = Sse.read(person.get("/pankou/v1/chats/" + chat + "/events?after=2").text());

        assertThat(rest.stream().map(Sse::data)).containsExactlyElementsOf(
                whole.subList(2, whole.size()).stream().map(Sse::data).toList());
    }
}
