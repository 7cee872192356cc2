CREATE TABLE only_here (dialect text NOT NULL); INSERT INTO only_here VALUES ('sqlite');
