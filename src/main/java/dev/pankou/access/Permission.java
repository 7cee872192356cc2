package dev.pankou.access;

import org.jspecify.annotations.Nullable;

/**
 * A permission point of an access token (OAUTH section 14). The name is unique over all groups; where Coze prints the same
 * bare word in two groups, ours carries the group in front.
 */
public enum Permission {
    CREATE_BOT("Bot", "createBot"),
    GET_BOT("Bot", "getMetadata"),
    PUBLISH_BOT("Bot", "publish"),
    EDIT_BOT("Bot", "edit"),
    LIST_BOTS("Bot", "listBot"),
    DISCONNECT_BOT("Bot", "disconnectBot"),
    LIST_BOT_VERSIONS("Bot", "Bot.listVersion"),
    GET_PUBLISHED_BOTS("Bot", "getPublishedBot"),
    CHAT("Chat", "chat"),
    CANCEL_CHAT("Chat", "cancelChat"),
    GET_CHAT("Chat", "getChat"),
    SUBMIT_TOOL_CHAT("Chat", "submitToolChat"),
    CREATE_CONVERSATION("Conversation", "createConversation"),
    RETRIEVE_CONVERSATION("Conversation", "retrieveConversation"),
    LIST_CONVERSATIONS("Conversation", "listConversation"),
    EDIT_CONVERSATION("Conversation", "editConversation"),
    FEEDBACK("Conversation", "feedback"),
    CREATE_MESSAGE("Message", "createMessage"),
    DELETE_MESSAGE("Message", "deleteMessage"),
    LIST_MESSAGES("Message", "listMessage"),
    MODIFY_MESSAGE("Message", "modifyMessage"),
    RETRIEVE_MESSAGE("Message", "retrieveMessage"),
    RETRIEVE_FILE("File", "retrieveFile"),
    UPLOAD_FILE("File", "uploadFile"),
    LIST_WORKSPACES("Workspace", "listWorkspace"),
    CREATE_WORKSPACE("Workspace", "createWorkspace"),
    UPDATE_WORKSPACE("Workspace", "Workspace.update"),
    CREATE_WORKFLOW("Workspace", "Workspace.createWorkflow"),
    RUN_WORKFLOW("Workflow", "run"),
    LIST_WORKFLOWS("Workflow", "listWorkflow"),
    GET_WORKFLOW("Workflow", "getMetaData"),
    COPY_WORKFLOW("Workflow", "Workflow.copy"),
    SWITCH_WORKFLOW_MODE("Workflow", "Workflow.switchDevelopMode"),
    ADD_WORKFLOW_COLLABORATOR("Workflow", "Workflow.addCollaborator"),
    REMOVE_WORKFLOW_COLLABORATOR("Workflow", "Workflow.removeCollaborator"),
    LIST_RUN_HISTORY("Workflow", "listRunHistory"),
    LIST_WORKFLOW_VERSIONS("Workflow", "listVersion"),
    LIST_KNOWLEDGE("Knowledge", "listKnowledge"),
    CREATE_KNOWLEDGE("Knowledge", "createKnowledge"),
    DELETE_KNOWLEDGE("Knowledge", "Knowledge.delete"),
    UPDATE_KNOWLEDGE("Knowledge", "Knowledge.update"),
    LIST_PHOTOS("Knowledge", "listPhoto"),
    UPDATE_PHOTO("Knowledge", "updatePhoto"),
    READ_DOCUMENT_PROGRESS("Knowledge", "readDocumentProgress"),
    CREATE_DOCUMENT("Knowledge", "createDocument"),
    DELETE_DOCUMENT("Knowledge", "deleteDocument"),
    LIST_DOCUMENTS("Knowledge", "listDocument"),
    UPDATE_DOCUMENT("Knowledge", "updateDocument"),
    GET_PLUGIN("Plugin", "Plugin.getPlugin"),
    CALL_TOOL("Plugin", "Plugin.callTool"),
    READ_VARIABLE("Variable", "readVariable"),
    UPDATE_VARIABLE("Variable", "updateVariable"),
    READ_WORKFLOW("Pankou", "Pankou.readWorkflow"),
    EDIT_WORKFLOW("Pankou", "Pankou.editWorkflow"),
    RECALL("Pankou", "Pankou.recall"),
    READ_SLICES("Pankou", "Pankou.readSlices"),
    EDIT_SLICES("Pankou", "Pankou.editSlices"),
    READ_PLUGIN("Pankou", "Pankou.readPlugin"),
    EDIT_PLUGIN("Pankou", "Pankou.editPlugin"),
    READ_TABLE("Pankou", "Pankou.readTable"),
    EDIT_TABLE("Pankou", "Pankou.editTable"),
    EDIT_VARIABLES("Pankou", "Pankou.editVariables"),
    MANAGE_TOKENS("Pankou", "Pankou.manageTokens"),
    MANAGE_USERS("Pankou", "Pankou.manageUsers"),
    LIST_MODELS("Pankou", "Pankou.listModels"),
    MANAGE_MODELS("Pankou", "Pankou.manageModels"),
    ADMINISTER("Pankou", "Pankou.administer");

    private final String group;
    private final String point;

    Permission(String group, String point) {
        this.group = group;
        this.point = point;
    }

    /** The group under which consent pages and the console show it. */
    public String group() {
        return group;
    }

    /** The point's name as tokens carry it, such as {@code createBot}. */
    public String point() {
        return point;
    }

    /** The permission of that name, or null. */
    public static @Nullable Permission find(String point) {
        for (var permission : values()) {
            if (permission.point.equals(point)) {
                return permission;
            }
        }
        return null;
    }
}
