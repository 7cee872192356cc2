package dev.pankou.plugin;

import static dev.pankou.plugin.PluginServer.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeWeb;
import dev.pankou.testing.FakeWeb.Said;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.TestClock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Built-in plugins and the store. */
@ParameterizedClass
@EnumSource(Database.class)
record BuiltInPluginsTest(Database database) {
    @Test
    void theCalculatorReckonsExactly() {
        var alice = PluginServer.on(database).user();
        var cases = new LinkedHashMap<String, String>();
        cases.put("0.1 + 0.2", "0.3");
        cases.put("2 ^ 3 ^ 2", "512");
        cases.put("-2^2", "-4");
        cases.put("(1 + 2) × 3 ÷ 4", "2.25");
        cases.put("7 % 4", "3");
        cases.put("sqrt(2)", "1.414213562373095048801688724209698");
        cases.put("round(2.345, 2) + max(1, 5, 3)", "7.35");
        cases.put("1.5e3", "1500");
        cases.put("2 ^ 0.5", "1.4142135623731");
        cases.put("2^200", "1.606938044258990275541962092341163E+60");
        cases.forEach((expression, result) ->
                assertThat(call(alice, "12", "calculate", Map.of("expression", expression)).data().get("result").get("result").stringValue())
                        .as(expression)
                        .isEqualTo(result));
        for (var bad : List.of("", "1 +", "1/0", "2 ** ** 2", "foo(1)", "9^99999", "(".repeat(200), "1;2", "sqrt(-1)", "1e99999999", "0^-1")) {
            assertThat(call(alice, "12", "calculate", Map.of("expression", bad)).code()).as(bad).isEqualTo(4000);
        }
    }

    @Test
    void theTimeIsThatOfTheServersClock() {
        var clock = new TestClock();
        try (var pankou = Pankou.fresh(database, Map.of(), clock)) {
            var alice = pankou.user();
            var seconds = clock.millis() / 1000;

            var now = call(alice, "11", "now", Map.of("timezone", "Asia/Shanghai")).data().get("result");

            assertThat(now.get("timestamp").longValue()).isEqualTo(seconds);
            assertThat(now.get("time").stringValue()).endsWith("+08:00");
            var converted = call(alice, "11", "convert", Map.of("time", "2026-11-21 09:30:00", "from", "Asia/Shanghai", "to", "UTC"))
                    .data().get("result");
            assertThat(converted.get("time").stringValue()).isEqualTo("2026-11-21T01:30:00Z");
            assertThat(converted.get("weekday").stringValue()).isEqualTo("Saturday");
            assertThat(call(alice, "11", "now", Map.of("timezone", "Mars/Olympus")).code()).isEqualTo(4000);
            assertThat(call(alice, "11", "convert", Map.of("time", "soon", "to", "UTC")).code()).isEqualTo(4000);
        }
    }

    @Test
    void textAndJsonToolsWork() {
        var alice = PluginServer.on(database).user();
        assertThat(result(alice, "14", "count", Map.of("text", "你好 world\n👋"))).isEqualTo(
                "{\"characters\":10,\"words\":3,\"lines\":2,\"bytes\":17}");
        assertThat(result(alice, "14", "replace", Map.of("text", "a.b.c", "find", ".", "replacement", "·"))).isEqualTo("{\"result\":\"a·b·c\"}");
        assertThat(result(alice, "14", "split", Map.of("text", " a , ,b", "separator", ","))).isEqualTo("{\"parts\":[\"a\",\"b\"]}");
        assertThat(result(alice, "14", "change", Map.of("text", "Ab", "how", "upper"))).isEqualTo("{\"result\":\"AB\"}");
        assertThat(result(alice, "14", "encode", Map.of("text", "你", "how", "base64"))).isEqualTo("{\"result\":\"5L2g\"}");
        assertThat(call(alice, "14", "encode", Map.of("text", "%zz", "how", "url_decode")).code()).isEqualTo(4000);
        assertThat(call(alice, "14", "change", Map.of("text", "x", "how", "sideways")).code()).isEqualTo(4000);
        assertThat(result(alice, "15", "get", Map.of("json", "{\"a\":[{\"b\":\"值\"}]}", "path", "/a/0/b"))).isEqualTo("{\"found\":true,\"value\":\"值\"}");
        assertThat(result(alice, "15", "get", Map.of("json", Map.of("a", 1), "path", "/x"))).isEqualTo("{\"found\":false}");
        assertThat(result(alice, "15", "format", Map.of("json", "{ \"a\" : 1 }", "indent", false))).isEqualTo("{\"result\":\"{\\\"a\\\":1}\"}");
        assertThat(result(alice, "15", "describe", Map.of("json", List.of(1, 2)))).isEqualTo("{\"type\":\"array\",\"size\":2,\"keys\":[]}");
        assertThat(call(alice, "15", "format", Map.of("json", "{")).msg()).startsWith("argument json is not valid JSON at line 1");
        assertThat(call(alice, "15", "get", Map.of("json", "{}", "path", "a")).code()).isEqualTo(4000);
    }

