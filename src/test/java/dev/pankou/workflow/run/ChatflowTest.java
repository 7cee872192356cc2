package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.ChatflowSteps.answers;
import static dev.pankou.workflow.run.ChatflowSteps.asking;
import static dev.pankou.workflow.run.ChatflowSteps.chat;
import static dev.pankou.workflow.run.ChatflowSteps.chatflow;
import static dev.pankou.workflow.run.ChatflowSteps.contents;
import static dev.pankou.workflow.run.ChatflowSteps.conversation;
import static dev.pankou.workflow.run.ChatflowSteps.echo;
import static dev.pankou.workflow.run.ChatflowSteps.first;
import static dev.pankou.workflow.run.ChatflowSteps.kept;
import static dev.pankou.workflow.run.ChatflowSteps.message;
import static dev.pankou.workflow.run.ChatflowSteps.say;
import static dev.pankou.workflow.run.ChatflowSteps.thinking;
import static dev.pankou.workflow.run.RunSteps.body;
import static dev.pankou.workflow.run.RunSteps.history;
import static dev.pankou.workflow.run.RunSteps.published;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

@ParameterizedClass
@EnumSource(Database.class)
record ChatflowTest(Database database) {
    private static final String APP = "7580001000000000301";

    private Person person() {
        return Pankou.on(database).user();
    }

    @Test
    void tellsTheEventsInTheOrderOfTheTranscript() {
        var person = person();
        var flow = chatflow(person, echo());

        var events = chat(person, say(flow, "你好 🌏"));

        assertThat(events.stream().map(Sse::event))
                .startsWith("conversation.chat.created", "conversation.chat.in_progress", "conversation.message.delta")
                .endsWith(
                        "conversation.message.completed", "conversation.message.completed", "conversation.message.completed",
                        "conversation.chat.completed", "done");
        assertThat(answers(events)).containsExactly("You said 你好 🌏, kind");
        assertThat(String.join("", contents(events, "conversation.message.delta", "answer"))).isEqualTo(answers(events).getFirst());
        assertThat(contents(events, "conversation.message.completed", "verbose")).containsExactly(
                "{\"msg_type\":\"empty result\",\"data\":\"empty result\",\"from_module\":null,\"from_unit\":null}",
                "{\"msg_type\":\"generate_answer_finish\",\"data\":\"{\\\"finish_reason\\\":0,\\\"FinData\\\":\\\"\\\"}\","
                        + "\"from_module\":null,\"from_unit\":null}");
        var created = events.getFirst().json();
        assertThat(created.get("status").stringValue()).isEqualTo("created");
        assertThat(created.get("section_id")).isEqualTo(created.get("conversation_id"));
        assertThat(created.has("bot_id")).isFalse();
        assertThat(created.get("last_error").get("code").intValue()).isZero();
        assertThat(events.getLast().json().get("debug_url").stringValue()).contains("/work_flow?execute_id=");
        assertThat(kept(person, conversation(events))).containsExactly("user: 你好 🌏", "assistant: You said 你好 🌏, kind");
    }

    @Test
    void suggestsQuestionsAfterTheAnswerAsItsRoleOrTheCallWants() {
        var person = person();
        var flow = chatflow(person, echo());
        var at = "/pankou/v1/workflows/" + flow;
        person.put(at, Map.of("role", Map.of("suggest_reply_info", Map.of("suggest_reply_mode", 1)))).data();

        var events = chat(person, say(flow, "天气 🌦"));

        assertThat(events.stream()
                        .filter(event -> event.event().equals("conversation.message.completed"))
                        .map(event -> event.json().get("type").stringValue()))
                .containsExactly("answer", "verbose", "follow_up", "follow_up", "follow_up");
        assertThat(contents(events, "conversation.message.completed", "verbose").getFirst()).contains("generate_answer_finish");
        assertThat(contents(events, "conversation.message.completed", "follow_up")).containsExactly(
                "能详细说说“天气 🌦”吗？", "关于“天气 🌦”能举个例子吗？", "“天气 🌦”有哪些需要注意的地方？");
        var completed = first(events, "conversation.chat.completed");
        assertThat(completed.get("usage").get("output_count").intValue()).isPositive();
        assertThat(person.get("/v3/chat/message/list?conversation_id=" + conversation(events) + "&chat_id="
                                + completed.get("id").stringValue())
                        .json()
                        .get("data")
                        .valueStream()
                        .map(message -> message.get("type").stringValue()))
                .containsExactlyInAnyOrder("answer", "verbose", "follow_up", "follow_up", "follow_up");
        assertThat(kept(person, conversation(events))).hasSize(2);

        var without = chat(person, say(flow, "x", "suggest_reply_info", Map.of("suggest_reply_mode", 0)));
        assertThat(contents(without, "conversation.message.completed", "follow_up")).isEmpty();
        assertThat(contents(without, "conversation.message.completed", "verbose")).hasSize(2).first().asString().contains("empty result");
        person.put(at, Map.of("role", Map.of())).data();
        assertThat(contents(chat(person, say(flow, "x")), "conversation.message.completed", "follow_up")).isEmpty();
        var wanted = chat(person, say(flow, "x", "suggest_reply_info", Map.of("reply_mode", "enable")));
        assertThat(contents(wanted, "conversation.message.completed", "follow_up")).hasSize(3);
    }

