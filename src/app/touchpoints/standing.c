/* standing.c - what somebody owes, what they did, and when the next is due. */
#include "standing.h"

#include <math.h>

#include "app_private.h"
#include "base/clock.h"
#include "base/zone.h"

bool standing_world(Call *call, StandingWorld *out, Err *err) {
    Err none = {0};
    *out = (StandingWorld){.now = call->now};
    if (!setting_get(call->app->db, call->arena, STR("zone"), &out->zone, &none) && none.code != ERR_NOT_FOUND)
        return *err = none, false;
    return goal_rules_read(call, &out->rules, err);
}

static DaySpan year_of(int64_t day) {
    int64_t year;
    int month, of_month;
    civil_from_days(day, &year, &month, &of_month);
    return (DaySpan){days_from_civil(year, 1, 1), days_from_civil(year + 1, 1, 1)};
}

int64_t standing_since(const StandingWorld *world) {
    int64_t today = day_of(world->now), longest = 0;
    for (size_t i = 0; i <= world->rules.n; i++)
        if (world->rules.of[i].policy.window_days > longest) longest = world->rules.of[i].policy.window_days;
    int64_t year = year_of(today - 1).from, window = today - longest;
    return ((year < window ? year : window) - 2) * SECONDS_PER_DAY; /* whatever the zone */
}

/* The person's zone, else the organisation's; a name that the system has lost since is UTC. */
static const Zone *zone_of(const StandingWorld *world, const PersonRow *person) {
    const Zone *zone = zone_find(person->zone.n ? person->zone : world->zone, NULL);
    return zone ? zone : zone_find(STR(""), NULL);
}

static int64_t local_day(const Zone *zone, int64_t at) {
    return day_of(zone_local(zone, at));
}

static Presence presence_of(Arena *a, const PersonRow *person, const LeaveRow *leave, size_t n) {
    DaySpan *spans = ARENA_ARRAY(a, DaySpan, n + 1);
    for (size_t i = 0; i < n; i++) spans[i] = (DaySpan){leave[i].from_day, leave[i].to_day};
    return (Presence){.joined = person->joined_day == DAY_NONE ? INT64_MIN : person->joined_day,
                      .left = person->left_day == DAY_NONE ? INT64_MAX : person->left_day + 1,
                      .fte = (int32_t)lround(person->fte * 1000),
                      .leave = spans,
                      .leave_n = n};
}

static size_t touches_of(const Zone *zone, const ContactTimeRow *times, size_t n, Touch *out) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (times[i].counts)
            out[count++] = (Touch){.day = local_day(zone, times[i].starts_at),
                                   .minutes = (int32_t)times[i].minutes,
                                   .format = (int32_t)times[i].format_id,
                                   .attended = times[i].attended,
                                   .reflected = times[i].reflected};
    return count;
}

static void find_due(Standing *s, const Presence *presence, const Touch *touches, size_t n) {
    const GoalPolicy *policy = &s->rule->policy;
    for (int64_t day = s->today; day < s->today + policy->window_days; day++) {
        GoalState then = goal_state(policy, presence, touches, n, year_of(day), day);
        if (then.window_met) continue;
        s->due_day = day;
        s->due_minutes = then.minutes_owed - then.minutes;
        return;
    }
}

Standing standing_of(const StandingWorld *world, Arena *a, const PersonRow *person, const LeaveRow *leave,
                     size_t leave_n, const ContactTimeRow *times, size_t times_n, bool ahead) {
    const Zone *zone = zone_of(world, person);
    Presence presence = presence_of(a, person, leave, leave_n);
    Touch *touches = ARENA_ARRAY(a, Touch, times_n + 1);
    size_t n = touches_of(zone, times, times_n, touches);
    Standing s = {.rule = goal_rule_of(&world->rules, person->team_id),
                  .owes = person->engineer,
                  .today = local_day(zone, world->now),
                  .fte = presence.fte,
                  .due_day = DAY_NONE};
    GoalPolicy policy = s.rule->policy;
    if (!s.owes) policy.touchpoints = policy.formats = policy.window_minutes = 0;
    s.year = year_of(s.today);
    s.window = (DaySpan){s.today + 1 - policy.window_days, s.today + 1};
    s.year_days = presence_days(&presence, s.year);
    s.window_days = presence_days(&presence, s.window);
    s.state = goal_state(&policy, &presence, touches, n, s.year, s.today);
    if (ahead && s.owes) find_due(&s, &presence, touches, n);
    return s;
}
