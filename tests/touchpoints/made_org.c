/* made_org.c - organisations out of a seed. */
#include "made_org.h"

#include "base/clock.h"

enum { ZONES = 4, TOPICS = 60, TEAM = 8, MONDAY = 1798416000 /* 2026-12-28T00:00:00Z */ };
enum { EMPATHY, ROTATION, RIDE, HACKATHON, FORMATS };
static const int32_t OFFSET[ZONES] = {-8 * 60, -5 * 60, 60, 330}; /* minutes east of Greenwich */
static const int32_t MINUTES[FORMATS] = {60, 240, 60, 480}, SEATS[FORMATS] = {12, 2, 3, 60};
static const double SHARE[FORMATS] = {0.5, 0.3, 0.12, 0.08}; /* of the minutes on offer */

static int32_t zone_of(Rng *r) {
    double x = rng_unit(r);
    return x < 0.25 ? 0 : x < 0.45 ? 1 : x < 0.8 ? 2 : 3;
}

static void make_person(Arena *a, Rng *r, const PlanInput *in, MadeOrg made, PlanPerson *p, size_t i) {
    *p = (PlanPerson){
        .id = (int64_t)i + 1, .team = (int32_t)(i / TEAM), .workdays = 0x1f, .day_begin = 540, .day_end = 1050};
    p->zone = (int32_t)(p->team % 5 ? p->team % ZONES : zone_of(r)); /* most teams sit together */
    int32_t tongue = p->zone < 2 ? 0 : 1 + (int32_t)rng_below(r, 3);
    p->languages = rng_unit(r) < 0.92 ? 1 | 1u << tongue : 1u << tongue;
    p->first_language = tongue;
    double fte = rng_unit(r) < 0.1 ? 0.8 : 1;
    if (fte < 1) p->workdays = 0x0f;
    PlanSpan *busy = ARENA_ARRAY(a, PlanSpan, 2);
    if (rng_unit(r) < 0.3) { /* two weeks of leave */
        int64_t from = MONDAY + (int64_t)rng_below(r, made.days) * SECONDS_PER_DAY;
        busy[p->busy_n++] = (PlanSpan){from, from + 14 * SECONDS_PER_DAY};
    }
    p->busy = busy;
    int32_t *owed = ARENA_ARRAY(a, int32_t, in->windows_n);
    Presence presence = {INT64_MIN, INT64_MAX, (int32_t)(1000 * fte), ARENA_ARRAY(a, DaySpan, 1), 0};
    if (p->busy_n) {
        ((DaySpan *)(uintptr_t)presence.leave)[0] = (DaySpan){day_of(busy[0].from), day_of(busy[0].to)};
        presence.leave_n = 1;
    }
    for (size_t w = 0; w < in->windows_n; w++)
        owed[w] = goal_minutes(&GOAL_DEFAULT, &presence, (DaySpan){day_of(in->bounds[w]), day_of(in->bounds[w + 1])});
    p->owed = owed;
    p->touchpoints = (int32_t)(1 + made.days / 100);
    p->formats = made.days > 200 ? 3 : 1;
    p->formats_ever = (uint32_t)rng_below(r, 16);
    p->formats_had = made.days > 200 ? 0 : p->formats_ever & (uint32_t)rng_below(r, 16);
    p->backlog = (int32_t)rng_below(r, 600);
    p->no_show = 20 + (int32_t)rng_below(r, 150);
}

static void make_session(Rng *r, MadeOrg made, size_t people, PlanSession *s, size_t i, int32_t format, int32_t *zone) {
    *zone = zone_of(r);
    int64_t day = (int64_t)rng_below(r, made.days / 7) * 7 + (int64_t)rng_below(r, 5);
    int64_t minute = 540 + (int64_t)rng_below(r, (uint64_t)(510 - MINUTES[format]) / 30 + 1) * 30;
    *s = (PlanSession){.id = (int64_t)i + 1, .minutes = MINUTES[format], .format = format, .seats = SEATS[format]};
    s->starts_at = MONDAY + day * SECONDS_PER_DAY + (minute - OFFSET[*zone]) * 60;
    s->topic = format == HACKATHON ? -1 : (int32_t)rng_below(r, TOPICS);
    s->language = *zone < 2 || rng_unit(r) < 0.6 ? 0 : 1 + (int32_t)rng_below(r, 3);
    s->host = rng_unit(r) < 0.1 ? (int32_t)rng_below(r, people) : -1;
    s->novices = format == ROTATION ? (rng_unit(r) < 0.8) : -1;
    s->per_team = format == EMPATHY ? 4 : format == ROTATION;
}

