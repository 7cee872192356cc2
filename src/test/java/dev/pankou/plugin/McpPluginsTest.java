package dev.pankou.plugin;

import static dev.pankou.plugin.PluginServer.call;
import static dev.pankou.plugin.PluginServer.imported;
import static dev.pankou.plugin.PluginServer.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeMcp;
import dev.pankou.testing.FakeMcp.Transport;
import dev.pankou.testing.FakeWeb;
import dev.pankou.testing.FakeWeb.Said;
import dev.pankou.testing.Pankou;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** MCP servers as plugins. */
@ParameterizedClass
@EnumSource(Database.class)
record McpPluginsTest(Database database) {
    private static final String ADD =
            """
            {"name":"add","description":"加法","inputSchema":{"type":"object","required":["a"],"properties":{
              "a":{"type":"integer"},"b":{"type":"integer","default":1}}},"annotations":{"readOnlyHint":true}}
            """;

    private static FakeMcp calculator(Transport transport) {
        return FakeMcp.start(transport)
                .tool(ADD, McpPluginsTest::add)
                .tool("{\"name\":\"say.text\",\"inputSchema\":{\"type\":\"object\"}}", arguments -> FakeMcp.text("你好 👋"))
                .tool("{\"name\":\"fail\",\"inputSchema\":{\"type\":\"object\"}}", arguments ->
                        FakeMcp.text("no such thing").put("isError", true));
    }

    private static ObjectNode add(JsonNode arguments) {
        var result = FakeMcp.text("see structure");
        result.putObject("structuredContent").put("sum", arguments.get("a").intValue() + arguments.get("b").intValue());
        return result;
    }

    private static Map<String, Object> at(FakeMcp mcp) {
        return Map.of("mcp", Map.of("url", mcp.address()));
    }

    @Test
    void toolsAreListedOnAllPagesAndCalledOverEveryTransport() {
        for (var transport : Transport.values()) {
            try (var mcp = calculator(transport)) {
                var alice = PluginServer.on(database).user();

                var plugin = imported(alice, at(mcp));

                assertThat(plugin.get("name").stringValue()).isEqualTo("fake-mcp");
                assertThat(plugin.get("tools").valueStream().map(tool -> tool.get("name").stringValue()))
                        .containsExactly("add", "say_text", "fail");
                assertThat(plugin.get("report").get(0).get("message").stringValue()).isEqualTo("the tool is called say_text");
                var id = plugin.get("plugin_id").stringValue();
                assertThat(call(alice, id, "add", Map.of("a", "2")).data().get("result").toString()).isEqualTo("{\"sum\":3}");
                assertThat(call(alice, id, "say_text", Map.of()).data().get("result").stringValue()).isEqualTo("你好 👋");
                var failed = call(alice, id, "fail", Map.of());
                assertThat(failed.code()).isEqualTo(720701004);
                assertThat(failed.msg()).isEqualTo("no such thing");
                assertThat(call(alice, id, "add", Map.of()).msg()).isEqualTo("argument a is required");
            }
        }
    }

    @Test
    void aSessionIsKeptAndMadeAnewWhenTheServerForgotIt() {
        try (var mcp = calculator(Transport.EVENTS)) {
            var alice = PluginServer.on(database).user();
            var id = imported(alice, at(mcp)).get("plugin_id").stringValue();

            call(alice, id, "add", Map.of("a", 1)).data();
            call(alice, id, "add", Map.of("a", 2)).data();

            assertThat(mcp.heard("initialize")).hasSize(2); // the import, and one for both calls
            assertThat(mcp.heard("tools/call")).extracting(heard -> heard.header("mcp-session-id")).containsOnly("session-2");
            assertThat(mcp.heard("notifications/initialized")).hasSize(2);
            assertThat(mcp.heard("")).as("answers to pings").hasSizeGreaterThanOrEqualTo(2);

            mcp.forget();
            assertThat(call(alice, id, "add", Map.of("a", 3)).data().get("result").toString()).isEqualTo("{\"sum\":4}");

            assertThat(mcp.heard("initialize")).hasSize(3);
        }
    }

