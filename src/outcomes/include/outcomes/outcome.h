/* outcome.h - did the friction of a theme fall because of a release? A verdict with its numbers.
 *
 *     OutcomeAsk ask = {.panel = panel_of_days(a, days, themes, days_n, at, 104, 21), .theme = 3,
 *                       .codebook_before = 4, .codebook_after = 4};
 *     Outcome outcome;
 *     outcome_judge(a, &ask, &outcome);
 *
 * Looks are fixed before the release: usually after 2, 4 and 8 weeks, each at an equal part of the error (Bonferroni),
 * so that looking three times does not make a success more likely. With less than a year of history methods A (no
 * trend) and B (own trend) must agree, and the interval spans both. */
#pragma once
#include <stdint.h>

#include "outcomes/study.h"

enum { LOOKS_MAX = 8, LASTING_SKIP = 13 /* weeks: 91 days */, LASTING_WEEKS = 21 };
#define OUTCOME_ERROR 0.05      /* two-sided, of all looks together, where nobody named one */
#define OUTCOME_POWER 0.8       /* of the smallest fall that is named */
#define OUTCOME_FALL_WANTED 0.2 /* the fall that "did not fall" rules out, where nobody named one */

typedef enum Verdict { VERDICT_FELL, VERDICT_DID_NOT_FALL, VERDICT_CANNOT_TELL, VERDICT_REFUSED } Verdict;
const char *verdict_name(Verdict v); /* "fell", "did not fall", "cannot tell", "refused" */

typedef enum Refusal {
    REFUSED_NOT,
    REFUSED_CODEBOOK, /* the two sides were coded by different codebooks */
    REFUSED_RECODED,  /* many themes vanish or appear at once near the release: the labels changed */
    REFUSED_HISTORY,  /* too few weeks before */
    REFUSED_PLACEBOS, /* too few themes and dates to compare with */
    REFUSED_EMPTY     /* the theme has no signals before */
} Refusal;

/* When it is looked at. */
typedef struct LookPlan {
    size_t weeks[LOOKS_MAX], n; /* after the release, ascending; n 0: the usual ones */
    double error;               /* two-sided, of all looks together */
} LookPlan;
extern const LookPlan LOOKS_USUAL; /* 2, 4 and 8 weeks, OUTCOME_ERROR */
size_t looks_last(const LookPlan *plan);
double looks_error(const LookPlan *plan); /* of one of them */

typedef struct OutcomeAsk {
    Panel panel;
    size_t theme;       /* row */
    const size_t *near; /* rows of themes next to it, to which the friction could have moved */
    size_t near_n;
    const double *share; /* rollout by week after the release, panel.weeks - panel.release of them; NULL: all at once */
    int64_t codebook_before, codebook_after; /* that coded the two sides */
    double wanted;                           /* the fall that was promised, 0..1 of the rate; 0: nobody did */
    LookPlan plan;
} OutcomeAsk;

typedef struct Look {
    size_t weeks; /* after the release */
    bool done;    /* they have passed */
    Verdict verdict;
    double effect, low, high, p; /* log ratio with its 90 % interval */
    double smallest;             /* the smallest fall (log ratio) that this look finds with OUTCOME_POWER */
} Look;

typedef struct OutcomeWeek {
    double observed, expected, low, high; /* signals; expected without the release, with its 90 % band after it */
    bool after;
} OutcomeWeek;

typedef enum Lasting { LASTING_EARLY /* not 21 weeks yet */, LASTING_STILL, LASTING_GONE, LASTING_UNKNOWN } Lasting;

typedef enum Moved {
    MOVED_NOT_ASKED, /* no neighbours */
    MOVED_NOT,       /* the theme and its neighbours together fell too */
    MOVED_ONLY,      /* a neighbour rose, and together they did not fall */
    MOVED_UNKNOWN
} Moved;

typedef struct Neighbour {
    size_t theme;
    double effect, low, high, p;
    bool known; /* false: too few signals to say */
} Neighbour;

typedef struct Outcome {
    Verdict verdict;
    Refusal why;
    LookPlan plan; /* never empty */
    Look looks[LOOKS_MAX];
    size_t looks_done;
    double effect, low, high;        /* of the last look that was done, as log ratios */
    double smallest, wanted;         /* log ratios, negative */
    bool agreed;                     /* methods A and B had to agree */
    size_t weeks_used, recoded_week; /* of history; week of the panel from which the labels are the same, 0: all */
    size_t recoded_themes;
    double avoided, avoided_low, avoided_high; /* signals, up to the last look */
    OutcomeWeek *weeks;                        /* of the panel, without the trimmed ones */
    size_t weeks_n, release;                   /* index among them */
    Study study;                               /* method B at the last look: fit, placebos */
    Lasting lasting;
    double lasting_effect, lasting_low, lasting_high;
    Neighbour *near;
    size_t near_n;
    Moved moved;
    double together, together_low, together_high; /* effect on the theme and its neighbours as one */
} Outcome;

/* Fills `out`; memory from `a`. A refusal fills verdict, why and what is known. */
void outcome_judge(Arena *a, const OutcomeAsk *ask, Outcome *out);

/* Contacts that did not come: counterfactual minus observed, where the counterfactual is the observed count (at least
 * half a signal a week) over the ratio. Monotone in the effect, so its interval is that of the effect. */
double outcome_avoided(const double *observed, const Rollout *rollout, double effect);

/* Before the work: the smallest fall (log ratio, negative) that would be found after each number of weeks at today's
 * volume and unrest, with OUTCOME_POWER at this error. The panel ends today (release = weeks). NaN where history does
 * not reach. */
void outcome_provable(Arena *a, const Panel *panel, size_t theme, const size_t *weeks, size_t n, double error,
                      double *smallest);

/* ---- the same release in parts of the customers ---------------------------------------------- */

enum { OUTCOME_PARTS_MAX = 6 }; /* more looks would widen the intervals of all */

typedef struct OutcomePart {
    Panel panel;  /* of this part alone */
    size_t theme; /* its row; SIZE_MAX: no voices */
    /* filled in: */
    bool tested;
    Refusal why; /* unless tested */
    Verdict verdict;
    double effect, low, high; /* log ratio; the 90 % intervals of all parts hold together (Bonferroni) */
    double p, p_adjusted;     /* alone; for being one of many (Holm 1979) */
    double smallest;          /* the smallest fall that is found, with OUTCOME_POWER, among so many */
} OutcomePart;

/* Judges all parts at the look after `weeks` weeks, by the codebook that made their panels. Over all of them a false
 * verdict comes up with `error` at most. Returns how many were tested. */
size_t outcome_parts(Arena *a, OutcomePart *parts, size_t n, const double *share, size_t weeks, double wanted,
                     double error);
