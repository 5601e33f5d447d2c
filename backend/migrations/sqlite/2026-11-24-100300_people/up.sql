-- Administrative divisions (行政区划): reference data, the same for every office.
CREATE TABLE divisions (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    parent_code TEXT REFERENCES divisions (code)
);
CREATE INDEX divisions_parent ON divisions (parent_code);
-- Public holidays and make-up working days as the State Council publishes them.
CREATE TABLE holidays (
    day TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    festival TEXT NOT NULL
);
