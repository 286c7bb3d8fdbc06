/* plan_work.c - windows, kinds of sessions, and classes of people who see the same sessions alike. */
#include <stdlib.h>
#include <string.h>

#include "plan_private.h"

static bool suits(const PlanInput *in, const PlanPerson *p, size_t session) {
    const PlanSession *s = &in->sessions[session];
    if (s->language >= 0 && !(p->languages >> s->language & 1)) return false;
    int32_t at = in->local[(size_t)p->zone * in->sessions_n + session];
    int32_t day = at / (24 * 60), minute = at % (24 * 60);
    return (p->workdays >> day & 1) && minute >= p->day_begin && minute + s->minutes <= p->day_end;
}

bool work_overlap(const Work *w, int32_t s, int32_t t) {
    const PlanSession *x = &w->in->sessions[s], *y = &w->in->sessions[t];
    return x->starts_at < y->starts_at + y->minutes * 60 && y->starts_at < x->starts_at + x->minutes * 60;
}

bool work_free(const Work *w, int32_t person, int32_t session) {
    const PlanPerson *p = &w->in->people[person];
    const PlanSession *s = &w->in->sessions[session];
    if (s->host == person) return false;
    for (size_t i = 0; i < p->busy_n; i++)
        if (p->busy[i].from < s->starts_at + s->minutes * 60 && s->starts_at < p->busy[i].to) return false;
    return true;
}

bool work_suits(const Work *w, int32_t person, int32_t session) {
    const Class *c = &w->classes[w->class_of[person]];
    int32_t low = w->shift_begin[c->shift], high = w->shift_begin[c->shift + 1];
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (w->shift_session[middle] < session)
            low = middle + 1;
        else
            high = middle;
    }
    return low < w->shift_begin[c->shift + 1] && w->shift_session[low] == session;
}

bool work_is_current(const Work *w, int32_t person, int32_t session) {
    const PlanPerson *p = &w->in->people[person];
    for (size_t i = 0; i < p->current_n; i++)
        if (p->current[i] == session) return true;
    return false;
}

/* ---- seats given --------------------------------------------------------------------------------- */

bool work_room(const Work *w, int32_t person, int32_t session) {
    const PlanSession *s = &w->in->sessions[session];
    if (w->left[session] <= 0) return false;
    if (work_novice(w, person, session) && w->novices_left[session] <= 0) return false;
    return !s->per_team || work_of_team(w, session, w->in->people[person].team) < s->per_team;
}

/* Sessions are small, so the guests are counted where it matters. Each session keeps its guests in `guest`. */
int32_t work_of_team(const Work *w, int32_t session, int32_t team) {
    int32_t n = 0;
    for (int32_t i = w->guest_begin[session]; i < w->guest_begin[session] + w->guests[session]; i++)
        n += w->in->people[w->guest[i]].team == team;
    return n;
}

void work_give(Work *w, int32_t person, int32_t session) {
    int32_t *given = work_given(w, person, w->window[session]);
    while (*given != NONE) given++;
    *given = session;
    w->guest[w->guest_begin[session] + w->guests[session]++] = person;
    w->left[session]--;
    if (work_novice(w, person, session)) w->novices_left[session]--;
}

void work_take(Work *w, int32_t person, int32_t session) {
    int32_t *given = work_given(w, person, w->window[session]), *last = given + PLAN_PER_WINDOW - 1;
    while (*given != session) given++;
    memmove(given, given + 1, (size_t)(last - given) * sizeof *given);
    *last = NONE;
    int32_t *guest = w->guest + w->guest_begin[session];
    while (*guest != person) guest++;
    int32_t last_guest = w->guest_begin[session] + --w->guests[session];
    w->bid[guest - w->guest] = w->bid[last_guest];
    *guest = w->guest[last_guest];
    w->left[session]++;
    if (work_novice(w, person, session)) w->novices_left[session]++;
}

/* ---- windows and kinds ---------------------------------------------------------------------------- */

static int by_kind(const void *x, const void *y) {
    const Kind *a = x, *b = y;
    if (a->window != b->window) return a->window < b->window ? -1 : 1;
    if (a->format != b->format) return a->format < b->format ? -1 : 1;
    return (a->minutes > b->minutes) - (a->minutes < b->minutes);
}

