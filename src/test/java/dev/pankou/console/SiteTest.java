package dev.pankou.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.TestDatabases;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record SiteTest(Database database) {
    private static final Map<String, String> BROWSER = Map.of("Accept", "text/html,*/*;q=0.8");

    private Person nobody() {
        return new Person(Pankou.on(database), null);
    }

    private Pankou.Reply browse(String path) {
        return nobody().raw("GET", path, "", BROWSER);
    }

    @Test
    void saysThatItLivesAndIsReady() {
        for (var path : new String[] {"/healthz", "/readyz"}) {
            assertThat(nobody().get(path).status()).isEqualTo(200);
            assertThat(nobody().get(path).text()).isEqualTo("{\"status\":\"ok\"}");
        }
    }

    @Test
    void countsCallsWithoutTellingSecrets() {
        var alice = Pankou.on(database).user();
        alice.get("/v1/users/me");
        var workspace = alice.personalWorkspace();
        new Person(alice.pankou(), "pat_guessed").get("/v1/users/me?secret=query");

        var text = metricsWith("pankou_operation_seconds_count{operation=\"GetMe\",status=\"4xx\"}");

        assertThat(text)
                .contains("pankou_operation_seconds_bucket{operation=\"GetMe\",status=\"2xx\",le=\"0.1\"}")
                .contains("pankou_operation_seconds_count{operation=\"GetMe\",status=\"4xx\"}")
                .contains("jvm_memory_used_bytes{area=\"heap\"")
                .contains("jvm_threads_live_threads")
                .doesNotContain(String.valueOf(alice.token()), Pankou.ROOT, "guessed", "secret", workspace);
    }

    /** A call is counted just after its client has the answer. */
    private String metricsWith(String line) {
        var deadline = System.nanoTime() + 10_000_000_000L;
        var text = nobody().get("/metrics").text();
        while (!text.contains(line) && System.nanoTime() < deadline) {
            text = nobody().get("/metrics").text();
        }
        return text;
    }

    @Test
    void showsThePageForEveryConsoleAddressToBrowsersOnly() {
        for (var path : new String[] {"/", "/space/1/bot/2", "/sign", "/setup?key=x"}) {
            var page = browse(path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.http().headers().firstValue("Content-Type").orElse("")).isEqualTo("text/html; charset=utf-8");
            assertThat(page.text()).contains("Pankou");
        }
        assertThat(nobody().get("/space/1/bot/2").status()).isEqualTo(404);
        assertThat(nobody().get("/space/1/bot/2").code()).isEqualTo(4000);
    }

    @Test
    void leavesApiPathsToTheApi() {
        for (var path : new String[] {"/v1/none", "/v3/none", "/pankou/v1/none", "/api/none", "/docs/api/none"}) {
            assertThat(browse(path).status()).isEqualTo(404);
            assertThat(browse(path).code()).isEqualTo(4000);
        }
        assertThat(nobody().post("/healthz").status()).isEqualTo(404);
    }

    @Test
    void makesAFreshNonceForEachPage() {
        var first = browse("/").http().headers().firstValue("Content-Security-Policy").orElse("");
        var second = browse("/").http().headers().firstValue("Content-Security-Policy").orElse("");

        assertThat(first).contains("script-src 'self';", "default-src 'none'", "frame-ancestors 'none'").doesNotContain("unsafe");
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void showsTheApiReferenceFromItsOwnFilesAlone() {
        var page = browse("/docs/api");
        var script = nobody().get("/docs/api/swagger-ui-bundle.js");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("http://", "https://");
        assertThat(page.http().headers().firstValue("Content-Security-Policy").orElse("")).contains("script-src 'self'").doesNotContain("eval");
        assertThat(script.status()).isEqualTo(200);
        assertThat(nobody().get("/docs/api/start.js").status()).isEqualTo(200);
        assertThat(nobody().get("/docs/api/swagger-ui.css").status()).isEqualTo(200);
        assertThat(nobody().get("/docs/api/swagger-ui.js").status()).isEqualTo(404);
    }

    @Test
    void servesTheOpenApiDocumentAndSaysWhenItIsTheSame() {
        var first = nobody().get("/openapi.json");
        var tag = first.http().headers().firstValue("ETag").orElseThrow();

        var second = nobody().raw("GET", "/openapi.json", "", Map.of("If-None-Match", tag));

        assertThat(first.json().get("openapi").stringValue()).isEqualTo("3.1.1");
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.text()).isEmpty();
    }

    /** Only a PostgreSQL server can be away. */
    @Test
    void isNotReadyWhileTheStoreIsAway() {
        if (database == Database.SQLITE) {
            return;
        }
        try (var outage = TestDatabases.outage();
                var pankou = Pankou.fresh(database, Map.of("db-url", String.valueOf(outage.config().jdbcUrl())))) {
            var nobody = new Person(pankou, null);
            outage.stop();
            var away = nobody.get("/readyz");
            var alive = nobody.get("/healthz");
            outage.start();

            assertThat(away.status()).isEqualTo(503);
            assertThat(alive.status()).isEqualTo(200);
            assertThat(nobody.get("/readyz").status()).isEqualTo(200);
        }
    }
}
