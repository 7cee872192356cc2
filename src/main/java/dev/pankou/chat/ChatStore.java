package dev.pankou.chat;

import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.WireText;
import dev.pankou.run.RunEvent;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;

/** Statements on chats and their stored events. What clients ask for is scoped by the creator. */
final class ChatStore {
    private static final TypeReference<Map<String, String>> PAIRS = new TypeReference<>() {};
    private static final String CHAT =
            """
            SELECT id, conversation_id, section_id, bot_id, creator_id, end_user, status, saved, owner, epoch, meta_data,
                   request, state, error_code, error_msg, input_tokens, output_tokens, estimated, created_at, completed_at,
                   failed_at
              FROM chat
            """;

    /** False when a chat is running in the conversation. */
    boolean insert(Handle handle, Chat chat) {
        var run = chat.plan().run();
        return handle.createUpdate(
                                """
                                INSERT INTO chat
                                    (id, conversation_id, section_id, bot_id, creator_id, end_user, status, saved, owner, epoch,
                                     meta_data, request, state, error_code, error_msg, input_tokens, output_tokens, estimated,
                                     created_at, updated_at, completed_at, failed_at, run_id)
                                VALUES (:id, :conversation, :section, :bot, :creator, :endUser, :status, :saved, :owner, :epoch,
                                        :metaData, :request, :state, 0, '', 0, 0, 0, :created, :created, 0, 0, :run)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("id", chat.id().value())
                        .bind("conversation", chat.conversation().value())
                        .bind("section", chat.section().value())
                        .bind("bot", chat.bot().value())
                        .bind("creator", chat.creator().value())
                        .bind("endUser", chat.endUser())
                        .bind("status", WireText.of(chat.status()))
                        .bind("saved", chat.saved() ? 1L : 0L)
                        .bind("owner", chat.owner())
                        .bind("epoch", chat.epoch())
                        .bind("metaData", chat.metaData().isEmpty() ? "{}" : Json.text(chat.metaData()))
                        .bind("request", Json.text(chat.plan()))
                        .bind("state", Json.text(chat.state()))
                        .bind("created", chat.createdAt())
                        .bind("run", run == null ? 0L : run.value())
                        .execute()
                == 1;
    }

    Optional<Chat> find(Handle handle, Id creator, Id conversation, Id id) {
        return handle.createQuery(CHAT + "WHERE id = :id AND conversation_id = :conversation AND creator_id = :creator")
                .bind("id", id.value())
                .bind("conversation", conversation.value())
                .bind("creator", creator.value())
                .map((row, context) -> toChat(row))
                .findOne();
    }

    Optional<Chat> find(Handle handle, Id creator, Id id) {
        return handle.createQuery(CHAT + "WHERE id = :id AND creator_id = :creator")
                .bind("id", id.value())
                .bind("creator", creator.value())
                .map((row, context) -> toChat(row))
                .findOne();
    }

    /** Writes what a run came to, if it still owns the chat. */
    boolean update(Handle handle, Chat chat, long now) {
        return handle.createUpdate(
                                """
                                UPDATE chat
                                   SET status = :status, state = :state, error_code = :errorCode, error_msg = :errorMsg,
                                       input_tokens = :input, output_tokens = :output, estimated = :estimated,
                                       updated_at = :now, completed_at = :completed, failed_at = :failed
                                 WHERE id = :id AND status = 'in_progress' AND owner = :owner AND epoch = :epoch
                                """)
                        .bind("status", WireText.of(chat.status()))
                        .bind("state", Json.text(chat.state()))
                        .bind("errorCode", chat.failure().code())
                        .bind("errorMsg", chat.failure().msg())
                        .bind("input", chat.tokens().input())
                        .bind("output", chat.tokens().output())
                        .bind("estimated", chat.tokens().estimated() ? 1L : 0L)
                        .bind("now", now)
                        .bind("completed", chat.completedAt())
                        .bind("failed", chat.failedAt())
                        .bind("id", chat.id().value())
                        .bind("owner", chat.owner())
                        .bind("epoch", chat.epoch())
                        .execute()
                == 1;
    }

    /** Takes a waiting chat over; false when it does not wait any more or another chat runs in the conversation. */
    boolean goOn(Handle handle, Chat chat, long now) {
        return handle.createUpdate(
                                """
                                UPDATE chat
                                   SET status = 'in_progress', state = :state, request = :request, run_id = 0, owner = :owner,
                                       epoch = :epoch, updated_at = :now, completed_at = 0
                                 WHERE id = :id AND status = 'requires_action' AND epoch = :epoch - 1
                                   AND NOT EXISTS (SELECT 1 FROM chat other
                                                    WHERE other.conversation_id = chat.conversation_id
                                                      AND other.status = 'in_progress')
                                """)
                        .bind("state", Json.text(chat.state()))
                        .bind("request", Json.text(chat.plan()))
                        .bind("owner", chat.owner())
                        .bind("epoch", chat.epoch())
                        .bind("now", now)
                        .bind("id", chat.id().value())
                        .execute()
                == 1;
    }

    /** Notes the run that a chat waits with. */
    void waitWith(Handle handle, Chat chat, Id run) {
        handle.createUpdate("UPDATE chat SET run_id = :run, request = :request WHERE id = :id")
                .bind("run", run.value())
                .bind("request", Json.text(chat.plan()))
                .bind("id", chat.id().value())
                .execute();
    }

    boolean cancel(Handle handle, Id id, long now) {
        return handle.createUpdate(
                                """
                                UPDATE chat SET status = 'canceled', epoch = epoch + 1, updated_at = :now
                                 WHERE id = :id AND status = 'in_progress'
                                """)
                        .bind("now", now)
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /** Tokens that a canceled chat had used. */
    void noteTokens(Handle handle, Id id, Chat.Tokens tokens) {
        handle.createUpdate(
                        """
                        UPDATE chat SET input_tokens = :input, output_tokens = :output, estimated = :estimated
                         WHERE id = :id AND status = 'canceled'
                        """)
                .bind("input", tokens.input())
                .bind("output", tokens.output())
                .bind("estimated", tokens.estimated() ? 1L : 0L)
                .bind("id", id.value())
                .execute();
    }

    /** Whether a chat is in progress in the conversation. */
    boolean runs(Handle handle, Id conversation) {
        return handle.createQuery("SELECT 1 FROM chat WHERE conversation_id = :conversation AND status = 'in_progress'")
                .bind("conversation", conversation.value())
                .mapTo(Long.class)
                .findFirst()
                .isPresent();
    }

    /** Running chats, oldest first. */
    List<Running> running(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT id, owner, run_id, updated_at FROM chat WHERE status = 'in_progress' ORDER BY id
                        """)
                .map((row, context) ->
                        new Running(
                                new Id(row.getLong("id")), row.getLong("owner"), new Id(row.getLong("run_id")), row.getLong("updated_at")))
                .list();
    }

