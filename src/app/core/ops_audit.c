/* ops_audit.c - the audit log as a list, and the proof that it is whole. */
#include "app_private.h"
#include "audit.h"
#include "cursor.h"
#include "json_build.h"

static bool list_run(Call *call, Err *err) {
    ChainFilter filter = {.kind = call_arg(call, "kind")->s, .object_id = call_arg(call, "object")->i};
    return audit_page(call, CHAIN_AUDIT, &filter, err);
}

static const Param LIST_PARAMS[] = {
    {.name = "kind", .type = PARAM_STR, .max = 64, .fallback = "", .help = "only of this: problem, theme, plan"},
    {.name = "object", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "only about the one with this number"},
    LIMIT_PARAM("100"),
    CURSOR_PARAM,
    {.name = NULL},
};
static const Field LIST_REPLY[] = {
    {"rows", SHAPE_ARRAY, "newest first", SHAPE_OF_AUDIT, false},
    NEXT_FIELD,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"row", "seq", "int", 6},      {"date", "at", "date", 10},     {"by", "by", "text", 12},
    {"what", "action", "text", 0}, {"number", "object", "int", 6}, {NULL, NULL, NULL, 0},
};
static const Op AUDIT = {
    .id = "audit.list",
    .method = "GET",
    .path = "/audit",
    .words = "audit",
    .summary = "Who changed what, and when",
    .help =
        "The log is only ever added to; each row's hash covers the row before it. `ridealong audit verify` proves it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "rows",
    .columns = LIST_COLUMNS,
    .empty = "Nothing was changed yet. Each change of a problem, an owner, a plan or a decision will be a row here.",
    .run = list_run,
};

/* "12:4be1..." as verify prints it. */
static bool head_parse(Str given, ChainHead *head, Err *err) {
    Str rest = given, number = str_cut(&rest, ':');
    uint8_t bytes[32];
    if (str_to_i64(number, &head->seq) && head->seq > 0 && hex_decode(bytes, sizeof bytes, rest)) {
        head->hash = rest;
        return true;
    }
    return err_set(err, ERR_INPUT, "give it as `ridealong audit verify` printed it",
                   "expect: \"%.*s\" is not NUMBER:HASH", STR_ARG(given));
}

static bool verify_run(Call *call, Err *err) {
    const Arg *given = call_arg(call, "expect");
    ChainHead expect, head;
    if (given->given && !head_parse(given->s, &expect, err)) return false;
    if (!chain_verify(call->app->db, call->arena, CHAIN_AUDIT, given->given ? &expect : NULL, &head, err)) return false;
    put(call->reply, "rows", json_integer(head.seq));
    put(call->reply, "head",
        head.seq ? json_str(arena_printf(call->arena, "%lld:%.*s", (long long)head.seq, STR_ARG(head.hash)))
                 : json_null());
    return true;
}

static const Param VERIFY_PARAMS[] = {
    {.name = "expect", .type = PARAM_STR, .max = 90, .help = "a head noted earlier that must be part of the log"},
    {.name = NULL},
};
static const Field VERIFY_REPLY[] = {
    {"rows", SHAPE_INT, NULL, NULL, false},
    {"head", SHAPE_STRING, "number and hash of the last row: note it elsewhere, and hold it against the log later",
     NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column VERIFY_FACTS[] = {{"rows", "rows", "int", 0}, {"head", "head", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op VERIFY = {
    .id = "audit.verify",
    .method = "GET",
    .path = "/audit/verify",
    .words = "audit verify",
    .summary = "Prove that nothing in the audit log was changed",
    .help = "Fails with exit code 4 and names the row when one byte was changed, or a row added or taken away. Whoever "
            "can write "
            "to the database could write the whole log anew: note the head it prints somewhere else, and give it later "
            "with --expect.",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_VIEWER,
    .params = VERIFY_PARAMS,
    .reply = VERIFY_REPLY,
    .facts = VERIFY_FACTS,
    .run = verify_run,
};

const Op *const OPS_AUDIT[] = {&AUDIT, &VERIFY, NULL};
