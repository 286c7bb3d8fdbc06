/* ops_briefs.c - briefs as text: out, in, compared. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app_private.h"
#include "json_build.h"
#include "problem_reply.h"
#include "problems/linediff.h"
#include "problems_ops.h"
#include "provable.h"
#include "strip.h"

/* ---- out ------------------------------------------------------------------------------------- */

/* The newest brief with state and owner in it, or an older version as it was stored. */
static bool markdown_of(Call *call, int64_t id, int64_t version, Str *text, int64_t *is, Err *err) {
    ProblemBrief p;
    ProblemVersion old;
    if (!problem_brief_load(call, id, &p, err)) return false;
    *is = p.row.version;
    if (version && version != p.row.version) {
        if (!problem_version_get(call->app->db, call->arena, id, version, &old, err)) return false;
        *text = old.brief;
        *is = version;
        return true;
    }
    if (!brief_shown(call, &p.row, &p.brief, err)) return false;
    *text = brief_write(call->arena, &p.brief);
    return true;
}

static bool export_run(Call *call, Err *err) {
    Str text;
    int64_t version, id = call_arg(call, "problem")->i;
    if (!markdown_of(call, id, call_arg(call, "version")->i, &text, &version, err)) return false;
    put(call->reply, "problem", json_integer(id));
    put(call->reply, "version", json_integer(version));
    put(call->reply, "markdown", json_str(text));
    return true;
}

