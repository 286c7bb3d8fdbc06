/* catalog_save.c - a catalog into the store: teams, people, components, edges; what is new, changed, gone. */
#include <string.h>

#include "app_private.h"
#include "audit.h"
#include "catalog_load.h"
#include "json_build.h"
#include "problems/graph.h"
#include "store/component_store.h"
#include "store/org_store.h"
#include "text/utf8.h"

typedef struct Link { /* what a reference of the catalog is in the store */
    Str ref;
    int64_t id;
} Link;

typedef struct Save {
    Call *call;
    Db *db;
    Arena *a;
    const Catalog *c;
    Saved *out;
    Link *teams, *people; /* by ref, as entities are */
    size_t teams_n, people_n;
    Err *err;
} Save;

static int64_t linked(const Link *links, size_t n, Str ref) {
    for (size_t i = 0; i < n; i++)
        if (str_eq(links[i].ref, ref)) return links[i].id;
    return 0;
}

/* A lookup that may find nothing: *found says so. */
static bool absent(Save *s, bool ok, const Err *why, bool *found) {
    *found = ok;
    if (!ok && why->code != ERR_NOT_FOUND) {
        if (s->err) *s->err = *why;
        return false;
    }
    return true;
}

static bool note(Save *s, const char *action, const char *kind, int64_t id, json_t *body) {
    return audit_note(s->call, action, kind, id, body, s->err);
}

/* ---- teams ----------------------------------------------------------------------------------- */

static Str shown_name(const Entity *e) {
    return e->title.n ? e->title : e->name;
}

static Str ref_name(Str ref) {
    str_cut(&ref, '/');
    return ref;
}

static const Relation *relation(const Entity *e, RelationKind kind) {
    for (size_t i = 0; i < e->relations_n; i++)
        if (e->relations[i].kind == kind) return &e->relations[i];
    return NULL;
}

static bool put_team(Save *s, Str ref, Str name, Str email, Str source, const int64_t *parent_id, int64_t *id) {
    TeamRow before;
    Err why = {0};
    bool found;
    if (!absent(s, team_find(s->db, s->a, ref, &before, &why), &why, &found)) return false;
    TeamRow row = {.key = ref,
                   .name = name,
                   .parent_id = parent_id ? *parent_id
                                : found   ? before.parent_id
                                          : 0,
                   .email = email.n || !found ? email : before.email,
                   .source = source};
    bool same = found && before.gone_at == TIME_NONE && str_eq(before.name, row.name) &&
                str_eq(before.email, row.email) && before.parent_id == row.parent_id &&
                (!source.n || str_eq(before.source, source));
    if (found) *id = before.id;
    if (same) return true;
    return team_put(s->db, &row, id, s->err) &&
           note(s, found ? "team.change" : "team.add", "team", *id, json_pack("{s:o}", "name", json_str(name)));
}

static bool save_teams(Save *s) {
    s->teams = ARENA_ARRAY(s->a, Link, 2 * s->c->entities_n + 1);
    for (size_t i = 0; i < s->c->entities_n; i++) { /* those who are described */
        const Entity *e = &s->c->entities[i];
        int64_t id;
        if (e->kind != ENTITY_GROUP) continue;
        Err why = {0};
        TeamRow before;
        bool found;
        if (!absent(s, team_find(s->db, s->a, e->ref, &before, &why), &why, &found) ||
            !put_team(s, e->ref, shown_name(e), e->email, e->file, NULL, &id))
            return false;
        bool same = found && before.gone_at == TIME_NONE && str_eq(before.name, shown_name(e));
        s->out->teams.added += !found, s->out->teams.same += same, s->out->teams.changed += found && !same;
        s->teams[s->teams_n++] = (Link){e->ref, id};
    }
    for (size_t i = 0; i < s->c->entities_n; i++) { /* parents, now that all have a number */
        const Entity *e = &s->c->entities[i];
        const Relation *up = e->kind == ENTITY_GROUP ? relation(e, RELATION_PARENT) : NULL;
        int64_t parent = up ? linked(s->teams, s->teams_n, up->target) : 0, id;
        if (e->kind == ENTITY_GROUP && !put_team(s, e->ref, shown_name(e), e->email, e->file, &parent, &id))
            return false;
    }
    for (size_t i = 0; i < s->c->entities_n; i++) { /* owners that nobody describes: teams without people */
        const Entity *e = &s->c->entities[i];
        int64_t id;
        if (!str_starts(e->owner, STR("group:")) || linked(s->teams, s->teams_n, e->owner)) continue;
        TeamRow before;
        Err why = {0};
        bool found;
        if (!absent(s, team_find(s->db, s->a, e->owner, &before, &why), &why, &found)) return false;
        if (found) id = before.id; /* also one that is gone: being named alone brings no team back */
        else if (!put_team(s, e->owner, ref_name(e->owner), STR(""), STR(""), NULL, &id)) return false;
        s->out->teams.added += !found;
        s->teams[s->teams_n++] = (Link){e->owner, id};
    }
    return true;
}

