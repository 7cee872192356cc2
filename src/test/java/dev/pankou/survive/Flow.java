package dev.pankou.survive;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;

import dev.pankou.json.Json;
import dev.pankou.workflow.engine.Canvases;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The workflows of these tests, and what can be done with their runs. */
record Flow(String id) {
    /** What the scripted model says in them. */
    static final String SAID = "你好，世界";

    /** What a chatflow asks. */
    static final String WHICH = "Which city?";

    private static final String TAG = "[{\"name\":\"tag\",\"type\":\"string\",\"required\":true}]";
    private static final String BODY = "[{\"name\":\"body\",\"type\":\"string\"},{\"name\":\"statusCode\",\"type\":\"integer\"}]";

    private static Canvases http(Canvases canvas, String id, String method, String url) {
        return canvas.node(
                id,
                "45",
                "Call " + id,
                "{\"apiInfo\":{\"method\":\"" + method + "\",\"url\":" + Json.text(url)
                        + "},\"setting\":{\"timeout\":30,\"retryTimes\":0},\"body\":{\"bodyType\":\"EMPTY\"}}",
                BODY);
    }

    /** Reads outside, asks a model, has an effect outside, and in parallel another in a loop of three; ends with all texts. */
    static Canvases chain(String url, String model) {
        var canvas = new Canvases().start(TAG);
        http(canvas, "110", "GET", url + "/look/{{block_output_100001.tag}}");
        canvas.node(
                "120",
                "3",
                "Think",
                "{\"inputParameters\":" + params("t", ref("string", START, "tag")) + ",\"llmParam\":"
                        + params(
                                "modelType", literal("string", model),
                                "prompt", literal("string", "About {{t}}"),
                                "responseFormat", literal("integer", "0"))
                        + "}",
                "[{\"name\":\"output\",\"type\":\"string\"}]");
        http(canvas, "130", "POST", url + "/effect/{{block_output_100001.tag}}/130");
        var inside = new Canvases();
        http(inside, "210", "POST", url + "/effect/{{block_output_100001.tag}}/210-{{block_output_200.index}}");
        inside.enter("200", "210").leave("210", "200");
        canvas.block(
                "200",
                "21",
                "Loop",
                "{\"loopType\":\"count\",\"loopCount\":" + literal("integer", "3") + ",\"inputParameters\":[]}",
                params("bodies", Canvases.refList("string", "210", "body")),
                inside);
        return canvas.text(
                        "140",
                        "{{m}}|{{b}}|{{l}}",
                        params(
                                "m", ref("string", "120", "output"),
                                "b", ref("string", "130", "body"),
                                "l", Canvases.refList("string", "200", "bodies")))
                .answer("{{o}}", true, params("o", ref("string", "140", "output")))
                .chain(START, "110", "120", "130", "140", END)
                .chain(START, "200")
                .edge("200", "loop-output", "140");
    }

    static String chainSays(String tag) {
        var loop = new StringBuilder();
        for (var i = 0; i < 3; i++) {
            loop.append(i == 0 ? "" : ",").append("saw /effect/").append(tag).append("/210-").append(i);
        }
        return SAID + "|saw /effect/" + tag + "/130|" + loop;
    }

    /** Has an effect, asks, has another. */
    static Canvases asking(String url) {
        var canvas = new Canvases().start(TAG);
        http(canvas, "110", "POST", url + "/effect/{{block_output_100001.tag}}/110");
        canvas.node(
                "120",
                "18",
                "Question",
                "{\"question\":\"Which city?\",\"answer_type\":\"text\"}",
                "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]");
        http(canvas, "130", "POST", url + "/effect/{{block_output_100001.tag}}/130");
        return canvas.answer(
                        "{{a}}|{{r}}|{{b}}",
                        false,
                        params(
                                "a", ref("string", "110", "body"),
                                "r", ref("string", "120", "USER_RESPONSE"),
                                "b", ref("string", "130", "body")))
                .chain(START, "110", "120", "130", END);
    }

