-- Chats that a workflow answers; conversations that an app's workflows know by name; variables that workflows keep for users.

-- The run that answers the chat; 0: a model does. A waiting one is answered by the next message in its conversation.
ALTER TABLE chat ADD COLUMN run_id bigint NOT NULL DEFAULT 0;

-- A conversation belongs to its creator, so that two of them never share one by knowing an app's id.
CREATE TABLE app_conversation (
    creator_id bigint NOT NULL,
    app_id bigint NOT NULL,
    connector_id bigint NOT NULL,
    end_user text NOT NULL,
    name text NOT NULL,
    conversation_id bigint NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (creator_id, app_id, connector_id, end_user, name)
);
CREATE INDEX app_conversation_conversation ON app_conversation (conversation_id);

-- Variables of users (WORKFLOW 13), apart by the workspace of the workflow that assigns them.
CREATE TABLE user_variable (
    workspace_id bigint NOT NULL,
    -- bot or app
    owner_kind text NOT NULL,
    owner_id bigint NOT NULL,
    connector_id bigint NOT NULL,
    end_user text NOT NULL,
    keyword text NOT NULL,
    value text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (workspace_id, owner_kind, owner_id, connector_id, end_user, keyword)
);
