package dev.pankou.workflow.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.json.Json;
import dev.pankou.workflow.engine.Cancellation;
import dev.pankou.workflow.engine.Emitter;
import dev.pankou.workflow.engine.Entry;
import dev.pankou.workflow.engine.Execution;
import dev.pankou.workflow.engine.Plan;
import dev.pankou.workflow.engine.RunLog;
import dev.pankou.workflow.engine.VariableRead;
import dev.pankou.workflow.engine.World;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.node.Operand;
import dev.pankou.workflow.node.RunContext;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.Values;

/**
 * Runs again what ran before, with nothing going out: models, addresses, code and the clock answer from the run's tape, questions
 * are answered as they were. Nothing of it is stored. Threads share it.
 */
final class RunReplay {
    private static final int MOST_DIFFERENCES = 20;
    private static final long MOST_MILLIS = 60_000;

    private final RunParts parts;
    private final World world;

    RunReplay(RunParts parts, World world) {
        this.parts = parts;
        this.world = world;
    }

    /** What came from outside in a run, and what it was told. */
    record Tape(
            Map<String, List<Map<String, @Nullable Object>>> calls,
            Map<String, List<Map<String, @Nullable Object>>> reads,
            List<Entry> told)
            implements World.Tape, Execution.Variables {
        /** @param journal of the run that is played again, oldest first */
        static Tape of(List<Entry> journal) {
            var calls = new HashMap<String, List<Map<String, @Nullable Object>>>();
            var reads = new LinkedHashMap<String, List<Map<String, @Nullable Object>>>();
            var told = new ArrayList<Entry>();
            for (var entry : journal) {
                switch (entry.status()) {
                    case DONE, WARNED, FAILED, CANCELLED -> {
                        calls.put(entry.key(), entry.calls().stream().filter(call -> !VariableRead.is(call)).toList());
                        reads.put(entry.key(), entry.calls().stream().filter(VariableRead::is).toList());
                    }
                    case ASKED, ANSWERED, PINNED -> told.add(entry);
                    case BEGUN, HELD -> {}
                }
            }
            return new Tape(calls, reads, told);
        }

        @Override
        public @Nullable Map<String, @Nullable Object> call(String key, int n) {
            var made = calls.getOrDefault(key, List.of());
            return n < made.size() ? made.get(n) : null;
        }

        /** Another version may read it at another place. */
        @Override
        public @Nullable Map<String, @Nullable Object> taped(String key, String name, int n) {
            var own = VariableRead.nth(reads.getOrDefault(key, List.of()), name, n);
            if (own != null) {
                return own;
            }
            return reads.values().stream()
                    .map(others -> VariableRead.nth(others, name, 0))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Found find(RunContext run, Operand.Variable variable) {
            throw NodeException.fatal(
                    NodeException.OPERATION, "the tape has no value of the variable " + variable.path());
        }
    }

    /** How the replay ended and what it did. */
    record Played(Execution.Result result, List<Entry> journal) {}

    Played play(Plan plan, RunContext context, Map<String, @Nullable Object> inputs, Tape tape) {
        var journal = new CopyOnWriteArrayList<Entry>();
        var log = new RunLog() {
            @Override
            public List<Entry> earlier() {
                return tape.told();
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
        var engine = parts.engine();
        var cancellation = new Cancellation();
        var timer = parts.timers().limit(cancellation, MOST_MILLIS, Cancellation.Reason.RUN_TIMEOUT);
        try {
            var execution = new Execution(
                    new Execution.Parts(
                            engine.clock(), engine.newId(), engine.subs(), world.replaying(tape), tape, engine.timers()),
                    plan,
                    context,
                    log,
                    Emitter.NONE,
                    parts.limits(),
                    cancellation,
                    Set.of(),
                    null);
            return new Played(execution.run(inputs), List.copyOf(journal));
        } finally {
            timer.cancel(false);
        }
    }

    /**
     * @param same whether every node did the same
     * @param differences in the order of the first run, at most twenty
     */
    record Report(
            boolean same,
            String status,
            @Nullable JsonNode output,
            @Nullable Integer errorCode,
            @Nullable String errorMessage,
            int nodes,
            @Nullable Difference firstDifference,
            List<Difference> differences) {}

    /**
     * @param what output, port, status, missing (it did not run again) or new (it did not run before)
     */
    record Difference(String key, String what, @Nullable JsonNode before, @Nullable JsonNode after) {}

    Report compare(List<Entry> before, Played played) {
        var first = outcomes(before);
        var second = outcomes(played.journal());
        var differences = new ArrayList<Difference>();
        first.forEach((key, entry) -> {
            var again = second.get(key);
            if (again == null) {
                differences.add(new Difference(key, "missing", shown(entry), null));
            } else if (entry.isDone() != again.isDone()) {
                differences.add(new Difference(key, "status", said(entry), said(again)));
            } else if (!entry.port().equals(again.port())) {
                differences.add(new Difference(key, "port", Json.mapper().valueToTree(entry.port()), Json.mapper().valueToTree(again.port())));
            } else if (!Values.equal(entry.outputs(), again.outputs())) {
                differences.add(new Difference(key, "output", shown(entry), shown(again)));
            }
        });
        second.forEach((key, entry) -> {
            if (!first.containsKey(key)) {
                differences.add(new Difference(key, "new", null, shown(entry)));
            }
        });
        var few = differences.size() > MOST_DIFFERENCES ? differences.subList(0, MOST_DIFFERENCES) : differences;
        var result = played.result();
        return new Report(
                differences.isEmpty(),
                switch (result) {
                    case Execution.Result.Succeeded done -> "success";
                    case Execution.Result.Interrupted asked -> "interrupted";
                    case Execution.Result.Failed failed -> "fail";
                    case Execution.Result.Ended ended -> "cancel";
                },
                result instanceof Execution.Result.Succeeded(var output) ? tree(output) : null,
                result instanceof Execution.Result.Failed(var code, var message) ? code : null,
                result instanceof Execution.Result.Failed(var code, var message) ? message : null,
                second.size(),
                few.isEmpty() ? null : few.getFirst(),
                few);
    }

    /** The last word on each execution of a node, in the order in which they began. */
    private static Map<String, Entry> outcomes(List<Entry> journal) {
        var last = new LinkedHashMap<String, Entry>();
        for (var entry : journal) {
            switch (entry.status()) {
                case DONE, WARNED, FAILED -> {
                    last.remove(entry.key());
                    last.put(entry.key(), entry);
                }
                default -> {}
            }
        }
        return last;
    }

    private static @Nullable JsonNode shown(Entry entry) {
        return entry.outputs() == null ? said(entry) : tree(entry.outputs());
    }

    private static JsonNode said(Entry entry) {
        var json = Json.object().put("status", entry.isDone() ? "success" : "fail");
        if (entry.code() != 0) {
            json.put("error_code", entry.code()).put("error_message", entry.message());
        }
        return json;
    }

    private static JsonNode tree(Map<String, @Nullable Object> values) {
        return Json.tree(Values.json(values));
    }
}
