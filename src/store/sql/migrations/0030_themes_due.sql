-- Changes are counted, and what a coding saw of them is noted; a flag was taken down by a discovery that had not seen them.
INSERT INTO setting (name, value) SELECT 'themes_changes', '1' FROM setting WHERE name = 'themes_due' AND value = '1';
DELETE FROM setting WHERE name = 'themes_due';
