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
import static dev.pankou.workflow.run.RunSteps.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import dev.pankou.workflow.engine.Canvases;

@ParameterizedClass
@EnumSource(Database.class)
record RunsTest(Database database) {
    private static final String CITY = "[{\"name\":\"city\",\"type\":\"string\",\"required\":true}]";
    private static final String ANSWER = "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]";

    private Person person() {
        return Pankou.on(database).user();
    }

    private static Canvases weather() {
        return new Canvases()
                .start(CITY)
                .text("110", "cloudy in {{c}}", params("c", ref("string", START, "city")))
                .end(params("output", ref("string", "110", "output")))
                .chain(START, "110", END);
    }

    private static Canvases asking() {
        return new Canvases()
                .start("[]")
                .node("120", "18", "Question", "{\"question\":\"Which city?\",\"answer_type\":\"text\"}", ANSWER)
                .end(params("city", ref("string", "120", "USER_RESPONSE")))
                .chain(START, "120", END);
    }

    /** Start → LLM → End, on a scripted model. */
    private static Canvases thinking(Person person, FakeModel fake, boolean streaming) {
        var model = person.pankou().root().model(fake);
        return new Canvases()
                .start(CITY)
                .node(
                        "130",
                        "3",
                        "Think",
                        "{\"inputParameters\":" + params("c", ref("string", START, "city")) + ",\"llmParam\":"
                                + params(
                                        "modelType", literal("string", model),
                                        "prompt", literal("string", "Weather of {{c}}?"),
                                        "responseFormat", literal("integer", "0"))
                                + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .answer("It is {{o}}", streaming, params("o", ref("string", "130", "output")))
                .chain(START, "130", END);
    }

    @Test
    void answersTheVariablesOfEndWithUsageAndAddressOfItsPage() {
        var person = person();
        var workflow = published(person, weather());

        var answer = run(person, workflow, Map.of("city", "杭州"));

        assertThat(answer.get("data").stringValue()).isEqualTo("{\"output\":\"cloudy in 杭州\"}");
        assertThat(answer.get("usage")).isEqualTo(Json.tree("{\"input_count\":0,\"token_count\":0,\"output_count\":0}"));
        assertThat(answer.get("debug_url").stringValue())
                .matches(".*/work_flow\\?execute_id=\\d+&space_id=" + person.personalWorkspace() + "&workflow_id=" + workflow);
        assertThat(answer.get("detail").get("logid").stringValue()).isNotEmpty();
    }

    @Test
    void takesParametersAsTextToo() {
        var person = person();
        var workflow = published(person, weather());

        var body = Map.of("workflow_id", workflow, "parameters", "{\"city\":\"Rome\"}");

        assertThat(person.post("/v1/workflow/run", body).json().get("data").stringValue())
                .isEqualTo("{\"output\":\"cloudy in Rome\"}");
    }

    @Test
    void refusesInputsThatAreMissingOrDoNotFit() {
        var person = person();
        var workflow = published(
                person,
                new Canvases()
                        .start("[{\"name\":\"n\",\"type\":\"integer\",\"required\":true}]")
                        .end(params("n", ref("integer", START, "n")))
                        .chain(START, END));

        var missing = person.post("/v1/workflow/run", body(workflow, Map.of()));
        assertThat(missing.code()).isEqualTo(4000);
        assertThat(missing.msg()).isEqualTo("field parameters is invalid: Missing required parameters: n");
        var wrong = person.post("/v1/workflow/run", body(workflow, Map.of("n", "x")));
        assertThat(wrong.msg()).isEqualTo("field parameters is invalid: field n is not integer");
        assertThat(person.post("/v1/workflow/run", Map.of("workflow_id", workflow, "parameters", "[1]")).code())
                .isEqualTo(4000);
        assertThat(run(person, workflow, Map.of("n", "12")).get("data").stringValue()).isEqualTo("{\"n\":12}");
    }

    @Test
    void runsOnlyWhatIsPublishedAndTheCallers() {
        var person = person();
        var workflow = published(person, weather());
        var stranger = person();

        var foreign = stranger.post("/v1/workflow/run", body(workflow, Map.of("city", "x")));
        assertThat(foreign.code()).isEqualTo(4200);
        assertThat(foreign.msg())
                .isEqualTo("Requested resource workflow_id=" + workflow + " does not exist or has not been published.");
        assertThat(stranger.post("/v1/workflow/stream_run", body(workflow, Map.of("city", "x"))).code()).isEqualTo(4200);
        person.post("/pankou/v1/workflows/" + workflow + "/unpublish", Map.of()).data();
        assertThat(person.post("/v1/workflow/run", body(workflow, Map.of("city", "x"))).code()).isEqualTo(4200);
        assertThat(run(person, workflow, Map.of("city", "x"), "execute_mode", "DEBUG").get("debug_url").stringValue())
                .endsWith("&execute_mode=2");
    }

    @Test
    void refusesABotAndAnAppTogether() {
        var person = person();
        var workflow = published(person, weather());

        var reply = person.post("/v1/workflow/stream_run", body(workflow, Map.of("city", "x"), "bot_id", "1", "app_id", "2"));

        assertThat(reply.code()).isEqualTo(4000);
        assertThat(reply.msg()).isEqualTo("bot_id and app_id cannot both be given");
    }

    @Test
    void streamsWhatTheModelSaysPieceByPiece() {
        var person = person();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("sun", "ny").usage(9, 4));
            var events = stream(person, published(person, thinking(person, fake, true)), Map.of("city", "Rome"));

            var messages = events.subList(0, events.size() - 1);
            assertThat(events).extracting(Sse::id).isEqualTo(numbers(events.size()));
            assertThat(messages).extracting(Sse::event).containsOnly("Message");
            assertThat(messages.stream().map(event -> event.json().get("content").stringValue()).toList())
                    .startsWith("It is ")
                    .satisfies(pieces -> assertThat(String.join("", pieces)).isEqualTo("It is sunny"));
            assertThat(messages).extracting(event -> event.json().get("node_seq_id").stringValue())
                    .isEqualTo(numbers(messages.size()));
            assertThat(messages.stream().filter(event -> event.json().get("node_is_finish").booleanValue()))
                    .containsExactly(messages.getLast());
            var last = messages.getLast().json();
            assertThat(last.get("usage")).isEqualTo(Json.tree("{\"input_count\":9,\"token_count\":13,\"output_count\":4}"));
            assertThat(last.get("token").intValue()).isEqualTo(13);
            assertThat(last.get("node_title").stringValue()).isEqualTo("End");
            assertThat(events.getLast().event()).isEqualTo("Done");
            assertThat(events.getLast().json().get("debug_url").stringValue()).contains("execute_id=");
        }
    }

    private static List<String> numbers(int count) {
        return java.util.stream.IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void endsAStreamOfAFailedRunWithAnError() {
        var person = person();
        try (var fake = FakeModel.start()) {
            fake.byDefault(request -> FakeModelReply.error(400, "bad"));
            var events = stream(person, published(person, thinking(person, fake, true)), Map.of("city", "Rome"));

            assertThat(events).extracting(Sse::event).containsExactly("Error");
            assertThat(events.getFirst().json().get("error_code").intValue()).isEqualTo(720701013);
            assertThat(events.getFirst().json().get("error_message").stringValue()).isEqualTo("The model refused the request.");
        }
    }

    @Test
    void answersARunThatAsksAndGoesOnByResume() {
        var person = person();
        var workflow = published(person, asking());

        var asked = run(person, workflow, Map.of());
        var interrupt = asked.get("interrupt_data");
        assertThat(asked.has("data")).isFalse();
        assertThat(interrupt.get("type").intValue()).isEqualTo(2);
        assertThat(interrupt.get("data").stringValue()).isEqualTo("{\"content_type\":\"text\",\"content\":\"Which city?\"}");
        assertThat(interrupt.get("event_id").stringValue()).startsWith(asked.get("execute_id").stringValue() + "/");

        var done = person.post("/v1/workflows/resume", resume(workflow, interrupt, "Hangzhou"));
        assertThat(done.json().get("data").stringValue()).isEqualTo("{\"city\":\"Hangzhou\"}");
        var again = person.post("/v1/workflows/resume", resume(workflow, interrupt, "Rome"));
        assertThat(again.code()).isEqualTo(4315);
        assertThat(again.msg()).endsWith("does not wait for an answer: its status is success");
    }

    @Test
    void refusesAnAnswerThatIsNotForTheOpenQuestion() {
        var person = person();
        var workflow = published(person, asking());
        var interrupt = run(person, workflow, Map.of()).get("interrupt_data");
        var run = interrupt.get("event_id").stringValue().replaceFirst("/.*", "");

        var wrongEvent = person.post(
                "/v1/workflows/resume",
                Map.of("workflow_id", workflow, "event_id", run + "/1", "interrupt_type", 2, "resume_data", "x"));
        assertThat(wrongEvent.code()).isEqualTo(4000);
        assertThat(wrongEvent.msg()).contains("interrupt event id mismatch");
        var wrongType = person.post(
                "/v1/workflows/resume",
                Map.of(
                        "workflow_id", workflow,
                        "event_id", interrupt.get("event_id").stringValue(),
                        "interrupt_type", 5,
                        "resume_data", "x"));
        assertThat(wrongType.code()).isEqualTo(4000);
        assertThat(person.post("/v1/workflow/stream_resume", resume(workflow, interrupt, "x")).msg())
                .contains("was not started with stream_run");
        assertThat(person().post("/v1/workflows/resume", resume(workflow, interrupt, "x")).code()).isEqualTo(4200);
        assertThat(person.post("/v1/workflows/resume", resume(workflow, interrupt, "Rome")).json().get("data").stringValue())
                .isEqualTo("{\"city\":\"Rome\"}");
    }

    @Test
    void streamsAQuestionAndTheRestAfterTheAnswer() {
        var person = person();
        var workflow = published(person, asking());

        var events = stream(person, workflow, Map.of());
        assertThat(events).extracting(Sse::event).containsExactly("Message", "Interrupt");
        assertThat(events.getFirst().json().get("content").stringValue()).isEqualTo("Which city?");
        var interrupt = events.getLast().json();
        assertThat(interrupt.get("node_title").stringValue()).isEqualTo("Question");

        var rest = Sse.read(person.post("/v1/workflow/stream_resume", resume(workflow, interrupt.get("interrupt_data"), "Rome"))
                .text());
        assertThat(rest).extracting(Sse::id).containsExactly("0", "1");
        assertThat(rest).extracting(Sse::event).containsExactly("Message", "Done");
        assertThat(rest.getFirst().json().get("content").stringValue()).isEqualTo("{\"city\":\"Rome\"}");
    }

    @Test
    void runsAsynchronouslyAndTellsTheOutcomeToWhoeverPolls() {
        var person = person();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("sunny").usage(9, 4));
            var workflow = published(person, thinking(person, fake, false));

            var accepted = run(person, workflow, Map.of("city", "Rome"), "is_async", true, "ext", Map.of("user_id", "u-17"));
            var execute = accepted.get("execute_id").stringValue();
            assertThat(accepted.has("data")).isFalse();
            var shown = await(person, workflow, execute, one -> one.get("execute_status").stringValue().equals("Success"));

            assertThat(shown.get("run_mode").intValue()).isEqualTo(2);
            assertThat(shown.get("connector_uid").stringValue()).isEqualTo("u-17");
            assertThat(shown.get("connector_id").stringValue()).isEqualTo("1024");
            assertThat(Json.tree(shown.get("output").stringValue()).get("Output").stringValue())
                    .isEqualTo("{\"content_type\":1,\"data\":\"It is sunny\",\"original_result\":null,\"type_for_model\":2}");
            assertThat(shown.get("usage").get("token_count").intValue()).isEqualTo(13);
            assertThat(shown.get("error_code").stringValue()).isEmpty();
            assertThat(shown.get("is_output_trimmed").booleanValue()).isFalse();
        }
    }

    @Test
    void cancelsARunAndItsModelCall() {
        var person = person();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("sun").silence());
            var workflow = published(person, thinking(person, fake, false));
            var execute = run(person, workflow, Map.of("city", "Rome"), "is_async", true).get("execute_id").stringValue();
            fake.awaitRequest();

            person.post("/pankou/v1/workflows/" + workflow + "/runs/" + execute + "/cancel").data();

            fake.awaitCancelled();
            var shown = history(person, workflow, execute);
            assertThat(shown.get("execute_status").stringValue()).isEqualTo("Fail");
            assertThat(shown.get("error_code").stringValue()).isEqualTo("777777777");
        }
    }

    @Test
    void tellsWhoeverWaitsThatTheRunWasCancelled() throws Exception {
        var person = person();
        try (var fake = FakeModel.start()) {
            for (var path : List.of("/v1/workflow/run", "/v1/workflow/stream_run")) {
                fake.reply(FakeModelReply.answer().text("sun").silence());
                var workflow = published(person, thinking(person, fake, false));
                var answer = new java.util.concurrent.CompletableFuture<String>();
                var waits = Thread.ofVirtual().start(
                        () -> answer.complete(person.post(path, body(workflow, Map.of("city", "Rome"))).text()));
                fake.awaitRequest();

                person.post("/pankou/v1/workflows/" + workflow + "/runs/" + RunSteps.newest(person, workflow) + "/cancel")
                        .data();

                assertThat(waits.join(java.time.Duration.ofSeconds(10))).isTrue();
                assertThat(answer.get()).as(path).contains("777777777").contains("cancelled");
            }
        }
    }

    @Test
    void doesNotCountTheTimeThatAnAsynchronousRunWaitedForAnAnswer() {
        var clock = new dev.pankou.testing.TestClock();
        try (var pankou = Pankou.fresh(database, Map.of(), clock);
                var fake = FakeModel.start()) {
            var person = pankou.user();
            var late = new java.util.concurrent.CountDownLatch(1);
            fake.reply(FakeModelReply.answer().text("sun").waitFor(late).text("ny"));
            var workflow = published(
                    person,
                    thinking(person, fake, false)
                            .node("120", "18", "Question", "{\"question\":\"Which city?\",\"answer_type\":\"text\"}", ANSWER)
                            .edge(START, "120")
                            .edge("120", "130"));
            var execute = run(person, workflow, Map.of("city", "x"), "is_async", true).get("execute_id").stringValue();
            var interrupt = await(person, workflow, execute, one -> one.has("interrupt_data")).get("interrupt_data");

            clock.advance(java.time.Duration.ofHours(60)); // the limit of a run at work is 24 h
            person.post("/v1/workflows/resume", resume(workflow, interrupt, "Rome")).json();
            fake.awaitRequest();
            late.countDown();

            var shown = await(person, workflow, execute, one -> !one.get("execute_status").stringValue().equals("Running"));
            assertThat(shown.get("error_message").stringValue()).isEmpty();
            assertThat(shown.get("execute_status").stringValue()).isEqualTo("Success");
        }
    }

    @Test
    void showsTheTextsOfOutputNodesByNameAndByExecution() {
        var person = person();
        var workflow = published(
                person,
                new Canvases()
                        .start(CITY)
                        .output("140", "first {{c}}", false, params("c", ref("string", START, "city")))
                        .answer("done", false, "[]")
                        .chain(START, "140", END));

        var execute = stream(person, workflow, Map.of("city", "Rome")).getLast().json().get("debug_url").stringValue()
                .replaceFirst(".*execute_id=(\\d+).*", "$1");
        var shown = history(person, workflow, execute);

        assertThat(shown.get("output").stringValue())
                .isEqualTo(Json.text(Json.tree("{\"Output\":\"{\\\"content_type\\\":1,\\\"data\\\":\\\"done\\\","
                        + "\\\"original_result\\\":null,\\\"type_for_model\\\":2}\",\"Output 140\":\"first Rome\"}")));
        var node = shown.get("node_execute_status").get("Output 140");
        assertThat(node.get("node_id").stringValue()).isEqualTo("140");
        var one = person.get("/v1/workflows/" + workflow + "/run_histories/" + execute + "/execute_nodes/"
                        + node.get("node_execute_uuid").stringValue())
                .data();
        assertThat(one).isEqualTo(Json.tree("{\"is_finish\":true,\"node_output\":\"first Rome\"}"));
        assertThat(person.get("/v1/workflows/" + workflow + "/run_histories/" + execute + "/execute_nodes/nobody").code())
                .isEqualTo(4200);
        assertThat(person().get("/v1/workflows/" + workflow + "/run_histories/" + execute).code()).isEqualTo(4200);
    }

    @Test
    void tracesEveryNodeOfARun() {
        var person = person();
        var workflow = published(person, weather());
        var execute = run(person, workflow, Map.of("city", "Rome")).get("execute_id").stringValue();

        var detail = person.get("/pankou/v1/workflows/" + workflow + "/runs/" + execute).data();

        assertThat(detail.get("nodes")).hasSize(3);
        assertThat(List.of(0, 1, 2)).allSatisfy(i ->
                assertThat(detail.get("nodes").get(i).get("status").stringValue()).isEqualTo("success"));
        assertThat(detail.get("nodes").get(1).get("input")).isEqualTo(Json.tree("{\"c\":\"Rome\"}"));
        assertThat(detail.get("nodes").get(1).get("output")).isEqualTo(Json.tree("{\"output\":\"cloudy in Rome\"}"));
        assertThat(detail.get("nodes").get(1).get("type").stringValue()).isEqualTo("15");
        assertThat(person.get("/pankou/v1/workflows/" + workflow + "/runs").data().get("items")).hasSize(1);
    }

    @Test
    void tellsTheValuesOfOneNodeAloneWhenTheRunIsAskedForWithoutThem() {
        var person = person();
        var workflow = published(person, weather());
        var run = "/pankou/v1/workflows/" + workflow + "/runs/"
                + run(person, workflow, Map.of("city", "京都 ⛩")).get("execute_id").stringValue();

        var nodes = person.get(run + "?values=false").data().get("nodes");
        var node = person.get(run + "/node?key=110").data();

        assertThat(nodes).hasSize(3).allSatisfy(one -> {
            assertThat(one.has("input")).isFalse();
            assertThat(one.has("output")).isFalse();
        });
        assertThat(node.get("output")).isEqualTo(Json.tree("{\"output\":\"cloudy in 京都 ⛩\"}"));
        assertThat(person.get(run + "/node?key=999").code()).isEqualTo(4200);
        assertThat(person().get(run + "/node?key=110").code()).isEqualTo(4200);
    }

    @Test
    void keepsTheCanvasThatARunOfTheDraftWentOver() {
        var person = person();
        var workflow = published(person, weather());
        var at = "/pankou/v1/workflows/" + workflow;
        var run = at + "/runs/" + run(person, workflow, Map.of("city", "Rome"), "execute_mode", "DEBUG").get("execute_id").stringValue();
        var draft = person.get(at + "/canvas").data();

        person.put(at + "/canvas", Map.of("canvas", asking().json(), "draft_version", draft.get("draft_version").longValue())).data();

        var kept = person.get(run + "/canvas").data();
        assertThat(kept.get("workflow_id").stringValue()).isEqualTo(workflow);
        assertThat(kept.get("canvas")).isEqualTo(draft.get("canvas"));
        assertThat(person.get(run + "/canvas?key=110").code()).isEqualTo(4200);
        assertThat(person().get(run + "/canvas").code()).isEqualTo(4200);
    }

    @Test
    void tellsTheCanvasOfASubWorkflow() {
        var person = person();
        var inner = published(person, weather());
        var outer = published(
                person,
                new Canvases()
                        .start(CITY)
                        .node(
                                "140",
                                "9",
                                "Sub",
                                "{\"workflowId\":\"" + inner + "\",\"inputParameters\":" + params("city", ref("string", START, "city")) + "}",
                                "[{\"name\":\"output\",\"type\":\"string\"}]")
                        .end(params("output", ref("string", "140", "output")))
                        .chain(START, "140", END));
        var run = "/pankou/v1/workflows/" + outer + "/runs/"
                + run(person, outer, Map.of("city", "Rome")).get("execute_id").stringValue();

        var canvas = person.get(run + "/canvas?key=140").data();

        assertThat(canvas.get("workflow_id").stringValue()).isEqualTo(inner);
        assertThat(canvas.get("canvas")).isEqualTo(person.get("/pankou/v1/workflows/" + inner + "/canvas").data().get("canvas"));
        assertThat(person.get(run + "/node?key=140/110").data().get("title").stringValue()).isNotEmpty();
    }

    @Test
    void listsRunsOfOneState() {
        var person = person();
        var workflow = published(person, asking());
        var waiting = run(person, workflow, Map.of()).get("execute_id").stringValue();
        var over = run(person, workflow, Map.of()).get("execute_id").stringValue();
        person.post("/pankou/v1/workflows/" + workflow + "/runs/" + over + "/cancel").data();

        var found = person.get("/pankou/v1/workflows/" + workflow + "/runs?status=interrupted").data().get("items");

        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("execute_id").stringValue()).isEqualTo(waiting);
    }

    @Test
    void failsWithTheWordsAndTheCodeOfTheNode() {
        var person = person();
        var workflow = published(
                person,
                new Canvases()
                        .start("[]")
                        .node("150", "59", "Parse", "{\"inputParameters\":" + params("input", literal("string", "{")) + "}",
                                "[{\"name\":\"output\",\"type\":\"object\"}]")
                        .end("[]")
                        .chain(START, "150", END));

        var failed = person.post("/v1/workflow/run", body(workflow, Map.of()));

        assertThat(failed.code()).isGreaterThan(700_000_000);
        var runs = person.get("/pankou/v1/workflows/" + workflow + "/runs").data().get("items");
        assertThat(runs.get(0).get("status").stringValue()).isEqualTo("fail");
        assertThat(runs.get(0).get("error_code").intValue()).isEqualTo(failed.code());
        assertThat(runs.get(0).get("error_message").stringValue()).isEqualTo(failed.msg());
    }

    @Test
    void endsARunWhoseBudgetIsUsedUpBeforeTheNextCall() {
        var person = person();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("sunny").usage(9, 4));
            var workflow = published(person, thinking(person, fake, false));

            var refused = person.post("/v1/workflow/run", body(workflow, Map.of("city", "Rome"), "max_tokens", 1, "max_calls", 1));
            assertThat(refused.code()).isEqualTo(0); // the budget is reached, but no call comes after it
            assertThat(fake.requests()).hasSize(1);
        }
    }

    private static final Map<String, String> WITH_IDS = Map.of("Pankou-Stream-Ids", "1", "Content-Type", "application/json");

    private static List<Sse> named(Person person, String path, Object body, Map<String, String> more) {
        var headers = new java.util.HashMap<>(WITH_IDS);
        headers.putAll(more);
        return Sse.read(person.raw("POST", path, Json.text(body), headers).text());
    }

    @Test
    void goesOnWithABrokenStreamWhereTheClientLeftOff() {
        var person = person();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("sun", "ny").usage(9, 4));
            var workflow = published(person, thinking(person, fake, true));
            var body = body(workflow, Map.of("city", "Rome"));
            var all = named(person, "/v1/workflow/stream_run", body, Map.of());
            var run = all.getFirst().id().replaceFirst(":.*", "");
            for (var i = 0; i < all.size(); i++) {
                assertThat(all.get(i).id()).isEqualTo(run + ":" + (i + 1));
            }
            assertThat(all.getLast().event()).isEqualTo("Done");

            var rest = named(person, "/v1/workflow/stream_run", body, Map.of("Last-Event-ID", all.getFirst().id()));
            assertThat(rest).isEqualTo(all.subList(1, all.size()));
            assertThat(Sse.read(person.get("/pankou/v1/runs/" + run + "/events").text())).isEqualTo(all);
            assertThat(named(person, "/v1/workflow/stream_run", body, Map.of("Last-Event-ID", all.getLast().id()))).isEmpty();
            assertThat(fake.requests()).hasSize(1);
            var foreign = person().get("/pankou/v1/runs/" + run + "/events");
            assertThat(foreign.code()).isEqualTo(4314);
            assertThat(foreign.msg()).isEqualTo("execute_id " + run + " does not exist");
        }
    }

    @Test
    void numbersTheEventsOfARunOnOverItsQuestions() {
        var person = person();
        var workflow = published(person, asking());
        var asked = named(person, "/v1/workflow/stream_run", body(workflow, Map.of()), Map.of());
        assertThat(asked).extracting(Sse::event).containsExactly("Message", "Interrupt");

        var done = named(
                person,
                "/v1/workflow/stream_resume",
                resume(workflow, asked.getLast().json().get("interrupt_data"), "Rome"),
                Map.of());

        assertThat(done).extracting(event -> event.id().replaceFirst(".*:", "")).containsExactly("3", "4");
        assertThat(done.getLast().event()).isEqualTo("Done");
    }

    @Test
    void makesTheEndOfAStreamThatItsServerCouldNotTell() {
        var person = person();
        var workflow = published(person, weather());
        var execute = run(person, workflow, Map.of("city", "Rome")).get("execute_id").stringValue();

        var events = Sse.read(person.get("/pankou/v1/runs/" + execute + "/events").text());

        assertThat(events).extracting(Sse::event).containsExactly("Done");
        assertThat(events.getFirst().id()).isEqualTo(execute + ":1");
    }
}
