package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.RunSteps.await;
import static dev.pankou.workflow.run.RunSteps.body;
import static dev.pankou.workflow.run.RunSteps.history;
import static dev.pankou.workflow.run.RunSteps.published;
import static dev.pankou.workflow.run.RunSteps.resume;
import static dev.pankou.workflow.run.RunSteps.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.workflow.engine.Canvases;

/** Limits of runs, at both sides of each. */
@ParameterizedClass
@EnumSource(Database.class)
record RunLimitsTest(Database database) {
    private static final String TEXT = "[{\"name\":\"t\",\"type\":\"string\"}]";
    private static final String OUTPUT = "[{\"name\":\"output\",\"type\":\"string\"}]";

    private static Canvases thinking(Person person, FakeModel fake, int nodes) {
        var model = person.pankou().root().model(fake);
        var canvas = new Canvases().start("[]");
        var previous = START;
        for (var i = 0; i < nodes; i++) {
            var id = Integer.toString(130 + i);
            canvas.node(
                    id,
                    "3",
                    "Think " + i,
                    "{\"inputParameters\":[],\"llmParam\":"
                            + params("modelType", literal("string", model), "prompt", literal("string", "say")) + "}",
                    OUTPUT);
            canvas.chain(previous, id);
            previous = id;
        }
        return canvas.end(params("o", ref("string", previous, "output"))).chain(previous, END);
    }

