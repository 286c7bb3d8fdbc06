/* plan_world.c - two years of an organisation out of a seed. */
#include "plan_world.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"

enum { ZONES = 4, TOPICS = 60, TEAM = 8, DAY_BEGIN = 540, DAY_END = 1050 };
enum { EMPATHY, ROTATION, RIDE, HACKATHON, FORMATS };
static const int32_t OFFSET[ZONES] = {-8 * 60, -5 * 60, 60, 330}; /* minutes east of Greenwich */
static const int32_t MINUTES[FORMATS] = {60, 240, 60, 480}, SEATS[FORMATS] = {13, 2, 3, 66};
static const double SHARE[FORMATS] = {0.5, 0.3, 0.12, 0.08}; /* of the minutes on offer */
static const double SUPPLY = 1.1;                            /* minutes on offer over minutes owed */
static const double LEAVE_A_YEAR = 0.15, CALLED_OFF = 0.06;

int32_t world_window_begin(int32_t window) {
    return window / WORLD_WINDOWS * WORLD_QUARTER + window % WORLD_WINDOWS * WORLD_QUARTER / WORLD_WINDOWS;
}

Presence world_presence(const WorldPerson *p, int32_t today, DaySpan *leave) {
    int64_t first = day_of(WORLD_MONDAY);
    Presence presence = {first + p->joined, INT64_MAX, p->fte, leave, 0};
    if (p->left != WORLD_NEVER && p->left - 30 <= today) presence.left = first + p->left;
    for (size_t i = 0; i < p->leave_n; i++)
        if (p->leave[i].known <= today)
            leave[presence.leave_n++] = (DaySpan){first + p->leave[i].from, first + p->leave[i].to};
    return presence;
}

int32_t world_owed(const WorldPerson *p, int32_t window, int32_t today) {
    DaySpan leave[12];
    Presence presence = world_presence(p, today, leave);
    int64_t first = day_of(WORLD_MONDAY);
    return goal_minutes(&GOAL_DEFAULT, &presence,
                        (DaySpan){first + world_window_begin(window), first + world_window_begin(window + 1)});
}

bool world_away(const WorldPerson *p, int32_t day, int32_t today) {
    if (day < p->joined || (p->left != WORLD_NEVER && p->left - 30 <= today && day >= p->left)) return true;
    for (size_t i = 0; i < p->leave_n; i++)
        if (p->leave[i].known <= today && day >= p->leave[i].from && day < p->leave[i].to) return true;
    return false;
}

bool world_suits(const World *w, const WorldPerson *p, size_t session) {
    const PlanSession *s = &w->sessions[session];
    if (s->language >= 0 && !(p->languages >> s->language & 1)) return false;
    int32_t at = w->local[(size_t)p->zone * w->sessions_n + session], minute = at % (24 * 60);
    return (p->workdays >> (at / (24 * 60)) & 1) && minute >= DAY_BEGIN && minute + s->minutes <= DAY_END;
}

static int32_t zone_of(Rng *r) {
    double x = rng_unit(r);
    return x < 0.25 ? 0 : x < 0.45 ? 1 : x < 0.8 ? 2 : 3;
}

/* Three holidays a year, announced one to three months before, and an illness now and then. */
static void make_leave(Rng *r, WorldPerson *p) {
    for (int year = 0; year < 2; year++)
        for (int i = 0; i < 5; i++) {
            bool ill = i >= 3;
            if (ill && rng_unit(r) < 0.5) continue;
            int32_t from = year * 364 + (int32_t)rng_below(r, 364), days = 3 + (int32_t)rng_below(r, ill ? 5 : 16);
            int32_t known = ill ? from : from - 30 - (int32_t)rng_below(r, 60);
            p->leave[p->leave_n++] = (WorldLeave){from, from + days, known};
        }
}

static WorldPerson make_person(Rng *r, int32_t team, int32_t joined) {
    WorldPerson p = {.joined = joined, .left = WORLD_NEVER, .team = team, .fte = 1000, .workdays = 0x1f};
    p.zone = team % 5 ? team % ZONES : zone_of(r);
    int32_t tongue = p.zone < 2 ? 0 : 1 + (int32_t)rng_below(r, 3);
    p.languages = rng_unit(r) < 0.92 ? 1 | 1u << tongue : 1u << tongue;
    p.first_language = tongue;
    if (rng_unit(r) < 0.1) p.fte = 800, p.workdays = 0x0f;
    p.no_show = 10 + (int32_t)(180 * rng_unit(r) * rng_unit(r));
    p.eager = fmin(1, 0.04 * exp(1.2 * rng_normal(r))); /* the middle one looks every five weeks */
    double stays = -log(1 - rng_unit(r)) / LEAVE_A_YEAR * 364;
    if (joined + stays < WORLD_DAYS) p.left = joined + 1 + (int32_t)stays;
    make_leave(r, &p);
    return p;
}

