/* http_load.c - a load generator: one thread, epoll, keep-alive connections, a fixed number of requests.
 *
 *     http_load PORT PATH CONNECTIONS REQUESTS
 *
 * Each connection has one request under way at a time. Prints one line of JSON: requests per second, the 50th and
 * 99th percentile of the latency in milliseconds, bytes per reply, and how many replies were not 200. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 8192 };

typedef struct Connection {
    int fd;
    double sent; /* when the request under way was sent; 0: none is */
    char head[HEAD_MAX];
    size_t head_n;     /* of the reply's head, as far as it has come */
    int64_t body_left; /* -1: still reading the head */
} Connection;

typedef struct Load {
    const char *request;
    size_t request_n;
    int epoll, open;
    size_t wanted, started, finished, failed;
    uint64_t bytes;
    double *latency;
} Load;

static void die(const char *what) {
    fprintf(stderr, "http_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void connect_to(Connection *c, int port, int epoll) {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } a = {.v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)}};
    a.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, &a.any, sizeof a.v4)) die("connecting");
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
}

/* Starts the next request, or closes when there are enough. */
static void next_request(Load *l, Connection *c) {
    c->head_n = 0;
    c->body_left = -1;
    c->sent = 0;
    if (l->started == l->wanted) {
        close(c->fd);
        l->open--;
        return;
    }
    l->started++;
    c->sent = seconds();
    if (send(c->fd, l->request, l->request_n, MSG_NOSIGNAL) != (ssize_t)l->request_n) die("sending");
}

/* Length of the body that the head announces. */
static int64_t body_length(const char *head) {
    const char *at = strcasestr(head, "\r\ncontent-length:");
    return at ? strtoll(at + 17, NULL, 10) : 0;
}

/* Takes what came; true when the reply is whole. */
static int take(Load *l, Connection *c, const char *bytes, size_t n) {
    l->bytes += n;
    if (c->body_left >= 0) {
        c->body_left -= (int64_t)n;
        return c->body_left <= 0;
    }
    size_t room = HEAD_MAX - 1 - c->head_n, kept = n < room ? n : room;
    memcpy(c->head + c->head_n, bytes, kept);
    c->head_n += kept;
    c->head[c->head_n] = 0;
    const char *end = strstr(c->head, "\r\n\r\n");
    if (!end) return 0;
    size_t head_here = (size_t)(end + 4 - c->head) - (c->head_n - kept);
    if (strncmp(c->head, "HTTP/1.1 200", 12) != 0) l->failed++;
    c->body_left = body_length(c->head) - (int64_t)(n - head_here);
    return c->body_left <= 0;
}

static void on_readable(Load *l, Connection *c) {
    static char bytes[1 << 18];
    ssize_t n = recv(c->fd, bytes, sizeof bytes, 0);
    if (n <= 0) die("the server hung up");
    if (!take(l, c, bytes, (size_t)n)) return;
    l->latency[l->finished++] = seconds() - c->sent;
    next_request(l, c);
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void run(Load *l, int port, int connections) {
    Connection *all = calloc((size_t)connections, sizeof *all);
    if (!all) die("memory");
    for (int i = 0; i < connections; i++) connect_to(&all[i], port, l->epoll);
    l->open = connections;
    for (int i = 0; i < connections; i++) next_request(l, &all[i]);
    struct epoll_event events[256];
    while (l->open > 0) {
        int n = epoll_wait(l->epoll, events, 256, 10000);
        if (n == 0) errno = ETIMEDOUT;
        if (n <= 0) die("waiting");
        for (int i = 0; i < n; i++) on_readable(l, events[i].data.ptr);
    }
    free(all);
}

int main(int argc, char **argv) {
    if (argc != 5 || atoi(argv[3]) < 1 || strtoul(argv[4], NULL, 10) < 1) {
        fprintf(stderr, "usage: http_load PORT PATH CONNECTIONS REQUESTS\n");
        return 2;
    }
    char request[1024];
    int n = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n", argv[2]);
    Load l = {
        .request = request, .request_n = (size_t)n, .wanted = strtoul(argv[4], NULL, 10), .epoll = epoll_create1(0)};
    l.latency = calloc(l.wanted, sizeof *l.latency);
    if (n >= (int)sizeof request || !l.latency) return 2;
    double began = seconds();
    run(&l, atoi(argv[1]), atoi(argv[3]));
    double took = seconds() - began;
    qsort(l.latency, l.finished, sizeof *l.latency, by_value);
    printf("{\"per_second\": %.0f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"bytes\": %.0f, \"failed\": %zu}\n",
           (double)l.finished / took, 1e3 * l.latency[l.finished / 2], 1e3 * l.latency[l.finished * 99 / 100],
           (double)l.bytes / (double)l.finished, l.failed);
    free(l.latency);
    return l.failed != 0;
}
