/* ops_customer_limits.c - how often a customer may be contacted, over all formats. */
#include "audit.h"
#include "contacts.h"
#include "json_build.h"

static bool limits_in(Call *call, Err *err) {
    ContactPolicy policy;
    if (!contact_policy(call, &policy, err)) return false;
    if (call_arg(call, "cooldown")->given) policy.cooldown_days = call_arg(call, "cooldown")->i;
    if (call_arg(call, "cap")->given) policy.yearly_cap = call_arg(call, "cap")->i;
    if (call_arg(call, "messages")->given) policy.messages = call_arg(call, "messages")->i;
    if (!contact_policy_put(call, &policy, err)) return false;
    json_t *body = json_pack("{s:I, s:I, s:b}", "cooldown_days", (json_int_t)policy.cooldown_days, "yearly_cap",
                             (json_int_t)policy.yearly_cap, "messages", policy.messages);
    if (!audit_note(call, "customer.limits", "", 0, body, err)) return false;
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "%lld days lie between two contacts, at most %lld are in a year",
                              (long long)policy.cooldown_days, (long long)policy.yearly_cap)));
    return true;
}

static bool limits_run(Call *call, Err *err) {
    return db_begin(call->app->db, err) && db_end(call->app->db, limits_in(call, err), err);
}

static const Param LIMITS_PARAMS[] = {
    {.name = "cooldown", .type = PARAM_INT, .min = 0, .max = 3650, .help = "days between two contacts with a customer"},
    {.name = "cap", .type = PARAM_INT, .min = 0, .max = 365, .help = "contacts with a customer in any year"},
    {.name = "messages", .type = PARAM_BOOL, .help = "does telling them what became of it count as a contact?"},
    WHO_PARAM,
    {.name = NULL},
};

static const Field DONE_REPLY[] = {
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
const Op OP_LIMITS = {
    .id = "customers.limits",
    .method = "POST",
    .path = "/customers/limits",
    .words = "customer limits",
    .summary = "How often a customer may be contacted",
    .help = "ridealong customer limits --cooldown 90 --cap 4",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .after = "/customers",
    .params = LIMITS_PARAMS,
    .reply = DONE_REPLY,
    .facts = FACTS,
    .run = limits_run,
};
