/* shapes.c - shapes that several replies share, each beside the function that makes it. */
#include "shapes.h"

#include <stdlib.h>

#include "json_build.h"
#include "store/signal_store.h"
#include "store/theme_store.h"
#include "text/utf8.h"

const Field SHAPE_OF_FREE[] = {{NULL, SHAPE_ANY, NULL, NULL, false}};

const Field SHAPE_OF_LINK[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

const Field SHAPE_OF_SIGNAL_LINK[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

const Field SHAPE_OF_VALUES[] = {
    {"value", SHAPE_STRING, NULL, NULL, false},
    {"signals", SHAPE_INT, NULL, NULL, false},
    {"share", SHAPE_NUMBER, "of the theme's signals, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

const Field SHAPE_OF_CODEBOOK[] = {
    {"id", SHAPE_INT, "version number", NULL, false},
    {"created_at", SHAPE_TIME, NULL, NULL, false},
    {"themes", SHAPE_INT, NULL, NULL, false},
    {"signals", SHAPE_INT, "signals with words that were coded", NULL, false},
    {"voices", SHAPE_INT, "customers, or copy groups where the customer is not known", NULL, false},
    {"unthemed", SHAPE_INT, "coded signals that fit nowhere", NULL, false},
    {"unthemed_share", SHAPE_NUMBER, "0 to 1", NULL, false},
    {"sample", SHAPE_INT, "signals that discovery looked at", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

const Field SHAPE_OF_IMPORT[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"file", SHAPE_STRING, NULL, NULL, false},
    {"state", SHAPE_STRING, "running, finished or failed", NULL, false},
    {"started_at", SHAPE_TIME, NULL, NULL, false},
    {"finished_at", SHAPE_TIME, NULL, NULL, false},
    {"rows", SHAPE_INT, "rows of the file dealt with: the sum of the next five", NULL, false},
    {"inserted", SHAPE_INT, NULL, NULL, false},
    {"updated", SHAPE_INT, NULL, NULL, false},
    {"unchanged", SHAPE_INT, NULL, NULL, false},
    {"skipped", SHAPE_INT, "rows that are no signals, such as pull requests", NULL, false},
    {"rejected", SHAPE_INT, "rows that could not be read", NULL, false},
    {"rejects_path", SHAPE_STRING, "file with line, reason and row", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};

json_t *codebook_json(Arena *a, const CodebookRow *row) {
    json_t *stats = json_loadb(row->stats.p ? row->stats.p : "{}", row->stats.p ? row->stats.n : 2, 0, NULL);
    json_t *o = json_object();
    put(o, "id", json_integer(row->id));
    put(o, "created_at", json_time(a, row->created_at));
    put(o, "themes", json_integer(row->themes));
    put(o, "signals", json_integer(row->signals));
    put(o, "voices", json_integer(json_integer_value(json_object_get(stats, "voices"))));
    put(o, "unthemed", json_integer(row->unthemed));
    put(o, "unthemed_share", json_num(row->signals ? (double)row->unthemed / (double)row->signals : 0, 4));
    put(o, "sample", json_integer(row->sample));
    json_decref(stats);
    return o;
}

typedef struct Named {
    Str folded;
    const ThemeRow *row;
} Named;

static int by_name(const void *x, const void *y) {
    const Named *a = x, *b = y;
    int order = str_cmp(a->folded, b->folded);
    return order ? order : (a->row->id > b->row->id) - (a->row->id < b->row->id);
}

json_t *themes_links(Arena *a, const ThemeRow *rows, size_t n, int64_t without) {
    Named *named = ARENA_ARRAY(a, Named, n + 1);
    for (size_t i = 0; i < n; i++) named[i] = (Named){utf8_fold(a, rows[i].name), &rows[i]};
    qsort(named, n, sizeof *named, by_name);
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        if (named[i].row->id != without) json_array_append_new(list, json_link(named[i].row->id, named[i].row->name));
    return list;
}

json_t *import_json(Arena *a, const ImportRow *r) {
    json_t *o = json_object();
    put(o, "id", json_integer(r->id));
    put(o, "file", json_str(r->file));
    put(o, "state", json_str(r->state));
    put(o, "started_at", json_time(a, r->started_at));
    put(o, "finished_at", json_time(a, r->finished_at));
    put(o, "rows", json_integer(r->rows));
    put(o, "inserted", json_integer(r->inserted));
    put(o, "updated", json_integer(r->updated));
    put(o, "unchanged", json_integer(r->unchanged));
    put(o, "skipped", json_integer(r->skipped));
    put(o, "rejected", json_integer(r->rejected));
    put(o, "rejects_path", r->rejected ? json_str_or_null(r->rejects_path) : json_null());
    return o;
}