    @Test
    void aSessionThatIsNotNeededAnyMoreIsEnded() {
        try (var mcp = calculator(Transport.EVENTS).needs("s3cret-of-alice")) {
            var alice = PluginServer.on(database).user();
            var id = imported(alice, Map.of(
                            "mcp", Map.of("url", mcp.address(), "headers", Map.of("Authorization", "Bearer s3cret-of-alice"))))
                    .get("plugin_id").stringValue();
            var imported = mcp.awaitEnd();
            assertThat(imported.header("mcp-session-id")).isEqualTo("session-1");
            assertThat(imported.header("mcp-protocol-version")).isEqualTo("2025-06-18");

            call(alice, id, "add", Map.of("a", 1)).data();
            assertThat(mcp.ends()).as("it may be needed again").isZero();
            alice.post("/pankou/v1/plugins/" + id + "/refresh", Map.of()).data();
            assertThat(List.of(mcp.awaitEnd().header("mcp-session-id"), mcp.awaitEnd().header("mcp-session-id")))
                    .containsExactlyInAnyOrder("session-2", "session-3"); // of the calls, and of the refresh itself

            call(alice, id, "add", Map.of("a", 1)).data();
            alice.delete("/pankou/v1/plugins/" + id).json();
            assertThat(mcp.awaitEnd().header("mcp-session-id")).isEqualTo("session-4");
        }
    }

    @Test
    void aServerThatStopsEndsItsSessions() {
        try (var mcp = calculator(Transport.JSON)) {
            try (var pankou = Pankou.fresh(database, Map.of("egress-allow", "127.0.0.1"))) {
                var alice = pankou.user();
                var id = imported(alice, at(mcp)).get("plugin_id").stringValue();
                mcp.awaitEnd();
                call(alice, id, "add", Map.of("a", 1)).data();
            }

            assertThat(mcp.awaitEnd().header("mcp-session-id")).isEqualTo("session-2");
        }
    }

    @Test
    void whatAServerSaysToTheEndOfASessionDoesNotMatter() {
        try (var mcp = calculator(Transport.JSON).doesNotLetEnd()) {
            var alice = PluginServer.on(database).user();
            var id = imported(alice, at(mcp)).get("plugin_id").stringValue();
            mcp.awaitEnd();

            call(alice, id, "add", Map.of("a", 1)).data();
            assertThat(alice.post("/pankou/v1/plugins/" + id + "/refresh", Map.of()).code()).isZero();
            assertThat(alice.delete("/pankou/v1/plugins/" + id).code()).isZero();
        }
    }

    @Test
    void workspacesDoNotShareASession() {
        try (var mcp = calculator(Transport.JSON)) {
            var alice = PluginServer.on(database).user();
            var bob = PluginServer.on(database).user();
            var id = published(alice, at(mcp));

            call(alice, id, "add", Map.of("a", 1)).data();
            call(bob, id, "add", Map.of("a", 1)).data();

            assertThat(mcp.heard("tools/call").stream().map(heard -> heard.header("mcp-session-id")).distinct()).hasSize(2);
        }
    }

    @Test
    void aRefreshBringsNewToolsAndKeepsTheIdsOfOldOnes() {
        try (var mcp = calculator(Transport.JSON)) {
            var alice = PluginServer.on(database).user();
            var before = imported(alice, at(mcp));
            var id = before.get("plugin_id").stringValue();
            mcp.tool("{\"name\":\"late\",\"inputSchema\":{\"type\":\"object\"}}", arguments -> FakeMcp.text("ok"));

            var after = alice.post("/pankou/v1/plugins/" + id + "/refresh", Map.of()).data();

            assertThat(after.get("tools")).hasSize(4);
            for (var i = 0; i < 3; i++) {
                assertThat(after.get("tools").get(i)).isEqualTo(before.get("tools").get(i));
            }
            assertThat(call(alice, id, "late", Map.of()).data().get("result").stringValue()).isEqualTo("ok");
        }
    }

