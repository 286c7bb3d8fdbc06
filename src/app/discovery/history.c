/* history.c - the coding pass over everything. */
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "base/aside.h"
#include "saver.h"
#include "stream.h"

typedef struct CodingRun {
    App *app;
    const Corpus *corpus;
    const ThemeMap *map;
    Saver *saver;
    Census *census;
    Candidates *candidates;
    Pool *pool;
    SourceRow *sources;
    size_t sources_n;
    int64_t **facets;        /* signals of each facet of each slot */
    const SignalRow **batch; /* those of a batch that are in the corpus */
    size_t *index;           /* there */
    Str *texts;
    Embeddings *embeddings; /* NULL: the codebook knows words alone */
    const int8_t **vectors; /* all NULL then */
    Coding *codings;
    Placing *placings;
    AssignmentRow *rows;
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
        r->placings[i] = placer_place(r->placers[worker], r->batch[i]->id, r->texts[i], r->vectors[i], &r->codings[i]);
    }
}

static bool is_internal(const CodingRun *r, int64_t source) {
    for (size_t i = 0; i < r->sources_n; i++)
        if (r->sources[i].id == source) return r->sources[i].told_by == TOLD_BY_INTERNAL;
    return false;
}

static void count_one(CodingRun *r, size_t i) {
    const SignalRow *row = r->batch[i];
    const Signal *s = &row->signal;
    const Placing *c = &r->placings[i];
    const CorpusItem *item = &r->corpus->items[r->index[i]];
    uint64_t voice = corpus_voice(r->corpus, r->index[i]);
    bool copy = item->first != r->index[i];
    census_add(r->census, &(CensusEntry){.theme = c->slot,
                                         .source = (int32_t)row->source_id,
                                         .at = s->at,
                                         .voice = voice,
                                         .customer = item->customer,
                                         .channel = s->channel,
                                         .product = s->product,
                                         .segment = s->segment,
                                         .severe = item->severe,
                                         .internal = is_internal(r, row->source_id)});
    pool_offer(r->pool, &(PoolItem){.id = row->id, .at = s->at, .key = item->key, .voice = voice, .slot = c->slot},
               s->text, copy, c->score);
    if (c->slot != UNTHEMED && !copy)
        candidates_offer(r->candidates, (size_t)c->slot, row->id, item->key, c->score, s->text);
}

/* Asking for vectors takes the connection. */
static bool batch_vectors(CodingRun *r, Arena *a) {
    return !r->embeddings || (saver_wait(r->saver, r->err) &&
                              embeddings_get(r->embeddings, a, r->texts, r->n, r->progress, r->vectors, r->err));
}

static bool batch_code(CodingRun *r, Arena *a) {
    if (r->n == 0) return true;
    if (!batch_vectors(r, a)) return false;
    coders_code(r->coders, r->texts, r->vectors, r->n, app_par(r->app), r->codings);
    par_for(app_par(r->app), r->n, 256, place_range, r);
    for (size_t i = 0; i < r->n; i++) {
        const Placing *c = &r->placings[i];
        r->rows[i] = (AssignmentRow){.signal_id = r->batch[i]->id,
                                     .theme_id = theme_map_id(r->map, c->slot),
                                     .score = c->score,
                                     .second_id = theme_map_id(r->map, c->second),
                                     .second_score = c->second_score,
                                     .facet = c->facet,
                                     .at = r->batch[i]->signal.at};
        if (c->facet) r->facets[c->slot][c->facet - 1]++;
        count_one(r, i);
    }
    return saver_add(r->saver, r->rows, r->n, r->err);
}

static bool code_batch(void *ctx, const Batch *batch) {
    CodingRun *r = ctx;
    r->n = 0;
    for (size_t i = 0; i < batch->n; i++) {
        if (!corpus_follow(r->corpus, batch->rows[i].id, &r->at)) continue;
        r->texts[r->n] = batch->rows[i].signal.text;
        r->batch[r->n] = &batch->rows[i];
        r->index[r->n++] = r->at++;
    }
    bool go_on = progress_tick(r->progress, "coding all signals", (double)r->at, (double)r->corpus->n);
    r->failed = !batch_code(r, batch->arena) ||
                (!go_on && !err_set(r->err, ERR_CANCELLED, NULL, "stopped; the themes before stay as they were"));
    return !r->failed;
}

