-- A deleted base or document is gone for everybody at once; its slices are many, and go in pieces afterwards.
ALTER TABLE dataset ADD COLUMN deleted bigint NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN deleted bigint NOT NULL DEFAULT 0;
CREATE INDEX document_deleted ON document (workspace_id, id) WHERE deleted = 1;
CREATE INDEX dataset_deleted ON dataset (workspace_id) WHERE deleted = 1;
