/* plan_report.c - what a plan says about itself: why each seat, who stays short and why, who moves. */
#include <math.h>
#include <stdlib.h>

#include "plan_private.h"
#include "touchpoints/goals.h"

enum { SHORT_BY = 30 }; /* minutes owed and not booked from which on somebody is called short */

const char *short_reason_words(ShortReason reason) {
    switch (reason) {
    case SHORT_NO_SESSIONS:
        return "no session is offered then";
    case SHORT_LANGUAGE:
        return "no session in a language they speak";
    case SHORT_HOURS:
        return "no session in their working hours";
    case SHORT_AWAY:
        return "no session while they are there and free";
    case SHORT_FIRST_TIMER:
        return "sessions take no more first-timers";
    case SHORT_FULL:
        return "the seats that suit went to people who are owed more";
    case SHORT_MINUTES:
        return "the seats they have are all that fit, and too short";
    }
    return "";
}

static int32_t minutes_given(const Work *w, int32_t person, int32_t window) {
    const int32_t *given = work_given(w, person, window);
    int32_t minutes = 0;
    for (int i = 0; i < PLAN_PER_WINDOW && given[i] != NONE; i++) minutes += w->in->sessions[given[i]].minutes;
    return minutes;
}

/* ---- why ------------------------------------------------------------------------------------- */

typedef struct Had { /* all that a person was given */
    int32_t seats, format[PLAN_FORMATS], fresh;
} Had;

static Had had_by(const Work *w, int32_t person) {
    const PlanPerson *p = &w->in->people[person];
    Had had = {0};
    for (size_t i = 0; i < work_slots(w); i++) {
        int32_t session = work_given(w, person, 0)[i];
        if (session == NONE) continue;
        had.seats++;
        int32_t format = w->in->sessions[session].format;
        had.fresh += !had.format[format]++ && !(p->formats_had >> format & 1);
    }
    return had;
}

static PlanSeat seat_told(const Work *w, int32_t person, int32_t session, const Had *had, int32_t suit) {
    const PlanInput *in = w->in;
    const PlanPerson *p = &in->people[person];
    const PlanSession *s = &in->sessions[session];
    int32_t window = w->window[session], minutes = minutes_given(w, person, window);
    bool only = had->format[s->format] == 1 && !(p->formats_had >> s->format & 1);
    return (PlanSeat){.person = person,
                      .session = session,
                      .kept = work_is_current(w, person, session),
                      .need = (int32_t)(worth_need(in, person, window, minutes) -
                                        worth_need(in, person, window, minutes - s->minutes)),
                      .touch = had->seats <= p->touchpoints ? in->weights.touchpoint : 0,
                      .format = only && had->fresh <= p->formats ? in->weights.format : 0,
                      .relevance = worth_relevance(in, p->team, session),
                      .language = s->language >= 0 && s->language == p->first_language ? in->weights.language : 0,
                      .rivals = (int32_t)lround(w->price[session]),
                      .choices = suit};
}

/* ---- who stays short ------------------------------------------------------------------------- */

typedef struct Tally { /* sessions of a window by how far they get for one person */
    int32_t all, language, suit, free, open, room;
} Tally;

/* Sessions that suit a shift in each window: shifts * windows. */
static int32_t *count_suitable(const Work *w) {
    size_t windows = w->in->windows_n;
    int32_t *suit = ARENA_ARRAY(w->a, int32_t, (size_t)w->shifts_n * windows + 1);
    for (int32_t shift = 0; shift < w->shifts_n; shift++)
        for (int32_t i = w->shift_begin[shift]; i < w->shift_begin[shift + 1]; i++)
            suit[(size_t)shift * windows + (size_t)w->window[w->shift_session[i]]]++;
    return suit;
}

/* Nothing suits: is there anything at all, and in a language they speak? */
static void tally_unsuitable(const Work *w, int32_t person, int32_t window, Tally *t) {
    const PlanPerson *p = &w->in->people[person];
    for (size_t i = 0; i < w->in->sessions_n; i++) {
        const PlanSession *s = &w->in->sessions[i];
        if (w->window[i] != window || s->seats <= 0) continue;
        t->all++;
        t->language += s->language < 0 || (p->languages >> s->language & 1);
    }
}

static Tally tally(const Work *w, const int32_t *suitable, int32_t person, int32_t window, bool shortage) {
    int32_t shift = w->classes[w->class_of[person]].shift, suit;
    suit = suitable[(size_t)shift * w->in->windows_n + (size_t)window];
    Tally t = {.all = suit, .language = suit, .suit = suit, .free = suit};
    if (!suit && shortage) tally_unsuitable(w, person, window, &t);
    if (!suit || (!shortage && !w->alone[person])) return t;
    t.free = 0;
    for (int32_t i = w->shift_begin[shift]; i < w->shift_begin[shift + 1]; i++) {
        int32_t session = w->shift_session[i];
        if (w->window[session] != window || !work_free(w, person, session)) continue;
        t.free++;
        if (!shortage || (work_novice(w, person, session) && !w->in->sessions[session].novices)) continue;
        t.open++;
        t.room += work_room(w, person, session);
    }
    return t;
}

