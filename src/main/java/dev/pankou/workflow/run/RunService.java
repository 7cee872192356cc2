package dev.pankou.workflow.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.bot.BotService;
import dev.pankou.event.Signals;
import dev.pankou.id.Id;
import dev.pankou.json.WireText;
import dev.pankou.model.ContentPart;
import dev.pankou.run.LiveStream;
import dev.pankou.run.LiveStream.Subscription;
import dev.pankou.workflow.RunnableWorkflow;
import dev.pankou.workflow.WorkflowService;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.engine.Entry;
import dev.pankou.workflow.engine.Plan;
import dev.pankou.workflow.node.CompileException;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Problems;
import dev.pankou.workflow.value.Values;

/** The rules of starting, answering, cancelling and reading runs. Threads share it. */
final class RunService {
    private static final String CANCEL = "run-cancel";

    private final RunParts parts;
    private final WorkflowService workflows;
    private final BotService bots;
    private final RunInputs inputs;
    private final RunBudgets budgets;
    private final Signals signals;

    RunService(
            RunParts parts,
            WorkflowService workflows,
            BotService bots,
            RunInputs inputs,
            RunBudgets budgets,
            Signals signals) {
        this.budgets = budgets;
        this.parts = parts;
        this.workflows = workflows;
        this.bots = bots;
        this.inputs = inputs;
        this.signals = signals;
        signals.on(CANCEL, text -> {
            var work = parts.runs().find(Id.of(text));
            if (work != null) {
                work.cancel();
            }
        });
    }

    /**
     * What a run is asked for.
     *
     * @param parameters an object, or JSON text of one; null: none
     * @param endUser {@code ext.user_id}; null: the token's owner
     * @param version null: what is online
     * @param draft the draft instead
     */
    record Start(
            Id workflow,
            @Nullable JsonNode parameters,
            @Nullable Id bot,
            @Nullable Id app,
            Id connector,
            @Nullable String endUser,
            Run.Mode mode,
            @Nullable String version,
            boolean draft,
            long maxTokens,
            long maxCalls,
            long maxMillis) {}

    /** A run that is under way, and its stream if one was asked for. */
    record Started(RunWork work, @Nullable Subscription stream) {}

    /**
     * Runs a workflow and answers when it has ended or asks something.
     *
     * @throws dev.pankou.api.ApiException 4000, 4009, 4101, 4200; 6023 without an answer in time; the run's own code when it
     *     failed
     */
    Run run(Caller caller, Start wish, String logid) {
        return awaited(begin(caller, wish, logid, RunWork.Listener.NONE));
    }

