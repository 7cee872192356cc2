package dev.pankou.egress;

import dev.pankou.json.Json;
import dev.pankou.knowledge.Library;
import dev.pankou.testing.FakeNet;
import dev.pankou.testing.FakeWeb.Asked;
import dev.pankou.testing.FakeWeb.Said;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.workflow.engine.Canvases;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The ways on which the server goes to an address that a stranger chose. */
enum WayOut {
    /** A web page of a knowledge base. */
    WEB_PAGE(9, false, asked -> true, way -> {
        var library = new Library(way.person);
        var dataset = library.dataset(Library.TEXT);
        return () -> {
            var progress = library.settled(dataset, library.add(dataset, "网页", Library.web(way.origin + "/page")));
            return new Told(progress.get("status").intValue(), progress.toString());
        };
    }),
    /** The built-in reader of web pages. */
    READER(720701004, false, asked -> true, way -> () -> way.call("13", "read_page", Map.of("url", way.origin + "/page"))),
    OPENAPI_DOCUMENT(4000, false, asked -> true, way -> () -> way.imports(Map.of("openapi_url", way.origin + "/openapi.json"))),
    OPENAPI_CALL(720701004, false, asked -> true, way -> {
        var plugin = way.imported(Map.of("openapi", way.document(way.origin)));
        return () -> way.call(plugin, "look", Map.of());
    }),
    /** An argument that is a file. */
    OPENAPI_FILE(720701004, false, asked -> true, way -> {
        var plugin = way.imported(Map.of("openapi", way.document(way.net.origin(way.net.name()))));
        return () -> way.call(plugin, "send", Map.of("data", way.origin + "/picture.png"));
    }),
    MCP_IMPORT(4000, true, asked -> true, way -> () -> way.imports(Map.of("mcp", Map.of("url", way.origin + "/mcp")))),
    MCP_CALL(720701004, true, asked -> true, way -> {
        var plugin = way.imported(Map.of("mcp", Map.of("url", way.origin + "/mcp")));
        return () -> way.call(plugin, "look", Map.of());
    }),
    /** The older transport: first it is tried in the newer way. */
    MCP_STREAM(4000, false, asked -> asked.method().equals("GET"), way -> () -> way.imports(
            Map.of("mcp", Map.of("url", way.origin + "/sse")))),
    /** The same, when it sends to the endpoint that its stream told. */
    MCP_STREAM_ENDPOINT(4000, true, asked -> asked.path().equals("/messages"), way -> () -> way.imports(
            Map.of("mcp", Map.of("url", way.origin + "/sse")))),
    OAUTH_CLIENT(720701004, true, asked -> true, way -> {
        var plugin = way.imported(Map.of("openapi", way.document("https://api.test"), "auth", way.client()));
        return () -> way.call(plugin, "look", Map.of());
    }),
    /** Before an MCP server is asked for its tools, and anything is stored. */
    OAUTH_CLIENT_OF_IMPORT(4000, true, asked -> true, way -> {
        var mcp = way.net.origin(way.net.name()) + "/mcp";
        return () -> way.imports(Map.of("mcp", Map.of("url", mcp), "auth", way.client()));
    }),
    OAUTH_CODE(4000, true, asked -> true, way -> {
        var plugin = way.imported(Map.of("openapi", way.document("https://api.test"), "auth", way.endUser()));
        return () -> way.authorised(plugin);
    }),
    OAUTH_REFRESH(720701004, true, asked -> true, way -> {
        var plugin = way.imported(Map.of("openapi", way.document("https://api.test"), "auth", way.endUser()));
        if (way.authorised(plugin).code() != 200) {
            throw new AssertionError("no grant");
        }
        return () -> way.call(plugin, "look", Map.of());
    }),
    HTTP_NODE(720701013, false, asked -> true, way -> {
        var workflow = way.workflow("GET", way.origin + "/page", "{\"bodyType\":\"EMPTY\"}");
        return () -> way.run(workflow);
    }),
    /** A file that an HTTP node sends on. */
    HTTP_NODE_FILE(720701013, false, asked -> true, way -> {
        var workflow = way.workflow("POST", way.net.origin(way.net.name()) + "/page", "{\"bodyType\":\"BINARY\",\"bodyData\":{\"binary\":"
                + "{\"fileURL\":" + Canvases.literal("string", way.origin + "/picture.png") + "}}}");
        return () -> way.run(workflow);
    });

    /** The status or code of a refusal. */
    final int code;

    /** Whether the request that is to be led inside has content, which never follows a redirect to another server. */
    final boolean sends;

    /** The requests that are to be led inside; those before it are not. */
    final Predicate<Asked> last;

    private final Function<Way, Attempt> attempt;

    WayOut(int code, boolean sends, Predicate<Asked> last, Function<Way, Attempt> attempt) {
        this.code = code;
        this.sends = sends;
        this.last = last;
        this.attempt = attempt;
    }

    /** What the caller was told: the code, or a status, and every word. */
    record Told(int code, String text) {}

    interface Attempt {
        Told make();
    }

    /** Prepares all that comes before the request to {@code origin}; that may already be asked for it. */
    Attempt prepared(FakeNet net, Person person, String origin) {
        return attempt.apply(new Way(net, person, origin));
    }

    /** Requests to the same name that come before the one that is to be led inside. */
    int before() {
        return switch (this) {
            case MCP_STREAM -> 1;
            case MCP_STREAM_ENDPOINT -> 2;
            default -> 0;
        };
    }

