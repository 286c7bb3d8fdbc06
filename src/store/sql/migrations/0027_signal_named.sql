-- Who takes signals out (the sample's, a source's) asks each table that may name one of them. Without an index that was
-- a walk through the table for each signal.
CREATE INDEX quote_by_signal ON quote (signal_id);
CREATE INDEX session_moment_by_signal ON session_moment (signal_id);
CREATE INDEX reflection_by_signal ON reflection (signal_id);
