package dev.pankou.conversation;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.PageRequest;
import dev.pankou.conversation.Message.ContentType;
import dev.pankou.conversation.Message.Type;
import dev.pankou.id.Id;
import dev.pankou.id.Ids;
import dev.pankou.store.Db;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of conversations, messages and feedback. Keeps no state of its own, so threads may share it. */
public final class ConversationService {
    /** The API channel. */
    public static final Id API = new Id(1024);

    /** The Chat SDK channel. */
    public static final Id CHAT_SDK = new Id(999);

    /** Official channels whose conversations cannot be used by API (BEHAVIOUR 1.8). */
    private static final Set<Long> OTHER_OFFICIAL = Set.of(
            998L, 10000122L, 10000113L, 10000120L, 10000121L, 10000126L, 10000127L, 10000011L, 10000128L, 10000117L);

    private static final int LONGEST_NAME = 100;

    private final Db db;
    private final Clock clock;
    private final Ids ids;
    private final BotAccess bots;
    private final Attachments attachments;
    private final ConversationStore store = new ConversationStore();

    public ConversationService(Db db, Clock clock, Ids ids, BotAccess bots, Attachments attachments) {
        this.db = db;
        this.clock = clock;
        this.ids = ids;
        this.bots = bots;
        this.attachments = attachments;
    }

    /** Makes a conversation with an empty section and perhaps first messages (CreateConversationApi). */
    public Conversation create(
            Caller caller,
            @Nullable Id bot,
            Id connector,
            String name,
            Map<String, String> metaData,
            List<EnteredMessage> messages) {
        MetaData.check("meta_data", metaData);
        checkConnector(connector);
        EnteredMessage.checkAll("messages", messages, true);
        if (bot != null) {
            bots.require(caller, bot);
        }
        var conversation = blank(caller.user(), connector, bot == null ? Message.NONE : bot, name, metaData);
        var rows = new ArrayList<Message>();
        for (var message : messages) {
            rows.add(entered(conversation, message, Message.NONE, Message.NONE));
        }
        return db.write(handle -> {
            checkAttachments(handle, caller.user(), "messages", messages);
            store.insert(handle, conversation);
            store.insertMessages(handle, rows);
            return conversation;
        });
    }

    /** A new conversation that is not stored yet. Its first section has its own id (BEHAVIOUR 1.3). */
    public Conversation blank(Id creator, Id connector, Id bot, String name, Map<String, String> metaData) {
        var id = ids.next();
        var now = clock.millis();
        return new Conversation(id, creator, connector, bot, name, metaData, id, now, now);
    }

    /** A message row for what a client entered. */
    public Message entered(Conversation conversation, EnteredMessage message, Id chat, Id bot) {
        var now = clock.millis();
        return new Message(
                ids.next(),
                conversation.id(),
                conversation.lastSection(),
                chat,
                bot,
                message.role(),
                message.kind(),
                message.content(),
                message.form(),
                null,
                message.metaData(),
                now,
                now);
    }

    /** @throws dev.pankou.api.ApiException 4000 for channels whose conversations are out of reach */
    public static void checkConnector(Id connector) {
        if (OTHER_OFFICIAL.contains(connector.value())) {
            throw ApiError.field("connector_id", "conversations are on channel 1024 (API), 999 (Chat SDK) or a custom one");
        }
    }

    /** Refuses file ids that are none of the user's. */
    public void checkAttachments(Handle handle, Id user, String field, List<EnteredMessage> messages) {
        for (var i = 0; i < messages.size(); i++) {
            checkAttachments(handle, user, field + "[" + i + "].content", messages.get(i));
        }
    }

    private void checkAttachments(Handle handle, Id user, String at, EnteredMessage message) {
        if (message.form() != ContentType.OBJECT_STRING) {
            return;
        }
        for (var part : ContentPart.parse(at, message.content())) {
            if (part.file() != null && !attachments.owns(handle, user, part.file())) {
                throw ApiError.field(at, "file_id " + part.file() + " does not exist or is not yours");
            }
        }
    }

    /** One's own conversation. @throws dev.pankou.api.ApiException 4002 */
    public Conversation retrieve(Caller caller, Id id) {
        return db.read(handle -> require(handle, caller, id));
    }

    /**
     * One's own conversation, when the token reaches the workspaces of all bots that belong to it: its own and those that
     * spoke in it.
     *
     * @throws dev.pankou.api.ApiException 4002 when it is missing or another user's, 4101
     */
    public Conversation require(Handle handle, Caller caller, Id id) {
        var found = store.find(handle, caller.user(), id).orElseThrow(() -> ApiError.INVALID_CONVERSATION.with(id));
        if (caller.workspaces() != null) {
            var all = new HashSet<>(store.bots(handle, id));
            all.add(found.bot());
            all.remove(Message.NONE);
            bots.requireReach(handle, caller, all);
        }
        return found;
    }

