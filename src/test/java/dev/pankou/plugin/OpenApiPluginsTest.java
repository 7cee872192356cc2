package dev.pankou.plugin;

import static dev.pankou.plugin.PluginServer.call;
import static dev.pankou.plugin.PluginServer.imported;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeWeb;
import dev.pankou.testing.FakeWeb.Said;
import dev.pankou.testing.Pankou;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made of OpenAPI documents. Which addresses they may name: {@code SsrfTest}. */
@ParameterizedClass
@EnumSource(Database.class)
record OpenApiPluginsTest(Database database) {
    private static final String ALL =
            """
            openapi: 3.0.3
            info: {title: All, description: 全部}
            servers:
              - url: "%s/{version}"
                variables: {version: {default: v1}}
              - url: https://other.example.com
            paths:
              /a/{id}:
                parameters:
                  - {name: id, in: path, required: true, schema: {type: string}}
                put:
                  operationId: all.of.it
                  parameters:
                    - {name: tags, in: query, schema: {type: array, items: {type: string}}}
                    - {name: ids, in: query, explode: false, schema: {type: array, items: {type: integer}}}
                    - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {from: {type: integer}}}}
                    - {name: X-Mode, in: header, schema: {type: string, enum: [fast, slow], default: slow}}
                    - {name: Authorization, in: header, schema: {type: string}}
                    - {name: c, in: cookie, schema: {type: string}}
                  requestBody:
                    required: true
                    content:
                      application/json: {schema: {$ref: "#/components/schemas/Thing"}}
                  responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}
              /form:
                post:
                  operationId: form
                  requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {q: {type: string}, n: {type: array, items: {type: string}}}}}}}
              /file:
                post:
                  operationId: upload
                  requestBody: {content: {multipart/form-data: {schema: {type: object, required: [data], properties: {data: {type: string, format: binary}, note: {type: string}}}}}}
              /xml:
                post:
                  requestBody: {content: {application/protobuf: {schema: {type: object}}}}
                trace: {}
              /text: {get: {responses: {"200": {description: ok}}}}
            components:
              securitySchemes: {k: {type: apiKey, in: header, name: X-Key}, o: {type: openIdConnect}}
              schemas:
                Thing:
                  type: object
                  required: [name, id]
                  properties:
                    id: {type: string, readOnly: true}
                    name: {type: string}
                    size: {type: integer, nullable: true}
                    parts: {type: array, items: {$ref: "#/components/schemas/Thing"}}
            """;

    @Test
    void everyPlaceOfAParameterIsFilled() {
        try (var web = FakeWeb.start()) {
            web.on("/v1/a/x/y?", asked -> Said.json("{\"id\":\"7\",\"name\":\"n\",\"more\":1,\"parts\":[{\"id\":\"8\",\"odd\":2}]}"));
            var alice = PluginServer.on(database).user();
            var id = imported(alice, Map.of("openapi", ALL.formatted(web.address()))).get("plugin_id").stringValue();

            var result = call(alice, id, "all_of_it", Map.of(
                            "id", "x/y?", "tags", List.of("红", "b&c"), "ids", List.of(1, 2), "filter", Map.of("from", 5),
                            "c", "v", "name", "名", "size", "12"))
                    .data().get("result");

            var asked = web.last();
            assertThat(asked.method()).isEqualTo("PUT");
            assertThat(asked.query()).isEqualTo("tags=%E7%BA%A2&tags=b%26c&ids=1%2C2&filter%5Bfrom%5D=5");
            assertThat(asked.headers()).containsEntry("x-mode", "slow").containsEntry("cookie", "c=v");
            assertThat(asked.body()).isEqualTo("{\"name\":\"名\",\"size\":12}");
            // the schema holds itself and is cut there, so what is deeper stays as it came
            assertThat(result.toString()).isEqualTo("{\"id\":\"7\",\"name\":\"n\",\"parts\":[{\"id\":\"8\",\"odd\":2}]}");
        }
    }

