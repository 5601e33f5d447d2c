-- The tenants: one row per county federation (县妇联).
CREATE TABLE offices (
    office_id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
-- The organisation tree: county, streets, communities, committee, stations, lawyer room, partners.
CREATE TABLE orgs (
    office_id BLOB NOT NULL REFERENCES offices (office_id),
    id BLOB NOT NULL,
    parent_id BLOB,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    division_code TEXT,
    station_code TEXT,
    is_sealing_committee BOOLEAN NOT NULL,
    filing_no TEXT,
    active BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, parent_id) REFERENCES orgs (office_id, id),
    CHECK (kind <> 'STATION' OR NOT is_sealing_committee)
);
CREATE UNIQUE INDEX orgs_name ON orgs (office_id, parent_id, name);
CREATE TABLE accounts (
    office_id BLOB NOT NULL REFERENCES offices (office_id),
    id BLOB NOT NULL,
    username TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    totp_secret BLOB NOT NULL,
    totp_step BIGINT NOT NULL,
    failed_count INTEGER NOT NULL,
    locked_until INTEGER,
    created_at INTEGER NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE UNIQUE INDEX accounts_username ON accounts (office_id, username);
CREATE INDEX accounts_login ON accounts (username);
-- A role held at an organisation.
CREATE TABLE role_grants (
    office_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    role TEXT NOT NULL,
    org_id BLOB NOT NULL,
    granted_at INTEGER NOT NULL,
    granted_by BLOB NOT NULL,
    PRIMARY KEY (office_id, account_id, role, org_id),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id),
    FOREIGN KEY (office_id, org_id) REFERENCES orgs (office_id, id)
);
-- Browser sessions, by the hash of an opaque token.
CREATE TABLE sessions (
    office_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    account_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    ip TEXT NOT NULL,
    PRIMARY KEY (office_id, token_hash),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id)
);
CREATE INDEX sessions_account ON sessions (office_id, account_id);
-- Third-party systems that speak the OpenAPI contract.
CREATE TABLE integration_clients (
    office_id BLOB NOT NULL REFERENCES offices (office_id),
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    scopes TEXT NOT NULL,
    org_id BLOB NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, org_id) REFERENCES orgs (office_id, id)
);
