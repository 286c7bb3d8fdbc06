/* guard.h - refuses the requests that libevent's parser lets through and two parsers may read differently.
 *
 * evhttp 2.1.12 accepts differing duplicate Content-Length, Transfer-Encoding: xchunked, folded header lines,
 * white space before the colon and a missing Host (LIBRARIES.md, "Traps found"). The guard reads the same bytes
 * before evhttp does, line by line, and says what is wrong with them. It also knows whether a request is under
 * way, which the deadline sweep needs.
 *
 * Rules: RFC 9112 sections 2.2, 3, 5 and 6. Stricter than the RFC: no request may be chunked (411). */
#pragma once
#include "base/buf.h"

enum { GUARD_LINE_MAX = 8192, GUARD_HEADERS_MAX = 16384, GUARD_BODY_MAX = 8 << 20 };

typedef struct Guard {
    enum { GUARD_START, GUARD_HEADERS, GUARD_BODY, GUARD_REFUSED } state;
    Buf line; /* of the header block, as far as it has come */
    size_t header_bytes;
    int64_t body_length; /* -1: no Content-Length yet */
    int64_t body_left;
    bool host, old;     /* has a Host; is HTTP/1.0 */
    int status;         /* once refused: 400, 411, 413, 414, 431, 505 */
    const char *reason; /* one sentence, a literal */
} Guard;

Guard guard_new(void);
void guard_free(Guard *g);

/* Reads on. False: refuse with g->status and g->reason, and close the connection. */
bool guard_feed(Guard *g, Str bytes);
/* Part of a request has come, and not all of it. */
bool guard_midway(const Guard *g);
