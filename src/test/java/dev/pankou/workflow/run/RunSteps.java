package dev.pankou.workflow.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import dev.pankou.workflow.engine.Canvases;

/** Steps that tests of runs share. */
final class RunSteps {
    private RunSteps() {}

    /** A published workflow of that canvas, imported as tools do it. */
    static String published(Person person, Canvases canvas) {
        return published(person, canvas, "workflow");
    }

    static String published(Person person, Canvases canvas, String mode) {
        return person.publishedWorkflow("run", mode, canvas.json());
    }

    static Map<String, Object> body(String workflow, Map<String, ?> parameters, Object... more) {
        var body = new HashMap<String, Object>();
        body.put("workflow_id", workflow);
        body.put("parameters", parameters);
        for (var i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    static JsonNode run(Person person, String workflow, Map<String, ?> parameters, Object... more) {
        var reply = person.post("/v1/workflow/run", body(workflow, parameters, more));
        if (reply.code() != 0) {
            throw new AssertionError(reply.text());
        }
        return reply.json();
    }

    static List<Sse> stream(Person person, String workflow, Map<String, ?> parameters) {
        return Sse.read(person.post("/v1/workflow/stream_run", body(workflow, parameters)).text());
    }

    static JsonNode history(Person person, String workflow, String execute) {
        return person.get("/v1/workflows/" + workflow + "/run_histories/" + execute).data().get(0);
    }

    /** Polls a run until its status is as wanted. */
    static JsonNode await(Person person, String workflow, String execute, Predicate<JsonNode> wanted) {
        var deadline = System.nanoTime() + 30_000_000_000L;
        while (true) {
            var shown = history(person, workflow, execute);
            if (wanted.test(shown)) {
                return shown;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not reached: " + shown);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
    }

    /** The id of a workflow's newest run, as soon as it is stored. */
    static String newest(Person person, String workflow) {
        var deadline = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < deadline) {
            var runs = person.get("/pankou/v1/workflows/" + workflow + "/runs").data().get("items");
            if (!runs.isEmpty()) {
                return runs.get(0).get("execute_id").stringValue();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        throw new AssertionError("workflow " + workflow + " has no run");
    }

    static Map<String, Object> resume(String workflow, JsonNode interrupt, String data) {
        return Map.of(
                "workflow_id", workflow,
                "event_id", interrupt.get("event_id").stringValue(),
                "interrupt_type", interrupt.get("type").intValue(),
                "resume_data", data);
    }
}
