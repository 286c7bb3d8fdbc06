/* people_save.c - rows of people into the store: who is new, changed, gone; and their teams. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "people_save.h"

/* ---- what there is --------------------------------------------------------------------------- */

static bool read_known(PeopleSave *s) {
    if (!people_list(s->call->app->db, s->a, &(PersonFilter){.left = true}, &s->all, &s->known, s->err)) return false;
    PersonRow *all = ARENA_ARRAY(s->a, PersonRow, s->known + s->said->n + 1);
    if (s->known) memcpy(all, s->all, s->known * sizeof *all);
    s->all = all;
    s->n = s->known;
    s->keys.rows = ARENA_ARRAY(s->a, NameAt, s->known + 1);
    for (size_t i = 0; i < s->known; i++) s->keys.rows[s->keys.n++] = (NameAt){all[i].key, i};
    names_sort(&s->keys);
    s->changed = ARENA_ARRAY(s->a, bool, s->known + s->said->n + 1);
    s->heard = ARENA_ARRAY(s->a, bool, s->known + s->said->n + 1);
    s->row_of = ARENA_ARRAY(s->a, size_t, s->said->n + 1);
    return true;
}

/* ---- teams ----------------------------------------------------------------------------------- */

static Str last_part(Str key) {
    for (size_t i = key.n; i > 0; i--)
        if (key.p[i - 1] == '/') return str_slice(key, i, key.n);
    return key;
}

static bool read_teams(PeopleSave *s) {
    if (!teams_list(s->call->app->db, s->a, true, &s->teams, &s->teams_n, s->err)) return false;
    s->team_names.n = 0;
    s->team_names.rows = ARENA_ARRAY(s->a, NameAt, 3 * s->teams_n + 1);
    for (size_t i = 0; i < s->teams_n; i++) {
        Str names[3] = {s->teams[i].key, arena_lower(s->a, s->teams[i].name), last_part(s->teams[i].key)};
        for (int k = 0; k < 3; k++) {
            bool again = false;
            for (int j = 0; j < k; j++) again |= str_eq(names[j], names[k]);
            if (!again) s->team_names.rows[s->team_names.n++] = (NameAt){names[k], i};
        }
    }
    names_sort(&s->team_names);
    return true;
}

/* New teams in the order of the file, each once. */
static bool make_teams(PeopleSave *s) {
    Names wanted = {ARENA_ARRAY(s->a, NameAt, s->said->n + 1), 0};
    for (size_t i = 0; i < s->said->n; i++) {
        Str key = arena_lower(s->a, s->said->rows[i].team);
        size_t at = names_find(&s->team_names, key, NULL);
        if (key.n && (at == SIZE_MAX || s->teams[at].gone_at != TIME_NONE)) wanted.rows[wanted.n++] = (NameAt){key, i};
    }
    names_sort(&wanted);
    for (size_t i = 0; i < wanted.n; i++) {
        if (i && str_eq(wanted.rows[i].name, wanted.rows[i - 1].name)) continue;
        size_t at = names_find(&s->team_names, wanted.rows[i].name, NULL);
        TeamRow row = at == SIZE_MAX
                          ? (TeamRow){.key = wanted.rows[i].name, .name = s->said->rows[wanted.rows[i].at].team}
                          : s->teams[at]; /* it is there again */
        int64_t id;
        if (!team_put(s->call->app->db, &row, &id, s->err)) return false;
        json_array_append_new(s->out->teams, json_pack("{s:o}", "name", json_str(row.name)));
    }
    return !wanted.n || read_teams(s);
}

static int64_t team_of(PeopleSave *s, const PersonSaid *p) {
    bool twice;
    size_t at = names_find(&s->team_names, arena_lower(s->a, p->team), &twice);
    if (twice) people_save_fault(s, p, "write its key instead: ridealong teams", "several teams are called", p->team);
    return at == SIZE_MAX ? 0 : s->teams[at].id;
}

/* ---- people ---------------------------------------------------------------------------------- */

/* Each said row to a person, known or new. */
static void match(PeopleSave *s) {
    Names said = {ARENA_ARRAY(s->a, NameAt, s->said->n + 1), s->said->n};
    for (size_t i = 0; i < said.n; i++) said.rows[i] = (NameAt){s->said->rows[i].key, i};
    names_sort(&said);
    for (size_t i = 0; i < s->said->n; i++) {
        PersonSaid *p = &s->said->rows[i];
        size_t first = names_find(&said, p->key, NULL), at = names_find(&s->keys, p->key, NULL);
        if (first != i) {
            char hint[100];
            snprintf(hint, sizeof hint, "keep one of the two; the other is in line %llu",
                     (unsigned long long)s->said->rows[first].line);
            people_save_fault(s, p, hint, "twice in these files:", p->key);
            at = s->row_of[first];
        } else if (at == SIZE_MAX) {
            at = s->n++;
            s->all[at] = person_new(p->key, p->name);
        }
        s->row_of[i] = at;
        s->heard[at] = true;
    }
}

static bool take_str(Str *to, Str said) {
    if (!said.n || str_eq(*to, said)) return false;
    *to = said;
    return true;
}
static bool take_int(int64_t *to, int64_t said, int64_t none) {
    if (said == none || *to == said) return false;
    *to = said;
    return true;
}
static bool take_flag(bool *to, int8_t said) {
    if (said < 0 || *to == (bool)said) return false;
    *to = said;
    return true;
}

