/* study.c - placebos: the same fit where nothing shipped. */
#include "outcomes/study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/change.h"

enum { EVERY = 2 /* weeks between placebo dates */, THEMES_MAX = 60 };
static const double THEME_MIN = 2; /* signals a week: a smaller theme tells nothing of how themes move */

typedef struct Work {
    const Panel *panel;
    double *others, *logs, *volume; /* logs: of counts + 0.5, themes x weeks; volume: signals a week before */
    bool *touched;                  /* by theme: the treated one and those it may have touched */
    bool *chosen;                   /* as placebo */
    size_t treated;
    const Rollout *rollout;
    bool trend;
} Work;

static double volume(const Panel *p, size_t theme) {
    double sum = 0;
    for (size_t w = 0; w < p->release; w++) sum += panel_theme(p, theme)[w];
    return sum / (double)p->release;
}

/* Everything but the theme; in weeks where the release has an effect, without what it touched, too (in the whole
 * series, so that nothing steps). Not the sum: the mean of the logarithms, weighted by volume, put back to the level of
 * the sum. Sums bend when some themes grow and others shrink, and a straight line of the own trend cannot follow that.
 */
static const double *others_of(Work *w, size_t theme, bool at_release) {
    const Panel *p = w->panel;
    double volumes = 0, sum = 0, level = 0;
    memset(w->others, 0, p->weeks * sizeof *w->others);
    for (size_t t = 0; t < p->themes; t++) {
        if (t == theme || (at_release && w->touched[t])) continue;
        volumes += w->volume[t];
        for (size_t i = 0; i < p->weeks; i++) w->others[i] += w->volume[t] * w->logs[t * p->weeks + i];
    }
    for (size_t i = 0; i < p->weeks; i++) {
        w->others[i] = exp(w->others[i] / fmax(volumes, 1e-9));
        if (i < p->release) level += w->others[i];
    }
    sum = volumes * (double)p->release;
    for (size_t i = 0; i < p->weeks; i++) w->others[i] *= sum / fmax(level, 1e-9);
    return w->others;
}

typedef struct Near {
    double distance;
    size_t theme;
} Near;

static int by_distance(const void *x, const void *y) {
    const Near *a = x, *b = y;
    if (a->distance != b->distance) return a->distance < b->distance ? -1 : 1;
    return (a->theme > b->theme) - (a->theme < b->theme);
}

/* How much a theme wanders beyond chance depends on its size, so those of a size like ours are asked. */
static void choose(Arena *a, Work *w) {
    const Panel *p = w->panel;
    Near *near = ARENA_ARRAY(a, Near, p->themes);
    double ours = log(w->volume[w->treated] + 0.5);
    size_t n = 0;
    for (size_t t = 0; t < p->themes; t++) {
        double size = w->volume[t];
        if (size >= THEME_MIN || t == w->treated) near[n++] = (Near){fabs(log(size + 0.5) - ours), t};
    }
    qsort(near, n, sizeof *near, by_distance);
    for (size_t i = 0; i < n && i < THEMES_MAX; i++) w->chosen[near[i].theme] = true;
}

/* The first date with enough history; the last whose weeks after all lie before the release. */
static size_t first_date(const Panel *p) {
    size_t third = p->release / 3;
    return third > STUDY_BEFORE_MIN ? third : STUDY_BEFORE_MIN;
}

static void try_placebo(Work *w, Study *s, size_t theme, size_t week, const double *others) {
    Fit fit;
    if (!effect_fit(panel_theme(w->panel, theme), others, week, w->rollout, w->trend, &fit)) return;
    s->placebos[s->placebos_n++] = (Placebo){theme, week, fit.effect, fit.variance};
}

static void make_placebos(Arena *a, Work *w, Study *s) {
    const Panel *p = w->panel;
    size_t first = first_date(p), after = w->rollout->weeks, room = p->themes * (p->release / EVERY + 2), themes = 0;
    s->placebos = ARENA_ARRAY(a, Placebo, room);
    for (size_t t = 0; t < p->themes; t++) {
        if (!w->chosen[t]) continue;
        const double *others = others_of(w, t, false);
        themes++;
        if (p->release >= after) /* back from the release, so that the newest history is always used */
            for (size_t week = p->release - after; week >= first; week -= EVERY) try_placebo(w, s, t, week, others);
        if (!w->touched[t]) try_placebo(w, s, t, p->release, others_of(w, t, true));
    }
    double windows = p->release >= after + first ? (double)(p->release - first) / (double)after : 0;
    s->independent = (double)themes * fmax(1, floor(windows));
}

static void calibrate(Study *s) {
    double sum = 0, ours = fabs(s->fit.effect) / sqrt(s->fit.variance);
    for (size_t i = 0; i < s->placebos_n; i++) {
        const Placebo *p = &s->placebos[i];
        sum += p->effect * p->effect / p->variance;
        s->as_far += fabs(p->effect) / sqrt(p->variance) >= ours;
    }
    s->lambda = fmax(1, sum / (double)s->placebos_n);
    s->df = fmin(s->independent, s->fit.df);
    s->error = sqrt(s->fit.variance * s->lambda);
    double margin = student_quantile(0.95, s->df) * s->error;
    s->low = s->fit.effect - margin;
    s->high = s->fit.effect + margin;
    s->p = 2 * student_cdf(-fabs(s->fit.effect) / s->error, s->df);
}

StudyEnd study_make(Arena *a, const Panel *p, size_t treated, const size_t *also, size_t also_n, const Rollout *rollout,
                    bool trend, Study *study) {
    memset(study, 0, sizeof *study);
    if (p->release < STUDY_BEFORE_MIN) return STUDY_SHORT;
    Work w = {.panel = p, .treated = treated, .rollout = rollout, .trend = trend};
    w.others = ARENA_ARRAY(a, double, p->weeks);
    w.logs = ARENA_ARRAY(a, double, p->themes * p->weeks);
    w.volume = ARENA_ARRAY(a, double, p->themes);
    for (size_t i = 0; i < p->themes * p->weeks; i++) w.logs[i] = log(p->counts[i] + 0.5);
    for (size_t t = 0; t < p->themes; t++) w.volume[t] = volume(p, t);
    w.touched = ARENA_ARRAY(a, bool, p->themes);
    w.chosen = ARENA_ARRAY(a, bool, p->themes);
    w.touched[treated] = true;
    for (size_t i = 0; i < also_n; i++) w.touched[also[i]] = true;
    if (w.volume[treated] <= 0) return STUDY_EMPTY;
    study->others = ARENA_ARRAY(a, double, p->weeks);
    memcpy(study->others, others_of(&w, treated, true), p->weeks * sizeof *study->others);
    if (!effect_fit(panel_theme(p, treated), study->others, p->release, rollout, trend, &study->fit))
        return STUDY_SHORT;
    choose(a, &w);
    make_placebos(a, &w, study);
    if (study->placebos_n < PLACEBOS_MIN) return STUDY_FEW;
    calibrate(study);
    return STUDY_OK;
}

double study_scaled(const Study *s, const Placebo *p) {
    return p->effect / sqrt(p->variance) * sqrt(s->fit.variance);
}

double study_smallest(const Study *s, double error, double power) {
    return -(student_quantile(1 - error / 2, s->df) + student_quantile(power, s->df)) * s->error;
}
