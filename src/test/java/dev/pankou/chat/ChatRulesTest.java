package dev.pankou.chat;

import static dev.pankou.chat.ChatSteps.await;
import static dev.pankou.chat.ChatSteps.bot;
import static dev.pankou.chat.ChatSteps.cancel;
import static dev.pankou.chat.ChatSteps.message;
import static dev.pankou.chat.ChatSteps.place;
import static dev.pankou.chat.ChatSteps.say;
import static dev.pankou.chat.ChatSteps.stream;
import static dev.pankou.chat.ChatSteps.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Sse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits, errors and settings of ChatV3 (BEHAVIOUR 3.7). */
@ParameterizedClass
@EnumSource(Database.class)
record ChatRulesTest(Database database) {
    @Test
    void refusesWhatIsMissingOrContradictory() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());

        assertThat(alice.post("/v3/chat", Map.of("user_id", "u")).msg()).isEqualTo("field bot_id is invalid: is required");
        assertThat(alice.post("/v3/chat", Map.of("bot_id", bot)).msg()).isEqualTo("field user_id is invalid: is required");
        assertThat(alice.post("/v3/chat", Map.of("bot_id", bot, "user_id", "u")).code()).isEqualTo(4000);
        assertThat(alice.post("/v3/chat", with(say(bot, "x", false), "auto_save_history", false)).code()).isEqualTo(4007);
        assertThat(alice.post("/v3/chat", with(say(bot, "x", false), "extra_params", Map.of("city", "x"))).code()).isEqualTo(4000);
        assertThat(alice.post("/v3/chat", with(say(bot, "x", false), "custom_variables", Map.of("a1", "x"))).code()).isEqualTo(4000);
        var draftVersion = with(with(say(bot, "x", false), "publish_status", "unpublished_draft"), "bot_version", "1");
        assertThat(alice.post("/v3/chat", draftVersion).code()).isEqualTo(4000);
        assertThat(alice.post("/v3/chat?conversation_id=1", say(bot, "x", false)).code()).isEqualTo(4002);
        assertThat(alice.post("/v3/chat", say("1", "x", true)).code()).isEqualTo(4200);
        assertThat(alice.post("/v3/chat", say("1", "x", true)).http().headers().firstValue("content-type"))
                .contains("application/json; charset=utf-8");
    }

    @Test
    void takes100MessagesAndNot101() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var hundred = Collections.nCopies(100, message("user", "x"));

        assertThat(alice.post("/v3/chat", with(say(bot, "x", false), "additional_messages", hundred)).code()).isZero();
        var more = Collections.nCopies(101, message("user", "x"));
        assertThat(alice.post("/v3/chat", with(say(bot, "x", false), "additional_messages", more)).code()).isEqualTo(4004);
    }

    @Test
    void namesANewConversationAfterTheFirstThingSaid() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var said = List.of(message("user", "  first\n one "), message("assistant", "yes"), message("user", "second"));

        var chat = alice.post("/v3/chat", with(say(bot, "", false), "additional_messages", said)).data();

        var conversation = alice.get("/v1/conversation/retrieve?conversation_id=" + chat.get("conversation_id").stringValue()).data();
        assertThat(conversation.get("name").stringValue()).isEqualTo("first one");
    }

    @Test
    void takes16PairsOfMetaDataAndNot17() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var pairs = new java.util.HashMap<String, String>();
        IntStream.range(0, 16).forEach(i -> pairs.put("k" + i, "v".repeat(512)));

        var started = alice.post("/v3/chat", with(say(bot, "x", false), "meta_data", pairs)).data();
        assertThat(alice.get("/v3/chat/retrieve" + place(started)).data().get("meta_data").size()).isEqualTo(16);
        pairs.put("k16", "v");
        assertThat(alice.post("/v3/chat", with(say(bot, "x", false), "meta_data", pairs)).code()).isEqualTo(4003);
        assertThat(alice.post("/v3/chat", with(say(bot, "x", false), "meta_data", Map.of("k", "v".repeat(513)))).code()).isEqualTo(4003);
        assertThat(alice.post("/v3/chat", with(say(bot, "x", false), "meta_data", Map.of("k".repeat(65), "v"))).code()).isEqualTo(4003);
    }

    @Test
    void answersUnpublishedBotsWith4015ButChatsWithTheirDraft() {
        var alice = Pankou.on(database).user();
        var bot = alice.draftBot(Map.of());

        assertThat(alice.post("/v3/chat", say(bot, "x", false)).code()).isEqualTo(4015);
        var started = alice.post("/v3/chat", with(say(bot, "x", false), "publish_status", "unpublished_draft")).data();
        assertThat(await(alice, started, "completed"::equals).get("usage").get("output_count").intValue()).isPositive();
    }

    @Test
    void hidesBotsConversationsAndChatsFromOthers() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();
        var bob = pankou.user();
        var bot = alice.publishedBot(Map.of());
        var chat = alice.post("/v3/chat", say(bot, "x", false)).data();

        assertThat(bob.post("/v3/chat", say(bot, "x", false)).code()).isEqualTo(4200);
        assertThat(bob.get("/v3/chat/retrieve" + place(chat)).code()).isEqualTo(4001);
        assertThat(bob.get("/v3/chat/message/list" + place(chat)).code()).isEqualTo(4001);
        assertThat(cancel(bob, chat).code()).isEqualTo(4001);
        var bobsBot = bob.publishedBot(Map.of());
        var conversation = chat.get("conversation_id").stringValue();
        assertThat(bob.post("/v3/chat?conversation_id=" + conversation, say(bobsBot, "x", false)).code()).isEqualTo(4002);
    }

    @Test
    void keepsNothingWithoutHistory() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var conversation = alice.post("/v1/conversation/create", Map.of()).data().get("id").stringValue();

        var events = stream(alice, "/v3/chat?conversation_id=" + conversation, with(say(bot, "x", true), "auto_save_history", false));
        var chat = events.getFirst().json();

        assertThat(events.getLast().event()).isEqualTo("done");
        assertThat(alice.get("/v3/chat/retrieve" + place(chat)).code()).isEqualTo(4001);
        assertThat(alice.post("/v1/conversation/message/list?conversation_id=" + conversation, Map.of()).json().get("data").isEmpty()).isTrue();
        var again = stream(alice, "/v3/chat?conversation_id=" + conversation, say(bot, "y", true));
        assertThat(again.getLast().event()).isEqualTo("done");
    }

    @Test
    void refusesToolOutputsOfAChatWithoutHistory() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of("client_tools", List.of(Map.of("name", "t", "description", "d", "parameters", Map.of("type", "object")))));
            fake.reply(FakeModelReply.answer().toolCall("c", "t", "{}"));

            var events = stream(alice, "/v3/chat", with(say(bot, "x", true), "auto_save_history", false));
            var chat = events.getFirst().json();

            assertThat(events.get(events.size() - 2).event()).isEqualTo("conversation.chat.requires_action");
            var refused = alice.post(
                    "/v3/chat/submit_tool_outputs" + place(chat),
                    Map.of("tool_outputs", List.of(Map.of("tool_call_id", "c", "output", "x"))));
            assertThat(refused.code()).isEqualTo(5000);
            assertThat(refused.status()).isEqualTo(200);
        }
    }

    @Test
    void needsAnOutputForEveryCallEvenIfItIsEmpty() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of("client_tools", List.of(Map.of("name", "t", "description", "d", "parameters", Map.of("type", "object")))));
            fake.reply(FakeModelReply.answer().toolCall("c", "t", "{}"), FakeModelReply.answer().text("ok"));
            var chat = stream(alice, "/v3/chat", say(bot, "x", true)).getFirst().json();
            var path = "/v3/chat/submit_tool_outputs" + place(chat);

            assertThat(alice.post(path, Map.of("tool_outputs", List.of(Map.of("tool_call_id", "c")))).msg())
                    .isEqualTo("field tool_outputs[0].output is invalid: is required");
            var output = Map.of("tool_call_id", "c", "output", "");
            assertThat(alice.post(path, Map.of("tool_outputs", List.of(output, output))).code()).isEqualTo(4000);
            assertThat(alice.post(path, Map.of()).code()).isEqualTo(4000);
            var more = stream(alice, path, Map.of("stream", true, "tool_outputs", List.of(output)));
            assertThat(more).extracting(Sse::event).endsWith("conversation.chat.completed", "done");
            assertThat(alice.post(path, Map.of("tool_outputs", List.of(output))).code()).isEqualTo(4000);
        }
    }

    @Test
    void letsOneOfTwoWinWhoAskAtOnce() throws Exception {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start();
                var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var bot = bot(alice, fake, Map.of("client_tools", List.of(Map.of("name", "t", "description", "d", "parameters", Map.of("type", "object")))));
            fake.byDefault(request -> request.body().toString().contains("call it")
                            && !request.body().toString().contains("\"tool\"")
                    ? FakeModelReply.answer().toolCall("c", "t", "{}")
                    : FakeModelReply.answer().text("ok"));
            for (var i = 0; i < 20; i++) {
                var chat = stream(alice, "/v3/chat", say(bot, "call it", true)).getFirst().json();
                var conversation = "?conversation_id=" + chat.get("conversation_id").stringValue();
                var output = Map.of("tool_call_id", "c", "output", "x");
                var all = List.of(
                        threads.submit(() -> alice.post("/v3/chat/submit_tool_outputs" + place(chat), Map.of("tool_outputs", List.of(output)))),
                        threads.submit(() -> alice.post("/v3/chat/submit_tool_outputs" + place(chat), Map.of("tool_outputs", List.of(output)))),
                        threads.submit(() -> alice.post("/v3/chat" + conversation, say(bot, "x", false))),
                        threads.submit(() -> alice.post("/v3/chat" + conversation, say(bot, "x", false))),
                        threads.submit(() -> alice.post("/v1/conversation/message/create" + conversation, message("user", "by hand"))),
                        threads.submit(() -> alice.delete("/v1/conversations/" + chat.get("conversation_id").stringValue())));
                for (var reply : all) {
                    assertThat(reply.get().status()).isEqualTo(200);
                    assertThat(reply.get().code()).isIn(0, 4000, 4001, 4002, 4016);
                }
            }
        }
    }

    @Test
    void takesTextInsideJsonThatNoDatabaseTakes() {
        var alice = Pankou.on(database).user();
        var shortcut = Map.of("name", "f", "command", "/f", "query_template", "about {{what}}",
                "components", List.of(Map.of("name", "what", "type", "text")));
        var bot = alice.publishedBot(Map.of("shortcut_commands", List.of(shortcut)));
        var picture = alice.upload("a.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0});
        var content = "[{\"type\":\"text\",\"text\":\"a\\u0000b\\ud83c\"},{\"type\":\"image\",\"file_id\":\"" + picture + "\"}]";
        var entered = Map.of("role", "user", "content", content, "content_type", "object_string");

        var events = stream(alice, "/v3/chat", with(say(bot, "", true), "additional_messages", List.of(entered)));
        assertThat(events).extracting(Sse::event).endsWith("conversation.chat.completed", "done");
        var commands = alice.get("/v1/bots/" + bot).data().get("shortcut_commands");
        if (commands.isEmpty()) {
            return; // shortcuts cannot be made by API
        }
        var command = Map.of("command_id", commands.get(0).get("id").stringValue(),
                "parameters", Map.of("what", "[{\"type\":\"text\",\"text\":\"a\\u0000b\\ud83c\"}]"));
        var made = stream(alice, "/v3/chat", with(with(say(bot, "", true), "additional_messages", List.of()), "shortcut_command", command));
        assertThat(made).extracting(Sse::event).endsWith("conversation.chat.completed", "done");
    }

    @Test
    void asksAgainWithoutNewMessagesForTheLastOfTheConversation() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("yes"));
            var conversation = alice.post("/v1/conversation/create", Map.of("messages", List.of(message("user", "by hand")))).data().get("id").stringValue();

            var events = stream(alice, "/v3/chat?conversation_id=" + conversation, Map.of("bot_id", bot, "user_id", "u", "stream", true));

            assertThat(events.getLast().event()).isEqualTo("done");
            assertThat(fake.lastRequest().body().get("messages")).hasSize(1);
            assertThat(fake.lastRequest().body().get("messages").get(0).get("content").stringValue()).isEqualTo("by hand");
        }
    }

    @Test
    void forgetsWhatWasBeforeTheClear() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("a"), FakeModelReply.answer().text("b"));
            var chat = stream(alice, "/v3/chat", say(bot, "first", true)).getFirst().json();
            var conversation = chat.get("conversation_id").stringValue();

            var section = alice.post("/v1/conversations/" + conversation + "/clear").data();
            var second = stream(alice, "/v3/chat?conversation_id=" + conversation, say(bot, "second", true));

            assertThat(section.get("conversation_id").stringValue()).isEqualTo(conversation);
            assertThat(second.getFirst().json().get("section_id")).isEqualTo(section.get("id"));
            assertThat(fake.lastRequest().body().get("messages")).hasSize(1);
        }
    }

    @Test
    void suggestsUpToThreeQuestions() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of("suggest_reply_info", Map.of("reply_mode", "enable")));
            fake.reply(FakeModelReply.answer().text("Paris."), FakeModelReply.answer().text("[\"A?\",\"B?\",\"C?\",\"D?\"]"));

            var events = stream(alice, "/v3/chat", say(bot, "capital?", true));

            assertThat(events).extracting(Sse::event).containsExactly(
                    "conversation.chat.created",
                    "conversation.chat.in_progress",
                    "conversation.message.delta",
                    "conversation.message.completed",
                    "conversation.message.completed",
                    "conversation.message.completed",
                    "conversation.message.completed",
                    "conversation.message.completed",
                    "conversation.chat.completed",
                    "done");
            assertThat(events.subList(5, 8)).extracting(e -> e.json().get("content").stringValue()).containsExactly("A?", "B?", "C?");
            assertThat(events.subList(5, 8)).extracting(e -> e.json().get("type").stringValue()).containsOnly("follow_up");
        }
    }

    @Test
    void completesWhenSuggestionsFail() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of("suggest_reply_info", Map.of("reply_mode", "customized", "customized_prompt", "Be brief.")));
            fake.reply(FakeModelReply.answer().text("Paris."), FakeModelReply.error(400, "bad"));

            var events = stream(alice, "/v3/chat", say(bot, "capital?", true));

            var last = events.get(events.size() - 2);
            assertThat(last.event()).isEqualTo("conversation.chat.completed");
            assertThat(last.json().get("last_error").get("code").intValue()).isZero();
            assertThat(fake.lastRequest().body().get("messages").get(0).get("content").stringValue()).contains("Be brief.");
        }
    }

    @Test
    void showsReasoningApart() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().reasoning("Hm, ", "yes.").text("Yes."));

            var events = stream(alice, "/v3/chat", say(bot, "?", true));

            assertThat(events.get(2).json().get("reasoning_content").stringValue()).isEqualTo("Hm, ");
            assertThat(events.get(2).json().get("content").stringValue()).isEmpty();
            var completed = events.stream().filter(e -> e.event().equals("conversation.message.completed")).findFirst().orElseThrow().json();
            assertThat(completed.get("reasoning_content").stringValue()).isEqualTo("Hm, yes.");
            assertThat(completed.get("content").stringValue()).isEqualTo("Yes.");
        }
    }

    @Test
    void sendsImagesAndTextFilesToTheModel() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("seen"));
            var png = new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0};
            var image = alice.upload("山.png", png);
            var text = alice.upload("notes.txt", "Die Hütte öffnet um neun.".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            var content = "[{\"type\":\"text\",\"text\":\"What?\"},{\"type\":\"image\",\"file_id\":\"" + image + "\"},{\"type\":\"file\",\"file_id\":\"" + text + "\"}]";
            var message = Map.of("role", "user", "content", content, "content_type", "object_string");

            stream(alice, "/v3/chat", with(say(bot, "", true), "additional_messages", List.of(message)));

            var sent = fake.lastRequest().body().get("messages").get(0).get("content").toString();
            assertThat(sent).contains("What?").contains("data:image/png;base64,").contains("Die Hütte öffnet um neun.");
            var foreign = Pankou.on(database).user();
            var bobsBot = foreign.publishedBot(Map.of());
            var refused = foreign.post("/v3/chat", with(say(bobsBot, "", true), "additional_messages", List.of(message)));
            assertThat(refused.code()).isEqualTo(4000);
        }
    }

    @Test
    void sendsOnlySoManyBytesOfFilesToTheModel() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("seen"));
            var png = new byte[6 << 20];
            System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 0, png, 0, 8);
            var image = "{\"type\":\"image\",\"file_id\":\"" + alice.upload("big.png", png) + "\"}";
            var content = "[{\"type\":\"text\",\"text\":\"What?\"}," + String.join(",", Collections.nCopies(8, image)) + "]";
            var message = Map.of("role", "user", "content", content, "content_type", "object_string");

            stream(alice, "/v3/chat", with(say(bot, "", true), "additional_messages", List.of(message)));

            var sent = fake.lastRequest().body().get("messages").get(0).get("content");
            assertThat(sent.valueStream().filter(part -> part.has("image_url"))).hasSize(3);
            assertThat(sent.get(8).get("text").stringValue()).contains("big.png").contains("left out");
        }
    }

    @Test
    void cancelsOnlyWhatRuns() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("done"), FakeModelReply.answer().text("part").silence());
            var ended = stream(alice, "/v3/chat", say(bot, "x", true)).getFirst().json();
            var running = alice.post("/v3/chat", say(bot, "y", false)).data();
            fake.awaitRequest();

            assertThat(cancel(alice, ended).code()).isEqualTo(4104);
            assertThat(cancel(alice, running).data().get("status").stringValue()).isEqualTo("canceled");
            assertThat(cancel(alice, running).data().get("status").stringValue()).isEqualTo("canceled");
            fake.awaitCancelled();
            var conversation = running.get("conversation_id").stringValue();
            fake.reply(FakeModelReply.answer().text("fresh"));
            stream(alice, "/v3/chat?conversation_id=" + conversation, say(bot, "z", true));
            assertThat(fake.lastRequest().body().get("messages")).hasSize(1);
        }
    }
}
