-- Small groups of signals outside the themes, as one codebook sees them. Derived: made anew with each coding.
CREATE TABLE finding (
    codebook_id INTEGER NOT NULL REFERENCES codebook (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('emerging', 'unthemed')),
    body        TEXT NOT NULL,
    PRIMARY KEY (codebook_id, position)
) WITHOUT ROWID;
