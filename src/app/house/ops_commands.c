/* ops_commands.c - all that the caller may open or do, from the registry: for the palette, and as a page of its own. */
#include <string.h>

#include "app_private.h"
#include "json_build.h"

/* Whatever needs more than its address can say, a form asks for; a page cannot. */
static bool opens_alone(const Op *op) {
    for (const Param *p = op->params; p && p->name; p++) {
        char in_path[80];
        snprintf(in_path, sizeof in_path, "{%s}", p->name);
        if (p->required && !strstr(op->path, in_path)) return false;
    }
    return true;
}

/* The last thing of an address that is about one: "/problems/{problem}/decide". More than one: no page has both. */
static bool about_one(const Op *op) {
    const char *first = strchr(op->path, '{');
    return !first || !strchr(first + 1, '{');
}

static bool commands_run(Call *call, Err *err) {
    (void)err;
    json_t *list = json_array();
    put(call->reply, "commands", list);
    size_t n;
    const Op *const *ops = ops_all(&n);
    bool *may = ARENA_ARRAY(call->arena, bool, n + 1);
    app_offers(call->app, call->arena, call->actor, NULL, 0, may);
    for (size_t i = 0; i < n; i++) {
        const Op *op = ops[i];
        bool reads = strcmp(op->method, "GET") == 0;
        if (!may[i] || op->role == ROLE_ANYBODY) continue;
        if (!about_one(op) || (reads && (!opens_alone(op) || op == call->op))) continue;
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:b, s:b}", "op", op->id, "title", op->summary,
                                              "path", op->path, "heading", ops_heading(i), "changes", !reads, "one",
                                              strchr(op->path, '{') != NULL));
    }
    return true;
}

static const Field COMMAND[] = {
    {"op", SHAPE_STRING, "its id", NULL, false},
    {"title", SHAPE_STRING, "what it shows or does", NULL, false},
    {"path", SHAPE_STRING, "of its page or form; {problem} stands for a number", NULL, false},
    {"heading", SHAPE_STRING, "under which it stands", NULL, false},
    {"changes", SHAPE_BOOL, "a form, not a page", NULL, false},
    {"one", SHAPE_BOOL, "about one thing, whose number stands in the path", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field COMMANDS_REPLY[] = {
    {"commands", SHAPE_ARRAY, "in the order of the chain", COMMAND, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column COMMANDS_COLUMNS[] = {
    {"WHAT", "title", "text", 0}, {"WHERE", "path", "text", 30}, {NULL, NULL, NULL, 0}};
extern const Op OP_COMMANDS;
const Op OP_COMMANDS = {
    .id = "commands.list",
    .method = "GET",
    .path = "/commands",
    .words = "commands",
    .summary = "All pages that you may open and all that you may do on them",
    .help = "What the palette of the pages (Ctrl or Cmd and K) offers, by the role that asks.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .storeless = true,
    .reply = COMMANDS_REPLY,
    .rows = "commands",
    .columns = COMMANDS_COLUMNS,
    .empty = "Nothing: sign in first.",
    .run = commands_run,
};
