package dev.pankou.workflow.run;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.pankou.conversation.Conversation;
import dev.pankou.conversation.ConversationService;
import dev.pankou.id.Id;
import dev.pankou.store.Db;

/** Conversations that an app's workflows know by name, one a name for each user of each channel. Threads share it. */
final class AppConversations {
    /** Our own limits; both are parts of a key. */
    static final int LONGEST_NAME = 100;

    static final int LONGEST_USER = 200;
    private static final int MOST_LISTED = 1_000;

    private final Db db;
    private final Clock clock;
    private final ConversationService conversations;
    private final AppConversationStore store = new AppConversationStore();

    AppConversations(Db db, Clock clock, ConversationService conversations) {
        this.db = db;
        this.clock = clock;
        this.conversations = conversations;
    }

    /** Whose conversations. @param creator whose token it is; @param user the end user */
    record Owner(Id creator, Id app, Id connector, String user) {}

    record Named(String name, Id conversation) {}

    /** The conversation of a name; empty also when that was deleted. */
    Optional<Id> find(Owner owner, String name) {
        return db.read(handle -> store.find(handle, owner, name)
                .filter(id -> conversations.owned(handle, owner.creator(), id).isPresent()));
    }

    /** The conversation of a name, and whether it was there before. */
    record Made(Conversation conversation, boolean existed) {}

    Made findOrMake(Owner owner, String name) {
        return db.write(handle -> {
            var known = store.find(handle, owner, name);
            if (known.isPresent()) {
                var found = conversations.owned(handle, owner.creator(), known.get());
                if (found.isPresent()) {
                    return new Made(found.get(), true);
                }
                store.forget(handle, known.get());
            }
            var made = conversations.blank(owner.creator(), owner.connector(), Run.NONE, name, Map.of());
            if (store.insert(handle, owner, name, made.id(), clock.millis())) {
                conversations.insert(handle, made, name);
                return new Made(made, false);
            }
            var other = store.find(handle, owner, name) // another call was faster
                    .flatMap(id -> conversations.owned(handle, owner.creator(), id));
            return new Made(other.orElseThrow(), true);
        });
    }

    /** False when the new name is taken, or there is none of the old one. */
    boolean rename(Owner owner, String name, String newName) {
        return db.write(handle -> store.find(handle, owner, newName).isEmpty() && store.rename(handle, owner, name, newName));
    }

    /** By age. */
    List<Named> list(Owner owner) {
        return db.read(handle -> {
            var all = store.list(handle, owner, MOST_LISTED);
            var there = conversations.existing(
                    handle, owner.creator(), all.stream().map(Named::conversation).toList());
            return all.stream().filter(one -> there.contains(one.conversation())).toList();
        });
    }

    /** The app whose workflows know a conversation by name. */
    Optional<Id> app(Id conversation) {
        return db.read(handle -> store.app(handle, conversation));
    }

    /** Its name means nothing any more. */
    void forget(Id conversation) {
        db.write(handle -> {
            store.forget(handle, conversation);
            return true;
        });
    }
}