static int32_t window_of(const PlanInput *in, int64_t at) {
    for (size_t w = 0; w < in->windows_n; w++)
        if (at >= in->bounds[w] && at < in->bounds[w + 1]) return (int32_t)w;
    return NONE;
}

static void find_kinds(Work *w) {
    const PlanInput *in = w->in;
    Kind *all = ARENA_ARRAY(w->a, Kind, in->sessions_n + 1);
    size_t n = 0;
    for (size_t s = 0; s < in->sessions_n; s++) {
        w->window[s] = window_of(in, in->sessions[s].starts_at);
        if (w->window[s] != NONE) all[n++] = (Kind){w->window[s], in->sessions[s].format, in->sessions[s].minutes};
    }
    qsort(all, n, sizeof *all, by_kind);
    for (size_t i = 0; i < n; i++)
        if (!w->kinds_n || by_kind(&all[w->kinds_n - 1], &all[i])) all[w->kinds_n++] = all[i];
    w->kinds = all;
    for (size_t s = 0; s < in->sessions_n; s++) {
        Kind key = {w->window[s], in->sessions[s].format, in->sessions[s].minutes};
        const Kind *found = w->window[s] == NONE ? NULL : bsearch(&key, all, (size_t)w->kinds_n, sizeof *all, by_kind);
        w->kind[s] = found ? (int32_t)(found - all) : NONE;
    }
    w->window_kinds = ARENA_ARRAY(w->a, int32_t, in->windows_n + 1);
    for (int32_t k = 0; k < w->kinds_n; k++) w->window_kinds[all[k].window + 1] = k + 1;
    for (size_t i = 1; i <= in->windows_n; i++)
        if (w->window_kinds[i] < w->window_kinds[i - 1]) w->window_kinds[i] = w->window_kinds[i - 1];
}

/* ---- shifts and classes ------------------------------------------------------------------------- */

typedef struct Key { /* of a person: those alike in the first five share a shift, in all a class */
    uint64_t languages;
    int32_t zone, day_begin, day_end, workdays, first_language, team;
    uint32_t novice;
    int32_t person;
} Key;

static int by_shift(const void *x, const void *y) {
    const Key *a = x, *b = y;
    if (a->languages != b->languages) return a->languages < b->languages ? -1 : 1;
    if (a->zone != b->zone) return a->zone < b->zone ? -1 : 1;
    if (a->day_begin != b->day_begin) return a->day_begin < b->day_begin ? -1 : 1;
    if (a->day_end != b->day_end) return a->day_end < b->day_end ? -1 : 1;
    if (a->workdays != b->workdays) return a->workdays < b->workdays ? -1 : 1;
    return (a->first_language > b->first_language) - (a->first_language < b->first_language);
}

static int by_class(const void *x, const void *y) {
    const Key *a = x, *b = y;
    int shift = by_shift(x, y);
    if (shift) return shift;
    if (a->team != b->team) return a->team < b->team ? -1 : 1;
    return (a->novice > b->novice) - (a->novice < b->novice);
}

static int by_key(const void *x, const void *y) {
    int class = by_class(x, y);
    return class ? class : ((const Key *)x)->person - ((const Key *)y)->person;
}

static uint32_t ruled_formats(const PlanInput *in) {
    uint32_t ruled = 0;
    for (size_t s = 0; s < in->sessions_n; s++)
        if (in->sessions[s].novices >= 0) ruled |= 1u << in->sessions[s].format;
    return ruled;
}

/* The sessions of a new shift: those that suit its first person. */
static void add_shift(Work *w, const PlanPerson *p, size_t *room) {
    const PlanInput *in = w->in;
    size_t n = (size_t)w->shift_begin[w->shifts_n];
    if (n + in->sessions_n > *room) {
        *room = 2 * (n + in->sessions_n);
        int32_t *grown = ARENA_ARRAY(w->a, int32_t, *room);
        if (n) memcpy(grown, w->shift_session, n * sizeof *grown);
        w->shift_session = grown;
    }
    for (size_t s = 0; s < in->sessions_n; s++)
        if (w->window[s] != NONE && in->sessions[s].seats > 0 && suits(in, p, s)) w->shift_session[n++] = (int32_t)s;
    w->shift_language[w->shifts_n] = p->first_language;
    w->shift_begin[++w->shifts_n] = (int32_t)n;
}