    @Test
    void answersABlockingCallInTimeAndLetsTheRunGoOn() {
        try (var pankou = Pankou.fresh(database, Map.of("run-answer-timeout", "1s"));
                var fake = FakeModel.start()) {
            var person = pankou.user();
            var gate = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().waitFor(gate).text("late").usage(1, 1));
            var workflow = published(person, thinking(person, fake, 1));

            var late = person.post("/v1/workflow/run", body(workflow, Map.of()));
            assertThat(late.code()).isEqualTo(6023);
            assertThat(late.msg()).startsWith("no answer within 1 s; the run goes on: read it at run_histories/");
            gate.countDown();

            var execute = late.msg().replaceFirst(".*/", "");
            assertThat(await(person, workflow, execute, one -> !one.get("execute_status").stringValue().equals("Running"))
                            .get("execute_status")
                            .stringValue())
                    .isEqualTo("Success");
        }
    }

    @Test
    void endsARunWhoseTimeIsUpWithItsModelCall() {
        try (var pankou = Pankou.fresh(database, Map.of("run-timeout", "1s"));
                var fake = FakeModel.start()) {
            var person = pankou.user();
            fake.reply(FakeModelReply.answer().text("beginning").silence());
            var workflow = published(person, thinking(person, fake, 1));

            var ended = person.post("/v1/workflow/run", body(workflow, Map.of()));

            assertThat(ended.code()).isEqualTo(6023);
            assertThat(ended.msg()).isEqualTo("workflow timed out");
            fake.awaitCancelled();
        }
    }

    @Test
    void endsARunBeforeTheCallThatItsBudgetDoesNotAllow() {
        var person = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            fake.byDefault(request -> FakeModelReply.answer().text("x").usage(9, 4));
            var workflow = published(person, thinking(person, fake, 2));

            assertThat(person.post("/v1/workflow/run", body(workflow, Map.of(), "max_tokens", 14, "max_calls", 2)).code()).isZero();
            assertThat(fake.requests()).hasSize(2);
            var tokens = person.post("/v1/workflow/run", body(workflow, Map.of(), "max_tokens", 13));
            assertThat(tokens.code()).isEqualTo(777777775);
            assertThat(tokens.msg()).isEqualTo("the run's budget of 13 tokens is used up");
            var calls = person.post("/v1/workflow/run", body(workflow, Map.of(), "max_calls", 1));
            assertThat(calls.msg()).isEqualTo("the run's budget of 1 calls is used up");
            assertThat(fake.requests()).hasSize(4);
        }
    }

    @Test
    void boundsEveryRunOfAWorkspace() {
        var person = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            fake.byDefault(request -> FakeModelReply.answer().text("x").usage(9, 4));
            var workflow = published(person, thinking(person, fake, 2));
            var at = "/pankou/v1/workspaces/" + person.personalWorkspace() + "/run_budget";
            assertThat(person.get(at).data()).isEqualTo(dev.pankou.json.Json.tree("{\"max_tokens\":0,\"max_calls\":0,\"max_seconds\":0}"));
            assertThat(person.post("/v1/workflow/run", body(workflow, Map.of())).code()).isZero();

            person.put(at, Map.of("max_calls", 1)).data();

            assertThat(person.post("/v1/workflow/run", body(workflow, Map.of(), "max_calls", 5)).msg())
                    .isEqualTo("the run's budget of 1 calls is used up");
            person.put(at, Map.of("max_calls", 2)).data();
            assertThat(person.post("/v1/workflow/run", body(workflow, Map.of())).code()).isZero();
            assertThat(Pankou.on(database).user().get(at).code()).isEqualTo(4000);
        }
    }

    @Test
    void refusesARunThatHoldsTooMuch() {
        try (var pankou = Pankou.fresh(database, Map.of("run-max-values", "1MB"))) {
            var person = pankou.user();
            var workflow = published(
                    person,
                    new Canvases()
                            .start(TEXT)
                            .text("110", "{{t}}{{t}}{{t}}", params("t", ref("string", START, "t")))
                            .end("[]")
                            .chain(START, "110", END));

            assertThat(person.post("/v1/workflow/run", body(workflow, Map.of("t", "x".repeat(400_000)))).code()).isZero();
            var much = person.post("/v1/workflow/run", body(workflow, Map.of("t", "x".repeat(700_000))));
            assertThat(much.code()).isEqualTo(720701013);
            assertThat(much.msg()).isEqualTo("the run holds more than 1 MB of values");
        }
    }

    @Test
    void cutsTextsAboveAMegabyteOutOfTheHistoryAndGivesThemOneByOne() {
        var person = Pankou.on(database).user();
        var workflow = published(
                person,
                new Canvases()
                        .start(TEXT)
                        .output("140", "{{t}}", false, params("t", ref("string", START, "t")))
                        .end("[]")
                        .chain(START, "140", END));
        var small = run(person, workflow, Map.of("t", "x".repeat(1 << 20))).get("execute_id").stringValue();
        assertThat(history(person, workflow, small).get("is_output_trimmed").booleanValue()).isFalse();
        var large = run(person, workflow, Map.of("t", "x".repeat((1 << 20) + 1))).get("execute_id").stringValue();

        var shown = history(person, workflow, large);

        assertThat(shown.get("is_output_trimmed").booleanValue()).isTrue();
        var uuid = shown.get("node_execute_status").get("Output 140").get("node_execute_uuid").stringValue();
        assertThat(person.get("/v1/workflows/" + workflow + "/run_histories/" + large + "/execute_nodes/" + uuid)
                        .data()
                        .get("node_output")
                        .stringValue())
                .hasSize((1 << 20) + 1);
    }

    @Test
    void letsOneOfManyAnswersToAQuestionWin() throws Exception {
        var person = Pankou.on(database).user();
        var workflow = published(
                person,
                new Canvases()
                        .start("[]")
                        .node("120", "18", "Ask", "{\"question\":\"?\",\"answer_type\":\"text\"}",
                                "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                        .end(params("o", ref("string", "120", "USER_RESPONSE")))
                        .chain(START, "120", END));
        var interrupt = run(person, workflow, Map.of()).get("interrupt_data");
        var codes = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<java.util.concurrent.Future<Pankou.Reply>>();
            for (var i = 0; i < 8; i++) {
                var reply = "answer " + i;
                calls.add(threads.submit(() -> person.post("/v1/workflows/resume", resume(workflow, interrupt, reply))));
            }
            for (var call : calls) {
                codes.add(call.get().code());
            }
        }

        assertThat(codes).containsOnlyOnce(0);
        assertThat(codes).allMatch(code -> List.of(0, 4000, 4315).contains(code));
    }

    @Test
    void asksForAFormThreeTimesAndThenFails() {
        var person = Pankou.on(database).user();
        var form = "[{\"name\":\"n\",\"type\":\"integer\",\"required\":true}]";
        var workflow = published(
                person,
                new Canvases()
                        .start("[]")
                        .node("125", "30", "Input", "{\"outputSchema\":" + dev.pankou.json.Json.text(form) + "}", form)
                        .end(params("n", ref("integer", "125", "n")))
                        .chain(START, "125", END));

        var open = run(person, workflow, Map.of()).get("interrupt_data");
        for (var i = 0; i < 2; i++) {
            var again = person.post("/v1/workflows/resume", resume(workflow, open, "{\"n\":\"no number\"}"));
            assertThat(again.code()).isZero();
            assertThat(again.json().get("interrupt_data").get("event_id")).isNotEqualTo(open.get("event_id"));
            open = again.json().get("interrupt_data");
        }
        var third = person.post("/v1/workflows/resume", resume(workflow, open, "nothing"));
        assertThat(third.code()).isGreaterThan(700_000_000);

        var other = run(person, workflow, Map.of()).get("interrupt_data");
        other = person.post("/v1/workflows/resume", resume(workflow, other, "x")).json().get("interrupt_data");
        other = person.post("/v1/workflows/resume", resume(workflow, other, "x")).json().get("interrupt_data");
        assertThat(person.post("/v1/workflows/resume", resume(workflow, other, "{\"n\":\"7\"}")).json().get("data").stringValue())
                .isEqualTo("{\"n\":7}");
    }
}
