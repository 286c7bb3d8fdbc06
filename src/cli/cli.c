/* cli.c - words in, table or JSON out, exit code back. */
#include "cli/cli.h"

#include <errno.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "cli_private.h"
#include "text/safe.h"
#include "text/utf8.h"
#include "web/server.h"

enum { JSON_FLAGS = JSON_REAL_PRECISION(15) };

static int terminal_width(void) {
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
    const char *columns = getenv("COLUMNS");
    int width = columns ? atoi(columns) : 0;
    return width >= 40 && width <= 1000 ? width : 120;
}

static int fail(const Err *err) {
    Buf b = buf_new(8192);
    buf_lit(&b, "ridealong: ");
    safe_terminal(&b, str_from_c(err->message), true);
    if (err->hint[0]) {
        buf_lit(&b, "\n  ");
        safe_terminal(&b, str_from_c(err->hint), true);
    }
    fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&b)));
    buf_free(&b);
    return err_exit_code(err->code);
}

/* On a terminal everything beyond printable ASCII is escaped, so that no text of a customer can steer it. */
static void print_json(const json_t *value, size_t flags) {
    bool terminal = isatty(STDOUT_FILENO);
    char *text = json_dumps(value, flags | JSON_FLAGS | (terminal ? JSON_ENSURE_ASCII : 0));
    if (!text) return;
    Str rest = str_from_c(text);
    while (terminal && memchr(rest.p, 0x7f, rest.n)) { /* jansson leaves DEL; it can only stand in a string */
        Str before = str_cut(&rest, 0x7f);
        printf("%.*s\\u007F", STR_ARG(before));
    }
    fputs(rest.p, stdout);
    fputc('\n', stdout);
    free(text);
}

static bool emit_line(void *ctx, json_t *row) {
    (void)ctx;
    print_json(row, JSON_COMPACT);
    return !ferror(stdout);
}

static void print_count(const Op *op, const json_t *reply) {
    const json_t *total = json_object_get(reply, "total");
    if (json_is_integer(total)) printf("%lld\n", (long long)json_integer_value(total));
    else printf("%zu\n", op->rows ? json_array_size(json_at(reply, op->rows)) : 1);
}

static void print_reply(const Op *op, const json_t *reply, const CliOptions *o) {
    if (o->count) print_count(op, reply);
    else if (o->json) print_json(reply, JSON_INDENT(2));
    else if (strcmp(op->id, "import") == 0) import_print(stdout, reply, terminal_width());
    else table_print(stdout, op, reply, terminal_width());
}

typedef struct Ready {
    Arena *a;
    Str first;        /* path of the one-time link; empty: there are accounts */
    const char *host; /* the name that browsers call; NULL: the address that it listens on */
    bool https, proxied;
} Ready;

/* Where browsers find it, without the last slash. A proxy listens on the scheme's own port. */
static Str base_url(const Ready *r, const char *url) {
    Str bare = str_slice(str_from_c(url), 0, strlen(url) - 1);
    if (!r->host) return bare;
    const char *port = r->proxied ? "" : strrchr(arena_str(r->a, bare).p, ':');
    if (strcmp(port, r->https ? ":443" : ":80") == 0) port = "";
    return arena_printf(r->a, "http%s://%s%s", r->https ? "s" : "", r->host, port);
}

static void print_url(void *ctx, const char *url) {
    const Ready *r = ctx;
    printf("Ridealong is at %s\n", url);
    if (r->first.n)
        printf("There are no accounts yet: only this machine may use it. This link makes the first administrator:\n  "
               "%.*s%.*s\n",
               STR_ARG(base_url(r, url)), STR_ARG(r->first));
    printf("Ctrl-C stops it.\n");
    fflush(stdout);
}

static const char *const *names_of(Arena *a, const Arg *hosts) {
    if (!hosts->list_n) return NULL;
    const char **names = ARENA_ARRAY(a, const char *, hosts->list_n + 1);
    for (size_t i = 0; i < hosts->list_n; i++) names[i] = arena_str(a, hosts->list[i]).p;
    names[hosts->list_n] = NULL;
    return names;
}

