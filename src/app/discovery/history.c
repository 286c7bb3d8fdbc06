/* history.c - the coding pass over everything. */
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "store/signal_store.h"
#include "themes/rank.h"

enum { BATCH_TEXTS = 8192, BATCH_BYTES = 16 << 20 };

typedef struct Pending { /* a signal of the batch */
    int64_t id, at, source;
    Str text, channel, product, segment;
    size_t index; /* in the corpus */
} Pending;

typedef struct CodingRun {
    App *app;
    const Corpus *corpus;
    const ThemeMap *map;
    int64_t codebook_id;
    Census *census;
    Candidates *candidates;
    Pool *pool;
    SourceRow *sources;
    size_t sources_n;
    int64_t **facets; /* signals of each facet of each slot */
    Arena *arena;     /* of the batch */
    Pending *batch;
    Str *texts;
    Embeddings *embeddings; /* NULL: the codebook knows words alone */
    const int8_t **vectors; /* all NULL then */
    Coding *codings;
    Placing *placings;
    AssignmentRow *rows;
    bool *severe;
    Coder **coders; /* one for each thread */
    Placer **placers;
    size_t n, at;
    const Progress *progress;
    bool failed;
    Err *err;
} CodingRun;

static void place_range(void *ctx, size_t begin, size_t end, int worker) {
    CodingRun *r = ctx;
    for (size_t i = begin; i < end; i++) {
        r->placings[i] = placer_place(r->placers[worker], r->batch[i].id, r->texts[i], r->vectors[i], &r->codings[i]);
        r->severe[i] = text_is_severe(r->texts[i]);
    }
}

static bool is_internal(const CodingRun *r, int64_t source) {
    for (size_t i = 0; i < r->sources_n; i++)
        if (r->sources[i].id == source) return r->sources[i].told_by == TOLD_BY_INTERNAL;
    return false;
}

static void count_one(CodingRun *r, size_t i) {
    const Pending *p = &r->batch[i];
    const Placing *c = &r->placings[i];
    const CorpusItem *item = &r->corpus->items[p->index];
    census_add(r->census, &(CensusEntry){.theme = c->slot,
                                         .source = (int32_t)p->source,
                                         .at = p->at,
                                         .voice = corpus_voice(r->corpus, p->index),
                                         .customer = item->customer,
                                         .channel = p->channel,
                                         .product = p->product,
                                         .segment = p->segment,
                                         .severe = r->severe[i],
                                         .internal = is_internal(r, p->source)});
    pool_offer(
        r->pool,
        &(PoolItem){
            .id = p->id, .at = p->at, .key = item->key, .voice = corpus_voice(r->corpus, p->index), .slot = c->slot},
        p->text, item->first != p->index, c->score);
    if (c->slot != UNTHEMED && item->first == p->index)
        candidates_offer(r->candidates, (size_t)c->slot, p->id, item->key, c->score, p->text);
}

static bool batch_store(CodingRun *r) {
    Db *db = r->app->db;
    return db_begin(db, r->err) && db_end(db, assignments_put(db, r->codebook_id, r->rows, r->n, r->err), r->err);
}

static bool batch_code(CodingRun *r) {
    if (r->n == 0) return true;
    for (size_t i = 0; i < r->n; i++) r->texts[i] = r->batch[i].text;
    if (r->embeddings && !embeddings_get(r->embeddings, r->arena, r->texts, r->n, r->progress, r->vectors, r->err))
        return false;
    coders_code(r->coders, r->texts, r->vectors, r->n, app_par(r->app), r->codings);
    par_for(app_par(r->app), r->n, 256, place_range, r);
    for (size_t i = 0; i < r->n; i++) {
        const Placing *c = &r->placings[i];
        r->rows[i] = (AssignmentRow){.signal_id = r->batch[i].id,
                                     .theme_id = theme_map_id(r->map, c->slot),
                                     .score = c->score,
                                     .second_id = theme_map_id(r->map, c->second),
                                     .second_score = c->second_score,
                                     .facet = c->facet};
        if (c->facet) r->facets[c->slot][c->facet - 1]++;
        count_one(r, i);
    }
    if (!batch_store(r)) return false;
    r->n = 0;
    arena_reset(r->arena);
    return progress_tick(r->progress, "coding all signals", (double)r->at, (double)r->corpus->n) ||
           err_set(r->err, ERR_CANCELLED, NULL, "stopped; the themes before stay as they were");
}

static bool code_one(void *ctx, const SignalRow *row) {
    CodingRun *r = ctx;
    if (!corpus_follow(r->corpus, row->id, &r->at)) return true;
    r->batch[r->n++] = (Pending){
        .id = row->id,
        .at = row->signal.at,
        .source = row->source_id,
        .index = r->at++,
        .text = arena_str(r->arena, row->signal.text),
        .channel = arena_str(r->arena, row->signal.channel),
        .product = arena_str(r->arena, row->signal.product),
        .segment = arena_str(r->arena, row->signal.segment),
    };
    if (r->n < BATCH_TEXTS && arena_used(r->arena) < BATCH_BYTES) return true;
    r->failed = !batch_code(r);
    return !r->failed;
}

