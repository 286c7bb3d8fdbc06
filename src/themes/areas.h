/* areas.h - themes joined to areas, private to the layer. */
#pragma once
#include "codebook_data.h"
#include "partition.h"

/* Finds and names the areas of a codebook whose themes are done, from the sample it was discovered from. */
void areas_give(Arena *a, Codebook *c, const Sample *s, const Partition *p, Par *par);

/* Gives the themes of `c` that `base` does not have the area that they are most like; the others keep theirs. */
void areas_extend(Arena *a, Codebook *c, const Codebook *base);

/* Builds the derived lists of themes by area. */
void areas_index(Arena *a, Codebook *c);
