/* planning.c - the planner's input out of the store: indices for ids, bits for languages, clocks of every zone. */
#include "planning.h"

#include <math.h>
#include <stdlib.h>

#include "base/zone.h"
#include "ownership.h"
#include "touchpoints/no_show.h"

enum { CROWDED_ONE_IN = 10, HOSTED_ENOUGH = 3, HISTORY_DAYS = 400 };

/* A table of texts or numbers that get an index in the order in which they come. */
typedef struct Index {
    Arena *a;
    Str *key;
    int64_t *number;
    size_t n, room;
} Index;

static size_t index_of(Index *x, Str key, int64_t number) {
    for (size_t i = 0; i < x->n; i++)
        if (x->number[i] == number && str_eq(x->key[i], key)) return i;
    if (x->n == x->room) {
        size_t room = x->room ? 2 * x->room : 16;
        Str *keys = ARENA_ARRAY(x->a, Str, room);
        int64_t *numbers = ARENA_ARRAY(x->a, int64_t, room);
        for (size_t i = 0; i < x->n; i++) keys[i] = x->key[i], numbers[i] = x->number[i];
        x->key = keys;
        x->number = numbers;
        x->room = room;
    }
    x->key[x->n] = key;
    x->number[x->n] = number;
    return x->n++;
}

typedef struct Number { /* a row's number and its index */
    int64_t id;
    int32_t index;
} Number;

typedef struct Loader {
    Number *sessions_by, *people_by; /* by id */
    Call *call;
    Planning *p;
    Index zones, languages, topics, formats;
    int64_t *team_id;      /* of each index, ascending; [0] is 0: no team */
    Shows all, *of_format; /* by index of format */
    PlanSession *sessions;
    PlanPerson *people;
} Loader;

static int by_id(const void *x, const void *y) {
    const Number *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}

static int32_t find_id(const Number *numbers, size_t n, int64_t id) {
    Number key = {id, 0}, *at = bsearch(&key, numbers, n, sizeof key, by_id);
    return at ? at->index : -1;
}

/* ---- languages ------------------------------------------------------------------------------------ */

/* "de-CH" is understood by who speaks "de": the first part, in lower case. */
static Str primary(Arena *a, Str code) {
    Str rest = code, first = str_cut(&rest, '-');
    char *low = arena_alloc(a, first.n + 1);
    for (size_t i = 0; i < first.n; i++)
        low[i] = (char)(first.p[i] >= 'A' && first.p[i] <= 'Z' ? first.p[i] + 32 : first.p[i]);
    return (Str){low, first.n};
}

static int32_t language_bit(Loader *l, Str code) {
    size_t i = index_of(&l->languages, primary(l->call->arena, code), 0);
    return i < PLAN_LANGUAGES ? (int32_t)i : PLAN_LANGUAGES - 1;
}

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

/* ---- teams and topics ------------------------------------------------------------------------------ */

static int by_number(const void *x, const void *y) {
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static void find_teams(Loader *l) {
    const Facts *f = &l->p->facts;
    l->team_id = ARENA_ARRAY(l->call->arena, int64_t, f->n + 2);
    size_t n = 1;
    for (size_t i = 0; i < f->n; i++) l->team_id[n++] = f->people[i].row.team_id;
    qsort(l->team_id, n, sizeof *l->team_id, by_number);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || l->team_id[kept - 1] != l->team_id[i]) l->team_id[kept++] = l->team_id[i];
    l->p->in.teams_n = kept;
}

static int32_t team_index(const Loader *l, int64_t id) {
    const int64_t *at = bsearch(&id, l->team_id, l->p->in.teams_n, sizeof id, by_number);
    return at ? (int32_t)(at - l->team_id) : -1;
}

