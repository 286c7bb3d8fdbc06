/* ops_sources.c - where signals come from, and every import. */
#include "app_private.h"
#include "json_build.h"
#include "shapes.h"
#include "store/signal_store.h"

static const Field SOURCE[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"kind", SHAPE_STRING, "the export that was recognised, or guessed, or given", NULL, false},
    {"told_by", SHAPE_STRING, "customers or internal (developers)", NULL, false},
    {"mapping", SHAPE_ANY, "field to columns", NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"without_text", SHAPE_INT, NULL, NULL, false},
    {"first_at", SHAPE_TIME, NULL, NULL, false},
    {"last_at", SHAPE_TIME, NULL, NULL, false},
    {"imports", SHAPE_ARRAY, "latest first", SHAPE_OF_IMPORT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SOURCES_REPLY[] = {
    {"sources", SHAPE_ARRAY, NULL, SOURCE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column SOURCES_COLUMNS[] = {
    {"id", "id", "int", 3},
    {"source", "name", "text", 0},
    {"kind", "kind", "text", 12},
    {"told by", "told_by", "text", 9},
    {"signals", "signals", "int", 9},
    {"no text", "without_text", "int", 8},
    {"first", "first_at", "date", 10},
    {"last", "last_at", "date", 10},
    {NULL, NULL, NULL, 0},
};

enum { IMPORTS_SHOWN = 50 };

static json_t *imports_json(Arena *a, const ImportRow *rows, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, import_json(a, &rows[i]));
    return list;
}

static bool source_json(Call *call, const SourceRow *r, json_t **out, Err *err) {
    ImportRow *imports;
    size_t n;
    if (!imports_list(call->app->db, call->arena, r->id, IMPORTS_SHOWN, &imports, &n, err)) return false;
    json_t *o = json_object(), *mapping = json_loadb(r->mapping.p ? r->mapping.p : "", r->mapping.n, 0, NULL);
    put(o, "id", json_integer(r->id));
    put(o, "name", json_str(r->name));
    put(o, "kind", json_str(r->kind));
    put(o, "told_by", json_string(r->told_by == TOLD_BY_INTERNAL ? "internal" : "customers"));
    put(o, "mapping", mapping ? mapping : json_object());
    put(o, "signals", json_integer(r->signals));
    put(o, "without_text", json_integer(r->without_text));
    put(o, "first_at", json_time(call->arena, r->first_at));
    put(o, "last_at", json_time(call->arena, r->last_at));
    put(o, "imports", imports_json(call->arena, imports, n));
    *out = o;
    return true;
}

static bool sources_run(Call *call, Err *err) {
    SourceRow *rows;
    size_t n;
    if (!sources_list(call->app->db, call->arena, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(call->reply, "sources", list);
    for (size_t i = 0; i < n; i++) {
        json_t *source;
        if (!source_json(call, &rows[i], &source, err)) return false;
        json_array_append_new(list, source);
    }
    return true;
}

static const Op SOURCES = {
    .id = "sources.list",
    .method = "GET",
    .path = "/sources",
    .words = "sources",
    .summary = "Sources and their imports",
    .help = "Where signals come from: how many, from when to when, which columns were taken for what, and every import "
            "with its counts.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = SOURCES_REPLY,
    .rows = "sources",
    .columns = SOURCES_COLUMNS,
    .empty = "No source yet. Bring one in: `ridealong import FILE`",
    .run = sources_run,
};

const Op *const OPS_SOURCES[] = {&SOURCES, NULL};
