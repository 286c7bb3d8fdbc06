/* outcome_split.h - the same release in each segment, product or channel by itself. */
#pragma once
#include "outcome_data.h"

typedef struct Split {
    Dimension by;
    size_t n, tested, left_out, weeks; /* left_out: smaller parts that are not looked at */
    Str values[OUTCOME_PARTS_MAX];
    int64_t voices[OUTCOME_PARTS_MAX]; /* in the year before the release */
    OutcomePart parts[OUTCOME_PARTS_MAX];
} Split;

/* At the newest look of `judged`, in the parts of all customers that were largest before the release (what came after
 * must not choose them). n 0: no look yet, or the theme's signals name none. */
bool subject_split(Call *call, int64_t codebook_id, const Subject *subject, const Judged *judged, Dimension by,
                   Split *out, Err *err);

Str part_says(Arena *a, const OutcomePart *part);
Str split_says(Arena *a, const Split *s);
