-- Background work, and knowledge bases with their documents, slices and vectors.

-- Written by db-scheduler, whose names the columns have; times in milliseconds. asked counts submissions, so that one that
-- comes while the work runs is not lost.
CREATE TABLE job (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data text,
    execution_time bigint NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success bigint,
    last_failure bigint,
    consecutive_failures integer,
    last_heartbeat bigint,
    version bigint NOT NULL,
    asked bigint NOT NULL,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX job_due ON job (execution_time);

CREATE TABLE dataset (
    id ${key} PRIMARY KEY,
    workspace_id bigint NOT NULL REFERENCES workspace (id),
    owner_id bigint NOT NULL REFERENCES app_user (id),
    name text NOT NULL,
    description text NOT NULL,
    icon_file_id bigint,
    format text NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX dataset_workspace ON dataset (workspace_id, id);

-- Deleted bases, so that bots forget them.
CREATE TABLE dataset_gone (id ${key} PRIMARY KEY);

CREATE TABLE document (
    id ${key} PRIMARY KEY,
    dataset_id bigint NOT NULL REFERENCES dataset (id),
    workspace_id bigint NOT NULL,
    creator_id bigint NOT NULL,
    name text NOT NULL,
    -- the suffix of the file: pdf, txt, html ...
    type text NOT NULL,
    size_bytes bigint NOT NULL,
    source text NOT NULL,
    -- a copy in uploaded_file that belongs to the document; null: not fetched yet
    file_id bigint,
    web_url text NOT NULL,
    caption text NOT NULL,
    enabled bigint NOT NULL,
    status text NOT NULL,
    -- why it failed, or a hint
    reason text NOT NULL,
    -- 0 to 100, and when the work began
    percent bigint NOT NULL,
    begun_at bigint NOT NULL,
    rule text NOT NULL,
    update_type text NOT NULL,
    update_hours bigint NOT NULL,
    -- 0: never
    next_update_at bigint NOT NULL,
    -- slices of this generation are the document's; those of another one are on their way in or out
    generation bigint NOT NULL,
    -- all slices of this generation are stored and wait for their vectors; 0: none
    stored bigint NOT NULL,
    -- grows when a worker takes the document; writes of an earlier one are refused
    epoch bigint NOT NULL,
    char_count bigint NOT NULL,
    slice_count bigint NOT NULL,
    hit_count bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX document_dataset ON document (dataset_id, id);
CREATE INDEX document_waiting ON document (workspace_id, size_bytes, id) WHERE status = 'processing';
CREATE INDEX document_due ON document (next_update_at) WHERE next_update_at > 0;

CREATE TABLE slice (
    id ${key} PRIMARY KEY,
    document_id bigint NOT NULL REFERENCES document (id),
    dataset_id bigint NOT NULL,
    workspace_id bigint NOT NULL,
    generation bigint NOT NULL,
    position bigint NOT NULL,
    content text NOT NULL,
    -- what is searched where that is not the content: the index columns of a row
    indexed text,
    headings text NOT NULL,
    -- 0: the document has no pages
    page bigint NOT NULL,
    enabled bigint NOT NULL,
    hit_count bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE UNIQUE INDEX slice_position ON slice (document_id, generation, position, id);

-- One a slice and model, so that the old model's serve while a new one's are made. vector: 32-bit floats as base64.
CREATE TABLE slice_vector (
    slice_id bigint NOT NULL REFERENCES slice (id) ON DELETE CASCADE,
    model text NOT NULL,
    vector text NOT NULL,
    PRIMARY KEY (slice_id, model)
);

-- One row. Whoever changes what is searched counts it up last in the same transaction, so that numbers become visible in order.
CREATE TABLE knowledge_clock (
    id bigint PRIMARY KEY,
    seq bigint NOT NULL
);
INSERT INTO knowledge_clock (id, seq) VALUES (1, 0);

-- What each node does to its own index. slice_id 0: the whole document; document_id 0: the whole base.
CREATE TABLE knowledge_change (
    seq bigint NOT NULL,
    part bigint NOT NULL,
    dataset_id bigint NOT NULL,
    document_id bigint NOT NULL,
    slice_id bigint NOT NULL,
    PRIMARY KEY (seq, part)
);
