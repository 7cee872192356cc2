package dev.pankou.workflow.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

import dev.pankou.workflow.engine.Plan.Action;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.node.Outcome;
import dev.pankou.workflow.value.Conversion;
import dev.pankou.workflow.value.Problem;
import dev.pankou.workflow.value.Problems;
import dev.pankou.workflow.value.Type;

/** Nodes that execute graphs: loops, batches, sub-workflows (WORKFLOW 6.3, 6.5, 8.9, 8.21, 8.28). */
final class Composites {
    /** A question was asked inside; it is known there. */
    static final Outcome.Ask INSIDE = new Outcome.Ask(Outcome.Kind.QUESTION, "", List.of(), null, "");

    private static final long DEFAULT_BATCH = 100;
    private static final long DEFAULT_PARALLEL = 10;

    private Composites() {}

    static Outcome loop(NodeRun node, Action.Loop loop) {
        var variables = new LinkedHashMap<String, @Nullable Object>();
        for (var variable : loop.variables().entrySet()) {
            var value = node.take(variable.getValue()).value();
            variables.put(variable.getKey(), value == null ? variable.getValue().type().zero() : value);
        }
        var iterations = iterations(node, loop);
        var collected = new LinkedHashMap<String, List<@Nullable Object>>();
        loop.outputs().forEach((name, output) -> {
            if (output.operand() != null) {
                collected.put(name, new ArrayList<>());
            }
        });
        for (var i = 0; i < iterations; i++) {
            node.cancellation().check();
            var frame = new Frame(
                    node.execution,
                    loop.block(),
                    node.frame,
                    node.key + "[" + i + "]/",
                    node.cancellation(),
                    locals(node.inputs(), loop.lists(), i),
                    variables,
                    node.frame.place.inLoop(i),
                    null);
            var ending = frame.run();
            if (ending == Frame.Ending.WAITING) {
                return INSIDE;
            }
            loop.outputs().forEach((name, output) -> {
                if (output.operand() != null) {
                    var found = frame.collected(output.operand(), node);
                    if (found.present()) {
                        collected.computeIfAbsent(name, key -> new ArrayList<>()).add(found.value());
                    }
                }
            });
            if (ending == Frame.Ending.BROKEN) {
                break;
            }
            if (loop.infinite() && i == iterations - 1) {
                throw new NodeException(
                        NodeException.EXECUTION,
                        "loop \"" + node.name() + "\" did not end within " + iterations + " iterations");
            }
        }
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        loop.outputs().forEach((name, output) ->
                outputs.put(name, output.variable() != null ? variables.get(output.variable()) : collected.get(name)));
        return Outcome.done(outputs);
    }

    private static int iterations(NodeRun node, Action.Loop loop) {
        var most = node.execution.limits.loopIterations();
        if (loop.infinite()) {
            return most;
        }
        long wanted;
        if (loop.count() != null) {
            wanted = node.take(loop.count()).value() instanceof Long count ? Math.max(0, count) : 0;
        } else {
            wanted = shortest(node.inputs(), loop.lists());
        }
        if (wanted > most) {
            throw new NodeException(
                    NodeException.EXECUTION,
                    "loop \"" + node.name() + "\" wants " + wanted + " iterations, at most " + most + " are allowed");
        }
        return (int) wanted;
    }

    private static int shortest(Map<String, @Nullable Object> values, List<String> lists) {
        var shortest = Integer.MAX_VALUE;
        for (var name : lists) {
            shortest = Math.min(shortest, values.get(name) instanceof List<?> list ? list.size() : 0);
        }
        return shortest == Integer.MAX_VALUE ? 0 : shortest;
    }

    /** What the block sees of its iteration: elements instead of lists, the other inputs as they are, and the index. */
    private static Map<String, @Nullable Object> locals(Map<String, @Nullable Object> values, List<String> lists, int index) {
        var locals = new LinkedHashMap<String, @Nullable Object>(values);
        for (var name : lists) {
            if (values.get(name) instanceof List<?> list) {
                locals.put(name, list.get(index));
            }
        }
        locals.put("index", (long) index);
        return locals;
    }

