package dev.pankou.workflow.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

import dev.pankou.trace.LogId;
import dev.pankou.workflow.node.NodeCall;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.node.Outcome;
import dev.pankou.workflow.node.Outside;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.value.Found;

/**
 * One stretch of a run: from its start, a resume or a recovery to its end or the next interrupt. What the journal says is done
 * is not done again. Used once; any thread may cancel it.
 */
public final class Execution {
    /** The kind of a taped call that set a variable. */
    static final String ASSIGN = "assign";

    final Parts parts;
    final Plan plan;
    final RunContext context;
    final RunLog log;
    final Emitter emitter;
    final Limits limits;
    final Cancellation cancellation;
    final AtomicLong inputTokens = new AtomicLong();
    final AtomicLong outputTokens = new AtomicLong();
    private final AtomicLong toolCalls = new AtomicLong();
    private final AtomicInteger executions = new AtomicInteger();
    private final @Nullable String logid;
    private final Map<String, Memo> memos = new HashMap<>();
    private final Map<String, @Nullable Object> appVariables = Collections.synchronizedMap(new HashMap<>());
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final @Nullable String answered;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Question> questions = new ArrayList<>();
    private volatile boolean asking;

    /**
     * What all executions share.
     *
     * @param subs plans of sub-workflows
     * @param newId makes ids of executions
     */
    public record Parts(Clock clock, Supplier<String> newId, SubPlans subs, OutsideFactory outside, Variables variables, Timers timers) {}

    /** Finds the plans that sub-workflow nodes name. */
    public interface SubPlans {
        /**
         * @param version "" = draft
         * @throws NodeException when there is none
         */
        Plan find(RunContext caller, String workflow, String version);

        /** The same, as a tool of a model. */
        Described describe(RunContext caller, String workflow, String version);

        /** The plan of a canvas that was found before. */
        Plan pinned(RunContext caller, String workflow, String hash);
    }

    /** Reads variables that live outside of canvases (WORKFLOW 13). */
    public interface Variables {
        /** @throws NodeException when the run has neither bot nor app, or there is no such variable */
        Found find(RunContext run, Operand.Variable variable);

        /**
         * What an earlier run found.
         *
         * @param key of the execution that reads
         * @param n how often it read that name before
         * @return null: that is to be asked of {@link #find}
         */
        default @Nullable Map<String, @Nullable Object> taped(String key, String name, int n) {
            return null;
        }
    }

    /** A workflow as people know it. */
    public record Described(String name, String description, Plan plan) {}

    /** Makes what one execution of a node sees of the world. */
    public interface OutsideFactory {
        Outside of(NodeRun node);
    }

    /**
     * An interrupt.
     *
     * @param key of the node's execution
     */
    public record Question(String key, String nodeId, String title, Outcome.Ask ask) {}

    /** How a stretch ended. */
    public sealed interface Result {
        /** @param output End's fields, or {@code {output: text}} when it answers with a text */
        record Succeeded(Map<String, @Nullable Object> output) implements Result {}

        /** @param asked new questions in the order they were asked; none when only earlier ones are open */
        record Interrupted(List<Question> asked) implements Result {}

        record Failed(int code, String message) implements Result {}

        /** It was ended from outside; the cancellation says why. */
        record Ended(Cancellation.Reason reason) implements Result {}
    }

    /** What the journal knows of one key. */
    static final class Memo {
        @Nullable Entry done;
        @Nullable Entry begun;
        @Nullable Entry asked;
        Entry.@Nullable Pin pin;
        List<Map<String, @Nullable Object>> held = List.of();
        List<Map<String, @Nullable Object>> reads = List.of();
        final List<NodeCall.Round> rounds = new ArrayList<>();
    }

    /**
     * @param waitingKeys executions whose questions are open and are not answered now
     */
    public Execution(
            Parts parts,
            Plan plan,
            RunContext context,
            RunLog log,
            Emitter emitter,
            Limits limits,
            Cancellation cancellation,
            Set<String> waitingKeys,
            @Nullable String answered) {
        this.parts = parts;
        this.plan = plan;
        this.context = context;
        this.log = log;
        this.emitter = emitter;
        this.limits = limits;
        this.cancellation = cancellation;
        this.waiting.addAll(waitingKeys);
        this.asking = !waitingKeys.isEmpty();
        this.answered = answered;
        this.logid = LogId.CURRENT.isBound() ? LogId.CURRENT.get() : null;
        for (var entry : log.earlier()) {
            remember(entry);
        }
    }

    private void remember(Entry entry) {
        var memo = memos.computeIfAbsent(entry.key(), key -> new Memo());
        switch (entry.status()) {
            case DONE, WARNED -> {
                memo.done = entry;
                inputTokens.addAndGet(entry.inputTokens());
                outputTokens.addAndGet(entry.outputTokens());
                entry.calls().forEach(this::assignAgain);
            }
            case BEGUN -> memo.begun = entry;
            case ASKED -> {
                memo.asked = entry;
                memo.begun = null; // what it had begun came to a question
            }
            case ANSWERED -> {
                var asked = memo.asked;
                memo.rounds.add(new NodeCall.Round(text(asked), text(entry)));
            }
            case PINNED -> memo.pin = entry.pin();
            case HELD -> {
                memo.begun = null;
                memo.held = entry.calls().stream().filter(call -> !VariableRead.is(call)).toList();
                memo.reads = entry.calls().stream().filter(VariableRead::is).toList();
                inputTokens.addAndGet(entry.inputTokens());
                outputTokens.addAndGet(entry.outputTokens());
            }
            case FAILED, CANCELLED -> {
                inputTokens.addAndGet(entry.inputTokens());
                outputTokens.addAndGet(entry.outputTokens());
            }
        }
    }

