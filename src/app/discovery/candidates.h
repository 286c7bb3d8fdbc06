/* candidates.h - while all of history is coded, keeps for each theme the few texts that quotes are picked from:
 * those that fit best, and some drawn by lot so that other faces of the theme are seen. */
#pragma once
#include "base/arena.h"

typedef struct Candidate {
    int64_t signal;
    uint64_t key;
    double rank; /* larger stays */
    char *text;  /* owned */
    size_t n;
} Candidate;

typedef struct Candidates Candidates;
Candidates *candidates_new(size_t themes);
void candidates_free(Candidates *c);
void candidates_offer(Candidates *c, size_t theme, int64_t signal, uint64_t key, double score, Str text);
/* In a fixed order; a signal that is in both lists comes once. Borrowed until candidates_free. */
size_t candidates_of(Candidates *c, size_t theme, Arena *a, const Candidate ***out);
