/* site.c - decides who answers. */
#include "site.h"

#include <string.h>

#include "app/feed.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "rate.h"

static const Str API = STR_INIT("/api/v1");

Site site_new(const WebOptions *options, Jobs *jobs, Rate *rate, bool loopback) {
    AppOptions app = {.store = options->store, .threads = 1};
    return (Site){.options = options,
                  .loopback = loopback,
                  .app = app_open(&app),
                  .jobs = jobs,
                  .rate = rate,
                  .arena = arena_new()};
}

void site_free(Site *s) {
    app_close(s->app);
    arena_free(s->arena);
    s->app = NULL;
}

void site_rest(Site *s) {
    app_rest(s->app);
    arena_free(s->arena);
    s->arena = arena_new();
}

static bool is_api(const Request *r) {
    return str_starts(r->target, STR("/api/"));
}

void site_fail(Site *s, const Request *r, int status, const Err *err, Reply *reply) {
    buf_clear(&reply->body);
    if (status >= 500) log_line(LOG_WARN, "request_failed", "path=%.*s error=%s", STR_ARG(r->path), err->message);
    if (is_api(r) || r->accepts_json_only) api_error(s, status, err, reply);
    else page_error(s, r, status, err, reply);
}

/* A page of another site may make its own name point to our address (DNS rebinding); the browser then sends that
 * name here, and would let that page read our answers. So only our own names are answered. */
static bool host_allowed(const Site *s, Str host) {
    Str name = host_name(host);
    const char *const *extra = s->options->host_names;
    if (!s->loopback && !extra) return true;
    for (; extra && *extra; extra++)
        if (str_eq_nocase(name, str_from_c(*extra))) return true;
    return host_is_own(s, host);
}

void site_redirect(Reply *reply, const char *where) {
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
    if (app_ready(s->app, &err)) plain(reply, "ready\n");
    else site_fail(s, r, 503, &err, reply);
}

static void write_json(json_t *answer, Reply *reply) {
    api_write(answer, reply);
    json_decref(answer);
}

static void list_jobs(Site *s, const Request *r, Reply *reply) {
    if (s->actor.role == ROLE_ANYBODY) who_sign_in(s, r, DOOR_API, NULL, reply);
    else write_json(jobs_list(s->jobs, &s->actor), reply);
}

/* /feeds/SECRET.ics, a calendar, and .json, what work did: what is followed by programs that sign in nowhere; the
 * secret is all they have. */
static void feed(Site *s, const Request *r, Reply *reply) {
    Err err = {0};
    Str token = str_slice(r->path, strlen("/feeds/"), r->path.n), text;
    bool work = str_ends(token, STR(".json"));
    if (work || str_ends(token, STR(".ics"))) token = str_slice(token, 0, token.n - strlen(work ? ".json" : ".ics"));
    if (!(work ? app_work_feed : app_feed)(s->app, s->arena, token, clock_now(), &text, &err)) {
        site_fail(s, r, err_http_status(err.code), &err, reply);
        return;
    }
    reply->type = work ? "application/feed+json" : "text/calendar; charset=utf-8";
    buf_add(&reply->body, text);
}

/* Addresses that are no operation. */
static bool fixed_address(Site *s, const Request *r, Reply *reply) {
    if (str_eq(r->path, STR("/"))) site_redirect(reply, "/home");
    else if (str_eq(r->path, STR("/healthz"))) plain(reply, "ok\n");
    else if (str_eq(r->path, STR("/readyz"))) ready(s, r, reply);
    else if (str_eq(r->path, STR("/favicon.ico"))) return asset_reply(r, STR("icon.svg"), reply);
    else if (str_starts(r->path, STR("/static/")))
        return asset_reply(r, str_slice(r->path, strlen("/static/"), r->path.n), reply);
    else if (str_eq(r->path, STR("/api/v1/openapi.json"))) write_json(openapi_document(), reply);
    else if (str_starts(r->path, STR("/feeds/"))) feed(s, r, reply);
    else if (str_eq(r->path, STR("/api/v1/jobs"))) list_jobs(s, r, reply);
    else return false;
    return true;
}

static void write_answer(Site *s, const Request *r, Door door, const Op *op, const json_t *answer, Reply *reply) {
    if (str_eq(r->format, STR("csv")) && op->rows && op->columns) api_csv(s, op, answer, reply);
    else if (door == DOOR_API || str_eq(r->format, STR("json"))) api_write(answer, reply);
    else page_write(s, r, op, answer, reply);
}

static void run_operation(Site *s, const Request *r, Door door, const Route *route, Reply *reply) {
    Err err = {0};
    size_t n = route->args_n + r->args_n;
    RawArg *args = ARENA_ARRAY(s->arena, RawArg, n + 1);
    memcpy(args, route->args, route->args_n * sizeof *args);
    if (r->args_n) memcpy(args + route->args_n, r->args, r->args_n * sizeof *args);
    s->args = args;
    s->args_n = n;
    json_t *answer = NULL;
    if (door == DOOR_PAGE) s->notice = jobs_notice(s->jobs, &s->actor, r->job);
    if (args_allowed(route->op, args, n, &err) &&
        app_call(s->app, &s->actor, route->op, s->arena, args, n, clock_now(), NULL, &answer, &err))
        write_answer(s, r, door, route->op, answer, reply);
    else site_fail(s, r, err_http_status(err.code), &err, reply);
    json_decref(answer);
    json_decref(s->notice);
    s->notice = NULL;
}

