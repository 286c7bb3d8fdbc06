/* ops_work.c - verify, generate, serve. */
#include "ops_work.h"

#include "app_private.h"
#include "demo/demo.h"
#include "json_build.h"
#include "ops_discover.h"
#include "shapes.h"
#include "store/theme_store.h"
#include "themes/quote.h"

/* ---- verify ---------------------------------------------------------------------------------- */

static bool verify_theme(Call *call, int64_t codebook_id, const ThemeRow *theme, int64_t *checked, json_t *broken,
                         Err *err) {
    QuoteRow *quotes;
    size_t n;
    if (!quotes_list(call->app->db, call->arena, codebook_id, theme->id, &quotes, &n, err)) return false;
    for (size_t i = 0; i < n; i++, ++*checked) {
        Str quoted;
        Err why = {0};
        if (quote_verify(quotes[i].text, quotes[i].begin, quotes[i].end, &quotes[i].sha256, &quoted, &why)) continue;
        json_array_append_new(broken, json_pack("{s:I, s:I, s:s}", "theme", (json_int_t)theme->id, "signal",
                                                (json_int_t)quotes[i].signal_id, "reason", why.message));
    }
    return true;
}

static bool verify_op(Call *call, Err *err) {
    CodebookRow codebook;
    ThemeRow *themes;
    size_t n;
    int64_t checked = 0;
    if (!codebook_current(call->app->db, call->arena, &codebook, err) ||
        !themes_names(call->app->db, call->arena, codebook.id, &themes, &n, err))
        return false;
    json_t *broken = json_array();
    put(call->reply, "broken", broken);
    for (size_t i = 0; i < n; i++)
        if (!verify_theme(call, codebook.id, &themes[i], &checked, broken, err)) return false;
    put(call->reply, "checked", json_integer(checked));
    if (json_array_size(broken) == 0) return true;
    json_t *first = json_array_get(broken, 0);
    return err_set(err, ERR_CONFLICT, "see the signal's page; `ridealong discover` picks quotes afresh",
                   "%zu of %lld quotes do not match their signals; the first: theme %lld, signal %lld: %s",
                   json_array_size(broken), (long long)checked,
                   (long long)json_integer_value(json_object_get(first, "theme")),
                   (long long)json_integer_value(json_object_get(first, "signal")),
                   json_string_value(json_object_get(first, "reason")));
}