static const Param EXPORT_PARAMS[] = {
    PROBLEM_PARAM,
    {.name = "version", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "of the brief (default: the newest)"},
    {.name = NULL},
};
static const Field EXPORT_REPLY[] = {
    {"problem", SHAPE_INT, NULL, NULL, false},
    {"version", SHAPE_INT, NULL, NULL, false},
    {"markdown", SHAPE_STRING, "the brief with its front matter", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column EXPORT_FACTS[] = {{"", "markdown", "file", 0}, {NULL, NULL, NULL, 0}};
const Op OP_PROBLEM_EXPORT = {
    .id = "problems.export",
    .method = "GET",
    .path = "/problems/{problem}/export",
    .words = "problem export",
    .summary = "A brief as Markdown with its front matter",
    .help = "ridealong problem export 3 > problem-3.md\n\nQuotes carry signal, bytes and SHA-256, so that `ridealong "
            "problem "
            "check problem-3.md` can hold them against the store, and `ridealong problem import problem-3.md` can take "
            "it back.",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_ENGINEER,
    .reads = READS_WORDS,
    .params = EXPORT_PARAMS,
    .reply = EXPORT_REPLY,
    .facts = EXPORT_FACTS,
    .run = export_run,
};

/* What the page to edit shows: the text, and where the errors of a try before stand. */
static bool edit_run(Call *call, Err *err) {
    ProblemBrief p;
    Str text;
    int64_t version;
    if (!problem_brief_load(call, call_arg(call, "problem")->i, &p, err) ||
        !markdown_of(call, p.row.id, 0, &text, &version, err))
        return false;
    put(call->reply, "problem", json_integer(p.row.id));
    put(call->reply, "title", json_str(p.row.title));
    put(call->reply, "version", json_integer(version));
    put(call->reply, "markdown", json_str(text));
    return strip_put(call, STRIP_PROBLEM, p.row.id, err);
}
static const Param EDIT_PARAMS[] = {PROBLEM_PARAM, {.name = NULL}};
static const Field EDIT_REPLY[] = {
    STRIP_FIELD,
    {"problem", SHAPE_INT, NULL, NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"version", SHAPE_INT, NULL, NULL, false},
    {"markdown", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Op OP_PROBLEM_EDIT = {
    .id = "problems.edit",
    .method = "GET",
    .path = "/problems/{problem}/edit",
    .words = "problem edit",
    .summary = "Edit a brief in your editor",
    .help = "ridealong problem edit 3\n\nOpens the brief in $VISUAL or $EDITOR and takes it back when you leave the "
            "editor. What is "
            "wrong is said with its line, and your text is kept in a file.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .reads = READS_WORDS,
    .params = EDIT_PARAMS,
    .reply = EDIT_REPLY,
    .run = edit_run,
};

/* ---- in -------------------------------------------------------------------------------------- */

static bool save_text(Call *call, Str file, Str text, int64_t only, Err *err) {
    int64_t id = 0, version = 0;
    bool changed = false;
    ProblemRow row;
    Str provable;
    if (!problem_text_save(call, file, text, only, call_arg(call, "note")->s, &id, &version, &changed, err) ||
        !problem_get(call->app->db, call->arena, id, &row, err) || !provable_says(call, &row, &provable, err))
        return false;
    Str done = arena_printf(call->arena, "Problem %lld is %s version %lld", (long long)id,
                            changed ? "at" : "as before, at", (long long)version);
    if (provable.n) /* "done" is a sentence without its full stop */
        done = arena_printf(call->arena, "%.*s. %.*s", STR_ARG(done), (int)provable.n - 1, provable.p);
    problem_done(call, id, version, done);
    return true;
}

static bool save_run(Call *call, Err *err) {
    return save_text(call, STR("markdown"), call_arg(call, "markdown")->s, call_arg(call, "problem")->i, err);
}

#define NOTE_PARAM                                                                                                     \
    { .name = "note", .type = PARAM_STR, .max = 300, .fallback = "", .help = "what you changed, in a few words" }

static const Param SAVE_PARAMS[] = {
    PROBLEM_PARAM,
    {.name = "markdown",
     .type = PARAM_STR,
     .max = BRIEF_BYTES,
     .required = true,
     .help = "the whole brief; each quote ends with the signal that it is from"},
    NOTE_PARAM,
    PROBLEM_BY_PARAM,
    {.name = NULL},
};
const Op OP_PROBLEM_SAVE = {
    .id = "problems.save",
    .method = "POST",
    .path = "/problems/{problem}/edit",
    .summary = "Save an edited brief",
    .help = "Each quote is held against its signal: one that does not match is refused, with its line and the nearest "
            "real wording.",
    .doors = DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .reads = READS_WORDS,
    .writes = true,
    .after = "/problems/{problem}",
    .params = SAVE_PARAMS,
    .reply = SHAPE_OF_CHANGED_PROBLEM,
    .run = save_run,
};

bool brief_file_read(Arena *a, Str path, Str *text, Err *err) {
    FILE *in = str_eq(path, STR("-")) ? stdin : fopen(arena_str(a, path).p, "rbe");
    if (!in) return err_set(err, ERR_IO, NULL, "cannot read %.*s: %s", STR_ARG(path), strerror(errno));
    char *bytes = ARENA_ARRAY(a, char, BRIEF_BYTES + 2);
    size_t n = fread(bytes, 1, BRIEF_BYTES + 1, in);
    bool failed = ferror(in) != 0;
    if (in != stdin) fclose(in);
    if (failed) return err_set(err, ERR_IO, NULL, "cannot read %.*s: %s", STR_ARG(path), strerror(errno ? errno : EIO));
    *text = (Str){bytes, n};
    return true;
}

static bool import_run_brief(Call *call, Err *err) {
    Str path = call_arg(call, "file")->s, text;
    return brief_file_read(call->arena, path, &text, err) && save_text(call, path, text, 0, err);
}
static const Param IMPORT_PARAMS[] = {
    {.name = "file",
     .type = PARAM_STR,
     .max = 4000,
     .required = true,
     .positional = true,
     .cli_only = true,
     .help = "a Markdown file; - is standard input"},
    NOTE_PARAM,
    PROBLEM_BY_PARAM,
    {.name = NULL},
};
const Op OP_PROBLEM_IMPORT = {
    .id = "problems.import",
    .method = "POST",
    .path = "/problems/import",
    .words = "problem import",
    .summary = "Take a brief back from a Markdown file",
    .help = "ridealong problem import problem-3.md\n\nA file that names a problem becomes its next version; one "
            "without \"problem:\" "
            "becomes a new one. Nothing is stored unless every quote matches its signal.",
    .doors = DOOR_CLI,
    .role = ROLE_ENGINEER,
    .reads = READS_WORDS,
    .writes = true,
    .params = IMPORT_PARAMS,
    .reply = SHAPE_OF_CHANGED_PROBLEM,
    .facts = CHANGED_PROBLEM_FACTS,
    .run = import_run_brief,
};

/* ---- compared -------------------------------------------------------------------------------- */

static bool diff_run(Call *call, Err *err) {
    enum { AROUND = 3 };
    ProblemRow row;
    ProblemVersion before, after;
    int64_t id = call_arg(call, "problem")->i;
    Db *db = call->app->db;
    if (!problem_get(db, call->arena, id, &row, err)) return false;
    int64_t to = call_arg(call, "to")->given ? call_arg(call, "to")->i : row.version;
    int64_t from = call_arg(call, "from")->given ? call_arg(call, "from")->i : to - 1;
    if (from < 1)
        return err_set(err, ERR_NOT_FOUND, "edit it first: ridealong problem edit NUMBER",
                       "problem %lld has one version only", (long long)id);
    if (!problem_version_get(db, call->arena, id, from, &before, err) ||
        !problem_version_get(db, call->arena, id, to, &after, err))
        return false;
    DiffLine *lines;
    size_t n = diff_lines(call->arena, before.brief, after.brief, &lines), near = SIZE_MAX;
    static const char *const SIGNS[] = {" ", "-", "+"};
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) { /* lines that differ, and a few around them */
        bool shown = false;
        for (size_t k = i > AROUND ? i - AROUND : 0; k < n && k <= i + AROUND && !shown; k++)
            shown = lines[k].kind != DIFF_SAME;
        if (!shown) continue;
        bool gap = near != SIZE_MAX && near + 1 < i;
        near = i;
        json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o, s:b}", "sign", SIGNS[lines[i].kind], "before",
                                              lines[i].before ? json_integer(lines[i].before) : json_null(), "after",
                                              lines[i].after ? json_integer(lines[i].after) : json_null(), "text",
                                              json_str(lines[i].text), "gap", gap));
    }
    put(call->reply, "problem", json_integer(id));
    put(call->reply, "title", json_str(row.title));
    put(call->reply, "from", json_integer(from));
    put(call->reply, "to", json_integer(to));
    put(call->reply, "lines", list);
    return strip_put(call, STRIP_PROBLEM, id, err);
}

