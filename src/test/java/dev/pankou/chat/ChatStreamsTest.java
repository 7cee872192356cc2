package dev.pankou.chat;

import static dev.pankou.chat.ChatSteps.await;
import static dev.pankou.chat.ChatSteps.bot;
import static dev.pankou.chat.ChatSteps.place;
import static dev.pankou.chat.ChatSteps.say;
import static dev.pankou.chat.ChatSteps.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.RawHttp;
import dev.pankou.testing.Sse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Broken lines, broken models, resumed streams. */
@ParameterizedClass
@EnumSource(Database.class)
record ChatStreamsTest(Database database) {
    @Test
    void keepsTheAnswerWhenTheClientLeaves() throws IOException {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            var gate = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().text("half ").waitFor(gate).text("whole"));
            Sse created;
            try (var raw = RawHttp.connect(alice.pankou())) {
                var text = raw.post("/v3/chat", alice.token(), "", Json.text(say(bot, "x", true))).readUntil(t -> t.contains("half "));
                created = Sse.read(text.substring(text.indexOf("event:"), text.indexOf("\n\n") + 2)).getFirst();
            }
            gate.countDown();

            var chat = await(alice, created.json(), "completed"::equals);

            var messages = alice.get("/v3/chat/message/list" + place(chat)).json().get("data");
            assertThat(messages.get(0).get("content").stringValue()).isEqualTo("half whole");
        }
    }

    @Test
    void resumesABrokenStreamWithoutALostOrDoubledEvent() throws IOException {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            var gate = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().text("a", "b").waitFor(gate).text("c", "d"));
            String broken;
            var body = Json.text(say(bot, "x", true));
            try (var raw = RawHttp.connect(alice.pankou())) {
                broken = raw.post("/v3/chat", alice.token(), "Pankou-Stream-Ids: 1\r\n", body).readUntil(t -> t.contains("\"b\""));
            }
            var firstIds = broken.lines().filter(line -> line.startsWith("id:")).map(line -> line.substring(3)).toList();
            gate.countDown();

            var headers = Map.of("Pankou-Stream-Ids", "1", "Last-Event-ID", firstIds.get(1), "Content-Type", "application/json");
            var rest = Sse.read(alice.raw("POST", "/v3/chat", body, headers).text());

            var chat = firstIds.getFirst().substring(0, firstIds.getFirst().indexOf(':'));
            assertThat(rest).extracting(Sse::id).containsExactly(
                    chat + ":3", chat + ":4", chat + ":5", chat + ":6", chat + ":7", chat + ":8", chat + ":9", chat + ":10");
            assertThat(rest.subList(0, 4)).extracting(e -> e.json().get("content").stringValue()).containsExactly("a", "b", "c", "d");
            assertThat(rest.getLast().event()).isEqualTo("done");
            assertThat(fake.requests()).hasSize(1);
            var again = Sse.read(alice.get("/pankou/v1/chats/" + chat + "/events?after=9").text());
            assertThat(again).extracting(Sse::event).containsExactly("done");
            var all = Sse.read(alice.get("/pankou/v1/chats/" + chat + "/events?after=10").text());
            assertThat(all).isEmpty();
            var stranger = Pankou.on(database).user();
            assertThat(stranger.get("/pankou/v1/chats/" + chat + "/events").code()).isEqualTo(4001);
        }
    }

    @Test
    void resumesTheStreamOfToolOutputsWhoeverBeganTheChat() throws IOException {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of("client_tools", java.util.List.of(
                    Map.of("name", "t", "description", "d", "parameters", Map.of("type", "object")))));
            var gate = new CountDownLatch(1);
            fake.reply(
                    FakeModelReply.answer().toolCall("c", "t", "{}"),
                    FakeModelReply.answer().text("a", "b").waitFor(gate).text("c"));
            var chat = Sse.read(alice.post("/v3/chat", say(bot, "x", true)).text()).getFirst().json();
            var output = Map.of("tool_call_id", "c", "output", "x");
            var body = Json.text(Map.of("stream", true, "tool_outputs", java.util.List.of(output)));
            var path = "/v3/chat/submit_tool_outputs" + place(chat);
            String broken;
            try (var raw = RawHttp.connect(alice.pankou())) {
                broken = raw.post(path, alice.token(), "Pankou-Stream-Ids: 1\r\n", body).readUntil(t -> t.contains("\"b\""));
            }
            var ids = broken.lines().filter(line -> line.startsWith("id:")).map(line -> line.substring(3)).toList();
            gate.countDown();

            var headers = Map.of("Pankou-Stream-Ids", "1", "Last-Event-ID", ids.get(1), "Content-Type", "application/json");
            var rest = Sse.read(alice.raw("POST", path, body, headers).text());

            assertThat(rest.subList(0, 3)).extracting(e -> e.json().get("content").stringValue()).containsExactly("a", "b", "c");
            assertThat(rest.getLast().event()).isEqualTo("done");
        }
    }

    @Test
    void triesAgainWhatFailedBeforeTheFirstPiece() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(
                    FakeModelReply.error(429, "rate_limit").header("Retry-After", "0"),
                    FakeModelReply.error(500, "oops"),
                    FakeModelReply.answer().text("third time"));

            var events = stream(alice, "/v3/chat", say(bot, "x", true));

            assertThat(events.get(2).json().get("content").stringValue()).isEqualTo("third time");
            assertThat(fake.requests()).hasSize(3);
        }
    }

    @Test
    void saysHonestlyHowAModelFailed() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("half").cutOff());
            assertThat(failure(stream(alice, "/v3/chat", say(bot, "cut", true)))).isEqualTo("5000 The model's answer was cut off.");
            fake.reply(FakeModelReply.answer().text("half").raw("data: {broken\n\n"));
            assertThat(failure(stream(alice, "/v3/chat", say(bot, "malformed", true)))).startsWith("5000 The model's answer");
            fake.reply(FakeModelReply.answer().text("half").midStreamError("server_error"));
            assertThat(failure(stream(alice, "/v3/chat", say(bot, "error", true)))).startsWith("5000 ");
            fake.byDefault(request -> FakeModelReply.error(429, "rate_limit").header("Retry-After", "0"));
            var limited = stream(alice, "/v3/chat", say(bot, "limited", true));
            assertThat(failure(limited)).startsWith("4013 ");
            var stored = alice.get("/v3/chat/retrieve" + place(limited.getFirst().json())).data();
            assertThat(stored.get("status").stringValue()).isEqualTo("failed");
            assertThat(stored.get("last_error").get("code").intValue()).isEqualTo(4013);
            assertThat(stored.get("failed_at").longValue()).isPositive();
        }
    }

    private static String failure(List<Sse> events) {
        var last = events.get(events.size() - 2);
        assertThat(last.event()).isEqualTo("conversation.chat.failed");
        assertThat(last.json().get("status").stringValue()).isEqualTo("failed");
        var error = last.json().get("last_error");
        return error.get("code").intValue() + " " + error.get("msg").stringValue();
    }

    @Test
    void timesOutAModelThatSaysNothing() {
        try (var pankou = Pankou.fresh(database, Map.of("model-first-timeout", "300ms", "model-idle-timeout", "300ms", "model-attempts", "1"));
                var fake = FakeModel.start()) {
            var alice = pankou.user();
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().silence(), FakeModelReply.answer().text("half").silence());

            assertThat(failure(stream(alice, "/v3/chat", say(bot, "first", true)))).isEqualTo("5000 The model did not answer in time.");
            assertThat(failure(stream(alice, "/v3/chat", say(bot, "idle", true)))).isEqualTo("5000 The model did not answer in time.");
        }
    }

    @Test
    void keepsSilentStreamsAliveWithBlankLinesOnly() throws IOException {
        try (var pankou = Pankou.fresh(database, Map.of("heartbeat", "50ms"));
                var fake = FakeModel.start()) {
            var alice = pankou.user();
            var bot = bot(alice, fake, Map.of());
            var gate = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().text("a").waitFor(gate).text("b"));
            try (var raw = RawHttp.connect(pankou)) {
                var text = raw.post("/v3/chat", alice.token(), "", Json.text(say(bot, "x", true)))
                        .readUntil(t -> t.endsWith("\r\n1\r\n\n\r\n1\r\n\n"));
                gate.countDown();
                text = raw.readUntil(t -> t.contains("[DONE]"));
                assertThat(text).doesNotContain("\n:").doesNotContain("\nid:").doesNotContain("retry:");
            }
        }
    }

    @Test
    void dropsAReaderThatIsTooSlowWithoutHurtingTheRun() throws IOException {
        try (var pankou = Pankou.fresh(database, Map.of("stream-backlog", "64KB"));
                var fake = FakeModel.start()) {
            var alice = pankou.user();
            var bot = bot(alice, fake, Map.of());
            var piece = "x".repeat(2000);
            var pieces = new String[4000];
            java.util.Arrays.fill(pieces, piece);
            fake.reply(FakeModelReply.answer().text(pieces));
            try (var raw = RawHttp.connectNarrow(pankou)) {
                var text = raw.post("/v3/chat", alice.token(), "", Json.text(say(bot, "x", true))).readUntil(t -> t.contains("in_progress\",\"usage"));
                var created = Sse.read(text.substring(text.indexOf("event:"), text.indexOf("\n\n") + 2)).getFirst();

                var chat = await(alice, created.json(), "completed"::equals);

                var messages = alice.get("/v3/chat/message/list" + place(chat)).json().get("data");
                assertThat(messages.get(0).get("content").stringValue()).hasSize(8_000_000);
                String rest;
                try {
                    rest = raw.readAll();
                } catch (IOException reset) {
                    rest = "";
                }
                assertThat(rest).doesNotContain("[DONE]");
            }
        }
    }

    @Test
    void endsOpenStreamsProperlyWhenTheServerStops() throws IOException {
        var fake = FakeModel.start();
        try (var pankou = Pankou.fresh(database, Map.of("stop-timeout", "100ms"));
                var raw = RawHttp.connect(pankou)) {
            var alice = pankou.user();
            var bot = bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("half").silence());
            raw.post("/v3/chat", alice.token(), "", Json.text(say(bot, "x", true))).readUntil(t -> t.contains("half"));

            pankou.close();

            var text = raw.readAll();
            assertThat(text).contains("event:conversation.chat.failed").contains("the server was stopped").contains("event:done");
        } finally {
            fake.close();
        }
    }

    @Test
    void takesWhatOtherClientsSendAsGzip() throws IOException {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var packed = new java.io.ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
            gzip.write(Json.text(say(bot, "你好", false)).getBytes(StandardCharsets.UTF_8));
        }
        var reply = alice.bytes("POST", "/v3/chat", packed.toByteArray(), Map.of("Content-Encoding", "gzip", "Content-Type", "application/json"));
        assertThat(reply.data().get("status").stringValue()).isEqualTo("in_progress");
    }
}
