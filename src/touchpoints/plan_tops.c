/* plan_tops.c - the best sessions of each kind, at given prices.
 *
 * Looking through every session for every person would be most of the work. So each shift keeps its best of each kind
 * as they are for a team that no topic concerns; a team adds the sessions of the topics that do concern it. What is
 * left out is worth no more than `rest`. */
#include <math.h>

#include "plan_private.h"

enum { SHIFT_PER_KIND = 24, FEW = 4 /* of a kind: fewer are worth looking further */, SAMPLE_PER_KIND = 24 };

Tops tops_new(Arena *a, const Work *w, int32_t per_kind) {
    size_t kinds = (size_t)w->kinds_n + 1;
    return (Tops){per_kind, ARENA_ARRAY(a, Top, kinds * (size_t)per_kind), ARENA_ARRAY(a, int32_t, kinds),
                  ARENA_ARRAY(a, double, kinds)};
}

void tops_insert(Tops *tops, int32_t kind, Top seat) {
    Top *list = tops_of(tops, kind);
    int32_t n = tops->n[kind];
    if (n == tops->per_kind) {
        double lost = seat.value < list[n - 1].value ? seat.value : list[n - 1].value;
        if (lost > tops->rest[kind]) tops->rest[kind] = lost;
        if (seat.value <= list[n - 1].value) return;
        n--;
    }
    int32_t i = n;
    for (; i > 0 && list[i - 1].value < seat.value; i--) list[i] = list[i - 1];
    list[i] = seat;
    tops->n[kind] = n + 1;
}

void tops_clear(const Work *w, Tops *tops) {
    for (int32_t k = 0; k < w->kinds_n; k++) tops->n[k] = 0, tops->rest[k] = -INFINITY;
}

/* ---- shifts --------------------------------------------------------------------------------------- */

ShiftTops *shift_tops_new(Arena *a, const Work *w) {
    ShiftTops *s = ARENA_NEW(a, ShiftTops);
    s->of = ARENA_ARRAY(a, Tops, (size_t)w->shifts_n + 1);
    for (int32_t i = 0; i < w->shifts_n; i++) s->of[i] = tops_new(a, w, SHIFT_PER_KIND);
    s->w = w;
    return s;
}

/* What the session is worth to the shift, without relevance and rules of groups. */
static double value_for_shift(const Work *w, enum TopsHow how, const ShiftSeat *seat) {
    return how == TOPS_OPEN ? seat->base : seat->base - w->price[seat->session];
}

static void fill_shifts(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    ShiftTops *s = ctx;
    const Work *w = s->w;
    for (size_t shift = begin; shift < end; shift++) {
        tops_clear(w, &s->of[shift]);
        for (int32_t i = w->shift_begin[shift]; i < w->shift_begin[shift + 1]; i++) {
            const ShiftSeat *seat = &w->shift_seat[i];
            if (s->how == TOPS_OPEN && w->left[seat->session] <= 0) continue;
            double value = value_for_shift(w, s->how, seat);
            tops_insert(&s->of[shift], seat->kind, (Top){value, seat->session});
        }
    }
}

void shift_tops_fill(ShiftTops *s, enum TopsHow how) {
    s->how = how;
    par_for(s->w->in->par, (size_t)s->w->shifts_n, 1, fill_shifts, s);
}

/* ---- classes and people --------------------------------------------------------------------------- */

typedef struct Scan {
    const Work *w;
    enum TopsHow how;
    const Class *class;
    int32_t person;
    const double *extra;
    Tops *tops;
    Spread *spread; /* NULL: none */
} Scan;

static bool is_among(const Tops *tops, int32_t kind, double value) {
    return tops->n[kind] < tops->per_kind || value > tops_of(tops, kind)[tops->per_kind - 1].value;
}

static double chance(const Spread *s, int32_t session) {
    uint64_t h = (s->seed ^ (uint64_t)session) * 0x9e3779b97f4a7c15u; /* even enough, and costs nothing */
    return s->noise * (double)(h >> 40) / (double)(1 << 24);
}

/* May somebody of the class have it at all? What they pay as first-timers is taken off the value. */
static bool class_may(const Scan *s, int32_t session, double *value) {
    const Work *w = s->w;
    const PlanSession *p = &w->in->sessions[session];
    bool novice = p->novices >= 0 && (s->class->novice >> p->format & 1);
    if (novice && !p->novices) return false;
    if (s->how == TOPS_OPEN) return w->left[session] > 0 && (!novice || w->novices_left[session] > 0);
    if (novice) *value -= w->novice_price[session];
    return true;
}