    /** @param run of a workflow that answers it; 0: none */
    record Running(Id id, long owner, Id run, long updatedAt) {}

    /** Ends a chat whose owner is gone; false when somebody else did. */
    boolean abandon(Handle handle, Id id, long owner, Chat.Failure failure, long now) {
        return handle.createUpdate(
                                """
                                UPDATE chat
                                   SET status = 'failed', error_code = :code, error_msg = :msg, failed_at = :now, updated_at = :now,
                                       epoch = epoch + 1
                                 WHERE id = :id AND status = 'in_progress' AND owner = :owner
                                """)
                        .bind("code", failure.code())
                        .bind("msg", failure.msg())
                        .bind("now", now)
                        .bind("id", id.value())
                        .bind("owner", owner)
                        .execute()
                == 1;
    }

    /** Chats of workflow runs that wait for an answer in the conversation, newest first: the chat and its run. */
    List<FlowChats.Waiting> waiting(Handle handle, Id conversation) {
        return handle.createQuery(
                        """
                        SELECT id, run_id FROM chat
                         WHERE conversation_id = :conversation AND status = 'requires_action' AND run_id > 0
                         ORDER BY id DESC LIMIT 20
                        """)
                .bind("conversation", conversation.value())
                .map((row, context) -> new FlowChats.Waiting(new Id(row.getLong("id")), new Id(row.getLong("run_id"))))
                .list();
    }

    /** A waiting chat of a workflow run got its answer, which the next chat brings; false when another one was faster. */
    boolean answered(Handle handle, Id id, long now) {
        return handle.createUpdate(
                                """
                                UPDATE chat SET status = 'completed', completed_at = :now, updated_at = :now, epoch = epoch + 1
                                 WHERE id = :id AND status = 'requires_action' AND run_id > 0
                                """)
                        .bind("now", now)
                        .bind("id", id.value())
                        .execute()
                == 1;
    }

