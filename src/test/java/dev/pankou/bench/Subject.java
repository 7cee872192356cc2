package dev.pankou.bench;

import dev.pankou.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The Pankou under test with a published bot on the scripted model, and the requests that are sent to it. */
final class Subject implements AutoCloseable {
    private static final String TOKEN = "pat_of_the_bench_0123456789abcdef";
    private static final Path LAUNCHER = Path.of("pankou");

    private final Child child;
    private final String bot;

    private Subject(Child child, String bot) {
        this.child = child;
        this.bot = bot;
    }

    /** How servers are started: by the launcher where there is one, else from this class path with these flags. */
    record Setup(Path folder, List<String> jvmFlags, @Nullable String databaseUrl, ModelServer model) {
        Child start(Path data) throws IOException {
            var port = Child.freePort();
            var environment = new HashMap<String, String>();
            environment.put("PANKOU_PORT", Integer.toString(port));
            environment.put("PANKOU_DATA", data.toString());
            environment.put("PANKOU_BOOTSTRAP_TOKEN", TOKEN);
            environment.put("PANKOU_MODEL_BASE_URL", model.baseUrl().toString());
            environment.put("PANKOU_MODEL_NAME", "scripted");
            environment.put("PANKOU_LOG_LEVEL", "warn");
            // silent models and a client that gets no processor time are the bench's doing
            environment.put("PANKOU_MODEL_IDLE_TIMEOUT", "1h");
            environment.put("PANKOU_MODEL_TOTAL_TIMEOUT", "1h");
            environment.put("PANKOU_STREAM_BACKLOG", "64MB");
            environment.put("PANKOU_EGRESS_ALLOW", "127.0.0.1"); // tools of plugins
            if (databaseUrl != null) {
                environment.put("PANKOU_DB_URL", databaseUrl);
            }
            var launched = Files.isExecutable(LAUNCHER);
            if (launched && !jvmFlags.isEmpty()) {
                environment.put("JDK_JAVA_OPTIONS", String.join(" ", jvmFlags));
            }
            var command = launched
                    ? List.of(LAUNCHER.toAbsolutePath().toString(), "serve")
                    : Child.java(jvmFlags, ServerMain.class);
            return Child.start(command, environment, port, "/healthz", folder.resolve("server.log"));
        }

        Subject open(String name) throws IOException, InterruptedException {
            var child = start(folder.resolve(name));
            try {
                return new Subject(child, publishedBot(child));
            } catch (IOException | RuntimeException failed) {
                child.close();
                throw failed;
            }
        }
    }

    Child child() {
        return child;
    }

    /** A published workflow of that canvas. */
    String workflow(ObjectNode canvas) throws IOException, InterruptedException {
        var space = call(child, "GET", "/v1/workspaces?page_size=50", null).get("workspaces").get(0).get("id").stringValue();
        var body = Map.of("workspace_id", space, "name", "bench", "workflow_mode", "workflow", "canvas", canvas);
        var id = call(child, "POST", "/pankou/v1/workflows/import", body).get("workflow_id").stringValue();
        call(child, "POST", "/pankou/v1/workflows/" + id + "/publish", Map.of("version", "v0.0.1", "description", ""));
        return id;
    }

    /** A published plugin of that OpenAPI document. */
    String plugin(String document) throws IOException, InterruptedException {
        var space = call(child, "GET", "/v1/workspaces?page_size=50", null).get("workspaces").get(0).get("id").stringValue();
        var id = call(child, "POST", "/pankou/v1/plugins/import", Map.of("workspace_id", space, "openapi", document))
                .get("plugin_id")
                .stringValue();
        call(child, "POST", "/pankou/v1/plugins/" + id + "/publish", Map.of());
        return id;
    }

    /** A call with a JSON body, whose answer is JSON. */
    Load calls(String target, Object body) {
        return new Load(child.address(), Load.post(target, TOKEN, Json.text(body)), Load.ANY);
    }

    /** One call; the whole answer. */
    JsonNode once(String target, Object body) throws IOException, InterruptedException {
        return answer(child, "POST", target, body);
    }

    /** Requests that ask for nothing: what HTTP alone costs. */
    Load idle() {
        var head = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        return new Load(child.address(), head.getBytes(java.nio.charset.StandardCharsets.UTF_8), Load.ANY);
    }

    /** Chats, streamed and stored, each in a conversation of its own. */
    Load chats(int deltas) {
        return load("/v3/chat", deltas);
    }

    /** Chats, streamed and stored, in one conversation. */
    Load chatsInOneConversation(int deltas) throws IOException, InterruptedException {
        var conversation = call(child, "POST", "/v1/conversation/create", Map.of("bot_id", bot)).get("id").stringValue();
        return load("/v3/chat?conversation_id=" + conversation, deltas);
    }

    private Load load(String target, int deltas) {
        var body = Map.of(
                "bot_id", bot,
                "user_id", "bench",
                "stream", true,
                "auto_save_history", true,
                "additional_messages",
                List.of(Map.of("role", "user", "content", "你好, how are you today?", "content_type", "text")));
        // created, in_progress, deltas, answer, generate_answer_finish, completed, done
        return new Load(child.address(), Load.post(target, TOKEN, Json.text(body)), deltas + 6);
    }

    /** What Pankou itself sends to the model. */
    static Load direct(ModelServer model, int deltas) throws IOException {
        var body = Map.of(
                "model", "scripted",
                "stream", true,
                "stream_options", Map.of("include_usage", true),
                "messages", List.of(Map.of("role", "user", "content", "你好, how are you today?")));
        // deltas, finish with usage, [DONE]
        return new Load(model.address(), Load.post("/v1/chat/completions", "none", Json.text(body)), deltas + 2);
    }

    private static String publishedBot(Child child) throws IOException, InterruptedException {
        var spaces = call(child, "GET", "/v1/workspaces?page_size=50", null).get("workspaces");
        var bot = call(child, "POST", "/v1/bot/create", Map.of(
                        "space_id", spaces.get(0).get("id").stringValue(),
                        "name", "bench"))
                .get("bot_id")
                .stringValue();
        call(child, "POST", "/v1/bot/publish", Map.of("bot_id", bot, "connector_ids", List.of("1024")));
        return bot;
    }

    private static JsonNode call(Child child, String method, String target, @Nullable Object body)
            throws IOException, InterruptedException {
        return answer(child, method, target, body).path("data");
    }

    private static JsonNode answer(Child child, String method, String target, @Nullable Object body)
            throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + child.address().getPort() + target))
                    .header("Authorization", "Bearer " + TOKEN)
                    .header("Content-Type", "application/json")
                    .method(method, body == null
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            var json = Json.tree(answer);
            if (json.path("code").asInt(-1) != 0) {
                throw new IllegalStateException(method + " " + target + " answered " + answer);
            }
            return json;
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
