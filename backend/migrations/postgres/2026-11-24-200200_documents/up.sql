-- Files people bring along (附件). The bytes lie sealed under files/ of the data directory; name, digest and note are sealed in `body`.
CREATE TABLE attachments (
    office_id uuid NOT NULL REFERENCES offices (office_id),
    id uuid NOT NULL,
    holder_kind text COLLATE "C" NOT NULL,
    holder_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL,
    media_type text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    uploaded_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    ready_at timestamptz,
    body bytea NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, uploaded_by) REFERENCES accounts (office_id, id)
);
CREATE INDEX attachments_holder ON attachments (office_id, holder_kind, holder_id, created_at, id);
CREATE INDEX attachments_state ON attachments (office_id, state, created_at);
