package dev.pankou.testing;

import dev.pankou.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Somebody who calls a test server with a token. */
public record Person(Pankou pankou, @Nullable String token) {
    public Pankou.Reply get(String path) {
        return pankou.send("GET", path, token, null, Map.of());
    }

    /** @param body a record or map, sent as JSON */
    public Pankou.Reply post(String path, Object body) {
        return pankou.send("POST", path, token, Json.bytes(body), Map.of());
    }

    /** Without body and Content-Type. */
    public Pankou.Reply post(String path) {
        return pankou.send("POST", path, token, null, Map.of());
    }

    public Pankou.Reply put(String path, Object body) {
        return pankou.send("PUT", path, token, Json.bytes(body), Map.of());
    }

    public Pankou.Reply delete(String path) {
        return pankou.send("DELETE", path, token, null, Map.of());
    }

    /** A body as it is. */
    public Pankou.Reply raw(String method, String path, String body, Map<String, String> headers) {
        return pankou.send(method, path, token, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** A body of any bytes. */
    public Pankou.Reply bytes(String method, String path, byte[] body, Map<String, String> headers) {
        return pankou.send(method, path, token, body, headers);
    }

    /** The id of the personal workspace. */
    public String personalWorkspace() {
        for (var workspace : get("/v1/workspaces?page_size=50").data().get("workspaces")) {
            if (workspace.get("workspace_type").stringValue().equals("personal")) {
                return workspace.get("id").stringValue();
            }
        }
        throw new AssertionError("no personal workspace");
    }

    /** A bot in the personal workspace, published to API and Chat SDK. {@code config}: further fields of CreateDraftBot. */
    public String publishedBot(Map<String, ?> config) {
        var bot = draftBot(config);
        publish(bot);
        return bot;
    }

    /** A bot in the personal workspace, not published. */
    public String draftBot(Map<String, ?> config) {
        var body = new HashMap<String, Object>(config);
        body.putIfAbsent("space_id", personalWorkspace());
        body.putIfAbsent("name", "机器人 🤖");
        return post("/v1/bot/create", body).data().get("bot_id").stringValue();
    }

    public void publish(String bot) {
        post("/v1/bot/publish", Map.of("bot_id", bot, "connector_ids", List.of("1024", "999"))).data();
    }

    /** A workflow in the personal workspace, not published. {@code mode}: workflow or chatflow. */
    public String draftWorkflow(String name, String mode, JsonNode canvas) {
        var body = Map.of("workspace_id", personalWorkspace(), "name", name, "workflow_mode", mode, "canvas", canvas);
        return post("/pankou/v1/workflows/import", body).data().get("workflow_id").stringValue();
    }

    /** The same, published as v0.0.1. */
    public String publishedWorkflow(String name, String mode, JsonNode canvas) {
        var workflow = draftWorkflow(name, mode, canvas);
        post("/pankou/v1/workflows/" + workflow + "/publish", Map.of("version", "v0.0.1", "description", "")).data();
        return workflow;
    }

    /** Says something to a bot as the end user u-77, without a conversation; the events of the answer. */
    public List<Sse> chat(String bot, String text) {
        var body = Map.of(
                "bot_id", bot, "user_id", "u-77", "stream", true,
                "additional_messages", List.of(Map.of("role", "user", "content", text, "content_type", "text")));
        return Sse.read(post("/v3/chat", body).text());
    }

    /** A model of the installation that speaks to this scripted server; for the root person. */
    public String model(FakeModel fake) {
        return post(
                        "/pankou/v1/models",
                        Map.of(
                                "name", "scripted",
                                "kind", "openai_chat",
                                "base_url", fake.baseUrl().toString(),
                                "api_key", "sk-of-the-tests",
                                "remote_name", "scripted-1",
                                "context_window", 32_000,
                                "capabilities", List.of("tools", "vision", "reasoning", "json_output")))
                .data()
                .get("model_id")
                .stringValue();
    }

    /** Uploads a file; its id. */
    public String upload(String name, byte[] content) {
        var boundary = "b-o-u-n-d-a-r-y";
        var head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n";
        var out = new java.io.ByteArrayOutputStream();
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(content);
        out.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return pankou.send(
                        "POST",
                        "/v1/files/upload",
                        token,
                        out.toByteArray(),
                        Map.of("Content-Type", "multipart/form-data; boundary=" + boundary))
                .data()
                .get("id")
                .stringValue();
    }
}
