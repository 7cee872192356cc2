package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.ChatflowSteps.contents;
import static dev.pankou.workflow.run.ChatflowSteps.kept;
import static dev.pankou.workflow.run.ChatflowSteps.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import dev.pankou.workflow.engine.Canvases;

/** A bot's workflows as tools of its model (BEHAVIOUR 3.1 workflow_id_list; message order of EXTRAS 15). */
@ParameterizedClass
@EnumSource(Database.class)
record WorkflowToolsTest(Database database) {
    private static final String CITY = "[{\"name\":\"city\",\"type\":\"string\",\"required\":true,\"description\":\"where\"}]";

    /** Start → End with {@code weather}. */
    private static Canvases weather() {
        return new Canvases()
                .start(CITY)
                .text("120", "{{String1}}：晴 ☀", params("String1", ref("string", START, "city")))
                .end(params("weather", ref("string", "120", "output")))
                .chain(START, "120", END);
    }

    private static String published(Person person, String name, Canvases canvas) {
        return person.publishedWorkflow(name, "workflow", canvas.json());
    }

    private static String bot(Person person, FakeModel fake, Map<String, ?> more, String... workflows) {
        var config = new HashMap<String, Object>(more);
        var model = new HashMap<String, Object>();
        model.put("model_id", person.pankou().root().model(fake));
        if (more.get("model_info_config") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> model.put((String) key, value));
        }
        config.put("model_info_config", model);
        config.put("workflow_id_list", Map.of("ids", List.of(workflows).stream().map(id -> Map.of("id", id)).toList()));
        return person.publishedBot(config);
    }

    private static Map<String, Object> say(String bot, String text) {
        return Map.of(
                "bot_id", bot, "user_id", "u-77", "stream", true, "additional_messages", List.of(message("user", text)));
    }

    private static List<Sse> stream(Person person, Map<String, Object> body) {
        return Sse.read(person.post("/v3/chat", body).text());
    }

    private static List<String> types(List<Sse> events) {
        return events.stream()
                .filter(event -> event.event().equals("conversation.message.completed"))
                .map(event -> event.json().get("type").stringValue())
                .toList();
    }

    private static String query(JsonNode chat) {
        return "?conversation_id=" + chat.get("conversation_id").stringValue() + "&chat_id=" + chat.get("id").stringValue();
    }

    @Test
    void areCalledAndAnsweredBeforeTheAnswer() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var workflow = published(alice, "get_weather", weather());
            var bot = bot(alice, fake, Map.of(), workflow);
            fake.reply(
                    FakeModelReply.answer().text("Let me look.").toolCall("a", "get_weather", "{\"city\":\"杭州\"}").usage(10, 1),
                    FakeModelReply.answer().text("Sunny.").usage(20, 2));

            var events = stream(alice, say(bot, "Weather in 杭州?"));

            assertThat(types(events)).containsExactly("answer", "function_call", "tool_response", "answer", "verbose");
            var call = Json.tree(contents(events, "conversation.message.completed", "function_call").getFirst());
            assertThat(call.get("name").stringValue()).isEqualTo("get_weather");
            assertThat(call.get("arguments")).isEqualTo(Json.tree("{\"city\":\"杭州\"}"));
            assertThat(call.get("plugin_type").intValue()).isEqualTo(4);
            assertThat(call.get("api_id").toString()).isEqualTo(workflow);
            var response = Json.tree(contents(events, "conversation.message.completed", "tool_response").getFirst());
            assertThat(response).isEqualTo(Json.tree(
                    "{\"content_type\":1,\"response_for_model\":\"{\\\"weather\\\":\\\"杭州：晴 ☀\\\"}\",\"type_for_model\":1}"));
            assertThat(events.get(events.size() - 2).json().get("usage").get("token_count").intValue()).isEqualTo(33);

            var asked = fake.requests().getFirst().body();
            var tool = asked.get("tools").get(0).get("function");
            assertThat(tool.get("name").stringValue()).isEqualTo("get_weather");
            assertThat(tool.get("parameters")).isEqualTo(Json.tree(
                    "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"description\":\"where\"}},\"required\":[\"city\"]}"));
            var told = fake.lastRequest().body().get("messages");
            assertThat(told).extracting(m -> m.get("role").stringValue()).containsExactly("user", "assistant", "tool");
            assertThat(told.get(2).get("content").stringValue()).isEqualTo("{\"weather\":\"杭州：晴 ☀\"}");

            var chat = events.getFirst().json();
            assertThat(alice.get("/v3/chat/message/list" + query(chat)).json().get("data"))
                    .extracting(m -> m.get("type").stringValue())
                    .containsExactly("answer", "function_call", "tool_response", "answer", "verbose");
            assertThat(kept(alice, chat.get("conversation_id").stringValue()))
                    .containsExactly("user: Weather in 杭州?", "assistant: Let me look.", "assistant: Sunny.");
        }
    }

    @Test
    void runSideBySideInSeveralRoundsAndFailHonestly() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var broken = new Canvases()
                    .start(CITY)
                    .node("130", "5", "Code", "{\"language\":5,\"code\":\"async function main(){ throw new Error('no city'); }\",\"inputParameters\":[]}", "[{\"name\":\"x\",\"type\":\"string\"}]")
                    .end(params("x", ref("string", "130", "x")))
                    .chain(START, "130", END);
            var bot = bot(alice, fake, Map.of(), published(alice, "look", weather()), published(alice, "look", broken));
            fake.reply(
                    FakeModelReply.answer()
                            .toolCall("a", "look_2", "{\"city\":\"A\"}")
                            .toolCall("b", "look", "{\"city\":\"B\"}")
                            .toolCall("c", "none", "{}")
                            .toolCall("d", "look", "not json")
                            .toolCall("e", "look", "{}"),
                    FakeModelReply.answer().toolCall("a", "look", "{\"city\":\"C\"}"),
                    FakeModelReply.answer().text("Done."));

            var events = stream(alice, say(bot, "?"));

            assertThat(types(events)).containsExactly(
                    "function_call", "function_call", "function_call", "function_call", "tool_response", "tool_response",
                    "tool_response", "tool_response", "function_call", "tool_response", "answer", "verbose");
            var told = fake.requests().get(1).body().get("messages");
            var results = new ArrayList<String>();
            told.forEach(m -> {
                if (m.get("role").stringValue().equals("tool")) {
                    results.add(m.get("tool_call_id").stringValue() + " " + m.get("content").stringValue());
                }
            });
            assertThat(results).hasSize(5);
            assertThat(results.get(0)).startsWith("a error: ").contains("no city");
            assertThat(results.get(1)).isEqualTo("b {\"weather\":\"B：晴 ☀\"}");
            assertThat(results.get(2)).isEqualTo("c error: there is no tool none");
            assertThat(results.get(3)).isEqualTo("d error: the arguments are no JSON object");
            assertThat(results.get(4)).startsWith("e error: ").contains("city");
        }
    }

    @Test
    void sayTheirOutputNodesAndAnswerWithTheTextOfEnd() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var canvas = new Canvases()
                    .start(CITY)
                    .output("140", "Looking at {{c}}", false, params("c", ref("string", START, "city")))
                    .answer("{{c}} is sunny", true, params("c", ref("string", START, "city")))
                    .chain(START, "140", END);
            var bot = bot(alice, fake, Map.of(), published(alice, "tell", canvas));
            fake.reply(FakeModelReply.answer().toolCall("a", "tell", "{\"city\":\"Bern\"}"));

            var events = stream(alice, say(bot, "?"));

            assertThat(fake.requests()).hasSize(1);
            assertThat(types(events)).containsExactly("function_call", "answer", "tool_response", "answer", "verbose");
            assertThat(contents(events, "conversation.message.completed", "answer"))
                    .containsExactly("Looking at Bern", "Bern is sunny");
            assertThat(String.join("", contents(events, "conversation.message.delta", "answer")))
                    .isEqualTo("Looking at BernBern is sunny");
            var conversation = events.getFirst().json().get("conversation_id").stringValue();
            assertThat(kept(alice, conversation))
                    .containsExactly("user: ?", "assistant: Looking at Bern", "assistant: Bern is sunny");
        }
    }

    @Test
    void runBeforeTheChatWaitsForTheClientsTools() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var client = Map.of("client_tools", List.of(Map.of("name", "gps", "description", "d", "parameters", Map.of("type", "object"))));
            var bot = bot(alice, fake, client, published(alice, "get_weather", weather()));
            fake.reply(
                    FakeModelReply.answer().toolCall("a", "gps", "{}").toolCall("b", "get_weather", "{\"city\":\"X\"}"),
                    FakeModelReply.answer().text("Both."));

            var events = stream(alice, say(bot, "?"));
            var waiting = events.get(events.size() - 2).json();

            assertThat(types(events)).containsExactly("function_call", "tool_response", "function_call", "verbose");
            var calls = waiting.get("required_action").get("submit_tool_outputs").get("tool_calls");
            assertThat(calls).hasSize(1);
            assertThat(calls.get(0).get("function").get("name").stringValue()).isEqualTo("gps");
            var more = Sse.read(alice.post(
                            "/v3/chat/submit_tool_outputs" + query(waiting),
                            Map.of("stream", true, "tool_outputs", List.of(Map.of("tool_call_id", calls.get(0).get("id").stringValue(), "output", "here"))))
                    .text());
            assertThat(more.getLast().event()).isEqualTo("done");
            var told = fake.lastRequest().body().get("messages");
            assertThat(told.get(2).get("content").stringValue()).isEqualTo("here");
            assertThat(told.get(3).get("content").stringValue()).isEqualTo("{\"weather\":\"X：晴 ☀\"}");
        }
    }

    @Test
    void areNotOfferedToABotThatThinksNorBeyondTheBudget() {
        try (var pankou = Pankou.fresh(database, Map.of("chat-tool-calls", "2")); var fake = FakeModel.start()) {
            var alice = pankou.user();
            var bot = bot(alice, fake, Map.of(), published(alice, "get_weather", weather()));
            fake.reply(
                    FakeModelReply.answer()
                            .toolCall("a", "get_weather", "{\"city\":\"A\"}")
                            .toolCall("b", "get_weather", "{\"city\":\"B\"}")
                            .toolCall("c", "get_weather", "{\"city\":\"C\"}"),
                    FakeModelReply.answer().text("Enough."));

            stream(alice, say(bot, "?"));

            var last = fake.lastRequest().body();
            assertThat(last.has("tools")).isFalse();
            assertThat(last.get("messages").get(3).get("content").stringValue()).isEqualTo("{\"weather\":\"B：晴 ☀\"}");
            assertThat(last.get("messages").get(4).get("content").stringValue())
                    .isEqualTo("error: the 2 tool calls of one turn are used up");
        }
    }

    @Test
    void endWhenTheChatIsCanceled() throws InterruptedException {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start(); var inner = FakeModel.start()) {
            var gate = new CountDownLatch(1);
            inner.reply(FakeModelReply.answer().text("a").waitFor(gate));
            var slow = new Canvases()
                    .start(CITY)
                    .node(
                            "130", "3", "Think",
                            "{\"inputParameters\":[],\"llmParam\":"
                                    + params(
                                            "modelType", literal("string", alice.pankou().root().model(inner)),
                                            "prompt", literal("string", "x"))
                                    + "}",
                            "[{\"name\":\"output\",\"type\":\"string\"}]")
                    .end(params("o", ref("string", "130", "output")))
                    .chain(START, "130", END);
            var bot = bot(alice, fake, Map.of(), published(alice, "think", slow));
            fake.reply(FakeModelReply.answer().toolCall("a", "think", "{\"city\":\"X\"}"));
            var body = new HashMap<>(say(bot, "?"));
            body.put("stream", false);
            var chat = alice.post("/v3/chat", body).data();
            inner.awaitRequest();

            alice.post("/v3/chat/cancel", Map.of(
                    "conversation_id", chat.get("conversation_id").stringValue(), "chat_id", chat.get("id").stringValue())).data();
            inner.awaitCancelled();

            assertThat(alice.get("/v3/chat/retrieve" + query(chat)).data().get("status").stringValue()).isEqualTo("canceled");
            gate.countDown();
        }
    }

    private static Canvases asking() {
        return new Canvases()
                .start(CITY)
                .node("120", "18", "Question", "{\"question\":\"Which day?\",\"answer_type\":\"text\"}", "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]")
                .end(params("day", ref("string", "120", "USER_RESPONSE"), "city", ref("string", START, "city")))
                .chain(START, "120", END);
    }

    private static final FakeModelReply CALL =
            FakeModelReply.answer().text("One moment.").toolCall("a", "plan", "{\"city\":\"Bern\"}").usage(10, 1);

    @Test
    void askTheUserWhoseNextMessageIsTheReply() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of(), published(alice, "plan", asking()));
            fake.reply(CALL, FakeModelReply.answer().text("Planned.").usage(20, 2));

            var asked = stream(alice, say(bot, "Plan a trip"));
            var waiting = asked.get(asked.size() - 2);

            assertThat(types(asked)).containsExactly("answer", "function_call", "answer");
            assertThat(contents(asked, "conversation.message.completed", "answer")).containsExactly("One moment.", "Which day?");
            assertThat(waiting.event()).isEqualTo("conversation.chat.requires_action");
            var calls = waiting.json().get("required_action").get("submit_tool_outputs").get("tool_calls");
            assertThat(calls).hasSize(1);
            assertThat(calls.get(0).get("type").stringValue()).isEqualTo("reply_message");

            var conversation = waiting.json().get("conversation_id").stringValue();
            var replied = Sse.read(alice.post("/v3/chat?conversation_id=" + conversation, say(bot, "Sunday")).text());

            assertThat(types(replied)).containsExactly("tool_response", "answer", "verbose");
            assertThat(replied.get(replied.size() - 2).event()).isEqualTo("conversation.chat.completed");
            assertThat(replied.get(replied.size() - 2).json().get("usage").get("token_count").intValue()).isEqualTo(22);
            var told = fake.lastRequest().body().get("messages");
            assertThat(told).extracting(m -> m.get("role").stringValue())
                    .containsExactly("user", "assistant", "assistant", "user", "assistant", "tool");
            assertThat(told.get(5).get("content").stringValue()).isEqualTo("{\"day\":\"Sunday\",\"city\":\"Bern\"}");
            assertThat(alice.get("/v3/chat/retrieve" + query(waiting.json())).data().get("status").stringValue())
                    .isEqualTo("completed");
            assertThat(kept(alice, conversation)).containsExactly(
                    "user: Plan a trip", "assistant: One moment.", "assistant: Which day?", "user: Sunday", "assistant: Planned.");
        }
    }

    @Test
    void areToldTheReplyBySubmittedOutputsToo() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of(), published(alice, "plan", asking()));
            fake.reply(CALL, FakeModelReply.answer().text("Planned."));
            var asked = stream(alice, say(bot, "Plan a trip"));
            var waiting = asked.get(asked.size() - 2).json();
            var call = waiting.get("required_action").get("submit_tool_outputs").get("tool_calls").get(0).get("id").stringValue();
            var outputs = Map.of("stream", true, "tool_outputs", List.of(Map.of("tool_call_id", call, "output", "Monday")));

            var events = Sse.read(alice.post("/v3/chat/submit_tool_outputs" + query(waiting), outputs).text());

            assertThat(events).extracting(Sse::event).startsWith("conversation.chat.in_progress").endsWith("conversation.chat.completed", "done");
            assertThat(fake.lastRequest().body().get("messages").get(2).get("content").stringValue())
                    .isEqualTo("{\"day\":\"Monday\",\"city\":\"Bern\"}");
            assertThat(alice.post("/v3/chat/submit_tool_outputs" + query(waiting), outputs).code()).isEqualTo(4000);
        }
    }

    @Test
    void cannotAskInAChatThatIsNotSaved() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = bot(alice, fake, Map.of(), published(alice, "plan", asking()));
            fake.reply(CALL, FakeModelReply.answer().text("Tell me the day."));
            var body = new HashMap<>(say(bot, "Plan a trip"));
            body.put("auto_save_history", false);

            var events = stream(alice, body);

            assertThat(events.get(events.size() - 2).event()).isEqualTo("conversation.chat.completed");
            assertThat(fake.lastRequest().body().get("messages").get(2).get("content").stringValue())
                    .startsWith("error: the tool stopped to ask the user: Which day?");
        }
    }
}
