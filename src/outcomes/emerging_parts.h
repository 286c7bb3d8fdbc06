/* emerging_parts.h - what the files behind emerging.h share. Private to the layer. */
#pragma once
#include "outcomes/emerging.h"

#define CUSUM_K 1.4426950408889634 /* (r - 1) / ln r for a ratio r = 2 */
#define EMERGING_MEAN_LEAST 0.05   /* signals a day: what a theme without a past is given */

/* emerging_threshold for EMERGING_RUN days, out of a table. */
double emerging_limit(double mean);
