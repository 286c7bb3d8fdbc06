/* embed_client.c - one request at a time over libcurl, with a timeout, a cap on the reply, and patience for an
 * endpoint that is busy. Redirects are not followed: the key goes where it was meant to go or nowhere. */
#include "embed_client.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"

enum { TRIES = 4, CONNECT_MS = 10000, WAIT_MAX_MS = 30000, SLICE_MS = 100 };
/* Room for EMBED_BATCH vectors of the greatest length, each number written out in full. */
static const size_t REPLY_MAX = (size_t)EMBED_BATCH * DENSE_DIM_MAX * 28 + (64 << 10);

struct EmbedClient {
    Arena *arena;
    EmbedSettings s;
    Str shown; /* the address without its query, for errors */
    CURL *curl;
    struct curl_slist *headers;
    Buf reply;
};

static size_t take_bytes(char *bytes, size_t size, size_t n, void *ctx) {
    EmbedClient *c = ctx;
    buf_add(&c->reply, (Str){bytes, size * n});
    return c->reply.overflowed ? 0 : size * n;
}

static bool add_header(EmbedClient *c, const char *line) {
    struct curl_slist *list = curl_slist_append(c->headers, line);
    if (list) c->headers = list;
    return list != NULL;
}

static bool set_up(EmbedClient *c) {
    CURL *h = c->curl;
    bool ok = add_header(c, "Content-Type: application/json") && add_header(c, "Expect:");
    if (c->s.key.n) ok = ok && add_header(c, arena_printf(c->arena, "Authorization: Bearer %s", c->s.key.p).p);
    return ok && curl_easy_setopt(h, CURLOPT_URL, c->s.url.p) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_HTTPHEADER, c->headers) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_USERAGENT, "ridealong") == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "") == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take_bytes) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_WRITEDATA, c) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)c->s.timeout_ms) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS) == CURLE_OK &&
           (!embed_is_here(c->s.url) || curl_easy_setopt(h, CURLOPT_NOPROXY, "*") == CURLE_OK) &&
           curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
}

EmbedClient *embed_client_open(const EmbedSettings *s, Err *err) {
    if (!embed_settings_check(s, err)) return NULL;
    Arena *a = arena_new();
    EmbedClient *c = ARENA_NEW(a, EmbedClient);
    Str rest = s->url, shown = str_cut(&rest, '?');
    *c = (EmbedClient){.arena = a, .s = *s, .shown = arena_str(a, shown), .reply = buf_new(REPLY_MAX)};
    c->s.url = arena_str(a, s->url);
    c->s.model = arena_str(a, s->model);
    c->s.key = arena_str(a, s->key);
    c->curl = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;
    if (c->curl && set_up(c)) return c;
    embed_client_close(c);
    err_set(err, ERR_INTERNAL, NULL, "libcurl cannot be set up");
    return NULL;
}

void embed_client_close(EmbedClient *c) {
    if (!c) return;
    curl_easy_cleanup(c->curl);
    curl_slist_free_all(c->headers);
    buf_free(&c->reply);
    arena_free(c->arena);
}

typedef struct Answer {
    bool ok, again; /* a second try may help */
    long wait_ms;   /* that the endpoint asks for; 0: it does not say */
} Answer;

static Answer not_reached(EmbedClient *c, CURLcode code, Err *err) {
    Answer again = {.again = true};
    if (c->reply.overflowed) {
        err_set(err, ERR_LIMIT, "check that RIDEALONG_EMBEDDINGS_URL is an OpenAI-compatible embeddings endpoint",
                "%s sent more than %zu MB for %d texts", c->shown.p, REPLY_MAX >> 20, EMBED_BATCH);
        return (Answer){0};
    }
    if (code == CURLE_OPERATION_TIMEDOUT)
        err_set(err, ERR_IO, "see whether it is overloaded, then run the command again",
                "%s did not answer within %d s", c->shown.p, (c->s.timeout_ms + 999) / 1000);
    else
        err_set(err, ERR_IO, "start it, or unset RIDEALONG_EMBEDDINGS_URL to go by words alone", "cannot reach %s: %s",
                c->shown.p, curl_easy_strerror(code));
    return again;
}

