-- The file that describes a team: one that no longer does makes the team gone. '': no file does.
ALTER TABLE team ADD COLUMN source TEXT NOT NULL DEFAULT '';