    /** Ends the chats that wait with these runs; their ids. @param runs not empty */
    List<Id> endWaiting(Handle handle, List<Id> runs, ChatStatus how, Chat.Failure failure, long now) {
        return handle.createQuery(
                        """
                        UPDATE chat
                           SET status = :status, error_code = :code, error_msg = :msg, failed_at = :failed, updated_at = :now,
                               epoch = epoch + 1
                         WHERE status = 'requires_action' AND run_id IN (<runs>)
                        RETURNING id
                        """)
                .bind("status", WireText.of(how))
                .bind("code", failure.code())
                .bind("msg", failure.msg())
                .bind("failed", how == ChatStatus.FAILED ? now : 0L)
                .bind("now", now)
                .bindList("runs", runs.stream().map(Id::value).toList())
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    /** Ends chats that waited too long for tool outputs; their ids. A workflow run waits by its own rules. */
    List<Id> expireWaiting(Handle handle, long before, Chat.Failure failure, long now) {
        return handle.createQuery(
                        """
                        UPDATE chat
                           SET status = 'failed', error_code = :code, error_msg = :msg, failed_at = :now, updated_at = :now,
                               epoch = epoch + 1
                         WHERE status = 'requires_action' AND updated_at < :before AND run_id = 0
                        RETURNING id
                        """)
                .bind("code", failure.code())
                .bind("msg", failure.msg())
                .bind("now", now)
                .bind("before", before)
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    void deleteUnsaved(Handle handle, Id id) {
        handle.createUpdate("DELETE FROM chat WHERE id = :id AND saved = 0").bind("id", id.value()).execute();
    }

    List<Id> inConversation(Handle handle, Id conversation) {
        return handle.createQuery("SELECT id FROM chat WHERE conversation_id = :conversation ORDER BY id")
                .bind("conversation", conversation.value())
                .mapTo(Long.class)
                .map(Id::new)
                .list();
    }

    void deleteOf(Handle handle, Id conversation) {
        handle.createUpdate(
                        "DELETE FROM chat_event WHERE chat_id IN (SELECT id FROM chat WHERE conversation_id = :conversation)")
                .bind("conversation", conversation.value())
                .execute();
        handle.createUpdate("DELETE FROM chat WHERE conversation_id = :conversation")
                .bind("conversation", conversation.value())
                .execute();
    }

    void insertEvents(Handle handle, Id chat, List<RunEvent> events, long now) {
        if (events.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch(
                """
                INSERT INTO chat_event (chat_id, seq, frame, created_at) VALUES (:chat, :seq, :frame, :now)
                ON CONFLICT DO NOTHING
                """);
        for (var event : events) {
            batch.bind("chat", chat.value())
                    .bind("seq", event.seq())
                    .bind("frame", new String(event.frame(), StandardCharsets.UTF_8))
                    .bind("now", now)
                    .add();
        }
        batch.execute();
    }

    List<RunEvent> events(Handle handle, Id chat, long after, int most) {
        return handle.createQuery(
                        "SELECT seq, frame FROM chat_event WHERE chat_id = :chat AND seq > :after ORDER BY seq LIMIT :most")
                .bind("chat", chat.value())
                .bind("after", after)
                .bind("most", most)
                .map((row, context) ->
                        new RunEvent(row.getLong("seq"), row.getString("frame").getBytes(StandardCharsets.UTF_8)))
                .list();
    }

    long lastSeq(Handle handle, Id chat) {
        return handle.createQuery("SELECT coalesce(max(seq), 0) FROM chat_event WHERE chat_id = :chat")
                .bind("chat", chat.value())
                .mapTo(Long.class)
                .one();
    }

    int deleteEvents(Handle handle, long before) {
        return handle.createUpdate("DELETE FROM chat_event WHERE created_at < :before").bind("before", before).execute();
    }

    private static Chat toChat(ResultSet row) throws SQLException {
        return new Chat(
                new Id(row.getLong("id")),
                new Id(row.getLong("conversation_id")),
                new Id(row.getLong("section_id")),
                new Id(row.getLong("bot_id")),
                new Id(row.getLong("creator_id")),
                row.getString("end_user"),
                WireText.parse(ChatStatus.class, row.getString("status")),
                row.getLong("saved") == 1,
                row.getLong("owner"),
                row.getLong("epoch"),
                Json.mapper().readValue(row.getString("meta_data"), PAIRS),
                Json.read(row.getString("request"), Chat.Plan.class),
                Json.read(row.getString("state"), Chat.State.class),
                new Chat.Failure(row.getInt("error_code"), row.getString("error_msg")),
                new Chat.Tokens(
                        row.getLong("input_tokens"), row.getLong("output_tokens"), row.getLong("estimated") == 1),
                row.getLong("created_at"),
                row.getLong("completed_at"),
                row.getLong("failed_at"));
    }
}
