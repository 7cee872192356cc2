package dev.pankou.workflow.run;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.pankou.run.LiveStream;
import dev.pankou.store.StoreException;
import dev.pankou.trace.LogId;
import dev.pankou.workflow.engine.Cancellation;
import dev.pankou.workflow.engine.Emitter;
import dev.pankou.workflow.engine.Entry;
import dev.pankou.workflow.engine.Execution;
import dev.pankou.workflow.engine.Plan;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.value.Values;

/** One stretch of a run at work: from its start, a reply or a take-over to its end or the next question, stored and told. */
final class RunWork {
    private static final Logger LOG = LoggerFactory.getLogger(RunWork.class);
    static final int TIMED_OUT = 720702085;

    /** Hears how it ends, after that is stored; before anybody who waits for the run. */
    interface Listener extends Emitter {
        /** Nobody listens. */
        Listener NONE = new Listener() {
            @Override
            public void ended(Run run) {}

            @Override
            public void message(Source source, int seq, String content, boolean last) {}
        };

        void ended(Run run);

        /** Nothing more comes, whatever happened. */
        default void over() {}

        /** Before anything else: the run that it listens to. */
        default void begins(Run run) {}

        /** Its stream, for those who join; null: it has none. */
        default @Nullable LiveStream live() {
            return null;
        }
    }

    private final RunParts parts;
    private final Plan plan;
    private final Map<String, @Nullable Object> inputs;
    private final RunJournal journal;
    private final Listener listener;
    private final Execution execution;
    private final Cancellation cancellation;
    private final @Nullable String answered;
    private final long since;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Run run;
    private volatile @Nullable RuntimeException unstored;

    /**
     * @param earlier the journal of earlier stretches
     * @param lastSeq number of its last piece; -1 when not even the run is stored
     * @param answered key of the question that was answered now, or last before a crash; null at the start
     */
    RunWork(
            RunParts parts,
            Run run,
            Plan plan,
            RunContext context,
            Map<String, @Nullable Object> inputs,
            List<Entry> earlier,
            long lastSeq,
            @Nullable String answered,
            Listener listener) {
        this.parts = parts;
        this.run = run;
        this.plan = plan;
        this.inputs = inputs;
        this.listener = listener;
        listener.begins(run);
        this.answered = answered;
        this.since = earlier.stream() // a person took the time before the last answer
                .filter(entry -> entry.status() == Entry.Status.ANSWERED)
                .mapToLong(Entry::started)
                .reduce(run.createdAt(), Math::max);
        this.cancellation = new Cancellation();
        this.journal = new RunJournal(
                parts.db(), parts.store(), parts.clock(), run, earlier, lastSeq, cancellation, parts.limits().totalBytes());
        var waiting = new HashSet<String>();
        run.pending().forEach(question -> waiting.add(question.key()));
        this.execution = new Execution(
                parts.engine(),
                plan,
                context,
                journal,
                listener == Listener.NONE ? Emitter.NONE : new Stored(),
                parts.limits().within(run.extra().maxTokens(), run.extra().maxCalls()),
                cancellation,
                Set.copyOf(waiting),
                answered);
    }

    /** Shows nothing of a run that is not stored. */
    private final class Stored implements Emitter {
        private volatile boolean stored;

        @Override
        public void message(Source source, int seq, String content, boolean last) {
            if (!stored) {
                journal.settle();
                stored = true;
            }
            listener.message(source, seq, content, last);
        }
    }

    dev.pankou.id.Id id() {
        return run.id();
    }

    /** As it is now; after {@link #awaitEnd} as it ended. */
    Run run() {
        return run;
    }

    /** Its stream, for those who join; null: it has none. */
    @Nullable LiveStream live() {
        return listener.live();
    }

    /** Why the outcome could not be stored; null when it was. */
    @Nullable RuntimeException unstored() {
        return unstored;
    }

    void cancel() {
        cancellation.cancel(Cancellation.Reason.CANCELLED);
    }

    void stop() {
        cancellation.cancel(Cancellation.Reason.STOPPED);
    }

    /** False when it goes on after that time. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return over.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    /** Does everything. Returns when the outcome is stored and told. */
    void work() {
        ScopedValue.where(LogId.CURRENT, run.extra().logid()).run(this::execute);
    }

