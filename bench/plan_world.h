/* plan_world.h - two years of a made-up organisation: who joins and leaves, who is away, what is offered and called
 * off. Everything is drawn before anybody is booked, so that every way of filling the seats meets the same world. */
#pragma once
#include "base/rng.h"
#include "touchpoints/goals.h"
#include "touchpoints/plan.h"

enum {
    WORLD_DAYS = 2 * 364,
    WORLD_QUARTER = 91,
    WORLD_WINDOWS = 2, /* of a quarter */
    WORLD_PEOPLE = 500,
    WORLD_MONDAY = 1798416000, /* 2026-12-28T00:00:00Z, day 0 */
    WORLD_NEVER = INT32_MAX
};

typedef struct WorldLeave {
    int32_t from, to; /* days, [from, to) */
    int32_t known;    /* day on which it is announced; illness: its first */
} WorldLeave;

typedef struct WorldPerson {
    int32_t joined, left; /* first day, first day gone; leaving is known 30 days before */
    int32_t team, zone, first_language, fte;
    uint64_t languages;
    uint8_t workdays;
    WorldLeave leave[12];
    size_t leave_n;
    int32_t no_show; /* permille, known to nobody */
    double eager;    /* chance of looking for a session on a workday */
} WorldPerson;

typedef struct World {
    uint64_t seed;
    WorldPerson *people;
    size_t people_n;
    PlanSession *sessions;     /* by start */
    int32_t *day, *called_off; /* of each session; the day on which it is called off, WORLD_NEVER */
    size_t sessions_n;
    int16_t *relevance; /* teams * topics */
    int32_t *local;     /* zones * sessions: minute of the local week */
    size_t teams_n, topics_n, zones_n;
} World;

World world_new(Arena *a, uint64_t seed);
int32_t world_window_begin(int32_t window); /* first day, of all windows of the two years */
/* What is known of the person on `today`: WORLD_DAYS and after: everything. `leave` has room for 12. */
Presence world_presence(const WorldPerson *p, int32_t today, DaySpan *leave);
/* Minutes owed in a window, as far as leave is known on `today`. */
int32_t world_owed(const WorldPerson *p, int32_t window, int32_t today);
/* Does the person know on `today` that they cannot come then? */
bool world_away(const WorldPerson *p, int32_t day, int32_t today);
bool world_suits(const World *w, const WorldPerson *p, size_t session); /* language, workdays, hours */
