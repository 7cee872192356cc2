package dev.pankou.command;

import dev.pankou.command.Commands.Context;
import dev.pankou.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A server to talk to through the API. Failures are {@link CommandException}. */
final class Connection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Texts texts;
    private final URI address;
    private final String token;
    private final Launch.@Nullable Running own;

    private Connection(Texts texts, URI address, String token, Launch.@Nullable Running own) {
        this.texts = texts;
        this.address = address;
        this.token = token;
        this.own = own;
    }

    static Connection to(Texts texts, String address, String token) {
        try {
            var base = URI.create(address.endsWith("/") ? address : address + "/");
            if (base.getHost() == null) {
                throw new IllegalArgumentException(address);
            }
            return new Connection(texts, base, token, null);
        } catch (IllegalArgumentException bad) {
            throw CommandException.notUnderstood(texts.say("connection.address", address));
        }
    }

    /** The server that {@code --url} and {@code --token} name, else the one that runs on the data folder. */
    static Connection chosen(Context context) {
        var url = context.arguments().option("url");
        var token = context.arguments().option("token");
        if (url != null && token != null) {
            return to(context.texts(), url, token);
        }
        if (url != null || token != null) {
            throw CommandException.notUnderstood(context.texts().say("demo.both"));
        }
        var running = running(context);
        if (running == null) {
            throw CommandException.failed(context.texts().say("demo.none", context.data()));
        }
        return running;
    }

    /** The server that runs on the data folder; null when none does. */
    static @Nullable Connection running(Context context) {
        try {
            var server = Json.tree(Files.readString(context.data().resolve("server.json")));
            var token =
                    Files.readString(context.data().resolve("control-token")).strip();
            var connection = to(context.texts(), server.path("address").asString(""), token);
            if (connection.answers()) {
                return connection;
            }
            connection.close();
            return null; // files of a server that was killed
        } catch (IOException | JacksonException | CommandException none) {
            return null;
        }
    }

    /**
     * The running server or, where none runs, one of our own for the time of the command: on a free loopback port, with the
     * same store and the same rules.
     */
    static Connection of(Context context) {
        var running = running(context);
        if (running != null) {
            return running;
        }
        var own = context.launch()
                .start(context.settings(
                        Map.of("port", "0", "host", "127.0.0.1", "public-url", context.publicAddress())));
        try {
            var token =
                    Files.readString(context.data().resolve("control-token")).strip();
            return new Connection(context.texts(), own.address(), token, own);
        } catch (IOException unreadable) {
            own.close();
            throw CommandException.failed(unreadable.toString());
        }
    }

    private boolean answers() {
        try {
            return http.send(request("GET", "/v1/users/me", null).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    URI address() {
        return address;
    }

    JsonNode get(String path) {
        return call("GET", path, null);
    }

    JsonNode post(String path, Object body) {
        return call("POST", path, body);
    }

    JsonNode delete(String path) {
        return call("DELETE", path, null);
    }

    /** The payload of a success; missing where the answer has none. */
    private JsonNode call(String method, String path, @Nullable Object body) {
        try {
            return payload(http.send(request(method, path, body).build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException failed) {
            throw unreachable(failed);
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    /** Reads a stream to its end, handing over each event's name and data. */
    void stream(String path, Object body, BiConsumer<String, String> event) {
        try {
            var answer = http.send(
                    request("POST", path, body).timeout(Duration.ofMinutes(10)).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (var in = answer.body()) {
                if (!answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream")) {
                    payload(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                    return;
                }
                events(in, event);
            }
        } catch (IOException failed) {
            throw unreachable(failed);
        } catch (InterruptedException stopped) {
            throw interrupted();
        }
    }

    private static void events(InputStream in, BiConsumer<String, String> event) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        var name = "";
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event:")) {
                name = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                event.accept(name, line.substring("data:".length()).strip());
            }
        }
    }

    private HttpRequest.Builder request(String method, String path, @Nullable Object body) {
        var request = HttpRequest.newBuilder(address.resolve(path.substring(1)))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token);
        if (body == null) {
            return request.method(method, HttpRequest.BodyPublishers.noBody());
        }
        return request.header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    }

    private JsonNode payload(String text) {
        try {
            var answer = Json.tree(text);
            if (answer.path("code").asInt(-1) != 0) {
                throw CommandException.failed(texts.say(
                        "connection.refused",
                        answer.path("msg").asString(text),
                        answer.path("code").asInt(-1),
                        answer.path("detail").path("logid").asString("")));
            }
            return answer.path("data");
        } catch (JacksonException strange) {
            throw CommandException.failed(texts.say("connection.strange", address));
        }
    }

    private CommandException unreachable(IOException failed) {
        return CommandException.failed(
                texts.say("connection.unreachable", address, failed.getClass().getSimpleName()));
    }

    private CommandException interrupted() {
        Thread.currentThread().interrupt();
        return CommandException.failed(texts.say("connection.unreachable", address, "interrupted"));
    }

    @Override
    public void close() {
        http.close();
        if (own != null) {
            own.close();
        }
    }
}
