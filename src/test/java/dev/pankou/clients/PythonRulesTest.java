package dev.pankou.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.testing.Database;
import dev.pankou.testing.FakeModel;
import dev.pankou.testing.FakeModelReply;
import dev.pankou.testing.House;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import dev.pankou.testing.Sse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Sends what the official Python client sends, nulls and empty parameters included, and reads as it reads. */
@ParameterizedClass
@EnumSource(Database.class)
record PythonRulesTest(Database database) {
    /** A message as the client writes it: with every field, null when not set. */
    private static Map<String, @Nullable Object> message(String role, String type, String content) {
        var all = new HashMap<String, @Nullable Object>();
        for (var field : List.of("id", "conversation_id", "section_id", "bot_id", "chat_id", "meta_data", "created_at",
                "updated_at", "reasoning_content")) {
            all.put(field, null);
        }
        all.putAll(Map.of("role", role, "type", type, "content", content, "content_type", "text"));
        return all;
    }

    private static Map<String, @Nullable Object> ask(String bot, String question, boolean stream) {
        var all = new HashMap<String, @Nullable Object>();
        all.put("custom_variables", null);
        all.put("meta_data", null);
        all.put("parameters", null);
        all.put("enable_card", null);
        all.put("bot_id", bot);
        all.put("user_id", "u-77");
        all.put("additional_messages", List.of(message("user", "question", question)));
        all.put("stream", stream);
        all.put("auto_save_history", true);
        return all;
    }

    private static String text(JsonNode object, String field) {
        return object.get(field).stringValue();
    }

    private static String place(JsonNode chat) {
        return "?conversation_id=" + text(chat, "conversation_id") + "&chat_id=" + text(chat, "id");
    }

    @Test
    @Covers(raw = {Call.GET_ME, Call.LIST_WORKSPACES, Call.CREATE_WORKSPACE, Call.UPDATE_WORKSPACE})
    void parsesUsersAndWorkspaces() {
        var alice = Pankou.on(database).user();

        var me = PythonRules.data(alice.get("/v1/users/me"), "User");
        var made = alice.post("/v1/workspaces", Map.of("name", "天气", "description", "雨")).data();
        PythonRules.nothing(alice.put("/v1/workspaces/" + text(made, "id"), Map.of("name", "天气 🌦")));
        var page = PythonRules.data(
                alice.get("/v1/workspaces?page_num=1&page_size=20&user_id=&coze_account_id="), "WorkspacePage");

        assertThat(text(me, "user_name")).startsWith("user-");
        assertThat(page.get("total_count").intValue()).isEqualTo(2);
        assertThat(page.get("workspaces")).extracting(one -> text(one, "name")).contains("天气 🌦");
    }

