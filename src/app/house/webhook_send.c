/* webhook_send.c - signed, timed, and to no address that is only for this machine. */
#include "webhook_send.h"

#include "app_private.h"
#include "outside.h"
#include "sealed.h"
#include "store/webhook_store.h"

enum { CONNECT_MS = 5000, TIMEOUT_MS = 15000, REPLY_MAX = 65536, ID_BYTES = 12, GONE = 410 };

typedef struct Post {
    Outside outside;
    size_t taken; /* of the answer, which nobody reads */
} Post;

static size_t drop_bytes(char *bytes, size_t size, size_t n, void *ctx) {
    Post *p = ctx;
    (void)bytes;
    p->taken += size * n;
    return p->taken > REPLY_MAX ? 0 : size * n;
}

static bool add_line(struct curl_slist **list, Str line) {
    struct curl_slist *more = curl_slist_append(*list, line.p);
    if (more) *list = more;
    return more != NULL;
}

/* What receivers know a message by: the same at each try, so that one that came twice counts once. */
static Str id_of(Arena *a, const MailRow *m) {
    char hex[2 * ID_BYTES + 1];
    Sha256 sum = sha256(m->key);
    hex_encode(hex, sum.bytes, ID_BYTES);
    return arena_printf(a, "msg_%s", hex);
}

static bool headers_of(Call *call, const MailRow *m, Str secret, struct curl_slist **list, Err *err) {
    Arena *a = call->arena;
    Str id = id_of(a, m), at = arena_printf(a, "%lld", (long long)call->now), signature;
    if (!webhook_sign(a, secret, id, at, m->body, &signature, err)) return false;
    return (add_line(list, STR("Content-Type: application/json")) && add_line(list, STR("Expect:")) &&
            add_line(list, arena_printf(a, "webhook-id: %.*s", STR_ARG(id))) &&
            add_line(list, arena_printf(a, "webhook-timestamp: %.*s", STR_ARG(at))) &&
            add_line(list, arena_printf(a, "webhook-signature: %.*s", STR_ARG(signature)))) ||
           err_set(err, ERR_INTERNAL, NULL, "libcurl cannot be set up");
}

static bool set_up(CURL *h, Arena *a, Post *p, const MailRow *m, struct curl_slist *headers) {
    return curl_easy_setopt(h, CURLOPT_URL, arena_str(a, m->address).p) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_USERAGENT, "ridealong") == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, outside_socket) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &p->outside) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, drop_bytes) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_WRITEDATA, p) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_POSTFIELDS, arena_str(a, m->body).p) == CURLE_OK &&
           curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, (long)m->body.n) == CURLE_OK;
}

static bool answered(CURL *h, const Post *p, const MailRow *m, CURLcode code, bool *later, Err *err) {
    long status = 0;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    *later = false;
    if (p->outside.refused)
        return err_set(err, ERR_FORBIDDEN, "name its host in RIDEALONG_PRIVATE_HOSTS if it is yours",
                       "%.*s has a private address", STR_ARG(m->address));
    if (status >= 200 && status < 300) return true;
    *later = status != GONE;
    if (!status)
        return err_set(err, ERR_IO, "check the address", "cannot reach %.*s: %s", STR_ARG(m->address),
                       curl_easy_strerror(code));
    return err_set(err, ERR_IO, "see the receiver's log", "%.*s answered %ld", STR_ARG(m->address), status);
}

bool webhook_deliver(Call *call, const MailRow *m, bool *later, Err *err) {
    Arena *a = call->arena;
    WebhookRow to;
    Str secret;
    struct curl_slist *headers = NULL;
    Post post = {.outside = {.private_ok = outside_listed(outside_host(m->address))}};
    *later = false;
    if (!webhook_get(call->app->db, a, m->webhook_id, &to, err) ||
        !sealed_get(call->app, a, to.url, to.secret, &secret, err))
        return false;
    CURL *h = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_easy_init() : NULL;
    bool ok = h && headers_of(call, m, secret, &headers, err);
    if (ok && !set_up(h, a, &post, m, headers)) ok = err_set(err, ERR_INTERNAL, NULL, "libcurl cannot be set up");
    if (ok) ok = answered(h, &post, m, curl_easy_perform(h), later, err);
    curl_easy_cleanup(h);
    curl_slist_free_all(headers);
    return ok;
}
