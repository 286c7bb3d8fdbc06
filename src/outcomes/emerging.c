/* emerging.c - episodes of a theme that rises: see outcomes/emerging.h for the method. */
#include <math.h>
#include <string.h>

#include "emerging_parts.h"

enum {
    DAYS = 7,
    DATA_MIN = 28,
    SEASON_DAYS = 182,
    NOISE_DAYS = 168,
    QUIET_DAYS = 14,
    AGAIN_DAYS = 28,
    LONG_DAYS = 56,
    BASE_LEAST = 14
};
static const double MEAN_LEAST = EMERGING_MEAN_LEAST;
static const double SEASON_PRIOR = 200;   /* signals of everything that stand in for a theme's own weekdays */
static const double DISPERSION_PRIOR = 5; /* days of Poisson noise that stand before the measured ones */
static const double DISPERSION_TERM = 25; /* no day counts for more: it may be the last burst itself */

typedef struct Base {
    double mean, dispersion; /* signals a day over a week; over Poisson, at least 1 */
    double weekday[DAYS];    /* factors, 1 in the mean */
} Base;

typedef struct Finder {
    const double *days, *all;
    size_t days_n, first; /* first day with any data */
    bool *left_out;       /* days of past episodes: no baseline */
    size_t base_from;     /* older days are no baseline: the level changed for good */
    Episode *list;
    size_t n;
} Finder;

/* ---- baseline -------------------------------------------------------------------------------- */

static void learn_weekdays(const Finder *f, size_t day, double weekday[DAYS]) {
    double own[DAYS] = {0}, common[DAYS] = {0}, own_n = 0, common_n = 0;
    size_t begin = day > f->first + SEASON_DAYS ? day - SEASON_DAYS : f->first, whole = (day - begin) / DAYS * DAYS;
    for (size_t d = day - whole; d < day; d++) {
        own[d % DAYS] += f->days[d], own_n += f->days[d];
        common[d % DAYS] += f->all[d], common_n += f->all[d];
    }
    for (size_t d = 0; d < DAYS; d++) {
        double prior = common_n > 0 ? common[d] / common_n : 1.0 / DAYS;
        weekday[d] = DAYS * (own[d] + SEASON_PRIOR * prior) / (own_n + SEASON_PRIOR);
    }
}

static Base learn(const Finder *f, size_t day) {
    Base b;
    double sum = 0, parts = 0, misses = DISPERSION_PRIOR, terms = DISPERSION_PRIOR;
    size_t taken[NOISE_DAYS], taken_n = 0;
    size_t from = f->base_from > f->first ? f->base_from : f->first;
    size_t end = day >= from + EMERGING_GAP_DAYS + BASE_LEAST ? day - EMERGING_GAP_DAYS : day;
    learn_weekdays(f, day, b.weekday);
    for (size_t d = end; d-- > from && taken_n < NOISE_DAYS;) {
        if (f->left_out[d]) continue;
        taken[taken_n++] = d;
        if (taken_n > EMERGING_BASE_DAYS) continue;
        sum += f->days[d];
        parts += b.weekday[d % DAYS];
    }
    b.mean = fmax(MEAN_LEAST, parts > 0 ? sum / parts : 0);
    for (size_t i = 0; i < taken_n; i++) {
        double expected = fmax(MEAN_LEAST, b.mean * b.weekday[taken[i] % DAYS]), miss = f->days[taken[i]] - expected;
        misses += fmin(DISPERSION_TERM, miss * miss / expected);
        terms++;
    }
    b.dispersion = fmax(1, misses / terms);
    return b;
}

/* ---- episodes -------------------------------------------------------------------------------- */

static double sum_of(const double *days, size_t begin, size_t end) {
    double sum = 0;
    for (size_t d = begin; d < end; d++) sum += days[d];
    return sum;
}

static double expected_of(const Base *b, size_t begin, size_t end) {
    double sum = 0;
    for (size_t d = begin; d < end; d++) sum += b->mean * b->weekday[d % DAYS];
    return sum;
}

static void alert(Finder *f, size_t began, size_t day, const Base *b) {
    Episode *last = f->n ? &f->list[f->n - 1] : NULL;
    if (last && day <= last->last + AGAIN_DAYS) {
        last->reopened++;
        last->told = day;
        last->open = true;
        return;
    }
    f->list[f->n++] = (Episode){.began = began,
                                .alerted = day,
                                .told = day,
                                .open = true,
                                .baseline = b->mean,
                                .signals = sum_of(f->days, began, day + 1),
                                .expected = expected_of(b, began, day + 1)};
}

