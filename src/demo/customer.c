/* customer.c - see customer.h. */
#include "customer.h"

#include "base/hash.h"
#include "grammar.h"

static const struct {
    int per_mille; /* of the customers */
    const char *country, *lang;
    DemoLine lines;
    DemoPool fillers;
} ORIGINS[] = {
    {45, "DE", "de", LINE_DE, POOL_FILLERS_DE}, {45, "FR", "fr", LINE_FR, POOL_FILLERS_FR},
    {45, "ES", "es", LINE_ES, POOL_FILLERS_ES}, {45, "IT", "it", LINE_IT, POOL_FILLERS_IT},
    {45, "NL", "nl", LINE_NL, POOL_FILLERS_NL}, {140, "GB", "en", LINE_SAYS, POOL_FILLER},
    {60, "CA", "en", LINE_SAYS, POOL_FILLER},   {40, "AU", "en", LINE_SAYS, POOL_FILLER},
    {30, "IE", "en", LINE_SAYS, POOL_FILLER},   {1000, "US", "en", LINE_SAYS, POOL_FILLER},
};
enum { LOUD = 41 };

Customer customer_draw(Rng *r, double known) {
    double u = rng_unit(r);
    uint32_t number = chance(r, 0.012) ? LOUD : (uint32_t)(known * u * u * (0.5 + 0.5 * u));
    int point = (int)(hash_mix(number, 17) % 1000);
    if (number == LOUD) point = 999;
    size_t i = 0;
    while (point >= ORIGINS[i].per_mille) point -= ORIGINS[i++].per_mille;
    return (Customer){number, ORIGINS[i].country, ORIGINS[i].lang, ORIGINS[i].lines, ORIGINS[i].fillers};
}
