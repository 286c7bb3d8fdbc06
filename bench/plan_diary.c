/* plan_diary.c - bookings, withdrawals, attendance, and the figures at the end. */
#include "plan_diary.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"

enum { WINDOWS = WORLD_DAYS / WORLD_QUARTER * WORLD_WINDOWS, HALF_A_YEAR = 182, OWES_ENOUGH = 240 /* minutes */ };

Diary diary_new(Arena *a, const World *w) {
    Diary d = {.w = w};
    d.people = ARENA_ARRAY(a, DiaryPerson, w->people_n);
    d.guests = ARENA_ARRAY(a, int32_t, w->sessions_n);
    for (size_t i = 0; i < w->people_n; i++) { /* half of those of the first day have been at a rotation before */
        if (!w->people[i].joined && i % 2) d.people[i].formats_ever = 1u << 1;
        d.people[i].last_booked = -1;
    }
    return d;
}

int32_t diary_window(int32_t day) {
    int32_t window = 0;
    while (window + 1 < WINDOWS && day >= world_window_begin(window + 1)) window++;
    return window;
}

int32_t diary_minutes(const Diary *d, size_t person, int32_t window) {
    const DiaryPerson *p = &d->people[person];
    int32_t minutes = p->minutes[window];
    for (size_t i = 0; i < p->booked_n; i++)
        if (diary_window(d->w->day[p->booked[i]]) == window) minutes += d->w->sessions[p->booked[i]].minutes;
    return minutes;
}

static bool overlaps(const PlanSession *s, const PlanSession *t) {
    return s->starts_at < t->starts_at + t->minutes * 60 && t->starts_at < s->starts_at + s->minutes * 60;
}

/* Guests of the session who are of the team, or first-timers. */
static int32_t count_guests(const Diary *d, size_t session, int32_t team, bool novices) {
    int32_t format = d->w->sessions[session].format, n = 0;
    for (size_t i = 0; i < d->w->people_n; i++) {
        const DiaryPerson *p = &d->people[i];
        if (novices ? p->formats_ever >> format & 1 : d->w->people[i].team != team) continue;
        for (size_t k = 0; k < p->booked_n; k++) n += p->booked[k] == (int32_t)session;
    }
    return n;
}

bool diary_may_book(const Diary *d, size_t person, size_t session, int32_t today) {
    const World *w = d->w;
    const WorldPerson *who = &w->people[person];
    const DiaryPerson *p = &d->people[person];
    const PlanSession *s = &w->sessions[session];
    if (w->called_off[session] <= today || d->guests[session] >= s->seats) return false;
    if (who->joined > today || world_away(who, w->day[session], today) || !world_suits(w, who, session)) return false;
    for (size_t i = 0; i < p->booked_n; i++)
        if (overlaps(s, &w->sessions[p->booked[i]])) return false;
    if (s->novices >= 0 && !(p->formats_ever >> s->format & 1) && count_guests(d, session, 0, true) >= s->novices)
        return false;
    return !s->per_team || count_guests(d, session, who->team, false) < s->per_team;
}

void diary_book(Diary *d, size_t person, size_t session, int32_t today) {
    DiaryPerson *p = &d->people[person];
    if (p->booked_n == DIARY_BOOKINGS) abort();
    p->booked[p->booked_n++] = (int32_t)session;
    p->last_booked = today;
    d->guests[session]++;
}

void diary_drop(Diary *d, size_t person, size_t nth) {
    DiaryPerson *p = &d->people[person];
    d->guests[p->booked[nth]]--;
    memmove(p->booked + nth, p->booked + nth + 1, (--p->booked_n - nth) * sizeof *p->booked);
}

void diary_withdraw(Diary *d, int32_t today) {
    for (size_t i = 0; i < d->w->people_n; i++)
        for (size_t k = d->people[i].booked_n; k-- > 0;) {
            int32_t session = d->people[i].booked[k];
            if (d->w->called_off[session] <= today || world_away(&d->w->people[i], d->w->day[session], today))
                diary_drop(d, i, k);
        }
}

static void attend(Diary *d, size_t person, int32_t session, int32_t today) {
    DiaryPerson *p = &d->people[person];
    const PlanSession *s = &d->w->sessions[session];
    uint64_t chance = hash_mix(d->w->seed, hash_mix((uint64_t)person, (uint64_t)session)) % 1000;
    bool absent = chance < (uint64_t)d->w->people[person].no_show;
    p->shows.booked++, d->shows.booked++;
    p->shows.absent += absent, d->shows.absent += absent;
    if (absent) return;
    p->minutes[diary_window(today)] += s->minutes;
    p->formats_ever |= 1u << s->format;
    if (p->touches_n == DIARY_BOOKINGS) abort();
    p->touches[p->touches_n++] = (Touch){day_of(WORLD_MONDAY) + today, s->minutes, s->format, true, true};
    d->came++;
}

void diary_attend(Diary *d, int32_t today) {
    for (size_t s = 0; s < d->w->sessions_n; s++)
        if (d->w->day[s] == today && d->w->called_off[s] == WORLD_NEVER) d->places += d->w->sessions[s].seats;
    for (size_t i = 0; i < d->w->people_n; i++)
        for (size_t k = d->people[i].booked_n; k-- > 0;) {
            int32_t session = d->people[i].booked[k];
            if (d->w->day[session] != today) continue;
            diary_drop(d, i, k);
            attend(d, i, session, today);
        }
}

/* Half a year of employment without any contact. */
static bool starved(const WorldPerson *who, const DiaryPerson *p) {
    int64_t first = day_of(WORLD_MONDAY), since = first + who->joined;
    int64_t end = first + (who->left == WORLD_NEVER ? WORLD_DAYS : who->left);
    for (size_t i = 0; i < p->touches_n; i++) {
        if (p->touches[i].day - since >= HALF_A_YEAR) return true;
        since = p->touches[i].day;
    }
    return end - since >= HALF_A_YEAR;
}

DiaryFigures diary_figures(const Diary *d) {
    Arena *a = arena_new();
    DiaryFigures f = {0};
    double owed_all = 0, got_all = 0, years = 0, met = 0, *share = ARENA_ARRAY(a, double, d->w->people_n);
    size_t sharing = 0;
    for (size_t i = 0; i < d->w->people_n; i++) {
        const WorldPerson *who = &d->w->people[i];
        const DiaryPerson *p = &d->people[i];
        DaySpan leave[12];
        Presence presence = world_presence(who, WORLD_DAYS, leave);
        double owed_total = 0, minutes = 0;
        for (int32_t v = 0; v < WINDOWS; v++) {
            int32_t owed = world_owed(who, v, WORLD_DAYS);
            owed_total += owed, minutes += p->minutes[v];
            got_all += p->minutes[v] < owed ? p->minutes[v] : owed;
        }
        owed_all += owed_total;
        if (owed_total >= OWES_ENOUGH) share[sharing++] = minutes / owed_total;
        for (int64_t y = 0; y < 2; y++) {
            DaySpan year = {day_of(WORLD_MONDAY) + y * 364, day_of(WORLD_MONDAY) + (y + 1) * 364};
            GoalState g = goal_state(&GOAL_DEFAULT, &presence, p->touches, p->touches_n, year, year.to - 1);
            if (!g.touchpoints_owed) continue;
            years++;
            met += g.year_met;
        }
        f.starved += starved(who, p);
    }
    f.covered = got_all / owed_all;
    f.goals = met / years;
    f.fairness = fairness_pairs(share, sharing);
    f.used = (double)d->came / (double)d->places;
    arena_free(a);
    return f;
}