/* How much of a theme's friction shows at components of each team; the strongest team's share counts as 1. */
static bool fill_relevance(Loader *l, Err *err) {
    Friction f;
    PlanInput *in = &l->p->in;
    in->topics_n = l->topics.n ? l->topics.n : 1;
    int16_t *relevance = ARENA_ARRAY(l->call->arena, int16_t, in->teams_n * in->topics_n + 1);
    in->relevance = relevance;
    if (!l->topics.n) return true;
    if (!friction_read(l->call, &f, err)) return false;
    double *voices = ARENA_ARRAY(l->call->arena, double, in->teams_n + 1);
    for (size_t t = 0; t < l->topics.n; t++) {
        double most = 0;
        for (size_t k = 0; k < in->teams_n; k++) voices[k] = 0;
        for (size_t c = 0; c < f.cells_n; c++) {
            const FrictionCell *cell = &f.cells[c];
            int32_t team =
                cell->theme_id == l->topics.number[t] ? team_index(l, f.components[cell->start].team_id) : -1;
            if (team > 0) voices[team] += cell->voices; /* 0: nobody's team */
        }
        for (size_t k = 0; k < in->teams_n; k++) most = fmax(most, voices[k]);
        for (size_t k = 0; k < in->teams_n && most > 0; k++)
            relevance[k * in->topics_n + t] = (int16_t)lround(1000 * voices[k] / most);
    }
    return true;
}

/* ---- sessions ------------------------------------------------------------------------------------- */

static const FormatRow *format_row(const FormatRow *formats, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (formats[i].id == id) return &formats[i];
    return NULL;
}

/* The further formats share the last number. */
static int32_t format_number(Loader *l, int64_t id) {
    size_t i = index_of(&l->formats, (Str){0}, id);
    return i < PLAN_FORMATS ? (int32_t)i : PLAN_FORMATS - 1;
}

static void count_shows(Loader *l) {
    const Facts *f = &l->p->facts;
    l->of_format = ARENA_ARRAY(l->call->arena, Shows, PLAN_FORMATS);
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < f->people[i].touches_n; k++) {
            const Touch *t = &f->people[i].touches[k];
            Shows *of = &l->of_format[format_number(l, t->format)];
            l->all.booked++, of->booked++;
            if (!t->attended) l->all.absent++, of->absent++;
        }
}

typedef struct Held { /* booked seats that a plan does not move */
    int64_t session_id, guests;
} Held;

static bool is_current(const Planning *p, const Call *call, const SeatRow *s) {
    return str_eq(s->state, SEAT_BOOKED) && str_eq(s->role, STR("guest")) && str_eq(s->origin, STR("plan")) &&
           s->starts_at >= p->from && s->starts_at < p->to && s->starts_at > call->now;
}

static bool host_experienced(Call *call, const SessionRow *session, const FormatRow *format, bool *yes, Err *err) {
    PersonRow host;
    SessionRow *held;
    size_t n;
    *yes = false;
    if (!session->host_id) return true;
    if (!person_get(call->app->db, call->arena, session->host_id, &host, err)) return false;
    SessionFilter hosted = {.from = TIME_NONE,
                            .to = session->starts_at,
                            .format_id = format->id,
                            .host_id = host.id,
                            .state = SESSION_HELD,
                            .limit = HOSTED_ENOUGH};
    if (!sessions_list(call->app->db, call->arena, &hosted, &held, &n, err)) return false;
    *yes = !host.engineer || n >= HOSTED_ENOUGH;
    return true;
}

/* Seats to be given: places, as many more as will not come (where the format allows it), less those that are held. */
static int32_t seats_of(const Loader *l, const SessionRow *s, const FormatRow *f, int32_t number, int64_t held) {
    int64_t places = s->capacity;
    if (f->overbook) {
        int32_t rate = no_show_rate(l->of_format[number], l->all);
        int64_t more = no_show_bookings((int32_t)s->capacity, rate, CROWDED_ONE_IN);
        places = more < s->capacity + s->extra ? more : s->capacity + s->extra;
    }
    return places > held ? (int32_t)(places - held) : 0;
}

