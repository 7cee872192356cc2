package dev.pankou.workflow.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.access.Caller;
import dev.pankou.api.ApiError;
import dev.pankou.api.ApiException;
import dev.pankou.chat.Chatflows;
import dev.pankou.chat.FlowChat;
import dev.pankou.chat.FlowChats;
import dev.pankou.chat.FlowTurn;
import dev.pankou.conversation.Conversation;
import dev.pankou.conversation.ConversationService;
import dev.pankou.conversation.EnteredMessage;
import dev.pankou.conversation.Message.Role;
import dev.pankou.id.Id;
import dev.pankou.json.Json;
import dev.pankou.json.SoundText;
import dev.pankou.workflow.RunnableWorkflow;
import dev.pankou.workflow.SuggestReply;
import dev.pankou.workflow.WorkflowService;
import dev.pankou.workflow.canvas.CanvasMode;
import dev.pankou.workflow.node.NodeException;
import dev.pankou.workflow.value.Values;

/** The rules of chatflows: which conversation, what goes in, whether it is an answer that a run waits for. Threads share it. */
final class ChatflowService implements Chatflows {
    private static final int MOST_MESSAGES = 50;
    private static final String USER_INPUT = "USER_INPUT";
    private static final String CONVERSATION_NAME = "CONVERSATION_NAME";
    private static final String MESSAGES = "additional_messages";

    private final RunParts parts;
    private final RunService runs;
    private final RunInputs inputs;
    private final WorkflowService workflows;
    private final ConversationService conversations;
    private final AppConversations named;
    private final FlowChats chats;

    ChatflowService(
            RunParts parts,
            RunService runs,
            RunInputs inputs,
            WorkflowService workflows,
            ConversationService conversations,
            AppConversations named) {
        this.parts = parts;
        this.runs = runs;
        this.inputs = inputs;
        this.workflows = workflows;
        this.conversations = conversations;
        this.named = named;
        this.chats = parts.flows();
    }

    /**
     * Runs a chatflow for what the user says last, or answers the question that it waits with (OpenAPIChatFlowRun).
     *
     * @param start without {@code USER_INPUT} in its parameters, which is the last message
     * @param suggestReply in place of the chatflow's own {@code suggest_reply_info}; null: that one counts
     * @param onDrop called when the stream's reader is too slow
     * @throws ApiException 4000, 4002, 4003, 4004, 4009, 4016, 4101, 4200
     */
    FlowChat chat(
            Caller caller,
            RunService.Start start,
            @Nullable Id conversation,
            List<EnteredMessage> messages,
            @Nullable JsonNode suggestReply,
            String logid,
            Runnable onDrop) {
        if (start.bot() != null && start.app() != null) {
            throw ApiError.INVALID_REQUEST.with("bot_id and app_id cannot both be given");
        }
        var entered = check(messages);
        ConversationService.checkConnector(start.connector());
        var found = runs.find(caller, start);
        var app = app(start, found);
        runs.checkBot(caller, start);
        var wish = SuggestReply.prompt("suggest_reply_info", suggestReply);
        var prompt = parts.db().read(handle -> {
            conversations.checkAttachments(handle, caller.user(), MESSAGES, entered);
            return Optional.ofNullable(suggestReply == null ? workflows.suggestPrompt(handle, found.id()) : wish);
        });
        var ready = runs.ready(caller, found, start.parameters(), said(caller, entered));
        var endUser = start.endUser() == null || start.endUser().isEmpty() ? caller.user().toString() : start.endUser();
        var place = place(caller, start, app, endUser, conversation, ready);
        var turn = new FlowTurn(
                caller,
                place.conversation(),
                place.isNew(),
                RunAnswers.orNone(start.bot()),
                "",
                false,
                start.connector(),
                endUser,
                entered,
                Map.of(),
                true,
                true,
                onDrop,
                false,
                prompt.map(how -> new FlowTurn.Suggesting(how, null)).orElse(null),
                logid);
        return go(turn, with(start, app), ready, true);
    }

