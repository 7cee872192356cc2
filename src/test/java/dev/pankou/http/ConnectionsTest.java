package dev.pankou.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.RawHttp;
import dev.pankou.testing.Sse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Connections that stay, both HTTP versions, and gzip both ways. */
final class ConnectionsTest {
    private static final Pankou PANKOU = Pankou.on(Database.SQLITE);

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Pankou.ROOT + "\r\n\r\n";
    }

    @Test
    void answersManyCallsOnOneConnection() throws IOException {
        try (var connection = RawHttp.connect(PANKOU)) {
            for (var i = 1; i <= 20; i++) {
                connection.send(get("/v1/users/me"));
                var answers = Answer.read(connection, i);
                assertThat(answers).hasSize(i);
                assertThat(answers.getLast().code()).isZero();
            }
        }
    }

    @Test
    void answersCallsThatCameTogetherInTheirOrder() throws IOException {
        try (var connection = RawHttp.connect(PANKOU)) {
            connection.send(get("/v1/users/me") + get("/v1/nowhere") + get("/v1/workspaces"));

            var answers = Answer.read(connection, 3);

            assertThat(answers).extracting(Answer::status).containsExactly(200, 404, 200);
            assertThat(answers.getLast().json().at("/data/total_count").intValue()).isPositive();
        }
    }

    @Test
    void goesOnWithAConnectionAfterRefusedCalls() throws IOException {
        try (var connection = RawHttp.connect(PANKOU)) {
            connection.post("/v1/workspaces", "unknown", "", "{\"name\":\"x\"}");
            connection.post("/v1/nowhere", Pankou.ROOT, "", "{}");
            connection.post("/v1/users/me", Pankou.ROOT, "", "{\"a\":1}");
            connection.post("/v1/workspaces", Pankou.ROOT, "", "{broken");
            connection.send(get("/v1/users/me"));

            var answers = Answer.read(connection, 5);

            assertThat(answers).extracting(Answer::status).containsExactly(401, 404, 405, 200, 200);
            assertThat(answers.getLast().code()).isZero();
        }
    }

    @Test
    void announcesTheEndOfAConnectionWhoseBodyNobodyReads() throws IOException {
        try (var connection = RawHttp.connect(PANKOU)) {
            connection.send("POST /v1/nowhere HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n");

            var answer = Answer.one(connection);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.closes()).isTrue();
        }
    }

    @Test
    void speaksHttp2WithoutTls() throws Exception {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (var round = 0; round < 3; round++) { // the first one upgrades, the others begin with HTTP/2
                var answer = client.send(
                        HttpRequest.newBuilder(PANKOU.address().resolve("/v1/workspaces"))
                                .header("Authorization", "Bearer " + Pankou.ROOT)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(Json.tree(answer.body()).at("/detail/logid").stringValue())
                        .isEqualTo(answer.headers().firstValue("x-tt-logid").orElseThrow());
            }
            var refused = client.send(
                    HttpRequest.newBuilder(PANKOU.address().resolve("/v1/workspaces"))
                            .header("Authorization", "Bearer nobody")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + "x".repeat(200_000) + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void streamsOverHttp2() throws Exception {
        var person = PANKOU.user();
        var bot = person.publishedBot(Map.of());
        var body = Map.of(
                "bot_id", bot,
                "user_id", "u",
                "stream", true,
                "additional_messages", List.of(Map.of("role", "user", "content", "你好 👋", "content_type", "text")));
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(PANKOU.address().resolve("/v3/chat"))
                            .header("Authorization", "Bearer " + person.token())
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
            assertThat(answer.headers().firstValue("x-tt-logid").orElseThrow()).matches("\\d{14}[0-9A-F]{20}");
            assertThat(Sse.read(answer.body()).getLast().event()).isEqualTo("done");
        }
    }

    @Test
    void packsLongAnswersForThoseWhoTakeIt() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(PANKOU.address().resolve("/pankou/v1/permissions"))
                    .header("Authorization", "Bearer " + Pankou.ROOT);
            var packed = client.send(
                    request.copy().header("Accept-Encoding", "br, gzip").build(), HttpResponse.BodyHandlers.ofByteArray());
            var plain = client.send(request.copy().build(), HttpResponse.BodyHandlers.ofString());
            var unwanted = client.send(
                    request.copy().header("Accept-Encoding", "gzip;q=0").build(), HttpResponse.BodyHandlers.ofString());

            assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
            assertThat(packed.headers().allValues("vary")).contains("Accept-Encoding");
            assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
            assertThat(unwanted.headers().firstValue("content-encoding")).isEmpty();
            var text = new String(
                    new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Json.tree(text).get("data")).isEqualTo(Json.tree(plain.body()).get("data"));
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void unpacksBodies() throws IOException {
        var body = gzip("{\"name\":\"压缩 🗜\",\"description\":\"d\"}".getBytes(StandardCharsets.UTF_8));

        var answer = PANKOU.user().bytes("POST", "/v1/workspaces", body, Map.of("Content-Encoding", "gzip"));

        assertThat(answer.data().get("id").stringValue()).isNotEmpty();
    }

    @Test
    void refusesAGzipBomb() throws IOException {
        var bomb = gzip(new byte[64 << 20]);
        assertThat(bomb.length).isLessThan(100_000);

        var answer = PANKOU.root().bytes("POST", "/v1/workspaces", bomb, Map.of("Content-Encoding", "gzip"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo(4000);
    }

    @Test
    void refusesBrokenAndUnknownEncodings() throws IOException {
        var half = gzip("{\"name\":\"x\",\"description\":\"d\"}".getBytes(StandardCharsets.UTF_8));
        var cut = java.util.Arrays.copyOf(half, half.length - 6);

        var noGzip = PANKOU.root().raw("POST", "/v1/workspaces", "{}", Map.of("Content-Encoding", "gzip"));
        var cutOff = PANKOU.root().bytes("POST", "/v1/workspaces", cut, Map.of("Content-Encoding", "gzip"));
        var brotli = PANKOU.root().raw("POST", "/v1/workspaces", "{}", Map.of("Content-Encoding", "br"));

        assertThat(noGzip.status()).isEqualTo(400);
        assertThat(cutOff.status()).isEqualTo(400);
        assertThat(brotli.status()).isEqualTo(415);
        assertThat(brotli.msg()).contains("gzip");
    }
}
