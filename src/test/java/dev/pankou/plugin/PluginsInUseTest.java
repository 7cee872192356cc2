package dev.pankou.plugin;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.FakeWeb;
import dev.pankou.testing.FakeWeb.Said;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import dev.pankou.workflow.engine.Canvases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tools of plugins in chats of bots, as workflow nodes, and as skills of a model. */
@ParameterizedClass
@EnumSource(Database.class)
record PluginsInUseTest(Database database) {
    private static final String WEATHER =
            """
            {"openapi":"3.0.3","info":{"title":"Weather","description":"Forecasts"},"servers":[{"url":"%s"}],"paths":{"/sky":{"get":{
            "operationId":"get_sky","summary":"The sky over a place","parameters":[{"name":"place","in":"query","required":true,"schema":{"type":"string"}}],
            "responses":{"200":{"content":{"application/json":{"schema":{"type":"object","properties":{"sky":{"type":"string"}}}}}}}}}}}
            """;
    private static final String CITY = "[{\"name\":\"city\",\"type\":\"string\",\"required\":true}]";

    private record Tool(String plugin, String id) {
        Map<String, Object> inBot() {
            return Map.of("id_list", List.of(Map.of("plugin_id", plugin, "api_id", id)));
        }

        String apiParam() {
            return params("pluginID", literal("string", plugin), "apiID", literal("string", id));
        }
    }

    private static Tool weather(Person person, FakeWeb web) {
        web.on("/sky", asked -> Said.json("{\"sky\":\"clear over " + asked.query() + "\"}"));
        return tool(person, Map.of("openapi", WEATHER.formatted(web.address())));
    }

    private static Tool tool(Person person, Map<String, ?> body) {
        var made = PluginServer.imported(person, body);
        var id = made.get("plugin_id").stringValue();
        person.post("/pankou/v1/plugins/" + id + "/publish", Map.of()).data();
        return new Tool(id, made.get("tools").get(0).get("tool_id").stringValue());
    }

    private static Tool gps(Person person) {
        return gps(person, "Watch");
    }

    private static Tool gps(Person person, String name) {
        var made = person.post(
                        "/pankou/v1/plugins",
                        Map.of(
                                "workspace_id", person.personalWorkspace(), "name", name, "description", "on the wrist", "kind", "client",
                                "tools", List.of(Map.of("name", "read_gps", "description", "where", "parameters", Map.of("type", "object", "properties", Map.of("unit", Map.of("type", "string")))))))
                .data();
        var id = made.get("plugin_id").stringValue();
        person.post("/pankou/v1/plugins/" + id + "/publish", Map.of()).data();
        var tools = person.get("/pankou/v1/plugins/" + id).data().get("tools");
        return new Tool(id, tools.get(0).get("tool_id").stringValue());
    }

    private static String bot(Person person, FakeModel fake, Tool tool) {
        var model = Map.of("model_id", person.pankou().root().model(fake));
        return person.publishedBot(Map.of("model_info_config", model, "plugin_id_list", tool.inBot()));
    }

    private static String published(Person person, Canvases canvas) {
        return person.publishedWorkflow("w", "workflow", canvas.json());
    }

    private static Canvases calling(Tool tool, String output) {
        return new Canvases()
                .start(CITY)
                .node(
                        "150", "4", "Weather",
                        "{\"apiParam\":" + tool.apiParam() + ",\"inputParameters\":" + params("place", ref("string", START, "city")) + "}",
                        "[{\"name\":\"" + output + "\",\"type\":\"string\"}]")
                .end(params("said", ref("string", "150", output)))
                .chain(START, "150", END);
    }

    private static JsonNode run(Person person, String workflow) {
        var body = new HashMap<String, Object>(Map.of("workflow_id", workflow, "parameters", Map.of("city", "Bern")));
        return person.post("/v1/workflow/run", body).json();
    }

    private static JsonNode resume(Person person, String workflow, JsonNode interrupt, String data) {
        return person.post("/v1/workflows/resume", Map.of(
                        "workflow_id", workflow, "event_id", interrupt.get("event_id").stringValue(), "interrupt_type",
                        interrupt.get("type").intValue(), "resume_data", data))
                .json();
    }

    @Test
    void theStoreCountsTheBotsThatHaveAPlugin() {
        var alice = PluginServer.on(database).user();
        var name = "Watch " + alice.personalWorkspace();
        var tool = gps(alice, name);
        Map<String, Object> having = Map.of("plugin_id_list", tool.inBot());
        alice.publishedBot(having);
        PluginServer.on(database).user().draftBot(having);

        var shown = alice.get("/v1/stores/plugins?keyword=" + name.replace(" ", "%20")).data().get("items").get(0).get("plugin_info");

        assertThat(shown.get("bots_use_count").intValue()).isEqualTo(2);
        assertThat(shown.get("associated_bots_use_count").intValue()).isEqualTo(2);
    }

