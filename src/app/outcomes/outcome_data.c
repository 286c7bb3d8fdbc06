/* outcome_data.c - panels out of the stored daily counts. */
#include "outcome_data.h"

#include <math.h>
#include <string.h>

#include "app_private.h"

enum { DAYS = 7, BEFORE_DAYS = STUDY_BEFORE_FULL * DAYS, AFTER_DAYS = LASTING_WEEKS * DAYS };

/* Row of a theme; ids are ascending. SIZE_MAX: not there. */
static size_t row_of(const ThemeDays *t, int64_t id) {
    for (size_t i = 0; i < t->themes; i++)
        if (t->ids[i] == id) return i;
    return SIZE_MAX;
}

/* The subject's themes in the row of its first one, which is returned; the other rows are emptied. SIZE_MAX: none. */
static size_t join_themes(ThemeDays *t, const int64_t *ids, size_t n) {
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        size_t row = row_of(t, ids[i]);
        if (row == SIZE_MAX) continue;
        if (first == SIZE_MAX) {
            first = row;
            continue;
        }
        for (size_t d = 0; d < t->days_n; d++) {
            t->days[first * t->days_n + d] += t->days[row * t->days_n + d];
            t->days[row * t->days_n + d] = 0;
        }
    }
    return first;
}

/* Days before anything was heard are no days without friction. */
static void drop_silence(ThemeDays *t, Arena *a) {
    size_t first = 0;
    while (first < t->days_n && t->all[first] <= 0) first++;
    if (first == 0) return;
    size_t days_n = t->days_n - first;
    double *days = ARENA_ARRAY(a, double, t->themes *days_n);
    for (size_t i = 0; i < t->themes; i++)
        memcpy(days + i * days_n, t->days + i * t->days_n + first, days_n * sizeof *days);
    *t = (ThemeDays){t->themes, days_n, t->first_day + (int64_t)first, t->ids, days, t->all + first};
}

/* Whole days only: more of today may come. */
static bool read_days(Call *call, int64_t codebook_id, int64_t from, int64_t to, ThemeDays *out, bool *any, Err *err) {
    bool known;
    int64_t last;
    *any = false;
    if (!theme_days_last(call->app->db, codebook_id, &known, &last, err)) return false;
    if (!known) return true;
    int64_t end = last + 1 < day_of(call->now) ? last + 1 : day_of(call->now);
    if (to > end) to = end;
    if (to <= from) return true;
    if (!theme_days_read(call->app->db, call->arena, codebook_id, from, to, out, err)) return false;
    drop_silence(out, call->arena);
    *any = out->days_n > 0;
    return true;
}

/* Mean part of the customers in each week: that of its days. */
static double *share_by_week(Arena *a, const Subject *s, size_t weeks) {
    double *share = ARENA_ARRAY(a, double, weeks + 1);
    int64_t first = day_of(s->at);
    for (size_t d = 0; d < weeks * DAYS; d++) {
        double now = s->rollout_n ? 0 : 1;
        for (size_t i = 0; i < s->rollout_n; i++)
            if (day_of(s->rollout[i].at) <= first + (int64_t)d) now = s->rollout[i].share;
        share[d / DAYS] += now / DAYS;
    }
    return share;
}

static size_t *rows_near(Arena *a, const ThemeDays *t, const Subject *s, size_t *n) {
    size_t *rows = ARENA_ARRAY(a, size_t, s->near_n + 1);
    *n = 0;
    for (size_t i = 0; i < s->near_n; i++) {
        size_t row = row_of(t, s->near[i]);
        if (row != SIZE_MAX) rows[(*n)++] = row;
    }
    return rows;
}

static double *weeks_of_all(Arena *a, const ThemeDays *t, size_t first, size_t weeks) {
    double *all = ARENA_ARRAY(a, double, weeks + 1);
    for (size_t d = 0; d < weeks * DAYS; d++) all[d / DAYS] += t->all[first + d];
    return all;
}

bool subject_judge(Call *call, int64_t codebook_id, const Subject *subject, Judged *out, Err *err) {
    ThemeDays t;
    int64_t at = day_of(subject->at);
    *out = (Judged){0};
    bool any;
    if (!read_days(call, codebook_id, at - BEFORE_DAYS, at + AFTER_DAYS, &t, &any, err)) return false;
    size_t row = any ? join_themes(&t, subject->themes, subject->themes_n) : SIZE_MAX;
    if (row == SIZE_MAX || t.first_day > at) return true;
    if (t.first_day + (int64_t)t.days_n < at) return true; /* the data ends before the release */
    Arena *a = call->arena;
    OutcomeAsk ask = {.panel = panel_of_days(a, t.days, t.themes, t.days_n, (size_t)(at - t.first_day),
                                             STUDY_BEFORE_FULL, LASTING_WEEKS),
                      .theme = row,
                      .codebook_before = codebook_id,
                      .codebook_after = codebook_id,
                      .wanted = subject->wanted};
    ask.near = rows_near(a, &t, subject, &ask.near_n);
    out->share = share_by_week(a, subject, LASTING_WEEKS);
    ask.share = out->share;
    outcome_judge(a, &ask, &out->outcome);
    int64_t first = at - (int64_t)out->outcome.release * DAYS;
    out->known = true;
    out->first_day = first;
    out->end_day = t.first_day + (int64_t)t.days_n;
    out->all = weeks_of_all(a, &t, (size_t)(first - t.first_day), out->outcome.weeks_n);
    out->ids = t.ids;
    return true;
}

bool subject_provable(Call *call, int64_t codebook_id, const Subject *subject, const size_t *weeks, size_t n,
                      double *smallest, double *voices_a_week, Err *err) {
    ThemeDays t;
    bool known, any = false;
    int64_t last;
    *voices_a_week = 0;
    for (size_t i = 0; i < n; i++) smallest[i] = NAN;
    if (!theme_days_last(call->app->db, codebook_id, &known, &last, err)) return false;
    if (known && !read_days(call, codebook_id, last + 1 - BEFORE_DAYS, last + 1, &t, &any, err)) return false;
    size_t row = any ? join_themes(&t, subject->themes, subject->themes_n) : SIZE_MAX;
    if (row == SIZE_MAX) return true;
    Panel p = panel_of_days(call->arena, t.days, t.themes, t.days_n, t.days_n, STUDY_BEFORE_FULL, 0);
    for (size_t w = p.weeks > LOOK_LAST_WEEKS ? p.weeks - LOOK_LAST_WEEKS : 0; w < p.weeks; w++)
        *voices_a_week += panel_theme(&p, row)[w] / LOOK_LAST_WEEKS;
    outcome_provable(call->arena, &p, row, weeks, n, smallest);
    return true;
}
