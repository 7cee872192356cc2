package dev.pankou.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.RawHttp;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls from pages of other sites: only those of the setting {@code cors-origins} may read answers. */
final class CorsTest {
    private static final String FRIEND = "https://app.example.com";
    private static Pankou pankou;

    @BeforeAll
    static void start() {
        pankou = Pankou.fresh(Database.SQLITE, Map.of("cors-origins", FRIEND + ", http://localhost:5173"));
    }

    @AfterAll
    static void stop() {
        pankou.close();
    }

    private static Answer call(String line, String headers) throws IOException {
        try (var connection = RawHttp.connect(pankou)) {
            connection.send(line + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
            return Answer.one(connection);
        }
    }

    @Test
    void answersThePreflightOfAnAllowedOrigin() throws IOException {
        var answer = call(
                "OPTIONS /v3/chat",
                "Origin: " + FRIEND + "\r\nAccess-Control-Request-Method: POST\r\n"
                        + "Access-Control-Request-Headers: authorization,content-type\r\n");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers())
                .containsEntry("access-control-allow-origin", FRIEND)
                .containsEntry("vary", "Origin")
                .doesNotContainKey("access-control-allow-credentials");
        assertThat(answer.headers().get("access-control-allow-methods")).contains("POST");
        assertThat(answer.headers().get("access-control-allow-headers")).contains("authorization").contains("content-type");
    }

    @Test
    void marksAnswersForAnAllowedOriginErrorsIncluded() throws IOException {
        var good = call("GET /v1/users/me", "Origin: " + FRIEND + "\r\nAuthorization: Bearer " + Pankou.ROOT + "\r\n");
        var refused = call("GET /v1/users/me", "Origin: http://localhost:5173\r\n");

        assertThat(good.code()).isZero();
        assertThat(good.headers()).containsEntry("access-control-allow-origin", FRIEND);
        assertThat(good.headers().get("access-control-expose-headers")).contains("x-tt-logid");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers()).containsEntry("access-control-allow-origin", "http://localhost:5173");
    }

    @Test
    void givesNoHeaderToOtherOrigins() throws IOException {
        for (var origin : new String[] {"https://evil.example", "null", FRIEND + ".evil.example", FRIEND + ":444", "http://app.example.com"}) {
            var call = call("GET /v1/users/me", "Origin: " + origin + "\r\nAuthorization: Bearer " + Pankou.ROOT + "\r\n");
            var preflight = call("OPTIONS /v3/chat", "Origin: " + origin + "\r\nAccess-Control-Request-Method: POST\r\n");

            assertThat(call.headers().keySet()).as(origin).noneMatch(name -> name.startsWith("access-control"));
            assertThat(preflight.headers().keySet()).as(origin).noneMatch(name -> name.startsWith("access-control"));
            assertThat(preflight.status()).isEqualTo(405);
        }
    }

    @Test
    void sendsSecurityHeadersWithEveryAnswer() throws IOException {
        for (var line : new String[] {"GET /v1/users/me", "GET /v1/nowhere", "POST /v1/users/me", "DELETE /"}) {
            var headers = call(line, "").headers();

            assertThat(headers).as(line)
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("cache-control", "no-store")
                    .containsEntry("referrer-policy", "no-referrer")
                    .doesNotContainKey("server");
            assertThat(headers.get("content-security-policy")).contains("default-src 'none'").contains("sandbox");
        }
    }
}
