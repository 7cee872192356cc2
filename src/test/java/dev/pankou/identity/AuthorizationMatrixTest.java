package dev.pankou.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pankou.access.Permission;
import dev.pankou.api.Operation;
import dev.pankou.api.Operation.Guard;
import dev.pankou.identity.MatrixWorld.Things;
import dev.pankou.json.Json;
import dev.pankou.testing.Database;
import dev.pankou.testing.Pankou;
import dev.pankou.testing.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every declared operation by everybody who might try it. The outcome is {@code docs/authorization-matrix.md}, which
 * {@code -Dpankou.update-docs=true} writes and a run without it compares; an operation without a line here fails the test.
 */
final class AuthorizationMatrixTest {
    private static Map<String, Object> reply(MatrixWorld w) {
        return Map.of("workflow_id", w.workflow, "event_id", w.run + "/1", "interrupt_type", 2, "resume_data", "x");
    }

    private static final Path PAGE = Path.of("docs/authorization-matrix.md");
    private static final String UNAUTHENTICATED = "4100 (401)";
    private static final String FORBIDDEN = "4101";
    private static final String NOT_TRIED = "–";
    private static final Set<Permission> ADMINISTRATIVE =
            Set.of(Permission.MANAGE_USERS, Permission.MANAGE_MODELS, Permission.ADMINISTER);

    /** How an operation is called on somebody's things. */
    private interface Recipe {
        Request on(MatrixWorld world, Things things);
    }

    private record Request(String path, @Nullable Object body) {}

    /**
     * A line of the matrix.
     *
     * @param elsewhere what the owner gets with a token for another workspace
     * @param foreigner what somebody gets who shares no workspace with the owner
     * @param member what a member of the bot's workspace gets who owns nothing there
     */
    private record Line(Recipe recipe, String elsewhere, String foreigner, String member) {}

    private static final String DOCUMENT =
            "{openapi: 3.0.0, info: {title: x}, servers: [{url: 'https://api.example.com'}], paths: {/x: {get: {}}}}";

    private static final Map<String, Object> EMPTY_CANVAS = Map.of("nodes", List.of());

    private static final Map<String, Line> LINES = lines();

