-- Engagement of a mediator or lawyer by a committee (聘任).
CREATE TABLE appointments (
    office_id BLOB NOT NULL,
    id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    committee_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    letter_no TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    suspended BOOLEAN NOT NULL,
    birth_date TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id),
    FOREIGN KEY (office_id, committee_id) REFERENCES orgs (office_id, id)
);
CREATE INDEX appointments_account ON appointments (office_id, account_id);
-- Numbers a law or a notice may change, dated, with their source.
CREATE TABLE mediation_settings (
    office_id BLOB NOT NULL REFERENCES offices (office_id),
    key TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (office_id, key, valid_from)
);
-- A case file (卷宗 from application to archive). Narratives live sealed in `body`.
CREATE TABLE cases (
    office_id BLOB NOT NULL,
    id BLOB NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    station_id BLOB NOT NULL,
    committee_id BLOB NOT NULL,
    number TEXT,
    category TEXT NOT NULL,
    source TEXT NOT NULL,
    mode TEXT NOT NULL,
    difficulty TEXT NOT NULL,
    sealed BOOLEAN NOT NULL,
    minor BOOLEAN NOT NULL,
    applicants TEXT NOT NULL,
    respondents TEXT NOT NULL,
    requested_at INTEGER NOT NULL,
    occurred_at INTEGER,
    accepted_on TEXT,
    effective_on TEXT,
    amount_fen BIGINT NOT NULL,
    outcome TEXT,
    closed_on TEXT,
    archived_on TEXT,
    retention TEXT,
    filed_by BLOB NOT NULL,
    next_due_on TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    body BLOB NOT NULL,
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
    office_id BLOB NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    id_token BLOB,
    body BLOB NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE INDEX parties_case ON parties (office_id, case_id, position);
CREATE INDEX parties_id_token ON parties (office_id, id_token);
-- Who has to do with a case, and from when to when: mediators, registrar, need to know, recused.
CREATE TABLE ties (
    office_id BLOB NOT NULL,
    account_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    minor_until INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (office_id, account_id, case_id, kind, since),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id),
    FOREIGN KEY (office_id, account_id) REFERENCES accounts (office_id, id)
);
CREATE INDEX ties_case ON ties (office_id, case_id);
-- Papers (文书): whatever becomes a sheet of the volume.
CREATE TABLE papers (
    office_id BLOB NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    serial INTEGER NOT NULL,
    status TEXT NOT NULL,
    on_date TEXT NOT NULL,
    party_id BLOB,
    made_by BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE UNIQUE INDEX papers_serial ON papers (office_id, case_id, kind, serial);
-- Marks (签名、指印、印章), each bound to the hash of the text it stands under.
CREATE TABLE marks (
    office_id BLOB NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    paper_id BLOB NOT NULL,
    text_hash BLOB NOT NULL,
    marked_at INTEGER NOT NULL,
    voided_at INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, paper_id) REFERENCES papers (office_id, id),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE INDEX marks_case ON marks (office_id, case_id);
-- What an agreement obliges to, by due date.
CREATE TABLE performance_items (
    office_id BLOB NOT NULL,
    id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    due_on TEXT,
    amount_fen BIGINT NOT NULL,
    status TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (office_id, id),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE INDEX performance_items_case ON performance_items (office_id, case_id, position);
-- Running clocks, recomputed from the file after every command.
CREATE TABLE timers (
    office_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    due_on TEXT NOT NULL,
    role TEXT NOT NULL,
    account_id BLOB,
    station_id BLOB NOT NULL,
    basis TEXT NOT NULL,
    PRIMARY KEY (office_id, case_id, code, position),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
CREATE INDEX timers_due ON timers (office_id, role, due_on);
CREATE INDEX timers_account ON timers (office_id, account_id, due_on);
-- Search terms of the parties' names: bigrams, pinyin, initials.
CREATE TABLE case_terms (
    office_id BLOB NOT NULL,
    term TEXT NOT NULL,
    case_id BLOB NOT NULL,
    PRIMARY KEY (office_id, term, case_id)
) WITHOUT ROWID;
-- Case numbers: gapless per sealing committee and year; a voided number is logged, never reused.
CREATE TABLE number_counters (
    office_id BLOB NOT NULL,
    committee_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (office_id, committee_id, year),
    FOREIGN KEY (office_id, committee_id) REFERENCES orgs (office_id, id)
);
CREATE TABLE case_numbers (
    office_id BLOB NOT NULL,
    committee_id BLOB NOT NULL,
    year INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    case_id BLOB NOT NULL,
    issued_at INTEGER NOT NULL,
    voided_at INTEGER,
    void_reason TEXT,
    PRIMARY KEY (office_id, committee_id, year, seq),
    FOREIGN KEY (office_id, case_id) REFERENCES cases (office_id, id)
);
