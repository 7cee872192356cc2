package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.RunSteps.published;
import static dev.pankou.workflow.run.RunSteps.resume;
import static dev.pankou.workflow.run.RunSteps.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.TestClock;
import dev.pankou.workflow.engine.Canvases;

/** What happens to runs over restarts and with time. */
@ParameterizedClass
@EnumSource(Database.class)
record RunLifeTest(Database database) {
    private static final String REPLY = "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]";

    private Map<String, String> settings() {
        var config = database.fresh();
        var settings = new HashMap<String, String>();
        settings.put("data", config.dataDirectory().toString());
        if (config.jdbcUrl() != null) {
            settings.put("db-url", config.jdbcUrl());
        }
        return settings;
    }

    /** Start → question → text → End. */
    private static Canvases asking(String text) {
        return new Canvases()
                .start("[]")
                .node("120", "18", "Question", "{\"question\":\"Which city?\",\"answer_type\":\"text\"}", REPLY)
                .text("121", text, params("c", ref("string", "120", "USER_RESPONSE")))
                .end(params("output", ref("string", "121", "output")))
                .chain(START, "120", "121", END);
    }

    /** Start → the draft of another workflow → End. */
    private static Canvases around(String inner) {
        return new Canvases()
                .start("[]")
                .node(
                        "140",
                        "9",
                        "Sub",
                        "{\"workflowId\":\"" + inner + "\",\"workflowVersion\":\"\",\"inputParameters\":[]}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .end(params("output", ref("string", "140", "output")))
                .chain(START, "140", END);
    }

    private static void save(Person person, String workflow, Canvases canvas) {
        var at = "/pankou/v1/workflows/" + workflow + "/canvas";
        var version = person.get(at).data().get("draft_version").longValue();
        person.put(at, Map.of("canvas", canvas.json(), "draft_version", version)).data();
    }

    private static JsonNode node(JsonNode detail, String key) {
        return detail.get("nodes").valueStream()
                .filter(node -> node.get("key").stringValue().equals(key))
                .findFirst()
                .orElse(Json.object());
    }

    @Test
    void showsTheNodesThatAreUnderWay() {
        var person = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var gate = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().waitFor(gate).text("done").usage(1, 1));
            var model = person.pankou().root().model(fake);
            var think = new Canvases().node(
                    "130",
                    "3",
                    "Think 🤔",
                    "{\"inputParameters\":[],\"llmParam\":"
                            + params("modelType", literal("string", model), "prompt", literal("string", "say")) + "}",
                    "[{\"name\":\"output\",\"type\":\"string\"}]");
            var workflow = published(
                    person,
                    new Canvases()
                            .start("[]")
                            .block(
                                    "150",
                                    "21",
                                    "Loop",
                                    "{\"loopType\":\"count\",\"loopCount\":" + literal("integer", 1)
                                            + ",\"inputParameters\":[],\"variableParameters\":[]}",
                                    "[]",
                                    think.enter("150", "130").leave("130", "150"))
                            .end("[]")
                            .chain(START, "150", END));

            var execute = run(person, workflow, Map.of(), "is_async", true).get("execute_id").stringValue();
            var at = "/pankou/v1/workflows/" + workflow + "/runs/" + execute;
            fake.awaitRequest();
            var during = person.get(at).data();
            var deadline = System.nanoTime() + 20_000_000_000L;
            while (!node(during, "150[0]/130").has("status") && System.nanoTime() < deadline) { // its entry is on its way
                during = person.get(at).data();
            }

            assertThat(during.get("status").stringValue()).isEqualTo("running");
            assertThat(node(during, "150[0]/130").get("status").stringValue()).isEqualTo("running");
            assertThat(node(during, "150[0]/130").get("title").stringValue()).isEqualTo("Think 🤔");
            assertThat(node(during, "150[0]/130").get("started_at").longValue()).isPositive();
            assertThat(node(during, "150[0]/130").has("duration_ms")).isFalse();
            assertThat(node(during, "150").get("status").stringValue()).isEqualTo("running");
            assertThat(node(during, "150").get("title").stringValue()).isEqualTo("Loop");
            gate.countDown();
            RunSteps.await(person, workflow, execute, shown -> shown.get("execute_status").stringValue().equals("Success"));

            var after = person.get(at).data();
            assertThat(after.get("nodes").valueStream().map(node -> node.get("status").stringValue())).containsOnly("success");
            assertThat(node(after, "150[0]/130").get("duration_ms").longValue()).isNotNegative();
        }
    }

    @Test
    void goesOnWithTheDraftThatASubWorkflowBeganWith() {
        var settings = settings();
        String token;
        String outer;
        String inner;
        JsonNode open;
        try (var pankou = Pankou.fresh(database, settings)) {
            var person = pankou.user();
            token = String.valueOf(person.token());
            inner = published(person, asking("published {{c}}"));
            save(person, inner, asking("first draft of {{c}}"));
            outer = published(person, around(inner));

            open = run(person, outer, Map.of()).get("interrupt_data");
            save(person, inner, asking("second draft of {{c}}"));
            save(person, inner, asking("third draft of {{c}}"));
        }

        try (var pankou = Pankou.fresh(database, settings)) { // which has compiled nothing yet
            var person = pankou.with(token);

            var done = person.post("/v1/workflows/resume", resume(outer, open, "杭州"));

            assertThat(done.json().path("data").asString("")).isEqualTo("{\"output\":\"first draft of 杭州\"}");
            var next = run(person, outer, Map.of()).get("interrupt_data");
            assertThat(person.post("/v1/workflows/resume", resume(outer, next, "🌆")).json().path("data").asString(""))
                    .isEqualTo("{\"output\":\"third draft of 🌆\"}");
        }
    }
}
