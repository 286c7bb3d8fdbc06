/* plan_tops.c - the best sessions of each kind, at given prices.
 *
 * Looking through every session for every person would be most of the work. So each shift keeps its best of each kind
 * as they are for a team that no topic concerns; a team adds the sessions of the topics that do concern it. What is
 * left out is worth no more than `rest`. */
#include <math.h>

#include "base/hash.h"
#include "plan_private.h"

enum { SHIFT_PER_KIND = 16 };
static const double SHUFFLE = 40; /* points by which TOPS_SPREAD disturbs the order */

Tops tops_new(Arena *a, const Work *w, int32_t per_kind) {
    size_t kinds = (size_t)w->kinds_n + 1;
    return (Tops){per_kind, ARENA_ARRAY(a, Top, kinds * (size_t)per_kind), ARENA_ARRAY(a, int32_t, kinds),
                  ARENA_ARRAY(a, double, kinds)};
}

static void insert(Tops *tops, int32_t kind, Top new) {
    Top *list = tops->top + (size_t)kind * (size_t)tops->per_kind;
    int32_t n = tops->n[kind];
    if (n == tops->per_kind) {
        double lost = fmin(new.value, list[n - 1].value);
        if (lost > tops->rest[kind]) tops->rest[kind] = lost;
        if (new.value <= list[n - 1].value) return;
        n--;
    }
    int32_t i = n;
    for (; i > 0 && list[i - 1].value < new.value; i--) list[i] = list[i - 1];
    list[i] = new;
    tops->n[kind] = n + 1;
}

static void clear(const Work *w, Tops *tops) {
    for (int32_t k = 0; k < w->kinds_n; k++) tops->n[k] = 0, tops->rest[k] = -INFINITY;
}

/* What the session is worth to the shift, without relevance and rules of groups. */
static double value_for_shift(const Work *w, enum TopsHow how, int32_t shift, int32_t session) {
    const PlanInput *in = w->in;
    const PlanSession *s = &in->sessions[session];
    double value = -in->weights.seat - (double)in->weights.minute * s->minutes;
    if (s->language >= 0 && s->language == w->shift_language[shift]) value += in->weights.language;
    if (how != TOPS_OPEN) value -= w->price[session];
    if (how != TOPS_SPREAD) return value;
    uint64_t h = hash_mix(in->seed, hash_mix((uint64_t)shift, (uint64_t)session));
    return value + SHUFFLE * (double)(h >> 40) / (double)(1 << 24);
}

/* The same for a class; false: its members cannot have it at all. */
static bool value_for_class(const Work *w, enum TopsHow how, const Class *c, int32_t session, double *value) {
    const PlanSession *s = &w->in->sessions[session];
    bool novice = s->novices >= 0 && (c->novice >> s->format & 1);
    if (novice && !s->novices) return false;
    if (how == TOPS_OPEN && (w->left[session] <= 0 || (novice && w->novices_left[session] <= 0))) return false;
    *value += worth_relevance(w->in, c->team, session);
    if (how == TOPS_PRICED) *value -= team_price(w, session, c->team) + (novice ? w->novice_price[session] : 0);
    return true;
}

static void consider(const Work *w, enum TopsHow how, int32_t class, int32_t person, int32_t session, Tops *tops) {
    const Class *c = &w->classes[class];
    double value = value_for_shift(w, how, c->shift, session);
    if ((person == NONE || work_free(w, person, session)) && value_for_class(w, how, c, session, &value))
        insert(tops, w->kind[session], (Top){value, session});
}

void tops_scan(const Work *w, enum TopsHow how, int32_t class, int32_t person, Tops *tops) {
    const Class *c = &w->classes[class];
    clear(w, tops);
    for (int32_t i = w->shift_begin[c->shift]; i < w->shift_begin[c->shift + 1]; i++)
        consider(w, how, class, person, w->shift_session[i], tops);
}

/* ---- shifts --------------------------------------------------------------------------------------- */

ShiftTops *shift_tops_new(Arena *a, const Work *w) {
    ShiftTops *s = ARENA_NEW(a, ShiftTops);
    s->of = ARENA_ARRAY(a, Tops, (size_t)w->shifts_n + 1);
    for (int32_t i = 0; i < w->shifts_n; i++) s->of[i] = tops_new(a, w, SHIFT_PER_KIND);
    s->w = w;
    return s;
}

static void fill_shifts(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    ShiftTops *s = ctx;
    const Work *w = s->w;
    for (size_t shift = begin; shift < end; shift++) {
        clear(w, &s->of[shift]);
        for (int32_t i = w->shift_begin[shift]; i < w->shift_begin[shift + 1]; i++) {
            int32_t session = w->shift_session[i];
            if (s->how == TOPS_OPEN && w->left[session] <= 0) continue;
            insert(&s->of[shift], w->kind[session],
                   (Top){value_for_shift(w, s->how, (int32_t)shift, session), session});
        }
    }
}

void shift_tops_fill(ShiftTops *s, enum TopsHow how) {
    s->how = how;
    par_for(s->w->in->par, (size_t)s->w->shifts_n, 1, fill_shifts, s);
}

static bool concerns(const Work *w, int32_t team, int32_t session) {
    return worth_relevance(w->in, team, session) > 0;
}

void tops_fill(const Work *w, const ShiftTops *shifts, int32_t class, int32_t person, Tops *tops) {
    const Class *c = &w->classes[class];
    const Tops *shift = &shifts->of[c->shift];
    clear(w, tops);
    for (int32_t k = 0; k < w->kinds_n; k++) {
        const Top *top = shift->top + (size_t)k * (size_t)shift->per_kind;
        tops->rest[k] = shift->rest[k];
        for (int32_t i = 0; i < shift->n[k]; i++)
            if (!concerns(w, c->team, top[i].session)) consider(w, shifts->how, class, person, top[i].session, tops);
    }
    for (int32_t t = w->team_topics[c->team]; t < w->team_topics[c->team + 1]; t++) {
        size_t at = (size_t)c->shift * (w->in->topics_n + 1) + (size_t)w->team_topic[t];
        for (int32_t i = w->topic_begin[at]; i < w->topic_begin[at + 1]; i++)
            consider(w, shifts->how, class, person, w->shift_by_topic[i], tops);
    }
    for (int32_t k = 0; k < w->kinds_n; k++)
        if (tops->n[k] < FEW && tops->n[k] < tops->per_kind && tops->rest[k] > -INFINITY) {
            tops_scan(w, shifts->how, class, person, tops); /* what the shift likes best is not for this one */
            return;
        }
}