    @Override
    public FlowChat start(FlowTurn turn, Wish wish) {
        var found = parts.db()
                .read(handle -> workflows.find(handle, wish.workspace(), wish.workflow(), null, false));
        var start = new RunService.Start(
                found.id(),
                wish.parameters() == null ? null : Json.mapper().valueToTree(wish.parameters()),
                turn.bot(),
                null,
                turn.connector(),
                turn.endUser(),
                Run.Mode.STREAM,
                null,
                false,
                0,
                0,
                0);
        var ready = runs.ready(turn.caller(), found, start.parameters(), said(turn.caller(), turn.messages()));
        return go(turn, start, ready, wish.cards());
    }

    @Override
    public void abandoned(List<Id> ended) {
        var now = parts.clock().millis();
        parts.db().write(handle -> {
            for (var run : ended) {
                parts.store().end(handle, run, Run.Status.FAIL, NodeException.EXECUTION, RunSweeps.OWNER_GONE, now);
            }
            return true;
        });
    }

    /** The messages that count: an answer without a question before it is dropped (WORKFLOW 12). */
    private static List<EnteredMessage> check(List<EnteredMessage> messages) {
        if (messages.size() > MOST_MESSAGES) {
            throw ApiError.TOO_MANY_MESSAGES.with(MESSAGES, MOST_MESSAGES);
        }
        if (messages.isEmpty() || messages.getLast().role() != Role.USER) {
            throw ApiError.field(MESSAGES, "the last message must have role user: it is USER_INPUT");
        }
        EnteredMessage.checkAll(MESSAGES, messages, false);
        return messages.stream().dropWhile(message -> message.role() != Role.USER).toList();
    }

    private Map<String, String> said(Caller caller, List<EnteredMessage> messages) {
        var at = MESSAGES + "[" + (messages.size() - 1) + "].content";
        return Map.of(USER_INPUT, inputs.said(caller, messages.getLast(), at));
    }

    private static @Nullable Id app(RunService.Start start, RunnableWorkflow found) {
        if (found.mode() != CanvasMode.CHATFLOW) {
            throw ApiError.field("workflow_id", found.id() + " is a workflow, not a chatflow: run it with POST /v1/workflow/run");
        }
        if (found.app().equals(Run.NONE)) {
            return start.app();
        }
        if (start.bot() != null) {
            throw ApiError.field("bot_id", "chatflow " + found.id() + " belongs to an app: give app_id");
        }
        if (start.app() != null && !start.app().equals(found.app())) {
            throw ApiError.field("app_id", "chatflow " + found.id() + " belongs to another app");
        }
        return found.app();
    }

    private record Where(Conversation conversation, boolean isNew) {}

    private Where place(
            Caller caller,
            RunService.Start start,
            @Nullable Id app,
            String endUser,
            @Nullable Id conversation,
            RunService.Ready ready) {
        if (conversation != null) {
            return new Where(known(caller, start.connector(), app, conversation), false);
        }
        if (app == null) {
            var bot = RunAnswers.orNone(start.bot());
            return new Where(conversations.blank(caller.user(), start.connector(), bot, "", Map.of()), true);
        }
        var given = SoundText.of(Values.text(ready.values().get(CONVERSATION_NAME)).strip());
        if (given.codePointCount(0, given.length()) > AppConversations.LONGEST_NAME) {
            throw ApiError.field(
                    "parameters.CONVERSATION_NAME", "at most " + AppConversations.LONGEST_NAME + " characters");
        }
        if (endUser.length() > AppConversations.LONGEST_USER) {
            throw ApiError.field("ext.user_id", "at most " + AppConversations.LONGEST_USER + " characters");
        }
        var owner = new AppConversations.Owner(caller.user(), app, start.connector(), endUser);
        return new Where(
                named.findOrMake(owner, given.isEmpty() ? ConversationPlatform.DEFAULT : given).conversation(), false);
    }

