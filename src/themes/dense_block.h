/* dense_block.h - the part of a codebook that speaks of vectors, private to the layer. */
#pragma once
#include "codebook_data.h"
#include "dense_rows.h"
#include "themes/extend.h"

/* Beside what the codebook says of words, and in the order of dense_rows.h (stride numbers each). */
struct DenseBlock {
    Str model; /* whose vectors these are */
    uint32_t dim, stride;
    float share;       /* as DENSE_SHARE was when it was learned */
    float threshold;   /* a joined score below it is unthemed */
    float coherence;   /* typical mean cosine between two vectors of one theme */
    float *mean;       /* of the sample's unit vectors */
    float *centroid;   /* themes * stride; all 0 where no member had a vector: by words alone */
    float *profile;    /* themes * themes: of joined cosines, else as in the codebook */
    bool *known;       /* per theme: has it a centroid; derived */
    float *profile_of; /* turned, as in the codebook; derived */
};

/* All but the profile and the threshold. */
DenseBlock *dense_block_build(Arena *a, const DenseCentroids *c, Str model);
void dense_block_index(Arena *a, const Codebook *c, DenseBlock *b);

/* Joins the cosines of a text's words to all themes with those of its vector (centred: stride). */
void dense_block_join(const DenseBlock *b, uint32_t themes, const float *centred, float *cosines);

/* The block of `base` with the themes of the groups behind; profiles come from those of the words where the base has
 * none. NULL when `base` has no block. */
DenseBlock *dense_block_extend(Arena *a, const Codebook *c, const Codebook *base, const ThemeGroup *groups, size_t n);
