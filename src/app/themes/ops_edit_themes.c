/* ops_edit_themes.c - what people say about which signals make a theme: merge, split, define, move. Each makes a new
 * version of the codebook, in which all of history is coded by one rule. */
#include "app_private.h"
#include "edits.h"
#include "version.h"

enum { SIGNALS_MAX = 1000 };

extern const Op OP_THEME_MERGE, OP_THEME_SPLIT, OP_THEME_DEFINE, OP_SIGNALS_MOVE;

#define PHRASE_PARAM                                                                                                   \
    {                                                                                                                  \
        .name = "phrase", .type = PARAM_STR, .max = 300,                                                               \
        .help = "everything that says these words, in any inflection, belongs to it"                                   \
    }
#define SIGNALS_PARAM                                                                                                  \
    {                                                                                                                  \
        .name = "signals", .type = PARAM_LIST, .max = SIGNALS_MAX,                                                     \
        .help = "numbers of signals that show what it is about"                                                        \
    }

static bool merge_run(Call *call, Err *err) {
    CodebookRow codebook;
    ThemeRow theme, into;
    EditRow e = edit_new(call, "merge", call_arg(call, "theme")->i);
    int64_t id;
    e.other_id = call_arg(call, "into")->i;
    if (!edit_theme(call, e.theme_id, &codebook, &theme, err) || !edit_theme(call, e.other_id, &codebook, &into, err))
        return false;
    if (e.theme_id == e.other_id) return err_set(err, ERR_INPUT, NULL, "into: a theme cannot become part of itself");
    return edit_add(call->app->db, &e, NULL, 0, &id, err) && edit_finish(call, id, true, err);
}

/* The numbers in the list "signals"; with `theme_id` each must be in that theme. */
static bool signals_arg(Call *call, int64_t theme_id, int64_t **out, size_t *n, Err *err) {
    const Arg *list = call_arg(call, "signals");
    *out = ARENA_ARRAY(call->arena, int64_t, list->list_n + 1);
    *n = 0;
    for (size_t i = 0; i < list->list_n; i++) {
        SignalRow row;
        if (!str_to_i64(list->list[i], &(*out)[*n]) || (*out)[*n] < 1)
            return err_set(err, ERR_INPUT, "give numbers as `ridealong signals` shows them",
                           "signals: '%.*s' is not the number of a signal", STR_ARG(list->list[i]));
        if (!signal_get(call->app->db, call->arena, (*out)[*n], &row, err)) return false;
        if (!row.signal.text.n)
            return err_set(err, ERR_INPUT, NULL, "signals: signal %lld has no words", (long long)row.id);
        if (theme_id && row.theme_id != theme_id)
            return err_set(err, ERR_INPUT, "choose among the signals of the theme",
                           "signals: signal %lld is not in theme %lld", (long long)row.id, (long long)theme_id);
        ++*n;
    }
    return true;
}

/* A phrase that some signal (of the theme, if one is given) really says. */
static bool phrase_arg(Call *call, int64_t theme_id, Str *out, Err *err) {
    int64_t id;
    Str text;
    size_t n;
    SignalFilter in_theme = {.theme_id = theme_id, .from = TIME_NONE, .to = TIME_NONE};
    *out = str_trim(call_arg(call, "phrase")->s);
    if (!phrase_examples(call->app->db, call->arena, *out, theme_id ? &in_theme : NULL, 1, &id, &text, &n, err))
        return false;
    return n || err_set(err, ERR_INPUT, "search the signals for it first", "phrase: no signal%s says \"%.*s\"",
                        theme_id ? " of this theme" : "", STR_ARG(*out));
}

/* Words or examples: exactly one of the two. */
static bool definition_arg(Call *call, int64_t theme_id, EditRow *e, int64_t **signals, size_t *n, Err *err) {
    bool phrase = call_arg(call, "phrase")->given && str_trim(call_arg(call, "phrase")->s).n,
         list = call_arg(call, "signals")->list_n > 0;
    *n = 0;
    *signals = NULL;
    if (phrase == list)
        return err_set(err, ERR_INPUT, "give words that they say, or the numbers of some signals",
                       phrase ? "a phrase or signals, not both" : "a phrase or signals must say what belongs to it");
    return phrase ? phrase_arg(call, theme_id, &e->phrase, err) : signals_arg(call, theme_id, signals, n, err);
}

/* Records the edit together with the new theme's number and label. */
static bool define(Call *call, const CodebookRow *codebook, EditRow *e, const int64_t *signals, size_t n, Err *err) {
    Db *db = call->app->db;
    int64_t id;
    if (!db_begin(db, err)) return false;
    bool ok = theme_add(db, codebook->id + 1, &e->theme_id, err) && edit_add(db, e, signals, n, &id, err) &&
              look_refresh(call, codebook->id, e->theme_id, err);
    return db_end(db, ok, err) && edit_finish(call, id, true, err);
}

static bool split_run(Call *call, Err *err) {
    CodebookRow codebook;
    ThemeRow theme;
    int64_t *signals;
    size_t n;
    EditRow e = edit_new(call, "split", 0);
    e.other_id = call_arg(call, "theme")->i;
    return edit_theme(call, e.other_id, &codebook, &theme, err) &&
           edit_name(call, codebook.id, 0, call_arg(call, "name")->s, &e.words, err) &&
           definition_arg(call, e.other_id, &e, &signals, &n, err) && define(call, &codebook, &e, signals, n, err);
}

