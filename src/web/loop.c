/* loop.c - sockets and evhttp around a Site. */
#include "loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "conns.h"
#include "guard.h"

enum { STOP_SECONDS = 5, REST_SECONDS = 2 };

struct Loop {
    struct event_base *base;
    struct evhttp *http;
    struct evhttp_bound_socket *bound;
    struct event *stop, *drain, *rest;
    Conns *conns;
    Site site;
    Reply reply;
    double stop_at;  /* when patience ends */
    double asked_at; /* the newest request; 0: none since the last rest */
    int port;
};

/* ---- one request */

static Str header(struct evhttp_request *req, const char *name) {
    return str_from_c(evhttp_find_header(evhttp_request_get_input_headers(req), name));
}

static Str method_name(struct evhttp_request *req) {
    switch (evhttp_request_get_command(req)) {
    case EVHTTP_REQ_GET:
        return STR("GET");
    case EVHTTP_REQ_HEAD:
        return STR("HEAD");
    case EVHTTP_REQ_POST:
        return STR("POST");
    default:
        return STR("OTHER");
    }
}

/* In one piece; evhttp has all of it before it calls. */
static Str body_of(struct evhttp_request *req) {
    struct evbuffer *in = evhttp_request_get_input_buffer(req);
    size_t n = evbuffer_get_length(in);
    return n ? (Str){(const char *)evbuffer_pullup(in, -1), n} : STR("");
}

static Str address_of_peer(struct evhttp_request *req) {
    char *address = NULL;
    ev_uint16_t port;
    evhttp_connection_get_peer(evhttp_request_get_connection(req), &address, &port);
    return str_from_c(address);
}

static HookHeaders hook_headers(struct evhttp_request *req) {
    return (HookHeaders){.github_event = header(req, "X-GitHub-Event"),
                         .github_delivery = header(req, "X-GitHub-Delivery"),
                         .github_signature = header(req, "X-Hub-Signature-256"),
                         .gitlab_event = header(req, "X-Gitlab-Event"),
                         .gitlab_uuid = header(req, "X-Gitlab-Event-UUID"),
                         .gitlab_token = header(req, "X-Gitlab-Token"),
                         .webhook_id = header(req, "webhook-id"),
                         .webhook_timestamp = header(req, "webhook-timestamp"),
                         .webhook_signature = header(req, "webhook-signature")};
}

static void security_headers(struct evkeyvalq *out) {
    evhttp_add_header(out, "Content-Security-Policy",
                      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' "
                      "data:; form-action 'self'; "
                      "base-uri 'none'; frame-ancestors 'none'");
    evhttp_add_header(out, "X-Content-Type-Options", "nosniff");
    evhttp_add_header(out, "Referrer-Policy", "same-origin");
    evhttp_add_header(out, "Cross-Origin-Resource-Policy", "same-origin");
}

static void send_reply(struct evhttp_request *req, const Reply *reply, bool head) {
    struct evkeyvalq *out = evhttp_request_get_output_headers(req);
    security_headers(out);
    if (reply->type) evhttp_add_header(out, "Content-Type", reply->type);
    for (size_t i = 0; i < reply->headers_n; i++)
        evhttp_add_header(out, reply->headers[i].name, reply->headers[i].value);
    if (head) { /* evhttp would send a body that is there */
        char length[24];
        snprintf(length, sizeof length, "%zu", reply->body.n);
        evhttp_add_header(out, "Content-Length", length);
    } else if (reply->body.n) {
        evbuffer_add(evhttp_request_get_output_buffer(req), reply->body.p, reply->body.n);
    }
    evhttp_send_reply(req, reply->status, status_words(reply->status), NULL);
}

static void on_request(struct evhttp_request *req, void *arg) {
    Loop *l = arg;
    double began = clock_monotonic();
    Request request = {.method = method_name(req),
                       .target = str_from_c(evhttp_request_get_uri(req)),
                       .host = header(req, "Host"),
                       .if_none_match = header(req, "If-None-Match"),
                       .accepts_gzip = str_find(header(req, "Accept-Encoding"), STR("gzip")) != SIZE_MAX,
                       .accepts_json_only = str_eq(header(req, "Accept"), STR("application/json")),
                       .fetch_site = header(req, "Sec-Fetch-Site"),
                       .origin = header(req, "Origin"),
                       .referer = header(req, "Referer"),
                       .content_type = header(req, "Content-Type"),
                       .cookie = header(req, "Cookie"),
                       .authorization = header(req, "Authorization"),
                       .user_agent = header(req, "User-Agent"),
                       .once = header(req, "Idempotency-Key"),
                       .forwarded = header(req, "X-Forwarded-For"),
                       .forwarded_proto = header(req, "X-Forwarded-Proto"),
                       .hook = hook_headers(req),
                       .address = address_of_peer(req),
                       .has_length = header(req, "Content-Length").p != NULL,
                       .body = body_of(req)};
    site_handle(&l->site, &request, &l->reply);
    l->asked_at = began;
    send_reply(req, &l->reply, str_eq(request.method, STR("HEAD")));
    log_line(LOG_DEBUG, "request", "path=%.*s status=%d bytes=%zu ms=%.2f", STR_ARG(request.path), l->reply.status,
             l->reply.body.n, 1000 * (clock_monotonic() - began));
}

/* ---- the socket */

typedef union SocketAddress {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} SocketAddress;

