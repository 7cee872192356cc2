package dev.pankou.conversation;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** Statements on conversations, messages and feedback. Public operations pass the creator as scope. */
final class ConversationStore {
    private static final String CONVERSATION =
            """
            SELECT id, creator_id, connector_id, bot_id, name, meta_data, last_section_id, created_at, updated_at
              FROM conversation
            """;
    private static final String MESSAGE =
            """
            SELECT id, conversation_id, section_id, chat_id, bot_id, role, type, content, content_type, reasoning_content,
                   meta_data, created_at, updated_at
              FROM message
            """;
    private static final String INSERT_MESSAGE =
            """
            INSERT INTO message (id, conversation_id, section_id, chat_id, bot_id, role, type, content, content_type,
                                 reasoning_content, meta_data, in_context, created_at, updated_at)
            VALUES (:id, :conversation, :section, :chat, :bot, :role, :type, :content, :contentType,
                    :reasoning, :metaData, 1, :created, :updated)
            ON CONFLICT (id) DO NOTHING
            """;

    private static final TypeReference<Map<String, String>> PAIRS = new TypeReference<>() {};

    void insert(Handle handle, Conversation conversation) {
        handle.createUpdate(
                        """
                        INSERT INTO conversation
                            (id, creator_id, connector_id, bot_id, name, meta_data, last_section_id, created_at, updated_at)
                        VALUES (:id, :creator, :connector, :bot, :name, :metaData, :section, :created, :updated)
                        """)
                .bind("id", conversation.id().value())
                .bind("creator", conversation.creator().value())
                .bind("connector", conversation.connector().value())
                .bind("bot", conversation.bot().value())
                .bind("name", conversation.name())
                .bind("metaData", pairs(conversation.metaData()))
                .bind("section", conversation.lastSection().value())
                .bind("created", conversation.createdAt())
                .bind("updated", conversation.updatedAt())
                .execute();
    }

    Optional<Conversation> find(Handle handle, Id creator, Id id) {
        return handle.createQuery(CONVERSATION + "WHERE id = :id AND creator_id = :creator")
                .bind("id", id.value())
                .bind("creator", creator.value())
                .map((row, context) -> toConversation(row))
                .findOne();
    }

