/* plan_way.c - the planner as a way of filling seats: what the app tells it, told from a diary. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "plan_ways.h"

typedef struct Told {
    const Diary *d;
    Arena *a;
    int32_t today, end; /* days planned: [today + 1, end) */
    PlanPerson *people;
    size_t *who; /* person of each of them */
    PlanSession *sessions;
    size_t *which;           /* session of each of them */
    int32_t *index, *window; /* of each session of the world, -1: not planned; of each window planned */
    PlanInput in;
} Told;

static int64_t second_of(int32_t day) {
    return WORLD_MONDAY + (int64_t)day * SECONDS_PER_DAY;
}

static void tell_sessions(Told *t) {
    const World *w = t->d->w;
    t->index = ARENA_ARRAY(t->a, int32_t, w->sessions_n);
    t->sessions = ARENA_ARRAY(t->a, PlanSession, w->sessions_n);
    t->which = ARENA_ARRAY(t->a, size_t, w->sessions_n);
    for (size_t s = 0; s < w->sessions_n; s++) {
        t->index[s] = -1;
        if (w->day[s] <= t->today || w->day[s] >= t->end || w->called_off[s] <= t->today) continue;
        t->index[s] = (int32_t)t->in.sessions_n;
        t->which[t->in.sessions_n] = s;
        t->sessions[t->in.sessions_n++] = w->sessions[s];
    }
    int32_t *local = ARENA_ARRAY(t->a, int32_t, w->zones_n * t->in.sessions_n + 1);
    for (size_t z = 0; z < w->zones_n; z++)
        for (size_t s = 0; s < t->in.sessions_n; s++)
            local[z * t->in.sessions_n + s] = w->local[z * w->sessions_n + t->which[s]];
    t->in.sessions = t->sessions;
    t->in.local = local;
}

static void tell_windows(Told *t) {
    int64_t *bounds = ARENA_ARRAY(t->a, int64_t, WORLD_WINDOWS + 1);
    t->window = ARENA_ARRAY(t->a, int32_t, WORLD_WINDOWS);
    for (int32_t v = diary_window(t->today); world_window_begin(v) < t->end; v++) {
        int32_t begin = world_window_begin(v);
        bounds[t->in.windows_n] = second_of(begin > t->today ? begin : t->today);
        t->window[t->in.windows_n++] = v;
    }
    bounds[t->in.windows_n] = second_of(t->end);
    t->in.bounds = bounds;
}

/* Of what is still owed this year, the part that falls on the plan's share of the time that is left. */
static int32_t share_of(int32_t owed, int32_t done, double share) {
    return owed > done ? (int32_t)ceil((owed - done) * share - 1e-9) : 0;
}

static void tell_goals(const Told *t, const WorldPerson *who, const DiaryPerson *had, PlanPerson *p) {
    DaySpan leave[12];
    Presence presence = world_presence(who, t->today, leave);
    int64_t first = day_of(WORLD_MONDAY), begin = first + t->today, from = first + t->today / 364 * 364;
    DaySpan year = {from, from + 364};
    GoalState g = goal_state(&GOAL_DEFAULT, &presence, had->touches, had->touches_n, year, begin);
    for (size_t i = 0; i < had->touches_n; i++)
        if (had->touches[i].day >= year.from) p->formats_had |= 1u << had->touches[i].format;
    double share = (double)(t->end - t->today) / (double)(year.to - begin);
    p->touchpoints = share_of(g.touchpoints_owed, g.touchpoints, share);
    p->formats = share_of(g.formats_owed, __builtin_popcount(p->formats_had), share);
    p->backlog = goal_backlog(&GOAL_DEFAULT, &presence, had->touches, had->touches_n, begin);
    p->no_show = no_show_rate(had->shows, t->d->shows);
}

static void tell_person(Told *t, size_t i) {
    const WorldPerson *who = &t->d->w->people[i];
    const DiaryPerson *had = &t->d->people[i];
    if (who->joined > t->today || (who->left != WORLD_NEVER && who->left <= t->today)) return;
    PlanPerson *p = &t->people[t->in.people_n];
    *p = (PlanPerson){.id = (int64_t)i,
                      .team = who->team,
                      .zone = who->zone,
                      .languages = who->languages,
                      .first_language = who->first_language,
                      .workdays = who->workdays,
                      .day_begin = 540,
                      .day_end = 1050,
                      .formats_ever = had->formats_ever};
    PlanSpan *busy = ARENA_ARRAY(t->a, PlanSpan, who->leave_n + 1);
    for (size_t k = 0; k < who->leave_n; k++)
        if (who->leave[k].known <= t->today)
            busy[p->busy_n++] = (PlanSpan){second_of(who->leave[k].from), second_of(who->leave[k].to)};
    if (who->left != WORLD_NEVER && who->left - 30 <= t->today)
        busy[p->busy_n++] = (PlanSpan){second_of(who->left), INT64_MAX};
    p->busy = busy;
    int32_t *owed = ARENA_ARRAY(t->a, int32_t, t->in.windows_n);
    for (size_t v = 0; v < t->in.windows_n; v++) {
        int32_t left = world_owed(who, t->window[v], t->today) - had->minutes[t->window[v]];
        owed[v] = left > 0 ? left : 0;
    }
    p->owed = owed;
    int32_t *current = ARENA_ARRAY(t->a, int32_t, had->booked_n + 1);
    for (size_t k = 0; k < had->booked_n; k++)
        if (t->index[had->booked[k]] >= 0) current[p->current_n++] = t->index[had->booked[k]];
    p->current = current;
    tell_goals(t, who, had, p);
    t->who[t->in.people_n++] = i;
}

void way_plan(Diary *d, int32_t today, int32_t every) {
    if (today % WORLD_QUARTER % every) return;
    const World *w = d->w;
    Told t = {.d = d, .a = arena_new(), .today = today, .end = (today / WORLD_QUARTER + 1) * WORLD_QUARTER};
    t.in = (PlanInput){.teams_n = w->teams_n,
                       .topics_n = w->topics_n,
                       .zones_n = w->zones_n,
                       .relevance = w->relevance,
                       .per_window = 2,
                       .weights = PLAN_WEIGHTS,
                       .seed = w->seed};
    t.people = ARENA_ARRAY(t.a, PlanPerson, w->people_n);
    t.who = ARENA_ARRAY(t.a, size_t, w->people_n);
    tell_sessions(&t);
    tell_windows(&t);
    for (size_t i = 0; i < w->people_n; i++) tell_person(&t, i);
    t.in.people = t.people;
    PlanResult r;
    Err err = {0};
    if (!plan_make(t.a, &t.in, &r, &err)) {
        fprintf(stderr, "plan_simulate: day %d: %s\n", today, err.message);
        exit(1);
    }
    for (size_t i = 0; i < w->people_n; i++)
        for (size_t k = d->people[i].booked_n; k-- > 0;)
            if (t.index[d->people[i].booked[k]] >= 0) diary_drop(d, i, k);
    for (size_t i = 0; i < r.seats_n; i++) diary_book(d, t.who[r.seats[i].person], t.which[r.seats[i].session], today);
    arena_free(t.a);
}
