/* goal_facts.c - people with their leave, their seats and what counts of them. */
#include <stdlib.h>

#include "planning.h"
#include "signals/time_parse.h"

GoalPolicy facts_policy(const Facts *facts, const PersonFacts *p) {
    return goal_rule_of(&facts->rules, p->row.team_id)->policy;
}

GoalState facts_state(const Facts *facts, const PersonFacts *p, int64_t now) {
    GoalPolicy policy = facts_policy(facts, p);
    Presence presence = presence_of(&p->row, p->leave, p->leave_n);
    return goal_state(&policy, &presence, p->touches, p->touches_n, year_around(day_of(now)), day_of(now));
}

Presence presence_of(const PersonRow *row, const DaySpan *leave, size_t n) {
    return (Presence){.joined = row->joined_day == DAY_NONE ? INT64_MIN : row->joined_day,
                      .left = row->left_day == DAY_NONE ? INT64_MAX : row->left_day + 1,
                      .fte = (int32_t)(row->fte * 1000 + 0.5),
                      .leave = leave,
                      .leave_n = n};
}

DaySpan year_around(int64_t day) {
    int64_t year;
    int month, date;
    civil_from_days(day, &year, &month, &date);
    return (DaySpan){days_from_civil(year, 1, 1), days_from_civil(year + 1, 1, 1)};
}

bool quarter_parse(Call *call, const char *arg, Str given, Str *name, int64_t *from, int64_t *to, Err *err) {
    int64_t year, quarter;
    int month, date;
    Str s = str_trim(given);
    civil_from_days(day_of(call->now), &year, &month, &date);
    quarter = (month - 1) / 3 + 2; /* the next one */
    if (quarter == 5) year++, quarter = 1;
    if (s.n) {
        Str rest = s, first = str_cut(&rest, s.n > 4 && s.p[4] == 'q' ? 'q' : 'Q');
        if (first.n != 4 || rest.n != 1 || !str_to_i64(first, &year) || !str_to_i64(rest, &quarter) || year < 1970 ||
            quarter < 1 || quarter > 4)
            return err_set(err, ERR_INPUT, "give a year and a quarter, like 2027Q1", "%s: '%.*s' is no quarter", arg,
                           STR_ARG(str_slice(s, 0, 40)));
    }
    *name = arena_printf(call->arena, "%lldQ%lld", (long long)year, (long long)quarter);
    *from = days_from_civil(year, (int)quarter * 3 - 2, 1) * SECONDS_PER_DAY;
    *to = days_from_civil(year + (quarter == 4), quarter == 4 ? 1 : (int)quarter * 3 + 1, 1) * SECONDS_PER_DAY;
    return true;
}

/* ---- reading -------------------------------------------------------------------------------------- */

static int by_id(const void *x, const void *y) {
    const PersonFacts *const *a = x, *const *b = y;
    return ((*a)->row.id > (*b)->row.id) - ((*a)->row.id < (*b)->row.id);
}

static int by_person_and_start(const void *x, const void *y) {
    const SeatRow *a = x, *b = y;
    if (a->person_id != b->person_id) return a->person_id < b->person_id ? -1 : 1;
    if (a->starts_at != b->starts_at) return a->starts_at < b->starts_at ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static void add_touches(Call *call, PersonFacts *p) {
    p->touches = ARENA_ARRAY(call->arena, Touch, p->seats_n + 1);
    for (size_t i = 0; i < p->seats_n; i++) {
        const SeatRow *s = &p->seats[i];
        bool attended = str_eq(s->state, SEAT_ATTENDED);
        if (!s->counts || !str_eq(s->role, STR("guest")) || (!attended && !str_eq(s->state, SEAT_ABSENT))) continue;
        p->touches[p->touches_n++] =
            (Touch){day_of(s->starts_at), (int32_t)s->minutes, (int32_t)s->format_id, attended, s->reflected};
    }
}

/* Hands out rows that are sorted by person to the people, who are looked through by number. */
static void join_leave(Call *call, PersonFacts **by, size_t n, const LeaveRow *leave, size_t leave_n) {
    DaySpan *spans = ARENA_ARRAY(call->arena, DaySpan, leave_n + 1);
    for (size_t i = 0, p = 0; i < leave_n; i++) {
        spans[i] = (DaySpan){leave[i].from_day, leave[i].to_day};
        while (p < n && by[p]->row.id < leave[i].person_id) p++;
        if (p == n || by[p]->row.id != leave[i].person_id) continue;
        if (!by[p]->leave_n) by[p]->leave = &spans[i];
        by[p]->leave_n++;
    }
}

static void join_seats(PersonFacts **by, size_t n, const SeatRow *seats, size_t seats_n) {
    for (size_t i = 0, p = 0; i < seats_n; i++) {
        while (p < n && by[p]->row.id < seats[i].person_id) p++;
        if (p == n || by[p]->row.id != seats[i].person_id) continue;
        if (!by[p]->seats_n) by[p]->seats = &seats[i];
        by[p]->seats_n++;
    }
}

static bool read_people(Call *call, const FactsAsked *asked, Facts *out, Err *err) {
    PersonRow *rows, one;
    size_t n = 1;
    PersonFilter filter = {.team_id = asked->team_id, .day = day_of(asked->from)};
    if (asked->person_id) {
        if (!person_get(call->app->db, call->arena, asked->person_id, &one, err)) return false;
        rows = &one;
    } else if (!people_list(call->app->db, call->arena, &filter, &rows, &n, err)) {
        return false;
    }
    out->people = ARENA_ARRAY(call->arena, PersonFacts, n + 1);
    for (size_t i = 0; i < n; i++)
        if (rows[i].engineer || asked->person_id) out->people[out->n++].row = rows[i];
    return true;
}

bool facts_read(Call *call, const FactsAsked *asked, Facts *out, Err *err) {
    Db *db = call->app->db;
    LeaveRow *leave;
    SeatRow *seats;
    size_t leave_n, seats_n;
    SeatFilter filter = {
        .person_id = asked->person_id, .team_id = asked->team_id, .from = asked->from, .to = asked->to};
    LeaveFilter away = {.person_id = asked->person_id, .from = day_of(asked->from), .to = day_of(asked->to) + 1};
    *out = (Facts){0};
    if (!read_people(call, asked, out, err) || !goal_rules_read(call, &out->rules, err) ||
        !leave_list(db, call->arena, &away, &leave, &leave_n, err) ||
        !seats_list(db, call->arena, &filter, &seats, &seats_n, err))
        return false;
    PersonFacts **by = ARENA_ARRAY(call->arena, PersonFacts *, out->n + 1);
    for (size_t i = 0; i < out->n; i++) by[i] = &out->people[i];
    qsort(by, out->n, sizeof *by, by_id);
    if (seats_n) qsort(seats, seats_n, sizeof *seats, by_person_and_start);
    join_leave(call, by, out->n, leave, leave_n);
    join_seats(by, out->n, seats, seats_n);
    for (size_t i = 0; i < out->n; i++) add_touches(call, &out->people[i]);
    return true;
}
