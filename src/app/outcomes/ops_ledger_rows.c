/* ops_ledger_rows.c - the ledger as it was written, and the proof that it is whole. */
#include "app_private.h"
#include "audit.h"
#include "cursor.h"
#include "json_build.h"
#include "ledger_ops.h"
#include "sample.h"

static bool list_run(Call *call, Err *err) {
    ChainFilter filter = {.object_id = call_arg(call, "value")->i, .kind = STR("value")};
    return audit_page(call, CHAIN_LEDGER, &filter, err) && sample_say(call, err);
}

static const Param LIST_PARAMS[] = {
    {.name = "value", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "only of this value"},
    LIMIT_PARAM("200"),
    CURSOR_PARAM,
    {.name = NULL},
};
static const Field LIST_REPLY[] = {
    {"rows", SHAPE_ARRAY, "newest first", SHAPE_OF_AUDIT, false},
    NEXT_FIELD,
    SAMPLE_FIELD,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"row", "seq", "int", 5},      {"date", "at", "date", 10},    {"by", "by", "text", 12},
    {"what", "action", "text", 0}, {"value", "object", "int", 6}, {NULL, NULL, NULL, 0},
};
const Op OP_LEDGER_LIST = {
    .id = "ledger.list",
    .method = "GET",
    .path = "/ledger",
    .words = "ledger",
    .summary = "The rows of the value ledger, as they were written",
    .help = "Only ever added to; each row's hash covers the one before. `ridealong portfolio` adds them up.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "rows",
    .columns = LIST_COLUMNS,
    .empty = "Nothing is in the ledger yet: seal an expectation with `ridealong ledger expect`.",
    .run = list_run,
};

static bool verify_run(Call *call, Err *err) {
    ChainHead head;
    if (!chain_verify(call->app->db, call->arena, CHAIN_LEDGER, NULL, &head, err)) return false;
    put(call->reply, "rows", json_integer(head.seq));
    put(call->reply, "head",
        head.seq ? json_str(arena_printf(call->arena, "%lld:%.*s", (long long)head.seq, STR_ARG(head.hash)))
                 : json_null());
    return true;
}

static const Field VERIFY_REPLY[] = {
    {"rows", SHAPE_INT, NULL, NULL, false},
    {"head", SHAPE_STRING, "number and hash of the last row: note it elsewhere", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column VERIFY_FACTS[] = {{"rows", "rows", "int", 0}, {"head", "head", "text", 0}, {NULL, NULL, NULL, 0}};
const Op OP_LEDGER_VERIFY = {
    .id = "ledger.verify",
    .method = "GET",
    .path = "/ledger/verify",
    .words = "ledger verify",
    .summary = "Prove that nothing in the value ledger was changed",
    .help = "Fails with exit code 4 and names the row when one byte was changed, or a row added or taken away.",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_VIEWER,
    .reply = VERIFY_REPLY,
    .facts = VERIFY_FACTS,
    .run = verify_run,
};
