package dev.pankou.workflow.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.pankou.workflow.engine.Plan.Action;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.Problems;
import dev.pankou.workflow.value.Type;
import dev.pankou.workflow.value.ValueException;

/**
 * One execution of a graph: of a canvas, of an iteration, of a batch item. One thread owns it, decides what is next and runs
 * what does not wait; nodes that wait get threads of their own when there is something else to do meanwhile, and report back.
 */
final class Frame {
    static final Logger LOG = LoggerFactory.getLogger(Frame.class);

    /** How an execution of a graph ended. */
    enum Ending {
        DONE,
        /** A break was reached. */
        BROKEN,
        /** A question is open. */
        WAITING
    }

    private enum State {
        IDLE,
        RUNNING,
        /** Done but for its end: it hands out text that others read. */
        STREAMING,
        ASKED,
        DONE,
        SKIPPED
    }

    /** What other threads tell the owner. */
    private sealed interface Event {
        record Opened(int node, Streams streams) implements Event {}

        record Ended(int node, NodeRun.@Nullable End end, @Nullable RuntimeException failure) implements Event {}

        record Woken() implements Event {}
    }

    final Execution execution;
    final Plan.Graph graph;
    final @Nullable Frame outer;
    final String path;
    final Cancellation cancellation;
    final Place place;
    /** The sub-workflow node that runs this canvas; null elsewhere. */
    final @Nullable NodeRun caller;

    /** Elements and index of an iteration; at the top of a canvas Start's outputs. */
    final Map<String, @Nullable Object> locals;
    /** Variables of the loop around; null outside of loops. */
    final @Nullable Map<String, @Nullable Object> variables;

    private final Thread owner = Thread.currentThread();
    private final State[] states;
    private final int[] open;
    private final int[] taken;
    private final @Nullable Map<String, @Nullable Object>[] outputs;
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private final ArrayDeque<Integer> postponed = new ArrayDeque<>();
    /** Ends of nodes that read streams and were heard of before the ends of those that wrote them. */
    private final Map<Integer, NodeRun.End.Done> early = new HashMap<>();
    private @Nullable Streams @Nullable [] streams;
    private @Nullable LinkedBlockingQueue<Event> events;
    private Cancellation.@Nullable Hook wake;
    private @Nullable Cancellation children;
    private int running;
    private boolean held;
    private boolean asked;
    private boolean ended;
    private boolean broken;
    private @Nullable RuntimeException failure;
    private @Nullable Map<String, @Nullable Object> result;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
    Frame(
            Execution execution,
            Plan.Graph graph,
            @Nullable Frame outer,
            String path,
            Cancellation cancellation,
            Map<String, @Nullable Object> locals,
            @Nullable Map<String, @Nullable Object> variables,
            Place place,
            @Nullable NodeRun caller) {
        this.execution = execution;
        this.graph = graph;
        this.outer = outer;
        this.path = path;
        this.cancellation = cancellation;
        this.locals = locals;
        this.variables = variables;
        this.place = place;
        this.caller = caller;
        var count = graph.nodes().length;
        states = new State[count];
        Arrays.fill(states, State.IDLE);
        open = new int[count];
        taken = new int[count];
        outputs = new Map[count];
        for (var i = 0; i < count; i++) {
            open[i] = graph.nodes()[i].sources().length;
        }
        held = execution.isHeld(path);
    }

    /** What End gave; null when it was not reached. */
    @Nullable Map<String, @Nullable Object> result() {
        return result;
    }

    /**
     * Executes the graph. Returns when nothing of it runs any more.
     *
     * @throws NodeException when a node failed and nothing handles that, or work was cancelled
     */
    Ending run() {
        try {
            for (var entry : graph.entries()) {
                decide(entry, true);
            }
            while (true) {
                cancellationCheck();
                while (!over() && !ready.isEmpty()) {
                    step(ready.removeFirst());
                }
                if (running == 0) {
                    break;
                }
                if (over()) {
                    cancelChildren();
                }
                handle(next());
            }
        } finally {
            if (wake != null) {
                wake.close();
            }
            if (children != null) {
                children.close();
            }
        }
        if (failure != null && !ended) {
            throw failure;
        }
        if (ended) {
            return Ending.DONE;
        }
        return asked ? Ending.WAITING : broken ? Ending.BROKEN : Ending.DONE;
    }

