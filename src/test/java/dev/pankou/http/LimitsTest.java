package dev.pankou.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.RawHttp;
import java.io.IOException;
import java.net.SocketException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lengths and times that a request may have, seen from a bare socket. */
final class LimitsTest {
    private static final int LIMIT = 64 << 10;
    private static Pankou pankou;

    @BeforeAll
    static void start() {
        pankou = Pankou.fresh(
                Database.SQLITE, Map.of("max-body", "64KB", "body-timeout", "300ms", "idle-timeout", "2s"));
    }

    @AfterAll
    static void stop() {
        pankou.close();
    }

    private static String head(String line, String headers) {
        return line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Pankou.ROOT + "\r\n" + headers + "\r\n";
    }

    private static void isEnvelope(Answer answer, int status, int code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("application/json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.headers().get("x-tt-logid")).matches("\\d{14}[0-9A-F]{20}");
        assertThat(answer.json().at("/detail/logid").stringValue()).isEqualTo(answer.headers().get("x-tt-logid"));
    }

    @Test
    void takesABodyOfTheLimitAndNotOneByteMore() {
        var filler = "{\"name\":\"字";
        var exact = filler + "a".repeat(LIMIT - filler.length() - 4) + "\"}"; // 字 has three bytes

        var taken = pankou.root().raw("POST", "/v1/workspaces", exact, Map.of());
        var refused = pankou.root().raw("POST", "/v1/workspaces", exact + " ", Map.of());

        assertThat(taken.msg()).isEqualTo("field name is invalid: 1 to 50 characters");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo(4000);
        assertThat(refused.msg()).contains("" + LIMIT);
    }

    @Test
    void refusesALongBodyByItsAnnouncedLengthBeforeItIsSent() throws IOException {
        try (var connection = RawHttp.connect(pankou)) {
            connection.send(head(
                    "POST /v1/workspaces",
                    "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: " + (1L << 40) + "\r\n"));

            var answer = Answer.one(connection);

            isEnvelope(answer, 413, 4000);
            assertThat(answer.closes()).isTrue();
        }
    }

    @Test
    void asksForABodyThatFits() throws IOException {
        try (var connection = RawHttp.connect(pankou)) {
            connection.send(head(
                    "POST /v1/workspaces",
                    "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"));
            connection.readUntil(text -> text.contains("100 Continue"));
            connection.send("{}");

            isEnvelope(Answer.read(connection, 2).getLast(), 200, 4000);
        }
    }

    @Test
    void refusesAChunkedBodyInTheMiddle() throws IOException {
        try (var connection = RawHttp.connect(pankou)) {
            connection.send(head("POST /v1/workspaces", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"));
            var piece = "a".repeat(8192);
            for (var sent = 0; sent <= LIMIT; sent += piece.length()) {
                connection.send("2000\r\n" + piece + "\r\n");
            }

            isEnvelope(Answer.one(connection), 413, 4000);
        }
    }

    @Test
    void cutsOffABodyThatTrickles() throws IOException {
        try (var connection = RawHttp.connect(pankou)) {
            connection.send(head("POST /v1/workspaces", "Content-Type: application/json\r\nContent-Length: 60000\r\n"));
            var until = System.nanoTime() + 1_000_000_000L;
            try {
                while (System.nanoTime() < until) {
                    if (System.nanoTime() % 50 == 0) {
                        connection.send(" ");
                    }
                }
            } catch (SocketException cut) {
                // the answer came before it
            }

            isEnvelope(Answer.one(connection), 408, 4000);
        }
    }

    @Test
    void cutsOffABodyThatStops() throws IOException {
        try (var connection = RawHttp.connect(pankou)) {
            connection.send(
                    head("POST /v1/workspaces", "Content-Type: application/json\r\nContent-Length: 100\r\n") + "{\"name\"");
            var began = System.nanoTime();

            var answer = Answer.one(connection);

            isEnvelope(answer, 408, 4000);
            assertThat(System.nanoTime() - began).isLessThan(10_000_000_000L);
        }
    }

    @Test
    void closesAConnectionThatNeverFinishesItsHead() throws IOException {
        try (var connection = RawHttp.connect(pankou)) {
            connection.send("GET /v1/workspaces HTTP/1.1\r\nHost: x\r\n");

            var all = connection.readAll();

            assertThat(all).matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 408"));
        }
    }

    @Test
    void refusesLongHeadersAndAddressesAsJson() throws IOException {
        try (var connection = RawHttp.connect(pankou)) {
            connection.send(head("GET /v1/workspaces", "X-Long: " + "a".repeat(17 << 10) + "\r\n"));
            isEnvelope(Answer.one(connection), 431, 4000);
        }
        try (var connection = RawHttp.connect(pankou)) {
            connection.send(head("GET /v1/workspaces?page_num=" + "1".repeat(17 << 10), ""));
            isEnvelope(Answer.one(connection), 414, 4000);
        }
    }

    @Test
    void refusesWhatIsNotHttpAsJson() throws IOException {
        for (var nonsense : new String[] {
            "GET\r\n\r\n",
            "G{}T / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/7.3\r\nHost: x\r\n\r\n",
            "POST /v1/workspaces HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
            "POST /v1/workspaces HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            "POST /v1/workspaces HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /v1/bots/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /v1/a\u0001b HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n"
        }) {
            try (var connection = RawHttp.connect(pankou)) {
                connection.send(nonsense);
                var answer = Answer.one(connection);

                assertThat(answer.status()).as(nonsense).isBetween(400, 505);
                assertThat(answer.status()).as(nonsense).isNotEqualTo(500);
                isEnvelope(answer, answer.status(), answer.status() == 401 ? 4100 : 4000);
            }
        }
    }
}