/* ---- people ---------------------------------------------------------------------------------- */

/* Teams of a person: what it says itself, and groups that name it. */
static size_t teams_of(const Save *s, const Entity *user, int64_t *out, size_t max) {
    size_t n = 0;
    for (size_t i = 0; i < user->relations_n && n < max; i++) {
        int64_t id =
            user->relations[i].kind == RELATION_MEMBER_OF ? linked(s->teams, s->teams_n, user->relations[i].target) : 0;
        if (id) out[n++] = id;
    }
    for (size_t i = 0; i < s->c->entities_n && n < max; i++) {
        const Entity *e = &s->c->entities[i];
        for (size_t k = 0; e->kind == ENTITY_GROUP && k < e->relations_n && n < max; k++)
            if (e->relations[k].kind == RELATION_MEMBER && str_eq(e->relations[k].target, user->ref))
                out[n++] = linked(s->teams, s->teams_n, e->ref);
    }
    return n;
}

static bool save_person(Save *s, const Entity *e) {
    enum { TEAMS = 32 };
    int64_t teams[TEAMS], id;
    size_t n = teams_of(s, e, teams, TEAMS);
    Str key = e->email.n ? arena_lower(s->a, e->email) : e->ref;
    PersonRow before, row;
    Err why = {0};
    bool found;
    if (!absent(s, person_find(s->db, s->a, key, &before, &why), &why, &found)) return false;
    row = found ? before : person_new(key, shown_name(e));
    row.name = shown_name(e);
    row.email = e->email.n ? e->email : row.email;
    if (n) row.team_id = teams[0];
    bool same =
        found && str_eq(before.name, row.name) && str_eq(before.email, row.email) && before.team_id == row.team_id;
    s->out->people.added += !found, s->out->people.same += same, s->out->people.changed += found && !same;
    id = before.id;
    if (!same &&
        !(person_put(s->db, &row, &id, s->err) && note(s, found ? "person.change" : "person.add", "person", id, NULL)))
        return false;
    s->people[s->people_n++] = (Link){e->ref, id};
    return n < 2 || person_teams_put(s->db, id, teams + 1, n - 1, s->err);
}

static bool save_people(Save *s) {
    s->people = ARENA_ARRAY(s->a, Link, s->c->entities_n + 1);
    for (size_t i = 0; i < s->c->entities_n; i++)
        if (s->c->entities[i].kind == ENTITY_USER && !save_person(s, &s->c->entities[i])) return false;
    return true;
}

/* ---- components ------------------------------------------------------------------------------ */

static void show_change(Save *s, const char *change, const ComponentRow *row, Str before) {
    if (json_array_size(s->out->changes) >= SAVED_SHOWN) return;
    json_array_append_new(s->out->changes,
                          json_pack("{s:s, s:o, s:o, s:o, s:o}", "change", change, "component", json_str(row->name),
                                    "ref", json_str(row->ref), "before", json_str_or_null(before), "owner",
                                    json_str_or_null(row->owner_key)));
}

enum { FIELD_BYTES = 4000 }; /* of a description; much more is no description */

static ComponentRow row_of(Save *s, const Entity *e) {
    return (ComponentRow){.ref = e->ref,
                          .kind = str_from_c(entity_kind_name(e->kind)),
                          .name = e->name,
                          .title = utf8_cut(e->title, FIELD_BYTES),
                          .description = utf8_cut(e->description, FIELD_BYTES),
                          .type = utf8_cut(e->type, FIELD_BYTES),
                          .lifecycle = utf8_cut(e->lifecycle, FIELD_BYTES),
                          .tags = e->tags,
                          .paths = utf8_cut(e->paths, FIELD_BYTES),
                          .products = utf8_cut(e->products, FIELD_BYTES),
                          .owner_key = e->owner,
                          .team_id = linked(s->teams, s->teams_n, e->owner),
                          .person_id = linked(s->people, s->people_n, e->owner),
                          .source = e->file};
}

static bool same_component(const ComponentRow *x, const ComponentRow *y) {
    return x->gone_at == TIME_NONE && str_eq(x->kind, y->kind) && str_eq(x->name, y->name) &&
           str_eq(x->title, y->title) && str_eq(x->description, y->description) && str_eq(x->type, y->type) &&
           str_eq(x->lifecycle, y->lifecycle) && str_eq(x->tags, y->tags) && str_eq(x->paths, y->paths) &&
           str_eq(x->products, y->products) && str_eq(x->owner_key, y->owner_key) && x->team_id == y->team_id &&
           x->person_id == y->person_id && str_eq(x->source, y->source);
}

