/* findings.c - from groups of texts to findings with figures and quotes. */
#include "findings.h"

#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "json_build.h"
#include "stats/change.h"
#include "store/signal_store.h"
#include "themes/extend.h"
#include "themes/groups.h"
#include "themes/quote.h"

enum {
    VOICES_MIN = 3,
    GROUPS_MAX = 100,
    EXAMPLES = 50,
    QUOTES_SHOWN = 3,
    QUOTED_FROM = 6,
    OLDER_CODED = 20000,
    BATCH = 2048
};

/* One false alarm in twenty searches. */
static const double ALARM = 0.05;

typedef struct Found {
    const TextGroup *group;
    size_t fresh, unthemed; /* voices; members */
    double older;           /* voices before, estimated */
    double chance;          /* of so many fresh ones, were nothing new */
    int64_t began;          /* first fresh member */
    int32_t slot;           /* theme of most members, or UNTHEMED */
    bool emerging;
    Quote quotes[QUOTES_SHOWN];
    size_t quotes_n;
} Found;

typedef struct Search {
    App *app;
    Db *scan;
    Arena *a;
    const Corpus *corpus;
    const ThemeMap *map;
    Pool *pool;
    const PoolItem **items;
    size_t items_n;
    Found *found;
    size_t n;
    size_t groups;            /* that were looked at: each is a chance of a false alarm */
    const Codebook *codebook; /* with a theme for each finding behind those of the map */
} Search;

static const PoolItem *member(const Search *s, const TextGroup *g, size_t i) {
    return s->items[g->docs[i]];
}

