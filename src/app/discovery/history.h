/* history.h - all of history coded under one codebook, and what is counted on the way. */
#pragma once
#include "app_private.h"
#include "base/progress.h"
#include "candidates.h"
#include "census.h"
#include "corpus.h"
#include "discovery.h"
#include "embeddings.h"
#include "findings.h"
#include "store/theme_store.h"
#include "theme_map.h"

typedef struct History {
    CensusResult result; /* lives in the arena given to history_code */
    Candidates *candidates;
    FindingRow *findings;
    size_t findings_n;
    Fit fit;
    int64_t **facets; /* [slot][facet]: signals */
    AreaCensus *areas;
    size_t areas_n;
    EmbeddingsOutcome embeddings;
    bool days_saved;
    int64_t changes; /* of the signals that were coded: see themes_due */
} History;

/* Assigns every signal of the corpus and stores the assignments, in transactions of its own; so the daily counts of a
 * codebook that is not in use yet, which nobody asks for. Free with history_free. */
bool history_code(App *app, Db *scan, const Corpus *corpus, const ThemeMap *map, const CodebookRow *codebook, Arena *a,
                  int64_t now, const Progress *progress, History *out, Err *err);
void history_free(History *h);

/* The daily counts. Call inside a transaction. Touches no arena, so that it may go on beside other work. */
bool history_save_days(App *app, const ThemeMap *map, int64_t codebook_id, const CensusResult *t, Err *err);
/* Theme rows with their statistics, quotes, and the daily counts unless they are saved; fills in *row. Call inside a
 * transaction. */
bool history_save(App *app, Arena *a, const ThemeMap *map, CodebookRow *row, const History *h, Err *err);

DiscoverResult history_outcome(const History *h, const Corpus *corpus, const ThemeMap *map, const CodebookRow *row);
