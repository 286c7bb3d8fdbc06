/* site.h - from a request to a reply, without sockets: the Host check, fixed addresses, the router, pages and JSON.
 *
 * A Site belongs to one event loop and has an App of its own, which opens the store at the first request. */
#pragma once
#include "app/app.h"
#include "reply.h"
#include "request.h"
#include "router.h"
#include "web/server.h"

typedef struct Site {
    const WebOptions *options;
    bool loopback; /* bound to this machine only */
    App *app;
    Arena *arena; /* of the request under way */
} Site;

Site site_new(const WebOptions *options, bool loopback);
void site_free(Site *s);

/* Answers. Everything in *reply lives until the next call. */
void site_handle(Site *s, Request *request, Reply *reply);

/* The pieces, in files of their own: */

/* page.c: the operation's page, or the page that says what went wrong. */
void page_write(Site *s, const Request *request, const Op *op, const json_t *answer, Reply *reply);
void page_error(Site *s, const Request *request, int status, const Err *err, Reply *reply);
/* api.c: JSON, application/problem+json (RFC 9457), CSV. */
void api_write(const json_t *answer, Reply *reply);
void api_error(Site *s, int status, const Err *err, Reply *reply);
json_t *error_facts(Site *s, int status, const Err *err); /* title, status, code, detail, hint; new reference */
void api_csv(Site *s, const Op *op, const json_t *answer, Reply *reply);
/* assets.c: /static/... and the icon. False: there is no such file. */
bool asset_reply(const Request *request, Str name, Reply *reply);