    @Test
    void theReportTellsWhatWasNotUnderstood() {
        var alice = PluginServer.on(database).user();

        var plugin = imported(alice, Map.of("openapi", ALL.formatted("https://api.example.com")));

        assertThat(plugin.get("name").stringValue()).isEqualTo("All");
        assertThat(plugin.get("tools").valueStream().map(tool -> tool.get("name").stringValue()))
                .containsExactly("all_of_it", "form", "upload", "get_text");
        assertThat(plugin.get("report").valueStream()
                        .map(remark -> remark.get("kind").stringValue() + " " + remark.get("at").stringValue()))
                .contains(
                        "changed servers",
                        "skipped paths./a/{id}.put.parameters.Authorization",
                        "changed paths./a/{id}.put",
                        "skipped paths./xml.post",
                        "skipped paths./xml.trace",
                        "proposal components.securitySchemes.k",
                        "skipped components.securitySchemes.o");
    }

    @Test
    void wrongArgumentsAreNamedBeforeAnythingIsSent() {
        try (var web = FakeWeb.start()) {
            var alice = PluginServer.on(database).user();
            var id = imported(alice, Map.of("openapi", ALL.formatted(web.address()))).get("plugin_id").stringValue();
            var cases = Map.of(
                    "argument name is required", Map.of("id", "1"),
                    "argument X-Mode must be one of [\"fast\",\"slow\"]", Map.of("id", "1", "name", "n", "X-Mode", "odd"),
                    "argument size must be of type [integer,null]", Map.of("id", "1", "name", "n", "size", "big"),
                    "argument id cannot be part of a path", Map.of("id", "..", "name", "n"));
            cases.forEach((message, arguments) -> {
                var refused = call(alice, id, "all_of_it", arguments);
                assertThat(refused.code()).isEqualTo(4000);
                assertThat(refused.msg()).isEqualTo(message);
            });
            assertThat(call(alice, id, "nothing", Map.of()).code()).isEqualTo(4200);
            var huge = "{\"tool_name\":\"all_of_it\",\"arguments\":{\"id\":\"1\",\"name\":\"n\",\"size\":1e400}}";
            assertThat(alice.raw("POST", "/v1/plugins/" + id + "/tools/call", huge, Map.of()).code()).isEqualTo(4000);
            assertThat(web.asked()).isEmpty();
        }
    }

    @Test
    void formsAndFilesAreSent() {
        try (var web = FakeWeb.start()) {
            web.on("/v1/form", asked -> Said.of(200, "text/plain", "ok ✓")).on("/v1/file", asked -> Said.json("[1]"))
                    .on("/pic.png", asked -> Said.of(200, "image/png", "PNG"));
            var alice = PluginServer.on(database).user();
            var id = imported(alice, Map.of("openapi", ALL.formatted(web.address()))).get("plugin_id").stringValue();

            assertThat(call(alice, id, "form", Map.of("q", "a b", "n", List.of("1", "2"))).data().get("result").stringValue()).isEqualTo("ok ✓");
            assertThat(web.last().body()).isEqualTo("q=a%20b&n=1&n=2");

            call(alice, id, "upload", Map.of("data", web.address() + "/pic.png", "note", "记")).data();
            assertThat(web.last().headers().get("content-type")).startsWith("multipart/form-data; boundary=pankou-");
            assertThat(web.last().body()).contains(
                    "name=\"data\"; filename=\"pic.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n", "name=\"note\"\r\n\r\n记\r\n");
            var refused = call(alice, id, "upload", Map.of("data", "file:///etc/passwd"));
            assertThat(refused.msg()).isEqualTo("a file must be given by its http or https address");
        }
    }

    @Test
    void onlySafeMethodsAreTriedAgain() {
        try (var web = FakeWeb.start()) {
            var tries = new AtomicInteger();
            web.on("/v1/text", asked -> tries.incrementAndGet() < 3 ? Said.of(503, "text/plain", "busy") : Said.of(200, "text/plain", "3rd"));
            web.on("/v1/form", asked -> Said.of(503, "text/plain", "busy"));
            var alice = PluginServer.on(database).user();
            var id = imported(alice, Map.of("openapi", ALL.formatted(web.address()))).get("plugin_id").stringValue();

            assertThat(call(alice, id, "get_text", Map.of()).data().get("result").stringValue()).isEqualTo("3rd");
            assertThat(call(alice, id, "form", Map.of()).msg()).isEqualTo("The tool's server answered with status 503: busy");

            assertThat(web.asked("/v1/form")).hasSize(1);
        }
    }

