/* plan_work.c - checks what is asked, and finds windows and kinds of sessions. */
#include <stdlib.h>
#include <string.h>

#include "plan_private.h"

bool work_overlap(const Work *w, int32_t s, int32_t t) {
    const PlanSession *x = &w->in->sessions[s], *y = &w->in->sessions[t];
    return x->starts_at < y->starts_at + y->minutes * 60 && y->starts_at < x->starts_at + x->minutes * 60;
}

bool work_free(const Work *w, int32_t person, int32_t session) {
    const PlanPerson *p = &w->in->people[person];
    const PlanSession *s = &w->in->sessions[session];
    if (s->host == person) return false;
    for (size_t i = 0; i < p->busy_n; i++)
        if (p->busy[i].from < s->starts_at + s->minutes * 60 && s->starts_at < p->busy[i].to) return false;
    return true;
}

bool work_is_current(const Work *w, int32_t person, int32_t session) {
    const PlanPerson *p = &w->in->people[person];
    for (size_t i = 0; i < p->current_n; i++)
        if (p->current[i] == session) return true;
    return false;
}

/* ---- windows and kinds ----------------------------------------------------------------------- */

static int by_kind(const void *x, const void *y) {
    const Kind *a = x, *b = y;
    if (a->window != b->window) return a->window < b->window ? -1 : 1;
    if (a->format != b->format) return a->format < b->format ? -1 : 1;
    return (a->minutes > b->minutes) - (a->minutes < b->minutes);
}

static int32_t window_of(const PlanInput *in, int64_t at) {
    for (size_t w = 0; w < in->windows_n; w++)
        if (at >= in->bounds[w] && at < in->bounds[w + 1]) return (int32_t)w;
    return NONE;
}

static void find_kinds(Work *w) {
    const PlanInput *in = w->in;
    Kind *all = ARENA_ARRAY(w->a, Kind, in->sessions_n + 1);
    size_t n = 0;
    for (size_t s = 0; s < in->sessions_n; s++) {
        w->window[s] = window_of(in, in->sessions[s].starts_at);
        if (w->window[s] != NONE) all[n++] = (Kind){w->window[s], in->sessions[s].format, in->sessions[s].minutes};
    }
    qsort(all, n, sizeof *all, by_kind);
    for (size_t i = 0; i < n; i++)
        if (!w->kinds_n || by_kind(&all[w->kinds_n - 1], &all[i])) all[w->kinds_n++] = all[i];
    w->kinds = all;
    for (size_t s = 0; s < in->sessions_n; s++) {
        Kind key = {w->window[s], in->sessions[s].format, in->sessions[s].minutes};
        const Kind *found = w->window[s] == NONE ? NULL : bsearch(&key, all, (size_t)w->kinds_n, sizeof *all, by_kind);
        w->kind[s] = found ? (int32_t)(found - all) : NONE;
    }
    w->window_kinds = ARENA_ARRAY(w->a, int32_t, in->windows_n + 1);
    for (int32_t k = 0; k < w->kinds_n; k++) w->window_kinds[all[k].window + 1] = k + 1;
    for (size_t i = 1; i <= in->windows_n; i++)
        if (w->window_kinds[i] < w->window_kinds[i - 1]) w->window_kinds[i] = w->window_kinds[i - 1];
}

static bool checked(const PlanInput *in, Err *err) {
    if (!in->windows_n || in->per_window < 1 || in->per_window > PLAN_PER_WINDOW)
        return err_set(err, ERR_INPUT, NULL, "a plan needs a window, and 1 to %d seats in each", PLAN_PER_WINDOW);
    for (size_t i = 0; i < in->sessions_n; i++) {
        const PlanSession *s = &in->sessions[i];
        if (s->minutes <= 0 || s->minutes > 24 * 60 || s->format < 0 || s->format >= PLAN_FORMATS || s->seats < 0 ||
            s->topic >= (int32_t)in->topics_n || s->language >= PLAN_LANGUAGES || s->host >= (int32_t)in->people_n)
            return err_set(err, ERR_INPUT, NULL, "session %lld cannot be planned: a figure of it is out of range",
                           (long long)s->id);
    }
    for (size_t i = 0; i < in->people_n; i++) {
        const PlanPerson *p = &in->people[i];
        if (p->team < 0 || (size_t)p->team >= in->teams_n || p->zone < 0 || (size_t)p->zone >= in->zones_n)
            return err_set(err, ERR_INPUT, NULL, "person %lld has a team or zone that is not there", (long long)p->id);
        if (p->touchpoints < 0 || p->touchpoints > PLAN_TOUCHPOINTS || p->no_show < 0 || p->no_show > 1000)
            return err_set(err, ERR_INPUT, NULL, "person %lld has a figure that is out of range", (long long)p->id);
        for (size_t k = 0; k < p->current_n; k++)
            if (p->current[k] < 0 || (size_t)p->current[k] >= in->sessions_n)
                return err_set(err, ERR_INPUT, NULL, "person %lld has a seat that is not there", (long long)p->id);
    }
    return true;
}

bool work_setup(Work *w, const PlanInput *in, Arena *a, Err *err) {
    if (!checked(in, err)) return false;
    *w = (Work){.in = in, .a = a};
    w->window = ARENA_ARRAY(a, int32_t, in->sessions_n + 1);
    w->kind = ARENA_ARRAY(a, int32_t, in->sessions_n + 1);
    w->price = ARENA_ARRAY(a, double, in->sessions_n + 1);
    w->novice_price = ARENA_ARRAY(a, double, in->sessions_n + 1);
    w->left = ARENA_ARRAY(a, int32_t, in->sessions_n + 1);
    w->novices_left = ARENA_ARRAY(a, int32_t, in->sessions_n + 1);
    w->class_of = ARENA_ARRAY(a, int32_t, in->people_n + 1);
    w->member = ARENA_ARRAY(a, int32_t, in->people_n + 1);
    w->alone = ARENA_ARRAY(a, bool, in->people_n + 1);
    find_kinds(w);
    work_classes(w);
    work_seats(w);
    team_prices_setup(w);
    return true;
}
