/* embed_client.h - asks an OpenAI-compatible endpoint (POST .../v1/embeddings) for vectors of texts.
 *
 *     EmbedSettings s;
 *     if (!embed_settings_read(a, &s, err)) return false;    // from the environment
 *     if (!s.url.n) return true;                             // off, as it is by default
 *     EmbedClient *client = embed_client_open(&s, err);
 *     embed_client_ask(client, a, texts, n, &batch, err);
 *
 * Nothing but texts as stored is sent, and those had personal data cut before they were stored. The key never
 * appears in an error. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/progress.h"
#include "themes/dense.h"

enum { EMBED_BATCH = 32, EMBED_TEXT_BYTES = 2000 };

typedef struct EmbedSettings {
    Str url;        /* RIDEALONG_EMBEDDINGS_URL, the whole address; empty: no endpoint */
    Str model;      /* RIDEALONG_EMBEDDINGS_MODEL */
    Str key;        /* what the file RIDEALONG_EMBEDDINGS_KEY_FILE holds; empty: none is sent */
    int timeout_ms; /* of one request */
    int wait_ms;    /* before the first of the retries; doubles */
} EmbedSettings;

/* ERR_CONFLICT when something is missing or unsound, such as a key over plain http to another machine. */
bool embed_settings_read(Arena *a, EmbedSettings *out, Err *err);
bool embed_settings_check(const EmbedSettings *s, Err *err);
bool embed_is_here(Str url); /* on this machine: plain http and no proxy are well */

typedef struct EmbedClient EmbedClient;
EmbedClient *embed_client_open(const EmbedSettings *s, Err *err); /* keeps `s`; NULL on error */
void embed_client_close(EmbedClient *c);                          /* NULL is fine */

typedef struct EmbedBatch {
    uint32_t dim;
    int8_t *vectors; /* n * dim, packed (themes/dense.h) */
} EmbedBatch;

/* What of a text is sent: the first EMBED_TEXT_BYTES, whole characters. */
Str embed_text(Str text);

/* One request of at most EMBED_BATCH texts, as embed_text gives them; tried up to four times when the endpoint is
 * busy, fails or cannot be reached. ERR_IO: it did not answer, or answered with an error, or not with what was asked
 * for; ERR_LIMIT: its reply is too large. ERR_CANCELLED: `progress` said stop between two tries. */
bool embed_client_ask(EmbedClient *c, Arena *a, const Str *texts, size_t n, const Progress *progress, EmbedBatch *out,
                      Err *err);

/* embed_reply.c: the JSON of both directions. New text, to be freed. */
char *embed_request(Str model, const Str *texts, size_t n);
bool embed_reply_read(Arena *a, Str body, size_t n, EmbedBatch *out, Err *err);
/* What the endpoint says went wrong, made fit for one line; empty when it says nothing that can be read. */
Str embed_reply_problem(Arena *a, Str body);