    /** @throws dev.pankou.api.ApiException 4101 when the token does not reach the bot's workspace */
    public void requireReach(Handle handle, Caller caller, Id bot) {
        bots.requireReach(handle, caller, Set.of(bot));
    }

    /**
     * As {@link #require}, and nobody else adds to the conversation or deletes it until this transaction ends.
     *
     * @throws dev.pankou.api.ApiException 4002, 4101
     */
    public Conversation hold(Handle handle, Caller caller, Id id) {
        if (!store.hold(handle, caller.user(), id)) {
            throw ApiError.INVALID_CONVERSATION.with(id);
        }
        return require(handle, caller, id);
    }

    /** One page of one's own conversations with a bot and whether more follow (ListConversationsApi). */
    public Slice list(Caller caller, Id bot, Id connector, boolean ascending, PageRequest page) {
        bots.require(caller, bot);
        checkConnector(connector);
        var found = db.read(handle ->
                store.list(handle, caller.user(), bot, connector, ascending, page.size() + 1, page.offset()));
        var more = found.size() > page.size();
        return new Slice(more ? found.subList(0, page.size()) : found, more);
    }

    /** Some conversations and whether more follow. */
    public record Slice(List<Conversation> conversations, boolean more) {}

    public Conversation rename(Caller caller, Id id, String name) {
        return db.write(handle -> {
            require(handle, caller, id);
            store.rename(handle, caller.user(), id, name, clock.millis());
            return require(handle, caller, id);
        });
    }

    /** Begins a new section; its id (ClearConversationApi). */
    public Id clear(Caller caller, Id id) {
        var section = ids.next();
        return db.write(handle -> {
            require(handle, caller, id);
            store.setSection(handle, caller.user(), id, section, clock.millis());
            return section;
        });
    }

    /** Deletes a conversation with its messages, inside a transaction of the chat room, which owns the chats in it. */
    public void delete(Handle handle, Caller caller, Id id) {
        require(handle, caller, id);
        store.delete(handle, id);
    }

    /** Adds a message by hand to the newest section (CreateMessageApi). */
    public Message createMessage(Caller caller, Id conversation, EnteredMessage message) {
        message.check("", true);
        return db.write(handle -> {
            var found = hold(handle, caller, conversation);
            checkAttachments(handle, caller.user(), "content", message);
            var row = entered(found, message, Message.NONE, Message.NONE);
            store.insertMessages(handle, List.of(row));
            store.touch(handle, conversation, "", clock.millis());
            return row;
        });
    }

    /** A page of questions and answers (ListMessageApi). */
    public record MessagePage(List<Message> messages, boolean more) {}

    /**
     * Pages through messages. In the listing's own order, {@code after} are those that follow an id and {@code before} those
     * that precede it.
     *
     * @param before 0: none
     * @param after 0: none
     */
    public MessagePage messages(Caller caller, Id conversation, Id chat, boolean ascending, long before, long after, int limit) {
        return db.read(handle -> {
            require(handle, caller, conversation);
            var above = ascending ? after : before;
            var below = ascending ? before : after;
            // Going back, the nearest ones count: read away from the id, then turn round.
            var back = before != 0 && after == 0;
            var found = store.page(handle, conversation, chat, above, below, ascending != back, limit + 1);
            var more = found.size() > limit;
            var page = more ? found.subList(0, limit) : found;
            return new MessagePage(back ? page.reversed() : page, more);
        });
    }

    public Message message(Caller caller, Id conversation, Id id) {
        return db.read(handle -> {
            require(handle, caller, conversation);
            return requireMessage(handle, conversation, id);
        });
    }

    private Message requireMessage(Handle handle, Id conversation, Id id) {
        return store.message(handle, conversation, id).orElseThrow(() -> ApiError.INVALID_MESSAGE.with(id, conversation));
    }

