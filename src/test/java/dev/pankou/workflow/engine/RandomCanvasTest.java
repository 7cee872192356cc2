package dev.pankou.workflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.pankou.egress.CancelSignal;
import dev.pankou.json.Json;
import dev.pankou.workflow.canvas.Canvas;
import dev.pankou.workflow.canvas.CanvasCheck;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.canvas.Fault;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Outside;
import dev.pankou.workflow.value.Values;

/**
 * Random canvases come to what {@link Reference} says, {@code -Dpankou.canvases} of them (300): in one go, after a crash at any
 * moment, with questions answered one by one, and cancelled.
 */
final class RandomCanvasTest {
    private static final int CANVASES = Integer.getInteger("pankou.canvases", 300);
    private static final long SEED = Long.getLong("pankou.seed", 20_261_121);
    private static final int MOST_ITERATIONS = 8;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final AtomicInteger working = new AtomicInteger();

    // ---- what all tests share

    private static int size(long seed) {
        return 1 + new Random(seed * 31).nextInt(40);
    }

    private interface Trial {
        void on(long seed, int size) throws Exception;
    }

    /** Tries every seed; of one that fails, the smallest size that does. */
    private static void each(int count, Trial trial) throws Exception {
        for (var seed = SEED; seed < SEED + count; seed++) {
            var size = size(seed);
            var failure = tried(trial, seed, size);
            for (var smaller = 1; failure != null && smaller < size; smaller++) {
                var found = tried(trial, seed, smaller);
                if (found != null) {
                    failure = found;
                    size = smaller;
                }
            }
            if (failure != null) {
                throw new AssertionError("seed " + seed + " size " + size + ": " + failure.getMessage(), failure);
            }
        }
    }

