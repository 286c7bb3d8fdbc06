/* history.c - the coding pass over everything, and saving what it found. */
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "json_build.h"
#include "store/signal_store.h"
#include "theme_facts.h"
#include "themes/quote.h"
#include "themes/rank.h"

enum { BATCH_TEXTS = 8192, BATCH_BYTES = 16 << 20, QUOTES = 6 };

typedef struct Pending { /* a signal of the batch */
    int64_t id, at, source;
    Str text, channel, product;
    size_t index; /* in the corpus */
} Pending;

typedef struct CodingRun {
    App *app;
    const Corpus *corpus;
    const Codebook *codebook;
    int64_t codebook_id;
    const int64_t *ids;
    Census *census;
    Candidates *candidates;
    Arena *arena; /* of the batch */
    Pending *batch;
    Str *texts;
    Coding *codings;
    AssignmentRow *rows;
    bool *severe;
    size_t n, at;
    const Progress *progress;
    bool failed;
    Err *err;
} CodingRun;

static int64_t theme_id(const CodingRun *r, int32_t position) { return position == UNTHEMED ? 0 : r->ids[position]; }

static void severe_range(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    CodingRun *r = ctx;
    for (size_t i = begin; i < end; i++) r->severe[i] = text_is_severe(r->texts[i]);
}

static void count_one(CodingRun *r, size_t i) {
    const Pending *p = &r->batch[i];
    const Coding *c = &r->codings[i];
    const CorpusItem *item = &r->corpus->items[p->index];
    census_add(r->census, &(CensusEntry){.theme = c->theme, .source = (int32_t)p->source, .at = p->at,
                                      .voice = corpus_voice(r->corpus, p->index), .customer = item->customer,
                                      .channel = p->channel, .product = p->product, .severe = r->severe[i]});
    if (c->theme != UNTHEMED && item->first == p->index)
        candidates_offer(r->candidates, (size_t)c->theme, p->id, item->key, c->score, p->text);
}

static bool batch_store(CodingRun *r) {
    if (!db_begin(r->app->db, r->err)) return false;
    if (assignments_put(r->app->db, r->codebook_id, r->rows, r->n, r->err) && db_commit(r->app->db, r->err)) return true;
    db_rollback(r->app->db);
    return false;
}

static bool batch_code(CodingRun *r) {
    if (r->n == 0) return true;
    for (size_t i = 0; i < r->n; i++) r->texts[i] = r->batch[i].text;
    codebook_code_all(r->codebook, r->texts, r->n, app_par(r->app), r->codings);
    par_for(app_par(r->app), r->n, 256, severe_range, r);
    for (size_t i = 0; i < r->n; i++) {
        const Coding *c = &r->codings[i];
        r->rows[i] = (AssignmentRow){r->batch[i].id, theme_id(r, c->theme), c->score, c->second_score,
                                     theme_id(r, c->second)};
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
        .id = row->id, .at = row->signal.at, .source = row->source_id, .index = r->at++,
        .text = arena_str(r->arena, row->signal.text), .channel = arena_str(r->arena, row->signal.channel),
        .product = arena_str(r->arena, row->signal.product),
    };
    if (r->n < BATCH_TEXTS && arena_used(r->arena) < BATCH_BYTES) return true;
    r->failed = !batch_code(r);
    return !r->failed;
}

static bool code_stream(CodingRun *r, Db *scan) {
    ScanOptions options = {.with_text = true};
    return signals_scan(scan, &options, code_one, r, r->err) && !r->failed && batch_code(r);
}

bool history_code(App *app, Db *scan, const Corpus *corpus, const Codebook *codebook, int64_t codebook_id,
                  const int64_t *ids, Arena *a, int64_t now, const Progress *progress, History *out, Err *err) {
    size_t themes = codebook_themes(codebook);
    Arena *buffers = arena_new();
    CodingRun r = {
        .app = app, .corpus = corpus, .codebook = codebook, .codebook_id = codebook_id, .ids = ids,
        .census = census_new(themes), .candidates = candidates_new(themes), .arena = arena_new(),
        .batch = ARENA_ARRAY(buffers, Pending, BATCH_TEXTS), .texts = ARENA_ARRAY(buffers, Str, BATCH_TEXTS),
        .codings = ARENA_ARRAY(buffers, Coding, BATCH_TEXTS), .rows = ARENA_ARRAY(buffers, AssignmentRow, BATCH_TEXTS),
        .severe = ARENA_ARRAY(buffers, bool, BATCH_TEXTS), .progress = progress, .err = err,
    };
    bool ok = code_stream(&r, scan);
    if (ok) *out = (History){census_finish(r.census, a, now), r.candidates};
    else candidates_free(r.candidates);
    census_free(r.census);
    arena_free(r.arena);
    arena_free(buffers);
    return ok;
}