    /** Changes content, meta data or both; null leaves them (ModifyMessageApi). */
    public Message modify(
            Caller caller,
            Id conversation,
            Id id,
            @Nullable String content,
            @Nullable ContentType form,
            @Nullable Map<String, String> metaData) {
        return db.write(handle -> {
            require(handle, caller, conversation);
            var old = requireMessage(handle, conversation, id);
            requirePlain(old);
            var entered = new EnteredMessage(
                    old.role(),
                    old.type(),
                    content == null ? old.content() : content,
                    content == null ? old.contentType() : form,
                    metaData == null ? old.metaData() : metaData);
            if (content != null) {
                entered.check("", true);
                checkAttachments(handle, caller.user(), "content", entered);
            }
            var changed = new Message(
                    old.id(),
                    old.conversation(),
                    old.section(),
                    old.chat(),
                    old.bot(),
                    old.role(),
                    old.type(),
                    entered.content(),
                    entered.form(),
                    old.reasoning(),
                    entered.metaData(),
                    old.createdAt(),
                    clock.millis());
            store.modify(handle, changed);
            return changed;
        });
    }

    /** Deletes a question or an answer; an answer takes along what led to it (DeleteMessageApi). */
    public Message deleteMessage(Caller caller, Id conversation, Id id) {
        return db.write(handle -> {
            hold(handle, caller, conversation);
            var message = requireMessage(handle, conversation, id);
            requirePlain(message);
            store.deleteMessage(handle, message);
            return message;
        });
    }

    private static void requirePlain(Message message) {
        if (message.type() != Type.QUESTION && message.type() != Type.ANSWER) {
            throw ApiError.field("message_id", "only messages of type question or answer can be changed or deleted");
        }
    }

    /** Rates an answer; the last rating stays. */
    public void rate(Caller caller, Id conversation, Id id, String type, List<String> reasons, String comment) {
        db.write(handle -> {
            requireRatable(handle, caller, conversation, id);
            store.putFeedback(handle, id, caller.user(), type, reasons, comment, clock.millis());
            return id;
        });
    }

    public void unrate(Caller caller, Id conversation, Id id) {
        db.write(handle -> {
            requireRatable(handle, caller, conversation, id);
            store.deleteFeedback(handle, id);
            return id;
        });
    }

    private void requireRatable(Handle handle, Caller caller, Id conversation, Id id) {
        hold(handle, caller, conversation);
        var message = requireMessage(handle, conversation, id);
        if (message.type() != Type.ANSWER || message.chat().value() == 0 || message.contentType() != ContentType.TEXT) {
            throw ApiError.field("message_id", "only text answers of a chat can be rated");
        }
    }

    /** Whether a user has this conversation. */
    public boolean exists(Id creator, Id id) {
        return db.read(handle -> owned(handle, creator, id)).isPresent();
    }

    // What other rooms do in their own transactions.

    /** A user's conversation. */
    public Optional<Conversation> owned(Handle handle, Id creator, Id id) {
        return store.find(handle, creator, id);
    }

    /** Those of the ids that are a user's conversations. */
    public Set<Id> existing(Handle handle, Id creator, List<Id> ids) {
        return ids.isEmpty() ? Set.of() : Set.copyOf(store.existing(handle, creator, ids));
    }

    /** Stores a new conversation, named after what was said first. */
    public void insert(Handle handle, Conversation conversation, String said) {
        store.insert(handle, conversation.named(nameFrom(said)));
    }

    public void insertMessages(Handle handle, List<Message> messages) {
        store.insertMessages(handle, messages);
    }

    /**
     * Notes that something was said; an unnamed conversation takes the beginning of {@code said} as its name.
     *
     * @return false when the conversation is gone
     */
    public boolean touch(Handle handle, Id conversation, String said) {
        return store.touch(handle, conversation, nameFrom(said), clock.millis());
    }

    /** The name of a conversation in which this was said first (UpdateConversationApi). */
    public static String nameFrom(String said) {
        var line = said.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_NAME
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_NAME));
    }

    /** The newest context messages of a section, oldest first, at most {@code limit}; before this message, 0: all. */
    public List<Message> context(Handle handle, Id conversation, Id section, Id before, int limit) {
        return store.context(handle, conversation, section, before.value(), limit).reversed();
    }

    /** A message of a conversation, if it is still there. */
    public Optional<Message> find(Handle handle, Id conversation, Id message) {
        return store.message(handle, conversation, message);
    }

    /** What a chat produced, without the question, oldest first. */
    public List<Message> ofChat(Handle handle, Id conversation, Id chat) {
        return store.ofChat(handle, conversation, chat);
    }

    /** Takes a canceled or failed turn out of later contexts. */
    public void leaveContext(Handle handle, Id chat) {
        store.leaveContext(handle, chat);
    }

    /** Removes messages older than this; how many went, at most a thousand a call. */
    public int expire(long before) {
        return db.write(handle -> store.expire(handle, Ids.firstAt(before), 1000));
    }
}
