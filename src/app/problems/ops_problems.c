/* ops_problems.c - problems as a list, one of them, and a new one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "name_filter.h"
#include "problem_reply.h"
#include "problems_ops.h"
#include "shapes.h"
#include "theme_reply.h"

/* ---- the list -------------------------------------------------------------------------------- */

enum { SORT_VOICES, SORT_SEVERITY, SORT_GROWTH, SORT_VALUE, SORT_EFFORT, SORT_WSJF, SORT_RICE, SORT_NEWEST };
static const char *const SORTS[] = {"voices", "severity", "growth", "value", "effort", "wsjf", "rice", "newest", NULL};
static const char *const STATES[] = {"live",     "all",      "draft",  "open", "committed",
                                     "released", "declined", "merged", NULL};

typedef struct Listed {
    ProblemBrief p;
    double key;
} Listed;

static double severity_rank(Str severity) {
    static const char *const LEVELS[] = {"low", "medium", "high", "critical"};
    for (int i = 0; i < 4; i++)
        if (str_eq(severity, str_from_c(LEVELS[i]))) return i;
    return NAN;
}

static double sort_key(const Listed *l, int64_t sort, double most) {
    PriorityFacts f = problem_priority(&l->p.row, &l->p.brief, most);
    switch (sort) {
    case SORT_VOICES:
        return f.voices_a_week;
    case SORT_SEVERITY:
        return severity_rank(f.severity);
    case SORT_GROWTH:
        return f.growth;
    case SORT_VALUE:
        return value_a_year(&l->p.brief, &f).middle;
    case SORT_EFFORT:
        return -f.effort_weeks; /* the least first */
    case SORT_WSJF:
        return wsjf(&f);
    case SORT_RICE:
        return rice(&f);
    default:
        return (double)l->p.row.id;
    }
}

/* Largest first; what is not known comes last. */
static int by_key(const void *x, const void *y) {
    const Listed *a = x, *b = y;
    if (isnan(a->key) != isnan(b->key)) return isnan(a->key) ? 1 : -1;
    if (!isnan(a->key) && a->key != b->key) return a->key > b->key ? -1 : 1;
    return (a->p.row.id > b->p.row.id) - (a->p.row.id < b->p.row.id);
}

static bool list_load(Call *call, const ProblemFilter *filter, Listed **out, size_t *n, double *most, Err *err) {
    ProblemRow *rows;
    if (!problems_list(call->app->db, call->arena, filter, &rows, n, err)) return false;
    *out = ARENA_ARRAY(call->arena, Listed, *n + 1);
    *most = 0;
    for (size_t i = 0; i < *n; i++) {
        if (!problem_brief_load(call, rows[i].id, &(*out)[i].p, err)) return false;
        double voices = problem_priority(&(*out)[i].p.row, &(*out)[i].p.brief, 0).voices_a_week;
        if (voices > *most) *most = voices;
    }
    return true;
}

bool problems_put(Call *call, const ProblemFilter *filter, int64_t sort, json_t *list, Err *err) {
    Listed *rows;
    size_t n;
    double most;
    if (!list_load(call, filter, &rows, &n, &most, err)) return false;
    for (size_t i = 0; i < n; i++) rows[i].key = sort_key(&rows[i], sort, most);
    if (n) qsort(rows, n, sizeof *rows, by_key);
    for (size_t i = 0; i < n; i++) {
        json_t *o = problem_json(call, &rows[i].p, most, err);
        if (!o) return false;
        json_array_append_new(list, o);
    }
    return true;
}

static bool list_run(Call *call, Err *err) {
    int64_t state = call_arg(call, "state")->i;
    ProblemFilter filter = {.state = state < 2 ? -1 : (int)state - 2,
                            .live = state == 0,
                            .unowned = call_arg(call, "unowned")->i,
                            .theme_id = call_arg(call, "theme")->i,
                            .signal_id = call_arg(call, "signal")->i,
                            .find = name_filter(call)};
    json_t *list = json_array();
    put(call->reply, "problems", list);
    put(call->reply, "sort", json_string(SORTS[call_arg(call, "sort")->i]));
    put(call->reply, "state", json_string(STATES[state]));
    return problems_put(call, &filter, call_arg(call, "sort")->i, list, err);
}