void history_free(History *h) {
    candidates_free(h->candidates);
    *h = (History){0};
}

/* ---- saving ------------------------------------------------------------------------------------ */

static bool days_save(App *app, const CensusResult *t, int64_t codebook_id, const int64_t *ids, Arena *a, Err *err) {
    DayRow *rows = ARENA_ARRAY(a, DayRow, t->days_n + 1);
    for (size_t i = 0; i < t->days_n; i++) {
        rows[i] = t->days[i];
        rows[i].theme_id = rows[i].theme_id ? ids[rows[i].theme_id - 1] : 0;
    }
    return days_put(app->db, codebook_id, rows, t->days_n, err);
}

static size_t quotes_of(Arena *a, const Codebook *codebook, Candidates *candidates, int32_t theme, int64_t id, QuoteRow *out) {
    const Candidate **list;
    size_t n = candidates_of(candidates, (size_t)theme, a, &list);
    Str *texts = ARENA_ARRAY(a, Str, n + 1);
    for (size_t i = 0; i < n; i++) texts[i] = (Str){list[i]->text, list[i]->n};
    Quote quotes[QUOTES];
    size_t picked = quotes_pick(a, codebook, theme, texts, n, QUOTES, quotes);
    for (size_t i = 0; i < picked; i++)
        out[i] = (QuoteRow){.theme_id = id, .signal_id = list[quotes[i].doc]->signal, .position = (int32_t)i,
                            .begin = quotes[i].begin, .end = quotes[i].end, .sha256 = quotes[i].sha256};
    return picked;
}

static bool quotes_save(App *app, Arena *a, const Codebook *codebook, int64_t codebook_id, const int64_t *ids,
                        const History *h, Err *err) {
    size_t themes = codebook_themes(codebook), n = 0;
    QuoteRow *rows = ARENA_ARRAY(a, QuoteRow, themes * QUOTES + 1);
    for (size_t i = 0; i < themes; i++)
        n += quotes_of(a, codebook, h->candidates, (int32_t)i, ids[i], rows + n);
    return quotes_put(app->db, codebook_id, rows, n, err);
}

static bool themes_save(App *app, Arena *a, const Codebook *codebook, int64_t codebook_id, const int64_t *ids,
                        const CensusResult *t, Err *err) {
    size_t themes = codebook_themes(codebook);
    double voices_max = 0;
    ThemeRow *rows = ARENA_ARRAY(a, ThemeRow, themes + 1);
    for (size_t i = 1; i <= themes; i++)
        if ((double)t->themes[i].voices > voices_max) voices_max = (double)t->themes[i].voices;
    for (size_t i = 0; i < themes; i++) {
        const ThemeCensus *census = &t->themes[i + 1];
        ThemeInfo info = codebook_theme(codebook, (int32_t)i);
        ThemeFacts facts = theme_facts(t, themes, i);
        rows[i] = (ThemeRow){
            .id = ids[i], .codebook_id = codebook_id, .position = (int32_t)i, .name = info.name,
            .score = facts.rank.score, .signals = census->signals, .voices = census->voices,
            .customers = census->customers,
            .stats = theme_stats_json(a, &info, ids, census, &facts, t->last_day, voices_max),
        };
    }
    return themes_put(app->db, rows, themes, err);
}

static Str codebook_stats(Arena *a, const CensusResult *t, size_t themes) {
    int64_t heard = 0; /* voices of all themes and of the unthemed: what shares are shares of */
    for (size_t i = 0; i <= themes; i++) heard += t->themes[i].voices;
    return arena_printf(a, "{\"voices\":%lld,\"heard\":%lld}", (long long)t->voices, (long long)heard);
}

bool history_save(App *app, Arena *a, const Codebook *codebook, CodebookRow *row, const int64_t *ids, const History *h,
                  Err *err) {
    const CensusResult *t = &h->result;
    size_t themes = codebook_themes(codebook);
    row->themes = (int64_t)themes;
    row->signals = 0;
    for (size_t i = 0; i <= themes; i++) row->signals += t->themes[i].signals;
    row->unthemed = t->themes[0].signals;
    row->as_of = t->last_day == INT64_MIN ? TIME_NONE : t->last_day * SECONDS_PER_DAY + SECONDS_PER_DAY - 1;
    row->stats = codebook_stats(a, t, themes);
    return codebook_update(app->db, row, err) && themes_save(app, a, codebook, row->id, ids, t, err) &&
           days_save(app, t, row->id, ids, a, err) && quotes_save(app, a, codebook, row->id, ids, h, err);
}
