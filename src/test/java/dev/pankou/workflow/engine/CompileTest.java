package dev.pankou.workflow.engine;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasCheck;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workflow.canvas.IllegalCanvasException;
import dev.pankou.workflow.node.CompileException;
import dev.pankou.workflow.node.NodeTypes;
import dev.pankou.workflow.value.Values;

/** What becomes of broken canvases, and of large ones. */
final class CompileTest {
    private static final int BROKEN = Integer.getInteger("pankou.canvases", 300) * 5;
    private static final long SEED = Long.getLong("pankou.seed", 77);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final List<String> STRANGE = List.of(
            "null", "true", "0", "-1", "1.5", "1e400", "\"\"", "\"天气\"", "[]", "{}", "[null]", "[[]]", "[{}]", "\"100001\"",
            "\"900001\"", "\"110000\"", "\"110001\"", "\"1\"", "\"2\"", "\"3\"", "\"5\"", "\"8\"", "\"9\"", "\"13\"", "\"15\"", "\"18\"",
            "\"19\"", "\"20\"", "\"21\"", "\"22\"", "\"28\"", "\"30\"", "\"32\"", "\"45\"", "\"59\"", "\"ref\"", "\"literal\"",
            "\"object_ref\"", "\"list\"", "\"object\"", "\"string\"", "\"integer\"", "\"true\"", "\"default\"", "\"branch_error\"",
            "\"useAnswerContent\"", "\"infinite\"", "\"count\"", "{\"type\":\"list\",\"schema\":{\"type\":\"object\",\"schema\":[]}}");

    @Test
    void givesAPlanOrARefusalForWhateverIsBrokenAndNoPlanNeverEnds() throws Exception {
        var plans = 0;
        var refused = 0;
        for (var seed = SEED; seed < SEED + BROKEN; seed++) {
            var random = new Random(seed);
            var made = new RandomCanvas(seed, 1 + random.nextInt(20), random.nextBoolean());
            var json = made.canvas.json();
            for (var i = random.nextInt(4); i >= 0; i--) {
                if (random.nextInt(3) == 0) {
                    edges(json, random);
                } else {
                    disturb(json, random);
                }
            }
            try {
                var view = Canvas.of(json);
                var sound = CanvasCheck.of(view, CanvasMode.WORKFLOW).stream().noneMatch(one -> one.level() == Fault.Level.ERROR);
                var plan = new PlanCompiler(NodeTypes::of).compile(view, "hash");
                plans++;
                if (sound) {
                    run(made, plan, seed);
                }
            } catch (CompileException | IllegalCanvasException expected) {
                refused++;
            } catch (RuntimeException | StackOverflowError broken) {
                throw new AssertionError("seed " + seed + "\n" + json, broken);
            }
        }
        System.out.printf("%s broken canvases: %s plans, %s refused%n", BROKEN, plans, refused);
    }

    private static void run(RandomCanvas made, Plan plan, long seed) throws InterruptedException {
        try (var bed = new Bed()) {
            bed.limits = new Limits(2_000, 8, 200, 10, 10, 20L << 20, 0, 0);
            bed.coder = (language, code, params, cancel) -> Values.json(Map.of("output", "x"));
            made.subs.forEach((id, canvas) -> bed.subs.put(id, bed.plan(canvas)));
            var result = new AtomicReference<Execution.@Nullable Result>();
            var thread = Thread.ofVirtual().start(() -> result.set(bed.run(plan, made.inputs, Set.of(), null)));
            if (!thread.join(LONGEST)) {
                throw new AssertionError("it never ends: seed " + seed + "\n" + made.canvas.json());
            }
            if (result.get() == null
                    || result.get() instanceof Execution.Result.Failed(var code, var message) && message.contains("internal error")) {
                throw new AssertionError("a defect of ours, seed " + seed + ": " + result + "\n" + made.canvas.json());
            }
        }
    }

