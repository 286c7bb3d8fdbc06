/* ops_codebooks.c - versions of the themes, and what each changed by itself: the same signals under the version before
 * and under this one. */
#include <stdlib.h>

#include "app_private.h"
#include "json_build.h"
#include "lineage_reply.h"
#include "shapes.h"
#include "store/theme_store.h"

/* ---- the list -------------------------------------------------------------------------------- */

static json_t *version_json(Arena *a, const CodebookRow *row) {
    return json_pack("{s:I, s:o, s:o, s:o, s:I, s:I, s:I, s:o, s:I}", "id", (json_int_t)row->id, "created_at",
                     json_time(a, row->created_at), "state", json_str(row->state), "kind", json_str(row->kind),
                     "themes", (json_int_t)row->themes, "signals", (json_int_t)row->signals, "unthemed",
                     (json_int_t)row->unthemed, "before", row->before_id ? json_integer(row->before_id) : json_null(),
                     "seed", (json_int_t)row->seed);
}

static const Field VERSION[] = {
    {"id", SHAPE_INT, "its number", NULL, false},
    {"created_at", SHAPE_TIME, NULL, NULL, false},
    {"state", SHAPE_STRING, "current, retired or building", NULL, false},
    {"kind", SHAPE_STRING, "discovered in the data, or edited by people", NULL, false},
    {"themes", SHAPE_INT, NULL, NULL, false},
    {"signals", SHAPE_INT, "that it coded", NULL, false},
    {"unthemed", SHAPE_INT, NULL, NULL, false},
    {"before", SHAPE_INT, "the version it took over from", NULL, true},
    {"seed", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static bool list_run(Call *call, Err *err) {
    CodebookRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "codebooks", list);
    if (!codebooks_list(call->app->db, call->arena, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, version_json(call->arena, &rows[i]));
    return true;
}

static const Field LIST_REPLY[] = {
    {"codebooks", SHAPE_ARRAY, "newest first", VERSION, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"codebook", "id", "int", 8},       {"date", "created_at", "date", 10}, {"state", "state", "text", 8},
    {"kind", "kind", "text", 0},        {"themes", "themes", "int", 7},     {"signals", "signals", "int", 9},
    {"unthemed", "unthemed", "int", 9}, {"after", "before", "int", 6},      {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "codebooks.list",
    .method = "GET",
    .path = "/codebooks",
    .words = "codebooks",
    .summary = "Versions of the themes",
    .help =
        "A codebook is a numbered version of all themes; each codes all of history by one rule, so that any two dates "
        "compare like with like. `ridealong codebook NUMBER` says what one changed.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = LIST_REPLY,
    .rows = "codebooks",
    .columns = LIST_COLUMNS,
    .empty = "No codebook yet. `ridealong import FILE` brings signals in and finds themes.",
    .run = list_run,
};

/* ---- one: what changed by it alone ----------------------------------------------------------- */

enum { WAYS_SHOWN = 4 };

static int by_signals(const void *x, const void *y) {
    const FlowRow *a = x, *b = y;
    if (a->signals != b->signals) return a->signals > b->signals ? -1 : 1;
    int64_t i = a->before_id + a->after_id, j = b->before_id + b->after_id;
    return (i > j) - (i < j);
}

/* Where the theme's signals went to (out) or came from, other than the theme itself; largest first. */
static json_t *ways_json(Arena *a, const Ever *ever, const FlowRow *flows, size_t n, int64_t theme_id, bool out) {
    FlowRow *ways = ARENA_ARRAY(a, FlowRow, n + 1);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (flows[i].before_id != flows[i].after_id && (out ? flows[i].before_id : flows[i].after_id) == theme_id)
            ways[kept++] = flows[i];
    qsort(ways, kept, sizeof *ways, by_signals);
    json_t *list = json_array();
    for (size_t i = 0; i < kept && i < WAYS_SHOWN; i++) {
        int64_t other = out ? ways[i].after_id : ways[i].before_id;
        json_t *way = json_object();
        put(way, "theme", ever_link(ever, other));
        put(way, "signals", json_integer(ways[i].signals));
        json_array_append_new(list, way);
    }
    return list;
}

static json_t *row_json(Arena *a, const Ever *ever, const LineageRow *row, const FlowRow *flows, size_t n) {
    json_t *o = lineage_json(a, ever, row, flows, n);
    bool gone = str_eq(row->kind, STR("merged")) || str_eq(row->kind, STR("retired"));
    int64_t id = gone ? row->before_id : row->after_id;
    int64_t before = flow_sum(flows, n, id, -1), after = flow_sum(flows, n, -1, id);
    put(o, "theme", ever_link(ever, id));
    put(o, "was", json_integer(before));
    put(o, "is", json_integer(after));
    put(o, "to", ways_json(a, ever, flows, n, id, true));
    put(o, "from", ways_json(a, ever, flows, n, id, false));
    return o;
}

typedef struct Ordered {
    json_t *row;
    bool continued;
    int64_t moved;
    size_t place;
} Ordered;

/* What happened to whole themes first, then where most signals moved. */
static int by_interest(const void *x, const void *y) {
    const Ordered *a = x, *b = y;
    if (a->continued != b->continued) return a->continued ? 1 : -1;
    if (a->moved != b->moved) return a->moved > b->moved ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static json_t *ordered(Arena *a, const Ever *ever, const LineageRow *lineage, size_t lineage_n, const FlowRow *flows,
                       size_t n) {
    Ordered *rows = ARENA_ARRAY(a, Ordered, lineage_n + 1);
    for (size_t i = 0; i < lineage_n; i++) {
        json_t *row = row_json(a, ever, &lineage[i], flows, n);
        int64_t before = json_integer_value(json_object_get(row, "before_signals")),
                shared = json_integer_value(json_object_get(row, "shared"));
        int64_t after = json_integer_value(json_object_get(row, "after_signals"));
        rows[i] = (Ordered){row, str_eq(lineage[i].kind, STR("continued")), before + after - 2 * shared, i};
    }
    qsort(rows, lineage_n, sizeof *rows, by_interest);
    json_t *list = json_array();
    for (size_t i = 0; i < lineage_n; i++) json_array_append_new(list, rows[i].row);
    return list;
}

static int64_t stayed(const FlowRow *flows, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        if (flows[i].before_id == flows[i].after_id) sum += flows[i].signals;
    return sum;
}

static bool find(Call *call, int64_t id, CodebookRow *out, Err *err) {
    CodebookRow *rows;
    size_t n;
    if (!codebooks_list(call->app->db, call->arena, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].id == id) return *out = rows[i], true;
    return err_set(err, ERR_NOT_FOUND, "list them: ridealong codebooks", "there is no codebook %lld", (long long)id);
}

static bool get_run(Call *call, Err *err) {
    CodebookRow row = {0};
    Ever ever;
    FlowRow *flows;
    LineageRow *lineage;
    size_t n, lineage_n;
    Db *db = call->app->db;
    int64_t id = call_arg(call, "codebook")->i;
    if (!find(call, id, &row, err) || !ever_read(call, &ever, err) ||
        !flow_list(db, call->arena, id, &flows, &n, err) ||
        !lineage_of_codebook(db, call->arena, id, &lineage, &lineage_n, err))
        return false;
    int64_t both = flow_sum(flows, n, -1, -1);
    put(call->reply, "codebook", version_json(call->arena, &row));
    put(call->reply, "both", json_integer(both));
    put(call->reply, "stayed", both ? json_num((double)stayed(flows, n) / (double)both, 4) : json_null());
    put(call->reply, "themes", ordered(call->arena, &ever, lineage, lineage_n, flows, n));
    return true;
}

static const Field WAY[] = {
    {"theme", SHAPE_OBJECT, "null: unthemed", SHAPE_OF_LINK, true},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CHANGED[] = {
    {"theme", SHAPE_OBJECT, "which `says` speaks of", SHAPE_OF_LINK, false},
    {"kind", SHAPE_STRING, "continued, split, merged, new or retired", NULL, false},
    {"codebook", SHAPE_INT, NULL, NULL, false},
    {"before", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"after", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"shared", SHAPE_INT, NULL, NULL, false},
    {"before_signals", SHAPE_INT, NULL, NULL, false},
    {"after_signals", SHAPE_INT, NULL, NULL, false},
    {"was", SHAPE_INT, "signals under the version before, of those that both coded", NULL, false},
    {"is", SHAPE_INT, "signals under this version, of the same", NULL, false},
    {"to", SHAPE_ARRAY, "where its signals went, largest first", WAY, false},
    {"from", SHAPE_ARRAY, "where its new signals come from, largest first", WAY, false},
    {"says", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GET_REPLY[] = {
    {"codebook", SHAPE_OBJECT, NULL, VERSION, false},
    {"both", SHAPE_INT, "signals that this version and the one before coded", NULL, false},
    {"stayed", SHAPE_NUMBER, "share of them that kept their theme", NULL, true},
    {"themes", SHAPE_ARRAY, NULL, CHANGED, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param GET_PARAMS[] = {
    {.name = "codebook",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the version"},
    {.name = NULL},
};
static const Column GET_COLUMNS[] = {
    {"id", "theme.id", "int", 4}, {"theme", "theme.name", "text", 30}, {"was", "was", "int", 6},
    {"is", "is", "int", 6},       {"kind", "kind", "text", 9},         {"what happened", "says", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Column GET_FACTS[] = {
    {"codebook", "codebook.id", "int", 0},
    {"made", "codebook.created_at", "date", 0},
    {"kind", "codebook.kind", "text", 0},
    {"after", "codebook.before", "int", 0},
    {"coded by both", "both", "int", 0},
    {"kept theme", "stayed", "percent", 0},
    {NULL, NULL, NULL, 0},
};
static const Op GET = {
    .id = "codebooks.get",
    .method = "GET",
    .path = "/codebooks/{codebook}",
    .words = "codebook",
    .summary = "What a new version of the themes changed by itself",
    .help = "Compares the same signals under the version before and under this one: no new signal, no passing of time "
            "is in "
            "these figures.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "themes",
    .columns = GET_COLUMNS,
    .facts = GET_FACTS,
    .empty = "It is the first version: there was none before it to compare with.",
    .run = get_run,
};

const Op *const OPS_CODEBOOKS[] = {&LIST, &GET, NULL};