    @Test
    @Covers(raw = {
        Call.CREATE_BOT,
        Call.UPDATE_BOT,
        Call.PUBLISH_BOT,
        Call.UNPUBLISH_BOT,
        Call.LIST_BOTS,
        Call.RETRIEVE_BOT,
        Call.LIST_BOT_VERSIONS,
        Call.RETRIEVE_ONLINE_BOT,
        Call.LIST_PUBLISHED_BOTS
    })
    void parsesBots() {
        var alice = Pankou.on(database).user();
        var space = alice.personalWorkspace();
        var create = new HashMap<String, @Nullable Object>(Map.of("space_id", space, "name", "向导 🥾"));
        for (var field : List.of("description", "icon_file_id", "prompt_info", "onboarding_info", "plugin_id_list",
                "workflow_id_list", "model_info_config", "suggest_reply_info")) {
            create.put(field, null);
        }

        var bot = text(PythonRules.data(alice.post("/v1/bot/create", create), "BotCreated"), "bot_id");
        PythonRules.nothing(alice.post("/v1/bot/update", Map.of(
                "bot_id", bot,
                "name", "向导 2",
                "onboarding_info", Map.of("prologue", "你好", "suggested_questions", List.of()))));
        var published = PythonRules.data(
                alice.post("/v1/bot/publish", Map.of("bot_id", bot, "connector_ids", List.of("1024"))), "Bot");
        for (var path : List.of("/v1/bot/get_online_info?bot_id=" + bot, "/v1/bots/" + bot + "?is_published=true",
                "/v1/bots/" + bot + "?is_published=false")) {
            assertThat(text(PythonRules.data(alice.get(path), "Bot"), "name")).isEqualTo("向导 2");
        }
        var listed = PythonRules.data(alice.get("/v1/bots?workspace_id=" + space
                + "&page_size=20&page_index=1&publish_status=&connector_id="), "BotPage");
        var second = PythonRules.data(alice.get("/v1/bots?workspace_id=" + space + "&page_size=20&page_index=2"), "BotPage");
        var old = PythonRules.data(
                alice.get("/v1/space/published_bots_list?space_id=" + space + "&page_size=20&page_index=1"), "SpaceBotPage");
        var versions = PythonRules.data(alice.get("/v1/bots/" + bot + "/versions?page_num=1&page_size=20"), "BotVersionPage");
        var unpublish = new HashMap<String, @Nullable Object>(Map.of("bot_id", bot, "connector_id", "1024"));
        unpublish.put("unpublish_reason", null);
        PythonRules.nothing(alice.post("/v1/bots/" + bot + "/unpublish", unpublish));

        assertThat(listed.get("items")).extracting(one -> text(one, "id")).containsExactly(bot);
        assertThat(second.get("items")).isEmpty();
        assertThat(old.get("space_bots")).extracting(one -> text(one, "bot_id")).containsExactly(bot);
        assertThat(versions.get("items")).extracting(one -> text(one, "version")).containsExactly(text(published, "version"));
        assertThat(PythonRules.error(alice.get("/v1/bot/get_online_info?bot_id=" + bot))).isEqualTo(4015);
    }

    @Test
    @Covers(raw = {
        Call.LIST_WORKFLOWS,
        Call.RETRIEVE_WORKFLOW,
        Call.LIST_WORKFLOW_VERSIONS,
        Call.SWITCH_WORKFLOW_MODE,
        Call.ADD_WORKFLOW_COLLABORATOR,
        Call.REMOVE_WORKFLOW_COLLABORATOR
    })
    void parsesWorkflows() {
        try (var house = House.on(database)) {
            var alice = house.pankou().user();
            var bob = house.pankou().user();
            house.join(alice.personalWorkspace(), bob);
            var workflow = Clients.workflow(alice);
            var at = "/v1/workflows/" + workflow;
            var user = text(bob.get("/v1/users/me").data(), "user_id");
            // SDK-SURFACE rule 7: names of enumerations and a page size of 100
            var list = "/v1/workflows?workspace_id=" + alice.personalWorkspace() + "&workflow_mode=WorkflowMode.WORKFLOW&app_id="
                    + "&publish_status=PublishStatus.ALL&page_num=1&page_size=100";

            var page = PythonRules.data(alice.get(list), "WorkflowPage");
            var info = PythonRules.data(alice.get(at), "WorkflowInfo");
            var versions = PythonRules.data(
                    alice.get(at + "/versions?publish_status=&page_size=20&page_token="), "WorkflowVersionPage");
            PythonRules.nothing(alice.post(at + "/collaboration_mode", Map.of("collaboration_mode", "collaboration")));
            PythonRules.nothing(
                    alice.post(at + "/collaborators", Map.of("collaborators", List.of(Map.of("user_id", user)))));
            PythonRules.nothing(alice.delete(at + "/collaborators/" + user));

            assertThat(page.get("items")).extracting(one -> text(one, "workflow_id")).containsExactly(workflow);
            assertThat(text(info.get("workflow_detail"), "workflow_name")).isEqualTo("天气 🌦");
            assertThat(versions.get("items")).extracting(one -> text(one, "version")).containsExactly("v0.0.1");
        }
    }

