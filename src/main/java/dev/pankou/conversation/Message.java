package dev.pankou.conversation;

import dev.pankou.id.Id;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stored message. Times in milliseconds.
 *
 * @param chat 0 when it was put in by hand, as is {@code bot}
 * @param content text, or JSON text for {@link ContentType#OBJECT_STRING} and {@link ContentType#CARD}
 */
public record Message(
        Id id,
        Id conversation,
        Id section,
        Id chat,
        Id bot,
        Role role,
        Type type,
        String content,
        ContentType contentType,
        @Nullable String reasoning,
        Map<String, String> metaData,
        long createdAt,
        long updatedAt) {
    /** What stands for "none" in {@code chat} and {@code bot}. */
    public static final Id NONE = new Id(0);

    /** Who speaks. */
    public enum Role {
        USER,
        ASSISTANT
    }

    /** What a message is (EXTRAS section 14). */
    public enum Type {
        QUESTION,
        ANSWER,
        FUNCTION_CALL,
        TOOL_OUTPUT,
        TOOL_RESPONSE,
        FOLLOW_UP,
        KNOWLEDGE,
        VERBOSE
    }

    /** How {@code content} is to be read. */
    public enum ContentType {
        TEXT,
        OBJECT_STRING,
        CARD
    }
}
