package dev.pankou.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Database.class)
record ConversationsTest(Database database) {
    private Person user() {
        return Pankou.on(database).user();
    }

    private static JsonNode made(Person person, Map<String, ?> body) {
        return person.post("/v1/conversation/create", body).data();
    }

    private static JsonNode seen(Person person, String id) {
        return person.get("/v1/conversation/retrieve?conversation_id=" + id).data();
    }

    private static List<String> ids(JsonNode list) {
        var ids = new ArrayList<String>();
        list.get("conversations").forEach(one -> ids.add(one.get("id").stringValue()));
        return ids;
    }

    private static Map<String, Object> said(String text) {
        return Map.of("role", "user", "content", text, "content_type", "text");
    }

    @Test
    void keepsWhatItWasMadeWith() {
        var alice = user();
        var bot = alice.draftBot(Map.of());

        var made = made(alice, Map.of("bot_id", bot, "name", "天气 🌦", "meta_data", Map.of("k", "v"), "connector_id", "999"));
        var id = made.get("id").stringValue();

        assertThat(seen(alice, id)).isEqualTo(made);
        assertThat(made.get("name").stringValue()).isEqualTo("天气 🌦");
        assertThat(made.at("/meta_data/k").stringValue()).isEqualTo("v");
        assertThat(made.get("connector_id").stringValue()).isEqualTo("999");
        assertThat(made.get("creator_id").stringValue())
                .isEqualTo(alice.get("/v1/users/me").data().get("user_id").stringValue());
        assertThat(made.get("last_section_id").stringValue()).isEqualTo(id);
        assertThat(made.get("created_at").longValue()).isBetween(1_700_000_000L, 4_000_000_000L);
    }

    @Test
    void needsNothingAtAll() {
        var made = user().post("/v1/conversation/create").data();

        assertThat(made.get("name").stringValue()).isEmpty();
        assertThat(made.get("connector_id").stringValue()).isEqualTo("1024");
        assertThat(made.get("meta_data")).isEmpty();
    }

    @Test
    void takes16FirstMessagesAndNot17() {
        var alice = user();
        var messages = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < 16; i++) {
            messages.add(said("m" + i));
        }

        var id = made(alice, Map.of("messages", messages)).get("id").stringValue();
        messages.add(said("one more"));
        var refused = alice.post("/v1/conversation/create", Map.of("messages", messages));

