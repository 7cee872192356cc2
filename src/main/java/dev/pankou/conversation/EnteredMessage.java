package dev.pankou.conversation;

import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Required;
import dev.pankou.conversation.Message.ContentType;
import dev.pankou.conversation.Message.Role;
import dev.pankou.conversation.Message.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message as clients enter it: in conversation create, message create and chat (schema EnterMessage). */
public record EnteredMessage(
        @Required Role role,
        @Nullable Type type,
        @Default("") String content,
        @Nullable ContentType contentType,
        Map<String, String> metaData) {

    private static final Set<Type> SAVED = Set.of(Type.QUESTION, Type.ANSWER);
    private static final Set<Type> UNSAVED =
            Set.of(Type.QUESTION, Type.ANSWER, Type.FUNCTION_CALL, Type.TOOL_OUTPUT, Type.TOOL_RESPONSE);

    /** The type, which without one follows from the role: what users say are questions. */
    public Type kind() {
        return type != null ? type : role == Role.USER ? Type.QUESTION : Type.ANSWER;
    }

    /** The content type; text when it was left out with empty content. */
    public ContentType form() {
        return contentType == null ? ContentType.TEXT : contentType;
    }

    /**
     * Checks one message by itself.
     *
     * @param at the field's name in the request, such as {@code additional_messages[0]}; "" when the request is the message
     * @param saved whether it will be kept: then only questions and answers are allowed (BEHAVIOUR 3.6)
     */
    public void check(String at, boolean saved) {
        if (contentType == null && !content.isEmpty()) {
            throw ApiError.field(name(at, "content_type"), "is required with content");
        }
        if (contentType == ContentType.CARD) {
            throw ApiError.field(name(at, "content_type"), "must be one of text, object_string");
        }
        if (type == Type.QUESTION && role != Role.USER) {
            throw ApiError.field(name(at, "type"), "question needs role user");
        }
        if (type != null && !(saved ? SAVED : UNSAVED).contains(type)) {
            throw ApiError.field(
                    name(at, "type"),
                    saved
                            ? "must be one of question, answer"
                            : "must be one of question, answer, function_call, tool_output, tool_response");
        }
        if (contentType == ContentType.OBJECT_STRING) {
            if (role != Role.USER) {
                throw ApiError.field(name(at, "content_type"), "object_string needs role user");
            }
            ContentPart.parse(name(at, "content"), content);
        }
        MetaData.check(name(at, "meta_data"), metaData);
    }

    private static String name(String at, String field) {
        return at.isEmpty() ? field : at + "." + field;
    }

    /**
     * Checks a list of messages, old to new: each by itself, and that a message of files alone has a text message of the
     * user's directly before or after it (EXTRAS section 14).
     */
    public static void checkAll(String field, List<EnteredMessage> messages, boolean saved) {
        for (var i = 0; i < messages.size(); i++) {
            var at = field + "[" + i + "]";
            var message = messages.get(i);
            message.check(at, saved);
            if (message.form() == ContentType.OBJECT_STRING
                    && ContentPart.parse(at + ".content", message.content()).stream().noneMatch(p -> p.kind() == ContentPart.Kind.TEXT)
                    && !isText(messages, i - 1)
                    && !isText(messages, i + 1)) {
                throw ApiError.field(
                        at + ".content", "files without text need a message of content_type text directly before or after it");
            }
        }
    }

    /** Whether none of them can refer to a file. */
    public static boolean allText(List<EnteredMessage> messages) {
        return messages.stream().noneMatch(message -> message.form() == ContentType.OBJECT_STRING);
    }

    private static boolean isText(List<EnteredMessage> messages, int index) {
        return index >= 0 && index < messages.size() && messages.get(index).form() == ContentType.TEXT;
    }
}
