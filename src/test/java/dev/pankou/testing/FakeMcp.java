package dev.pankou.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pankou.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A scripted MCP server on loopback, at {@code /mcp}. Strict about order, sessions and headers; records what came. */
public final class FakeMcp implements AutoCloseable {
    /** How it answers. */
    public enum Transport {
        /** Streamable HTTP with plain JSON. */
        JSON,
        /** Streamable HTTP with events; a notification and a ping come before each answer. */
        EVENTS,
        /** The older HTTP with server-sent events. */
        LEGACY
    }

    /** A message as it came. */
    public record Heard(String method, JsonNode message, Map<String, List<String>> headers) {
        public String header(String name) {
            var values = headers.get(name);
            return values == null ? "" : values.getFirst();
        }
    }

    private static final int PAGE = 2;

    private final HttpServer server;
    private final Transport transport;
    private final List<ObjectNode> tools = new CopyOnWriteArrayList<>();
    private final Map<String, Function<JsonNode, ObjectNode>> works = new ConcurrentHashMap<>();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final Map<String, BlockingQueue<String>> streams = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Heard> ended = new LinkedBlockingQueue<>();
    private volatile boolean letsEnd = true;
    private volatile @Nullable String token;
    private volatile String version = "2025-06-18";
    private volatile String endpoint = "/messages?session=%s";

    private FakeMcp(HttpServer server, Transport transport) {
        this.server = server;
        this.transport = transport;
    }

    public static FakeMcp start(Transport transport) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var mcp = new FakeMcp(server, transport);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/mcp", mcp::main);
            server.createContext("/messages", mcp::message);
            server.start();
            return mcp;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Adds a tool; the work gets the arguments and gives the result of tools/call. */
    public FakeMcp tool(String json, Function<JsonNode, ObjectNode> work) {
        var tool = (ObjectNode) Json.tree(json);
        tools.add(tool);
        works.put(tool.get("name").stringValue(), work);
        return this;
    }

    /** From now on requests need this bearer token. */
    public FakeMcp needs(String bearer) {
        token = bearer;
        return this;
    }

    public FakeMcp speaks(String protocolVersion) {
        version = protocolVersion;
        return this;
    }

    /** What the older transport tells as its endpoint; {@code %s} is the session. */
    public FakeMcp tells(String where) {
        endpoint = where;
        return this;
    }

    public String address() {
        return origin() + "/mcp";
    }

    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Forgets all sessions, as after a restart. */
    public void forget() {
        sessions.clear();
    }

    /** From now on clients may not end sessions, as the protocol allows. */
    public FakeMcp doesNotLetEnd() {
        letsEnd = false;
        return this;
    }