    private boolean over() {
        return ended || failure != null;
    }

    private void cancellationCheck() {
        if (failure == null && cancellation.isCancelled()) {
            failure = cancellation.failure();
        }
    }

    private void cancelChildren() {
        if (children != null) {
            children.cancel(Cancellation.Reason.OVER);
        }
        breakMerges();
    }

    /** Merges that handed a stream on failed or are not executed any more: whoever waits for all their outputs waits in vain. */
    private void breakMerges() {
        for (var i = 0; streams != null && i < streams.length; i++) {
            var handed = streams[i];
            if (handed != null && graph.nodes()[i].action() instanceof Action.Merge) {
                handed.outputs().completeExceptionally(new TextStream.BrokenException());
            }
        }
    }

    private Event next() {
        var queue = queue();
        var interrupted = false;
        try {
            while (true) {
                try {
                    return queue.take();
                } catch (InterruptedException again) {
                    interrupted = true; // cancellation reaches the nodes by itself
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private LinkedBlockingQueue<Event> queue() {
        var queue = events;
        if (queue == null) {
            queue = new LinkedBlockingQueue<>();
            events = queue;
            var woken = queue;
            wake = cancellation.on(() -> woken.add(new Event.Woken()));
        }
        return queue;
    }

    private void handle(Event event) {
        switch (event) {
            case Event.Opened(var node, var opened) -> opened(node, opened);
            case Event.Ended(var node, var end, var why) -> {
                running--;
                ended(node, end, why);
            }
            case Event.Woken woken -> {}
        }
    }

    /** Begins a node. */
    private void step(int index) {
        var node = graph.nodes()[index];
        var end = early.remove(index);
        if (end != null) {
            complete(node, end.outputs(), end.port());
            return;
        }
        var key = path + node.id();
        var memo = execution.memo(key);
        if (memo != null && memo.done != null) {
            replay(node, memo.done);
            return;
        }
        if (held && !execution.leadsToQuestion(key)) {
            postponed.add(index); // it begins when no question is open any more
            return;
        }
        if (memo != null && memo.asked != null && execution.isWaiting(key)) {
            states[index] = State.ASKED;
            asked = true;
            return;
        }
        states[index] = State.RUNNING;
        var streaming = pendingStreams(node);
        var alone = running == 0 && ready.isEmpty();
        var inline = streaming == null && (!node.waits() || alone);
        if (inline) {
            execute(node, key, memo, null, children == null ? cancellation : children);
            return;
        }
        fork(node, key, memo, streaming);
    }

    private void execute(
            Plan.Node node,
            String key,
            Execution.@Nullable Memo memo,
            @Nullable Map<String, Pending> pending,
            Cancellation scope) {
        var came = attempt(node, key, memo, pending, scope);
        ended(node.index(), came.end(), came.failed());
    }

    private void fork(Plan.Node node, String key, Execution.@Nullable Memo memo, @Nullable Map<String, Pending> pending) {
        var queue = queue();
        if (children == null) {
            children = cancellation.below();
        }
        var scope = children;
        running++;
        execution.fork(() -> {
            var came = attempt(node, key, memo, pending, scope);
            queue.add(new Event.Ended(node.index(), came.end(), came.failed()));
        });
    }

    /** What came of a node: how it ended, or what it failed with. */
    private record Came(NodeRun.@Nullable End end, @Nullable RuntimeException failed) {}

    /** Whatever happens inside a node, the frame hears of it: others may wait for this one. */
    private Came attempt(
            Plan.Node node,
            String key,
            Execution.@Nullable Memo memo,
            @Nullable Map<String, Pending> pending,
            Cancellation scope) {
        try {
            return new Came(new NodeRun(this, node, key, memo, scope, pending).work(), null);
        } catch (ValueException bad) {
            return new Came(null, new NodeException(bad.code(), String.valueOf(bad.getMessage())));
        } catch (RuntimeException why) {
            return new Came(null, why);
        } catch (Error defect) {
            LOG.error("A node broke off run={} node={}", execution.context.execute(), node.id(), defect);
            return new Came(null, new NodeException(NodeException.EXECUTION, "internal error"));
        }
    }

    private void ended(int index, NodeRun.@Nullable End end, @Nullable RuntimeException why) {
        if (why != null || end == null) {
            var failed = why == null ? new NodeException(NodeException.EXECUTION, "internal error") : why;
            // Whoever reads a stream that broke off fails after its writer, whose own words count.
            if (failure == null || failure instanceof TextStream.BrokenException) {
                failure = failed;
            }
            return;
        }
        switch (end) {
            case NodeRun.End.Asked() -> {
                states[index] = State.ASKED;
                asked = true;
            }
            case NodeRun.End.Done done when open[index] > 0 -> early.put(index, done);
            case NodeRun.End.Done(var values, var port) -> complete(graph.nodes()[index], values, port);
        }
    }

    /** The node was done in an earlier stretch. */
    private void replay(Plan.Node node, Entry done) {
        var values = done.outputs() == null ? Map.<String, @Nullable Object>of() : done.outputs();
        complete(node, values, done.port());
    }

    private void complete(Plan.Node node, Map<String, @Nullable Object> values, String port) {
        var index = node.index();
        states[index] = State.DONE;
        outputs[index] = values;
        close(path + node.id());
        switch (node.action()) {
            case Action.SetVariable set when variables != null -> variables.putAll(values);
            case Action.Break stop -> broken = true;
            case Action.Sink sink when sink.end() -> {
                result = values;
                ended = true;
                return;
            }
            case Action.Merge merge when streams != null && streams[index] != null -> streams[index].end(values);
            default -> {}
        }
        for (var p = 0; p < node.targets().length; p++) {
            var chosen = node.ports()[p].equals(port);
            for (var target : node.targets()[p]) {
                decide(target, chosen);
            }
        }
    }

    /** What was asked inside a node that is done is asked no more, and holds up nothing. */
    private void close(String key) {
        execution.close(key);
        if (held && !execution.isHeld(path)) {
            held = false;
            ready.addAll(postponed);
            postponed.clear();
        }
    }

    /** One more way to the node is decided; without recursion, as chains may be long. */
    private void decide(int first, boolean firstTaken) {
        if (settle(first, firstTaken)) {
            return;
        }
        var skipped = new ArrayDeque<Integer>();
        skipped.add(first);
        while (!skipped.isEmpty()) {
            var node = graph.nodes()[skipped.removeFirst()];
            states[node.index()] = State.SKIPPED;
            for (var targets : node.targets()) {
                for (var target : targets) {
                    if (!settle(target, false)) {
                        skipped.add(target);
                    }
                }
            }
        }
    }

    /** False when the node is to be skipped. */
    private boolean settle(int index, boolean chosen) {
        open[index]--;
        if (chosen) {
            taken[index]++;
        }
        if (open[index] > 0) {
            return true;
        }
        if (early.containsKey(index)) {
            ready.add(index);
            return true;
        }
        if (taken[index] == 0) {
            return states[index] != State.IDLE;
        }
        if (states[index] == State.IDLE || states[index] == State.STREAMING) { // a merge that handed a stream on
            if (!asked || states[index] == State.STREAMING || mayBegin(path + graph.nodes()[index].id())) {
                ready.add(index);
            }
        }
        return true;
    }

    /** What becomes ready while a question is open waits; what was ready together with the one that asks runs, as it would beside it. */
    private boolean mayBegin(String key) {
        var memo = execution.memo(key);
        return memo != null && memo.done != null || execution.leadsToQuestion(key);
    }

    // ---- streams

    /** Called by a node that has its first piece of text. */
    void announce(int node, Streams opened) {
        if (Thread.currentThread() == owner) {
            opened(node, opened);
        } else {
            queue().add(new Event.Opened(node, opened));
        }
    }

    private void opened(int index, Streams opened) {
        if (over() || states[index] != State.RUNNING) {
            return;
        }
        var all = streams;
        if (all == null) {
            all = new Streams[graph.nodes().length];
            streams = all;
        }
        all[index] = opened;
        states[index] = State.STREAMING;
        var primed = false;
        for (var targets : graph.nodes()[index].targets()) {
            for (var target : targets) {
                primed |= prime(graph.nodes()[target], opened);
            }
        }
        if (!primed && states[index] == State.STREAMING && opened.state().get() == Streams.State.OPEN) {
            states[index] = State.RUNNING; // nobody can read along: it is a node like others
            all[index] = null;
        }
    }

    /** Begins a node before its sources are done, when all that is missing to it are streams. */
    private boolean prime(Plan.Node node, Streams opened) {
        if (states[node.index()] != State.IDLE || held || asked) {
            return false;
        }
        var flowing = 0;
        for (var source : node.sources()) {
            if (source >= 0 && states[source] == State.STREAMING) {
                if (!leadsOn(graph.nodes()[source], node.index())) {
                    return false;
                }
                flowing++;
            }
        }
        if (flowing < open[node.index()]) {
            return false;
        }
        return switch (node.action()) {
            case Action.Sink sink when sink.streaming() && sink.template() != null -> {
                var pending = pendingStreams(node);
                if (pending == null || !claim(node)) {
                    yield false;
                }
                states[node.index()] = State.RUNNING;
                fork(node, path + node.id(), execution.memo(path + node.id()), pending);
                yield true;
            }
            case Action.Merge merge -> {
                var handed = handOn(merge);
                if (handed == null || !claim(node)) {
                    yield false;
                }
                var all = streams;
                states[node.index()] = State.RUNNING;
                opened(node.index(), handed);
                if (all != null && all[node.index()] == null) {
                    all[node.index()] = handed;
                    states[node.index()] = State.STREAMING;
                }
                yield true;
            }
            default -> false;
        };
    }

    /** Whether a node that streams leads to the other when it succeeds, and not only by its branch for failures. */
    private static boolean leadsOn(Plan.Node source, int target) {
        var success = source.onError().process() == Plan.OnError.Process.BRANCH ? "default" : "";
        for (var p = 0; p < source.ports().length; p++) {
            if (source.ports()[p].equals(success) && Arrays.stream(source.targets()[p]).anyMatch(one -> one == target)) {
                return true;
            }
        }
        return false;
    }

    private boolean claim(Plan.Node node) {
        for (var source : node.sources()) {
            if (source >= 0 && states[source] == State.STREAMING && streams != null) {
                var flowing = streams[source];
                if (flowing != null && !flowing.claim()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The streams of a merge whose groups can be chosen already; null when it has to wait. */
    private @Nullable Streams handOn(Action.Merge merge) {
        var texts = new HashMap<String, TextStream>();
        for (var group : merge.groups().entrySet()) {
            for (var operand : group.getValue()) {
                if (isSkipped(operand)) {
                    continue;
                }
                var text = stream(operand);
                if (text != null) {
                    texts.put(group.getKey(), text);
                    break;
                }
                if (isPending(operand) || operand instanceof Operand.Variable) {
                    return null; // a variable is read by the node itself, once
                }
                try {
                    if (take(operand, new Problems(), variable -> Found.ABSENT).value() != null) {
                        break;
                    }
                } catch (ValueException unreadable) {
                    return null; // the merge fails of it when it is executed, not the node that streams
                }
            }
        }
        return texts.isEmpty() ? null : Streams.of(texts);
    }

    /** An input that is not there yet: a stream to read along, or outputs to wait for. */
    record Pending(Operand.Output operand, @Nullable TextStream text, Streams source) {}

    /** The inputs of a streaming sink that are still being made; null when all are there. */
    private @Nullable Map<String, Pending> pendingStreams(Plan.Node node) {
        if (streams == null || !(node.action() instanceof Action.Sink)) {
            return null;
        }
        Map<String, Pending> pending = null;
        var inputs = node.inputs();
        for (var i = 0; i < inputs.names().length; i++) {
            if (inputs.operands()[i] instanceof Operand.Output output && isPending(output)) {
                var source = streams[output.node()];
                if (source != null) {
                    pending = pending == null ? new LinkedHashMap<>() : pending;
                    pending.put(inputs.names()[i], new Pending(output, stream(output), source));
                }
            }
        }
        return pending;
    }

    private boolean isPending(Operand operand) {
        return operand instanceof Operand.Output(var type, var up, var node, var at) && up == 0 && states[node] == State.STREAMING;
    }

    /** The text that an operand can be read along with; null when it has to be there first, be it to be converted. */
    private @Nullable TextStream stream(Operand operand) {
        if (streams != null
                && operand instanceof Operand.Output(var type, var up, var node, var at)
                && type instanceof Type.Scalar scalar
                && scalar.isText()
                && up == 0
                && states[node] == State.STREAMING
                && at.keys().size() == 1) {
            var source = streams[node];
            return source == null ? null : source.texts().get(at.keys().getFirst());
        }
        return null;
    }

    // ---- values

    private Frame at(int up) {
        var frame = this;
        for (var i = 0; i < up; i++) {
            if (frame.outer == null) {
                throw new IllegalStateException("a ref leads out of the canvas");
            }
            frame = frame.outer;
        }
        return frame;
    }

    boolean isSkipped(Operand operand) {
        return switch (operand) {
            case Operand.Output(var type, var up, var node, var at) -> at(up).states[node] == State.SKIPPED;
            case Operand.Built(var type, var fields) -> {
                var any = false;
                for (var field : fields.values()) {
                    if (!isSkipped(field)) {
                        yield false;
                    }
                    any = true;
                }
                yield any;
            }
            default -> false;
        };
    }

    /** The value of an operand for an execution of a node, which is told of what does not fit. */
    Found take(Operand operand, NodeRun node) {
        return take(operand, node.problems, node::variable);
    }

    /** Reads a variable that lives outside of the canvas. */
    private interface Reader {
        Found read(Operand.Variable variable);
    }

    private Found take(Operand operand, Problems problems, Reader reader) {
        var found = raw(operand, problems, reader);
        return found.present()
                ? Found.of(FileNames.strip(Conversion.convert(found.value(), operand.type(), problems), operand.type()))
                : found;
    }

    private Found raw(Operand operand, Problems problems, Reader reader) {
        return switch (operand) {
            case Operand.Literal(var type, var value) -> Found.of(value);
            case Operand.Output(var type, var up, var node, var at) -> {
                var values = at(up).outputs[node];
                yield values == null ? Found.ABSENT : at.in(values);
            }
            case Operand.Local(var type, var up, var at) -> at(up).local(at);
            case Operand.Variable variable -> reader.read(variable);
            case Operand.Built(var type, var fields) -> {
                var object = new LinkedHashMap<String, @Nullable Object>();
                for (var field : fields.entrySet()) {
                    var found = take(field.getValue(), problems, reader);
                    if (found.present()) {
                        object.put(field.getKey(), found.value());
                    }
                }
                yield Found.of(object);
            }
        };
    }

    private Found local(dev.pankou.workflow.value.Path at) {
        if (at.keys().isEmpty()) { // the whole, as templates of HTTP nodes name it
            var all = new LinkedHashMap<String, @Nullable Object>(locals);
            if (variables != null) {
                all.putAll(variables);
            }
            return Found.of(all);
        }
        var name = at.keys().getFirst();
        if (variables != null && variables.containsKey(name)) {
            return at.in(variables);
        }
        return at.in(locals);
    }

    /** The outputs of the nodes, for what a loop collects. */
    Found collected(Operand operand, NodeRun node) {
        return isSkipped(operand) ? Found.ABSENT : take(operand, node);
    }
}
