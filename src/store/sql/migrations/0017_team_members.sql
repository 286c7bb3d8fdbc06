-- Who has a team as a further one, without looking at everybody: each list of teams counts their people.
CREATE INDEX person_team_by_team ON person_team (team_id, person_id);
