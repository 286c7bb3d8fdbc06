/* ops_decisions.c - what is done with a problem and why not: decisions, conflicts with strategy, the board. */
#include <math.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "problem_life.h"
#include "problems_ops.h"
#include "shapes.h"

static const char *const KINDS[] = {"accept", "defer", "decline", NULL}; /* as DecisionKind */

/* ---- deciding -------------------------------------------------------------------------------- */

static bool missing(Err *err, const char *name, const char *hint) {
    return err_set(err, ERR_INPUT, hint, "%s: a decline, and a conflict with strategy, needs it", name);
}

/* Who says no to customers says who decided, why, by which statement, who has to live with it, and when it is looked at
 * again. */
static bool check_no(const Call *call, const DecisionRow *d, Err *err) {
    if (d->kind != DECISION_DECLINE && !d->conflict) return true;
    if (!d->decider.n) return missing(err, "decider", "name the person who decided");
    if (!d->reason.n) return missing(err, "reason", "say why, in a sentence");
    if (!d->strategy_id) return missing(err, "strategy", "name the statement it leans on: ridealong strategies");
    if (!d->affected.n) return missing(err, "affected", "say who has to live with it");
    if (d->review_at == TIME_NONE) return missing(err, "review", "give the day on which it is looked at again");
    if (isnan(d->tripwire)) return missing(err, "tripwire", "give the voices a week at which it re-opens by itself");
    if (d->review_at <= call->now) return err_set(err, ERR_INPUT, "give a day to come", "review: that day is over");
    return true;
}

static bool tripwire_arg(const Call *call, double *out, Err *err) {
    Str s = call_arg(call, "tripwire")->s;
    *out = NAN;
    if (!s.n || (str_to_f64(s, out) && *out > 0)) return true;
    return err_set(err, ERR_INPUT, "give voices a week, like 12.5", "tripwire: '%.*s' is not a number above 0",
                   STR_ARG(s));
}

static bool decision_read(Call *call, DecisionRow *d, Err *err) {
    const Arg *review = call_arg(call, "review");
    StrategyRow statement;
    *d = (DecisionRow){.problem_id = call_arg(call, "problem")->i,
                       .at = call->now,
                       .kind = (DecisionKind)call_arg(call, "kind")->i,
                       .decider = str_trim(call_arg(call, "decider")->s),
                       .author = call_actor(call),
                       .reason = str_trim(call_arg(call, "reason")->s),
                       .affected = str_trim(call_arg(call, "affected")->s),
                       .strategy_id = call_arg(call, "strategy")->i,
                       .review_at = review->given ? review->i : TIME_NONE,
                       .conflict = call_arg(call, "conflict")->i};
    d->conflict |= d->kind == DECISION_DECLINE; /* customers ask for it, and the answer is no */
    if (!tripwire_arg(call, &d->tripwire, err) || !check_no(call, d, err)) return false;
    if (!d->strategy_id) return true;
    if (!strategy_get(call->app->db, call->arena, d->strategy_id, &statement, err)) return false;
    return statement.retired_at == TIME_NONE ||
           err_set(err, ERR_CONFLICT, "name one that holds: ridealong strategies",
                   "strategy: statement %lld is retired", (long long)d->strategy_id);
}

static json_t *decision_body(Arena *a, const DecisionRow *d) {
    return json_pack("{s:s, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o}", "kind", decision_kind_name(d->kind), "decider",
                     json_str(d->decider), "reason", json_str(d->reason), "strategy",
                     d->strategy_id ? json_integer(d->strategy_id) : json_null(), "conflict", d->conflict, "affected",
                     json_str(d->affected), "review_at", json_time(a, d->review_at), "tripwire",
                     json_num(d->tripwire, 3), "rate_then", json_num(d->rate_then, 3));
}

static bool decide_steps(Call *call, const ProblemRow *row, const DecisionRow *d, Err *err) {
    int64_t id;
    bool opens = d->kind == DECISION_ACCEPT && (row->state == PROBLEM_DRAFT || row->state == PROBLEM_DECLINED);
    if (row->state == PROBLEM_MERGED || row->state == PROBLEM_RELEASED)
        return err_set(err, ERR_CONFLICT, "decide about another one", "problem %lld is %s", (long long)row->id,
                       problem_state_name(row->state));
    return decisions_end(call->app->db, row->id, call->now, STR("decided anew"), err) &&
           decision_add(call->app->db, d, &id, err) &&
           audit_note(call, "problem.decide", "problem", row->id, decision_body(call->arena, d), err) &&
           (!opens || problem_move(call, row, PROBLEM_OPEN, 0, "problem.open", d->reason, err)) &&
           (d->kind != DECISION_DECLINE || row->state == PROBLEM_DECLINED ||
            problem_move(call, row, PROBLEM_DECLINED, 0, "problem.decline", d->reason, err));
}

