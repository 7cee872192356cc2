package dev.pankou.workflow.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.ApiException;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.workflow.WorkflowService;
import dev.pankou.workflow.engine.Entry;
import dev.pankou.workflow.engine.Execution;
import dev.pankou.workflow.value.Found;
import dev.pankou.workflow.value.ValueException;
import dev.pankou.workflow.value.ValueTemplate;
import dev.pankou.workflow.value.Values;

/** Tests that are stored with workflows: kept, and run against any version. Threads share it. */
final class WorkflowTests {
    static final int MOST_TESTS = 200;
    private static final String ERROR_CODE = "$error_code";

    private final RunParts parts;
    private final RunService runs;
    private final RunReplay replays;
    private final WorkflowService workflows;
    private final WorkflowTestStore store = new WorkflowTestStore();

    WorkflowTests(RunParts parts, RunService runs, RunReplay replays, WorkflowService workflows) {
        this.parts = parts;
        this.runs = runs;
        this.replays = replays;
        this.workflows = workflows;
    }

    /**
     * What a test is to be.
     *
     * @param tapeRun the run whose tape it keeps; null: none
     */
    record Wish(
            String name,
            JsonNode inputs,
            @Nullable JsonNode expected,
            List<WorkflowTest.Assertion> assertions,
            @Nullable Id tapeRun) {}

    /** @throws dev.pankou.api.ApiException 4000, 4101, 4200 */
    WorkflowTest create(Caller caller, Id workflow, Wish wish) {
        var now = parts.clock().millis();
        var made = made(caller, workflow, parts.ids().next(), wish, now, now);
        return parts.db().write(handle -> {
            workflows.requireEdit(handle, caller, workflow);
            if (store.list(handle, workflow).size() >= MOST_TESTS) {
                throw ApiError.INVALID_REQUEST.with("a workflow has at most " + MOST_TESTS + " tests");
            }
            store.insert(handle, made);
            return made;
        });
    }

    WorkflowTest update(Caller caller, Id workflow, Id id, Wish wish) {
        var made = made(caller, workflow, id, wish, 0, parts.clock().millis());
        return parts.db().write(handle -> {
            workflows.requireEdit(handle, caller, workflow);
            if (!store.update(handle, made)) {
                throw ApiError.NOT_FOUND.with("test_id", id);
            }
            return store.find(handle, workflow, id).orElseThrow();
        });
    }

    private WorkflowTest made(Caller caller, Id workflow, Id id, Wish wish, long created, long updated) {
        if (!wish.inputs().isObject()) {
            throw ApiError.field("inputs", "must be an object");
        }
        if (wish.expected() != null && !wish.expected().isObject()) {
            throw ApiError.field("expected", "must be an object of output fields");
        }
        List<String> tape = List.of();
        if (wish.tapeRun() != null) {
            var run = runs.own(caller, workflow, wish.tapeRun());
            if (!run.isOver()) {
                throw ApiError.field("tape_run_id", "run " + run.id() + " has not ended");
            }
            tape = parts.db().read(handle -> parts.store().log(handle, run.id()));
        }
        return new WorkflowTest(
                id, workflow, wish.name(), wish.inputs(), wish.expected(), wish.assertions(), tape, created, updated);
    }

    void delete(Caller caller, Id workflow, Id id) {
        parts.db().write(handle -> {
            workflows.requireEdit(handle, caller, workflow);
            if (!store.delete(handle, workflow, id)) {
                throw ApiError.NOT_FOUND.with("test_id", id);
            }
            return true;
        });
    }

    List<WorkflowTest> list(Caller caller, Id workflow) {
        return parts.db().read(handle -> {
            workflows.requireSight(handle, caller, workflow);
            return store.list(handle, workflow);
        });
    }

    /** @param failures what did not hold; none when it passed */
    record Outcome(Id testId, String name, boolean passed, List<String> failures, long durationMs) {}

    record Report(int passed, int failed, List<Outcome> tests) {}

    /** @param version null: what is published; "draft" or a certain one */
    Report run(Caller caller, Id workflow, @Nullable String version, String logid) {
        var outcomes = new ArrayList<Outcome>();
        for (var test : list(caller, workflow)) {
            var began = System.nanoTime();
            var failures = failures(caller, test, version, logid);
            outcomes.add(new Outcome(
                    test.id(), test.name(), failures.isEmpty(), failures, (System.nanoTime() - began) / 1_000_000));
        }
        var passed = (int) outcomes.stream().filter(Outcome::passed).count();
        return new Report(passed, outcomes.size() - passed, outcomes);
    }

    /** What a run came to: its output, or its error. */
    private record Ended(Map<String, @Nullable Object> output, int code, String message) {}

