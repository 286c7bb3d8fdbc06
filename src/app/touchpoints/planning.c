/* planning.c - the planner's input out of the store: indices for ids, bits for languages, clocks of every zone. */
#include <math.h>
#include <stdlib.h>

#include "base/zone.h"
#include "ownership.h"
#include "planning_parts.h"

size_t index_of(Index *x, Str key, int64_t number) {
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

int number_by_id(const void *x, const void *y) {
    const Number *a = x, *b = y;
    return (a->id > b->id) - (a->id < b->id);
}

int32_t find_id(const Number *numbers, size_t n, int64_t id) {
    Number key = {id, 0}, *at = bsearch(&key, numbers, n, sizeof key, number_by_id);
    return at ? at->index : -1;
}

static int credit_by_id(const void *x, const void *y) {
    const CreditPerson *a = x, *b = y;
    return (a->row.id > b->row.id) - (a->row.id < b->row.id);
}

int32_t person_index(const Loader *l, int64_t id) {
    const Credit *c = &l->p->credit;
    CreditPerson key = {.row.id = id}, *at = bsearch(&key, c->people, c->n, sizeof key, credit_by_id);
    return at ? (int32_t)(at - c->people) : -1;
}

/* ---- languages ------------------------------------------------------------------------------- */

/* "de-CH" is understood by who speaks "de": the first part, in lower case. */
static Str primary(Arena *a, Str code) {
    Str rest = code, first = str_cut(&rest, '-');
    char *low = arena_alloc(a, first.n + 1);
    for (size_t i = 0; i < first.n; i++)
        low[i] = (char)(first.p[i] >= 'A' && first.p[i] <= 'Z' ? first.p[i] + 32 : first.p[i]);
    return (Str){low, first.n};
}

int32_t language_bit(Loader *l, Str code) {
    size_t i = index_of(&l->languages, primary(l->call->arena, code), 0);
    return i < PLAN_LANGUAGES ? (int32_t)i : PLAN_LANGUAGES - 1;
}

/* ---- teams and topics ------------------------------------------------------------------------ */

static int by_number(const void *x, const void *y) {
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static void find_teams(Loader *l) {
    const Credit *f = &l->p->credit;
    l->team_id = ARENA_ARRAY(l->call->arena, int64_t, f->n + 2);
    size_t n = 1;
    for (size_t i = 0; i < f->n; i++) l->team_id[n++] = f->people[i].row.team_id;
    qsort(l->team_id, n, sizeof *l->team_id, by_number);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || l->team_id[kept - 1] != l->team_id[i]) l->team_id[kept++] = l->team_id[i];
    l->p->in.teams_n = kept;
}

int32_t team_index(const Loader *l, int64_t id) {
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

int32_t format_number(Loader *l, int64_t id) {
    size_t i = index_of(&l->formats, (Str){0}, id);
    return i < PLAN_FORMATS ? (int32_t)i : PLAN_FORMATS - 1;
}

/* Of guests: who hosts a session is always there. */
static void count_shows(Loader *l) {
    const Credit *c = &l->p->credit;
    l->of_format = ARENA_ARRAY(l->call->arena, Shows, PLAN_FORMATS);
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->people[i].contacts_n; k++) {
            const ContactTimeRow *t = &c->people[i].contacts[k];
            if (t->host || (!t->attended && !t->absent)) continue;
            Shows *of = &l->of_format[format_number(l, t->format_id)];
            l->all.booked++, of->booked++;
            if (t->absent) l->all.absent++, of->absent++;
        }
}

bool is_current(const Loader *l, const ContactTimeRow *t) {
    return t->booked && !t->host && t->planned && t->starts_at >= l->p->from && t->starts_at < l->p->to &&
           t->starts_at > l->call->now;
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
    GoalPolicy policy = goal_rule_of(&p->credit.rules, 0)->policy;
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
    if (!credit_read(call, 0, to, &out->credit, err)) return false;
    size_t there = 0; /* those who left before it begins owe nothing */
    for (size_t i = 0; i < out->credit.n; i++)
        if (out->credit.people[i].presence.left > day_of(from)) out->credit.people[there++] = out->credit.people[i];
    out->credit.n = there;
    set_windows(&l);
    find_teams(&l);
    count_shows(&l);
    if (!read_sessions(&l, err)) return false;
    l.people = ARENA_ARRAY(call->arena, PlanPerson, out->credit.n + 1);
    for (size_t i = 0; i < out->credit.n; i++) take_person(&l, &out->credit.people[i], &l.people[i]);
    out->in.people = l.people;
    out->in.people_n = out->credit.n;
    out->in.per_window = PLAN_PER_WINDOW;
    out->in.weights = PLAN_WEIGHTS;
    out->in.seed = seed;
    out->in.par = app_par(call->app);
    out->in.progress = call->progress;
    return fill_clocks(&l, err) && fill_relevance(&l, err);
}
