package dev.pankou.workflow.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.engine.Plan.Action;
import dev.pankou.workflow.engine.Plan.OnError.Process;
import dev.pankou.workflow.node.NodeCall;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.NodeWork;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.node.Outcome;
import dev.pankou.workflow.node.Outside;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.Problem;
import dev.pankou.workflow.value.Problems;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;

/** One execution of one node, with its attempts, its time-out and what happens when it fails. Used by one thread. */
public final class NodeRun implements NodeCall {
    /** Outputs did not fit (WORKFLOW 16). */
    private static final int PARSE_WARNING = 720712023;

    private static final int MOST_KEPT_INPUT = 100_000;

    /** How it ended, when it did not fail. */
    sealed interface End {
        record Done(Map<String, @Nullable Object> outputs, String port) implements End {}

        record Asked() implements End {}
    }

    final Frame frame;
    final Execution execution;
    final Plan.Node node;
    final String key;
    final Execution.@Nullable Memo memo;
    final @Nullable Map<String, Frame.Pending> pending;
    final Problems problems = new Problems();
    private final Cancellation scope;
    private final List<Map<String, @Nullable Object>> calls = new ArrayList<>(0);
    private final Map<String, Integer> reads = new HashMap<>(0);
    private Cancellation cancellation;
    private Map<String, @Nullable Object> inputs = Map.of();
    private Set<String> skipped = Set.of();
    private @Nullable Outside outside;
    private @Nullable Streams streams;
    private @Nullable String raw;
    private @Nullable String uuid;
    private String subOutput = "output";
    private long started;
    private long inputTokens;
    private long outputTokens;
    private int attempt;
    private int warningCode;
    private String warning = "";

    NodeRun(
            Frame frame,
            Plan.Node node,
            String key,
            Execution.@Nullable Memo memo,
            Cancellation scope,
            @Nullable Map<String, Frame.Pending> pending) {
        this.frame = frame;
        this.execution = frame.execution;
        this.node = node;
        this.key = key;
        this.memo = memo;
        this.scope = scope;
        this.cancellation = scope;
        this.pending = pending;
    }

    End work() {
        execution.count();
        scope.check();
        started = execution.now();
        try {
            takeInputs();
            return node.onError() == Plan.OnError.THROW ? once() : handled();
        } catch (NodeException failed) {
            broke(failed);
            throw failed;
        } catch (ValueException bad) {
            var failed = new NodeException(bad.code(), String.valueOf(bad.getMessage()));
            broke(failed);
            throw failed;
        }
    }

    private void broke(NodeException failed) {
        endStreams(null);
        var cancelled = scope.isCancelled() || failed.code() == NodeException.CANCELLED;
        record(cancelled ? Entry.Status.CANCELLED : Entry.Status.FAILED, null, "", failed.code(), failed.text());
    }

    private void takeInputs() {
        var spec = node.inputs();
        if (spec.names().length == 0) {
            return;
        }
        // what has asked goes on with what it had then
        var earlier = memo == null || memo.asked == null ? null : memo.asked.inputs();
        var given = new LinkedHashMap<String, @Nullable Object>();
        Set<String> missing = null;
        for (var i = 0; i < spec.names().length; i++) {
            var name = spec.names()[i];
            if (pending != null && pending.containsKey(name)) {
                continue;
            }
            var operand = spec.operands()[i];
            if (frame.isSkipped(operand)) {
                missing = missing == null ? new HashSet<>() : missing;
                missing.add(name);
                continue;
            }
            if (earlier == null) {
                var found = frame.take(operand, this);
                if (found.present()) {
                    given.put(name, found.value());
                }
            }
        }
        skipped = missing == null ? Set.of() : missing;
        if (earlier != null) {
            inputs = earlier;
        } else {
            inputs = spec.filled() ? Conversion.nodeInputs(given, withoutPending(spec.declared()), problems) : given;
        }
    }

