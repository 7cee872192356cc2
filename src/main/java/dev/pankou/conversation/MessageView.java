package dev.pankou.conversation;

import dev.pankou.id.Id;
import dev.pankou.time.Times;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schema OpenMessageApi: a stored message as the message operations show it. */
public record MessageView(
        Id id,
        Id conversationId,
        Id sectionId,
        String botId,
        String chatId,
        Message.Role role,
        Message.Type type,
        String content,
        Message.ContentType contentType,
        @Nullable String reasoningContent,
        Map<String, String> metaData,
        long createdAt,
        long updatedAt) {
    /** bot_id and chat_id are "" for messages put in by hand. */
    public static MessageView of(Message message) {
        return new MessageView(
                message.id(),
                message.conversation(),
                message.section(),
                text(message.bot()),
                text(message.chat()),
                message.role(),
                message.type(),
                message.content(),
                message.contentType(),
                message.reasoning(),
                message.metaData(),
                Times.seconds(message.createdAt()),
                Times.seconds(message.updatedAt()));
    }

    private static String text(Id id) {
        return id.value() == 0 ? "" : id.toString();
    }
}