    @Test
    void refusesAWishForSuggestionsThatCannotBe() {
        var person = person();
        var flow = chatflow(person, echo());

        var unknown = person.post("/v1/workflows/chat", say(flow, "x", "suggest_reply_info", Map.of("suggest_reply_mode", 3)));
        var bare = person.put(
                "/pankou/v1/workflows/" + flow, Map.of("role", Map.of("suggest_reply_info", Map.of("suggest_reply_mode", 2))));

        assertThat(unknown.code()).isEqualTo(4000);
        assertThat(unknown.msg()).isEqualTo(
                "field suggest_reply_info.suggest_reply_mode is invalid: 0 or disable, 1 or enable, 2 or customized");
        assertThat(bare.code()).isEqualTo(4000);
        assertThat(bare.msg()).isEqualTo(
                "field role.suggest_reply_info is invalid: a customized prompt is required in this mode");
        var long20 = Map.of("suggest_reply_mode", 2, "customized_suggest_prompt", "问".repeat(20_000));
        var long21 = Map.of("suggest_reply_mode", 2, "customized_suggest_prompt", "问".repeat(20_001));
        assertThat(answers(chat(person, say(flow, "x", "suggest_reply_info", long20)))).hasSize(1);
        assertThat(person.post("/v1/workflows/chat", say(flow, "x", "suggest_reply_info", long21)).code()).isEqualTo(4000);
    }

    @Test
    void takesParametersAsObjectOrTextOrNoneAndIgnoresUserInputInThem() {
        var person = person();
        var flow = chatflow(person, echo());
        var bare = new java.util.HashMap<>(say(flow, "a"));
        bare.remove("parameters");

        var object = chat(person, say(flow, "a", "parameters", Map.of("tone", "rough", "USER_INPUT", "not this")));
        var text = chat(person, say(flow, "a", "parameters", "{\"tone\":\"rough\"}"));

        assertThat(answers(object)).containsExactly("You said a, rough");
        assertThat(answers(text)).containsExactly("You said a, rough");
        assertThat(answers(chat(person, bare))).containsExactly("You said a, kind");
    }

    @Test
    void answersAQuestionWithTheNextMessageOfTheConversationAndThenBeginsAnew() {
        var person = person();
        var flow = chatflow(person, asking("\"answer_type\":\"text\""));

        var asked = chat(person, say(flow, "Plan a trip"));
        var at = conversation(asked);
        var answered = chat(person, say(flow, "杭州", "conversation_id", at));
        var again = chat(person, say(flow, "Another trip", "conversation_id", at));

        assertThat(Sse.shape(asked)).containsExactly(
                "conversation.chat.created", "conversation.chat.in_progress", "conversation.message.delta",
                "conversation.message.completed", "conversation.chat.requires_action", "done");
        assertThat(answers(asked)).containsExactly("Which city?");
        assertThat(first(asked, "conversation.chat.requires_action").get("status").stringValue()).isEqualTo("requires_action");
        assertThat(answers(answered)).containsExactly("To 杭州!");
        assertThat(answers(again)).containsExactly("Which city?");
        assertThat(kept(person, at)).containsExactly(
                "user: Plan a trip", "assistant: Which city?", "user: 杭州", "assistant: To 杭州!", "user: Another trip",
                "assistant: Which city?");
    }