static void find_classes(Work *w) {
    const PlanInput *in = w->in;
    Arena *scratch = arena_new();
    Key *keys = ARENA_ARRAY(scratch, Key, in->people_n + 1);
    uint32_t ruled = ruled_formats(in);
    for (size_t i = 0; i < in->people_n; i++) {
        const PlanPerson *p = &in->people[i];
        keys[i] = (Key){p->languages, p->zone,           p->day_begin, p->day_end,
                        p->workdays,  p->first_language, p->team,      ruled & ~p->formats_ever,
                        (int32_t)i};
    }
    qsort(keys, in->people_n, sizeof *keys, by_key);
    w->shift_begin = ARENA_ARRAY(w->a, int32_t, in->people_n + 2);
    w->shift_language = ARENA_ARRAY(w->a, int32_t, in->people_n + 1);
    w->classes = ARENA_ARRAY(w->a, Class, in->people_n + 1);
    size_t room = 0;
    for (size_t i = 0; i < in->people_n; i++) {
        const Key *k = &keys[i];
        if (!i || by_shift(k - 1, k)) add_shift(w, &in->people[k->person], &room);
        if (!i || by_class(k - 1, k))
            w->classes[w->classes_n++] = (Class){w->shifts_n - 1, k->team, k->novice, (int32_t)i, (int32_t)i};
        w->classes[w->classes_n - 1].end = (int32_t)i + 1;
        w->class_of[k->person] = w->classes_n - 1;
        w->member[i] = k->person;
    }
    arena_free(scratch);
}

/* The sessions of each shift by topic (those without one last), and the topics of each team. */
static void index_topics(Work *w) {
    const PlanInput *in = w->in;
    size_t topics = in->topics_n, n = (size_t)w->shift_begin[w->shifts_n];
    w->shift_by_topic = ARENA_ARRAY(w->a, int32_t, n + 1);
    w->topic_begin = ARENA_ARRAY(w->a, int32_t, (size_t)w->shifts_n * (topics + 1) + 1);
    int32_t *next = ARENA_ARRAY(w->a, int32_t, topics + 1);
    for (int32_t shift = 0; shift < w->shifts_n; shift++) {
        int32_t *begin = w->topic_begin + (size_t)shift * (topics + 1), from = w->shift_begin[shift];
        memset(next, 0, (topics + 1) * sizeof *next);
        for (int32_t i = from; i < w->shift_begin[shift + 1]; i++) {
            int32_t topic = in->sessions[w->shift_session[i]].topic;
            next[topic < 0 ? (int32_t)topics : topic]++;
        }
        for (size_t t = 0, at = (size_t)from; t <= topics; t++) {
            begin[t] = (int32_t)at;
            at += (size_t)next[t];
            next[t] = begin[t];
        }
        for (int32_t i = from; i < w->shift_begin[shift + 1]; i++) {
            int32_t topic = in->sessions[w->shift_session[i]].topic;
            w->shift_by_topic[next[topic < 0 ? (int32_t)topics : topic]++] = w->shift_session[i];
        }
    }
    w->team_topics = ARENA_ARRAY(w->a, int32_t, in->teams_n + 1);
    size_t found = 0;
    for (size_t i = 0; i < in->teams_n * topics; i++) found += in->relevance[i] > 0;
    w->team_topic = ARENA_ARRAY(w->a, int32_t, found + 1);
    found = 0;
    for (size_t team = 0; team < in->teams_n; team++) {
        for (size_t t = 0; t < topics; t++)
            if (in->relevance[team * topics + t] > 0) w->team_topic[found++] = (int32_t)t;
        w->team_topics[team + 1] = (int32_t)found;
    }
}