static const Field BROKEN[] = {
    {"theme", SHAPE_INT, NULL, NULL, false},
    {"signal", SHAPE_INT, NULL, NULL, false},
    {"reason", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field VERIFY_REPLY[] = {
    {"broken", SHAPE_ARRAY, "always empty: a broken quote is an error", BROKEN, false},
    {"checked", SHAPE_INT, "quotes", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column VERIFY_FACTS[] = {{"quotes checked", "checked", "int", 0}, {NULL, NULL, NULL, 0}};
static const Op VERIFY = {
    .id = "verify",
    .method = "GET",
    .path = "/verify",
    .words = "verify",
    .summary = "Check every quote against its signal",
    .help = "Fails with exit code 4 when one byte of a quoted signal is no longer what was quoted.",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_VIEWER,
    .reply = VERIFY_REPLY,
    .facts = VERIFY_FACTS,
    .run = verify_op,
};

/* ---- generate -------------------------------------------------------------------------------- */

static bool generate_op(Call *call, Err *err) {
    const Arg *end = call_arg(call, "end");
    DemoOptions options = {
        .seed = (uint64_t)call_arg(call, "seed")->i,
        .signals = (size_t)call_arg(call, "signals")->i,
        .months = (int)call_arg(call, "months")->i,
        .words = (int)call_arg(call, "words")->i,
        .end = end->given ? end->i : call->now - call->now % SECONDS_PER_DAY,
    };
    Str dir = call_arg(call, "dir")->s;
    if (!demo_write(&options, arena_str(call->arena, dir).p, err)) return false;
    put(call->reply, "dir", json_str(dir));
    return true;
}

static const Field GENERATE_REPLY[] = {
    {"dir", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param GENERATE_PARAMS[] = {
    {.name = "dir",
     .type = PARAM_STR,
     .max = 4000,
     .required = true,
     .positional = true,
     .cli_only = true,
     .help = "directory to write to"},
    {.name = "signals", .type = PARAM_INT, .min = 100, .max = 100000000, .fallback = "6000", .help = "about so many"},
    {.name = "months", .type = PARAM_INT, .min = 2, .max = 120, .fallback = "18", .help = "of history"},
    {.name = "words",
     .type = PARAM_INT,
     .min = 0,
     .max = 1000,
     .fallback = "0",
     .help = "mean words of a signal; 0: as people write"},
    {.name = "seed",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .fallback = "1",
     .help = "same seed and end, same bytes"},
    {.name = "end", .type = PARAM_DATE, .help = "last day (default: today)"},
    {.name = NULL},
};
static const Column GENERATE_FACTS[] = {{"written to", "dir", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op GENERATE = {
    .id = "generate",
    .method = "POST",
    .path = "/generate",
    .words = "generate",
    .summary = "Write the data of a fictional card and payments company",
    .help =
        "Support tickets, reviews, complaints and chats over 18 months, with seasons, growth, a release that breaks "
        "something, one that fixes something, near-duplicates and planted personal data; the truth stands beside it in "
        "truth.csv. Needs no store.",
    .doors = DOOR_CLI,
    .role = ROLE_VIEWER,
    .storeless = true,
    .params = GENERATE_PARAMS,
    .reply = GENERATE_REPLY,
    .facts = GENERATE_FACTS,
    .run = generate_op,
};

/* ---- serve: done by the door itself, listed for the help ------------------------------------- */

static const char *const LOG_LEVELS[] = {"error", "warn", "info", "debug", NULL}; /* as LogLevel */
static const Param SERVE_PARAMS[] = {
    {.name = "address",
     .type = PARAM_STR,
     .max = 200,
     .fallback = "127.0.0.1",
     .cli_only = true,
     .help = "address to listen on"},
    {.name = "port",
     .type = PARAM_INT,
     .min = 0,
     .max = 65535,
     .fallback = "8420",
     .cli_only = true,
     .help = "port; 0 takes a free one"},
    {.name = "host",
     .type = PARAM_LIST,
     .max = 100,
     .cli_only = true,
     .help = "a name by which browsers may call it, besides the address; may be given again"},
    {.name = "rate",
     .type = PARAM_INT,
     .min = 0,
     .max = 1000000,
     .fallback = "600",
     .cli_only = true,
     .help = "requests a minute that one caller may send to the API; 0: any number"},
    {.name = "proxy",
     .type = PARAM_LIST,
     .max = 20,
     .cli_only = true,
     .help = "address of a proxy in front of it, whose X-Forwarded-For and -Proto are believed; may be given again"},
    {.name = "cert",
     .type = PARAM_STR,
     .max = 4000,
     .cli_only = true,
     .help = "file with the certificate and its chain (PEM): serve https"},
    {.name = "key", .type = PARAM_STR, .max = 4000, .cli_only = true, .help = "file with its key (PEM)"},
    {.name = "secure",
     .type = PARAM_BOOL,
     .fallback = "false",
     .cli_only = true,
     .help = "browsers come by https, through a proxy: cookies are for that only"},
    {.name = "log",
     .type = PARAM_ENUM,
     .choices = LOG_LEVELS,
     .fallback = "info",
     .cli_only = true,
     .help = "what is logged on standard error: error, warn, info, or debug for every request"},
    {.name = "language",
     .type = PARAM_STR,
     .max = 4000,
     .cli_only = true,
     .help = "file with the texts of the pages in another language (.po of gettext)"},
    {.name = NULL},
};
static const Op SERVE = {
    .id = "serve",
    .method = "POST",
    .path = "/serve",
    .words = "serve",
    .summary = "Serve the pages and the JSON API",
    .help = "Prints the address and serves until it is stopped (Ctrl-C, SIGTERM). Until there is an account, only "
            "browsers on "
            "this machine may use it; a one-time link that it prints makes the first administrator. Behind a proxy "
            "give the "
            "name that browsers call with --host, and --secure when they come by https.\n\n"
            "ridealong serve --host friction.example.com --proxy 127.0.0.1 --secure\n"
            "ridealong serve --address 0.0.0.0 --port 443 --host friction.example.com --cert chain.pem --key key.pem",
    .doors = DOOR_CLI,
    .role = ROLE_ADMIN,
    .writes = true,
    .params = SERVE_PARAMS,
};

const Op *const OPS_WORK[] = {&OP_IMPORT, &OP_INGEST,  &OP_UPLOAD, &OP_DISCOVER, &OP_REFRESH,
                              &VERIFY,    &OP_REBUILD, &GENERATE,  &SERVE,       NULL};
