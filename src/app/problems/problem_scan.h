/* problem_scan.h - what the store knows about a problem's themes: counted in one pass over their signals. */
#pragma once
#include "app_private.h"
#include "problems/draft.h"
#include "store/theme_store.h"

enum { SCAN_WEEKS = 13, SPARK_OF_PROBLEM = 12 };

typedef struct ProblemScan {
    const CodebookRow *codebook; /* NULL: nothing discovered yet, or no themes */
    ThemeRow *themes;            /* those of the problem that this codebook has */
    size_t n;
    DraftFacts facts;               /* without quotes and owner */
    double spark[SPARK_OF_PROBLEM]; /* voices of the last weeks, oldest first */
} ProblemScan;

/* `themes` that the current codebook does not have count as empty: a theme may come back. */
bool problem_scan(Call *call, const int64_t *themes, size_t n, ProblemScan *out, Err *err);

/* Fills in the quotes of scan->facts: evidence of different faces, aims, what they do instead, counter-evidence. */
bool problem_quotes(Call *call, ProblemScan *scan, Err *err);
