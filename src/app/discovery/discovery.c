/* discovery.c - finds themes in a sample of everything stored, and says which of them are themes that we know.
 *
 *   corpus_read       one pass: keys and copy groups
 *   corpus_sample     who takes part; their texts and the themes they have now are fetched
 *   codebook_discover the method (themes layer)
 *   identity_match    which of the found are old ones, by the members of the sample
 *   version_make      edits heeded, all of history coded by one rule, counts, quotes (version.c)
 *
 * A second connection reads while the first writes, so memory stays bounded by a few bytes for each signal. */
#include "discovery.h"

#include <stdlib.h>
#include <string.h>

#include "store/signal_store.h"
#include "themes/identity.h"
#include "turn.h"
#include "version.h"

enum { KEPT_EXAMPLES = 50 }; /* signals that stand for a theme which discovery lost */

static const int64_t NOT_CODED = -1;

typedef struct Sampled {
    ThemeDoc *docs;
    int64_t *signal, *theme; /* of each doc: its id, and the theme it has now (0 unthemed, NOT_CODED) */
    float *score;
    const int8_t **vectors; /* of each doc's text; NULL ones: no endpoint is set */
    size_t n;
} Sampled;

typedef struct Fetching {
    Sampled *sample;
    Arena *arena;
} Fetching;

static void fetch_one(void *ctx, size_t i, const SignalWords *words) {
    Fetching *f = ctx;
    f->sample->docs[i].text = arena_str(f->arena, words->text);
    f->sample->theme[i] = words->coded ? words->theme_id : NOT_CODED;
    f->sample->score[i] = (float)words->score;
}

/* Texts live in `texts`, the rest in the draft's arena. */
static bool sample_read(const Draft *d, const Corpus *c, Arena *texts, uint64_t seed, Sampled *out, Err *err) {
    uint32_t *sample = corpus_sample(c, d->a, DISCOVER_SAMPLE, seed, app_par(d->app), &out->n);
    out->docs = ARENA_ARRAY(d->a, ThemeDoc, out->n + 1);
    out->signal = ARENA_ARRAY(d->a, int64_t, out->n + 1);
    out->theme = ARENA_ARRAY(d->a, int64_t, out->n + 1);
    out->score = ARENA_ARRAY(d->a, float, out->n + 1);
    out->vectors = ARENA_ARRAY(d->a, const int8_t *, out->n + 1);
    for (size_t i = 0; i < out->n; i++) {
        out->signal[i] = c->items[sample[i]].id;
        out->docs[i] = (ThemeDoc){.text = {"", 0}, .key = c->items[sample[i]].key};
        out->theme[i] = NOT_CODED;
    }
    return signals_words(d->scan, out->signal, out->n, fetch_one, &(Fetching){out, texts}, err);
}

/* ---- identity -------------------------------------------------------------------------------- */

static int32_t index_of(const ThemeRow *themes, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (themes[i].id == id) return (int32_t)i;
    return -1;
}

/* How the old version and the new base agree on the sample. */
static void overlap_count(const Draft *d, const Sampled *s, const Coding *codings, uint32_t *shared,
                          uint32_t *before_size, uint32_t *after_size) {
    size_t after_n = codebook_themes(d->base);
    for (size_t i = 0; i < s->n; i++) {
        if (s->theme[i] == NOT_CODED) continue;
        int32_t before = s->theme[i] ? index_of(d->before, d->before_n, s->theme[i]) : -1, after = codings[i].theme;
        if (before >= 0) before_size[before]++;
        if (after >= 0) after_size[after]++;
        if (before >= 0 && after >= 0) shared[(size_t)before * after_n + (size_t)after]++;
    }
}

static void take_identities(Draft *d, const int32_t *same, const Lineage *events, size_t n) {
    size_t after_n = codebook_themes(d->base);
    d->heirs = ARENA_ARRAY(d->a, int32_t, d->before_n + 1);
    for (size_t i = 0; i < d->before_n; i++) d->heirs[i] = -1;
    for (size_t j = 0; j < after_n; j++) d->own_ids[j] = same[j] >= 0 ? d->before[same[j]].id : 0;
    for (size_t i = 0; i < n; i++) {
        if (events[i].kind == LINEAGE_SPLIT) d->parent_ids[events[i].after] = d->before[events[i].before].id;
        if (events[i].kind == LINEAGE_MERGED) d->heirs[events[i].before] = events[i].after;
    }
}

