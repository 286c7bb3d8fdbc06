/* tracker_http.c - one request over libcurl. Redirects are not followed and proxies not used: the token goes where it
 * was meant to go or nowhere. */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "outside.h"
#include "tracker.h"

enum { TIMEOUT_MS = 30000, CONNECT_MS = 10000, REPLY_MAX = 8 << 20 };

typedef struct Request {
    const TrackerSettings *s;
    Buf reply;
    Outside outside;
} Request;

/* ---- the request ----------------------------------------------------------------------------- */

static size_t take_bytes(char *bytes, size_t size, size_t n, void *ctx) {
    Request *r = ctx;
    buf_add(&r->reply, (Str){bytes, size * n});
    return r->reply.overflowed ? 0 : size * n;
}

static bool add_header(struct curl_slist **list, Str line) {
    struct curl_slist *more = curl_slist_append(*list, line.p);
    if (more) *list = more;
    return more != NULL;
}

static bool add_headers(Arena *a, const TrackerSettings *s, struct curl_slist **list) {
    bool ok = add_header(list, STR("Content-Type: application/json")) && add_header(list, STR("Expect:"));
    if (s->kind == TRACKER_GITHUB)
        ok = ok && add_header(list, STR("Accept: application/vnd.github+json")) &&
             add_header(list, STR("X-GitHub-Api-Version: 2022-11-28"));
    if (s->kind == TRACKER_GITLAB)
        return ok && add_header(list, arena_printf(a, "PRIVATE-TOKEN: %.*s", STR_ARG(s->token)));
    if (s->user.n) return ok; /* CURLOPT_USERPWD */
    return ok && add_header(list, arena_printf(a, "Authorization: Bearer %.*s", STR_ARG(s->token)));
}

static bool set_up(CURL *h, Arena *a, Request *r, const char *method, Str path, const char *body,
                   struct curl_slist *headers) {
    Str url = arena_printf(a, "%.*s%.*s", STR_ARG(r->s->url), STR_ARG(path));
    bool ok = curl_easy_setopt(h, CURLOPT_URL, url.p) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_PROXY, "") == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_USERAGENT, "ridealong") == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, outside_socket) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &r->outside) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take_bytes) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_WRITEDATA, r) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
              curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method) == CURLE_OK;
    if (r->s->user.n)
        ok = ok &&
             curl_easy_setopt(h, CURLOPT_USERPWD,
                              arena_printf(a, "%.*s:%.*s", STR_ARG(r->s->user), STR_ARG(r->s->token)).p) == CURLE_OK;
    return ok && (!body || curl_easy_setopt(h, CURLOPT_POSTFIELDS, body) == CURLE_OK);
}

static bool not_reached(const Request *r, CURLcode code, Err *err) {
    if (r->outside.refused)
        return err_set(err, ERR_FORBIDDEN, "name its host in RIDEALONG_PRIVATE_HOSTS if it is yours",
                       "%.*s has a private address", STR_ARG(r->s->url));
    if (r->reply.overflowed)
        return err_set(err, ERR_LIMIT, "check the address", "%.*s sent more than %d MB", STR_ARG(r->s->url),
                       REPLY_MAX >> 20);
    return err_set(err, ERR_IO, "check the address, and try again: nothing is made twice", "cannot reach %.*s: %s",
                   STR_ARG(r->s->url), curl_easy_strerror(code));
}

bool tracker_ask(Arena *a, const TrackerSettings *s, const char *method, Str path, const json_t *body,
                 TrackerReply *reply, Err *err) {
    Request r = {.s = s, .reply = buf_new(REPLY_MAX), .outside = {.private_ok = s->private_ok}};
    struct curl_slist *headers = NULL;
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    CURL *h = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;
    bool ok = h && add_headers(a, s, &headers) && set_up(h, a, &r, method, path, text, headers);
    if (!ok) err_set(err, ERR_INTERNAL, NULL, "libcurl cannot be set up");
    CURLcode code = ok ? curl_easy_perform(h) : CURLE_OK;
    if (code != CURLE_OK) ok = not_reached(&r, code, err);
    if (ok) {
        curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &reply->status);
        reply->json = json_loadb(r.reply.p ? r.reply.p : "", r.reply.n, 0, NULL);
    }
    curl_easy_cleanup(h);
    curl_slist_free_all(headers);
    free(text);
    buf_free(&r.reply);
    return ok;
}
