/* conns.h - the connections of one event loop: the guard in front of each, and the deadline on it.
 *
 * evhttp has timeouts for silence, none for slowness: a client that sends a byte now and then keeps its connection
 * for ever. So each connection is kept in a list, and a sweep ten times a second hangs up on those that take too long.
 *
 * Who owns what: evhttp owns the bufferevent and frees it; the list holds a reference more, sees that evhttp has
 * let go (its callbacks are gone) and lets go too, which closes the socket. Hanging up is shutdown() of the socket,
 * which makes evhttp do the rest, so nothing is freed under its feet. */
#pragma once
#include <event2/bufferevent.h>
#include <stdbool.h>

typedef struct Conns Conns;

typedef struct ConnLimits {
    double request_seconds; /* from the first byte of a request to its last */
    double idle_seconds;    /* between requests */
    double reply_seconds;   /* for the other end to take what we send */
} ConnLimits;

/* `tls` (an SSL_CTX, may be NULL) outlives it. */
Conns *conns_new(struct event_base *base, ConnLimits limits, void *tls);
void conns_free(Conns *c); /* after evhttp_free */

/* For evhttp_set_bevcb: makes the bufferevent of a new connection. */
struct bufferevent *conns_accept(struct event_base *base, void *conns);

/* No request is half read and no reply half sent. */
bool conns_quiet(const Conns *c);
