package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.coze.openapi.client.exception.CozeApiException;
import com.coze.openapi.client.workflows.run.ResumeRunReq;
import com.coze.openapi.client.workflows.run.RetrieveRunHistoryReq;
import com.coze.openapi.client.workflows.run.RunWorkflowReq;
import com.coze.openapi.client.workflows.run.model.WorkflowEvent;
import com.coze.openapi.client.workflows.run.model.WorkflowEventType;
import com.coze.openapi.client.workflows.run.model.WorkflowExecuteStatus;
import com.coze.openapi.client.workflows.run.model.WorkflowRunHistory;
import com.coze.openapi.client.workflows.run.model.WorkflowRunMode;
import com.coze.openapi.service.service.workflow.WorkflowRunService;
import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaClientRunsTest(Database database) {
    private static final Map<String, Object> CITY = Map.of("city", "杭州 🌧");

    private static RunWorkflowReq ask(String workflow, Map<String, Object> parameters) {
        return RunWorkflowReq.builder().workflowID(workflow).parameters(parameters).build();
    }

    private static WorkflowRunService runs(Person person) {
        return Clients.java(person).workflows().runs();
    }

    private static WorkflowRunHistory history(Person person, String workflow, String execution) {
        var found = runs(person).histories().retrieve(RetrieveRunHistoryReq.of(workflow, execution)).getHistories();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    @Covers(Call.RUN_WORKFLOW)
    void waitsForTheEndOfARun() {
        var alice = Pankou.on(database).user();
        var workflow = Workflows.published(alice, Workflows.echo());
        var given = Map.<String, Object>of(
                "city", "杭州 🌧", "days", 3, "tags", List.of("雨", "wind"), "place", Map.of("lat", 30.25));

        var answer = runs(alice).create(ask(workflow, given));

        assertThat(Json.tree(answer.getData())).isEqualTo(Json.mapper().valueToTree(given));
        assertThat(answer.getDebugURL()).contains("execute_id=" + answer.getExecuteID(), "workflow_id=" + workflow);
        assertThat(answer.getToken()).isZero();
        assertThat(answer.getCost()).isEqualTo("0");
        assertThat(answer.getUsage().getTokenCount()).isZero();
        assertThat(answer.getLogID()).hasSize(34);
    }

    @Test
    void throwsTheCodeOfARunThatFailsOrIsRefused() {
        var alice = Pankou.on(database).user();
        var broken = Workflows.published(alice, Workflows.broken());
        var echo = Workflows.published(alice, Workflows.echo());

        assertThatThrownBy(() -> runs(alice).create(ask(broken, Map.of()))).satisfies(thrown -> {
            var failed = failure(thrown);
            assertThat(failed.getCode()).isGreaterThan(700_000_000);
            assertThat(failed.getMsg()).isNotEmpty();
            assertThat(failed.getLogID()).hasSize(34);
        });
        assertThatThrownBy(() -> runs(alice).create(ask(echo, Map.of("days", 3)))).satisfies(thrown -> {
            assertThat(failure(thrown).getCode()).isEqualTo(4000);
            assertThat(failure(thrown).getMsg()).contains("city");
        });
        assertThatThrownBy(() -> runs(alice).create(ask("1", Map.of())))
                .satisfies(thrown -> assertThat(failure(thrown).getCode()).isEqualTo(4200));
        var refused = runs(alice).stream(ask("1", Map.of()));
        assertThatThrownBy(refused::blockingSubscribe)
                .satisfies(thrown -> assertThat(failure(thrown).getCode()).isEqualTo(4200));
    }

    /** The client wraps what it throws. */
    private static CozeApiException failure(Throwable thrown) {
        return (CozeApiException) (thrown instanceof CozeApiException ? thrown : thrown.getCause());
    }

    @Test
    @Covers(value = {Call.RUN_WORKFLOW_ASYNC, Call.RETRIEVE_RUN}, raw = Call.RETRIEVE_NODE_OUTPUT)
    void asksWhatBecameOfAnAsynchronousRun() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var gate = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().waitFor(gate).text("晴", "天 ☀️").usage(9, 4));
            var workflow = Workflows.published(alice, Workflows.speaking(alice, fake));

            var accepted = runs(alice).create(RunWorkflowReq.builder()
                    .workflowID(workflow)
                    .parameters(CITY)
                    .isAsync(true)
                    .ext(Map.of("user_id", "u-17"))
                    .build());
            fake.awaitRequest();
            var going = history(alice, workflow, accepted.getExecuteID());
            gate.countDown();
            var nodes = Clients.over(alice, workflow, accepted.getExecuteID()).get("node_execute_status");
            var over = history(alice, workflow, accepted.getExecuteID());

            assertThat(accepted.getData()).isNull();
            assertThat(accepted.getDebugURL()).contains(accepted.getExecuteID());
            assertThat(going.getExecuteStatus()).isEqualTo(WorkflowExecuteStatus.RUNNING);
            assertThat(over.getExecuteID()).isEqualTo(accepted.getExecuteID());
            assertThat(over.getExecuteStatus()).isEqualTo(WorkflowExecuteStatus.SUCCESS);
            assertThat(over.getRunMode()).isEqualTo(WorkflowRunMode.ASYNCHRONOUS);
            assertThat(over.getBotID()).isEqualTo("0");
            assertThat(over.getConnectorID()).isEqualTo("1024");
            assertThat(over.getConnectorUid()).isEqualTo("u-17");
            assertThat(over.getLogid()).isEqualTo(accepted.getLogID());
            assertThat(over.getUpdateTime()).isGreaterThanOrEqualTo(over.getCreateTime());
            assertThat(over.getErrorCode()).isEmpty();
            assertThat(over.getErrorMessage()).isEmpty();
            assertThat(over.getDebugUrl()).isEqualTo(accepted.getDebugURL());
            assertThat(over.getUsage().getInputCount()).isEqualTo(9);
            assertThat(over.getUsage().getOutputCount()).isEqualTo(4);
            assertThat(over.getUsage().getTokenCount()).isEqualTo(13);
            var output = Json.tree(over.getOutput());
            assertThat(output.get("Output 140").stringValue()).isEqualTo("看 杭州 🌧");
            assertThat(Json.tree(output.get("Output").stringValue()).get("data").stringValue()).isEqualTo("天气：晴天 ☀️");
            var node = alice.get("/v1/workflows/" + workflow + "/run_histories/" + over.getExecuteID() + "/execute_nodes/"
                            + nodes.get("Output 140").get("node_execute_uuid").stringValue())
                    .data();
            assertThat(node.get("node_output").stringValue()).isEqualTo("看 杭州 🌧");
        }
    }

    @Test
    void seesWhyAnAsynchronousRunFailed() {
        var alice = Pankou.on(database).user();
        var workflow = Workflows.published(alice, Workflows.broken());

        var accepted = runs(alice).create(RunWorkflowReq.builder().workflowID(workflow).isAsync(true).build());
        Clients.over(alice, workflow, accepted.getExecuteID());
        var over = history(alice, workflow, accepted.getExecuteID());

        assertThat(over.getExecuteStatus()).isEqualTo(WorkflowExecuteStatus.FAIL);
        assertThat(Integer.parseInt(over.getErrorCode())).isGreaterThan(700_000_000);
        assertThat(over.getErrorMessage()).isNotEmpty();
        assertThat(over.getOutput()).isEmpty();
    }

    @Test
    @Covers(Call.STREAM_WORKFLOW)
    void streamsWhatARunSaysPieceByPiece() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("晴", "\n天 ☀️").usage(9, 4));
            var workflow = Workflows.published(alice, Workflows.speaking(alice, fake));

            var events = runs(alice).stream(ask(workflow, CITY)).toList().blockingGet();

            assertThat(events).extracting(WorkflowEvent::getId).isEqualTo(numbers(events.size()));
            assertThat(events).allSatisfy(event -> assertThat(event.getLogID()).hasSize(34));
            var first = events.getFirst().getMessage();
            assertThat(first.getContent()).isEqualTo("看 杭州 🌧");
            assertThat(first.getNodeTitle()).isEqualTo("Output 140");
            assertThat(first.getNodeSeqID()).isEqualTo("0");
            assertThat(first.isNodeIsFinish()).isTrue();
            var messages = events.subList(1, events.size() - 1).stream().map(WorkflowEvent::getMessage).toList();
            assertThat(messages).hasSizeGreaterThan(1);
            assertThat(String.join("", messages.stream().map(one -> one.getContent()).toList()))
                    .isEqualTo("天气：晴\n天 ☀️");
            assertThat(messages).allSatisfy(one -> assertThat(one.getNodeTitle()).isEqualTo("End"));
            assertThat(messages).filteredOn(one -> one.isNodeIsFinish()).containsExactly(messages.getLast());
            assertThat(messages.getLast().getToken()).isEqualTo(13);
            assertThat(messages.getLast().getUsage().getTokenCount()).isEqualTo(13);
            assertThat(events.getLast().isDone()).isTrue();
            assertThat(events.getLast().getDebugUrl().getDebugURL()).contains("workflow_id=" + workflow);
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @Test
    void readsOverTheHeartbeatsOfASlowRun() {
        try (var pankou = Pankou.fresh(database, Map.of("heartbeat", "50ms"));
                var fake = FakeModel.start()) {
            var alice = pankou.user();
            var gate = new CountDownLatch(1);
            fake.reply(FakeModelReply.answer().text("晴").waitFor(gate).text("天"));
            var workflow = Workflows.published(alice, Workflows.speaking(alice, fake));

            var events = runs(alice).stream(ask(workflow, CITY))
                    .doOnNext(event -> {
                        if (isHeartbeat(event)) {
                            gate.countDown();
                        }
                    })
                    .toList()
                    .blockingGet();

            assertThat(events).extracting(WorkflowEvent::getId).isEqualTo(numbers(events.size()));
            assertThat(events).anyMatch(JavaClientRunsTest::isHeartbeat);
            var said = events.stream()
                    .filter(event -> event.getEvent().equals(WorkflowEventType.MESSAGE) && !isHeartbeat(event))
                    .map(event -> event.getMessage().getContent())
                    .collect(Collectors.joining());
            assertThat(said).isEqualTo("看 杭州 🌧天气：晴天");
            assertThat(events.getLast().isDone()).isTrue();
        }
    }

    /** The client takes an event whose name it does not know for a message. */
    private static boolean isHeartbeat(WorkflowEvent event) {
        return event.getEvent().equals(WorkflowEventType.MESSAGE) && event.getMessage().getContent() == null;
    }

    @Test
    void endsTheStreamOfAFailedRunWithItsCode() {
        var alice = Pankou.on(database).user();
        var workflow = Workflows.published(alice, Workflows.broken());

        var events = runs(alice).stream(ask(workflow, Map.of())).toList().blockingGet();

        assertThat(events).hasSize(1);
        assertThat(events.getFirst().getEvent()).isEqualTo(WorkflowEventType.ERROR);
        assertThat(events.getFirst().getError().getErrorCode()).isGreaterThan(700_000_000);
        assertThat(events.getFirst().getError().getErrorMessage()).isNotEmpty();
    }

    @Test
    @Covers(Call.STREAM_RESUME_WORKFLOW)
    void answersAQuestionAndStreamsOn() {
        var alice = Pankou.on(database).user();
        for (var canvas : List.of(Workflows.asking(), Workflows.form())) {
            var workflow = Workflows.published(alice, canvas);
            var form = canvas.json().toString().contains("outputSchema");

            var first = runs(alice).stream(ask(workflow, Map.of())).toList().blockingGet();
            var asked = first.getLast().getInterrupt();
            var second = runs(alice)
                    .resume(ResumeRunReq.builder()
                            .workflowID(workflow)
                            .eventID(asked.getInterruptData().getEventID())
                            .interruptType(asked.getInterruptData().getType())
                            .resumeData(form ? "{\"city\":\"杭州\",\"days\":2}" : "杭州")
                            .build())
                    .toList()
                    .blockingGet();

            assertThat(first).extracting(WorkflowEvent::getEvent)
                    .containsExactly(WorkflowEventType.MESSAGE, WorkflowEventType.INTERRUPT);
            assertThat(first.getFirst().getMessage().getContent()).contains(form ? "days" : "哪座城市？");
            assertThat(asked.getNodeTitle()).isEqualTo(form ? "Input" : "Question");
            assertThat(asked.getInterruptData().getType()).isEqualTo(form ? 5 : 2);
            assertThat(second).extracting(WorkflowEvent::getId).containsExactly(0, 1);
            assertThat(second.getFirst().getMessage().getContent()).isEqualTo("{\"city\":\"杭州\"}");
            assertThat(second.getLast().isDone()).isTrue();
        }
    }

    @Test
    @Covers(raw = Call.RESUME_WORKFLOW)
    void answersTheQuestionOfARunThatIsNotStreamed() {
        var alice = Pankou.on(database).user();
        var workflow = Workflows.published(alice, Workflows.asking());

        var waiting = runs(alice).create(ask(workflow, Map.of()));
        var asked = alice.get("/v1/workflows/" + workflow + "/run_histories/" + waiting.getExecuteID())
                .data().get(0).get("interrupt_data");
        var shown = history(alice, workflow, waiting.getExecuteID());
        var over = alice.post("/v1/workflows/resume", Map.of(
                "workflow_id", workflow,
                "event_id", asked.get("event_id").stringValue(),
                "interrupt_type", asked.get("type").intValue(),
                "resume_data", "杭州"));

        assertThat(waiting.getData()).isNull();
        assertThat(shown.getExecuteStatus()).isEqualTo(WorkflowExecuteStatus.RUNNING);
        assertThat(over.json().get("data").stringValue()).isEqualTo("{\"city\":\"杭州\"}");
        assertThat(history(alice, workflow, waiting.getExecuteID()).getExecuteStatus())
                .isEqualTo(WorkflowExecuteStatus.SUCCESS);
    }

    @Test
    void answersTheQuestionOfAnAsynchronousRunAsynchronously() {
        var alice = Pankou.on(database).user();
        var workflow = Workflows.published(alice, Workflows.asking());
        var request = RunWorkflowReq.builder().workflowID(workflow).isAsync(true).build();

        var execution = runs(alice).create(request).getExecuteID();
        var asked = Clients.asked(alice, workflow, execution);
        var accepted = alice.post("/v1/workflows/resume", Map.of(
                "workflow_id", workflow,
                "event_id", asked.get("event_id").stringValue(),
                "interrupt_type", asked.get("type").intValue(),
                "resume_data", "杭州"));
        Clients.over(alice, workflow, execution);
        var over = history(alice, workflow, execution);

        assertThat(accepted.code()).isZero();
        assertThat(accepted.json().get("execute_id").stringValue()).isEqualTo(execution);
        assertThat(accepted.json().has("data")).isFalse();
        assertThat(over.getExecuteStatus()).isEqualTo(WorkflowExecuteStatus.SUCCESS);
        assertThat(Json.tree(over.getOutput()).get("Output").stringValue()).isEqualTo("{\"city\":\"杭州\"}");
    }

    @Test
    void ignoresParametersThatTheStartNodeDoesNotKnow() {
        var alice = Pankou.on(database).user();
        var workflow = Workflows.published(alice, Workflows.echo());

        var answer = runs(alice).create(ask(workflow, Map.of("city", "杭州", "mood", "好")));

        assertThat(Json.tree(answer.getData()).get("city").stringValue()).isEqualTo("杭州");
        assertThat(Json.tree(answer.getData()).has("mood")).isFalse();
    }

    @Test
    void showsACanceledRunAsFailed() {
        var alice = Pankou.on(database).user();
        var workflow = Workflows.published(alice, Workflows.asking());
        var waiting = runs(alice).create(ask(workflow, Map.of()));

        alice.post("/pankou/v1/workflows/" + workflow + "/runs/" + waiting.getExecuteID() + "/cancel").data();
        var shown = history(alice, workflow, waiting.getExecuteID());

        // The contract and the Python client know Success, Running and Fail only.
        assertThat(shown.getExecuteStatus()).isEqualTo(WorkflowExecuteStatus.FAIL);
        assertThat(shown.getErrorCode()).isEqualTo("777777777");
    }
}