    /** Conversations are apart by channel, and those of an app are its own (BEHAVIOUR 1.8, 3.8). */
    private Conversation known(Caller caller, Id connector, @Nullable Id app, Id conversation) {
        var found = conversations.retrieve(caller, conversation);
        if (!found.connector().equals(connector)) {
            throw ApiError.INVALID_CONVERSATION.with(conversation + " of channel " + connector);
        }
        named.app(conversation).filter(owner -> !owner.equals(app)).ifPresent(owner -> {
            throw ApiError.INVALID_CONVERSATION.with(conversation + (app == null ? " of no app" : " of app " + app));
        });
        return found;
    }

    private static RunService.Start with(RunService.Start start, @Nullable Id app) {
        return new RunService.Start(
                start.workflow(), start.parameters(), start.bot(), app, start.connector(), start.endUser(), Run.Mode.STREAM,
                start.version(), start.draft(), start.maxTokens(), start.maxCalls(), start.maxMillis());
    }

    /** Opens the chat and begins the run, or goes on with the one that waits in the conversation. */
    private FlowChat go(FlowTurn turn, RunService.Start start, RunService.Ready ready, boolean cards) {
        var conversation = turn.conversation().id();
        if (!turn.isNew()) {
            chats.requireQuiet(conversation);
        }
        var waiting = turn.isNew() ? null : waiting(turn.caller(), conversation, ready.workflow().id());
        return waiting == null || waiting.run().status() != Run.Status.INTERRUPTED
                ? begin(turn, start, ready, waiting == null ? null : waiting.chat(), cards)
                : reply(turn, ready, waiting, cards);
    }

    /** A chat of this chatflow that waits for an answer, and its run, which may have ended in some other way. */
    private record Open(Id chat, Run run) {}

    private @Nullable Open waiting(Caller caller, Id conversation, Id workflow) {
        for (var chat : chats.waiting(conversation)) {
            var run = parts.db().read(handle -> parts.store().find(handle, chat.run())).orElse(null);
            if (run != null && run.workflow().equals(workflow) && run.creator().equals(caller.user())) {
                return new Open(chat.chat(), run);
            }
        }
        return null;
    }

    private FlowChat begin(
            FlowTurn turn, RunService.Start start, RunService.Ready ready, @Nullable Id answered, boolean cards) {
        var id = parts.ids().next();
        if (!parts.runs().reserve()) {
            throw ApiError.OVERLOADED.with();
        }
        FlowChat chat;
        try {
            chat = chats.open(turn, id, answered);
        } catch (RuntimeException | Error refused) {
            parts.runs().unreserve();
            throw refused;
        }
        var found = ready.workflow();
        var url = RunAnswers.debugUrl(parts, id, found.workspace(), found.id(), found.version());
        var events = new ChatflowEvents(parts, chat, cards, url);
        chat.begin(() -> cut(id));
        try {
            var talk = new RunService.Talk(chat.conversation(), chat.section(), chat.question(), chat.said());
            parts.runs().start(runs.make(turn.caller(), start, ready, id, talk, turn.logid(), events));
        } catch (RuntimeException | Error defect) {
            chat.failed(5000, "internal error", 0, 0, url);
            events.over();
            throw defect;
        }
        return chat;
    }

    /** From here on the conversation waits for nothing: a reply that fails begins no second try (WORKFLOW 12). */
    private FlowChat reply(FlowTurn turn, RunService.Ready ready, Open waiting, boolean cards) {
        var run = waiting.run();
        var chat = chats.open(turn, run.id(), waiting.chat());
        var url = RunAnswers.debugUrl(parts, run);
        var events = new ChatflowEvents(parts, chat, cards, url);
        chat.begin(() -> cut(run.id()));
        try {
            runs.answer(turn.caller(), run, Values.text(ready.values().get(USER_INPUT)), events);
        } catch (ApiException refused) {
            chat.failed(refused.code(), refused.text(), run.inputTokens(), run.outputTokens(), url);
            events.over();
        } catch (RuntimeException | Error defect) {
            chat.failed(5000, "internal error", run.inputTokens(), run.outputTokens(), url);
            events.over();
            throw defect;
        }
        return chat;
    }

    private void cut(Id run) {
        var work = parts.runs().find(run);
        if (work != null) {
            work.cancel();
        }
    }
}
