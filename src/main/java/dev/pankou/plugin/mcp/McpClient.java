package dev.pankou.plugin.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.pankou.egress.CancelSignal;
import dev.pankou.egress.EgressException;
import dev.pankou.egress.EgressResponse;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.plugin.tool.Arguments;
import dev.pankou.plugin.tool.Attached;
import dev.pankou.plugin.tool.Remark;
import dev.pankou.plugin.tool.ToolException;
import dev.pankou.plugin.tool.ToolSpec;
import dev.pankou.plugin.tool.Web;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists and calls the tools of MCP servers. Greets a server once, keeps the session, and says when it is over (streamable HTTP,
 * session management). Threads share it.
 */
public final class McpClient implements AutoCloseable {
    private static final long MOST_SESSIONS = 10_000;

    /** Sessions that are ended when this server stops; the others find out by themselves. */
    private static final int MOST_AT_CLOSE = 200;
    private static final int MOST_PAGES = 100;
    private static final int MOST_SCHEMA = 50_000;
    private static final String EVENTS = "text/event-stream";

    /** Statuses by which a server of the older transport shows itself when it is greeted in the newer way. */
    private static final Set<Integer> LEGACY = Set.of(400, 404, 405);

    private final Web web;
    private final AtomicLong ids = new AtomicLong();
    private final McpFarewells farewells;
    private final Cache<McpServer, McpSession> sessions;

    public McpClient(Web web) {
        this.web = web;
        farewells = new McpFarewells(web);
        sessions = Caffeine.newBuilder()
                .maximumSize(MOST_SESSIONS)
                .expireAfterAccess(Duration.ofHours(1))
                .evictionListener((@Nullable McpServer server, @Nullable McpSession session, RemovalCause cause) -> {
                    if (server != null && session != null) {
                        farewells.say(server, session);
                    }
                })
                .build();
    }

    /** Ends all sessions with a plugin's server: it is gone, or is asked in another way from now on. */
    public void forget(Id plugin) {
        for (var server : sessions.asMap().keySet()) {
            if (server.plugin().equals(plugin)) {
                end(server);
            }
        }
    }

    /** Ends the sessions that are kept. */
    @Override
    public void close() {
        sessions.asMap().keySet().stream().limit(MOST_AT_CLOSE).forEach(this::end);
        farewells.close();
    }

    private void end(McpServer server) {
        var session = sessions.asMap().remove(server);
        if (session != null) {
            farewells.say(server, session);
        }
    }

    /** One piece of work with a server: until when, and what may end it sooner. */
    private record Work(McpServer server, long deadline, CancelSignal cancel) {}

