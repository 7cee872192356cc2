package dev.pankou.chat;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.conversation.Conversation;
import dev.pankou.conversation.ConversationService;
import dev.pankou.conversation.EnteredMessage;
import dev.pankou.conversation.Message;
import dev.pankou.conversation.Message.ContentType;
import dev.pankou.conversation.Message.Role;
import dev.pankou.conversation.Message.Type;
import dev.pankou.conversation.MetaData;
import dev.pankou.event.Signals;
import dev.pankou.id.Id;
import dev.pankou.model.ApiKind;
import dev.pankou.model.ModelSpec;
import dev.pankou.provider.ProviderService;
import dev.pankou.run.LiveStream.Subscription;
import dev.pankou.run.RunNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rules of starting, reading, cancelling and continuing chats. Threads share it. */
final class ChatService {
    private static final int MOST_MESSAGES = 100;
    private static final String CANCEL = "chat-cancel";

    private final ChatParts parts;
    private final BotSource bots;
    private final ProviderService providers;
    private final RunNode node;
    private final Signals signals;
    private final Supplier<Chatflows> chatflows;

    ChatService(
            ChatParts parts,
            BotSource bots,
            ProviderService providers,
            RunNode node,
            Signals signals,
            Supplier<Chatflows> chatflows) {
        this.parts = parts;
        this.bots = bots;
        this.providers = providers;
        this.node = node;
        this.signals = signals;
        this.chatflows = chatflows;
        signals.on(CANCEL, text -> {
            var run = parts.runs().find(Id.of(text));
            if (run != null) {
                run.cancel();
            }
        });
    }

    /** What ChatV3 is asked to do. */
    record Start(
            @Nullable Id conversation,
            Id bot,
            String endUser,
            List<EnteredMessage> messages,
            boolean stream,
            boolean saved,
            Map<String, String> customVariables,
            Map<String, String> metaData,
            @Nullable Shortcut shortcut,
            boolean draft,
            @Nullable String version,
            Id connector,
            boolean withIds,
            @Nullable Map<String, JsonNode> parameters,
            boolean cards) {}

    /** {@code shortcut_command}: component name to object_string. */
    record Shortcut(String commandId, Map<String, String> parameters) {}

    /** A chat that runs, and its stream if one was asked for. */
    record Started(Chat chat, @Nullable Subscription stream) {}

    /**
     * Starts a chat (ChatV3); of a bot that is a chatflow, that workflow's run. When this returns, the chat and its question are stored and the model is being asked.
     *
     * @param onDrop called when the stream's reader is too slow
     * @throws dev.pankou.api.ApiException 4000, 4002, 4003, 4004, 4007, 4009, 4012, 4015, 4016, 4021, 4101, 4200
     */
    Started start(Caller caller, Start wish, String logid, Runnable onDrop) {
        check(wish);
        var found = look(caller, wish);
        var bot = found.bot();
        if (bot.chatflow() != null) {
            return flow(caller, wish, found, bot.chatflow(), logid, onDrop);
        }
        var model = model(bot);
        var entered = found.entered();
        var known = found.known();
        var rows = new ArrayList<Message>();
        for (var message : entered) {
            rows.add(parts.conversations().entered(known.conversation(), message, Message.NONE, Message.NONE));
        }
        var said = new ArrayList<>(known.context());
        said.addAll(rows);
        if (said.isEmpty()) {
            throw ApiError.field("additional_messages", "is required when the conversation has no messages");
        }
        var question = said.removeLast();
        if (question.role() != Role.USER) {
            throw ApiError.field("additional_messages", "the last message must have role user: it is what the bot answers");
        }
        var chat = chat(caller, wish, bot, known.conversation(), question);
        if (!rows.isEmpty()) {
            // The query belongs to the chat; what was entered before it is context only.
            question = parts.conversations().entered(
                    known.conversation(), entered.getLast(), chat.id(), chat.bot());
            rows.set(rows.size() - 1, question);
            chat = chat(caller, wish, bot, known.conversation(), question, chat.id());
        }
        if (!parts.runs().reserve()) {
            throw ApiError.OVERLOADED.with();
        }
        var asking = known.asking();
        ToolRound.Reply reply = null;
        if (asking != null && asking.plan().run() != null) {
            chat = chat.as(chat.status(), asking.state(), chat.failure(), chat.tokens(), 0, 0);
            reply = new ToolRound.Reply(asking.plan().run(), ChatContext.words(question));
        }
        // The model thinks while the store syncs; nobody sees anything of the chat before it is stored.
        var run = new ChatRun(
                parts, chat, bot, model, said, List.of(question), List.of(), reply, true, caller, 0, logid);
        var stream = wish.stream() ? run.live().subscribe(0, onDrop) : null;
        parts.runs().start(chat.id(), run);
        try {
            store(chat, known, rows, question);
        } catch (RuntimeException | Error refused) {
            run.refuse();
            throw refused;
        }
        run.admit();
        return new Started(chat, stream);
    }

