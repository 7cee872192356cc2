-- Users, access tokens, workspaces, files, models, bots, conversations, chats.
-- Common subset of SQLite and PostgreSQL: bigint (ids, milliseconds, 0/1), text (JSON is opaque text).

CREATE TABLE app_user (
    id ${key} PRIMARY KEY,
    name text NOT NULL,
    nick_name text NOT NULL,
    avatar_file_id bigint,
    password_hash text,
    administrator bigint NOT NULL,
    language text NOT NULL,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX app_user_name ON app_user (name);

CREATE TABLE access_token (
    id ${key} PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES app_user (id),
    name text NOT NULL,
    hash text NOT NULL,
    permissions text NOT NULL,
    workspaces text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    last_used_at bigint NOT NULL,
    revoked_at bigint NOT NULL
);
CREATE UNIQUE INDEX access_token_hash ON access_token (hash);
CREATE INDEX access_token_user ON access_token (user_id, id);

CREATE TABLE console_session (
    hash text PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES app_user (id),
    csrf text NOT NULL,
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX console_session_user ON console_session (user_id);

CREATE TABLE one_time_link (
    hash text PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES app_user (id),
    expires_at bigint NOT NULL
);
CREATE INDEX one_time_link_user ON one_time_link (user_id);

CREATE TABLE workspace (
    id ${key} PRIMARY KEY,
    owner_id bigint NOT NULL REFERENCES app_user (id),
    name text NOT NULL,
    description text NOT NULL,
    icon_file_id bigint,
    kind text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX workspace_owner ON workspace (owner_id);

CREATE TABLE workspace_member (
    workspace_id bigint NOT NULL REFERENCES workspace (id),
    user_id bigint NOT NULL REFERENCES app_user (id),
    role text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX workspace_member_user ON workspace_member (user_id, workspace_id);

CREATE TABLE uploaded_file (
    id ${key} PRIMARY KEY,
    owner_id bigint NOT NULL REFERENCES app_user (id),
    name text NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    media_type text NOT NULL,
    keep bigint NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX uploaded_file_owner ON uploaded_file (owner_id, id);
CREATE INDEX uploaded_file_sha256 ON uploaded_file (sha256);
CREATE INDEX uploaded_file_age ON uploaded_file (keep, created_at);

CREATE TABLE model (
    id ${key} PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    base_url text NOT NULL,
    sealed_key text NOT NULL,
    remote_name text NOT NULL,
    context_window bigint NOT NULL,
    capabilities text NOT NULL,
    parameters text NOT NULL,
    source text NOT NULL,
    is_default bigint NOT NULL,
    enabled bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

CREATE TABLE bot (
    id ${key} PRIMARY KEY,
    workspace_id bigint NOT NULL REFERENCES workspace (id),
    owner_id bigint NOT NULL REFERENCES app_user (id),
    name text NOT NULL,
    description text NOT NULL,
    icon_file_id bigint,
    draft text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX bot_workspace ON bot (workspace_id, id);
CREATE INDEX bot_owner ON bot (owner_id);

CREATE TABLE bot_version (
    bot_id bigint NOT NULL REFERENCES bot (id),
    version bigint NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    icon_file_id bigint,
    config text NOT NULL,
    changelog text NOT NULL,
    connectors text NOT NULL,
    creator_id bigint NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (bot_id, version)
);

CREATE TABLE bot_channel (
    bot_id bigint NOT NULL REFERENCES bot (id),
    connector_id bigint NOT NULL,
    version bigint NOT NULL,
    published_at bigint NOT NULL,
    PRIMARY KEY (bot_id, connector_id)
);

CREATE TABLE conversation (
    id ${key} PRIMARY KEY,
    creator_id bigint NOT NULL REFERENCES app_user (id),
    connector_id bigint NOT NULL,
    bot_id bigint NOT NULL,
    name text NOT NULL,
    meta_data text NOT NULL,
    last_section_id bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX conversation_list ON conversation (creator_id, bot_id, connector_id, id);

CREATE TABLE message (
    id ${key} PRIMARY KEY,
    conversation_id bigint NOT NULL REFERENCES conversation (id),
    section_id bigint NOT NULL,
    chat_id bigint NOT NULL,
    bot_id bigint NOT NULL,
    role text NOT NULL,
    type text NOT NULL,
    content text NOT NULL,
    content_type text NOT NULL,
    reasoning_content text,
    meta_data text NOT NULL,
    -- 0: the turn was canceled or failed and does not enter later contexts
    in_context bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX message_conversation ON message (conversation_id, id);
CREATE INDEX message_chat ON message (chat_id, id) WHERE chat_id > 0;

CREATE TABLE message_feedback (
    message_id ${key} PRIMARY KEY REFERENCES message (id),
    user_id bigint NOT NULL,
    feedback_type text NOT NULL,
    reason_types text NOT NULL,
    comment text NOT NULL,
    created_at bigint NOT NULL
);

-- created and in_progress chats belong to the node in owner, which writes with its epoch.
CREATE TABLE chat (
    id ${key} PRIMARY KEY,
    conversation_id bigint NOT NULL REFERENCES conversation (id),
    section_id bigint NOT NULL,
    bot_id bigint NOT NULL,
    creator_id bigint NOT NULL,
    end_user text NOT NULL,
    status text NOT NULL,
    saved bigint NOT NULL,
    owner bigint NOT NULL,
    epoch bigint NOT NULL,
    meta_data text NOT NULL,
    request text NOT NULL,
    state text NOT NULL,
    error_code bigint NOT NULL,
    error_msg text NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    estimated bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    completed_at bigint NOT NULL,
    failed_at bigint NOT NULL
);
-- One chat in progress a conversation (4016), on all nodes.
CREATE UNIQUE INDEX chat_running ON chat (conversation_id) WHERE status = 'in_progress';
CREATE INDEX chat_conversation ON chat (conversation_id, id);
CREATE INDEX chat_waiting ON chat (updated_at) WHERE status = 'requires_action';

-- Events of chats whose client asked for ids, so that a broken stream can be resumed on any node.
CREATE TABLE chat_event (
    chat_id bigint NOT NULL,
    seq bigint NOT NULL,
    frame text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (chat_id, seq)
);
CREATE INDEX chat_event_age ON chat_event (created_at);

CREATE TABLE node (
    number bigint PRIMARY KEY,
    incarnation bigint NOT NULL,
    heartbeat_at bigint NOT NULL
);
