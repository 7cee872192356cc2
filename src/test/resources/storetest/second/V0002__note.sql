CREATE TABLE a_note (
    id bigint NOT NULL PRIMARY KEY,
    item_id bigint NOT NULL REFERENCES item (id),
    reply_to bigint REFERENCES a_note (id),
    text text
);
CREATE INDEX a_note_item ON a_note (item_id);
INSERT INTO item (id, name) VALUES (1, '种子 🌱');
