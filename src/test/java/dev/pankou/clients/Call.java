package dev.pankou.clients;

/** The rows of the compatibility table: every operation, in each form that clients treat differently. */
enum Call {
    GET_ME("GetMe", "GET", "/v1/users/me"),
    LIST_WORKSPACES("ListWorkspaces", "GET", "/v1/workspaces"),
    CREATE_WORKSPACE("OpenCreateSpace", "POST", "/v1/workspaces"),
    UPDATE_WORKSPACE("OpenUpdateSpace", "PUT", "/v1/workspaces/{workspace_id}"),
    CREATE_BOT("CreateDraftBot", "POST", "/v1/bot/create"),
    UPDATE_BOT("UpdateDraftBot", "POST", "/v1/bot/update"),
    PUBLISH_BOT("PublishDraftBot", "POST", "/v1/bot/publish"),
    UNPUBLISH_BOT("OpenAPIUnpublishBot", "POST", "/v1/bots/{bot_id}/unpublish"),
    LIST_BOTS("OpenGetBotList", "GET", "/v1/bots"),
    RETRIEVE_BOT("OpenGetBotInfo", "GET", "/v1/bots/{bot_id}"),
    LIST_BOT_VERSIONS("OpenListBotVersions", "GET", "/v1/bots/{bot_id}/versions"),
    RETRIEVE_ONLINE_BOT("GetBotOnlineInfo", "GET", "/v1/bot/get_online_info", "deprecated"),
    LIST_PUBLISHED_BOTS("GetSpacePublishedBotsList", "GET", "/v1/space/published_bots_list", "deprecated"),
    CREATE_CONVERSATION("CreateConversationApi", "POST", "/v1/conversation/create"),
    RETRIEVE_CONVERSATION("RetrieveConversationApi", "GET", "/v1/conversation/retrieve"),
    LIST_CONVERSATIONS("ListConversationsApi", "GET", "/v1/conversations"),
    RENAME_CONVERSATION("UpdateConversationApi", "PUT", "/v1/conversations/{conversation_id}"),
    CLEAR_CONVERSATION("ClearConversationApi", "POST", "/v1/conversations/{conversation_id}/clear"),
    DELETE_CONVERSATION("DeleteConversation", "DELETE", "/v1/conversations/{conversation_id}"),
    CREATE_MESSAGE("CreateMessageApi", "POST", "/v1/conversation/message/create"),
    LIST_MESSAGES("ListMessageApi", "POST", "/v1/conversation/message/list"),
    RETRIEVE_MESSAGE("RetrieveMessageApi", "GET", "/v1/conversation/message/retrieve"),
    MODIFY_MESSAGE("ModifyMessageApi", "POST", "/v1/conversation/message/modify"),
    DELETE_MESSAGE("DeleteMessageApi", "POST", "/v1/conversation/message/delete"),
    CREATE_FEEDBACK("CreateFeedback", "POST", "/v1/conversations/{conversation_id}/messages/{message_id}/feedback"),
    DELETE_FEEDBACK("DeleteFeedback", "DELETE", "/v1/conversations/{conversation_id}/messages/{message_id}/feedback"),
    CHAT("ChatV3", "POST", "/v3/chat", "not streamed"),
    CHAT_AND_POLL("ChatV3", "POST", "/v3/chat", "create and poll"),
    CHAT_STREAM("ChatV3", "POST", "/v3/chat", "streamed"),
    RETRIEVE_CHAT("RetrieveChatOpen", "GET", "/v3/chat/retrieve"),
    LIST_CHAT_MESSAGES("ListChatMessageApi", "GET", "/v3/chat/message/list"),
    CANCEL_CHAT("CancelChatApi", "POST", "/v3/chat/cancel"),
    SUBMIT_TOOL_OUTPUTS("SubmitToolOutputs", "POST", "/v3/chat/submit_tool_outputs", "not streamed"),
    SUBMIT_TOOL_OUTPUTS_STREAM("SubmitToolOutputs", "POST", "/v3/chat/submit_tool_outputs", "streamed"),
    UPLOAD_BYTES("UploadFileOpen", "POST", "/v1/files/upload", "bytes"),
    UPLOAD_PATH("UploadFileOpen", "POST", "/v1/files/upload", "path"),
    RETRIEVE_FILE("RetrieveFileOpen", "GET", "/v1/files/retrieve"),
    LIST_WORKFLOWS("OpenAPIGetWorkflowList", "GET", "/v1/workflows"),
    RETRIEVE_WORKFLOW("OpenAPIGetWorkflowInfo", "GET", "/v1/workflows/{workflow_id}"),
    LIST_WORKFLOW_VERSIONS("OpenAPIListVersion", "GET", "/v1/workflows/{workflow_id}/versions"),
    SWITCH_WORKFLOW_MODE("OpenAPIToggleCollaborationMode", "POST", "/v1/workflows/{workflow_id}/collaboration_mode"),
    ADD_WORKFLOW_COLLABORATOR("OpenAPIAddWorkflowCollaborator", "POST", "/v1/workflows/{workflow_id}/collaborators"),
    REMOVE_WORKFLOW_COLLABORATOR(
            "OpenAPIRemoveWorkflowCollaborator", "DELETE", "/v1/workflows/{workflow_id}/collaborators/{user_id}"),
    CHATFLOW("OpenAPIChatFlowRun", "POST", "/v1/workflows/chat"),
    RUN_WORKFLOW("OpenAPIRunFlow", "POST", "/v1/workflow/run", "waiting"),
    RUN_WORKFLOW_ASYNC("OpenAPIRunFlow", "POST", "/v1/workflow/run", "asynchronous"),
    STREAM_WORKFLOW("OpenAPIStreamRunFlow", "POST", "/v1/workflow/stream_run"),
    STREAM_RESUME_WORKFLOW("OpenAPIStreamResumeFlow", "POST", "/v1/workflow/stream_resume"),
    RESUME_WORKFLOW("OpenAPIResumeFlow", "POST", "/v1/workflows/resume"),
    RETRIEVE_RUN("OpenAPIGetWorkflowRunHistory", "GET", "/v1/workflows/{workflow_id}/run_histories/{execute_id}"),
    RETRIEVE_NODE_OUTPUT(
            "OpenAPIGetNodeExecuteHistory",
            "GET",
            "/v1/workflows/{workflow_id}/run_histories/{execute_id}/execute_nodes/{node_execute_uuid}"),
    CREATE_DATASET("CreateDataset", "POST", "/v1/datasets"),
    LIST_DATASETS("ListDatasetOpenAPI", "GET", "/v1/datasets"),
    UPDATE_DATASET("UpdateDatasetOpenAPI", "PUT", "/v1/datasets/{dataset_id}"),
    DELETE_DATASET("DeleteDataset", "DELETE", "/v1/datasets/{dataset_id}"),
    CREATE_DOCUMENTS("CreateDocumentOpenAPI", "POST", "/open_api/knowledge/document/create"),
    UPDATE_DOCUMENT("UpdateDocument", "POST", "/open_api/knowledge/document/update"),
    LIST_DOCUMENTS("ListDocumentOpenAPI", "POST", "/open_api/knowledge/document/list"),
    DELETE_DOCUMENTS("DeleteDocumentAPI", "POST", "/open_api/knowledge/document/delete"),
    DOCUMENT_PROGRESS("GetDocumentProgressOpenAPI", "POST", "/v1/datasets/{dataset_id}/process"),
    LIST_IMAGES("ListPhotoDocumentOpenAPI", "GET", "/v1/datasets/{dataset_id}/images"),
    UPDATE_IMAGE("UpdatePhotoCaption", "PUT", "/v1/datasets/{dataset_id}/images/{document_id}"),
    READ_VARIABLES("OpenGetPlaygroundVariable", "GET", "/v1/variables"),
    UPDATE_VARIABLES("UpdateVariable", "PUT", "/v1/variables");

    private final String operation;
    private final String method;
    private final String path;
    private final String form;

    Call(String operation, String method, String path) {
        this(operation, method, path, "");
    }

    Call(String operation, String method, String path, String form) {
        this.operation = operation;
        this.method = method;
        this.path = path;
        this.form = form;
    }

    /** The operationId, with the form in brackets. */
    String title() {
        return form.isEmpty() ? operation : operation + " (" + form + ")";
    }

    String method() {
        return method;
    }

    /** The path template of the contract. */
    String path() {
        return path;
    }
}
