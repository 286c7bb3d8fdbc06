/* history.h - all of history coded under one codebook, and what is counted on the way. */
#pragma once
#include "app_private.h"
#include "base/progress.h"
#include "candidates.h"
#include "corpus.h"
#include "store/theme_store.h"
#include "census.h"
#include "themes/codebook.h"

typedef struct History {
    CensusResult result;      /* lives in the arena given to history_code */
    Candidates *candidates;
} History;

/* Assigns every signal of the corpus and stores the assignments, in transactions of its own. `ids`: position to
 * theme id. Free with history_free. */
bool history_code(App *app, Db *scan, const Corpus *corpus, const Codebook *codebook, int64_t codebook_id,
                  const int64_t *ids, Arena *a, int64_t now, const Progress *progress, History *out, Err *err);
void history_free(History *h);

/* Theme rows with their statistics, daily counts and quotes; fills in *row. Call inside a transaction. */
bool history_save(App *app, Arena *a, const Codebook *codebook, CodebookRow *row, const int64_t *ids,
                  const History *h, Err *err);
