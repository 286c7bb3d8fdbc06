/* embeddings.h - vectors of signals' texts: those that the store has, the others from the endpoint, once.
 *
 *     Embeddings *e;
 *     if (!embeddings_for_discovery(app, &e, err)) return false;          // set, but not usable
 *     if (e && !embeddings_get(e, a, texts, n, progress, vectors, err))   // e NULL: off
 *
 * Discovery needs all vectors of its sample, so an endpoint that fails is an error there and the codebook before
 * serves on. Coding does without: signals go by their words and are counted. */
#pragma once
#include "app_private.h"
#include "base/progress.h"
#include "themes/codebook.h"
#include "themes/extend.h"

typedef struct Embeddings Embeddings;

/* *out NULL when no endpoint is set. */
bool embeddings_for_discovery(App *app, Embeddings **out, Err *err);
/* For texts to be coded or shown under `c`; NULL when it knows words alone. Never fails: see embeddings_outcome.
 * Without `ask` only what the store has is used. */
Embeddings *embeddings_for_codebook(App *app, const Codebook *c, bool ask);
void embeddings_close(Embeddings *e); /* NULL is fine */

Str embeddings_model(const Embeddings *e);
uint32_t embeddings_dim(const Embeddings *e); /* of what embeddings_get found last; 0: nothing */

/* vectors[i] (allocated in `a`) is that of texts[i], or NULL where there is none: in discovery there always is one.
 * What the endpoint sends is stored at once, in transactions of its own, so a stopped run goes on where it was. Fails
 * in coding only on ERR_STORE and ERR_CANCELLED. */
bool embeddings_get(Embeddings *e, Arena *a, const Str *texts, size_t n, const Progress *progress,
                    const int8_t **vectors, Err *err);
/* The same for the texts of themes shown by example: fills in their `dense`. */
bool embeddings_of_groups(Embeddings *e, Arena *a, ThemeGroup *groups, size_t n, const Progress *progress, Err *err);

/* What became of coding with vectors. */
typedef struct EmbeddingsOutcome {
    bool on;                       /* the codebook knows vectors */
    bool again;                    /* the endpoint failed: the next coding may make it good */
    int64_t words_alone;           /* texts coded without a vector */
    char model[208], problem[512]; /* problem: why there are such texts; empty: all is well */
} EmbeddingsOutcome;
EmbeddingsOutcome embeddings_outcome(const Embeddings *e);
/* Keeps the vectors of the model of `c` only. */
bool embeddings_tidy(App *app, const Codebook *c, Err *err);
