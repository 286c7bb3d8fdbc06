/* pool.h - what is outside the themes or new, gathered while all of history is coded: texts to look for groups in, and
 * how well the codebook still fits.
 *
 * Fresh is what came in the FRESH_WEEKS up to the newest day; the rest is older. Of each kind a bounded number of texts
 * is kept, chosen by key and so always the same ones. Copies of another signal are left out of the texts. */
#pragma once
#include <jansson.h>

#include "app_private.h"

enum { FRESH_WEEKS = 4, POOL_FRESH = 3000, POOL_UNTHEMED = 3000, SCORE_BINS = 200 };

typedef enum Age { AGE_OLDER, AGE_FRESH, AGES } Age;

typedef struct PoolItem {
    int64_t id, at;
    uint64_t key, voice;
    int32_t slot; /* theme, or UNTHEMED */
    Age age;
    char *text; /* owned by the pool */
    size_t n;
} PoolItem;

/* Signals with a date, by age. */
typedef struct Fit {
    size_t n[AGES], unthemed[AGES];
    size_t bins[AGES][SCORE_BINS + 1]; /* of the scores of the themed */
} Fit;

typedef struct Pool Pool;
Pool *pool_new(int64_t newest); /* the newest moment that counts; TIME_NONE: nothing is fresh */
void pool_free(Pool *p);
/* `copy`: of a signal that came before; it counts for the fit and not as a text. */
void pool_offer(Pool *p, const PoolItem *item, Str text, bool copy, float score);
const Fit *pool_fit(const Pool *p);
int64_t pool_fresh_from(const Pool *p);
/* How many texts of that age could have been kept: all that are no copies. Of the older ones only the unthemed are. */
size_t pool_seen(const Pool *p, Age age);
/* All kept texts by key. Borrowed until pool_free. */
size_t pool_items(Pool *p, Arena *a, const PoolItem ***out);

/* Does the codebook still fit? {"advise": bool, "says": text, ...}; `found_in`: signals it was discovered in, `now`:
 * signals it codes now. New reference. */
json_t *fit_json(Arena *a, const Fit *fit, int64_t found_in, int64_t now);
