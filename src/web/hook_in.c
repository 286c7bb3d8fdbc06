/* hook_in.c - POST /hooks/in/KEY: a forge tells of a release. Whether it is genuine is asked here, before anything
 * waits for the thread that writes: whoever has no secret costs no more than one look. */
#include <string.h>

#include "app/hook.h"
#include "base/clock.h"
#include "base/log.h"
#include "site.h"

enum { HOOK_BODY_MAX = 1 << 20 }; /* forges send some 20 KB */

/* Programs read it, whatever they say they accept. */
static void refuse(Site *s, const Request *r, int status, const Err *err, Reply *reply) {
    log_line(LOG_WARN, "hook_refused", "path=%.*s address=%.*s status=%d error=%s", STR_ARG(r->path),
             STR_ARG(s->actor.address), status, err->message);
    api_error(s, status, err, reply);
}

static void accepted(JobState state, const json_t *answer, Reply *reply) {
    json_t *said = json_pack("{s:s}", "state", state == JOB_QUEUED ? "queued" : "running");
    reply->status = state == JOB_DONE ? 200 : 202;
    api_write(state == JOB_DONE ? answer : said, reply);
    json_decref(said);
}

static void receive(Site *s, const Request *r, Str key, const HookCall *from, Reply *reply) {
    const Op *op = op_find(STR("hooks.receive"));
    const RawArg args[] = {
        {STR("key"), key}, {STR("event"), from->event}, {STR("delivery"), from->delivery}, {STR("body"), r->body}};
    const size_t n = sizeof args / sizeof *args;
    const Arg *bound;
    Err err = {0};
    json_t *answer = NULL;
    int64_t id = 0;
    JobState state = JOB_FAILED;
    if (op_bind(op, s->arena, args, n, &bound, &err))
        state = jobs_run(s->jobs, &from->actor, op, args, n, clock_now(), &id, &answer, &err);
    if (state == JOB_FAILED) refuse(s, r, err_http_status(err.code), &err, reply);
    else accepted(state, answer, reply);
    json_decref(answer);
}

void hook_in(Site *s, const Request *r, Reply *reply) {
    Str key = str_slice(r->path, strlen(HOOK_PATH), r->path.n);
    HookCall from;
    Err err = {0};
    int status = 0;
    if (!str_eq(r->method, STR("POST"))) {
        site_wrong_method(s, r, "POST", reply);
        return;
    }
    if (!r->has_length) status = 411, err_set(&err, ERR_INPUT, "send a Content-Length", "the body has no length");
    else if (r->body.n > HOOK_BODY_MAX)
        status = 413, err_set(&err, ERR_LIMIT, NULL, "the body is larger than %d bytes", HOOK_BODY_MAX);
    else if (!is_json(r->content_type))
        status = 415, err_set(&err, ERR_INPUT, "choose the content type application/json for the webhook",
                              "the body's type is '%.*s'", STR_ARG(r->content_type));
    else if (!app_hook_check(s->app, s->arena, key, &r->hook, r->body, clock_now(), &from, &err))
        status = err_http_status(err.code);
    if (status) refuse(s, r, status, &err, reply);
    else receive(s, r, key, &from, reply);
}
