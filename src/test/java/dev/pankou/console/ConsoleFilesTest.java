package dev.pankou.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.http.HttpConfig;
import dev.pankou.http.HttpServer;
import dev.pankou.id.Ids;
import dev.pankou.testing.TestDatabases;
import dev.pankou.time.Times;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConsoleFilesTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server = serve();

    private static HttpServer serve() {
        var files = new ConsoleFiles("/consoletest/console/", new Ids(Times.system(), 0));
        var config = new HttpConfig("127.0.0.1", 0, Duration.ofSeconds(30), Duration.ofSeconds(30), TestDatabases.folder());
        var server = new HttpServer(
                config,
                exchange -> {
                    if (!files.answer(exchange)) {
                        exchange.answer(404, "text/plain", new byte[0]);
                    }
                },
                (status, sentence) -> new HttpServer.Refusal("", "text/plain", new byte[0]));
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void putsTheNonceOfThePolicyIntoThePage() throws Exception {
        var first = get("/bot/1", "Accept", "text/html");
        var second = get("/bot/1", "Accept", "text/html");

        var nonce = Pattern.compile("<style nonce=\"([^\"]{24})\">").matcher(text(first));
        assertThat(nonce.find()).isTrue();
        assertThat(header(first, "Content-Security-Policy")).contains("style-src 'self' 'nonce-" + nonce.group(1) + "'");
        assertThat(text(first)).contains("天气 🌦").isNotEqualTo(text(second));
        assertThat(header(first, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(first, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(first, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(first, "Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void neverShowsThePageWithoutItsNonce() throws Exception {
        assertThat(text(get("/index.html", "Accept", "text/html"))).doesNotContain("__PANKOU_NONCE__");
    }

    @Test
    void letsBrowsersKeepHashedFilesForEver() throws Exception {
        var script = get("/assets/index-B1xYz_9a.js");

        assertThat(header(script, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(script, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    }

    @Test
    void packsFilesForThoseWhoTakeGzip() throws Exception {
        var plain = get("/assets/index-B1xYz_9a.js");
        var packed = get("/assets/index-B1xYz_9a.js", "Accept-Encoding", "gzip");

        assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(packed, "Vary")).contains("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes()).isEqualTo(plain.body());
        assertThat(header(plain, "Content-Encoding")).isEmpty();
    }

    @Test
    void asksAgainForOtherFiles() throws Exception {
        var first = get("/robots.txt");
        var second = get("/robots.txt", "If-None-Match", header(first, "ETag"));

        assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
        assertThat(second.statusCode()).isEqualTo(304);
    }

    @Test
    void leadsNobodyOutOfItsFolder() throws Exception {
        for (var path : new String[] {
            "/../outside.txt", "/%2e%2e/outside.txt", "/assets/../../outside.txt", "/..%2foutside.txt", "/%5c..%5coutside.txt",
            "//outside.txt", "/.hidden", "/assets/", "/assets", "/%2e%2e%2foutside.txt", "/dev/pankou/Main.class"
        }) {
            var answer = get(path);
            assertThat(answer.statusCode()).as(path).isGreaterThanOrEqualTo(400);
            assertThat(text(answer)).doesNotContain("secret");
        }
    }
}
