-- How far a tablet has come in its feed: the last page made for it, and the last it has acknowledged.
CREATE TABLE device_feeds (
    office_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    life BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    acknowledged BIGINT NOT NULL,
    office_hash BLOB,
    office_serial BIGINT NOT NULL,
    PRIMARY KEY (office_id, device_id),
    FOREIGN KEY (office_id, device_id) REFERENCES devices (office_id, id),
    CHECK (acknowledged <= serial)
);
-- What a tablet holds, or has been told to let go of, by the page that last said so.
CREATE TABLE device_holdings (
    office_id BLOB NOT NULL,
    device_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    record_id BLOB NOT NULL,
    version BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    withdrawn TEXT,
    PRIMARY KEY (office_id, device_id, kind, record_id),
    FOREIGN KEY (office_id, device_id) REFERENCES device_feeds (office_id, device_id)
);
