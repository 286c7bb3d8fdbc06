/* server.c - threads, one loop each, and the end of all of them.
 *
 * A pipe carries the wish to stop: the signal handler writes a byte that nobody reads, so every loop that watches
 * the other end sees it. */
#include "web/server.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "loop.h"
#include "rate.h"
#include "texts.h"

enum { THREADS_MAX = 64 };

static volatile int stop_pipe[2] = {-1, -1}; /* a signal handler has no argument to find it by */

void web_stop(void) {
    int saved = errno, fd = stop_pipe[1];
    if (fd >= 0 && write(fd, "x", 1) < 0) { /* full: it has been asked often enough */
    }
    errno = saved;
}

static void on_signal(int number) {
    (void)number;
    web_stop();
}

typedef struct Signals {
    struct sigaction interrupt, terminate, pipe;
} Signals;

static void take_signals(Signals *before) {
    struct sigaction stop = {.sa_handler = on_signal}, ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&stop.sa_mask);
    sigaction(SIGPIPE, &ignore, &before->pipe);
    sigaction(SIGINT, &stop, &before->interrupt);
    sigaction(SIGTERM, &stop, &before->terminate);
}

static void give_signals_back(const Signals *before) {
    sigaction(SIGINT, &before->interrupt, NULL);
    sigaction(SIGTERM, &before->terminate, NULL);
}

typedef struct Server {
    Jobs *jobs;
    Rate *rate;
    SSL_CTX *tls;
    Loop *loops[THREADS_MAX];
    pthread_t threads[THREADS_MAX];
    int loops_n, started;
} Server;

static int threads_wanted(const WebOptions *options) {
    long n = options->threads > 0 ? options->threads : sysconf(_SC_NPROCESSORS_ONLN);
    if (options->threads <= 0 && n > 8) n = 8;
    return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (int)n;
}

/* The first loop finds the port, the others share it. */
static bool make_loops(Server *s, const WebOptions *options, Err *err) {
    int port = options->port, wanted = threads_wanted(options);
    if (port && !loop_port_free(options, err)) return false;
    for (; s->loops_n < wanted; s->loops_n++) {
        Loop *l = loop_new(options, s->jobs, s->rate, s->tls, port, err);
        if (!l) return false;
        port = loop_port(l);
        s->loops[s->loops_n] = l;
    }
    return true;
}

static void *run_loop(void *loop) {
    loop_run(loop, stop_pipe[0]);
    return NULL;
}

static void announce(const WebOptions *options, int port) {
    char url[128];
    const char *address = options->address ? options->address : "127.0.0.1";
    bool v6 = strchr(address, ':') != NULL;
    snprintf(url, sizeof url, "http%s://%s%s%s:%d/", options->cert ? "s" : "", v6 ? "[" : "", address, v6 ? "]" : "",
             port);
    if (options->on_ready) options->on_ready(options->ctx, url);
}

static SSL_CTX *tls_new(const WebOptions *options, Err *err) {
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
    if (tls && SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) == 1 &&
        SSL_CTX_use_certificate_chain_file(tls, options->cert) == 1 &&
        SSL_CTX_use_PrivateKey_file(tls, options->key, SSL_FILETYPE_PEM) == 1 && SSL_CTX_check_private_key(tls) == 1)
        return tls;
    err_set(err, ERR_INPUT, "give the certificate with its chain, and its key, as PEM files that this user can read",
            "%s, %s: %s", options->cert, options->key, ERR_reason_error_string(ERR_peek_last_error()));
    SSL_CTX_free(tls);
    return NULL;
}

/* Sample data that was being loaded or removed when the last server ended: it goes on. */
static void continue_sample(Server *s, const WebOptions *options) {
    Arena *a = arena_new();
    App *app = app_open(&(AppOptions){.store = options->store});
    Actor machine = actor_of_machine(STR("ridealong"));
    Str state;
    const Op *op = NULL;
    if (app_sample(app, a, &state, NULL))
        op = str_eq(state, STR("loading"))    ? op_find(STR("sample.load"))
             : str_eq(state, STR("removing")) ? op_find(STR("sample.remove"))
                                              : NULL;
    if (op) jobs_post(s->jobs, &machine, op, clock_now());
    app_close(app);
    arena_free(a);
}

static bool run(Server *s, const WebOptions *options, Err *err) {
    s->jobs = jobs_new(options->store, err);
    if (s->jobs) continue_sample(s, options);
    s->rate = rate_new(options->rate);
    bool ok = s->jobs && (!options->cert || (s->tls = tls_new(options, err))) && make_loops(s, options, err);
    for (int i = 1; ok && i < s->loops_n; i++) {
        ok = pthread_create(&s->threads[i], NULL, run_loop, s->loops[i]) == 0 ||
             err_set(err, ERR_BUSY, "ask for fewer threads", "no thread for event loop %d", i);
        if (ok) s->started = i;
    }
    if (ok) {
        announce(options, loop_port(s->loops[0]));
        run_loop(s->loops[0]);
    } else web_stop();
    if (s->jobs) jobs_stop(s->jobs);
    for (int i = 1; i <= s->started; i++) pthread_join(s->threads[i], NULL);
    for (int i = 0; i < s->loops_n; i++) loop_free(s->loops[i]);
    jobs_free(s->jobs);
    rate_free(s->rate);
    SSL_CTX_free(s->tls);
    return ok;
}

bool web_serve(const WebOptions *options, Err *err) {
    int ends[2];
    if (options->texts && !texts_load(options->texts, err)) return false;
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return err_set(err, ERR_IO, NULL, "making a pipe: %s", strerror(errno));
    stop_pipe[0] = ends[0];
    stop_pipe[1] = ends[1];
    Signals before;
    take_signals(&before);
    Server server = {0};
    bool ok = run(&server, options, err);
    give_signals_back(&before);
    stop_pipe[0] = stop_pipe[1] = -1;
    close(ends[0]);
    close(ends[1]);
    return ok;
}
