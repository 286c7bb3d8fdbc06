/* site.h - from a request to a reply, without sockets: the Host check, fixed addresses, the router, pages and JSON.
 *
 * A Site belongs to one event loop and has an App of its own, which opens the store at the first request. */
#pragma once
#include "app/app.h"
#include "jobs.h"
#include "reply.h"
#include "request.h"
#include "router.h"
#include "web/server.h"

typedef struct Site {
    const WebOptions *options;
    bool loopback;     /* bound to this machine only */
    App *app;          /* reads */
    struct Rate *rate; /* shared likewise; NULL: no limit */
    Jobs *jobs;        /* write; shared by all sites of the server */
    json_t *notice;    /* what the page says of the work, taken before its facts are read: else it could say "done" over
                          facts from before; NULL: not taken yet */
    bool secure;       /* the browser came by https */
    Actor actor;       /* who sent the request under way */
    const RawArg *args; /* what its address names, for what its page may offer */
    size_t args_n;
    Arena *arena; /* of it */
} Site;

Site site_new(const WebOptions *options, Jobs *jobs, struct Rate *rate, bool loopback);
void site_free(Site *s);
void site_rest(Site *s); /* nobody has asked for a while: gives memory back */

#define SITE_START "/themes"
#define SITE_COOKIE "ridealong"

/* Answers. Everything in *reply lives until the next call. */
void site_handle(Site *s, Request *request, Reply *reply);

/* An error as the door shows it. */
void site_fail(Site *s, const Request *request, int status, const Err *err, Reply *reply);
/* The 405 that says which methods there are: "GET, HEAD". */
void site_wrong_method(Site *s, const Request *request, const char *allow, Reply *reply);
void site_redirect(Reply *reply, const char *where);

/* The pieces, in files of their own: */

/* origin.c: did it come from a page of ours (CSRF), or from a program with a token? ERR_FORBIDDEN says what is wrong.
 */
bool origin_check(const Site *s, const Request *request, Err *err);
/* Path and query of the page of ours whose form or link this was, "" when it was none. */
Str origin_page(const Request *request);
/* Host without its port. */
Str host_name(Str host);
/* It is localhost, a loopback address, or the address that we were told to listen on. */
bool host_is_own(const Site *s, Str host);

/* who.c: who sent it, into s->actor. False: a token that is none, or the store failed. */
bool who_calls(Site *s, const Request *request, Err *err);
/* May they ask again so soon? Puts the headers that tell how often; false: it is answered already (429). */
bool who_rate(Site *s, const Request *request, Reply *reply);
/* The cookie that keeps a browser signed in, or (empty) ends that. */
void who_cookie(Site *s, Str login, Reply *reply);
/* Nobody is signed in: leads a browser to the page for it, answers 401 to programs. */
void who_sign_in(Site *s, const Request *request, Door door, const Op *op, Reply *reply);

enum { BODY_FORM_MAX = 65536, BODY_LINES_MAX = 1 << 20 }; /* one with a file may be as long as guard.h says */
/* body.c: what a body holds, JSON, a form (with files as base64, for parameters with `file`) or JSON lines (for the
 * parameter `lines`), as arguments; the lists of `op` item by item. Not a form and not JSON: 415 in *status, anything
 * else wrong: 400. */
bool body_read(const Request *request, const Op *op, Arena *a, const RawArg **args, size_t *n, int *status, Err *err);
bool is_json(Str content_type);

/* post.c: a writing operation: reply, redirect or form with its error. */
void post_run(Site *s, const Request *request, Door door, const Route *route, Reply *reply);
/* The person has read that a job failed. */
void post_dismiss(Site *s, const Request *request, Reply *reply);
/* False: one of them may be given on this machine's command line only. */
bool args_allowed(const Op *op, const RawArg *args, size_t n, Err *err);

/* hook_in.c: a delivery of a forge's webhook. */
#define HOOK_PATH "/hooks/in/"
void hook_in(Site *s, const Request *request, Reply *reply);

/* form.c: a page with a field for each parameter of a writing operation, filled in with `typed`. err NULL: nothing
 * is wrong yet. */
void form_write(Site *s, const Request *request, const Route *route, const RawArg *typed, size_t n, int status,
                const Err *err, Reply *reply);
/* The form as an address asks for it: filled in by its arguments, or by the job that failed (?job=12), with why. */
void form_show(Site *s, const Request *request, const Route *route, Reply *reply);

/* page.c: the operation's page, or the page that says what went wrong. */
void page_write(Site *s, const Request *request, const Op *op, const json_t *answer, Reply *reply);
void page_error(Site *s, const Request *request, int status, const Err *err, Reply *reply);
/* Any other template; takes over `answer`. */
void page_plain(Site *s, const Request *request, Str name, json_t *answer, Reply *reply);
/* api.c: JSON, application/problem+json (RFC 9457), CSV. */
void api_write(const json_t *answer, Reply *reply);
void api_error(Site *s, int status, const Err *err, Reply *reply);
json_t *error_facts(Site *s, int status,
                    const Err *err); /* title, status, code, detail, hint, see if there is one; new reference */
void api_csv(Site *s, const Op *op, const json_t *answer, Reply *reply);
/* assets.c: /static/... and the icon. False: there is no such file. */
bool asset_reply(const Request *request, Str name, Reply *reply);
