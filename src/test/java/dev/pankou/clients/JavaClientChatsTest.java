package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.coze.openapi.client.chat.CancelChatReq;
import com.coze.openapi.client.chat.CreateChatReq;
import com.coze.openapi.client.chat.RetrieveChatReq;
import com.coze.openapi.client.chat.SubmitToolOutputsReq;
import com.coze.openapi.client.chat.message.ListMessageReq;
import com.coze.openapi.client.chat.model.ChatEvent;
import com.coze.openapi.client.chat.model.ChatEventType;
import com.coze.openapi.client.chat.model.ChatStatus;
import com.coze.openapi.client.chat.model.ToolOutput;
import com.coze.openapi.client.connversations.CreateConversationReq;
import com.coze.openapi.client.connversations.message.model.Message;
import com.coze.openapi.client.connversations.message.model.MessageObjectString;
import com.coze.openapi.client.connversations.message.model.MessageType;
import com.coze.openapi.client.exception.CozeApiException;
import com.coze.openapi.client.files.UploadFileReq;
import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.Pankou;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
record JavaClientChatsTest(Database database) {
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n and so on".getBytes(StandardCharsets.ISO_8859_1);

    private static CreateChatReq ask(String bot, String question) {
        return CreateChatReq.builder()
                .botID(bot)
                .userID("u-77")
                .metaData(Map.of("票", "A1"))
                .messages(List.of(Message.buildUserQuestionText(question)))
                .build();
    }

