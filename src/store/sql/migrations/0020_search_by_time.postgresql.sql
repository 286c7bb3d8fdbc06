-- The same as on SQLite needs nothing here: the planner takes the index of times for words that are common.
SELECT 1;