static void identify(Draft *d, const Sampled *s) {
    size_t after_n = codebook_themes(d->base);
    Coding *codings = ARENA_ARRAY(d->a, Coding, s->n + 1);
    Str *texts = ARENA_ARRAY(d->a, Str, s->n + 1);
    for (size_t i = 0; i < s->n; i++) texts[i] = s->docs[i].text;
    codebook_code_dense(d->base, texts, s->vectors, s->n, app_par(d->app), codings);
    uint32_t *shared = ARENA_ARRAY(d->a, uint32_t, d->before_n * after_n + 1);
    uint32_t *before_size = ARENA_ARRAY(d->a, uint32_t, d->before_n + 1);
    uint32_t *after_size = ARENA_ARRAY(d->a, uint32_t, after_n + 1);
    bool *absorbs = ARENA_ARRAY(d->a, bool, d->before_n + 1);
    overlap_count(d, s, codings, shared, before_size, after_size);
    for (size_t i = 0; i < d->before_n; i++) absorbs[i] = edits_define(&d->edits, d->before[i].id);
    int32_t *same = ARENA_ARRAY(d->a, int32_t, after_n + 1);
    Lineage *events = ARENA_ARRAY(d->a, Lineage, d->before_n + after_n + 1);
    size_t n = identity_match(&(Overlap){d->before_n, after_n, shared, before_size, after_size, absorbs}, same, events);
    take_identities(d, same, events, n);
}

/* ---- themes that people keep ----------------------------------------------------------------- */

typedef struct Fit {
    float score;
    uint64_t key;
    int64_t signal;
} Fit;

static int by_fit(const void *x, const void *y) {
    const Fit *a = x, *b = y;
    if (a->score != b->score) return a->score > b->score ? -1 : 1;
    return (a->key > b->key) - (a->key < b->key);
}

static int by_signal(const void *x, const void *y) {
    const ExampleRow *a = x, *b = y;
    return (a->signal_id > b->signal_id) - (a->signal_id < b->signal_id);
}

static void keep_theme(Draft *d, const Sampled *s, int64_t theme_id) {
    Fit *fits = ARENA_ARRAY(d->a, Fit, s->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->theme[i] == theme_id) fits[n++] = (Fit){s->score[i], s->docs[i].key, s->signal[i]};
    qsort(fits, n, sizeof *fits, by_fit);
    if (n > KEPT_EXAMPLES) n = KEPT_EXAMPLES;
    ExampleRow *first = d->examples + d->examples_n;
    for (size_t i = 0; i < n; i++) d->examples[d->examples_n++] = (ExampleRow){theme_id, fits[i].signal};
    qsort(first, n, sizeof *first, by_signal);
}

/* Themes that people named, pinned, or moved signals into, and that discovery did not find again. */
static void keep_lost(Draft *d, const Sampled *s) {
    d->examples = ARENA_ARRAY(d->a, ExampleRow, d->before_n * KEPT_EXAMPLES + 1);
    for (size_t i = 0; i < d->before_n; i++) {
        int64_t id = d->before[i].id;
        bool found = false;
        for (size_t j = 0; j < codebook_themes(d->base); j++) found |= d->own_ids[j] == id;
        for (size_t e = 0; e < d->edits.n; e++) /* shown by examples or a phrase of its own */
            found |= d->edits.rows[e].theme_id == id && edit_defines(&d->edits.rows[e]);
        if (!found && edits_protect(&d->edits, id)) keep_theme(d, s, id);
    }
}

/* Asks for the vectors of the sample where an endpoint is set; they and the model's name live in the draft's arena. */
static bool sample_vectors(const Draft *d, Sampled *s, const Progress *progress, DiscoverOptions *options, Err *err) {
    Embeddings *e;
    Arena *texts = arena_new();
    Str *all = ARENA_ARRAY(texts, Str, s->n + 1);
    for (size_t i = 0; i < s->n; i++) all[i] = s->docs[i].text;
    bool ok = embeddings_for_discovery(d->app, &e, err);
    if (ok && e) {
        ok = embeddings_get(e, d->a, all, s->n, progress, s->vectors, err);
        options->dim = embeddings_dim(e);
        options->model = arena_str(d->a, embeddings_model(e));
        embeddings_close(e);
    }
    for (size_t i = 0; i < s->n; i++) s->docs[i].dense = s->vectors[i];
    arena_free(texts);
    return ok || err_prefix(err, "no new themes, those before serve on: ");
}

/* ---- themes before --------------------------------------------------------------------------- */

static int by_signal_found(const void *key, const void *item) {
    int64_t a = *(const int64_t *)key, b = ((const FoundRow *)item)->signal_id;
    return (a > b) - (a < b);
}

static bool take_found(const Draft *d, const Sampled *s, int32_t *before, Err *err) {
    FoundRow *rows;
    size_t n;
    if (!found_list(d->app->db, d->a, &rows, &n, err)) return false;
    for (size_t i = 0; i < s->n; i++) {
        const FoundRow *row = n ? bsearch(&s->signal[i], rows, n, sizeof *rows, by_signal_found) : NULL;
        before[i] = row ? row->position : UNTHEMED;
    }
    return true;
}

/* The themes of the sample in the base before: not as people edited them, for edits are laid over what the data say
 * and can be undone. As discovery found them, which is not always how the coder codes them: two discoveries that follow
 * one another agree so far better on CFPB (docs/internals/themes.md). Signals that discovery did not look at
 * are as the coder has them, and those that came since have none. */
