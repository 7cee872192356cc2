package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.ChatflowSteps.answers;
import static dev.pankou.workflow.run.ChatflowSteps.chat;
import static dev.pankou.workflow.run.ChatflowSteps.chatflow;
import static dev.pankou.workflow.run.ChatflowSteps.conversation;
import static dev.pankou.workflow.run.ChatflowSteps.kept;
import static dev.pankou.workflow.run.ChatflowSteps.say;
import static dev.pankou.workflow.run.RunSteps.body;
import static dev.pankou.workflow.run.RunSteps.published;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.workflow.engine.Canvases;

@ParameterizedClass
@EnumSource(Database.class)
record ConversationNodesTest(Database database) {
    private static final String APP = "7580001000000000301";
    private static final String ITEM = "{\"type\":\"object\",\"schema\":[]}";

    private Person person() {
        return Pankou.on(database).user();
    }

    /** Start with inputs of any names → one node → End with its outputs. */
    private static String flow(Person person, String type, String outputs, String... inputs) {
        return published(person, canvas(type, outputs, inputs));
    }

    private static Canvases canvas(String type, String outputs, String... inputs) {
        var declared = new ArrayList<String>();
        var given = new ArrayList<String>();
        for (var input : inputs) {
            var integer = input.equals("rounds") || input.equals("limit");
            declared.add("{\"name\":\"" + input + "\",\"type\":\"" + (integer ? "integer" : "string") + "\"}");
            given.add(input);
            given.add(ref(integer ? "integer" : "string", START, input));
        }
        var names = new ArrayList<String>();
        for (var variable : Json.tree(outputs)) {
            var name = variable.get("name").stringValue();
            names.add(name);
            var ref = Json.tree(ref(variable.get("type").stringValue(), "140", name));
            if (variable.has("schema")) {
                ((tools.jackson.databind.node.ObjectNode) ref).set("schema", variable.get("schema"));
            }
            names.add(Json.text(ref));
        }
        return new Canvases()
                .start("[" + String.join(",", declared) + "]")
                .node("140", type, "Node", "{\"inputParameters\":" + params(given.toArray(String[]::new)) + "}", outputs)
                .end(params(names.toArray(String[]::new)))
                .chain(START, "140", END);
    }

    private static String out(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\""
                + (type.equals("list") ? ",\"schema\":" + ITEM : type.equals("object") ? ",\"schema\":[]" : "") + "}";
    }

    private static JsonNode run(Person person, String flow, Map<String, ?> inputs) {
        return Json.tree(RunSteps.run(person, flow, inputs, "app_id", APP).get("data").stringValue());
    }

    private static int code(Person person, String flow, Map<String, ?> inputs, Object... more) {
        return person.post("/v1/workflow/run", body(flow, inputs, more)).code();
    }

    private static final String MADE = "[" + out("isSuccess", "boolean") + "," + out("conversationId", "string") + ","
            + out("isExisted", "boolean") + "]";
    private static final String DONE = "[" + out("isSuccess", "boolean") + "]";

    @Test
    void makesRenamesListsAndDeletesConversations() {
        var person = person();
        var create = flow(person, "39", MADE, "conversationName");
        var rename = flow(person, "51", MADE, "conversationName", "newConversationName");
        var delete = flow(person, "52", DONE, "conversationName");
        var list = flow(person, "53", "[" + out("conversationList", "list") + "]");

        var made = run(person, create, Map.of("conversationName", "旅行"));
        var again = run(person, create, Map.of("conversationName", "旅行"));
        run(person, create, Map.of("conversationName", "other"));
        var taken = run(person, rename, Map.of("conversationName", "旅行", "newConversationName", "other"));
        var renamed = run(person, rename, Map.of("conversationName", "旅行", "newConversationName", "trip"));
        var absent = run(person, rename, Map.of("conversationName", "旅行", "newConversationName", "x"));

        assertThat(made.get("isExisted").booleanValue()).isFalse();
        assertThat(again.get("isExisted").booleanValue()).isTrue();
        assertThat(again.get("conversationId")).isEqualTo(made.get("conversationId"));
        assertThat(taken).isEqualTo(Json.tree("{\"isSuccess\":false,\"conversationId\":\"0\",\"isExisted\":true}"));
        assertThat(renamed.get("isSuccess").booleanValue()).isTrue();
        assertThat(absent).isEqualTo(Json.tree("{\"isSuccess\":false,\"conversationId\":\"0\",\"isExisted\":false}"));
        assertThat(code(person, rename, Map.of("conversationName", "Default", "newConversationName", "x"), "app_id", APP))
                .isEqualTo(720702250);
        var all = run(person, list, Map.of()).get("conversationList");
        assertThat(all).extracting(one -> one.get("conversationName").stringValue()).containsExactly("Default", "trip", "other");
        assertThat(all.get(0).get("conversationId").stringValue()).isEqualTo("0");
        assertThat(all.get(1).get("conversationId")).isEqualTo(made.get("conversationId"));
        assertThat(run(person, delete, Map.of("conversationName", "trip")).get("isSuccess").booleanValue()).isTrue();
        assertThat(code(person, delete, Map.of("conversationName", "trip"), "app_id", APP)).isEqualTo(720702201);
        assertThat(code(person, delete, Map.of("conversationName", "Default"), "app_id", APP)).isEqualTo(720702250);
        assertThat(person.get("/v1/conversation/retrieve?conversation_id=" + made.get("conversationId").stringValue()).code())
                .isEqualTo(4002);
        assertThat(code(person, create, Map.of("conversationName", "x"))).isEqualTo(702093204);
    }

