-- How far a tablet has come in its feed: the last page made for it, and the last it has acknowledged.
CREATE TABLE device_feeds (
    office_id uuid NOT NULL,
    device_id uuid NOT NULL,
    life bigint NOT NULL,
    serial bigint NOT NULL,
    acknowledged bigint NOT NULL,
    office_hash bytea,
    office_serial bigint NOT NULL,
    PRIMARY KEY (office_id, device_id),
    FOREIGN KEY (office_id, device_id) REFERENCES devices (office_id, id),
    CHECK (acknowledged <= serial)
);
-- What a tablet holds, or has been told to let go of, by the page that last said so.
CREATE TABLE device_holdings (
    office_id uuid NOT NULL,
    device_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    record_id uuid NOT NULL,
    version bigint NOT NULL,
    serial bigint NOT NULL,
    withdrawn text COLLATE "C",
    PRIMARY KEY (office_id, device_id, kind, record_id),
    FOREIGN KEY (office_id, device_id) REFERENCES device_feeds (office_id, device_id)
);
