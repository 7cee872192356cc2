package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.coze.openapi.client.chat.model.ChatEvent;
import com.coze.openapi.client.chat.model.ChatEventType;
import com.coze.openapi.client.chat.model.ChatStatus;
import com.coze.openapi.client.connversations.message.model.Message;
import com.coze.openapi.client.connversations.message.model.MessageType;
import com.coze.openapi.client.workflows.chat.WorkflowChatReq;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaClientChatflowsTest(Database database) {
    private static List<ChatEvent> stream(Person person, WorkflowChatReq request) {
        return Clients.java(person).workflows().chat().stream(request).toList().blockingGet();
    }

    @Test
    @Covers(Call.CHATFLOW)
    void streamsAQuestionAndTheAnswerToItsReply() {
        var alice = Pankou.on(database).user();
        var chatflow = Clients.chatflow(alice);

        var asked = stream(
                alice,
                WorkflowChatReq.builder()
                        .workflowID(chatflow)
                        .additionalMessages(List.of(Message.buildUserQuestionText("旅行")))
                        .parameters(Map.of())
                        .build());
        var conversation = asked.getFirst().getChat().getConversationID();
        var answered = stream(
                alice,
                WorkflowChatReq.builder()
                        .workflowID(chatflow)
                        .conversationID(conversation)
                        .additionalMessages(List.of(Message.buildUserQuestionText("杭州")))
                        .ext(Map.of("user_id", "u-17"))
                        .build());

        assertThat(asked).extracting(ChatEvent::getEvent).containsExactly(
                ChatEventType.CONVERSATION_CHAT_CREATED,
                ChatEventType.CONVERSATION_CHAT_IN_PROGRESS,
                ChatEventType.CONVERSATION_MESSAGE_DELTA,
                ChatEventType.CONVERSATION_MESSAGE_COMPLETED,
                ChatEventType.CONVERSATION_CHAT_REQUIRES_ACTION,
                ChatEventType.DONE);
        assertThat(asked.get(3).getMessage().getContent()).isEqualTo("哪座城市？");
        assertThat(asked.get(4).getChat().getStatus()).isEqualTo(ChatStatus.REQUIRES_ACTION);
        var whole = answered.stream()
                .filter(event -> ChatEventType.CONVERSATION_MESSAGE_COMPLETED.equals(event.getEvent()))
                .map(ChatEvent::getMessage)
                .toList();
        assertThat(whole).extracting(Message::getType)
                .containsExactly(MessageType.ANSWER, MessageType.VERBOSE, MessageType.VERBOSE);
        assertThat(whole.getFirst().getContent()).isEqualTo("旅行: 杭州 🌏");
        assertThat(answered.get(answered.size() - 2).getChat().getStatus()).isEqualTo(ChatStatus.COMPLETED);
        assertThat(answered.getLast().getEvent()).isEqualTo(ChatEventType.DONE);
        assertThat(answered).allSatisfy(event -> assertThat(event.getLogID()).hasSize(34));
    }
}
