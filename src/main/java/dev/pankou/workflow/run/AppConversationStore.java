package dev.pankou.workflow.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

import dev.pankou.id.Id;
import dev.pankou.workflow.run.AppConversations.Named;
import dev.pankou.workflow.run.AppConversations.Owner;

/** Statements on the names of conversations, scoped by their owner. */
final class AppConversationStore {
    private static final String OWNED =
            " creator_id = :creator AND app_id = :app AND connector_id = :connector AND end_user = :user ";

    Optional<Id> find(Handle handle, Owner owner, String name) {
        return handle.createQuery("SELECT conversation_id FROM app_conversation WHERE" + OWNED + "AND name = :name")
                .bindMap(values(owner))
                .bind("name", name)
                .mapTo(Long.class)
                .map(Id::new)
                .findOne();
    }

    /** False when the name is taken. */
    boolean insert(Handle handle, Owner owner, String name, Id conversation, long now) {
        return handle.createUpdate(
                                """
                                INSERT INTO app_conversation
                                    (creator_id, app_id, connector_id, end_user, name, conversation_id, created_at)
                                VALUES (:creator, :app, :connector, :user, :name, :conversation, :now)
                                ON CONFLICT DO NOTHING
                                """)
                        .bindMap(values(owner))
                        .bind("name", name)
                        .bind("conversation", conversation.value())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    boolean rename(Handle handle, Owner owner, String name, String newName) {
        return handle.createUpdate("UPDATE app_conversation SET name = :new WHERE" + OWNED + "AND name = :name")
                        .bindMap(values(owner))
                        .bind("name", name)
                        .bind("new", newName)
                        .execute()
                == 1;
    }

    /** By age. */
    List<Named> list(Handle handle, Owner owner, int most) {
        return handle.createQuery("SELECT name, conversation_id FROM app_conversation WHERE" + OWNED
                        + "ORDER BY conversation_id LIMIT :most")
                .bindMap(values(owner))
                .bind("most", most)
                .map((row, context) -> new Named(row.getString("name"), new Id(row.getLong("conversation_id"))))
                .list();
    }

    /** Of a conversation that was found before. */
    Optional<Id> app(Handle handle, Id conversation) {
        return handle.createQuery("SELECT app_id FROM app_conversation WHERE conversation_id = :conversation")
                .bind("conversation", conversation.value())
                .mapTo(Long.class)
                .map(Id::new)
                .findFirst();
    }

    void forget(Handle handle, Id conversation) {
        handle.createUpdate("DELETE FROM app_conversation WHERE conversation_id = :conversation")
                .bind("conversation", conversation.value())
                .execute();
    }

    private static Map<String, Object> values(Owner owner) {
        return Map.of(
                "creator", owner.creator().value(),
                "app", owner.app().value(),
                "connector", owner.connector().value(),
                "user", owner.user());
    }
}
