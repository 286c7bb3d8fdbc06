/* ops_problem.c - one problem: its brief, figures, decisions, history. */
#include <math.h>
#include <string.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "problem_reply.h"
#include "problems/draft.h"
#include "provable.h"
#include "shapes.h"
#include "store/outcome_store.h"
#include "store/theme_store.h"
#include "strip.h"

static const Field VERSION[] = {
    {"version", SHAPE_INT, NULL, NULL, false},   {"at", SHAPE_TIME, NULL, NULL, false},
    {"by", SHAPE_STRING, NULL, NULL, false},     {"note", SHAPE_STRING, NULL, NULL, false},
    {"sha256", SHAPE_STRING, NULL, NULL, false}, {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LINK[] = {
    {"kind", SHAPE_STRING, "github, gitlab, jira or page", NULL, false},
    {"place", SHAPE_STRING, "repository or project", NULL, false},
    {"key", SHAPE_STRING, "of the issue", NULL, false},
    {"url", SHAPE_STRING, NULL, NULL, false},
    {"at", SHAPE_TIME, "last sent", NULL, true},
    {"version", SHAPE_INT, "of the brief that was sent last", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field RELEASED[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field WHOLE[] = {PROBLEM_FIELDS,
                              {"merged_into", SHAPE_INT, NULL, NULL, true},
                              {"sealed_at", SHAPE_TIME, "when the measure was fixed", NULL, true},
                              {"measure_hash", SHAPE_STRING, "SHA-256 of the sealed measure", NULL, true},
                              {NULL, SHAPE_END, NULL, NULL, false}};
static const Field GET_REPLY[] = {
    {"problem", SHAPE_OBJECT, NULL, WHOLE, false},
    {"themes", SHAPE_ARRAY, "that it is about", SHAPE_OF_LINK, false},
    {"sections", SHAPE_ARRAY, "of the brief", SHAPE_OF_SECTIONS, false},
    {"quotes", SHAPE_INT, "in the brief", NULL, false},
    {"broken", SHAPE_INT, "quotes that no longer match their signals", NULL, false},
    {"measure", SHAPE_ANY, "see docs/schemas/acceptance-measure.json", NULL, true},
    {"measure_says", SHAPE_STRING, NULL, NULL, true},
    {"provable", SHAPE_STRING, "could the expected fall be told from chance, and by when", NULL, true},
    {"provability", SHAPE_OBJECT, "the smallest fall that can be seen at today's volume, and by when",
     SHAPE_OF_PROVABILITY, true},
    {"releases", SHAPE_ARRAY, "that were to solve it, newest first", RELEASED, false},
    {"decisions", SHAPE_ARRAY, "newest first", SHAPE_OF_DECISION, false},
    {"links", SHAPE_ARRAY, NULL, LINK, false},
    {"versions", SHAPE_ARRAY, "newest first", VERSION, false},
    {"history", SHAPE_ARRAY, "newest first", SHAPE_OF_AUDIT, false},
    STRIP_FIELD,
    {"may", SHAPE_MAP, "states that it may go to, each with its name", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static bool themes_put_links(Call *call, int64_t id, Err *err) {
    int64_t *themes;
    size_t n;
    CodebookRow codebook = {0};
    Err none = {0};
    json_t *list = json_array();
    put(call->reply, "themes", list);
    if (!problem_themes(call->app->db, call->arena, id, &themes, &n, err)) return false;
    bool have = n && codebook_current(call->app->db, call->arena, &codebook, &none);
    for (size_t i = 0; i < n; i++) {
        ThemeRow row = {.name = STR("no longer a theme")};
        if (have && !theme_get(call->app->db, call->arena, codebook.id, themes[i], &row, &none) &&
            none.code != ERR_NOT_FOUND)
            return *err = none, false;
        json_array_append_new(list, json_link(themes[i], row.name));
    }
    return true;
}

static bool decisions_put(Call *call, int64_t id, Err *err) {
    DecisionRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "decisions", list);
    if (!decisions_list(call->app->db, call->arena, &(DecisionFilter){.problem_id = id}, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) json_array_append_new(list, decision_json(call->arena, &rows[i]));
    return true;
}

static bool versions_put(Call *call, const ProblemBrief *p, Err *err) {
    ProblemVersion *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "versions", list);
    if (!problem_versions(call->app->db, call->arena, p->row.id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:o, s:o}", "version", (json_int_t)rows[i].version, "at",
                                              json_time(call->arena, rows[i].at), "by", json_str(rows[i].author),
                                              "note", json_str(rows[i].note), "sha256", json_str(rows[i].sha256)));
    return true;
}

static bool links_put(Call *call, const ProblemBrief *p, Err *err) {
    ProblemLink *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "links", list);
    if (!problem_links(call->app->db, call->arena, p->row.id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o, s:o, s:I}", "kind", json_str(rows[i].kind), "place",
                                              json_str(rows[i].place), "key", json_str(rows[i].key), "url",
                                              json_str(rows[i].url), "at", json_time(call->arena, rows[i].at),
                                              "version", (json_int_t)rows[i].version));
    for (size_t i = 0; i < p->brief.links_n; i++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o, s:n, s:i}", "kind", "page", "place", "", "key", "",
                                              "url", json_str(p->brief.links[i]), "at", "version", 0));
    return true;
}

static bool measure_put(Call *call, const ProblemBrief *p, Err *err) {
    Measure m;
    put(call->reply, "measure", json_null());
    put(call->reply, "measure_says", json_null());
    if (!p->row.measure.n) return true;
    if (!measure_read(call->arena, p->row.measure, &m, err)) return false;
    put(call->reply, "measure", measure_json(&m));
    put(call->reply, "measure_says", json_str(measure_says(call->arena, &m)));
    return true;
}

static bool releases_put(Call *call, int64_t id, Err *err) {
    ReleaseRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "releases", list);
    if (!releases_list(call->app->db, call->arena, 0, id, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:I, s:o, s:o}", "id", (json_int_t)rows[i].id, "title",
                                              json_str(rows[i].title), "at", json_time(call->arena, rows[i].at)));
    return true;
}

