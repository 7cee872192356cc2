package dev.pankou.workflow.run;

import static dev.pankou.workflow.engine.Canvases.END;
import static dev.pankou.workflow.engine.Canvases.START;
import static dev.pankou.workflow.engine.Canvases.literal;
import static dev.pankou.workflow.engine.Canvases.params;
import static dev.pankou.workflow.engine.Canvases.ref;
import static dev.pankou.workflow.run.RunSteps.body;
import static dev.pankou.workflow.run.RunSteps.published;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

import dev.pankou.testing.FakeModel;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import dev.pankou.workflow.engine.Canvases;

/** Steps that tests of chatflows share. */
final class ChatflowSteps {
    static final String INPUTS = "[{\"name\":\"USER_INPUT\",\"type\":\"string\",\"required\":true},"
            + "{\"name\":\"CONVERSATION_NAME\",\"type\":\"string\",\"defaultValue\":\"Default\"},"
            + "{\"name\":\"tone\",\"type\":\"string\",\"defaultValue\":\"kind\"}]";
    private static final String ANSWER = "[{\"name\":\"USER_RESPONSE\",\"type\":\"string\"}]";

    private ChatflowSteps() {}

    /** Start → streaming End that repeats what was said. */
    static Canvases echo() {
        return new Canvases()
                .start(INPUTS)
                .answer(
                        "You said {{u}}, {{t}}",
                        true,
                        params("u", ref("string", START, "USER_INPUT"), "t", ref("string", START, "tone")))
                .chain(START, END);
    }

    /** Start → LLM with history → streaming End. */
    static Canvases thinking(Person person, FakeModel fake, int rounds) {
        var model = person.pankou().root().model(fake);
        return new Canvases()
                .start(INPUTS)
                .node(
                        "130",
                        "3",
                        "Think",
                        "{\"inputParameters\":" + params("u", ref("string", START, "USER_INPUT")) + ",\"llmParam\":"
                                + params(
                                        "modelType", literal("string", model),
                                        "prompt", literal("string", "{{u}}"),
                                        "enableChatHistory", literal("boolean", true),
                                        "chatHistoryRound", literal("integer", rounds))
                                + "}",
                        "[{\"name\":\"output\",\"type\":\"string\"}]")
                .answer("{{o}}", true, params("o", ref("string", "130", "output")))
                .chain(START, "130", END);
    }

    /** Start → question → End. @param more further members of the question's inputs */
    static Canvases asking(String more) {
        return new Canvases()
                .start(INPUTS)
                .node("120", "18", "Question", "{\"question\":\"Which city?\"," + more + "}", ANSWER)
                .answer("To {{city}}!", true, params("city", ref("string", "120", "USER_RESPONSE")))
                .chain(START, "120", END);
    }

    static String chatflow(Person person, Canvases canvas) {
        return published(person, canvas, "chatflow");
    }

    static Map<String, Object> message(String role, String text) {
        return Map.of("role", role, "content", text, "content_type", "text");
    }

    /** A body of OpenAPIChatFlowRun that says one text. */
    static Map<String, Object> say(String chatflow, String text, Object... more) {
        var all = new ArrayList<Object>(List.of("additional_messages", List.of(message("user", text))));
        all.addAll(List.of(more));
        return body(chatflow, Map.of(), all.toArray());
    }

    static List<Sse> chat(Person person, Map<String, Object> body) {
        var answer = person.post("/v1/workflows/chat", body).text();
        if (answer.startsWith("{")) {
            throw new AssertionError(answer);
        }
        return Sse.read(answer);
    }

    /** The data of the first event of that name. */
    static JsonNode first(List<Sse> events, String name) {
        return events.stream()
                .filter(event -> event.event().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + events))
                .json();
    }

    static List<String> contents(List<Sse> events, String name, String type) {
        return events.stream()
                .filter(event -> event.event().equals(name))
                .map(Sse::json)
                .filter(data -> data.path("type").asString("").equals(type))
                .map(data -> data.get("content").stringValue())
                .toList();
    }

    /** The whole answers of a stream. */
    static List<String> answers(List<Sse> events) {
        return contents(events, "conversation.message.completed", "answer");
    }

    static String conversation(List<Sse> events) {
        return events.getFirst().json().get("conversation_id").stringValue();
    }

    /** What is kept of a conversation, oldest first: {@code role: content}. */
    static List<String> kept(Person person, String conversation) {
        var page = person.post(
                "/v1/conversation/message/list?conversation_id=" + conversation, Map.of("order", "asc"));
        var found = new ArrayList<String>();
        page.json().get("data").forEach(one ->
                found.add(one.get("role").stringValue() + ": " + one.get("content").stringValue()));
        return found;
    }
}
