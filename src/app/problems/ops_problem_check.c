/* ops_problem_check.c - every quote of every brief against its signal, and of files elsewhere: for the CI of any
 * repository. */
#include <string.h>

#include "app_private.h"
#include "json_build.h"
#include "problem_reply.h"
#include "problems_ops.h"

typedef struct Checked {
    Call *call;
    json_t *faults;
    int64_t briefs, quotes;
} Checked;

static void add_fault(Checked *c, Str file, size_t line, int64_t problem, int64_t signal, Str says) {
    json_array_append_new(c->faults,
                          json_pack("{s:o, s:I, s:o, s:o, s:o}", "file", json_str(file), "line", (json_int_t)line,
                                    "problem", problem ? json_integer(problem) : json_null(), "signal",
                                    signal ? json_integer(signal) : json_null(), "says", json_str(says)));
}

static bool check_brief(Checked *c, Str file, int64_t problem, Brief *brief, Err *err) {
    QuoteFault *faults;
    size_t n;
    if (!brief_quotes_check(c->call, brief, &faults, &n, err)) return false;
    for (size_t i = 0; i < n; i++) add_fault(c, file, faults[i].line, problem, faults[i].signal, faults[i].says);
    c->briefs++;
    for (size_t i = 0; i < brief->n; i++)
        for (size_t k = 0; k < brief->sections[i].n; k++) c->quotes += brief->sections[i].blocks[k].kind == BLOCK_QUOTE;
    return true;
}

/* A text that is no brief is a fault as well: the error has file and line already. */
static void add_error(Checked *c, Str file, int64_t problem, const Err *err) {
    Str says = str_from_c(err->message), prefix = arena_printf(c->call->arena, "%.*s, line ", STR_ARG(file));
    int64_t line = 1;
    if (str_starts(says, prefix)) {
        Str rest = str_slice(says, prefix.n, says.n), number = str_cut(&rest, ':');
        if (str_to_i64(number, &line)) says = str_trim(rest);
    }
    add_fault(c, file, (size_t)line, problem, 0, arena_str(c->call->arena, says));
}

/* Stored bytes must be those that were saved: each version has the hash of its text, and so has a sealed measure. */
static bool check_stored(Checked *c, const ProblemRow *row, Err *err) {
    Arena *a = c->call->arena;
    ProblemVersion v;
    Brief brief;
    Err wrong = {0};
    char hex[65];
    Str file = arena_printf(a, "problem %lld", (long long)row->id);
    if (!problem_version_get(c->call->app->db, a, row->id, row->version, &v, err)) return false;
    Sha256 sum = sha256(v.brief);
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    if (!str_eq(v.sha256, str_from_c(hex)))
        add_fault(c, file, 1, row->id, 0, STR("the stored text was changed after it was saved"));
    sum = sha256(row->measure);
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    if (row->measure_hash.n && !str_eq(row->measure_hash, str_from_c(hex)))
        add_fault(c, file, 1, row->id, 0, STR("the sealed measure was changed"));
    if (brief_parse(a, file, v.brief, &brief, &wrong)) return check_brief(c, file, row->id, &brief, err);
    add_error(c, file, row->id, &wrong);
    return true;
}

static bool check_all_stored(Checked *c, Err *err) {
    ProblemRow *rows;
    size_t n;
    if (!problems_list(c->call->app->db, c->call->arena, &(ProblemFilter){.state = -1}, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (!check_stored(c, &rows[i], err)) return false;
    return true;
}

static bool check_file(Checked *c, Str path, Err *err) {
    Str text;
    Brief brief;
    Err wrong = {0};
    if (!brief_file_read(c->call->arena, path, &text, err)) return false;
    if (brief_parse(c->call->arena, path, text, &brief, &wrong))
        return check_brief(c, path, brief.problem, &brief, err);
    add_error(c, path, 0, &wrong);
    return true;
}

static bool check_run(Call *call, Err *err) {
    const Arg *files = call_arg(call, "file");
    Checked c = {.call = call, .faults = json_array()};
    put(call->reply, "faults", c.faults);
    for (size_t i = 0; i < files->list_n; i++)
        if (!check_file(&c, files->list[i], err)) return false;
    if (!files->list_n && !check_all_stored(&c, err)) return false;
    put(call->reply, "briefs", json_integer(c.briefs));
    put(call->reply, "quotes", json_integer(c.quotes));
    put(call->reply, "failed", json_integer((json_int_t)json_array_size(c.faults)));
    return true;
}

static const Field FAULT[] = {
    {"file", SHAPE_STRING, "or \"problem 3\" for a stored one", NULL, false},
    {"line", SHAPE_INT, NULL, NULL, false},
    {"problem", SHAPE_INT, NULL, NULL, true},
    {"signal", SHAPE_INT, NULL, NULL, true},
    {"says", SHAPE_WORDS, "what is wrong, and the nearest real wording", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CHECK_REPLY[] = {
    {"briefs", SHAPE_INT, "that were checked", NULL, false},
    {"quotes", SHAPE_INT, "in them", NULL, false},
    {"failed", SHAPE_INT, "how many faults", NULL, false},
    {"faults", SHAPE_ARRAY, NULL, FAULT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param CHECK_PARAMS[] = {
    {.name = "file",
     .type = PARAM_LIST,
     .positional = true,
     .cli_only = true,
     .max = 1000,
     .help = "their Markdown; none: every brief in the store"},
    {.name = NULL},
};
static const Column CHECK_FACTS[] = {
    {"briefs", "briefs", "int", 0}, {"quotes", "quotes", "int", 0}, {NULL, NULL, NULL, 0}};
static const Column CHECK_COLUMNS[] = {
    {"where", "file", "text", 24}, {"line", "line", "int", 5}, {"what", "says", "quote", 0}, {NULL, NULL, NULL, 0}};
const Op OP_PROBLEM_CHECK = {
    .id = "problems.check",
    .method = "GET",
    .path = "/problems/check",
    .words = "problem check",
    .summary = "Hold every quote of every brief against its signal",
    .help = "ridealong problem check\nridealong problem check docs/problems/*.md\n\nEnds with exit code 4 when a quote "
            "does not match, and "
            "names file and line: put it into the CI of any repository that keeps briefs.",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_VIEWER,
    .params = CHECK_PARAMS,
    .reply = CHECK_REPLY,
    .rows = "faults",
    .columns = CHECK_COLUMNS,
    .facts = CHECK_FACTS,
    .empty = "Every quote stands word for word in its signal.",
    .fails = "failed",
    .run = check_run,
};
