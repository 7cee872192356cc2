package dev.pankou.conversation;

import dev.pankou.access.Caller;
import dev.pankou.access.Permission;
import dev.pankou.api.Default;
import dev.pankou.api.Length;
import dev.pankou.api.Operation;
import dev.pankou.api.PageRequest;
import dev.pankou.api.Required;
import dev.pankou.id.Id;
import dev.pankou.time.Times;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on conversations. Deleting one lies in the chat room, which owns the chats in it. */
final class ConversationOperations {
    private static final int MAX_PAGE_SIZE = 50;

    private final ConversationService conversations;

    ConversationOperations(ConversationService conversations) {
        this.conversations = conversations;
    }

    List<Operation<?, ?>> declared() {
        return List.of(
                Operation.post("CreateConversationApi", "/v1/conversation/create")
                        .permission(Permission.CREATE_CONVERSATION)
                        .summary("Create a conversation")
                        .data(CreateConversation.class, ConversationView.class, this::create),
                Operation.get("RetrieveConversationApi", "/v1/conversation/retrieve")
                        .permission(Permission.RETRIEVE_CONVERSATION)
                        .summary("Get one conversation")
                        .data(ConversationId.class, ConversationView.class, (caller, request) ->
                                ConversationView.of(conversations.retrieve(caller, request.conversationId()))),
                Operation.get("ListConversationsApi", "/v1/conversations")
                        .permission(Permission.LIST_CONVERSATIONS)
                        .summary("List one's conversations with a bot")
                        .data(ListConversations.class, ConversationPage.class, this::list),
                Operation.put("UpdateConversationApi", "/v1/conversations/{conversation_id}")
                        .permission(Permission.EDIT_CONVERSATION)
                        .summary("Rename a conversation")
                        .data(RenameConversation.class, ConversationView.class, (caller, request) ->
                                ConversationView.of(conversations.rename(caller, request.conversationId(), request.name()))),
                Operation.post("ClearConversationApi", "/v1/conversations/{conversation_id}/clear")
                        .permission(Permission.EDIT_CONVERSATION)
                        .summary("Clear the context: begin a new section")
                        .data(ConversationId.class, SectionView.class, (caller, request) -> new SectionView(
                                conversations.clear(caller, request.conversationId()), request.conversationId())));
    }

    private ConversationView create(Caller caller, CreateConversation request) {
        return ConversationView.of(conversations.create(
                caller, request.botId(), request.connectorId(), request.name(), request.metaData(), request.messages()));
    }

    private ConversationPage list(Caller caller, ListConversations request) {
        var page = PageRequest.of(request.pageNum(), request.pageSize(), MAX_PAGE_SIZE);
        var ascending = request.sortOrder() == SortOrder.ASC;
        var found = conversations.list(caller, request.botId(), request.connectorId(), ascending, page);
        return new ConversationPage(found.conversations().stream().map(ConversationView::of).toList(), found.more());
    }

    enum SortOrder {
        ASC,
        DESC
    }

    record CreateConversation(
            @Nullable Id botId,
            @Default("1024") Id connectorId,
            @Default("") @Length(max = 100) String name,
            Map<String, String> metaData,
            @Length(max = 16) List<EnteredMessage> messages) {}

    record ConversationId(@Required Id conversationId) {}

    record RenameConversation(@Required Id conversationId, @Required @Length(min = 1, max = 100) String name) {}

    record ListConversations(
            @Required Id botId,
            @Default("1") int pageNum,
            @Default("50") int pageSize,
            @Nullable SortOrder sortOrder,
            @Default("1024") Id connectorId) {}

    record ConversationPage(List<ConversationView> conversations, boolean hasMore) {}

    record SectionView(Id id, Id conversationId) {}

    /** Schema ConversationData. */
    record ConversationView(
            Id id,
            String name,
            Map<String, String> metaData,
            Id creatorId,
            Id connectorId,
            Id lastSectionId,
            long createdAt,
            long updatedAt) {
        static ConversationView of(Conversation conversation) {
            return new ConversationView(
                    conversation.id(),
                    conversation.name(),
                    conversation.metaData(),
                    conversation.creator(),
                    conversation.connector(),
                    conversation.lastSection(),
                    Times.seconds(conversation.createdAt()),
                    Times.seconds(conversation.updatedAt()));
        }
    }
}
