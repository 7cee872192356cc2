package dev.pankou.workflow.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.ApiException;
import dev.pankou.api.Call;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.LiveEvents;
import dev.pankou.api.Operation;
import dev.pankou.api.Query;
import dev.pankou.api.Range;
import dev.pankou.api.RateGroup;
import dev.pankou.api.ReplayedEvents;
import dev.pankou.api.Reply;
import dev.pankou.api.Required;
import dev.pankou.id.Id;

/** Operations on runs of workflows. */
final class RunOperations {
    private final RunParts parts;
    private final RunService runs;
    private final RunHistory history;
    private final RunReplay replays;
    private final RunBudgets budgets;

    RunOperations(RunParts parts, RunService runs, RunHistory history, RunReplay replays, RunBudgets budgets) {
        this.budgets = budgets;
        this.replays = replays;
        this.parts = parts;
        this.runs = runs;
        this.history = history;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("OpenAPIRunFlow", "/v1/workflow/run")
                        .permission(Permission.RUN_WORKFLOW)
                        .rate(RateGroup.WORKFLOW)
                        .body(Operation.Body.WORKFLOW_JSON)
                        .summary("Run a workflow, waiting for its end or asynchronously")
                        .flatOf(RunFlow.class, RunAnswer.class, this::run),
                Operation.post("OpenAPIStreamRunFlow", "/v1/workflow/stream_run")
                        .permission(Permission.RUN_WORKFLOW)
                        .rate(RateGroup.WORKFLOW)
                        .body(Operation.Body.WORKFLOW_JSON)
                        .summary("Run a workflow and stream what it says")
                        .events(RunFlow.class, this::stream),
                Operation.post("OpenAPIStreamResumeFlow", "/v1/workflow/stream_resume")
                        .permission(Permission.RUN_WORKFLOW)
                        .body(Operation.Body.WORKFLOW_JSON)
                        .summary("Answer a question of a streamed run")
                        .events(ResumeFlow.class, this::streamResume),
                Operation.post("OpenAPIResumeFlow", "/v1/workflows/resume")
                        .permission(Permission.RUN_WORKFLOW)
                        .body(Operation.Body.WORKFLOW_JSON)
                        .summary("Answer a question of a run that is not streamed")
                        .flatOf(ResumeFlow.class, RunAnswer.class, this::resume),
                Operation.get("OpenAPIGetWorkflowRunHistory", "/v1/workflows/{workflow_id}/run_histories/{execute_id}")
                        .permission(Permission.LIST_RUN_HISTORY)
                        .rate(RateGroup.WORKFLOW)
                        .summary("What became of a run")
                        .flat(OneRun.class, Histories.class, this::shown),
                Operation.get("PankouGetRunHistory", "/v1/workflow/get_run_history") // coze-studio's own path
                        .permission(Permission.LIST_RUN_HISTORY)
                        .rate(RateGroup.WORKFLOW)
                        .summary("What became of a run, at the path of coze-studio")
                        .flat(OneRun.class, Histories.class, this::shown),
                Operation.get(
                                "OpenAPIGetNodeExecuteHistory",
                                "/v1/workflows/{workflow_id}/run_histories/{execute_id}/execute_nodes/{node_execute_uuid}")
                        .permission(Permission.LIST_RUN_HISTORY)
                        .rate(RateGroup.WORKFLOW)
                        .summary("What an output node said")
                        .data(OneOutput.class, RunHistory.NodeOutput.class, (caller, request) -> history.output(
                                runs.own(caller, request.workflowId(), request.executeId()), request.nodeExecuteUuid())),
                Operation.get("PankouListRuns", "/pankou/v1/workflows/{workflow_id}/runs")
                        .permission(Permission.LIST_RUN_HISTORY)
                        .summary("List the runs of a workflow, newest first")
                        .data(ListRuns.class, RunPage.class, this::list),
                Operation.get("PankouGetRun", "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}")
                        .permission(Permission.LIST_RUN_HISTORY)
                        .summary("A run with what became of every node")
                        .data(ShowRun.class, RunHistory.Detail.class, (caller, request) -> history.detail(
                                runs.own(caller, request.workflowId(), request.executeId()), request.values())),
                Operation.get("PankouGetRunNode", "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}/node")
                        .permission(Permission.LIST_RUN_HISTORY)
                        .summary("One execution of a node with what went in and out")
                        .data(OneNode.class, RunHistory.Traced.class, (caller, request) -> history.node(
                                runs.own(caller, request.workflowId(), request.executeId()), request.key())),
                Operation.get("PankouGetRunCanvas", "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}/canvas")
                        .permission(Permission.LIST_RUN_HISTORY)
                        .summary("The canvas that a run went over, as it was then")
                        .data(OneCanvas.class, RunHistory.RunCanvas.class, (caller, request) -> history.canvas(
                                runs.own(caller, request.workflowId(), request.executeId()), request.key())),
                Operation.get("PankouRunEvents", "/pankou/v1/runs/{execute_id}/events")
                        .permission(Permission.RUN_WORKFLOW)
                        .summary("Go on with a broken stream of a run begun with Pankou-Stream-Ids: 1")
                        .events(RunEventsAfter.class, this::events),
                Operation.get("PankouFindRun", "/pankou/v1/runs/{execute_id}")
                        .permission(Permission.LIST_RUN_HISTORY)
                        .summary("Which workflow a run is of, and how it stands")
                        .data(AnyRun.class, FoundRun.class, this::find),
                Operation.post("PankouReplayRun", "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}/replay")
                        .permission(Permission.RUN_WORKFLOW)
                        .summary("Run again what ran before, offline from its tape, and tell the first difference")
                        .data(Replay.class, RunReplay.Report.class, (caller, request) -> runs.replay(
                                caller, request.workflowId(), request.executeId(), request.version(), replays)),
                Operation.get("PankouGetRunBudget", "/pankou/v1/workspaces/{workspace_id}/run_budget")
                        .permission(Permission.LIST_RUN_HISTORY)
                        .summary("What every workflow run of a workspace may use at most")
                        .data(OneWorkspace.class, BudgetView.class, (caller, request) ->
                                BudgetView.of(budgets.show(caller, request.workspaceId()))),
                Operation.put("PankouSetRunBudget", "/pankou/v1/workspaces/{workspace_id}/run_budget")
                        .permission(Permission.UPDATE_WORKSPACE)
                        .summary("Bound every workflow run of a workspace")
                        .data(SetBudget.class, BudgetView.class, (caller, request) -> BudgetView.of(budgets.change(
                                caller,
                                request.workspaceId(),
                                new RunBudgets.Budget(
                                        request.maxTokens(), request.maxCalls(), request.maxSeconds() * 1000)))),
                Operation.post("PankouCancelRun", "/pankou/v1/workflows/{workflow_id}/runs/{execute_id}/cancel")
                        .permission(Permission.RUN_WORKFLOW)
                        .summary("End a run that is under way or waits for an answer")
                        .data(OneRun.class, RunHistory.Shown.class, (caller, request) ->
                                history.show(runs.cancel(caller, request.workflowId(), request.executeId()))));
    }

    private RunAnswer run(Call call, RunFlow request) {
        var start = start(request, request.isAsync() ? Run.Mode.ASYNC : Run.Mode.SYNC);
        if (request.isAsync()) {
            var run = runs.launch(call.caller(), start, call.logid());
            return new RunAnswer(null, RunAnswers.debugUrl(parts, run), run.id(), null, null, null, null);
        }
        return answer(runs.run(call.caller(), start, call.logid()));
    }

    private RunAnswer resume(Call call, ResumeFlow request) {
        return answer(runs.resume(call.caller(), reply(request), call.logid()));
    }

    /** @throws dev.pankou.api.ApiException with the run's own code when it failed */
    private RunAnswer answer(Run run) {
        var url = RunAnswers.debugUrl(parts, run);
        return switch (run.status()) {
            case SUCCESS -> {
                var usage = RunAnswers.Usage.of(run);
                yield new RunAnswer(RunAnswers.data(run), url, run.id(), null, usage, usage.tokenCount(), "0");
            }
            case INTERRUPTED -> {
                var first = run.first();
                yield new RunAnswer(
                        null, url, run.id(), first == null ? null : RunAnswers.interrupt(run, first), null, null, null);
            }
            case RUNNING -> new RunAnswer(null, url, run.id(), null, null, null, null);
            case FAIL, CANCEL -> throw failed(run).withDebugUrl(url);
        };
    }

    /** Some codes of the engine have a number of their own at the API (WORKFLOW 16). */
    private static ApiException failed(Run run) {
        return switch (run.errorCode()) {
            case RunWork.TIMED_OUT -> ApiError.RUN_TIMED_OUT.with(run.errorMsg());
            case 720702001, 720702002, 720712014 -> ApiError.INVALID_REQUEST.with(run.errorMsg());
            default -> ApiError.run(run.errorCode(), run.errorMsg());
        };
    }

    private Reply stream(Call call, RunFlow request) {
        var resumed = resumed(call);
        if (resumed != null) {
            return resumed;
        }
        var dropped = new LiveEvents.Dropped();
        var named = wantsIds(call);
        return streamed(
                runs.stream(call.caller(), start(request, Run.Mode.STREAM), named, call.logid(), dropped), named, call, dropped);
    }

    private Reply streamResume(Call call, ResumeFlow request) {
        var resumed = resumed(call);
        if (resumed != null) {
            return resumed;
        }
        var dropped = new LiveEvents.Dropped();
        var named = wantsIds(call);
        return streamed(
                runs.streamResume(call.caller(), reply(request), named, call.logid(), dropped), named, call, dropped);
    }

    /** The header tells which run it is before anything of it was said. */
    private Reply streamed(RunService.Started started, boolean named, Call call, LiveEvents.Dropped dropped) {
        var stream = started.stream();
        if (stream == null) {
            throw new IllegalStateException("a streamed run has a stream");
        }
        var id = started.work().id().toString();
        call.exchange().setHeader("Pankou-Execute-Id", id);
        return new Reply.Events(new LiveEvents(
                stream,
                named ? LiveEvents.Style.NAMED : LiveEvents.Style.COUNTED,
                id,
                parts.times().heartbeat(),
                dropped));
    }

    private static boolean wantsIds(Call call) {
        return "1".equals(call.exchange().header("Pankou-Stream-Ids"));
    }

    /** The rest of a stream whose last event the client names in Last-Event-ID; null when it names none. */
    private @Nullable Reply resumed(Call call) {
        var last = wantsIds(call) ? call.exchange().header("Last-Event-ID") : null;
        if (last == null || last.isBlank()) {
            return null;
        }
        var colon = last.indexOf(':');
        var run = colon < 0 ? null : Id.parse(last.substring(0, colon).strip());
        var seq = Id.parse(last.substring(colon + 1).strip());
        if (run == null || seq == null) {
            throw ApiError.field("Last-Event-ID", "must be an id of an event of a run's stream, such as 758…:3");
        }
        return replayed(call.caller(), run, seq.value());
    }

    private Reply events(Call call, RunEventsAfter request) {
        var resumed = resumed(call);
        return resumed != null ? resumed : replayed(call.caller(), request.executeId(), request.after());
    }

    private Reply replayed(Caller caller, Id run, long after) {
        var found = runs.find(caller, run);
        return new Reply.Events(
                new ReplayedEvents(new RunStreamReplay(parts, found.id()), after, parts.times().heartbeat()));
    }

    private static RunService.Reply reply(ResumeFlow request) {
        return new RunService.Reply(request.workflowId(), request.eventId(), request.interruptType(), request.resumeData());
    }

    private static RunService.Start start(RunFlow request, Run.Mode mode) {
        var draft = "DEBUG".equalsIgnoreCase(request.executeMode());
        var version = request.workflowVersion() != null ? request.workflowVersion() : request.version();
        return new RunService.Start(
                request.workflowId(),
                request.parameters(),
                given(request.botId()),
                given(request.appId()),
                request.connectorId(),
                request.ext().get("user_id"),
                mode,
                version == null || version.isEmpty() ? null : version,
                draft,
                request.maxTokens(),
                request.maxCalls(),
                request.maxSeconds() * 1000);
    }

    private static @Nullable Id given(@Nullable Id id) {
        return id == null || id.equals(Run.NONE) ? null : id;
    }

    private Histories shown(Caller caller, OneRun request) {
        return new Histories(List.of(history.show(runs.own(caller, request.workflowId(), request.executeId()))));
    }

    private FoundRun find(Caller caller, AnyRun request) {
        var run = runs.find(caller, request.executeId());
        return new FoundRun(run.id(), run.workflow(), run.workspace(), dev.pankou.json.WireText.of(run.status()));
    }

    private RunPage list(Caller caller, ListRuns request) {
        var found = runs.list(caller, request.workflowId(), request.status(), request.before(), request.pageSize() + 1);
        var more = found.size() > request.pageSize();
        var page = more ? found.subList(0, request.pageSize()) : found;
        return new RunPage(page.stream().map(RunOperations::line).toList(), more);
    }

    private static RunLine line(Run run) {
        return new RunLine(
                run.id(),
                dev.pankou.json.WireText.of(run.status()),
                run.mode().ordinal(),
                run.version(),
                run.endUser(),
                run.createdAt() / 1000,
                run.endedAt() == 0 ? null : run.endedAt() - run.createdAt(),
                RunAnswers.Usage.of(run),
                run.errorCode() == 0 ? null : run.errorCode(),
                run.errorMsg().isEmpty() ? null : run.errorMsg());
    }

    record RunFlow(
            @Required Id workflowId,
            @Nullable @Doc("An object of the start node's inputs, or JSON text of one") JsonNode parameters,
            @Nullable Id botId,
            @Nullable Id appId,
            boolean isAsync,
            Map<String, String> ext,
            @Nullable String workflowVersion,
            @Nullable String version,
            @Default("1024") Id connectorId,
            @Nullable @Doc("DEBUG runs the draft") String executeMode,
            @Doc("Budget of tokens; 0: none") @Range(min = 0, max = Long.MAX_VALUE) long maxTokens,
            @Doc("Budget of calls of models, addresses and code; 0: none") @Range(min = 0, max = Long.MAX_VALUE) long maxCalls,
            @Doc("Budget of time; 0: that of the mode") @Range(min = 0, max = 86_400) long maxSeconds) {}

    record ResumeFlow(
            @Required Id workflowId,
            @Required String eventId,
            @Required int interruptType,
            @Required String resumeData) {}

    /** Payload of OpenAPIRunFlow and OpenAPIResumeFlow, beside code and msg. */
    record RunAnswer(
            @Nullable String data,
            String debugUrl,
            @Nullable Id executeId,
            RunAnswers.@Nullable InterruptData interruptData,
            RunAnswers.@Nullable Usage usage,
            @Nullable Long token,
            @Nullable String cost) {}

    record OneRun(@Required @Query Id workflowId, @Required @Query Id executeId) {}

    record RunEventsAfter(@Required Id executeId, @Default("0") @Doc("Number of the last event seen") long after) {}

    record OneWorkspace(@Required Id workspaceId) {}

    record SetBudget(
            @Required Id workspaceId,
            @Doc("0: no bound") @Range(min = 0, max = Long.MAX_VALUE) long maxTokens,
            @Doc("0: no bound") @Range(min = 0, max = Long.MAX_VALUE) long maxCalls,
            @Doc("0: no bound") @Range(min = 0, max = 86_400) long maxSeconds) {}

    record BudgetView(long maxTokens, long maxCalls, long maxSeconds) {
        static BudgetView of(RunBudgets.Budget budget) {
            return new BudgetView(budget.maxTokens(), budget.maxCalls(), budget.maxMillis() / 1000);
        }
    }

    record AnyRun(@Required Id executeId) {}

    record FoundRun(Id executeId, Id workflowId, Id workspaceId, String status) {}

    record Replay(
            @Required Id workflowId,
            @Required Id executeId,
            @Nullable @Doc("draft, or a published version; absent: the run's own") String version) {}

    record ShowRun(
            @Required Id workflowId,
            @Required Id executeId,
            @Default("true") @Doc("false: without what went in and out of the nodes") boolean values) {}

    record OneNode(
            @Required Id workflowId,
            @Required Id executeId,
            @Required @Query @Length(max = 2000) @Doc("of the execution, such as 130001[3]/120002") String key) {}

    record OneCanvas(
            @Required Id workflowId,
            @Required Id executeId,
            @Query @Default("") @Length(max = 2000) @Doc("of a sub-workflow node; absent: the run's own canvas") String key) {}

    record Histories(List<RunHistory.Shown> data) {}

    record OneOutput(@Required Id workflowId, @Required Id executeId, @Required String nodeExecuteUuid) {}

    record ListRuns(
            @Required Id workflowId,
            @Doc("Only runs in this state") Run.@Nullable Status status,
            @Nullable @Doc("Only runs older than this one") Id before,
            @Default("20") @Range(min = 1, max = 100) int pageSize) {}

    record RunPage(List<RunLine> items, boolean hasMore) {}

    record RunLine(
            Id executeId,
            String status,
            int runMode,
            String version,
            String connectorUid,
            long createTime,
            @Nullable Long durationMs,
            RunAnswers.Usage usage,
            @Nullable Integer errorCode,
            @Nullable String errorMessage) {}
}
