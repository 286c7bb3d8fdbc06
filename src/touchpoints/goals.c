/* goals.c - presence, what is owed, what counts. */
#include "touchpoints/goals.h"

#include <math.h>
#include <stdlib.h>

static DaySpan employed(const Presence *p, DaySpan span) {
    if (span.from < p->joined) span.from = p->joined;
    if (span.to > p->left) span.to = p->left;
    return span;
}

/* The first day from `day` on that lies in no leave. */
static int64_t after_leave(const Presence *p, int64_t day) {
    for (size_t i = 0; i < p->leave_n; i++)
        if (p->leave[i].from <= day && day < p->leave[i].to) {
            day = p->leave[i].to;
            i = SIZE_MAX; /* another leave may begin inside this one: look again */
        }
    return day;
}

static int64_t next_leave(const Presence *p, int64_t day, int64_t until) {
    for (size_t i = 0; i < p->leave_n; i++)
        if (p->leave[i].from >= day && p->leave[i].from < until && p->leave[i].to > p->leave[i].from)
            until = p->leave[i].from;
    return until;
}

int64_t presence_days(const Presence *p, DaySpan span) {
    span = employed(p, span);
    int64_t days = 0;
    for (int64_t day = after_leave(p, span.from); day < span.to;) {
        int64_t end = next_leave(p, day, span.to);
        days += end - day;
        day = after_leave(p, end);
    }
    return days;
}

double presence_share(const Presence *p, DaySpan span) {
    if (span.to <= span.from) return 0;
    return (double)presence_days(p, span) * p->fte / 1000 / (double)(span.to - span.from);
}

int32_t goal_minutes(const GoalPolicy *policy, const Presence *presence, DaySpan span) {
    double days = presence_share(presence, span) * (double)(span.to - span.from);
    return (int32_t)lround(policy->window_minutes * days / policy->window_days);
}

static bool meets(int32_t owed, int32_t done) {
    return done >= owed;
}

GoalState goal_state(const GoalPolicy *policy, const Presence *presence, const Touch *touches, size_t n, DaySpan year,
                     int64_t today) {
    GoalState g = {.last_day = INT64_MIN};
    DaySpan window = {today + 1 - policy->window_days, today + 1};
    double share = presence_share(presence, year);
    g.touchpoints_owed = (int32_t)lround(policy->touchpoints * share);
    g.formats_owed = (int32_t)ceil(policy->formats * share - 1e-9);
    if (g.formats_owed > g.touchpoints_owed) g.formats_owed = g.touchpoints_owed;
    g.minutes_owed = goal_minutes(policy, presence, window);
    for (size_t i = 0; i < n; i++) {
        const Touch *t = &touches[i];
        bool this_year = t->day >= year.from && t->day < year.to && t->day <= today;
        if (this_year && t->attended && !t->reflected) g.unreflected++;
        if (!touch_counts(t) || t->day > today) continue;
        if (t->day > g.last_day) g.last_day = t->day;
        if (t->day >= window.from) g.minutes += t->minutes;
        if (!this_year) continue;
        g.touchpoints++;
        g.formats_seen |= 1u << (t->format < 31 ? t->format : 31);
    }
    g.formats = __builtin_popcount(g.formats_seen);
    g.year_met = meets(g.touchpoints_owed, g.touchpoints) && meets(g.formats_owed, g.formats);
    g.window_met = meets(g.minutes_owed, g.minutes);
    return g;
}

int32_t goal_backlog(const GoalPolicy *policy, const Presence *presence, const Touch *touches, size_t n,
                     int64_t today) {
    DaySpan past = {today - 2 * (int64_t)policy->window_days, today};
    int32_t owed = goal_minutes(policy, presence, past), done = 0;
    for (size_t i = 0; i < n; i++)
        if (touch_counts(&touches[i]) && touches[i].day >= past.from && touches[i].day < past.to)
            done += touches[i].minutes;
    return owed <= 0 || done >= owed ? 0 : (int32_t)((int64_t)(owed - done) * 1000 / owed);
}

static int by_size(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

double fairness_pairs(double *hours, size_t n) {
    if (n < 2) return 1;
    qsort(hours, n, sizeof *hours, by_size);
    double sum = 0, smaller = 0;
    for (size_t j = 0; j < n; j++) { /* hours[j] is the larger one of its j pairs with those before it */
        sum += hours[j] > 0 ? smaller / hours[j] : (double)j;
        smaller += hours[j];
    }
    return sum / ((double)n * (double)(n - 1) / 2);
}