    @Test
    void asksForOptionsAndFieldsByCards() {
        var person = person();
        var options = chatflow(
                person,
                asking("\"answer_type\":\"option\",\"option_type\":\"static\",\"options\":[{\"name\":\"杭州\"},{\"name\":\"Ulm\"}]"));
        var form = chatflow(
                person,
                new Canvases()
                        .start(ChatflowSteps.INPUTS)
                        .node(
                                "140",
                                "30",
                                "Input",
                                "{\"outputSchema\":" + Json.text("[{\"name\":\"city\",\"type\":\"string\",\"required\":true},"
                                        + "{\"name\":\"days\",\"type\":\"integer\"}]") + "}",
                                "[{\"name\":\"city\",\"type\":\"string\"},{\"name\":\"days\",\"type\":\"integer\"}]")
                        .answer(
                                "{{days}} days in {{city}}",
                                false,
                                params("city", ref("string", "140", "city"), "days", ref("integer", "140", "days")))
                        .chain(START, "140", END));

        var chosen = chat(person, say(options, "trip"));
        var asked = chat(person, say(form, "trip"));

        var card = first(chosen, "conversation.message.completed");
        assertThat(card.get("content_type").stringValue()).isEqualTo("card");
        assertThat(info(card)).isEqualTo(Json.tree(
                "{\"card_type\":\"QUESTION\",\"question_card_data\":{\"Title\":\"Which city?\",\"Options\":[{\"Name\":\"杭州\"},"
                        + "{\"Name\":\"Ulm\"}]}}"));
        assertThat(info(first(asked, "conversation.message.completed"))).isEqualTo(Json.tree(
                "{\"card_type\":\"INPUT\",\"input_card_data\":[{\"type\":\"string\",\"name\":\"city\",\"required\":true},"
                        + "{\"type\":\"integer\",\"name\":\"days\",\"required\":false}]}"));
        assertThat(answers(chat(person, say(form, "city:杭州\ndays: 3", "conversation_id", conversation(asked)))))
                .containsExactly("3 days in 杭州");
        var second = conversation(chat(person, say(form, "trip")));
        assertThat(answers(chat(person, say(form, "{\"input\":\"{\\\"city\\\":\\\"Ulm\\\",\\\"days\\\":2}\"}", "conversation_id", second))))
                .containsExactly("2 days in Ulm");
    }

    private static tools.jackson.databind.JsonNode info(tools.jackson.databind.JsonNode message) {
        var card = Json.tree(message.get("content").stringValue());
        assertThat(card.get("card_type").intValue()).isEqualTo(3);
        return Json.tree(card.get("x_properties").get("workflow_card_info").stringValue());
    }

    @Test
    void showsTheModelTheLastRoundsOfTheConversation() {
        try (var fake = FakeModel.start()) {
            var person = person();
            var flow = chatflow(person, thinking(person, fake, 2));
            fake.byDefault(request -> FakeModelReply.answer().text("an", "swer").usage(30, 4));

            var events = chat(person, body(flow, Map.of(), "additional_messages", List.of(
                    message("assistant", "dropped"), message("user", "one"), message("assistant", "1"), message("user", "two"),
                    message("assistant", "2"), message("user", "three"), message("assistant", "3"), message("user", "四"))));
            var at = conversation(events);
            chat(person, say(flow, "five", "conversation_id", at));

            assertThat(heard(fake.requests().getFirst()))
                    .containsExactly("user two", "assistant 2", "user three", "assistant 3", "user 四");
            assertThat(heard(fake.lastRequest()))
                    .containsExactly("user three", "assistant 3", "user 四", "assistant answer", "user five");
            assertThat(answers(events)).containsExactly("answer");
            assertThat(first(events, "conversation.chat.completed").get("usage")).isEqualTo(
                    Json.tree("{\"token_count\":34,\"output_count\":4,\"input_count\":30}"));
            var run = events.getLast().json().get("debug_url").stringValue().replaceAll(".*execute_id=(\\d+).*", "$1");
            assertThat(history(person, flow, run).get("usage").get("token_count").intValue()).isEqualTo(34);
            assertThat(kept(person, at)).startsWith("user: one", "assistant: 1").doesNotContain("assistant: dropped");
        }
    }

    private static List<String> heard(FakeModel.Recorded request) {
        var found = new ArrayList<String>();
        request.body().get("messages").forEach(one -> found.add(one.get("role").stringValue() + " " + one.get("content").asString()));
        return found;
    }

    @Test
    void saysOneMessageForEachOutputAndKeepsThem() {
        var person = person();
        var flow = chatflow(
                person,
                new Canvases()
                        .start(ChatflowSteps.INPUTS)
                        .output("150", "first", false, "[]")
                        .output("160", "second", true, "[]")
                        .answer("third", true, "[]")
                        .chain(START, "150", "160", END));

        var events = chat(person, say(flow, "go"));

        assertThat(answers(events)).containsExactly("first", "second", "third");
        assertThat(kept(person, conversation(events)))
                .containsExactly("user: go", "assistant: first", "assistant: second", "assistant: third");
    }

