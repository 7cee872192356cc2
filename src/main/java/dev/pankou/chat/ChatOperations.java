package dev.pankou.chat;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Call;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.Length;
import dev.pankou.api.LiveEvents;
import dev.pankou.api.Operation;
import dev.pankou.api.Query;
import dev.pankou.api.RateGroup;
import dev.pankou.api.ReplayedEvents;
import dev.pankou.api.Reply;
import dev.pankou.api.Required;
import dev.pankou.conversation.EnteredMessage;
import dev.pankou.id.Id;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Operations on chats. */
final class ChatOperations {
    private static final Set<String> EXTRA_PARAMS = Set.of("latitude", "longitude");

    private final ChatService chats;
    private final ChatParts parts;
    private final Duration heartbeat;

    ChatOperations(ChatService chats, ChatParts parts, Duration heartbeat) {
        this.chats = chats;
        this.parts = parts;
        this.heartbeat = heartbeat;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("ChatV3", "/v3/chat")
                        .permission(Permission.CHAT)
                        .rate(RateGroup.CHAT)
                        .summary("Start a chat, streamed or not")
                        .events(StartChat.class, this::start),
                Operation.get("RetrieveChatOpen", "/v3/chat/retrieve")
                        .also("POST") // the Python and JavaScript clients
                        .permission(Permission.GET_CHAT)
                        .summary("Get one chat's status")
                        .data(OneChat.class, ChatView.class, (caller, request) ->
                                ChatView.answer(chats.retrieve(caller, request.conversationId(), request.chatId()))),
                Operation.get("ListChatMessageApi", "/v3/chat/message/list")
                        .permission(Permission.CHAT, Permission.LIST_MESSAGES)
                        .summary("List the messages one chat produced")
                        .flat(OneChat.class, ChatMessages.class, this::messages),
                Operation.post("CancelChatApi", "/v3/chat/cancel")
                        .permission(Permission.CANCEL_CHAT)
                        .summary("Cancel a running chat")
                        .data(CancelChat.class, ChatView.class, (caller, request) ->
                                ChatView.answer(chats.cancel(caller, request.conversationId(), request.chatId()))),
                Operation.post("SubmitToolOutputs", "/v3/chat/submit_tool_outputs")
                        .permission(Permission.SUBMIT_TOOL_CHAT)
                        .summary("Submit the outputs of client-side tools")
                        .events(SubmitOutputs.class, this::submit),
                Operation.delete("DeleteConversation", "/v1/conversations/{conversation_id}")
                        .permission(Permission.EDIT_CONVERSATION)
                        .summary("Delete a conversation with its messages")
                        .done(OneConversation.class, (caller, request) ->
                                chats.deleteConversation(caller, request.conversationId())),
                Operation.get("PankouChatEvents", "/pankou/v1/chats/{chat_id}/events")
                        .permission(Permission.CHAT)
                        .summary("Go on with a broken stream of a chat begun with Pankou-Stream-Ids: 1")
                        .events(ChatEvents.class, this::events));
    }

    private Reply start(Call call, StartChat request) {
        var ids = wantsIds(call);
        if (ids && request.stream()) {
            var resumed = resumed(call, null);
            if (resumed != null) {
                return resumed;
            }
        }
        for (var key : request.extraParams().keySet()) {
            if (!EXTRA_PARAMS.contains(key)) {
                throw ApiError.field("extra_params", "the keys are latitude and longitude, not " + key);
            }
        }
        var dropped = new LiveEvents.Dropped();
        var started = chats.start(
                call.caller(),
                new ChatService.Start(
                        request.conversationId(),
                        request.botId(),
                        request.userId(),
                        request.additionalMessages(),
                        request.stream(),
                        request.autoSaveHistory(),
                        request.customVariables(),
                        request.metaData(),
                        request.shortcutCommand() == null
                                ? null
                                : new ChatService.Shortcut(
                                        request.shortcutCommand().commandId(), request.shortcutCommand().parameters()),
                        request.publishStatus() == PublishStatus.UNPUBLISHED_DRAFT,
                        request.botVersion(),
                        request.connectorId(),
                        ids,
                        request.parameters(),
                        request.enableCard()),
                call.logid(),
                dropped);
        return reply(started, ids, dropped);
    }

    private Reply submit(Call call, SubmitOutputs request) {
        var ids = wantsIds(call);
        if (ids && request.stream()) {
            var resumed = resumed(call, request.chatId());
            if (resumed != null) {
                return resumed;
            }
        }
        var dropped = new LiveEvents.Dropped();
        var outputs = new ArrayList<ChatService.Output>();
        for (var output : request.toolOutputs()) {
            if (output.output() == null) { // required, but a tool may have nothing to say
                throw ApiError.field("tool_outputs[" + outputs.size() + "].output", "is required");
            }
            outputs.add(new ChatService.Output(output.toolCallId(), output.output()));
        }
        var started = chats.submit(
                call.caller(),
                request.conversationId(),
                request.chatId(),
                outputs,
                request.stream(),
                ids,
                call.logid(),
                dropped);
        return reply(started, ids, dropped);
    }

    private Reply reply(ChatService.Started started, boolean ids, LiveEvents.Dropped dropped) {
        var stream = started.stream();
        return stream == null
                ? new Reply.Data(ChatView.answer(started.chat()))
                : new Reply.Events(new LiveEvents(
                        stream,
                        ids ? LiveEvents.Style.NAMED : LiveEvents.Style.PLAIN,
                        started.chat().id().toString(),
                        heartbeat,
                        dropped));
    }

    private Reply events(Call call, ChatEvents request) {
        var chat = chats.find(call.caller(), request.chatId())
                .orElseThrow(() -> ApiError.INVALID_CHAT.with(request.chatId(), ""));
        var resumed = resumed(call, chat.id());
        return resumed != null ? resumed : replay(call.caller(), chat.id(), request.after());
    }

    private static boolean wantsIds(Call call) {
        return "1".equals(call.exchange().header("Pankou-Stream-Ids"));
    }

    /** The rest of a stream whose last event the client names in Last-Event-ID; null when it names none. */
    private @Nullable Reply resumed(Call call, @Nullable Id expected) {
        var last = call.exchange().header("Last-Event-ID");
        if (last == null || last.isBlank()) {
            return null;
        }
        var colon = last.indexOf(':');
        var chat = colon < 0 ? expected : Id.parse(last.substring(0, colon).strip());
        var seq = Id.parse(last.substring(colon + 1).strip());
        if (chat == null || seq == null || (expected != null && !expected.equals(chat))) {
            throw ApiError.field("Last-Event-ID", "must be an id of an event of this chat's stream, such as 751…:3");
        }
        if (chats.find(call.caller(), chat).isEmpty()) {
            throw ApiError.INVALID_CHAT.with(chat, "");
        }
        return replay(call.caller(), chat, seq.value());
    }

    private Reply replay(Caller caller, Id chat, long after) {
        return new Reply.Events(new ReplayedEvents(new ChatReplay(parts, caller.user(), chat), after, heartbeat));
    }

    private ChatMessages messages(Caller caller, OneChat request) {
        return new ChatMessages(chats.messages(caller, request.conversationId(), request.chatId()).stream()
                .map(ChatMessageView::of)
                .toList());
    }

    enum PublishStatus {
        PUBLISHED_ONLINE,
        UNPUBLISHED_DRAFT
    }

    record StartChat(
            @Query @Nullable Id conversationId,
            @Required Id botId,
            @Required @Doc("Defined by the caller; memory is kept apart by it") String userId,
            List<EnteredMessage> additionalMessages,
            boolean stream,
            @Default("true") boolean autoSaveHistory,
            Map<String, String> customVariables,
            Map<String, String> metaData,
            Map<String, String> extraParams,
            @Doc("Inputs of a chatflow's start node") Map<String, JsonNode> parameters,
            @Nullable ShortcutCommand shortcutCommand,
            @Nullable PublishStatus publishStatus,
            @Nullable String botVersion,
            boolean enableCard,
            @Default("1024") Id connectorId) {}

    record ShortcutCommand(@Required String commandId, Map<String, String> parameters) {}

    record OneChat(@Required @Query Id conversationId, @Required @Query Id chatId) {}

    /** Payload of ListChatMessageApi: {@code data} is the array itself. */
    record ChatMessages(List<ChatMessageView> data) {}

    record CancelChat(@Required Id conversationId, @Required Id chatId) {}

    record SubmitOutputs(
            @Required @Query Id conversationId,
            @Required @Query Id chatId,
            @Length(min = 1, max = 1000) List<ToolOutput> toolOutputs,
            boolean stream) {}

    record ToolOutput(@Required String toolCallId, @Nullable String output) {}

    record OneConversation(@Required Id conversationId) {}

    record ChatEvents(@Required Id chatId, @Default("0") @Doc("Number of the last event seen") long after) {}
}
