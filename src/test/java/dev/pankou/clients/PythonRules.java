package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Pankou;
import dev.pankou.testing.Sse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * How the official Python client (cozepy 0.20.0) reads answers, as assertions: it is stricter than the other two. Its
 * models are the schemas of {@code contract/python-client.json}; a field it needs is required there, a closed
 * enumeration is an enum there.
 */
final class PythonRules {
    private static final Schema MODELS = Schema.load("python-client.json");

    private PythonRules() {}

    /** An answer whose {@code data} is parsed as this model. */
    static JsonNode data(Pankou.Reply reply, String model) {
        var body = success(reply);
        // Each of the two switches the client to another parser.
        assertThat(body.has("debug_url")).as("debug_url only in workflow runs").isFalse();
        assertThat(body.has("first_id")).as("first_id only in message lists").isFalse();
        assertThat(body.has("data")).as(reply.text()).isTrue();
        return parsed(model, body.get("data"));
    }

    /** An answer whose {@code data} is a list of this model. */
    static JsonNode list(Pankou.Reply reply, String model) {
        var items = success(reply).get("data");
        assertThat(items.isArray()).isTrue();
        items.forEach(item -> parsed(model, item));
        return items;
    }

    /** An answer to a run, which the client knows by {@code debug_url} and parses whole; {@code data} must be a string. */
    static JsonNode run(Pankou.Reply reply) {
        return whole(reply, "RunResult");
    }

    /** The first history, which is all that the client takes of the list. */
    static JsonNode history(Pankou.Reply reply) {
        var histories = list(reply, "RunHistory");
        assertThat(histories).as("the client takes [0]").isNotEmpty();
        return histories.get(0);
    }

    /** An answer that is parsed whole, because its payload stands beside {@code code}. */
    static JsonNode whole(Pankou.Reply reply, String model) {
        return parsed(model, success(reply));
    }

    /** An answer without a payload. */
    static void nothing(Pankou.Reply reply) {
        var data = success(reply).get("data");
        assertThat(data == null || data.isNull() || data.isEmpty()).as("data absent or empty").isTrue();
    }

    /** An error the client raises with code, text and logid. */
    static int error(Pankou.Reply reply) {
        var body = reply.json();
        assertThat(body.get("code").isIntegralNumber() && body.get("code").intValue() > 0).isTrue();
        assertThat(body.get("msg").stringValue()).isNotEmpty();
        assertThat(body.has("data")).isFalse();
        assertThat(reply.logid()).hasSize(34);
        assertThat(contentType(reply)).contains("application/json");
        return reply.code();
    }

    /** The events of a chat's stream: any two lines that are not blank are one event, and every event is parsed. */
    static List<Sse> events(String body) {
        var found = new ArrayList<Sse>();
        var lines = body.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        assertThat(lines.size() % 2).as("each event has two lines").isZero();
        assertThat(body).as("the last line is whole").endsWith("\n");
        for (var i = 0; i < lines.size(); i += 2) {
            assertThat(lines.get(i)).startsWith("event:");
            assertThat(lines.get(i + 1)).startsWith("data:");
            var event = new Sse("", lines.get(i).substring(6).strip(), lines.get(i + 1).substring(5).strip());
            read(event);
            found.add(event);
        }
        return found;
    }

    /** The events of a run's stream: any three lines that are not blank, with id, event and data once each. */
    static List<Sse> runEvents(String body) {
        var found = new ArrayList<Sse>();
        var lines = body.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        assertThat(lines.size() % 3).as("each event has three lines").isZero();
        assertThat(body).as("the last line is whole").endsWith("\n");
        for (var i = 0; i < lines.size(); i += 3) {
            assertThat(lines.get(i)).matches("id: ?\\d+");
            assertThat(lines.get(i + 1)).startsWith("event:");
            assertThat(lines.get(i + 2)).startsWith("data:");
            var event = new Sse(
                    lines.get(i).substring(3).strip(),
                    lines.get(i + 1).substring(6).strip(),
                    lines.get(i + 2).substring(5).strip());
            readOfRun(event);
            found.add(event);
        }
        return found;
    }

    private static void readOfRun(Sse event) {
        switch (event.event()) {
            case "Message" -> parsed("RunMessage", event.json());
            case "Interrupt" -> parsed("RunInterrupt", event.json());
            case "Error" -> parsed("RunError", event.json());
            // The client gives PING on as unknown; Java's parses it, so that it must be an object.
            case "Done", "PING" -> assertThat(event.json().isObject()).isTrue();
            default -> throw new AssertionError("an event that no client knows: " + event.event());
        }
    }

    private static void read(Sse event) {
        switch (event.event()) {
            case "conversation.chat.created",
                    "conversation.chat.in_progress",
                    "conversation.chat.completed",
                    "conversation.chat.failed",
                    "conversation.chat.requires_action" -> parsed("Chat", event.json());
            case "conversation.message.delta", "conversation.message.completed", "conversation.audio.delta" ->
                parsed("Message", event.json());
            case "done" -> assertThat(event.data()).matches("\"\\[DONE]\"|\\{\"debug_url\":\".+\"}"); // of a chatflow

            default -> throw new AssertionError("an event that raises or is unknown: " + event.event());
        }
    }

    private static JsonNode success(Pankou.Reply reply) {
        var body = reply.json();
        assertThat(contentType(reply)).contains("application/json");
        assertThat(reply.logid()).hasSize(34);
        assertThat(body.get("code").isIntegralNumber() && body.get("code").intValue() == 0).as(reply.text()).isTrue();
        assertThat(body.get("msg").isString()).isTrue();
        assertThat(body.has("error_message")).isFalse();
        assertThat(body.has("error_code")).isFalse();
        return body;
    }

    private static String contentType(Pankou.Reply reply) {
        return reply.http().headers().firstValue("content-type").orElse("");
    }

    private static JsonNode parsed(String model, JsonNode value) {
        assertThat(MODELS.problemsOf(model, value)).as(model + " " + value).isEmpty();
        return value;
    }
}