static bool decide_run(Call *call, Err *err) {
    static const char *const DONE[] = {"is accepted", "is deferred", "is declined"};
    DecisionRow d;
    ProblemRow row;
    if (!decision_read(call, &d, err) || !db_begin(call->app->db, err)) return false;
    bool ok = problem_facts_refresh(call, d.problem_id, err) &&
              problem_get(call->app->db, call->arena, d.problem_id, &row, err);
    if (ok) {
        Brief none = brief_new();
        PriorityFacts f = problem_priority(&row, &none, 0);
        d.rate_then = f.weeks ? f.voices_a_week : NAN;
        if (!isnan(d.tripwire) && d.rate_then >= d.tripwire)
            ok = err_set(err, ERR_INPUT, "give a rate above today's, else it would re-open at once",
                         "tripwire: today's rate is %.1f voices a week already", d.rate_then);
    }
    ok = ok && decide_steps(call, &row, &d, err);
    if (!db_end(call->app->db, ok, err)) return false;
    problem_done(call, row.id, row.version,
                 arena_printf(call->arena, "Problem %lld %s", (long long)row.id, DONE[d.kind]));
    return true;
}

static const Param DECIDE_PARAMS[] = {
    PROBLEM_PARAM,
    {.name = "kind",
     .type = PARAM_ENUM,
     .choices = KINDS,
     .required = true,
     .positional = true,
     .help = "what is decided"},
    {.name = "decider", .type = PARAM_STR, .max = 200, .fallback = "", .help = "who decided, by name"},
    {.name = "reason", .type = PARAM_STR, .max = 2000, .fallback = "", .help = "why"},
    {.name = "strategy",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .pick = "strategies.list",
     .help = "the strategy statement that it leans on, by its number"},
    {.name = "conflict",
     .type = PARAM_BOOL,
     .fallback = "false",
     .help = "customers and strategy clash; a decline always is one"},
    {.name = "affected", .type = PARAM_STR, .max = 500, .fallback = "", .help = "who has to live with it"},
    {.name = "review", .type = PARAM_DATE, .help = "day on which it is looked at again"},
    {.name = "tripwire",
     .type = PARAM_STR,
     .max = 20,
     .fallback = "",
     .help = "voices a week (mean of 13 weeks) at which it re-opens by itself"},
    PROBLEM_BY_PARAM,
    {.name = NULL},
};
const Op OP_PROBLEM_DECIDE = {
    .id = "problems.decide",
    .method = "POST",
    .path = "/problems/{problem}/decide",
    .words = "problem decide",
    .summary = "Accept, defer or decline a problem",
    .help = "ridealong problem decide 3 accept --decider \"Vera Lind\" --reason \"it costs us travellers\"\n"
            "ridealong problem decide 3 decline --decider \"Vera Lind\" --reason \"no market abroad yet\" --strategy 1 "
            "--affected "
            "travellers --review 2027-03-01 --tripwire 12\n\n"
            "A decline, and whatever clashes with strategy, needs all of these. When signals arrive and the problem's "
            "rate reaches the "
            "tripwire, it is open again, with the reason in its history.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/problems/{problem}",
    .params = DECIDE_PARAMS,
    .reply = SHAPE_OF_CHANGED_PROBLEM,
    .facts = CHANGED_PROBLEM_FACTS,
    .run = decide_run,
};

/* ---- open conflicts -------------------------------------------------------------------------- */

static bool conflicts_run(Call *call, Err *err) {
    DecisionRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "conflicts", list);
    if (!decisions_list(call->app->db, call->arena, &(DecisionFilter){.in_force = true, .conflict = true}, &rows, &n,
                        err))
        return false;
    for (size_t i = 0; i < n; i++) {
        ProblemRow row;
        Brief none = brief_new();
        if (!problem_get(call->app->db, call->arena, rows[i].problem_id, &row, err)) return false;
        PriorityFacts f = problem_priority(&row, &none, 0);
        json_t *o = decision_json(call->arena, &rows[i]);
        put(o, "rate_now", f.weeks ? json_num(f.voices_a_week, 2) : json_null());
        put(o, "facts", problem_facts_json(call->arena, &row));
        put(o, "review_due", json_boolean(rows[i].review_at != TIME_NONE && rows[i].review_at <= call->now));
        json_array_append_new(list, o);
    }
    return true;
}

