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

/* ---- shifts ---------------------------------------------------------------------------------- */

/* Classes of one shift that are first-timers in the same formats pay alike: they share a list. */
static int32_t find_view(ShiftTops *s, const Class *c) {
    int32_t i = s->n;
    while (i-- > 0 && s->view[i].shift == c->shift) /* classes come by shift */
        if (s->view[i].novice == c->novice) return i;
    s->view[s->n] = (View){c->shift, c->novice};
    return s->n++;
}

ShiftTops *shift_tops_new(Arena *a, const Work *w) {
    ShiftTops *s = ARENA_NEW(a, ShiftTops);
    s->w = w;
    s->view = ARENA_ARRAY(a, View, (size_t)w->classes_n + 1);
    s->view_of = ARENA_ARRAY(a, int32_t, (size_t)w->classes_n + 1);
    for (int32_t c = 0; c < w->classes_n; c++) s->view_of[c] = find_view(s, &w->classes[c]);
    s->of = ARENA_ARRAY(a, Tops, (size_t)s->n + 1);
    for (int32_t i = 0; i < s->n; i++) s->of[i] = tops_new(a, w, SHIFT_PER_KIND);
    return s;
}

/* What the session is worth to people of a shift, first-timers in some formats, without relevance; false: they cannot
 * have it. */
static bool value_for_shift(const Work *w, enum TopsHow how, uint32_t novice, const ShiftSeat *seat, double *value) {
    const PlanSession *s = &w->in->sessions[seat->session];
    bool first = s->novices >= 0 && (novice >> s->format & 1);
    if (first && !s->novices) return false;
    *value = seat->base;
    if (how == TOPS_OPEN) return w->left[seat->session] > 0 && (!first || w->novices_left[seat->session] > 0);
    *value -= first ? w->price[seat->session] + w->novice_price[seat->session] : w->price[seat->session];
    return true;
}

static void fill_shifts(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    ShiftTops *s = ctx;
    const Work *w = s->w;
    for (size_t v = begin; v < end; v++) {
        int32_t shift = s->view[v].shift;
        double value;
        tops_clear(w, &s->of[v]);
        for (int32_t i = w->shift_begin[shift]; i < w->shift_begin[shift + 1]; i++)
            if (value_for_shift(w, s->how, s->view[v].novice, &w->shift_seat[i], &value))
                tops_insert(&s->of[v], w->shift_seat[i].kind, (Top){value, w->shift_seat[i].session});
    }
}

void shift_tops_fill(ShiftTops *s, enum TopsHow how) {
    s->how = how;
    par_for(s->w->in->par, (size_t)s->n, 1, fill_shifts, s);
}

/* ---- classes and people ---------------------------------------------------------------------- */

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

/* The session with what the shift knows nothing of: relevance (in the value), the team's price, whether the person is
 * free. */
static void consider(const Scan *s, int32_t session, int32_t kind, double value) {
    if (s->extra) value -= s->extra[session];
    double spread = s->spread ? value + chance(s->spread, session) : 0;
    if (!is_among(s->tops, kind, value) && (!s->spread || !is_among(&s->spread->menu, kind, spread))) {
        if (value > s->tops->rest[kind]) s->tops->rest[kind] = value; /* no matter whether they are free */
        return;
    }
    if (s->person != NONE && !work_free(s->w, s->person, session)) return;
    tops_insert(s->tops, kind, (Top){value, session});
    if (s->spread) tops_insert(&s->spread->menu, kind, (Top){spread, session});
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
            double value;
            if (value_for_shift(w, s->how, c->novice, seat, &value))
                consider(s, seat->session, seat->kind, value + relevance);
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
        double value;
        if (value_for_shift(w, s->how, c->novice, seat, &value))
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
        double value;
        if (!value_for_shift(w, s->how, s->class->novice, seat, &value)) continue;
        value += chance(s->spread, seat->session) - s->extra[seat->session];
        if (!is_among(menu, seat->kind, value) || concerns(w, s->class->team, seat->session)) continue;
        if (listed(menu, seat->kind, seat->session)) continue;
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
    scan_shift(&s, &shifts->of[shifts->view_of[class]]);
    for (int32_t k = 0; k < w->kinds_n; k++)
        if (tops->n[k] < FEW && tops->n[k] < tops->per_kind && tops->rest[k] > -INFINITY) {
            if (spread) tops_clear(w, &spread->menu);
            scan_all(&s);
            return;
        }
    if (spread) sample(&s);
}
