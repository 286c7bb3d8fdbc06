/* ops_component.c - one component: owner, people, what it is built upon, and the friction that stands on it. */
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "ownership.h"
#include "problems/graph.h"
#include "shapes.h"

enum { HISTORY_SHOWN = 20 };

static json_t *facts_json(Arena *a, const ComponentRow *row) {
    json_t *o = component_json(a, row);
    put(o, "kind", json_str(row->kind));
    put(o, "title", json_str(row->title));
    put(o, "description", json_str(row->description));
    put(o, "type", json_str(row->type));
    put(o, "lifecycle", json_str(row->lifecycle));
    put(o, "tags", json_str(row->tags));
    put(o, "paths", json_str(row->paths));
    put(o, "products", json_str(row->products));
    put(o, "source", json_str(row->source));
    return o;
}

static bool put_people(Call *call, const ComponentRow *row, Err *err) {
    json_t *list = json_array();
    PersonRow *people;
    size_t n;
    put(call->reply, "people", list);
    if (row->person_id) json_array_append_new(list, json_link(row->person_id, row->person));
    if (!row->team_id) return true;
    if (!people_list(call->app->db, call->arena, &(PersonFilter){.team_id = row->team_id, .day = day_of(call->now)},
                     &people, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, json_link(people[i].id, people[i].name));
    return true;
}

static void put_neighbours(Call *call, const Friction *f, size_t at) {
    json_t *upon = json_array(), *under = json_array();
    const Graph *g = f->graph;
    put(call->reply, "upon", upon);
    put(call->reply, "under", under);
    if (at == SIZE_MAX) return;
    for (uint32_t k = g->edges_at[at]; k < g->edges_at[at + 1]; k++)
        json_array_append_new(upon, component_json(call->arena, &f->components[g->edges[k]]));
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = g->edges_at[i]; k < g->edges_at[i + 1]; k++)
            if (g->edges[k] == at) json_array_append_new(under, component_json(call->arena, &f->components[i]));
}

/* ---- friction -------------------------------------------------------------------------------- */

typedef struct Way { /* voices that came by one product to one component, and what of them stands here */
    Str product;
    uint32_t start;
    double voices, share;
} Way;

typedef struct ThemePart {
    int64_t id;
    Str name;
    double voices, carried;
} ThemePart;

typedef struct Burden {
    const Friction *f;
    size_t at;
    double *share_of; /* for each component: share of what shows there that stands here */
    Way *ways;
    ThemePart *themes;
    size_t ways_n, themes_n;
} Burden;

static void add_way(Burden *b, const FrictionCell *cell) {
    size_t i = 0;
    while (i < b->ways_n && !(b->ways[i].start == cell->start && str_eq(b->ways[i].product, cell->product))) i++;
    if (i == b->ways_n) b->ways[b->ways_n++] = (Way){cell->product, cell->start, 0, b->share_of[cell->start]};
    b->ways[i].voices += cell->voices;
}

static void add_theme(Burden *b, const FrictionCell *cell) {
    size_t i = 0;
    while (i < b->themes_n && b->themes[i].id != cell->theme_id) i++;
    if (i == b->themes_n) b->themes[b->themes_n++] = (ThemePart){cell->theme_id, cell->theme, 0, 0};
    b->themes[i].voices += cell->voices;
    b->themes[i].carried += cell->voices * b->share_of[cell->start];
}

static int by_carried_way(const void *x, const void *y) {
    const Way *a = x, *b = y;
    double v = a->voices * a->share, w = b->voices * b->share;
    if (v != w) return v > w ? -1 : 1;
    int c = str_cmp(a->product, b->product);
    return c ? c : (a->start > b->start) - (a->start < b->start);
}