/* The session with what the shift knows nothing of: relevance, rules of groups, whether the person is free. */
static void consider(const Scan *s, int32_t session, int32_t kind, double value) {
    if (s->extra) value -= s->extra[session];
    double spread = s->spread ? value + chance(s->spread, session) : 0;
    if (!is_among(s->tops, kind, value) && (!s->spread || !is_among(&s->spread->menu, kind, spread))) {
        if (value > s->tops->rest[kind]) s->tops->rest[kind] = value; /* no matter whether they may have it */
        return;
    }
    double asked = value;
    if (!class_may(s, session, &value)) return;
    if (s->person != NONE && !work_free(s->w, s->person, session)) return;
    tops_insert(s->tops, kind, (Top){value, session});
    if (s->spread) tops_insert(&s->spread->menu, kind, (Top){spread + value - asked, session});
}

static int32_t relevance_of(const Scan *s, int32_t topic) {
    const PlanInput *in = s->w->in;
    return in->relevance[(size_t)s->class->team * in->topics_n + (size_t)topic] * in->weights.relevance / 1000;
}

static void scan_topics(const Scan *s) {
    const Work *w = s->w;
    const Class *c = s->class;
    for (int32_t t = w->team_topics[c->team]; t < w->team_topics[c->team + 1]; t++) {
        int32_t topic = w->team_topic[t], relevance = relevance_of(s, topic);
        const int32_t *from = w->topic_begin + (size_t)c->shift * (w->in->topics_n + 1) + (size_t)topic;
        for (int32_t i = from[0]; i < from[1]; i++) {
            const ShiftSeat *seat = &w->shift_seat[i];
            consider(s, seat->session, seat->kind, value_for_shift(w, s->how, seat) + relevance);
        }
    }
}

static bool concerns(const Work *w, int32_t team, int32_t session) {
    return worth_relevance(w->in, team, session) > 0;
}

static void scan_shift(const Scan *s, const Tops *shift) {
    const Work *w = s->w;
    for (int32_t k = 0; k < w->kinds_n; k++) {
        const Top *top = tops_of(shift, k);
        if (shift->rest[k] > s->tops->rest[k]) s->tops->rest[k] = shift->rest[k];
        for (int32_t i = 0; i < shift->n[k]; i++)
            if (!concerns(w, s->class->team, top[i].session)) consider(s, top[i].session, k, top[i].value);
    }
}

/* Every session of the shift: what the shift likes best is not for this one. */
static void scan_all(const Scan *s) {
    const Work *w = s->w;
    const Class *c = s->class;
    tops_clear(w, s->tops);
    for (int32_t i = w->shift_begin[c->shift]; i < w->shift_begin[c->shift + 1]; i++) {
        const ShiftSeat *seat = &w->shift_seat[i];
        int32_t topic = w->in->sessions[seat->session].topic;
        double value = value_for_shift(w, s->how, seat);
        consider(s, seat->session, seat->kind, topic < 0 ? value : value + relevance_of(s, topic));
    }
}

void tops_fill(const Work *w, const ShiftTops *shifts, int32_t class, int32_t person, const double *extra, Tops *tops) {
    tops_fill_spread(w, shifts, class, person, extra, tops, NULL);
}

static bool listed(const Tops *tops, int32_t kind, int32_t session) {
    for (int32_t i = 0; i < tops->n[kind]; i++)
        if (tops_of(tops, kind)[i].session == session) return true;
    return false;
}

/* The menu gets sessions at even distances, from anywhere on, of those that do not concern the team. */
static void sample(const Scan *s) {
    const Work *w = s->w;
    Tops *menu = &s->spread->menu;
    size_t from = (size_t)w->shift_begin[s->class->shift], n = (size_t)w->shift_begin[s->class->shift + 1] - from;
    size_t wanted = (size_t)w->kinds_n * SAMPLE_PER_KIND, apart = n > wanted ? n / wanted : 1;
    for (size_t i = 0, at = n ? s->spread->seed % n : 0; i < wanted && i < n; i++, at = (at + apart) % n) {
        const ShiftSeat *seat = &w->shift_seat[from + at];
        double value = value_for_shift(w, s->how, seat) - s->extra[seat->session] + chance(s->spread, seat->session);
        if (!is_among(menu, seat->kind, value) || concerns(w, s->class->team, seat->session)) continue;
        if (listed(menu, seat->kind, seat->session) || !class_may(s, seat->session, &value)) continue;
        if (s->person != NONE && !work_free(w, s->person, seat->session)) continue;
        tops_insert(menu, seat->kind, (Top){value, seat->session});
    }
}

void tops_fill_spread(const Work *w, const ShiftTops *shifts, int32_t class, int32_t person, const double *extra,
                      Tops *tops, Spread *spread) {
    const Class *c = &w->classes[class];
    Scan s = {w, shifts->how, c, person, extra, tops, spread};
    tops_clear(w, tops);
    if (spread) tops_clear(w, &spread->menu);
    scan_topics(&s);
    scan_shift(&s, &shifts->of[c->shift]);
    for (int32_t k = 0; k < w->kinds_n; k++)
        if (tops->n[k] < FEW && tops->n[k] < tops->per_kind && tops->rest[k] > -INFINITY) {
            if (spread) tops_clear(w, &spread->menu);
            scan_all(&s);
            return;
        }
    if (spread) sample(&s);
}