static const Field ROW[] = {PROBLEM_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field LIST_REPLY[] = {
    {"problems", SHAPE_ARRAY, NULL, ROW, false},
    {"sort", SHAPE_STRING, NULL, NULL, false},
    {"state", SHAPE_STRING, "which are shown", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param LIST_PARAMS[] = {
    {.name = "state",
     .type = PARAM_ENUM,
     .choices = STATES,
     .fallback = "live",
     .help = "only these; live: neither declined nor merged"},
    {.name = "sort", .type = PARAM_ENUM, .choices = SORTS, .fallback = "voices", .help = "what comes first"},
    {.name = "theme", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "only about this theme"},
    {.name = "signal", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "only those that quote this signal"},
    {.name = "unowned", .type = PARAM_BOOL, .fallback = "false", .help = "only those that nobody owns"},
    NAME_PARAM("title"),
    {.name = NULL},
};
static const Column LIST_COLUMNS[] = {
    {"problem", "id", "int", 7},
    {"state", "state", "text", 9},
    {"voices/week", "facts.voices_a_week", "score", 11},
    {"12 weeks", "facts.spark", "spark", 12},
    {"severity", "severity", "text", 8},
    {"value/year", "value.middle", "score", 10},
    {"effort", "effort_weeks", "score", 6},
    {"wsjf", "wsjf", "score", 5},
    {"rice", "rice", "score", 6},
    {"heard from", "facts.loudness", "text", 11},
    {"title", "title", "text", 0},
    {NULL, NULL, NULL, 0},
};
static const Op PROBLEMS = {
    .id = "problems.list",
    .method = "GET",
    .path = "/problems",
    .words = "problems",
    .summary = "Problems, with what they are worth and how much work they are",
    .help = "ridealong problems --sort wsjf\nridealong problems --state declined\n\n"
            "Voices a week are means of the last 13 weeks. WSJF and RICE need the effort, which the owner gives "
            "(effort_weeks in the brief); what is not known is left empty and comes last. \"one account\": a third of "
            "the signals "
            "or more come from one customer.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "problems",
    .columns = LIST_COLUMNS,
    .empty = "No problem yet. Make one of a theme: `ridealong problem new --theme 12`",
    .run = list_run,
};

/* ---- a new one ------------------------------------------------------------------------------- */

static bool themes_arg(Call *call, int64_t **themes, size_t *n, Err *err) {
    const Arg *list = call_arg(call, "theme");
    *themes = ARENA_ARRAY(call->arena, int64_t, list->list_n + 1);
    *n = 0;
    for (size_t i = 0; i < list->list_n; i++) {
        if (!str_to_i64(list->list[i], &(*themes)[*n]) || (*themes)[*n] < 1)
            return err_set(err, ERR_INPUT, "give numbers as `ridealong themes` shows them",
                           "theme: '%.*s' is not the number of a theme", STR_ARG(list->list[i]));
        for (size_t k = 0; k < *n; k++)
            if ((*themes)[k] == (*themes)[*n])
                return err_set(err, ERR_INPUT, "name it once", "theme: %lld is named twice", (long long)(*themes)[k]);
        ++*n;
    }
    return true;
}

static Str title_of(Arena *a, const ProblemScan *scan) {
    Str title = {"", 0};
    for (size_t i = 0; i < scan->n; i++)
        title = arena_printf(a, "%.*s%s%.*s", STR_ARG(title), i ? "; " : "", STR_ARG(scan->themes[i].name));
    return title;
}

static bool new_run(Call *call, Err *err) {
    int64_t *themes, id;
    size_t n;
    ProblemScan scan;
    Str title = draft_plain(call->arena, call_arg(call, "title")->s);
    if (!themes_arg(call, &themes, &n, err)) return false;
    if (!n && !title.n)
        return err_set(err, ERR_INPUT, "give --theme 12, or --title for a problem seen in person",
                       "title: it needs a theme or a title");
    if (!problem_scan(call, themes, n, &scan, err)) return false;
    if (scan.n < n)
        return err_set(err, ERR_NOT_FOUND, "see them all: ridealong themes",
                       "theme: one of these themes is not there now");
    scan.facts.title = title.n ? title : title_of(call->arena, &scan);
    if (!problem_quotes(call, &scan, err)) return false;
    Brief brief = brief_draft(call->arena, &scan.facts);
    if (!db_begin(call->app->db, err)) return false;
    bool ok = problem_add(call->app->db, brief.title, call_actor(call), call->now, &id, err) &&
              audit_note(call, "problem.new", "problem", id, json_pack("{s:o}", "title", json_str(brief.title)), err) &&
              problem_brief_save(call, id, &brief, STR("drafted from the evidence"), err);
    if (!db_end(call->app->db, ok, err)) return false;
    problem_done(call, id, brief.version,
                 arena_printf(call->arena, "Problem %lld is drafted: %.*s", (long long)id, STR_ARG(brief.title)));
    return true;
}

static const Param NEW_PARAMS[] = {
    {.name = "theme",
     .type = PARAM_LIST,
     .max = BRIEF_THEMES,
     .help = "numbers of the themes that it is about; none: it was seen in person"},
    {.name = "title",
     .type = PARAM_STR,
     .max = BRIEF_TITLE_BYTES,
     .fallback = "",
     .help = "in the customers' words (default: the themes' names)"},
    PROBLEM_BY_PARAM,
    {.name = NULL},
};
static const Op NEW = {
    .id = "problems.new",
    .method = "POST",
    .path = "/problems/new",
    .words = "problem new",
    .summary = "Draft a problem's brief from the evidence",
    .help = "ridealong problem new --theme 12\nridealong problem new --theme 12 --theme 7 --title \"Card declined "
            "abroad\"\n"
            "ridealong problem new --title \"They call the shop to ask\"\n\n"
            "Every sentence of the draft is arithmetic over what is stored, a quote that is checked against its "
            "signal, or a "
            "question. Edit it: ridealong problem edit 1",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .job = true,
    .after = "/problems/{problem}",
    .params = NEW_PARAMS,
    .reply = SHAPE_OF_CHANGED_PROBLEM,
    .facts = CHANGED_PROBLEM_FACTS,
    .run = new_run,
};

extern const Op OP_PROBLEM; /* ops_problem.c */
extern const Op OP_PROBLEM_EXPORT, OP_PROBLEM_EDIT, OP_PROBLEM_SAVE, OP_PROBLEM_IMPORT,
    OP_PROBLEM_DIFF;              /* ops_briefs.c */
extern const Op OP_PROBLEM_CHECK; /* ops_problem_check.c */
extern const Op OP_PROBLEM_OPEN, OP_PROBLEM_COMMIT, OP_PROBLEM_RELEASE, OP_PROBLEM_MERGE,
    OP_PROBLEM_MEASURE;                                    /* ops_problem_life.c */
extern const Op OP_PROBLEM_PROVABLE;                       /* ops_provable.c */
extern const Op OP_PROBLEM_DECIDE, OP_BOARD, OP_CONFLICTS; /* ops_decisions.c */

extern const Op OP_PROBLEM_TEXT, OP_PROBLEM_SEND; /* ops_trackers.c */

const Op *const OPS_PROBLEMS[] = {&PROBLEMS,
                                  &OP_PROBLEM,
                                  &NEW,
                                  &OP_PROBLEM_EDIT,
                                  &OP_PROBLEM_SAVE,
                                  &OP_PROBLEM_EXPORT,
                                  &OP_PROBLEM_IMPORT,
                                  &OP_PROBLEM_DIFF,
                                  &OP_PROBLEM_CHECK,
                                  &OP_PROBLEM_OPEN,
                                  &OP_PROBLEM_COMMIT,
                                  &OP_PROBLEM_MEASURE,
                                  &OP_PROBLEM_PROVABLE,
                                  &OP_PROBLEM_RELEASE,
                                  &OP_PROBLEM_MERGE,
                                  &OP_PROBLEM_DECIDE,
                                  &OP_PROBLEM_TEXT,
                                  &OP_PROBLEM_SEND,
                                  &OP_BOARD,
                                  &OP_CONFLICTS,
                                  NULL};