static bool code_stream(CodingRun *r, Db *scan) {
    ScanOptions options = {.with_text = true, .bare = true};
    return signals_scan(scan, &options, code_one, r, r->err) && !r->failed && batch_code(r);
}

static int64_t **facets_new(Arena *a, const ThemeMap *map) {
    int64_t **facets = ARENA_ARRAY(a, int64_t *, map->n + 1);
    for (size_t i = 0; i < map->n; i++) facets[i] = ARENA_ARRAY(a, int64_t, map->slots[i].facets_n + 1);
    return facets;
}

/* Areas of the slots: that of the position which describes each. */
static int32_t *areas_of(Arena *a, const ThemeMap *map) {
    int32_t *areas = ARENA_ARRAY(a, int32_t, map->n + 1);
    for (size_t i = 0; i < map->n; i++) areas[i] = codebook_theme_area(map->codebook, map->slots[i].lead);
    return areas;
}

static void placers_new(CodingRun *r, Arena *a) {
    size_t threads = (size_t)par_threads(app_par(r->app));
    r->placers = ARENA_ARRAY(a, Placer *, threads);
    for (size_t i = 0; i < threads; i++) r->placers[i] = placer_new(r->map);
}

static void placers_free(CodingRun *r) {
    for (int i = 0; i < par_threads(app_par(r->app)); i++) placer_free(r->placers[i]);
}

static void finish(CodingRun *r, Arena *a, int64_t now, History *out) {
    size_t areas = codebook_areas(r->map->codebook);
    out->result = census_finish(r->census, a, now);
    out->areas = census_areas(r->census, a, areas_of(a, r->map), areas);
    out->areas_n = areas;
    out->facets = r->facets;
    out->fit = *pool_fit(r->pool);
}

bool history_code(App *app, Db *scan, const Corpus *corpus, const ThemeMap *map, int64_t codebook_id, Arena *a,
                  int64_t now, const Progress *progress, History *out, Err *err) {
    SignalTotals totals;
    if (!signals_totals(scan, &totals, err)) return false;
    Arena *buffers = arena_new();
    CodingRun r = {
        .app = app,
        .corpus = corpus,
        .map = map,
        .codebook_id = codebook_id,
        .census = census_new(map->n),
        .candidates = candidates_new(map->n),
        .pool = pool_new(totals.last_at > now ? now : totals.last_at),
        .facets = facets_new(a, map),
        .arena = arena_new(),
        .batch = ARENA_ARRAY(buffers, Pending, BATCH_TEXTS),
        .texts = ARENA_ARRAY(buffers, Str, BATCH_TEXTS),
        .embeddings = embeddings_for_codebook(app, map->codebook, true),
        .vectors = ARENA_ARRAY(buffers, const int8_t *, BATCH_TEXTS),
        .codings = ARENA_ARRAY(buffers, Coding, BATCH_TEXTS),
        .placings = ARENA_ARRAY(buffers, Placing, BATCH_TEXTS),
        .rows = ARENA_ARRAY(buffers, AssignmentRow, BATCH_TEXTS),
        .severe = ARENA_ARRAY(buffers, bool, BATCH_TEXTS),
        .progress = progress,
        .err = err,
    };
    placers_new(&r, buffers);
    r.coders = coders_new(map->codebook, app_par(app));
    *out = (History){.candidates = r.candidates, .fit = {.n = {0}}};
    bool ok = sources_list(app->db, a, &r.sources, &r.sources_n, err) && code_stream(&r, scan) &&
              findings_make(app, scan, a, corpus, map, r.pool, &out->findings, &out->findings_n, err);
    if (ok)
        finish(&r, a, now, out), out->embeddings = embeddings_outcome(r.embeddings);
    else
        history_free(out);
    pool_free(r.pool);
    embeddings_close(r.embeddings);
    placers_free(&r);
    coders_free(r.coders, app_par(app));
    census_free(r.census);
    arena_free(r.arena);
    arena_free(buffers);
    return ok;
}

void history_free(History *h) {
    candidates_free(h->candidates);
    *h = (History){0};
}

DiscoverResult history_outcome(const History *h, const Corpus *corpus, const ThemeMap *map, const CodebookRow *row) {
    return (DiscoverResult){
        .codebook_id = row->id,
        .signals = (int64_t)corpus->n,
        .copies = (int64_t)(corpus->n - corpus->groups),
        .sample = row->sample,
        .themes = (int64_t)map->n,
        .unthemed = h->result.themes[0].signals,
        .voices = h->result.voices,
        .embeddings = h->embeddings,
    };
}
