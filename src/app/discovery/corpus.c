/* corpus.c - one streaming pass over the texts, and the sample that discovery works on. */
#include "corpus.h"

#include <stdlib.h>

#include "base/par_sort.h"
#include "discovery.h"
#include "signals/copies.h"
#include "store/theme_store.h"
#include "stream.h"
#include "themes/sketch.h"

enum { SMALL_STRATUM = 25 };

typedef struct Reading {
    App *app;
    Corpus *corpus;
    size_t size;
    CopyGroups *copies;
    const Batch *batch;
    Sketch *sketches; /* of the batch */
    Arena **arenas;   /* of each thread, for those that were not kept */
    double total;
    const Progress *progress;
    bool stopped;
} Reading;

static uint64_t quarter(int64_t at) {
    if (at == TIME_NONE) return 0;
    int64_t year;
    int month, day;
    civil_from_days(day_of(at), &year, &month, &day);
    return (uint64_t)(year * 4 + (month - 1) / 3 + 1);
}

static int32_t short_day(int64_t at) {
    if (at == TIME_NONE) return INT32_MAX;
    int64_t day = day_of(at);
    return day < INT32_MIN ? INT32_MIN : day < INT32_MAX ? (int32_t)day : INT32_MAX;
}

static CorpusItem item_of(const SignalRow *row) {
    const Signal *s = &row->signal;
    uint64_t source = hash64(row->source);
    return (CorpusItem){
        .id = row->id,
        .key = hash_mix(source, hash64(s->external_id)),
        .customer = s->customer.n ? hash64(s->customer) | 1 : 0,
        .stratum = hash_mix(source, hash_mix(quarter(s->at), hash64(s->product))),
        .day = short_day(s->at),
    };
}

static void sketch_range(void *ctx, size_t begin, size_t end, int worker) {
    const Reading *r = ctx;
    for (size_t i = begin; i < end; i++) {
        const SignalRow *row = &r->batch->rows[i];
        if (!sketch_read(row->sketch, &r->sketches[i]))
            sketch_read(sketch_make(r->arenas[worker], row->signal.text), &r->sketches[i]);
    }
}

static void sketch_batch(Reading *r, const Batch *batch) {
    r->batch = batch;
    for (int t = 0; t < par_threads(app_par(r->app)); t++) arena_reset(r->arenas[t]);
    par_for(app_par(r->app), batch->n, 256, sketch_range, r);
}

static bool read_batch(void *ctx, const Batch *batch) {
    Reading *r = ctx;
    Corpus *c = r->corpus;
    if (c->n + batch->n > r->size) {
        r->size = 2 * r->size + STREAM_TEXTS;
        c->items = mem_grow(c->items, r->size, sizeof *c->items);
    }
    sketch_batch(r, batch);
    for (size_t i = 0; i < batch->n; i++) {
        c->items[c->n] = item_of(&batch->rows[i]);
        c->items[c->n++].severe = r->sketches[i].severe;
        copies_add(r->copies, r->sketches[i].signature);
    }
    r->stopped = !progress_tick(r->progress, "reading signals", (double)c->n, r->total);
    return !r->stopped;
}

static bool groups_store(App *app, Corpus *c, Err *err) {
    CopyRow *rows = mem_alloc((c->n + 1) * sizeof *rows);
    uint32_t *sizes = mem_alloc((c->n + 1) * sizeof *sizes);
    size_t n = 0;
    for (size_t i = 0; i < c->n; i++) sizes[i] = 0;
    for (size_t i = 0; i < c->n; i++) sizes[c->items[i].first]++;
    for (size_t i = 0; i < c->n; i++) {
        c->groups += c->items[i].first == i;
        if (sizes[c->items[i].first] > 1) rows[n++] = (CopyRow){c->items[i].id, c->items[c->items[i].first].id};
    }
    bool ok = db_begin(app->db, err) && db_end(app->db, copies_put(app->db, rows, n, err), err);
    free(rows);
    free(sizes);
    return ok;
}

typedef struct Arrival {
    uint64_t key;
    int32_t day;
    uint32_t index;
} Arrival;

static int by_arrival(const void *x, const void *y) {
    const Arrival *a = x, *b = y;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    return a->key != b->key ? (a->key < b->key ? -1 : 1) : (a->index > b->index) - (a->index < b->index);
}

/* The items by day and key: what is the first of its copies must not hang on which file was imported first. */
static uint32_t *arrival_order(const Corpus *c, Par *par) {
    Arrival *all = mem_alloc((c->n + 1) * sizeof *all);
    uint32_t *order = mem_alloc((c->n + 1) * sizeof *order);
    for (size_t i = 0; i < c->n; i++) all[i] = (Arrival){c->items[i].key, c->items[i].day, (uint32_t)i};
    par_sort(par, all, c->n, sizeof *all, by_arrival);
    for (size_t i = 0; i < c->n; i++) order[i] = all[i].index;
    free(all);
    return order;
}