static int by_carried_theme(const void *x, const void *y) {
    const ThemePart *a = x, *b = y;
    if (a->carried != b->carried) return a->carried > b->carried ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static void burden_read(Call *call, const Friction *f, size_t at, Burden *b) {
    Arena *scratch = arena_new();
    *b = (Burden){.f = f, .at = at, .share_of = ARENA_ARRAY(call->arena, double, f->n + 1)};
    b->ways = ARENA_ARRAY(call->arena, Way, f->cells_n + 1);
    b->themes = ARENA_ARRAY(call->arena, ThemePart, f->cells_n + 1);
    for (uint32_t s = 0; s < f->n; s++) {
        const GraphShare *shares;
        size_t n = friction_shares(f, scratch, s, &shares);
        for (size_t i = 0; i < n; i++)
            if (shares[i].node == at) b->share_of[s] = shares[i].share;
        arena_reset(scratch);
    }
    arena_free(scratch);
    for (size_t i = 0; i < f->cells_n; i++) {
        if (b->share_of[f->cells[i].start] <= 0) continue;
        add_way(b, &f->cells[i]);
        add_theme(b, &f->cells[i]);
    }
    if (b->ways_n) qsort(b->ways, b->ways_n, sizeof *b->ways, by_carried_way);
    if (b->themes_n) qsort(b->themes, b->themes_n, sizeof *b->themes, by_carried_theme);
}

static json_t *way_json(Call *call, const Burden *b, const Way *w) {
    const Friction *f = b->f;
    json_t *steps = json_array();
    const uint32_t *nodes;
    size_t n = graph_way(f->graph, call->arena, w->start, (uint32_t)b->at, &nodes);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(steps, json_link(f->components[nodes[i]].id, f->components[nodes[i]].name));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "product", json_str_or_null(w->product), "component",
                     json_link(f->components[w->start].id, f->components[w->start].name), "voices",
                     json_num(w->voices, 1), "share", json_num(w->share, 4), "carried",
                     json_num(w->voices * w->share, 2), "of_all", json_num(w->voices * w->share / f->heard, 4), "way",
                     steps);
}

static size_t products_of(const Burden *b) {
    size_t n = 0;
    for (size_t i = 0; i < b->ways_n; i++) {
        bool seen = !b->ways[i].product.n;
        for (size_t k = 0; k < i; k++) seen |= str_eq(b->ways[k].product, b->ways[i].product);
        n += !seen;
    }
    return n;
}

static void put_friction(Call *call, const Friction *f, size_t at) {
    json_t *through = json_array(), *themes = json_array();
    Burden b = {.f = f, .at = at};
    double carried = at == SIZE_MAX ? 0 : f->carried[at];
    if (at != SIZE_MAX && f->heard > 0) burden_read(call, f, at, &b);
    for (size_t i = 0; i < b.ways_n; i++) json_array_append_new(through, way_json(call, &b, &b.ways[i]));
    for (size_t i = 0; i < b.themes_n; i++)
        json_array_append_new(themes, json_pack("{s:o, s:o, s:o}", "theme", json_link(b.themes[i].id, b.themes[i].name),
                                                "voices", json_num(b.themes[i].voices, 1), "carried",
                                                json_num(b.themes[i].carried, 2)));
    bool known = f->heard > 0;
    put(call->reply, "friction",
        json_pack("{s:o, s:o, s:o, s:o, s:I, s:o, s:o}", "voices", json_num(carried, 1), "internal",
                  json_num(at == SIZE_MAX ? 0 : f->carried_internal[at], 1), "share",
                  json_num(known ? carried / f->heard : 0, 4), "heard", json_num(f->heard, 0), "products",
                  (json_int_t)products_of(&b), "from",
                  known ? json_time(call->arena, f->from_day * SECONDS_PER_DAY) : json_null(), "to",
                  known ? json_time(call->arena, f->to_day * SECONDS_PER_DAY) : json_null()));
    put(call->reply, "through", through);
    put(call->reply, "themes", themes);
}

static bool get_run(Call *call, Err *err) {
    ComponentRow row = {0};
    Friction f;
    json_t *history;
    if (!component_named(call, call_arg(call, "component")->s, &row, err) || !friction_read(call, &f, err))
        return false;
    size_t at = friction_index(&f, row.id);
    put(call->reply, "component", facts_json(call->arena, &row));
    put_neighbours(call, &f, at);
    put_friction(call, &f, at);
    if (!put_people(call, &row, err) || !audit_of(call, "component", row.id, HISTORY_SHOWN, &history, err))
        return false;
    put(call->reply, "history", history);
    return true;
}

