-- sample.sql: what is sample data, what of the company's own hangs on it, and taking it out again.

-- ---- marking -------------------------------------------------------------------------------------------
-- The newest number of each table whose rows are marked, in the order of sample_mark's parameters.
-- name: sample_heads
SELECT coalesce((SELECT max(id) FROM source), 0), coalesce((SELECT max(id) FROM signal), 0),
    coalesce((SELECT max(id) FROM team), 0), coalesce((SELECT max(id) FROM person), 0),
    coalesce((SELECT max(id) FROM component), 0), coalesce((SELECT max(id) FROM problem), 0),
    coalesce((SELECT max(id) FROM strategy), 0), coalesce((SELECT max(id) FROM session), 0),
    coalesce((SELECT max(id) FROM customer), 0), coalesce((SELECT max(id) FROM consent), 0),
    coalesce((SELECT max(id) FROM released), 0), coalesce((SELECT max(id) FROM plan), 0),
    coalesce((SELECT max(id) FROM routing), 0), coalesce((SELECT max(seq) FROM chain WHERE chain = 'ledger'), 0)

-- name: sample_mark
INSERT INTO sample_row (kind, id)
SELECT 'source', id FROM source WHERE id > $1
UNION ALL SELECT 'signal', id FROM signal WHERE id > $2
UNION ALL SELECT 'team', id FROM team WHERE id > $3
UNION ALL SELECT 'person', id FROM person WHERE id > $4
UNION ALL SELECT 'component', id FROM component WHERE id > $5
UNION ALL SELECT 'problem', id FROM problem WHERE id > $6
UNION ALL SELECT 'strategy', id FROM strategy WHERE id > $7
UNION ALL SELECT 'session', id FROM session WHERE id > $8
UNION ALL SELECT 'customer', id FROM customer WHERE id > $9
UNION ALL SELECT 'consent', id FROM consent WHERE id > $10
UNION ALL SELECT 'released', id FROM released WHERE id > $11
UNION ALL SELECT 'plan', id FROM plan WHERE id > $12
UNION ALL SELECT 'routing', id FROM routing WHERE id > $13
UNION ALL SELECT 'value', object_id FROM chain WHERE chain = 'ledger' AND action = 'value.expect' AND seq > $14

-- name: sample_mark_one
INSERT INTO sample_row (kind, id) VALUES ($1, $2) ON CONFLICT DO NOTHING

-- name: sample_has
SELECT 1 FROM sample_row WHERE kind = $1 AND id = $2

-- name: sample_counts
SELECT kind, count(*) FROM sample_row WHERE kind NOT IN ('gone_value', 'gone_codebook') GROUP BY kind ORDER BY kind

-- name: sample_newest
SELECT coalesce((SELECT max(id) FROM codebook), 0), coalesce((SELECT max(id) FROM alert), 0),
    coalesce((SELECT max(id) FROM edit), 0), coalesce((SELECT max(seq) FROM chain WHERE chain = 'audit'), 0)

-- ---- what is the company's own and hangs on it ------------------------------------------------------------
-- $1: the newest row of the audit log, $2: the newest edit, $3: the codebook when it was loaded.
-- name: sample_own
SELECT 'seats', count(*) FROM seat WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
    AND person_id NOT IN (SELECT id FROM sample_row WHERE kind = 'person')
UNION ALL SELECT 'changes', count(*) FROM chain c JOIN sample_row r ON r.id = c.object_id AND r.kind = c.kind
    WHERE c.chain = 'audit' AND c.seq > $1 AND c.kind IN ('problem', 'person', 'team', 'component')
UNION ALL SELECT 'releases', count(*) FROM released WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
    AND id NOT IN (SELECT id FROM sample_row WHERE kind = 'released')
