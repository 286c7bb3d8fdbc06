/* goal_reply.c - where people stand, as JSON. */
#include "goal_reply.h"

#include "json_build.h"

GoalState facts_state(const Facts *facts, const PersonFacts *p, int64_t now) {
    GoalPolicy policy = policy_of(&facts->policies, p->row.team_id);
    Presence presence = presence_of(&p->row, p->leave, p->leave_n);
    return goal_state(&policy, &presence, p->touches, p->touches_n, year_around(day_of(now)), day_of(now));
}

json_t *goal_state_json(Arena *a, const GoalState *g) {
    json_t *o = json_object();
    put(o, "touchpoints", json_integer(g->touchpoints));
    put(o, "touchpoints_owed", json_integer(g->touchpoints_owed));
    put(o, "formats", json_integer(g->formats));
    put(o, "formats_owed", json_integer(g->formats_owed));
    put(o, "minutes", json_integer(g->minutes));
    put(o, "minutes_owed", json_integer(g->minutes_owed));
    put(o, "unreflected", json_integer(g->unreflected));
    put(o, "last", g->last_day == INT64_MIN ? json_null() : json_str(time_iso_date(a, g->last_day * SECONDS_PER_DAY)));
    put(o, "met", json_boolean(g->year_met && g->window_met));
    return o;
}

const Field SHAPE_OF_GOAL[] = {
    {"touchpoints", SHAPE_INT, "attended and reflected upon this year", NULL, false},
    {"touchpoints_owed", SHAPE_INT, "this year", NULL, false},
    {"formats", SHAPE_INT, "different ones this year", NULL, false},
    {"formats_owed", SHAPE_INT, NULL, NULL, false},
    {"minutes", SHAPE_INT, "in the rolling window that ends today", NULL, false},
    {"minutes_owed", SHAPE_INT, "in it", NULL, false},
    {"unreflected", SHAPE_INT, "attended this year without a reflection: they do not count yet", NULL, false},
    {"last", SHAPE_STRING, "day of the last contact that counts", NULL, true},
    {"met", SHAPE_BOOL, "both halves: the year and the window", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

json_t *policy_json(const GoalPolicy *p) {
    return json_pack("{s:i, s:i, s:i, s:i}", "touchpoints", p->touchpoints, "formats", p->formats, "window_days",
                     p->window_days, "window_minutes", p->window_minutes);
}

const Field SHAPE_OF_POLICY[] = {
    {"touchpoints", SHAPE_INT, "a year, of somebody full-time", NULL, false},
    {"formats", SHAPE_INT, "different ones among them", NULL, false},
    {"window_days", SHAPE_INT, "length of the rolling window", NULL, false},
    {"window_minutes", SHAPE_INT, "in each", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