    /** Waits for the outcome of a blocking call. */
    Run awaited(RunWork work) {
        try {
            if (!work.awaitEnd(parts.times().answer().toNanos())) {
                throw ApiError.RUN_TIMED_OUT
                        .with("no answer within " + parts.times().answer().toSeconds()
                                + " s; the run goes on: read it at run_histories/" + work.id())
                        .withDebugUrl(RunAnswers.debugUrl(parts, work.run()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw ApiError.UNAVAILABLE.with("the server stops");
        }
        var broken = work.unstored();
        if (broken != null) {
            throw broken;
        }
        return work.run();
    }

    /** Starts an asynchronous run: when this returns it is stored, and goes on whatever happens to this server. */
    Run launch(Caller caller, Start wish, String logid) {
        var work = begin(caller, wish, logid, RunWork.Listener.NONE);
        return work.run();
    }

    /** Starts a streamed run. @param named whether the client asked for ids @param onDrop called when the reader is too slow */
    Started stream(Caller caller, Start wish, boolean named, String logid, Runnable onDrop) {
        var live = new LiveStream(named, parts.times().backlogBytes());
        var subscription = live.subscribe(0, onDrop);
        var work = begin(caller, wish, logid, new RunEvents(parts, live, named, 0));
        return new Started(work, subscription);
    }

    private RunWork begin(Caller caller, Start wish, String logid, RunWork.Listener listener) {
        if (wish.bot() != null && wish.app() != null) {
            throw ApiError.INVALID_REQUEST.with("bot_id and app_id cannot both be given");
        }
        var found = find(caller, wish);
        if (found.mode() == CanvasMode.CHATFLOW && wish.mode() == Run.Mode.ASYNC) {
            throw ApiError.field("is_async", "a chatflow cannot run asynchronously");
        }
        checkBot(caller, wish);
        var ready = ready(caller, found, wish.parameters(), Map.of());
        if (!parts.runs().reserve()) {
            throw ApiError.OVERLOADED.with();
        }
        var work = make(caller, wish, ready, parts.ids().next(), null, logid, listener);
        go(work, ready.plan(), wish.mode());
        return work;
    }

    /** What a run is made from. @param values Start's outputs */
    record Ready(RunnableWorkflow workflow, Plan plan, Map<String, @Nullable Object> values) {}

    /**
     * Compiles and checks.
     *
     * @param more inputs that count before {@code parameters}
     */
    Ready ready(Caller caller, RunnableWorkflow found, @Nullable JsonNode parameters, Map<String, String> more) {
        var plan = plan(found);
        return new Ready(found, plan, startValues(caller, plan, parameters, more));
    }

    /** The place of a run in a conversation. @param said by the user now */
    record Talk(Id conversation, Id section, Id question, List<ContentPart> said) {}

    /** Makes a run in a reserved place; gives the place back when it cannot be. @param talk of a chatflow, else null */
    RunWork make(
            Caller caller, Start wish, Ready ready, Id id, @Nullable Talk talk, String logid, RunWork.Listener listener) {
        var found = ready.workflow();
        var plan = ready.plan();
        try {
            var now = parts.clock().millis();
            var budget = budgets.of(found.workspace())
                    .and(new RunBudgets.Budget(wish.maxTokens(), wish.maxCalls(), wish.maxMillis()));
            var run = new Run(
                    id,
                    found.id(),
                    found.workspace(),
                    caller.user(),
                    wish.endUser() == null || wish.endUser().isEmpty() ? caller.user().toString() : wish.endUser(),
                    wish.connector(),
                    RunAnswers.orNone(wish.bot()),
                    RunAnswers.orNone(wish.app()),
                    wish.mode(),
                    found.version(),
                    plan.hash(),
                    Run.Status.RUNNING,
                    parts.node().incarnation(),
                    1,
                    Values.json(ready.values()),
                    "",
                    List.of(),
                    new Run.Extra(
                            logid,
                            plan.answers(),
                            talk == null ? Run.NONE : talk.conversation(),
                            talk == null ? Run.NONE : talk.section(),
                            talk == null ? Run.NONE : talk.question(),
                            budget.maxTokens(),
                            budget.maxCalls(),
                            budget.maxMillis()),
                    0,
                    "",
                    0,
                    0,
                    now,
                    now,
                    0);
            if (found.version().isEmpty()) {
                keepCanvas(run);
            }
            var context = context(run, talk == null ? null : talk.said());
            var work = new RunWork(parts, run, plan, context, ready.values(), List.of(), -1, null, listener);
            if (wish.mode() == Run.Mode.ASYNC) {
                work.store();
            }
            return work;
        } catch (RuntimeException | Error refused) {
            parts.runs().unreserve();
            throw refused;
        }
    }

    private void go(RunWork work, Plan plan, Run.Mode mode) {
        if (plan.local() && mode == Run.Mode.SYNC) {
            parts.runs().work(work); // nothing in it waits: another thread would only cost
        } else {
            parts.runs().start(work);
        }
    }

    private void keepCanvas(Run run) {
        parts.db().write(handle -> {
            workflows.keep(handle, run.workflow(), run.hash(), keptUntil());
            return true;
        });
    }

    /** The canvases that a waiting run goes on with stay for as long again, drafts and all. */
    private void keepCanvases(Handle handle, Run run, List<Entry> journal) {
        var until = keptUntil();
        workflows.keepIfThere(handle, run.workflow(), run.hash(), until);
        for (var entry : journal) {
            var pin = entry.pin();
            var sub = pin == null ? null : Id.parse(pin.workflow());
            if (pin != null && sub != null) {
                workflows.keepIfThere(handle, sub, pin.hash(), until);
            }
        }
    }

    private Instant keptUntil() {
        return parts.clock().instant().plus(parts.times().kept()).plus(parts.times().waiting());
    }

    RunnableWorkflow find(Caller caller, Start wish) {
        return wish.draft()
                ? parts.db().read(handle -> workflows.find(handle, caller, wish.workflow(), wish.version(), true))
                : workflows.find(caller, wish.workflow(), wish.version());
    }

    /** A bot that a run is for must be published as API and within reach (BEHAVIOUR 3.8). */
    void checkBot(Caller caller, Start wish) {
        var bot = wish.bot();
        if (bot == null || bots.remembered(caller, bot, wish.connector(), null) != null) {
            return;
        }
        var sight = bots.sightVersion();
        parts.db().read(handle -> bots.forChat(handle, sight, caller, bot, wish.connector(), false, null));
    }

    private Plan plan(RunnableWorkflow found) {
        try {
            return parts.plans().of(found);
        } catch (CompileException bad) {
            throw ApiError.run(Plans.COMPILE, bad.text());
        }
    }

    private Map<String, @Nullable Object> startValues(
            Caller caller, Plan plan, @Nullable JsonNode parameters, Map<String, String> more) {
        var given = new HashMap<>(inputs.read(caller, parameters, plan.inputs()));
        given.putAll(more);
        var problems = new Problems();
        var values = Conversion.runInputs(given, plan.inputs(), plan.defaults(), problems);
        if (!problems.isEmpty()) {
            throw ApiError.field("parameters", problems.list().getFirst().message());
        }
        return values;
    }

    private RunContext context(Run run, @Nullable List<ContentPart> said) {
        var talks = !run.extra().conversation().equals(Run.NONE);
        return new RunContext(
                run.id(),
                run.workflow(),
                run.workspace(),
                run.creator(),
                run.endUser(),
                run.connector(),
                run.bot().equals(Run.NONE) ? null : run.bot(),
                run.app().equals(Run.NONE) ? null : run.app(),
                talks ? new ChatflowDialogue(parts.flows(), run, said) : null);
    }

    /**
     * An answer to a run's first open question.
     *
     * @param event as {@code interrupt_data.event_id} gave it
     */
    record Reply(Id workflow, String event, int type, String data) {}

    /** Goes on with a run that was started without a stream (OpenAPIResumeFlow). Null when it goes on asynchronously. */
    Run resume(Caller caller, Reply reply, String logid) {
        var work = answer(caller, reply, false, logid, RunWork.Listener.NONE);
        return work.run().mode() == Run.Mode.ASYNC ? work.run() : awaited(work);
    }

    /** Goes on with a run that was started with a stream (OpenAPIStreamResumeFlow). */
    Started streamResume(Caller caller, Reply reply, boolean named, String logid, Runnable onDrop) {
        var live = new LiveStream(named, parts.times().backlogBytes());
        var id = named ? runOf(reply) : null;
        var last = id == null ? 0 : parts.db().read(handle -> parts.store().lastEvent(handle, id));
        var subscription = live.subscribe(last, onDrop);
        return new Started(
                answer(caller, reply, true, logid, new RunEvents(parts, live, named, last)), subscription);
    }

    private static @Nullable Id runOf(Reply reply) {
        var slash = reply.event().indexOf('/');
        return slash < 0 ? null : Id.parse(reply.event().substring(0, slash));
    }

    private RunWork answer(Caller caller, Reply reply, boolean streamed, String logid, RunWork.Listener listener) {
        var id = runOf(reply);
        if (id == null) {
            throw ApiError.field("event_id", "must be the event_id of an interrupt, such as 758…/758…");
        }
        var waiting = own(caller, reply.workflow(), id);
        check(waiting, reply, streamed);
        return answer(caller, waiting, reply.data(), listener);
    }

    /** Answers the first open question of a run and goes on with it. */
    RunWork answer(Caller caller, Run waiting, String text, RunWork.Listener listener) {
        var id = waiting.id();
        var question = waiting.first();
        if (question == null) {
            throw ApiError.RUN_ENDED.with(id, WireText.of(waiting.status()));
        }
        var data = inputs.reply(caller, text, question.schema());
        var rest = waiting.pending().subList(1, waiting.pending().size());
        var mine = waiting.ownedBy(parts.node().incarnation(), waiting.epoch() + 1).asking(rest);
        var now = parts.clock().millis();
        var answered = Entry.answered(question.key(), now, data);
        if (!parts.runs().reserve()) {
            throw ApiError.OVERLOADED.with();
        }
        RunWork work;
        Plan plan;
        try {
            plan = parts.plans().of(waiting.workflow(), waiting.hash());
            var log = parts.db().write(handle -> {
                if (!parts.store().goOn(handle, mine, now)) {
                    throw ApiError.field("event_id", "the question was answered by another call");
                }
                var seq = parts.store().lastSeq(handle, id) + 1;
                parts.store().insertLog(handle, id, seq, "[" + answered.toJson() + "]");
                var journal = Log.of(parts.store().log(handle, id), seq);
                keepCanvases(handle, mine, journal.entries());
                return journal;
            });
            work = new RunWork(
                    parts, mine, plan, context(mine, null), values(mine), log.entries(), log.seq(), question.key(), listener);
        } catch (RuntimeException | Error refused) {
            parts.runs().unreserve();
            throw refused;
        }
        parts.runs().start(work);
        return work;
    }

    private record Log(List<Entry> entries, long seq) {
        static Log of(List<String> texts, long seq) {
            var all = new ArrayList<Entry>();
            texts.forEach(text -> all.addAll(Entry.listOf(text)));
            return new Log(all, seq);
        }
    }

    private static Map<String, @Nullable Object> values(Run run) {
        var values = new HashMap<String, @Nullable Object>();
        if (Values.parse(run.input()) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> values.put(String.valueOf(name), value));
        }
        return values;
    }

    private static void check(Run waiting, Reply reply, boolean streamed) {
        if (waiting.status() != Run.Status.INTERRUPTED) {
            throw ApiError.RUN_ENDED.with(waiting.id(), WireText.of(waiting.status()));
        }
        if (!waiting.extra().conversation().equals(Run.NONE)) {
            throw ApiError.INVALID_REQUEST.with("run " + waiting.id() + " waits in conversation "
                    + waiting.extra().conversation() + ": answer it there, with POST /v1/workflows/chat");
        }
        if (streamed != (waiting.mode() == Run.Mode.STREAM)) {
            throw ApiError.INVALID_REQUEST.with(
                    streamed
                            ? "run " + waiting.id() + " was not started with stream_run: use POST /v1/workflows/resume"
                            : "run " + waiting.id() + " was started with stream_run: use POST /v1/workflow/stream_resume");
        }
        var first = waiting.first();
        if (first == null || !waiting.eventId(first).equals(reply.event())) {
            throw ApiError.field(
                    "event_id",
                    "interrupt event id mismatch: the open question is " + (first == null ? "none" : waiting.eventId(first)));
        }
        var type = reply.type() == 6 ? 1 : reply.type();
        if (type != first.kind().number()) {
            throw ApiError.field("interrupt_type", "the open question has the type " + first.kind().number());
        }
    }

    /** A run of a workflow that the caller sees. @throws dev.pankou.api.ApiException 4200, 4101; 4314 when it has no such run */
    Run own(Caller caller, Id workflow, Id id) {
        return parts.db().read(handle -> {
            workflows.requireSight(handle, caller, workflow);
            return parts.store()
                    .find(handle, workflow, id)
                    .orElseThrow(() -> ApiError.RUN_NOT_FOUND.with(id));
        });
    }

    /**
     * Plays a run that has ended again, offline, against its own version or another.
     *
     * @param version null: the run's own; "draft" or a published one
     * @throws dev.pankou.api.ApiException 4000 while it has not ended; 4200
     */
    RunReplay.Report replay(Caller caller, Id workflow, Id id, @Nullable String version, RunReplay replays) {
        var run = own(caller, workflow, id);
        if (!run.isOver()) {
            throw ApiError.INVALID_REQUEST.with("run " + id + " has not ended: its status is " + WireText.of(run.status()));
        }
        var plan = version == null ? planOf(run) : planOf(caller, run, version);
        var journal = journal(id);
        return replays.compare(journal, replays.play(plan, context(run, null), values(run), RunReplay.Tape.of(journal)));
    }

    /** Plays a workflow with inputs of its own and the answers of a tape. @param version null: what is online */
    RunReplay.Played play(
            Caller caller, Id workflow, @Nullable String version, JsonNode given, RunReplay.Tape tape, RunReplay replays) {
        var draft = "draft".equals(version);
        var found = parts.db().read(handle -> workflows.find(handle, caller, workflow, draft ? null : version, draft));
        var plan = plan(found);
        var context = new RunContext(
                parts.ids().next(), workflow, found.workspace(), caller.user(), caller.user().toString(), new Id(1024), null, null,
                null);
        return replays.play(plan, context, startValues(caller, plan, given, Map.of()), tape);
    }

    private Plan planOf(Run run) {
        try {
            return parts.plans().of(run.workflow(), run.hash());
        } catch (CompileException bad) {
            throw ApiError.run(Plans.COMPILE, bad.text());
        }
    }

    private Plan planOf(Caller caller, Run run, String version) {
        var draft = version.equals("draft");
        return plan(parts.db().read(handle ->
                workflows.find(handle, caller, run.workflow(), draft ? null : version, draft)));
    }

    /** A run by its id alone. @throws dev.pankou.api.ApiException 4314 when there is none, or it is of a workflow not seen; 4101 */
    Run find(Caller caller, Id id) {
        return parts.db().read(handle -> {
            var run = parts.store().find(handle, id).orElseThrow(() -> ApiError.RUN_NOT_FOUND.with(id));
            if (!workflows.isSeen(handle, caller, run.workflow())) {
                throw ApiError.RUN_NOT_FOUND.with(id);
            }
            workflows.requireSight(handle, caller, run.workflow());
            return run;
        });
    }

    /** Runs of a workflow, newest first; only those in a state where one is given. */
    List<Run> list(Caller caller, Id workflow, Run.@Nullable Status status, @Nullable Id before, int most) {
        return parts.db().read(handle -> {
            workflows.requireSight(handle, caller, workflow);
            return parts.store().list(handle, workflow, status, before == null ? Long.MAX_VALUE : before.value(), most);
        });
    }

    /** The journal of a run. */
    List<Entry> journal(Id run) {
        return Log.of(parts.db().read(handle -> parts.store().log(handle, run)), 0).entries();
    }

    /** Ends a run that is under way or waits, from any node. */
    Run cancel(Caller caller, Id workflow, Id id) {
        var before = own(caller, workflow, id);
        parts.db().write(handle -> parts.store()
                .end(handle, id, Run.Status.CANCEL, NodeException.CANCELLED, "cancelled", parts.clock().millis()));
        signals.send(CANCEL, id.toString());
        if (before.status() == Run.Status.INTERRUPTED) {
            parts.flows().canceled(List.of(id)); // a chat may wait with it
        }
        return own(caller, workflow, id);
    }

    /** Goes on with an asynchronous run that nobody works on; false when it was not to be had. */
    boolean takeOver(Id id, long from) {
        if (!parts.runs().reserve()) {
            return false;
        }
        RunWork work = null;
        try {
            var now = parts.clock().millis();
            var taken = parts.db().write(handle -> parts.store().take(handle, id, from, parts.node().incarnation(), now)
                    ? Optional.of(new Taken(
                            parts.store().find(handle, id).orElseThrow(),
                            Log.of(parts.store().log(handle, id), parts.store().lastSeq(handle, id))))
                    : Optional.<Taken>empty());
            if (taken.isPresent()) {
                work = recovered(taken.get());
            }
        } finally {
            if (work == null) {
                parts.runs().unreserve();
            }
        }
        if (work == null) {
            return false;
        }
        parts.runs().start(work);
        return true;
    }

    private record Taken(Run run, Log log) {}

    private @Nullable RunWork recovered(Taken taken) {
        var run = taken.run();
        var entries = taken.log().entries();
        try {
            var plan = parts.plans().of(run.workflow(), run.hash());
            return new RunWork(
                    parts, run, plan, context(run, null), values(run), entries, taken.log().seq(), lastAnswered(entries),
                    RunWork.Listener.NONE);
        } catch (dev.pankou.api.ApiException | CompileException gone) {
            parts.db().write(handle -> parts.store().abandon(
                    handle, run.id(), run.owner(), Plans.COMPILE, "the workflow is gone", parts.clock().millis()));
            return null;
        }
    }

    private static @Nullable String lastAnswered(List<Entry> entries) {
        for (var entry : entries.reversed()) {
            if (entry.status() == Entry.Status.ANSWERED) {
                return entry.key();
            }
        }
        return null;
    }
}
