package dev.pankou.clients;

import com.coze.openapi.service.auth.TokenAuth;
import com.coze.openapi.service.service.CozeAPI;
import dev.pankou.json.Json;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.Person;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What the tests of all clients need. */
final class Clients {
    /** A tool that the caller of a chat runs itself. */
    static final Map<String, Object> READ_GPS = Map.of(
            "name", "read_gps",
            "description", "我在哪里 📍",
            "parameters", Map.of("type", "object", "properties", Map.of("unit", Map.of("type", "string"))));

    /** The canvas of {@link #chatflow}. */
    static final String CHATFLOW =
            """
            {"nodes": [
              {"id": "100001", "type": "1", "data": {"nodeMeta": {"title": "Start"}, "outputs": [
                {"name": "USER_INPUT", "type": "string", "required": true},
                {"name": "CONVERSATION_NAME", "type": "string", "defaultValue": "Default"}]}},
              {"id": "120", "type": "18", "data": {"nodeMeta": {"title": "Question"},
                "inputs": {"question": "哪座城市？", "answer_type": "text"},
                "outputs": [{"name": "USER_RESPONSE", "type": "string"}]}},
              {"id": "900001", "type": "2", "data": {"nodeMeta": {"title": "End"}, "inputs": {
                "terminatePlan": "useAnswerContent", "streamingOutput": true,
                "content": {"type": "string", "value": {"type": "literal", "content": "{{what}}: {{city}} 🌏"}},
                "inputParameters": [
                  {"name": "what", "input": {"type": "string", "value": {"type": "ref", "content":
                    {"source": "block-output", "blockID": "100001", "name": "USER_INPUT"}}}},
                  {"name": "city", "input": {"type": "string", "value": {"type": "ref", "content":
                    {"source": "block-output", "blockID": "120", "name": "USER_RESPONSE"}}}}]}}}],
             "edges": [{"sourceNodeID": "100001", "targetNodeID": "120"}, {"sourceNodeID": "120", "targetNodeID": "900001"}]}
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Clients() {}

    /** The official Java client, as its documentation builds it. */
    static CozeAPI java(Person person) {
        return new CozeAPI.Builder()
                .baseURL(person.pankou().address().toString())
                .auth(new TokenAuth(Objects.requireNonNull(person.token())))
                .readTimeout(20_000)
                .build();
    }

    /** A published bot that speaks through the scripted model. */
    static String bot(Person person, FakeModel fake, Map<String, ?> config) {
        var all = new HashMap<String, Object>(config);
        all.put("model_info_config", Map.of("model_id", person.pankou().root().model(fake)));
        return person.publishedBot(all);
    }

    /** A published workflow in the personal workspace. */
    static String workflow(Person person) {
        var made = person.post("/pankou/v1/workflows", Map.of("workspace_id", person.personalWorkspace(), "name", "天气 🌦"));
        var workflow = made.data().get("workflow_id").stringValue();
        person.post("/pankou/v1/workflows/" + workflow + "/publish", Map.of("version", "v0.0.1", "description", "第一版"))
                .data();
        return workflow;
    }

    /** A published chatflow: it asks for a city, and answers with it and what was said first. */
    static String chatflow(Person person) {
        return person.publishedWorkflow("旅行 🧳", "chatflow", Json.tree(CHATFLOW));
    }

    /** Asks for a chat until it is no longer in progress, at most 20 s; its status then. */
    static String ended(Person person, String conversation, String chat) {
        var path = "/v3/chat/retrieve?conversation_id=" + conversation + "&chat_id=" + chat;
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var status = person.get(path).data().get("status").stringValue();
            if (!status.equals("in_progress")) {
                return status;
            }
        }
        throw new AssertionError("chat " + chat + " is still in progress after " + PATIENCE);
    }

    /** Asks for a run until it is over, at most 20 s; how the history shows it then. */
    static JsonNode over(Person person, String workflow, String execution) {
        return once(person, workflow, execution, run -> !run.get("execute_status").stringValue().equals("Running"));
    }

    /** Asks for a run until it asks something, at most 20 s; its {@code interrupt_data}. */
    static JsonNode asked(Person person, String workflow, String execution) {
        return once(person, workflow, execution, run -> run.has("interrupt_data")).get("interrupt_data");
    }

    private static JsonNode once(Person person, String workflow, String execution, Predicate<JsonNode> wanted) {
        var path = "/v1/workflows/" + workflow + "/run_histories/" + execution;
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var run = person.get(path).data().get(0);
            if (wanted.test(run)) {
                return run;
            }
        }
        throw new AssertionError("run " + execution + " is not as wanted after " + PATIENCE);
    }

    /** A published bot that speaks through the scripted model and knows {@link #READ_GPS}. */
    static String botWithTool(Person person, FakeModel fake) {
        return bot(person, fake, Map.of("client_tools", List.of(READ_GPS)));
    }
}
