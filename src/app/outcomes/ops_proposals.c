/* ops_proposals.c - releases and rollbacks that a webhook only suggests: confirmed or dismissed by somebody. */
#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "outcomes_ops.h"
#include "release_reply.h"
#include "store/hook_store.h"

#define PROPOSAL_PARAM                                                                                                 \
    {                                                                                                                  \
        .name = "proposal", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true,       \
        .help = "number of the proposal"                                                                               \
    }
#define BY_PARAM                                                                                                       \
    { .name = "by", .type = PARAM_STR, .max = 200, .help = "your name, for the log; not when you are signed in" }

/* ---- list ------------------------------------------------------------------------------------ */

static Str says_of(Arena *a, const ProposalRow *row) {
    bool back = str_eq(row->kind, STR("rollback"));
    Str day = time_iso_date(a, row->at);
    return back ? arena_printf(a, "Was release %lld (%.*s) taken back on %.*s?", (long long)row->release_id,
                               STR_ARG(row->subject), STR_ARG(day))
                : arena_printf(a, "Did problem %lld (%.*s) reach customers on %.*s?", (long long)row->problem_id,
                               STR_ARG(row->subject), STR_ARG(day));
}

static json_t *proposal_json(Arena *a, const ProposalRow *row) {
    json_t *o = json_object();
    put(o, "id", json_integer(row->id));
    put(o, "kind", json_str(row->kind));
    put(o, "says", json_str(says_of(a, row)));
    put(o, "problem", row->problem_id ? json_integer(row->problem_id) : json_null());
    put(o, "release", row->release_id ? json_integer(row->release_id) : json_null());
    put(o, "subject", json_str(row->subject));
    put(o, "at", json_time(a, row->at));
    put(o, "title", json_str(row->title));
    put(o, "url", json_str_or_null(row->url));
    put(o, "forge", json_str(row->forge));
    put(o, "state", json_str(row->state));
    put(o, "by", json_str(row->decided_by));
    return o;
}

static bool list_run(Call *call, Err *err) {
    ProposalRow *rows;
    size_t n;
    if (!proposals_list(call->app->db, call->arena, !call_arg(call, "all")->i, call_arg(call, "limit")->i, &rows, &n,
                        err))
        return false;
    json_t *list = json_array();
    put(call->reply, "proposals", list);
    for (size_t i = 0; i < n; i++) json_array_append_new(list, proposal_json(call->arena, &rows[i]));
    return true;
}

