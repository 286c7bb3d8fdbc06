/* args.c - the command line, read by the registry: each parameter of the operation is an option. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "cli_private.h"
#include "signals/time_parse.h"

enum { MAX_OPTIONS = 80, FIRST_PARAM = 1000, FIRST_NO = 2000 };
enum { OPT_STORE = 500, OPT_JSON, OPT_COUNT, OPT_QUIET, OPT_HELP, OPT_THREADS, OPT_NOW };

static const struct option COMMON[] = {
    {"store", required_argument, NULL, OPT_STORE}, {"json", no_argument, NULL, OPT_JSON},
    {"count", no_argument, NULL, OPT_COUNT},       {"quiet", no_argument, NULL, OPT_QUIET},
    {"help", no_argument, NULL, OPT_HELP},         {"threads", required_argument, NULL, OPT_THREADS},
    {"now", required_argument, NULL, OPT_NOW},
};
enum { COMMON_N = sizeof COMMON / sizeof *COMMON };

/* The operation named by the first words; *used tells how many (two words win over one). */
static const Op *find_op(int argc, char **argv, Arena *a, int *used) {
    for (int words = 2; words >= 1; words--) {
        if (argc <= words) continue;
        Str text = words == 2 ? arena_printf(a, "%s %s", argv[1], argv[2]) : str_from_c(argv[1]);
        const Op *op = op_by_words(text);
        if (op && (op->doors & DOOR_CLI)) {
            *used = words;
            return op;
        }
    }
    return NULL;
}

static bool no_such_op(const char *typed, Arena *a, Err *err) {
    static const char HINT[] = "`ridealong help` lists what there is";
    if (typed[0] == '-')
        return err_set(err, ERR_INPUT, HINT, "the operation comes first: ridealong OPERATION %s", typed);
    size_t n, words_n = 0;
    const Op *const *ops = ops_all(&n);
    Str *words = ARENA_ARRAY(a, Str, n + 1);
    for (size_t i = 0; i < n; i++)
        if (ops[i]->words && (ops[i]->doors & DOOR_CLI)) words[words_n++] = str_from_c(ops[i]->words);
    words[words_n++] = STR("help");
    Str meant = suggest_nearest(str_from_c(typed), words, words_n);
    if (!meant.n) return err_set(err, ERR_INPUT, HINT, "ridealong has no operation '%s'", typed);
    return err_set(err, ERR_INPUT, HINT, "ridealong has no operation '%s'; did you mean '%.*s'?", typed,
                   STR_ARG(meant));
}

const char *option_name(Arena *a, const char *param) {
    char *name = (char *)(uintptr_t)arena_str(a, str_from_c(param)).p;
    for (char *p = name; *p; p++)
        if (*p == '_') *p = '-';
    return name;
}

static void long_options(const Op *op, Arena *a, struct option *out) {
    size_t n = 0;
    for (; n < COMMON_N; n++) out[n] = COMMON[n];
    for (int i = 0; op->params && op->params[i].name && n + 3 < MAX_OPTIONS; i++) {
        const Param *p = &op->params[i];
        bool flag = p->type == PARAM_BOOL;
        const char *name = option_name(a, p->name);
        out[n++] = (struct option){name, flag ? optional_argument : required_argument, NULL, FIRST_PARAM + i};
        if (flag) out[n++] = (struct option){arena_printf(a, "no-%s", name).p, no_argument, NULL, FIRST_NO + i};
    }
    out[n] = (struct option){0};
}

static bool set_number(Str text, int *out, Err *err) {
    int64_t v;
    if (!str_to_i64(text, &v) || v < 1 || v > 64)
        return err_set(err, ERR_INPUT, "give a number from 1 to 64", "--threads: '%.*s'", STR_ARG(text));
    *out = (int)v;
    return true;
}

static bool common_option(int code, CliOptions *o, Err *err) {
    Str value = str_from_c(optarg);
    switch (code) {
    case OPT_STORE:
        o->store = optarg;
        return true;
    case OPT_JSON:
        o->json = true;
        return true;
    case OPT_COUNT:
        o->count = true;
        return true;
    case OPT_QUIET:
        o->quiet = true;
        return true;
    case OPT_HELP:
        o->help = true;
        return true;
    case OPT_THREADS:
        return set_number(value, &o->threads, err);
    case OPT_NOW:
        if (time_parse(value, false, &o->now)) return true;
        return err_set(err, ERR_INPUT, "write it as 2026-05-03T08:15:00Z", "--now: '%s' is not a time", optarg);
    }
    return false;
}

