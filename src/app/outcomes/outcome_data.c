/* outcome_data.c - panels out of the stored daily counts. */
#include "outcome_data.h"

#include <math.h>
#include <string.h>

#include "app_private.h"
#include "base/buf.h"
#include "memo.h"

enum { DAYS = 7 };

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

/* ---- who is counted -------------------------------------------------------------------------- */

Population subject_population(const Subject *s) {
    Population p = {.whole = true, .counts = true};
    for (Dimension d = 0; d < POPULATION_PARTS; d++) {
        if (!s->of[d].n) continue;
        p.counts = p.whole;
        p.whole = false;
        p.part = (DayPart){d, s->of[d]};
    }
    return p;
}

Str population_words(Arena *a, const Subject *s) {
    Str words = {"", 0};
    for (Dimension d = 0; d < POPULATION_PARTS; d++)
        if (s->of[d].n)
            words = arena_printf(a, "%.*s%s%.*s \"%.*s\"", STR_ARG(words), words.n ? " and " : "customers of ",
                                 STR_ARG(dimension_name(d)), STR_ARG(s->of[d]));
    return words.n ? words : STR("all customers");
}

/* ---- panels ---------------------------------------------------------------------------------- */

/* Whole days only: more of today may come. */
static bool read_days(Call *call, int64_t codebook_id, const Population *who, int64_t from, int64_t to, ThemeDays *out,
                      bool *any, Err *err) {
    bool known;
    int64_t last;
    *any = false;
    if (!who->counts) return true;
    if (!theme_days_last(call->app->db, codebook_id, &known, &last, err)) return false;
    if (!known) return true;
    int64_t end = last + 1 < day_of(call->now) ? last + 1 : day_of(call->now);
    if (to > end) to = end;
    if (to <= from) return true;
    if (!theme_days_read(call->app->db, call->arena, codebook_id, who->whole ? NULL : &who->part, from, to, out, err))
        return false;
    drop_silence(out, call->arena);
    *any = out->days_n > 0;
    return true;
}

bool subject_panel(Call *call, int64_t codebook_id, const Subject *subject, const Population *who, int64_t day,
                   size_t before, size_t after, SubjectPanel *out, Err *err) {
    ThemeDays *t = &out->days;
    bool any;
    *out = (SubjectPanel){.row = SIZE_MAX};
    int64_t end = day + (int64_t)after * DAYS;
    if (subject->end_day && subject->end_day < end) end = subject->end_day;
    if (!read_days(call, codebook_id, who, day - (int64_t)before * DAYS, end, t, &any, err)) return false;
    if (!any || t->first_day > day || t->first_day + (int64_t)t->days_n < day) return true; /* all on one side of it */
    out->row = join_themes(t, subject->themes, subject->themes_n);
    if (out->row != SIZE_MAX)
        out->panel =
            panel_of_days(call->arena, t->days, t->themes, t->days_n, (size_t)(day - t->first_day), before, after);
    return true;
}

