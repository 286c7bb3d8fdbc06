/* ops_findings.c - what a few voices say that is no theme, and whether the themes still fit. */
#include "app_private.h"
#include "cursor.h"
#include "findings.h"
#include "json_build.h"
#include "lineage_reply.h"
#include "pool.h"
#include "shapes.h"
#include "signal_reply.h"
#include "store/theme_store.h"
#include "themes/quote.h"

static const Field QUOTE[] = {
    {"signal", SHAPE_INT, NULL, NULL, false},
    {"text", SHAPE_WORDS, "word for word, checked against the signal just now", NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"source", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GROUP[] = {
    {"kind", SHAPE_STRING, "emerging: was not there before; unthemed: fits no theme", NULL, false},
    {"leads", SHAPE_BOOL, "the first of its kind on this page", NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"terms", SHAPE_ARRAY, NULL, NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {"signals", SHAPE_INT, "of those that were looked at", NULL, false},
    {"fresh", SHAPE_INT, "voices of the last four weeks", NULL, false},
    {"older", SHAPE_NUMBER, "voices before that say the same; an estimate where there are over 20,000 older signals",
     NULL, false},
    {"chance", SHAPE_NUMBER, "probability of so many fresh voices, were nothing new", NULL, false},
    {"began", SHAPE_TIME, "the first of the fresh ones", NULL, true},
    {"theme", SHAPE_OBJECT, "where most of them are now; null: unthemed", SHAPE_OF_LINK, true},
    {"examples", SHAPE_ARRAY, "signals, the most typical first", SHAPE_OF_SIGNAL_LINK, false},
    {"quotes", SHAPE_ARRAY, NULL, QUOTE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field FIT[] = {
    {"advise", SHAPE_BOOL, "a new discovery is worth while", NULL, false},
    {"grown", SHAPE_BOOL, "half as many signals again as the themes were found in", NULL, false},
    {"says", SHAPE_STRING, NULL, NULL, false},
    {"fresh", SHAPE_INT, "signals of the last four weeks", NULL, false},
    {"older", SHAPE_INT, "signals before", NULL, false},
    {"fresh_unthemed", SHAPE_NUMBER, "share of the fresh", NULL, false},
    {"older_unthemed", SHAPE_NUMBER, "share of the older", NULL, false},
    {"weak", SHAPE_NUMBER, "share of the fresh that fit worse than nine tenths of the older", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"fit", SHAPE_OBJECT, "null: not known yet", FIT, true},
    {"emerging", SHAPE_INT, "groups of that kind, on all pages", NULL, false},
    {"unthemed", SHAPE_INT, "groups of that kind, on all pages", NULL, false},
    {"full", SHAPE_BOOL, "no more groups than these are kept: there may be others", NULL, false},
    {"groups", SHAPE_ARRAY, "emerging ones first", GROUP, false},
    NEXT_FIELD,
    {NULL, SHAPE_END, NULL, NULL, false},
};

/* The quote as it stands in the signal now; left out when it does not. */
static bool quote_put(Call *call, const json_t *kept, json_t *list, Err *err) {
    SignalRow row;
    Sha256 sha;
    Str quoted;
    Err none = {0};
    const char *hex = json_string_value(json_object_get(kept, "sha256"));
    uint32_t begin = (uint32_t)json_integer_value(json_object_get(kept, "begin")),
             end = (uint32_t)json_integer_value(json_object_get(kept, "end"));
    if (!signal_get(call->app->db, call->arena, json_integer_value(json_object_get(kept, "signal")), &row, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    if (!hex || !hex_decode(sha.bytes, sizeof sha.bytes, str_from_c(hex)) ||
        !quote_verify(row.signal.text, begin, end, &sha, &quoted, NULL))
        return true;
    json_t *o = json_pack("{s:I, s:o, s:o, s:o}", "signal", (json_int_t)row.id, "text", json_str(quoted), "at",
                          json_time(call->arena, row.signal.at), "source", json_str(row.source));
    json_array_append_new(list, o);
    return true;
}

static bool group_put(Call *call, const Ever *ever, const FindingRow *row, bool leads, json_t *list, Err *err) {
    json_t *o = json_loadb(row->body.p, row->body.n, 0, NULL), *kept, *quotes = json_array(), *examples = json_array(),
           *id;
    size_t i;
    if (!o)
        return json_decref(quotes), json_decref(examples),
               err_set(err, ERR_STORE, "run: ridealong rebuild", "a finding is damaged");
    bool ok = true;
    json_array_foreach(json_object_get(o, "quotes"), i, kept) ok = ok && quote_put(call, kept, quotes, err);
    json_array_foreach(json_object_get(o, "examples"), i, id)
        json_array_append_new(examples, json_pack("{s:O}", "id", id));
    put(o, "kind", json_str(row->kind));
    put(o, "leads", json_boolean(leads));
    put(o, "quotes", quotes);
    put(o, "examples", examples);
    put(o, "theme", ever_link(ever, json_integer_value(json_object_get(o, "theme"))));
    json_array_append_new(list, o);
    return ok;
}

static void counts_put(Call *call, FindingCounts counts) {
    put(call->reply, "emerging", json_integer(counts.emerging));
    put(call->reply, "unthemed", json_integer(counts.unthemed));
    put(call->reply, "full", json_boolean(counts.emerging + counts.unthemed >= FINDINGS_MAX));
}

static bool page_put(Call *call, int64_t codebook_id, json_t *list, Err *err) {
    FindingRow *rows;
    Ever ever;
    size_t n;
    int64_t from;
    if (!cursor_read(call, &from, 1, err) ||
        !findings_list(call->app->db, call->arena, codebook_id, from, cursor_rows(call), &rows, &n, err) ||
        !ever_read(call, &ever, err))
        return false;
    size_t shown = cursor_page(call, n);
    for (size_t i = 0; i < shown; i++)
        if (!group_put(call, &ever, &rows[i], i == 0 || !str_eq(rows[i].kind, rows[i - 1].kind), list, err))
            return false;
    CURSOR_PUT(call, n, from + (int64_t)shown);
    return true;
}

static bool list_run(Call *call, Err *err) {
    CodebookRow codebook;
    FindingCounts counts;
    Err none = {0};
    json_t *list = json_array();
    put(call->reply, "groups", list);
    put(call->reply, "fit", json_null());
    counts_put(call, (FindingCounts){0});
    cursor_end(call);
    if (!codebook_current(call->app->db, call->arena, &codebook, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    if (!findings_count(call->app->db, codebook.id, &counts, err)) return false;
    json_t *stats = json_loadb(codebook.stats.p, codebook.stats.n, 0, NULL), *fit = json_object_get(stats, "fit");
    if (fit) json_object_set(call->reply, "fit", fit);
    json_decref(stats);
    counts_put(call, counts);
    return page_put(call, codebook.id, list, err);
}

static const Param PARAMS[] = {LIMIT_PARAM("20"), CURSOR_PARAM, {.name = NULL}};
static const Column COLUMNS[] = {
    {"kind", "kind", "text", 8},          {"what they say", "name", "text", 0},
    {"voices", "voices", "int", 6},       {"fresh", "fresh", "int", 5},
    {"older", "older", "score", 6},       {"began", "began", "date", 10},
    {"now in", "theme.name", "text", 24}, {NULL, NULL, NULL, 0},
};
static const Column FACTS[] = {{"fit", "fit.says", "text", 0},
                               {"fresh", "fit.fresh", "int", 0},
                               {"unthemed", "fit.fresh_unthemed", "percent", 0},
                               {"before", "fit.older_unthemed", "percent", 0},
                               {NULL, NULL, NULL, 0}};
static const Op LIST = {
    .id = "findings.list",
    .method = "GET",
    .path = "/emerging",
    .words = "emerging",
    .summary = "What a few voices say that was not there before, or fits no theme",
    .help = "Emerging: at least three voices in the last four weeks, and so many more than before that chance would "
            "show one such "
            "group in twenty looks. Unthemed: groups among the signals that fit nowhere. `ridealong theme define NAME "
            "--signals ...` makes a theme of one.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = PARAMS,
    .reply = REPLY,
    .rows = "groups",
    .columns = COLUMNS,
    .facts = FACTS,
    .empty = "Nothing new, and no group among the unthemed. It is looked for each time signals are coded.",
    .run = list_run,
};

const Op *const OPS_FINDINGS[] = {&LIST, NULL};