    private Started flow(
            Caller caller, Start wish, Found found, ChatBot.Chatflow chatflow, String logid, Runnable onDrop) {
        var workflow = chatflow.workflow();
        if (workflow == null) {
            throw ApiError.NO_CHATFLOW.with(wish.bot());
        }
        var entered = found.entered();
        if (entered.isEmpty() || entered.getLast().role() != Role.USER) {
            throw ApiError.field("additional_messages", "the last message must have role user: it is what the chatflow answers");
        }
        var prompt = found.bot().suggestPrompt();
        var chat = chatflows.get().start(
                new FlowTurn(
                        caller,
                        found.known().conversation(),
                        found.known().isNew(),
                        found.bot().bot(),
                        found.bot().version(),
                        wish.draft(),
                        wish.connector(),
                        wish.endUser(),
                        entered,
                        wish.metaData(),
                        wish.saved(),
                        false,
                        wish.stream() ? onDrop : null,
                        wish.withIds() && wish.stream(),
                        prompt == null ? null : new FlowTurn.Suggesting(prompt, found.bot().model()),
                        logid),
                new Chatflows.Wish(chatflow.workspace(), workflow, wish.parameters(), wish.cards()));
        return new Started(chat.chat(), chat.stream());
    }

    private static void check(Start wish) {
        if (!wish.saved() && !wish.stream()) {
            throw ApiError.NON_STREAM_NEEDS_HISTORY.with();
        }
        if (wish.draft() && wish.version() != null && !wish.version().isEmpty()) {
            throw ApiError.field("bot_version", "must be absent with publish_status=unpublished_draft");
        }
        if (wish.messages().size() > MOST_MESSAGES) {
            throw ApiError.TOO_MANY_MESSAGES.with("additional_messages", MOST_MESSAGES);
        }
        for (var name : wish.customVariables().keySet()) {
            if (!name.matches("[A-Za-z_]+")) {
                throw ApiError.field("custom_variables", "the name " + name + " must have letters and underscores only");
            }
        }
        MetaData.check("meta_data", wish.metaData());
        ConversationService.checkConnector(wish.connector());
        EnteredMessage.checkAll("additional_messages", wish.messages(), wish.saved());
    }

    private ModelSpec model(ChatBot bot) {
        var catalog = providers.catalog();
        var model = bot.model() == null ? catalog.standard() : catalog.find(bot.model());
        if (model == null) {
            throw ApiError.INVALID_MODEL.with(String.valueOf(bot.model()));
        }
        if (!bot.responsesApi() || model.kind() != ApiKind.OPENAI_CHAT) {
            return model;
        }
        return new ModelSpec(
                model.id(),
                model.name(),
                ApiKind.OPENAI_RESPONSES,
                model.baseUrl(),
                model.apiKey(),
                model.remoteName(),
                model.contextWindow(),
                model.capabilities(),
                model.parameters());
    }

    /** The messages as entered, with the one that a shortcut command makes at the end. */
    private static List<EnteredMessage> withShortcut(Start wish, ChatBot bot) {
        var shortcut = wish.shortcut();
        if (shortcut == null) {
            return wish.messages();
        }
        var found = bot.shortcuts().stream()
                .filter(candidate -> candidate.id().equals(shortcut.commandId()))
                .findFirst()
                .orElseThrow(() -> ApiError.field(
                        "shortcut_command.command_id", "shortcut " + shortcut.commandId() + " is not bound to the bot"));
        var all = new ArrayList<>(wish.messages());
        all.add(ChatShortcuts.question(found, shortcut.parameters()));
        return all;
    }

    /**
     * The conversation, whether it has to be made, and its context.
     *
     * @param asking the bot's chat whose tool asked the user something; null: none did
     */
    private record Known(Conversation conversation, boolean isNew, List<Message> context, @Nullable Chat asking) {}

    /** What a chat starts from: the bot, the messages with a shortcut's, and where they are said. */
    private record Found(ChatBot bot, List<EnteredMessage> entered, Known known) {}

