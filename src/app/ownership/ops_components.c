/* ops_components.c - components as a list, and those that nobody owns. */
#include <stdlib.h>

#include "app_private.h"
#include "json_build.h"
#include "name_filter.h"
#include "ownership.h"
#include "problems/graph.h"
#include "shapes.h"
#include "store/problem_store.h"
#include "store/theme_store.h"

/* ---- rows ------------------------------------------------------------------------------------ */

static json_t *row_json(const Call *call, const Friction *f, const ComponentRow *row) {
    json_t *o = component_json(call->arena, row);
    size_t at = friction_index(f, row->id);
    double carried = at == SIZE_MAX ? 0 : f->carried[at];
    put(o, "kind", json_str(row->kind));
    put(o, "type", json_str(row->type));
    put(o, "title", json_str(row->title));
    put(o, "products", json_str(row->products));
    put(o, "voices", json_num(carried, 1));
    put(o, "internal", json_num(at == SIZE_MAX ? 0 : f->carried_internal[at], 1));
    put(o, "share", json_num(f->heard > 0 ? carried / f->heard : 0, 4));
    return o;
}

static const Field ROW[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"ref", SHAPE_STRING, "as catalogs call it", NULL, false},
    {"gone", SHAPE_BOOL, "no catalog has it any longer", NULL, false},
    {"owner", SHAPE_OBJECT, NULL, SHAPE_OF_OWNER, false},
    {"kind", SHAPE_STRING, "component, api, resource", NULL, false},
    {"type", SHAPE_STRING, NULL, NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"products", SHAPE_STRING, "that customers know it by", NULL, false},
    {"voices", SHAPE_NUMBER, "of the last quarter that stand on it", NULL, false},
    {"internal", SHAPE_NUMBER, "of these, told by internal developers", NULL, false},
    {"share", SHAPE_NUMBER, "of all voices of the last quarter, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

typedef struct Shown {
    const ComponentRow *row;
    double voices;
} Shown;

static int by_voices(const void *x, const void *y) {
    const Shown *a = x, *b = y;
    if (a->voices != b->voices) return a->voices > b->voices ? -1 : 1;
    return str_cmp(a->row->ref, b->row->ref);
}

static Shown shown(const Friction *f, const ComponentRow *row) {
    size_t at = friction_index(f, row->id);
    return (Shown){row, at == SIZE_MAX ? 0 : f->carried[at]};
}

/* The most burdened first. */
static json_t *sorted(const Call *call, const Friction *f, Shown *rows, size_t n, size_t limit) {
    json_t *list = json_array();
    if (n) qsort(rows, n, sizeof *rows, by_voices);
    for (size_t i = 0; i < n && i < limit; i++) json_array_append_new(list, row_json(call, f, rows[i].row));
    return list;
}

static void put_period(Call *call, const Friction *f) {
    bool known = f->heard > 0;
    put(call->reply, "heard", json_num(f->heard, 0));
    put(call->reply, "attached", json_num(f->attached, 0));
    put(call->reply, "from", known ? json_time(call->arena, f->from_day * SECONDS_PER_DAY) : json_null());
    put(call->reply, "to", known ? json_time(call->arena, f->to_day * SECONDS_PER_DAY) : json_null());
}
#define PERIOD_FIELDS                                                                                                  \
    {"heard", SHAPE_NUMBER, "voices of all themes in the quarter", NULL, false},                                       \
        {"attached", SHAPE_NUMBER, "of these, those that show at a component", NULL, false},                           \
        {"from", SHAPE_TIME, "first day of the quarter", NULL, true}, {                                                \
        "to", SHAPE_TIME, "newest day", NULL, true                                                                     \
    }

/* ---- list ------------------------------------------------------------------------------------ */

typedef enum State { STATE_ALL, STATE_OWNED, STATE_UNOWNED, STATE_STALE, STATE_GONE } State;
static const char *const STATES[] = {"all", "owned", "unowned", "stale", "gone", NULL};

static bool wanted(Arena *a, const ComponentRow *row, State state, Str q) {
    bool gone = row->gone_at != TIME_NONE;
    OwnerState owner = owner_state(row, NULL);
    if (!utf8_holds(a, row->ref, q) && !utf8_holds(a, row->products, q) && !utf8_holds(a, row->title, q)) return false;
    if (state == STATE_GONE || gone) return state == STATE_GONE && gone;
    return state == STATE_ALL || (state == STATE_OWNED && owner == OWNER_THERE) ||
           (state == STATE_UNOWNED && owner == OWNER_NONE) || (state == STATE_STALE && owner == OWNER_STALE);
}

static json_t *counts_json(const ComponentRow *rows, size_t n) {
    int64_t count[5] = {0};
    for (size_t i = 0; i < n; i++) {
        if (rows[i].gone_at != TIME_NONE) count[STATE_GONE]++;
        else count[STATE_ALL]++, count[STATE_OWNED + owner_state(&rows[i], NULL)]++;
    }
    json_t *o = json_object();
    for (int s = 0; s < 5; s++) put(o, STATES[s], json_integer(count[s]));
    return o;
}

static bool list_run(Call *call, Err *err) {
    Friction f;
    ComponentRow *rows;
    size_t n, kept = 0;
    Str q = name_filter(call);
    if (!friction_read(call, &f, err) ||
        !components_list(call->app->db, call->arena, &(ComponentFilter){.gone = true}, &rows, &n, err))
        return false;
    Shown *list = ARENA_ARRAY(call->arena, Shown, n + 1);
    for (size_t i = 0; i < n; i++)
        if (wanted(call->arena, &rows[i], (State)call_arg(call, "state")->i, q)) list[kept++] = shown(&f, &rows[i]);
    put(call->reply, "total", json_integer((json_int_t)kept));
    put(call->reply, "counts", counts_json(rows, n));
    put(call->reply, "state", json_string(STATES[call_arg(call, "state")->i]));
    put(call->reply, "q", json_str(call_arg(call, "q")->s));
    put_period(call, &f);
    put(call->reply, "components", sorted(call, &f, list, kept, (size_t)call_arg(call, "limit")->i));
    return true;
}

static const Field COUNTS[] = {
    {"all", SHAPE_INT, "that are there", NULL, false},
    {"owned", SHAPE_INT, NULL, NULL, false},
    {"unowned", SHAPE_INT, NULL, NULL, false},
    {"stale", SHAPE_INT, NULL, NULL, false},
    {"gone", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {
    {"components", SHAPE_ARRAY, "most voices first", ROW, false},
    {"total", SHAPE_INT, "that fit", NULL, false},
    {"counts", SHAPE_OBJECT, "of all", COUNTS, false},
    {"state", SHAPE_STRING, "as asked for", NULL, false},
    {"q", SHAPE_STRING, "as asked for", NULL, false},
    PERIOD_FIELDS,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param LIST_PARAMS[] = {
    {.name = "state",
     .type = PARAM_ENUM,
     .choices = STATES,
     .fallback = "all",
     .help = "owned, unowned (nobody is named), stale (its team has no people, or is gone), gone"},
    NAME_PARAM("name or products"),
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 10000, .fallback = "500", .help = "rows at most"},
    {.name = NULL},
};
static const Column LIST_COLUMNS[] = {
    {"number", "id", "int", 6},           {"component", "name", "text", 0},
    {"owner", "owner.name", "text", 18},  {"state", "owner.state", "text", 8},
    {"voices", "voices", "score", 7},     {"share", "share", "percent", 6},
    {"products", "products", "text", 24}, {NULL, NULL, NULL, 0},
};
#define NO_COMPONENTS                                                                                                  \
    "No components. They come from Backstage catalog files, CODEOWNERS, Compose files, Kubernetes manifests or "       \
    "tables: "                                                                                                         \
    "ridealong components import catalog-info.yaml"
static const Op LIST = {
    .id = "components.list",
    .method = "GET",
    .path = "/components",
    .words = "components",
    .summary = "Pieces of software, their owners, and the friction that stands on them",
    .help = "Friction shows at the component that customers touch: the one that somebody confirmed for a theme, else "
            "those that name the "
            "product. A part of it stands on what that component is built upon; see `ridealong component NAME`.\n\n"
            "ridealong components --state unowned",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "components",
    .columns = LIST_COLUMNS,
    .empty = NO_COMPONENTS,
    .run = list_run,
};

/* ---- nobody's -------------------------------------------------------------------------------- */

typedef struct Loose { /* what is known of a theme's way to a component */
    double voices, attached;
    bool said;
    int64_t component_id;
} Loose;

static Loose loose_of(const Friction *f, const ProductVoices *voices, size_t n, const RoutingRow *said, size_t said_n,
                      int64_t theme_id) {
    Loose l = {0};
    for (size_t i = 0; i < n; i++)
        if (voices[i].theme_id == theme_id) l.voices += (double)voices[i].voices;
    for (size_t i = 0; i < f->cells_n; i++)
        if (f->cells[i].theme_id == theme_id) l.attached += f->cells[i].voices;
    for (size_t i = 0; i < said_n; i++)
        if (said[i].theme_id == theme_id) l.said = true, l.component_id = said[i].component_id;
    return l;
}

static const char *loose_why(const Loose *l) {
    if (l->said && !l->component_id) return "somebody said that it is nobody's";
    if (l->said) return "the component that it was given to is gone";
    return l->attached > 0 ? "a part of it has no product that a component names"
                           : "nobody has said whose it is, and no component names its products";
}

static bool loose_themes(Call *call, const Friction *f, json_t *list, Err *err) {
    Db *db = call->app->db;
    CodebookRow codebook;
    ThemeRow *themes;
    ProductVoices *voices;
    RoutingRow *said;
    size_t themes_n, n, said_n;
    Err none = {0};
    if (!codebook_current(db, call->arena, &codebook, &none)) return none.code == ERR_NOT_FOUND || (*err = none, false);
    if (!themes_names(db, call->arena, codebook.id, &themes, &themes_n, err) ||
        !friction_voices(call, codebook.id, f->from_day, &voices, &n, err) ||
        !routings_in_force(db, call->arena, INT32_MAX, &said, &said_n, err))
        return false;
    for (size_t i = 0; i < themes_n; i++) {
        Loose l = loose_of(f, voices, n, said, said_n, themes[i].id);
        if (l.attached >= l.voices / 2 && !(l.said && !l.attached)) continue;
        json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:o, s:s}", "id", (json_int_t)themes[i].id, "name",
                                              json_str(themes[i].name), "voices", json_num(l.voices, 0), "loose",
                                              json_num(l.voices - l.attached, 0), "why", loose_why(&l)));
    }
    return true;
}