static const Field DIFF_LINE[] = {
    {"sign", SHAPE_STRING, "- gone, + new, blank the same", NULL, false},
    {"before", SHAPE_INT, "line number", NULL, true},
    {"after", SHAPE_INT, NULL, NULL, true},
    {"text", SHAPE_WORDS, NULL, NULL, false},
    {"gap", SHAPE_BOOL, "lines that are the same are left out before it", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field DIFF_REPLY[] = {
    STRIP_FIELD,
    {"problem", SHAPE_INT, NULL, NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"from", SHAPE_INT, "version", NULL, false},
    {"to", SHAPE_INT, "version", NULL, false},
    {"lines", SHAPE_ARRAY, "those that differ, and three around them", DIFF_LINE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Param DIFF_PARAMS[] = {
    PROBLEM_PARAM,
    {.name = "from", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "version (default: the one before)"},
    {.name = "to", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "version (default: the newest)"},
    {.name = NULL},
};
static const Column DIFF_COLUMNS[] = {
    {"", "sign", "text", 1}, {"line", "after", "int", 5}, {"text", "text", "quote", 0}, {NULL, NULL, NULL, 0}};
const Op OP_PROBLEM_DIFF = {
    .id = "problems.diff",
    .method = "GET",
    .path = "/problems/{problem}/diff",
    .words = "problem diff",
    .summary = "What changed between two versions of a brief",
    .help = "ridealong problem diff 3\nridealong problem diff 3 --from 1 --to 4",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reads = READS_WORDS,
    .params = DIFF_PARAMS,
    .reply = DIFF_REPLY,
    .rows = "lines",
    .columns = DIFF_COLUMNS,
    .empty = "Nothing changed between the two.",
    .run = diff_run,
};
