/* conns.c - guards and deadlines. */
#include "conns.h"

#include <event2/buffer.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/arena.h"
#include "base/clock.h"
#include "guard.h"
#include "reply.h"

typedef struct Conn {
    struct Conn *next;
    struct bufferevent *bev;
    Conns *owner;
    Guard guard;
    double since; /* when its present state began */
    enum { CONN_IDLE, CONN_READING, CONN_WRITING } state;
} Conn;

struct Conns {
    ConnLimits limits;
    struct event *sweep;
    Conn *first;
    SSL_CTX *tls; /* NULL: plain */
};

/* evhttp clears the callbacks when it frees a connection. */
static bool is_gone(const Conn *conn) {
    bufferevent_data_cb on_read, on_write;
    bufferevent_event_cb on_event;
    void *arg;
    bufferevent_getcb(conn->bev, &on_read, &on_write, &on_event, &arg);
    return !on_read && !on_write && !on_event;
}

static void hang_up(const Conn *conn) {
    int fd = bufferevent_getfd(conn->bev);
    if (fd >= 0) shutdown(fd, SHUT_RDWR);
}

/* The reply to a refused request goes straight to the socket: evhttp must not see more of that request. When an
 * earlier reply is still on its way, or the socket speaks TLS, there is only hanging up. */
static void refuse(Conn *conn) {
    struct evbuffer *in = bufferevent_get_input(conn->bev);
    evbuffer_drain(in, evbuffer_get_length(in));
    if (!conn->owner->tls && !evbuffer_get_length(bufferevent_get_output(conn->bev))) {
        char text[512];
        int n = snprintf(text, sizeof text,
                         "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %zu\r\n"
                         "Connection: close\r\nX-Content-Type-Options: nosniff\r\n\r\n%s\n",
                         conn->guard.status, status_words(conn->guard.status), str_from_c(conn->guard.reason).n + 1,
                         conn->guard.reason);
        send(bufferevent_getfd(conn->bev), text, (size_t)n, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    hang_up(conn);
}

/* Shows the bytes that have just come to the guard. */
static void on_input(struct evbuffer *in, const struct evbuffer_cb_info *info, void *arg) {
    Conn *conn = arg;
    if (!info->n_added || conn->guard.state == GUARD_REFUSED) return;
    if (is_gone(conn)) { /* nobody reads any more */
        bufferevent_disable(conn->bev, EV_READ);
        return;
    }
    struct evbuffer_ptr from;
    struct evbuffer_iovec pieces[8];
    size_t left = info->n_added;
    while (left) {
        evbuffer_ptr_set(in, &from, evbuffer_get_length(in) - left, EVBUFFER_PTR_SET);
        int n = evbuffer_peek(in, (ev_ssize_t)left, &from, pieces, 8);
        if (n <= 0) return;
        for (int i = 0; i < n && i < 8 && left; i++) {
            size_t take = pieces[i].iov_len < left ? pieces[i].iov_len : left;
            left -= take;
            if (guard_feed(&conn->guard, (Str){pieces[i].iov_base, take})) continue;
            refuse(conn);
            return;
        }
    }
}

static struct bufferevent *new_bufferevent(const Conns *c, struct event_base *base) {
    if (!c->tls) return bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
    SSL *ssl = SSL_new(c->tls);
    struct bufferevent *bev =
        ssl ? bufferevent_openssl_socket_new(base, -1, ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE) : NULL;
    if (ssl && !bev) SSL_free(ssl);
    if (bev) bufferevent_openssl_set_allow_dirty_shutdown(bev, 1); /* browsers just go away */
    return bev;
}

struct bufferevent *conns_accept(struct event_base *base, void *conns) {
    Conns *c = conns;
    /* evhttp closes the socket itself, unless it is told not to; but our reference keeps the bufferevent listening, and
     * the next connection could get the same number: then it would take that one's bytes */
    struct bufferevent *bev = new_bufferevent(c, base);
    if (!bev) return NULL;
    Conn *conn = mem_alloc(sizeof *conn);
    *conn = (Conn){.next = c->first, .bev = bev, .owner = c, .guard = guard_new(), .since = clock_monotonic()};
    c->first = conn;
    bufferevent_incref(bev);
    evbuffer_add_cb(bufferevent_get_input(bev), on_input, conn);
    return bev;
}

static void forget(Conn *conn) {
    evbuffer_remove_cb(bufferevent_get_input(conn->bev), on_input, conn);
    bufferevent_decref(conn->bev);
    guard_free(&conn->guard);
    free(conn);
}

static int state_of(const Conn *conn) {
    if (evbuffer_get_length(bufferevent_get_output(conn->bev))) return CONN_WRITING;
    return guard_midway(&conn->guard) ? CONN_READING : CONN_IDLE;
}

static void check_deadline(const Conns *c, Conn *conn, double now) {
    const double allowed[] = {
        [CONN_IDLE] = c->limits.idle_seconds,
        [CONN_READING] = c->limits.request_seconds,
        [CONN_WRITING] = c->limits.reply_seconds,
    };
    int state = state_of(conn);
    if (state != (int)conn->state) {
        conn->state = (unsigned)state;
        conn->since = now;
    }
    if (now - conn->since > allowed[state]) hang_up(conn);
}

static void sweep(evutil_socket_t fd, short what, void *arg) {
    (void)fd, (void)what;
    Conns *c = arg;
    double now = clock_monotonic();
    for (Conn **at = &c->first; *at;) {
        Conn *conn = *at;
        if (is_gone(conn)) {
            *at = conn->next;
            forget(conn);
            continue;
        }
        check_deadline(c, conn, now);
        at = &conn->next;
    }
}

Conns *conns_new(struct event_base *base, ConnLimits limits, void *tls) {
    Conns *c = mem_alloc(sizeof *c);
    *c = (Conns){.limits = limits, .tls = tls};
    c->sweep = event_new(base, -1, EV_PERSIST, sweep, c);
    event_add(c->sweep, &(struct timeval){.tv_usec = 100000}); /* sockets are closed here: soon */
    return c;
}

void conns_free(Conns *c) {
    if (!c) return;
    while (c->first) {
        Conn *conn = c->first;
        c->first = conn->next;
        forget(conn);
    }
    event_free(c->sweep);
    free(c);
}

bool conns_quiet(const Conns *c) {
    for (const Conn *conn = c->first; conn; conn = conn->next)
        if (!is_gone(conn) && state_of(conn) != CONN_IDLE) return false;
    return true;
}
