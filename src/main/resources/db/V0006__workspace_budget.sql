-- What a workflow run of a workspace may use when it does not say so itself; 0: no bound.

CREATE TABLE workspace_budget (
    workspace_id ${key} PRIMARY KEY REFERENCES workspace (id),
    max_tokens bigint NOT NULL,
    max_calls bigint NOT NULL,
    max_millis bigint NOT NULL
);
