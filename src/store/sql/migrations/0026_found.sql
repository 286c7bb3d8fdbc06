-- Which theme of its base the last discovery found each signal of its sample in: where the next one sets out from.
CREATE TABLE found (
    signal_id   BIGINT PRIMARY KEY,
    codebook_id BIGINT NOT NULL,
    position    BIGINT NOT NULL
);
