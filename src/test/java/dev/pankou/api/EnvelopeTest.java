package dev.pankou.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer looks like and what requests may look like, by example of a few operations. */
@ParameterizedClass
@EnumSource(Database.class)
record EnvelopeTest(Database database) {
    private static final String LOGID = "\\d{14}[0-9A-F]{20}";

    private Person user() {
        return Pankou.on(database).user();
    }

    private static Pankou.Reply workspace(Person person, String body) {
        return person.raw("POST", "/v1/workspaces", body, Map.of());
    }

    private static void isRefused(Pankou.Reply reply, int status, int code) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.json().has("data")).isFalse();
        assertThat(reply.http().headers().firstValue("content-type").orElse("")).startsWith("application/json");
        assertThat(reply.logid()).matches(LOGID).isEqualTo(reply.json().at("/detail/logid").stringValue());
    }

    @Test
    void givesEveryAnswerALogidOfItsOwn() {
        var person = user();
        var seen = new HashSet<String>();
        for (var i = 0; i < 50; i++) {
            var reply = person.get(i % 2 == 0 ? "/v1/users/me" : "/v1/nowhere");
            assertThat(reply.logid()).matches(LOGID).isEqualTo(reply.json().at("/detail/logid").stringValue());
            seen.add(reply.logid());
        }
        assertThat(seen).hasSize(50);
    }

    @Test
    void sendsTheLogidWithStreamsToo() {
        var person = user();
        var bot = person.publishedBot(Map.of());

        var reply = person.post("/v3/chat", Map.of(
                "bot_id", bot, "user_id", "u", "stream", true,
                "additional_messages", List.of(Map.of("role", "user", "content", "好", "content_type", "text"))));

        assertThat(reply.logid()).matches(LOGID);
        assertThat(reply.http().headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
    }

    @Test
    void answersPathsAndMethodsThatAreNotThereAsJson() {
        var person = user();

        isRefused(person.get("/v1/nowhere"), 404, 4000);
        isRefused(person.get("/v1/bots/1/2/3"), 404, 4000);
        isRefused(person.get("/v3"), 404, 4000);
        isRefused(person.get("/v1//bots"), 400, 4000);
        isRefused(person.post("/v1/users/me", Map.of()), 405, 4000);
        var reply = person.delete("/v1/workspaces");
        isRefused(reply, 405, 4000);
        assertThat(reply.http().headers().firstValue("allow")).contains("GET, POST");
        assertThat(reply.msg()).isEqualTo("method DELETE is not allowed on /v1/workspaces; use GET, POST");
    }

    @Test
    void refusesHeadAndOptionsAndUnknownMethodsAlike() {
        var person = user();

        for (var method : new String[] {"OPTIONS", "PATCH", "TRACE", "BREW"}) {
            var reply = person.raw(method, "/v1/workspaces", "{}", Map.of());
            isRefused(reply, 405, 4000);
        }
        var head = person.raw("HEAD", "/v1/workspaces", "", Map.of());
        assertThat(head.status()).isEqualTo(405);
        assertThat(head.logid()).matches(LOGID);
        assertThat(head.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml"})
    void refusesOtherContentTypes(String type) {
        var reply = user().raw("POST", "/v1/workspaces", "{\"name\":\"x\",\"description\":\"d\"}", Map.of("Content-Type", type));

        isRefused(reply, 415, 4000);
        assertThat(reply.msg()).isEqualTo("Content-Type must be application/json, not " + type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON", "application/merge-patch+json"})
    void takesAllSpellingsOfJson(String type) {
        var reply = user().raw("POST", "/v1/workspaces", "{\"name\":\"x\",\"description\":\"d\"}", Map.of("Content-Type", type));

        assertThat(reply.code()).isZero();
    }

    @Test
    void saysWhereJsonIsBroken() {
        var reply = workspace(user(), "{\"name\": \"x\",\n  \"description\": oops}");

        isRefused(reply, 200, 4000);
        assertThat(reply.msg()).startsWith("the body is not valid JSON at line 2, column ").doesNotContain("jackson");
        for (var body : List.of("{", "{\"a\":[", "{\"a\":".repeat(600), "{\"a\":" + "9".repeat(2000) + "}")) {
            assertThat(workspace(user(), body).msg()).doesNotContain("Stream", "REDACTED", "`");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{", "}", "[1,2", "\"text\"", "17", "[]", "true", "nope", "{\"name\":\"x\",}", "{'name':'x'}", "{\"a\":1}}", "{\"a\":1}{\"b\":2}",
        "{\"name\":\"a\",\"name\":\"b\",\"description\":\"d\"}", "{\"name\":NaN}", "{\"name\":01}", "{\"name\":\"\t\"}", "{\"name\":\"\\ud8\"}",
        "// comment\n{}"
    })
    void refusesWhatIsNotOneJsonObject(String body) {
        isRefused(workspace(user(), body), 200, 4000);
    }

    @Test
    void refusesInvalidUtf8() {
        var person = user();
        for (var bytes : new byte[][] {
            {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xC3, '"', '}'},
            {'{', '"', (byte) 0xFF, '"', ':', '1', '}'},
            {(byte) 0xFE, (byte) 0xFF, 0, '{'},
            {'{', '"', 'a', '"', ':', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'}
        }) {
            isRefused(person.bytes("POST", "/v1/workspaces", bytes, Map.of()), 200, 4000);
        }
    }

    @Test
    void refusesJsonNestedTooDeeplyOrWithHugeNumbers() {
        var person = user();

        isRefused(workspace(person, "{\"name\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"), 200, 4000);
        isRefused(workspace(person, "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)), 200, 4000);
        isRefused(workspace(person, "{\"name\":" + "9".repeat(100_000) + ",\"description\":\"d\"}"), 200, 4000);
        isRefused(workspace(person, "{\"name\":1e999999999,\"icon_file_id\":1e999999999,\"description\":\"d\"}"), 200, 4000);
        isRefused(person.get("/v1/workspaces?page_num=" + "9".repeat(40)), 200, 4000);
        isRefused(person.get("/v1/workspaces?page_num=2147483648"), 200, 4000);
        isRefused(person.get("/v1/workspaces?page_num=-1"), 200, 4000);
        assertThat(person.get("/v1/workspaces?page_num=2147483647&page_size=50").data().get("workspaces")).isEmpty();
    }

    @Test
    void namesTheFieldThatIsWrong() {
        var person = user();

        assertThat(workspace(person, "{\"description\":\"d\"}").msg()).isEqualTo("field name is invalid: is required");
        assertThat(workspace(person, "{\"name\":[1],\"description\":\"d\"}").msg()).isEqualTo("field name is invalid: must be a string");
        assertThat(person.get("/v1/bots/abc").msg()).isEqualTo("field bot_id is invalid: must be an id of up to 19 digits");
        assertThat(person.get("/v1/workspaces?page_size=x").msg()).isEqualTo("field page_size is invalid: must be a whole number");
        var bot = person.draftBot(Map.of());
        assertThat(person.post("/v1/bot/update", Map.of("bot_id", bot, "prompt_info", Map.of("prompt", true))).msg())
                .isEqualTo("field prompt_info.prompt is invalid: must be a string");
        assertThat(person.post("/v3/chat", Map.of(
                        "bot_id", bot, "user_id", "u", "additional_messages", List.of(Map.of("role", "king")))).msg())
                .isEqualTo("field additional_messages[0].role is invalid: must be one of user, assistant");
    }

    @Test
    void takesIdsAsNumbersAndNumbersAsTexts() {
        var person = user();
        var bot = person.publishedBot(Map.of());

        var asNumber = person.raw("POST", "/v1/conversation/create", "{\"bot_id\":" + bot + ",\"connector_id\":1024}", Map.of());
        var asText = person.raw("POST", "/v1/conversation/create", "{\"bot_id\":\"" + bot + "\",\"connector_id\":\"1024\"}", Map.of());
        var conversation = asText.data().get("id").stringValue();
        var list = person.raw(
                "POST", "/v1/conversation/message/list?conversation_id=" + conversation, "{\"limit\":\"20\"}", Map.of());
        var pairs = person.raw("POST", "/v1/conversation/create", "{\"meta_data\":{\"n\":17}}", Map.of());

        assertThat(asNumber.data().get("id").isString()).isTrue();
        assertThat(list.code()).isZero();
        assertThat(pairs.data().at("/meta_data/n").stringValue()).isEqualTo("17");
        assertThat(person.raw("POST", "/v1/conversation/create", "{\"bot_id\":1.5}", Map.of()).code()).isEqualTo(4000);
        assertThat(person.raw("POST", "/v1/conversation/create", "{\"bot_id\":-1}", Map.of()).code()).isEqualTo(4000);
        assertThat(person.raw("POST", "/v1/conversation/create", "{\"bot_id\":99999999999999999999}", Map.of()).code()).isEqualTo(4000);
    }

    @Test
    void ignoresUnknownFieldsAndTakesNullAsAbsent() {
        var person = user();

        assertThat(workspace(person, "{\"name\":\"x\",\"description\":\"d\",\"future\":{\"a\":[1,null]},\"icon_file_id\":null}").code()).isZero();
        assertThat(workspace(person, "{\"name\":null,\"description\":\"d\"}").msg()).isEqualTo("field name is invalid: is required");
        assertThat(person.raw("POST", "/v1/conversation/create", "null", Map.of()).code()).isZero();
        assertThat(person.get("/v1/workspaces?page_num=&page_size=&future=1").code()).isZero();
        assertThat(person.get("/v1/bots?workspace_id=").msg()).isEqualTo("field workspace_id is invalid: is required");
    }

    @Test
    void takesPostsWithoutBodyAndDeletesWithOne() {
        var person = user();

        var made = person.post("/v1/conversation/create");
        var id = made.data().get("id").stringValue();
        var deleted = person.raw("DELETE", "/v1/conversations/" + id, "{\"whatever\":1}", Map.of());

        assertThat(deleted.code()).isZero();
        assertThat(person.get("/v1/conversation/retrieve?conversation_id=" + id).code()).isEqualTo(4002);
    }

    @Test
    void refusesNulCharactersAndMendsHalfSurrogates() {
        var person = user();

        isRefused(workspace(person, "{\"name\":\"a\\u0000b\",\"description\":\"d\"}"), 200, 4000);
        isRefused(person.raw("POST", "/v1/conversation/create", "{\"meta_data\":{\"a\\u0000\":\"b\"}}", Map.of()), 200, 4000);
        isRefused(person.raw("POST", "/v1/conversation/create", "{\"name\":\"\\u0000\"}", Map.of()), 200, 4000);
        var mended = person.raw("POST", "/v1/conversation/create", "{\"name\":\"a\\ud83dz\\udc4b\"}", Map.of());
        assertThat(mended.data().get("name").stringValue()).isEqualTo("a\uFFFDz\uFFFD");
    }

    @Test
    void refusesMalformedEscapesInAddresses() {
        var person = user();
        var raw = Pankou.on(database);

        for (var path : new String[] {"/v1/workspaces?page_num=%zz", "/v1/workspaces?%", "/v1/workspaces?a=%f"}) {
            try (var connection = dev.pankou.testing.RawHttp.connect(raw)) {
                connection.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + person.token() + "\r\n\r\n");
                var text = connection.readUntil(answer -> answer.contains("}}"));
                assertThat(text).as(path).startsWith("HTTP/1.1 400");
                assertThat(Json.tree(text.substring(text.indexOf("\r\n\r\n") + 4)).get("code").intValue()).isEqualTo(4000);
            } catch (java.io.IOException failed) {
                throw new AssertionError(failed);
            }
        }
        assertThat(person.get("/v1/bots/%2e%2e%2f%2e%2e").status()).isBetween(200, 404);
        assertThat(person.get("/icons/..%2f..%2fetc%2fpasswd").status()).isBetween(400, 404);
    }

    @Test
    void joinsRepeatedQueryParametersAndReadsPlus() {
        var person = user();

        assertThat(person.get("/v1/workspaces?page_num=1&page_num=2").code()).isEqualTo(4000);
        assertThat(person.get("/v1/workspaces?page%5Fnum=1").code()).isZero();
    }

    @Test
    void refusesAFifteenMegabyteBodyByTheDefaultLimit() {
        var reply = workspace(user(), "{\"name\":\"" + "x".repeat(15 << 20) + "\"}");

        isRefused(reply, 413, 4000);
        assertThat(reply.msg()).contains("15728640");
    }
}