static const char *advice(long status) {
    if (status == 401 || status == 403) return "check the key in the file that RIDEALONG_EMBEDDINGS_KEY_FILE names";
    if (status == 404 || status == 405)
        return "check RIDEALONG_EMBEDDINGS_URL (the whole address, with /v1/embeddings) and RIDEALONG_EMBEDDINGS_MODEL";
    if (status == 413) return "let the endpoint cut long texts (2,000 bytes are sent of each, 32 texts at a time)";
    if (status == 429) return "wait until the endpoint takes requests again, then run the command again";
    return status >= 500 ? "look into the endpoint's own log, then run the command again"
                         : "check RIDEALONG_EMBEDDINGS_MODEL and what the endpoint says";
}

static Answer refused(EmbedClient *c, long status, Err *err) {
    curl_off_t after = 0;
    Arena *a = arena_new();
    /* who does not know our key may quote it back */
    bool quotes = status == 401 || status == 403;
    Str said = quotes ? (Str){"", 0} : embed_reply_problem(a, buf_str(&c->reply));
    if (c->s.key.n && str_find(said, c->s.key) != SIZE_MAX) said.n = 0;
    err_set(err, ERR_IO, advice(status), "%s answered %ld%s%.*s", c->shown.p, status, said.n ? ": " : "",
            STR_ARG(said));
    arena_free(a);
    curl_easy_getinfo(c->curl, CURLINFO_RETRY_AFTER, &after);
    long wait = after > WAIT_MAX_MS / 1000 ? WAIT_MAX_MS : (long)after * 1000;
    return (Answer){.again = status == 429 || status >= 500, .wait_ms = wait};
}

static Answer ask_once(EmbedClient *c, Arena *a, size_t n, EmbedBatch *out, Err *err) {
    long status = 0;
    buf_clear(&c->reply);
    CURLcode code = curl_easy_perform(c->curl);
    if (code != CURLE_OK) return not_reached(c, code, err);
    curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) return refused(c, status, err);
    return (Answer){.ok = embed_reply_read(a, buf_str(&c->reply), n, out, err) || err_prefix(err, "%s: ", c->shown.p)};
}

/* In slices, so that a stop is heeded soon. */
static bool wait_ms(long ms, const Progress *progress, Err *err) {
    for (long left = ms; left > 0; left -= SLICE_MS) {
        long slice = left < SLICE_MS ? left : SLICE_MS;
        nanosleep(&(struct timespec){slice / 1000, slice % 1000 * 1000000}, NULL);
        if (!progress_tick(progress, "waiting for the embedding endpoint", (double)(ms - left), (double)ms))
            return err_set(err, ERR_CANCELLED, NULL, "stopped; the themes before stay as they were");
    }
    return true;
}

bool embed_client_ask(EmbedClient *c, Arena *a, const Str *texts, size_t n, const Progress *progress, EmbedBatch *out,
                      Err *err) {
    char *body = embed_request(c->s.model, texts, n);
    if (!body) return err_set(err, ERR_INTERNAL, NULL, "a text is not UTF-8");
    Answer answer = {0};
    long wait = c->s.wait_ms;
    curl_easy_setopt(c->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(body));
    curl_easy_setopt(c->curl, CURLOPT_POSTFIELDS, body);
    for (int i = 0; i < TRIES; i++, wait *= 2) {
        answer = ask_once(c, a, n, out, err);
        if (answer.ok || !answer.again || i + 1 == TRIES) break;
        if (!wait_ms(answer.wait_ms > wait ? answer.wait_ms : wait, progress, err)) break;
    }
    free(body);
    return answer.ok;
}