    /** Those of the ids that are conversations of the creator's. */
    List<Id> existing(Handle handle, Id creator, Collection<Id> ids) {
        return handle.createQuery("SELECT id FROM conversation WHERE creator_id = :creator AND id IN (<ids>)")
                .bind("creator", creator.value())
                .bindList("ids", ids.stream().map(Id::value).toList())
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    /** Keeps others from writing to a conversation until this transaction ends; false when there is no such one. */
    boolean hold(Handle handle, Id creator, Id id) {
        return handle.createUpdate("UPDATE conversation SET id = id WHERE id = :id AND creator_id = :creator")
                        .bind("id", id.value())
                        .bind("creator", creator.value())
                        .execute()
                == 1;
    }

    List<Conversation> list(Handle handle, Id creator, Id bot, Id connector, boolean ascending, int size, long offset) {
        return handle.createQuery(CONVERSATION
                        + "WHERE creator_id = :creator AND bot_id = :bot AND connector_id = :connector ORDER BY id "
                        + (ascending ? "ASC" : "DESC") + " LIMIT :size OFFSET :offset")
                .bind("creator", creator.value())
                .bind("bot", bot.value())
                .bind("connector", connector.value())
                .bind("size", size)
                .bind("offset", offset)
                .map((row, context) -> toConversation(row))
                .list();
    }

    /** The bots that spoke in a conversation; perhaps {@link Message#NONE} too. */
    List<Id> bots(Handle handle, Id conversation) {
        return handle.createQuery("SELECT DISTINCT bot_id FROM message WHERE conversation_id = :conversation")
                .bind("conversation", conversation.value())
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    void rename(Handle handle, Id creator, Id id, String name, long now) {
        handle.createUpdate(
                        "UPDATE conversation SET name = :name, updated_at = :now WHERE id = :id AND creator_id = :creator")
                .bind("name", name)
                .bind("now", now)
                .bind("id", id.value())
                .bind("creator", creator.value())
                .execute();
    }

    void setSection(Handle handle, Id creator, Id id, Id section, long now) {
        handle.createUpdate(
                        """
                        UPDATE conversation SET last_section_id = :section, updated_at = :now
                         WHERE id = :id AND creator_id = :creator
                        """)
                .bind("section", section.value())
                .bind("now", now)
                .bind("id", id.value())
                .bind("creator", creator.value())
                .execute();
    }

    /** Notes that something was said; an unnamed conversation takes the name. */
    boolean touch(Handle handle, Id id, String name, long now) {
        return handle.createUpdate(
                        """
                        UPDATE conversation
                           SET updated_at = :now, name = CASE WHEN name = '' THEN :name ELSE name END
                         WHERE id = :id
                        """)
                .bind("now", now)
                .bind("name", name)
                .bind("id", id.value())
                .execute() == 1;
    }

    void delete(Handle handle, Id id) {
        handle.createUpdate(
                        "DELETE FROM message_feedback WHERE message_id IN (SELECT id FROM message WHERE conversation_id = :id)")
                .bind("id", id.value())
                .execute();
        handle.createUpdate("DELETE FROM message WHERE conversation_id = :id").bind("id", id.value()).execute();
        handle.createUpdate("DELETE FROM conversation WHERE id = :id").bind("id", id.value()).execute();
    }

    /** Rows that are there already stay: a commit that was not confirmed is tried again and may have been done. */
    void insertMessages(Handle handle, Collection<Message> messages) {
        if (messages.size() == 1) {
            handle.createUpdate(INSERT_MESSAGE).bindMap(values(messages.iterator().next())).execute();
            return;
        }
        if (messages.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch(INSERT_MESSAGE);
        for (var message : messages) {
            batch.bindMap(values(message)).add();
        }
        batch.execute();
    }

    private static Map<String, @Nullable Object> values(Message message) {
        var values = new java.util.HashMap<String, @Nullable Object>();
        values.put("id", message.id().value());
        values.put("conversation", message.conversation().value());
        values.put("section", message.section().value());
        values.put("chat", message.chat().value());
        values.put("bot", message.bot().value());
        values.put("role", WireText.of(message.role()));
        values.put("type", WireText.of(message.type()));
        values.put("content", message.content());
        values.put("contentType", WireText.of(message.contentType()));
        values.put("reasoning", message.reasoning());
        values.put("metaData", pairs(message.metaData()));
        values.put("created", message.createdAt());
        values.put("updated", message.updatedAt());
        return values;
    }

    Optional<Message> message(Handle handle, Id conversation, Id id) {
        return handle.createQuery(MESSAGE + "WHERE id = :id AND conversation_id = :conversation")
                .bind("id", id.value())
                .bind("conversation", conversation.value())
                .map((row, context) -> toMessage(row))
                .findOne();
    }

    /**
     * Questions and answers, in the order of the ids.
     *
     * @param chat 0: of all chats
     * @param above only ids above this; 0: all
     * @param below only ids below this; 0: all
     */
    List<Message> page(Handle handle, Id conversation, Id chat, long above, long below, boolean ascending, int limit) {
        return handle.createQuery(MESSAGE
                        + """
                        WHERE conversation_id = :conversation AND type IN ('question', 'answer')
                          AND (:chat = 0 OR chat_id = :chat) AND id > :above AND (:below = 0 OR id < :below)
                        ORDER BY id\s"""
                        + (ascending ? "ASC" : "DESC") + " LIMIT :limit")
                .bind("conversation", conversation.value())
                .bind("chat", chat.value())
                .bind("above", above)
                .bind("below", below)
                .bind("limit", limit)
                .map((row, context) -> toMessage(row))
                .list();
    }

    /** The newest questions and answers of a section that count as context, newest first; {@code below} 0: all. */
    List<Message> context(Handle handle, Id conversation, Id section, long below, int limit) {
        return handle.createQuery(MESSAGE
                        + """
                        WHERE conversation_id = :conversation AND section_id = :section AND in_context = 1
                          AND type IN ('question', 'answer') AND (:below = 0 OR id < :below)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .bind("below", below)
                .bind("conversation", conversation.value())
                .bind("section", section.value())
                .bind("limit", limit)
                .map((row, context) -> toMessage(row))
                .list();
    }

    /** What a chat produced, oldest first; never the user's question (ListChatMessageApi). */
    List<Message> ofChat(Handle handle, Id conversation, Id chat) {
        return handle.createQuery(MESSAGE
                        + """
                        WHERE chat_id = :chat AND chat_id > 0 AND conversation_id = :conversation AND type <> 'question'
                        ORDER BY id
                        """)
                .bind("chat", chat.value())
                .bind("conversation", conversation.value())
                .map((row, context) -> toMessage(row))
                .list();
    }

    void leaveContext(Handle handle, Id chat) {
        handle.createUpdate("UPDATE message SET in_context = 0 WHERE chat_id = :chat AND chat_id > 0")
                .bind("chat", chat.value())
                .execute();
    }

    void modify(Handle handle, Message message) {
        handle.createUpdate(
                        """
                        UPDATE message SET content = :content, content_type = :contentType, meta_data = :metaData, updated_at = :now
                         WHERE id = :id AND conversation_id = :conversation
                        """)
                .bind("content", message.content())
                .bind("contentType", WireText.of(message.contentType()))
                .bind("metaData", pairs(message.metaData()))
                .bind("now", message.updatedAt())
                .bind("id", message.id().value())
                .bind("conversation", message.conversation().value())
                .execute();
    }

    void deleteMessage(Handle handle, Message message) {
        // DeleteMessageApi: what led to an answer goes with it.
        var withIntermediate = message.type() == Message.Type.ANSWER && message.chat().value() > 0;
        var of = withIntermediate
                ? "id = :id OR (chat_id = :chat AND type NOT IN ('question', 'answer'))"
                : "id = :id AND :chat = :chat";
        handle.createUpdate("DELETE FROM message_feedback WHERE message_id = :id").bind("id", message.id().value()).execute();
        handle.createUpdate("DELETE FROM message WHERE conversation_id = :conversation AND (" + of + ")")
                .bind("id", message.id().value())
                .bind("chat", message.chat().value())
                .bind("conversation", message.conversation().value())
                .execute();
    }

    void putFeedback(Handle handle, Id message, Id user, String type, List<String> reasons, String comment, long now) {
        handle.createUpdate(
                        """
                        INSERT INTO message_feedback (message_id, user_id, feedback_type, reason_types, comment, created_at)
                        VALUES (:message, :user, :type, :reasons, :comment, :now)
                        ON CONFLICT (message_id) DO UPDATE
                           SET user_id = excluded.user_id, feedback_type = excluded.feedback_type,
                               reason_types = excluded.reason_types, comment = excluded.comment,
                               created_at = excluded.created_at
                        """)
                .bind("message", message.value())
                .bind("user", user.value())
                .bind("type", type)
                .bind("reasons", Json.text(reasons))
                .bind("comment", comment)
                .bind("now", now)
                .execute();
    }

    void deleteFeedback(Handle handle, Id message) {
        handle.createUpdate("DELETE FROM message_feedback WHERE message_id = :message")
                .bind("message", message.value())
                .execute();
    }

    /** Removes messages with ids below {@code below}, a bounded number a call; how many went. */
    int expire(Handle handle, Id below, int most) {
        var ids = handle.createQuery("SELECT id FROM message WHERE id < :below ORDER BY id LIMIT :most")
                .bind("below", below.value())
                .bind("most", most)
                .mapTo(Long.class)
                .list();
        if (ids.isEmpty()) {
            return 0;
        }
        var list = String.join(",", new ArrayList<>(ids).stream().map(String::valueOf).toList());
        handle.createUpdate("DELETE FROM message_feedback WHERE message_id IN (" + list + ")").execute();
        return handle.createUpdate("DELETE FROM message WHERE id IN (" + list + ")").execute();
    }

    private static String pairs(Map<String, String> pairs) {
        return pairs.isEmpty() ? "{}" : Json.text(pairs);
    }

    private static Map<String, String> pairs(String text) {
        return text.equals("{}") ? Map.of() : Json.mapper().readValue(text, PAIRS);
    }

    private static Conversation toConversation(ResultSet row) throws SQLException {
        return new Conversation(
                new Id(row.getLong("id")),
                new Id(row.getLong("creator_id")),
                new Id(row.getLong("connector_id")),
                new Id(row.getLong("bot_id")),
                row.getString("name"),
                pairs(row.getString("meta_data")),
                new Id(row.getLong("last_section_id")),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }

    private static Message toMessage(ResultSet row) throws SQLException {
        return new Message(
                new Id(row.getLong("id")),
                new Id(row.getLong("conversation_id")),
                new Id(row.getLong("section_id")),
                new Id(row.getLong("chat_id")),
                new Id(row.getLong("bot_id")),
                WireText.parse(Message.Role.class, row.getString("role")),
                WireText.parse(Message.Type.class, row.getString("type")),
                row.getString("content"),
                WireText.parse(Message.ContentType.class, row.getString("content_type")),
                row.getString("reasoning_content"),
                pairs(row.getString("meta_data")),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
