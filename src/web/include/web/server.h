/* server.h - the browser's and the API's door: pages at each operation's path, JSON under /api/v1.
 *
 *     WebOptions options = {.store = STR("demo.db"), .port = 8080, .on_ready = print_url};
 *     if (!web_serve(&options, &err)) ...
 *
 * Who is signed in may what their role allows. Until there is an account, browsers on this machine may everything (so
 * the default address is loopback), and all others only open the one-time link that makes the first one. */
#pragma once
#include "base/err.h"
#include "base/str.h"

typedef struct WebOptions {
    Str store;           /* as in AppOptions */
    const char *address; /* numeric; NULL: 127.0.0.1 */
    int port;            /* 0: any free one */
    int threads;         /* event loops, each with an App of its own; 0: one per processor, at most 8 */
    /* Names by which browsers may call this server (the Host header), NULL-terminated; localhost and the address
     * itself always count. NULL on an address that is not loopback: any name. Guards against DNS rebinding. */
    const char *const *host_names;
    int rate;    /* requests a minute of one caller to the API, and writing ones to pages; 0: no limit */
    bool secure; /* browsers come by https: cookies are for that only */
    /* Addresses of proxies in front of us, NULL-terminated: of them X-Forwarded-For is believed. NULL: none. */
    const char *const *proxies;
    const char *cert, *key; /* PEM files: serve TLS by itself; NULL: plain */
    const char *texts;      /* a .po file with the texts of the pages in another language; NULL: English */
    double request_seconds; /* in which a request must have come; 0: 15. Idle connections are kept four times as long */
    void (*on_ready)(void *ctx, const char *url); /* when connections are being accepted; may be NULL */
    void *ctx;
} WebOptions;

/* Serves until SIGTERM or SIGINT (or web_stop), lets running replies end (5 s at most) and returns true. Ignores
 * SIGPIPE for the whole process. ERR_INPUT for a bad address, ERR_IO when the port is taken. */
bool web_serve(const WebOptions *options, Err *err);

/* Makes web_serve return; for tests. Async-signal-safe. */
void web_stop(void);