    @Test
    void aBotsModelCallsThem() {
        var alice = PluginServer.on(database).user();
        try (var web = FakeWeb.start(); var fake = FakeModel.start()) {
            var tool = weather(alice, web);
            fake.reply(FakeModelReply.answer().toolCall("a", "get_sky", "{\"place\":\"Bern\"}"), FakeModelReply.answer().text("Clear."));

            var events = alice.chat(bot(alice, fake, tool), "Sky over Bern?");

            var call = Json.tree(Sse.messages(events, "function_call").getFirst().get("content").stringValue());
            assertThat(call.get("name").stringValue()).isEqualTo("Weather-get_sky");
            assertThat(call.get("plugin_id").toString()).isEqualTo(tool.plugin());
            assertThat(call.get("api_id").toString()).isEqualTo(tool.id());
            assertThat(call.get("plugin_name").stringValue()).isEqualTo("Weather");
            assertThat(call.get("api_name").stringValue()).isEqualTo("get_sky");
            assertThat(call.get("plugin_type").intValue()).isEqualTo(1);
            var response = Json.tree(Sse.messages(events, "tool_response").getFirst().get("content").stringValue());
            assertThat(response.get("response_for_model").stringValue()).isEqualTo("{\"sky\":\"clear over place=Bern\"}");
            assertThat(Sse.messages(events, "answer").getFirst().get("content").stringValue()).isEqualTo("Clear.");
        }
    }

    @Test
    void theOfflineModelCallsTheOneThatTheQuestionNames() {
        var alice = PluginServer.on(database).user();
        try (var web = FakeWeb.start()) {
            var bot = alice.publishedBot(Map.of("plugin_id_list", weather(alice, web).inBot()));

            var events = alice.chat(bot, "get_sky place=Bern");

            assertThat(Sse.messages(events, "function_call")).hasSize(1);
            assertThat(Sse.messages(events, "answer").getFirst().get("content").stringValue()).contains("clear over place=Bern");
        }
    }

    @Test
    void aServerThatFailsIsToldToTheModel() {
        var alice = PluginServer.on(database).user();
        try (var web = FakeWeb.start(); var fake = FakeModel.start()) {
            var tool = weather(alice, web);
            web.on("/sky", asked -> Said.of(500, "text/plain", "broken"));
            fake.reply(FakeModelReply.answer().toolCall("a", "get_sky", "{\"place\":\"Bern\"}"), FakeModelReply.answer().text("Sorry."));

            var events = alice.chat(bot(alice, fake, tool), "?");

            assertThat(Sse.messages(events, "answer").getFirst().get("content").stringValue()).isEqualTo("Sorry.");
            assertThat(fake.lastRequest().body().get("messages").get(2).get("content").stringValue()).startsWith("error: ").contains("500");
        }
    }

    @Test
    void aToolOfTheClientWaitsForItsOutput() {
        var alice = PluginServer.on(database).user();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().toolCall("a", "read_gps", "{\"unit\":\"deg\"}"), FakeModelReply.answer().text("Here."));
            var events = alice.chat(bot(alice, fake, gps(alice)), "Where am I?");
            var waiting = events.get(events.size() - 2);

            assertThat(waiting.event()).isEqualTo("conversation.chat.requires_action");
            var call = Json.tree(Sse.messages(events, "function_call").getFirst().get("content").stringValue());
            assertThat(call.get("name").stringValue()).isEqualTo("Watch-read_gps");
            assertThat(call.get("plugin_type").intValue()).isEqualTo(6);
            var id = waiting.json().get("required_action").get("submit_tool_outputs").get("tool_calls").get(0).get("id").stringValue();
            var place = "?conversation_id=" + waiting.json().get("conversation_id").stringValue() + "&chat_id="
                    + waiting.json().get("id").stringValue();
            var more = Sse.read(alice.post(
                            "/v3/chat/submit_tool_outputs" + place,
                            Map.of("stream", true, "tool_outputs", List.of(Map.of("tool_call_id", id, "output", "{\"lat\":46.5}"))))
                    .text());