    @Test
    void saysTheVariablesOfEndAsJson() {
        var person = person();
        var flow = chatflow(
                person,
                new Canvases().start(ChatflowSteps.INPUTS).end(params("said", ref("string", START, "USER_INPUT"))).chain(START, END));

        assertThat(answers(chat(person, say(flow, "一")))).containsExactly("{\"said\":\"一\"}");
    }

    @Test
    void endsFailedWithWhatWasSaidOutOfContext() {
        try (var fake = FakeModel.start()) {
            var person = person();
            var flow = chatflow(person, thinking(person, fake, 3));
            fake.reply(FakeModelReply.error(400, "no"));

            var events = chat(person, say(flow, "lost"));
            chat(person, say(flow, "next", "conversation_id", conversation(events)));

            var failed = first(events, "conversation.chat.failed");
            assertThat(failed.get("status").stringValue()).isEqualTo("failed");
            assertThat(failed.get("last_error").get("code").intValue()).isNotZero();
            assertThat(events.getLast().event()).isEqualTo("done");
            assertThat(heard(fake.lastRequest())).containsExactly("user next");
            assertThat(kept(person, conversation(events))).contains("user: lost");
        }
    }

    @Test
    void knowsAConversationByNameWithinAnApp() {
        var person = person();
        var other = person();
        var flow = chatflow(person, echo());

        var named = conversation(chat(person, say(flow, "a", "app_id", APP, "parameters", Map.of("CONVERSATION_NAME", "旅行"))));
        var again = conversation(chat(person, say(flow, "b", "app_id", APP, "parameters", Map.of("CONVERSATION_NAME", "旅行"))));
        var standard = conversation(chat(person, say(flow, "c", "app_id", APP)));
        var ofOther = conversation(
                chat(person, say(flow, "d", "app_id", APP, "ext", Map.of("user_id", "u-2"), "parameters", Map.of("CONVERSATION_NAME", "旅行"))));

        assertThat(again).isEqualTo(named);
        assertThat(standard).isNotEqualTo(named);
        assertThat(ofOther).isNotEqualTo(named);
        assertThat(conversation(chat(person, say(flow, "e", "app_id", APP)))).isEqualTo(standard);
        assertThat(person.delete("/v1/conversations/" + named).code()).isZero();
        assertThat(conversation(
                        chat(person, say(flow, "f", "app_id", APP, "parameters", Map.of("CONVERSATION_NAME", "旅行")))))
                .isNotEqualTo(named);
        assertThat(other.post("/v1/workflows/chat", say(flow, "x", "app_id", APP)).code()).isEqualTo(4200);
    }

    @Test
    void takesAConversationOfItsOwnAppAndChannelOnly() {
        var person = person();
        var flow = chatflow(person, echo());
        var other = "7580001000000000302";
        var ofApp = conversation(chat(person, say(flow, "a", "app_id", APP)));
        var made = person.post("/v1/conversation/create", Map.of("connector_id", "999")).data().get("id").stringValue();

        assertThat(conversation(chat(person, say(flow, "b", "app_id", APP, "conversation_id", ofApp)))).isEqualTo(ofApp);
        assertThat(conversation(chat(person, say(flow, "c", "conversation_id", made, "connector_id", "999")))).isEqualTo(made);
        assertThat(conversation(chat(person, say(flow, "d", "app_id", APP, "conversation_id", made, "connector_id", "999"))))
                .isEqualTo(made);

        var ofAnotherApp = person.post("/v1/workflows/chat", say(flow, "x", "app_id", other, "conversation_id", ofApp));
        var ofNone = person.post("/v1/workflows/chat", say(flow, "x", "conversation_id", ofApp));
        var ofAnotherChannel = person.post("/v1/workflows/chat", say(flow, "x", "conversation_id", made));
        var onAnotherChannel = person.post(
                "/v1/workflows/chat", say(flow, "x", "app_id", APP, "conversation_id", ofApp, "connector_id", "999"));

        assertThat(List.of(ofAnotherApp, ofNone, ofAnotherChannel, onAnotherChannel)).allMatch(reply -> reply.code() == 4002);
        assertThat(ofAnotherApp.msg()).isEqualTo("conversation_id " + ofApp + " of app " + other + " does not exist");
        assertThat(ofNone.msg()).isEqualTo("conversation_id " + ofApp + " of no app does not exist");
        assertThat(ofAnotherChannel.msg()).isEqualTo("conversation_id " + made + " of channel 1024 does not exist");
        assertThat(onAnotherChannel.msg()).isEqualTo("conversation_id " + ofApp + " of channel 999 does not exist");
        assertThat(kept(person, ofApp))
                .containsExactly("user: a", "assistant: You said a, kind", "user: b", "assistant: You said b, kind");
    }

