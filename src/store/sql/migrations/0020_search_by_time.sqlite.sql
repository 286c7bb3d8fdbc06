-- The search index in the order of time: its row numbers begin with the time of the signal, so that the newest matches of the most
-- common word are found first and without looking at the others. 34 bits of seconds (the years 1697 to 2242; what lies outside
-- counts as their ends), then the lowest 29 bits of the signal's id.
ALTER TABLE signal ADD COLUMN search_key INTEGER GENERATED ALWAYS AS
    (((min(max(at, -8589934592), 8589934591) + 8589934592) << 29) | (id & 536870911)) VIRTUAL;
DROP TABLE signal_search;
DROP VIEW signal_words;
CREATE VIEW signal_words AS SELECT search_key AS id, text FROM signal WHERE text <> '';
CREATE VIRTUAL TABLE signal_search USING fts5 (
    text, content = 'signal_words', content_rowid = 'id', columnsize = 0,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO signal_search (signal_search, rank) VALUES ('hashsize', 33554432);
INSERT INTO signal_search (rowid, text) SELECT search_key, text FROM signal WHERE text <> '' ORDER BY at, id;
