-- Tests that are stored with workflows.

CREATE TABLE workflow_test (
    id ${key} PRIMARY KEY,
    workflow_id bigint NOT NULL,
    name text NOT NULL,
    inputs text NOT NULL,
    expected text NOT NULL,
    assertions text NOT NULL,
    -- the journal of a run, from which models and addresses answer; "": they are really asked
    tape text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX workflow_test_workflow ON workflow_test (workflow_id, id);
