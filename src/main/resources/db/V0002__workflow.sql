-- Workflows and chatflows: drafts, published versions, the canvases of both, collaborators, who uses whom.

CREATE TABLE workflow (
    id ${key} PRIMARY KEY,
    workspace_id bigint NOT NULL REFERENCES workspace (id),
    owner_id bigint NOT NULL REFERENCES app_user (id),
    -- 0: belongs to no app
    app_id bigint NOT NULL,
    mode text NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    icon_file_id bigint,
    draft_hash text NOT NULL,
    -- grows with every change of the draft's canvas, so that two editors never overwrite each other
    draft_version bigint NOT NULL,
    -- ordinal of the version that runs; 0: not published
    online bigint NOT NULL,
    collaboration_mode text NOT NULL,
    role text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX workflow_workspace ON workflow (workspace_id, updated_at, id);
CREATE INDEX workflow_owner ON workflow (owner_id);

-- Immutable texts by SHA-256: drafts, versions and runs point to the same one.
CREATE TABLE workflow_canvas (
    workflow_id bigint NOT NULL REFERENCES workflow (id),
    hash text NOT NULL,
    body text NOT NULL,
    -- a run needs it until then, also when it is no draft and no version any more; 0: none does
    kept_until bigint NOT NULL,
    PRIMARY KEY (workflow_id, hash)
);

CREATE TABLE workflow_version (
    workflow_id bigint NOT NULL REFERENCES workflow (id),
    ordinal bigint NOT NULL,
    version text NOT NULL,
    description text NOT NULL,
    canvas_hash text NOT NULL,
    creator_id bigint NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (workflow_id, ordinal)
);
CREATE UNIQUE INDEX workflow_version_name ON workflow_version (workflow_id, version);

CREATE TABLE workflow_collaborator (
    workflow_id bigint NOT NULL REFERENCES workflow (id),
    user_id bigint NOT NULL REFERENCES app_user (id),
    created_at bigint NOT NULL,
    PRIMARY KEY (workflow_id, user_id)
);
CREATE INDEX workflow_collaborator_user ON workflow_collaborator (user_id);

-- Which workflows the draft and the version online of a workflow call.
CREATE TABLE workflow_use (
    workflow_id bigint NOT NULL REFERENCES workflow (id),
    place text NOT NULL,
    used_id bigint NOT NULL,
    PRIMARY KEY (workflow_id, place, used_id)
);
CREATE INDEX workflow_use_used ON workflow_use (used_id);
