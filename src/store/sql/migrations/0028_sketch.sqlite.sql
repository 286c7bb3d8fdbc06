-- What every discovery asks of each text, worked out when the signal is stored; NULL: not yet, or it has no words.
ALTER TABLE signal ADD COLUMN sketch BLOB;