    @Test
    @Covers(Call.CHAT_STREAM)
    void streamsAnAnswer() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().reasoning("想").text("你好", "，世界 🌏").usage(12, 5));

            var events = Clients.java(alice).chat().stream(ask(bot, "嗨")).toList().blockingGet();

            assertThat(events).extracting(ChatEvent::getEvent).containsExactly(
                    ChatEventType.CONVERSATION_CHAT_CREATED,
                    ChatEventType.CONVERSATION_CHAT_IN_PROGRESS,
                    ChatEventType.CONVERSATION_MESSAGE_DELTA,
                    ChatEventType.CONVERSATION_MESSAGE_DELTA,
                    ChatEventType.CONVERSATION_MESSAGE_DELTA,
                    ChatEventType.CONVERSATION_MESSAGE_COMPLETED,
                    ChatEventType.CONVERSATION_MESSAGE_COMPLETED,
                    ChatEventType.CONVERSATION_CHAT_COMPLETED,
                    ChatEventType.DONE);
            assertThat(events.get(0).getChat().getStatus()).isEqualTo(ChatStatus.CREATED);
            assertThat(events.get(2).getMessage().getReasoningContent()).isEqualTo("想");
            assertThat(events.get(3).getMessage().getContent()).isEqualTo("你好");
            var answer = events.get(5).getMessage();
            assertThat(answer.getType()).isEqualTo(MessageType.ANSWER);
            assertThat(answer.getContent()).isEqualTo("你好，世界 🌏");
            assertThat(events.get(6).getMessage().getType()).isEqualTo(MessageType.VERBOSE);
            var chat = events.get(7).getChat();
            assertThat(chat.getStatus()).isEqualTo(ChatStatus.COMPLETED);
            assertThat(chat.getUsage().getTokenCount()).isEqualTo(17);
            assertThat(chat.getUsage().getInputCount()).isEqualTo(12);
            assertThat(chat.getUsage().getOutputCount()).isEqualTo(5);
            assertThat(chat.getMetaData()).containsExactly(Map.entry("票", "A1"));
            assertThat(events).allSatisfy(event -> assertThat(event.getLogID()).hasSize(34));
        }
    }

    @Test
    void takesEveryOptionOfTheClient() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.bot(alice, fake, Map.of("prompt_info", Map.of("prompt", "You are {{who}}.")));
            var coze = Clients.java(alice);
            var file = coze.files().upload(UploadFileReq.of("山.png", PNG)).getFileInfo();
            var picture = List.of(
                    MessageObjectString.buildText("哪座山？ 🏔"), MessageObjectString.buildImageByID(file.getID()));
            var conversation = coze.conversations().create(new CreateConversationReq()).getConversation().getId();
            fake.reply(FakeModelReply.answer().text("富士山"));

            var events = coze.chat()
                    .stream(CreateChatReq.builder()
                            .conversationID(conversation)
                            .botID(bot)
                            .userID("u-77")
                            .messages(List.of(
                                    Message.buildUserQuestionText("你好"),
                                    Message.buildAssistantAnswer("嗯"),
                                    Message.buildUserQuestionObjects(picture, Map.of("src", "app"))))
                            .customVariables(Map.of("who", "向导"))
                            .autoSaveHistory(false)
                            .parameters(Map.of("user", List.of(Map.of("id", 1))))
                            .enableCard(true)
                            .build())
                    .toList()
                    .blockingGet();

            var chat = events.get(events.size() - 2).getChat();
            assertThat(chat.getStatus()).isEqualTo(ChatStatus.COMPLETED);
            assertThat(chat.getConversationID()).isEqualTo(conversation);
            var sent = fake.lastRequest().body().get("messages");
            assertThat(sent).extracting(message -> message.get("role").stringValue())
                    .containsExactly("system", "user", "assistant", "user");
            assertThat(sent.get(0).get("content").stringValue()).isEqualTo("You are 向导.");
            assertThat(sent.get(3).get("content")).extracting(part -> part.get("type").stringValue())
                    .containsExactly("text", "image_url");
        }
    }

    @Test
    void streamsTheFailureOfAModel() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.bot(alice, fake, Map.of());
            fake.byDefault(request -> FakeModelReply.error(400, "bad_request"));

            var events = Clients.java(alice).chat().stream(ask(bot, "嗨")).toList().blockingGet();

            var failed = events.get(events.size() - 2);
            assertThat(failed.getEvent()).isEqualTo(ChatEventType.CONVERSATION_CHAT_FAILED);
            assertThat(failed.getChat().getLastError().getCode()).isNotZero();
            assertThat(failed.getChat().getLastError().getMsg()).isNotEmpty().doesNotContain("secret upstream text");
        }
    }

    @Test
    void throwsTheCodeOfAStreamThatDoesNotStart() {
        var alice = Pankou.on(database).user();
        var draft = alice.draftBot(Map.of());
        var stream = Clients.java(alice).chat().stream(ask(draft, "嗨"));

        assertThatThrownBy(stream::blockingSubscribe).satisfiesAnyOf(
                thrown -> assertThat(((CozeApiException) thrown).getCode()).isEqualTo(4015),
                thrown -> assertThat(((CozeApiException) thrown.getCause()).getCode()).isEqualTo(4015));
    }

    @Test
    @Covers({Call.CHAT_AND_POLL, Call.RETRIEVE_CHAT, Call.LIST_CHAT_MESSAGES})
    void pollsForAnAnswer() throws Exception {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.bot(alice, fake, Map.of());
            var chats = Clients.java(alice).chat();
            fake.reply(FakeModelReply.answer().text("九点", "开放").usage(7, 2));

            var polled = chats.createAndPoll(ask(bot, "几点？"), 10L);

            var chat = polled.getChat();
            assertThat(chat.getStatus()).isEqualTo(ChatStatus.COMPLETED);
            assertThat(chat.getBotID()).isEqualTo(bot);
            assertThat(chat.getUsage().getTokenCount()).isEqualTo(9);
            assertThat(chat.getCompletedAt()).isGreaterThanOrEqualTo(chat.getCreatedAt());
            assertThat(chat.getLastError().getCode()).isZero();
            assertThat(polled.getMessages()).extracting(Message::getType)
                    .containsExactly(MessageType.ANSWER, MessageType.VERBOSE);
            assertThat(polled.getMessages().getFirst().getContent()).isEqualTo("九点开放");
            var place = RetrieveChatReq.of(chat.getConversationID(), chat.getID());
            assertThat(chats.retrieve(place).getChat()).isEqualTo(chat);
            var listed = chats.message().list(ListMessageReq.of(chat.getConversationID(), chat.getID()));
            assertThat(listed.getMessages()).isEqualTo(polled.getMessages());
        }
    }

    @Test
    @Covers({Call.CHAT, Call.CANCEL_CHAT})
    void cancelsAChat() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.bot(alice, fake, Map.of());
            var chats = Clients.java(alice).chat();
            fake.reply(FakeModelReply.answer().text("慢").silence());

            var chat = chats.create(ask(bot, "嗨")).getChat();
            fake.awaitRequest();
            var place = CancelChatReq.of(chat.getConversationID(), chat.getID());
            var canceled = chats.cancel(place).getChat();

            assertThat(chat.getStatus()).isEqualTo(ChatStatus.IN_PROGRESS);
            assertThat(canceled.getID()).isEqualTo(chat.getID());
            // The client's constant has another spelling than the wire.
            assertThat(canceled.getStatus().getValue()).isEqualTo("canceled");
            fake.awaitCancelled();
        }
    }

    @Test
    @Covers(Call.SUBMIT_TOOL_OUTPUTS_STREAM)
    void submitsToolOutputsAndStreamsOn() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.botWithTool(alice, fake);
            var chats = Clients.java(alice).chat();
            fake.reply(
                    FakeModelReply.answer().toolCall("call_1", "read_gps", "{\"unit\":\"deg\"}"),
                    FakeModelReply.answer().text("在阿尔卑斯山 🏔"));

            var first = chats.stream(ask(bot, "我在哪里？")).toList().blockingGet();
            var waiting = first.get(first.size() - 2).getChat();
            var call = waiting.getRequiredAction().getSubmitToolOutputs().getToolCalls().getFirst();
            var second = chats.streamSubmitToolOutputs(SubmitToolOutputsReq.builder()
                            .conversationID(waiting.getConversationID())
                            .chatID(waiting.getID())
                            .toolOutputs(List.of(ToolOutput.of(call.getID(), "{\"lat\":46.5}")))
                            .build())
                    .toList()
                    .blockingGet();

            assertThat(waiting.getStatus()).isEqualTo(ChatStatus.REQUIRES_ACTION);
            assertThat(waiting.getRequiredAction().getType().getValue()).isEqualTo("submit_tool_outputs");
            assertThat(call.getFunction().getName()).isEqualTo("read_gps");
            assertThat(call.getFunction().getArguments()).isEqualTo("{\"unit\":\"deg\"}");
            assertThat(second.getFirst().getEvent()).isEqualTo(ChatEventType.CONVERSATION_CHAT_IN_PROGRESS);
            assertThat(second).filteredOn(event -> event.getEvent().equals(ChatEventType.CONVERSATION_MESSAGE_COMPLETED))
                    .extracting(event -> event.getMessage().getType())
                    .containsExactly(MessageType.TOOL_RESPONSE, MessageType.ANSWER, MessageType.VERBOSE);
            assertThat(second.get(second.size() - 2).getChat().getStatus()).isEqualTo(ChatStatus.COMPLETED);
            assertThat(second.getLast().isDone()).isTrue();
        }
    }

    @Test
    @Covers(Call.SUBMIT_TOOL_OUTPUTS)
    void submitsToolOutputsWithoutAStream() throws Exception {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.botWithTool(alice, fake);
            var chats = Clients.java(alice).chat();
            fake.reply(FakeModelReply.answer().toolCall("call_1", "read_gps", "{}"), FakeModelReply.answer().text("山里"));
            var waiting = chats.createAndPoll(ask(bot, "我在哪里？"), 10L).getChat();
            var call = waiting.getRequiredAction().getSubmitToolOutputs().getToolCalls().getFirst();

            var going = chats.submitToolOutputs(SubmitToolOutputsReq.builder()
                            .conversationID(waiting.getConversationID())
                            .chatID(waiting.getID())
                            .toolOutputs(List.of(ToolOutput.of(call.getID(), "{\"lat\":46.5}")))
                            .build())
                    .getChat();

            assertThat(waiting.getStatus()).isEqualTo(ChatStatus.REQUIRES_ACTION);
            assertThat(going.getID()).isEqualTo(waiting.getID());
            assertThat(going.getStatus()).isEqualTo(ChatStatus.IN_PROGRESS);
            assertThat(Clients.ended(alice, going.getConversationID(), going.getID())).isEqualTo("completed");
            assertThat(fake.lastRequest().body().get("messages")).last()
                    .satisfies(last -> assertThat(last.get("content").stringValue()).isEqualTo("{\"lat\":46.5}"));
        }
    }
}
