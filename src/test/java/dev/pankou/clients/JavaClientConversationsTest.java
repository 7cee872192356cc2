package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.coze.openapi.client.connversations.ClearConversationReq;
import com.coze.openapi.client.connversations.CreateConversationReq;
import com.coze.openapi.client.connversations.ListConversationReq;
import com.coze.openapi.client.connversations.RetrieveConversationReq;
import com.coze.openapi.client.connversations.message.CreateMessageReq;
import com.coze.openapi.client.connversations.message.DeleteMessageReq;
import com.coze.openapi.client.connversations.message.ListMessageReq;
import com.coze.openapi.client.connversations.message.RetrieveMessageReq;
import com.coze.openapi.client.connversations.message.UpdateMessageReq;
import com.coze.openapi.client.connversations.message.model.Message;
import com.coze.openapi.client.connversations.message.model.MessageContentType;
import com.coze.openapi.client.connversations.message.model.MessageObjectString;
import com.coze.openapi.client.connversations.message.model.MessageRole;
import com.coze.openapi.client.connversations.message.model.MessageType;
import com.coze.openapi.client.connversations.model.Conversation;
import com.coze.openapi.client.exception.CozeApiException;
import com.coze.openapi.client.files.UploadFileReq;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaClientConversationsTest(Database database) {
    @Test
    @Covers(
            value = {
                Call.CREATE_CONVERSATION, Call.RETRIEVE_CONVERSATION, Call.LIST_CONVERSATIONS, Call.CLEAR_CONVERSATION
            },
            raw = {Call.RENAME_CONVERSATION, Call.DELETE_CONVERSATION})
    void keepsConversations() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var coze = Clients.java(alice);

        var first = coze.conversations()
                .create(CreateConversationReq.builder()
                        .botID(bot)
                        .metaData(Map.of("票", "A1"))
                        .messages(List.of(Message.buildUserQuestionText("你好"), Message.buildAssistantAnswer("嗯 🙂")))
                        .build())
                .getConversation();
        var second = coze.conversations().create(CreateConversationReq.builder().botID(bot).build()).getConversation();
        var found = coze.conversations().retrieve(RetrieveConversationReq.of(first.getId())).getConversation();
        var page = coze.conversations().list(new ListConversationReq(bot, 1, 1));
        var seen = new ArrayList<Conversation>();
        page.getIterator().forEachRemaining(seen::add);

        assertThat(first.getMetaData()).containsExactly(Map.entry("票", "A1"));
        assertThat(second.getMetaData()).isEmpty();
        assertThat(found).isEqualTo(first);
        assertThat(page.getHasMore()).isTrue();
        assertThat(seen).extracting(Conversation::getId).containsExactlyInAnyOrder(first.getId(), second.getId());

        var cleared = coze.conversations().clear(ClearConversationReq.of(first.getId()));
        var renamed = alice.put("/v1/conversations/" + first.getId(), Map.of("name", "星期天")).data();

        assertThat(cleared.getConversationID()).isEqualTo(first.getId());
        assertThat(renamed.get("name").stringValue()).isEqualTo("星期天");
        assertThat(renamed.get("last_section_id").stringValue()).isNotEqualTo(first.getLastSectionID());

        assertThat(alice.delete("/v1/conversations/" + first.getId()).code()).isZero();
        assertThatThrownBy(() -> coze.conversations().retrieve(RetrieveConversationReq.of(first.getId())))
                .rootCause()
                .isInstanceOfSatisfying(CozeApiException.class, thrown -> assertThat(thrown.getCode()).isEqualTo(4002));
    }

    @Test
    @Covers({
        Call.CREATE_MESSAGE,
        Call.RETRIEVE_MESSAGE,
        Call.LIST_MESSAGES,
        Call.MODIFY_MESSAGE,
        Call.DELETE_MESSAGE
    })
    void keepsMessages() {
        var alice = Pankou.on(database).user();
        var coze = Clients.java(alice);
        var messages = coze.conversations().messages();
        var conversation =
                coze.conversations().create(new CreateConversationReq()).getConversation().getId();

        var text = messages.create(CreateMessageReq.builder()
                        .conversationID(conversation)
                        .role(MessageRole.USER)
                        .content("山顶开放吗？")
                        .contentType(MessageContentType.TEXT)
                        .metadata(Map.of("src", "app"))
                        .build())
                .getMessage();
        var file = coze.files().upload(UploadFileReq.of("map.txt", new byte[] {'x'})).getFileInfo();
        var parts = List.of(MessageObjectString.buildText("哪座山？ 🏔"), MessageObjectString.buildFileByID(file.getID()));
        var ofParts = CreateMessageReq.builder()
                .conversationID(conversation)
                .role(MessageRole.USER)
                .contentType(MessageContentType.OBJECT_STRING)
                .build();
        ofParts.setObjectContent(parts);
        var mixed = messages.create(ofParts).getMessage();
        var answer = messages.create(CreateMessageReq.builder()
                        .conversationID(conversation)
                        .role(MessageRole.ASSISTANT)
                        .content("九点开放")
                        .contentType(MessageContentType.TEXT)
                        .build())
                .getMessage();

        assertThat(text.getConversationId()).isEqualTo(conversation);
        assertThat(text.getRole()).isEqualTo(MessageRole.USER);
        assertThat(text.getType()).isEqualTo(MessageType.QUESTION);
        assertThat(text.getContent()).isEqualTo("山顶开放吗？");
        assertThat(text.getMetaData()).containsExactly(Map.entry("src", "app"));
        assertThat(text.getBotId()).isEmpty();
        assertThat(text.getChatId()).isEmpty();
        assertThat(text.getCreatedAt()).isGreaterThan(1_600_000_000L);
        assertThat(mixed.getContentType()).isEqualTo(MessageContentType.OBJECT_STRING);
        assertThat(mixed.getContent()).contains("哪座山？ 🏔", file.getID());
        assertThat(answer.getType()).isEqualTo(MessageType.ANSWER);
        assertThat(messages.retrieve(new RetrieveMessageReq(conversation, text.getId())).getMessage()).isEqualTo(text);

        var page = messages.list(
                ListMessageReq.builder().conversationID(conversation).order("asc").limit(2).build());
        var seen = new ArrayList<Message>();
        page.getIterator().forEachRemaining(seen::add);

        assertThat(page.getHasMore()).isTrue();
        assertThat(page.getFirstID()).isEqualTo(text.getId());
        assertThat(page.getLastID()).isEqualTo(mixed.getId());
        assertThat(seen).extracting(Message::getId).containsExactly(text.getId(), mixed.getId(), answer.getId());

        var changed = messages.update(UpdateMessageReq.builder()
                        .conversationID(conversation)
                        .messageID(text.getId())
                        .content("东脊开放吗？")
                        .contentType(MessageContentType.TEXT)
                        .build())
                .getMessage();
        var deleted = messages.delete(DeleteMessageReq.of(conversation, answer.getId())).getMessage();

        assertThat(changed.getId()).isEqualTo(text.getId());
        assertThat(changed.getContent()).isEqualTo("东脊开放吗？");
        assertThat(changed.getMetaData()).containsExactly(Map.entry("src", "app"));
        assertThat(deleted).isEqualTo(answer);
        assertThatThrownBy(() -> messages.retrieve(new RetrieveMessageReq(conversation, answer.getId())))
                .rootCause()
                .isInstanceOfSatisfying(CozeApiException.class, thrown -> assertThat(thrown.getCode()).isEqualTo(4005));
    }

    @Test
    @Covers(raw = {Call.CREATE_FEEDBACK, Call.DELETE_FEEDBACK})
    void ratesAnAnswer() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var stream = alice.post("/v3/chat", Map.of(
                "bot_id", bot,
                "user_id", "u-77",
                "stream", true,
                "additional_messages", List.of(Map.of("role", "user", "content", "你好", "content_type", "text"))));
        var answer = PythonRules.events(stream.text()).stream()
                .filter(event -> event.event().equals("conversation.message.completed"))
                .findFirst()
                .orElseThrow()
                .json();
        var path = "/v1/conversations/" + answer.get("conversation_id").stringValue() + "/messages/"
                + answer.get("id").stringValue() + "/feedback";

        var rated = alice.post(path, Map.of("feedback_type", "unlike", "reason_types", List.of("错"), "comment", "关了"));
        var taken = alice.delete(path);

        assertThat(rated.code()).isZero();
        assertThat(rated.json().has("data")).isFalse();
        assertThat(taken.code()).isZero();
    }
}
