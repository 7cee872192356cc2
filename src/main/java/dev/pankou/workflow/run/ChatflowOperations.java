package dev.pankou.workflow.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.pankou.access.Permission;
import dev.pankou.api.Call;
import dev.pankou.api.Default;
import dev.pankou.api.Doc;
import dev.pankou.api.LiveEvents;
import dev.pankou.api.Operation;
import dev.pankou.api.RateGroup;
import dev.pankou.api.Reply;
import dev.pankou.api.Required;
import dev.pankou.conversation.EnteredMessage;
import dev.pankou.id.Id;

/** The operation on chatflows. */
final class ChatflowOperations {
    private final RunParts parts;
    private final ChatflowService chatflows;

    ChatflowOperations(RunParts parts, ChatflowService chatflows) {
        this.parts = parts;
        this.chatflows = chatflows;
    }

    List<Operation<?, ?>> declared() {
        return List.of(Operation.post("OpenAPIChatFlowRun", "/v1/workflows/chat")
                .permission(Permission.RUN_WORKFLOW)
                .rate(RateGroup.WORKFLOW)
                .body(Operation.Body.WORKFLOW_JSON)
                .summary("Run a chatflow in a conversation and stream what it says")
                .events(ChatFlow.class, this::chat));
    }

    private Reply chat(Call call, ChatFlow request) {
        var dropped = new LiveEvents.Dropped();
        var version = request.workflowVersion();
        var start = new RunService.Start(
                request.workflowId(),
                request.parameters(),
                given(request.botId()),
                given(request.appId()),
                request.connectorId(),
                request.ext().get("user_id"),
                Run.Mode.STREAM,
                version == null || version.isEmpty() ? null : version,
                "DEBUG".equalsIgnoreCase(request.executeMode()),
                0,
                0,
                0);
        var chat = chatflows.chat(
                call.caller(), start, given(request.conversationId()), request.additionalMessages(),
                request.suggestReplyInfo(), call.logid(), dropped);
        var stream = chat.stream();
        if (stream == null) {
            throw new IllegalStateException("a chatflow has a stream");
        }
        return new Reply.Events(new LiveEvents(
                stream, LiveEvents.Style.PLAIN, chat.id().toString(), parts.times().heartbeat(), dropped));
    }

    private static @Nullable Id given(@Nullable Id id) {
        return id == null || id.equals(Run.NONE) ? null : id;
    }

    record ChatFlow(
            @Required Id workflowId,
            @Doc("The last one has role user and is USER_INPUT; those before it become history") List<EnteredMessage> additionalMessages,
            @Nullable @Doc("An object of the start node's inputs, or JSON text of one") JsonNode parameters,
            @Nullable Id botId,
            @Nullable Id appId,
            @Nullable @Doc("Yours; counts before CONVERSATION_NAME") Id conversationId,
            Map<String, String> ext,
            @Default("1024") Id connectorId,
            @Nullable String workflowVersion,
            @Nullable @Doc("DEBUG runs the draft") String executeMode,
            @Nullable @Doc("in place of the one in the chatflow's role: {suggest_reply_mode: 0 off, 1 on, 2 customized,"
                            + " customized_suggest_prompt}")
                    JsonNode suggestReplyInfo) {}
}
