/* http_constant.c - the yardstick of the web layer: bare evhttp that answers every request with a constant.
 *
 *     http_constant PORT THREADS BYTES
 *
 * Same library, same number of loops, no guard, no router, no page. Prints the URL; ends on SIGTERM. */
#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct Constant {
    char *bytes;
    size_t n;
    int port;
} Constant;

static void answer(struct evhttp_request *req, void *arg) {
    const Constant *c = arg;
    evhttp_add_header(evhttp_request_get_output_headers(req), "Content-Type", "text/html; charset=utf-8");
    evbuffer_add(evhttp_request_get_output_buffer(req), c->bytes, c->n);
    evhttp_send_reply(req, 200, "OK", NULL);
}

static int listen_shared(int *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)*port)};
    socklen_t size = sizeof address;
    int yes = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } a = {.v4 = address};
    a.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); /* else small replies wait 40 ms for an ACK */
    if (fd < 0 || bind(fd, &a.any, size) || listen(fd, 1024) || getsockname(fd, &a.any, &size)) {
        perror("http_constant: listening");
        exit(1);
    }
    *port = ntohs(a.v4.sin_port);
    return fd;
}

static void *run(void *arg) {
    Constant *c = arg;
    struct event_base *base = event_base_new();
    struct evhttp *http = evhttp_new(base);
    int port = c->port;
    evhttp_accept_socket(http, listen_shared(&port));
    evhttp_set_gencb(http, answer, c);
    event_base_dispatch(base);
    return NULL;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: http_constant PORT THREADS BYTES\n");
        return 2;
    }
    Constant c = {.port = atoi(argv[1]), .n = strtoul(argv[3], NULL, 10)};
    c.bytes = malloc(c.n + 1);
    if (!c.bytes) return 1;
    memset(c.bytes, 'x', c.n);
    signal(SIGPIPE, SIG_IGN);
    int probe = listen_shared(&c.port); /* only finds a free port */
    close(probe);
    for (int i = 1; i < atoi(argv[2]); i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, run, &c);
    }
    printf("http://127.0.0.1:%d/\n", c.port);
    fflush(stdout);
    run(&c);
    return 0;
}