    private static Map<String, Line> lines() {
        var lines = new LinkedHashMap<String, Line>();
        // identity
        add(lines, "GetMe", "ok ok ok", (w, t) -> get("/v1/users/me"));
        add(lines, "PankouCreateUser", "4101 4101 4101", (w, t) -> send("/pankou/v1/users", Map.of("name", "mallory")));
        add(lines, "PankouListUsers", "4101 4101 4101", (w, t) -> get("/pankou/v1/users"));
        add(lines, "PankouListTokens", "ok 4101 4101", (w, t) -> get("/pankou/v1/tokens?user_id=" + w.ownerId));
        add(lines, "PankouCreateToken", "4000 4101 4101", (w, t) -> send(
                "/pankou/v1/tokens", Map.of("name", "x", "user_id", w.ownerId, "workspace_ids", List.of(w.workspace))));
        add(lines, "PankouRevokeToken", "ok 4200 4200", (w, t) -> get("/pankou/v1/tokens/" + t.token()));
        add(lines, "PankouListPermissions", "ok ok ok", (w, t) -> get("/pankou/v1/permissions"));
        // workspaces
        add(lines, "ListWorkspaces", "ok ok ok", (w, t) -> get("/v1/workspaces"));
        add(lines, "OpenCreateSpace", "4101 ok ok", (w, t) -> send("/v1/workspaces", Map.of("name", "n", "description", "d")));
        add(lines, "OpenUpdateSpace", "4101 4000 4101", (w, t) -> send("/v1/workspaces/" + w.workspace, Map.of("name", "taken")));
        // files
        add(lines, "UploadFileOpen", "ok ok ok", (w, t) -> send("/v1/files/upload", "multipart"));
        add(lines, "RetrieveFileOpen", "ok 4200 4200", (w, t) -> get("/v1/files/retrieve?file_id=" + w.file));
        add(lines, "PankouIcon", "– – –", (w, t) -> get("/icons/default-bot.svg"));
        add(lines, "PankouFile", "– – –", (w, t) -> get("/files/" + w.file + "/x?sign=wrong"));
        // models
        add(lines, "PankouListModels", "ok ok ok", (w, t) -> get("/pankou/v1/models"));
        add(lines, "PankouCreateModel", "4101 4101 4101", (w, t) -> send(
                "/pankou/v1/models", Map.of("name", "x", "base_url", "http://127.0.0.1:9/", "remote_name", "x")));
        add(lines, "PankouUpdateModel", "4101 4101 4101", (w, t) -> send("/pankou/v1/models/" + w.model, Map.of("name", "x")));
        add(lines, "PankouDeleteModel", "4101 4101 4101", (w, t) -> get("/pankou/v1/models/" + w.model));
        add(lines, "PankouTestModel", "4101 4101 4101", (w, t) -> send("/pankou/v1/models/" + w.model + "/test", Map.of()));
        // plugins
        add(lines, "ListStorePlugins", "ok ok ok", (w, t) -> get("/v1/stores/plugins"));
        add(lines, "ListStoreCategories", "ok ok ok", (w, t) -> get("/v1/stores/categories?entity_type=plugin"));
        add(lines, "BatchGetPlugins", "4101 4200 ok", (w, t) -> get("/v1/plugins/mget?ids=" + w.plugin));
        add(lines, "GetPlugin", "4101 4200 ok", (w, t) -> get("/v1/plugins/" + w.plugin));
        add(lines, "CallPluginTool", "4101 4200 4000", (w, t) -> send( // its tool is for the client, and a member is told
                "/v1/plugins/" + w.plugin + "/tools/call", Map.of("tool_name", "t", "arguments", Map.of())));
        add(lines, "PankouPluginMcp", "4101 4200 ok", (w, t) -> send(
                "/v1/plugins/" + w.plugin, Map.of("jsonrpc", "2.0", "id", 1, "method", "ping")));
        add(lines, "PankouListPlugins", "4101 4000 ok", (w, t) -> get("/pankou/v1/plugins?workspace_id=" + w.workspace));
        add(lines, "PankouCreatePlugin", "4101 4000 ok", (w, t) -> send(
                "/pankou/v1/plugins", Map.of("workspace_id", w.workspace, "name", "x")));
        add(lines, "PankouImportPlugin", "4101 4000 ok", (w, t) -> send(
                "/pankou/v1/plugins/import", Map.of("workspace_id", w.workspace, "openapi", DOCUMENT)));
        add(lines, "PankouGetPlugin", "4101 4200 ok", (w, t) -> get(plugin(w, "")));
        add(lines, "PankouUpdatePlugin", "4101 4200 4101", (w, t) -> send(plugin(w, ""), Map.of("name", "taken")));
        add(lines, "PankouDeletePlugin", "4101 4200 4101", (w, t) -> get(plugin(w, "")));
        add(lines, "PankouPublishPlugin", "4101 4200 4101", (w, t) -> send(plugin(w, "/publish"), Map.of()));
        add(lines, "PankouUnpublishPlugin", "4101 4200 4101", (w, t) -> send(plugin(w, "/unpublish"), Map.of()));
        add(lines, "PankouRefreshPlugin", "4101 4200 4101", (w, t) -> send(plugin(w, "/refresh"), Map.of()));
        add(lines, "PankouTestTool", "4101 4200 ok", (w, t) -> send(
                plugin(w, "/tools/" + w.tool + "/test"), Map.of("arguments", Map.of())));
        add(lines, "PankouSetPluginCredentials", "4101 4200 4101", (w, t) -> send(plugin(w, "/credentials"), Map.of("value", "v")));
        add(lines, "PankouDeletePluginCredentials", "4101 4200 4101", (w, t) -> get(plugin(w, "/credentials")));
        add(lines, "PankouAuthorizePlugin", "4101 4200 4000", (w, t) -> get(plugin(w, "/authorize_url"))); // it is no OAuth plugin
        add(lines, "PankouRevokePluginGrant", "4101 4200 4000", (w, t) -> get(plugin(w, "/grant")));
        add(lines, "PankouStartPluginOAuth", "– – –", (w, t) -> get("/pankou/v1/plugin_oauth/start?ticket=wrong"));
        add(lines, "PankouFinishPluginOAuth", "– – –", (w, t) -> get("/pankou/v1/plugin_oauth/callback?state=wrong&code=x"));
        // bots
        add(lines, "CreateDraftBot", "4101 4000 ok", (w, t) -> send("/v1/bot/create", Map.of("space_id", w.workspace, "name", "b")));
        add(lines, "UpdateDraftBot", "4101 4200 4101", (w, t) -> send("/v1/bot/update", Map.of("bot_id", w.bot, "name", "taken")));
        add(lines, "PublishDraftBot", "4101 4200 4101", (w, t) -> send(
                "/v1/bot/publish", Map.of("bot_id", w.bot, "connector_ids", List.of("1024"))));
        add(lines, "OpenAPIUnpublishBot", "4101 4200 4101", (w, t) -> send(
                "/v1/bots/" + w.bot + "/unpublish", Map.of("connector_id", "1024")));
        add(lines, "OpenGetBotList", "4101 4000 ok", (w, t) -> get("/v1/bots?workspace_id=" + w.workspace));
        add(lines, "OpenGetBotInfo", "4101 4200 ok", (w, t) -> get("/v1/bots/" + w.bot));
        add(lines, "OpenListBotVersions", "4101 4200 ok", (w, t) -> get("/v1/bots/" + w.bot + "/versions"));
        add(lines, "GetBotOnlineInfo", "4101 4200 ok", (w, t) -> get("/v1/bot/get_online_info?bot_id=" + w.bot));
        add(lines, "GetSpacePublishedBotsList", "4101 4000 ok", (w, t) -> get(
                "/v1/space/published_bots_list?space_id=" + w.workspace));
        // variables
        add(lines, "OpenGetPlaygroundVariable", "4101 4200 ok", (w, t) -> get("/v1/variables?connector_uid=u&bot_id=" + w.bot));
        add(lines, "UpdateVariable", "4101 4200 4000", (w, t) -> send("/v1/variables", Map.of(
                "bot_id", w.bot, "connector_uid", "u", "data", List.of(Map.of("keyword", "none", "value", "v")))));
        add(lines, "PankouGetBotVariables", "4101 4200 ok", (w, t) -> get("/pankou/v1/bots/" + w.bot + "/variables"));
        add(lines, "PankouSetBotVariables", "4101 4200 4101", (w, t) -> send(
                "/pankou/v1/bots/" + w.bot + "/variables", Map.of("variables", List.of(Map.of("keyword", "taken")))));
        add(lines, "PankouGetAppVariables", "4101 4000 ok", (w, t) -> get(
                "/pankou/v1/apps/7580001000000000001/variables?workspace_id=" + w.workspace));
        add(lines, "PankouSetAppVariables", "4101 4000 ok", (w, t) -> send(
                "/pankou/v1/apps/7580001000000000001/variables",
                Map.of("workspace_id", w.workspace, "variables", List.of(Map.of("keyword", "taken")))));
        // tables
        add(lines, "PankouCreateTable", "4101 4000 ok", (w, t) -> send("/pankou/v1/tables", Map.of(
                "workspace_id", w.workspace, "name", "x", "columns", List.of(Map.of("name", "c")))));
        add(lines, "PankouListTables", "4101 4000 ok", (w, t) -> get("/pankou/v1/tables?workspace_id=" + w.workspace));
        add(lines, "PankouGetTable", "4101 4200 ok", (w, t) -> get(table(w, "")));
        add(lines, "PankouUpdateTable", "4101 4200 4101", (w, t) -> send(table(w, ""), Map.of("name", "taken")));
        add(lines, "PankouDeleteTable", "4101 4200 4101", (w, t) -> get(table(w, "")));
        add(lines, "PankouListRows", "4101 4200 ok", (w, t) -> get(table(w, "/rows")));
        add(lines, "PankouAddRows", "4101 4200 ok", (w, t) -> send(table(w, "/rows"), Map.of("rows", List.of(Map.of("c", "v")))));
        add(lines, "PankouUpdateRow", "4101 4200 ok", (w, t) -> send(table(w, "/rows/" + w.row), Map.of("values", Map.of("c", "w"))));
        add(lines, "PankouDeleteRow", "4101 4200 ok", (w, t) -> get(table(w, "/rows/" + w.row)));
        add(lines, "PankouQueryTable", "4101 4200 ok", (w, t) -> send(table(w, "/query"), Map.of("sql", "SELECT * FROM t")));
        add(lines, "PankouGetBotTables", "4101 4200 ok", (w, t) -> get("/pankou/v1/bots/" + w.bot + "/tables"));
        add(lines, "PankouSetBotTables", "4101 4200 4101", (w, t) -> send(
                "/pankou/v1/bots/" + w.bot + "/tables", Map.of("table_ids", List.of(w.table))));
        // conversations and messages
        add(lines, "CreateConversationApi", "4101 4200 ok", (w, t) -> send("/v1/conversation/create", Map.of("bot_id", w.bot)));
        add(lines, "RetrieveConversationApi", "4101 4002 4002", (w, t) -> get(
                "/v1/conversation/retrieve?conversation_id=" + t.conversation()));
        add(lines, "ListConversationsApi", "4101 4200 ok", (w, t) -> get("/v1/conversations?bot_id=" + w.bot));
        add(lines, "UpdateConversationApi", "4101 4002 4002", (w, t) -> send(
                "/v1/conversations/" + t.conversation(), Map.of("name", "taken")));
        add(lines, "ClearConversationApi", "4101 4002 4002", (w, t) -> send(
                "/v1/conversations/" + t.conversation() + "/clear", Map.of()));
        add(lines, "DeleteConversation", "4101 4002 4002", (w, t) -> get("/v1/conversations/" + t.conversation()));
        add(lines, "CreateMessageApi", "4101 4002 4002", (w, t) -> send(
                "/v1/conversation/message/create?conversation_id=" + t.conversation(),
                Map.of("role", "user", "content", "x", "content_type", "text")));
        add(lines, "ListMessageApi", "4101 4002 4002", (w, t) -> send(
                "/v1/conversation/message/list?conversation_id=" + t.conversation(), Map.of()));
        add(lines, "RetrieveMessageApi", "4101 4002 4002", (w, t) -> get("/v1/conversation/message/retrieve" + message(t)));
        add(lines, "ModifyMessageApi", "4101 4002 4002", (w, t) -> send(
                "/v1/conversation/message/modify" + message(t), Map.of("content", "taken", "content_type", "text")));
        add(lines, "DeleteMessageApi", "4101 4002 4002", (w, t) -> send("/v1/conversation/message/delete" + message(t), Map.of()));
        add(lines, "CreateFeedback", "4101 4002 4002", (w, t) -> send(feedback(t), Map.of("feedback_type", "like")));
        add(lines, "DeleteFeedback", "4101 4002 4002", (w, t) -> get(feedback(t)));
        // chats
        add(lines, "ChatV3", "4101 4200 4002", (w, t) -> send(
                "/v3/chat?conversation_id=" + t.conversation(),
                Map.of("bot_id", w.bot, "user_id", "u", "additional_messages",
                        List.of(Map.of("role", "user", "content", "x", "content_type", "text")))));
        add(lines, "RetrieveChatOpen", "4101 4001 4001", (w, t) -> get("/v3/chat/retrieve" + chat(t)));
        add(lines, "ListChatMessageApi", "4101 4001 4001", (w, t) -> get("/v3/chat/message/list" + chat(t)));
        add(lines, "CancelChatApi", "4101 4001 4001", (w, t) -> send(
                "/v3/chat/cancel", Map.of("conversation_id", t.conversation(), "chat_id", t.chat())));
        add(lines, "SubmitToolOutputs", "4101 4001 4001", (w, t) -> send(
                "/v3/chat/submit_tool_outputs" + chat(t),
                Map.of("tool_outputs", List.of(Map.of("tool_call_id", "c", "output", "o")))));
        add(lines, "PankouChatEvents", "4101 4001 4001", (w, t) -> get("/pankou/v1/chats/" + t.chat() + "/events"));
        // workflows
        add(lines, "OpenAPIGetWorkflowList", "4101 4000 ok", (w, t) -> get("/v1/workflows?page_num=1&workspace_id=" + w.workspace));
        add(lines, "OpenAPIGetWorkflowInfo", "4101 4200 ok", (w, t) -> get("/v1/workflows/" + w.workflow));
        add(lines, "OpenAPIListVersion", "4101 4200 ok", (w, t) -> get("/v1/workflows/" + w.workflow + "/versions"));
        add(lines, "OpenAPIToggleCollaborationMode", "4101 4200 4101", (w, t) -> send(
                "/v1/workflows/" + w.workflow + "/collaboration_mode", Map.of("collaboration_mode", "collaboration")));
        add(lines, "OpenAPIAddWorkflowCollaborator", "4101 4200 4101", (w, t) -> send(
                "/v1/workflows/" + w.workflow + "/collaborators",
                Map.of("collaborators", List.of(Map.of("user_id", w.ownerId)))));
        add(lines, "OpenAPIRemoveWorkflowCollaborator", "4101 4200 4101", (w, t) -> get(
                "/v1/workflows/" + w.workflow + "/collaborators/" + w.ownerId));
        add(lines, "PankouCreateWorkflow", "4101 4000 ok", (w, t) -> send(
                "/pankou/v1/workflows", Map.of("workspace_id", w.workspace, "name", "x")));
        add(lines, "PankouGetWorkflow", "4101 4200 ok", (w, t) -> get(workflow(w, "")));
        add(lines, "PankouUpdateWorkflow", "4101 4200 4101", (w, t) -> send(workflow(w, ""), Map.of("name", "taken")));
        add(lines, "PankouDeleteWorkflow", "4101 4200 4101", (w, t) -> get(workflow(w, "")));
        add(lines, "PankouGetWorkflowCanvas", "4101 4200 ok", (w, t) -> get(workflow(w, "/canvas")));
        add(lines, "PankouSaveWorkflowCanvas", "4101 4200 4101", (w, t) -> send(
                workflow(w, "/canvas"), Map.of("canvas", EMPTY_CANVAS, "draft_version", 1)));
        add(lines, "PankouValidateWorkflow", "4101 4000 ok", (w, t) -> send(
                "/pankou/v1/workflows/validate", Map.of("canvas", EMPTY_CANVAS, "workspace_id", w.workspace)));
        add(lines, "PankouPublishWorkflow", "4101 4200 4101", (w, t) -> send(
                workflow(w, "/publish"), Map.of("version", "v0.0.2")));
        add(lines, "PankouUnpublishWorkflow", "4101 4200 4101", (w, t) -> send(workflow(w, "/unpublish"), Map.of()));
        add(lines, "PankouDuplicateWorkflow", "4101 4200 ok", (w, t) -> send(workflow(w, "/duplicate"), Map.of()));
        add(lines, "PankouDiffWorkflow", "4101 4200 ok", (w, t) -> get(workflow(w, "/versions/v0.0.1/diff")));
        add(lines, "PankouRestoreWorkflow", "4101 4200 4101", (w, t) -> send(workflow(w, "/versions/v0.0.1/restore"), Map.of()));
        add(lines, "PankouListWorkflowReferences", "4101 4200 ok", (w, t) -> get(workflow(w, "/references")));
        add(lines, "PankouImportWorkflow", "4101 4000 ok", (w, t) -> send(
                "/pankou/v1/workflows/import", Map.of("workspace_id", w.workspace, "name", "x", "canvas", EMPTY_CANVAS)));
        add(lines, "PankouExportWorkflow", "4101 4200 ok", (w, t) -> get(workflow(w, "/export")));
        // runs
        add(lines, "OpenAPIRunFlow", "4101 4200 ok", (w, t) -> send(
                "/v1/workflow/run", Map.of("workflow_id", w.workflow, "parameters", Map.of("input", "x"))));
        add(lines, "OpenAPIStreamRunFlow", "4101 4200 ok", (w, t) -> send(
                "/v1/workflow/stream_run", Map.of("workflow_id", w.workflow, "parameters", Map.of("input", "x"))));
        add(lines, "OpenAPIChatFlowRun", "4101 4200 4000", (w, t) -> send( // it is a workflow, and whoever may run it is told
                "/v1/workflows/chat", Map.of(
                        "workflow_id", w.workflow,
                        "additional_messages", List.of(Map.of("role", "user", "content", "x", "content_type", "text")))));
        add(lines, "OpenAPIStreamResumeFlow", "4101 4200 4315", (w, t) -> send("/v1/workflow/stream_resume", reply(w)));
        add(lines, "OpenAPIResumeFlow", "4101 4200 4315", (w, t) -> send("/v1/workflows/resume", reply(w)));
        add(lines, "OpenAPIGetWorkflowRunHistory", "4101 4200 ok", (w, t) -> get(
                "/v1/workflows/" + w.workflow + "/run_histories/" + w.run));
        add(lines, "PankouGetRunHistory", "4101 4200 ok", (w, t) -> get(
                "/v1/workflow/get_run_history?workflow_id=" + w.workflow + "&execute_id=" + w.run));
        add(lines, "OpenAPIGetNodeExecuteHistory", "4101 4200 4200", (w, t) -> get(
                "/v1/workflows/" + w.workflow + "/run_histories/" + w.run + "/execute_nodes/none"));
        add(lines, "PankouListRuns", "4101 4200 ok", (w, t) -> get(workflow(w, "/runs")));
        add(lines, "PankouGetRun", "4101 4200 ok", (w, t) -> get(workflow(w, "/runs/" + w.run)));
        add(lines, "PankouGetRunBudget", "4101 4000 ok", (w, t) -> get("/pankou/v1/workspaces/" + w.workspace + "/run_budget"));
        add(lines, "PankouSetRunBudget", "4101 4000 4101", (w, t) -> send(
                "/pankou/v1/workspaces/" + w.workspace + "/run_budget", Map.of("max_tokens", 1)));
        add(lines, "PankouGetRunNode", "4101 4200 ok", (w, t) -> get(workflow(w, "/runs/" + w.run + "/node?key=100001")));
        add(lines, "PankouGetRunCanvas", "4101 4200 ok", (w, t) -> get(workflow(w, "/runs/" + w.run + "/canvas")));
        add(lines, "PankouRunEvents", "4101 4314 ok", (w, t) -> get("/pankou/v1/runs/" + w.run + "/events"));
        add(lines, "PankouFindRun", "4101 4314 ok", (w, t) -> get("/pankou/v1/runs/" + w.run));
        add(lines, "PankouReplayRun", "4101 4200 ok", (w, t) -> send(workflow(w, "/runs/" + w.run + "/replay"), Map.of()));
        add(lines, "PankouCancelRun", "4101 4200 ok", (w, t) -> send(workflow(w, "/runs/" + w.run + "/cancel"), Map.of()));
        add(lines, "PankouListWorkflowTests", "4101 4200 ok", (w, t) -> get(workflow(w, "/tests")));
        add(lines, "PankouCreateWorkflowTest", "4101 4200 4101", (w, t) -> send(
                workflow(w, "/tests"), Map.of("name", "taken", "inputs", Map.of())));
        add(lines, "PankouUpdateWorkflowTest", "4101 4200 4101", (w, t) -> send(
                workflow(w, "/tests/" + w.test), Map.of("name", "taken", "inputs", Map.of())));
        add(lines, "PankouDeleteWorkflowTest", "4101 4200 4101", (w, t) -> get(workflow(w, "/tests/" + w.test)));
        add(lines, "PankouRunWorkflowTests", "4101 4200 ok", (w, t) -> send(workflow(w, "/tests/run"), Map.of()));
        // knowledge
        add(lines, "CreateDataset", "4101 4000 ok", (w, t) -> send(
                "/v1/datasets", Map.of("space_id", w.workspace, "name", "x", "format_type", 0)));
        add(lines, "ListDatasetOpenAPI", "4101 4000 ok", (w, t) -> get("/v1/datasets?space_id=" + w.workspace));
        add(lines, "UpdateDatasetOpenAPI", "4101 4200 4101", (w, t) -> send("/v1/datasets/" + w.dataset, Map.of("name", "taken")));
        add(lines, "DeleteDataset", "4101 4200 4101", (w, t) -> get("/v1/datasets/" + w.dataset));
        add(lines, "PankouGetDataset", "4101 4200 ok", (w, t) -> get("/pankou/v1/datasets/" + w.dataset));
        add(lines, "CreateDocumentOpenAPI", "4101 4200 4101", (w, t) -> send(
                "/open_api/knowledge/document/create",
                Map.of("dataset_id", w.dataset, "document_bases", List.of(Map.of(
                        "name", "x.txt", "source_info", Map.of("file_base64", "eA==", "file_type", "txt"))))));
        add(lines, "UpdateDocument", "4101 4200 4101", (w, t) -> send(
                "/open_api/knowledge/document/update", Map.of("document_id", w.document, "document_name", "taken")));
        add(lines, "DeleteDocumentAPI", "4101 4200 4101", (w, t) -> send(
                "/open_api/knowledge/document/delete", Map.of("document_ids", List.of(w.document))));
        add(lines, "ListDocumentOpenAPI", "4101 4200 ok", (w, t) -> send(
                "/open_api/knowledge/document/list", Map.of("dataset_id", w.dataset)));
        add(lines, "GetDocumentProgressOpenAPI", "4101 4200 ok", (w, t) -> send(
                "/v1/datasets/" + w.dataset + "/process", Map.of("document_ids", List.of(w.document))));
        add(lines, "PankouGetDocument", "4101 4200 ok", (w, t) -> get(document(w, "")));
        add(lines, "PankouUpdateDocument", "4101 4200 4101", (w, t) -> send(document(w, ""), Map.of("enabled", false)));
        add(lines, "PankouRetryDocument", "4101 4200 4101", (w, t) -> send(document(w, "/retry"), Map.of()));
        add(lines, "ListPhotoDocumentOpenAPI", "4101 4200 ok", (w, t) -> get("/v1/datasets/" + w.images + "/images"));
        add(lines, "UpdatePhotoCaption", "4101 4200 4101", (w, t) -> send(
                "/v1/datasets/" + w.images + "/images/" + w.image, Map.of("caption", "taken")));
        add(lines, "PankouRecall", "4101 4200 ok", (w, t) -> send(
                "/pankou/v1/datasets/" + w.dataset + "/recall", Map.of("query", "x")));
        add(lines, "PankouListSlices", "4101 4200 ok", (w, t) -> get(document(w, "/slices")));
        add(lines, "PankouCreateSlice", "4101 4200 4101", (w, t) -> send(document(w, "/slices"), Map.of("content", "taken")));
        add(lines, "PankouUpdateSlice", "4101 4200 4101", (w, t) -> send(
                document(w, "/slices/" + w.slice), Map.of("content", "taken")));
        add(lines, "PankouDeleteSlice", "4101 4200 4101", (w, t) -> get(document(w, "/slices/" + w.slice)));
        // browser sessions
        add(lines, "PankouSetup", "– – –", (w, t) -> send(
                "/pankou/v1/setup", Map.of("key", "wrong", "name", "mallory", "password", "12345678")));
        add(lines, "PankouSignIn", "– – –", (w, t) -> send(
                "/pankou/v1/sign_in", Map.of("name", "admin", "password", "12345678")));
        add(lines, "PankouSignOut", "ok ok ok", (w, t) -> send("/pankou/v1/sign_out", Map.of()));
        add(lines, "PankouGetSession", "ok ok ok", (w, t) -> get("/pankou/v1/session"));
        add(lines, "PankouChangePassword", "4000 4000 4000", (w, t) -> send(
                "/pankou/v1/password", Map.of("old", "12345678", "new", "87654321")));
        add(lines, "PankouCreateSignInLink", "4101 4101 4101", (w, t) -> send(
                "/pankou/v1/sign_in_links", Map.of("user_id", w.ownerId)));
        return lines;
    }