static bool save_component(Save *s, const Entity *e, int64_t *id) {
    ComponentRow before, row = row_of(s, e);
    Err why = {0};
    bool found;
    if (!absent(s, component_find(s->db, s->a, e->ref, &before, &why), &why, &found)) return false;
    bool same = found && same_component(&before, &row);
    s->out->components.added += !found, s->out->components.same += same, s->out->components.changed += found && !same;
    *id = found ? before.id : 0;
    if (same) return true;
    show_change(s, found ? "changed" : "new", &row, found ? before.owner_key : STR(""));
    return component_put(s->db, &row, id, s->err) &&
           note(s, found ? "component.change" : "component.add", "component", *id,
                json_pack("{s:o, s:o}", "ref", json_str(row.ref), "owner", json_str(row.owner_key)));
}

static bool save_edges(Save *s, const int64_t *ids) {
    const Graph *g = graph_of(s->a, s->c->entities, s->c->entities_n);
    int64_t *node_ids = ARENA_ARRAY(s->a, int64_t, g->n + 1);
    for (size_t i = 0; i < g->n; i++) {
        const Entity *e = catalog_find(s->c, g->refs[i]);
        ComponentRow row;
        Err why = {0};
        bool found = e != NULL;
        if (e) node_ids[i] = ids[e - s->c->entities];
        else if (!absent(s, component_find(s->db, s->a, g->refs[i], &row, &why), &why,
                         &found)) /* of an earlier import */
            return false;
        else if (found) node_ids[i] = row.id;
    }
    for (size_t i = 0; i < g->n; i++) {
        int64_t *upon = ARENA_ARRAY(s->a, int64_t, g->edges_at[i + 1] - g->edges_at[i] + 1);
        size_t n = 0;
        for (uint32_t k = g->edges_at[i]; k < g->edges_at[i + 1]; k++)
            if (node_ids[g->edges[k]]) upon[n++] = node_ids[g->edges[k]];
        s->out->edges += (int64_t)n;
        if (catalog_find(s->c, g->refs[i]) && !component_edges_put(s->db, node_ids[i], upon, n, s->err)) return false;
    }
    return true;
}

static bool among(const CatalogFiles *files, Str path) {
    for (size_t i = 0; i < files->n; i++)
        if (str_eq(files->paths[i], path)) return true;
    return false;
}

static bool teams_gone(Save *s, const CatalogFiles *files, bool all) {
    TeamRow *rows;
    size_t n;
    if (!teams_list(s->db, s->a, false, &rows, &n, s->err)) return false;
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].source.n || catalog_find(s->c, rows[i].key) || (!all && !among(files, rows[i].source))) continue;
        s->out->teams.gone++;
        if (!team_gone(s->db, rows[i].id, s->call->now, s->err) ||
            !note(s, "team.gone", "team", rows[i].id, json_pack("{s:o}", "name", json_str(rows[i].name))))
            return false;
    }
    return true;
}

static bool components_gone(Save *s, const CatalogFiles *files, bool all) {
    ComponentRow *rows;
    size_t n;
    if (!components_list(s->db, s->a, &(ComponentFilter){0}, &rows, &n, s->err)) return false;
    for (size_t i = 0; i < n; i++) {
        if (catalog_find(s->c, rows[i].ref) || (!all && !among(files, rows[i].source))) continue;
        show_change(s, "gone", &rows[i], rows[i].owner_key);
        s->out->components.gone++;
        if (!component_gone(s->db, rows[i].id, s->call->now, s->err) ||
            !note(s, "component.gone", "component", rows[i].id, json_pack("{s:o}", "ref", json_str(rows[i].ref))))
            return false;
    }
    return true;
}

bool catalog_save(Call *call, const Catalog *c, const CatalogFiles *files, bool all, Saved *out, Err *err) {
    Save s = {.call = call, .db = call->app->db, .a = call->arena, .c = c, .out = out, .err = err};
    int64_t *ids = ARENA_ARRAY(s.a, int64_t, c->entities_n + 1);
    *out = (Saved){.changes = json_array()};
    if (!save_teams(&s) || !save_people(&s)) return false;
    for (size_t i = 0; i < c->entities_n; i++)
        if (c->entities[i].kind <= ENTITY_RESOURCE && !save_component(&s, &c->entities[i], &ids[i])) return false;
    return save_edges(&s, ids) && components_gone(&s, files, all) && teams_gone(&s, files, all);
}
