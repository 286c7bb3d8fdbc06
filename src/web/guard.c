/* guard.c - a line reader with the few rules that decide where a request ends and whom it is for. */
#include "guard.h"

#include <string.h>

Guard guard_new(void) {
    return (Guard){.line = buf_new(GUARD_LINE_MAX), .body_length = -1};
}
void guard_free(Guard *g) {
    buf_free(&g->line);
}
bool guard_midway(const Guard *g) {
    return g->state != GUARD_START || g->line.n > 0;
}

static bool refuse(Guard *g, int status, const char *reason) {
    g->state = GUARD_REFUSED;
    g->status = status;
    g->reason = reason;
    return false;
}

static bool is_token_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_token(Str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!is_token_char(s.p[i])) return false;
    return s.n > 0;
}

/* "GET /path HTTP/1.1": three words, one blank between them, the path without a host in it. */
static bool request_line(Guard *g, Str line) {
    Str method = str_cut(&line, ' '), target = str_cut(&line, ' '), version = line;
    if (!is_token(method) || !target.n || !version.n)
        return refuse(g, 400, "The request line is not: method, path, version.");
    if (target.p[0] != '/' && !str_eq(target, STR("*")))
        return refuse(g, 400, "The request's target does not start with a slash.");
    for (size_t i = 0; i < target.n; i++)
        if ((unsigned char)target.p[i] <= 0x20 || target.p[i] == 0x7f)
            return refuse(g, 400, "The request's target holds a control character.");
    g->old = str_eq(version, STR("HTTP/1.0"));
    if (!g->old && !str_eq(version, STR("HTTP/1.1"))) return refuse(g, 505, "This server speaks HTTP/1.1.");
    g->state = GUARD_HEADERS;
    return true;
}

static bool content_length(Guard *g, Str value) {
    int64_t n = 0;
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] < '0' || value.p[i] > '9') return refuse(g, 400, "Content-Length is not a number.");
    if (!str_to_i64(value, &n)) return refuse(g, 400, "Content-Length is not a number.");
    if (g->body_length >= 0) return refuse(g, 400, "Content-Length stands there twice.");
    if (n > GUARD_BODY_MAX) return refuse(g, 413, "The request's body is too large.");
    g->body_length = n;
    return true;
}

static bool header_line(Guard *g, Str line) {
    if (line.p[0] == ' ' || line.p[0] == '\t') return refuse(g, 400, "A header line is folded.");
    if (!memchr(line.p, ':', line.n)) return refuse(g, 400, "A header line has no colon.");
    Str value = line, name = str_cut(&value, ':');
    if (!is_token(name)) return refuse(g, 400, "The name of a header is not a word.");
    for (size_t i = 0; i < value.n; i++)
        if (((unsigned char)value.p[i] < 0x20 && value.p[i] != '\t') || value.p[i] == 0x7f)
            return refuse(g, 400, "A header holds a control character.");
    if (str_eq_nocase(name, STR("Transfer-Encoding")))
        return refuse(g, 411, "Send a Content-Length: requests here are not chunked.");
    if (str_eq_nocase(name, STR("Content-Length"))) return content_length(g, str_trim(value));
    if (str_eq_nocase(name, STR("Host"))) {
        if (g->host) return refuse(g, 400, "Host stands there twice.");
        g->host = true;
    }
    return true;
}

static void start_over(Guard *g) {
    g->state = GUARD_START;
    g->header_bytes = 0;
    g->body_length = -1;
    g->host = false;
}

static bool end_of_headers(Guard *g) {
    if (!g->host && !g->old) return refuse(g, 400, "The Host header is missing.");
    g->body_left = g->body_length > 0 ? g->body_length : 0;
    if (g->body_left) g->state = GUARD_BODY;
    else start_over(g);
    return true;
}

static bool whole_line(Guard *g) {
    Str line = buf_str(&g->line);
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    bool ok = g->state == GUARD_START ? request_line(g, line) : line.n ? header_line(g, line) : end_of_headers(g);
    buf_clear(&g->line);
    return ok;
}

/* Takes up to the end of a line. */
static bool feed_line(Guard *g, Str *bytes) {
    const char *end = memchr(bytes->p, '\n', bytes->n);
    size_t n = end ? (size_t)(end - bytes->p) : bytes->n;
    buf_add(&g->line, str_slice(*bytes, 0, n));
    g->header_bytes += n + (end != NULL);
    *bytes = str_slice(*bytes, n + (end != NULL), bytes->n);
    if (g->line.overflowed)
        return g->state == GUARD_START ? refuse(g, 414, "The request line is too long.")
                                       : refuse(g, 431, "A header line is too long.");
    if (g->header_bytes > GUARD_HEADERS_MAX) return refuse(g, 431, "The headers are too long.");
    return end ? whole_line(g) : true;
}

bool guard_feed(Guard *g, Str bytes) {
    while (bytes.n && g->state != GUARD_REFUSED) {
        if (g->state != GUARD_BODY) {
            if (!feed_line(g, &bytes)) return false;
            continue;
        }
        size_t n = bytes.n < (size_t)g->body_left ? bytes.n : (size_t)g->body_left;
        g->body_left -= (int64_t)n;
        bytes = str_slice(bytes, n, bytes.n);
        if (!g->body_left) start_over(g);
    }
    return g->state != GUARD_REFUSED;
}
