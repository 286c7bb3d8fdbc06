/* outcome_data.h - from the store to a panel: the daily voices of all themes by one codebook, around a date. */
#pragma once
#include "app/op.h"
#include "outcomes/outcome.h"
#include "store/outcome_store.h"

/* What is judged. A problem's themes are judged as one. */
typedef struct Subject {
    const int64_t *themes;
    size_t themes_n;
    const int64_t *near; /* next to them */
    size_t near_n;
    int64_t at; /* moment of the release */
    const RolloutRow *rollout;
    size_t rollout_n; /* 0: everybody had it from then on */
    double wanted;    /* the fall that was promised, 0..1; 0: nobody did */
} Subject;

typedef struct Judged {
    bool known; /* false: this codebook has none of the themes, or no day around the date */
    Outcome outcome;
    int64_t first_day;  /* of the first week of outcome.weeks */
    int64_t end_day;    /* after the last day with data */
    double *share;      /* rollout by week after the release */
    double *all;        /* voices of everything, by week of outcome.weeks */
    const int64_t *ids; /* theme of each row of the panel */
} Judged;

/* By the codebook of that number over both sides. */
bool subject_judge(Call *call, int64_t codebook_id, const Subject *subject, Judged *out, Err *err);

/* The smallest falls that could be seen from the end of the data on, after each number of weeks; NaN: cannot be said.
 */
bool subject_provable(Call *call, int64_t codebook_id, const Subject *subject, const size_t *weeks, size_t n,
                      double *smallest, double *voices_a_week, Err *err);