static bool checked(const PlanInput *in, Err *err) {
    if (!in->windows_n || in->per_window < 1 || in->per_window > PLAN_PER_WINDOW)
        return err_set(err, ERR_INPUT, NULL, "a plan needs a window, and 1 to %d seats in each", PLAN_PER_WINDOW);
    for (size_t i = 0; i < in->sessions_n; i++) {
        const PlanSession *s = &in->sessions[i];
        if (s->minutes <= 0 || s->minutes > 24 * 60 || s->format < 0 || s->format >= PLAN_FORMATS || s->seats < 0 ||
            s->topic >= (int32_t)in->topics_n || s->language >= PLAN_LANGUAGES || s->host >= (int32_t)in->people_n)
            return err_set(err, ERR_INPUT, NULL, "session %lld cannot be planned: a figure of it is out of range",
                           (long long)s->id);
    }
    for (size_t i = 0; i < in->people_n; i++) {
        const PlanPerson *p = &in->people[i];
        if (p->team < 0 || (size_t)p->team >= in->teams_n || p->zone < 0 || (size_t)p->zone >= in->zones_n)
            return err_set(err, ERR_INPUT, NULL, "person %lld has a team or zone that is not there", (long long)p->id);
        if (p->touchpoints < 0 || p->touchpoints > PLAN_TOUCHPOINTS || p->no_show < 0 || p->no_show > 1000)
            return err_set(err, ERR_INPUT, NULL, "person %lld has a figure that is out of range", (long long)p->id);
        for (size_t k = 0; k < p->current_n; k++)
            if (p->current[k] < 0 || (size_t)p->current[k] >= in->sessions_n)
                return err_set(err, ERR_INPUT, NULL, "person %lld has a seat that is not there", (long long)p->id);
    }
    return true;
}

static void set_up_seats(Work *w) {
    const PlanInput *in = w->in;
    size_t seats = 0, slots = in->people_n * in->windows_n * PLAN_PER_WINDOW;
    w->guest_begin = ARENA_ARRAY(w->a, int32_t, in->sessions_n + 1);
    w->guests = ARENA_ARRAY(w->a, int32_t, in->sessions_n + 1);
    for (size_t s = 0; s < in->sessions_n; s++) {
        /* nobody has two seats of one session, so more seats than people are of no use */
        w->left[s] = in->sessions[s].seats < (int32_t)in->people_n ? in->sessions[s].seats : (int32_t)in->people_n;
        w->novices_left[s] = in->sessions[s].novices;
        w->guest_begin[s] = (int32_t)seats;
        seats += (size_t)w->left[s];
        if (in->sessions[s].host >= 0) w->alone[in->sessions[s].host] = true;
    }
    w->guest = ARENA_ARRAY(w->a, int32_t, seats + 1);
    w->bid = ARENA_ARRAY(w->a, double, seats + 1);
    w->floor = ARENA_ARRAY(w->a, double, in->sessions_n + 1);
    w->given = ARENA_ARRAY(w->a, int32_t, slots + 1);
    for (size_t i = 0; i < slots; i++) w->given[i] = NONE;
    for (size_t i = 0; i < in->people_n; i++) w->alone[i] |= in->people[i].busy_n > 0;
}

bool work_setup(Work *w, const PlanInput *in, Arena *a, Err *err) {
    if (!checked(in, err)) return false;
    *w = (Work){.in = in, .a = a};
    w->window = ARENA_ARRAY(a, int32_t, in->sessions_n + 1);
    w->kind = ARENA_ARRAY(a, int32_t, in->sessions_n + 1);
    w->price = ARENA_ARRAY(a, double, in->sessions_n + 1);
    w->novice_price = ARENA_ARRAY(a, double, in->sessions_n + 1);
    w->left = ARENA_ARRAY(a, int32_t, in->sessions_n + 1);
    w->novices_left = ARENA_ARRAY(a, int32_t, in->sessions_n + 1);
    w->class_of = ARENA_ARRAY(a, int32_t, in->people_n + 1);
    w->member = ARENA_ARRAY(a, int32_t, in->people_n + 1);
    w->alone = ARENA_ARRAY(a, bool, in->people_n + 1);
    find_kinds(w);
    find_classes(w);
    index_topics(w);
    set_up_seats(w);
    return true;
}

void work_restore(Work *w, const int32_t *given) {
    size_t slots = w->in->people_n * w->in->windows_n * PLAN_PER_WINDOW, each = w->in->windows_n * PLAN_PER_WINDOW;
    for (size_t i = slots; i-- > 0;)
        if (w->given[i] != NONE) work_take(w, (int32_t)(i / each), w->given[i]);
    for (size_t i = 0; i < slots; i++)
        if (given[i] != NONE) work_give(w, (int32_t)(i / each), given[i]);
}