static bool provable_put(Call *call, const ProblemRow *row, Err *err) {
    Measure m;
    json_t *table;
    put(call->reply, "provable", json_null());
    put(call->reply, "provability", json_null());
    if (!row->measure.n) return true;
    if (!provable_measure(call, row, &m, err) || !provability_json(call, row, &m, call->now, &table, err)) return false;
    put(call->reply, "provability", table);
    if (json_is_object(table)) put(call->reply, "provable", json_incref(json_object_get(table, "says")));
    return true;
}

static json_t *may_json(ProblemState from) {
    json_t *o = json_object();
    for (int to = 0; to < PROBLEM_STATES; to++)
        if (problem_step_check(from, (ProblemState)to, NULL))
            put(o, problem_state_name((ProblemState)to), json_string("yes"));
    return o;
}

static bool get_run(Call *call, Err *err) {
    ProblemBrief p;
    int64_t quotes, broken;
    json_t *history;
    if (!problem_brief_load(call, call_arg(call, "problem")->i, &p, err)) return false;
    json_t *o = problem_json(call, &p, problem_priority(&p.row, &p.brief, 0).voices_a_week, err);
    if (!o) return false;
    put(call->reply, "problem", o);
    put(o, "merged_into", p.row.merged_into ? json_integer(p.row.merged_into) : json_null());
    put(o, "sealed_at", json_time(call->arena, p.row.sealed_at));
    put(o, "measure_hash", json_str_or_null(p.row.measure_hash));
    json_t *sections = sections_json(call, &p.brief, &quotes, &broken, err);
    if (!sections) return false;
    put(call->reply, "sections", sections);
    if (p.row.component_id || p.row.team_id) sections_answer(sections, QUESTION_OWNER);
    if (isfinite(p.row.effort_weeks)) sections_answer(sections, QUESTION_EFFORT);
    if (json_is_object(json_object_get(o, "value"))) sections_answer(sections, QUESTION_VALUE);
    put(call->reply, "quotes", json_integer(quotes));
    put(call->reply, "broken", json_integer(broken));
    put(call->reply, "may", may_json(p.row.state));
    if (!themes_put_links(call, p.row.id, err) || !decisions_put(call, p.row.id, err) || !versions_put(call, &p, err) ||
        !links_put(call, &p, err) || !measure_put(call, &p, err) || !releases_put(call, p.row.id, err) ||
        !provable_put(call, &p.row, err) || !audit_of(call, "problem", p.row.id, 50, &history, err))
        return false;
    put(call->reply, "history", history);
    return strip_put(call, STRIP_PROBLEM, p.row.id, err);
}

static const Param GET_PARAMS[] = {PROBLEM_PARAM, {.name = NULL}};
static const Column GET_COLUMNS[] = {
    {"section", "heading", "text", 24}, {"", "blocks", "brief", 0}, {NULL, NULL, NULL, 0}};
static const Column GET_FACTS[] = {
    {"problem", "problem.id", "int", 0},
    {"title", "problem.title", "text", 0},
    {"state", "problem.state", "text", 0},
    {"team", "problem.team.name", "text", 0},
    {"severity", "problem.severity", "text", 0},
    {"voices a week", "problem.facts.voices_a_week", "score", 0},
    {"change", "problem.facts.change", "change", 0},
    {"value", "problem.value.says", "text", 0},
    {"measure", "measure_says", "text", 0},
    {"provable", "provable", "text", 0},
    {"version", "problem.version", "int", 0},
    {"quotes", "quotes", "int", 0},
    {"broken quotes", "broken", "int", 0},
    {NULL, NULL, NULL, 0},
};
const Op OP_PROBLEM = {
    .id = "problems.get",
    .method = "GET",
    .path = "/problems/{problem}",
    .words = "problem",
    .summary = "One problem: its brief, figures, decisions, history",
    .help = "ridealong problem 3\nridealong problem export 3\n\nEach quote is checked against its signal each time it "
            "is shown.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "sections",
    .empty = "The brief has no sections yet: `ridealong problem edit NUMBER`",
    .columns = GET_COLUMNS,
    .facts = GET_FACTS,
    .run = get_run,
};
