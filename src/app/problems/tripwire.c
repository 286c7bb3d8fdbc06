/* tripwire.c - a "no" that customers overrule. */
#include "tripwire.h"

#include <math.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "problem_facts.h"
#include "problem_life.h"
#include "sample.h"
#include "store/decision_store.h"

static bool trip(Call *call, const DecisionRow *d, const ProblemRow *row, double rate, Err *err) {
    Str why = arena_printf(call->arena, "tripwire: %.1f voices a week, and %.1f re-opens it (decided by %.*s at %.1f)",
                           rate, d->tripwire, STR_ARG(d->decider), d->rate_then);
    json_t *body = json_pack("{s:I, s:o, s:o, s:o}", "decision", (json_int_t)d->id, "rate", json_num(rate, 3),
                             "tripwire", json_num(d->tripwire, 3), "why", json_str(why));
    return audit_note(call, "problem.tripwire", "problem", row->id, body, err) &&
           decisions_end(call->app->db, row->id, call->now, why, err) &&
           (row->state != PROBLEM_DECLINED || problem_move(call, row, PROBLEM_OPEN, 0, "problem.reopen", why, err));
}

static bool check_all(Call *call, int64_t *opened, Err *err) {
    DecisionRow *rows;
    size_t n;
    Sample sample;
    if (!problem_facts_refresh_all(call, err) || !sample_get(call->app->db, call->arena, &sample, err)) return false;
    if (sample.state != SAMPLE_NONE) return true; /* its voices are not customers': nothing is decided by them */
    if (!decisions_list(call->app->db, call->arena, &(DecisionFilter){.in_force = true, .tripwire = true}, &rows, &n,
                        err))
        return false;
    for (size_t i = 0; i < n; i++) {
        ProblemRow row;
        Brief none = brief_new();
        if (!problem_get(call->app->db, call->arena, rows[i].problem_id, &row, err)) return false;
        PriorityFacts f = problem_priority(&row, &none, 0);
        if (rows[i].kind == DECISION_ACCEPT || !f.weeks || f.voices_a_week < rows[i].tripwire) continue;
        if (!trip(call, &rows[i], &row, f.voices_a_week, err)) return false;
        ++*opened;
    }
    return true;
}

bool problems_heard(Call *call, int64_t *opened, Err *err) {
    *opened = 0;
    return db_begin(call->app->db, err) && db_end(call->app->db, check_all(call, opened, err), err);
}