        var list = alice.post("/v1/conversation/message/list?conversation_id=" + id, Map.of("order", "asc")).json().get("data");
        assertThat(list).hasSize(16);
        assertThat(list.get(0).get("content").stringValue()).isEqualTo("m0");
        assertThat(refused.code()).isEqualTo(4000);
        assertThat(refused.msg()).startsWith("field messages is invalid");
    }

    @Test
    void showsALimitedTokenNothingOfBotsElsewhere() {
        var alice = user();
        var team = alice.post("/v1/workspaces", Map.of("name", "天气 team", "description", "d")).data().get("id").stringValue();
        var here = alice.publishedBot(Map.of("space_id", team));
        var there = alice.publishedBot(Map.of());
        var limited = alice.pankou().with(alice.post(
                        "/pankou/v1/tokens", Map.of("name", "t", "workspace_ids", List.of(team)))
                .data().get("token").stringValue());
        var mine = made(alice, Map.of("bot_id", here)).get("id").stringValue();
        var free = made(alice, Map.of("messages", List.of(said("嗨")))).get("id").stringValue();
        var mixed = made(alice, Map.of()).get("id").stringValue();
        for (var bot : List.of(here, there)) {
            alice.post(
                    "/v3/chat?conversation_id=" + mixed,
                    Map.of("bot_id", bot, "user_id", "u", "stream", true, "additional_messages", List.of(said("嗨"))));
        }

        assertThat(seen(limited, mine).get("id").stringValue()).isEqualTo(mine);
        assertThat(limited.post("/v1/conversation/message/list?conversation_id=" + free).json().get("data")).hasSize(1);
        assertThat(limited.post("/v1/conversation/message/list?conversation_id=" + mixed).code()).isEqualTo(4101);
        assertThat(limited.post(
                                "/v3/chat?conversation_id=" + mixed,
                                Map.of("bot_id", here, "user_id", "u", "additional_messages", List.of(said("嗨"))))
                        .code())
                .isEqualTo(4101);
        assertThat(limited.delete("/v1/conversations/" + mixed).msg()).contains("bot=" + there, "limited to other workspaces");
        assertThat(alice.post("/v1/conversation/message/list?conversation_id=" + mixed).json().get("data")).isNotEmpty();
    }

    @Test
    void limitsNameAndMetaData() {
        var alice = user();
        var pairs = new HashMap<String, String>();
        for (var i = 0; i < 17; i++) {
            pairs.put("k" + i, "v");
        }

        assertThat(alice.post("/v1/conversation/create", Map.of("name", "名".repeat(100))).code()).isZero();
        assertThat(alice.post("/v1/conversation/create", Map.of("name", "名".repeat(101))).code()).isEqualTo(4000);
        assertThat(alice.post("/v1/conversation/create", Map.of("meta_data", pairs)).code()).isEqualTo(4003);
        pairs.remove("k0");
        assertThat(alice.post("/v1/conversation/create", Map.of("meta_data", pairs)).code()).isZero();
        assertThat(alice.post("/v1/conversation/create", Map.of("meta_data", Map.of("k", "x".repeat(513)))).code()).isEqualTo(4003);
    }

    @Test
    void refusesForeignBotsFilesAndOfficialChannels() {
        var alice = user();
        var bob = user();
        var bot = bob.publishedBot(Map.of());
        var file = bob.upload("a.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0});
        var image = Map.of(
                "role", "user", "content_type", "object_string",
                "content", "[{\"type\":\"image\",\"file_id\":\"" + file + "\"},{\"type\":\"text\",\"text\":\"看\"}]");

        assertThat(alice.post("/v1/conversation/create", Map.of("bot_id", bot)).code()).isEqualTo(4200);
        assertThat(alice.post("/v1/conversation/create", Map.of("bot_id", "1")).code()).isEqualTo(4200);
        assertThat(alice.post("/v1/conversation/create", Map.of("messages", List.of(image))).code()).isEqualTo(4000);
        assertThat(bob.post("/v1/conversation/create", Map.of("messages", List.of(image))).code()).isZero();
        assertThat(alice.post("/v1/conversation/create", Map.of("connector_id", "998")).code()).isEqualTo(4000);
    }

    @Test
    void looksMissingToOthers() {
        var alice = user();
        var bob = user();
        var id = made(alice, Map.of("name", "a")).get("id").stringValue();

        for (var refused : List.of(
                bob.get("/v1/conversation/retrieve?conversation_id=" + id),
                bob.get("/v1/conversation/retrieve?conversation_id=1"),
                bob.put("/v1/conversations/" + id, Map.of("name", "b")),
                bob.post("/v1/conversations/" + id + "/clear"),
                bob.delete("/v1/conversations/" + id))) {
            assertThat(refused.code()).isEqualTo(4002);
            assertThat(refused.msg()).matches("conversation_id \\d+ does not exist");
        }
        assertThat(seen(alice, id).get("name").stringValue()).isEqualTo("a");
    }

    @Test
    void listsByBotAndChannelInBothOrders() {
        var alice = user();
        var bot = alice.draftBot(Map.of());
        var other = alice.draftBot(Map.of());
        var made = new ArrayList<String>();
        for (var i = 0; i < 5; i++) {
            made.add(made(alice, Map.of("bot_id", bot)).get("id").stringValue());
        }
        made(alice, Map.of("bot_id", other));
        var onSdk = made(alice, Map.of("bot_id", bot, "connector_id", "999")).get("id").stringValue();

        var newest = alice.get("/v1/conversations?bot_id=" + bot).data();
        var oldest = alice.get("/v1/conversations?sort_order=ASC&bot_id=" + bot).data();
        var second = alice.get("/v1/conversations?sort_order=asc&page_num=2&page_size=2&bot_id=" + bot).data();
        var last = alice.get("/v1/conversations?sort_order=asc&page_num=3&page_size=2&bot_id=" + bot).data();

        assertThat(ids(newest)).isEqualTo(made.reversed());
        assertThat(newest.get("has_more").booleanValue()).isFalse();
        assertThat(ids(oldest)).isEqualTo(made);
        assertThat(ids(second)).isEqualTo(made.subList(2, 4));
        assertThat(second.get("has_more").booleanValue()).isTrue();
        assertThat(ids(last)).isEqualTo(made.subList(4, 5));
        assertThat(last.get("has_more").booleanValue()).isFalse();
        assertThat(ids(alice.get("/v1/conversations?connector_id=999&bot_id=" + bot).data())).containsExactly(onSdk);
    }

    @Test
    void listsPagesOf50AndNot51() {
        var alice = user();
        var bot = alice.draftBot(Map.of());

        assertThat(alice.get("/v1/conversations?page_size=50&bot_id=" + bot).code()).isZero();
        for (var wrong : new String[] {"page_size=51", "page_size=0", "page_num=0", "sort_order=up", "connector_id=998"}) {
            assertThat(alice.get("/v1/conversations?" + wrong + "&bot_id=" + bot).code()).as(wrong).isEqualTo(4000);
        }
        assertThat(alice.get("/v1/conversations").msg()).isEqualTo("field bot_id is invalid: is required");
    }

    @Test
    void renamesTo100CharactersAndNot101() {
        var alice = user();
        var id = made(alice, Map.of("name", "old")).get("id").stringValue();

        assertThat(alice.put("/v1/conversations/" + id, Map.of("name", "🌦".repeat(100))).data().get("name").stringValue())
                .isEqualTo("🌦".repeat(100));
        assertThat(alice.put("/v1/conversations/" + id, Map.of("name", "x".repeat(101))).code()).isEqualTo(4000);
        assertThat(alice.put("/v1/conversations/" + id, Map.of("name", "")).code()).isEqualTo(4000);
        assertThat(alice.put("/v1/conversations/" + id, Map.of()).code()).isEqualTo(4000);
        assertThat(seen(alice, id).get("name").stringValue()).isEqualTo("🌦".repeat(100));
    }

    @Test
    void beginsANewSectionWhenCleared() {
        var alice = user();
        var id = made(alice, Map.of("messages", List.of(said("before")))).get("id").stringValue();

        var first = alice.post("/v1/conversations/" + id + "/clear").data();
        var after = alice.post("/v1/conversation/message/create?conversation_id=" + id, said("after")).data();
        var second = alice.post("/v1/conversations/" + id + "/clear").data();

        assertThat(first.get("conversation_id").stringValue()).isEqualTo(id);
        assertThat(first.get("id")).isNotEqualTo(second.get("id"));
        assertThat(after.get("section_id")).isEqualTo(first.get("id"));
        assertThat(seen(alice, id).get("last_section_id")).isEqualTo(second.get("id"));
        // What was said stays listed.
        assertThat(alice.post("/v1/conversation/message/list?conversation_id=" + id).json().get("data")).hasSize(2);
    }

    @Test
    void takesItsMessagesAlongWhenDeleted() {
        var alice = user();
        var id = made(alice, Map.of("messages", List.of(said("x")))).get("id").stringValue();
        var message = alice.post("/v1/conversation/message/list?conversation_id=" + id).json().at("/data/0/id").stringValue();

        assertThat(alice.delete("/v1/conversations/" + id).code()).isZero();

        assertThat(alice.delete("/v1/conversations/" + id).code()).isEqualTo(4002);
        assertThat(alice.post("/v1/conversation/message/list?conversation_id=" + id).code()).isEqualTo(4002);
        assertThat(alice.get("/v1/conversation/message/retrieve?conversation_id=" + id + "&message_id=" + message).code())
                .isEqualTo(4002);
    }
}