static const Param LIST_PARAMS[] = {
    {.name = "all", .type = PARAM_BOOL, .fallback = "no", .help = "also those that were decided"},
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 1000, .fallback = "100", .help = "rows at most"},
    {.name = NULL},
};
static const Field PROPOSAL[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"kind", SHAPE_STRING, "release or rollback", NULL, false},
    {"says", SHAPE_STRING, "the question", NULL, false},
    {"problem", SHAPE_INT, "that was released, perhaps", NULL, true},
    {"release", SHAPE_INT, "that was taken back, perhaps", NULL, true},
    {"subject", SHAPE_STRING, "title of the one or the other", NULL, false},
    {"at", SHAPE_TIME, "when it happened, as the forge says", NULL, false},
    {"title", SHAPE_STRING, "what the forge told", NULL, false},
    {"url", SHAPE_STRING, NULL, NULL, true},
    {"forge", SHAPE_STRING, "github or gitlab", NULL, false},
    {"state", SHAPE_STRING, "open, confirmed, dismissed", NULL, false},
    {"by", SHAPE_STRING, "who decided; empty: nobody yet", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {{"proposals", SHAPE_ARRAY, "newest first", PROPOSAL, false},
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Column LIST_COLUMNS[] = {{"#", "id", "int", 4},
                                      {"QUESTION", "says", "text", 0},
                                      {"TOLD", "title", "text", 30},
                                      {"STATE", "state", "text", 9},
                                      {NULL, NULL, NULL, 0}};
static const Op LIST = {
    .id = "proposals.list",
    .method = "GET",
    .path = "/releases/proposed",
    .words = "release proposed",
    .summary = "Releases and rollbacks that wait for somebody's yes",
    .help = "What a webhook tells of a component without naming a problem, and deployments that went back, are only "
            "proposed. `ridealong release confirm 3`, or `ridealong release dismiss 3`.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "proposals",
    .columns = LIST_COLUMNS,
    .empty = "Nothing waits. Webhooks propose releases of components: `ridealong hook map 1 --component NAME`",
    .run = list_run,
};

/* ---- decide ---------------------------------------------------------------------------------- */

static bool decided(Call *call, const ProposalRow *row, Str state, Err *err) {
    json_t *body = json_pack("{s:o, s:o}", "kind", json_str(row->kind), "state", json_str(state));
    if (!proposal_decide(call->app->db, row->id, state, call_actor(call), call->now, err))
        return json_decref(body), false;
    return audit_note(call, "proposal.decide", "proposal", row->id, body, err) &&
           (!row->release_id || delivery_release_put(call->app->db, row->delivery_id, row->release_id, err));
}

static bool decide(Call *call, const ProposalRow *row, Str state, Err *err) {
    return db_begin(call->app->db, err) && db_end(call->app->db, decided(call, row, state, err), err);
}

static bool open_one(Call *call, ProposalRow *row, Err *err) {
    return proposal_get(call->app->db, call->arena, call_arg(call, "proposal")->i, row, err) &&
           (str_eq(row->state, STR("open")) ||
            err_set(err, ERR_CONFLICT, NULL, "proposal %lld was %.*s by %.*s", (long long)row->id, STR_ARG(row->state),
                    STR_ARG(row->decided_by)));
}

/* The release is known by its name at the forge, so that a second try after a crash makes no second one. */
static bool confirm_run(Call *call, Err *err) {
    ProposalRow row;
    bool again;
    if (!open_one(call, &row, err)) return false;
    if (str_eq(row.kind, STR("rollback"))) {
        if (!release_roll(call, row.release_id, row.at, 0, err)) return false;
    } else {
        ReleaseRow release = {.at = row.at,
                              .title = row.title,
                              .problem_id = row.problem_id,
                              .origin = row.forge,
                              .external_id = row.external_id,
                              .url = row.url};
        if (!release_note(call, &release, 1, &row.release_id, &again, err)) return false;
    }
    if (!decide(call, &row, STR("confirmed"), err)) return false;
    put(call->reply, "release", json_integer(row.release_id));
    put(call->reply, "done",
        json_string(row.problem_id ? "the release is noted" : "the release is noted as taken back"));
    return true;
}

static bool dismiss_run(Call *call, Err *err) {
    ProposalRow row;
    if (!open_one(call, &row, err)) return false;
    row.release_id = 0;
    if (!decide(call, &row, STR("dismissed"), err)) return false;
    put(call->reply, "release", json_null());
    put(call->reply, "done", json_string("it was nothing of the kind"));
    return true;
}

static const Param DECIDE_PARAMS[] = {PROPOSAL_PARAM, BY_PARAM, {.name = NULL}};
static const Field DECIDE_REPLY[] = {{"release", SHAPE_INT, "its number", NULL, true},
                                     {"done", SHAPE_STRING, NULL, NULL, false},
                                     {NULL, SHAPE_END, NULL, NULL, false}};
static const Column DECIDE_FACTS[] = {
    {"release", "release", "int", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op CONFIRM = {
    .id = "proposals.confirm",
    .method = "POST",
    .path = "/releases/proposed/{proposal}/confirm",
    .words = "release confirm",
    .summary = "Say that a proposed release, or rollback, was one",
    .help = "ridealong release confirm 3",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/releases/{release}",
    .params = DECIDE_PARAMS,
    .reply = DECIDE_REPLY,
    .facts = DECIDE_FACTS,
    .run = confirm_run,
};
static const Op DISMISS = {
    .id = "proposals.dismiss",
    .method = "POST",
    .path = "/releases/proposed/{proposal}/dismiss",
    .words = "release dismiss",
    .summary = "Say that a proposed release, or rollback, was none",
    .help = "ridealong release dismiss 3",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/releases/proposed",
    .params = DECIDE_PARAMS,
    .reply = DECIDE_REPLY,
    .facts = DECIDE_FACTS,
    .run = dismiss_run,
};

const Op *const OPS_PROPOSALS[] = {&LIST, &CONFIRM, &DISMISS, NULL};
