/* emerging.c - how soon a rise is told, and how often nothing is: the detector of src/outcomes/emerging.c beside EARS
 * C1 and an exponentially weighted mean, at one volume and two kinds of noise.
 *
 *     emerging [SERIES]
 *
 * A theme of `volume` signals a day with a week's season; after 210 days nothing happens for a year, or it rises to 2
 * or 4 times for good. Detected: told within 7 or 28 days of the rise. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"
#include "draw_counts.h"
#include "outcomes/emerging.h"

enum { START = 210, YEAR = 365, AFTER = 28, DAYS = START + YEAR, EARS_DAYS = 7 };
static const double OTHERS = 100; /* signals a day of everything else */

typedef struct Theme {
    double days[DAYS], all[DAYS];
} Theme;

static void draw(Theme *t, double volume, double dispersion, double times, Rng *r) {
    for (size_t d = 0; d < DAYS; d++) {
        double factor = WEEK_SEASON[d % 7];
        t->days[d] = draw_count(r, volume * factor * (d >= START ? times : 1), dispersion);
        t->all[d] = t->days[d] + draw_count(r, OTHERS * factor, 0);
    }
}

/* Each detector writes the days on which it tells something, of [START, n); returns how many, at most `room`. */
typedef size_t Detector(Arena *a, const Theme *t, size_t n, size_t *told, size_t room);

static size_t ours(Arena *a, const Theme *t, size_t n, size_t *told, size_t room) {
    size_t found, count = 0;
    Episode *e = emerging_find(a, t->days, t->all, n, &found);
    for (size_t i = 0; i < found && count < room; i++)
        if (e[i].told >= START) told[count++] = e[i].alerted >= START ? e[i].alerted : e[i].told;
    return count;
}

/* Hutwagner et al. 2003: three standard deviations above the mean of the seven days before; an alert ends its week. */
static size_t ears_c1(Arena *a, const Theme *t, size_t n, size_t *told, size_t room) {
    (void)a;
    size_t count = 0;
    for (size_t d = START; d < n && count < room; d++) {
        double sum = 0, square = 0;
        for (size_t k = d - EARS_DAYS; k < d; k++) sum += t->days[k], square += t->days[k] * t->days[k];
        double mean = sum / EARS_DAYS, sd = sqrt(fmax(0.04, (square - sum * mean) / (EARS_DAYS - 1)));
        if (t->days[d] <= mean + 3 * sd) continue;
        told[count++] = d;
        d += EARS_DAYS;
    }
    return count;
}

/* Smoothing 0.2, limit of one false alarm a year for Poisson days at the mean of the 56 days before; weekday known. */
static size_t smoothed(Arena *a, const Theme *t, size_t n, size_t *told, size_t room) {
    (void)a;
    enum { BASE = 56, QUIET = 14 };
    const double weight = 0.2, limit = 3.0;
    size_t count = 0;
    double z = 0, base = 0, sd;
    for (size_t d = START - BASE; d < START; d++) base += t->days[d] / BASE;
    sd = sqrt(fmax(base, 0.05) * weight / (2 - weight));
    for (size_t d = START; d < n && count < room; d++) {
        z = (1 - weight) * z + weight * (t->days[d] - base * WEEK_SEASON[d % 7]);
        if (z <= limit * sd) continue;
        told[count++] = d;
        z = 0, d += QUIET;
    }
    return count;
}

typedef struct Score {
    double false_a_year, week[2], month[2]; /* of 2 and 4 times */
} Score;

static Score score(Detector *detector, double volume, double dispersion, size_t series) {
    Score s = {0};
    Arena *a = arena_new();
    Theme *t = mem_alloc(sizeof *t);
    for (size_t i = 0; i < series; i++)
        for (int rise = 0; rise < 3; rise++) {
            Rng r = rng_split((uint64_t)rise + 1, i);
            size_t told[YEAR], n;
            draw(t, volume, dispersion, pow(2, rise), &r);
            n = detector(a, t, rise ? START + AFTER : DAYS, told, YEAR);
            if (rise == 0) s.false_a_year += (double)n / (double)series;
            if (rise && n) {
                s.week[rise - 1] += 100.0 / (double)series * (told[0] < START + 7);
                s.month[rise - 1] += 100.0 / (double)series * (told[0] < START + AFTER);
            }
            arena_reset(a);
        }
    free(t);
    arena_free(a);
    return s;
}

int main(int argc, char **argv) {
    static const double VOLUMES[] = {0.2, 0.5, 2, 8, 30}, DISPERSIONS[] = {0, 0.1};
    static const struct {
        const char *name;
        Detector *detector;
    } DETECTORS[] = {{"**ours** (CUSUM)", ours}, {"EARS C1", ears_c1}, {"EWMA, baseline of 56 days", smoothed}};
    size_t series = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000;
    if (series == 0) {
        fprintf(stderr, "emerging [SERIES]: a whole number above 0\n");
        return 2;
    }
    printf("| signals a day | noise | detector | false alarms a year | twice: within 7 / 28 days, %% | 4 times: %% |\n"
           "|---|---|---|---|---|---|\n");
    for (size_t v = 0; v < sizeof VOLUMES / sizeof *VOLUMES; v++)
        for (size_t k = 0; k < 2; k++)
            for (size_t i = 0; i < 3; i++) {
                Score s = score(DETECTORS[i].detector, VOLUMES[v], DISPERSIONS[k], series);
                printf("| %g | %s | %s | %.2f | %.0f / %.0f | %.0f / %.0f |\n", VOLUMES[v], k ? "od" : "Poisson",
                       DETECTORS[i].name, s.false_a_year, s.week[0], s.month[0], s.week[1], s.month[1]);
            }
    return 0;
}