static bool take_session(Loader *l, const SessionRow *row, const FormatRow *format, int64_t held, PlanSession *out,
                         Err *err) {
    int32_t number = format_number(l, format->id);
    *out = (PlanSession){.id = row->id,
                         .starts_at = row->starts_at,
                         .minutes = (int32_t)((row->ends_at - row->starts_at) / 60),
                         .format = number,
                         .topic = row->theme_id ? (int32_t)index_of(&l->topics, (Str){0}, row->theme_id) : -1,
                         .language = row->language.n ? language_bit(l, row->language) : -1,
                         .host = -1,
                         .seats = seats_of(l, row, format, number, held),
                         .per_team = (int32_t)format->per_team,
                         .novices = -1};
    if (row->host_id) out->host = find_id(l->people_by, l->p->facts.n, row->host_id);
    if (!format->novices) return true;
    bool experienced;
    if (!host_experienced(l->call, row, format, &experienced, err)) return false;
    out->novices = experienced ? (int32_t)format->novices : 0;
    return true;
}

static int by_session(const void *x, const void *y) {
    const Held *a = x, *b = y;
    return (a->session_id > b->session_id) - (a->session_id < b->session_id);
}

/* Guests who are booked and do not belong to the plan, by session. */
static Held *count_held(Loader *l, size_t *n) {
    const Facts *f = &l->p->facts;
    size_t all = 0;
    for (size_t i = 0; i < f->n; i++) all += f->people[i].seats_n;
    Held *held = ARENA_ARRAY(l->call->arena, Held, all + 1);
    *n = 0;
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < f->people[i].seats_n; k++)
            if (is_current(l->p, l->call, &f->people[i].seats[k]))
                held[(*n)++] = (Held){f->people[i].seats[k].session_id, 1};
    qsort(held, *n, sizeof *held, by_session);
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++) {
        if (kept && held[kept - 1].session_id == held[i].session_id)
            held[kept - 1].guests++;
        else
            held[kept++] = held[i];
    }
    *n = kept;
    return held;
}

static bool read_sessions(Loader *l, Err *err) {
    Planning *p = l->p;
    Call *call = l->call;
    FormatRow *formats;
    size_t formats_n, rows_n, movable_n, n = 0;
    SessionRow *rows;
    SessionFilter open = {.from = p->from > call->now ? p->from : call->now + 1, .to = p->to, .state = SESSION_OPEN};
    if (!formats_list(call->app->db, call->arena, true, &formats, &formats_n, err) ||
        !sessions_list(call->app->db, call->arena, &open, &rows, &rows_n, err))
        return false;
    Held *movable = count_held(l, &movable_n);
    l->sessions = ARENA_ARRAY(call->arena, PlanSession, rows_n + 1);
    p->sessions = rows;
    for (size_t i = 0; i < rows_n; i++) {
        const FormatRow *f = format_row(formats, formats_n, rows[i].format_id);
        if (!f || !f->counts) continue;
        Held key = {rows[i].id, 0}, *found = bsearch(&key, movable, movable_n, sizeof *movable, by_session);
        rows[n] = rows[i];
        if (!take_session(l, &rows[n], f, rows[n].booked - (found ? found->guests : 0), &l->sessions[n], err))
            return false;
        n++;
    }
    l->sessions_by = ARENA_ARRAY(call->arena, Number, n + 1);
    for (size_t i = 0; i < n; i++) l->sessions_by[i] = (Number){rows[i].id, (int32_t)i};
    qsort(l->sessions_by, n, sizeof *l->sessions_by, by_id);
    p->in.sessions = l->sessions;
    p->in.sessions_n = n;
    return true;
}

/* ---- people --------------------------------------------------------------------------------------- */

/* Seats: those of the plan are current, other booked ones are held, and what was attended or is held is taken off what
 * is owed. */
