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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import dev.pankou.command.Commands;
import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.workflow.engine.Canvases;

@ParameterizedClass
@EnumSource(Database.class)
record ReplayTest(Database database) {
    private static final String CITY = "[{\"name\":\"city\",\"type\":\"string\",\"required\":true}]";

    private static Canvases thinking(String model, String answer) {
        return new Canvases()
                .start(CITY)
                .node(
                        "130",
                        "3",
                        "Think",
                        "{\"inputParameters\":" + params("c", ref("string", START, "city")) + ",\"llmParam\":"
                                + params("modelType", literal("string", model), "prompt", literal("string", "Weather of {{c}}?"))
                                + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .text("140", answer, params("o", ref("string", "130", "output")))
                .end(params("output", ref("string", "140", "output")))
                .chain(START, "130", "140", END);
    }

    private static void publishAgain(Person person, String workflow, Canvases canvas) {
        var at = "/pankou/v1/workflows/" + workflow;
        var draft = person.get(at).data().get("draft_version").longValue();
        person.put(at + "/canvas", Map.of("canvas", canvas.json(), "draft_version", draft)).data();
        person.post(at + "/publish", Map.of("version", "v0.0.2", "description", "")).data();
    }

    private static JsonNode replay(Person person, String workflow, String run, Map<String, ?> body) {
        return person.post("/pankou/v1/workflows/" + workflow + "/runs/" + run + "/replay", body).data();
    }

    @Test
    void playsARunAgainWithoutAskingAnybodyAndTellsTheFirstDifferenceOfANewerVersion() {
        var person = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("sun", "ny").usage(9, 4));
            var model = person.pankou().root().model(fake);
            var workflow = published(person, thinking(model, "It is {{o}}."));
            var first = run(person, workflow, Map.of("city", "Rome")).get("execute_id").stringValue();

            var same = replay(person, workflow, first, Map.of());
            assertThat(same.get("same").booleanValue()).isTrue();
            assertThat(same.get("nodes").intValue()).isEqualTo(4);
            assertThat(same.get("output")).isEqualTo(Json.tree("{\"output\":\"It is sunny.\"}"));

            publishAgain(person, workflow, thinking(model, "It will be {{o}}."));
            var newer = replay(person, workflow, first, Map.of("version", "v0.0.2"));
            assertThat(newer.get("same").booleanValue()).isFalse();
            assertThat(newer.get("first_difference"))
                    .isEqualTo(Json.tree("{\"key\":\"140\",\"what\":\"output\",\"before\":{\"output\":\"It is sunny.\"},"
                            + "\"after\":{\"output\":\"It will be sunny.\"}}"));
            assertThat(fake.requests()).hasSize(1);
            var stranger = Pankou.on(database).user();
            assertThat(stranger.post("/pankou/v1/workflows/" + workflow + "/runs/" + first + "/replay", Map.of()).code())
                    .isEqualTo(4200);
        }
    }

    @Test
    void answersTheQuestionsOfARunAsTheyWere() {
        var person = Pankou.on(database).user();
        var workflow = published(
                person,
                new Canvases()
                        .start("[]")
                        .node("120", "18", "Ask", "{\"question\":\"Which?\",\"answer_type\":\"text\"}",
                                "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                        .end(params("city", ref("string", "120", "USER_RESPONSE")))
                        .chain(START, "120", END));
        var asked = run(person, workflow, Map.of());
        var execute = asked.get("execute_id").stringValue();
        assertThat(person.post("/pankou/v1/workflows/" + workflow + "/runs/" + execute + "/replay", Map.of()).code())
                .isEqualTo(4000);
        person.post("/v1/workflows/resume", resume(workflow, asked.get("interrupt_data"), "Rome"));

        assertThat(replay(person, workflow, execute, Map.of()).get("output")).isEqualTo(Json.tree("{\"city\":\"Rome\"}"));
    }

    @Test
    void keepsTestsWithAWorkflowAndRunsThemFromACommandLine() throws IOException {
        var person = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("sunny").usage(9, 4));
            var model = person.pankou().root().model(fake);
            var workflow = published(person, thinking(model, "It is {{o}}."));
            var taped = run(person, workflow, Map.of("city", "Rome")).get("execute_id").stringValue();
            var tests = "/pankou/v1/workflows/" + workflow + "/tests";
            var good = person.post(
                            tests,
                            Map.of(
                                    "name", "sunny <&> Rome",
                                    "inputs", Map.of("city", "Rome"),
                                    "expected", Map.of("output", "It is sunny."),
                                    "assertions", List.of(
                                            Map.of("path", "output", "operator", "contains", "value", "sun"),
                                            Map.of("path", "output", "operator", "length", "value", 12)),
                                    "tape_run_id", taped))
                    .data();
            assertThat(good.get("offline").booleanValue()).isTrue();
            assertThat(command(person, "workflow", "test", workflow)).isEqualTo(0);

            person.post(
                            tests,
                            Map.of(
                                    "name", "wants rain",
                                    "inputs", Map.of("city", "Rome"),
                                    "assertions", List.of(
                                            Map.of("path", "output", "operator", "contains", "value", "rain"),
                                            Map.of("path", "nothing", "operator", "empty")),
                                    "tape_run_id", taped))
                    .data();
            person.post(
                            tests,
                            Map.of(
                                    "name", "refuses nothing",
                                    "inputs", Map.of(),
                                    "assertions", List.of(Map.of("path", "$error_code", "operator", "equals", "value", 4000))))
                    .data();
            var report = person.post(tests + "/run", Map.of()).data();
            assertThat(report.get("passed").intValue()).isEqualTo(2);
            assertThat(report.get("failed").intValue()).isEqualTo(1);
            assertThat(report.get("tests").get(1).get("failures"))
                    .isEqualTo(Json.tree("[\"output contains \\\"rain\\\": was \\\"It is sunny.\\\"\"]"));
            assertThat(fake.requests()).hasSize(1);

            var junit = Files.createTempFile("junit", ".xml");
            assertThat(command(person, "workflow", "test", workflow, "--junit", junit.toString())).isEqualTo(1);
            assertThat(Files.readString(junit))
                    .contains("tests=\"3\" failures=\"1\"")
                    .contains("name=\"sunny &lt;&amp;&gt; Rome\"")
                    .contains("<failure message=\"output contains &quot;rain&quot;: was &quot;It is sunny.&quot;\"/>");
            assertThat(command(person, "replay", taped)).isEqualTo(0);
            assertThat(person.delete(tests + "/" + good.get("test_id").stringValue()).code()).isZero();
            assertThat(person.get(tests).data().get("tests")).hasSize(2);
            assertThat(Pankou.on(database).user().get(tests).code()).isEqualTo(4200);
        }
    }

    private static int command(Person person, String... line) {
        var out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var commands = new Commands(
                settings -> {
                    throw new AssertionError("no server is to be started");
                },
                Clock.systemUTC(),
                Map.of("PANKOU_LANGUAGE", "en"),
                out,
                System.err);
        var all = new java.util.ArrayList<>(List.of(line));
        all.addAll(List.of("--url", person.pankou().address().toString(), "--token", String.valueOf(person.token())));
        return commands.run(all);
    }
}