    @Test
    @Covers(raw = Call.CHATFLOW)
    void parsesChatflows() {
        var alice = Pankou.on(database).user();
        // no parameters, as the client leaves them out
        var body = Map.of("workflow_id", Clients.chatflow(alice), "additional_messages", List.of(
                Map.of("role", "user", "type", "question", "content", "旅行", "content_type", "text")));

        var asked = PythonRules.events(alice.post("/v1/workflows/chat", body).text());
        var more = new HashMap<String, Object>(body);
        more.put("conversation_id", text(asked.getFirst().json(), "conversation_id"));
        var answered = PythonRules.events(alice.post("/v1/workflows/chat", more).text());

        assertThat(asked.get(asked.size() - 2).event()).isEqualTo("conversation.chat.requires_action");
        assertThat(answered.get(answered.size() - 2).event()).isEqualTo("conversation.chat.completed");
    }

    @Test
    @Covers(raw = {
        Call.CREATE_CONVERSATION,
        Call.RETRIEVE_CONVERSATION,
        Call.LIST_CONVERSATIONS,
        Call.RENAME_CONVERSATION,
        Call.CLEAR_CONVERSATION,
        Call.DELETE_CONVERSATION
    })
    void parsesConversations() {
        var alice = Pankou.on(database).user();
        var bot = alice.publishedBot(Map.of());
        var create = new HashMap<String, @Nullable Object>();
        create.put("messages", List.of(message("user", "question", "你好")));
        create.put("meta_data", null);
        create.put("bot_id", bot);
        create.put("name", null);
        create.put("connector_id", null);

        var made = PythonRules.data(alice.post("/v1/conversation/create", create), "Conversation");
        var id = text(made, "id");
        var found = PythonRules.data(alice.get("/v1/conversation/retrieve?conversation_id=" + id), "Conversation");
        var page = PythonRules.data(
                alice.get("/v1/conversations?bot_id=" + bot + "&page_num=1&page_size=50"), "ConversationPage");
        var renamed = PythonRules.data(alice.put("/v1/conversations/" + id, Map.of("name", "星期天")), "Conversation");
        var section = PythonRules.data(alice.post("/v1/conversations/" + id + "/clear"), "Section");
        PythonRules.nothing(alice.delete("/v1/conversations/" + id));

        assertThat(found).isEqualTo(made);
        assertThat(page.get("conversations")).containsExactly(made);
        assertThat(page.get("has_more").booleanValue()).isFalse();
        assertThat(text(renamed, "name")).isEqualTo("星期天");
        assertThat(text(section, "conversation_id")).isEqualTo(id);
        assertThat(PythonRules.error(alice.get("/v1/conversation/retrieve?conversation_id=" + id))).isEqualTo(4002);
    }

    @Test
    @Covers(raw = {Call.CREATE_MESSAGE, Call.LIST_MESSAGES, Call.RETRIEVE_MESSAGE, Call.MODIFY_MESSAGE, Call.DELETE_MESSAGE})
    void parsesMessages() {
        var alice = Pankou.on(database).user();
        var conversation = text(PythonRules.data(alice.post("/v1/conversation/create"), "Conversation"), "id");
        var in = "?conversation_id=" + conversation;
        var create = new HashMap<String, @Nullable Object>(Map.of("role", "user", "content", "山？", "content_type", "text"));
        create.put("meta_data", null);

        var empty = PythonRules.whole(alice.post("/v1/conversation/message/list" + in, Map.of("limit", 50)), "MessagePage");
        var made = PythonRules.data(alice.post("/v1/conversation/message/create" + in, create), "Message");
        var list = new HashMap<String, @Nullable Object>(Map.of("order", "desc", "limit", 50));
        list.put("chat_id", null);
        list.put("before_id", null);
        list.put("after_id", null);
        var page = PythonRules.whole(alice.post("/v1/conversation/message/list" + in, list), "MessagePage");
        var one = in + "&message_id=" + text(made, "id");
        var modify = new HashMap<String, @Nullable Object>(Map.of("meta_data", Map.of("票", "A1")));
        modify.put("content", null);
        modify.put("content_type", null);
        var changed = PythonRules.whole(alice.post("/v1/conversation/message/modify" + one, modify), "ModifiedMessage");
        var found = PythonRules.data(alice.get("/v1/conversation/message/retrieve" + one), "Message");
        var deleted = PythonRules.data(alice.post("/v1/conversation/message/delete" + one), "Message");

        assertThat(text(empty, "first_id")).isEmpty();
        assertThat(text(empty, "last_id")).isEmpty();
        assertThat(empty.get("data")).isEmpty();
        assertThat(page.get("data")).containsExactly(made);
        assertThat(text(page, "first_id")).isEqualTo(text(made, "id"));
        assertThat(text(changed.get("message"), "content")).isEqualTo("山？");
        assertThat(text(changed.get("message").get("meta_data"), "票")).isEqualTo("A1");
        assertThat(found).isEqualTo(changed.get("message"));
        assertThat(deleted).isEqualTo(found);
        assertThat(PythonRules.error(alice.get("/v1/conversation/message/retrieve" + one))).isEqualTo(4005);
    }

