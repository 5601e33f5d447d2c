-- Which life of the database this is; one row. A restored backup begins a new one.
CREATE TABLE server_epoch (
    id integer NOT NULL PRIMARY KEY CHECK (id = 1),
    epoch uuid NOT NULL,
    renewed_at timestamptz NOT NULL
);
INSERT INTO server_epoch (id, epoch, renewed_at) VALUES (1, gen_random_uuid(), now());
-- Tablets: each for one person, with the key it proves itself by and the share of the offline vault's key.
CREATE TABLE devices (
    office_id uuid NOT NULL,
    id uuid NOT NULL,
    no bigint NOT NULL,
    account_id uuid NOT NULL,
    label text COLLATE "C" NOT NULL,
    serial text COLLATE "C" NOT NULL,
    public_key bytea NOT NULL,
    key_share bytea,
    state text COLLATE "C" NOT NULL,
    family bigint NOT NULL,
    generation bigint NOT NULL,
    rotated_at timestamptz,
    requested_at timestamptz NOT NULL,
    approved_at timestamptz,
    approved_by uuid,
    activated_at timestamptz,
    last_seen_at timestamptz,
    skew_ms bigint,
    unsent bigint,
    oldest_unsent_at timestamptz,
    revoked_at timestamptz,
    revoked_by uuid,
    revoke_reason text COLLATE "C",
    upload_until timestamptz,
    wiped_at timestamptz,
    version bigint NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id),
    CHECK (approved_by IS NULL OR approved_by <> account_id)
);
CREATE UNIQUE INDEX devices_no ON devices (office_id, no);
CREATE INDEX devices_account ON devices (office_id, account_id);
-- A wiped tablet reports without a session: it names itself alone.
CREATE INDEX devices_by_id ON devices (id);
