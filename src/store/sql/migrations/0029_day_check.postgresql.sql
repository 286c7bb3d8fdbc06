-- Nothing to do here: see 0029_day_check.sqlite.sql.
SELECT 1;
