-- What bots and apps declare about their variables, and values by the user whose token the end user comes with.
-- Tables of workspaces.

CREATE TABLE variable_set (
    workspace_id bigint NOT NULL,
    -- bot or app
    owner_kind text NOT NULL,
    owner_id bigint NOT NULL,
    definitions text NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, workspace_id)
);

ALTER TABLE user_variable RENAME TO user_variable_before;

CREATE TABLE user_variable (
    workspace_id bigint NOT NULL,
    -- bot or app
    owner_kind text NOT NULL,
    owner_id bigint NOT NULL,
    -- 0: from before values were kept for each user; everybody's until he has a value of his own
    user_id bigint NOT NULL,
    connector_id bigint NOT NULL,
    end_user text NOT NULL,
    keyword text NOT NULL,
    value text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (workspace_id, owner_kind, owner_id, user_id, connector_id, end_user, keyword)
);

INSERT INTO user_variable (workspace_id, owner_kind, owner_id, user_id, connector_id, end_user, keyword, value, created_at, updated_at)
SELECT workspace_id, owner_kind, owner_id, 0, connector_id, end_user, keyword, value, created_at, updated_at
  FROM user_variable_before;

DROP TABLE user_variable_before;