/* What getopt stumbled over, as it was typed; optopt tells an unknown option (0) from one that exists. */
static bool bad_option(int code, const char *word, const struct option *options, Err *err) {
    static const char HINT[] = "`ridealong help` lists all operations, `ridealong COMMAND --help` its options";
    if (code == ':') return err_set(err, ERR_INPUT, HINT, "%s wants a value", word);
    if (optopt > 0 && optopt < OPT_STORE) return err_set(err, ERR_INPUT, HINT, "-%c: there is no such option", optopt);
    if (optopt) return err_set(err, ERR_INPUT, HINT, "%s: this option takes no value", word);
    Str name = str_slice(str_from_c(word), 2, SIZE_MAX), names[MAX_OPTIONS];
    name = str_cut(&name, '=');
    size_t n = 0;
    for (; options[n].name; n++) names[n] = str_from_c(options[n].name);
    Str meant = suggest_nearest(name, names, n);
    if (!meant.n) return err_set(err, ERR_INPUT, HINT, "--%.*s: there is no such option", STR_ARG(name));
    return err_set(err, ERR_INPUT, HINT, "--%.*s: there is no such option; did you mean --%.*s?", STR_ARG(name),
                   STR_ARG(meant));
}

static void add_raw(RawArg *raw, size_t *n, const char *name, const char *value) {
    raw[(*n)++] = (RawArg){str_from_c(name), str_from_c(value)};
}

static const Param *next_positional(const Op *op, const RawArg *raw, size_t n) {
    for (const Param *p = op->params; p && p->name; p++) {
        if (!p->positional) continue;
        bool taken = false;
        for (size_t i = 0; i < n; i++) taken |= str_eq(raw[i].name, str_from_c(p->name));
        if (!taken || p->type == PARAM_LIST) return p;
    }
    return NULL;
}

static bool parse_options(const Op *op, int argc, char **argv, Arena *a, RawArg *raw, size_t *n, CliOptions *o,
                          Err *err) {
    struct option *options = ARENA_ARRAY(a, struct option, MAX_OPTIONS);
    long_options(op, a, options);
    opterr = 0;
    optind = 1;
    for (int code; (code = getopt_long(argc, argv, "-:h", options, NULL)) != -1;) {
        if (code == '?' || code == ':') return bad_option(code, argv[optind - 1], options, err);
        if (code == 'h') o->help = true;
        else if (code == 1) { /* a bare word, in its place */ const Param *p = next_positional(op, raw, *n);
            if (!p)
                return err_set(err, ERR_INPUT, NULL, "'%s' is one word too many for `ridealong %s`", optarg, op->words);
            add_raw(raw, n, p->name, optarg);
        } else if (code >= FIRST_NO) add_raw(raw, n, op->params[code - FIRST_NO].name, "false");
        else if (code >= FIRST_PARAM) {
            const Param *p = &op->params[code - FIRST_PARAM];
            o->limit_given |= strcmp(p->name, "limit") == 0;
            add_raw(raw, n, p->name, optarg ? optarg : "true");
        } else if (!common_option(code, o, err)) return false;
    }
    for (; optind < argc; optind++) { /* after "--" */
        const Param *p = next_positional(op, raw, *n);
        if (!p)
            return err_set(err, ERR_INPUT, NULL, "'%s' is one word too many for `ridealong %s`", argv[optind],
                           op->words);
        add_raw(raw, n, p->name, argv[optind]);
    }
    return true;
}

bool cli_parse(int argc, char **argv, Arena *a, const Op **op, RawArg **raw, size_t *n, CliOptions *options, Err *err) {
    *options = (CliOptions){.now = clock_now()};
    *op = NULL;
    *n = 0;
    *raw = ARENA_ARRAY(a, RawArg, (size_t)argc + 1);
    bool help_word =
        argc > 1 && (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0);
    if (help_word) {
        options->help = true;
        argc--, argv++;
    }
    if (argc < 2) return true;
    int used;
    *op = find_op(argc, argv, a, &used);
    if (!*op) return no_such_op(argv[1], a, err);
    return parse_options(*op, argc - used, argv + used, a, *raw, n, options, err);
}
