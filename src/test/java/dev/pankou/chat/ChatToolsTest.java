package dev.pankou.chat;

import static dev.pankou.chat.ChatSteps.await;
import static dev.pankou.chat.ChatSteps.bot;
import static dev.pankou.chat.ChatSteps.cancel;
import static dev.pankou.chat.ChatSteps.place;
import static dev.pankou.chat.ChatSteps.say;
import static dev.pankou.chat.ChatSteps.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Rounds of client-side tool calls (SubmitToolOutputs). */
@ParameterizedClass
@EnumSource(Database.class)
record ChatToolsTest(Database database) {
    private static final Map<String, ?> TOOLS = Map.of(
            "client_tools",
            List.of(
                    Map.of("name", "gps", "description", "d", "parameters", Map.of("type", "object")),
                    Map.of("name", "clock", "description", "d", "parameters", Map.of("type", "object"))));

    private static Map<String, Object> outputs(JsonNode waiting, boolean stream) {
        var all = new ArrayList<Map<String, String>>();
        for (var call : waiting.get("required_action").get("submit_tool_outputs").get("tool_calls")) {
            all.addFirst(Map.of("tool_call_id", call.get("id").stringValue(), "output", "of " + call.get("function").get("name").stringValue()));
        }
        return Map.of("stream", stream, "tool_outputs", all);
    }

    @Test
    void answersParallelCallsInSeveralRoundsStreamedOrNot() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, TOOLS);
            fake.reply(
                    FakeModelReply.answer().text("Looking.").toolCall("a", "gps", "{}").toolCall("b", "clock", "{}").usage(10, 1),
                    FakeModelReply.answer().toolCall("a", "clock", "{\"zone\":\"山\"}").usage(20, 2),
                    FakeModelReply.answer().text("Noon.").usage(30, 3),
                    FakeModelReply.answer().text("Later."));

            var chat = alice.post("/v3/chat", say(bot, "when?", false)).data();
            var waiting = await(alice, chat, "requires_action"::equals);
            assertThat(cancel(alice, chat).code()).isEqualTo(4104);
            var going = alice.post("/v3/chat/submit_tool_outputs" + place(chat), outputs(waiting, false)).data();
            assertThat(going.get("status").stringValue()).isEqualTo("in_progress");
            var again = await(alice, chat, "requires_action"::equals);
            assertThat(again.get("required_action").get("submit_tool_outputs").get("tool_calls")).hasSize(1);
            var events = stream(alice, "/v3/chat/submit_tool_outputs" + place(chat), outputs(again, true));

            assertThat(events).extracting(Sse::event).startsWith("conversation.chat.in_progress").endsWith("conversation.chat.completed", "done");
            assertThat(events.get(events.size() - 2).json().get("usage").get("token_count").intValue()).isEqualTo(66);
            var sent = fake.lastRequest().body().get("messages");
            assertThat(sent).extracting(m -> m.get("role").stringValue())
                    .containsExactly("user", "assistant", "tool", "tool", "assistant", "tool");
            assertThat(sent.get(2).get("content").stringValue()).isEqualTo("of gps");
            assertThat(sent.get(3).get("content").stringValue()).isEqualTo("of clock");
            var listed = alice.get("/v3/chat/message/list" + place(chat)).json().get("data");
            assertThat(listed).extracting(m -> m.get("type").stringValue()).containsExactly(
                    "answer", "function_call", "function_call", "verbose", "tool_response", "tool_response",
                    "function_call", "verbose", "tool_response", "answer", "verbose");

            stream(alice, "/v3/chat?conversation_id=" + chat.get("conversation_id").stringValue(), say(bot, "and then?", true));
            assertThat(fake.lastRequest().body().get("messages")).extracting(m -> m.get("content").stringValue())
                    .containsExactly("when?", "Looking.", "Noon.", "and then?");
        }
    }

    @Test
    void keepsTheVersionOfTheBotThatTheChatBeganWith() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, TOOLS);
            fake.reply(FakeModelReply.answer().toolCall("a", "gps", "{}"), FakeModelReply.answer().text("Here."));
            var first = stream(alice, "/v3/chat", say(bot, "where?", true));
            alice.post("/v1/bot/update", Map.of("bot_id", bot, "prompt_info", Map.of("prompt", "New."))).json();
            alice.publish(bot);

            var waiting = first.get(first.size() - 2).json();
            var events = stream(alice, "/v3/chat/submit_tool_outputs" + place(waiting), outputs(waiting, true));

            assertThat(events).extracting(Sse::event).endsWith("conversation.chat.completed", "done");
            assertThat(fake.lastRequest().body().get("messages").get(0).get("role").stringValue()).isEqualTo("user");
        }
    }

    @Test
    void failsWhenNobodySubmitsInTime() {
        try (var pankou = Pankou.fresh(database, Map.of("tool-output-timeout", "1ms"));
                var fake = FakeModel.start()) {
            Person alice = pankou.user();
            var bot = bot(alice, fake, TOOLS);
            fake.reply(FakeModelReply.answer().toolCall("a", "gps", "{}"), FakeModelReply.answer().text("New."));
            var first = stream(alice, "/v3/chat", say(bot, "where?", true));
            var waiting = first.get(first.size() - 2).json();

            var failed = await(alice, waiting, "failed"::equals);

            assertThat(failed.get("last_error").get("code").intValue()).isEqualTo(5000);
            assertThat(failed.get("failed_at").longValue()).isPositive();
            assertThat(failed.has("required_action")).isFalse();
            assertThat(alice.post("/v3/chat/submit_tool_outputs" + place(waiting), outputs(waiting, true)).code()).isEqualTo(4000);
            stream(alice, "/v3/chat?conversation_id=" + waiting.get("conversation_id").stringValue(), say(bot, "new", true));
            assertThat(fake.lastRequest().body().get("messages")).hasSize(1);
        }
    }
}
