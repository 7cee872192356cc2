package dev.pankou.chat;

import dev.pankou.conversation.Message;
import dev.pankou.id.Id;
import dev.pankou.time.Times;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schema ChatV3ChatDetail (TRANSCRIPTS section 0): which keys are there depends on the status. */
record ChatView(
        Id id,
        Id conversationId,
        @Nullable Id botId,
        long createdAt,
        @Nullable Long completedAt,
        @Nullable Long failedAt,
        Chat.Failure lastError,
        ChatStatus status,
        @Nullable Usage usage,
        @Nullable RequiredAction requiredAction,
        @Nullable Map<String, String> metaData,
        Id sectionId) {

    record Usage(long tokenCount, long outputCount, long inputCount, @Nullable Boolean estimated) {}

    record RequiredAction(String type, SubmitToolOutputs submitToolOutputs) {}

    record SubmitToolOutputs(List<WaitingCall> toolCalls) {}

    record WaitingCall(String id, String type, Function function) {}

    record Function(String name, String arguments) {}

    /** As an answer: usage only once it is known. */
    static ChatView answer(Chat chat) {
        var used = chat.status().ended() && chat.tokens().input() + chat.tokens().output() > 0;
        return of(chat, chat.status(), used || chat.status() == ChatStatus.COMPLETED);
    }

    /** As an event: usage always, zeros until the end. */
    static ChatView event(Chat chat, ChatStatus status) {
        return of(chat, status, true);
    }

    private static ChatView of(Chat chat, ChatStatus status, boolean withUsage) {
        var ended = status == ChatStatus.COMPLETED || status == ChatStatus.FAILED || status == ChatStatus.CANCELED;
        var tokens = ended ? chat.tokens() : Chat.Tokens.NONE;
        var waiting = status == ChatStatus.REQUIRES_ACTION ? chat.state().waiting() : List.<dev.pankou.model.ToolCall>of();
        return new ChatView(
                chat.id(),
                chat.conversation(),
                chat.bot().equals(Message.NONE) ? null : chat.bot(),
                Times.seconds(chat.createdAt()),
                chat.completedAt() == 0 ? null : Times.seconds(chat.completedAt()),
                chat.failedAt() == 0 ? null : Times.seconds(chat.failedAt()),
                chat.failure(),
                status,
                withUsage
                        ? new Usage(
                                tokens.input() + tokens.output(),
                                tokens.output(),
                                tokens.input(),
                                tokens.estimated() ? true : null)
                        : null,
                waiting.isEmpty()
                        ? null
                        : new RequiredAction(
                                "submit_tool_outputs",
                                new SubmitToolOutputs(waiting.stream()
                                        .map(call -> new WaitingCall(
                                                call.id(),
                                                call.equals(chat.state().asking()) ? "reply_message" : "function",
                                                new Function(call.name(), call.arguments())))
                                        .toList())),
                chat.metaData().isEmpty() ? null : chat.metaData(),
                chat.section());
    }
}