static int serve(const Op *op, Arena *a, const RawArg *raw, size_t n, const CliOptions *o) {
    Err err = {0};
    const Arg *args;
    if (!op_bind(op, a, raw, n, &args, &err)) return fail(&err);
    if (args[5].given != args[6].given) {
        err_set(&err, ERR_INPUT, "give both --cert and --key", "a certificate without its key, or the other way round");
        return fail(&err);
    }
    log_level((LogLevel)args[8].i);
    clock_begin(o->now); /* of --now, else of the clock: then it goes on as before */
    /* made here when it is missing: the server's connections only read, and an empty store has pages, too */
    App *app = app_open(&(AppOptions){.store = str_from_c(o->store), .write = true});
    Ready ready = {
        .a = a, .https = args[5].given || args[7].i, .proxied = !args[5].given && (args[4].list_n || args[7].i)};
    bool made = app_make_store(app, &err) && app_first_link(app, a, o->now, &ready.first, &err);
    app_close(app);
    if (!made) return fail(&err);
    if (args[2].list_n) ready.host = arena_str(a, args[2].list[0]).p;
    WebOptions options = {.store = str_from_c(o->store),
                          .address = arena_str(a, args[0].s).p,
                          .port = (int)args[1].i,
                          .host_names = names_of(a, &args[2]),
                          .rate = (int)args[3].i,
                          .proxies = names_of(a, &args[4]),
                          .cert = args[5].given ? arena_str(a, args[5].s).p : NULL,
                          .key = args[6].given ? arena_str(a, args[6].s).p : NULL,
                          .secure = args[7].i,
                          .threads = o->threads,
                          .texts = args[9].given ? arena_str(a, args[9].s).p : NULL,
                          .on_ready = print_url,
                          .ctx = &ready};
    return web_serve(&options, &err) ? 0 : fail(&err);
}

static bool run_call(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n,
                     const CliOptions *o, Err *err) {
    json_t *reply;
    Progress progress = progress_bar(o->quiet);
    bool ok = app_call(app, actor, op, a, raw, n, o->now, &progress, &reply, err);
    progress_bar_clear();
    if (!ok) return false;
    print_reply(op, reply, o);
    int64_t failed = op->fails ? json_integer_value(json_object_get(reply, op->fails)) : 0;
    json_decref(reply);
    return !failed || err_set(err, ERR_CONFLICT, NULL, "%lld found", (long long)failed);
}

/* Output that did not arrive (a full disk, a closed pipe) is a failure, too. */
static int finish_output(void) {
    if (fflush(stdout) == 0 && !ferror(stdout)) return 0;
    if (errno == EPIPE) return 0; /* `| head` has seen enough */
    Err err = {0};
    err_set(&err, ERR_IO, NULL, "cannot write the output: %s", strerror(errno));
    return fail(&err);
}

/* Who types, for the audit log. */
static Str login_name(Arena *a) {
    const struct passwd *p = getpwuid(geteuid());
    return p ? utf8_clean(a, str_from_c(p->pw_name), NULL) : arena_printf(a, "user %u", (unsigned)geteuid());
}

/* --count wants all of them where a page is content with "more than 10,000". */
static size_t ask_exactly(const Op *op, Arena *a, const RawArg **raw, size_t n) {
    for (const Param *p = op->params; p && p->name; p++) {
        if (strcmp(p->name, "exact") != 0) continue;
        RawArg *more = ARENA_ARRAY(a, RawArg, n + 1);
        for (size_t i = 0; i < n; i++) more[i] = (*raw)[i];
        more[n] = (RawArg){STR("exact"), STR("yes")};
        *raw = more;
        return n + 1;
    }
    return n;
}

static int run(const Op *op, Arena *a, const RawArg *raw, size_t n, const CliOptions *o) {
    if (strcmp(op->id, "serve") == 0) return serve(op, a, raw, n, o);
    Err err = {0};
    if (o->count && !op->rows) {
        err_set(&err, ERR_INPUT, "leave out --count", "--count: `ridealong %s` answers no rows that could be counted",
                op->words);
        return fail(&err);
    }
    AppOptions options = {.store = str_from_c(o->store),
                          .write = op->writes || strcmp(op->id, "problems.edit") == 0,
                          .threads = o->threads};
    Actor actor = actor_of_machine(login_name(a));
    if (o->count) n = ask_exactly(op, a, &raw, n);
    App *app = app_open(&options);
    bool stream = o->json && !o->count && !o->limit_given && op->stream;
    bool edit = strcmp(op->id, "problems.edit") == 0 && !o->json;
    bool ok = edit     ? edit_brief(app, &actor, op, a, raw, n, o, &err)
              : stream ? app_stream(app, &actor, op, a, raw, n, o->now, emit_line, NULL, &err)
                       : run_call(app, &actor, op, a, raw, n, o, &err);
    app_close(app);
    return ok ? finish_output() : (fflush(stdout), fail(&err));
}

int cli_main(int argc, char **argv) {
    setlocale(LC_CTYPE, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    Arena *a = arena_new();
    Err err = {0};
    const Op *op;
    RawArg *raw;
    size_t n;
    CliOptions options;
    int code;
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("ridealong %s\n", RIDEALONG_VERSION);
        code = 0;
    } else if (!cli_parse(argc, argv, a, &op, &raw, &n, &options, &err)) {
        code = fail(&err);
    } else if (!op) {
        help_all(stdout);
        code = 0;
    } else if (options.help) {
        help_op(stdout, op);
        code = 0;
    } else {
        code = run(op, a, raw, n, &options);
    }
    arena_free(a);
    return code;
}