    static Outcome batch(NodeRun node, Action.Batch batch) {
        var values = new LinkedHashMap<String, @Nullable Object>(node.inputs());
        var lists = new ArrayList<String>();
        if (batch.lists().isEmpty()) {
            for (var variable : node.node.inputs().declared().fields().values()) {
                if (variable.type() instanceof Type.ListType) {
                    lists.add(variable.name());
                }
            }
        } else {
            batch.lists().forEach((name, operand) -> {
                values.put(name, node.take(operand).value());
                lists.add(name);
            });
        }
        var limits = node.execution.limits;
        var most = number(node, batch.most(), DEFAULT_BATCH);
        if (most > limits.batchItems()) {
            throw new NodeException(
                    NodeException.EXECUTION,
                    "batch \"" + node.name() + "\" has the size " + most + ", at most " + limits.batchItems() + " is allowed");
        }
        var count = (int) Math.min(shortest(values, lists), most);
        var parallel = (int) Math.min(number(node, batch.parallel(), DEFAULT_PARALLEL), limits.batchParallel());
        var items = new Item[count];
        new BatchRun(node, batch, values, lists, items).run(Math.min(parallel, count));
        for (var item : items) {
            if (item == null || item.ending() == Frame.Ending.WAITING) {
                return INSIDE;
            }
        }
        return Outcome.done(results(node, batch, items));
    }

    private static long number(NodeRun node, Operand operand, long otherwise) {
        return node.take(operand).value() instanceof Long number && number > 0 ? number : otherwise;
    }

    private static Map<String, @Nullable Object> results(NodeRun node, Action.Batch batch, Item[] items) {
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        if (batch.outputs() == null) {
            var all = new ArrayList<@Nullable Object>();
            for (var item : items) {
                all.add(item.frame().collected(new Operand.Output(
                                Type.ObjectType.FREE_FORM, 0, 0, dev.pankou.workflow.value.Path.of("")), node)
                        .value());
            }
            outputs.put(batch.into(), all);
            return outputs;
        }
        batch.outputs().forEach((name, output) -> {
            var all = new ArrayList<@Nullable Object>();
            for (var item : items) {
                all.add(output.operand() == null ? null : item.frame().collected(output.operand(), node).value());
            }
            outputs.put(name, all);
        });
        return outputs;
    }

    private record Item(Frame frame, Frame.Ending ending) {}

    /** The items of a batch at work, some at a time. */
    private static final class BatchRun {
        private final NodeRun node;
        private final Action.Batch batch;
        private final Map<String, @Nullable Object> values;
        private final List<String> lists;
        private final Item[] items;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicBoolean asked = new AtomicBoolean();
        private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

        BatchRun(
                NodeRun node,
                Action.Batch batch,
                Map<String, @Nullable Object> values,
                List<String> lists,
                Item[] items) {
            this.node = node;
            this.batch = batch;
            this.values = values;
            this.lists = lists;
            this.items = items;
        }

        void run(int parallel) {
            var waits = false;
            for (var inner : batch.block().nodes()) {
                waits |= inner.waits();
            }
            try (var children = node.cancellation().below()) {
                if (parallel <= 1 || !waits) {
                    work(children);
                } else {
                    var done = new CountDownLatch(parallel);
                    for (var i = 0; i < parallel; i++) {
                        node.execution.fork(() -> {
                            try {
                                work(children);
                            } finally {
                                done.countDown();
                            }
                        });
                    }
                    await(done);
                }
            }
            var failed = failure.get();
            if (failed != null) {
                throw failed;
            }
            node.cancellation().check();
        }