static ShortReason reason_of(const Tally *t) {
    return !t->all        ? SHORT_NO_SESSIONS
           : !t->language ? SHORT_LANGUAGE
           : !t->suit     ? SHORT_HOURS
           : !t->free     ? SHORT_AWAY
           : !t->open     ? SHORT_FIRST_TIMER
           : !t->room     ? SHORT_FULL
                          : SHORT_MINUTES;
}

/* ---- who moves ------------------------------------------------------------------------------- */

static bool is_given(const Work *w, int32_t person, int32_t session) {
    const int32_t *given = work_given(w, person, w->window[session]);
    for (int i = 0; i < PLAN_PER_WINDOW; i++)
        if (given[i] == session) return true;
    return false;
}

static int32_t instead(const Work *w, int32_t person, int32_t window) {
    const int32_t *given = work_given(w, person, window);
    for (int i = 0; i < PLAN_PER_WINDOW && given[i] != NONE; i++)
        if (!work_is_current(w, person, given[i])) return given[i];
    return NONE;
}

static void tell_moves(const Work *w, int32_t person, PlanResult *r) {
    const PlanPerson *p = &w->in->people[person];
    for (size_t i = 0; i < p->current_n; i++) {
        int32_t session = p->current[i];
        if (w->window[session] == NONE || is_given(w, person, session)) continue;
        bool gone = !work_suits(w, person, session) || !work_free(w, person, session);
        r->moves[r->moves_n++] = (PlanMove){person, session, instead(w, person, w->window[session]), gone};
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

static int by_start(const Work *w, int32_t s, int32_t t) {
    return (w->in->sessions[s].starts_at > w->in->sessions[t].starts_at) -
           (w->in->sessions[s].starts_at < w->in->sessions[t].starts_at);
}

static void tell_person(const Work *w, const int32_t *suitable, int32_t person, PlanResult *r) {
    const PlanPerson *p = &w->in->people[person];
    Had had = had_by(w, person);
    for (int32_t window = 0; window < (int32_t)w->in->windows_n; window++) {
        const int32_t *given = work_given(w, person, window);
        int32_t minutes = minutes_given(w, person, window);
        bool shortage = p->owed[window] - minutes >= SHORT_BY;
        Tally t = {0};
        if (shortage || *given != NONE) t = tally(w, suitable, person, window, shortage);
        r->owed += p->owed[window];
        r->planned += minutes < p->owed[window] ? minutes : p->owed[window];
        if (shortage)
            r->shorts[r->shorts_n++] = (PlanShort){person, window, p->owed[window], minutes, reason_of(&t), t.free};
        size_t from = r->seats_n;
        for (int i = 0; i < PLAN_PER_WINDOW && given[i] != NONE; i++) {
            size_t at = r->seats_n++;
            for (; at > from && by_start(w, r->seats[at - 1].session, given[i]) > 0; at--)
                r->seats[at] = r->seats[at - 1];
            r->seats[at] = seat_told(w, person, given[i], &had, t.free);
        }
    }
    tell_moves(w, person, r);
}

void report_fill(const Work *w, Arena *a, PlanResult *r) {
    const PlanInput *in = w->in;
    size_t seats = 0, shorts = 0, moves = 0, sharing = 0;
    for (size_t i = 0; i < in->people_n * in->windows_n * PLAN_PER_WINDOW; i++) seats += w->given[i] != NONE;
    for (size_t i = 0; i < in->people_n; i++) {
        moves += in->people[i].current_n;
        for (size_t v = 0; v < in->windows_n; v++)
            shorts += in->people[i].owed[v] - minutes_given(w, (int32_t)i, (int32_t)v) >= SHORT_BY;
    }
    r->seats = ARENA_ARRAY(a, PlanSeat, seats + 1);
    r->shorts = ARENA_ARRAY(a, PlanShort, shorts + 1);
    r->moves = ARENA_ARRAY(a, PlanMove, moves + 1);
    int32_t *suitable = count_suitable(w);
    double *share = ARENA_ARRAY(w->a, double, in->people_n + 1);
    for (size_t i = 0; i < in->people_n; i++) {
        int32_t owed = 0, minutes = 0;
        for (size_t v = 0; v < in->windows_n; v++) {
            owed += in->people[i].owed[v];
            minutes += minutes_given(w, (int32_t)i, (int32_t)v);
        }
        if (owed > 0) share[sharing++] = (double)minutes / owed;
        tell_person(w, suitable, (int32_t)i, r);
    }
    r->fairness = fairness_pairs(share, sharing);
}