    /** What the web server outside answers on these ways. */
    static void serve(FakeNet net) {
        net.answers("/page", asked -> Said.of(200, "text/plain", "public page"))
                .answers("/picture.png", asked -> Said.of(200, "image/png", "PNG"))
                .answers("/openapi.json", asked -> Said.json("{}"))
                .answers("/look", asked -> Said.json("{\"seen\":true}"))
                .answers("/sse", asked -> asked.method().equals("GET")
                        ? Said.of(200, "text/event-stream", "event: endpoint\ndata: /messages\n\n")
                        : Said.of(405, "text/plain", ""))
                .answers("/mcp", WayOut::mcp)
                .answers("/token", asked -> Said.json("{\"access_token\":\"token\",\"refresh_token\":\"again\",\"expires_in\":0}"));
    }

    private static Said mcp(Asked asked) {
        var id = asked.json().path("id");
        var method = asked.json().path("method").asString("");
        var result = switch (method) {
            case "initialize" -> "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"m\"}}";
            case "tools/list" -> "{\"tools\":[{\"name\":\"look\",\"inputSchema\":{\"type\":\"object\"}}]}";
            default -> "{\"content\":[{\"type\":\"text\",\"text\":\"seen\"}]}";
        };
        var said = id.isMissingNode()
                ? Said.of(202, "text/plain", "")
                : Said.json("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
        return method.startsWith("tools/") ? said : said.with("Connection", "keep-alive"); // there is more to come
    }

    private record Way(FakeNet net, Person person, String origin) {
        String document(String server) {
            return """
                    openapi: 3.0.3
                    info: {title: 看}
                    servers: [{url: "%s"}]
                    paths:
                      /look: {get: {operationId: look}}
                      /send: {post: {operationId: send, requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {data: {type: string, format: binary}}}}}}}}
                    """
                    .formatted(server);
        }

        Map<String, String> client() {
            return Map.of("type", "oauth_client", "token_url", origin + "/token", "client_id", "me", "client_secret", "k3y-of-alice");
        }

        Map<String, String> endUser() {
            var auth = new HashMap<>(client());
            auth.put("type", "oauth_user");
            auth.put("authorize_url", "https://accounts.test/authorize");
            return auth;
        }

        Told imports(Map<String, ?> plugin) {
            var body = new HashMap<String, Object>(plugin);
            body.put("workspace_id", person.personalWorkspace());
            return told(person.post("/pankou/v1/plugins/import", body));
        }

        String imported(Map<String, ?> plugin) {
            var told = imports(plugin);
            if (told.code() != 0) {
                throw new AssertionError(told.text());
            }
            return Json.tree(told.text()).get("data").get("plugin_id").stringValue();
        }

        Told call(String plugin, String tool, Map<String, ?> arguments) {
            return told(person.post("/v1/plugins/" + plugin + "/tools/call", Map.of("tool_name", tool, "arguments", arguments)));
        }

        /** Goes as the browser of an end user does, up to the code that is exchanged. */
        Told authorised(String plugin) {
            var nobody = person.pankou().with(null);
            var link = person.get("/pankou/v1/plugins/" + plugin + "/authorize_url").data().get("url").stringValue();
            var started = nobody.get(link.substring(link.indexOf("/pankou/"))).http().headers();
            var query = URI.create(started.firstValue("location").orElseThrow()).getRawQuery();
            var state = query.replaceFirst(".*[&?]state=([^&]+).*", "$1");
            var back = nobody.raw(
                    "GET",
                    "/pankou/v1/plugin_oauth/callback?code=c&state="
                            + URLEncoder.encode(URLDecoder.decode(state, StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                    "",
                    Map.of("Cookie", started.firstValue("set-cookie").orElseThrow().replaceFirst(";.*", "")));
            return back.status() == 200 ? new Told(200, back.text()) : told(back);
        }

        String workflow(String method, String url, String body) {
            var canvas = new Canvases()
                    .start("[]")
                    .node(
                            "110", "45", "Call",
                            "{\"apiInfo\":{\"method\":\"" + method + "\",\"url\":" + Json.text(url)
                                    + "},\"setting\":{\"timeout\":5,\"retryTimes\":2},\"body\":" + body + "}",
                            "[{\"name\":\"body\",\"type\":\"string\"}]")
                    .end(Canvases.params("body", Canvases.ref("string", "110", "body")))
                    .chain(Canvases.START, "110", Canvases.END);
            var id = person.post("/pankou/v1/workflows/import", Map.of(
                            "workspace_id", person.personalWorkspace(), "name", "out", "workflow_mode", "workflow", "canvas", canvas.json()))
                    .data().get("workflow_id").stringValue();
            person.post("/pankou/v1/workflows/" + id + "/publish", Map.of("version", "v0.0.1", "description", "")).data();
            return id;
        }

        /** With the trace of the run. */
        Told run(String workflow) {
            var answer = person.post("/v1/workflow/run", Map.of("workflow_id", workflow, "parameters", Map.of()));
            var runs = "/pankou/v1/workflows/" + workflow + "/runs";
            var newest = person.get(runs).data().get("items").get(0).get("execute_id").stringValue();
            return new Told(answer.code(), answer.text() + person.get(runs + "/" + newest + "?values=true").text());
        }

        private static Told told(Pankou.Reply reply) {
            return new Told(reply.code(), reply.text());
        }
    }
}
