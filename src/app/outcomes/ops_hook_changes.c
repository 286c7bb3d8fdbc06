/* ops_hook_changes.c - a webhook is made, gets its components, is revoked; and takes in what a forge delivers. */
#include "app_private.h"
#include "audit.h"
#include "hooks.h"
#include "json_build.h"
#include "outcomes_ops.h"
#include "ownership.h"
#include "sealed.h"
#include "shapes.h"

enum { KEY_BYTES = 12, PAYLOAD_MAX = 1 << 20 };

#define BY_PARAM                                                                                                       \
    { .name = "by", .type = PARAM_STR, .max = 200, .help = "your name, for the log; not when you are signed in" }
#define IN_TRANSACTION(name, in)                                                                                       \
    static bool name(Call *call, Err *err) {                                                                           \
        return db_begin(call->app->db, err) && db_end(call->app->db, in(call, err), err);                              \
    }

/* ---- make ------------------------------------------------------------------------------------ */

static bool make_in(Call *call, Err *err) {
    Arena *a = call->arena;
    uint8_t random[KEY_BYTES];
    char key[2 * KEY_BYTES + 1];
    random_secret(random, sizeof random);
    hex_encode(key, random, sizeof random);
    Str secret = webhook_secret_new(a);
    HookRow row = {.forge = str_from_c(HOOK_FORGES[call_arg(call, "forge")->i]),
                   .name = str_trim(call_arg(call, "name")->s),
                   .key = str_from_c(key),
                   .environment = str_trim(call_arg(call, "environment")->s),
                   .created_by = call_actor(call),
                   .created_at = call->now};
    if (!sealed_put(call->app, a, row.key, secret, &row.secret, err) || !hook_add(call->app->db, &row, &row.id, err) ||
        !audit_note(call, "hook.make", "hook", row.id,
                    json_pack("{s:o, s:o}", "forge", json_str(row.forge), "name", json_str(row.name)), err))
        return false;
    put(call->reply, "hook", json_integer(row.id));
    put(call->reply, "forge", json_str(row.forge));
    put(call->reply, "path", json_str(hook_path(a, &row)));
    put(call->reply, "secret", json_str(secret));
    put(call->reply, "done", json_string("copy the secret now: it is shown once"));
    return true;
}
IN_TRANSACTION(make_run, make_in)