static bool read_address(const char *text, int port, SocketAddress *out, socklen_t *size, bool *loopback, Err *err) {
    SocketAddress address = {0};
    if (inet_pton(AF_INET, text, &address.v4.sin_addr) == 1) {
        address.v4.sin_family = AF_INET;
        address.v4.sin_port = htons((uint16_t)port);
        *size = sizeof address.v4;
        *loopback = ntohl(address.v4.sin_addr.s_addr) >> 24 == 127;
    } else if (inet_pton(AF_INET6, text, &address.v6.sin6_addr) == 1) {
        address.v6.sin6_family = AF_INET6;
        address.v6.sin6_port = htons((uint16_t)port);
        *size = sizeof address.v6;
        *loopback = IN6_IS_ADDR_LOOPBACK(&address.v6.sin6_addr);
    } else
        return err_set(err, ERR_INPUT, "give a numeric address, like 127.0.0.1 or ::1", "'%s' is not an address", text);
    *out = address;
    return true;
}

/* `share`: other sockets may listen on the same port. */
static int listen_on(const char *text, int port, bool share, bool *loopback, int *port_out, Err *err) {
    SocketAddress address = {0};
    socklen_t size = 0;
    int yes = 1, shared = share;
    if (!read_address(text, port, &address, &size, loopback, err)) return -1;
    int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &shared, sizeof shared) == 0 &&
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0 && bind(fd, &address.any, size) == 0 &&
        listen(fd, 1024) == 0 && getsockname(fd, &address.any, &size) == 0) {
        *port_out = ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
        return fd;
    }
    int code = errno;
    if (fd >= 0) close(fd);
    err_set(err, ERR_IO, "choose another port, or 0 for any free one", "listening on %s port %d: %s", text, port,
            strerror(code));
    return -1;
}

/* ---- life */

static const char *address_of(const WebOptions *options) {
    return options->address ? options->address : "127.0.0.1";
}

bool loop_port_free(const WebOptions *options, Err *err) {
    bool loopback;
    int port, fd = listen_on(address_of(options), options->port, false, &loopback, &port, err);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

static ConnLimits limits_of(const WebOptions *options) {
    double request = options->request_seconds > 0 ? options->request_seconds : 15;
    return (ConnLimits){.request_seconds = request, .idle_seconds = 4 * request, .reply_seconds = 4 * request};
}

static void set_up_http(Loop *l) {
    evhttp_set_bevcb(l->http, conns_accept, l->conns);
    evhttp_set_gencb(l->http, on_request, l);
    evhttp_set_max_headers_size(l->http, GUARD_HEADERS_MAX);
    evhttp_set_max_body_size(l->http, GUARD_BODY_MAX);
    evhttp_set_default_content_type(l->http, NULL);
    evhttp_set_allowed_methods(l->http, EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST | EVHTTP_REQ_PUT |
                                            EVHTTP_REQ_DELETE | EVHTTP_REQ_PATCH | EVHTTP_REQ_OPTIONS);
}

Loop *loop_new(const WebOptions *options, Jobs *jobs, struct Rate *rate, void *tls, int port, Err *err) {
    bool loopback = true;
    int bound_port = 0, fd = listen_on(address_of(options), port, true, &loopback, &bound_port, err);
    if (fd < 0) return NULL;
    Loop *l = mem_alloc(sizeof *l);
    *l = (Loop){.base = event_base_new(),
                .site = site_new(options, jobs, rate, loopback),
                .reply = reply_new(),
                .port = bound_port};
    if (l->base) l->http = evhttp_new(l->base);
    if (l->http) l->conns = conns_new(l->base, limits_of(options), tls);
    if (l->http) l->bound = evhttp_accept_socket_with_handle(l->http, fd);
    if (!l->bound) {
        close(fd);
        loop_free(l);
        err_set(err, ERR_IO, NULL, "libevent could not take up the socket");
        return NULL;
    }
    set_up_http(l);
    return l;
}

void loop_free(Loop *l) {
    if (!l) return;
    if (l->stop) event_free(l->stop);
    if (l->drain) event_free(l->drain);
    if (l->rest) event_free(l->rest);
    if (l->http) evhttp_free(l->http);
    conns_free(l->conns);
    if (l->base) event_base_free(l->base);
    site_free(&l->site);
    reply_free(&l->reply);
    free(l);
}

int loop_port(const Loop *l) {
    return l->port;
}

/* What made requests fast is not held for nobody; the allocator hands it on to the system only when told. */
static void rest_step(evutil_socket_t fd, short what, void *arg) {
    (void)fd, (void)what;
    Loop *l = arg;
    if (l->asked_at <= 0 || clock_monotonic() - l->asked_at < REST_SECONDS) return;
    l->asked_at = 0;
    site_rest(&l->site);
    reply_free(&l->reply);
    l->reply = reply_new();
    malloc_trim(0);
}

static void drain_step(evutil_socket_t fd, short what, void *arg) {
    (void)fd, (void)what;
    Loop *l = arg;
    if (conns_quiet(l->conns) || clock_monotonic() > l->stop_at) event_base_loopbreak(l->base);
}

static void begin_stop(evutil_socket_t fd, short what, void *arg) {
    (void)fd, (void)what;
    Loop *l = arg;
    if (l->bound) evhttp_del_accept_socket(l->http, l->bound);
    l->bound = NULL;
    l->stop_at = clock_monotonic() + STOP_SECONDS;
    l->drain = event_new(l->base, -1, EV_PERSIST, drain_step, l);
    event_add(l->drain, &(struct timeval){.tv_usec = 20000});
}

void loop_run(Loop *l, int stop_fd) {
    l->stop = event_new(l->base, stop_fd, EV_READ, begin_stop, l);
    event_add(l->stop, NULL);
    l->rest = event_new(l->base, -1, EV_PERSIST, rest_step, l);
    event_add(l->rest, &(struct timeval){.tv_sec = 1});
    event_base_dispatch(l->base);
}
