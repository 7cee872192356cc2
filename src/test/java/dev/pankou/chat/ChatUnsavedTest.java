package dev.pankou.chat;

import static dev.pankou.chat.ChatSteps.bot;
import static dev.pankou.chat.ChatSteps.cancel;
import static dev.pankou.chat.ChatSteps.place;
import static dev.pankou.chat.ChatSteps.say;
import static dev.pankou.chat.ChatSteps.stream;
import static dev.pankou.chat.ChatSteps.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.RawHttp;
import dev.pankou.testing.Sse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Chats with auto_save_history=false (ChatV3). */
@ParameterizedClass
@EnumSource(Database.class)
record ChatUnsavedTest(Database database) {
    private static Map<String, Object> unsaved(String bot, String text) {
        return with(say(bot, text, true), "auto_save_history", false);
    }

    @Test
    void leavesAConversationThatTheNextChatCanUse() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());

        var first = stream(alice, "/v3/chat", unsaved(bot, "one")).getFirst().json();
        var conversation = first.get("conversation_id").stringValue();
        var second = stream(alice, "/v3/chat?conversation_id=" + conversation, unsaved(bot, "two"));

        assertThat(second).extracting(Sse::event).endsWith("conversation.chat.completed", "done");
        assertThat(second.getFirst().json().get("conversation_id")).isEqualTo(first.get("conversation_id"));
        assertThat(alice.get("/v3/chat/retrieve" + place(first)).code()).isEqualTo(4001);
        var listed = alice.post("/v1/conversation/message/list?conversation_id=" + conversation, Map.of());
        assertThat(listed.json().get("data").isEmpty()).isTrue();
        var found = alice.get("/v1/conversation/retrieve?conversation_id=" + conversation).data();
        assertThat(found.get("name").stringValue()).isEmpty();
    }

    @Test
    void isCanceledFromAnotherConnection() throws IOException {
        var pankou = Pankou.on(database);
        var alice = pankou.user();
        try (var fake = FakeModel.start();
                var raw = RawHttp.connect(pankou)) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("half").silence());
            var text = raw.post("/v3/chat", alice.token(), "", Json.text(unsaved(bot, "x"))).readUntil(t -> t.contains("half"));

            var canceled = cancel(alice, firstChat(text));

            assertThat(canceled.data().get("status").stringValue()).isEqualTo("canceled");
            fake.awaitCancelled();
            raw.readUntil(t -> t.contains("event:done"));
            assertThat(alice.get("/v3/chat/retrieve" + place(firstChat(text))).code()).isEqualTo(4001);
        }
    }

    private static JsonNode firstChat(String text) {
        var from = text.indexOf("data:") + 5;
        return Json.tree(text.substring(from, text.indexOf('\n', from)).strip());
    }
}