/* What the row says onto the person; in words what of it is new. Who stands in a file without a last day is there. */
static Str take(PeopleSave *s, PersonRow *row, const PersonSaid *p) {
    Str d = STR("");
    people_differs(s->a, &d, take_str(&row->name, p->name), "name");
    people_differs(s->a, &d, take_str(&row->email, p->email), "e-mail address");
    people_differs(s->a, &d, take_int(&row->team_id, p->team.n ? team_of(s, p) : 0, 0), "team");
    people_differs(s->a, &d, take_str(&row->zone, p->zone), "zone");
    people_differs(s->a, &d, take_str(&row->languages, p->languages), "languages");
    people_differs(s->a, &d, take_int(&row->work_days, p->work_days, 0), "working days");
    bool hours = p->work_to && (row->work_from != p->work_from || row->work_to != p->work_to);
    if (hours) row->work_from = p->work_from, row->work_to = p->work_to;
    people_differs(s->a, &d, hours, "working hours");
    people_differs(s->a, &d, p->fte > 0 && row->fte != p->fte, "share of full time");
    if (p->fte > 0) row->fte = p->fte;
    people_differs(s->a, &d, take_flag(&row->engineer, p->engineer), "engineer");
    people_differs(s->a, &d, take_flag(&row->host, p->host), "host");
    people_differs(s->a, &d, take_int(&row->joined_day, p->joined, DAY_NONE), "first day");
    people_differs(s->a, &d, row->left_day != p->left, p->left == DAY_NONE ? "is back" : "last day");
    row->left_day = p->left;
    return d;
}

static void tell(PeopleSave *s, const char *change, Str person, Str what) {
    if (json_array_size(s->out->changes) < PEOPLE_CHANGES)
        json_array_append_new(s->out->changes, json_pack("{s:s, s:o, s:o}", "change", change, "person",
                                                         json_str(person), "what", json_str(what)));
}

static void take_all(PeopleSave *s) {
    s->what = ARENA_ARRAY(s->a, Str, s->said->n + 1);
    for (size_t i = 0; i < s->said->n; i++) s->what[i] = take(s, &s->all[s->row_of[i]], &s->said->rows[i]);
}

static void count(PeopleSave *s) {
    for (size_t i = 0; i < s->said->n; i++) {
        size_t at = s->row_of[i];
        bool known = at < s->known, differs = !known || s->what[i].n;
        s->changed[at] |= differs;
        s->out->added += !known;
        s->out->changed += known && differs;
        s->out->same += known && !differs;
        if (differs) tell(s, known ? "changed" : "new", s->all[at].name, known ? s->what[i] : STR(""));
    }
}

/* ---- who has left ---------------------------------------------------------------------------- */

static bool mark_left(PeopleSave *s, bool most) {
    int64_t today = day_of(s->call->now);
    size_t there = 0, missing = 0;
    for (size_t i = 0; i < s->known; i++) {
        bool is = s->all[i].left_day == DAY_NONE || s->all[i].left_day >= today;
        there += is;
        missing += is && !s->heard[i];
    }
    if (!most && missing > 10 && missing * 2 > there)
        return err_set(s->err, ERR_CONFLICT,
                       "is this the whole company? See with --preview --most; if so, import it with --most",
                       "%zu of %zu people are not in these files, and would be marked as left", missing, there);
    for (size_t i = 0; i < s->known; i++) {
        PersonRow *row = &s->all[i];
        if (s->heard[i] || (row->left_day != DAY_NONE && row->left_day < today)) continue;
        row->left_day = today - 1; /* their last day was before this import */
        s->changed[i] = true;
        s->out->left++;
        tell(s, "left", row->name, STR("not in these files"));
    }
    return true;
}

static bool write_people(PeopleSave *s) {
    PersonRow *rows = ARENA_ARRAY(s->a, PersonRow, s->n + 1);
    size_t n = 0, k = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->changed[i]) rows[n++] = s->all[i];
    if (!people_put(s->call->app->db, s->a, rows, n, s->err)) return false;
    for (size_t i = 0; i < s->n; i++)
        if (s->changed[i]) s->all[i].id = rows[k++].id;
    return true;
}

bool people_save(Call *call, const PeopleSaid *said, bool sync, bool most, PeopleSaved *out, PeopleFaults *faults,
                 Err *err) {
    PeopleSave s = {.call = call, .a = call->arena, .said = said, .out = out, .faults = faults, .err = err};
    *out = (PeopleSaved){.changes = json_array(), .teams = json_array()};
    if (!read_known(&s) || !read_teams(&s) || !make_teams(&s)) return false;
    match(&s);
    take_all(&s);
    people_take_managers(&s);
    count(&s);
    if ((sync && !mark_left(&s, most)) || !write_people(&s) || !people_write_managers(&s)) return false;
    return audit_note(call, "people.import", "people", 0,
                      json_pack("{s:I, s:I, s:I}", "new", (json_int_t)out->added, "changed", (json_int_t)out->changed,
                                "left", (json_int_t)out->left),
                      err);
}