/* Mean part of the customers in each week: that of its days. */
double *subject_shares(Arena *a, const Subject *s, size_t weeks) {
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

/* ---- judging --------------------------------------------------------------------------------- */

static void add_ids(Buf *b, const int64_t *ids, size_t n) {
    buf_printf(b, " %zu", n);
    for (size_t i = 0; i < n; i++) buf_printf(b, ",%lld", (long long)ids[i]);
}

Str subject_key(Call *call, int64_t codebook_id, const Subject *s) {
    Buf b = buf_new(1 << 16);
    buf_printf(&b, "%lld %lld %lld %lld %a", (long long)codebook_id, (long long)day_of(call->now), (long long)s->at,
               (long long)s->end_day, s->wanted);
    add_ids(&b, s->themes, s->themes_n);
    add_ids(&b, s->near, s->near_n);
    for (size_t i = 0; i < s->rollout_n; i++)
        buf_printf(&b, " %lld:%a", (long long)s->rollout[i].at, s->rollout[i].share);
    buf_printf(&b, " %a", s->plan.error);
    for (size_t i = 0; i < s->plan.n; i++) buf_printf(&b, " %zu", s->plan.weeks[i]);
    for (Dimension d = 0; d < POPULATION_PARTS; d++) buf_printf(&b, " %zu:%.*s", s->of[d].n, STR_ARG(s->of[d]));
    Str key = arena_str(call->arena, buf_str(&b));
    buf_free(&b);
    return key;
}

static size_t weeks_after(const Subject *s) {
    size_t last = looks_last(&s->plan);
    return last > LASTING_WEEKS ? last : LASTING_WEEKS;
}

static bool judge(Call *call, int64_t codebook_id, const Subject *subject, Judged *out, Err *err) {
    SubjectPanel p;
    Arena *a = call->arena;
    int64_t at = day_of(subject->at);
    Population who = subject_population(subject);
    size_t after = weeks_after(subject);
    *out = (Judged){0};
    if (!subject_panel(call, codebook_id, subject, &who, at, STUDY_BEFORE_FULL, after, &p, err)) return false;
    if (p.row == SIZE_MAX) return true;
    OutcomeAsk ask = {.panel = p.panel,
                      .theme = p.row,
                      .codebook_before = codebook_id,
                      .codebook_after = codebook_id,
                      .wanted = subject->wanted,
                      .plan = subject->plan};
    ask.near = rows_near(a, &p.days, subject, &ask.near_n);
    out->share = subject_shares(a, subject, after);
    ask.share = out->share;
    outcome_judge(a, &ask, &out->outcome);
    int64_t first = at - (int64_t)out->outcome.release * DAYS;
    out->known = true;
    out->first_day = first;
    out->end_day = p.days.first_day + (int64_t)p.days.days_n;
    out->all = weeks_of_all(a, &p.days, (size_t)(first - p.days.first_day), out->outcome.weeks_n);
    out->ids = p.days.ids;
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
                     double error, Provable *out, Err *err) {
    SubjectPanel p;
    bool known;
    int64_t last;
    Population who = subject_population(subject);
    *out = (Provable){.smallest = ARENA_ARRAY(call->arena, double, n + 1)};
    for (size_t i = 0; i < n; i++) out->smallest[i] = NAN;
    if (!theme_days_last(call->app->db, codebook_id, &known, &last, err)) return false;
    if (!known) return true;
    int64_t end = last + 1 < day_of(call->now) ? last + 1 : day_of(call->now);
    if (!subject_panel(call, codebook_id, subject, &who, end, STUDY_BEFORE_FULL, 0, &p, err)) return false;
    if (p.row == SIZE_MAX) return true;
    for (size_t w = p.panel.weeks > RECENT_VOICES_WEEKS ? p.panel.weeks - RECENT_VOICES_WEEKS : 0; w < p.panel.weeks;
         w++)
        out->voices_a_week += panel_theme(&p.panel, p.row)[w] / RECENT_VOICES_WEEKS;
    outcome_provable(call->arena, &p.panel, p.row, weeks, n, error, out->smallest);
    return true;
}

bool subject_provable(Call *call, int64_t codebook_id, const Subject *subject, const size_t *weeks, size_t n,
                      double error, Provable *out, Err *err) {
    Memo *memo;
    Str key = arena_printf(call->arena, "%.*s /%a", STR_ARG(subject_key(call, codebook_id, subject)), error);
    for (size_t i = 0; i < n; i++) key = arena_printf(call->arena, "%.*s /%zu", STR_ARG(key), weeks[i]);
    if (!memo_find(call, "provable", key, &memo, err)) return false;
    if (!memo->value) {
        Call inside = *call;
        inside.arena = memo->arena;
        Provable *made = ARENA_NEW(memo->arena, Provable);
        if (!provable(&inside, codebook_id, subject, weeks, n, error, made, err)) return false;
        memo->value = made;
    }
    *out = *(Provable *)memo->value;
    return true;
}
