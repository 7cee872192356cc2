package dev.pankou.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Database.class)
record MessagesTest(Database database) {
    private Person user() {
        return Pankou.on(database).user();
    }

    private static Map<String, Object> said(String text) {
        return Map.of("role", "user", "content", text, "content_type", "text");
    }

    private static String conversation(Person person, int messages) {
        var all = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < messages; i++) {
            all.add(said("m" + i));
        }
        return person.post("/v1/conversation/create", Map.of("messages", all)).data().get("id").stringValue();
    }

    private static JsonNode list(Person person, String conversation, Map<String, ?> body) {
        var reply = person.post("/v1/conversation/message/list?conversation_id=" + conversation, body);
        assertThat(reply.code()).as(reply.text()).isZero();
        return reply.json();
    }

    private static List<String> texts(JsonNode page) {
        var found = new ArrayList<String>();
        page.get("data").forEach(message -> found.add(message.get("content").stringValue()));
        return found;
    }

    private static String at(String conversation, String message) {
        return "?conversation_id=" + conversation + "&message_id=" + message;
    }

    /** A chat of one round with a tool-less model; its conversation, chat, question and answer. */
    private record Round(String conversation, String chat, String question, String answer) {}

    private static Round round(Person person, String bot, String conversation, String text) {
        var body = Map.of("bot_id", bot, "user_id", "u", "stream", true, "additional_messages", List.of(said(text)));
        var path = "/v3/chat" + (conversation.isEmpty() ? "" : "?conversation_id=" + conversation);
        var chat = Sse.read(person.post(path, body).text()).getFirst().json();
        var place = chat.get("conversation_id").stringValue();
        var id = chat.get("id").stringValue();
        var messages = list(person, place, Map.of("chat_id", id, "order", "asc")).get("data");
        assertThat(messages).hasSize(2);
        return new Round(place, id, messages.get(0).get("id").stringValue(), messages.get(1).get("id").stringValue());
    }

    @Test
    void pagesThroughBothOrdersInBothDirections() {
        var alice = user();
        var id = conversation(alice, 5);

        var newest = list(alice, id, Map.of("limit", 2));
        assertThat(texts(newest)).containsExactly("m4", "m3");
        assertThat(newest.get("has_more").booleanValue()).isTrue();
        assertThat(newest.get("first_id")).isEqualTo(newest.at("/data/0/id"));
        assertThat(newest.get("last_id")).isEqualTo(newest.at("/data/1/id"));
        var older = list(alice, id, Map.of("limit", 2, "after_id", newest.get("last_id")));
        assertThat(texts(older)).containsExactly("m2", "m1");
        var last = list(alice, id, Map.of("limit", 2, "after_id", older.get("last_id")));
        assertThat(texts(last)).containsExactly("m0");
        assertThat(last.get("has_more").booleanValue()).isFalse();
        var back = list(alice, id, Map.of("limit", 2, "before_id", last.get("first_id")));
        assertThat(texts(back)).containsExactly("m2", "m1");
        assertThat(back.get("has_more").booleanValue()).isTrue();

        var oldest = list(alice, id, Map.of("limit", 3, "order", "asc"));
        assertThat(texts(oldest)).containsExactly("m0", "m1", "m2");
        var newer = list(alice, id, Map.of("limit", 3, "order", "asc", "after_id", oldest.get("last_id")));
        assertThat(texts(newer)).containsExactly("m3", "m4");
        assertThat(newer.get("has_more").booleanValue()).isFalse();
        var returned = list(alice, id, Map.of("limit", 3, "order", "asc", "before_id", newer.get("first_id")));
        assertThat(texts(returned)).containsExactly("m0", "m1", "m2");
        var between = list(alice, id, Map.of(
                "order", "asc", "after_id", oldest.get("first_id"), "before_id", newer.get("last_id")));
        assertThat(texts(between)).containsExactly("m1", "m2", "m3");
    }

    @Test
    void endsEmptyListsWithoutCursor() {
        var alice = user();
        var empty = list(alice, conversation(alice, 0), Map.of());

        assertThat(empty.get("data")).isEmpty();
        assertThat(empty.get("first_id").stringValue()).isEmpty();
        assertThat(empty.get("last_id").stringValue()).isEmpty();
        assertThat(empty.get("has_more").booleanValue()).isFalse();
    }

    @Test
    void lists50AndNot51() {
        var alice = user();
        var id = conversation(alice, 1);
        var path = "/v1/conversation/message/list?conversation_id=" + id;

        assertThat(alice.post(path, Map.of("limit", 50)).code()).isZero();
        assertThat(alice.post(path, Map.of("limit", 51)).msg()).isEqualTo("field limit is invalid: 1 to 50");
        assertThat(alice.post(path, Map.of("limit", 0)).code()).isEqualTo(4000);
        assertThat(alice.post(path, Map.of("order", "sideways")).code()).isEqualTo(4000);
        assertThat(alice.post(path).code()).isZero();
        assertThat(alice.post("/v1/conversation/message/list", Map.of()).msg())
                .isEqualTo("field conversation_id is invalid: is required");
    }

    @Test
    void listsOneChatAlone() {
        var alice = user();
        var bot = alice.publishedBot(Map.of());
        var first = round(alice, bot, "", "一");
        var second = round(alice, bot, first.conversation(), "二");

        var all = list(alice, first.conversation(), Map.of());
        var one = list(alice, first.conversation(), Map.of("chat_id", second.chat()));
        var none = list(alice, first.conversation(), Map.of("chat_id", "17"));

        assertThat(all.get("data")).hasSize(4);
        assertThat(texts(one)).contains("二").doesNotContain("一").hasSize(2);
        one.get("data").forEach(message -> assertThat(message.get("chat_id").stringValue()).isEqualTo(second.chat()));
        assertThat(none.get("data")).isEmpty();
    }

    @Test
    void addsMessagesOfBothRoles() {
        var alice = user();
        var id = conversation(alice, 0);
        var path = "/v1/conversation/message/create?conversation_id=" + id;

        var asked = alice.post(path, Map.of("role", "user", "content", "问 ❓", "content_type", "text", "meta_data", Map.of("k", "v"))).data();
        var answered = alice.post(path, Map.of("role", "assistant", "content", "答", "content_type", "text")).data();

        assertThat(asked.get("type").stringValue()).isEqualTo("question");
        assertThat(answered.get("type").stringValue()).isEqualTo("answer");
        assertThat(asked.get("chat_id").stringValue()).isEmpty();
        assertThat(asked.at("/meta_data/k").stringValue()).isEqualTo("v");
        var retrieved = alice.get("/v1/conversation/message/retrieve" + at(id, asked.get("id").stringValue())).data();
        assertThat(retrieved).isEqualTo(asked);
        // The Java client posts.
        assertThat(alice.post("/v1/conversation/message/retrieve" + at(id, asked.get("id").stringValue())).data()).isEqualTo(asked);
    }

    @Test
    void refusesMessagesThatLackSomething() {
        var alice = user();
        var id = conversation(alice, 0);
        var path = "/v1/conversation/message/create?conversation_id=" + id;
        var pairs = new HashMap<String, String>();
        for (var i = 0; i < 17; i++) {
            pairs.put("k" + i, "v");
        }

        assertThat(alice.post(path, Map.of("content", "x", "content_type", "text")).msg()).startsWith("field role");
        assertThat(alice.post(path, Map.of("role", "system", "content", "x", "content_type", "text")).msg()).startsWith("field role");
        assertThat(alice.post(path, Map.of("role", "user", "content_type", "text")).msg()).startsWith("field content ");
        assertThat(alice.post(path, Map.of("role", "user", "content", "x")).msg()).startsWith("field content_type");
        assertThat(alice.post(path, Map.of("role", "user", "content", "x", "content_type", "card")).code()).isEqualTo(4000);
        assertThat(alice.post(path, Map.of("role", "user", "content", "[]", "content_type", "object_string")).code()).isEqualTo(4000);
        assertThat(alice.post(path, Map.of("role", "user", "content", "x", "content_type", "text", "meta_data", pairs)).code())
                .isEqualTo(4003);
        assertThat(list(alice, id, Map.of()).get("data")).isEmpty();
    }

    @Test
    void changesContentMetaDataOrBoth() {
        var alice = user();
        var id = conversation(alice, 1);
        var message = list(alice, id, Map.of()).at("/data/0/id").stringValue();
        var path = "/v1/conversation/message/modify" + at(id, message);

        var content = alice.post(path, Map.of("content", "新 ✏️", "content_type", "text")).json().get("message");
        var pairs = alice.post(path, Map.of("meta_data", Map.of("k", "v"))).json().get("message");

        assertThat(content.get("content").stringValue()).isEqualTo("新 ✏️");
        assertThat(pairs.get("content").stringValue()).isEqualTo("新 ✏️");
        assertThat(pairs.at("/meta_data/k").stringValue()).isEqualTo("v");
        assertThat(alice.post(path, Map.of("meta_data", Map.of("l", "w"))).json().get("message").get("meta_data").propertyNames())
                .containsExactly("l");
        assertThat(alice.post(path, Map.of()).code()).isEqualTo(4000);
        assertThat(alice.post(path, Map.of("content", "")).code()).isEqualTo(4000);
        assertThat(alice.post(path, Map.of("content", "x")).msg()).startsWith("field content_type");
        assertThat(alice.post(path, Map.of("meta_data", Map.of("k".repeat(65), "v"))).code()).isEqualTo(4003);
        assertThat(alice.post("/v1/conversation/message/modify" + at(id, "17"), Map.of("meta_data", Map.of("k", "v"))).code())
                .isEqualTo(4005);
        var stored = list(alice, id, Map.of()).at("/data/0");
        assertThat(stored.get("content").stringValue()).isEqualTo("新 ✏️");
        assertThat(stored.at("/meta_data/l").stringValue()).isEqualTo("w");
    }

    @Test
    void deletesQuestionsAndAnswersOnly() {
        var alice = user();
        var bot = alice.publishedBot(Map.of());
        var round = round(alice, bot, "", "你好");
        var verbose = alice.get("/v3/chat/message/list?conversation_id=" + round.conversation() + "&chat_id=" + round.chat()).json().get("data");
        var finish = "";
        for (var message : verbose) {
            if (message.get("type").stringValue().equals("verbose")) {
                finish = message.get("id").stringValue();
            }
        }

        assertThat(finish).isNotEmpty();
        assertThat(alice.post("/v1/conversation/message/delete" + at(round.conversation(), finish)).code()).isEqualTo(4000);
        assertThat(alice.post("/v1/conversation/message/modify" + at(round.conversation(), finish), Map.of("meta_data", Map.of("k", "v"))).code())
                .isEqualTo(4000);
        var gone = alice.post("/v1/conversation/message/delete" + at(round.conversation(), round.answer()));
        assertThat(gone.data().get("id").stringValue()).isEqualTo(round.answer());
        assertThat(alice.post("/v1/conversation/message/delete" + at(round.conversation(), round.answer())).code()).isEqualTo(4005);
        assertThat(texts(list(alice, round.conversation(), Map.of()))).containsExactly("你好");
        // What led to the answer went with it.
        assertThat(alice.get("/v1/conversation/message/retrieve" + at(round.conversation(), finish)).code()).isEqualTo(4005);
        assertThat(alice.post("/v1/conversation/message/delete" + at(round.conversation(), round.question())).code()).isZero();
    }

    @Test
    void forgetsADeletedMessageInLaterChats() {
        var alice = user();
        try (var fake = FakeModel.start()) {
            var model = Pankou.on(database).root().model(fake);
            var bot = alice.publishedBot(Map.of("model_info_config", Map.of("model_id", model)));
            fake.reply(FakeModelReply.answer().text("geheim"), FakeModelReply.answer().text("ok"));
            var round = round(alice, bot, "", "first");
            alice.post("/v1/conversation/message/delete" + at(round.conversation(), round.answer())).data();

            round(alice, bot, round.conversation(), "second");

            assertThat(fake.lastRequest().body().toString()).contains("first").doesNotContain("geheim");
        }
    }

    @Test
    void isOfOneConversationOfOnePersonOnly() {
        var alice = user();
        var bob = user();
        var one = conversation(alice, 1);
        var other = conversation(alice, 0);
        var message = list(alice, one, Map.of()).at("/data/0/id").stringValue();

        assertThat(alice.get("/v1/conversation/message/retrieve" + at(other, message)).code()).isEqualTo(4005);
        assertThat(alice.post("/v1/conversation/message/delete" + at(other, message)).code()).isEqualTo(4005);
        assertThat(bob.get("/v1/conversation/message/retrieve" + at(one, message)).code()).isEqualTo(4002);
        assertThat(bob.get("/v1/conversation/message/retrieve" + at(conversation(bob, 0), message)).code()).isEqualTo(4005);
        assertThat(texts(list(alice, one, Map.of()))).containsExactly("m0");
    }

    @Test
    void ratesTextAnswersOfChatsOnly() {
        var alice = user();
        var round = round(alice, alice.publishedBot(Map.of()), "", "你好");
        var byHand = alice.post(
                "/v1/conversation/message/create?conversation_id=" + round.conversation(),
                Map.of("role", "assistant", "content", "x", "content_type", "text")).data().get("id").stringValue();
        var path = "/v1/conversations/" + round.conversation() + "/messages/";
        var like = Map.of("feedback_type", "like");

        assertThat(alice.post(path + round.answer() + "/feedback", like).code()).isZero();
        assertThat(alice.post(path + round.answer() + "/feedback", Map.of(
                        "feedback_type", "unlike", "reason_types", List.of("错"), "comment", "不对 🙁")).code()).isZero();
        assertThat(alice.delete(path + round.answer() + "/feedback").code()).isZero();
        assertThat(alice.delete(path + round.answer() + "/feedback").code()).isZero();
        assertThat(alice.post(path + round.question() + "/feedback", like).code()).isEqualTo(4000);
        assertThat(alice.post(path + byHand + "/feedback", like).code()).isEqualTo(4000);
        assertThat(alice.post(path + "17/feedback", like).code()).isEqualTo(4005);
        assertThat(user().post(path + round.answer() + "/feedback", like).code()).isEqualTo(4002);
    }

    @Test
    void limitsReasonsAndComment() {
        var alice = user();
        var round = round(alice, alice.publishedBot(Map.of()), "", "你好");
        var path = "/v1/conversations/" + round.conversation() + "/messages/" + round.answer() + "/feedback";
        var good = Map.of(
                "feedback_type", "unlike", "reason_types", Collections.nCopies(10, "因".repeat(30)), "comment", "评".repeat(250));

        assertThat(alice.post(path, good).code()).isZero();
        for (var wrong : List.of(
                Map.of("reason_types", Collections.nCopies(11, "x")),
                Map.of("reason_types", List.of("x".repeat(31))),
                Map.of("comment", "x".repeat(251)),
                Map.of("feedback_type", "meh"),
                Map.of("feedback_type", ""))) {
            var body = new HashMap<String, Object>(good);
            body.putAll(wrong);
            assertThat(alice.post(path, body).code()).as(wrong.toString()).isEqualTo(4000);
        }
    }
}
