/* coverage.c - sums over everybody. */
#include "coverage.h"

#include "app_private.h"
#include "base/clock.h"

const char *const COVER_CLASS_NAMES[COVER_CLASSES] = {"under 6 weeks",  "6 to 12 weeks", "12 to 26 weeks",
                                                      "26 to 52 weeks", "1 to 2 years",  "over 2 years, or never"};

/* Months as a number that grows by one. */
static int64_t month_of(int64_t day) {
    int64_t year;
    int month, of_month;
    civil_from_days(day, &year, &month, &of_month);
    return year * 12 + month - 1;
}

static int64_t month_begins(int64_t month) {
    return days_from_civil(month / 12, (int)(month % 12) + 1, 1);
}

static int class_of(int64_t last, int64_t today) {
    static const int64_t WEEKS[COVER_CLASSES - 2] = {6, 12, 26, 52};
    int class = 0;
    if (last == INT64_MIN) return COVER_CLASSES - 1;
    while (class < COVER_CLASSES - 2 && (today - last) / 7 >= WEEKS[class]) class ++;
    return class;
}

static int64_t least(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static void add_today(TeamCover *t, const GoalState *g) {
    t->people++;
    t->met += g->year_met && g->window_met;
    t->minutes += least(g->minutes, g->minutes_owed);
    t->minutes_owed += g->minutes_owed;
    t->touchpoints += least(g->touchpoints, g->touchpoints_owed);
    t->touchpoints_owed += g->touchpoints_owed;
}

static void add_month(CoverMonth *m, const GoalState *g) {
    m->people++;
    m->minutes += least(g->minutes, g->minutes_owed);
    m->minutes_owed += g->minutes_owed;
}

/* Also those who have left since: they were there then. Teams are those of today. */
static void add_person(Cover *c, const CreditPerson *p) {
    TeamCover *team = &c->teams[p->rule - c->credit.rules.of];
    for (int m = 0; m < COVER_MONTHS; m++) {
        int64_t day = m < COVER_MONTHS - 1 ? c->day[m] : p->today;
        if (!credit_there(p, day)) continue;
        GoalState g = credit_state(p, day);
        add_month(&c->all.month[m], &g);
        add_month(&team->month[m], &g);
        if (m < COVER_MONTHS - 1) continue;
        add_today(&c->all, &g);
        add_today(team, &g);
        c->since[class_of(g.last_day, day)]++;
    }
    int64_t now = month_of(c->day[COVER_MONTHS - 1]);
    for (size_t i = 0; i < p->touches_n; i++) {
        int64_t ago = now - month_of(p->touches[i].day);
        for (size_t f = 0; f < c->formats_n && touch_counts(&p->touches[i]) && ago >= 0 && ago < COVER_MONTHS; f++)
            if (c->formats[f].row->id == p->touches[i].format)
                c->formats[f].minutes[COVER_MONTHS - 1 - ago] += p->touches[i].minutes;
    }
}

static bool read_formats(Call *call, Cover *c, Err *err) {
    FormatRow *rows;
    DemandRow *demand;
    size_t n, demand_n;
    if (!formats_list(call->app->db, call->arena, true, &rows, &n, err) ||
        !demand_list(call->app->db, call->arena, call->now, &demand, &demand_n, err))
        return false;
    c->formats = ARENA_ARRAY(call->arena, FormatCover, n + 1);
    c->formats_n = n;
    for (size_t i = 0; i < n; i++) {
        c->formats[i].row = &rows[i];
        for (size_t d = 0; d < demand_n; d++)
            if (demand[d].format_id == rows[i].id) c->formats[i].demand = demand[d];
    }
    return true;
}

bool cover_read(Call *call, Cover *c, Err *err) {
    int64_t today = day_of(call->now), month = month_of(today);
    *c = (Cover){0};
    if (!credit_read(call, 0, call->now, &c->credit, err) || !read_formats(call, c, err)) return false;
    for (int m = 0; m < COVER_MONTHS - 1; m++) c->day[m] = month_begins(month - COVER_MONTHS + 2 + m) - 1;
    c->day[COVER_MONTHS - 1] = today;
    c->teams = ARENA_ARRAY(call->arena, TeamCover, c->credit.rules.n + 1);
    for (size_t i = 0; i < c->credit.n; i++) add_person(c, &c->credit.people[i]);
    return true;
}
