/* ops_problem_life.c - the steps of a problem's life: open, commit, release, merge. */
#include <math.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "outcome_data.h"
#include "ownership.h"
#include "problem_life.h"
#include "problem_reply.h"
#include "provable.h"

bool problem_move(Call *call, const ProblemRow *row, ProblemState to, int64_t merged_into, const char *action, Str why,
                  Err *err) {
    json_t *body =
        json_pack("{s:s, s:s, s:o, s:o}", "from", problem_state_name(row->state), "to", problem_state_name(to), "why",
                  json_str(why), "into", merged_into ? json_integer(merged_into) : json_null());
    if (!problem_step_check(row->state, to, err)) {
        json_decref(body);
        return err_prefix(err, "problem %lld: ", (long long)row->id);
    }
    return problem_state_put(call->app->db, row->id, row->state, to, merged_into, call->now, err) &&
           (row->sealed_at == TIME_NONE || to != PROBLEM_OPEN || problem_unseal(call->app->db, row->id, err)) &&
           audit_note(call, action, "problem", row->id, body, err);
}

static bool step(Call *call, ProblemState to, const char *action, Str done, Err *err) {
    ProblemRow row;
    if (!problem_get(call->app->db, call->arena, call_arg(call, "problem")->i, &row, err) ||
        !db_begin(call->app->db, err))
        return false;
    bool ok = problem_move(call, &row, to, 0, action, call_arg(call, "why")->s, err);
    if (ok && to == PROBLEM_OPEN) ok = decisions_end(call->app->db, row.id, call->now, STR("opened again"), err);
    if (!db_end(call->app->db, ok, err)) return false;
    problem_done(call, row.id, row.version,
                 arena_printf(call->arena, "Problem %lld %.*s", (long long)row.id, STR_ARG(done)));
    return true;
}

static bool open_run(Call *call, Err *err) {
    return step(call, PROBLEM_OPEN, "problem.open", STR("is open"), err);
}
static bool release_run(Call *call, Err *err) {
    return step(call, PROBLEM_RELEASED, "problem.release", STR("is released"), err);
}

/* ---- commit: the measure is fixed ------------------------------------------------------------ */

static bool seal(Call *call, const ProblemBrief *p, Err *err) {
    char hex[65];
    Measure m = p->brief.measure;
    PriorityFacts f = problem_priority(&p->row, &p->brief, 0);
    if (!m.themes_n)
        return err_set(err, ERR_CONFLICT, "add one to the front matter: ridealong problem edit NUMBER",
                       "problem %lld has no acceptance measure", (long long)p->row.id);
    if (!measure_check(&m, err)) return false;
    m.baseline_voices = f.weeks ? f.voices_a_week : NAN;
    m.baseline_weeks = f.weeks;
    if ((m.segment.n || m.product.n || m.channel.n) && f.weeks) {
        if (!provable_baseline(call, &p->row, &m, &m.baseline_voices, err)) return false;
        m.baseline_weeks = RECENT_VOICES_WEEKS;
    }
    m.baseline_until = time_iso_date(call->arena, call->now);
    Str text = measure_text(call->arena, &m);
    Sha256 sum = sha256(text);
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    json_t *body = json_pack("{s:o, s:s}", "measure", measure_json(&m), "sha256", hex);
    return problem_seal(call->app->db, p->row.id, text, str_from_c(hex), call->now, err)
               ? audit_note(call, "problem.seal", "problem", p->row.id, body, err)
               : (json_decref(body), false);
}

/* A commitment is somebody's. "unowned" is allowed when it is said: then it stands in the history, and on the list of
 * what nobody answers for. */
static bool check_owner(Call *call, const ProblemRow *row, Err *err) {
    ComponentRow component;
    bool said = call_arg(call, "unowned")->i;
    if (!row->component_id && !row->team_id)
        return said || err_set(err, ERR_CONFLICT,
                               "say whose it is (ridealong route --problem NUMBER), or that nobody owns it (--unowned)",
                               "unowned: problem %lld has no owner", (long long)row->id);
    if (!row->component_id) return true;
    if (!component_get(call->app->db, call->arena, row->component_id, &component, err)) return false;
    bool gone = component.gone_at != TIME_NONE;
    if (said || (!gone && owner_state(&component, NULL) != OWNER_NONE)) return true;
    return err_set(err, ERR_CONFLICT,
                   gone ? "say whose it is now (ridealong route confirm), or that nobody owns it (--unowned)"
                        : "name its owner in the catalog and import it again, or say that nobody owns it (--unowned)",
                   "unowned: component %.*s of problem %lld %s", STR_ARG(component.name), (long long)row->id,
                   gone ? "is gone" : "has no owner");
}