static bool groups_find(Reading *r, Err *err) {
    Corpus *c = r->corpus;
    Par *par = app_par(r->app);
    uint32_t *order = arrival_order(c, par), *group = mem_alloc((c->n + 1) * sizeof *group);
    copies_finish(r->copies, order, group, par, r->progress);
    for (size_t i = 0; i < c->n; i++) c->items[i].first = group[i];
    free(order);
    free(group);
    return groups_store(r->app, c, err);
}

bool corpus_read(App *app, Db *scan, const Progress *progress, Corpus *out, Err *err) {
    SignalTotals totals;
    if (!signals_totals(scan, &totals, err)) return false;
    *out = (Corpus){0};
    if (!themes_changes(scan, &out->changes, err) || !imports_updated(scan, &out->updated, err)) return false;
    Reading r = {.app = app,
                 .corpus = out,
                 .copies = copies_new(),
                 .sketches = mem_alloc(STREAM_TEXTS * sizeof(Sketch)),
                 .arenas = par_arenas_new(app_par(app)),
                 .total = (double)totals.with_text,
                 .progress = progress};
    bool ok = stream_signals(app, scan, true, read_batch, &r, err);
    if (ok && r.stopped) ok = err_set(err, ERR_CANCELLED, NULL, "stopped; the themes before stay as they were");
    ok = ok && groups_find(&r, err);
    par_arenas_free(r.arenas, app_par(app));
    free(r.sketches);
    copies_free(r.copies);
    if (!ok) corpus_free(out);
    return ok;
}

void corpus_free(Corpus *c) {
    free(c->items);
    *c = (Corpus){0};
}

uint64_t corpus_voice(const Corpus *c, size_t index) {
    const CorpusItem *item = &c->items[index];
    return item->customer ? item->customer : c->items[item->first].key & ~(uint64_t)1;
}

/* ---- the sample ------------------------------------------------------------------------------ */

typedef struct Draw {
    uint64_t stratum, lot, key;
    uint32_t index;
} Draw;

static int draw_by_stratum(const void *x, const void *y) {
    const Draw *a = x, *b = y;
    if (a->stratum != b->stratum) return a->stratum < b->stratum ? -1 : 1;
    if (a->lot != b->lot) return a->lot < b->lot ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

static int draw_by_key(const void *x, const void *y) {
    const Draw *a = x, *b = y;
    return a->key != b->key ? (a->key < b->key ? -1 : 1) : (a->index > b->index) - (a->index < b->index);
}

/* Keeps `cap` of n draws that lie sorted by stratum. */
static size_t draw_strata(Draw *draws, size_t n, size_t cap) {
    size_t small = 0, kept = 0;
    for (size_t b = 0, e; b < n; b = e) {
        for (e = b; e < n && draws[e].stratum == draws[b].stratum;) e++;
        if (e - b <= SMALL_STRATUM) small += e - b;
    }
    if (small > cap / 2) small = 0; /* too many of them: then all share by size */
    double rate = (double)(cap - small) / (double)(n - small), owed = 0;
    for (size_t b = 0, e; b < n; b = e) {
        for (e = b; e < n && draws[e].stratum == draws[b].stratum;) e++;
        size_t take = e - b;
        if (take > SMALL_STRATUM || small == 0) {
            owed += rate * (double)(e - b); /* carried on, so that the fractions are not lost */
            take = owed < (double)(e - b) ? (size_t)owed : e - b;
            owed -= (double)take;
        }
        for (size_t i = 0; i < take && kept < cap; i++) draws[kept++] = draws[b + i];
    }
    return kept;
}

uint32_t *corpus_sample(const Corpus *c, Arena *a, size_t cap, uint64_t seed, Par *par, size_t *n) {
    Draw *draws = mem_alloc((c->n + 1) * sizeof *draws);
    size_t count = 0;
    for (size_t i = 0; i < c->n; i++) {
        const CorpusItem *item = &c->items[i];
        if (item->first == i) draws[count++] = (Draw){item->stratum, hash_mix(seed, item->key), item->key, (uint32_t)i};
    }
    if (count > cap) {
        par_sort(par, draws, count, sizeof *draws, draw_by_stratum);
        count = draw_strata(draws, count, cap);
    }
    par_sort(par, draws, count, sizeof *draws, draw_by_key);
    uint32_t *sample = ARENA_ARRAY(a, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) sample[i] = draws[i].index;
    free(draws);
    *n = count;
    return sample;
}
