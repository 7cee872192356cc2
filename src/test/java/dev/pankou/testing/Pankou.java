package dev.pankou.testing;

import dev.pankou.Server;
import dev.pankou.api.Operation;
import dev.pankou.config.Settings;
import dev.pankou.egress.Egress;
import dev.pankou.json.Json;
import dev.pankou.time.Times;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A real server in this JVM, one a database for all tests; each test makes its own users on it. */
public final class Pankou implements AutoCloseable {
    /** The administrator's token of every test server. */
    public static final String ROOT = "pat_root_of_the_tests";

    private static final Map<Database, Pankou> SHARED = new EnumMap<>(Database.class);
    private static final AtomicLong NAMES = new AtomicLong();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Server server;

    private Pankou(Server server) {
        this.server = server;
    }

    /** The shared server on this database. */
    public static Pankou on(Database database) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(database, kind -> fresh(kind, Map.of()));
        }
    }

    /** A server of one's own, with other settings. To be closed by the test. */
    public static Pankou fresh(Database database, Map<String, String> settings) {
        return fresh(database, settings, Times.system());
    }

    /** As {@link #fresh(Database, Map)}, with the test's own clock. */
    public static Pankou fresh(Database database, Map<String, String> settings, Clock clock) {
        return fresh(database, settings, clock, Egress.Resolver.SYSTEM);
    }

    /** As {@link #fresh(Database, Map, Clock)}; {@code names} looks up where outbound calls go. */
    public static Pankou fresh(Database database, Map<String, String> settings, Clock clock, Egress.Resolver names) {
        var store = TestDatabases.fresh(database);
        var flags = new HashMap<String, String>();
        flags.put("port", "0");
        flags.put("data", store.dataDirectory().toString());
        flags.put("bootstrap-token", ROOT);
        if (store.jdbcUrl() != null) {
            flags.put("db-url", store.jdbcUrl());
        }
        flags.putAll(settings);
        var loaded = Settings.load(flags, Map.of(), Path.of("no-such-file"));
        return new Pankou(Server.start(loaded, clock, names));
    }

    public URI address() {
        return server.address();
    }

    /** The table of all declared operations. */
    public List<Operation<?, ?>> operations() {
        return server.operations();
    }

    /** The administrator. */
    public Person root() {
        return new Person(this, ROOT);
    }

    /** A new user with a token of all permissions. */
    public Person user() {
        var made = root().post("/pankou/v1/users", Map.of("name", "user-" + NAMES.incrementAndGet()));
        return new Person(this, made.data().get("token").stringValue());
    }

    /** Somebody with this token. */
    public Person with(String token) {
        return new Person(this, token);
    }

    Reply send(String method, String path, @Nullable String token, byte @Nullable [] body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(address().resolve(path))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            return new Reply(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new IllegalStateException(method + " " + path + " failed", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** One answer. */
    public record Reply(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public String text() {
            return http.body();
        }

        public JsonNode json() {
            return Json.tree(http.body());
        }

        public int code() {
            return json().get("code").intValue();
        }

        public String msg() {
            return json().get("msg").stringValue();
        }

        /** The payload of a success. */
        public JsonNode data() {
            if (code() != 0) {
                throw new AssertionError("answered " + status() + " " + text());
            }
            return json().get("data");
        }

        public String logid() {
            return http.headers().firstValue("x-tt-logid").orElse("");
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