    private List<String> failures(Caller caller, WorkflowTest test, @Nullable String version, String logid) {
        Ended ended;
        try {
            ended = test.tape().isEmpty() ? live(caller, test, version, logid) : played(caller, test, version);
        } catch (ApiException refused) {
            ended = new Ended(Map.of(), refused.code(), refused.text());
        }
        var failures = new ArrayList<String>();
        var wantsError = test.assertions().stream().anyMatch(one -> one.path().equals(ERROR_CODE));
        if (ended.code() != 0 && !wantsError) {
            failures.add("the run failed with " + ended.code() + ": " + ended.message());
            return failures;
        }
        var output = ended.output();
        if (test.expected() != null && Values.of(test.expected()) instanceof Map<?, ?> expected) {
            expected.forEach((name, value) -> {
                if (!output.containsKey(String.valueOf(name)) || !Values.equal(output.get(String.valueOf(name)), value)) {
                    failures.add(name + ": expected " + Values.json(value) + ", was " + Values.json(output.get(String.valueOf(name))));
                }
            });
        }
        for (var assertion : test.assertions()) {
            var failure = failure(assertion, ended);
            if (failure != null) {
                failures.add(failure);
            }
        }
        return failures;
    }

    private Ended live(Caller caller, WorkflowTest test, @Nullable String version, String logid) {
        var draft = "draft".equals(version);
        var run = runs.run(
                caller,
                new RunService.Start(
                        test.workflow(), test.inputs(), null, null, new Id(1024), null, Run.Mode.SYNC,
                        draft ? null : version, draft, 0, 0, 0),
                logid);
        return switch (run.status()) {
            case SUCCESS -> new Ended(map(run.output()), 0, "");
            case INTERRUPTED -> {
                runs.cancel(caller, test.workflow(), run.id());
                yield new Ended(Map.of(), 720702078, "the run asks something; give the test the tape of a run that was answered");
            }
            case RUNNING, FAIL, CANCEL -> new Ended(Map.of(), run.errorCode(), run.errorMsg());
        };
    }

    private Ended played(Caller caller, WorkflowTest test, @Nullable String version) {
        var journal = new ArrayList<Entry>();
        test.tape().forEach(text -> journal.addAll(Entry.listOf(text)));
        var played = runs.play(caller, test.workflow(), version, test.inputs(), RunReplay.Tape.of(journal), replays);
        return switch (played.result()) {
            case Execution.Result.Succeeded(var output) -> new Ended(output, 0, "");
            case Execution.Result.Failed(var code, var message) -> new Ended(Map.of(), code, message);
            case Execution.Result.Interrupted asked ->
                new Ended(Map.of(), 720702078, "the run asks something that the tape has no answer to");
            case Execution.Result.Ended(var reason) -> new Ended(Map.of(), RunWork.TIMED_OUT, "the replay took too long");
        };
    }

    private static Map<String, @Nullable Object> map(String json) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        if (Values.parse(json) instanceof Map<?, ?> parsed) {
            parsed.forEach((name, value) -> map.put(String.valueOf(name), value));
        }
        return map;
    }

    private static @Nullable String failure(WorkflowTest.Assertion assertion, Ended ended) {
        var found = assertion.path().equals(ERROR_CODE) ? Found.of((long) ended.code()) : found(assertion.path(), ended.output());
        var value = found.value();
        var wanted = assertion.value() == null ? null : Values.of(assertion.value());
        var holds =
                switch (assertion.operator()) {
                    case EQUALS -> found.present() && Values.equal(value, wanted);
                    case NOT_EQUALS -> !Values.equal(value, wanted);
                    case CONTAINS -> contains(value, wanted);
                    case NOT_CONTAINS -> !contains(value, wanted);
                    case EMPTY -> Values.isEmpty(value);
                    case NOT_EMPTY -> !Values.isEmpty(value);
                    case GREATER -> value instanceof Number a && wanted instanceof Number b && a.doubleValue() > b.doubleValue();
                    case LESS -> value instanceof Number a && wanted instanceof Number b && a.doubleValue() < b.doubleValue();
                    case LENGTH -> wanted instanceof Number b && length(value) == b.longValue();
                };
        return holds
                ? null
                : assertion.path() + " " + dev.pankou.json.WireText.of(assertion.operator())
                        + (assertion.value() == null ? "" : " " + Json.text(assertion.value())) + ": was "
                        + (found.present() ? Values.json(value) : "absent");
    }

    private static boolean contains(@Nullable Object value, @Nullable Object wanted) {
        return switch (value) {
            case String text -> text.contains(Values.text(wanted));
            case List<?> list -> list.stream().anyMatch(one -> Values.equal(one, wanted));
            case Map<?, ?> map -> map.containsKey(Values.text(wanted));
            case null, default -> false;
        };
    }

    private static long length(@Nullable Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case null, default -> -1;
        };
    }

    private static Found found(String path, Map<String, @Nullable Object> output) {
        var segments = ValueTemplate.parse("{{" + path + "}}").segments();
        if (segments.size() != 1 || !(segments.getFirst() instanceof ValueTemplate.Placeholder placeholder)) {
            return Found.ABSENT;
        }
        if (!output.containsKey(placeholder.root())) {
            return Found.ABSENT;
        }
        try {
            return placeholder.find(output.get(placeholder.root()));
        } catch (ValueException beyond) {
            return Found.ABSENT;
        }
    }
}
