-- The tenants: one row per county federation (县妇联).
CREATE TABLE offices (
    office_id uuid NOT NULL PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    short_name text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL
);
-- The organisation tree: county, streets, communities, committee, stations, lawyer room, partners.
CREATE TABLE orgs (
    office_id uuid NOT NULL REFERENCES offices (office_id),
    id uuid NOT NULL,
    parent_id uuid,
    kind text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    short_name text COLLATE "C" NOT NULL,
    division_code text COLLATE "C",
    station_code text COLLATE "C",
    is_sealing_committee boolean NOT NULL,
    filing_no text COLLATE "C",
    active boolean NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, parent_id) REFERENCES orgs (office_id, id),
    CHECK (kind <> 'STATION' OR NOT is_sealing_committee)
);
CREATE UNIQUE INDEX orgs_name ON orgs (office_id, parent_id, name);
CREATE TABLE accounts (
    office_id uuid NOT NULL REFERENCES offices (office_id),
    id uuid NOT NULL,
    username text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    password_hash text COLLATE "C" NOT NULL,
    totp_secret bytea NOT NULL,
    totp_step bigint NOT NULL,
    failed_count integer NOT NULL,
    locked_until timestamptz,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (office_id, id)
);
CREATE UNIQUE INDEX accounts_username ON accounts (office_id, username);
CREATE INDEX accounts_login ON accounts (username);
-- A role held at an organisation.
CREATE TABLE role_grants (
    office_id uuid NOT NULL,
    account_id uuid NOT NULL,
    role text COLLATE "C" NOT NULL,
    org_id uuid NOT NULL,
    granted_at timestamptz NOT NULL,
    granted_by uuid NOT NULL,
    PRIMARY KEY (office_id, account_id, role, org_id),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id),
    FOREIGN KEY (office_id, org_id) REFERENCES orgs (office_id, id)
);
-- Browser sessions, by the hash of an opaque token.
CREATE TABLE sessions (
    office_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    account_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    ip text COLLATE "C" NOT NULL,
    PRIMARY KEY (office_id, token_hash),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id)
);
CREATE INDEX sessions_account ON sessions (office_id, account_id);
-- Third-party systems that speak the OpenAPI contract.
CREATE TABLE integration_clients (
    office_id uuid NOT NULL REFERENCES offices (office_id),
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    secret_hash bytea NOT NULL,
    scopes text COLLATE "C" NOT NULL,
    org_id uuid NOT NULL,
    status text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, org_id) REFERENCES orgs (office_id, id)
);
