/* outcome_worlds.c - daily counts of themes, one of which is treated: see docs/outcomes.md for what each scenario
 * holds. */
#include "outcome_worlds.h"

#include <math.h>

#include "draw_counts.h"

const char *const SCENARIO_NAMES[SCENARIOS] = {"clean", "od", "ar", "trend", "shock", "select", "drift"};

enum { THEMES = 12, THEMES_SELECT = 40, DAYS = 7 };
static const double GROWTH = 0.004;                   /* of the exposure, a week */
static const double DISPERSION = 0.10;                /* of the negative binomial, a day */
static const double OTHERS_LOW = 4, OTHERS_HIGH = 25; /* signals a day, evenly on a log scale */

static double draw_signals(const World *w, Rng *r, double mean) {
    return draw_count(r, mean, w->scenario == CLEAN ? 0 : DISPERSION);
}

/* Adds an AR(1) process of this standard deviation, in its steady state from the first day on. */
static void add_wander(double *log_rate, size_t n, double rho, double sd, Rng *r) {
    double x = sd * rng_normal(r);
    for (size_t d = 0; d < n; d++) {
        log_rate[d] += x;
        x = rho * x + sd * sqrt(1 - rho * rho) * rng_normal(r);
    }
}

static void common_rates(const World *w, double *common, size_t n, size_t release, Rng *r) {
    if (w->scenario == AR || w->scenario == SHOCK || w->scenario == DRIFT) add_wander(common, n, 0.97, 0.15, r);
    if (w->scenario != SHOCK) return;
    double jump = rng_below(r, 2) ? log(1.30) : log(0.75);
    for (size_t d = release - DAYS + rng_below(r, 2 * DAYS + 1); d < n; d++) common[d] += jump;
}

static void theme_rates(const World *w, double *log_rate, size_t n, double volume, Rng *r) {
    double slope = w->scenario == TREND ? (rng_below(r, 2) ? 0.015 : -0.015) : 0;
    for (size_t d = 0; d < n; d++) log_rate[d] += log(volume) + slope * ((double)d - (double)n / 2) / DAYS;
    if (w->scenario == AR || w->scenario == SHOCK || w->scenario == DRIFT) add_wander(log_rate, n, 0.9, 0.2, r);
    if (w->scenario == SELECT) add_wander(log_rate, n, 0.97, 0.35, r);
}

/* The theme that looked worst three weeks before: 28 days against the 84 before them. */
static size_t worst(const Series *s) {
    size_t end = s->release - 21, at = 0;
    double most = -INFINITY;
    for (size_t t = 0; t < s->themes; t++) {
        const double *days = s->days + t * s->days_n;
        double recent = 0, older = 0;
        for (size_t d = end - 28; d < end; d++) recent += days[d];
        for (size_t d = end - 112; d < end - 28; d++) older += days[d];
        double ratio = (recent + 0.5) / (older + 0.5);
        if (ratio > most) most = ratio, at = t;
    }
    return at;
}

/* Some of the theme is called by the next one's name from about the release on. */
static void relabel(Series *s, Rng *r) {
    double *mine = s->days + s->treated * s->days_n, *next = s->days + (s->treated + 1) % s->themes * s->days_n;
    for (size_t d = s->release - DAYS + rng_below(r, 2 * DAYS + 1); d < s->days_n; d++) {
        double moved = 0;
        for (double k = 0; k < mine[d]; k++) moved += rng_unit(r) < 0.3;
        mine[d] -= moved;
        next[d] += moved;
    }
}

Series world_draw(Arena *a, const World *w, Rng *r) {
    Series s = {.themes = w->scenario == SELECT ? THEMES_SELECT : THEMES,
                .days_n = (w->before + w->after) * DAYS,
                .release = w->before * DAYS};
    s.days = ARENA_ARRAY(a, double, s.themes *s.days_n);
    s.exposure = ARENA_ARRAY(a, double, s.days_n);
    double *common = ARENA_ARRAY(a, double, s.days_n), *rates = ARENA_ARRAY(a, double, s.themes *s.days_n);
    common_rates(w, common, s.days_n, s.release, r);
    for (size_t d = 0; d < s.days_n; d++) s.exposure[d] = exp(GROWTH * (double)d / DAYS);
    for (size_t t = 0; t < s.themes; t++) {
        double *rate = rates + t * s.days_n;
        bool own = t == 0 || w->scenario == SELECT;
        double volume = own ? w->volume : OTHERS_LOW * pow(OTHERS_HIGH / OTHERS_LOW, rng_unit(r));
        theme_rates(w, rate, s.days_n, volume, r);
        for (size_t d = 0; d < s.days_n; d++)
            rate[d] = exp(rate[d] + common[d]) * s.exposure[d] * WEEK_SEASON[d % DAYS];
        for (size_t d = 0; d < s.release; d++) s.days[t * s.days_n + d] = draw_signals(w, r, rate[d]);
    }
    if (w->scenario == SELECT) s.treated = worst(&s);
    for (size_t t = 0; t < s.themes; t++)
        for (size_t d = s.release; d < s.days_n; d++)
            s.days[t * s.days_n + d] = draw_signals(w, r, rates[t * s.days_n + d] * (t == s.treated ? w->ratio : 1));
    if (w->scenario == DRIFT) relabel(&s, r);
    return s;
}
