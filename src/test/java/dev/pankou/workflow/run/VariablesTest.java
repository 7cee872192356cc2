package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.ChatflowSteps.answers;
import static dev.pankou.workflow.run.ChatflowSteps.chat;
import static dev.pankou.workflow.run.ChatflowSteps.chatflow;
import static dev.pankou.workflow.run.ChatflowSteps.conversation;
import static dev.pankou.workflow.run.ChatflowSteps.say;
import static dev.pankou.workflow.run.RunSteps.body;
import static dev.pankou.workflow.run.RunSteps.published;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.workflow.engine.Canvases;

@ParameterizedClass
@EnumSource(Database.class)
record VariablesTest(Database database) {
    private static final String APP = "7580001000000000302";
    private static final String DONE = "[{\"name\":\"isSuccess\",\"type\":\"boolean\"}]";

    private Person person() {
        return Pankou.on(database).user();
    }

    private static String variable(String scope, String type, String... path) {
        return "{\"type\":\"" + type + "\",\"value\":{\"type\":\"ref\",\"content\":{\"source\":\"global_variable_" + scope
                + "\",\"path\":" + Json.text(path) + ",\"blockID\":\"\",\"name\":\"\"}}}";
    }

    private static Canvases assign(Canvases canvas, String id, String scope, String key, String type, String value) {
        return canvas.node(
                id,
                "40",
                "Assign " + id,
                "{\"inputParameters\":[{\"name\":\"" + key + "\",\"left\":" + variable(scope, type, key) + ",\"input\":" + value
                        + "}],\"variableTypeMap\":{\"" + key + "\":\"global_variable_" + scope + "\"}}",
                DONE);
    }

    private static String data(Person person, String flow, Map<String, ?> inputs, Object... more) {
        return RunSteps.run(person, flow, inputs, more).get("data").stringValue();
    }

    @Test
    void keepsAUsersVariableForTheBotOrAppChannelAndUser() {
        var person = person();
        var start = "[{\"name\":\"v\",\"type\":\"object\",\"schema\":[]}]";
        var set = published(
                person,
                assign(new Canvases().start(start), "110", "user", "喜好", "object", ref("object", START, "v"))
                        .end(params("ok", ref("boolean", "110", "isSuccess")))
                        .chain(START, "110", END));
        var get = published(
                person,
                new Canvases()
                        .start("[]")
                        .end(params(
                                "v", variable("user", "object", "喜好"),
                                "city", variable("user", "string", "喜好", "city"),
                                "none", variable("user", "string", "喜好", "none"),
                                "me", variable("system", "string", "sys_uuid")))
                        .chain(START, END));
        var mine = new Object[] {"app_id", APP, "ext", Map.of("user_id", "u-1")};

        assertThat(person.post("/v1/workflow/run", body(get, Map.of(), mine)).json().get("msg").stringValue())
                .contains("variable 喜好 not exists");
        assertThat(data(person, set, Map.of("v", Map.of("city", "杭州")), mine)).isEqualTo("{\"ok\":true}");
        assertThat(Json.tree(data(person, get, Map.of(), mine)))
                .isEqualTo(Json.tree("{\"v\":{\"city\":\"杭州\"},\"city\":\"杭州\",\"none\":\"\",\"me\":\"u-1\"}"));
        assertThat(person.post("/v1/workflow/run", body(get, Map.of(), "app_id", APP, "ext", Map.of("user_id", "u-2"))).code())
                .isEqualTo(777777764);
        assertThat(person.post("/v1/workflow/run", body(get, Map.of(), "app_id", "7580001000000000303", "ext", Map.of("user_id", "u-1")))
                        .code())
                .isEqualTo(777777764);
        assertThat(person.post("/v1/workflow/run", body(get, Map.of())).json().get("msg").stringValue())
                .contains("there must be one of the App ID or Agent ID");
    }

    @Test
    void keepsAnAppsVariableForTheRunOnly() {
        var person = person();
        var setting = assign(
                        new Canvases().start("[{\"name\":\"n\",\"type\":\"integer\"}]"), "110", "app", "n", "integer",
                        ref("integer", START, "n"))
                .end(params("n", variable("app", "integer", "n")))
                .chain(START, "110", END);
        var set = published(person, setting);
        var get = published(
                person, new Canvases().start("[]").end(params("n", variable("app", "integer", "n"))).chain(START, END));
        var calling = published(
                person,
                new Canvases()
                        .start("[]")
                        .node(
                                "120",
                                "9",
                                "Sub",
                                "{\"workflowId\":\"" + set + "\",\"workflowVersion\":\"v0.0.1\",\"type\":0,\"inputParameters\":"
                                        + params("n", "{\"type\":\"integer\",\"value\":{\"type\":\"literal\",\"content\":5}}") + "}",
                                "[{\"name\":\"n\",\"type\":\"integer\"}]")
                        .end(params("n", variable("app", "integer", "n")))
                        .chain(START, "120", END));

        assertThat(data(person, set, Map.of("n", 41), "app_id", APP)).isEqualTo("{\"n\":41}");
        assertThat(data(person, calling, Map.of(), "app_id", APP)).isEqualTo("{\"n\":5}");
        assertThat(person.post("/v1/workflow/run", body(get, Map.of(), "app_id", APP)).code()).isEqualTo(777777764);
        assertThat(person.post("/v1/workflow/run", body(set, Map.of("n", 1))).json().get("msg").stringValue())
                .contains("there must be one of the App ID or Agent ID");
    }

