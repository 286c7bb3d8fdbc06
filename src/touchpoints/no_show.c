/* no_show.c - absences: a shrunk rate, and an exact binomial tail. */
#include "touchpoints/no_show.h"

#include <math.h>

enum { PRIOR_ALL = 20, PRIOR_OWN = 10 };
static const double PRIOR_RATE = 0.1;

int32_t no_show_rate(Shows own, Shows all) {
    double general = ((double)all.absent + PRIOR_ALL * PRIOR_RATE) / ((double)all.booked + PRIOR_ALL);
    return (int32_t)lround(1000 * ((double)own.absent + PRIOR_OWN * general) / ((double)own.booked + PRIOR_OWN));
}

/* P(more than `capacity` of `booked` come), each with probability `come` in (0, 1). */
static double crowded(int32_t booked, int32_t capacity, double come) {
    double p = 0;
    for (int32_t k = capacity + 1; k <= booked; k++)
        p += exp(lgamma(booked + 1.0) - lgamma(k + 1.0) - lgamma(booked - k + 1.0) + k * log(come) +
                 (booked - k) * log1p(-come));
    return p;
}

int32_t no_show_bookings(int32_t capacity, int32_t rate, int32_t one_in) {
    if (capacity <= 0 || rate <= 0 || one_in <= 0) return capacity;
    double come = 1 - (rate < 900 ? rate : 900) / 1000.0;
    int32_t booked = capacity;
    while (booked < 2 * capacity && crowded(booked + 1, capacity, come) * one_in <= 1) booked++;
    return booked;
}
