package dev.pankou.survive;

import dev.pankou.json.Json;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.Sse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls one server with a token. A connection that breaks is an {@link IOException}; threads share it. */
record Client(URI address, String token) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 5_000_000;

    /** One answer: HTTP status and JSON body. */
    record Reply(int status, JsonNode json) {
        int code() {
            return json.get("code").intValue();
        }

        /** The payload of a success. */
        JsonNode data() {
            if (code() != 0) {
                throw new AssertionError("answered " + status + " " + json);
            }
            return json.get("data");
        }
    }

    Reply get(String path) throws IOException {
        return call("GET", path, null, Map.of());
    }

    Reply post(String path, Object body) throws IOException {
        return call("POST", path, body, Map.of());
    }

    Reply put(String path, Object body) throws IOException {
        return call("PUT", path, body, Map.of());
    }

    private Reply call(String method, String path, @Nullable Object body, Map<String, String> headers)
            throws IOException {
        try {
            var answer = HTTP.send(request(method, path, body, headers), BodyHandlers.ofString());
            return new Reply(answer.statusCode(), Json.tree(answer.body()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private HttpRequest request(String method, String path, @Nullable Object body, Map<String, String> headers) {
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body));
        var request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .method(method, publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return request.build();
    }

    /** Sees each event of a stream as it comes; false ends the reading. */
    interface Watcher {
        boolean saw(Sse event) throws IOException;
    }

    /**
     * Streams the answer to a body, or to a GET without one, until it ends, breaks, or the watcher has enough.
     *
     * @return whether the stream ended properly, with its event done
     */
    boolean stream(String path, @Nullable Object body, Map<String, String> headers, Watcher watcher)
            throws IOException {
        try {
            var answer = HTTP.send(
                    request(body == null ? "GET" : "POST", path, body, headers), BodyHandlers.ofInputStream());
            try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                if (!answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
                    throw new RefusedException(new Reply(answer.statusCode(), Json.tree(lines.readLine())));
                }
                return events(lines, watcher);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static boolean events(BufferedReader lines, Watcher watcher) throws IOException {
        var piece = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isEmpty()) {
                piece.append(line.startsWith(":") ? "" : line + "\n");
                continue;
            }
            for (var event : Sse.read(piece.toString())) {
                if (!watcher.saw(event)) {
                    return false;
                }
                if (event.event().equals("done")) {
                    return true;
                }
            }
            piece.setLength(0);
        }
        return false;
    }

    /** All events of a stream that must end properly. */
    List<Sse> streamed(String path, @Nullable Object body, Map<String, String> headers) throws IOException {
        var found = new ArrayList<Sse>();
        if (!stream(path, body, headers, found::add)) {
            throw new AssertionError("the stream ended without done: " + found);
        }
        return found;
    }

    /** A refusal where a stream was asked for. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Reply reply;

        RefusedException(Reply reply) {
            super("answered " + reply.status() + " " + reply.json());
            this.reply = reply;
        }

        Reply reply() {
            return reply;
        }
    }

    // Steps that the tests share.

    /** Uploads a file of any size; its id. */
    String upload(Path file) throws IOException {
        var boundary = "b-o-u-n-d-a-r-y";
        var head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.getFileName() + "\"\r\n\r\n";
        var body = HttpRequest.BodyPublishers.concat(
                HttpRequest.BodyPublishers.ofString(head),
                HttpRequest.BodyPublishers.ofFile(file),
                HttpRequest.BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        var request = HttpRequest.newBuilder(address.resolve("/v1/files/upload"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(body)
                .build();
        try {
            var answer = HTTP.send(request, BodyHandlers.ofString());
            return new Reply(answer.statusCode(), Json.tree(answer.body())).data().get("id").stringValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** A new user with a token of all permissions; for an administrator. */
    Client user(String name) throws IOException {
        return new Client(
                address, post("/pankou/v1/users", Map.of("name", name)).data().get("token").stringValue());
    }

    /** An empty knowledge base; format 0 text, 1 table. */
    String dataset(int format) throws IOException {
        var space = get("/v1/workspaces").data().get("workspaces").get(0).get("id").stringValue();
        return post("/v1/datasets", Map.of("name", "手册", "space_id", space, "format_type", format))
                .data()
                .get("dataset_id")
                .stringValue();
    }

    /** Adds a document that is cut by its structure; its id. */
    String document(String dataset, String name, Map<String, ?> source) throws IOException {
        var body = Map.of(
                "dataset_id", dataset,
                "document_bases", List.of(Map.of("name", name, "source_info", source)),
                "chunk_strategy", Map.of("chunk_type", 0));
        var reply = post("/open_api/knowledge/document/create", body);
        if (reply.code() != 0) {
            throw new AssertionError("answered " + reply.status() + " " + reply.json());
        }
        return reply.json().get("document_infos").get(0).get("document_id").stringValue();
    }

    /** A text in the request. */
    static Map<String, Object> text(String content) {
        return Map.of(
                "file_base64", Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)), "file_type", "txt");
    }

    JsonNode progress(String dataset, String document) throws IOException {
        return post("/v1/datasets/" + dataset + "/process", Map.of("document_ids", List.of(document)))
                .data()
                .get("data")
                .get(0);
    }

    /** Waits until the document is done; fails when it failed. */
    JsonNode done(String dataset, String document, Duration most) throws IOException {
        var deadline = System.nanoTime() + most.toNanos();
        while (true) {
            var progress = progress(dataset, document);
            if (progress.get("status").intValue() == 1) {
                return progress;
            }
            if (progress.get("status").intValue() != 0 || System.nanoTime() > deadline) {
                throw new AssertionError(progress.toString());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** What full-text recall finds. */
    List<String> recall(String dataset, String query) throws IOException {
        return post("/pankou/v1/datasets/" + dataset + "/recall", Map.of("query", query, "search_strategy", 20))
                .data()
                .get("items")
                .valueStream()
                .map(item -> item.get("content").stringValue())
                .toList();
    }

    /** A model of the installation that speaks to this scripted server; for an administrator. */
    String model(FakeModel fake) throws IOException {
        var body = Map.of(
                "name", "scripted",
                "kind", "openai_chat",
                "base_url", fake.baseUrl().toString(),
                "api_key", "sk-of-the-tests",
                "remote_name", "scripted-1",
                "context_window", 32_000,
                "capabilities", List.of("tools"));
        return post("/pankou/v1/models", body).data().get("model_id").stringValue();
    }

    /** A published bot; {@code config}: further fields of CreateDraftBot. */
    String bot(Map<String, ?> config) throws IOException {
        var workspace = get("/v1/workspaces").data().get("workspaces").get(0).get("id").stringValue();
        var body = new HashMap<String, Object>(config);
        body.put("space_id", workspace);
        body.put("name", "机器人 🤖");
        var bot = post("/v1/bot/create", body).data().get("bot_id").stringValue();
        post("/v1/bot/publish", Map.of("bot_id", bot, "connector_ids", List.of("1024"))).data();
        return bot;
    }

    /** A published bot on a model of this scripted server. */
    String botOn(FakeModel fake) throws IOException {
        return bot(Map.of("model_info_config", Map.of("model_id", model(fake))));
    }

    String conversation() throws IOException {
        return post("/v1/conversation/create", Map.of()).data().get("id").stringValue();
    }

    static Map<String, Object> say(String bot, String text, boolean stream) {
        return Map.of(
                "bot_id", bot,
                "user_id", "u-77",
                "stream", stream,
                "additional_messages", List.of(Map.of("role", "user", "content", text, "content_type", "text")));
    }

    Reply chat(String conversation, String bot, String text) throws IOException {
        return post("/v3/chat?conversation_id=" + conversation, say(bot, text, false));
    }

    Reply cancel(String conversation, String chat) throws IOException {
        return post("/v3/chat/cancel", Map.of("conversation_id", conversation, "chat_id", chat));
    }

    String status(String conversation, String chat) throws IOException {
        return get("/v3/chat/retrieve" + place(conversation, chat)).data().get("status").stringValue();
    }

    JsonNode answers(String conversation, String chat) throws IOException {
        return get("/v3/chat/message/list" + place(conversation, chat)).json().get("data");
    }

    static String place(String conversation, String chat) {
        return "?conversation_id=" + conversation + "&chat_id=" + chat;
    }

    /** Polls a chat until its status is as wanted. */
    String await(String conversation, String chat, Duration most, Predicate<String> wanted) throws IOException {
        var deadline = System.nanoTime() + most.toNanos();
        while (true) {
            var status = status(conversation, chat);
            if (wanted.test(status)) {
                return status;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("chat " + chat + " stayed " + status);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