    /** The server knows our session no more. */
    private static final class SessionLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private SessionLostException() {
            super("session lost", null, false, false);
        }
    }

    /**
     * All tools of a server.
     *
     * @param mostTools further ones are left out, and that is said
     * @throws ToolException when it cannot be asked
     */
    public McpTools list(URI address, Attached attached, int mostTools, CancelSignal cancel) {
        var server = new McpServer(address, new Id(0), new Id(ids.incrementAndGet()), attached); // a session of its own
        var work = new Work(server, System.nanoTime() + web.timeout().toNanos(), cancel);
        try {
            var remarks = new ArrayList<Remark>();
            var tools = new ArrayList<ToolSpec>();
            var names = new HashSet<String>();
            var cursor = "";
            var cursors = new HashSet<String>();
            for (var page = 0; page < MOST_PAGES && cursors.add(cursor); page++) {
                var params = Json.object();
                if (!cursor.isEmpty()) {
                    params.put("cursor", cursor);
                }
                var result = ask(work, "tools/list", params);
                for (var tool : result.path("tools")) {
                    add(tools, tool, names, mostTools, remarks);
                }
                cursor = result.path("nextCursor").asString("");
                if (cursor.isEmpty()) {
                    break;
                }
            }
            var hello = greeted(work).hello();
            for (var other : List.of("resources", "prompts")) {
                if (hello.path("capabilities").has(other)) {
                    remarks.add(Remark.skipped(other, "only tools of MCP servers are used"));
                }
            }
            var info = hello.path("serverInfo");
            return new McpTools(
                    info.path("title").asString(info.path("name").asString("")), hello.path("instructions").asString(""), tools,
                    remarks);
        } catch (EgressException failed) {
            throw ToolException.of(failed);
        } finally {
            end(server);
        }
    }

    private static void add(
            List<ToolSpec> tools, JsonNode tool, Set<String> names, int mostTools, List<Remark> remarks) {
        var given = tool.path("name").asString("");
        var at = "tools." + given;
        var input = tool.path("inputSchema").isObject() ? (ObjectNode) tool.get("inputSchema") : Json.object();
        var output = tool.path("outputSchema").isObject() ? tool.get("outputSchema") : Json.object();
        var name = ToolSpec.nameOf(given);
        if (given.isEmpty() || !names.add(name)) {
            remarks.add(Remark.skipped(at, "a tool needs a name of its own"));
        } else if (tools.size() == mostTools) {
            remarks.add(Remark.skipped(at, "a plugin has at most " + mostTools + " tools"));
        } else if (Json.text(input).length() > MOST_SCHEMA || Json.text(output).length() > MOST_SCHEMA) {
            remarks.add(Remark.skipped(at, "its schema is larger than " + MOST_SCHEMA + " characters"));
        } else {
            if (!name.equals(given)) {
                remarks.add(Remark.changed(at, "the tool is called " + name));
            }
            input.put("type", "object");
            tools.add(new ToolSpec(
                    new Id(0),
                    name,
                    tool.path("description").asString(tool.path("title").asString("")),
                    input,
                    output,
                    tool.path("annotations").path("readOnlyHint").asBoolean(false),
                    Json.object().put("name", given)));
        }
    }

    /** @throws ToolException when there is no result */
    public JsonNode call(McpServer server, ToolSpec tool, JsonNode arguments, CancelSignal cancel) {
        var params = Json.object().put("name", tool.binding().path("name").asString(tool.name()));
        params.set("arguments", Arguments.checked(tool.input(), arguments));
        var work = new Work(server, System.nanoTime() + web.timeout().toNanos(), cancel);
        try {
            return McpResult.of(ask(work, "tools/call", params), server.attached());
        } catch (EgressException failed) {
            throw ToolException.of(failed);
        }
    }

    private JsonNode ask(Work work, String method, ObjectNode params) {
        for (var again = true; ; again = false) {
            var session = greeted(work);
            var request = McpMessages.request(ids.incrementAndGet(), method, params);
            try {
                var answer = session.legacy() ? legacy(work, stream(work), request, Json.object()) : post(work, session, request);
                return McpMessages.result(answer, work.server().attached());
            } catch (SessionLostException lost) {
                sessions.asMap().remove(work.server(), session);
                if (!again) {
                    throw new ToolException(ToolException.REMOTE, "The MCP server does not keep its sessions.");
                }
            }
        }
    }

    private McpSession greeted(Work work) {
        var known = sessions.getIfPresent(work.server());
        if (known != null) {
            return known;
        }
        var made = greet(work);
        var other = sessions.asMap().putIfAbsent(work.server(), made);
        if (other == null) {
            return made;
        }
        farewells.say(work.server(), made); // somebody else was faster
        return other;
    }

    private McpSession greet(Work work) {
        var hello = McpMessages.initialize(ids.incrementAndGet());
        var attached = work.server().attached();
        try (var response = send(work, new McpSession("", "", false, Json.object()), hello)) {
            if (LEGACY.contains(response.status())) {
                return legacySession(work, response);
            }
            if (response.status() / 100 != 2) {
                throw McpMessages.refused(response, attached);
            }
            var result = McpMessages.result(answer(work, response, hello, null), attached);
            var id = response.header(McpProtocol.SESSION);
            var session = new McpSession(id == null ? "" : id, protocol(result), false, result);
            send(work, session, McpMessages.notification("notifications/initialized")).close();
            return session;
        }
    }

    /** Finds out whether the server speaks the older transport. */
    private McpSession legacySession(Work work, EgressResponse refusal) {
        var why = McpMessages.refused(refusal, work.server().attached());
        EgressResponse stream;
        try {
            stream = stream(work);
        } catch (ToolException neither) {
            throw neither.rejected() ? neither : why;
        }
        var hello = Json.object();
        legacy(work, stream, null, hello);
        return new McpSession("", protocol(hello), true, hello);
    }

    private static String protocol(JsonNode hello) {
        var version = hello.path("protocolVersion").asString("");
        if (!McpProtocol.VERSIONS.contains(version)) {
            throw new ToolException(
                    ToolException.REMOTE, "The MCP server speaks version " + McpMessages.shown(version) + ", which we do not.");
        }
        return version;
    }

    private JsonNode post(Work work, McpSession session, ObjectNode request) {
        try (var response = send(work, session, request)) {
            if (response.status() == 404 && !session.id().isEmpty()) {
                throw new SessionLostException();
            }
            if (response.status() / 100 != 2) {
                throw McpMessages.refused(response, work.server().attached());
            }
            return answer(work, response, request, session);
        }
    }

    private JsonNode answer(Work work, EgressResponse response, ObjectNode request, @Nullable McpSession session) {
        var id = request.path("id").asLong();
        if (response.mediaType().equals(EVENTS)) {
            return McpMessages.await(response.events((int) web.maxBytes()), id, asked -> {
                if (session != null) {
                    send(work, session, McpMessages.reply(asked)).close();
                }
            });
        }
        var found = McpMessages.find(McpMessages.parse(response.bytes()), id);
        if (found == null) {
            throw new ToolException(ToolException.REMOTE, "The MCP server answered something else than it was asked.");
        }
        return found;
    }

    private EgressResponse send(Work work, McpSession session, ObjectNode message) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json, " + EVENTS);
        if (!session.id().isEmpty()) {
            headers.put(McpProtocol.SESSION, session.id());
        }
        if (!session.protocol().isEmpty()) {
            headers.put(McpProtocol.VERSION, session.protocol());
        }
        return post(work, work.server().address(), headers, message);
    }

    private EgressResponse post(Work work, URI address, Map<String, String> headers, ObjectNode message) {
        var ask = new Web.Ask("POST", address, headers, Json.bytes(message), work.server().attached(), false);
        return web.open(ask, work.deadline(), work.cancel());
    }

    private EgressResponse stream(Work work) {
        var server = work.server();
        var open = new Web.Ask("GET", server.address(), Map.of("Accept", EVENTS), null, server.attached(), true);
        var response = web.open(open, work.deadline(), work.cancel());
        if (response.status() == 200 && response.mediaType().equals(EVENTS)) {
            return response;
        }
        try (response) {
            throw response.status() == 200
                    ? new ToolException(ToolException.REMOTE, "The address is not one of an MCP server.")
                    : McpMessages.refused(response, server.attached());
        }
    }

    /**
     * The older transport: a stream is opened, its first event says where to send to, and answers come on the stream. Each piece
     * of work has a stream of its own, so that none has to be kept open.
     *
     * @param request null: only greet
     * @param hello is filled with the server's answer to initialize
     */
    private JsonNode legacy(Work work, EgressResponse stream, @Nullable ObjectNode request, ObjectNode hello) {
        var server = work.server();
        try (stream) {
            var events = stream.events((int) web.maxBytes());
            if (!events.next()) {
                throw new ToolException(ToolException.REMOTE, "The MCP server ended its stream at once.");
            }
            var endpoint = endpoint(server, new String(events.data(), 0, events.length(), java.nio.charset.StandardCharsets.UTF_8));
            var greeting = McpMessages.initialize(ids.incrementAndGet());
            tell(work, endpoint, greeting);
            var result = McpMessages.result(
                    McpMessages.await(events, greeting.path("id").asLong(), asked -> tell(work, endpoint, McpMessages.reply(asked))),
                    server.attached());
            result.properties().forEach(entry -> hello.set(entry.getKey(), entry.getValue()));
            tell(work, endpoint, McpMessages.notification("notifications/initialized"));
            if (request == null) {
                return hello;
            }
            tell(work, endpoint, request);
            return McpMessages.await(
                    events, request.path("id").asLong(), asked -> tell(work, endpoint, McpMessages.reply(asked)));
        }
    }

    private static URI endpoint(McpServer server, String text) {
        try {
            var endpoint = server.address().resolve(text.strip());
            if (Attached.origin(endpoint).equals(Attached.origin(server.address()))) {
                return endpoint;
            }
        } catch (IllegalArgumentException noAddress) {
            // said below
        }
        throw new ToolException(ToolException.REMOTE, "The MCP server names an endpoint that is not its own.");
    }

    private void tell(Work work, URI endpoint, ObjectNode message) {
        try (var response = post(work, endpoint, Map.of("Content-Type", "application/json"), message)) {
            if (response.status() / 100 != 2) {
                throw McpMessages.refused(response, work.server().attached());
            }
        }
    }
}
