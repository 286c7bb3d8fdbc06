/* post.c - writing operations: from the body to a redirect, a reply, or the form again with what is wrong. */
#include <string.h>

#include "address.h"
#include "base/clock.h"
#include "site.h"

bool args_allowed(const Op *op, const RawArg *args, size_t n, Err *err) {
    for (size_t i = 0; i < n; i++)
        for (const Param *p = op->params; p && p->name; p++)
            if (p->cli_only && str_eq(args[i].name, str_from_c(p->name)))
                return err_set(err, ERR_FORBIDDEN, "use the command line on that machine",
                               "%s: only on the command line", p->name);
    return true;
}

/* ---- where to go then */

/* The page it came from, without the outcome that it told. */
static Str page_before(const Request *r, Arena *a) {
    Request before = {.target = origin_page(r)};
    Err err = {0};
    if (!before.target.n || !request_parse(&before, a, &err)) return STR(SITE_START);
    Str url = request_url(&before, a, STR(""), NULL, NULL, STR(""));
    /* an address that only takes forms would be a form without its error */
    return str_eq(before.path, r->path) ? STR(SITE_START) : url;
}

/* The address of the page to show, with ?job= in front of its fragment. */
static Str page_after(Arena *a, Str url, int64_t job) {
    Str fragment = url, path = str_cut(&fragment, '#');
    Str with = arena_printf(a, "%.*s%cjob=%lld%s%.*s", STR_ARG(path), str_find(path, STR("?")) == SIZE_MAX ? '?' : '&',
                            (long long)job, fragment.p ? "#" : "", STR_ARG(fragment));
    return with;
}

static Str next_page(const Request *r, Arena *a, const Op *op, const RawArg *args, size_t n, const json_t *answer) {
    Buf b = buf_new(4096);
    bool known = op->after && address_fill(&b, a, str_from_c(op->after), args, n, answer) && !b.overflowed;
    Str url = known ? arena_str(a, buf_str(&b)) : page_before(r, a);
    buf_free(&b);
    return url;
}

/* ---- the ways it can end */

static void refuse(Site *s, const Request *r, Door door, const Route *route, const RawArg *typed, size_t n, int status,
                   const Err *err, Reply *reply) {
    if (door == DOOR_PAGE && !r->accepts_json_only) form_write(s, r, route, typed, n, status, err, reply);
    else site_fail(s, r, status, err, reply);
}

/* 202: it is under way, ask again. */
static void accepted(JobState state, int64_t id, Reply *reply) {
    json_t *answer =
        json_pack("{s:I, s:s}", "job", (json_int_t)id, "state", state == JOB_QUEUED ? "queued" : "running");
    reply->status = 202;
    reply_header(reply, "Location", "/api/v1/jobs");
    api_write(answer, reply);
    json_decref(answer);
}

/* Once, and kept nowhere: the cookie of a login, or a page with what was made. */
static void show_secret(Site *s, const Request *r, Door door, const Op *op, json_t *answer, Reply *reply) {
    json_t *login = json_object_get(answer, "login");
    bool page = door == DOOR_PAGE && !r->accepts_json_only;
    if (login) {
        who_cookie(s, arena_str(s->arena, str_from_c(json_string_value(login))), reply);
        json_object_set_new(answer, "login", json_string("(a cookie)"));
    }
    if (login && page)
        site_redirect(reply, arena_str(s->arena, str_from_c(json_string_value(json_object_get(answer, "next")))).p);
    else if (page) page_write(s, r, op, answer, reply);
    else api_write(answer, reply);
}

/* Whether an object is their own is seen where it is read. */
static bool role_allows(const Site *s, const Op *op, Err *err) {
    return app_may(op, &s->actor, true) ||
           err_set(err, ERR_FORBIDDEN, "ask an administrator, or make a token with that scope",
                   "%s: your role or token does not allow it", op->summary);
}

static void do_operation(Site *s, const Request *r, Door door, const Route *route, const RawArg *typed, size_t typed_n,
                         Reply *reply) {
    const Op *op = route->op;
    Err err = {0};
    const Arg *bound;
    size_t n = route->args_n + typed_n;
    RawArg *args = ARENA_ARRAY(s->arena, RawArg, n);
    memcpy(args, route->args, route->args_n * sizeof *args);
    if (typed_n) memcpy(args + route->args_n, typed, typed_n * sizeof *args);
    json_t *answer = NULL;
    int64_t id = 0;
    JobState state = JOB_FAILED;
    /* checked before it is queued, so that the person learns of it at once */
    if (role_allows(s, op, &err) && args_allowed(op, args, n, &err) && op_bind(op, s->arena, args, n, &bound, &err))
        state = jobs_run(s->jobs, &s->actor, op, args, n, clock_now(), &id, &answer, &err);
    if (state == JOB_FAILED) refuse(s, r, door, route, typed, typed_n, err_http_status(err.code), &err, reply);
    else if (op->secret && state == JOB_DONE) show_secret(s, r, door, op, answer, reply);
    else if (door == DOOR_PAGE && !r->accepts_json_only)
        site_redirect(reply, page_after(s->arena, next_page(r, s->arena, op, args, n, answer), id).p);
    else if (state == JOB_DONE) api_write(answer, reply);
    else accepted(state, id, reply);
    json_decref(answer);
}

static int refuse_with(int status, Err *err, const char *hint, const char *message) {
    err_set(err, ERR_INPUT, hint, "%s", message);
    return status;
}

/* The rules that hold for every POST: 0 when it keeps them, else the status. */
static int check_post(const Site *s, const Request *r, const Op *op, Err *err) {
    if (!origin_check(s, r, err)) return err_http_status(err->code);
    if (!r->has_length) return refuse_with(411, err, "send a Content-Length", "the body has no length");
    if (r->args_n && !(op->scope & SCOPE_INGEST))
        return refuse_with(400, err, "send them in the body", "a POST takes no parameters in its address");
    return 0;
}

/* Reads the body of a POST that may be done; else it is answered already. */
static bool take_body(Site *s, const Request *r, const Op *op, const RawArg **args, size_t *n, Reply *reply) {
    Err err = {0};
    int status = check_post(s, r, op, &err);
    if (!status && body_read(r, op, s->arena, args, n, &status, &err)) return true;
    site_fail(s, r, status, &err, reply);
    return false;
}

void post_run(Site *s, const Request *r, Door door, const Route *route, Reply *reply) {
    const RawArg *typed;
    size_t n;
    if (take_body(s, r, route->op, &typed, &n, reply)) do_operation(s, r, door, route, typed, n, reply);
}

void post_dismiss(Site *s, const Request *r, Reply *reply) {
    static const Op DISMISS = {.id = "jobs.dismiss"};
    const RawArg *args;
    size_t n;
    int64_t id;
    if (!str_eq(r->method, STR("POST"))) {
        site_wrong_method(s, r, "POST", reply);
        return;
    }
    if (!take_body(s, r, &DISMISS, &args, &n, reply)) return;
    for (size_t i = 0; i < n; i++)
        if (str_eq(args[i].name, STR("job")) && str_to_i64(args[i].value, &id)) jobs_dismiss(s->jobs, &s->actor, id);
    site_redirect(reply, page_before(r, s->arena).p);
}