    private Found look(Caller caller, Start wish) {
        var remembered = bots.remembered(caller, wish.bot(), wish.connector(), wish.draft(), wish.version());
        if (remembered != null && wish.conversation() == null) {
            var entered = withShortcut(wish, remembered);
            if (EnteredMessage.allText(entered)) {
                return new Found(remembered, entered, fresh(caller, wish)); // nothing to look up
            }
        }
        var sight = bots.sightVersion();
        return parts.db().read(handle -> {
            var bot = remembered != null
                    ? remembered
                    : bots.find(handle, sight, caller, wish.bot(), wish.connector(), wish.draft(), wish.version());
            var entered = withShortcut(wish, bot);
            if (!EnteredMessage.allText(entered)) {
                parts.conversations().checkAttachments(handle, caller.user(), "additional_messages", entered);
            }
            return new Found(bot, entered, known(handle, caller, wish, bot));
        });
    }

    private Known fresh(Caller caller, Start wish) {
        var made = parts.conversations().blank(caller.user(), wish.connector(), wish.bot(), "", Map.of());
        return new Known(made, true, List.of(), null);
    }

    /** Stored messages that can belong to the rounds of the bot's context. */
    private static int mostMessages(ChatBot bot) {
        return bot.contextRounds() * 4 + 2;
    }

    private Known known(Handle handle, Caller caller, Start wish, ChatBot bot) {
        if (wish.conversation() == null) {
            return fresh(caller, wish);
        }
        var found = parts.conversations().require(handle, caller, wish.conversation());
        if (parts.store().runs(handle, found.id())) {
            throw ApiError.CHAT_IN_PROGRESS.with(found.id()); // nearly always seen here, before the model is asked
        }
        var context = parts.conversations().context(handle, found.id(), found.lastSection(), Message.NONE, mostMessages(bot));
        var asks = wish.saved() && bot.chatflow() == null && !bot.config().workflows().isEmpty();
        return new Known(found, false, context, asks ? asking(handle, caller, found, bot.bot()) : null);
    }

    private @Nullable Chat asking(Handle handle, Caller caller, Conversation conversation, Id bot) {
        for (var waiting : parts.store().waiting(handle, conversation.id())) {
            var chat = parts.store().find(handle, caller.user(), waiting.chat()).orElse(null);
            if (chat != null
                    && chat.bot().equals(bot)
                    && chat.section().equals(conversation.lastSection())
                    && chat.state().asking() != null) {
                return chat;
            }
        }
        return null;
    }

    private Chat chat(Caller caller, Start wish, ChatBot bot, Conversation conversation, Message question) {
        return chat(caller, wish, bot, conversation, question, parts.ids().next());
    }

    private Chat chat(Caller caller, Start wish, ChatBot bot, Conversation conversation, Message question, Id id) {
        return new Chat(
                id,
                conversation.id(),
                conversation.lastSection(),
                bot.bot(),
                caller.user(),
                wish.endUser(),
                ChatStatus.IN_PROGRESS,
                wish.saved(),
                node.incarnation(),
                1,
                wish.metaData(),
                new Chat.Plan(
                        bot.version(),
                        wish.draft(),
                        wish.connector(),
                        question.id(),
                        wish.customVariables(),
                        wish.withIds() && wish.stream(),
                        null),
                Chat.State.NEW,
                Chat.Failure.NONE,
                Chat.Tokens.NONE,
                parts.clock().millis(),
                0,
                0);
    }

    private void store(Chat chat, Known known, List<Message> rows, Message question) {
        parts.db().write(handle -> {
            // UpdateConversationApi: a new conversation is named after the user's first message.
            var first = rows.stream().filter(ChatContext::asks).findFirst().orElse(question);
            var said = chat.saved() ? ChatContext.words(first) : "";
            if (known.isNew()) {
                parts.conversations().insert(handle, known.conversation(), said);
            } else if (!parts.conversations().touch(handle, chat.conversation(), said)) {
                throw ApiError.INVALID_CONVERSATION.with(chat.conversation());
            }
            var asking = known.asking();
            if (asking != null && !parts.store().answered(handle, asking.id(), chat.createdAt())
                    || !parts.store().insert(handle, chat)) {
                throw ApiError.CHAT_IN_PROGRESS.with(chat.conversation());
            }
            if (chat.saved()) {
                parts.conversations().insertMessages(handle, rows);
            }
            return true;
        });
    }