    @Test
    void writesReadsChangesAndClearsMessages() {
        var person = person();
        var create = flow(person, "39", MADE, "conversationName");
        var write = flow(
                person, "55", "[" + out("isSuccess", "boolean") + "," + out("message", "object") + "]", "conversationName", "role",
                "content");
        var list = flow(
                person,
                "37",
                "[" + out("messageList", "list") + "," + out("firstId", "string") + "," + out("lastId", "string") + ","
                        + out("hasMore", "boolean") + "]",
                "conversationName", "limit", "beforeId", "afterId");
        var edit = flow(person, "56", DONE, "conversationName", "messageId", "newContent");
        var remove = flow(person, "57", DONE, "conversationName", "messageId");
        var history = flow(person, "54", "[" + out("messageList", "list") + "]", "conversationName", "rounds");
        var clear = flow(person, "38", DONE, "conversationName");
        run(person, create, Map.of("conversationName", "c"));
        var ids = new ArrayList<String>();
        for (var said : List.of("user:一", "assistant:1", "user:two", "assistant:2")) {
            var made = run(
                    person, write, Map.of("conversationName", "c", "role", said.split(":")[0], "content", said.split(":")[1]));
            ids.add(made.get("message").get("messageId").stringValue());
        }

        var page = run(person, list, Map.of("conversationName", "c", "limit", 3));
        var older = run(person, list, Map.of("conversationName", "c", "beforeId", ids.get(1)));
        var newer = run(person, list, Map.of("conversationName", "c", "afterId", ids.get(1)));
        var last = run(person, history, Map.of("conversationName", "c", "rounds", 1));

        assertThat(contents(page)).containsExactly("2", "two", "1");
        assertThat(page.get("firstId").stringValue()).isEqualTo(ids.get(3));
        assertThat(page.get("hasMore").booleanValue()).isTrue();
        assertThat(contents(older)).containsExactly("一");
        assertThat(contents(newer)).containsExactly("2", "two");
        assertThat(contents(last)).containsExactly("two", "2");
        assertThat(code(person, list, Map.of("conversationName", "c", "beforeId", "1", "afterId", "2"), "app_id", APP)).isEqualTo(4000);
        assertThat(ok(run(person, edit, Map.of("conversationName", "c", "messageId", ids.get(3), "newContent", "二")))).isTrue();
        assertThat(ok(run(person, edit, Map.of("conversationName", "c", "messageId", "77", "newContent", "x")))).isFalse();
        assertThat(ok(run(person, remove, Map.of("conversationName", "c", "messageId", ids.get(0))))).isTrue();
        assertThat(contents(run(person, list, Map.of("conversationName", "c")))).containsExactly("二", "two", "1");
        assertThat(ok(run(person, clear, Map.of("conversationName", "c")))).isTrue();
        assertThat(ok(run(person, clear, Map.of("conversationName", "none")))).isFalse();
        assertThat(contents(run(person, history, Map.of("conversationName", "c", "rounds", 5)))).isEmpty();
        assertThat(contents(run(person, list, Map.of("conversationName", "c")))).hasSize(3);
        assertThat(code(person, history, Map.of("conversationName", "none", "rounds", 1), "app_id", APP)).isEqualTo(720702201);
        assertThat(run(person, list, Map.of("conversationName", "none")).get("firstId").stringValue()).isEqualTo("0");
        assertThat(ok(run(person, write, Map.of("conversationName", "none", "role", "user", "content", "x")))).isFalse();
        assertThat(ok(run(person, write, Map.of("conversationName", "Default", "role", "user", "content", "x")))).isTrue();
        var alone = Json.tree(RunSteps.run(person, write, Map.of("conversationName", "Default", "role", "user", "content", "x"))
                .get("data")
                .stringValue());
        assertThat(ok(alone)).isFalse();
    }

    private static boolean ok(JsonNode outputs) {
        return outputs.get("isSuccess").booleanValue();
    }

    private static List<String> contents(JsonNode outputs) {
        var found = new ArrayList<String>();
        outputs.get("messageList").forEach(one -> found.add(one.get("content").stringValue()));
        return found;
    }

    @Test
    void meansTheConversationOfTheBotByDefaultAndNoOther() {
        var person = person();
        var write = new Canvases()
                .start(ChatflowSteps.INPUTS)
                .node(
                        "140",
                        "55",
                        "Note",
                        "{\"inputParameters\":" + params(
                                        "conversationName", ref("string", START, "tone"),
                                        "role", literal("string", "assistant"),
                                        "content", literal("string", "noted")) + "}",
                        DONE)
                .answer("{{ok}}", false, params("ok", ref("boolean", "140", "isSuccess")))
                .chain(START, "140", END);
        var flow = chatflow(person, write);
        var bot = person.publishedBot(Map.of());

        var events = chat(person, say(flow, "hi", "bot_id", bot, "parameters", Map.of("tone", "Default")));
        var other = chat(person, say(flow, "hi", "bot_id", bot, "parameters", Map.of("tone", "else")));

        assertThat(answers(events)).containsExactly("true");
        assertThat(kept(person, conversation(events))).containsExactly("user: hi", "assistant: noted", "assistant: true");
        assertThat(ChatflowSteps.first(other, "conversation.chat.failed").get("last_error").get("code").intValue())
                .isEqualTo(720712033);
    }
}
