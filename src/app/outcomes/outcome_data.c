/* outcome_data.c - panels out of the stored daily counts. */
#include "outcome_data.h"

#include <math.h>
#include <string.h>

#include "app_private.h"
#include "base/buf.h"
#include "memo.h"

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

static void add_ids(Buf *b, const int64_t *ids, size_t n) {
    buf_printf(b, " %zu", n);
    for (size_t i = 0; i < n; i++) buf_printf(b, ",%lld", (long long)ids[i]);
}

/* All that figures of a subject follow from, beside the daily counts. */
static Str subject_key(Call *call, int64_t codebook_id, const Subject *s) {
    Buf b = buf_new(1 << 16);
    buf_printf(&b, "%lld %lld %lld %a", (long long)codebook_id, (long long)day_of(call->now), (long long)s->at,
               s->wanted);
    add_ids(&b, s->themes, s->themes_n);
    add_ids(&b, s->near, s->near_n);
    for (size_t i = 0; i < s->rollout_n; i++)
        buf_printf(&b, " %lld:%a", (long long)s->rollout[i].at, s->rollout[i].share);
    Str key = arena_str(call->arena, buf_str(&b));
    buf_free(&b);
    return key;
}

static bool judge(Call *call, int64_t codebook_id, const Subject *subject, Judged *out, Err *err) {
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

bool subject_judge(Call *call, int64_t codebook_id, const Subject *subject, Judged *out, Err *err) {
    Memo *memo;
    if (!memo_find(call, "judged", subject_key(call, codebook_id, subject), &memo, err)) return false;
    if (!memo->value) {
        Call inside = *call;
        inside.arena = memo->arena;
        Judged *made = ARENA_NEW(memo->arena, Judged);
        if (!judge(&inside, codebook_id, subject, made, err)) return false;
        memo->value = made;
    }
    *out = *(Judged *)memo->value;
    return true;
}

static bool provable(Call *call, int64_t codebook_id, const Subject *subject, const size_t *weeks, size_t n,
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

typedef struct Provable {
    double voices_a_week, smallest[];
} Provable;

bool subject_provable(Call *call, int64_t codebook_id, const Subject *subject, const size_t *weeks, size_t n,
                      double *smallest, double *voices_a_week, Err *err) {
    Memo *memo;
    Str key = subject_key(call, codebook_id, subject);
    for (size_t i = 0; i < n; i++) key = arena_printf(call->arena, "%.*s /%zu", STR_ARG(key), weeks[i]);
    if (!memo_find(call, "provable", key, &memo, err)) return false;
    if (!memo->value) {
        Call inside = *call;
        inside.arena = memo->arena;
        Provable *made = arena_alloc(memo->arena, sizeof *made + n * sizeof *made->smallest);
        if (!provable(&inside, codebook_id, subject, weeks, n, made->smallest, &made->voices_a_week, err)) return false;
        memo->value = made;
    }
    const Provable *made = memo->value;
    *voices_a_week = made->voices_a_week;
    memcpy(smallest, made->smallest, n * sizeof *smallest);
    return true;
}