    private static void add(Map<String, Line> lines, String operation, String expected, Recipe recipe) {
        var cells = expected.split(" ");
        lines.put(operation, new Line(recipe, cells[0], cells[1], cells[2]));
    }

    private static Request get(String path) {
        return new Request(path, null);
    }

    private static Request send(String path, Object body) {
        return new Request(path, body);
    }

    private static String plugin(MatrixWorld world, String rest) {
        return "/pankou/v1/plugins/" + world.plugin + rest;
    }

    private static String workflow(MatrixWorld world, String rest) {
        return "/pankou/v1/workflows/" + world.workflow + rest;
    }

    private static String document(MatrixWorld world, String rest) {
        return "/pankou/v1/datasets/" + world.dataset + "/documents/" + world.document + rest;
    }

    private static String table(MatrixWorld world, String rest) {
        return "/pankou/v1/tables/" + world.table + rest;
    }

    private static String message(Things things) {
        return "?conversation_id=" + things.conversation() + "&message_id=" + things.message();
    }

    private static String chat(Things things) {
        return "?conversation_id=" + things.conversation() + "&chat_id=" + things.chat();
    }

    private static String feedback(Things things) {
        return "/v1/conversations/" + things.conversation() + "/messages/" + things.message() + "/feedback";
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void everyOperationRefusesWhoeverMayNotCallIt(Database database) throws IOException {
        try (var world = new MatrixWorld(database)) {
            var operations = world.operations();
            assertThat(LINES.keySet())
                    .as("operations with a line here")
                    .containsExactlyInAnyOrderElementsOf(operations.stream().map(Operation::id).toList());
            var expired = world.expired();
            var revoked = world.revoked();
            var rows = new ArrayList<String>();
            for (var operation : operations.stream().sorted(java.util.Comparator.comparing(Operation::path)).toList()) {
                var before = world.seen();
                rows.add(row(operation, cells(world, operation, expired, revoked)));
                assertThat(world.seen()).as("what " + operation.id() + " left").isEqualTo(before);
            }
            compare(page(rows));
        }
    }

    private static List<String> cells(MatrixWorld world, Operation<?, ?> operation, Person expired, Person revoked) {
        var line = LINES.get(operation.id());
        var request = line.recipe().on(world, world.own());
        var pankou = world.owner.pankou();
        world.waitABit();
        var cells = new ArrayList<String>();
        cells.add(call(pankou.with(null), operation, request, Map.of()));
        if (operation.guard() instanceof Guard.Open) {
            assertThat(cells.getFirst()).as(operation.id()).isIn("ok", UNAUTHENTICATED, "4200 (404)", "4000 (400)");
            while (cells.size() < 10) {
                cells.add(NOT_TRIED);
            }
            return cells;
        }
        cells.add(call(pankou.with(null), operation, request, Map.of("Authorization", "Basic cGFua291OnBhbmtvdQ==")));
        cells.add(call(pankou.with("pat_unknown"), operation, request, Map.of()));
        cells.add(call(expired, operation, request, Map.of()));
        cells.add(call(revoked, operation, request, Map.of()));
        assertThat(cells).as(operation.id()).containsOnly(UNAUTHENTICATED);

        var points = operation.guard() instanceof Guard.Points(var needed) ? needed : Set.<Permission>of();
        if (points.isEmpty()) {
            cells.add(NOT_TRIED);
        } else {
            cells.add(call(world.lacking(points), operation, request, Map.of()));
            assertThat(cells.getLast()).as(operation.id() + " without its point").isEqualTo(FORBIDDEN);
        }

        // The owner's own token may succeed, so it gets things that may change.
        var spare = line.elsewhere().equals("ok") ? line.recipe().on(world, world.things()) : request;
        cells.add(call(world.elsewhere(), operation, spare, Map.of()));
        assertThat(cells.getLast()).as(operation.id() + " with a token for another workspace").isEqualTo(line.elsewhere());
        cells.add(call(world.foreigner, operation, request, Map.of()));
        assertThat(cells.getLast()).as(operation.id() + " by a foreign user").isEqualTo(line.foreigner());
        cells.add(call(world.member, operation, request, Map.of()));
        assertThat(cells.getLast()).as(operation.id() + " by a member").isEqualTo(line.member());
        if (points.stream().anyMatch(ADMINISTRATIVE::contains)) {
            cells.add(call(world.owner, operation, request, Map.of()));
            assertThat(cells.getLast()).as(operation.id() + " by a plain user").isEqualTo(FORBIDDEN);
        } else {
            cells.add(NOT_TRIED);
        }
        return cells;
    }

    private static String call(Person person, Operation<?, ?> operation, Request request, Map<String, String> headers) {
        var all = new LinkedHashMap<>(headers);
        byte[] body = {};
        if (request.body() instanceof String) {
            all.put("Content-Type", "multipart/form-data; boundary=b");
            body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--\r\n"
                    .getBytes(StandardCharsets.UTF_8);
        } else if (request.body() != null) {
            body = Json.bytes(request.body());
        }
        return cell(person.bytes(operation.methods().getFirst(), request.path(), body, all));
    }

    private static String cell(Pankou.Reply reply) {
        var type = reply.http().headers().firstValue("content-type").orElse("");
        var code = type.startsWith("application/json") ? reply.json().path("code").asInt(0) : 0; // JSON-RPC has none
        var text = code == 0 ? "ok" : Integer.toString(code);
        return reply.status() == 200 ? text : text + " (" + reply.status() + ")";
    }

    private static String row(Operation<?, ?> operation, List<String> cells) {
        var guard = switch (operation.guard()) {
            case Guard.Points(var points) -> points.stream().map(Permission::point).sorted().collect(Collectors.joining(", "));
            case Guard.AnyToken() -> "any token";
            case Guard.Open() -> "open";
        };
        return "| " + operation.id() + " | " + operation.methods().getFirst() + " `" + operation.path() + "` | " + guard + " | "
                + String.join(" | ", cells) + " |\n";
    }

    private static String page(List<String> rows) {
        return """
                # Authorization matrix

                Written by `AuthorizationMatrixTest` (`-Dtest=AuthorizationMatrixTest -Dpankou.update-docs=true`), which makes each
                call below over HTTP on SQLite and on PostgreSQL, with equal results. A cell is the `code` of the answer, with the
                HTTP status where it is not 200; `ok` is code 0; `–` was not tried, because the token plays no role.

                The calls point at things of an owner: a bot and a workflow in a team workspace, a conversation with a finished
                chat, a file, an access token. *Lacks point*: the owner's token without the permission. *Other workspace*: the owner's token limited
                to another workspace. It reaches no conversation, chat or message of a bot that it does not reach; files, and
                conversations without a bot, belong to the user and not to a workspace, so it reaches those.
                *Foreign user*: shares no workspace with the owner. *Member*: belongs to the workspace and owns nothing in it.
                *Plain user*: no administrator, on operations for administrators. In every refused case the owner's things stayed
                as they were.

                | operation | call | needs | no token | other scheme | unknown | expired | revoked | lacks point | other workspace | foreign user | member | plain user |
                |--|--|--|--|--|--|--|--|--|--|--|--|--|
                """
                + String.join("", rows);
    }

    /** Both databases come here with the same page. */
    private static void compare(String page) throws IOException {
        if (Boolean.getBoolean("pankou.update-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(page).isEqualTo(Files.readString(PAGE));
    }
}