    private static void edges(ObjectNode canvas, Random random) {
        var graphs = new ArrayList<JsonNode>(List.of(canvas));
        canvas.path("nodes").forEach(node -> {
            if (node.path("edges").isArray()) {
                graphs.add(node);
            }
        });
        if (!(graphs.get(random.nextInt(graphs.size())).path("edges") instanceof ArrayNode edges) || edges.isEmpty()) {
            return;
        }
        var at = random.nextInt(edges.size());
        if (!(edges.get(at) instanceof ObjectNode edge)) {
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> edges.remove(at);
            case 1 -> edges.add(edge.deepCopy());
            case 2 -> edge.set("targetNodeID", edges.get(random.nextInt(edges.size())).path("targetNodeID"));
            case 3 -> edge.set("sourceNodeID", edges.get(random.nextInt(edges.size())).path("sourceNodeID"));
            default -> edge.put("sourcePortID", List.of("", "true", "false", "branch_error", "default", "loop-output").get(random.nextInt(6)));
        }
    }

    private static void disturb(ObjectNode root, Random random) {
        var containers = new ArrayList<JsonNode>();
        containers.add(root);
        for (var i = 0; i < containers.size(); i++) {
            for (var child : containers.get(i)) {
                if (child.isContainer()) {
                    containers.add(child);
                }
            }
        }
        var strange = Json.tree(STRANGE.get(random.nextInt(STRANGE.size())));
        switch (containers.get(random.nextInt(containers.size()))) {
            case ObjectNode object when !object.isEmpty() -> {
                var keys = new ArrayList<>(object.propertyNames());
                var key = keys.get(random.nextInt(keys.size()));
                if (random.nextInt(4) == 0) {
                    object.remove(key);
                } else {
                    object.set(key, strange);
                }
            }
            case ArrayNode array when !array.isEmpty() -> {
                var at = random.nextInt(array.size());
                switch (random.nextInt(3)) {
                    case 0 -> array.remove(at);
                    case 1 -> array.add(array.get(at).deepCopy());
                    default -> array.set(at, strange);
                }
            }
            default -> {}
        }
    }

    /** A chain in which every node reads one a little before it, and Start. */
    private static Canvas large(int nodes) {
        var canvas = new Canvases().start("[{\"name\":\"s\",\"type\":\"string\"}]");
        var last = new ArrayList<>(List.of(START));
        for (var i = 0; i < nodes - 2; i++) {
            var id = Integer.toString(110_000 + i);
            var from = last.get(Math.max(0, last.size() - 1 - (i % 3)));
            var source = from.equals(START) ? ref("string", START, "s") : ref("string", from, "output");
            canvas.text(id, "{{a}} and {{b}}, " + i, params("a", source, "b", ref("string", START, "s")));
            canvas.edge(last.getLast(), id);
            last.add(id);
        }
        canvas.end(params("o", ref("string", last.getLast(), "output"))).edge(last.getLast(), END);
        return Canvas.of(canvas.json());
    }

    @Test
    void worksOnALargeCanvasInProportionToItsSize() {
        var small = large(100);
        var big = large(1_000);
        for (var i = 0; i < 30; i++) { // so that classes are there and code is warm
            compile(small);
            compile(big);
        }
        var best = Long.MAX_VALUE;
        for (var i = 0; i < 10; i++) {
            var began = System.nanoTime();
            compile(big);
            best = Math.min(best, System.nanoTime() - began);
        }
        var ofSmall = allocated(small);
        var ofBig = allocated(big);
        System.out.printf(
                "Compiling 1,000 nodes takes %.1f ms and %s KB, 100 nodes %s KB%n", best / 1e6, ofBig >> 10, ofSmall >> 10);
        assertThat(ofBig).as("bytes made on the way").isLessThan(ofSmall * 15);
    }

    private static Plan compile(Canvas canvas) {
        return new PlanCompiler(NodeTypes::of).compile(canvas, "hash");
    }

    private static long allocated(Canvas canvas) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();
        compile(canvas);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