static const Field CONFLICT[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"problem", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"state", SHAPE_STRING, "of the problem", NULL, false},
    {"at", SHAPE_TIME, "decided", NULL, false},
    {"kind", SHAPE_STRING, "accept, defer or decline", NULL, false},
    {"decider", SHAPE_STRING, NULL, NULL, false},
    {"by", SHAPE_STRING, "who wrote it down", NULL, false},
    {"reason", SHAPE_STRING, NULL, NULL, false},
    {"strategy", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, true},
    {"conflict", SHAPE_BOOL, NULL, NULL, false},
    {"affected", SHAPE_STRING, NULL, NULL, false},
    {"review_at", SHAPE_TIME, NULL, NULL, true},
    {"review_due", SHAPE_BOOL, "that day has come", NULL, false},
    {"tripwire", SHAPE_NUMBER, "voices a week", NULL, true},
    {"rate_then", SHAPE_NUMBER, NULL, NULL, true},
    {"rate_now", SHAPE_NUMBER, "voices a week, mean of 13 weeks", NULL, true},
    {"facts", SHAPE_OBJECT, NULL, SHAPE_OF_FACTS, true},
    {"ended_at", SHAPE_TIME, NULL, NULL, true},
    {"ended_why", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CONFLICTS_REPLY[] = {{"conflicts", SHAPE_ARRAY, "newest first", CONFLICT, false},
                                        {NULL, SHAPE_END, NULL, NULL, false}};
static const Param NO_PARAMS[] = {{.name = NULL}};
static const Column CONFLICT_COLUMNS[] = {
    {"problem", "problem.id", "int", 7},  {"title", "problem.name", "text", 0},
    {"decider", "decider", "text", 12},   {"statement", "strategy.name", "text", 16},
    {"affected", "affected", "text", 16}, {"then", "rate_then", "score", 5},
    {"now", "rate_now", "score", 5},      {"tripwire", "tripwire", "score", 8},
    {"review", "review_at", "date", 10},  {NULL, NULL, NULL, 0},
};
const Op OP_CONFLICTS = {
    .id = "conflicts.list",
    .method = "GET",
    .path = "/conflicts",
    .words = "conflicts",
    .summary = "Where customers and strategy clash: declines and conflicts that stand",
    .help = "With the rate then, now, and at which it re-opens by itself; and the day on which it is looked at again.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = NO_PARAMS,
    .reply = CONFLICTS_REPLY,
    .rows = "conflicts",
    .columns = CONFLICT_COLUMNS,
    .empty = "No conflict stands. A problem that is declined, or decided with --conflict, will be here.",
    .run = conflicts_run,
};

/* ---- the board ------------------------------------------------------------------------------- */

static bool board_run(Call *call, Err *err) {
    enum { BY_VOICES = 0 };
    static const ProblemState COLUMNS[] = {PROBLEM_DRAFT, PROBLEM_OPEN, PROBLEM_COMMITTED, PROBLEM_RELEASED,
                                           PROBLEM_DECLINED};
    json_t *columns = json_array();
    put(call->reply, "columns", columns);
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++) {
        json_t *list = json_array();
        json_array_append_new(columns,
                              json_pack("{s:s, s:o}", "state", problem_state_name(COLUMNS[i]), "problems", list));
        if (!problems_put(call, &(ProblemFilter){.state = (int)COLUMNS[i]}, BY_VOICES, list, err)) return false;
        put(json_array_get(columns, i), "n", json_integer((json_int_t)json_array_size(list)));
    }
    return true;
}

static const Field CARD[] = {PROBLEM_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field COLUMN[] = {
    {"state", SHAPE_STRING, NULL, NULL, false},
    {"n", SHAPE_INT, NULL, NULL, false},
    {"problems", SHAPE_ARRAY, "most voices first", CARD, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field BOARD_REPLY[] = {{"columns", SHAPE_ARRAY, NULL, COLUMN, false},
                                    {NULL, SHAPE_END, NULL, NULL, false}};
static const Column BOARD_COLUMNS[] = {
    {"state", "state", "text", 10}, {"n", "n", "int", 4}, {"problems", "problems", "titles", 0}, {NULL, NULL, NULL, 0}};
const Op OP_BOARD = {
    .id = "problems.board",
    .method = "GET",
    .path = "/problems/board",
    .words = "problem board",
    .summary = "Problems by where they are in their life",
    .help = "Merged ones are left out: see the problem that they became part of.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = NO_PARAMS,
    .reply = BOARD_REPLY,
    .rows = "columns",
    .columns = BOARD_COLUMNS,
    .empty = "No problem yet. Make one of a theme: `ridealong problem new --theme 12`",
    .run = board_run,
};
