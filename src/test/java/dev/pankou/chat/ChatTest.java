package dev.pankou.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record ChatTest(Database database) {
    private static Map<String, Object> say(String bot, String text, boolean stream) {
        return Map.of(
                "bot_id", bot,
                "user_id", "u-77",
                "stream", stream,
                "additional_messages", List.of(Map.of("role", "user", "content", text, "content_type", "text")));
    }

    private static String botOn(Person alice, FakeModel fake, Map<String, ?> config) {
        var model = alice.pankou().root().model(fake);
        var all = new java.util.HashMap<String, Object>(config);
        all.put("model_info_config", Map.of("model_id", model));
        return alice.publishedBot(all);
    }

    @Test
    void streamsEventsInTheDocumentedOrder() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = botOn(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("你好", "，世界 🌏").usage(12, 5));

            var reply = alice.post("/v3/chat", say(bot, "hi", true));
            var events = Sse.read(reply.text());

            assertThat(reply.http().headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
            assertThat(reply.logid()).hasSize(34);
            assertThat(events).extracting(Sse::event).containsExactly(
                    "conversation.chat.created",
                    "conversation.chat.in_progress",
                    "conversation.message.delta",
                    "conversation.message.delta",
                    "conversation.message.completed",
                    "conversation.message.completed",
                    "conversation.chat.completed",
                    "done");
            assertThat(events.get(4).json().get("content").stringValue()).isEqualTo("你好，世界 🌏");
            assertThat(events.get(4).json().get("id")).isEqualTo(events.get(2).json().get("id"));
            assertThat(events.get(6).json().get("usage").get("token_count").intValue()).isEqualTo(17);
            assertThat(events.get(7).data()).isEqualTo("\"[DONE]\"");
            var chat = events.getFirst().json();
            var stored = alice.get("/v3/chat/retrieve?conversation_id=" + chat.get("conversation_id").stringValue()
                    + "&chat_id=" + chat.get("id").stringValue());
            assertThat(stored.data().get("status").stringValue()).isEqualTo("completed");
        }
    }

    @Test
    void remembersTheConversation() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = botOn(alice, fake, Map.of("prompt_info", Map.of("prompt", "You are {{who}}.")));
            fake.reply(FakeModelReply.answer().text("one"), FakeModelReply.answer().text("two"));
            var first = Sse.read(alice.post("/v3/chat", say(bot, "first", true)).text());
            var conversation = first.getFirst().json().get("conversation_id").stringValue();

            var body = new java.util.HashMap<String, Object>(say(bot, "second", true));
            body.put("custom_variables", Map.of("who", "{{who}} 侍"));
            alice.post("/v3/chat?conversation_id=" + conversation, body);

            var sent = fake.lastRequest().body().get("messages");
            assertThat(sent).extracting(m -> m.get("role").stringValue()).containsExactly("system", "user", "assistant", "user");
            assertThat(sent.get(0).get("content").stringValue()).isEqualTo("You are {{who}} 侍.");
            assertThat(sent.get(1).get("content").stringValue()).isEqualTo("first");
            assertThat(sent.get(2).get("content").stringValue()).isEqualTo("one");
            var listed = alice.post("/v1/conversation/message/list?conversation_id=" + conversation, Map.of());
            assertThat(listed.json().get("data")).extracting(m -> m.get("content").stringValue())
                    .containsExactly("two", "second", "one", "first");
        }
    }

    @Test
    void refusesASecondChatInTheConversationWhileOneRuns() throws Exception {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = botOn(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("slow").silence());
            var started = alice.post("/v3/chat", say(bot, "first", false)).data();
            var conversation = started.get("conversation_id").stringValue();
            assertThat(started.get("status").stringValue()).isEqualTo("in_progress");
            fake.awaitRequest();

            var second = alice.post("/v3/chat?conversation_id=" + conversation, say(bot, "second", false));
            var canceled = alice.post(
                    "/v3/chat/cancel",
                    Map.of("conversation_id", conversation, "chat_id", started.get("id").stringValue()));

            assertThat(second.code()).isEqualTo(4016);
            assertThat(fake.requests()).hasSize(1);
            assertThat(canceled.data().get("status").stringValue()).isEqualTo("canceled");
            fake.awaitCancelled();
        }
    }

    @Test
    void waitsForToolOutputsAndGoesOn() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = botOn(alice, fake, Map.of(
                    "client_tools",
                    List.of(Map.of(
                            "name", "read_gps",
                            "description", "Where am I",
                            "parameters", Map.of("type", "object", "properties", Map.of())))));
            fake.reply(FakeModelReply.answer().toolCall("call_1", "read_gps", "{\"unit\":\"deg\"}"), FakeModelReply.answer().text("In the Alps."));

            var first = Sse.read(alice.post("/v3/chat", say(bot, "where?", true)).text());
            assertThat(Sse.shape(first)).containsExactly(
                    "conversation.chat.created",
                    "conversation.chat.in_progress",
                    "conversation.message.completed",
                    "conversation.chat.requires_action",
                    "done");
            var waiting = first.get(first.size() - 2).json();
            var call = waiting.get("required_action").get("submit_tool_outputs").get("tool_calls").get(0);
            assertThat(call.get("function").get("name").stringValue()).isEqualTo("read_gps");
            var place = "?conversation_id=" + waiting.get("conversation_id").stringValue() + "&chat_id=" + waiting.get("id").stringValue();

            var wrong = alice.post(
                    "/v3/chat/submit_tool_outputs" + place,
                    Map.of("stream", true, "tool_outputs", List.of(Map.of("tool_call_id", "nope", "output", "x"))));
            assertThat(wrong.code()).isEqualTo(4000);

            var second = Sse.read(alice.post(
                            "/v3/chat/submit_tool_outputs" + place,
                            Map.of(
                                    "stream",
                                    true,
                                    "tool_outputs",
                                    List.of(Map.of("tool_call_id", call.get("id").stringValue(), "output", "{\"lat\":46.5}"))))
                    .text());
            assertThat(Sse.shape(second)).containsExactly(
                    "conversation.chat.in_progress",
                    "conversation.message.completed",
                    "conversation.message.delta",
                    "conversation.message.completed",
                    "conversation.chat.completed",
                    "done");
            var sent = fake.lastRequest().body().get("messages");
            assertThat(sent.get(sent.size() - 1).get("role").stringValue()).isEqualTo("tool");
            assertThat(sent.get(sent.size() - 1).get("content").stringValue()).isEqualTo("{\"lat\":46.5}");
            var messages = alice.get("/v3/chat/message/list" + place).json().get("data");
            assertThat(messages).extracting(m -> m.get("type").stringValue())
                    .containsExactly("function_call", "verbose", "tool_response", "answer", "verbose");
        }
    }
}