    @Test
    void documentsThatCannotBeUsedAreRefusedWithAReason() {
        var alice = PluginServer.on(database).user();
        var workspace = alice.personalWorkspace();
        var cases = Map.of(
                "swagger: '2.0'", "Swagger 2",
                "hello: world", "no field openapi",
                "{a: [", "neither YAML nor JSON",
                "openapi: 3.0.0\nservers: [{url: /relative}]\npaths: {}", "no http or https address",
                "openapi: 3.0.0\nservers: [{url: 'https://x.example'}]\npaths: {}", "no operation that can be called",
                "!%5", "neither YAML nor JSON",
                "openapi: 3.0.0\nx: " + "[".repeat(200) + "]".repeat(200), "nested more deeply");
        cases.forEach((text, why) -> {
            var refused = alice.post("/pankou/v1/plugins/import", Map.of("workspace_id", workspace, "openapi", text));
            assertThat(refused.code()).as(text).isEqualTo(4000);
            assertThat(refused.msg()).startsWith("field openapi is invalid: ").contains(why);
        });
        assertThat(alice.post("/pankou/v1/plugins/import", Map.of("workspace_id", workspace)).code()).isEqualTo(4000);
        assertThat(alice.post("/pankou/v1/plugins/import", Map.of("workspace_id", workspace, "openapi_url", "ftp://x/y")).msg())
                .isEqualTo("field openapi_url is invalid: must be an http or https address");
    }

    @Test
    void aDocumentIsFetchedAndItsServerMayBeRelativeToIt() {
        try (var web = FakeWeb.start()) {
            web.on("/docs/api.json", asked -> Said.json(
                    "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"R\"},\"servers\":[{\"url\":\"../api\"}],\"paths\":{\"/x\":{\"get\":{}}}}"));
            web.on("/api/x", asked -> Said.json("{\"x\":1}"));
            var alice = PluginServer.on(database).user();

            var id = imported(alice, Map.of("openapi_url", web.address() + "/docs/api.json")).get("plugin_id").stringValue();

            assertThat(call(alice, id, "get_x", Map.of()).data().get("result").toString()).isEqualTo("{\"x\":1}");
        }
    }

    @Test
    void limitsHoldAtNAndFailAtNPlusOne() {
        try (var web = FakeWeb.start();
                var pankou = Pankou.fresh(database, Map.of(
                        "egress-allow", "127.0.0.1", "plugin-max-response", "1000B", "plugin-max-tools", "2",
                        "plugin-max-document", "600B"))) {
            var alice = pankou.user();
            var document = "openapi: 3.0.0\ninfo: {title: L}\nservers: [{url: '%s'}]\npaths: {/a: {get: {}}, /b: {get: {}}%s}\n";
            var id = imported(alice, Map.of("openapi", document.formatted(web.address(), ""))).get("plugin_id").stringValue();
            var three = imported(alice, Map.of("openapi", document.formatted(web.address(), ", /c: {get: {}}")));
            assertThat(three.get("tools")).hasSize(2);
            assertThat(three.get("report").get(0).get("message").stringValue()).isEqualTo("a plugin has at most 2 tools");

            web.on("/a", asked -> Said.of(200, "text/plain", "x".repeat(1000)));
            web.on("/b", asked -> Said.of(200, "text/plain", "x".repeat(1001)));
            assertThat(call(alice, id, "get_a", Map.of()).data().get("result").stringValue()).hasSize(1000);
            assertThat(call(alice, id, "get_b", Map.of()).msg())
                    .isEqualTo("The call of the tool failed. The answer is larger than the 1000 bytes allowed.");

            var text = document.formatted(web.address(), "");
            var full = text + "#" + "x".repeat(600 - text.getBytes(StandardCharsets.UTF_8).length - 1);
            imported(alice, Map.of("openapi", full));
            assertThat(alice.post("/pankou/v1/plugins/import", Map.of("workspace_id", alice.personalWorkspace(), "openapi", full + "x"))
                            .msg())
                    .isEqualTo("field openapi is invalid: the document is larger than the 600 bytes allowed");
        }
    }
}
