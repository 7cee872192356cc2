package dev.pankou.chat;

import dev.pankou.testing.FakeModel;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Steps that tests of chats share. */
final class ChatSteps {
    private ChatSteps() {}

    /** A body of ChatV3 that says one text. */
    static Map<String, Object> say(String bot, String text, boolean stream) {
        var body = new HashMap<String, Object>();
        body.put("bot_id", bot);
        body.put("user_id", "u-77");
        body.put("stream", stream);
        body.put("additional_messages", List.of(message("user", text)));
        return body;
    }

    static Map<String, Object> with(Map<String, Object> body, String key, Object value) {
        var all = new HashMap<>(body);
        all.put(key, value);
        return all;
    }

    static Map<String, Object> message(String role, String text) {
        return Map.of("role", role, "content", text, "content_type", "text");
    }

    /** A published bot on a model of this scripted server. */
    static String bot(Person person, FakeModel fake, Map<String, ?> config) {
        var all = new HashMap<String, Object>(config);
        var model = new HashMap<String, Object>();
        model.put("model_id", person.pankou().root().model(fake));
        if (config.get("model_info_config") instanceof Map<?, ?> more) {
            more.forEach((key, value) -> model.put((String) key, value));
        }
        all.put("model_info_config", model);
        return person.publishedBot(all);
    }

    static List<Sse> stream(Person person, String path, Object body) {
        return Sse.read(person.post(path, body).text());
    }

    static String place(JsonNode chat) {
        var id = chat.get("id").stringValue();
        return "?conversation_id=" + chat.get("conversation_id").stringValue() + "&chat_id=" + id;
    }

    /** Polls a chat until it is as wanted. */
    static JsonNode await(Person person, JsonNode chat, Predicate<String> status) {
        var deadline = System.nanoTime() + 20_000_000_000L;
        while (true) {
            var found = person.get("/v3/chat/retrieve" + place(chat)).data();
            if (status.test(found.get("status").stringValue())) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the chat stayed " + found);
            }
            Thread.onSpinWait();
        }
    }

    static Pankou.Reply cancel(Person person, JsonNode chat) {
        return person.post(
                "/v3/chat/cancel",
                Map.of(
                        "conversation_id",
                        chat.get("conversation_id").stringValue(),
                        "chat_id",
                        chat.get("id").stringValue()));
    }
}
