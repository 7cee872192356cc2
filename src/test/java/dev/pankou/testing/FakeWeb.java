package dev.pankou.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pankou.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A scripted web server on loopback: an answer a path, made by a function of the request. Records what came. */
public final class FakeWeb implements AutoCloseable {
    /** A request as it came. Header names are in lower case; the query is as it was sent, "" if there was none. */
    public record Asked(String method, String path, String query, Map<String, String> headers, byte[] bytes) {
        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return Json.tree(body());
        }

        /** A field of a form that came as the body. */
        public String field(String name) {
            for (var pair : body().split("&")) {
                if (pair.startsWith(name + "=")) {
                    return java.net.URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                }
            }
            return "";
        }
    }

    /** An answer. */
    public record Said(int status, Map<String, String> headers, byte[] bytes) {
        public static Said json(String json) {
            return of(200, "application/json", json);
        }

        public static Said of(int status, String type, String body) {
            return new Said(status, Map.of("Content-Type", type), body.getBytes(StandardCharsets.UTF_8));
        }

        public static Said redirect(int status, String location) {
            return new Said(status, Map.of("Location", location), new byte[0]);
        }

        public Said with(String header, String value) {
            var all = new LinkedHashMap<>(headers);
            all.put(header, value);
            return new Said(status, all, bytes);
        }
    }

    private final HttpServer server;
    private final Map<String, Function<Asked, Said>> routes = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, @Nullable Said> first = request -> null;

    private FakeWeb(HttpServer server) {
        this.server = server;
    }

    public static FakeWeb start() {
        return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** At an address of this machine. */
    public static FakeWeb start(InetSocketAddress where) {
        try {
            var server = HttpServer.create(where, 0);
            var web = new FakeWeb(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", web::answer);
            server.start();
            return web;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Answers requests of this path, whatever their method. */
    public FakeWeb on(String path, Function<Asked, Said> answer) {
        routes.put(path, answer);
        return this;
    }

    /** Answers requests of any path, before {@link #on} is asked; null: it is. */
    public FakeWeb first(Function<Asked, @Nullable Said> answer) {
        first = answer;
        return this;
    }

    /** Without a slash at the end. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The same server under its name: another origin. */
    public String otherAddress() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Requests of this path. */
    public List<Asked> asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList();
    }

    public Asked last() {
        return asked.getLast();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new TreeMap<String, String>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
            var uri = exchange.getRequestURI();
            var request = new Asked(
                    exchange.getRequestMethod(),
                    uri.getPath(),
                    uri.getRawQuery() == null ? "" : uri.getRawQuery(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            asked.add(request);
            var said = first.apply(request);
            if (said == null) {
                var route = routes.get(request.path());
                said = route == null ? Said.of(404, "text/plain", "nothing here") : route.apply(request);
            }
            said.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            exchange.sendResponseHeaders(said.status(), said.bytes().length == 0 ? -1 : said.bytes().length);
            if (said.bytes().length > 0) {
                exchange.getResponseBody().write(said.bytes());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
