/* panel.c - daily counts into weeks around a date, and whether the themes stayed the same things. */
#include "outcomes/panel.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { DAYS = 7, LOOK = 8, LEAST = 2 };
static const double LARGE = 5;     /* signals a week */
static const double LITTLE = 0.05; /* of what it was */
static const double MANY = 0.05;   /* of the large themes */
static const double MANY_AT_LEAST = 3;

Panel panel_of_days(Arena *a, const double *days, size_t themes, size_t days_n, size_t at, size_t before,
                    size_t after) {
    size_t old = at / DAYS < before ? at / DAYS : before;
    size_t new = (days_n - at) / DAYS < after ? (days_n - at) / DAYS : after;
    size_t first = at - old * DAYS, weeks = old + new;
    double *counts = ARENA_ARRAY(a, double, themes *weeks);
    for (size_t t = 0; t < themes; t++)
        for (size_t d = 0; d < weeks * DAYS; d++) counts[t * weeks + d / DAYS] += days[t * days_n + first + d];
    return (Panel){counts, themes, weeks, old};
}

const double *panel_theme(const Panel *p, size_t theme) {
    return p->counts + theme * p->weeks;
}

Panel panel_trim(Arena *a, const Panel *p, size_t weeks) {
    Panel t = {NULL, p->themes, p->weeks - weeks, p->release - weeks};
    double *counts = ARENA_ARRAY(a, double, t.themes *t.weeks);
    for (size_t i = 0; i < t.themes; i++)
        memcpy(counts + i * t.weeks, panel_theme(p, i) + weeks, t.weeks * sizeof *counts);
    t.counts = counts;
    return t;
}

static double mean(const double *weeks, size_t begin, size_t end) {
    double sum = 0;
    for (size_t w = begin; w < end; w++) sum += weeks[w];
    return sum / (double)(end - begin);
}

/* Large on one side, next to the boundary too, and next to nothing on the other. */
static bool is_replaced(const double *theme, size_t begin, size_t week, size_t end) {
    double old = mean(theme, begin, week), new = mean(theme, week, end);
    double close = old > new ? mean(theme, week - LEAST, week) : mean(theme, week, week + LEAST);
    return fmin(old, new) < LITTLE * fmax(old, new) && close > fmax(old, new) / 2;
}

static size_t replaced_at(const Panel *p, size_t week, size_t *large) {
    size_t begin = week > LOOK ? week - LOOK : 0, end = week + LOOK < p->weeks ? week + LOOK : p->weeks, replaced = 0;
    *large = 0;
    for (size_t t = 0; t < p->themes; t++) {
        const double *theme = panel_theme(p, t);
        if (fmax(mean(theme, begin, week), mean(theme, week, end)) < LARGE) continue;
        ++*large;
        replaced += is_replaced(theme, begin, week, end);
    }
    return replaced;
}

/* A change in the middle of a week shows at both its ends, a little less clearly: the last one counts. */
size_t panel_recoded(const Panel *p, size_t *themes) {
    *themes = 0;
    for (size_t week = p->weeks; week-- > 0;) {
        if (week < LEAST || week + LEAST > p->weeks) continue;
        size_t large, replaced = replaced_at(p, week, &large);
        if ((double)replaced < fmax(MANY_AT_LEAST, MANY * (double)large)) continue;
        *themes = replaced;
        return week;
    }
    return 0;
}
