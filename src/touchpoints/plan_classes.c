/* plan_classes.c - classes of people who see the same sessions alike, and what they see. */
#include <stdlib.h>
#include <string.h>

#include "plan_private.h"

bool work_hours(const PlanInput *in, const PlanPerson *p, size_t session) {
    const PlanSession *s = &in->sessions[session];
    if (s->language >= 0 && !(p->languages >> s->language & 1)) return false;
    int32_t at = in->local[(size_t)p->zone * in->sessions_n + session];
    int32_t day = at / (24 * 60), minute = at % (24 * 60);
    return (p->workdays >> day & 1) && minute >= p->day_begin && minute + s->minutes <= p->day_end;
}

bool work_suits(const Work *w, int32_t person, int32_t session) {
    const Class *c = &w->classes[w->class_of[person]];
    int32_t low = w->shift_begin[c->shift], high = w->shift_begin[c->shift + 1];
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (w->shift_session[middle] < session) low = middle + 1;
        else high = middle;
    }
    return low < w->shift_begin[c->shift + 1] && w->shift_session[low] == session;
}

/* ---- shifts and classes ---------------------------------------------------------------------- */

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
        if (w->window[s] != NONE && in->sessions[s].seats > 0 && work_hours(in, p, s))
            w->shift_session[n++] = (int32_t)s;
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

/* The sessions of each shift by topic, those without one last. */
static void index_shift(Work *w, int32_t shift, int32_t *next) {
    const PlanInput *in = w->in;
    size_t topics = in->topics_n;
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
        int32_t session = w->shift_session[i];
        const PlanSession *s = &in->sessions[session];
        int32_t base = -in->weights.seat - in->weights.minute * s->minutes;
        if (s->language >= 0 && s->language == w->shift_language[shift]) base += in->weights.language;
        w->shift_seat[next[s->topic < 0 ? (int32_t)topics : s->topic]++] = (ShiftSeat){session, w->kind[session], base};
    }
}

static void index_sessions(Work *w) {
    size_t topics = w->in->topics_n;
    w->shift_seat = ARENA_ARRAY(w->a, ShiftSeat, (size_t)w->shift_begin[w->shifts_n] + 1);
    w->topic_begin = ARENA_ARRAY(w->a, int32_t, (size_t)w->shifts_n * (topics + 1) + 1);
    int32_t *next = ARENA_ARRAY(w->a, int32_t, topics + 1);
    for (int32_t shift = 0; shift < w->shifts_n; shift++) index_shift(w, shift, next);
}

/* A topic that is worth no point does not concern a team. */
static void index_team_topics(Work *w) {
    const PlanInput *in = w->in;
    size_t topics = in->topics_n, found = 0;
    w->team_topics = ARENA_ARRAY(w->a, int32_t, in->teams_n + 1);
    for (size_t i = 0; i < in->teams_n * topics; i++) found += in->relevance[i] * in->weights.relevance / 1000 > 0;
    w->team_topic = ARENA_ARRAY(w->a, int32_t, found + 1);
    found = 0;
    for (size_t team = 0; team < in->teams_n; team++) {
        for (size_t t = 0; t < topics; t++)
            if (in->relevance[team * topics + t] * in->weights.relevance / 1000 > 0)
                w->team_topic[found++] = (int32_t)t;
        w->team_topics[team + 1] = (int32_t)found;
    }
}

static void index_teams(Work *w) {
    const PlanInput *in = w->in;
    w->team_begin = ARENA_ARRAY(w->a, int32_t, in->teams_n + 2);
    w->team_member = ARENA_ARRAY(w->a, int32_t, in->people_n + 1);
    int32_t *begin = w->team_begin;
    for (size_t i = 0; i < in->people_n; i++) begin[in->people[i].team + 2]++;
    for (size_t t = 2; t < in->teams_n + 2; t++) begin[t] += begin[t - 1];
    for (size_t i = 0; i < in->people_n; i++) w->team_member[begin[in->people[i].team + 1]++] = (int32_t)i;
}

void work_classes(Work *w) {
    find_classes(w);
    index_sessions(w);
    index_team_topics(w);
    index_teams(w);
}
