/* site.c - decides who answers. */
#include "site.h"

#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"

static const Str API = STR_INIT("/api/v1");

Site site_new(const WebOptions *options, bool loopback) {
    AppOptions app = {.store = options->store, .threads = 1};
    return (Site){.options = options, .loopback = loopback, .app = app_open(&app), .arena = arena_new()};
}

void site_free(Site *s) {
    app_close(s->app);
    arena_free(s->arena);
    s->app = NULL;
}

static bool is_api(const Request *r) {
    return str_starts(r->target, STR("/api/"));
}

static void fail(Site *s, const Request *r, int status, const Err *err, Reply *reply) {
    buf_clear(&reply->body);
    if (status >= 500) log_line(LOG_WARN, "request_failed", "path=%.*s error=%s", STR_ARG(r->path), err->message);
    if (is_api(r) || r->accepts_json_only)
        api_error(s, status, err, reply);
    else
        page_error(s, r, status, err, reply);
}

/* Host without its port: "[::1]:8080" -> "[::1]". */
static Str host_name(Str host) {
    if (host.n && host.p[0] == '[') {
        size_t end = str_find(host, STR("]"));
        return end == SIZE_MAX ? host : str_slice(host, 0, end + 1);
    }
    return str_cut(&host, ':');
}

/* A page of another site may make its own name point to our address (DNS rebinding); the browser then sends that
 * name here, and would let that page read our answers. So only our own names are answered. */
static bool host_allowed(const Site *s, Str host) {
    Str name = host_name(host);
    const char *const *extra = s->options->host_names;
    if (!s->loopback && !extra) return true;
    for (; extra && *extra; extra++)
        if (str_eq_nocase(name, str_from_c(*extra))) return true;
    if (s->options->address && str_eq_nocase(name, str_from_c(s->options->address))) return true;
    return str_eq_nocase(name, STR("localhost")) || str_eq(name, STR("127.0.0.1")) || str_eq(name, STR("[::1]"));
}

static void redirect(Reply *reply, const char *where) {
    reply->status = 303;
    reply_header(reply, "Location", where);
}

static void plain(Reply *reply, const char *words) {
    reply->type = "text/plain; charset=utf-8";
    reply_header(reply, "Cache-Control", "no-store");
    buf_add(&reply->body, str_from_c(words));
}

static void ready(Site *s, const Request *r, Reply *reply) {
    Err err = {0};
    if (app_ready(s->app, &err))
        plain(reply, "ready\n");
    else
        fail(s, r, 503, &err, reply);
}

/* Addresses that are no operation. */
static bool fixed_address(Site *s, const Request *r, Reply *reply) {
    if (str_eq(r->path, STR("/")))
        redirect(reply, "/themes");
    else if (str_eq(r->path, STR("/healthz")))
        plain(reply, "ok\n");
    else if (str_eq(r->path, STR("/readyz")))
        ready(s, r, reply);
    else if (str_eq(r->path, STR("/favicon.ico")))
        return asset_reply(r, STR("icon.svg"), reply);
    else if (str_starts(r->path, STR("/static/")))
        return asset_reply(r, str_slice(r->path, strlen("/static/"), r->path.n), reply);
    else if (str_eq(r->path, STR("/api/v1/openapi.json"))) {
        json_t *document = openapi_document();
        api_write(document, reply);
        json_decref(document);
    } else
        return false;
    return true;
}

static void write_answer(Site *s, const Request *r, Door door, const Op *op, const json_t *answer, Reply *reply) {
    if (str_eq(r->format, STR("csv")) && op->rows && op->columns)
        api_csv(s, op, answer, reply);
    else if (door == DOOR_API || str_eq(r->format, STR("json")))
        api_write(answer, reply);
    else
        page_write(s, r, op, answer, reply);
}

static void run_operation(Site *s, const Request *r, Door door, const Route *route, Reply *reply) {
    Err err = {0};
    size_t n = route->args_n + r->args_n;
    RawArg *args = ARENA_ARRAY(s->arena, RawArg, n + 1);
    memcpy(args, route->args, route->args_n * sizeof *args);
    if (r->args_n) memcpy(args + route->args_n, r->args, r->args_n * sizeof *args);
    json_t *answer = NULL;
    if (app_call(s->app, route->op, s->arena, args, n, clock_now(), NULL, &answer, &err))
        write_answer(s, r, door, route->op, answer, reply);
    else
        fail(s, r, err_http_status(err.code), &err, reply);
    json_decref(answer);
}

/* A page or JSON is asked for again each time, and sent again only when it changed. Errors are never kept. */
static void add_cache_rules(Site *s, const Request *r, Reply *reply) {
    if (reply->status >= 400) reply_header(reply, "Cache-Control", "no-store");
    if (reply->status != 200 || !reply->type || reply->headers_n) return;
    const char *tag = arena_printf(s->arena, "W/\"%016llx\"", (unsigned long long)hash64(buf_str(&reply->body))).p;
    reply_header(reply, "Cache-Control", "private, no-cache");
    reply_header(reply, "ETag", tag);
    if (str_eq(r->if_none_match, str_from_c(tag))) {
        reply->status = 304;
        buf_clear(&reply->body);
    }
}

static void read_only(Site *s, const Request *r, Reply *reply) {
    Err err = {0};
    err_set(&err, ERR_INPUT, "use GET or HEAD", "this address can only be read");
    reply_reset(reply);
    reply_header(reply, "Allow", "GET, HEAD");
    fail(s, r, 405, &err, reply);
}

static void answer(Site *s, Request *r, Reply *reply) {
    Err err = {0};
    Route route;
    if (!request_parse(r, s->arena, &err)) {
        fail(s, r, 400, &err, reply);
        return;
    }
    bool reads = str_eq(r->method, STR("GET")) || str_eq(r->method, STR("HEAD"));
    if (fixed_address(s, r, reply)) {
        if (!reads) read_only(s, r, reply);
        return;
    }
    bool api = str_starts(r->path, API);
    Door door = api ? DOOR_API : DOOR_PAGE;
    bool found = router_find(s->arena, api ? str_slice(r->path, API.n, r->path.n) : r->path, door, &route, &err);
    if (!found && !err.code)
        err_set(&err, ERR_NOT_FOUND, "start at /themes, or see /api/v1/openapi.json",
                "there is no page at this address");
    if (found && reads)
        run_operation(s, r, door, &route, reply);
    else if (found)
        read_only(s, r, reply);
    else
        fail(s, r, err_http_status(err.code), &err, reply);
}

void site_handle(Site *s, Request *r, Reply *reply) {
    arena_reset(s->arena);
    reply_reset(reply);
    if (!host_allowed(s, r->host)) {
        Err err = {0};
        err_set(&err, ERR_INPUT, "call it by localhost, or start it with this name as one of its host names",
                "this server does not answer to the name %.*s", STR_ARG(r->host));
        fail(s, r, 421, &err, reply);
    } else
        answer(s, r, reply);
    if (reply->body.overflowed) {
        Err err = {0};
        err_set(&err, ERR_LIMIT, "ask for less with ?limit=", "the answer is larger than %d bytes", REPLY_BODY_MAX);
        reply_reset(reply);
        fail(s, r, 413, &err, reply);
    }
    add_cache_rules(s, r, reply);
}