    @Test
    @Covers(raw = {Call.CHAT_STREAM, Call.CREATE_FEEDBACK, Call.DELETE_FEEDBACK})
    void parsesAStream() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().reasoning("想").text("你好", "，\n世界 🌏").usage(12, 5));

            var reply = alice.post("/v3/chat?conversation_id=", ask(bot, "嗨", true));
            var events = PythonRules.events(reply.text());

            assertThat(reply.http().headers().firstValue("content-type").orElseThrow()).contains("text/event-stream");
            assertThat(reply.logid()).hasSize(34);
            assertThat(Sse.shape(events)).containsExactly(
                    "conversation.chat.created",
                    "conversation.chat.in_progress",
                    "conversation.message.delta",
                    "conversation.message.completed",
                    "conversation.chat.completed",
                    "done");
            var answer = events.get(5).json();
            assertThat(text(answer, "content")).isEqualTo("你好，\n世界 🌏");
            var path = "/v1/conversations/" + text(answer, "conversation_id") + "/messages/" + text(answer, "id") + "/feedback";
            var feedback = new HashMap<String, @Nullable Object>(Map.of("feedback_type", "like"));
            feedback.put("reason_types", null);
            feedback.put("comment", null);
            PythonRules.nothing(alice.post(path, feedback));
            PythonRules.nothing(alice.delete(path));
        }
    }

    @Test
    void parsesAStreamThatFailsOrDoesNotStart() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.bot(alice, fake, Map.of());
            fake.byDefault(request -> FakeModelReply.error(400, "bad_request"));

            var events = PythonRules.events(alice.post("/v3/chat", ask(bot, "嗨", true)).text());
            var refused = alice.post("/v3/chat", ask("1", "嗨", true));

            assertThat(events.get(events.size() - 2).event()).isEqualTo("conversation.chat.failed");
            assertThat(PythonRules.error(refused)).isEqualTo(4200);
        }
    }

    @Test
    @Covers(raw = {Call.CHAT, Call.CHAT_AND_POLL, Call.RETRIEVE_CHAT, Call.LIST_CHAT_MESSAGES})
    void pollsOnlyWhileTheChatIsInProgress() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("九点").usage(7, 2));

            // The client stops at any other status, "created" too.
            var chat = PythonRules.data(alice.post("/v3/chat?conversation_id=", ask(bot, "几点？", false)), "Chat");
            var status = Clients.ended(alice, text(chat, "conversation_id"), text(chat, "id"));
            var ended = PythonRules.data(alice.post("/v3/chat/retrieve" + place(chat)), "Chat");
            var messages = PythonRules.list(alice.get("/v3/chat/message/list" + place(chat)), "Message");

            assertThat(text(chat, "status")).isEqualTo("in_progress");
            assertThat(status).isEqualTo("completed");
            assertThat(ended.get("usage").get("token_count").intValue()).isEqualTo(9);
            assertThat(messages).extracting(one -> text(one, "type")).containsExactly("answer", "verbose");
            assertThat(text(messages.get(0), "content")).isEqualTo("九点");
        }
    }

    @Test
    @Covers(raw = Call.CANCEL_CHAT)
    void parsesACanceledChat() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.bot(alice, fake, Map.of());
            fake.reply(FakeModelReply.answer().text("慢").silence());
            var chat = PythonRules.data(alice.post("/v3/chat?conversation_id=", ask(bot, "嗨", false)), "Chat");
            fake.awaitRequest();

            var canceled = PythonRules.data(
                    alice.post("/v3/chat/cancel", Map.of(
                            "conversation_id", text(chat, "conversation_id"), "chat_id", text(chat, "id"))),
                    "Chat");

            assertThat(text(canceled, "status")).isEqualTo("canceled");
        }
    }

    @Test
    @Covers(raw = {Call.SUBMIT_TOOL_OUTPUTS, Call.SUBMIT_TOOL_OUTPUTS_STREAM})
    void parsesWhatToolOutputsLeadTo() {
        var alice = Pankou.on(database).user();
        try (var fake = FakeModel.start()) {
            var bot = Clients.botWithTool(alice, fake);

            fake.reply(FakeModelReply.answer().toolCall("call_1", "read_gps", "{}"), FakeModelReply.answer().text("山里"));
            var events = PythonRules.events(submitted(alice, waiting(alice, bot), true).text());
            fake.reply(FakeModelReply.answer().toolCall("call_2", "read_gps", "{}"), FakeModelReply.answer().text("山外"));
            var chat = PythonRules.data(submitted(alice, waiting(alice, bot), false), "Chat");

            assertThat(events.getFirst().event()).isEqualTo("conversation.chat.in_progress");
            assertThat(events).extracting(Sse::event).endsWith("conversation.chat.completed", "done");
            assertThat(text(chat, "status")).isEqualTo("in_progress");
            assertThat(Clients.ended(alice, text(chat, "conversation_id"), text(chat, "id"))).isEqualTo("completed");
        }
    }

    private static JsonNode waiting(Person alice, String bot) {
        var events = PythonRules.events(alice.post("/v3/chat?conversation_id=", ask(bot, "我在哪里？", true)).text());
        var chat = events.get(events.size() - 2).json();
        assertThat(text(chat, "status")).isEqualTo("requires_action");
        return chat;
    }

    private static Pankou.Reply submitted(Person alice, JsonNode chat, boolean stream) {
        var call = chat.get("required_action").get("submit_tool_outputs").get("tool_calls").get(0);
        var output = Map.of("tool_call_id", text(call, "id"), "output", "{\"lat\":46.5}");
        return alice.post(
                "/v3/chat/submit_tool_outputs" + place(chat), Map.of("stream", stream, "tool_outputs", List.of(output)));
    }

    @Test
    @Covers(raw = {Call.UPLOAD_BYTES, Call.UPLOAD_PATH, Call.RETRIEVE_FILE})
    void parsesFiles() {
        var alice = Pankou.on(database).user();

        // Plain bytes go under the name "upload"; a path under its own name, raw UTF-8, with a guessed type.
        var bytes = PythonRules.data(upload(alice, "filename=\"upload\"\r\n"), "File");
        var file = PythonRules.data(upload(alice, "filename=\"地图.txt\"\r\nContent-Type: text/plain\r\n"), "File");
        var found = PythonRules.data(alice.get("/v1/files/retrieve?file_id=" + text(file, "id")), "File");

        assertThat(bytes.get("bytes").intValue()).isEqualTo(8);
        assertThat(text(file, "file_name")).isEqualTo("地图.txt");
        assertThat(found).isEqualTo(file);
    }

    private static Pankou.Reply upload(Person alice, String part) {
        var body = "--b\r\nContent-Disposition: form-data; name=\"file\"; " + part + "\r\n山 🏔\r\n--b--\r\n";
        return alice.raw("POST", "/v1/files/upload", body, Map.of("Content-Type", "multipart/form-data; boundary=b"));
    }
}