static bool before_read(const Draft *d, const Sampled *s, DiscoverOptions *options, Err *err) {
    Str bytes, model;
    int64_t through;
    if (!signals_discovered_through(d->app, d->a, &through, err) ||
        !codebook_base_get(d->app->db, d->a, d->row.before_id, &bytes, err))
        return false;
    const Codebook *base = codebook_load(d->a, bytes, NULL);
    if (!base) return true; /* an older program wrote it: found from nothing */
    bool same = options->dim > 0 && codebook_dense(base, &model) == options->dim && str_eq(model, options->model);
    Coding *codings = ARENA_ARRAY(d->a, Coding, s->n + 1);
    Str *texts = ARENA_ARRAY(d->a, Str, s->n + 1);
    int32_t *before = ARENA_ARRAY(d->a, int32_t, s->n + 1);
    const int8_t **vectors = ARENA_ARRAY(d->a, const int8_t *, s->n + 1);
    size_t *which = ARENA_ARRAY(d->a, size_t, s->n + 1), n = 0;
    if (!take_found(d, s, before, err)) return false;
    for (size_t i = 0; i < s->n; i++)
        if (before[i] == UNTHEMED && s->signal[i] <= through)
            texts[n] = s->docs[i].text, vectors[n] = same ? s->vectors[i] : NULL, which[n++] = i;
    codebook_code_dense(base, texts, vectors, n, app_par(d->app), codings);
    for (size_t i = 0; i < n; i++) before[which[i]] = codings[i].theme;
    options->before = before;
    return true;
}

static void keep_found(Draft *d, const Sampled *s, const int32_t *found) {
    d->found = ARENA_ARRAY(d->a, FoundRow, s->n + 1);
    for (size_t i = 0; i < s->n; i++)
        if (found[i] >= 0) d->found[d->found_n++] = (FoundRow){s->signal[i], found[i]};
}

static bool discover_base(Draft *d, const Corpus *corpus, DiscoverOptions *options, bool fresh,
                          const Progress *progress, Err *err) {
    Sampled sample = {0};
    Arena *texts = arena_new();
    bool ok = sample_read(d, corpus, texts, options->seed, &sample, err) &&
              sample_vectors(d, &sample, progress, options, err) &&
              (fresh || !d->row.before_id || before_read(d, &sample, options, err));
    int32_t *found = ARENA_ARRAY(d->a, int32_t, sample.n + 1);
    d->base =
        ok ? codebook_discover(d->a, sample.docs, sample.n, options, app_par(d->app), progress, found, err) : NULL;
    if (d->base) {
        keep_found(d, &sample, found);
        d->own_ids = ARENA_ARRAY(d->a, int64_t, codebook_themes(d->base) + 1);
        d->parent_ids = ARENA_ARRAY(d->a, int64_t, codebook_themes(d->base) + 1);
        identify(d, &sample);
        keep_lost(d, &sample);
        d->row.sample = (int64_t)sample.n;
    }
    arena_free(texts);
    return d->base != NULL;
}

/* How many themes the data had when the number was last left to them; 0: never. What people added is not counted, nor
 * is a codebook that an older program wrote. */
static bool chosen_before(const Draft *d, int *themes, Err *err) {
    CodebookRow *rows;
    size_t n;
    *themes = 0;
    if (!codebooks_list(d->app->db, d->a, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) { /* the newest first */
        if (rows[i].themes_wanted || !str_eq(rows[i].kind, STR("discovered"))) continue;
        Str bytes;
        if (!codebook_base_get(d->app->db, d->a, rows[i].id, &bytes, err)) return false;
        const Codebook *base = codebook_load(d->a, bytes, NULL);
        if (base) *themes = (int)codebook_themes(base);
        return true;
    }
    return true;
}

bool discover_run(App *app, DiscoverWish wish, int64_t now, const Progress *progress, DiscoverResult *out, Err *err) {
    Db *scan = turn_take(app, err);
    if (!scan) return false;
    Corpus corpus = {0};
    Draft d = {.app = app, .scan = scan, .a = arena_new()};
    DiscoverOptions options = {.themes = wish.themes, .seed = wish.seed};
    d.row = (CodebookRow){.seed = (int64_t)wish.seed, .themes_wanted = wish.themes, .kind = STR("discovered")};
    bool ok = draft_begin(&d, err) && (wish.fresh || chosen_before(&d, &options.themes_before, err)) &&
              corpus_read(app, scan, progress, &corpus, err) &&
              discover_base(&d, &corpus, &options, wish.fresh, progress, err) &&
              version_make(&d, &corpus, now, progress, out, err);
    if (ok) embeddings_tidy(app, d.base, NULL); /* a cache: what is left there is asked for no more */
    out->discovered = true;
    corpus_free(&corpus);
    arena_free(d.a);
    db_close(scan);
    return ok && turn_ended(app, now, progress, out, err);
}
