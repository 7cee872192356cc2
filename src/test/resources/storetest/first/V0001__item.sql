CREATE TABLE item (
    id bigint NOT NULL PRIMARY KEY,
    name text NOT NULL
);
