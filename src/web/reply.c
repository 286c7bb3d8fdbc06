/* reply.c - the reply under construction. */
#include "reply.h"

#include <assert.h>

Reply reply_new(void) {
    return (Reply){.status = 200, .body = buf_new(REPLY_BODY_MAX)};
}
void reply_free(Reply *r) {
    buf_free(&r->body);
}

void reply_reset(Reply *r) {
    buf_clear(&r->body);
    r->status = 200;
    r->type = NULL;
    r->headers_n = 0;
    r->keeps = false;
}

void reply_header(Reply *r, const char *name, const char *value) {
    assert(r->headers_n < REPLY_HEADERS_MAX);
    r->headers[r->headers_n++] = (Header){name, value};
}

const char *status_words(int status) {
    switch (status) {
    case 200:
        return "OK";
    case 202:
        return "Accepted";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 409:
        return "Conflict";
    case 411:
        return "Length Required";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 421:
        return "Misdirected Request";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 499:
        return "Client Closed Request";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Internal Server Error";
    }
}