    @Test
    void refusesBeforeTheStreamBegins() {
        var person = person();
        var flow = chatflow(person, echo());
        var foreign = conversation(chat(person, say(flow, "x")));
        var stranger = person();
        var theirs = chatflow(stranger, echo());
        var draft = person.draftWorkflow("draft", "chatflow", echo().json());
        var plain = published(person, echo());

        assertThat(code(stranger, say(theirs, "x", "conversation_id", foreign))).isEqualTo(4002);
        assertThat(code(person, say(draft, "x"))).isEqualTo(4200);
        assertThat(answers(chat(person, say(draft, "x", "execute_mode", "DEBUG")))).containsExactly("You said x, kind");
        assertThat(code(stranger, say(flow, "x"))).isEqualTo(4200);
        assertThat(code(person, say(plain, "x"))).isEqualTo(4000);
        assertThat(code(person, say(flow, "x", "bot_id", "1", "app_id", APP))).isEqualTo(4000);
        assertThat(code(person, say(flow, "x", "bot_id", "1"))).isEqualTo(4200);
        assertThat(code(person, body(flow, Map.of()))).isEqualTo(4000);
        assertThat(code(person, body(flow, Map.of(), "additional_messages", List.of(message("assistant", "x"))))).isEqualTo(4000);
        assertThat(code(person, say(flow, "x", "parameters", "no json"))).isEqualTo(4000);
        var most = new ArrayList<Map<String, Object>>(java.util.Collections.nCopies(50, message("user", "x")));
        assertThat(answers(chat(person, body(flow, Map.of(), "additional_messages", most)))).hasSize(1);
        most.add(message("user", "x"));
        assertThat(code(person, body(flow, Map.of(), "additional_messages", most))).isEqualTo(4004);
    }

    private static int code(Person person, Map<String, Object> body) {
        return person.post("/v1/workflows/chat", body).code();
    }

    @Test
    void lastsOneAtATimeInAConversationAndIsCutOffWithIt() throws Exception {
        try (var fake = FakeModel.start()) {
            var person = person();
            var flow = chatflow(person, thinking(person, fake, 1));
            fake.reply(FakeModelReply.answer().text("begin").silence());
            try (var client = RawHttp.connect(person.pankou())) {
                client.post("/v1/workflows/chat", String.valueOf(person.token()), "", Json.text(say(flow, "long")));
                var head = client.readUntil(text -> text.contains("\"begin\""));
                var at = head.replaceAll("(?s).*?\"conversation_id\":\"(\\d+)\".*", "$1");

                var second = person.post("/v1/workflows/chat", say(flow, "now", "conversation_id", at));
                var deleted = person.delete("/v1/conversations/" + at);
                var rest = client.readUntil(text -> text.contains("event:done"));

                assertThat(second.code()).isEqualTo(4016);
                assertThat(deleted.code()).isZero();
                assertThat(rest).contains("event:conversation.chat.canceled");
                fake.awaitCancelled();
            }
        }
    }

    @Test
    void isCanceledLikeAnyChat() throws Exception {
        try (var fake = FakeModel.start()) {
            var person = person();
            var flow = chatflow(person, thinking(person, fake, 1));
            fake.reply(FakeModelReply.answer().text("begin").silence());
            try (var client = RawHttp.connect(person.pankou())) {
                client.post("/v1/workflows/chat", String.valueOf(person.token()), "", Json.text(say(flow, "long")));
                var head = client.readUntil(text -> text.contains("\"begin\""));
                var at = head.replaceAll("(?s).*?\"conversation_id\":\"(\\d+)\".*", "$1");
                var id = head.replaceAll("(?s).*?data:\\{\"id\":\"(\\d+)\".*", "$1");

                var canceled = person.post("/v3/chat/cancel", Map.of("conversation_id", at, "chat_id", id)).data();
                var rest = client.readUntil(text -> text.contains("event:done"));

                assertThat(canceled.get("status").stringValue()).isEqualTo("canceled");
                assertThat(rest).contains("event:conversation.chat.canceled");
                assertThat(kept(person, at)).containsExactly("user: long", "assistant: begin");
            }
        }
    }
}
