package dev.pankou.workflow.run;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import dev.pankou.conversation.Conversation;
import dev.pankou.conversation.ConversationService;
import dev.pankou.id.Id;
import dev.pankou.store.Db;

/** Conversations that an app's workflows know by name, one a name for each user of each channel. Threads share it. */
final class AppConversations {
    private static final String OWNED =
            " creator_id = :creator AND app_id = :app AND connector_id = :connector AND end_user = :user ";

    private final Db db;
    private final Clock clock;
    private final ConversationService conversations;

    AppConversations(Db db, Clock clock, ConversationService conversations) {
        this.db = db;
        this.clock = clock;
        this.conversations = conversations;
    }

    /** Whose conversations. @param creator whose token it is; @param user the end user */
    record Owner(Id creator, Id app, Id connector, String user) {}

    record Named(String name, Id conversation) {}

    Optional<Id> find(Owner owner, String name) {
        return db.read(handle -> find(handle, owner, name));
    }

    private static Optional<Id> find(Handle handle, Owner owner, String name) {
        return handle.createQuery("SELECT conversation_id FROM app_conversation WHERE" + OWNED + "AND name = :name")
                .bindMap(values(owner))
                .bind("name", name)
                .mapTo(Long.class)
                .map(Id::new)
                .findOne();
    }

    /** The conversation of a name, and whether it was there before. */
    record Made(Conversation conversation, boolean existed) {}

    Made findOrMake(Owner owner, String name, @Nullable Id bot) {
        return db.write(handle -> {
            var known = find(handle, owner, name);
            if (known.isPresent()) {
                var found = conversations.owned(handle, owner.creator(), known.get());
                if (found.isPresent()) {
                    return new Made(found.get(), true);
                }
                forget(handle, known.get());
            }
            var made = conversations.blank(owner.creator(), owner.connector(), bot == null ? Run.NONE : bot, name, Map.of());
            conversations.insert(handle, made, name);
            var mine = handle.createUpdate(
                            """
                            INSERT INTO app_conversation (creator_id, app_id, connector_id, end_user, name, conversation_id, created_at)
                            VALUES (:creator, :app, :connector, :user, :name, :conversation, :now)
                            ON CONFLICT DO NOTHING
                            """)
                    .bindMap(values(owner))
                    .bind("name", name)
                    .bind("conversation", made.id().value())
                    .bind("now", clock.millis())
                    .execute();
            if (mine == 1) {
                return new Made(made, false);
            }
            conversations.remove(handle, made.id()); // another call was faster
            var other = find(handle, owner, name).flatMap(id -> conversations.owned(handle, owner.creator(), id));
            return new Made(other.orElseThrow(), true);
        });
    }

    /** False when the new name is taken. */
    boolean rename(Owner owner, String name, String newName) {
        return db.write(handle -> find(handle, owner, newName).isEmpty()
                && handle.createUpdate("UPDATE app_conversation SET name = :new WHERE" + OWNED + "AND name = :name")
                                .bindMap(values(owner))
                                .bind("name", name)
                                .bind("new", newName)
                                .execute()
                        == 1);
    }

    /** By age. */
    List<Named> list(Owner owner) {
        return db.read(handle -> handle.createQuery("SELECT name, conversation_id FROM app_conversation WHERE" + OWNED
                        + "ORDER BY conversation_id LIMIT 1000")
                .bindMap(values(owner))
                .map((row, context) -> new Named(row.getString("name"), new Id(row.getLong("conversation_id"))))
                .list());
    }

    /** Its name means nothing any more. */
    void forget(Id conversation) {
        db.write(handle -> {
            forget(handle, conversation);
            return true;
        });
    }

    private static void forget(Handle handle, Id conversation) {
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
