/* rng.h - seeded random numbers: xoshiro256** (Blackman and Vigna, 2018),
 * seeded through splitmix64. The seed is an input everywhere; the same seed
 * gives the same numbers on every machine. Not for secrets: see base/hash.h. */
#pragma once
#include <stdint.h>

typedef struct Rng {
    uint64_t s[4];
} Rng;

Rng rng_new(uint64_t seed);
/* An independent stream for item `index` of a loop, so that threads may share the work. */
Rng rng_split(uint64_t seed, uint64_t index);

uint64_t rng_u64(Rng *r);
uint64_t rng_below(Rng *r, uint64_t bound); /* 0 .. bound-1 without bias; bound > 0 */
double rng_unit(Rng *r);                    /* [0, 1) */
double rng_normal(Rng *r);                  /* mean 0, variance 1 */
uint64_t rng_poisson(Rng *r, double mean);  /* mean >= 0 */