/* Of the live problems. */
static bool loose_problems(Call *call, json_t *list, Err *err) {
    ProblemRow *rows;
    size_t n;
    if (!problems_list(call->app->db, call->arena, &(ProblemFilter){.state = -1, .live = true, .unowned = true}, &rows,
                       &n, err))
        return false;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(
            list,
            json_pack("{s:I, s:o, s:s, s:s}", "id", (json_int_t)rows[i].id, "title", json_str(rows[i].title), "state",
                      problem_state_name(rows[i].state), "why",
                      rows[i].component_id ? "its component has no owner, or is gone" : "nobody has said whose it is"));
    return true;
}

static bool unowned_run(Call *call, Err *err) {
    Friction f;
    size_t kept = 0;
    json_t *themes = json_array(), *problems = json_array();
    put(call->reply, "themes", themes);
    put(call->reply, "problems", problems);
    if (!loose_problems(call, problems, err) || !friction_read(call, &f, err) || !loose_themes(call, &f, themes, err))
        return false;
    Shown *list = ARENA_ARRAY(call->arena, Shown, f.n + 1);
    for (size_t i = 0; i < f.n; i++)
        if (owner_state(&f.components[i], NULL) != OWNER_THERE) list[kept++] = shown(&f, &f.components[i]);
    put_period(call, &f);
    put(call->reply, "components", sorted(call, &f, list, kept, kept));
    return true;
}

