/* plain.c - generated assignment problems. */
#include "plain.h"

#include "base/clock.h"

PlanInput plain_case(Arena *a, uint64_t seed, int32_t **value) {
    Rng r = rng_split(20261123, seed);
    PlanInput in = {.people_n = 1 + rng_below(&r, 24),
                    .sessions_n = 1 + rng_below(&r, 12),
                    .windows_n = 1,
                    .zones_n = 1,
                    .per_window = 1,
                    .weights = PLAN_WEIGHTS,
                    .seed = seed};
    bool ties = seed % 3 == 0; /* few different values: many optimal answers */
    in.teams_n = in.people_n;
    in.topics_n = in.sessions_n;
    int64_t *bounds = ARENA_ARRAY(a, int64_t, 2);
    bounds[1] = 100 * SECONDS_PER_DAY;
    PlanPerson *people = ARENA_ARRAY(a, PlanPerson, in.people_n);
    PlanSession *sessions = ARENA_ARRAY(a, PlanSession, in.sessions_n);
    int16_t *relevance = ARENA_ARRAY(a, int16_t, in.people_n * in.sessions_n);
    int32_t *owed = ARENA_ARRAY(a, int32_t, 1);
    owed[0] = 120;
    for (size_t i = 0; i < in.people_n; i++)
        people[i] = (PlanPerson){.id = (int64_t)i, .team = (int32_t)i, .workdays = 0x7f, .day_end = 1440, .owed = owed};
    for (size_t s = 0; s < in.sessions_n; s++)
        sessions[s] = (PlanSession){.id = (int64_t)s,
                                    .starts_at = (int64_t)s * 7200,
                                    .minutes = 60,
                                    .topic = (int32_t)s,
                                    .language = -1,
                                    .host = -1,
                                    .seats = (int32_t)rng_below(&r, 4),
                                    .novices = -1};
    *value = ARENA_ARRAY(a, int32_t, in.people_n * in.sessions_n);
    for (size_t i = 0; i < in.people_n * in.sessions_n; i++) {
        relevance[i] = (int16_t)(ties ? 250 * rng_below(&r, 5) : rng_below(&r, 1001));
        (*value)[i] = 60 * in.weights.first_half + relevance[i] * in.weights.relevance / 1000 - in.weights.seat -
                      60 * in.weights.minute;
    }
    in.bounds = bounds;
    in.people = people;
    in.sessions = sessions;
    in.relevance = relevance;
    in.local = ARENA_ARRAY(a, int32_t, in.sessions_n);
    return in;
}