static bool commit_run(Call *call, Err *err) {
    ProblemBrief p;
    if (!problem_brief_load(call, call_arg(call, "problem")->i, &p, err) ||
        !brief_quotes_sound(call, STR("brief"), &p.brief, err) || !check_owner(call, &p.row, err) ||
        !db_begin(call->app->db, err))
        return false;
    bool ok = problem_facts_refresh(call, p.row.id, err) &&
              problem_get(call->app->db, call->arena, p.row.id, &p.row, err) &&
              problem_move(call, &p.row, PROBLEM_COMMITTED, 0, "problem.commit", call_arg(call, "why")->s, err) &&
              seal(call, &p, err);
    if (!db_end(call->app->db, ok, err)) return false;
    problem_done(call, p.row.id, p.row.version,
                 arena_printf(call->arena, "Problem %lld is committed; its measure is sealed", (long long)p.row.id));
    return true;
}

/* The measure by itself, for a program. */
static bool measure_run(Call *call, Err *err) {
    ProblemRow row;
    Measure m;
    int64_t id = call_arg(call, "problem")->i;
    if (!problem_get(call->app->db, call->arena, id, &row, err)) return false;
    if (!row.measure.n)
        return err_set(err, ERR_NOT_FOUND, "add one to the front matter: ridealong problem edit NUMBER",
                       "problem %lld has no acceptance measure", (long long)id);
    if (!measure_read(call->arena, row.measure, &m, err)) return false;
    put(call->reply, "problem", json_integer(id));
    put(call->reply, "measure", measure_json(&m));
    put(call->reply, "says", json_str(measure_says(call->arena, &m)));
    put(call->reply, "sealed_at", json_time(call->arena, row.sealed_at));
    put(call->reply, "sha256", json_str_or_null(row.measure_hash));
    return true;
}
static const Param MEASURE_PARAMS[] = {PROBLEM_PARAM, {.name = NULL}};
static const Field MEASURE_REPLY[] = {
    {"problem", SHAPE_INT, NULL, NULL, false},
    {"measure", SHAPE_ANY, "as docs/schemas/acceptance-measure.json describes it", NULL, false},
    {"says", SHAPE_STRING, NULL, NULL, false},
    {"sealed_at", SHAPE_TIME, "null: it may still change", NULL, true},
    {"sha256", SHAPE_STRING, "of the measure, keys sorted and without white space, once sealed", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column MEASURE_FACTS[] = {{"measure", "says", "text", 0},
                                       {"sealed", "sealed_at", "date", 0},
                                       {"sha256", "sha256", "text", 0},
                                       {NULL, NULL, NULL, 0}};
const Op OP_PROBLEM_MEASURE = {
    .id = "problems.measure",
    .method = "GET",
    .path = "/problems/{problem}/measure",
    .words = "problem measure",
    .summary = "A problem's acceptance measure, for people and programs",
    .help = "ridealong problem measure 3 --json\n\ndocs/schemas/acceptance-measure.json describes it.",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_VIEWER,
    .params = MEASURE_PARAMS,
    .reply = MEASURE_REPLY,
    .facts = MEASURE_FACTS,
    .run = measure_run,
};

/* ---- merge ----------------------------------------------------------------------------------- */

/* The other one is about this one's themes from now on, too. */
static bool take_themes(Call *call, const ProblemRow *from, ProblemBrief *into, Err *err) {
    int64_t *themes;
    size_t n;
    if (!problem_themes(call->app->db, call->arena, from->id, &themes, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        bool has = false;
        for (size_t k = 0; k < into->brief.themes_n; k++) has |= into->brief.themes[k] == themes[i];
        if (!has && into->brief.themes_n < BRIEF_THEMES) into->brief.themes[into->brief.themes_n++] = themes[i];
    }
    return problem_brief_save(call, into->row.id, &into->brief,
                              arena_printf(call->arena, "problem %lld was merged into it", (long long)from->id), err);
}

static bool merge_run(Call *call, Err *err) {
    ProblemRow row;
    ProblemBrief into;
    int64_t target = call_arg(call, "into")->i;
    if (!problem_get(call->app->db, call->arena, call_arg(call, "problem")->i, &row, err) ||
        !problem_brief_load(call, target, &into, err))
        return false;
    if (row.id == target) return err_set(err, ERR_INPUT, NULL, "into: a problem cannot be merged into itself");
    if (into.row.state == PROBLEM_MERGED)
        return err_set(err, ERR_CONFLICT, "merge into that one", "into: problem %lld is merged into %lld itself",
                       (long long)target, (long long)into.row.merged_into);
    if (!db_begin(call->app->db, err)) return false;
    bool ok = problem_move(call, &row, PROBLEM_MERGED, target, "problem.merge", call_arg(call, "why")->s, err) &&
              decisions_end(call->app->db, row.id, call->now, STR("merged"), err) &&
              take_themes(call, &row, &into, err);
    if (!db_end(call->app->db, ok, err)) return false;
    problem_done(
        call, target, into.brief.version,
        arena_printf(call->arena, "Problem %lld is part of problem %lld", (long long)row.id, (long long)target));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

#define WHY_PARAM                                                                                                      \
    { .name = "why", .type = PARAM_STR, .max = 1000, .fallback = "", .help = "for the history" }
static const Param STEP_PARAMS[] = {PROBLEM_PARAM, WHY_PARAM, PROBLEM_BY_PARAM, {.name = NULL}};
static const Param COMMIT_PARAMS[] = {
    PROBLEM_PARAM,
    WHY_PARAM,
    {.name = "unowned",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "commit though nobody owns it; it stays on the list of what is unowned"},
    PROBLEM_BY_PARAM,
    {.name = NULL},
};
static const Param MERGE_PARAMS[] = {
    PROBLEM_PARAM,
    {.name = "into",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .pick = "problems.list",
     .help = "the problem that it becomes part of, by its number"},
    WHY_PARAM,
    PROBLEM_BY_PARAM,
    {.name = NULL},
};

#define LIFE_OP(suffix, text, says, who, function, arguments)                                                          \
    .id = "problems." suffix, .method = "POST", .path = "/problems/{problem}/" suffix, .words = "problem " suffix,     \
    .summary = text, .help = says, .doors = DOOR_CLI | DOOR_API | DOOR_PAGE, .role = who, .writes = true,              \
    .after = "/problems/{problem}", .params = arguments, .reply = SHAPE_OF_CHANGED_PROBLEM,                            \
    .facts = CHANGED_PROBLEM_FACTS, .run = function

const Op OP_PROBLEM_OPEN = {LIFE_OP("open", "Open a problem, or open it again",
                                    "ridealong problem open 3 --why \"the fix did not help\"\n\nA draft becomes open "
                                    "when somebody has read it. A committed "
                                    "one loses its seal, so that its measure can be changed.",
                                    ROLE_ENGINEER, open_run, STEP_PARAMS)};
const Op OP_PROBLEM_COMMIT = {
    LIFE_OP("commit", "Commit to a problem: its measure is sealed",
            "ridealong problem commit 3\n\nMetric, population, expected fall, looks and stop "
            "rule are fixed from now on, with the "
            "rate of today as baseline; the seal's SHA-256 stands in the audit log. A problem "
            "without an owner is committed only with --unowned.",
            ROLE_LEAD, commit_run, COMMIT_PARAMS)};
const Op OP_PROBLEM_RELEASE = {LIFE_OP("release", "Say that a committed problem's fix reached customers",
                                       "ridealong problem release 3 --why \"version 4.2\"", ROLE_ENGINEER, release_run,
                                       STEP_PARAMS)};
const Op OP_PROBLEM_MERGE = {
    LIFE_OP("merge", "Make a problem part of another one",
            "ridealong problem merge 3 7\n\nProblem 7 is about the themes of problem 3, too, from now on.", ROLE_LEAD,
            merge_run, MERGE_PARAMS)};
