package dev.pankou.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(Database.class)
record ModelsTest(Database database) {
    @Test
    void theBuiltInModelIsThereAndTheDefault() {
        try (var pankou = Pankou.fresh(database, Map.of())) {
            var models = models(pankou.user());

            assertThat(models).hasSize(1);
            var offline = models.get(0);
            assertThat(offline.get("model_id").stringValue()).isEqualTo("1");
            assertThat(offline.get("kind").stringValue()).isEqualTo("offline");
            assertThat(offline.get("is_default").booleanValue()).isTrue();
            assertThat(offline.get("parameters").get("temperature").get("max").doubleValue()).isEqualTo(2);
            var trial = pankou.root().post("/pankou/v1/models/1/test").data();
            assertThat(trial.get("ok").booleanValue()).isTrue();
            assertThat(trial.get("streaming").booleanValue()).isTrue();
            assertThat(pankou.root().delete("/pankou/v1/models/1").code()).isEqualTo(4000);
            assertThat(pankou.root().put("/pankou/v1/models/1", Map.of("enabled", false)).code()).isEqualTo(4000);
        }
    }

    @Test
    void aModelMayHaveNoCapabilities() {
        try (var pankou = Pankou.fresh(database, Map.of())) {
            var root = pankou.root();
            var plain = Map.of("base_url", "http://127.0.0.1:1/v1", "remote_name", "文", "capabilities", List.of());
            var id = add(root, plain).data().get("model_id").stringValue();
            assertThat(models(root).get(0).get("capabilities")).isEmpty();

            root.put("/pankou/v1/models/" + id, Map.of("capabilities", List.of("tools"))).data();
            root.put("/pankou/v1/models/" + id, Map.of("name", "n")).data();
            assertThat(models(root).get(0).get("capabilities")).hasSize(1);
            root.put("/pankou/v1/models/" + id, Map.of("capabilities", List.of())).data();
            assertThat(models(root).get(0).get("capabilities")).isEmpty();
        }
    }

    @Test
    void anAddedModelKeepsItsKeyToItself() {
        try (var pankou = Pankou.fresh(database, Map.of())) {
            var root = pankou.root();
            var id = add(root, Map.of("base_url", "http://127.0.0.1:1/v1", "api_key", "sk-secret", "remote_name", "m",
                    "capabilities", List.of("tools", "reasoning"), "is_default", true, "context_window", 4096,
                    "parameters", Map.of("temperature", Map.of("min", 0, "max", 1, "default_value", 0.3)))).data()
                    .get("model_id").stringValue();

            var answer = root.get("/pankou/v1/models");
            assertThat(answer.text()).doesNotContain("sk-secret");
            var seen = answer.data().get("models").get(0);
            assertThat(seen.get("model_id").stringValue()).isEqualTo(id);
            assertThat(seen.get("has_key").booleanValue()).isTrue();
            assertThat(seen.get("base_url").stringValue()).isEqualTo("http://127.0.0.1:1/v1");
            assertThat(seen.get("is_default").booleanValue()).isTrue();
            assertThat(seen.get("parameters")).hasSize(1);
            var alice = pankou.user();
            assertThat(models(alice).get(0).has("base_url")).isFalse();

            // bots see it: as the default, with its ranges
            var space = alice.personalWorkspace();
            var bot = alice.post("/v1/bot/create", Map.of("space_id", space, "name", "b")).data().get("bot_id").stringValue();
            assertThat(alice.get("/v1/bots/" + bot + "?is_published=false").data().get("model_info").get("model_id").stringValue())
                    .isEqualTo(id);
            assertThat(alice.post("/v1/bot/create", Map.of("space_id", space, "name", "b", "model_info_config",
                    Map.of("model_id", id, "temperature", 1.5))).msg()).contains("0 to 1 for model m");

            assertThat(root.put("/pankou/v1/models/" + id, Map.of("enabled", false)).code()).isEqualTo(4000);
            assertThat(root.put("/pankou/v1/models/1", Map.of("is_default", true)).code()).isZero();
            assertThat(root.put("/pankou/v1/models/" + id, Map.of("enabled", false, "name", "n", "api_key", "")).code()).isZero();
            var changed = models(root).get(0);
            assertThat(changed.get("name").stringValue()).isEqualTo("n");
            assertThat(changed.get("has_key").booleanValue()).isFalse();
            assertThat(changed.get("context_window").intValue()).isEqualTo(4096);
            assertThat(models(alice)).hasSize(1);
            assertThat(alice.post("/v1/bot/create", Map.of("space_id", space, "name", "b", "model_info_config",
                    Map.of("model_id", id))).code()).isEqualTo(4000);
            assertThat(root.delete("/pankou/v1/models/" + id).code()).isZero();
            assertThat(root.delete("/pankou/v1/models/" + id).code()).isEqualTo(4200);
            assertThat(root.put("/pankou/v1/models/" + id, Map.of("name", "x")).code()).isEqualTo(4200);
            assertThat(root.post("/pankou/v1/models/" + id + "/test").code()).isEqualTo(4200);
        }
    }

