-- Which life of the database this is; one row. A restored backup begins a new one.
CREATE TABLE server_epoch (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch BLOB NOT NULL,
    renewed_at INTEGER NOT NULL
);
INSERT INTO server_epoch (id, epoch, renewed_at) VALUES (1, randomblob(16), CAST(strftime('%s', 'now') AS INTEGER) * 1000000);
-- Tablets: each for one person, with the key it proves itself by and the share of the offline vault's key.
CREATE TABLE devices (
    office_id BLOB NOT NULL,
    id BLOB NOT NULL,
    no BIGINT NOT NULL,
    account_id BLOB NOT NULL,
    label TEXT NOT NULL,
    serial TEXT NOT NULL,
    public_key BLOB NOT NULL,
    key_share BLOB,
    state TEXT NOT NULL,
    family BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    rotated_at INTEGER,
    requested_at INTEGER NOT NULL,
    approved_at INTEGER,
    approved_by BLOB,
    activated_at INTEGER,
    last_seen_at INTEGER,
    skew_ms BIGINT,
    unsent BIGINT,
    oldest_unsent_at INTEGER,
    revoked_at INTEGER,
    revoked_by BLOB,
    revoke_reason TEXT,
    upload_until INTEGER,
    wiped_at INTEGER,
    version BIGINT NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id),
    CHECK (approved_by IS NULL OR approved_by <> account_id)
);
CREATE UNIQUE INDEX devices_no ON devices (office_id, no);
CREATE INDEX devices_account ON devices (office_id, account_id);
-- A wiped tablet reports without a session: it names itself alone.
CREATE INDEX devices_by_id ON devices (id);
