/* identity.h - which themes of a new codebook are those of the old one.
 *
 * A theme is its members: old and new are compared by the signals that both codebooks coded. The pairing is the
 * optimal one (largest sum of shared signals); a pair counts as the same theme when they share at least half of
 * their mean size (Dice 1945: 2 shared / (before + after) >= 0.5). */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef enum LineageKind {
    LINEAGE_CONTINUED,
    LINEAGE_SPLIT,  /* a new theme most of whose signals an old one had that lives on elsewhere */
    LINEAGE_MERGED, /* an old theme most of whose signals went to a new one that is not it */
    LINEAGE_NEW,
    LINEAGE_RETIRED
} LineageKind;

typedef struct Lineage {
    LineageKind kind;
    int32_t before; /* old theme; -1: none (new) */
    int32_t after;  /* new theme; -1: none (retired) */
} Lineage;

typedef struct Overlap {
    size_t before_n, after_n;
    const uint32_t *shared;      /* before_n * after_n: signals in both */
    const uint32_t *before_size; /* signals that both codebooks coded; unthemed on the other side included */
    const uint32_t *after_size;
    const bool *absorbs; /* per old theme: people joined or defined it, so it takes every new theme most of whose
                            signals it had; NULL: none does */
} Overlap;

/* same[after]: the old theme it is, or -1. `out` has room for before_n + after_n and gets each continued pair once,
 * each other new theme and each other old theme. Returns how many. */
size_t identity_match(const Overlap *in, int32_t *same, Lineage *out);

const char *lineage_name(LineageKind kind); /* "continued", "split"... */