static void take_seats(Loader *l, const PersonFacts *f, PlanPerson *p, int32_t *owed, PlanSpan *busy,
                       int32_t *held_touches) {
    Planning *plan = l->p;
    int32_t *current = ARENA_ARRAY(l->call->arena, int32_t, f->seats_n + 1);
    *held_touches = 0;
    for (size_t i = 0; i < f->seats_n; i++) {
        const SeatRow *s = &f->seats[i];
        bool booked = str_eq(s->state, SEAT_BOOKED), attended = str_eq(s->state, SEAT_ATTENDED);
        int32_t index = is_current(plan, l->call, s) ? find_id(l->sessions_by, plan->in.sessions_n, s->session_id) : -1;
        if (index >= 0) current[p->current_n++] = index;
        if (index >= 0 || (!booked && !attended)) continue;
        if (booked) busy[p->busy_n++] = (PlanSpan){s->starts_at, s->ends_at};
        if (!s->counts || !str_eq(s->role, STR("guest"))) continue;
        uint32_t bit = 1u << format_number(l, s->format_id);
        p->formats_ever |= attended ? bit : 0;
        if (booked && s->starts_at > l->call->now) ++*held_touches, p->formats_had |= bit;
        int64_t minutes = attended ? s->minutes : (s->ends_at - s->starts_at) / 60;
        for (size_t w = 0; w < plan->in.windows_n; w++)
            if (s->starts_at >= plan->in.bounds[w] && s->starts_at < plan->in.bounds[w + 1])
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

static void take_goals(Loader *l, const PersonFacts *f, PlanPerson *p, int32_t held_touches) {
    const Planning *plan = l->p;
    GoalPolicy policy = facts_policy(&plan->facts, f);
    Presence presence = presence_of(&f->row, f->leave, f->leave_n);
    int64_t today = day_of(l->call->now), begin = day_of(plan->from) > today ? day_of(plan->from) : today;
    DaySpan year = year_around(begin);
    GoalState g = goal_state(&policy, &presence, f->touches, f->touches_n, year, today);
    Shows own = {0, 0};
    for (size_t i = 0; i < f->touches_n; i++) {
        own.booked++;
        own.absent += !f->touches[i].attended;
        if (touch_counts(&f->touches[i]) && f->touches[i].day >= year.from)
            p->formats_had |= 1u << format_number(l, f->touches[i].format);
    }
    double share = fmin(1, (double)(day_of(plan->to) - begin) / (double)(year.to - begin));
    p->touchpoints = share_of(g.touchpoints_owed, g.touchpoints + held_touches, share);
    p->formats = share_of(g.formats_owed, __builtin_popcount(p->formats_had), share);
    p->backlog = goal_backlog(&policy, &presence, f->touches, f->touches_n, begin);
    p->no_show = no_show_rate(own, l->all);
}

/* When a day begins where the person is. */
static int64_t midnight(const PersonRow *row, int64_t day) {
    const Zone *zone = zone_find(row->zone, NULL);
    return zone ? zone_to_utc(zone, day * SECONDS_PER_DAY, NULL) : day * SECONDS_PER_DAY;
}

static void take_person(Loader *l, const PersonFacts *f, PlanPerson *p) {
    Planning *plan = l->p;
    GoalPolicy policy = facts_policy(&plan->facts, f);
    Presence presence = presence_of(&f->row, f->leave, f->leave_n);
    int32_t held_touches, *owed = ARENA_ARRAY(l->call->arena, int32_t, plan->in.windows_n);
    PlanSpan *busy = ARENA_ARRAY(l->call->arena, PlanSpan, f->leave_n + f->seats_n + 3);
    *p = (PlanPerson){.id = f->row.id,
                      .team = team_index(l, f->row.team_id),
                      .zone = (int32_t)index_of(&l->zones, f->row.zone, 0),
                      .workdays = (uint8_t)f->row.work_days,
                      .day_begin = (int32_t)f->row.work_from,
                      .day_end = (int32_t)f->row.work_to,
                      .owed = owed,
                      .busy = busy};
    take_languages(l, &f->row, p);
    for (size_t w = 0; w < plan->in.windows_n; w++)
        owed[w] =
            goal_minutes(&policy, &presence, (DaySpan){day_of(plan->in.bounds[w]), day_of(plan->in.bounds[w + 1])});
    for (size_t i = 0; i < f->leave_n; i++)
        busy[p->busy_n++] = (PlanSpan){midnight(&f->row, f->leave[i].from), midnight(&f->row, f->leave[i].to)};
    if (f->row.joined_day != DAY_NONE && midnight(&f->row, f->row.joined_day) > plan->from)
        busy[p->busy_n++] = (PlanSpan){plan->from, midnight(&f->row, f->row.joined_day)};
    if (f->row.left_day != DAY_NONE && midnight(&f->row, f->row.left_day + 1) < plan->to)
        busy[p->busy_n++] = (PlanSpan){midnight(&f->row, f->row.left_day + 1), plan->to};
    take_seats(l, f, p, owed, busy, &held_touches);
    take_goals(l, f, p, held_touches);
}

static bool fill_clocks(Loader *l, Err *err) {
    PlanInput *in = &l->p->in;
    in->zones_n = l->zones.n;
    int32_t *local = ARENA_ARRAY(l->call->arena, int32_t, in->zones_n * in->sessions_n + 1);
    for (size_t z = 0; z < in->zones_n; z++) {
        const Zone *zone = zone_find(l->zones.key[z], err);
        if (!zone) return err_prefix(err, "the time zone of a person: ");
        for (size_t s = 0; s < in->sessions_n; s++) {
            int64_t at = zone_local(zone, in->sessions[s].starts_at), day = day_of(at);
            local[z * in->sessions_n + s] = (int32_t)(weekday_of(day) * 1440 + (at - day * SECONDS_PER_DAY) / 60);
        }
    }
    in->local = local;
    return true;
}

static void set_windows(Loader *l) {
    Planning *p = l->p;
    GoalPolicy policy = goal_rule_of(&p->facts.rules, 0)->policy;
    int64_t days = (p->to - p->from) / SECONDS_PER_DAY;
    int64_t n = (days + policy.window_days / 2) / policy.window_days;
    if (n < 1) n = 1;
    int64_t *bounds = ARENA_ARRAY(l->call->arena, int64_t, (size_t)n + 1);
    for (int64_t w = 0; w <= n; w++) bounds[w] = p->from + days * w / n * SECONDS_PER_DAY;
    p->in.bounds = bounds;
    p->in.windows_n = (size_t)n;
}

bool planning_read(Call *call, int64_t from, int64_t to, uint64_t seed, Planning *out, Err *err) {
    *out = (Planning){.from = from, .to = to};
    Loader l = {.call = call, .p = out};
    l.zones.a = l.languages.a = l.topics.a = l.formats.a = call->arena;
    FactsAsked asked = {.from = from - (int64_t)HISTORY_DAYS * SECONDS_PER_DAY, .to = to};
    if (!facts_read(call, &asked, &out->facts, err)) return false;
    size_t there = 0; /* those who left before it begins owe nothing */
    for (size_t i = 0; i < out->facts.n; i++) {
        int64_t left = out->facts.people[i].row.left_day;
        if (left == DAY_NONE || left >= day_of(from)) out->facts.people[there++] = out->facts.people[i];
    }
    out->facts.n = there;
    l.people_by = ARENA_ARRAY(call->arena, Number, there + 1);
    for (size_t i = 0; i < there; i++) l.people_by[i] = (Number){out->facts.people[i].row.id, (int32_t)i};
    qsort(l.people_by, there, sizeof *l.people_by, by_id);
    set_windows(&l);
    find_teams(&l);
    count_shows(&l);
    if (!read_sessions(&l, err)) return false;
    l.people = ARENA_ARRAY(call->arena, PlanPerson, out->facts.n + 1);
    for (size_t i = 0; i < out->facts.n; i++) take_person(&l, &out->facts.people[i], &l.people[i]);
    out->in.people = l.people;
    out->in.people_n = out->facts.n;
    out->in.per_window = PLAN_PER_WINDOW;
    out->in.weights = PLAN_WEIGHTS;
    out->in.seed = seed;
    out->in.par = app_par(call->app);
    out->in.progress = call->progress;
    return fill_clocks(&l, err) && fill_relevance(&l, err);
}