static bool define_run(Call *call, Err *err) {
    CodebookRow codebook;
    int64_t *signals;
    size_t n;
    EditRow e = edit_new(call, "define", 0);
    return codebook_current(call->app->db, call->arena, &codebook, err) &&
           edit_name(call, codebook.id, 0, call_arg(call, "name")->s, &e.words, err) &&
           definition_arg(call, 0, &e, &signals, &n, err) && define(call, &codebook, &e, signals, n, err);
}

static bool move_run(Call *call, Err *err) {
    CodebookRow codebook;
    ThemeRow theme;
    int64_t *signals, id;
    size_t n;
    const Arg *to = call_arg(call, "to");
    EditRow e = edit_new(call, "move", to->i);
    bool found = to->i ? edit_theme(call, to->i, &codebook, &theme, err)
                       : codebook_current(call->app->db, call->arena, &codebook, err);
    if (!found || !signals_arg(call, 0, &signals, &n, err)) return false;
    return edit_add(call->app->db, &e, signals, n, &id, err) && edit_finish(call, id, true, err);
}

static const Param MERGE_PARAMS[] = {
    THEME_PARAM,
    {.name = "into",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the theme that it becomes part of"},
    BY_PARAM,
    LATER_PARAM,
    {.name = NULL},
};
static const Param SPLIT_PARAMS[] = {
    THEME_PARAM,
    {.name = "name",
     .type = PARAM_STR,
     .max = EDIT_NAME_BYTES,
     .required = true,
     .positional = true,
     .help = "name of the part"},
    PHRASE_PARAM,
    SIGNALS_PARAM,
    BY_PARAM,
    LATER_PARAM,
    {.name = NULL},
};
static const Param DEFINE_PARAMS[] = {
    {.name = "name",
     .type = PARAM_STR,
     .max = EDIT_NAME_BYTES,
     .required = true,
     .positional = true,
     .help = "what it shall be called"},
    PHRASE_PARAM,
    SIGNALS_PARAM,
    BY_PARAM,
    LATER_PARAM,
    {.name = NULL},
};
static const Param MOVE_PARAMS[] = {
    {.name = "signals",
     .type = PARAM_LIST,
     .max = SIGNALS_MAX,
     .required = true,
     .positional = true,
     .help = "numbers of signals"},
    {.name = "to",
     .type = PARAM_INT,
     .min = 0,
     .max = INT64_MAX,
     .required = true,
     .help = "number of the theme they belong to; 0: to none"},
    BY_PARAM,
    LATER_PARAM,
    {.name = NULL},
};
const Op OP_THEME_MERGE = {
    .id = "themes.merge",
    .method = "POST",
    .path = "/themes/{theme}/merge",
    .words = "theme merge",
    .summary = "Make a theme part of another one",
    .help = "ridealong theme merge 12 7\n\nAll signals of theme 12 are in theme 7 from now on, and in every later "
            "codebook.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/themes/{into}",
    .params = MERGE_PARAMS,
    .reply = SHAPE_OF_EDITED,
    .facts = EDIT_COLUMNS,
    .run = merge_run,
};
const Op OP_THEME_SPLIT = {
    .id = "themes.split",
    .method = "POST",
    .path = "/themes/{theme}/split",
    .words = "theme split",
    .summary = "Take a part of a theme as a theme of its own",
    .help = "ridealong theme split 7 \"Declined abroad\" --phrase \"abroad\"\n"
            "ridealong theme split 7 \"Declined abroad\" --signals 120 --signals 344\n\n"
            "By a phrase: all signals of the theme that say it. By examples: those that are more like the examples "
            "than like "
            "the rest; a handful is enough.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/themes/{theme}",
    .params = SPLIT_PARAMS,
    .reply = SHAPE_OF_EDITED,
    .facts = EDIT_COLUMNS,
    .run = split_run,
};
const Op OP_THEME_DEFINE = {
    .id = "themes.define",
    .method = "POST",
    .path = "/themes/define",
    .words = "theme define",
    .summary = "Define a theme by hand, from examples or a phrase",
    .help = "ridealong theme define \"Dark patterns\" --phrase \"tricked me\"\n"
            "ridealong theme define \"Dark patterns\" --signals 12 --signals 98 --signals 401",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .after = "/themes",
    .params = DEFINE_PARAMS,
    .reply = SHAPE_OF_EDITED,
    .facts = EDIT_COLUMNS,
    .run = define_run,
};
const Op OP_SIGNALS_MOVE = {
    .id = "signals.move",
    .method = "POST",
    .path = "/signals/move",
    .words = "signals move",
    .summary = "Say to which theme signals belong",
    .help = "ridealong signals move 120 344 --to 7\nridealong signals move 120 --to 0\n\nIt holds under every later "
            "codebook.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .job = true,
    .params = MOVE_PARAMS,
    .reply = SHAPE_OF_EDITED,
    .facts = EDIT_COLUMNS,
    .run = move_run,
};
