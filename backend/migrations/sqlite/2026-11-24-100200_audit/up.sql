-- The journal: one chain per office, append-only.
CREATE TABLE audit_facts (
    office_id BLOB NOT NULL REFERENCES offices (office_id),
    seq BIGINT NOT NULL,
    at INTEGER NOT NULL,
    actor_id BLOB NOT NULL,
    actor_name TEXT NOT NULL,
    roles TEXT NOT NULL,
    session TEXT NOT NULL,
    ip TEXT NOT NULL,
    action TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id BLOB NOT NULL,
    decision TEXT NOT NULL,
    occurred_at INTEGER,
    detail TEXT NOT NULL,
    request_id TEXT NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (office_id, seq)
);
CREATE INDEX audit_facts_object ON audit_facts (office_id, object_id, seq);
CREATE INDEX audit_facts_actor ON audit_facts (office_id, actor_id, seq);
CREATE TRIGGER audit_facts_no_update BEFORE UPDATE ON audit_facts BEGIN SELECT RAISE(ABORT, 'audit_facts is append-only'); END;
CREATE TRIGGER audit_facts_no_delete BEFORE DELETE ON audit_facts BEGIN SELECT RAISE(ABORT, 'audit_facts is append-only'); END;
-- The chain's head; the last row a transaction touches.
CREATE TABLE audit_heads (
    office_id BLOB NOT NULL PRIMARY KEY REFERENCES offices (office_id),
    seq BIGINT NOT NULL,
    hash BLOB NOT NULL
);
