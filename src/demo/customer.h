/* customer.h - who writes: a few often, most once. What a customer is follows from the number alone. */
#pragma once
#include "base/rng.h"
#include "base/str.h"
#include "texts.h"

typedef struct Customer {
    uint32_t number;
    const char *country; /* ISO 3166 */
    const char *lang;    /* mother tongue, ISO 639-1 */
    DemoLine lines;      /* the lines in that tongue; LINE_SAYS for English */
    DemoPool fillers;
} Customer;

/* Someone of the first `known` customers. The same numbers come back, small ones more often, and one
 * account writes far more than any other. */
Customer customer_draw(Rng *r, double known);