static const Field LOOSE[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"voices", SHAPE_NUMBER, "in the last quarter", NULL, false},
    {"loose", SHAPE_NUMBER, "of these, those that show at no component", NULL, false},
    {"why", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LOOSE_PROBLEM[] = {
    {"id", SHAPE_INT, NULL, NULL, false},       {"title", SHAPE_STRING, NULL, NULL, false},
    {"state", SHAPE_STRING, NULL, NULL, false}, {"why", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field UNOWNED_REPLY[] = {
    {"components", SHAPE_ARRAY, "unowned or stale, most voices first", ROW, false},
    {"themes", SHAPE_ARRAY, "more than half of whose voices show at no component", LOOSE, false},
    {"problems", SHAPE_ARRAY, "live ones without an owner, or whose component has none", LOOSE_PROBLEM, false},
    PERIOD_FIELDS,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Op UNOWNED = {
    .id = "components.unowned",
    .method = "GET",
    .path = "/unowned",
    .words = "unowned",
    .summary = "What nobody answers for: components, problems and themes without an owner",
    .help = "A component is stale when its team has no people, is gone, or nobody knows it. Nothing is given to a "
            "default owner.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = UNOWNED_REPLY,
    .rows = "components",
    .columns = LIST_COLUMNS,
    .empty = "Every component has an owner with people. Themes without a component: `ridealong unowned --json`",
    .run = unowned_run,
};

extern const Op OP_COMPONENT, OP_COMPONENTS_IMPORT; /* ops_component.c, ops_catalog.c */
const Op *const OPS_COMPONENTS[] = {&LIST, &OP_COMPONENT, &UNOWNED, &OP_COMPONENTS_IMPORT, NULL};
