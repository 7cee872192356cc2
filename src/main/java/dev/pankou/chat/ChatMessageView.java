package dev.pankou.chat;

import dev.pankou.conversation.Message;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import dev.pankou.time.Times;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schema ChatV3MessageDetail: a message in chat events and in ListChatMessageApi; without {@code bot_id} where no bot speaks. */
record ChatMessageView(
        Id id,
        Id conversationId,
        @Nullable Id botId,
        Message.Role role,
        Message.Type type,
        String content,
        Message.ContentType contentType,
        Id chatId,
        Id sectionId,
        @Nullable String reasoningContent,
        @Nullable Map<String, String> metaData,
        long createdAt,
        long updatedAt) {

    static ChatMessageView of(Message message) {
        return new ChatMessageView(
                message.id(),
                message.conversation(),
                message.bot().equals(Message.NONE) ? null : message.bot(),
                message.role(),
                message.type(),
                message.content(),
                message.contentType(),
                message.chat(),
                message.section(),
                message.reasoning(),
                message.metaData().isEmpty() ? null : message.metaData(),
                Times.seconds(message.createdAt()),
                Times.seconds(message.updatedAt()));
    }

    /** The data of an answer's deltas: all but the text is made once, because there are many. */
    static final class Deltas {
        private static final byte[] EMPTY_AND_REASONING = utf8("\"\",\"reasoning_content\":");

        private final byte[] before;
        private final byte[] after;

        Deltas(Chat chat, Id message) {
            this(chat, message, Message.ContentType.TEXT);
        }

        Deltas(Chat chat, Id message, Message.ContentType form) {
            var bot = chat.bot().equals(Message.NONE) ? "" : "\"bot_id\":\"" + chat.bot() + "\",";
            before = utf8("{\"id\":\"" + message + "\",\"conversation_id\":\"" + chat.conversation() + "\"," + bot
                    + "\"role\":\"assistant\",\"type\":\"answer\",\"content\":");
            after = utf8(",\"content_type\":\"" + WireText.of(form) + "\",\"chat_id\":\"" + chat.id() + "\",\"section_id\":\"" + chat.section()
                    + "\"}");
        }

        byte[] text(String piece) {
            return join(new byte[0], Json.bytes(piece));
        }

        byte[] reasoning(String piece) {
            return join(EMPTY_AND_REASONING, Json.bytes(piece));
        }

        private byte[] join(byte[] lead, byte[] piece) {
            var out = new ByteArrayOutputStream(before.length + lead.length + piece.length + after.length);
            out.writeBytes(before);
            out.writeBytes(lead);
            out.writeBytes(piece);
            out.writeBytes(after);
            return out.toByteArray();
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
