/* lineage_reply.c - what became of themes, in figures and in words. */
#include "lineage_reply.h"

#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "json_build.h"
#include "shapes.h"

const Field SHAPE_OF_LINEAGE[] = {
    {"codebook", SHAPE_INT, NULL, NULL, false},
    {"kind", SHAPE_STRING, "continued, split, merged, new or retired", NULL, false},
    {"before", SHAPE_OBJECT, "the theme in the codebook before", SHAPE_OF_LINK, true},
    {"after", SHAPE_OBJECT, "the theme in this codebook", SHAPE_OF_LINK, true},
    {"shared", SHAPE_INT, "signals that both had, of those that both codebooks coded", NULL, false},
    {"before_signals", SHAPE_INT, NULL, NULL, false},
    {"after_signals", SHAPE_INT, NULL, NULL, false},
    {"says", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

bool ever_read(Call *call, Ever *out, Err *err) {
    return themes_ever(call->app->db, call->arena, &out->rows, &out->n, err);
}

static int by_id(const void *key, const void *item) {
    int64_t id = *(const int64_t *)key, other = ((const ThemeEver *)item)->id;
    return (id > other) - (id < other);
}

static const ThemeEver *ever_find(const Ever *ever, int64_t theme_id) {
    return ever->n ? bsearch(&theme_id, ever->rows, ever->n, sizeof *ever->rows, by_id) : NULL;
}

Str ever_name(const Ever *ever, int64_t theme_id) {
    const ThemeEver *row = ever_find(ever, theme_id);
    return row ? row->name : STR("(never made)");
}

json_t *ever_link(const Ever *ever, int64_t theme_id) {
    return json_link(theme_id, ever_name(ever, theme_id));
}

int64_t flow_sum(const FlowRow *rows, size_t n, int64_t before_id, int64_t after_id) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        if ((before_id < 0 || rows[i].before_id == before_id) && (after_id < 0 || rows[i].after_id == after_id))
            sum += rows[i].signals;
    return sum;
}

static Str says(Arena *a, const LineageRow *row, int64_t shared, int64_t before, int64_t after) {
    long long s = shared, b = before, n = after;
    if (str_eq(row->kind, STR("new"))) return STR("was not there before");
    if (str_eq(row->kind, STR("retired")))
        return arena_printf(a, "is no more; its %lld signals are spread over other themes or unthemed", b);
    if (str_eq(row->kind, STR("merged")))
        return arena_printf(a, "became part of theme %lld, which took %lld of its %lld signals",
                            (long long)row->after_id, s, b);
    if (str_eq(row->kind, STR("split")))
        return arena_printf(a, "was split off theme %lld, from which %lld of its %lld signals come",
                            (long long)row->before_id, s, n);
    if (s == b && s == n) return arena_printf(a, "goes on with the same %lld signal%s", s, s == 1 ? "" : "s");
    Str kept = s == b ? arena_printf(a, "goes on with all %lld signals it had", s)
                      : arena_printf(a, "goes on with %lld of the %lld signals it had", s, b);
    if (n == s) return kept;
    return arena_printf(a, "%.*s; %lld other%s joined", STR_ARG(kept), n - s, n - s == 1 ? "" : "s");
}

json_t *lineage_json(Arena *a, const Ever *ever, const LineageRow *row, const FlowRow *flows, size_t n) {
    int64_t shared = row->before_id && row->after_id ? flow_sum(flows, n, row->before_id, row->after_id) : 0;
    int64_t before = row->before_id ? flow_sum(flows, n, row->before_id, -1) : 0;
    int64_t after = row->after_id ? flow_sum(flows, n, -1, row->after_id) : 0;
    json_t *o = json_object();
    put(o, "codebook", json_integer(row->codebook_id));
    put(o, "kind", json_str(row->kind));
    put(o, "before", ever_link(ever, row->before_id));
    put(o, "after", ever_link(ever, row->after_id));
    put(o, "shared", json_integer(shared));
    put(o, "before_signals", json_integer(before));
    put(o, "after_signals", json_integer(after));
    put(o, "says", json_str(says(a, row, shared, before, after)));
    return o;
}

bool theme_lineage_put(Call *call, int64_t theme_id, json_t *reply, Err *err) {
    Ever ever;
    LineageRow *rows;
    FlowRow *flows = NULL;
    size_t n, flows_n = 0;
    json_t *list = json_array();
    put(reply, "lineage", list);
    if (!ever_read(call, &ever, err) || !lineage_of_theme(call->app->db, call->arena, theme_id, &rows, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || rows[i].codebook_id != rows[i - 1].codebook_id)
            if (!flow_list(call->app->db, call->arena, rows[i].codebook_id, &flows, &flows_n, err)) return false;
        json_array_append_new(list, lineage_json(call->arena, &ever, &rows[i], flows, flows_n));
    }
    return true;
}

/* "theme 12, "Card declined"": the name it had last, if it ever was. */
static Str ever_words(Arena *a, const Ever *ever, int64_t theme_id) {
    const ThemeEver *row = ever_find(ever, theme_id);
    if (!row) return arena_printf(a, "theme %lld", (long long)theme_id);
    return arena_printf(a, "theme %lld, \"%.*s\",", (long long)theme_id, STR_ARG(row->name));
}

bool theme_is_gone(Call *call, int64_t theme_id, Err *err) {
    Ever ever;
    LineageRow *rows;
    size_t n;
    if (!ever_read(call, &ever, err) || !lineage_of_theme(call->app->db, call->arena, theme_id, &rows, &n, err))
        return false;
    Str gone = ever_words(call->arena, &ever, theme_id);
    for (size_t i = 0; i < n; i++) {
        long long codebook = rows[i].codebook_id;
        if (rows[i].before_id != theme_id || rows[i].after_id == theme_id) continue;
        if (str_eq(rows[i].kind, STR("merged"))) {
            err_set(err, ERR_NOT_FOUND, "look at that one", "%.*s became part of %.*s in codebook %lld", STR_ARG(gone),
                    STR_ARG(ever_words(call->arena, &ever, rows[i].after_id)), codebook);
            return err_see(err, "/themes/%lld", (long long)rows[i].after_id);
        }
        if (str_eq(rows[i].kind, STR("retired"))) {
            err_set(err, ERR_NOT_FOUND, "its codebook's page says where its signals went",
                    "%.*s is no more since codebook %lld", STR_ARG(gone), codebook);
            return err_see(err, "/codebooks/%lld", codebook);
        }
    }
    return err_set(err, ERR_NOT_FOUND, "`ridealong themes` lists them", "there is no theme %lld", (long long)theme_id);
}
