/* owners.c - who owns a component, and whether there is still somebody. */
#include "app_private.h"
#include "json_build.h"
#include "ownership.h"
#include "shapes.h"

OwnerState owner_state(const ComponentRow *row, const char **why) {
    const char *said = "";
    OwnerState state = OWNER_THERE;
    if (!row->owner_key.n) state = OWNER_NONE, said = "nobody is named as its owner";
    else if (!row->team_id && !row->person_id) state = OWNER_STALE, said = "its owner is not described by any catalog";
    else if (row->team_id && row->team_gone) state = OWNER_STALE, said = "its team is gone";
    else if (row->team_id && !row->team_people) state = OWNER_STALE, said = "nobody is known to be in its team";
    else if (row->person_id && row->person_left) state = OWNER_STALE, said = "its owner has left";
    if (why) *why = said;
    return state;
}

static const char *const STATES[] = {"owned", "unowned", "stale"};

static Str owner_name(const ComponentRow *row) {
    Str name = row->owner_key;
    if (row->team_id) return row->team;
    if (row->person_id) return row->person;
    str_cut(&name, '/');
    return name.n ? name : row->owner_key;
}

json_t *owner_json(Arena *a, const ComponentRow *row) {
    (void)a;
    const char *why;
    OwnerState state = owner_state(row, &why);
    bool person = row->person_id || str_starts(row->owner_key, STR("user:"));
    int64_t id = row->team_id ? row->team_id : row->person_id;
    return json_pack("{s:s, s:s, s:o, s:o, s:I, s:s}", "state", STATES[state], "kind",
                     !row->owner_key.n ? ""
                     : person          ? "person"
                                       : "team",
                     "id", id ? json_integer(id) : json_null(), "name", json_str(owner_name(row)), "people",
                     (json_int_t)(row->team_id ? row->team_people : row->person_id && !row->person_left), "why", why);
}

const Field SHAPE_OF_OWNER[] = {
    {"state", SHAPE_STRING,
     "owned, unowned (nobody is named), stale (whoever is named is gone, or nobody is in the team)", NULL, false},
    {"kind", SHAPE_STRING, "team, person; empty: nobody", NULL, false},
    {"id", SHAPE_INT, "of the team or person", NULL, true},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"people", SHAPE_INT, "who can be asked", NULL, false},
    {"why", SHAPE_STRING, "what is wrong; empty: nothing", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

json_t *component_json(Arena *a, const ComponentRow *row) {
    return json_pack("{s:I, s:o, s:o, s:b, s:o}", "id", (json_int_t)row->id, "name", json_str(row->name), "ref",
                     json_str(row->ref), "gone", row->gone_at != TIME_NONE, "owner", owner_json(a, row));
}

const Field SHAPE_OF_OWNED[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"ref", SHAPE_STRING, "as catalogs call it", NULL, false},
    {"gone", SHAPE_BOOL, "no catalog has it any longer", NULL, false},
    {"owner", SHAPE_OBJECT, NULL, SHAPE_OF_OWNER, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

bool component_named(Call *call, Str given, ComponentRow *row, Err *err) {
    Db *db = call->app->db;
    Arena *a = call->arena;
    int64_t id;
    ComponentRow *rows;
    size_t n, found = 0;
    Str name = str_trim(given);
    if (str_to_i64(name, &id)) return component_get(db, a, id, row, err);
    if (!components_list(db, a, &(ComponentFilter){.gone = true}, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        bool whole = str_eq_nocase(rows[i].ref, name);
        if (!whole && !str_eq_nocase(rows[i].name, name)) continue;
        *row = rows[i];
        found++;
        if (whole) return true;
    }
    if (found == 1) return true;
    return found ? err_set(err, ERR_CONFLICT, "say which by its reference or number: ridealong components",
                           "%zu components are called '%.*s'", found, STR_ARG(name))
                 : err_set(err, ERR_NOT_FOUND, "see them all: ridealong components", "there is no component '%.*s'",
                           STR_ARG(str_slice(name, 0, 100)));
}

bool component_choices(Call *call, const char *member, Err *err) {
    ComponentRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, member, list);
    if (!components_list(call->app->db, call->arena, &(ComponentFilter){0}, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, json_link(rows[i].id, rows[i].name));
    return true;
}
