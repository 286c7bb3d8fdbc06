/* rng.c - xoshiro256** and the few distributions we draw from. */
#include "base/rng.h"

#include <math.h>

static uint64_t splitmix(uint64_t *state) {
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

Rng rng_new(uint64_t seed) {
    Rng r;
    for (int i = 0; i < 4; i++) r.s[i] = splitmix(&seed);
    return r;
}

Rng rng_split(uint64_t seed, uint64_t index) {
    uint64_t mixed = seed ^ splitmix(&index);
    return rng_new(splitmix(&mixed));
}

static uint64_t rotl(uint64_t x, int k) {
    return (x << k) | (x >> (64 - k));
}

uint64_t rng_u64(Rng *r) {
    uint64_t *s = r->s, result = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
}

uint64_t rng_below(Rng *r, uint64_t bound) {
    uint64_t threshold = -bound % bound; /* reject the uneven rest */
    for (;;) {
        uint64_t x = rng_u64(r);
        if (x >= threshold) return x % bound;
    }
}

double rng_unit(Rng *r) {
    return (double)(rng_u64(r) >> 11) * 0x1.0p-53;
}

double rng_normal(Rng *r) { /* Box and Muller, 1958; one of the pair, so no state */
    double u = 1.0 - rng_unit(r), v = rng_unit(r);
    return sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v);
}

uint64_t rng_poisson(Rng *r, double mean) {
    uint64_t total = 0;
    while (mean > 30) { /* Poisson(a+b) = Poisson(a) + Poisson(b): keeps exp() away from 0 */
        double limit = exp(-30.0), p = rng_unit(r);
        while (p > limit) p *= rng_unit(r), total++;
        mean -= 30;
    }
    double limit = exp(-mean), p = rng_unit(r);
    while (p > limit) p *= rng_unit(r), total++;
    return total;
}
