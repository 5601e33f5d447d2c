-- Files people bring along (附件). The bytes lie sealed under files/ of the data directory; name, digest and note are sealed in `body`.
CREATE TABLE attachments (
    office_id BLOB NOT NULL REFERENCES offices (office_id),
    id BLOB NOT NULL,
    holder_kind TEXT NOT NULL,
    holder_id BLOB NOT NULL,
    state TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    uploaded_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    ready_at INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, uploaded_by) REFERENCES accounts (office_id, id)
);
CREATE INDEX attachments_holder ON attachments (office_id, holder_kind, holder_id, created_at, id);
CREATE INDEX attachments_state ON attachments (office_id, state, created_at);
