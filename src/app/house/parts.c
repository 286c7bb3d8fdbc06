/* parts.c - an operation's list as a part of another page. */
#include "parts.h"

#include <string.h>

#include "app_private.h"
#include "base/buf.h"
#include "json_build.h"
#include "shapes.h"

enum { CELLS_MAX = 4 };

const Field SHAPE_OF_PART[] = {
    {"op", SHAPE_STRING, "the operation that it comes from", NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"link", SHAPE_STRING, "path of the whole list", NULL, false},
    {"empty", SHAPE_STRING, "why there are no rows, and how to get some", NULL, false},
    {"head", SHAPE_STRING, "what the rows' titles are", NULL, false},
    {"columns", SHAPE_ARRAY, "{name, kind} of the cells", SHAPE_OF_FREE, false},
    {"rows", SHAPE_ARRAY, "{title, path, cells: [{kind, value}]}", SHAPE_OF_FREE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static const json_t *at_path(const json_t *row, const char *path) {
    Str rest = str_from_c(path);
    while (rest.p && row) {
        Str key = str_cut(&rest, '.');
        row = json_object_getn(row, key.p, key.n);
    }
    return row;
}

static bool simple(const Column *c) {
    static const char *const FORMATS[] = {"text", "int", "percent", "score", "date"};
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
        if (strcmp(c->format, FORMATS[i]) == 0) return c->width > 0;
    return false;
}

/* Numbers of things are what the row's link says already. */
static bool is_number_of(const Column *c) {
    return strcmp(c->path, "id") == 0 || strcmp(c->path, "rank") == 0 || strcmp(c->path, "session") == 0 ||
           strcmp(c->path, "problem.id") == 0;
}

static const Column *title_column(const Part *part, const Op *op) {
    const Column *c = op->columns;
    while (c->head && (part->name ? strcmp(c->path, part->name) != 0 : c->width || strcmp(c->format, "text") != 0)) c++;
    return c->head ? c : NULL;
}

static bool is_cell(const Part *part, const Op *op, const Column *c) {
    return simple(c) && !is_number_of(c) && c != title_column(part, op);
}

static bool row_path(const Part *part, const json_t *row, Buf *out) {
    Str pattern = str_from_c(part->row);
    while (pattern.p) {
        buf_add(out, str_cut(&pattern, '{'));
        if (!pattern.p) break;
        Str name = str_cut(&pattern, '}');
        char path[64];
        snprintf(path, sizeof path, "%.*s", STR_ARG(name));
        const json_t *v = at_path(row, path);
        if (!json_is_integer(v)) return false;
        buf_printf(out, "%lld", (long long)json_integer_value(v));
    }
    return true;
}

static json_t *row_json(const Part *part, const Op *op, const json_t *row) {
    const Column *title = title_column(part, op);
    const json_t *name = title ? at_path(row, title->path) : NULL;
    if (!json_is_string(name)) return NULL;
    json_t *cells = json_array(), *out = json_object();
    for (const Column *c = op->columns; c->head && json_array_size(cells) < CELLS_MAX; c++) {
        const json_t *v = at_path(row, c->path);
        if (!is_cell(part, op, c)) continue;
        json_array_append_new(cells,
                              json_pack("{s:s, s:o}", "kind", c->format, "value", v ? json_deep_copy(v) : json_null()));
    }
    Buf path = buf_new(256);
    bool linked = part->row && row_path(part, row, &path);
    put(out, "title", json_deep_copy(name));
    put(out, "path", linked ? json_str(buf_str(&path)) : json_null());
    put(out, "cells", cells);
    buf_free(&path);
    return out;
}

/* "AT MOST", as terminals have it, is "At most" on a page. */
static json_t *head_json(Arena *a, const char *head) {
    Str small = arena_lower(a, str_from_c(head));
    return json_str(arena_printf(a, "%c%.*s", head[0], STR_ARG(str_slice(small, 1, small.n))));
}

static json_t *columns_json(Arena *a, const Part *part, const Op *op) {
    json_t *heads = json_array();
    for (const Column *c = op->columns; c->head && json_array_size(heads) < CELLS_MAX; c++)
        if (is_cell(part, op, c))
            json_array_append_new(heads, json_pack("{s:o, s:s}", "name", head_json(a, c->head), "kind", c->format));
    return heads;
}

static bool ask(Call *call, const Part *part, const Op *op, Str words, json_t **reply, Err *err) {
    RawArg raw[PART_ARGS + 1];
    size_t n = 0;
    for (size_t i = 0; i < PART_ARGS && part->args[i]; i++) {
        Str value = str_from_c(part->args[i]), name = str_cut(&value, '=');
        raw[n++] = (RawArg){name, value};
    }
    if (words.n) raw[n++] = (RawArg){str_from_c(part->find), words};
    Actor actor = *call->actor;
    actor.once = STR("");
    return app_call(call->app, &actor, op, call->arena, raw, n, call->now, NULL, reply, err);
}

bool part_add(Call *call, const Part *part, Str words, size_t most, json_t *list, Err *err) {
    const Op *op = op_find(str_from_c(part->op));
    const Column *title = op ? title_column(part, op) : NULL;
    json_t *reply = NULL, *row;
    Err failed = {0};
    size_t i;
    if (!op || !op->rows || !app_may(op, call->actor, true)) return true;
    if (part->roles && !(part->roles & ROLE_BIT(call->actor->role))) return true;
    if (!ask(call, part, op, words, &reply, &failed)) /* not theirs, or nothing to ask yet: the part is not there */
        return (failed.code != ERR_STORE && failed.code != ERR_INTERNAL) || (*err = failed, false);
    json_t *rows = json_array();
    json_array_foreach(json_object_get(reply, op->rows), i, row) {
        if (json_array_size(rows) == most) break;
        json_t *one = row_json(part, op, row);
        if (one) json_array_append_new(rows, one);
    }
    json_decref(reply);
    if (words.n && !json_array_size(rows)) {
        json_decref(rows);
        return true;
    }
    json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "op", op->id, "title", part->title,
                                          "link", op->path, "empty", op->empty, "head",
                                          head_json(call->arena, title ? title->head : "NAME"), "columns",
                                          columns_json(call->arena, part, op), "rows", rows));
    return true;
}
