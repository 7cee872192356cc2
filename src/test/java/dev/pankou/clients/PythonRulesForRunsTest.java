package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** As {@link PythonRulesTest}, for runs of workflows. */
@ParameterizedClass
@EnumSource(Database.class)
record PythonRulesForRunsTest(Database database) {
    /** A body of run or stream_run as the client writes it; only the former gets {@code is_async}. */
    private static Map<String, @Nullable Object> ask(String workflow, @Nullable Map<String, ?> parameters) {
        var all = new HashMap<String, @Nullable Object>();
        all.put("workflow_id", workflow);
        all.put("parameters", parameters);
        all.put("bot_id", null);
        all.put("app_id", null);
        all.put("ext", null);
        return all;
    }

    private static Pankou.Reply run(Person person, String workflow, @Nullable Map<String, ?> parameters, boolean async) {
        var body = ask(workflow, parameters);
        body.put("is_async", async);
        return person.post("/v1/workflow/run", body);
    }

    private static Map<String, Object> reply(String workflow, JsonNode asked, String data) {
        return Map.of(
                "workflow_id", workflow,
                "event_id", text(asked, "event_id"),
                "resume_data", data,
                "interrupt_type", asked.get("type").intValue());
    }

    private static String text(JsonNode object, String field) {
        return object.get(field).stringValue();
    }

    @Test
    @Covers(raw = {Call.RUN_WORKFLOW, Call.RETRIEVE_RUN})
    void parsesARunAndItsFailure() {
        var alice = Pankou.on(database).user();
        var echo = Workflows.published(alice, Workflows.echo());
        var given = Map.of("city", "杭州 🌧", "days", 3, "tags", List.of("雨"), "place", Map.of("lat", 30.25));

        var answer = PythonRules.run(run(alice, echo, given, false));
        var shown = PythonRules.history(history(alice, echo, answer));
        var broken = Workflows.published(alice, Workflows.broken());
        var refused = run(alice, broken, null, false);
        var failed = PythonRules.error(refused);
        var accepted = PythonRules.run(run(alice, broken, null, true));
        Clients.over(alice, broken, text(accepted, "execute_id"));
        var lost = PythonRules.history(history(alice, broken, accepted));

        assertThat(Json.tree(text(answer, "data"))).isEqualTo(Json.mapper().valueToTree(given));
        assertThat(text(shown, "execute_status")).isEqualTo("Success");
        assertThat(shown.get("run_mode").intValue()).isZero();
        assertThat(text(refused.json(), "debug_url")).as("the client shows it with the error").contains("workflow_id=" + broken);
        assertThat(text(lost, "execute_status")).isEqualTo("Fail");
        assertThat(text(lost, "error_code")).isEqualTo(Integer.toString(failed));
        assertThat(PythonRules.error(run(alice, echo, Map.of(), false))).isEqualTo(4000);
        assertThat(PythonRules.error(alice.post("/v1/workflow/stream_run", ask("1", null)))).isEqualTo(4200);
    }

    private static Pankou.Reply history(Person person, String workflow, JsonNode run) {
        return person.get("/v1/workflows/" + workflow + "/run_histories/" + text(run, "execute_id"));
    }

