/* planning_sessions.c - open sessions as the planner takes them: seats to give, and the rules of their formats. */
#include <stdlib.h>

#include "planning_parts.h"
#include "seating.h"

static const FormatRow *format_row(const FormatRow *formats, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (formats[i].id == id) return &formats[i];
    return NULL;
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
    if (row->host_id) out->host = person_index(l, row->host_id);
    if (!format->novices) return true;
    bool experienced;
    if (!seating_host_experienced(l->call, row, &experienced, err)) return false;
    out->novices = experienced ? (int32_t)format->novices : 0;
    return true;
}

typedef struct Held { /* seats of a plan in force */
    int64_t session_id, guests;
} Held;

static int by_session(const void *x, const void *y) {
    const Held *a = x, *b = y;
    return (a->session_id > b->session_id) - (a->session_id < b->session_id);
}

/* Guests whose seats this plan may move, by session. */
static Held *count_held(Loader *l, size_t *n) {
    const Credit *c = &l->p->credit;
    size_t all = 0;
    for (size_t i = 0; i < c->n; i++) all += c->people[i].contacts_n;
    Held *held = ARENA_ARRAY(l->call->arena, Held, all + 1);
    *n = 0;
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->people[i].contacts_n; k++)
            if (is_current(l, &c->people[i].contacts[k])) held[(*n)++] = (Held){c->people[i].contacts[k].session_id, 1};
    qsort(held, *n, sizeof *held, by_session);
    size_t kept = 0;
    for (size_t i = 0; i < *n; i++) {
        if (kept && held[kept - 1].session_id == held[i].session_id) held[kept - 1].guests++;
        else held[kept++] = held[i];
    }
    *n = kept;
    return held;
}

bool read_sessions(Loader *l, Err *err) {
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
    qsort(l->sessions_by, n, sizeof *l->sessions_by, number_by_id);
    p->in.sessions = l->sessions;
    p->in.sessions_n = n;
    return true;
}
