package dev.pankou.chat;

import dev.pankou.api.ApiError;
import dev.pankou.conversation.EnteredMessage;
import dev.pankou.conversation.Message.ContentType;
import dev.pankou.conversation.Message.Role;
import dev.pankou.conversation.Message.Type;
import dev.pankou.expression.Template;
import dev.pankou.expression.TemplateException;
import dev.pankou.expression.Undefined;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Makes the user's question out of a shortcut command (ShortcutCommandDetail, EXTRAS section 14). */
final class ChatShortcuts {
    private static final int LONGEST_QUESTION = 100_000;

    private ChatShortcuts() {}

    /** @param parameters component name to the JSON text of an object_string array */
    static EnteredMessage question(ChatBot.Shortcut shortcut, Map<String, String> parameters) {
        var words = new HashMap<String, String>();
        var attached = Json.array();
        for (var entry : parameters.entrySet()) {
            words.put(entry.getKey(), read("shortcut_command.parameters." + entry.getKey(), entry.getValue(), attached));
        }
        String text;
        try {
            text = Template.parse(shortcut.queryTemplate()).render(words, Undefined.EMPTY, LONGEST_QUESTION).strip();
        } catch (TemplateException tooLong) {
            throw ApiError.field("shortcut_command.parameters", "the question made of them is too long");
        }
        if (attached.isEmpty()) {
            return new EnteredMessage(Role.USER, Type.QUESTION, text, ContentType.TEXT, Map.of());
        }
        attached.insertObject(0).put("type", "text").put("text", text);
        return new EnteredMessage(Role.USER, Type.QUESTION, SoundText.of(Json.text(attached)), ContentType.OBJECT_STRING, Map.of());
    }

    /** The text of a parameter; its files go to {@code attached}. */
    private static String read(String field, String value, ArrayNode attached) {
        JsonNode array;
        try {
            array = Json.tree(value);
        } catch (JacksonException malformed) {
            throw ApiError.field(field, "must be the JSON text of an object_string array");
        }
        if (!array.isArray()) {
            throw ApiError.field(field, "must be the JSON text of an object_string array");
        }
        var text = new StringBuilder();
        for (var part : array) {
            var kind = part.path("type").asString("");
            if (kind.equals("text")) {
                text.append(part.path("text").asString(""));
            } else {
                attached.add(part);
            }
        }
        return SoundText.of(text.toString());
    }
}
