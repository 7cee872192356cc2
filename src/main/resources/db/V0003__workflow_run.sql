-- Runs of workflows and chatflows, and their journals.

CREATE TABLE workflow_run (
    id ${key} PRIMARY KEY,
    workflow_id bigint NOT NULL,
    workspace_id bigint NOT NULL,
    creator_id bigint NOT NULL,
    end_user text NOT NULL,
    connector_id bigint NOT NULL,
    -- 0: none
    bot_id bigint NOT NULL,
    app_id bigint NOT NULL,
    -- 0: answered at the end, 1: streamed, 2: asynchronous (BEHAVIOUR 2.6)
    mode bigint NOT NULL,
    -- "": the draft
    version text NOT NULL,
    canvas_hash text NOT NULL,
    -- running, interrupted, success, fail, cancel
    status text NOT NULL,
    -- running runs belong to the node in owner, which writes with its epoch; 0: to whoever takes it
    owner bigint NOT NULL,
    epoch bigint NOT NULL,
    input text NOT NULL,
    output text NOT NULL,
    -- open questions, the first one is answered next; "": none
    pending text NOT NULL,
    extra text NOT NULL,
    error_code bigint NOT NULL,
    error_msg text NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    ended_at bigint NOT NULL
);
CREATE INDEX workflow_run_workflow ON workflow_run (workflow_id, id);
CREATE INDEX workflow_run_running ON workflow_run (owner) WHERE status = 'running';
CREATE INDEX workflow_run_waiting ON workflow_run (updated_at) WHERE status = 'interrupted';

-- What became of the nodes, many in one row.
CREATE TABLE workflow_run_log (
    run_id bigint NOT NULL,
    seq bigint NOT NULL,
    entries text NOT NULL,
    PRIMARY KEY (run_id, seq)
);

-- Events of runs whose client asked for ids, so that a broken stream can be resumed on any node.
CREATE TABLE workflow_run_event (
    run_id bigint NOT NULL,
    seq bigint NOT NULL,
    frame text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (run_id, seq)
);
CREATE INDEX workflow_run_event_age ON workflow_run_event (created_at);
