package dev.pankou.chat;

import static dev.pankou.chat.ChatSteps.bot;
import static dev.pankou.chat.ChatSteps.place;
import static dev.pankou.chat.ChatSteps.say;
import static dev.pankou.chat.ChatSteps.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Sse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers of models that no model should give; each ends its chat all the same. */
@ParameterizedClass
@EnumSource(Database.class)
record ChatOddModelsTest(Database database) {
    private static final Map<String, ?> TOOL = Map.of(
            "client_tools",
            List.of(Map.of("name", "gps", "description", "d", "parameters", Map.of("type", "object"))));

    @Test
    void endsAChatWhoseModelNeverStopsCallingToolsThatAreNotThere() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.byDefault(request -> FakeModelReply.answer().text("Once more.").toolCall("c", "nowhere", "{}"));

            var events = stream(alice, "/v3/chat", say(bot, "x", true));

            assertThat(events.get(events.size() - 2).event()).isEqualTo("conversation.chat.completed");
            assertThat(fake.requests()).hasSizeBetween(21, 30); // a stale connection is tried again
        }
    }

    @Test
    void asksForNoMoreToolsThanTheLimitAllows() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, TOOL);
            fake.byDefault(request -> request.body().get("tools") == null
                    ? FakeModelReply.answer().text("Enough.").toolCall("c", "gps", "{}")
                    : FakeModelReply.answer().toolCall("c", "nowhere", "{}"));

            var events = stream(alice, "/v3/chat", say(bot, "x", true));

            assertThat(events.get(events.size() - 2).event()).isEqualTo("conversation.chat.completed");
        }
    }

    @Test
    void completesEveryMessageItBegan() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(
                    FakeModelReply.answer().text("Let me see.").toolCall("c", "nowhere", "{}"),
                    FakeModelReply.answer().text("No tool."));

            var events = stream(alice, "/v3/chat", say(bot, "x", true));

            var begun = new HashSet<String>();
            var completed = new HashSet<String>();
            for (var event : events) {
                if (event.event().equals("conversation.message.delta")) {
                    begun.add(event.json().get("id").stringValue());
                } else if (event.event().equals("conversation.message.completed")) {
                    completed.add(event.json().get("id").stringValue());
                }
            }
            assertThat(begun).hasSize(2);
            assertThat(completed).containsAll(begun);
            var listed = alice.get("/v3/chat/message/list" + place(events.getFirst().json())).json().get("data");
            assertThat(listed).extracting(m -> m.get("content").stringValue()).startsWith("Let me see.", "No tool.");
        }
    }

    @Test
    void keepsAnAnswerWithCharactersThatNoDatabaseTakes() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().reasoning("h\u0000m").text("a\u0000b", "c"));

            var events = stream(alice, "/v3/chat", say(bot, "x", true));

            assertThat(events.get(events.size() - 2).event()).isEqualTo("conversation.chat.completed");
            var listed = alice.get("/v3/chat/message/list" + place(events.getFirst().json())).json().get("data");
            assertThat(listed.get(0).get("content").stringValue()).isEqualTo("a\uFFFDbc");
            assertThat(listed.get(0).get("reasoning_content").stringValue()).isEqualTo("h\uFFFDm");
        }
    }

    @Test
    void joinsAnEmojiThatComesInTwoPieces() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().raw(delta("sun \\ud83c") + delta("\\udf1e and \\ud83c") + delta(" half")
                    + "data: {\"choices\":[{\"delta\":{\"content\":\"\\ud83c\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"));

            var events = stream(alice, "/v3/chat", say(bot, "x", true));

            assertThat(events.get(events.size() - 2).event()).isEqualTo("conversation.chat.completed");
            var deltas = events.stream().filter(e -> e.event().equals("conversation.message.delta"));
            assertThat(deltas.map(e -> e.json().get("content").stringValue()).reduce("", String::concat))
                    .isEqualTo("sun 🌞 and \uFFFD half\uFFFD");
            var answer = events.stream().filter(e -> e.event().equals("conversation.message.completed")).findFirst();
            assertThat(answer.orElseThrow().json().get("content").stringValue()).isEqualTo("sun 🌞 and \uFFFD half\uFFFD");
        }
    }

    private static String delta(String escaped) {
        return "data: {\"choices\":[{\"delta\":{\"content\":\"" + escaped + "\"}}]}\n\n";
    }

    @Test
    void remembersNoEmptyAnswers() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().usage(0, 0), FakeModelReply.answer().text("ok"));

            var first = stream(alice, "/v3/chat", say(bot, "one", true));
            var chat = first.getFirst().json();
            stream(alice, "/v3/chat?conversation_id=" + chat.get("conversation_id").stringValue(), say(bot, "two", true));

            assertThat(first).extracting(Sse::event).endsWith("conversation.chat.completed", "done");
            assertThat(fake.lastRequest().body().get("messages")).extracting(m -> m.get("content").stringValue()).containsExactly("one", "two");
            assertThat(alice.get("/v3/chat/retrieve" + place(chat)).data().get("usage").get("token_count").intValue()).isZero();
        }
    }

    @Test
    void countsNoTokensOfACallThatWasRefused() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.error(400, "bad"));

            var events = stream(alice, "/v3/chat", say(bot, "one", true));

            var failed = events.get(events.size() - 2);
            assertThat(failed.event()).isEqualTo("conversation.chat.failed");
            assertThat(failed.json().get("usage").get("token_count").intValue()).isZero();
        }
    }

    @Test
    void cutsALongSuggestionBetweenCharacters() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of("suggest_reply_info", Map.of("reply_mode", "enable")));
            fake.reply(
                    FakeModelReply.answer().text("Yes."),
                    FakeModelReply.answer().text("[\"?" + "🌞".repeat(300) + "\",\"a\\u0000b\"]"));

            var events = stream(alice, "/v3/chat", say(bot, "x", true));

            assertThat(events.get(events.size() - 2).event()).isEqualTo("conversation.chat.completed");
            assertThat(events).filteredOn(e -> e.event().equals("conversation.message.completed")
                            && e.json().get("type").stringValue().equals("follow_up"))
                    .extracting(e -> e.json().get("content").stringValue())
                    .containsExactly("?" + "🌞".repeat(199), "a\uFFFDb");
        }
    }

    @Test
    void callsToolsWithWhateverTheModelWrote() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, TOOL);
            fake.reply(
                    FakeModelReply.answer()
                            .toolCall("first", "gps", "{\"a\":\"\\u0000\\ud83c\"}")
                            .toolCall("same", "gps", "not json")
                            .toolCall("same", "gps", ""),
                    FakeModelReply.answer().text("Thanks."));

            var events = stream(alice, "/v3/chat", say(bot, "x", true));

            var waiting = events.get(events.size() - 2);
            assertThat(waiting.event()).isEqualTo("conversation.chat.requires_action");
            var calls = waiting.json().get("required_action").get("submit_tool_outputs").get("tool_calls");
            assertThat(calls).extracting(c -> c.get("id").stringValue()).doesNotHaveDuplicates().hasSize(3);
            var outputs = calls.valueStream()
                    .map(c -> Map.of("tool_call_id", c.get("id").stringValue(), "output", "here"))
                    .toList();
            var more = stream(
                    alice,
                    "/v3/chat/submit_tool_outputs" + place(waiting.json()),
                    Map.of("stream", true, "tool_outputs", outputs));
            assertThat(more).extracting(Sse::event).endsWith("conversation.chat.completed", "done");
        }
    }
}
