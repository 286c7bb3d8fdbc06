/* subject.c - themes that are judged together, and the ones next to them. */
#include "subject.h"

#include <assert.h>

#include "app_private.h"
#include "lineage_reply.h"
#include "store/problem_store.h"
#include "store/theme_store.h"

enum { NEAR_MAX = 3 };
static_assert((int)LOOKS_MAX == (int)MEASURE_LOOKS, "an outcome takes the looks of a measure");

static bool is_one_of(const int64_t *ids, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (ids[i] == id) return true;
    return false;
}

/* The nearest of each theme by its words, as the codebook noted them. */
static void add_near(Arena *a, const ThemeRow *row, Subject *s) {
    json_t *stats = json_loadb(row->stats.p ? row->stats.p : "", row->stats.n, 0, NULL);
    int64_t *near = ARENA_ARRAY(a, int64_t, s->near_n + NEAR_MAX);
    size_t i, n = 0;
    const json_t *item;
    for (; n < s->near_n; n++) near[n] = s->near[n];
    json_array_foreach(json_object_get(stats, "near"), i, item) {
        int64_t id = json_integer_value(json_object_get(item, "id"));
        if (n >= NEAR_MAX) break;
        if (id > 0 && !is_one_of(s->themes, s->themes_n, id) && !is_one_of(near, n, id)) near[n++] = id;
    }
    json_decref(stats);
    s->near = near;
    s->near_n = n;
}

bool subject_of_theme(Call *call, int64_t theme_id, Subject *out, Str *name, Err *err) {
    CodebookRow codebook;
    ThemeRow row;
    Err own = {0};
    if (!codebook_current(call->app->db, call->arena, &codebook, err)) return false;
    if (!theme_get(call->app->db, call->arena, codebook.id, theme_id, &row, &own)) {
        if (own.code == ERR_NOT_FOUND) return theme_is_gone(call, theme_id, err);
        if (err) *err = own;
        return false;
    }
    int64_t *ids = ARENA_ARRAY(call->arena, int64_t, 1);
    ids[0] = theme_id;
    *out = (Subject){.themes = ids, .themes_n = 1, .at = TIME_NONE};
    *name = row.name;
    add_near(call->arena, &row, out);
    return true;
}

void subject_measure(Arena *a, const Measure *m, Subject *s) {
    s->wanted = m->fall;
    s->of[BY_SEGMENT] = m->segment, s->of[BY_PRODUCT] = m->product, s->of[BY_CHANNEL] = m->channel;
    s->plan = (LookPlan){.n = m->looks_n, .error = m->error};
    for (size_t i = 0; i < m->looks_n; i++) s->plan.weeks[i] = (size_t)m->looks[i];
    if (!m->themes_n) return;
    int64_t *ids = ARENA_ARRAY(a, int64_t, m->themes_n);
    for (size_t i = 0; i < m->themes_n; i++) ids[i] = m->themes[i];
    s->themes = ids, s->themes_n = m->themes_n;
}

bool subject_of_problem(Call *call, int64_t problem_id, Subject *out, Str *title, Err *err) {
    ProblemRow problem;
    CodebookRow codebook;
    int64_t *themes;
    size_t n;
    Db *db = call->app->db;
    if (!problem_get(db, call->arena, problem_id, &problem, err) ||
        !problem_themes(db, call->arena, problem_id, &themes, &n, err) ||
        !codebook_current(db, call->arena, &codebook, err))
        return false;
    *out = (Subject){.themes = themes, .themes_n = n, .at = TIME_NONE};
    *title = problem.title;
    Measure measure;
    Err none = {0};
    if (problem.measure.n && measure_read(call->arena, problem.measure, &measure, &none))
        subject_measure(call->arena, &measure, out);
    if (out->themes_n == 0)
        return err_set(err, ERR_CONFLICT, "name its themes in the brief first",
                       "problem %lld is about no theme, so nothing can be counted", (long long)problem_id);
    for (size_t i = 0; i < out->themes_n; i++) {
        ThemeRow row;
        Err gone = {0};
        if (theme_get(db, call->arena, codebook.id, out->themes[i], &row, &gone)) add_near(call->arena, &row, out);
    }
    return true;
}

bool subject_of_release(Call *call, const ReleaseRow *release, Subject *out, Str *name, Err *err) {
    RolloutRow *rollout;
    size_t n;
    bool found = release->problem_id ? subject_of_problem(call, release->problem_id, out, name, err)
                                     : subject_of_theme(call, release->theme_id, out, name, err);
    if (!found || !rollout_list(call->app->db, call->arena, release->id, &rollout, &n, err)) return false;
    out->at = release->at;
    out->rollout = rollout;
    out->rollout_n = n;
    return true;
}
