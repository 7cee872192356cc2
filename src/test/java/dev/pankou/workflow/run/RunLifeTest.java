package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.engine.Canvases.refList;
import static dev.pankou.workflow.run.RunSteps.history;
import static dev.pankou.workflow.run.RunSteps.published;
import static dev.pankou.workflow.run.RunSteps.resume;
import static dev.pankou.workflow.run.RunSteps.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static String status(Person person, String workflow, String execute) {
        return history(person, workflow, execute).get("execute_status").stringValue();
    }

    private static String execute(JsonNode run) {
        return run.get("execute_id").stringValue();
    }

    @Test
    void failsWhenNobodyAnswersForAWeek() {
        var clock = new TestClock();
        try (var pankou = Pankou.fresh(database, Map.of(), clock)) {
            var person = pankou.user();
            var workflow = published(person, asking("{{c}}"));
            var first = run(person, workflow, Map.of());
            clock.advance(MOMENT);
            var second = run(person, workflow, Map.of());

            clock.advance(WEEK); // the first one has waited for a week and a moment, the second one for a week

            var ended = RunSteps.await(person, workflow, execute(first), one -> one.get("execute_status").stringValue().equals("Fail"));
            assertThat(ended.get("error_message").stringValue()).isEqualTo("nobody answered in time");
            var late = person.post("/v1/workflows/resume", resume(workflow, first.get("interrupt_data"), "杭州"));
            assertThat(late.code()).isEqualTo(4315);
            assertThat(late.msg()).isEqualTo("run " + execute(first) + " does not wait for an answer: its status is fail");
            assertThat(history(person, workflow, execute(second)).has("interrupt_data")).isTrue();
            var inTime = person.post("/v1/workflows/resume", resume(workflow, second.get("interrupt_data"), "杭州"));
            assertThat(inTime.json().path("data").asString("")).isEqualTo("{\"output\":\"杭州\"}");
        }
    }

    @Test
    void isKeptForAWeekAfterItsEnd() {
        var clock = new TestClock();
        try (var pankou = Pankou.fresh(database, Map.of(), clock)) {
            var person = pankou.user();
            var workflow = published(person, asking("{{c}}"));
            var late = run(person, workflow, Map.of());
            var first = ended(person, workflow);
            clock.advance(MOMENT);
            var second = ended(person, workflow);
            person.post("/v1/workflows/resume", resume(workflow, late.get("interrupt_data"), "x")).json();

            clock.advance(WEEK);

            var path = "/v1/workflows/" + workflow + "/run_histories/";
            var deadline = System.nanoTime() + 30_000_000_000L;
            while (person.get(path + first).code() == 0 && System.nanoTime() < deadline) {
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(person.get(path + first).code()).isEqualTo(4314);
            assertThat(person.get(path + first).msg()).isEqualTo("execute_id " + first + " does not exist");
            assertThat(status(person, workflow, second)).isEqualTo("Success");
            assertThat(status(person, workflow, execute(late))).as("older, but ended later").isEqualTo("Success");
        }
    }

    private static String ended(Person person, String workflow) {
        var asked = run(person, workflow, Map.of());
        person.post("/v1/workflows/resume", resume(workflow, asked.get("interrupt_data"), "x")).json();
        return execute(asked);
    }

    @Test
    void showsTheTextsOfOutputNodesForADayAndItsOutcomeForLonger() {
        var clock = new TestClock();
        try (var pankou = Pankou.fresh(database, Map.of(), clock)) {
            var person = pankou.user();
            var workflow = published(
                    person,
                    new Canvases()
                            .start("[]")
                            .output("140", "半路 🛤", false, "[]")
                            .end(params("o", literal("string", "end")))
                            .chain(START, "140", END));
            var execute = execute(run(person, workflow, Map.of()));
            clock.advance(Duration.ofDays(1));
            var within = history(person, workflow, execute);
            var uuid = within.get("node_execute_status").get("Output 140").get("node_execute_uuid").stringValue();
            var node = "/v1/workflows/" + workflow + "/run_histories/" + execute + "/execute_nodes/" + uuid;
            assertThat(Json.tree(within.get("output").stringValue()))
                    .isEqualTo(Json.tree("{\"Output\":\"{\\\"o\\\":\\\"end\\\"}\",\"Output 140\":\"半路 🛤\"}"));
            assertThat(person.get(node).data().get("node_output").stringValue()).isEqualTo("半路 🛤");

            clock.advance(MOMENT);

            var later = history(person, workflow, execute);
            assertThat(later.get("execute_status").stringValue()).isEqualTo("Success");
            assertThat(Json.tree(later.get("output").stringValue())).isEqualTo(Json.tree("{\"Output\":\"{\\\"o\\\":\\\"end\\\"}\"}"));
            assertThat(later.has("node_execute_status")).isFalse();
            assertThat(person.get(node).code()).isEqualTo(4200);
        }
    }

    /** What becomes of an asynchronous run that a stopped server left behind, when the next one comes after this time. */
    private JsonNode leftBehind(Duration time) {
        var settings = settings();
        settings.put("stop-timeout", "0s");
        var clock = new TestClock();
        try (var fake = FakeModel.start()) {
            var again = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().silence(), FakeModelReply.answer().waitFor(again).text("done").usage(1, 1));
            String token;
            String workflow;
            String execute;
            try (var pankou = Pankou.fresh(database, settings, clock)) {
                var person = pankou.user();
                token = String.valueOf(person.token());
                workflow = published(
                        person,
                        new Canvases()
                                .start("[]")
                                .node(
                                        "130",
                                        "3",
                                        "Think",
                                        "{\"inputParameters\":[],\"llmParam\":"
                                                + params(
                                                        "modelType", literal("string", pankou.root().model(fake)),
                                                        "prompt", literal("string", "say"))
                                                + "}",
                                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                                .end(params("o", ref("string", "130", "output")))
                                .chain(START, "130", END));
                execute = execute(run(person, workflow, Map.of(), "is_async", true));
                fake.awaitRequest();
            }
            clock.advance(time);
            try (var pankou = Pankou.fresh(database, settings, clock)) {
                var person = pankou.with(token);
                if (time.compareTo(Duration.ofDays(1)) < 0) {
                    again.countDown();
                }
                return RunSteps.await(
                        person, workflow, execute, one -> !one.get("execute_status").stringValue().equals("Running"));
            } finally {
                again.countDown();
            }
        }
    }

    @Test
    void takesADayAsynchronouslyServersThatStoppedIncluded() {
        var within = leftBehind(Duration.ofDays(1).minusSeconds(60));
        var beyond = leftBehind(Duration.ofDays(1));

        assertThat(within.get("execute_status").stringValue()).isEqualTo("Success");
        assertThat(beyond.get("execute_status").stringValue()).isEqualTo("Fail");
        assertThat(beyond.get("error_code").stringValue()).isEqualTo("720702085");
        assertThat(beyond.get("error_message").stringValue()).isEqualTo("workflow timed out");
    }

    /** How many items of a batch call outside at a time, when it wants that many. */
    private int together(int wanted) throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var eleven = new CountDownLatch(11);
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 200);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var pankou = Pankou.fresh(database, Map.of("egress-allow", "127.0.0.1"))) {
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    eleven.countDown();
                    eleven.await(1, TimeUnit.SECONDS); // an eleventh would come
                    exchange.sendResponseHeaders(200, -1);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                } finally {
                    now.decrementAndGet();
                }
            });
            server.start();
            var inside = new Canvases()
                    .node(
                            "310",
                            "45",
                            "Call",
                            "{\"apiInfo\":{\"method\":\"GET\",\"url\":\"http://127.0.0.1:" + server.getAddress().getPort()
                                    + "/\"},\"setting\":{\"timeout\":30,\"retryTimes\":0},\"body\":{\"bodyType\":\"EMPTY\"}}",
                            "[{\"name\":\"statusCode\",\"type\":\"integer\"}]")
                    .edge("300", "batch-function-inline-output", "310");
            var person = pankou.user();
            var workflow = published(
                    person,
                    new Canvases()
                            .start("[{\"name\":\"items\",\"type\":\"list\",\"schema\":{\"type\":\"string\"}}]")
                            .block(
                                    "300",
                                    "28",
                                    "Batch",
                                    "{\"inputParameters\":" + params("items", refList("string", START, "items"))
                                            + ",\"concurrentSize\":" + literal("integer", wanted) + "}",
                                    params("all", refList("integer", "310", "statusCode")),
                                    inside)
                            .end(params("all", refList("integer", "300", "all")))
                            .chain(START, "300")
                            .edge("300", "batch-output", END));
            var items = Collections.nCopies(22, "a");

            var answer = run(person, workflow, Map.of("items", items));

            assertThat(answer.get("data").stringValue()).isEqualTo(Json.text(Map.of("all", Collections.nCopies(22, 200))));
        } finally {
            server.stop(0);
        }
        return most.get();
    }

    @Test
    void worksOnTenItemsOfABatchAtATime() throws Exception {
        assertThat(together(9)).isEqualTo(9);
        assertThat(together(10)).isEqualTo(10);
        assertThat(together(11)).isEqualTo(10);
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
