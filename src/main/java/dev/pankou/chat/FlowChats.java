package dev.pankou.chat;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.conversation.Message;
import dev.pankou.id.Id;
import dev.pankou.model.ContentPart;
import dev.pankou.model.ModelMessage;
import dev.pankou.provider.ProviderService;
import dev.pankou.run.RunNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chats that a workflow answers: the workflow room runs them, and this room keeps what is said. Threads share it. */
public final class FlowChats {
    /** Messages that a round of a context may have on average: questions, answers of several nodes. */
    private static final int PER_ROUND = 8;

    private static final int MOST_CONTEXT = 2_000;
    private static final Chat.Failure NO_ANSWER = new Chat.Failure(5000, "nobody answered in time");

    private final ChatParts parts;
    private final ChatService service;
    private final ProviderService providers;
    private final RunNode node;

    FlowChats(ChatParts parts, ChatService service, ProviderService providers, RunNode node) {
        this.providers = providers;
        this.parts = parts;
        this.service = service;
        this.node = node;
    }

    /** A chat whose run waits for the user. */
    public record Waiting(Id chat, Id run) {}

    /** The chats that wait for an answer in a conversation, newest first. */
    public List<Waiting> waiting(Id conversation) {
        return parts.db().read(handle -> parts.store().waiting(handle, conversation));
    }

    /** @throws dev.pankou.api.ApiException 4016 when a chat is in progress in the conversation; the next step may say so too */
    public void requireQuiet(Id conversation) {
        if (parts.db().read(handle -> parts.store().runs(handle, conversation))) {
            throw ApiError.CHAT_IN_PROGRESS.with(conversation);
        }
    }

    /**
     * Stores a turn: its conversation if that is new, its messages, its chat.
     *
     * @param run answers it
     * @param answered the waiting chat whose question this turn answers; null: none
     * @throws dev.pankou.api.ApiException 4002 when the conversation is gone, 4016 when a chat is in progress in it
     */
    public FlowChat open(FlowTurn turn, Id run, @Nullable Id answered) {
        var conversation = turn.conversation();
        var id = parts.ids().next();
        var rows = new ArrayList<Message>();
        for (var i = 0; i < turn.messages().size(); i++) {
            var last = i == turn.messages().size() - 1;
            rows.add(parts.conversations().entered(
                    conversation, turn.messages().get(i), last ? id : Message.NONE, last ? turn.bot() : Message.NONE));
        }
        var question = rows.getLast();
        var chat = new Chat(
                id,
                conversation.id(),
                conversation.lastSection(),
                turn.bot(),
                turn.caller().user(),
                turn.endUser(),
                ChatStatus.IN_PROGRESS,
                turn.saved(),
                node.incarnation(),
                1,
                turn.metaData(),
                new Chat.Plan(
                        turn.botVersion(), turn.draft(), turn.connector(), question.id(), java.util.Map.of(), turn.withIds(), run),
                Chat.State.NEW,
                Chat.Failure.NONE,
                Chat.Tokens.NONE,
                parts.clock().millis(),
                0,
                0);
        var opened = new FlowChat(parts, chat, turn, question, suggestions(turn.suggesting()));
        parts.runs().join(id, opened); // before others can see it and take it for an orphan
        try {
            store(turn, chat, rows, answered);
        } catch (RuntimeException | Error refused) {
            opened.forget();
            throw refused;
        }
        return opened;
    }

    /** By the default model when the bot's own is gone: a failed suggestion is never an error of the chat. */
    private @Nullable Suggestions suggestions(FlowTurn.@Nullable Suggesting wish) {
        if (wish == null) {
            return null;
        }
        var catalog = providers.catalog();
        var model = wish.model() == null ? null : catalog.find(wish.model());
        return new Suggestions(model == null ? catalog.standard() : model, wish.prompt());
    }

    private void store(FlowTurn turn, Chat chat, List<Message> rows, @Nullable Id answered) {
        parts.db().write(handle -> {
            var first = rows.stream().filter(ChatContext::asks).findFirst().orElse(rows.getLast());
            var said = chat.saved() ? ChatContext.words(first) : "";
            if (turn.isNew()) {
                parts.conversations().insert(handle, turn.conversation(), said);
            } else if (!parts.conversations().touch(handle, chat.conversation(), said)) {
                throw ApiError.INVALID_CONVERSATION.with(chat.conversation());
            }
            if (answered != null && !parts.store().answered(handle, answered, chat.createdAt())
                    || !parts.store().insert(handle, chat)) {
                throw ApiError.CHAT_IN_PROGRESS.with(chat.conversation());
            }
            if (chat.saved()) {
                parts.conversations().insertMessages(handle, rows);
            }
            return true;
        });
    }

    /** Waiting runs were ended by somebody: nobody can answer their chats any more. */
    public void canceled(List<Id> runs) {
        end(runs, ChatStatus.CANCELED, Chat.Failure.NONE);
    }

    /** Waiting runs were ended because nobody answered. */
    public void expired(List<Id> runs) {
        end(runs, ChatStatus.FAILED, NO_ANSWER);
    }

    private void end(List<Id> runs, ChatStatus how, Chat.Failure failure) {
        if (!runs.isEmpty()) {
            parts.db().write(handle -> {
                var ended = parts.store().endWaiting(handle, runs, how, failure, parts.clock().millis());
                ended.forEach(chat -> parts.conversations().leaveContext(handle, chat));
                return true;
            });
        }
    }

    /** Up to so many rounds of a section before a message, oldest first. @param before 0: all there are */
    public List<ModelMessage> history(Id user, Id conversation, Id section, Id before, int rounds) {
        return parts.context().rounds(user, messages(conversation, section, before, rounds), rounds);
    }

    /** The messages that {@link #history} is made of, perhaps some more at the beginning. */
    public List<Message> messages(Id conversation, Id section, Id before, int rounds) {
        var most = (int) Math.min(MOST_CONTEXT, Math.max(1L, rounds) * PER_ROUND);
        return parts.db().read(handle -> parts.conversations().context(handle, conversation, section, before, most));
    }

    /** What a user said in a message, with images and files; nothing when it was deleted. */
    public List<ContentPart> said(Id user, Id conversation, Id message) {
        return parts.db()
                .read(handle -> parts.conversations().find(handle, conversation, message))
                .map(found -> parts.context().parts(user, found))
                .orElse(List.of());
    }

    /** Deletes a conversation with everything in it; a chat that runs in it is cut off. */
    public void deleteConversation(Caller caller, Id conversation) {
        service.deleteConversation(caller, conversation);
    }
}
