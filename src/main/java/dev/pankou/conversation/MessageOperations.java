package dev.pankou.conversation;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.ApiError;
import dev.pankou.api.Default;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.Query;
import dev.pankou.api.Range;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.json.WireText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on messages and their feedback. */
final class MessageOperations {
    private static final int MOST_REASONS = 10;
    private static final int LONGEST_REASON = 30;

    private final ConversationService conversations;

    MessageOperations(ConversationService conversations) {
        this.conversations = conversations;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("CreateMessageApi", "/v1/conversation/message/create")
                        .permission(Permission.CREATE_MESSAGE)
                        .summary("Add a message to a conversation")
                        .data(CreateMessage.class, MessageView.class, this::create),
                Operation.post("ListMessageApi", "/v1/conversation/message/list")
                        .permission(Permission.CHAT, Permission.LIST_MESSAGES)
                        .summary("List the questions and answers of a conversation")
                        .flat(ListMessages.class, MessageList.class, this::list),
                Operation.get("RetrieveMessageApi", "/v1/conversation/message/retrieve")
                        .also("POST") // the Java client
                        .permission(Permission.RETRIEVE_MESSAGE)
                        .summary("Get one message")
                        .data(OneMessage.class, MessageView.class, (caller, request) ->
                                MessageView.of(conversations.message(caller, request.conversationId(), request.messageId()))),
                Operation.post("ModifyMessageApi", "/v1/conversation/message/modify")
                        .permission(Permission.MODIFY_MESSAGE)
                        .summary("Change a message")
                        .flat(ModifyMessage.class, Modified.class, this::modify),
                Operation.post("DeleteMessageApi", "/v1/conversation/message/delete")
                        .permission(Permission.DELETE_MESSAGE)
                        .summary("Delete a question or an answer")
                        .data(OneMessage.class, MessageView.class, (caller, request) ->
                                MessageView.of(conversations.deleteMessage(caller, request.conversationId(), request.messageId()))),
                Operation.post("CreateFeedback", "/v1/conversations/{conversation_id}/messages/{message_id}/feedback")
                        .permission(Permission.FEEDBACK)
                        .summary("Rate an answer")
                        .done(Rating.class, this::rate),
                Operation.delete("DeleteFeedback", "/v1/conversations/{conversation_id}/messages/{message_id}/feedback")
                        .permission(Permission.FEEDBACK)
                        .summary("Take a rating back")
                        .done(PlacedMessage.class, (caller, request) ->
                                conversations.unrate(caller, request.conversationId(), request.messageId())));
    }

    private MessageView create(Caller caller, CreateMessage request) {
        var entered = new EnteredMessage(
                request.role(), null, request.content(), request.contentType(), request.metaData());
        return MessageView.of(conversations.createMessage(caller, request.conversationId(), entered));
    }

    private MessageList list(Caller caller, ListMessages request) {
        var chat = request.chatId() == null ? Message.NONE : request.chatId();
        var before = cursor(request.beforeId());
        var after = cursor(request.afterId());
        var found = conversations.messages(
                caller, request.conversationId(), chat, request.order() == Order.ASC, before, after, request.limit());
        var views = found.messages().stream().map(MessageView::of).toList();
        return views.isEmpty()
                ? new MessageList(views, "", "", false)
                : new MessageList(views, views.getFirst().id().toString(), views.getLast().id().toString(), found.more());
    }

    private static long cursor(@Nullable Id id) {
        return id == null ? 0 : id.value();
    }

    private Modified modify(Caller caller, ModifyMessage request) {
        var content = request.content() == null || request.content().isEmpty() ? null : request.content();
        var pairs = request.metaData().isEmpty() ? null : request.metaData();
        if (content == null && pairs == null) {
            throw ApiError.field("content", "content and meta_data must not both be empty");
        }
        if (content != null && request.contentType() == null) {
            throw ApiError.field("content_type", "is required with content");
        }
        if (pairs != null) {
            MetaData.check("meta_data", pairs);
        }
        return new Modified(MessageView.of(conversations.modify(
                caller, request.conversationId(), request.messageId(), content, request.contentType(), pairs)));
    }

    private void rate(Caller caller, Rating request) {
        if (request.reasonTypes().size() > MOST_REASONS) {
            throw ApiError.field("reason_types", "at most " + MOST_REASONS + " entries");
        }
        for (var reason : request.reasonTypes()) {
            if (reason.codePointCount(0, reason.length()) > LONGEST_REASON) {
                throw ApiError.field("reason_types", "each at most " + LONGEST_REASON + " characters");
            }
        }
        conversations.rate(
                caller,
                request.conversationId(),
                request.messageId(),
                WireText.of(request.feedbackType()),
                request.reasonTypes(),
                request.comment());
    }

    enum Order {
        DESC,
        ASC
    }

    enum FeedbackType {
        LIKE,
        UNLIKE
    }

    record CreateMessage(
            @Required @Query Id conversationId,
            @Required Message.Role role,
            @Required String content,
            @Required Message.ContentType contentType,
            Map<String, String> metaData) {}

    record ListMessages(
            @Required @Query Id conversationId,
            @Nullable Order order,
            @Nullable Id chatId,
            @Nullable Id beforeId,
            @Nullable Id afterId,
            @Default("50") @Range(min = 1, max = 50) int limit) {}

    /** Payload of ListMessageApi: the array is {@code data} itself, the cursor stands beside it. */
    record MessageList(List<MessageView> data, String firstId, String lastId, boolean hasMore) {}

    record OneMessage(@Required @Query Id conversationId, @Required @Query Id messageId) {}

    record ModifyMessage(
            @Required @Query Id conversationId,
            @Required @Query Id messageId,
            @Nullable String content,
            Message.@Nullable ContentType contentType,
            Map<String, String> metaData) {}

    record Modified(MessageView message) {}

    record PlacedMessage(@Required Id conversationId, @Required Id messageId) {}

    record Rating(
            @Required Id conversationId,
            @Required Id messageId,
            @Required FeedbackType feedbackType,
            List<String> reasonTypes,
            @Default("") @Length(max = 250) String comment) {}
}