static int by_number(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

static size_t voices(Arena *a, const Search *s, const TextGroup *g, Age age) {
    uint64_t *list = ARENA_ARRAY(a, uint64_t, g->n + 1);
    size_t n = 0, distinct = 0;
    for (size_t i = 0; i < g->n; i++)
        if (member(s, g, i)->age == age) list[n++] = member(s, g, i)->voice;
    qsort(list, n, sizeof *list, by_number);
    for (size_t i = 0; i < n; i++) distinct += i == 0 || list[i] != list[i - 1];
    return distinct;
}

static int32_t commonest_slot(Arena *a, const Search *s, const TextGroup *g) {
    size_t *count = ARENA_ARRAY(a, size_t, s->map->n + 1), best = 0;
    for (size_t i = 0; i < g->n; i++) count[member(s, g, i)->slot + 1]++; /* UNTHEMED is -1 */
    for (size_t i = 0; i <= s->map->n; i++)
        if (count[i] > count[best]) best = i;
    return (int32_t)best - 1;
}

static double chance_of(const Search *s, const Found *f) {
    double fresh = (double)pool_seen(s->pool, AGE_FRESH), older = (double)pool_seen(s->pool, AGE_OLDER);
    return older > 0 ? binomial_at_least((double)f->fresh, (double)f->fresh + f->older, fresh / (fresh + older)) : 1;
}

static bool is_sure(const Search *s, const Found *f) {
    return f->fresh >= VOICES_MIN && f->chance * (double)s->groups < ALARM;
}

static void look_at(Search *s, const TextGroup *g) {
    Found f = {.group = g,
               .fresh = voices(s->a, s, g, AGE_FRESH),
               .older = (double)voices(s->a, s, g, AGE_OLDER),
               .began = TIME_NONE,
               .slot = commonest_slot(s->a, s, g)};
    for (size_t i = 0; i < g->n; i++) {
        const PoolItem *m = member(s, g, i);
        f.unthemed += m->slot == UNTHEMED;
        if (m->age == AGE_FRESH && (f.began == TIME_NONE || m->at < f.began)) f.began = m->at;
    }
    if (2 * f.unthemed <= g->n || s->n == FINDINGS_MAX) return; /* part of a theme: its trend and facets tell of it */
    f.chance = chance_of(s, &f);
    f.emerging = is_sure(s, &f);
    s->found[s->n++] = f;
}

static bool search(Search *s) {
    GroupDoc *docs = ARENA_ARRAY(s->a, GroupDoc, s->items_n + 1);
    TextGroup *groups;
    for (size_t i = 0; i < s->items_n; i++)
        docs[i] = (GroupDoc){{s->items[i]->text, s->items[i]->n}, s->items[i]->key, s->items[i]->voice};
    s->groups = groups_find(s->a, docs, s->items_n, VOICES_MIN, app_par(s->app), &groups);
    s->found = ARENA_ARRAY(s->a, Found, s->groups + 1);
    for (size_t i = 0; i < s->groups; i++) look_at(s, &groups[i]);
    return s->n > 0;
}

static size_t texts_of(Arena *a, const Search *s, const TextGroup *g, Str **out) {
    size_t n = g->n < EXAMPLES ? g->n : EXAMPLES;
    *out = ARENA_ARRAY(a, Str, n + 1);
    for (size_t i = 0; i < n; i++) (*out)[i] = (Str){member(s, g, i)->text, member(s, g, i)->n};
    return n;
}

static bool extend(Search *s, Err *err) {
    ThemeGroup *groups = ARENA_ARRAY(s->a, ThemeGroup, s->n + 1);
    for (size_t i = 0; i < s->n; i++) {
        Str *texts;
        groups[i] = (ThemeGroup){.n = texts_of(s->a, s, s->found[i].group, &texts)};
        groups[i].texts = texts;
    }
    s->codebook = codebook_extend(s->a, s->map->codebook, groups, s->n, app_par(s->app), err);
    return s->codebook != NULL;
}

/* ---- was it there before? -------------------------------------------------------------------- */

typedef struct Recount {
    Search *s;
    Coder **coders; /* one for each thread */
    Arena *arena;   /* of the batch */
    Str *texts;
    Coding *codings;
    size_t n;
    uint64_t below; /* keys that are in the sample */
    size_t *older;  /* per finding: signals coded to it */
} Recount;

static void recount_batch(Recount *r) {
    coders_code(r->coders, r->texts, NULL, r->n, app_par(r->s->app), r->codings);
    int32_t first = (int32_t)codebook_themes(r->s->map->codebook);
    for (size_t i = 0; i < r->n; i++)
        if (r->codings[i].theme >= first) r->older[r->codings[i].theme - first]++;
    r->n = 0;
    arena_reset(r->arena);
}

static void take_text(void *ctx, size_t i, const SignalWords *words) {
    (void)i;
    Recount *r = ctx;
    r->texts[r->n++] = arena_str(r->arena, words->text);
}

/* Older signals below the key, without copies, in the order of their ids. */
static bool recount_older(Recount *r, Err *err) {
    const Search *s = r->s;
    int64_t ids[BATCH], fresh_from = day_of(pool_fresh_from(s->pool));
    size_t n = 0;
    bool ok = true;
    for (size_t i = 0; ok && i <= s->corpus->n; i++) {
        const CorpusItem *item = &s->corpus->items[i];
        if (n == BATCH || (n && i == s->corpus->n)) {
            ok = signals_words(s->scan, ids, n, take_text, r, err);
            recount_batch(r);
            n = 0;
        }
        if (i == s->corpus->n) break;
        bool fresh = item->day != INT32_MAX && item->day >= fresh_from;
        if (!fresh && item->first == i && item->key <= r->below) ids[n++] = item->id;
    }
    return ok;
}

/* Counts older signals that are more like a finding than like any theme, and judges again. */
static bool recount(Search *s, Err *err) {
    size_t older = pool_seen(s->pool, AGE_OLDER);
    double part = older > OLDER_CODED ? (double)OLDER_CODED / (double)older : 1;
    Recount r = {.s = s,
                 .coders = coders_new(s->codebook, app_par(s->app)),
                 .arena = arena_new(),
                 .texts = ARENA_ARRAY(s->a, Str, BATCH),
                 .codings = ARENA_ARRAY(s->a, Coding, BATCH),
                 .below = part < 1 ? (uint64_t)(part * 0x1p64) : UINT64_MAX,
                 .older = ARENA_ARRAY(s->a, size_t, s->n + 1)};
    bool ok = recount_older(&r, err);
    coders_free(r.coders, app_par(s->app));
    arena_free(r.arena);
    for (size_t i = 0; ok && i < s->n; i++) {
        Found *f = &s->found[i];
        f->older = fmax(f->older, (double)r.older[i] / part);
        f->chance = chance_of(s, f);
        f->emerging = f->emerging && is_sure(s, f);
    }
    return ok;
}

/* ---- what is kept ---------------------------------------------------------------------------- */

typedef struct Quoting {
    Search *s;
    Arena **arenas; /* one per worker */
} Quoting;

static void quote_range(void *ctx, size_t begin, size_t end, int worker) {
    const Quoting *q = ctx;
    int32_t first = (int32_t)codebook_themes(q->s->map->codebook);
    for (size_t i = begin; i < end; i++) {
        Found *f = &q->s->found[i];
        Str *texts;
        arena_reset(q->arenas[worker]);
        size_t n = texts_of(q->arenas[worker], q->s, f->group, &texts);
        if (n > QUOTED_FROM) n = QUOTED_FROM; /* those in the middle: its edges speak of other things as well */
        f->quotes_n =
            quotes_pick(q->arenas[worker], q->s->codebook, first + (int32_t)i, texts, n, QUOTES_SHOWN, f->quotes);
    }
}

static void quote_all(Search *s) {
    Par *par = app_par(s->app);
    Quoting q = {s, par_arenas_new(par)};
    par_for(par, s->n, 1, quote_range, &q);
    par_arenas_free(q.arenas, par);
}

static json_t *quotes_json(const Search *s, const Found *f) {
    json_t *list = json_array();
    for (size_t k = 0; k < f->quotes_n; k++) {
        const Quote *q = &f->quotes[k];
        json_array_append_new(
            list, json_pack("{s:I, s:I, s:I, s:o}", "signal", (json_int_t)member(s, f->group, q->doc)->id, "begin",
                            (json_int_t)q->begin, "end", (json_int_t)q->end, "sha256", json_sha(&q->sha256)));
    }
    return list;
}

static json_t *body_json(const Search *s, const Found *f) {
    const TextGroup *g = f->group;
    json_t *o = json_object(), *terms = json_array(), *signals = json_array();
    for (size_t k = 0; k < g->terms_n; k++) json_array_append_new(terms, json_str(g->terms[k].text));
    for (size_t k = 0; k < g->n && k < EXAMPLES; k++) json_array_append_new(signals, json_integer(member(s, g, k)->id));
    put(o, "name", json_str(g->name));
    put(o, "terms", terms);
    put(o, "voices", json_integer((json_int_t)g->voices));
    put(o, "signals", json_integer((json_int_t)g->n));
    put(o, "fresh", json_integer((json_int_t)f->fresh));
    put(o, "older", json_num(f->older, 0));
    put(o, "chance", json_real(f->chance));
    put(o, "began", json_time(s->a, f->emerging ? f->began : TIME_NONE));
    put(o, "theme", json_integer(theme_map_id(s->map, f->slot)));
    put(o, "examples", signals);
    put(o, "quotes", quotes_json(s, f));
    return o;
}

typedef struct Ordered {
    size_t place;
    const Found *found;
} Ordered;

static int by_weight(const void *x, const void *y) {
    const Ordered *p = x, *q = y;
    const Found *a = p->found, *b = q->found;
    if (a->emerging != b->emerging) return a->emerging ? -1 : 1;
    if (a->emerging && a->chance != b->chance) return a->chance < b->chance ? -1 : 1;
    if (a->group->voices != b->group->voices) return a->group->voices > b->group->voices ? -1 : 1;
    return (p->place > q->place) - (p->place < q->place);
}

static void write_rows(const Search *s, FindingRow *rows, size_t *n) {
    Ordered *order = ARENA_ARRAY(s->a, Ordered, s->n + 1);
    for (size_t i = 0; i < s->n; i++) order[i] = (Ordered){i, &s->found[i]};
    qsort(order, s->n, sizeof *order, by_weight);
    *n = 0;
    for (size_t i = 0; i < s->n; i++) {
        const Found *f = order[i].found;
        json_t *body = body_json(s, f);
        char *text = json_dumps(body, JSON_COMPACT | JSON_REAL_PRECISION(6));
        rows[(*n)++] = (FindingRow){f->emerging ? STR("emerging") : STR("unthemed"), arena_str(s->a, str_from_c(text))};
        free(text);
        json_decref(body);
    }
}

bool findings_make(App *app, Db *scan, Arena *a, const Corpus *corpus, const ThemeMap *map, Pool *pool,
                   FindingRow **out, size_t *n, Err *err) {
    Search s = {.app = app, .scan = scan, .a = a, .corpus = corpus, .map = map, .pool = pool};
    *n = 0;
    s.items_n = pool_items(pool, a, &s.items);
    if (!search(&s)) return true;
    Err none = {0};
    if (!extend(&s, &none)) return none.code == ERR_LIMIT || (*err = none, false); /* no room for more themes */
    if (!recount(&s, err)) return false;
    quote_all(&s);
    *out = ARENA_ARRAY(a, FindingRow, s.n + 1);
    write_rows(&s, *out, n);
    return true;
}