    private static String result(dev.pankou.testing.Person person, String plugin, String tool, Object arguments) {
        return call(person, plugin, tool, arguments).data().get("result").toString();
    }

    @Test
    void aPageIsReadWithoutItsScripts() {
        try (var web = FakeWeb.start()) {
            web.on("/page", asked -> Said.of(200, "text/html; charset=utf-8",
                    "<html><head><title>题目 📰</title><script>evil()</script></head><body><nav>menu</nav><h1>Head</h1>"
                            + "<p>One  two.</p><p>三</p><a href='/next'>More</a></body></html>"));
            var alice = PluginServer.on(database).user();

            var page = call(alice, "13", "read_page", Map.of("url", web.address() + "/page")).data().get("result");

            assertThat(page.get("title").stringValue()).isEqualTo("题目 📰");
            assertThat(page.get("text").stringValue()).isEqualTo("Head\nOne two.\n三\nMore");
            assertThat(page.get("truncated").booleanValue()).isFalse();
            assertThat(page.get("links").toString()).isEqualTo("[{\"text\":\"More\",\"url\":\"" + web.address() + "/next\"}]");
            var cut = call(alice, "13", "read_page", Map.of("url", web.address() + "/page", "max_length", 4)).data().get("result");
            assertThat(cut.get("text").stringValue()).isEqualTo("Head");
            assertThat(cut.get("truncated").booleanValue()).isTrue();
        }
    }

