/* names.h - what themes are called, in the customers' own words. Private to the layer. */
#pragma once
#include "codebook_data.h"
#include "partition.h"

/* Fills name and terms of each theme. */
void names_give(Arena *a, Codebook *c, const Sample *s, const Partition *p, Par *par);