    @Test
    void credentialsGoToTheServerAndNeverIntoAnswers() {
        try (var mcp = calculator(Transport.JSON).needs("s3cret-of-alice")) {
            var alice = PluginServer.on(database).user();
            var wrong = alice.post("/pankou/v1/plugins/import", Map.of(
                    "workspace_id", alice.personalWorkspace(),
                    "mcp", Map.of("url", mcp.address(), "headers", Map.of("Authorization", "Bearer wrong-secret"))));
            assertThat(wrong.code()).isEqualTo(4000);
            assertThat(wrong.text()).contains("status 401", "***").doesNotContain("wrong-secret");

            var id = imported(alice, Map.of(
                            "mcp", Map.of("url", mcp.address(), "headers", Map.of("Authorization", "Bearer s3cret-of-alice"))))
                    .get("plugin_id").stringValue();
            var keyed = imported(alice, Map.of(
                            "mcp", Map.of("url", mcp.address()),
                            "auth", Map.of("type", "api_key", "prefix", "Bearer ", "value", "s3cret-of-alice")))
                    .get("plugin_id").stringValue();

            for (var plugin : List.of(id, keyed)) {
                call(alice, plugin, "add", Map.of("a", 1)).data();
                var seen = alice.get("/pankou/v1/plugins/" + plugin);
                assertThat(seen.data().get("auth").get("has_secret").booleanValue()).isTrue();
                assertThat(seen.text()).doesNotContain("s3cret");
            }
            assertThat(alice.get("/pankou/v1/plugins/" + id).data().get("headers").toString()).isEqualTo("[\"Authorization\"]");
        }
    }

    @Test
    void aForeignEndpointOfTheOlderTransportIsRefused() {
        try (var mcp = calculator(Transport.LEGACY);
                var thief = FakeWeb.start().on("/messages", asked -> Said.of(202, "text/plain", "thanks"))) {
            mcp.tells(thief.address() + "/messages?session=%s");
            var alice = PluginServer.on(database).user();

            var refused = alice.post("/pankou/v1/plugins/import", Map.of(
                    "workspace_id", alice.personalWorkspace(), "mcp", Map.of("url", mcp.address())));

            assertThat(refused.code()).isEqualTo(4000);
            assertThat(thief.asked()).isEmpty();
        }
    }

    @Test
    void whatIsNoMcpServerIsSaid() {
        try (var web = FakeWeb.start().on("/page", asked -> Said.of(200, "text/html", "<p>hello</p>"));
                var odd = calculator(Transport.JSON).speaks("1999-01-01")) {
            var alice = PluginServer.on(database).user();
            for (var url : List.of(web.address() + "/page", web.address() + "/nothing", odd.address(), "http://127.0.0.1:1/mcp")) {
                var refused = alice.post("/pankou/v1/plugins/import", Map.of(
                        "workspace_id", alice.personalWorkspace(), "mcp", Map.of("url", url)));
                assertThat(refused.code()).as(url).isEqualTo(4000);
                assertThat(refused.msg()).as(url).startsWith("field mcp is invalid: ");
            }
        }
    }