    @Test
    void theStoreShowsWhatWasPublishedAndWhatIsBuiltIn() {
        var alice = PluginServer.on(database).user();
        var bob = alice.pankou().user();
        var name = "Zauber" + System.nanoTime();
        var made = alice.post("/pankou/v1/plugins", Map.of(
                        "workspace_id", alice.personalWorkspace(), "name", name, "description", "客户端 🎛",
                        "tools", List.of(Map.of("name", "beep", "description", "b", "parameters", Map.of("type", "object", "properties", Map.of())))))
                .data().get("plugin_id").stringValue();
        assertThat(bob.get("/v1/stores/plugins?keyword=" + name).data().get("items")).isEmpty();
        assertThat(bob.get("/v1/plugins/" + made).code()).isEqualTo(4200);

        alice.post("/pankou/v1/plugins/" + made + "/publish", Map.of("category_id", "5")).data();

        var found = bob.get("/v1/stores/plugins?is_official=false&category_ids=5,2&keyword=" + name.toLowerCase(java.util.Locale.ROOT)).data();
        assertThat(found.get("has_more").booleanValue()).isFalse();
        var info = found.get("items").get(0).get("metainfo");
        assertThat(info.get("entity_id").stringValue()).isEqualTo(made);
        assertThat(info.get("category").get("id").stringValue()).isEqualTo("5");
        assertThat(info.get("is_official").booleanValue()).isFalse();
        assertThat(info.get("user_info").get("user_id").isIntegralNumber()).isTrue();
        assertThat(found.get("items").get(0).get("plugin_info").get("is_call_available").booleanValue()).isFalse();
        assertThat(found.get("items").get(0).get("plugin_info").get("total_tools_count").intValue()).isEqualTo(1);
        var detail = bob.get("/v1/plugins/" + made).data();
        assertThat(detail.get("name_for_model").stringValue()).isEqualTo(name);
        assertThat(detail.get("tools").get(0).get("inputSchema").toString()).isEqualTo("{\"type\":\"object\",\"properties\":{}}");
        assertThat(detail.get("mcp_json").stringValue()).isEqualTo(
                "{\"mcpServers\":{\"coze_plugin_" + name + "\":{\"url\":\"" + bob.pankou().address().resolve("/v1/plugins/" + made)
                        + "\",\"headers\":{\"Authorization\":\"Bearer ${COZE_API_TOKEN}\"}}}}");
        assertThat(call(bob, made, "beep", Map.of()).code()).isEqualTo(4000);

        var official = bob.get("/v1/stores/plugins?is_official=true&page_size=2").data();
        assertThat(official.get("items")).hasSize(2);
        assertThat(official.get("has_more").booleanValue()).isTrue();
        assertThat(bob.get("/v1/stores/plugins?page_size=100").code()).isZero();
        assertThat(bob.get("/v1/stores/plugins?page_size=101").code()).isEqualTo(4000);
        assertThat(bob.get("/v1/stores/categories?entity_type=plugin").data().get("items")).hasSize(6);
        assertThat(bob.get("/v1/stores/categories").code()).isEqualTo(4000);
        var several = bob.get("/v1/plugins/mget?ids=11," + made).data().get("items");
        assertThat(several.valueStream().map(item -> item.get("plugin_id").stringValue())).containsExactly("11", made);
        assertThat(bob.get("/v1/plugins/mget?ids=" + "11,".repeat(20)).code()).isZero();
        assertThat(bob.get("/v1/plugins/mget?ids=" + "11,".repeat(21)).code()).isEqualTo(4000);
        assertThat(bob.get("/v1/plugins/mget?ids=11,99").code()).isEqualTo(4200);

        assertThat(alice.post("/pankou/v1/plugins/" + made + "/unpublish", Map.of()).code()).isZero();
        assertThat(bob.get("/v1/plugins/" + made).code()).isEqualTo(4200);
        assertThat(alice.get("/v1/plugins/" + made).code()).isZero();
    }

    @Test
    void aPublishedPluginChangesOnlyWhenItIsPublishedAgain() {
        var alice = PluginServer.on(database).user();
        var tool = Map.of("name", "one", "description", "d");
        var made = alice.post("/pankou/v1/plugins", Map.of(
                "workspace_id", alice.personalWorkspace(), "name", "First", "tools", List.of(tool))).data();
        var id = made.get("plugin_id").stringValue();
        alice.post("/pankou/v1/plugins/" + id + "/publish", Map.of()).data();

        var changed = alice.put("/pankou/v1/plugins/" + id, Map.of("name", "Second", "tools", List.of(Map.of("name", "two", "description", ""), tool)))
                .data();

        assertThat(changed.get("tools").get(1)).isEqualTo(made.get("tools").get(0));
        assertThat(alice.get("/v1/plugins/" + id).data().get("name").stringValue()).isEqualTo("First");
        assertThat(alice.get("/pankou/v1/plugins/" + id).data().get("has_changes").booleanValue()).isTrue();
        alice.post("/pankou/v1/plugins/" + id + "/publish", Map.of()).data();
        assertThat(alice.get("/v1/plugins/" + id).data().get("tools")).hasSize(2);
        assertThat(alice.get("/pankou/v1/plugins/" + id).data().get("has_changes").booleanValue()).isFalse();
        assertThat(alice.get("/pankou/v1/plugins?workspace_id=" + alice.personalWorkspace()).data().get("total").intValue()).isEqualTo(1);
        assertThat(alice.delete("/pankou/v1/plugins/" + id).code()).isZero();
        assertThat(alice.get("/v1/plugins/" + id).code()).isEqualTo(4200);
        for (var bad : List.of(Map.of("name", "a b"), Map.of("name", "")))  {
            assertThat(alice.post("/pankou/v1/plugins", Map.of(
                            "workspace_id", alice.personalWorkspace(), "name", "x", "tools", List.of(bad))).code())
                    .isEqualTo(4000);
        }
    }
}
