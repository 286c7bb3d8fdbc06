/* plan_ways.c - sign-up and round robin. */
#include "plan_ways.h"

#include <stdlib.h>

#include "base/hash.h"

enum { OPEN_DAYS = 28, AHEAD = 14, TURN_DAYS = 21 };

/* Minutes that the person still owes in the window of that session, as they know today. */
static int32_t owes(const Diary *d, size_t person, size_t session, int32_t today) {
    int32_t window = diary_window(d->w->day[session]);
    return world_owed(&d->w->people[person], window, today) - diary_minutes(d, person, window);
}

static bool workday(int32_t today) {
    return today % 7 < 5;
}

/* ---- first come, first served ---------------------------------------------------------------- */

/* How much somebody likes a session: a topic of their own, their language, something new. */
static int32_t liking(const Diary *d, size_t person, size_t session) {
    const WorldPerson *p = &d->w->people[person];
    const PlanSession *s = &d->w->sessions[session];
    int32_t points = s->topic < 0 ? 0 : d->w->relevance[(size_t)p->team * d->w->topics_n + (size_t)s->topic];
    if (s->language >= 0 && s->language == p->first_language) points += 100;
    return d->people[person].formats_ever >> s->format & 1 ? points : points + 500;
}

static bool sign_up(Diary *d, size_t person, int32_t today) {
    size_t best = SIZE_MAX;
    for (size_t s = 0; s < d->w->sessions_n; s++) {
        int32_t day = d->w->day[s];
        if (day <= today || day > today + OPEN_DAYS || d->guests[s] >= d->w->sessions[s].seats) continue;
        if (best != SIZE_MAX && liking(d, person, s) <= liking(d, person, best)) continue;
        if (owes(d, person, s, today) > 0 && diary_may_book(d, person, s, today)) best = s;
    }
    if (best == SIZE_MAX) return false;
    diary_book(d, person, best, today);
    return true;
}

void way_first_come(Diary *d, int32_t today) {
    if (!workday(today)) return;
    Rng r = rng_split(d->w->seed ^ 0xf1f5, (uint64_t)today);
    size_t n = d->w->people_n, begin = rng_below(&r, n); /* nobody is always the first of the day */
    for (size_t i = 0; i < n; i++) {
        size_t person = (begin + i) % n;
        const WorldPerson *p = &d->w->people[person];
        if (rng_unit(&r) >= p->eager || world_away(p, today, today)) continue;
        while (sign_up(d, person, today)) {}
    }
}

/* ---- round robin ----------------------------------------------------------------------------- */

void way_robin_by_day(Diary *d, int32_t today) {
    int32_t day = today + AHEAD;
    size_t n = WORLD_PEOPLE, turns = n / TURN_DAYS + 1, first = (size_t)day * turns % n;
    size_t *now = malloc(n * sizeof *now), employed = 0; /* the list: who is there, in the order of their places */
    for (size_t i = 0; i < d->w->people_n && employed < n; i++) {
        const WorldPerson *p = &d->w->people[i];
        if (p->joined <= today && (p->left == WORLD_NEVER || p->left > today)) now[employed++] = i;
    }
    for (size_t s = 0; s < d->w->sessions_n; s++)
        for (size_t k = 0; k < turns && employed && d->w->day[s] == day; k++) {
            size_t person = now[(first + k) % employed];
            if (owes(d, person, s, today) > 0 && diary_may_book(d, person, s, today)) diary_book(d, person, s, today);
        }
    free(now);
}

/* Who waits the longest of those who may have the seat; SIZE_MAX: nobody. */
static size_t longest_waiting(const Diary *d, size_t session, int32_t today) {
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < d->w->people_n; i++) {
        if (best != SIZE_MAX && d->people[i].last_booked >= d->people[best].last_booked) continue;
        if (owes(d, i, session, today) > 0 && diary_may_book(d, i, session, today)) best = i;
    }
    return best;
}

void way_robin_by_free(Diary *d, int32_t today) {
    for (size_t s = 0; s < d->w->sessions_n; s++) {
        int32_t day = d->w->day[s];
        size_t person;
        if (day <= today || day > today + AHEAD) continue;
        while (d->guests[s] < d->w->sessions[s].seats && (person = longest_waiting(d, s, today)) != SIZE_MAX)
            diary_book(d, person, s, today);
    }
}