static void finish(Finder *f, const Base *b, size_t day) {
    Episode *e = &f->list[f->n - 1];
    e->last = day;
    e->level = b->mean * sum_of(f->days, e->began, day + 1) / expected_of(b, e->began, day + 1);
}

/* The last two weeks hold no more than usual and its noise. */
static bool is_quiet(const Finder *f, const Base *b, size_t opened, size_t day) {
    if (day < opened + QUIET_DAYS) return false;
    double expected = expected_of(b, day + 1 - QUIET_DAYS, day + 1);
    return sum_of(f->days, day + 1 - QUIET_DAYS, day + 1) <= expected + 2 * sqrt(expected * b->dispersion);
}

static void end_quiet(Finder *f, const Base *b, size_t day) {
    Episode *e = &f->list[f->n - 1];
    e->open = false;
    finish(f, b, day + 1 - QUIET_DAYS);
    for (size_t d = e->began; d <= e->last; d++) f->left_out[d] = true;
}

/* It went on for so long that it is what is usual now. */
static void end_long(Finder *f, const Base *b, size_t day) {
    f->list[f->n - 1].open = false;
    finish(f, b, day);
    f->base_from = day + 1 - LONG_DAYS / 2;
}

typedef struct Watch {
    Base base; /* while an episode is open: what it left, with the mean of the level it rose to in `risen` */
    double sum, risen;
    size_t began, opened, said; /* said: when people were told last */
} Watch;

/* True when the sum passes its threshold; it begins anew then. */
static bool passes(Watch *w, const Finder *f, size_t day, double mean) {
    if (w->sum <= 0) w->began = day;
    double expected = mean * w->base.weekday[day % DAYS];
    w->sum = fmax(0, w->sum + (f->days[day] - CUSUM_K * expected) / w->base.dispersion);
    if (w->sum <= emerging_limit(mean / w->base.dispersion)) return false;
    w->sum = 0;
    return true;
}

/* Signals a day of a whole week at the pace since the rise began. */
static double level_of(const Finder *f, const Watch *w, size_t day) {
    double usual = expected_of(&w->base, w->began, day + 1);
    return w->base.mean * fmax(1, sum_of(f->days, w->began, day + 1) / usual);
}

static void watch_closed(Finder *f, Watch *w, size_t day) {
    w->base = learn(f, day);
    if (!passes(w, f, day, w->base.mean)) return;
    alert(f, w->began, day, &w->base);
    w->opened = w->said = day;
    w->risen = level_of(f, w, day);
}

/* What rises once more, far above the level it had risen to in its first week, is news of the same episode. */
static void watch_open(Finder *f, Watch *w, size_t day) {
    if (day < w->said + DAYS) {
        w->began = w->opened;
        w->risen = fmax(w->risen, level_of(f, w, day));
        w->sum = 0;
    } else if (passes(w, f, day, w->risen)) {
        f->list[f->n - 1].reopened++;
        f->list[f->n - 1].told = day;
        w->risen = level_of(f, w, day);
        w->said = day;
    }
    if (is_quiet(f, &w->base, w->opened, day)) end_quiet(f, &w->base, day);
    else if (day >= w->opened + LONG_DAYS) end_long(f, &w->base, day);
    else return;
    w->sum = 0;
}

static size_t first_day(const double *all, size_t n) {
    size_t d = 0;
    while (d < n && all[d] <= 0) d++;
    return d;
}

Episode *emerging_find(Arena *a, const double *days, const double *all, size_t days_n, size_t *n) {
    Finder f = {.days = days, .all = all, .days_n = days_n, .first = first_day(all, days_n)};
    f.left_out = ARENA_ARRAY(a, bool, days_n + 1);
    f.list = ARENA_ARRAY(a, Episode, days_n / QUIET_DAYS + 2);
    Watch w = {0};
    for (size_t d = f.first + DATA_MIN; d < days_n; d++) {
        if (f.n && f.list[f.n - 1].open) watch_open(&f, &w, d);
        else watch_closed(&f, &w, d);
    }
    if (f.n && f.list[f.n - 1].open) finish(&f, &w.base, days_n - 1);
    *n = f.n;
    return f.list;
}
