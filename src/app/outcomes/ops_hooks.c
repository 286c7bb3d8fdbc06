/* ops_hooks.c - webhooks by which GitHub and GitLab tell of releases: which there are, and what they delivered. */
#include "app_private.h"
#include "hooks.h"
#include "json_build.h"
#include "outcomes_ops.h"
#include "ownership.h"
#include "shapes.h"

/* ---- JSON ------------------------------------------------------------------------------------ */

static json_t *hook_json(Arena *a, const HookRow *row) {
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:I, s:o}", "id", (json_int_t)row->id, "forge",
                     json_str(row->forge), "name", json_str(row->name), "path", json_str(hook_path(a, row)),
                     "environment", json_str(row->environment), "by", json_str(row->created_by), "created_at",
                     json_time(a, row->created_at), "revoked", row->revoked_at != TIME_NONE, "deliveries",
                     (json_int_t)row->deliveries, "last_at", json_time(a, row->last_at));
}

static const Field HOOK[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"forge", SHAPE_STRING, "github or gitlab", NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"path", SHAPE_STRING, "where the forge sends to, on this server", NULL, false},
    {"environment", SHAPE_STRING, "that counts; empty: the one that the forge calls production", NULL, false},
    {"by", SHAPE_STRING, "who made it", NULL, false},
    {"created_at", SHAPE_TIME, NULL, NULL, false},
    {"revoked", SHAPE_BOOL, NULL, NULL, false},
    {"deliveries", SHAPE_INT, "that were genuine", NULL, false},
    {"last_at", SHAPE_TIME, "of the newest of them", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field DELIVERY[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"at", SHAPE_TIME, "when it came", NULL, false},
    {"event", SHAPE_STRING, "as the forge calls it", NULL, false},
    {"kind", SHAPE_STRING, "release, deployed, withdrawn, ping, nothing, unreadable", NULL, false},
    {"repository", SHAPE_STRING, NULL, NULL, false},
    {"environment", SHAPE_STRING, NULL, NULL, false},
    {"ref", SHAPE_STRING, "tag or branch", NULL, false},
    {"delivery", SHAPE_STRING, "the forge's name of it", NULL, false},
    {"says", SHAPE_STRING, "what came of it", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field COMPONENT[] = {
    {"repository", SHAPE_STRING, "empty: any", NULL, false},
    {"component", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

/* ---- list ------------------------------------------------------------------------------------ */

static bool list_run(Call *call, Err *err) {
    HookRow *rows;
    size_t n;
    if (!hooks_list(call->app->db, call->arena, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(call->reply, "hooks", list);
    for (size_t i = 0; i < n; i++)
        if (rows[i].revoked_at == TIME_NONE || call_arg(call, "all")->i)
            json_array_append_new(list, hook_json(call->arena, &rows[i]));
    return true;
}

static const Param LIST_PARAMS[] = {
    {.name = "all", .type = PARAM_BOOL, .fallback = "no", .help = "also those that were revoked"},
    {.name = NULL},
};
static const Field LIST_REPLY[] = {{"hooks", SHAPE_ARRAY, "newest first", HOOK, false},
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Column LIST_COLUMNS[] = {
    {"#", "id", "int", 4},        {"FORGE", "forge", "text", 7},    {"NAME", "name", "text", 0},
    {"PATH", "path", "text", 36}, {"CAME", "deliveries", "int", 5}, {"LAST", "last_at", "date", 10},
    {NULL, NULL, NULL, 0}};
static const Op LIST = {
    .id = "hooks.list",
    .method = "GET",
    .path = "/hooks",
    .words = "hooks",
    .summary = "Webhooks by which GitHub and GitLab tell of releases",
    .help = "`ridealong hook 1` shows what came and what became of it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "hooks",
    .columns = LIST_COLUMNS,
    .empty = "No webhook yet. Make one: `ridealong hook make github --name shop`",
    .run = list_run,
};

/* ---- one ------------------------------------------------------------------------------------- */

static json_t *delivery_json(Arena *a, const DeliveryRow *row) {
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", (json_int_t)row->id, "at",
                     json_time(a, row->at), "event", json_str(row->event), "kind", json_str(row->kind), "repository",
                     json_str(row->repository), "environment", json_str(row->environment), "ref", json_str(row->ref),
                     "delivery", json_str(row->delivery), "says", json_str(row->says));
}

static bool get_run(Call *call, Err *err) {
    HookRow hook;
    HookComponent *components;
    DeliveryRow *rows;
    size_t components_n, n;
    Db *db = call->app->db;
    if (!hook_get(db, call->arena, call_arg(call, "hook")->i, &hook, err) ||
        !hook_components(db, call->arena, hook.id, &components, &components_n, err) ||
        !deliveries_list(db, call->arena, hook.id, call_arg(call, "limit")->i, &rows, &n, err))
        return false;
    json_t *list = json_array(), *map = json_array();
    put(call->reply, "hook", hook_json(call->arena, &hook));
    put(call->reply, "components", map);
    put(call->reply, "deliveries", list);
    for (size_t i = 0; i < components_n; i++)
        json_array_append_new(map,
                              json_pack("{s:o, s:o}", "repository", json_str(components[i].repository), "component",
                                        json_link(components[i].component_id, components[i].component)));
    for (size_t i = 0; i < n; i++) json_array_append_new(list, delivery_json(call->arena, &rows[i]));
    return component_choices(call, "choices", err);
}

static const Param GET_PARAMS[] = {
    HOOK_PARAM,
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 1000, .fallback = "100", .help = "deliveries at most"},
    {.name = NULL},
};
static const Field GET_REPLY[] = {
    {"hook", SHAPE_OBJECT, NULL, HOOK, false},
    {"components", SHAPE_ARRAY, "whose committed problems its releases may be of", COMPONENT, false},
    {"deliveries", SHAPE_ARRAY, "newest first", DELIVERY, false},
    {"choices", SHAPE_ARRAY, "components to choose from", SHAPE_OF_LINK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column GET_COLUMNS[] = {
    {"CAME", "at", "date", 10},           {"EVENT", "event", "text", 17},         {"FROM", "repository", "text", 20},
    {"WHERE", "environment", "text", 12}, {"WHAT CAME OF IT", "says", "text", 0}, {NULL, NULL, NULL, 0}};
static const Column GET_FACTS[] = {{"forge", "hook.forge", "text", 0},
                                   {"name", "hook.name", "text", 0},
                                   {"path", "hook.path", "text", 0},
                                   {NULL, NULL, NULL, 0}};
static const Op GET = {
    .id = "hooks.get",
    .method = "GET",
    .path = "/hooks/{hook}",
    .words = "hook",
    .summary = "What a webhook delivered, and what came of each",
    .help = "ridealong hook 1\n\nDeliveries whose signature did not fit are not here: they are in the server's "
            "log, and nothing of them is kept.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .params = GET_PARAMS,
    .reply = GET_REPLY,
    .rows = "deliveries",
    .columns = GET_COLUMNS,
    .facts = GET_FACTS,
    .empty = "Nothing came yet. GitHub sends a ping when a webhook is made there; GitLab has a button Test.",
    .run = get_run,
};

const Op *const OPS_HOOKS[] = {&LIST, &GET, NULL};
