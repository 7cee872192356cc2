-- Plugins: their definitions (JSON), credentials and grants (sealed), and how they are used.

CREATE TABLE plugin (
    id ${key} PRIMARY KEY,
    workspace_id bigint NOT NULL REFERENCES workspace (id),
    owner_id bigint NOT NULL REFERENCES app_user (id),
    kind text NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    draft text NOT NULL,
    document text NOT NULL,
    published text,
    listed_name text NOT NULL,
    listed_description text NOT NULL,
    listed_tools bigint NOT NULL,
    category text NOT NULL,
    shares_credential bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    published_at bigint NOT NULL
);
CREATE INDEX plugin_workspace ON plugin (workspace_id, id);
CREATE INDEX plugin_owner ON plugin (owner_id);
CREATE INDEX plugin_published ON plugin (published_at, id);

CREATE TABLE plugin_credential (
    plugin_id bigint NOT NULL REFERENCES plugin (id),
    workspace_id bigint NOT NULL REFERENCES workspace (id),
    set_by bigint NOT NULL REFERENCES app_user (id),
    target text NOT NULL,
    sealed text NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (plugin_id, workspace_id)
);
CREATE INDEX plugin_credential_workspace ON plugin_credential (workspace_id);
CREATE INDEX plugin_credential_user ON plugin_credential (set_by);

CREATE TABLE plugin_grant (
    plugin_id bigint NOT NULL REFERENCES plugin (id),
    workspace_id bigint NOT NULL REFERENCES workspace (id),
    user_id bigint NOT NULL REFERENCES app_user (id),
    connector_id bigint NOT NULL,
    end_user text NOT NULL,
    target text NOT NULL,
    sealed text NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (plugin_id, workspace_id, user_id, connector_id, end_user)
);
CREATE INDEX plugin_grant_workspace ON plugin_grant (workspace_id);
CREATE INDEX plugin_grant_user ON plugin_grant (user_id);

-- One authorisation under way: the state that went out, which comes back once.
CREATE TABLE plugin_oauth_state (
    hash text PRIMARY KEY,
    browser_hash text NOT NULL,
    sealed text NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX plugin_oauth_state_expires ON plugin_oauth_state (expires_at);

CREATE TABLE plugin_use (
    plugin_id ${key} PRIMARY KEY,
    calls bigint NOT NULL,
    failures bigint NOT NULL,
    millis bigint NOT NULL
);