static bool code_stream(CodingRun *r, Db *scan) {
    return stream_signals(r->app, scan, false, code_batch, r, r->err) && !r->failed && saver_flush(r->saver, r->err);
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

static void count_all(CodingRun *r, Arena *a, int64_t now, History *out) {
    size_t areas = codebook_areas(r->map->codebook);
    out->result = census_finish(r->census, a, app_par(r->app), now);
    out->areas = census_areas(r->census, a, areas_of(a, r->map), areas);
    out->areas_n = areas;
    out->facets = r->facets;
    out->fit = *pool_fit(r->pool);
}

/* Or it serves already, and what came since it was made is coded. */
static bool is_building(const CodebookRow *codebook) {
    return str_eq(codebook->state, STR("building"));
}

typedef struct DaysSaving {
    const CodingRun *run;
    int64_t codebook_id;
    const CensusResult *result;
} DaysSaving;

static bool save_days(void *ctx, Err *err) {
    const DaysSaving *s = ctx;
    Db *db = s->run->app->db;
    return db_begin(db, err) &&
           db_end(db, history_save_days(s->run->app, s->run->map, s->codebook_id, s->result, err), err);
}

/* Daily counts go through one connection, and findings need none that writes: at the same time. */
static bool find_and_save(CodingRun *r, Db *scan, Arena *a, const CodebookRow *codebook, History *out) {
    DaysSaving saving = {r, codebook->id, &out->result};
    Aside aside = {0};
    out->days_saved =
        is_building(codebook) && par_threads(app_par(r->app)) > 1 && aside_start(&aside, save_days, &saving);
    bool found = findings_make(r->app, scan, a, r->corpus, r->map, r->pool, &out->findings, &out->findings_n, r->err);
    return aside_wait(&aside, found ? r->err : NULL) && found;
}

bool history_code(App *app, Db *scan, const Corpus *corpus, const ThemeMap *map, const CodebookRow *codebook, Arena *a,
                  int64_t now, const Progress *progress, History *out, Err *err) {
    SignalTotals totals;
    if (!signals_totals(scan, &totals, err)) return false;
    Arena *buffers = arena_new();
    CodingRun r = {
        .app = app,
        .corpus = corpus,
        .map = map,
        .saver = saver_new(app, codebook->id, is_building(codebook)),
        .census = census_new(map->n),
        .candidates = candidates_new(map->n),
        .pool = pool_new(totals.last_at > now ? now : totals.last_at),
        .facets = facets_new(a, map),
        .batch = ARENA_ARRAY(buffers, const SignalRow *, STREAM_TEXTS),
        .index = ARENA_ARRAY(buffers, size_t, STREAM_TEXTS),
        .texts = ARENA_ARRAY(buffers, Str, STREAM_TEXTS),
        .embeddings = embeddings_for_codebook(app, map->codebook, true),
        .vectors = ARENA_ARRAY(buffers, const int8_t *, STREAM_TEXTS),
        .codings = ARENA_ARRAY(buffers, Coding, STREAM_TEXTS),
        .placings = ARENA_ARRAY(buffers, Placing, STREAM_TEXTS),
        .rows = ARENA_ARRAY(buffers, AssignmentRow, STREAM_TEXTS),
        .progress = progress,
        .err = err,
    };
    placers_new(&r, buffers);
    r.coders = coders_new(map->codebook, app_par(app));
    *out = (History){.candidates = r.candidates, .fit = {.n = {0}}, .changes = corpus->changes};
    bool ok = sources_list(app->db, a, &r.sources, &r.sources_n, err) && code_stream(&r, scan);
    if (ok) count_all(&r, a, now, out), out->embeddings = embeddings_outcome(r.embeddings);
    ok = ok && saver_wait(r.saver, err) && find_and_save(&r, scan, a, codebook, out);
    if (!ok) history_free(out);
    pool_free(r.pool);
    saver_free(r.saver);
    embeddings_close(r.embeddings);
    placers_free(&r);
    coders_free(r.coders, app_par(app));
    census_free(r.census);
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
