/* ops_strategies.c - what the company wants, as statements that decisions lean on. */
#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "name_filter.h"
#include "problem_reply.h"

static json_t *statement_json(Arena *a, const StrategyRow *s) {
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:I}", "id", (json_int_t)s->id, "title", json_str(s->title),
                     "statement", json_str(s->statement), "by", json_str(s->author), "at", json_time(a, s->at),
                     "retired_at", json_time(a, s->retired_at), "decisions", (json_int_t)s->decisions);
}

static bool list_run(Call *call, Err *err) {
    StrategyRow *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "strategies", list);
    if (!strategies_list(call->app->db, call->arena, call_arg(call, "retired")->i, &rows, &n, err)) return false;
    Str q = name_filter(call);
    for (size_t i = 0; i < n; i++)
        if (utf8_holds(call->arena, rows[i].title, q))
            json_array_append_new(list, statement_json(call->arena, &rows[i]));
    return true;
}

static const Field STATEMENT[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"statement", SHAPE_STRING, NULL, NULL, false},
    {"by", SHAPE_STRING, NULL, NULL, false},
    {"at", SHAPE_TIME, NULL, NULL, false},
    {"retired_at", SHAPE_TIME, "null: it holds", NULL, true},
    {"decisions", SHAPE_INT, "in force that lean on it", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {{"strategies", SHAPE_ARRAY, "oldest first", STATEMENT, false},
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Param LIST_PARAMS[] = {
    {.name = "retired", .type = PARAM_BOOL, .fallback = "false", .help = "also those that no longer hold"},
    NAME_PARAM("title"),
    {.name = NULL},
};
static const Column LIST_COLUMNS[] = {{"number", "id", "int", 6},
                                      {"title", "title", "text", 24},
                                      {"decisions", "decisions", "int", 9},
                                      {"statement", "statement", "quote", 0},
                                      {NULL, NULL, NULL, 0}};
static const Op LIST = {
    .id = "strategies.list",
    .method = "GET",
    .path = "/strategies",
    .words = "strategies",
    .summary = "Strategy statements, and how many decisions lean on each",
    .help = "A decline, and whatever clashes with strategy, names one of them.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "strategies",
    .columns = LIST_COLUMNS,
    .empty = "No statement yet: `ridealong strategy new \"Home first\" --statement \"We serve one country well before "
             "the next.\"`",
    .run = list_run,
};

static const Field DONE_REPLY[] = {
    {"done", SHAPE_STRING, NULL, NULL, false},
    {"strategy", SHAPE_INT, "its number", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column DONE_FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

static void done(Call *call, int64_t id, const char *what) {
    put(call->reply, "done", json_str(arena_printf(call->arena, "Statement %lld %s", (long long)id, what)));
    put(call->reply, "strategy", json_integer(id));
}

static bool new_run(Call *call, Err *err) {
    int64_t id;
    StrategyRow row = {.title = draft_plain(call->arena, call_arg(call, "title")->s),
                       .statement = str_trim(call_arg(call, "statement")->s),
                       .author = call_actor(call),
                       .at = call->now};
    if (!row.title.n || !row.statement.n)
        return err_set(err, ERR_INPUT, NULL, "%s: it must not be empty", row.title.n ? "statement" : "title");
    if (!db_begin(call->app->db, err)) return false;
    bool ok =
        strategy_add(call->app->db, &row, &id, err) &&
        audit_note(call, "strategy.new", "strategy", id,
                   json_pack("{s:o, s:o}", "title", json_str(row.title), "statement", json_str(row.statement)), err);
    if (!db_end(call->app->db, ok, err)) return false;
    done(call, id, "holds");
    return true;
}
static const Param NEW_PARAMS[] = {
    {.name = "title",
     .type = PARAM_STR,
     .max = 120,
     .required = true,
     .positional = true,
     .help = "a few words by which it is known"},
    {.name = "statement",
     .type = PARAM_STR,
     .max = 2000,
     .required = true,
     .help = "what the company wants, as it says it"},
    PROBLEM_BY_PARAM,
    {.name = NULL},
};
static const Op NEW = {
    .id = "strategies.new",
    .method = "POST",
    .path = "/strategies/new",
    .words = "strategy new",
    .summary = "Write down a strategy statement",
    .help = "ridealong strategy new \"Home first\" --statement \"We serve one country well before the next.\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/strategies",
    .params = NEW_PARAMS,
    .reply = DONE_REPLY,
    .facts = DONE_FACTS,
    .run = new_run,
};

static bool retire_run(Call *call, Err *err) {
    int64_t id = call_arg(call, "strategy")->i;
    StrategyRow row;
    if (!strategy_get(call->app->db, call->arena, id, &row, err) || !db_begin(call->app->db, err)) return false;
    bool ok = strategy_retire(call->app->db, id, call->now, err) &&
              audit_note(call, "strategy.retire", "strategy", id, NULL, err);
    if (!db_end(call->app->db, ok, err)) return false;
    done(call, id, "is retired; decisions that lean on it stand until they are decided anew");
    return true;
}
static const Param RETIRE_PARAMS[] = {
    {.name = "strategy",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .required = true,
     .positional = true,
     .help = "number of the statement"},
    PROBLEM_BY_PARAM,
    {.name = NULL},
};
static const Op RETIRE = {
    .id = "strategies.retire",
    .method = "POST",
    .path = "/strategies/{strategy}/retire",
    .words = "strategy retire",
    .summary = "Say that a strategy statement no longer holds",
    .help = "ridealong strategy retire 1\n\nIt stays, since decisions name it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/strategies",
    .params = RETIRE_PARAMS,
    .reply = DONE_REPLY,
    .facts = DONE_FACTS,
    .run = retire_run,
};

const Op *const OPS_STRATEGIES[] = {&LIST, &NEW, &RETIRE, NULL};
