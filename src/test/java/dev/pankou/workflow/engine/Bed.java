package dev.pankou.workflow.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

import dev.pankou.egress.Egress;
import dev.pankou.egress.EgressPolicy;
import dev.pankou.id.Id;
import dev.pankou.model.ModelClient;
import dev.pankou.model.ModelGateway;
import dev.pankou.model.ModelSpec;
import dev.pankou.model.ModelTimeouts;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasCheck;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.NodeTypes;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.Problems;

/** Runs canvases without database and HTTP; the journal is a list. Close it. */
public final class Bed implements AutoCloseable {
    private static final Id ANY = new Id(7_000_000_000_000_000_001L);

    public final Map<String, Plan> subs = new ConcurrentHashMap<>();
    public final List<Entry> journal = Collections.synchronizedList(new ArrayList<>());
    public final List<String> said = Collections.synchronizedList(new ArrayList<>());
    /** What was said as whole texts, by node id and execution. */
    public final Map<String, StringBuffer> texts = new ConcurrentHashMap<>();
    public ModelSpec model = ModelSpec.offline();
    /** In place of the real models. */
    public @Nullable ModelClient models;
    public Limits limits = Limits.DEFAULT;
    public World.Coder coder = (language, code, params, cancel) -> {
        throw new NodeException(NodeException.CODE_FAILED, "no sandbox here");
    };
    private final Timers timers = new Timers();
    private final Egress egress = new Egress(EgressPolicy.parse("127.0.0.1"));
    private final AtomicLong ids = new AtomicLong(1);
    private Cancellation cancellation = new Cancellation();
    private @Nullable Execution last;

    public Plan plan(Canvases canvas) {
        var view = Canvas.of(canvas.json());
        var errors = CanvasCheck.of(view, CanvasMode.WORKFLOW).stream()
                .filter(fault -> fault.level() == Fault.Level.ERROR)
                .map(Fault::en)
                .toList();
        if (!errors.isEmpty()) {
            throw new AssertionError("the canvas has faults: " + errors);
        }
        return new PlanCompiler((type, scope) -> NodeTypes.of(type, scope)).compile(view, "hash-" + ids.getAndIncrement());
    }

    public Execution.Result run(Canvases canvas, Map<String, @Nullable Object> inputs) {
        return run(plan(canvas), inputs, Set.of(), null);
    }

    public Execution.Result run(
            Plan plan, Map<String, @Nullable Object> inputs, Set<String> waiting, @Nullable String answered) {
        var earlier = List.copyOf(journal);
        var log = new RunLog() {
            @Override
            public List<Entry> earlier() {
                return earlier.stream().flatMap(entry -> Entry.listOf("[" + entry.toJson() + "]").stream()).toList();
            }

            @Override
            public void add(Entry entry) {
                journal.add(entry);
            }

            @Override
            public void push() {}

            @Override
            public void settle() {}
        };
        var subPlans = new Execution.SubPlans() {
            @Override
            public Plan find(RunContext caller, String workflow, String version) {
                var found = subs.get(workflow);
                if (found == null) {
                    throw new NodeException(NodeException.EXECUTION, "workflow " + workflow + " does not exist");
                }
                return found;
            }

            @Override
            public Execution.Described describe(RunContext caller, String workflow, String version) {
                return new Execution.Described("sub-" + workflow, "the workflow " + workflow, find(caller, workflow, version));
            }

            @Override
            public Plan pinned(RunContext caller, String workflow, String hash) {
                return find(caller, workflow, "");
            }
        };
        var timeouts = new ModelTimeouts(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60), 1, Duration.ZERO, Duration.ZERO);
        var clock = Clock.systemUTC();
        var world = new World(
                models == null ? new ModelGateway(egress, timeouts, clock) : models,
                (type, name) -> model,
                egress,
                address -> null,
                coder,
                clock,
                new NoPlatform());
        cancellation = new Cancellation();
        var execution = new Execution(
                new Execution.Parts(
                        clock,
                        () -> "id-" + ids.getAndIncrement(),
                        subPlans,
                        world.live(),
                        (run, variable) -> Found.ABSENT,
                        timers),
                plan,
                new RunContext(ANY, ANY, ANY, ANY, "u", new Id(1024), null, null, null),
                log,
                (source, seq, content, last) -> {
                    said.add(source.nodeId() + " " + seq + (last ? "! " : " ") + content);
                    texts.computeIfAbsent(source.nodeId() + " " + source.uuid(), key -> new StringBuffer()).append(content);
                },
                limits,
                cancellation,
                waiting,
                answered);
        last = execution;
        var problems = new Problems();
        var start = Conversion.runInputs(inputs, plan.inputs(), plan.defaults(), problems);
        return execution.run(start);
    }

    /** Answers the question of that key, while others stay open. */
    public Execution.Result resume(
            Plan plan, Map<String, @Nullable Object> inputs, String key, String reply, Set<String> others) {
        journal.add(Entry.note(key, Entry.Status.ANSWERED, 0, reply));
        return run(plan, inputs, others, key);
    }

    /** Whether a question that was open before the last run still is. */
    public boolean isOpen(String key) {
        return last != null && last.isWaiting(key);
    }

    public void cancel(Cancellation.Reason reason) {
        cancellation.cancel(reason);
    }

    public static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }

    /** How often each key was executed to its end. */
    public Map<String, Integer> executions() {
        var counts = new HashMap<String, Integer>();
        for (var entry : List.copyOf(journal)) {
            if (entry.isDone()) {
                counts.merge(entry.key(), 1, Integer::sum);
            }
        }
        return counts;
    }

    @Override
    public void close() {
        timers.close();
        egress.close();
    }
}