    /** One's own saved chat (RetrieveChatOpen). @throws dev.pankou.api.ApiException 4001, 4101 */
    Chat retrieve(Caller caller, Id conversation, Id id) {
        return parts.db().read(handle -> require(handle, caller, conversation, id));
    }

    private Chat require(Handle handle, Caller caller, Id conversation, Id id) {
        return own(handle, caller, conversation, id)
                .filter(Chat::saved)
                .orElseThrow(() -> ApiError.INVALID_CHAT.with(id, conversation));
    }

    /** @throws dev.pankou.api.ApiException 4101 when the token does not reach the bot's workspace */
    private Optional<Chat> own(Handle handle, Caller caller, Id conversation, Id id) {
        var found = parts.store().find(handle, caller.user(), conversation, id);
        found.ifPresent(chat -> requireReach(handle, caller, chat));
        return found;
    }

    private void requireReach(Handle handle, Caller caller, Chat chat) {
        if (!chat.bot().equals(Message.NONE)) {
            parts.conversations().requireReach(handle, caller, chat.bot());
        }
    }

    /** What a chat produced (ListChatMessageApi). */
    List<Message> messages(Caller caller, Id conversation, Id id) {
        return parts.db().read(handle -> {
            require(handle, caller, conversation, id);
            return parts.conversations().ofChat(handle, conversation, id);
        });
    }

    /**
     * Cancels a running chat from any connection and any node; the model call ends at once. A canceled one is answered again.
     *
     * @throws dev.pankou.api.ApiException 4001, 4104 when it has ended or waits for tool outputs
     */
    Chat cancel(Caller caller, Id conversation, Id id) {
        var chat = parts.db().write(handle -> {
            var found = own(handle, caller, conversation, id)
                    .orElseThrow(() -> ApiError.INVALID_CHAT.with(id, conversation));
            if (found.status() == ChatStatus.CANCELED) {
                return found;
            }
            if (!parts.store().cancel(handle, id, parts.clock().millis())) {
                var now = parts.store().find(handle, caller.user(), conversation, id).orElse(found);
                throw ApiError.CANNOT_CANCEL.with(id, dev.pankou.json.WireText.of(now.status()));
            }
            parts.conversations().leaveContext(handle, id);
            return found.as(ChatStatus.CANCELED, found.state(), Chat.Failure.NONE, found.tokens(), 0, 0);
        });
        signals.send(CANCEL, id.toString());
        return chat;
    }

    /** An output for one waiting call. */
    record Output(String callId, String text) {}

    /**
     * Goes on with a chat that waits for tool outputs (SubmitToolOutputs).
     *
     * @throws dev.pankou.api.ApiException 4000 when it does not wait or the outputs do not fit the calls, 4001, 4016, 5000
     */
    Started submit(
            Caller caller,
            Id conversation,
            Id id,
            List<Output> outputs,
            boolean stream,
            boolean withIds,
            String logid,
            Runnable onDrop) {
        if (parts.unsaved().getIfPresent(id) != null) {
            throw ApiError.NO_HISTORY.with();
        }
        var waiting = parts.db().read(handle -> {
            var chat = require(handle, caller, conversation, id);
            if (chat.status() != ChatStatus.REQUIRES_ACTION) {
                throw ApiError.INVALID_REQUEST.with("chat " + id + " does not wait for tool outputs: its status is "
                        + dev.pankou.json.WireText.of(chat.status()));
            }
            return chat;
        });
        var byCall = match(waiting, outputs);
        var plan = waiting.plan();
        var asking = waiting.state().asking();
        ToolRound.Reply reply = null;
        if (asking != null && plan.run() != null) { // what is submitted for a reply_message is what the user said
            reply = new ToolRound.Reply(plan.run(), byCall.getOrDefault(asking.id(), ""));
            byCall.remove(asking.id());
        }
        var responses = responses(
                waiting, outputs.stream().filter(output -> byCall.containsKey(output.callId())).toList());
        var sight = bots.sightVersion();
        var found = parts.db().read(handle -> {
            var bot = bots.find(handle, sight, caller, waiting.bot(), plan.connector(), plan.draft(), plan.version());
            var question = parts.conversations()
                    .find(handle, conversation, plan.question())
                    .orElseThrow(() -> ApiError.INVALID_REQUEST.with("the question of chat " + id + " was deleted"));
            var earlier = parts.conversations()
                    .context(handle, conversation, waiting.section(), question.id(), mostMessages(bot));
            return new Resumed(bot, question, earlier, parts.store().lastSeq(handle, id));
        });
        var bot = found.bot();
        var model = model(bot);
        var mine = waiting.as(ChatStatus.IN_PROGRESS, waiting.state().answered(byCall), Chat.Failure.NONE, waiting.tokens(), 0, 0)
                .ownedBy(node.incarnation(), waiting.epoch() + 1)
                .waitingWith(null);
        var resumed = stream && withIds ? mine.journaled() : mine;
        if (!parts.runs().reserve()) {
            throw ApiError.OVERLOADED.with();
        }
        try {
            parts.db().write(handle -> {
                parts.conversations().hold(handle, caller, conversation);
                if (!parts.store().goOn(handle, resumed, parts.clock().millis())) {
                    throw refusal(handle, caller, resumed);
                }
                parts.conversations().insertMessages(handle, responses);
                return true;
            });
        } catch (RuntimeException | Error refused) {
            parts.runs().unreserve();
            throw refused;
        }
        var run = new ChatRun(
                parts, resumed, bot, model, found.earlier(), List.of(found.question()), responses, reply, false, caller, found.lastSeq(),
                logid);
        var subscription = stream ? run.live().subscribe(found.lastSeq(), onDrop) : null;
        run.admit();
        parts.runs().start(resumed.id(), run);
        return new Started(resumed, subscription);
    }

