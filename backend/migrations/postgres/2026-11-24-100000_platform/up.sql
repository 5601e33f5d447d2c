-- What a command answered, by its key: the same key replays, another body is refused.
CREATE TABLE idempotency_keys (
    office_id uuid NOT NULL,
    account_id uuid NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL,
    answer bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (office_id, account_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (office_id, created_at);
