/* priority.h - figures by which problems are ordered: value a year with its range, WSJF, RICE, loudness apart from
 * breadth. Unknown is NAN, never 0. */
#pragma once
#include "problems/brief.h"

typedef struct PriorityFacts {
    double voices_a_week, signals_a_week; /* means over the last `weeks` */
    int64_t weeks;
    double voices_most;  /* voices a week of the largest problem of the list */
    double growth;       /* ratio of the recent weeks to those before; NAN: too few voices to say */
    bool grows;          /* its interval lies above 1 */
    double severe;       /* share of signals that speak of harm, 0..1 */
    Str severity;        /* low, medium, high, critical; empty: nobody said */
    double effort_weeks; /* NAN: nobody said */
    int64_t voices, customers, signals, top_customer;
} PriorityFacts;

typedef struct Range {
    double low, middle, high; /* NAN: not known */
} Range;

/* What the fall of the measure is worth a year: signals a week times 52 times the fall times the figure for one
 * contact. The range joins that of the figure and the 90 % interval of the count (Poisson). NAN without value, measure
 * or dates. */
Range value_a_year(const Brief *brief, const PriorityFacts *f);
/* The same as words with all numbers; empty where it is not known. */
Str value_says(Arena *a, const Brief *brief, const PriorityFacts *f);

/* Weighted shortest job first (Reinertsen 2009; Leffingwell): (value + urgency + risk) / person-weeks. Each part 1 to
 * 10: value by voices against the largest problem, urgency by growth (10 at a fourfold rate), risk by severe signals.
 */
double wsjf(const PriorityFacts *f);

/* RICE (McBride 2016): reach (voices a quarter) x impact (0.5, 1, 2, 3 by severity) x confidence / person-months.
 * Confidence: 0.5 below 10 voices, 1 from 50 voices with known customers, else 0.8. */
double rice(const PriorityFacts *f);

/* Loud: one known customer sent at least a third of the signals. Broad: at least 10 known customers, and none sent more
 * than a tenth. */
typedef enum Loudness { LOUD_UNKNOWN, LOUD_ONE, LOUD_SOME, LOUD_BROAD } Loudness;
Loudness loudness_of(const PriorityFacts *f);
const char *loudness_name(Loudness l); /* "unknown", "one account", "some", "broad" */
