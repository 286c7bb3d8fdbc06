/* outcome_data.h - from the store to a panel: the daily voices of all themes by one codebook, around a date. */
#pragma once
#include "app/op.h"
#include "outcomes/outcome.h"
#include "store/outcome_store.h"

#define POPULATION_PARTS ((Dimension)(BY_CHANNEL + 1)) /* segment, product, channel */

/* What is judged. A problem's themes are judged as one. */
typedef struct Subject {
    const int64_t *themes;
    size_t themes_n;
    const int64_t *near; /* next to them */
    size_t near_n;
    int64_t at; /* moment of the release */
    const RolloutRow *rollout;
    size_t rollout_n;         /* 0: everybody had it from then on */
    double wanted;            /* the fall that was promised, 0..1; 0: nobody did */
    Str of[POPULATION_PARTS]; /* the segment, product, channel of the customers that are counted; empty: all */
    LookPlan plan;            /* n 0: the usual one */
    int64_t end_day;          /* data from this day on is left out; 0: none is */
} Subject;

/* Which customers are counted. */
typedef struct Population {
    DayPart part;
    bool whole;  /* all customers: `part` is not read */
    bool counts; /* false: two parts at once, of which there are no daily counts */
} Population;
Population subject_population(const Subject *s);
Str population_words(Arena *a, const Subject *s); /* "all customers", "customers of segment \"travellers\"" */

typedef struct Judged {
    bool known; /* false: this codebook has none of the themes, or no day around the date, or none of these customers */
    Outcome outcome;
    int64_t first_day;  /* of the first week of outcome.weeks */
    int64_t end_day;    /* after the last day with data */
    double *share;      /* rollout by week after the release */
    double *all;        /* voices of everything, by week of outcome.weeks */
    const int64_t *ids; /* theme of each row of the panel */
} Judged;

/* All that figures of a subject follow from, beside the daily counts: a key for memo.h. */
Str subject_key(Call *call, int64_t codebook_id, const Subject *s);

/* By the codebook of that number over both sides. */
bool subject_judge(Call *call, int64_t codebook_id, const Subject *subject, Judged *out, Err *err);

/* The daily voices of the subject's customers around a date, made into a panel. */
typedef struct SubjectPanel {
    Panel panel;
    size_t row; /* of the subject; SIZE_MAX: no voices, and the rest is not filled in */
    ThemeDays days;
} SubjectPanel;
/* Whole days from `before` weeks before the day to `after` weeks after it, as far as there are any. */
bool subject_panel(Call *call, int64_t codebook_id, const Subject *subject, const Population *population, int64_t day,
                   size_t before, size_t after, SubjectPanel *out, Err *err);
double *subject_shares(Arena *a, const Subject *subject, size_t weeks); /* rollout by week after the release */

enum { RECENT_VOICES_WEEKS = 8 }; /* that today's volume is the mean of */
typedef struct Provable {
    double voices_a_week; /* of these customers, in the last eight weeks */
    double *smallest;     /* log ratios, by what was asked; NaN: cannot be said */
} Provable;
/* The smallest falls that could be seen from the end of the data on, after each number of weeks, at this error of one
 * look. */
bool subject_provable(Call *call, int64_t codebook_id, const Subject *subject, const size_t *weeks, size_t n,
                      double error, Provable *out, Err *err);
