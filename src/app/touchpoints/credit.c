/* credit.c - people with their leave, their seats and what counts of them. */
#include "credit.h"

#include <math.h>
#include <stdlib.h>

#include "app_private.h"
#include "base/clock.h"

DaySpan credit_year(int64_t day) {
    int64_t year;
    int month, of_month;
    civil_from_days(day, &year, &month, &of_month);
    return (DaySpan){days_from_civil(year, 1, 1), days_from_civil(year + 1, 1, 1)};
}

DaySpan credit_window(const CreditPerson *p, int64_t day) {
    return (DaySpan){day + 1 - p->rule->policy.window_days, day + 1};
}

GoalState credit_state(const CreditPerson *p, int64_t day) {
    return goal_state(&p->policy, &p->presence, p->touches, p->touches_n, credit_year(day), day);
}

bool credit_there(const CreditPerson *p, int64_t day) {
    return p->row.engineer && p->presence.joined <= day && day < p->presence.left;
}

int64_t credit_day(const CreditPerson *p, int64_t at) {
    return day_of(zone_local(p->clock, at));
}

const char *credit_why_not(const ContactTimeRow *t) {
    if (!t->counts) return "its format does not count towards goals";
    if (!t->reflected) return "it counts once you have reflected on it";
    if (!t->minutes) return "no minutes were noted";
    return NULL;
}

/* ---- reading --------------------------------------------------------------------------------- */

typedef struct Reader {
    Call *call;
    Str zone; /* of those who chose none */
    LeaveRow *leave;
    ContactTimeRow *contacts;
    size_t leave_n, contacts_n;
    DaySpan *spans; /* of `leave` */
    Touch *touches; /* room for one a contact */
} Reader;

static bool org_zone(Call *call, Str *zone, Err *err) {
    Err none = {0};
    *zone = STR("");
    return setting_get(call->app->db, call->arena, STR("zone"), zone, &none) || none.code == ERR_NOT_FOUND ||
           (*err = none, false);
}

/* A name that the system has lost since is UTC. */
static void set_zone(const Reader *r, CreditPerson *p) {
    p->zone = p->row.zone.n ? p->row.zone : r->zone;
    p->clock = zone_find(p->zone, NULL);
    if (p->clock) return;
    p->zone = STR("");
    p->clock = zone_find(p->zone, NULL);
}

static void take_touches(Reader *r, CreditPerson *p) {
    Touch *out = r->touches;
    for (size_t i = 0; i < p->contacts_n; i++) {
        const ContactTimeRow *t = &p->contacts[i];
        if (!t->counts || !t->attended || !t->minutes) continue;
        out[p->touches_n++] = (Touch){.day = credit_day(p, t->starts_at),
                                      .minutes = (int32_t)t->minutes,
                                      .format = (int32_t)t->format_id,
                                      .attended = true,
                                      .reflected = t->reflected};
    }
    p->touches = out;
    r->touches += p->touches_n;
}

static void fill(Reader *r, const GoalRules *rules, CreditPerson *p) {
    set_zone(r, p);
    p->rule = goal_rule_of(rules, p->row.team_id);
    p->policy = p->rule->policy;
    if (!p->row.engineer) p->policy.touchpoints = p->policy.formats = p->policy.window_minutes = 0;
    p->today = credit_day(p, r->call->now);
    p->presence.joined = p->row.joined_day == DAY_NONE ? INT64_MIN : p->row.joined_day;
    p->presence.left = p->row.left_day == DAY_NONE ? INT64_MAX : p->row.left_day + 1;
    p->presence.fte = (int32_t)lround(p->row.fte * 1000);
    take_touches(r, p);
}

/* Leave and contact come by person, as people do: one walk over all three. */
static void join(Reader *r, Credit *out) {
    size_t l = 0, c = 0;
    for (size_t i = 0; i < out->n; i++) {
        CreditPerson *p = &out->people[i];
        while (l < r->leave_n && r->leave[l].person_id < p->row.id) l++;
        while (c < r->contacts_n && r->contacts[c].person_id < p->row.id) c++;
        p->presence.leave = r->spans + l;
        p->contacts = r->contacts + c;
        while (l < r->leave_n && r->leave[l].person_id == p->row.id) l++;
        while (c < r->contacts_n && r->contacts[c].person_id == p->row.id) c++;
        p->presence.leave_n = (size_t)(r->spans + l - p->presence.leave);
        p->contacts_n = (size_t)(r->contacts + c - p->contacts);
        fill(r, &out->rules, p);
    }
}

static int by_id(const void *x, const void *y) {
    const CreditPerson *a = x, *b = y;
    return (a->row.id > b->row.id) - (a->row.id < b->row.id);
}

static bool read_people(Call *call, int64_t person_id, int64_t since, Credit *out, Err *err) {
    PersonRow *rows, one;
    size_t n = 1;
    PersonFilter filter = {.day = day_of(since)};
    if (person_id) {
        if (!person_get(call->app->db, call->arena, person_id, &one, err)) return false;
        rows = &one;
    } else if (!people_list(call->app->db, call->arena, &filter, &rows, &n, err)) {
        return false;
    }
    out->people = ARENA_ARRAY(call->arena, CreditPerson, n + 1);
    for (size_t i = 0; i < n; i++)
        if (rows[i].engineer || person_id) out->people[out->n++] = (CreditPerson){.row = rows[i]};
    if (out->n) qsort(out->people, out->n, sizeof *out->people, by_id);
    return true;
}

bool credit_read(Call *call, int64_t person_id, int64_t to, Credit *out, Err *err) {
    Db *db = call->app->db;
    Reader r = {.call = call};
    int64_t since = call->now - (int64_t)CREDIT_DAYS * SECONDS_PER_DAY;
    LeaveFilter away = {.person_id = person_id};
    ContactTimeFilter met = {.person_id = person_id, .from = since, .to = to};
    *out = (Credit){0};
    if (!org_zone(call, &r.zone, err) || !goal_rules_read(call, &out->rules, err) ||
        !read_people(call, person_id, since, out, err) ||
        !leave_list(db, call->arena, &away, &r.leave, &r.leave_n, err) ||
        !contact_times(db, call->arena, &met, &r.contacts, &r.contacts_n, err))
        return false;
    r.touches = ARENA_ARRAY(call->arena, Touch, r.contacts_n + 1);
    r.spans = ARENA_ARRAY(call->arena, DaySpan, r.leave_n + 1);
    for (size_t i = 0; i < r.leave_n; i++) r.spans[i] = (DaySpan){r.leave[i].from_day, r.leave[i].to_day};
    join(&r, out);
    return true;
}