static const Param MAKE_PARAMS[] = {
    {.name = "forge",
     .type = PARAM_ENUM,
     .choices = HOOK_FORGES,
     .required = true,
     .positional = true,
     .help = "who sends: github or gitlab"},
    {.name = "name",
     .type = PARAM_STR,
     .max = 100,
     .required = true,
     .help = "what you call it, such as the repository"},
    {.name = "environment",
     .type = PARAM_STR,
     .max = 200,
     .fallback = "",
     .help = "only deployments to this one count; without it, to the one that the forge calls production"},
    BY_PARAM,
    {.name = NULL},
};
static const Field MAKE_REPLY[] = {
    {"hook", SHAPE_INT, "its number", NULL, false},
    {"forge", SHAPE_STRING, NULL, NULL, false},
    {"path", SHAPE_STRING, "where the forge sends to, on this server", NULL, false},
    {"secret", SHAPE_STRING, "for the forge; shown once", NULL, false},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column MAKE_FACTS[] = {{"webhook", "hook", "int", 0},
                                    {"path", "path", "text", 0},
                                    {"secret", "secret", "text", 0},
                                    {"done", "done", "text", 0},
                                    {NULL, NULL, NULL, 0}};
static const Op MAKE = {
    .id = "hooks.make",
    .method = "POST",
    .path = "/hooks/make",
    .words = "hook make",
    .summary = "Make a webhook by which GitHub or GitLab tells of releases",
    .help = "ridealong hook make github --name acme/shop\nridealong hook make gitlab --name shop "
            "--environment live\n\nAt GitHub: Settings, Webhooks; content type application/json; events Releases, or "
            "Deployment statuses. At GitLab: Settings, Webhooks; the secret as signing token (19.0 and later) or as "
            "secret token; Releases events, or Deployment events. A text such as \"Ridealong: 12\" in the release's "
            "notes (or the deployment's description, or at GitLab the commit's title) says that problem 12 is "
            "released. `ridealong hook map` is for releases that name none.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .secret = true,
    .params = MAKE_PARAMS,
    .reply = MAKE_REPLY,
    .facts = MAKE_FACTS,
    .run = make_run,
};

/* ---- map, revoke ----------------------------------------------------------------------------- */

static bool done(Call *call, const HookRow *hook, const char *action, json_t *body, Str words, Err *err) {
    if (!audit_note(call, action, "hook", hook->id, body, err)) return false;
    put(call->reply, "hook", json_integer(hook->id));
    put(call->reply, "done", json_str(words));
    return true;
}

static bool map_in(Call *call, Err *err) {
    HookRow hook;
    ComponentRow component;
    Db *db = call->app->db;
    bool on = call_arg(call, "on")->i;
    if (!hook_get(db, call->arena, call_arg(call, "hook")->i, &hook, err) ||
        !component_named(call, str_trim(call_arg(call, "component")->s), &component, err))
        return false;
    HookComponent row = {.repository = str_trim(call_arg(call, "repository")->s), .component_id = component.id};
    if (!(on ? hook_component_put(db, hook.id, &row, err) : hook_component_drop(db, hook.id, &row, err))) return false;
    json_t *body = json_pack("{s:o, s:I, s:b}", "repository", json_str(row.repository), "component",
                             (json_int_t)component.id, "on", on);
    return done(call, &hook, "hook.map", body,
                arena_printf(call->arena,
                             on ? "releases are proposed for committed problems of %.*s"
                                : "releases are no longer proposed for problems of %.*s",
                             STR_ARG(component.name)),
                err);
}
IN_TRANSACTION(map_run, map_in)

static bool revoke_in(Call *call, Err *err) {
    HookRow hook;
    return hook_get(call->app->db, call->arena, call_arg(call, "hook")->i, &hook, err) &&
           hook_revoke(call->app->db, hook.id, call->now, err) &&
           done(call, &hook, "hook.revoke", NULL, STR("nothing is taken from it any more; its secret is forgotten"),
                err);
}
IN_TRANSACTION(revoke_run, revoke_in)

static const Param MAP_PARAMS[] = {
    HOOK_PARAM,
    {.name = "component",
     .type = PARAM_STR,
     .max = 300,
     .required = true,
     .help = "number, reference or name of the component that is released"},
    {.name = "repository",
     .type = PARAM_STR,
     .max = 300,
     .fallback = "",
     .help = "only of this repository, like acme/shop; without it, of any that the webhook tells of"},
    {.name = "on", .type = PARAM_BOOL, .fallback = "true", .help = "false takes it away"},
    BY_PARAM,
    {.name = NULL},
};
static const Param REVOKE_PARAMS[] = {HOOK_PARAM, BY_PARAM, {.name = NULL}};
static const Field DONE_REPLY[] = {{"hook", SHAPE_INT, "its number", NULL, false},
                                   {"done", SHAPE_STRING, NULL, NULL, false},
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Column DONE_COLUMNS[] = {
    {"webhook", "hook", "int", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op MAP = {
    .id = "hooks.map",
    .method = "POST",
    .path = "/hooks/{hook}/map",
    .words = "hook map",
    .summary = "Say which component a webhook's repository releases",
    .help = "A release that names no problem is then proposed for the component's committed problems; somebody "
            "confirms or dismisses each (`ridealong release proposed`). Nothing is counted by itself.\n\n"
            "ridealong hook map 1 --component card-authorisation --repository acme/cards",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/hooks/{hook}",
    .params = MAP_PARAMS,
    .reply = DONE_REPLY,
    .facts = DONE_COLUMNS,
    .run = map_run,
};
static const Op REVOKE = {
    .id = "hooks.revoke",
    .method = "POST",
    .path = "/hooks/{hook}/revoke",
    .words = "hook revoke",
    .summary = "Revoke a webhook",
    .help = "ridealong hook revoke 1",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/hooks",
    .params = REVOKE_PARAMS,
    .reply = DONE_REPLY,
    .facts = DONE_COLUMNS,
    .run = revoke_run,
};

/* ---- a delivery ------------------------------------------------------------------------------ */

static bool receive_run(Call *call, Err *err) {
    HookRow hook;
    Str says;
    if (!hook_by_key(call->app->db, call->arena, call_arg(call, "key")->s, &hook, err) ||
        !hook_receive(call, &hook, call_arg(call, "event")->s, call_arg(call, "delivery")->s, call_arg(call, "body")->s,
                      &says, err))
        return false;
    put(call->reply, "hook", json_integer(hook.id));
    put(call->reply, "done", json_str(says));
    return true;
}

static const Param RECEIVE_PARAMS[] = {
    {.name = "key", .type = PARAM_STR, .max = 100, .required = true, .help = "of the webhook's address"},
    {.name = "event", .type = PARAM_STR, .max = 200, .fallback = "", .help = "as the forge calls it"},
    {.name = "delivery", .type = PARAM_STR, .max = 200, .required = true, .help = "the forge's name of it"},
    {.name = "body", .type = PARAM_STR, .max = PAYLOAD_MAX, .fallback = "", .help = "the payload"},
    {.name = NULL},
};
/* The door calls it once it knows that the delivery is genuine (app/hook.h). */
static const Op RECEIVE = {
    .id = "hooks.receive",
    .method = "POST",
    .path = "/hooks/receive",
    .summary = "Take in what a webhook delivered",
    .help = "The server does this by itself.",
    .doors = 0,
    .role = ROLE_ENGINEER,
    .writes = true,
    .aside = true,
    .params = RECEIVE_PARAMS,
    .reply = DONE_REPLY,
    .run = receive_run,
};

const Op *const OPS_HOOK_CHANGES[] = {&MAKE, &MAP, &REVOKE, &RECEIVE, NULL};