static const Field FACTS[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"ref", SHAPE_STRING, "as catalogs call it", NULL, false},
    {"gone", SHAPE_BOOL, "no catalog has it any longer", NULL, false},
    {"owner", SHAPE_OBJECT, NULL, SHAPE_OF_OWNER, false},
    {"kind", SHAPE_STRING, "component, api, resource", NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"description", SHAPE_STRING, NULL, NULL, false},
    {"type", SHAPE_STRING, NULL, NULL, false},
    {"lifecycle", SHAPE_STRING, NULL, NULL, false},
    {"tags", SHAPE_STRING, NULL, NULL, false},
    {"paths", SHAPE_STRING, NULL, NULL, false},
    {"products", SHAPE_STRING, "that customers know it by", NULL, false},
    {"source", SHAPE_STRING, "the file that it came from", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field FRICTION[] = {
    {"voices", SHAPE_NUMBER, "of the quarter that stand on it", NULL, false},
    {"internal", SHAPE_NUMBER, "of these, told by internal developers", NULL, false},
    {"share", SHAPE_NUMBER, "of all voices of the quarter, 0 to 1", NULL, false},
    {"heard", SHAPE_NUMBER, "voices of all themes in the quarter", NULL, false},
    {"products", SHAPE_INT, "through so many", NULL, false},
    {"from", SHAPE_TIME, "first day of the quarter", NULL, true},
    {"to", SHAPE_TIME, "newest day", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field WAY[] = {
    {"product", SHAPE_STRING, "null: not known", NULL, true},
    {"component", SHAPE_OBJECT, "where the voices show", SHAPE_OF_LINK, false},
    {"voices", SHAPE_NUMBER, "that show there", NULL, false},
    {"share", SHAPE_NUMBER, "of them that stands here; over all components these sum to 1", NULL, false},
    {"carried", SHAPE_NUMBER, "voices x share", NULL, false},
    {"of_all", SHAPE_NUMBER, "carried, of all voices of the quarter", NULL, false},
    {"way", SHAPE_ARRAY, "from there down to here, as short as any", SHAPE_OF_LINK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field THEME_PART[] = {
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"voices", SHAPE_NUMBER, "where it shows", NULL, false},
    {"carried", SHAPE_NUMBER, "of these, what stands here", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"component", SHAPE_OBJECT, NULL, FACTS, false},
    {"people", SHAPE_ARRAY, "who can be asked", SHAPE_OF_LINK, false},
    {"upon", SHAPE_ARRAY, "what it is built upon", SHAPE_OF_OWNED, false},
    {"under", SHAPE_ARRAY, "what is built upon it", SHAPE_OF_OWNED, false},
    {"friction", SHAPE_OBJECT, NULL, FRICTION, false},
    {"through", SHAPE_ARRAY, "by product and component, most first; carried sums to voices", WAY, false},
    {"themes", SHAPE_ARRAY, "most first", THEME_PART, false},
    {"history", SHAPE_ARRAY, "newest first", SHAPE_OF_AUDIT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param PARAMS[] = {
    {.name = "component",
     .type = PARAM_STR,
     .max = 300,
     .required = true,
     .positional = true,
     .help = "its number, name or reference"},
    {.name = NULL},
};
static const Column COLUMNS[] = {
    {"product", "product", "text", 20}, {"shows at", "component.name", "text", 24},
    {"voices", "voices", "score", 7},   {"stands here", "share", "percent", 11},
    {"carried", "carried", "score", 8}, {"of all", "of_all", "percent", 6},
    {"way", "way", "names", 0},         {NULL, NULL, NULL, 0},
};
static const Column TOP[] = {
    {"component", "component.name", "text", 0},
    {"owner", "component.owner.name", "text", 0},
    {"state", "component.owner.state", "text", 0},
    {"why", "component.owner.why", "text", 0},
    {"people", "people", "names", 0},
    {"built upon", "upon", "names", 0},
    {"under", "under", "names", 0},
    {"voices", "friction.voices", "score", 0},
    {"told inside", "friction.internal", "score", 0},
    {"of all friction", "friction.share", "percent", 0},
    {"products", "friction.products", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_COMPONENT = {
    .id = "components.get",
    .method = "GET",
    .path = "/components/{component}",
    .words = "component",
    .summary = "One component: owner, dependencies, and the friction that stands on it",
    .help = "Half of the friction that shows at a component stays with it; the other half goes on in equal parts to "
            "what it is built upon, "
            "and so on down. The shares of a problem sum to 1: docs/internals/ownership.md.\n\nridealong component "
            "event-queue",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = PARAMS,
    .reply = REPLY,
    .rows = "through",
    .columns = COLUMNS,
    .facts = TOP,
    .empty = "No friction of the last quarter stands on it. Friction comes by products that components name, and by "
             "`ridealong route confirm`.",
    .run = get_run,
};
