-- The journal: one chain per office, append-only.
CREATE TABLE audit_facts (
    office_id uuid NOT NULL REFERENCES offices (office_id),
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    actor_name text COLLATE "C" NOT NULL,
    roles text COLLATE "C" NOT NULL,
    session text COLLATE "C" NOT NULL,
    ip text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    object_type text COLLATE "C" NOT NULL,
    object_id uuid NOT NULL,
    decision text COLLATE "C" NOT NULL,
    occurred_at timestamptz,
    detail text COLLATE "C" NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (office_id, seq)
);
CREATE INDEX audit_facts_object ON audit_facts (office_id, object_id, seq);
CREATE INDEX audit_facts_actor ON audit_facts (office_id, actor_id, seq);
CREATE FUNCTION refuse_change_audit_facts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit_facts is append-only'; END $$;
CREATE TRIGGER audit_facts_no_change BEFORE UPDATE OR DELETE ON audit_facts FOR EACH ROW EXECUTE FUNCTION refuse_change_audit_facts();
CREATE TRIGGER audit_facts_no_truncate BEFORE TRUNCATE ON audit_facts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_audit_facts();
-- The chain's head; the last row a transaction touches.
CREATE TABLE audit_heads (
    office_id uuid NOT NULL PRIMARY KEY REFERENCES offices (office_id),
    seq bigint NOT NULL,
    hash bytea NOT NULL
);
