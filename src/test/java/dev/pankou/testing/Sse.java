package dev.pankou.testing;

import dev.pankou.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Events of a streamed answer, read as strictly as the official clients read: line by line. */
public record Sse(String id, String event, String data) {
    /** All events of a body. Any line that is none of id, event, data or blank is an error. */
    public static List<Sse> read(String body) {
        var found = new ArrayList<Sse>();
        var id = "";
        var event = "";
        for (var line : body.split("\n", -1)) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("event:")) {
                event = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                found.add(new Sse(id, event, line.substring(5).strip()));
                event = "";
            } else if (!line.isEmpty()) {
                throw new AssertionError("a line that clients choke on: " + line);
            }
        }
        return found;
    }

    public JsonNode json() {
        return Json.tree(data);
    }

    /** The names of the events in order, repeated ones once. */
    public static List<String> shape(List<Sse> events) {
        var names = new ArrayList<String>();
        for (var event : events) {
            if (names.isEmpty() || !names.getLast().equals(event.event())) {
                names.add(event.event());
            }
        }
        return names;
    }

    /** The completed messages of a type. */
    public static List<JsonNode> messages(List<Sse> events, String type) {
        return events.stream()
                .filter(event -> event.event().equals("conversation.message.completed"))
                .map(Sse::json)
                .filter(message -> message.get("type").stringValue().equals(type))
                .toList();
    }
}
