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

CREATE TABLE data_table (
    id ${key} PRIMARY KEY,
    workspace_id bigint NOT NULL REFERENCES workspace (id),
    name text NOT NULL,
    -- the name in lower case
    bare_name text NOT NULL,
    description text NOT NULL,
    -- user: rows belong to a channel and an end user; shared: to all
    isolation text NOT NULL,
    columns text NOT NULL,
    -- the id that the next column gets
    next_column bigint NOT NULL,
    row_count bigint NOT NULL,
    creator_id bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);
CREATE UNIQUE INDEX data_table_name ON data_table (workspace_id, bare_name);

CREATE TABLE bot_table (
    bot_id bigint NOT NULL REFERENCES bot (id),
    position bigint NOT NULL,
    table_id bigint NOT NULL REFERENCES data_table (id),
    PRIMARY KEY (bot_id, table_id)
);
CREATE INDEX bot_table_table ON bot_table (table_id);

-- Rows of all tables. A column of a table is one of twenty places: t holds texts and times, i integers and booleans, f floats.
CREATE TABLE table_row (
    id ${key} PRIMARY KEY,
    table_id bigint NOT NULL REFERENCES data_table (id),
    connector_id bigint NOT NULL,
    end_user text NOT NULL,
    t1 text ${bytes}, t2 text ${bytes}, t3 text ${bytes}, t4 text ${bytes}, t5 text ${bytes}, t6 text ${bytes}, t7 text ${bytes}, t8 text ${bytes}, t9 text ${bytes}, t10 text ${bytes}, t11 text ${bytes}, t12 text ${bytes}, t13 text ${bytes}, t14 text ${bytes}, t15 text ${bytes}, t16 text ${bytes}, t17 text ${bytes}, t18 text ${bytes}, t19 text ${bytes}, t20 text ${bytes},
    i1 bigint, i2 bigint, i3 bigint, i4 bigint, i5 bigint, i6 bigint, i7 bigint, i8 bigint, i9 bigint, i10 bigint, i11 bigint, i12 bigint, i13 bigint, i14 bigint, i15 bigint, i16 bigint, i17 bigint, i18 bigint, i19 bigint, i20 bigint,
    f1 double precision, f2 double precision, f3 double precision, f4 double precision, f5 double precision, f6 double precision, f7 double precision, f8 double precision, f9 double precision, f10 double precision, f11 double precision, f12 double precision, f13 double precision, f14 double precision, f15 double precision, f16 double precision, f17 double precision, f18 double precision, f19 double precision, f20 double precision,
    -- yyyy-MM-dd HH:mm:ss in UTC: statements of users read and compare them as columns of times
    created text ${bytes} NOT NULL,
    updated text ${bytes} NOT NULL
);
CREATE INDEX table_row_user ON table_row (table_id, connector_id, end_user, id);
