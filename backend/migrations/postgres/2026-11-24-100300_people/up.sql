-- Administrative divisions (行政区划): reference data, the same for every office.
CREATE TABLE divisions (
    code text COLLATE "C" NOT NULL PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    level text COLLATE "C" NOT NULL,
    parent_code text COLLATE "C" REFERENCES divisions (code)
);
CREATE INDEX divisions_parent ON divisions (parent_code);
-- Public holidays and make-up working days as the State Council publishes them.
CREATE TABLE holidays (
    day date NOT NULL PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    festival text COLLATE "C" NOT NULL
);