/* Each place is taken again up to two months after somebody left. */
static void make_people(Arena *a, Rng *r, World *w) {
    w->people = ARENA_ARRAY(a, WorldPerson, 4 * WORLD_PEOPLE);
    for (int32_t place = 0; place < WORLD_PEOPLE; place++)
        for (int32_t joined = 0; joined < WORLD_DAYS && w->people_n < 4 * WORLD_PEOPLE;) {
            WorldPerson *p = &w->people[w->people_n++];
            *p = make_person(r, place / TEAM, joined);
            joined = p->left == WORLD_NEVER ? WORLD_DAYS : p->left + (int32_t)rng_below(r, 60);
        }
}

static int by_start(const void *x, const void *y) {
    const PlanSession *s = x, *t = y;
    if (s->starts_at != t->starts_at) return s->starts_at < t->starts_at ? -1 : 1;
    return (s->id > t->id) - (s->id < t->id);
}

static PlanSession make_session(Rng *r, int64_t id, int32_t format) {
    int32_t zone = zone_of(r), day = (int32_t)rng_below(r, WORLD_DAYS / 7) * 7 + (int32_t)rng_below(r, 5);
    int32_t minute = DAY_BEGIN + (int32_t)rng_below(r, (uint64_t)(DAY_END - DAY_BEGIN - MINUTES[format]) / 30 + 1) * 30;
    PlanSession s = {.id = id, .minutes = MINUTES[format], .format = format, .seats = SEATS[format], .host = -1};
    s.starts_at = WORLD_MONDAY + (int64_t)day * SECONDS_PER_DAY + (minute - OFFSET[zone]) * 60;
    s.topic = format == HACKATHON ? -1 : (int32_t)rng_below(r, TOPICS);
    s.language = zone < 2 || rng_unit(r) < 0.6 ? 0 : 1 + (int32_t)rng_below(r, 3);
    s.novices = format == ROTATION ? 1 : -1;
    s.per_team = format == EMPATHY ? 4 : format == ROTATION;
    return s;
}

static void make_sessions(Arena *a, Rng *r, World *w) {
    double owed = 0;
    for (size_t i = 0; i < w->people_n; i++)
        for (int32_t v = 0; v < WORLD_DAYS / WORLD_QUARTER * WORLD_WINDOWS; v++)
            owed += world_owed(&w->people[i], v, WORLD_DAYS);
    size_t count[FORMATS], n = 0;
    for (int f = 0; f < FORMATS; f++) n += count[f] = (size_t)(owed * SUPPLY * SHARE[f] / (MINUTES[f] * SEATS[f])) + 1;
    w->sessions = ARENA_ARRAY(a, PlanSession, n);
    for (int32_t f = 0; f < FORMATS; f++)
        for (size_t i = 0; i < count[f]; i++) {
            w->sessions[w->sessions_n] = make_session(r, (int64_t)w->sessions_n, f);
            w->sessions_n++;
        }
    qsort(w->sessions, n, sizeof *w->sessions, by_start);
    w->day = ARENA_ARRAY(a, int32_t, n);
    w->called_off = ARENA_ARRAY(a, int32_t, n);
    w->local = ARENA_ARRAY(a, int32_t, ZONES * n);
    for (size_t s = 0; s < n; s++) {
        w->day[s] = (int32_t)((w->sessions[s].starts_at - WORLD_MONDAY) / SECONDS_PER_DAY);
        w->called_off[s] = rng_unit(r) < CALLED_OFF ? w->day[s] - 1 - (int32_t)rng_below(r, 21) : WORLD_NEVER;
        for (size_t z = 0; z < ZONES; z++)
            w->local[z * n + s] =
                (int32_t)(((w->sessions[s].starts_at - WORLD_MONDAY) / 60 + OFFSET[z] + WEEK_MINUTES) % WEEK_MINUTES);
    }
}

World world_new(Arena *a, uint64_t seed) {
    Rng r = rng_split(20261124, seed);
    World w = {.seed = seed, .teams_n = WORLD_PEOPLE / TEAM + 1, .topics_n = TOPICS, .zones_n = ZONES};
    w.relevance = ARENA_ARRAY(a, int16_t, w.teams_n * TOPICS);
    for (size_t t = 0; t < w.teams_n; t++)
        for (int k = 0; k < 4; k++)
            w.relevance[t * TOPICS + rng_below(&r, TOPICS)] = (int16_t)(300 + rng_below(&r, 701));
    make_people(a, &r, &w);
    make_sessions(a, &r, &w);
    return w;
}
