/* planning_people.c - people as the planner takes them: what they owe, what they have, when they can. */
#include <math.h>

#include "base/zone.h"
#include "planning_parts.h"

static void take_languages(Loader *l, const PersonRow *row, PlanPerson *p) {
    Str rest = row->languages;
    p->first_language = -1;
    while (rest.n) {
        Str code = str_trim(str_cut(&rest, ' '));
        if (!code.n) continue;
        int32_t bit = language_bit(l, code);
        if (p->first_language < 0) p->first_language = bit;
        p->languages |= 1ull << bit;
    }
}

/* Seats: those of the plan are current, other booked ones are held, and what was attended or is held is taken off what
 * is owed; what was attended asks for a reflection, not for another seat. */
static void take_seats(Loader *l, const CreditPerson *f, PlanPerson *p, int32_t *owed, PlanSpan *busy,
                       int32_t *held_touches) {
    Planning *plan = l->p;
    int32_t *current = ARENA_ARRAY(l->call->arena, int32_t, f->contacts_n + 1);
    *held_touches = 0;
    for (size_t i = 0; i < f->contacts_n; i++) {
        const ContactTimeRow *t = &f->contacts[i];
        int32_t index = is_current(l, t) ? find_id(l->sessions_by, plan->in.sessions_n, t->session_id) : -1;
        if (index >= 0) current[p->current_n++] = index;
        if (index >= 0 || (!t->booked && !t->attended)) continue;
        if (t->booked) busy[p->busy_n++] = (PlanSpan){t->starts_at, t->ends_at};
        if (!t->counts) continue;
        uint32_t bit = 1u << format_number(l, t->format_id);
        p->formats_ever |= t->attended ? bit : 0;
        if (t->booked && t->starts_at > l->call->now) ++*held_touches, p->formats_had |= bit;
        int64_t minutes = t->attended ? t->minutes : (t->ends_at - t->starts_at) / 60;
        for (size_t w = 0; w < plan->in.windows_n; w++)
            if (t->starts_at >= plan->in.bounds[w] && t->starts_at < plan->in.bounds[w + 1])
                owed[w] = owed[w] > minutes ? owed[w] - (int32_t)minutes : 0;
    }
    p->current = current;
}

/* Of what is still owed this year, the part that falls on the plan's share of the time that is left. */
static int32_t share_of(int32_t owed, int32_t done, double share) {
    int32_t left = owed > done ? owed - done : 0;
    left = (int32_t)ceil(left * share - 1e-9);
    return left < PLAN_TOUCHPOINTS ? left : PLAN_TOUCHPOINTS;
}

static void take_goals(Loader *l, const CreditPerson *f, PlanPerson *p, int32_t held_touches) {
    const Planning *plan = l->p;
    int64_t begin = day_of(plan->from) > f->today ? day_of(plan->from) : f->today;
    DaySpan year = credit_year(begin);
    GoalState g = goal_state(&f->policy, &f->presence, f->touches, f->touches_n, year, f->today);
    Shows own = {0, 0};
    for (size_t i = 0; i < f->contacts_n; i++) {
        own.booked += !f->contacts[i].host && (f->contacts[i].attended || f->contacts[i].absent);
        own.absent += f->contacts[i].absent;
    }
    for (size_t i = 0; i < f->touches_n; i++)
        if (touch_counts(&f->touches[i]) && f->touches[i].day >= year.from)
            p->formats_had |= 1u << format_number(l, f->touches[i].format);
    double share = fmin(1, (double)(day_of(plan->to) - begin) / (double)(year.to - begin));
    p->touchpoints = share_of(g.touchpoints_owed, g.touchpoints + held_touches, share);
    p->formats = share_of(g.formats_owed, __builtin_popcount(p->formats_had), share);
    p->backlog = goal_backlog(&f->policy, &f->presence, f->touches, f->touches_n, begin);
    p->no_show = no_show_rate(own, l->all);
}

/* When a day begins where the person is. */
static int64_t midnight(const CreditPerson *f, int64_t day) {
    return zone_to_utc(f->clock, day * SECONDS_PER_DAY, NULL);
}

void take_person(Loader *l, const CreditPerson *f, PlanPerson *p) {
    Planning *plan = l->p;
    const Presence *there = &f->presence;
    int32_t held_touches, *owed = ARENA_ARRAY(l->call->arena, int32_t, plan->in.windows_n);
    PlanSpan *busy = ARENA_ARRAY(l->call->arena, PlanSpan, there->leave_n + f->contacts_n + 3);
    *p = (PlanPerson){.id = f->row.id,
                      .team = team_index(l, f->row.team_id),
                      .zone = (int32_t)index_of(&l->zones, f->zone, 0),
                      .workdays = (uint8_t)f->row.work_days,
                      .day_begin = (int32_t)f->row.work_from,
                      .day_end = (int32_t)f->row.work_to,
                      .owed = owed,
                      .busy = busy};
    take_languages(l, &f->row, p);
    for (size_t w = 0; w < plan->in.windows_n; w++)
        owed[w] =
            goal_minutes(&f->policy, there, (DaySpan){day_of(plan->in.bounds[w]), day_of(plan->in.bounds[w + 1])});
    for (size_t i = 0; i < there->leave_n; i++)
        busy[p->busy_n++] = (PlanSpan){midnight(f, there->leave[i].from), midnight(f, there->leave[i].to)};
    if (f->row.joined_day != DAY_NONE && midnight(f, there->joined) > plan->from)
        busy[p->busy_n++] = (PlanSpan){plan->from, midnight(f, there->joined)};
    if (f->row.left_day != DAY_NONE && midnight(f, there->left) < plan->to)
        busy[p->busy_n++] = (PlanSpan){midnight(f, there->left), plan->to};
    take_seats(l, f, p, owed, busy, &held_touches);
    take_goals(l, f, p, held_touches);
}
