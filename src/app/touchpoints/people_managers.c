/* people_managers.c - who leads whom, among those of the files and those who were there. */
#include <stdlib.h>

#include "app_private.h"
#include "people_save.h"
#include "text/utf8.h"

void people_save_fault(PeopleSave *s, const PersonSaid *p, const char *hint, const char *what, Str value) {
    Err why = {0};
    err_set(&why, ERR_INPUT, hint, "%s '%.*s'", what, STR_ARG(utf8_cut(value, 100)));
    people_fault(s->faults, p->file, p->line, &why);
}

void people_differs(Arena *a, Str *says, bool other, const char *what) {
    if (other) *says = arena_printf(a, "%.*s%s%s", STR_ARG(*says), says->n ? ", " : "", what);
}

/* ---- names ----------------------------------------------------------------------------------- */

static int by_name(const void *x, const void *y) {
    const NameAt *a = x, *b = y;
    int order = str_cmp(a->name, b->name);
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

void names_sort(Names *names) {
    if (names->n) qsort(names->rows, names->n, sizeof *names->rows, by_name);
}

size_t names_find(const Names *names, Str name, bool *twice) {
    size_t low = 0, high = names->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_cmp(names->rows[middle].name, name) < 0) low = middle + 1;
        else high = middle;
    }
    bool found = low < names->n && str_eq(names->rows[low].name, name);
    if (twice) *twice = found && low + 1 < names->n && str_eq(names->rows[low + 1].name, name);
    return found ? names->rows[low].at : SIZE_MAX;
}

/* ---- managers -------------------------------------------------------------------------------- */

static void name_people(PeopleSave *s) {
    s->keys = (Names){ARENA_ARRAY(s->a, NameAt, s->n + 1), s->n};
    s->names = (Names){ARENA_ARRAY(s->a, NameAt, s->n + 1), s->n};
    s->ids = (Names){ARENA_ARRAY(s->a, NameAt, s->said->n + 1), 0};
    for (size_t i = 0; i < s->n; i++) {
        s->keys.rows[i] = (NameAt){s->all[i].key, i};
        s->names.rows[i] = (NameAt){utf8_fold(s->a, s->all[i].name), i};
    }
    for (size_t i = 0; i < s->said->n; i++)
        if (s->said->rows[i].id.n) s->ids.rows[s->ids.n++] = (NameAt){s->said->rows[i].id, s->row_of[i]};
    names_sort(&s->keys);
    names_sort(&s->names);
    names_sort(&s->ids);
}

/* By address or key, then by the id of these files, then by a name that only one has. SIZE_MAX: told as a fault. */
static size_t manager_of(PeopleSave *s, const PersonSaid *p) {
    Str key = arena_lower(s->a, p->manager);
    bool twice;
    size_t at = names_find(&s->keys, key, NULL);
    if (at == SIZE_MAX) at = names_find(&s->ids, key, NULL);
    if (at != SIZE_MAX) return at;
    at = names_find(&s->names, utf8_fold(s->a, p->manager), &twice);
    if (at == SIZE_MAX)
        people_save_fault(
            s, p, "give an e-mail address or id that is in these files or was imported before, or leave it empty",
            "nobody knows the manager", p->manager);
    else if (twice)
        people_save_fault(s, p, "give the e-mail address instead", "several people have the name of the manager",
                          p->manager);
    return at != SIZE_MAX && twice ? SIZE_MAX : at;
}

/* Walks up from each person; whoever is met again on the same walk leads themselves. */
static void find_rings(PeopleSave *s, const size_t *line_of) {
    const size_t *manager = s->manager;
    size_t *seen = ARENA_ARRAY(s->a, size_t, s->n + 1); /* number of the walk that came by, from 1 */
    for (size_t i = 0; i < s->n; i++) {
        size_t at = i;
        while (at != SIZE_MAX && !seen[at]) {
            seen[at] = i + 1;
            at = manager[at];
        }
        if (at == SIZE_MAX || seen[at] != i + 1) continue;
        Str ring = s->all[at].name;
        size_t line = line_of[at], steps = 0;
        for (size_t k = manager[at]; k != at; k = manager[k]) {
            if (line == SIZE_MAX) line = line_of[k];
            if (++steps <= 4) ring = arena_printf(s->a, "%.*s, led by %.*s", STR_ARG(ring), STR_ARG(s->all[k].name));
        }
        if (line == SIZE_MAX) continue; /* not of these files */
        ring = arena_printf(s->a, "%.*s%s, led by %.*s", STR_ARG(ring), steps > 4 ? ", ..." : "",
                            STR_ARG(s->all[at].name));
        people_save_fault(s, &s->said->rows[line], "leave the manager of one of them empty",
                          "managers form a ring:", ring);
    }
}

typedef struct IdAt {
    int64_t id;
    size_t at;
} IdAt;

static int by_id(const void *x, const void *y) {
    const IdAt *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}

/* Index of each known person's manager as stored. */
static void managers_before(PeopleSave *s) {
    IdAt *ids = ARENA_ARRAY(s->a, IdAt, s->known + 1);
    for (size_t i = 0; i < s->known; i++) ids[i] = (IdAt){s->all[i].id, i};
    if (s->known) qsort(ids, s->known, sizeof *ids, by_id);
    for (size_t i = 0; i < s->n; i++) {
        IdAt key = {s->all[i].manager_id, 0};
        const IdAt *found = i < s->known && key.id ? bsearch(&key, ids, s->known, sizeof *ids, by_id) : NULL;
        s->manager[i] = found ? found->at : SIZE_MAX;
    }
}

void people_take_managers(PeopleSave *s) {
    size_t *line_of = ARENA_ARRAY(s->a, size_t, s->n + 1);
    s->manager = ARENA_ARRAY(s->a, size_t, s->n + 1);
    s->led_anew = ARENA_ARRAY(s->a, bool, s->n + 1);
    name_people(s);
    managers_before(s);
    for (size_t i = 0; i < s->n; i++) line_of[i] = SIZE_MAX;
    for (size_t i = 0; i < s->said->n; i++) {
        size_t at = s->row_of[i], manager = s->said->rows[i].manager.n ? manager_of(s, &s->said->rows[i]) : SIZE_MAX;
        line_of[at] = i;
        if (manager == SIZE_MAX || manager == s->manager[at]) continue;
        s->manager[at] = manager;
        s->led_anew[at] = true;
        people_differs(s->a, &s->what[i], true, "manager");
    }
    find_rings(s, line_of);
}

bool people_write_managers(PeopleSave *s) {
    PersonLink *links = ARENA_ARRAY(s->a, PersonLink, s->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->led_anew[i]) links[n++] = (PersonLink){s->all[i].id, s->all[s->manager[i]].id};
    return people_managers_put(s->call->app->db, links, n, s->err);
}