    private Type.ObjectType withoutPending(Type.ObjectType declared) {
        return pending == null
                ? declared
                : Type.ObjectType.of(declared.fields().values().stream()
                        .filter(field -> !pending.containsKey(field.name()))
                        .toList());
    }

    private End once() {
        return settle(act());
    }

    /** With time-out, retries and what takes the place of a failure (WORKFLOW 7). */
    private End handled() {
        var policy = node.onError();
        var own = scope.below();
        var timer = policy.timeoutMillis() == 0
                ? null
                : execution.parts.timers().limit(own, policy.timeoutMillis(), Cancellation.Reason.TIMEOUT);
        cancellation = own;
        try (own) {
            for (attempt = 0; ; attempt++) {
                try {
                    return settle(act());
                } catch (NodeException | ValueException why) {
                    var failed = why instanceof NodeException known
                            ? known
                            : new NodeException(((ValueException) why).code(), String.valueOf(why.getMessage()));
                    if (own.reason() == Cancellation.Reason.TIMEOUT) {
                        failed = own.failure();
                    } else if (own.isCancelled() || failed.isFatal()) {
                        throw failed;
                    }
                    if (streams != null && !streams.retract()) {
                        throw failed; // somebody has seen the beginning of what it said
                    }
                    endStreams(null);
                    if (attempt < policy.retries() && !own.isCancelled()) {
                        continue;
                    }
                    if (!policy.handles()) {
                        throw failed;
                    }
                    return replaced(policy, failed);
                }
            }
        } finally {
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }

    private End replaced(Plan.OnError policy, NodeException failed) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        if (policy.substitute() != null) {
            outputs.putAll(policy.substitute());
        } else {
            node.outputs().fields().keySet().forEach(name -> outputs.put(name, null));
        }
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("errorMessage", failed.text());
        body.put("errorCode", (long) failed.code());
        outputs.put("errorBody", body);
        outputs.put("isSuccess", false);
        var port = policy.process() == Process.BRANCH ? "branch_error" : "";
        record(Entry.Status.WARNED, outputs, port, failed.code(), failed.text());
        return new End.Done(outputs, port);
    }

    /** The node's work; what it answers is not converted yet. */
    private Outcome act() {
        return switch (node.action()) {
            case Action.Start start -> Outcome.done(frame.locals);
            case Action.Sink sink -> new SinkRun(this, sink).work();
            case Action.Work(var work) -> works(work);
            case Action.Merge merge -> merged(merge);
            case Action.SetVariable set -> variables(set);
            case Action.Break stop -> Outcome.done(Map.of());
            case Action.Continue on -> Outcome.done(Map.of());
            case Action.Loop loop -> Composites.loop(this, loop);
            case Action.Batch batch -> Composites.batch(this, batch);
            case Action.Sub sub -> Composites.sub(this, sub);
            case Action.Missing(var sentence) ->
                throw new NodeException(NodeException.EXECUTION, "\"" + name() + "\": " + sentence);
        };
    }

    private Outcome works(NodeWork work) {
        switch (work.effect()) {
            case LOCAL -> {}
            case REPEATABLE -> {
                if (attempt == 0) {
                    begins();
                }
                execution.log.push();
            }
            case ONCE -> {
                if (memo != null && memo.begun != null && attempt == 0) {
                    throw NodeException.fatal(
                            NodeException.EXECUTION,
                            "node \"" + name() + "\" had begun when the server stopped; it may have taken effect and is not"
                                    + " marked as safe to repeat");
                }
                begins();
                execution.log.settle();
            }
        }
        cancellation.check();
        return work.run(this);
    }

    /** It goes to the store with what was done before, so that whoever looks at the run sees what it waits for. */
    private void begins() {
        execution.log.add(Entry.begun(key, execution.now()));
    }