        private static void await(CountDownLatch done) {
            var interrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException again) {
                    interrupted = true; // cancellation reaches the items by itself
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void work(Cancellation children) {
            for (var i = next.getAndIncrement(); i < items.length; i = next.getAndIncrement()) {
                var path = node.key + "[" + i + "]/";
                if (failure.get() != null || children.isCancelled()) {
                    return;
                }
                if (asked.get() && !node.execution.leadsToQuestion(node.key + "[" + i + "]")) {
                    continue; // items that have not begun wait for the answer
                }
                try {
                    var frame = new Frame(
                            node.execution,
                            batch.block(),
                            node.frame,
                            path,
                            children,
                            locals(values, lists, i),
                            null,
                            node.frame.place.inBatch(i),
                            null);
                    var ending = frame.run();
                    items[i] = new Item(frame, ending);
                    if (ending == Frame.Ending.WAITING) {
                        asked.set(true);
                    }
                } catch (RuntimeException failed) {
                    over(children, failed);
                    return;
                } catch (Error defect) { // such as a stack that is full: the batch must not wait for this item
                    over(children, new IllegalStateException("an item of a batch broke off", defect));
                    return;
                }
            }
        }

        private void over(Cancellation children, RuntimeException failed) {
            failure.compareAndSet(null, failed);
            children.cancel(Cancellation.Reason.OVER);
        }
    }

    static Outcome sub(NodeRun node, Action.Sub sub) {
        return sub(node, node.key, node.memo, sub.workflow(), sub.version(), node.inputs(), node.skipped());
    }

    /**
     * @param key of the sub-workflow's own entries, which lie below it
     * @param skipped inputs that are not given as their sources were skipped
     */
    static Outcome sub(
            NodeRun node,
            String key,
            Execution.@Nullable Memo memo,
            String workflow,
            String version,
            Map<String, @Nullable Object> given,
            Set<String> skipped) {
        var execution = node.execution;
        if (node.frame.place.depth() >= execution.limits.nesting()) {
            throw NodeException.fatal(
                    NodeException.EXECUTION,
                    "workflows are nested more than " + execution.limits.nesting() + " deep: do they call each other?");
        }
        var pin = memo == null ? null : memo.pin;
        Plan plan;
        String id;
        if (pin != null) {
            plan = execution.parts.subs().pinned(execution.context, workflow, pin.hash());
            id = pin.execute();
        } else {
            plan = execution.parts.subs().find(execution.context, workflow, version);
            id = execution.parts.newId().get();
            execution.log.add(Entry.pinned(key, execution.now(), new Entry.Pin(plan.hash(), id, workflow)));
        }
        var problems = new Problems();
        var inputs = Conversion.runInputs(withNulls(given, skipped, plan.defaults()), plan.inputs(), plan.defaults(), problems);
        for (var problem : problems.list()) {
            if (problem.kind() == Problem.Kind.MISSING) {
                throw new NodeException(NodeException.EXECUTION, problem.message());
            }
        }
        var frame = new Frame(
                execution,
                plan.root(),
                null,
                key + "/",
                node.cancellation(),
                inputs,
                null,
                node.frame.place.inSub(id),
                node);
        if (frame.run() == Frame.Ending.WAITING) {
            return INSIDE;
        }
        var result = frame.result();
        if (result == null) {
            throw new NodeException(NodeException.EXECUTION, "workflow " + workflow + " ended before its End was reached");
        }
        return Outcome.done(result);
    }

    /** What was skipped is its default, else null: required, perhaps, but no node fails because a source was skipped (6.2). */
    private static Map<String, @Nullable Object> withNulls(
            Map<String, @Nullable Object> given, Set<String> skipped, Map<String, @Nullable Object> defaults) {
        if (skipped.isEmpty()) {
            return given;
        }
        var all = new LinkedHashMap<String, @Nullable Object>(given);
        for (var name : skipped) {
            if (!defaults.containsKey(name)) {
                all.put(name, null);
            }
        }
        return all;
    }
}
