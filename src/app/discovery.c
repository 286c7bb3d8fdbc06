/* discovery.c - from stored signals to a codebook: sample, discover, code all of history, count, pick quotes.
 *
 *   corpus_read       one pass: keys and copy groups
 *   corpus_sample     who takes part in discovery; one pass fetches their texts
 *   codebook_discover the method (themes layer)
 *   history_code      one pass: every signal to a theme or to none, by one rule
 *   history_save      counts, change, rank and quotes of each theme
 *
 * A second connection reads while the first writes, so memory stays bounded by a few bytes for each signal. */
#include "discovery.h"

#include <stdlib.h>
#include <string.h>

#include "coding.h"
#include "corpus.h"
#include "history.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

typedef struct Fetching {
    const Corpus *corpus;
    const uint32_t *wanted; /* index in the corpus to place in docs + 1; 0: not in the sample */
    ThemeDoc *docs;
    Arena *arena;
    size_t at;
} Fetching;

static bool fetch_one(void *ctx, const SignalRow *row) {
    Fetching *f = ctx;
    if (!corpus_follow(f->corpus, row->id, &f->at)) return true;
    uint32_t place = f->wanted[f->at++];
    if (place) f->docs[place - 1].text = arena_str(f->arena, row->signal.text);
    return true;
}

static bool sample_fetch(Db *scan, const Corpus *c, Arena *a, const uint32_t *sample, size_t n, ThemeDoc *docs, Err *err) {
    uint32_t *wanted = mem_alloc((c->n + 1) * sizeof *wanted);
    memset(wanted, 0, (c->n + 1) * sizeof *wanted);
    for (size_t i = 0; i < n; i++) {
        wanted[sample[i]] = (uint32_t)i + 1;
        docs[i] = (ThemeDoc){.text = {"", 0}, .key = c->items[sample[i]].key};
    }
    Fetching f = {c, wanted, docs, a, 0};
    ScanOptions options = {.with_text = true};
    bool ok = signals_scan(scan, &options, fetch_one, &f, err);
    free(wanted);
    return ok;
}

static Codebook *discover_codebook(App *app, Db *scan, const Corpus *c, Arena *a, const DiscoverOptions *options,
                                   const Progress *progress, size_t *sample_n, Err *err) {
    uint32_t *sample = corpus_sample(c, a, DISCOVER_SAMPLE, options->seed, sample_n);
    ThemeDoc *docs = ARENA_ARRAY(a, ThemeDoc, *sample_n + 1);
    Arena *texts = arena_new();
    Codebook *codebook = NULL;
    if (sample_fetch(scan, c, texts, sample, *sample_n, docs, err))
        codebook = codebook_discover(a, docs, *sample_n, options, app_par(app), progress, NULL, err);
    arena_free(texts);
    return codebook;
}

/* The codebook's row, bytes and themes, in state "building". Ids of themes come back in `ids`. */
static bool codebook_write(App *app, Arena *a, const Codebook *codebook, CodebookRow *row, int64_t *ids, Err *err) {
    size_t themes = codebook_themes(codebook);
    ThemeRow *rows = ARENA_ARRAY(a, ThemeRow, themes + 1);
    Buf bytes = buf_new((size_t)1 << 30);
    bool ok = codebook_save(codebook, &bytes);
    if (!ok) err_set(err, ERR_LIMIT, "ask for fewer themes", "the codebook is larger than 1 GiB");
    ok = ok && codebook_create(app->db, row, &row->id, err) && codebook_blob_put(app->db, row->id, buf_str(&bytes), err);
    buf_free(&bytes);
    for (size_t i = 0; i < themes; i++)
        rows[i] = (ThemeRow){.codebook_id = row->id, .position = (int32_t)i, .stats = STR("{}"),
                             .name = codebook_theme(codebook, (int32_t)i).name};
    if (!ok || !themes_put(app->db, rows, themes, err)) return false;
    for (size_t i = 0; i < themes; i++) ids[i] = rows[i].id;
    return true;
}

static bool in_transaction(App *app, bool (*work)(App *app, void *ctx, Err *err), void *ctx, Err *err) {
    if (!db_begin(app->db, err)) return false;
    if (work(app, ctx, err) && db_commit(app->db, err)) return true;
    db_rollback(app->db);
    return false;
}

typedef struct Writing {
    Arena *arena;
    const Codebook *codebook;
    CodebookRow *row;
    int64_t *ids;
    const History *history;
} Writing;

