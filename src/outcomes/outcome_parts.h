/* outcome_parts.h - what the files behind outcome.h share. Private to the layer. */
#pragma once
#include "outcomes/outcome.h"

/* Method B, and method A beside it where history is short. */
typedef struct Pair {
    Study b, a;
    bool two;
    double effect, low, high, p; /* the interval spans both, p is the larger one (1 when they point apart) */
} Pair;

Refusal refusal_of(StudyEnd end);
bool has_share(const double *share, size_t weeks); /* did anybody have it by then? */
/* Cuts off what was counted by other labels; *from: weeks cut off. */
Refusal labels_trim(Arena *a, Panel *p, size_t *from, size_t *themes);

bool studies_agree(const Panel *p);
StudyEnd pair_make(Arena *a, const Panel *p, size_t theme, const size_t *also, size_t also_n, const Rollout *rollout,
                   Pair *pair);
double pair_smallest(const Pair *pair, double error);
bool pair_above(const Pair *pair, double effect, double error);

void outcome_weeks_make(Arena *a, const OutcomeAsk *ask, const Panel *p, Outcome *out);
void outcome_lasting_make(Arena *a, const OutcomeAsk *ask, const Panel *p, Outcome *out);
void outcome_near_make(Arena *a, const OutcomeAsk *ask, const Panel *p, Outcome *out);