    static String askingSays(String tag, String reply) {
        return "saw /effect/" + tag + "/110|" + reply + "|saw /effect/" + tag + "/130";
    }

    /** A chatflow: asks a model, says something, asks the user, answers with all. */
    static Canvases talking(String model) {
        return new Canvases()
                .start("[{\"name\":\"USER_INPUT\",\"type\":\"string\",\"required\":true}]")
                .node(
                        "120",
                        "3",
                        "Think",
                        "{\"inputParameters\":" + params("u", ref("string", START, "USER_INPUT")) + ",\"llmParam\":"
                                + params(
                                        "modelType", literal("string", model),
                                        "prompt", literal("string", "About {{u}}"),
                                        "responseFormat", literal("integer", "0"))
                                + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .output("130", "Hm, {{u}}", false, params("u", ref("string", START, "USER_INPUT")))
                .node(
                        "140",
                        "18",
                        "Question",
                        "{\"question\":\"" + WHICH + "\",\"answer_type\":\"text\"}",
                        "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .answer(
                        "{{u}}|{{r}}|{{m}}",
                        true,
                        params(
                                "u", ref("string", START, "USER_INPUT"),
                                "r", ref("string", "140", "USER_RESPONSE"),
                                "m", ref("string", "120", "output")))
                .chain(START, "120", "130", "140", END);
    }

    /** Published in the client's own workspace. */
    static Flow published(Client client, Canvases canvas) throws IOException {
        return published(client, canvas, "workflow");
    }

    static Flow published(Client client, Canvases canvas, String mode) throws IOException {
        var workspace = client.get("/v1/workspaces").data().get("workspaces").get(0).get("id").stringValue();
        var body = Map.of("workspace_id", workspace, "name", "run", "workflow_mode", mode, "canvas", canvas.json());
        var id = client.post("/pankou/v1/workflows/import", body).data().get("workflow_id").stringValue();
        client.post("/pankou/v1/workflows/" + id + "/publish", Map.of("version", "v0.0.1", "description", "")).data();
        return new Flow(id);
    }

    Map<String, Object> body(String tag, boolean async) {
        var body = new HashMap<String, Object>();
        body.put("workflow_id", id);
        body.put("parameters", Map.of("tag", tag));
        if (async) {
            body.put("is_async", true);
        }
        return body;
    }

    /** Starts an asynchronous run; its id. */
    String launch(Client client, String tag) throws IOException {
        var reply = client.post("/v1/workflow/run", body(tag, true));
        if (reply.code() != 0) {
            throw new AssertionError("refused: " + reply.json());
        }
        return reply.json().get("execute_id").stringValue();
    }

    /** The run as operators see it: {@code run} and {@code nodes}. */
    JsonNode detail(Client client, String run) throws IOException {
        return client.get("/pankou/v1/workflows/" + id + "/runs/" + run).data();
    }

    String status(Client client, String run) throws IOException {
        return detail(client, run).get("status").stringValue();
    }

    /** Polls until the status is as wanted. */
    JsonNode await(Client client, String run, Duration most, Predicate<String> wanted) throws IOException {
        var deadline = System.nanoTime() + most.toNanos();
        while (true) {
            var detail = detail(client, run);
            if (wanted.test(detail.get("status").stringValue())) {
                return detail;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("run " + run + " stayed " + detail);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Answers an open question of a run that was not started with a stream. */
    Client.Reply resume(Client client, String event, String reply) throws IOException {
        return client.post(
                "/v1/workflows/resume",
                Map.of("workflow_id", id, "event_id", event, "interrupt_type", 2, "resume_data", reply));
    }

    /** What an ended run answered with. */
    static String answer(JsonNode detail) {
        return Json.tree(Json.tree(detail.get("run").get("output").stringValue()).get("Output").stringValue())
                .get("data")
                .stringValue();
    }
}
