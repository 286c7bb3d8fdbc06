/* outcome_json.h - the parts of an outcome as JSON; each returns a new reference. */
#pragma once
#include <jansson.h>

#include "outcome_reply.h"
#include "outcome_split.h"

json_t *day_json(Arena *a, int64_t day);
/* Of log ratios; null where one is not known. */
json_t *effect_json(Arena *a, double effect, double low, double high);
json_t *looks_json(Arena *a, const Outcome *o, int64_t release_day);
json_t *placebos_json(Arena *a, const Outcome *o);
json_t *avoided_json(const Outcome *o);
json_t *lasting_json(Arena *a, const Outcome *o, int64_t release_day);
json_t *split_json(Arena *a, const Split *s);

/* What voices are set against. */
typedef struct Rates {
    double *customers; /* active, by week; NULL: not known for every week, and shares of all voices are shown */
    double per;        /* 1,000 and more */
    Str unit;          /* "a week per 1,000 active customers" */
} Rates;
/* Of the subject's customers: of all, or of the segment that is counted; nobody knows who uses a product or channel. */
bool rates_read(Call *call, const Subject *subject, const Judged *j, Rates *out, Err *err);
json_t *weeks_json(Arena *a, const Judged *j, const Rates *rates);
json_t *population_json(Arena *a, const Subject *s, const Rates *rates); /* rates NULL: nothing is counted */
