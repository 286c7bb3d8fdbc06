/* cusum_limits.c - emerging_threshold(mean, EMERGING_RUN) for means on a grid, so that a page need not compute them.
 * tests/outcomes/test_emerging.c computes them anew. */
#include <math.h>

#include "emerging_parts.h"

enum { PER_OCTAVE = 4, GRID = 61 };
static const double FIRST = 0.02; /* signals a day */

/* clang-format off */
static const double LIMITS[GRID] = {
    3.1547, 3.3513, 3.5297, 3.7454, 3.9241, 4.1312, 4.3470, 4.5615, 4.7320, 5.0168,
    5.2110, 5.4009, 5.5399, 5.8561, 5.7128, 5.8925, 6.3094, 6.5188, 6.4906, 6.9794,
    7.0253, 7.0329, 7.3587, 7.4025, 7.4833, 7.5193, 7.6125, 7.7049, 7.8035, 7.8237,
    7.9950, 7.7886, 7.8402, 7.8292, 7.7404, 7.7112, 7.4870, 7.4316, 7.1867, 7.1545,
    6.4536, 6.5834, 5.4184, 4.3091, 3.9072, 1.7264, 0.0100, 0.0100, 0.0100, 0.0100,
    0.0100, 0.0100, 0.0100, 0.0100, 0.0100, 0.0100, 0.0100, 0.0100, 0.0100, 0.0100,
    0.0100,
};
/* clang-format on */

double emerging_limit(double mean) {
    double at = PER_OCTAVE * log2(mean / FIRST);
    if (!(at > 0)) return LIMITS[0];
    if (at >= GRID - 1) return LIMITS[GRID - 1];
    size_t i = (size_t)at;
    return LIMITS[i] + (at - (double)i) * (LIMITS[i + 1] - LIMITS[i]);
}