    private record Resumed(ChatBot bot, Message question, List<Message> earlier, long lastSeq) {}

    private RuntimeException refusal(Handle handle, Caller caller, Chat chat) {
        var status = parts.store()
                .find(handle, caller.user(), chat.id())
                .map(Chat::status)
                .orElse(ChatStatus.FAILED);
        return status == ChatStatus.REQUIRES_ACTION
                ? ApiError.CHAT_IN_PROGRESS.with(chat.conversation())
                : ApiError.INVALID_REQUEST.with("chat " + chat.id() + " does not wait for tool outputs: its status is "
                        + dev.pankou.json.WireText.of(status));
    }

    /** Outputs by call; every waiting call has one and no other is named. */
    private static Map<String, String> match(Chat chat, List<Output> outputs) {
        var waiting = new ArrayList<String>();
        chat.state().waiting().forEach(call -> waiting.add(call.id()));
        var found = new HashMap<String, String>();
        for (var i = 0; i < outputs.size(); i++) {
            var output = outputs.get(i);
            if (!waiting.contains(output.callId())) {
                throw ApiError.field(
                        "tool_outputs[" + i + "].tool_call_id",
                        output.callId() + " does not wait; waiting: " + String.join(", ", waiting));
            }
            if (found.put(output.callId(), output.text()) != null) {
                throw ApiError.field("tool_outputs[" + i + "].tool_call_id", output.callId() + " comes twice");
            }
        }
        for (var call : waiting) {
            if (!found.containsKey(call)) {
                throw ApiError.field("tool_outputs", "the output of call " + call + " is missing");
            }
        }
        return found;
    }

    private List<Message> responses(Chat chat, List<Output> outputs) {
        var rows = new ArrayList<Message>();
        for (var output : outputs) {
            var now = parts.clock().millis();
            rows.add(new Message(
                    parts.ids().next(),
                    chat.conversation(),
                    chat.section(),
                    chat.id(),
                    chat.bot(),
                    Role.ASSISTANT,
                    Type.TOOL_RESPONSE,
                    output.text(),
                    ContentType.TEXT,
                    null,
                    Map.of(),
                    now,
                    now));
        }
        return rows;
    }

    /** Deletes a conversation with everything in it; a chat that runs in it is cut off. */
    void deleteConversation(Caller caller, Id conversation) {
        var chats = parts.db().write(handle -> {
            parts.conversations().hold(handle, caller, conversation);
            var found = parts.store().inConversation(handle, conversation);
            parts.store().deleteOf(handle, conversation);
            parts.conversations().delete(handle, caller, conversation);
            return found;
        });
        for (var chat : chats) {
            if (parts.runs().find(chat) != null) {
                signals.send(CANCEL, chat.toString());
            }
        }
    }

    /** One's own saved chat of this id, for resuming its stream. */
    Optional<Chat> find(Caller caller, Id id) {
        return parts.db().read(handle -> {
            var found = parts.store().find(handle, caller.user(), id).filter(Chat::saved);
            found.ifPresent(chat -> requireReach(handle, caller, chat));
            return found;
        });
    }
}
