/* request.h - what a client asked for, decoded; and addresses made from it. */
#pragma once
#include "app/hook.h"
#include "base/buf.h"

enum { REQUEST_ARGS_MAX = 64 };

typedef struct Request {
    Str method;        /* "GET", "HEAD", "POST", "OTHER" */
    Str target;        /* as it came: "/signals?search=card%20declined" */
    Str host;          /* the Host header */
    Str if_none_match; /* the header, or empty */
    bool accepts_gzip, accepts_json_only;
    Str fetch_site, origin, referer; /* the headers, or empty */
    Str content_type;
    Str cookie, authorization, user_agent, once, forwarded,
        forwarded_proto; /* the headers, or empty; once: Idempotency-Key */
    Str address;         /* of the other end of the connection */
    HookHeaders hook;    /* of a webhook */
    bool has_length;     /* there is a Content-Length */
    Str body;

    /* Filled in by request_parse: */
    Str path;           /* of the target, still encoded */
    const RawArg *args; /* of the query, decoded, without empty ones and without the two that follow */
    size_t args_n;
    Str format;  /* ?format=csv */
    int64_t job; /* ?job=12: the piece of work whose outcome the page shall show; 0: none */
} Request;

/* Takes target apart. Refuses broken percent-encoding, NUL, and what is not UTF-8. */
bool request_parse(Request *r, Arena *a, Err *err);

/* Percent-decodes one part ('+' means a blank when `query`). */
bool url_decode(Arena *a, Str s, bool query, Str *out, Err *err);

/* path?name=value&...: the request's own arguments, but for `without`, and then one more when `name` is set. */
Str request_url(const Request *r, Arena *a, Str prefix, const char *without, const char *name, Str value);

/* The argument of that name, or the empty slice. */
Str request_arg(const Request *r, const char *name);