    @Test
    @Covers(raw = {Call.RUN_WORKFLOW_ASYNC, Call.RETRIEVE_NODE_OUTPUT})
    void parsesARunInTheBackgroundAndTheOutputOfItsNode() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("晴").usage(9, 4));
            var workflow = Workflows.published(alice, Workflows.speaking(alice, fake));

            var accepted = PythonRules.run(run(alice, workflow, Map.of("city", "杭州"), true));
            PythonRules.history(history(alice, workflow, accepted));
            Clients.over(alice, workflow, text(accepted, "execute_id"));
            var shown = PythonRules.history(history(alice, workflow, accepted));
            var uuid = text(shown.get("node_execute_status").get("Output 140"), "node_execute_uuid");
            var output = PythonRules.data(
                    alice.get("/v1/workflows/" + workflow + "/run_histories/" + text(accepted, "execute_id")
                            + "/execute_nodes/" + uuid),
                    "NodeOutput");

            assertThat(shown.get("usage").get("token_count").intValue()).isEqualTo(13);
            assertThat(text(output, "node_output")).isEqualTo("看 杭州");
        }
    }

    @Test
    @Covers(raw = Call.STREAM_WORKFLOW)
    void parsesAStream() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            fake.reply(FakeModelReply.answer().text("晴", "\n\n天").usage(9, 4));
            var workflow = Workflows.published(alice, Workflows.speaking(alice, fake));
            var broken = Workflows.published(alice, Workflows.broken());

            var reply = alice.post("/v1/workflow/stream_run", ask(workflow, Map.of("city", "杭州")));
            var events = PythonRules.runEvents(reply.text());
            var failed = PythonRules.runEvents(alice.post("/v1/workflow/stream_run", ask(broken, null)).text());

            assertThat(reply.http().headers().firstValue("content-type").orElseThrow()).contains("text/event-stream");
            assertThat(reply.logid()).hasSize(34);
            assertThat(Sse.shape(events)).containsExactly("Message", "Done");
            var said = events.stream().limit(events.size() - 1).map(one -> text(one.json(), "content")).toList();
            assertThat(said).startsWith("看 杭州", "天气：");
            assertThat(String.join("", said)).isEqualTo("看 杭州天气：晴\n\n天");
            assertThat(failed).extracting(Sse::event).containsExactly("Error");
        }
    }

    @Test
    @Covers(raw = {Call.STREAM_RESUME_WORKFLOW, Call.RESUME_WORKFLOW})
    void parsesAQuestionAndWhatFollowsTheReply() {
        var alice = Pankou.on(database).user();
        var workflow = Workflows.published(alice, Workflows.asking());

        var first = PythonRules.runEvents(alice.post("/v1/workflow/stream_run", ask(workflow, null)).text());
        var asked = first.getLast().json().get("interrupt_data");
        var second = PythonRules.runEvents(alice.post("/v1/workflow/stream_resume", reply(workflow, asked, "杭州")).text());
        var waiting = PythonRules.run(run(alice, workflow, null, false));
        var shown = PythonRules.history(history(alice, workflow, waiting));
        var over = PythonRules.run(alice.post("/v1/workflows/resume", reply(workflow, waiting.get("interrupt_data"), "杭州")));

        assertThat(first).extracting(Sse::event).containsExactly("Message", "Interrupt");
        assertThat(second).extracting(Sse::id).containsExactly("0", "1");
        assertThat(second).extracting(Sse::event).containsExactly("Message", "Done");
        assertThat(text(second.getFirst().json(), "content")).isEqualTo("{\"city\":\"杭州\"}");
        assertThat(text(shown, "execute_status")).isEqualTo("Running");
        assertThat(text(over, "data")).isEqualTo("{\"city\":\"杭州\"}");
    }

    @Test
    void parsesAFormThatIsAskedAgain() {
        var alice = Pankou.on(database).user();
        var workflow = Workflows.published(alice, Workflows.form());

        var first = PythonRules.runEvents(alice.post("/v1/workflow/stream_run", ask(workflow, null)).text());
        var asked = first.getLast().json().get("interrupt_data");
        var again = PythonRules.runEvents(
                alice.post("/v1/workflow/stream_resume", reply(workflow, asked, "{\"days\":2}")).text());
        var askedAgain = again.getLast().json().get("interrupt_data");
        var over = PythonRules.runEvents(
                alice.post("/v1/workflow/stream_resume", reply(workflow, askedAgain, "{\"city\":\"杭州\"}")).text());

        assertThat(again).extracting(Sse::event).containsExactly("Message", "Interrupt");
        assertThat(text(askedAgain, "event_id")).isNotEqualTo(text(asked, "event_id"));
        assertThat(over).extracting(Sse::event).containsExactly("Message", "Done");
    }
}