static void make_local(const PlanInput *in, int32_t *local) {
    for (size_t z = 0; z < ZONES; z++)
        for (size_t s = 0; s < in->sessions_n; s++) {
            int64_t at = (in->sessions[s].starts_at - MONDAY) / 60 + OFFSET[z] + WEEK_MINUTES;
            local[z * in->sessions_n + s] = (int32_t)(at % WEEK_MINUTES);
        }
}

PlanInput made_org(Arena *a, MadeOrg made) {
    Rng r = rng_new(made.seed);
    PlanInput in = {.people_n = made.people, .zones_n = ZONES, .topics_n = TOPICS, .teams_n = made.people / TEAM + 1};
    in.windows_n = made.days < 42 ? 1 : (made.days + 21) / 42;
    int64_t *bounds = ARENA_ARRAY(a, int64_t, in.windows_n + 1);
    for (size_t w = 0; w <= in.windows_n; w++)
        bounds[w] = MONDAY + (int64_t)(made.days * w / in.windows_n) * SECONDS_PER_DAY;
    in.bounds = bounds;
    PlanPerson *people = ARENA_ARRAY(a, PlanPerson, made.people + 1);
    double owed = 0;
    for (size_t i = 0; i < made.people; i++) {
        make_person(a, &r, &in, made, &people[i], i);
        for (size_t w = 0; w < in.windows_n; w++) owed += people[i].owed[w];
    }
    in.people = people;
    size_t count[FORMATS];
    for (int f = 0; f < FORMATS; f++) {
        count[f] = (size_t)(owed * made.supply * SHARE[f] / (MINUTES[f] * SEATS[f])) + 1;
        in.sessions_n += count[f];
    }
    PlanSession *sessions = ARENA_ARRAY(a, PlanSession, in.sessions_n);
    size_t n = 0;
    int32_t zone;
    for (int32_t f = 0; f < FORMATS; f++)
        for (size_t i = 0; i < count[f]; i++, n++) make_session(&r, made, made.people, &sessions[n], n, f, &zone);
    in.sessions = sessions;
    int32_t *local = ARENA_ARRAY(a, int32_t, ZONES * in.sessions_n);
    make_local(&in, local);
    in.local = local;
    int16_t *relevance = ARENA_ARRAY(a, int16_t, in.teams_n * TOPICS);
    for (size_t t = 0; t < in.teams_n; t++)
        for (int k = 0; k < 4; k++) relevance[t * TOPICS + rng_below(&r, TOPICS)] = (int16_t)(300 + rng_below(&r, 701));
    in.relevance = relevance;
    in.per_window = 2;
    in.weights = PLAN_WEIGHTS;
    in.seed = made.seed;
    return in;
}

/* ---- checking a plan ------------------------------------------------------------------------- */

static bool overlap(const PlanSession *s, const PlanSession *t) {
    return s->starts_at < t->starts_at + t->minutes * 60 && t->starts_at < s->starts_at + s->minutes * 60;
}

static const char *person_broken(const PlanInput *in, const PlanResult *r, size_t i) {
    const PlanSeat *seat = &r->seats[i];
    const PlanPerson *p = &in->people[seat->person];
    const PlanSession *s = &in->sessions[seat->session];
    if (s->language >= 0 && !(p->languages >> s->language & 1)) return "a language that is not spoken";
    int32_t at = in->local[(size_t)p->zone * in->sessions_n + (size_t)seat->session];
    if (!(p->workdays >> (at / 1440) & 1) || at % 1440 < p->day_begin || at % 1440 + s->minutes > p->day_end)
        return "outside working hours";
    if (s->host == seat->person) return "a guest of their own";
    for (size_t k = 0; k < p->busy_n; k++)
        if (p->busy[k].from < s->starts_at + s->minutes * 60 && s->starts_at < p->busy[k].to) return "not there";
    for (size_t k = i + 1; k < r->seats_n && r->seats[k].person == seat->person; k++)
        if (overlap(s, &in->sessions[r->seats[k].session])) return "two at a time";
    return NULL;
}

