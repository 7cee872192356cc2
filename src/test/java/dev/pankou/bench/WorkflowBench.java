package dev.pankou.bench;

import dev.pankou.workflow.engine.Canvases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What workflows cost, on one server. */
final class WorkflowBench {
    private static final int CLIENTS = 64;
    private static final int CHAIN = 200;
    /** With Start and End as many nodes as a canvas may have. */
    private static final int FAN = 998;

    private final Subject.Setup setup;
    private final ModelServer model;
    private final Results results;
    private final boolean quick;

    WorkflowBench(Subject.Setup setup, ModelServer model, Results results, boolean quick) {
        this.setup = setup;
        this.model = model;
        this.results = results;
        this.quick = quick;
    }

    void run() throws Exception {
        try (var server = setup.open("workflow")) {
            throughput(server);
            overhead(server);
            loops(server);
            code(server);
            firstByte(server);
            resume(server);
        }
        try (var server = setup.open("paused")) {
            paused(server);
        }
    }

    private static final String TOPIC = "[{\"name\":\"topic\",\"type\":\"string\"}]";

    private static Canvases small() {
        return new Canvases()
                .start(TOPIC)
                .text("110", "about {{t}}", Canvases.params("t", Canvases.ref("string", Canvases.START, "topic")))
                .end(Canvases.params("output", Canvases.ref("string", "110", "output")))
                .chain(Canvases.START, "110", Canvases.END);
    }

    private static Map<String, Object> body(String workflow) {
        return Map.of("workflow_id", workflow, "parameters", Map.of("topic", "rain 雨"));
    }

    private Duration seconds(int thorough, int quickly) {
        return Duration.ofSeconds(quick ? quickly : thorough);
    }

    /** Start, a text node, End; the outcome is stored before the answer. */
    private void throughput(Subject server) throws Exception {
        var load = server.calls("/v1/workflow/run", body(server.workflow(small().json())));
        load.parallel(CLIENTS, Duration.ZERO, seconds(12, 8));
        var before = server.child().cpuMillis();
        var rounds = new ArrayList<Load.Rate>();
        for (var i = 0; i < 3; i++) {
            rounds.add(load.parallel(CLIENTS, Duration.ofMillis(500), seconds(6, 3)));
        }
        var cpu = server.child().cpuMillis() - before;
        var idle = server.idle().parallel(CLIENTS, Duration.ofSeconds(1), seconds(4, 2));
        rounds.sort(Comparator.comparingDouble(Load.Rate::answersPerSecond));
        var middle = rounds.get(1);
        var runs = rounds.stream().mapToLong(Load.Rate::answers).sum();
        results.add(
                "workflow_runs_per_s_sync",
                middle.answersPerSecond(),
                "of empty requests " + Results.number(idle.answersPerSecond()) + "; run p50 " + middle.p50Micros() / 1000
                        + " ms; server cpu " + Results.number((double) cpu / runs) + " ms a run");
        var alone = sequence(load, quick ? 1000 : 3000);
        results.add("workflow_run_p50_ms", at(alone, 0.5), "one client; p99 " + Results.number(at(alone, 0.99)));
    }

    private static double[] sequence(Load load, int turns) throws IOException {
        var millis = new double[turns];
        try (var one = load.sequence()) {
            for (var i = 0; i < turns / 2; i++) {
                one.turn();
            }
            for (var i = 0; i < turns; i++) {
                millis[i] = one.turn() / 1e6;
            }
        }
        return millis;
    }

