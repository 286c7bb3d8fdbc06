/* study.h - the same test on themes and dates where nothing shipped, and what it makes of ours.
 *
 * The others of a theme are the mean of their logarithms, weighted by volume and put to the level of their sum: a sum
 * bends when some themes grow and others shrink, and no straight trend of one's own follows a bend (docs/outcomes.md).
 *
 * The spread of these placebos says how much such an estimate moves by itself. lambda = max(1, mean of
 * estimate^2 / variance) over them; the standard error of ours is sqrt(variance * lambda); t distribution with as many
 * degrees of freedom as there are placebos that do not overlap. (Placebo calibration after Bertrand, Duflo and
 * Mullainathan 2004, "How much should we trust differences-in-differences estimates?", and Abadie et al. 2010.) */
#pragma once
#include "outcomes/effect.h"
#include "outcomes/panel.h"

enum {
    PLACEBOS_MIN = 20,     /* below, nothing is said */
    STUDY_BEFORE_MIN = 12, /* weeks of history that a test needs */
    STUDY_BEFORE_FULL = 52 /* weeks from which on method B stands alone */
};

typedef struct Placebo {
    size_t theme, week; /* row of the panel; the week it pretends a release at */
    double effect, variance;
} Placebo;

typedef struct Study {
    Fit fit;
    double lambda, df, error; /* error: standard error of the effect, calibrated */
    double low, high;         /* 90 % interval of the effect, as log ratios */
    double p;                 /* chance of moving at least this far, either way, when nothing was done */
    Placebo *placebos;
    size_t placebos_n, as_far; /* placebos whose effect over its own error is at least as far from 0 */
    double independent;        /* placebos that do not overlap */
    double *others;            /* by week of the panel: what the theme was compared with, at the level of a sum */
} Study;

typedef enum StudyEnd {
    STUDY_OK,
    STUDY_SHORT /* history */,
    STUDY_FEW /* placebos */,
    STUDY_EMPTY /* no signals */
} StudyEnd;

/* The effect of a release on theme `treated` of the panel, with rollout->weeks weeks after it (at most what the panel
 * has). `also` (may be NULL): rows of the panel that the release may have touched too; like the treated one they are no
 * placebos at the real date, and they are not among the others then. Memory from `a`. */
StudyEnd study_make(Arena *a, const Panel *p, size_t treated, const size_t *also, size_t also_n, const Rollout *rollout,
                    bool trend, Study *study);

/* An effect of ours as a placebo's, scaled to our theme's volume: what the placebo would have shown there. */
double study_scaled(const Study *s, const Placebo *p);
/* The smallest fall (as a log ratio, negative) that is found with this power at this error (two-sided). */
double study_smallest(const Study *s, double error, double power);