static const char *session_broken(const PlanInput *in, const PlanResult *r, Arena *a) {
    int32_t *seats = ARENA_ARRAY(a, int32_t, in->sessions_n + 1),
            *novices = ARENA_ARRAY(a, int32_t, in->sessions_n + 1);
    int32_t *team = ARENA_ARRAY(a, int32_t, in->sessions_n * in->teams_n + 1);
    for (size_t i = 0; i < r->seats_n; i++) {
        size_t s = (size_t)r->seats[i].session;
        const PlanPerson *p = &in->people[r->seats[i].person];
        seats[s]++;
        novices[s] += !(p->formats_ever >> in->sessions[s].format & 1);
        team[s * in->teams_n + (size_t)p->team]++;
    }
    for (size_t s = 0; s < in->sessions_n; s++) {
        const PlanSession *session = &in->sessions[s];
        if (seats[s] > session->seats) return "more seats than there are";
        if (session->novices >= 0 && novices[s] > session->novices) return "too many first-timers";
        for (size_t t = 0; t < in->teams_n; t++)
            if (session->per_team && team[s * in->teams_n + t] > session->per_team) return "too many of one team";
    }
    return NULL;
}

/* The objective as plan.h says it, from the seats alone. */
int64_t made_objective(const PlanInput *in, const PlanResult *r, Arena *a) {
    const PlanWeights *k = &in->weights;
    int32_t *minutes = ARENA_ARRAY(a, int32_t, in->people_n * in->windows_n + 1);
    int32_t *count = ARENA_ARRAY(a, int32_t, in->people_n + 1);
    uint32_t *formats = ARENA_ARRAY(a, uint32_t, in->people_n + 1);
    int64_t points = 0;
    for (size_t i = 0; i < r->seats_n; i++) {
        const PlanSession *s = &in->sessions[r->seats[i].session];
        const PlanPerson *p = &in->people[r->seats[i].person];
        size_t w = 0;
        while (s->starts_at >= in->bounds[w + 1]) w++;
        minutes[(size_t)r->seats[i].person * in->windows_n + w] += s->minutes;
        count[r->seats[i].person]++;
        formats[r->seats[i].person] |= (1u << s->format) & ~p->formats_had;
        if (s->topic >= 0)
            points += in->relevance[(size_t)p->team * in->topics_n + (size_t)s->topic] * k->relevance / 1000;
        if (s->language >= 0 && s->language == p->first_language) points += k->language;
        for (size_t c = 0; c < p->current_n; c++) points += p->current[c] == r->seats[i].session ? k->stay : 0;
        points -= k->seat + k->minute * s->minutes;
    }
    for (size_t i = 0; i < in->people_n; i++) {
        const PlanPerson *p = &in->people[i];
        int32_t fresh = __builtin_popcount(formats[i]);
        points += k->touchpoint * (count[i] < p->touchpoints ? count[i] : p->touchpoints);
        points += k->format * (fresh < p->formats ? fresh : p->formats);
        for (size_t w = 0; w < in->windows_n; w++) {
            int64_t half = p->owed[w] / 2, got = (int64_t)minutes[i * in->windows_n + w] * (1000 - p->no_show) / 1000;
            if (got > p->owed[w]) got = p->owed[w];
            int64_t need = got < half ? k->first_half * got : k->first_half * half + k->second_half * (got - half);
            points += need * (1000 + p->backlog) / 1000;
        }
    }
    return points;
}

const char *plan_broken(const PlanInput *in, const PlanResult *result, Arena *a) {
    for (size_t i = 0; i < result->seats_n; i++) {
        const char *broken = person_broken(in, result, i);
        if (broken) return broken;
    }
    if (made_objective(in, result, a) != result->objective) return "another objective than it says";
    if ((double)result->objective > result->bound * (1 + 1e-9)) return "better than its bound";
    return session_broken(in, result, a);
}