UNION ALL SELECT 'plans', count(*) FROM plan WHERE id NOT IN (SELECT id FROM sample_row WHERE kind = 'plan') AND (
    id IN (SELECT plan_id FROM plan_seat WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
        OR person_id IN (SELECT id FROM sample_row WHERE kind = 'person'))
    OR id IN (SELECT plan_id FROM plan_short WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')))
UNION ALL SELECT 'routes', count(*) FROM routing WHERE component_id IN (SELECT id FROM sample_row WHERE kind = 'component')
    AND id NOT IN (SELECT id FROM sample_row WHERE kind = 'routing')
UNION ALL SELECT 'guests', count(*) FROM seat WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
    AND session_id NOT IN (SELECT id FROM sample_row WHERE kind = 'session')
UNION ALL SELECT 'quotes', count(DISTINCT problem_id) FROM problem_evidence
    WHERE signal_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
    AND problem_id NOT IN (SELECT id FROM sample_row WHERE kind = 'problem')
UNION ALL SELECT 'owners', (SELECT count(*) FROM problem WHERE id NOT IN (SELECT id FROM sample_row WHERE kind = 'problem') AND (
        team_id IN (SELECT id FROM sample_row WHERE kind = 'team') OR component_id IN (SELECT id FROM sample_row WHERE kind = 'component')))
    + (SELECT count(*) FROM component WHERE id NOT IN (SELECT id FROM sample_row WHERE kind = 'component') AND (
        team_id IN (SELECT id FROM sample_row WHERE kind = 'team') OR person_id IN (SELECT id FROM sample_row WHERE kind = 'person')))
    + (SELECT count(*) FROM person WHERE id NOT IN (SELECT id FROM sample_row WHERE kind = 'person') AND (
        team_id IN (SELECT id FROM sample_row WHERE kind = 'team') OR manager_id IN (SELECT id FROM sample_row WHERE kind = 'person')))
UNION ALL SELECT 'sessions', count(*) FROM session WHERE id NOT IN (SELECT id FROM sample_row WHERE kind = 'session') AND (
    host_id IN (SELECT id FROM sample_row WHERE kind = 'person') OR problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
    OR customer_id IN (SELECT id FROM sample_row WHERE kind = 'customer'))
UNION ALL SELECT 'themes', count(DISTINCT p.problem_id) FROM problem_theme p JOIN theme t ON t.id = p.theme_id
    WHERE t.born_in > $3 AND p.problem_id NOT IN (SELECT id FROM sample_row WHERE kind = 'problem')
UNION ALL SELECT 'edits', count(*) FROM edit e JOIN theme t ON t.id = e.theme_id WHERE e.id > $2 AND t.born_in > $3
UNION ALL SELECT 'strategies', count(DISTINCT strategy_id) FROM decision
    WHERE strategy_id IN (SELECT id FROM sample_row WHERE kind = 'strategy')
    AND problem_id NOT IN (SELECT id FROM sample_row WHERE kind = 'problem')

-- ---- taking it out: in this order, sample_store.c ----------------------------------------------------------
-- What goes with it: releases of its problems, plans with its people or sessions, what was said after its sessions or by its people.
-- name: sample_take_releases
INSERT INTO sample_row (kind, id) SELECT 'released', id FROM released
WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem') ON CONFLICT DO NOTHING
-- name: sample_take_plans
INSERT INTO sample_row (kind, id) SELECT 'plan', plan_id FROM (
    SELECT plan_id FROM plan_seat WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
        OR person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
    UNION SELECT plan_id FROM plan_short WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
    UNION SELECT plan_id FROM plan_move WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
        OR from_session IN (SELECT id FROM sample_row WHERE kind = 'session')
        OR to_session IN (SELECT id FROM sample_row WHERE kind = 'session')) p
WHERE 1 = 1 ON CONFLICT DO NOTHING
-- name: sample_take_reflections
INSERT INTO sample_row (kind, id) SELECT 'signal', signal_id FROM reflection WHERE seat_id IN (SELECT id FROM seat
    WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session') OR person_id IN (SELECT id FROM sample_row WHERE kind = 'person'))
ON CONFLICT DO NOTHING
-- A statement that a decision of the company's own leans on is the company's from now on.
-- name: sample_keep_strategies
DELETE FROM sample_row WHERE kind = 'strategy' AND id IN (SELECT strategy_id FROM decision
    WHERE strategy_id IS NOT NULL AND problem_id NOT IN (SELECT id FROM sample_row WHERE kind = 'problem'))
-- So is a source or a customer that the company's own signals, consents and sessions came to.
-- name: sample_keep_sources
DELETE FROM sample_row WHERE kind = 'source' AND id IN (SELECT source_id FROM signal
    WHERE id NOT IN (SELECT id FROM sample_row WHERE kind = 'signal'))
-- name: sample_keep_customers
DELETE FROM sample_row WHERE kind = 'customer' AND (
    id IN (SELECT customer_id FROM consent WHERE id NOT IN (SELECT id FROM sample_row WHERE kind = 'consent'))
    OR id IN (SELECT customer_id FROM session WHERE customer_id IS NOT NULL
        AND id NOT IN (SELECT id FROM sample_row WHERE kind = 'session')))

-- name: sample_drop_mail
DELETE FROM mail WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
    OR session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
-- name: sample_drop_wishes
DELETE FROM wish WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_drop_feeds
DELETE FROM feed WHERE (kind IN ('person', 'host') AND object_id IN (SELECT id FROM sample_row WHERE kind = 'person'))
    OR (kind = 'team' AND object_id IN (SELECT id FROM sample_row WHERE kind = 'team'))
-- name: sample_drop_plan_seats
DELETE FROM plan_seat WHERE plan_id IN (SELECT id FROM sample_row WHERE kind = 'plan')
-- name: sample_drop_plan_short
DELETE FROM plan_short WHERE plan_id IN (SELECT id FROM sample_row WHERE kind = 'plan')
-- name: sample_drop_plan_moves
DELETE FROM plan_move WHERE plan_id IN (SELECT id FROM sample_row WHERE kind = 'plan')
-- name: sample_drop_plans
DELETE FROM plan WHERE id IN (SELECT id FROM sample_row WHERE kind = 'plan')

-- name: sample_drop_told
DELETE FROM told WHERE release_id IN (SELECT id FROM sample_row WHERE kind = 'released')
    OR customer_id IN (SELECT id FROM sample_row WHERE kind = 'customer')
-- name: sample_drop_rollouts
DELETE FROM rollout WHERE release_id IN (SELECT id FROM sample_row WHERE kind = 'released')
-- name: sample_drop_delivered
DELETE FROM delivery_release WHERE release_id IN (SELECT id FROM sample_row WHERE kind = 'released')
-- name: sample_drop_proposals
DELETE FROM proposal WHERE release_id IN (SELECT id FROM sample_row WHERE kind = 'released')
    OR problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_drop_releases
DELETE FROM released WHERE id IN (SELECT id FROM sample_row WHERE kind = 'released')

-- Hackathons: entries of sample sessions, and what sample people brought to others.
-- name: sample_drop_judgements
DELETE FROM judgement WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
    OR judge_id IN (SELECT id FROM sample_row WHERE kind = 'person')
    OR first_id IN (SELECT id FROM hack_entry WHERE owner_id IN (SELECT id FROM sample_row WHERE kind = 'person'))
    OR second_id IN (SELECT id FROM hack_entry WHERE owner_id IN (SELECT id FROM sample_row WHERE kind = 'person'))
-- name: sample_drop_follow_ups
DELETE FROM follow_up WHERE entry_id IN (SELECT id FROM hack_entry WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
    OR owner_id IN (SELECT id FROM sample_row WHERE kind = 'person'))
-- name: sample_free_follow_ups
UPDATE follow_up SET owner_id = NULL WHERE owner_id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_drop_members
DELETE FROM hack_member WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
    OR entry_id IN (SELECT id FROM hack_entry WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
        OR owner_id IN (SELECT id FROM sample_row WHERE kind = 'person'))
-- name: sample_drop_entries
DELETE FROM hack_entry WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
    OR owner_id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_free_entries
UPDATE hack_entry SET problem_id = NULL WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')

-- name: sample_drop_reflections
DELETE FROM reflection WHERE seat_id IN (SELECT id FROM seat WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
    OR person_id IN (SELECT id FROM sample_row WHERE kind = 'person'))
-- name: sample_free_reflections
UPDATE reflection SET problem_id = NULL WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_drop_causes
DELETE FROM root_cause WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
-- name: sample_drop_notes
DELETE FROM session_note WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
-- name: sample_drop_moments
DELETE FROM session_moment WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
    OR signal_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
-- name: sample_drop_contacts
DELETE FROM contact WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
    OR customer_id IN (SELECT id FROM sample_row WHERE kind = 'customer')
-- name: sample_drop_seats
DELETE FROM seat WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
    OR person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_drop_places
DELETE FROM session_place WHERE session_id IN (SELECT id FROM sample_row WHERE kind = 'session')
-- name: sample_drop_sessions
DELETE FROM session WHERE id IN (SELECT id FROM sample_row WHERE kind = 'session')
-- name: sample_free_hosts
UPDATE session SET host_id = NULL WHERE host_id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_free_sessions
UPDATE session SET problem_id = NULL WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_drop_consents
DELETE FROM consent WHERE id IN (SELECT id FROM sample_row WHERE kind = 'consent')
-- name: sample_drop_customers
DELETE FROM customer WHERE id IN (SELECT id FROM sample_row WHERE kind = 'customer')

-- name: sample_drop_evidence
DELETE FROM problem_evidence WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_drop_problem_themes
DELETE FROM problem_theme WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_drop_versions
DELETE FROM problem_version WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_drop_links
DELETE FROM problem_link WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_drop_decisions
DELETE FROM decision WHERE problem_id IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_free_merged
UPDATE problem SET merged_into = NULL, state = 'open' WHERE merged_into IN (SELECT id FROM sample_row WHERE kind = 'problem')
    AND id NOT IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_drop_problems
DELETE FROM problem WHERE id IN (SELECT id FROM sample_row WHERE kind = 'problem')
-- name: sample_drop_strategies
DELETE FROM strategy WHERE id IN (SELECT id FROM sample_row WHERE kind = 'strategy')

-- name: sample_drop_hooked
DELETE FROM hook_component WHERE component_id IN (SELECT id FROM sample_row WHERE kind = 'component')
-- name: sample_drop_routes
DELETE FROM routing WHERE id IN (SELECT id FROM sample_row WHERE kind = 'routing')
    OR component_id IN (SELECT id FROM sample_row WHERE kind = 'component')
-- name: sample_free_owned
UPDATE problem SET component_id = NULL WHERE component_id IN (SELECT id FROM sample_row WHERE kind = 'component')
-- name: sample_drop_edges
DELETE FROM component_edge WHERE from_id IN (SELECT id FROM sample_row WHERE kind = 'component')
    OR to_id IN (SELECT id FROM sample_row WHERE kind = 'component')
-- name: sample_drop_components
DELETE FROM component WHERE id IN (SELECT id FROM sample_row WHERE kind = 'component')
-- name: sample_free_components
UPDATE component SET team_id = CASE WHEN team_id IN (SELECT id FROM sample_row WHERE kind = 'team') THEN NULL ELSE team_id END,
    person_id = CASE WHEN person_id IN (SELECT id FROM sample_row WHERE kind = 'person') THEN NULL ELSE person_id END
WHERE team_id IN (SELECT id FROM sample_row WHERE kind = 'team') OR person_id IN (SELECT id FROM sample_row WHERE kind = 'person')

-- name: sample_drop_leave
DELETE FROM leave WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_drop_person_teams
DELETE FROM person_team WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
    OR team_id IN (SELECT id FROM sample_row WHERE kind = 'team')
-- name: sample_free_accounts
UPDATE account SET person_id = NULL WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_free_invitations
UPDATE account_link SET person_id = NULL WHERE person_id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_free_managers
UPDATE person SET manager_id = NULL WHERE manager_id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_free_people
UPDATE person SET team_id = NULL WHERE team_id IN (SELECT id FROM sample_row WHERE kind = 'team')
-- name: sample_drop_people
DELETE FROM person WHERE id IN (SELECT id FROM sample_row WHERE kind = 'person')
-- name: sample_drop_goals
DELETE FROM goal_policy WHERE team_id IN (SELECT id FROM sample_row WHERE kind = 'team')
-- name: sample_free_teams
UPDATE team SET parent_id = NULL WHERE parent_id IN (SELECT id FROM sample_row WHERE kind = 'team')
-- name: sample_free_problems
UPDATE problem SET team_id = NULL WHERE team_id IN (SELECT id FROM sample_row WHERE kind = 'team')
-- name: sample_drop_teams
DELETE FROM team WHERE id IN (SELECT id FROM sample_row WHERE kind = 'team')

-- name: sample_drop_quotes
DELETE FROM quote WHERE signal_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
-- name: sample_drop_moved
DELETE FROM edit_signal WHERE signal_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
-- name: sample_drop_examples
DELETE FROM codebook_example WHERE signal_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
-- name: sample_drop_found
DELETE FROM found WHERE signal_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
-- name: sample_drop_assignments
DELETE FROM assignment WHERE signal_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
-- name: sample_drop_copies
DELETE FROM copy WHERE signal_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
    OR first_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
-- name: sample_drop_copy_groups
DELETE FROM copy_group WHERE first_id IN (SELECT id FROM sample_row WHERE kind = 'signal')
-- name: sample_signals
SELECT s.source_id, s.customer, s.channel, s.product, s.text = '' FROM signal s JOIN sample_row r ON r.kind = 'signal' AND r.id = s.id
ORDER BY s.source_id
-- name: sample_drop_search sqlite
INSERT INTO signal_search (signal_search, rowid, text) SELECT 'delete', search_key, text FROM signal
WHERE id IN (SELECT id FROM sample_row WHERE kind = 'signal') AND text <> '' ORDER BY search_key
-- name: sample_drop_signals
DELETE FROM signal WHERE id IN (SELECT id FROM sample_row WHERE kind = 'signal')
-- name: sample_drop_made
DELETE FROM import_made WHERE import_id IN (SELECT id FROM import WHERE source_id IN (SELECT id FROM sample_row WHERE kind = 'source'))
-- name: sample_drop_imports
DELETE FROM import WHERE source_id IN (SELECT id FROM sample_row WHERE kind = 'source')
-- name: sample_drop_stats
DELETE FROM source_stats WHERE source_id IN (SELECT id FROM sample_row WHERE kind = 'source')
-- name: sample_drop_sources
DELETE FROM source WHERE id IN (SELECT id FROM sample_row WHERE kind = 'source')

-- What was removed is not looked at again; but its values of the ledger stay hidden.
-- name: sample_hide_values
UPDATE sample_row SET kind = 'gone_value' WHERE kind = 'value'
-- name: sample_forget
DELETE FROM sample_row WHERE kind NOT IN ('gone_value', 'gone_codebook')

-- ---- themes: $1 the codebook that served before, $2 the newest that knew sample signals -------------------------
-- Edits that were heeded since wait again. (An edit that was undone meanwhile and heeded only since was never in force.)
-- name: sample_edits_wait
UPDATE edit SET applied_in = 0 WHERE applied_in > $1
-- name: sample_undone_wait
UPDATE edit SET undone_in = 0 WHERE undone_in > $1
-- How many themes they had is no measure for what is found now.
-- name: sample_chosen
UPDATE codebook SET themes_wanted = themes + 1 WHERE id > $1 AND themes_wanted = 0
-- name: sample_edits_waiting
SELECT count(*) FROM edit WHERE (applied_in = 0 AND undone_at IS NULL) OR (applied_in > 0 AND undone_at IS NOT NULL AND undone_in = 0)
-- name: sample_codebook_last
INSERT INTO sample_row (kind, id) SELECT 'gone_codebook', max(id) FROM codebook HAVING max(id) IS NOT NULL ON CONFLICT DO NOTHING
-- name: sample_drop_codebooks
DELETE FROM codebook WHERE id > $1 AND id <= $2
-- name: sample_first_version
UPDATE codebook SET before_id = $1 WHERE before_id > $1 AND before_id <= $2
-- name: sample_drop_retired
DELETE FROM lineage WHERE kind IN ('merged', 'retired') AND codebook_id = $1
-- name: sample_first_lineage
UPDATE lineage SET kind = 'new', before_theme = 0 WHERE codebook_id = $1
-- name: sample_drop_flow
DELETE FROM codebook_flow WHERE codebook_id = $1
-- name: sample_born
UPDATE theme SET born_in = $3 WHERE born_in > $1 AND born_in <= $2
    AND id IN (SELECT theme_id FROM codebook_theme WHERE codebook_id = $3)
-- name: sample_noted
UPDATE released SET codebook_id = $3 WHERE codebook_id > $1 AND codebook_id <= $2
-- What was said about themes that are no more: $2 the edits before.
-- name: sample_drop_edit_signals
DELETE FROM edit_signal WHERE edit_id IN (SELECT e.id FROM edit e JOIN theme t ON t.id = e.theme_id WHERE e.id > $2 AND t.born_in > $1
    AND t.id NOT IN (SELECT theme_id FROM codebook_theme))
-- name: sample_drop_edits
DELETE FROM edit WHERE id > $2 AND theme_id IN (SELECT id FROM theme WHERE born_in > $1 AND id NOT IN (SELECT theme_id FROM codebook_theme))
-- name: sample_drop_alerts
DELETE FROM alert WHERE id > $1