    private static double at(double[] values, double share) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }

    private void overhead(Subject server) throws Exception {
        var chain = new Canvases().start(TOPIC);
        var previous = Canvases.START;
        var name = "topic";
        for (var i = 0; i < CHAIN; i++) {
            var id = Integer.toString(1000 + i);
            chain.text(id, "{{t}}", Canvases.params("t", Canvases.ref("string", previous, name))).edge(previous, id);
            previous = id;
            name = "output";
        }
        chain.end(Canvases.params("output", Canvases.ref("string", previous, "output"))).edge(previous, Canvases.END);
        var turns = quick ? 300 : 1000;
        var few = at(sequence(server.calls("/v1/workflow/run", body(server.workflow(small().json()))), turns), 0.5);
        var many = at(sequence(server.calls("/v1/workflow/run", body(server.workflow(chain.json()))), turns), 0.5);
        results.add(
                "workflow_node_overhead_us",
                (many - few) * 1000 / (CHAIN - 1),
                "a chain of " + CHAIN + " nodes takes " + Results.number(many) + " ms, of one " + Results.number(few));

        var fan = new Canvases().start(TOPIC);
        for (var i = 0; i < FAN; i++) {
            var id = Integer.toString(1000 + i);
            fan.text(id, "{{t}}", Canvases.params("t", Canvases.ref("string", Canvases.START, "topic")))
                    .chain(Canvases.START, id, Canvases.END);
        }
        fan.end(Canvases.params("output", Canvases.ref("string", "1000", "output")));
        var wide = at(sequence(server.calls("/v1/workflow/run", body(server.workflow(fan.json()))), quick ? 50 : 200), 0.5);
        results.add("workflow_fanout_ms", wide - few, FAN + " parallel branches joined, all stored");
    }

    private void loops(Subject server) throws Exception {
        var inside = new Canvases()
                .text("210", "{{i}}", Canvases.params("i", Canvases.ref("integer", "200", "index")))
                .enter("200", "210")
                .leave("210", "200");
        var canvas = new Canvases()
                .start(TOPIC)
                .block(
                        "200",
                        "21",
                        "Loop",
                        "{\"loopType\":\"count\",\"loopCount\":" + Canvases.literal("integer", "1000") + "}",
                        Canvases.params("texts", Canvases.refList("string", "210", "output")),
                        inside)
                .end("[]")
                .chain(Canvases.START, "200")
                .edge("200", "loop-output", Canvases.END);
        var p50 = at(sequence(server.calls("/v1/workflow/run", body(server.workflow(canvas.json()))), quick ? 50 : 200), 0.5);
        results.add("loop_iterations_per_s", 1000 / p50 * 1000, "1,000 iterations with a text node, all stored: "
                + Results.number(p50) + " ms");
    }

    private void code(Subject server) throws Exception {
        for (var language : List.of("5", "3")) {
            var source = language.equals("3")
                    ? "async def main(args: Args) -> Output:\n    return {'output': args.params['t'] + '!'}"
                    : "async function main({ params }: Args): Promise<Output> {\n  return { output: params.t + '!' };\n}";
            var canvas = new Canvases()
                    .start(TOPIC)
                    .node(
                            "110",
                            "5",
                            "Code",
                            "{\"language\":" + language + ",\"code\":" + dev.pankou.json.Json.text(source)
                                    + ",\"inputParameters\":"
                                    + Canvases.params("t", Canvases.ref("string", Canvases.START, "topic")) + "}",
                            "[{\"name\":\"output\",\"type\":\"string\"}]")
                    .end(Canvases.params("output", Canvases.ref("string", "110", "output")))
                    .chain(Canvases.START, "110", Canvases.END);
            var key = language.equals("3") ? "code_node_p50_ms_python" : "code_node_p50_ms_javascript";
            var load = server.calls("/v1/workflow/run", body(server.workflow(canvas.json())));
            var turns = quick ? 20 : 60;
            var millis = new double[turns];
            try (var one = load.sequence()) {
                one.turn();
                for (var i = 0; i < turns; i++) {
                    Child.pause(Duration.ofMillis(300)); // the process that was used up is replaced meanwhile
                    millis[i] = one.turn() / 1e6;
                }
            } catch (IllegalStateException unavailable) {
                System.out.println("  no figure for code: " + unavailable.getMessage());
                continue;
            }
            results.add(key, at(millis, 0.5), "the whole run, process waiting; p99 " + Results.number(at(millis, 0.99)));
        }
    }

    /** From the request to the first byte of the stream, less the model's own. */
    private void firstByte(Subject server) throws Exception {
        model.answer(50, 1);
        var canvas = new Canvases()
                .start(TOPIC)
                .node(
                        "130",
                        "3",
                        "Think",
                        "{\"inputParameters\":" + Canvases.params("t", Canvases.ref("string", Canvases.START, "topic"))
                                + ",\"llmParam\":"
                                + Canvases.params("prompt", Canvases.literal("string", "About {{t}}"))
                                + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .answer("{{o}}", true, Canvases.params("o", Canvases.ref("string", "130", "output")))
                .chain(Canvases.START, "130", Canvases.END);
        var turns = quick ? 300 : 1000;
        var ours = new double[turns];
        var theirs = new double[turns];
        try (var stream = server.calls("/v1/workflow/stream_run", body(server.workflow(canvas.json()))).sequence();
                var direct = Subject.direct(model, 50).sequence()) {
            for (var i = 0; i < turns * 2; i++) {
                stream.turn();
                direct.turn();
                if (i >= turns) {
                    ours[i - turns] = stream.stage(0) / 1e6;
                    theirs[i - turns] = direct.stage(0) / 1e6;
                }
            }
        }
        results.add(
                "workflow_stream_first_byte_ms",
                at(ours, 0.5) - at(theirs, 0.5),
                "run " + Results.number(at(ours, 0.5)) + " ms, model alone " + Results.number(at(theirs, 0.5)) + " ms");
    }

    private static Canvases asking() {
        return new Canvases()
                .start(TOPIC)
                .node("120", "18", "Ask", "{\"question\":\"Which?\",\"answer_type\":\"text\"}", "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .end(Canvases.params("output", Canvases.ref("string", "120", "USER_RESPONSE")))
                .chain(Canvases.START, "120", Canvases.END);
    }

    private void resume(Subject server) throws Exception {
        var workflow = server.workflow(asking().json());
        var turns = quick ? 200 : 500;
        var millis = new double[turns];
        for (var i = 0; i < turns; i++) {
            var event = server.once("/v1/workflow/run", body(workflow)).get("interrupt_data").get("event_id").stringValue();
            var load = server.calls(
                    "/v1/workflows/resume",
                    Map.of("workflow_id", workflow, "event_id", event, "interrupt_type", 2, "resume_data", "this"));
            try (var one = load.sequence()) {
                millis[i] = one.turn() / 1e6;
            }
        }
        results.add("resume_ms", at(millis, 0.5), "from the reply to the outcome, on a new connection; p99 "
                + Results.number(at(millis, 0.99)));
    }

    /** Runs that wait for an answer: rows on the disk, and what the process grew by. */
    private void paused(Subject server) throws Exception {
        var wanted = quick ? 10_000 : 100_000;
        var load = server.calls("/v1/workflow/run", body(server.workflow(asking().json())));
        load.parallel(CLIENTS, Duration.ZERO, seconds(5, 3));
        server.child().collectGarbage();
        var rss = server.child().rssKb();
        var heap = server.child().heapUsedKb();
        var disk = size(setup.folder().resolve("paused"));
        var made = 0L;
        var began = System.nanoTime();
        while (made < wanted) {
            made += load.parallel(CLIENTS, Duration.ZERO, Duration.ofSeconds(1)).answers();
        }
        var seconds = (System.nanoTime() - began) / 1e9;
        server.child().collectGarbage();
        results.detail("paused_runs", made);
        results.detail("paused_runs_per_s", made / seconds);
        var memory = (server.child().rssKb() - rss) * 1024.0 / made;
        results.add(
                "paused_runs_bytes_each",
                memory,
                made + " waiting runs; heap " + Results.number((server.child().heapUsedKb() - heap) * 1024.0 / made)
                        + ", on disk " + Results.number((size(setup.folder().resolve("paused")) - disk) / (double) made)
                        + " bytes each");
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