    @Test
    void onlyAdministratorsManageModels() {
        var pankou = Pankou.on(database);
        var alice = pankou.user();

        assertThat(add(alice, Map.of("base_url", "http://127.0.0.1:1", "remote_name", "m")).code()).isEqualTo(4101);
        assertThat(alice.delete("/pankou/v1/models/5").code()).isEqualTo(4101);
        assertThat(alice.get("/pankou/v1/models").code()).isZero();
        assertThat(pankou.with("pat_nobody").get("/pankou/v1/models").code()).isEqualTo(4100);
    }

    @Test
    void badModelsAreRefusedByField() {
        var root = Pankou.on(database).root();

        assertThat(add(root, Map.of("remote_name", "m")).msg()).contains("base_url");
        assertThat(add(root, Map.of("base_url", "ftp://x", "remote_name", "m")).msg()).contains("base_url");
        assertThat(add(root, Map.of("base_url", "http://x")).msg()).contains("remote_name");
        assertThat(add(root, Map.of("base_url", "http://x", "remote_name", "m", "kind", "offline")).msg()).contains("kind");
        assertThat(add(root, Map.of("base_url", "http://x", "remote_name", "m", "parameters",
                Map.of("loudness", Map.of("min", 0, "max", 1)))).msg()).contains("parameters.loudness");
        assertThat(add(root, Map.of("base_url", "http://x", "remote_name", "m", "context_window", 1023)).msg())
                .contains("context_window");
    }

    @Test
    void theModelOfTheSettingsIsTheDefaultAndATrialReachesIt() throws IOException {
        var keys = new CopyOnWriteArrayList<String>();
        var upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/v1/chat/completions", exchange -> {
            exchange.getRequestBody().readAllBytes();
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var body = ("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}\n\n"
                            + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" two\"}}]}\n\n"
                            + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        upstream.start();
        var settings = Map.of(
                "model-base-url", "http://127.0.0.1:" + upstream.getAddress().getPort() + "/v1",
                "model-api-key", "sk-of-the-settings",
                "model-name", "gpt-local");
        try (var pankou = Pankou.fresh(database, settings)) {
            var root = pankou.root();
            var seen = models(root).get(0);
            var id = seen.get("model_id").stringValue();
            assertThat(seen.get("name").stringValue()).isEqualTo("gpt-local");
            assertThat(seen.get("source").stringValue()).isEqualTo("setting");
            assertThat(seen.get("is_default").booleanValue()).isTrue();

            var trial = root.post("/pankou/v1/models/" + id + "/test").data();

            assertThat(trial.get("ok").booleanValue()).isTrue();
            assertThat(trial.get("streaming").booleanValue()).isTrue();
            assertThat(trial.get("first_token_ms").longValue()).isNotNegative();
            assertThat(keys).containsExactly("Bearer sk-of-the-settings");
            assertThat(root.delete("/pankou/v1/models/" + id).code()).isEqualTo(4000);
            assertThat(root.put("/pankou/v1/models/" + id, Map.of("base_url", "http://x")).code()).isEqualTo(4000);
            assertThat(root.put("/pankou/v1/models/" + id, Map.of("capabilities", List.of("reasoning"))).code()).isZero();

            upstream.stop(0);
            var failed = root.post("/pankou/v1/models/" + id + "/test").data();
            assertThat(failed.get("ok").booleanValue()).isFalse();
            assertThat(failed.get("error").stringValue()).startsWith("The server cannot be reached");
        } finally {
            upstream.stop(0);
        }
    }

    private static Pankou.Reply add(Person person, Map<String, ?> model) {
        return person.post("/pankou/v1/models", model);
    }

    private static JsonNode models(Person person) {
        return person.get("/pankou/v1/models").data().get("models");
    }
}