    @Test
    void knowsAnAppsVariableAfterAQuestionWasAnswered() {
        var person = person();
        var canvas = assign(
                        new Canvases().start(ChatflowSteps.INPUTS), "110", "app", "said", "string",
                        ref("string", START, "USER_INPUT"))
                .node("120", "18", "Question", "{\"question\":\"And?\",\"answer_type\":\"text\"}", "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .answer(
                        "{{a}} {{b}}",
                        true,
                        params("a", variable("app", "string", "said"), "b", ref("string", "120", "USER_RESPONSE")))
                .chain(START, "110", "120", END);
        var flow = chatflow(person, canvas);

        var asked = chat(person, say(flow, "一", "app_id", APP));
        var answered = chat(person, say(flow, "二", "app_id", APP));

        assertThat(conversation(answered)).isEqualTo(conversation(asked));
        assertThat(answers(answered)).containsExactly("一 二");
    }

    @Test
    void isReplayedAsItWasReadWhateverItIsNow() {
        var person = person();
        var set = published(
                person,
                assign(new Canvases().start("[{\"name\":\"v\",\"type\":\"string\"}]"), "110", "user", "城市", "string",
                                ref("string", START, "v"))
                        .end("[]")
                        .chain(START, "110", END));
        var get = published(
                person,
                new Canvases()
                        .start("[]")
                        .text("120", "in {{c}}", params("c", variable("user", "string", "城市")))
                        .end(params("t", ref("string", "120", "output"), "c", variable("user", "string", "城市")))
                        .chain(START, "120", END));
        var missing = published(
                person,
                new Canvases()
                        .start("[]")
                        .text("120", "{{c}}", params("c", variable("user", "string", "later")))
                        .end(params("t", ref("string", "120", "output")))
                        .chain(START, "120", END));
        data(person, set, Map.of("v", "杭州"), "app_id", APP);
        var first = RunSteps.run(person, get, Map.of(), "app_id", APP);
        assertThat(first.get("data").stringValue()).isEqualTo("{\"t\":\"in 杭州\",\"c\":\"杭州\"}");

        data(person, set, Map.of("v", "Rome"), "app_id", APP);

        var at = "/pankou/v1/workflows/" + get + "/runs/" + first.get("execute_id").stringValue();
        var replayed = person.post(at + "/replay", Map.of()).data();
        assertThat(replayed.get("same").booleanValue()).isTrue();
        assertThat(replayed.get("output")).isEqualTo(Json.tree("{\"t\":\"in 杭州\",\"c\":\"杭州\"}"));
        var failed = person.post("/v1/workflow/run", body(missing, Map.of(), "app_id", APP));
        assertThat(failed.code()).isEqualTo(777777764);
        var run = RunSteps.newest(person, missing);
        data(
                person,
                published(
                        person,
                        assign(new Canvases().start("[]"), "110", "user", "later", "string",
                                        "{\"type\":\"string\",\"value\":{\"type\":\"literal\",\"content\":\"now\"}}")
                                .end("[]")
                                .chain(START, "110", END)),
                Map.of(),
                "app_id",
                APP);
        var again = person.post("/pankou/v1/workflows/" + missing + "/runs/" + run + "/replay", Map.of()).data();
        assertThat(again.get("error_code").intValue()).isEqualTo(777777764);
        assertThat(again.get("error_message").stringValue()).contains("variable later not exists");
    }

    @Test
    void tellsAVariableThatATapeDoesNotKnow() {
        var person = person();
        var workflow = published(person, new Canvases().start("[]").end("[]").chain(START, END));
        var run = RunSteps.run(person, workflow, Map.of(), "app_id", APP).get("execute_id").stringValue();
        var at = "/pankou/v1/workflows/" + workflow;
        var reading = new Canvases().start("[]").end(params("c", variable("user", "string", "城市"))).chain(START, END);
        person.put(at + "/canvas", Map.of("canvas", reading.json(), "draft_version",
                person.get(at).data().get("draft_version").longValue())).data();

        var replayed = person.post(at + "/runs/" + run + "/replay", Map.of("version", "draft")).data();

        assertThat(replayed.get("status").stringValue()).isEqualTo("fail");
        assertThat(replayed.get("error_message").stringValue()).contains("the tape has no value of the variable 城市");
    }

    @Test
    void refusesToSetASystemVariable() {
        var person = person();
        var canvas = assign(
                        new Canvases().start("[{\"name\":\"v\",\"type\":\"string\"}]"), "110", "system", "sys_uuid", "string",
                        ref("string", START, "v"))
                .end("[]")
                .chain(START, "110", END);
        var made = person.post(
                "/pankou/v1/workflows/import",
                Map.of("workspace_id", person.personalWorkspace(), "name", "x", "workflow_mode", "workflow", "canvas", canvas.json()));
        var flow = made.data().get("workflow_id").stringValue();

        var run = person.post("/v1/workflow/run", body(flow, Map.of(), "execute_mode", "DEBUG", "app_id", APP));

        assertThat(run.code()).isEqualTo(720701003);
    }
}