    /** Stores the run's row now, so that it outlives this process from here on. */
    void store() {
        journal.settle();
    }

    private void execute() {
        var timer = plan.local() ? null : parts.timers().limit(cancellation, millis(), Cancellation.Reason.RUN_TIMEOUT);
        try {
            var ended = outcome(execution.run(inputs));
            var stored = ended != null && journal.finish(ended) ? ended : endedElsewhere();
            if (stored != null) {
                run = stored;
                listener.ended(stored);
            }
        } catch (StoreException failed) {
            LOG.error("The outcome of a run could not be stored run={}: {}", run.id(), failed.getMessage());
            unstored = failed;
        } catch (RuntimeException | Error defect) {
            LOG.error("A run broke off run={}", run.id(), defect);
            unstored = new IllegalStateException("a run broke off", defect);
        } finally {
            if (timer != null) {
                timer.cancel(false);
            }
            listener.over();
            over.countDown();
        }
    }

    /** How somebody else ended the run, such as a caller who cancelled it; null when it goes on, elsewhere or later. */
    private @Nullable Run endedElsewhere() {
        return parts.db()
                .read(handle -> parts.store().find(handle, run.id()))
                .filter(Run::isOver)
                .orElse(null);
    }

    private long millis() {
        var most = (run.mode() == Run.Mode.ASYNC ? parts.times().async() : parts.times().sync()).toMillis();
        var left = run.mode() == Run.Mode.ASYNC ? most - Math.max(0, parts.clock().millis() - since) : most;
        return Math.max(1, run.extra().maxMillis() > 0 ? Math.min(left, run.extra().maxMillis()) : left);
    }

    /** The run as it has come out; null when it is not ours to say. */
    private @Nullable Run outcome(Execution.Result result) {
        var now = parts.clock().millis();
        var input = execution.inputTokens();
        var output = execution.outputTokens();
        return switch (result) {
            case Execution.Result.Succeeded(var values) ->
                run.ended(Run.Status.SUCCESS, Values.json(values), 0, "", input, output, now);
            case Execution.Result.Interrupted(var asked) -> run.waiting(pending(asked), input, output, now);
            case Execution.Result.Failed(var code, var message) ->
                run.ended(Run.Status.FAIL, "", code, message, input, output, now);
            case Execution.Result.Ended(var reason) ->
                switch (reason) {
                    case LOST -> null;
                    case STOPPED ->
                        run.mode() == Run.Mode.ASYNC
                                ? released()
                                : run.ended(
                                        Run.Status.FAIL, "", NodeException.EXECUTION, "the server stopped", input, output, now);
                    case RUN_TIMEOUT ->
                        run.ended(Run.Status.FAIL, "", TIMED_OUT, "workflow timed out", input, output, now);
                    case CANCELLED, TIMEOUT, OVER ->
                        run.ended(Run.Status.CANCEL, "", NodeException.CANCELLED, "cancelled", input, output, now);
                };
        };
    }

    /** Leaves an asynchronous run to whichever server comes next. */
    private @Nullable Run released() {
        try {
            journal.settle();
        } catch (NodeException lost) {
            return null;
        }
        parts.db().write(handle -> parts.store().take(
                handle, run.id(), run.owner(), 0, parts.clock().millis()));
        return null;
    }

    /** What the answered node asks again comes first, what others ask last (WORKFLOW 9). */
    private List<Run.Pending> pending(List<Execution.Question> asked) {
        var all = new ArrayList<Run.Pending>();
        asked.stream().filter(one -> one.key().equals(answered)).map(this::pending).forEach(all::add);
        run.pending().stream().filter(one -> execution.isWaiting(one.key())).forEach(all::add);
        asked.stream().filter(one -> !one.key().equals(answered)).map(this::pending).forEach(all::add);
        return all;
    }

    private Run.Pending pending(Execution.Question question) {
        var ask = question.ask();
        return new Run.Pending(
                parts.ids().next().toString(),
                question.key(),
                question.nodeId(),
                question.title(),
                ask.kind(),
                ask.text(),
                ask.options(),
                ask.schema());
    }
}