    private Outcome merged(Action.Merge merge) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        for (var group : merge.groups().entrySet()) {
            Object chosen = null;
            for (var operand : group.getValue()) {
                if (!frame.isSkipped(operand)) {
                    chosen = frame.take(operand, this).value();
                    if (chosen != null) {
                        break;
                    }
                }
            }
            outputs.put(group.getKey(), chosen);
        }
        return Outcome.done(outputs);
    }

    private Outcome variables(Action.SetVariable set) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        for (var one : set.values().entrySet()) {
            var found = frame.isSkipped(one.getValue()) ? Found.ABSENT : frame.take(one.getValue(), this);
            values.put(one.getKey(), found.value() == null ? one.getValue().type().zero() : found.value());
        }
        return Outcome.done(values);
    }

    /** Converts and keeps what the work came to. */
    private End settle(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ask ask -> {
                if (ask != Composites.INSIDE) {
                    asked(ask);
                } else if (node.action() instanceof Action.Work && !calls.isEmpty()) {
                    execution.log.add(new Entry(
                            key, Entry.Status.HELD, started, 0, 1, "", null, null, null, 0, "", inputTokens, outputTokens, null,
                            calls()));
                }
                yield new End.Asked();
            }
            case Outcome.Done done -> {
                var outputs = converts() ? Conversion.nodeOutputs(done.outputs(), node.outputs(), problems) : done.outputs();
                for (var problem : problems.list()) {
                    if (problem.kind() == Problem.Kind.MISSING) {
                        throw new NodeException(NodeException.EXECUTION, problem.message());
                    }
                }
                var port = done.port();
                if (node.onError().handles()) {
                    outputs = new LinkedHashMap<>(outputs);
                    outputs.put("isSuccess", true);
                    if (node.onError().process() == Process.BRANCH && port.isEmpty()) {
                        port = "default";
                    }
                }
                if (!problems.isEmpty() && warningCode == 0) {
                    warn(PARSE_WARNING, problems.text());
                }
                record(warningCode == 0 ? Entry.Status.DONE : Entry.Status.WARNED, outputs, port, warningCode, warning);
                endStreams(outputs);
                yield new End.Done(outputs, port);
            }
        };
    }

    private boolean converts() {
        return switch (node.action()) {
            case Action.Work work -> true;
            case Action.Sub sub -> true;
            case Action.Merge merge -> true;
            default -> false;
        };
    }

    private void asked(Outcome.Ask ask) {
        var entry = new Entry(
                key, Entry.Status.ASKED, started, 0, 1, "", inputs, null, ask.text(), 0, "", inputTokens, outputTokens, null, calls());
        execution.log.add(entry);
        execution.ask(new Execution.Question(key, node.id(), node.title(), ask));
    }

    private void record(
            Entry.Status status, @Nullable Map<String, @Nullable Object> outputs, String port, int code, String message) {
        execution.log.add(new Entry(
                key,
                status,
                started,
                execution.now(),
                attempt + 1,
                port,
                keptInputs(),
                outputs,
                raw,
                code,
                message,
                inputTokens,
                outputTokens,
                uuid,
                calls()));
    }

    private List<Map<String, @Nullable Object>> calls() {
        return calls.isEmpty() ? List.of() : List.copyOf(calls);
    }

    /** What went in, for people who read the history; large values are there as outputs of their sources. */
    private @Nullable Map<String, @Nullable Object> keptInputs() {
        if (inputs.isEmpty()) {
            return null;
        }
        var left = MOST_KEPT_INPUT;
        for (var value : inputs.values()) {
            left -= size(value, left);
            if (left < 0) {
                return null;
            }
        }
        return inputs;
    }

    private static int size(@Nullable Object value, int left) {
        return switch (value) {
            case String text -> text.length();
            case List<?> list -> {
                var sum = 2;
                for (var element : list) {
                    sum += size(element, left - sum) + 1;
                    if (sum > left) {
                        break;
                    }
                }
                yield sum;
            }
            case Map<?, ?> map -> {
                var sum = 2;
                for (var entry : map.entrySet()) {
                    sum += String.valueOf(entry.getKey()).length() + 3 + size(entry.getValue(), left - sum);
                    if (sum > left) {
                        break;
                    }
                }
                yield sum;
            }
            case null, default -> 8;
        };
    }

    private void endStreams(@Nullable Map<String, @Nullable Object> outputs) {
        if (streams != null) {
            streams.end(outputs);
            streams = null;
        }
    }

    String name() {
        return node.title().isEmpty() ? node.id() : node.title();
    }

    /** What ends this node: the run's cancellation or its own time-out. */
    Cancellation cancellation() {
        return cancellation;
    }

    /** Names this execution in streams and histories. */
    String uuid() {
        var known = uuid;
        if (known == null) {
            known = execution.parts.newId().get();
            uuid = known;
        }
        return known;
    }

    /** Counts the tokens of a model call. */
    void used(long input, long output) {
        inputTokens += input;
        outputTokens += output;
        execution.inputTokens.addAndGet(input);
        execution.outputTokens.addAndGet(output);
    }

    /** Keeps on the tape what came from outside. */
    void taped(Map<String, @Nullable Object> call) {
        calls.add(call);
    }

    /** A variable that lives outside of the canvas, as it is now, or was when this execution came here before. */
    Found variable(Operand.Variable variable) {
        var assigned = execution.assigned(variable);
        if (assigned != null) {
            return assigned;
        }
        var name = VariableRead.name(variable);
        var n = reads.merge(name, 1, Integer::sum) - 1;
        var variables = execution.parts.variables();
        var read = memo == null ? null : VariableRead.nth(memo.reads, name, n);
        if (read == null) {
            read = variables.taped(key, name, n);
        }
        if (read == null) {
            read = VariableRead.live(name, () -> variables.find(execution.context, variable));
        }
        taped(read);
        return VariableRead.answer(read);
    }

    @Override
    public Map<String, @Nullable Object> inputs() {
        return inputs;
    }

    @Override
    public Set<String> skipped() {
        return skipped;
    }

    @Override
    public Found take(Operand operand) {
        return frame.isSkipped(operand) ? Found.ABSENT : frame.take(operand, this);
    }

    @Override
    public boolean isSkipped(Operand operand) {
        return frame.isSkipped(operand);
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public List<Round> rounds() {
        return memo == null ? List.of() : List.copyOf(memo.rounds);
    }

    @Override
    public Outside outside() {
        var known = outside;
        if (known == null) {
            known = execution.parts.outside().of(this);
            outside = known;
        }
        return known;
    }

    @Override
    public Tool tool(String workflow, String version) {
        var found = execution.parts.subs().describe(execution.context, workflow, version);
        return new Tool(found.name(), found.description(), found.plan().inputs(), found.plan().answers());
    }

    @Override
    public @Nullable Map<String, @Nullable Object> callTool(
            int number, String workflow, String version, Map<String, @Nullable Object> arguments, String output) {
        subOutput = output;
        var place = key + "[" + number + "]/tool";
        var outcome = Composites.sub(this, place, execution.memo(place), workflow, version, arguments, Set.of());
        return outcome instanceof Outcome.Done done ? done.outputs() : null;
    }

    @Override
    public Outcome inside() {
        return Composites.INSIDE;
    }

    /** What the End of a sub-workflow says while it is made. */
    void subPiece(String text) {
        piece(subOutput, text);
    }

    @Override
    public RunContext run() {
        return execution.context;
    }

    @Override
    public void piece(String output, String text) {
        if (text.isEmpty() || !node.streamed().contains(output)) {
            return;
        }
        var open = streams;
        if (open == null) {
            var texts = new LinkedHashMap<String, TextStream>();
            node.streamed().forEach(name -> texts.put(name, new TextStream()));
            open = Streams.of(texts);
            streams = open;
            frame.announce(node.index(), open);
        }
        var stream = open.texts().get(output);
        if (stream != null) {
            stream.add(text);
        }
    }

    @Override
    public void warn(int code, String text) {
        warningCode = code;
        warning = text;
    }

    @Override
    public void raw(String text) {
        raw = text;
    }
}