    private void assignAgain(Map<String, @Nullable Object> call) {
        if (ASSIGN.equals(call.get("kind")) && Operand.Scope.APP.name().equals(call.get("scope"))) {
            assign(String.valueOf(call.get("key")), call.get("value"));
        }
    }

    /** Sets a variable of the app until the run ends, sub-workflows and blocks included. */
    void assign(String key, @Nullable Object value) {
        appVariables.put(key, value);
    }

    /** A variable of the app that was set in this run; null: it was not. */
    @Nullable Found assigned(Operand.Variable variable) {
        var keys = variable.path().keys();
        return variable.scope() == Operand.Scope.APP && !keys.isEmpty() && appVariables.containsKey(keys.getFirst())
                ? variable.path().rest().in(appVariables.get(keys.getFirst()))
                : null;
    }

    private static String text(@Nullable Entry entry) {
        var raw = entry == null ? null : entry.raw();
        return raw == null ? "" : raw;
    }

    /** Runs until nothing can go on. Never throws. @param inputs Start's outputs */
    public Result run(Map<String, @Nullable Object> inputs) {
        try {
            var frame = new Frame(this, plan.root(), null, "", cancellation, inputs, null, Place.ROOT, null);
            return switch (frame.run()) {
                case WAITING -> new Result.Interrupted(asked());
                case DONE, BROKEN -> {
                    var output = frame.result();
                    yield output == null
                            ? new Result.Failed(NodeException.EXECUTION, "the run ended before End was reached")
                            : new Result.Succeeded(output);
                }
            };
        } catch (NodeException failed) {
            var reason = cancellation.reason();
            return reason != null ? new Result.Ended(reason) : new Result.Failed(failed.code(), failed.text());
        } catch (RuntimeException | StackOverflowError defect) {
            Frame.LOG.error("A workflow run failed run={}", context.execute(), defect);
            return new Result.Failed(NodeException.EXECUTION, "internal error");
        }
    }

    private List<Question> asked() {
        lock.lock();
        try {
            return List.copyOf(questions);
        } finally {
            lock.unlock();
        }
    }

    void ask(Question question) {
        asking = true;
        lock.lock();
        try {
            questions.add(question);
        } finally {
            lock.unlock();
        }
    }

    @Nullable Memo memo(String key) {
        return memos.get(key);
    }

    /** Whether another open question lies in the graph of this path, so that nothing new begins there. */
    boolean isHeld(String path) {
        for (var key : waiting) {
            if (key.startsWith(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an open question, or the one that is answered now, is this execution or lies inside it. */
    boolean leadsToQuestion(String key) {
        if (isAt(answered, key)) {
            return true;
        }
        for (var one : waiting) {
            if (isAt(one, key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this execution's own question, asked in an earlier stretch, is still open. */
    public boolean isWaiting(String key) {
        return waiting.contains(key);
    }

    /** The execution is over, whatever was asked inside: a failure that was made up for, or an End that waits for nobody. */
    void close(String key) {
        if (!asking) {
            return;
        }
        waiting.removeIf(one -> isAt(one, key));
        lock.lock();
        try {
            questions.removeIf(one -> isAt(one.key(), key));
        } finally {
            lock.unlock();
        }
    }

    private static boolean isAt(@Nullable String question, String key) {
        return question != null
                && question.startsWith(key)
                && (question.length() == key.length() || "[/".indexOf(question.charAt(key.length())) >= 0);
    }

    /** Counts one more execution of a node. */
    void count() {
        if (executions.incrementAndGet() > limits.executions()) {
            throw NodeException.fatal(
                    NodeException.EXECUTION, "the run executed more than " + limits.executions() + " nodes");
        }
    }

    /** Before a call that leaves the process: the budget may be used up. */
    void spend() {
        if (limits.tokens() > 0 && inputTokens.get() + outputTokens.get() >= limits.tokens()) {
            throw NodeException.fatal(NodeException.OPERATION, "the run's budget of " + limits.tokens() + " tokens is used up");
        }
        if (limits.toolCalls() > 0 && toolCalls.incrementAndGet() > limits.toolCalls()) {
            throw NodeException.fatal(NodeException.OPERATION, "the run's budget of " + limits.toolCalls() + " calls is used up");
        }
    }

    /** Tokens that models were given so far, in this stretch and those before. */
    public long inputTokens() {
        return inputTokens.get();
    }

    /** Tokens that models answered so far. */
    public long outputTokens() {
        return outputTokens.get();
    }

    /** Starts a thread of the run. */
    void fork(Runnable work) {
        var id = logid;
        Thread.ofVirtual().name("run-" + context.execute()).start(
                id == null ? work : () -> ScopedValue.where(LogId.CURRENT, id).run(work));
    }

    long now() {
        return parts.clock().millis();
    }
}