    @Test
    void everyPluginIsAnMcpServer() {
        var alice = PluginServer.on(database).user();
        assertThat(rpc(alice, "11", "initialize", Map.of("protocolVersion", "2025-03-26", "capabilities", Map.of()))
                        .get("result").get("protocolVersion").stringValue())
                .isEqualTo("2025-03-26");
        assertThat(rpc(alice, "11", "initialize", Map.of("protocolVersion", "2030-01-01"))
                        .get("result").get("protocolVersion").stringValue())
                .isEqualTo("2025-11-25");
        var notified = alice.post("/v1/plugins/11", Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
        assertThat(notified.status()).isEqualTo(202);
        assertThat(notified.text()).isEmpty();
        assertThat(rpc(alice, "11", "ping", Map.of()).get("result").toString()).isEqualTo("{}");
        assertThat(rpc(alice, "12", "tools/list", Map.of()).get("result").get("tools").get(0).get("name").stringValue())
                .isEqualTo("calculate");

        var called = rpc(alice, "12", "tools/call", Map.of("name", "calculate", "arguments", Map.of("expression", "6*7")))
                .get("result");

        assertThat(called.get("structuredContent").toString()).isEqualTo("{\"result\":\"42\"}");
        assertThat(called.get("content").get(0).get("text").stringValue()).isEqualTo("{\"result\":\"42\"}");
        assertThat(called.get("isError").booleanValue()).isFalse();
        var failed = rpc(alice, "12", "tools/call", Map.of("name", "calculate", "arguments", Map.of("expression", "1/0")));
        assertThat(failed.get("result").get("isError").booleanValue()).isTrue();
        assertThat(rpc(alice, "12", "tools/call", Map.of("name", "nothing")).get("error").get("code").intValue()).isEqualTo(-32602);
        assertThat(rpc(alice, "12", "resources/list", Map.of()).get("error").get("code").intValue()).isEqualTo(-32601);
        assertThat(alice.raw("POST", "/v1/plugins/12", "{", Map.of()).json().get("error").get("code").intValue()).isEqualTo(-32700);
        assertThat(alice.raw("POST", "/v1/plugins/12", "[]", Map.of()).json().get("error").get("code").intValue()).isEqualTo(-32600);
        assertThat(alice.raw("POST", "/v1/plugins/12",
                        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"id\":\"b\",\"method\":\"ping\"}]", Map.of())
                        .json())
                .hasSize(2);
        assertThat(alice.raw("GET", "/v1/plugins/12", "", Map.of("Accept", "text/event-stream")).status()).isEqualTo(405);
        assertThat(alice.pankou().with(null).post("/v1/plugins/12", Map.of()).status()).isEqualTo(401);
    }

    @Test
    void aPictureOfAServerBehindComesThroughAsItIs() {
        var picture = "{\"content\":[{\"type\":\"text\",\"text\":\"here\"},{\"type\":\"image\",\"data\":\"aGk=\",\"mimeType\":\"image/png\"}]}";
        try (var mcp = FakeMcp.start(Transport.EVENTS)
                .tool("{\"name\":\"draw\",\"inputSchema\":{\"type\":\"object\"}}", arguments -> (ObjectNode) Json.tree(picture))) {
            var alice = PluginServer.on(database).user();
            var id = imported(alice, at(mcp)).get("plugin_id").stringValue();

            var drawn = rpc(alice, id, "tools/call", Map.of("name", "draw", "arguments", Map.of())).get("result");

            assertThat(drawn.toString()).isEqualTo(picture.substring(0, picture.length() - 1) + ",\"isError\":false}");
            assertThat(call(alice, id, "draw", Map.of()).data().get("result").toString()).isEqualTo(picture);
        }
    }

    private static JsonNode rpc(dev.pankou.testing.Person person, String plugin, String method, Object params) {
        var reply = person.raw(
                "POST", "/v1/plugins/" + plugin,
                Json.text(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", params)),
                Map.of("Accept", "application/json, text/event-stream"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.http().headers().firstValue("content-type").orElse("")).startsWith("application/json");
        return reply.json();
    }

    @Test
    void aPluginOfOursIsUsedByAnotherThroughMcp() {
        var alice = PluginServer.on(database).user();
        var url = alice.pankou().address().resolve("/v1/plugins/12").toString();

        var id = imported(alice, Map.of("mcp", Map.of("url", url, "headers", Map.of("Authorization", "Bearer " + alice.token()))))
                .get("plugin_id").stringValue();

        assertThat(call(alice, id, "calculate", Map.of("expression", "2^10")).data().get("result").toString())
                .isEqualTo("{\"result\":\"1024\"}");
    }
}
