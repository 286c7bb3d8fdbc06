/* extend.h - the parts of codebook_extend, private to the layer. */
#pragma once
#include "codebook_data.h"
#include "select.h"
#include "themes/extend.h"

/* Features of the examples of one group: their summed unit rows, ascending by feature. */
typedef struct GroupSum {
    Entry *at; /* weight: the sum; once scaled, what the codebook gets */
    size_t n;
    size_t texts;     /* of them with words */
    double coherence; /* mean cosine between two of its texts, drawn towards that of the codebook */
} GroupSum;

/* Keys in the texts of the groups that `base` does not know, ascending, without the rarest when there are many;
 * idf[i] (made too) is that of keys[i]. */
uint64_t *extend_keys(Arena *a, const Codebook *base, const ThemeGroup *groups, size_t n, size_t *keys_n, float **idf);

/* Profiles of all themes, from what `c` (all but its profiles in place) sees in the examples. */
void extend_profiles(Arena *a, Codebook *c, const Codebook *base, const ThemeGroup *groups, const GroupSum *sums,
                     size_t n, Par *par);

/* Terms and names of the new themes, from the words of their examples that speak for them. */
void extend_names(Arena *a, Codebook *c, const Codebook *base, const ThemeGroup *groups, size_t n);
