-- Engagement of a mediator or lawyer by a committee (聘任).
CREATE TABLE appointments (
    office_id uuid NOT NULL,
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    committee_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    letter_no text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    suspended boolean NOT NULL,
    birth_date date NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id),
    FOREIGN KEY (office_id, committee_id) REFERENCES orgs (office_id, id)
);
CREATE INDEX appointments_account ON appointments (office_id, account_id);
-- Numbers a law or a notice may change, dated, with their source.
CREATE TABLE mediation_settings (
    office_id uuid NOT NULL REFERENCES offices (office_id),
    key text COLLATE "C" NOT NULL,
    valid_from date NOT NULL,
    value text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    PRIMARY KEY (office_id, key, valid_from)
);
-- A case file (卷宗 from application to archive). Narratives live sealed in `body`.
CREATE TABLE cases (
    office_id uuid NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    station_id uuid NOT NULL,
    committee_id uuid NOT NULL,
    number text COLLATE "C",
    category text COLLATE "C" NOT NULL,
    source text COLLATE "C" NOT NULL,
    mode text COLLATE "C" NOT NULL,
    difficulty text COLLATE "C" NOT NULL,
    sealed boolean NOT NULL,
    minor boolean NOT NULL,
    applicants text COLLATE "C" NOT NULL,
    respondents text COLLATE "C" NOT NULL,
    requested_at timestamptz NOT NULL,
    occurred_at timestamptz,
    accepted_on date,
    effective_on date,
    amount_fen bigint NOT NULL,
    outcome text COLLATE "C",
    closed_on date,
    archived_on date,
    retention text COLLATE "C",
    filed_by uuid NOT NULL,
    next_due_on date NOT NULL,
    updated_at timestamptz NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, station_id) REFERENCES orgs (office_id, id),
    FOREIGN KEY (office_id, committee_id) REFERENCES orgs (office_id, id)
);
CREATE UNIQUE INDEX cases_number ON cases (office_id, number);
CREATE INDEX cases_newest ON cases (office_id, updated_at, id);
CREATE INDEX cases_state ON cases (office_id, state, updated_at, id);
CREATE INDEX cases_station ON cases (office_id, station_id, state, updated_at, id);
CREATE INDEX cases_station_newest ON cases (office_id, station_id, updated_at, id);
CREATE INDEX cases_due ON cases (office_id, next_due_on, id);
-- Parties (当事人); identity, phones and addresses live sealed in `body`.
CREATE TABLE parties (
    office_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    position integer NOT NULL,
    role text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    id_token bytea,
    body bytea NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE INDEX parties_case ON parties (office_id, case_id, position);
CREATE INDEX parties_id_token ON parties (office_id, id_token);
-- Who has to do with a case, and from when to when: mediators, registrar, need to know, recused.
CREATE TABLE ties (
    office_id uuid NOT NULL,
    account_id uuid NOT NULL,
    case_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz,
    minor_until timestamptz,
    body bytea NOT NULL,
    PRIMARY KEY (office_id, account_id, case_id, kind, since),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id)
);
CREATE INDEX ties_case ON ties (office_id, case_id);
-- Papers (文书): whatever becomes a sheet of the volume.
CREATE TABLE papers (
    office_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    serial integer NOT NULL,
    status text COLLATE "C" NOT NULL,
    on_date date NOT NULL,
    party_id uuid,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE UNIQUE INDEX papers_serial ON papers (office_id, case_id, kind, serial);
-- Marks (签名、指印、印章), each bound to the hash of the text it stands under.
CREATE TABLE marks (
    office_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    paper_id uuid NOT NULL,
    text_hash bytea NOT NULL,
    marked_at timestamptz NOT NULL,
    voided_at timestamptz,
    body bytea NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, paper_id) REFERENCES papers (office_id, id),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE INDEX marks_case ON marks (office_id, case_id);
-- What an agreement obliges to, by due date.
CREATE TABLE performance_items (
    office_id uuid NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    position integer NOT NULL,
    due_on date,
    amount_fen bigint NOT NULL,
    status text COLLATE "C" NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE INDEX performance_items_case ON performance_items (office_id, case_id, position);
-- Running clocks, recomputed from the file after every command.
CREATE TABLE timers (
    office_id uuid NOT NULL,
    case_id uuid NOT NULL,
    code text COLLATE "C" NOT NULL,
    position integer NOT NULL,
    due_on date NOT NULL,
    role text COLLATE "C" NOT NULL,
    account_id uuid,
    station_id uuid NOT NULL,
    basis text COLLATE "C" NOT NULL,
    PRIMARY KEY (office_id, case_id, code, position),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE INDEX timers_due ON timers (office_id, role, due_on);
CREATE INDEX timers_account ON timers (office_id, account_id, due_on);
-- Search terms of the parties' names: bigrams, pinyin, initials.
CREATE TABLE case_terms (
    office_id uuid NOT NULL,
    term text COLLATE "C" NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (office_id, term, case_id)
);
-- Case numbers: gapless per sealing committee and year; a voided number is logged, never reused.
CREATE TABLE number_counters (
    office_id uuid NOT NULL,
    committee_id uuid NOT NULL,
    year integer NOT NULL,
    last integer NOT NULL,
    PRIMARY KEY (office_id, committee_id, year),
    FOREIGN KEY (office_id, committee_id) REFERENCES orgs (office_id, id)
);
CREATE TABLE case_numbers (
    office_id uuid NOT NULL,
    committee_id uuid NOT NULL,
    year integer NOT NULL,
    seq integer NOT NULL,
    case_id uuid NOT NULL,
    issued_at timestamptz NOT NULL,
    voided_at timestamptz,
    void_reason text COLLATE "C",
    PRIMARY KEY (office_id, committee_id, year, seq),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