static bool write_codebook(App *app, void *ctx, Err *err) {
    Writing *w = ctx;
    return codebook_sweep(app->db, err) && codebook_write(app, w->arena, w->codebook, w->row, w->ids, err);
}

bool themes_due(App *app, Arena *a, bool *due, Err *err) {
    Str value;
    Err missing = {0};
    *due = false;
    if (setting_get(app->db, a, STR("themes_due"), &value, &missing)) return *due = str_eq(value, STR("1")), true;
    return missing.code == ERR_NOT_FOUND || (*err = missing, false);
}

bool themes_due_put(App *app, bool due, Err *err) {
    return setting_put(app->db, STR("themes_due"), due ? STR("1") : STR("0"), err);
}

static bool write_history(App *app, void *ctx, Err *err) {
    Writing *w = ctx;
    return history_save(app, w->arena, w->codebook, w->row, w->ids, w->history, err) &&
           codebook_activate(app->db, w->row->id, err) && themes_due_put(app, false, err);
}

static bool code_and_save(App *app, Db *scan, const Corpus *corpus, Writing *w, int64_t now, const Progress *progress,
                          DiscoverResult *out, Err *err) {
    History history;
    if (!history_code(app, scan, corpus, w->codebook, w->row->id, w->ids, w->arena, now, progress, &history, err))
        return false;
    Writing saving = *w;
    saving.history = &history;
    bool ok = in_transaction(app, write_history, &saving, err);
    out->codebook_id = w->row->id;
    out->signals = (int64_t)corpus->n;
    out->copies = (int64_t)(corpus->n - corpus->groups);
    out->sample = w->row->sample;
    out->themes = (int64_t)codebook_themes(w->codebook);
    out->unthemed = history.result.themes[0].signals;
    out->voices = history.result.voices;
    history_free(&history);
    return ok;
}

static bool discover_over(App *app, Db *scan, const Corpus *corpus, Arena *a, const DiscoverOptions *options, int64_t now,
                          const Progress *progress, DiscoverResult *out, Err *err) {
    size_t sample_n;
    Codebook *codebook = discover_codebook(app, scan, corpus, a, options, progress, &sample_n, err);
    if (!codebook) return false;
    CodebookRow row = {.created_at = now, .state = STR("building"), .seed = (int64_t)options->seed,
                       .themes_wanted = options->themes, .themes = (int64_t)codebook_themes(codebook),
                       .sample = (int64_t)sample_n, .as_of = TIME_NONE, .stats = STR("{}")};
    Writing w = {a, codebook, &row, ARENA_ARRAY(a, int64_t, codebook_themes(codebook) + 1), NULL};
    bool ok = in_transaction(app, write_codebook, &w, err) &&
              code_and_save(app, scan, corpus, &w, now, progress, out, err);
    if (!ok) codebook_sweep(app->db, NULL);
    return ok;
}

bool discover_run(App *app, int themes, uint64_t seed, int64_t now, const Progress *progress, DiscoverResult *out, Err *err) {
    Db *scan = db_open(app->store, DB_READ, err);
    if (!scan) return false;
    Corpus corpus = {0};
    Arena *a = arena_new();
    *out = (DiscoverResult){.discovered = true};
    DiscoverOptions options = {.themes = themes, .seed = seed};
    bool ok = corpus_read(app, scan, progress, &corpus, err) &&
              discover_over(app, scan, &corpus, a, &options, now, progress, out, err);
    corpus_free(&corpus);
    arena_free(a);
    db_close(scan);
    return ok;
}

bool recode_run(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err) {
    Arena *a = arena_new();
    CodingNames names;
    CodebookRow row;
    Corpus corpus = {0};
    *out = (DiscoverResult){0};
    Db *scan = db_open(app->store, DB_READ, err);
    const Codebook *codebook = scan ? coding_load(app, a, &names, err) : NULL;
    bool ok = codebook && codebook_current(app->db, a, &row, err) && corpus_read(app, scan, progress, &corpus, err);
    if (ok) {
        int64_t *ids = ARENA_ARRAY(a, int64_t, names.n + 1);
        memcpy(ids, names.ids, names.n * sizeof *ids);
        Writing w = {a, codebook, &row, ids, NULL};
        ok = code_and_save(app, scan, &corpus, &w, now, progress, out, err);
    }
    corpus_free(&corpus);
    db_close(scan);
    arena_free(a);
    return ok;
}