            assertThat(Sse.messages(more, "answer").getFirst().get("content").stringValue()).isEqualTo("Here.");
            assertThat(fake.lastRequest().body().get("messages").get(2).get("content").stringValue()).isEqualTo("{\"lat\":46.5}");
        }
    }

    @Test
    void aNodeCallsOne() {
        var alice = PluginServer.on(database).user();
        try (var web = FakeWeb.start()) {
            var workflow = published(alice, calling(weather(alice, web), "sky"));

            assertThat(run(alice, workflow).get("data").stringValue()).isEqualTo("{\"said\":\"clear over place=Bern\"}");

            web.on("/sky", asked -> Said.of(404, "text/plain", "no"));
            assertThat(run(alice, workflow).get("code").intValue()).isNotZero();
        }
    }

    @Test
    void anImportMissesOnlyWhatIsNotThere() {
        var alice = PluginServer.on(database).user();
        try (var web = FakeWeb.start()) {
            var here = weather(alice, web);
            var gone = new Tool("7510000000000000211", "7510000000000000212");

            for (var tool : List.of(here, gone)) {
                var report = alice.post("/pankou/v1/workflows/import", Map.of(
                                "workspace_id", alice.personalWorkspace(), "name", "w", "workflow_mode", "workflow", "canvas",
                                calling(tool, "sky").json()))
                        .data().get("report");
                assertThat(report).extracting(line -> line.get("what").stringValue())
                        .isEqualTo(tool == here ? List.of() : List.of("plugin", "tool"));
            }
        }
    }

    @Test
    void aNodeAsksTheCallerToRunAToolOfTheClient() {
        var alice = PluginServer.on(database).user();
        var workflow = published(alice, calling(gps(alice), "lat"));

        var asked = run(alice, workflow).get("interrupt_data");
        var ended = resume(alice, workflow, asked, "{\"lat\":\"46.5\"}");

        assertThat(asked.get("type").intValue()).isEqualTo(1);
        assertThat(Json.tree(Json.tree(asked.get("data").stringValue()).get("content").stringValue()))
                .isEqualTo(Json.tree("{\"name\":\"read_gps\",\"arguments\":{\"place\":\"Bern\"}}"));
        assertThat(ended.get("data").stringValue()).isEqualTo("{\"said\":\"46.5\"}");
    }

    @Test
    void aNodeWaitsUntilTheUserHasAuthorised() {
        var alice = PluginServer.on(database).user();
        try (var web = FakeWeb.start()) {
            web.on("/token", asked -> Said.json("{\"access_token\":\"at-1\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
            web.on("/sky", asked -> Said.json(
                    "{\"sky\":\"" + ("Bearer at-1".equals(asked.headers().get("authorization")) ? "known" : "nobody") + "\"}"));
            var tool = tool(alice, Map.of(
                    "openapi", WEATHER.formatted(web.address()),
                    "auth", Map.of(
                            "type", "oauth_user", "authorize_url", web.address() + "/authorize", "token_url", web.address() + "/token",
                            "client_id", "c", "client_secret", "s")));
            var workflow = published(alice, calling(tool, "sky"));

            var asked = run(alice, workflow).get("interrupt_data");
            assertThat(asked.get("type").intValue()).isEqualTo(7);
            var again = resume(alice, workflow, asked, "done").get("interrupt_data");
            assertThat(again.get("type").intValue()).isEqualTo(7);
            var url = Json.tree(again.get("data").stringValue()).get("content").stringValue();
            PluginServer.authorise(url);
            var ended = resume(alice, workflow, again, "done");

            assertThat(ended.get("data").stringValue()).isEqualTo("{\"said\":\"known\"}");
            assertThat(run(alice, workflow).get("data").stringValue()).isEqualTo("{\"said\":\"known\"}");
        }
    }

    @Test
    void aModelInAWorkflowCallsOne() {
        var alice = PluginServer.on(database).user();
        try (var web = FakeWeb.start(); var fake = FakeModel.start()) {
            var tool = weather(alice, web);
            var canvas = new Canvases()
                    .start(CITY)
                    .node(
                            "130", "3", "Think",
                            "{\"inputParameters\":[],\"llmParam\":"
                                    + params("modelType", literal("string", alice.pankou().root().model(fake)), "prompt", literal("string", "x"))
                                    + ",\"fcParam\":{\"pluginFCParam\":{\"pluginList\":[{\"plugin_id\":\"" + tool.plugin() + "\",\"api_id\":\""
                                    + tool.id() + "\",\"api_name\":\"get_sky\"}]}}}",
                            "[{\"name\":\"output\",\"type\":\"string\"}]")
                    .end(params("o", ref("string", "130", "output")))
                    .chain(START, "130", END);
            fake.reply(FakeModelReply.answer().toolCall("a", "get_sky", "{\"place\":\"Uri\"}"), FakeModelReply.answer().text("Clear."));

            assertThat(run(alice, published(alice, canvas)).get("data").stringValue()).isEqualTo("{\"o\":\"Clear.\"}");
            assertThat(fake.lastRequest().body().get("messages").get(2).get("content").stringValue())
                    .isEqualTo("{\"sky\":\"clear over place=Uri\"}");
        }
    }
}