    private static @Nullable Throwable tried(Trial trial, long seed, int size) throws InterruptedException {
        var failure = new AtomicReference<@Nullable Throwable>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                trial.on(seed, size);
            } catch (Throwable failed) {
                failure.set(failed);
            }
        });
        if (!thread.join(LONGEST)) {
            return new AssertionError("it does not end within " + LONGEST);
        }
        return failure.get();
    }

    private Bed bed(RandomCanvas made) {
        var bed = new Bed();
        bed.limits = new Limits(100_000, MOST_ITERATIONS, 200, 10, 10, 20L << 20, 0, 0);
        bed.coder = this::coded;
        made.subs.forEach((id, canvas) -> bed.subs.put(id, bed.plan(canvas)));
        return bed;
    }

    private String coded(Outside.CodeLanguage language, String code, String params, CancelSignal cancel) {
        working.incrementAndGet();
        try {
            var micros = Json.tree(code).path("takes").asInt();
            if (micros > 0) {
                LockSupport.parkNanos(micros * 1000L);
            }
            return Values.json(outputs(code, params));
        } finally {
            working.decrementAndGet();
        }
    }

    private static Map<String, @Nullable Object> outputs(String code, String params) {
        var settings = Json.tree(code);
        if (settings.path("fails").asBoolean()) {
            throw new NodeException(NodeException.CODE_FAILED, "as it was told to");
        }
        var outputs = new LinkedHashMap<String, @Nullable Object>();
        outputs.put("output", Values.of(settings.path("output")));
        outputs.put("seen", Values.json(Reference.sorted(Values.parse(params))));
        return outputs;
    }

    private static String reply(String key, List<String> options) {
        return options.isEmpty() ? "reply " + key : options.get(Math.floorMod(key.hashCode(), options.size()));
    }

    /** What the reference says. */
    private record Expected(@Nullable Map<String, @Nullable Object> output, Reference reference, Map<String, String> questions) {}

    private static Expected expected(RandomCanvas made) {
        var questions = new LinkedHashMap<String, String>();
        var reference = new Reference(
                made.subs,
                MOST_ITERATIONS,
                (code, inputs) -> {
                    try {
                        return outputs(code, Values.json(inputs));
                    } catch (NodeException failed) {
                        throw new Reference.Failure(failed.text());
                    }
                },
                (key, question, options) -> {
                    questions.put(key, question);
                    return reply(key, options);
                });
        try {
            return new Expected(reference.run(made.canvas.json(), made.inputs), reference, questions);
        } catch (Reference.Failure | dev.pankou.workflow.value.ValueException failed) {
            return new Expected(null, reference, questions);
        }
    }

    private static void compare(Expected expected, Execution.Result result, Bed bed, boolean texts) {
        if (expected.output == null) {
            assertThat(result).isInstanceOf(Execution.Result.Failed.class);
            return;
        }
        assertThat(result).isInstanceOf(Execution.Result.Succeeded.class);
        // as JSON, where 3.0 and 3 are the same: so it is in a journal
        assertThat(Values.json(Reference.sorted(((Execution.Result.Succeeded) result).output())))
                .isEqualTo(Values.json(Reference.sorted(expected.output)));
        if (!expected.reference.madeUp) {
            assertThat(bed.executions().keySet()).isEqualTo(expected.reference.keys);
            if (texts) {
                assertThat(bed.texts.entrySet().stream()
                                .map(entry -> entry.getKey().split(" ")[0] + " " + entry.getValue())
                                .toList())
                        .containsExactlyInAnyOrderElementsOf(expected.reference.texts);
            }
        }
    }

    // ---- the tests

    @Test
    void comesToWhatTheReferenceSays() throws Exception {
        var succeeded = new AtomicInteger();
        var nodes = new AtomicInteger();
        each(CANVASES, (seed, size) -> {
            var made = new RandomCanvas(seed, size, false);
            var expected = expected(made);
            try (var bed = bed(made)) {
                compare(expected, bed.run(made.canvas, made.inputs), bed, true);
                assertThat(bed.executions().values()).allMatch(count -> count == 1 || expected.output == null || expected.reference.madeUp);
            }
            succeeded.addAndGet(expected.output == null ? 0 : 1);
            nodes.addAndGet(expected.reference.keys.size());
        });
        System.out.printf(
                "%s random canvases as the reference says, %s of them succeed, %s nodes executed%n", CANVASES, succeeded, nodes);
        assertThat(succeeded.get()).isGreaterThan(CANVASES / 3);
    }

    @Test
    void goesOnFromAnyPieceOfTheJournalAndRepeatsNothingOfIt() throws Exception {
        each(CANVASES, (seed, size) -> {
            var random = new Random(seed);
            var made = new RandomCanvas(seed, size, false);
            var expected = expected(made);
            try (var bed = bed(made)) {
                var plan = bed.plan(made.canvas);
                bed.run(plan, made.inputs, Set.of(), null);
                var journal = List.copyOf(bed.journal);
                bed.journal.clear();
                bed.journal.addAll(journal.subList(0, random.nextInt(journal.size() + 1)));
                var done = new HashSet<>(bed.executions().keySet());

                compare(expected, bed.run(plan, made.inputs, Set.of(), null), bed, false);

                if (expected.output != null && !expected.reference.madeUp) {
                    assertThat(bed.executions().entrySet()).allMatch(entry -> entry.getValue() == 1 || !done.contains(entry.getKey()));
                }
            }
        });
    }

    @Test
    void asksEveryQuestionOnceAndComesToTheSame() throws Exception {
        var asked = new AtomicInteger();
        each(CANVASES, (seed, size) -> asked.addAndGet(talk(seed, size, false)));
        System.out.printf("%s random canvases with questions, %s questions answered%n", CANVASES, asked);
    }

    @Test
    void asksTheSameAfterACrashInTheMiddleOfAStretch() throws Exception {
        each(CANVASES, (seed, size) -> talk(seed, size, true));
    }

    private int talk(long seed, int size, boolean crashes) {
        var random = new Random(seed);
        var made = new RandomCanvas(seed, size, true);
        var expected = expected(made);
        var answered = 0;
        try (var bed = bed(made)) {
            var plan = bed.plan(made.canvas);
            var pending = new ArrayList<Execution.Question>();
            var seen = new LinkedHashMap<String, String>();
            String current = null;
            while (true) {
                var others = new HashSet<String>();
                pending.forEach(question -> others.add(question.key()));
                var from = bed.journal.size();
                var result = bed.run(plan, made.inputs, others, current);
                if (crashes && random.nextInt(3) == 0) {
                    var keep = from + random.nextInt(bed.journal.size() - from + 1);
                    var kept = List.copyOf(bed.journal).subList(0, keep);
                    bed.journal.clear();
                    bed.journal.addAll(kept);
                    result = bed.run(plan, made.inputs, others, current);
                }
                if (!(result instanceof Execution.Result.Interrupted(var asked))) {
                    compare(expected, result, bed, !crashes);
                    if (expected.output != null && !expected.reference.madeUp) {
                        assertThat(seen).isEqualTo(expected.questions);
                        if (!crashes) {
                            assertThat(bed.executions().values()).allMatch(count -> count == 1);
                        }
                    }
                    return answered;
                }
                pending.removeIf(question -> !bed.isOpen(question.key()));
                for (var question : asked) {
                    assertThat(seen).as("asked once").doesNotContainKey(question.key());
                    seen.put(question.key(), question.ask().text());
                    pending.add(question);
                }
                assertThat(pending).as("somebody is to be answered").isNotEmpty();
                var next = pending.removeFirst();
                answered++;
                current = next.key();
                bed.journal.add(Entry.answered(current, 0, reply(current, next.ask().options())));
            }
        }
    }

    @Test
    void endsWithinASecondWhenItIsCancelledAndLeavesNothingRunning() throws Exception {
        each(CANVASES, (seed, size) -> {
            var random = new Random(seed);
            var made = new RandomCanvas(seed, size, false);
            try (var bed = bed(made)) {
                bed.coder = (language, code, params, cancel) -> {
                    working.incrementAndGet();
                    try {
                        if (cancel.await(Duration.ofMillis(random.nextInt(4)))) {
                            throw new NodeException(NodeException.CANCELLED, "cancelled");
                        }
                        return Values.json(outputs(code, params));
                    } catch (InterruptedException stopped) {
                        throw new NodeException(NodeException.CANCELLED, "cancelled");
                    } finally {
                        working.decrementAndGet();
                    }
                };
                var plan = bed.plan(made.canvas);
                var nanos = random.nextInt(3_000_000);
                var cancelled = new AtomicReference<Long>();
                var canceller = Thread.ofVirtual().start(() -> {
                    LockSupport.parkNanos(nanos);
                    cancelled.set(System.nanoTime());
                    bed.cancel(Cancellation.Reason.CANCELLED);
                });
                var result = bed.run(plan, made.inputs, Set.of(), null);
                var ended = System.nanoTime();
                canceller.join();

                assertThat(working).as("nothing runs any more").hasValue(0);
                assertThat(ended - cancelled.get()).isLessThan(1_000_000_000L);
                if (result instanceof Execution.Result.Ended(var reason)) {
                    assertThat(reason).isEqualTo(Cancellation.Reason.CANCELLED);
                }
            }
        });
    }
}