/* A page or JSON is asked for again each time, and sent again only when it changed. Errors and what a POST brings are
 * never kept. */
static void add_cache_rules(Site *s, const Request *r, Reply *reply) {
    bool post = str_eq(r->method, STR("POST"));
    if (post || reply->status >= 400) reply_header(reply, "Cache-Control", "no-store");
    if (post || reply->status != 200 || !reply->type || reply->keeps) return;
    const char *tag = arena_printf(s->arena, "W/\"%016llx\"", (unsigned long long)hash64(buf_str(&reply->body))).p;
    reply_header(reply, "Cache-Control", "private, no-cache");
    reply_header(reply, "ETag", tag);
    if (str_eq(r->if_none_match, str_from_c(tag))) {
        reply->status = 304;
        buf_clear(&reply->body);
    }
}

void site_wrong_method(Site *s, const Request *r, const char *allow, Reply *reply) {
    Err err = {0};
    err_set(&err, ERR_INPUT, NULL, "this address answers to %s only", allow);
    reply_reset(reply);
    reply_header(reply, "Allow", allow);
    site_fail(s, r, 405, &err, reply);
}

static void route_request(Site *s, const Request *r, Door door, const Routes *routes, Reply *reply) {
    bool reads = str_eq(r->method, STR("GET")) || str_eq(r->method, STR("HEAD"));
    const Op *op = reads ? (routes->read.op ? routes->read.op : routes->write.op) : routes->write.op;
    if (op && s->actor.role == ROLE_ANYBODY && op->role > ROLE_ANYBODY) {
        who_sign_in(s, r, door, op, reply);
        return;
    }
    bool form = door == DOOR_PAGE && routes->write.op; /* whoever looks at it gets its form */
    if (reads && routes->read.op) run_operation(s, r, door, &routes->read, reply);
    else if (reads && form) form_show(s, r, &routes->write, reply);
    else if (str_eq(r->method, STR("POST")) && routes->write.op) post_run(s, r, door, &routes->write, reply);
    else
        site_wrong_method(s, r,
                          !routes->write.op         ? "GET, HEAD"
                          : routes->read.op || form ? "GET, HEAD, POST"
                                                    : "POST",
                          reply);
}

static void answer(Site *s, Request *r, Reply *reply) {
    Err err = {0};
    Routes routes;
    if (!request_parse(r, s->arena, &err)) {
        site_fail(s, r, 400, &err, reply);
        return;
    }
    if (str_starts(r->path, STR("/static/")) && fixed_address(s, r, reply)) return;
    if (!who_calls(s, r, &err)) {
        site_fail(s, r, err_http_status(err.code), &err, reply);
        return;
    }
    if (!who_rate(s, r, reply)) return;
    if (str_starts(r->path, STR(HOOK_PATH))) {
        hook_in(s, r, reply);
        return;
    }
    if (str_eq(r->path, STR("/jobs/dismiss"))) {
        post_dismiss(s, r, reply);
        return;
    }
    if (fixed_address(s, r, reply)) {
        if (!str_eq(r->method, STR("GET")) && !str_eq(r->method, STR("HEAD")))
            site_wrong_method(s, r, "GET, HEAD", reply);
        return;
    }
    bool api = str_starts(r->path, API);
    Door door = api ? DOOR_API : DOOR_PAGE;
    if (router_find(s->arena, api ? str_slice(r->path, API.n, r->path.n) : r->path, door, &routes, &err)) {
        route_request(s, r, door, &routes, reply);
        return;
    }
    if (!err.code)
        err_set(&err, ERR_NOT_FOUND, "start at /themes, or see /api/v1/openapi.json",
                "there is no page at this address");
    site_fail(s, r, err_http_status(err.code), &err, reply);
}

void site_handle(Site *s, Request *r, Reply *reply) {
    arena_reset(s->arena);
    s->args = NULL;
    s->args_n = 0;
    reply_reset(reply);
    if (!host_allowed(s, r->host)) {
        Err err = {0};
        err_set(&err, ERR_INPUT, "call it by localhost, or start it with --host and this name",
                "this server does not answer to the name %.*s", STR_ARG(r->host));
        site_fail(s, r, 421, &err, reply);
    } else {
        answer(s, r, reply);
    }
    if (reply->body.overflowed) {
        Err err = {0};
        err_set(&err, ERR_LIMIT, "ask for less with ?limit=", "the answer is larger than %d bytes", REPLY_BODY_MAX);
        reply_reset(reply);
        site_fail(s, r, 413, &err, reply);
    }
    add_cache_rules(s, r, reply);
}
