/* reply.h - what goes back: filled in by site.c and its helpers, sent by loop.c. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"

enum { REPLY_HEADERS_MAX = 12, REPLY_BODY_MAX = 32 << 20 };

typedef struct Header {
    const char *name, *value; /* literals or of the request's arena */
} Header;

typedef struct Reply {
    int status;
    Buf body;         /* kept from request to request, cleared by reply_reset */
    const char *type; /* of the body; NULL: there is none */
    Header headers[REPLY_HEADERS_MAX];
    size_t headers_n;
    bool keeps; /* it says itself how long it may be kept */
} Reply;

Reply reply_new(void);
void reply_free(Reply *r);
void reply_reset(Reply *r);
void reply_header(Reply *r, const char *name, const char *value);

/* The words that belong to a status: 404 -> "Not Found". */
const char *status_words(int status);
