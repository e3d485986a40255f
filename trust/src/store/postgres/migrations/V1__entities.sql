-- Ids are compared byte by byte (COLLATE "C"), so that a range of ids is a type of entities in every
-- database, whatever its locale.
CREATE TABLE IF NOT EXISTS lawful_trust_entities (
    id TEXT COLLATE "C" PRIMARY KEY,
    record BYTEA NOT NULL
);