    /** The next request to end a session, waited for at most 20 s. */
    public Heard awaitEnd() {
        try {
            var next = ended.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no session was ended");
            }
            return next;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** Requests to end sessions that nobody waited for yet. */
    public int ends() {
        return ended.size();
    }

    public List<Heard> heard(String method) {
        return heard.stream().filter(one -> one.method().equals(method)).toList();
    }

    /** A text result. */
    public static ObjectNode text(String text) {
        var result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    private void main(HttpExchange exchange) throws IOException {
        try (exchange) {
            var bearer = exchange.getRequestHeaders().getFirst("Authorization");
            if (token != null && !("Bearer " + token).equals(bearer)) {
                say(exchange, 401, "text/plain", "who are you, " + bearer + "?");
                return;
            }
            if (transport == Transport.LEGACY) {
                if (exchange.getRequestMethod().equals("GET")) {
                    stream(exchange);
                } else {
                    say(exchange, 405, "text/plain", "");
                }
                return;
            }
            if (exchange.getRequestMethod().equals("DELETE")) {
                end(exchange);
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                say(exchange, 405, "text/plain", "");
                return;
            }
            streamable(exchange);
        }
    }

    private void end(HttpExchange exchange) throws IOException {
        var session = String.valueOf(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"));
        say(exchange, !letsEnd ? 405 : sessions.remove(session) ? 204 : 404, "text/plain", "");
        ended.add(new Heard("DELETE", Json.object(), headers(exchange)));
    }

    private void streamable(HttpExchange exchange) throws IOException {
        var message = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
        record(message, exchange);
        var accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
        if (!accept.contains("application/json") || !accept.contains("text/event-stream")) {
            say(exchange, 406, "text/plain", "Accept must have both types");
            return;
        }
        var method = message.path("method").asString("");
        if (method.equals("initialize")) {
            var session = "session-" + numbers.incrementAndGet();
            sessions.add(session);
            exchange.getResponseHeaders().set("Mcp-Session-Id", session);
        } else {
            var session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
            if (session == null || !sessions.contains(session)) {
                say(exchange, session == null ? 400 : 404, "text/plain", "no such session");
                return;
            }
            if (!version.equals(exchange.getRequestHeaders().getFirst("Mcp-Protocol-Version"))) {
                say(exchange, 400, "text/plain", "no protocol version");
                return;
            }
        }
        if (!message.has("id") || !message.has("method")) {
            say(exchange, 202, "text/plain", "");
            return;
        }
        var answer = Json.text(answer(message));
        if (transport == Transport.JSON) {
            say(exchange, 200, "application/json; charset=utf-8", answer);
        } else {
            say(exchange, 200, "text/event-stream", "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n"
                    + ": comment\n\nid: 7\ndata: {\"jsonrpc\":\"2.0\",\"id\":\"ping-1\",\"method\":\"ping\"}\n\ndata: " + answer + "\n\n");
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        var session = "old-" + numbers.incrementAndGet();
        var queue = new LinkedBlockingQueue<String>();
        streams.put(session, queue);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        try {
            out.write(("event: endpoint\ndata: " + endpoint.formatted(session) + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            for (var next = queue.poll(20, TimeUnit.SECONDS); next != null; next = queue.poll(20, TimeUnit.SECONDS)) {
                out.write(("event: message\ndata: " + next + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(session);
        }
    }

    private void message(HttpExchange exchange) throws IOException {
        try (exchange) {
            var message = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
            record(message, exchange);
            var queue = streams.get(exchange.getRequestURI().getQuery().replace("session=", ""));
            if (queue == null) {
                say(exchange, 404, "text/plain", "no such stream");
                return;
            }
            if (message.has("id") && message.has("method")) {
                queue.add(Json.text(answer(message)));
            }
            say(exchange, 202, "text/plain", "Accepted");
        }
    }

    private void record(JsonNode message, HttpExchange exchange) {
        heard.add(new Heard(message.path("method").asString(""), message, headers(exchange)));
    }

    private static Map<String, List<String>> headers(HttpExchange exchange) {
        var headers = new ConcurrentHashMap<String, List<String>>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
        return headers;
    }

    private ObjectNode answer(JsonNode message) {
        var answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        switch (message.path("method").asString("")) {
            case "initialize" -> {
                var result = answer.putObject("result").put("protocolVersion", version).put("instructions", "说明 📖");
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "fake-mcp").put("version", "1");
            }
            case "tools/list" -> {
                var from = Integer.parseInt(message.path("params").path("cursor").asString("0"));
                var result = answer.putObject("result");
                var page = new ArrayList<>(tools.subList(from, Math.min(tools.size(), from + PAGE)));
                var list = result.putArray("tools");
                page.forEach(list::add);
                if (from + PAGE < tools.size()) {
                    result.put("nextCursor", Integer.toString(from + PAGE));
                }
            }
            case "tools/call" -> {
                var work = works.get(message.path("params").path("name").asString(""));
                if (work == null) {
                    answer.putObject("error").put("code", -32602).put("message", "Unknown tool");
                } else {
                    answer.set("result", work.apply(message.path("params").path("arguments")));
                }
            }
            default -> answer.putObject("error").put("code", -32601).put("message", "no");
        }
        return answer;
    }

    private static void say(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
