-- What a command answered, by its key: the same key replays, another body is refused.
CREATE TABLE idempotency_keys (
    office_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    answer BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (office_id, account_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (office_id, created_at);
