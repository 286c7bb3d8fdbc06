/* ops_webhooks.c - programs that are told of news: added, listed, tried, revoked. */
#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "sealed.h"
#include "store/webhook_store.h"
#include "webhooks.h"

#define WEBHOOK_PARAM                                                                                                  \
    {                                                                                                                  \
        .name = "webhook", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true,        \
        .help = "its number"                                                                                           \
    }
#define BY_PARAM                                                                                                       \
    { .name = "by", .type = PARAM_STR, .max = 200, .help = "your name, for the log; not when you are signed in" }
#define IN_TRANSACTION(name, in)                                                                                       \
    static bool name(Call *call, Err *err) {                                                                           \
        return db_begin(call->app->db, err) && db_end(call->app->db, in(call, err), err);                              \
    }

static bool list_run(Call *call, Err *err) {
    WebhookRow *rows;
    size_t n;
    if (!webhooks_list(call->app->db, call->arena, call_arg(call, "all")->i, &rows, &n, err)) return false;
    json_t *list = json_array();
    put(call->reply, "webhooks", list);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(list, json_pack("{s:I, s:o, s:o, s:o, s:o, s:b, s:I, s:I, s:I, s:o}", "id",
                                              (json_int_t)rows[i].id, "name", json_str(rows[i].name), "url",
                                              json_str(rows[i].url), "by", json_str(rows[i].created_by), "created_at",
                                              json_time(call->arena, rows[i].created_at), "revoked",
                                              rows[i].revoked_at != TIME_NONE, "sent", (json_int_t)rows[i].sent,
                                              "waiting", (json_int_t)rows[i].waiting, "failed",
                                              (json_int_t)rows[i].failed, "problem", json_str(rows[i].problem)));
    return true;
}

static bool add_in(Call *call, Err *err) {
    Str secret = webhook_secret_new(call->arena);
    WebhookRow row = {.name = str_trim(call_arg(call, "name")->s),
                      .url = str_trim(call_arg(call, "url")->s),
                      .created_by = call_actor(call),
                      .created_at = call->now};
    if (!webhook_url_check(row.url, err) || !sealed_put(call->app, call->arena, row.url, secret, &row.secret, err) ||
        !webhook_add(call->app->db, &row, &row.id, err) ||
        !audit_note(call, "webhook.add", "webhook", row.id, json_pack("{s:o}", "url", json_str(row.url)), err))
        return false;
    put(call->reply, "webhook", json_integer(row.id));
    put(call->reply, "url", json_str(row.url));
    put(call->reply, "secret", json_str(secret));
    put(call->reply, "done", json_string("copy the secret now: it is shown once"));
    return true;
}

static bool done(Call *call, int64_t id, const char *words) {
    put(call->reply, "webhook", json_integer(id));
    put(call->reply, "done", json_string(words));
    return true;
}

static bool revoke_in(Call *call, Err *err) {
    WebhookRow row;
    return webhook_get(call->app->db, call->arena, call_arg(call, "webhook")->i, &row, err) &&
           webhook_revoke(call->app->db, row.id, call->now, err) &&
           audit_note(call, "webhook.revoke", "webhook", row.id, NULL, err) &&
           done(call, row.id, "nothing is sent to it any more; its secret is forgotten");
}

/* To all of them: whoever tries one learns the same of the others. */
static bool test_in(Call *call, Err *err) {
    WebhookRow *rows;
    size_t n;
    if (!webhooks_list(call->app->db, call->arena, false, &rows, &n, err)) return false;
    if (!n) return err_set(err, ERR_CONFLICT, "ridealong webhook add URL --name NAME", "there is no webhook in use");
    json_t *data = json_pack("{s:s}", "says", "A test: nothing happened.");
    bool ok = webhooks_tell(call, "test", arena_printf(call->arena, "test-%lld", (long long)call->now), data, err);
    json_decref(data);
    put(call->reply, "webhook", json_integer((json_int_t)n));
    put(call->reply, "done", json_string("a test waits in the outbox: ridealong mail send"));
    return ok && audit_note(call, "webhook.test", "", 0, NULL, err);
}
IN_TRANSACTION(add_run, add_in)
IN_TRANSACTION(revoke_run, revoke_in)
IN_TRANSACTION(test_run, test_in)

/* ---- rows ------------------------------------------------------------------------------------ */

static const Param LIST_PARAMS[] = {
    {.name = "all", .type = PARAM_BOOL, .fallback = "no", .help = "also those that were revoked"},
    {.name = NULL},
};
static const Param ADD_PARAMS[] = {
    {.name = "url",
     .type = PARAM_STR,
     .max = 1000,
     .required = true,
     .positional = true,
     .help = "where to POST to, like https://hooks.example.com/ridealong"},
    {.name = "name", .type = PARAM_STR, .max = 100, .required = true, .help = "what you call it"},
    BY_PARAM,
    {.name = NULL},
};
static const Param REVOKE_PARAMS[] = {WEBHOOK_PARAM, BY_PARAM, {.name = NULL}};
static const Param TEST_PARAMS[] = {BY_PARAM, {.name = NULL}};
static const Field WEBHOOK[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"url", SHAPE_STRING, NULL, NULL, false},
    {"by", SHAPE_STRING, "who added it", NULL, false},
    {"created_at", SHAPE_TIME, NULL, NULL, false},
    {"revoked", SHAPE_BOOL, NULL, NULL, false},
    {"sent", SHAPE_INT, "messages", NULL, false},
    {"waiting", SHAPE_INT, NULL, NULL, false},
    {"failed", SHAPE_INT, "given up", NULL, false},
    {"problem", SHAPE_STRING, "of the last one that was tried; empty: it went well", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {{"webhooks", SHAPE_ARRAY, "newest first", WEBHOOK, false},
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Field ADD_REPLY[] = {
    {"webhook", SHAPE_INT, "its number", NULL, false},
    {"url", SHAPE_STRING, NULL, NULL, false},
    {"secret", SHAPE_STRING, "to check signatures with; shown once", NULL, false},
    {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field DONE_REPLY[] = {{"webhook", SHAPE_INT, "its number; of a test: how many there are", NULL, false},
                                   {"done", SHAPE_STRING, NULL, NULL, false},
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Column LIST_COLUMNS[] = {{"#", "id", "int", 4},         {"NAME", "name", "text", 16},
                                      {"URL", "url", "text", 0},     {"SENT", "sent", "int", 5},
                                      {"WAIT", "waiting", "int", 5}, {"FAILED", "failed", "int", 6},
                                      {NULL, NULL, NULL, 0}};
static const Column ADD_FACTS[] = {{"webhook", "webhook", "int", 0},
                                   {"url", "url", "text", 0},
                                   {"secret", "secret", "text", 0},
                                   {"done", "done", "text", 0},
                                   {NULL, NULL, NULL, 0}};
static const Column DONE_FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

static const Op LIST = {
    .id = "webhooks.list",
    .method = "GET",
    .path = "/webhooks",
    .words = "webhooks",
    .summary = "Programs that are told of news",
    .help = "`ridealong mail` shows each message, `ridealong mail send` sends what waits.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "webhooks",
    .columns = LIST_COLUMNS,
    .empty = "No program is told of news yet. Add one: `ridealong webhook add https://hooks.example.com/ridealong "
             "--name chat`",
    .run = list_run,
};
static const Op ADD = {
    .id = "webhooks.add",
    .method = "POST",
    .path = "/webhooks/add",
    .words = "webhook add",
    .summary = "Tell a program of news: alerts, and what releases did",
    .help =
        "ridealong webhook add https://hooks.example.com/ridealong --name chat\n\nJSON is POSTed: {\"type\": "
        "\"alert.raised\", \"timestamp\", \"data\"}; types are alert.raised, alert.reopened, outcome and test. It is "
        "signed by the Standard Webhooks specification: webhook-signature is \"v1,\" and the base64 of the "
        "HMAC-SHA256 of \"ID.TIMESTAMP.BODY\", with the secret's base64 after whsec_ as key. The same webhook-id "
        "again is the same message. Addresses of this machine or network are refused unless "
        "RIDEALONG_PRIVATE_HOSTS names the host.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .secret = true,
    .params = ADD_PARAMS,
    .reply = ADD_REPLY,
    .facts = ADD_FACTS,
    .run = add_run,
};
static const Op REVOKE = {
    .id = "webhooks.revoke",
    .method = "POST",
    .path = "/webhooks/{webhook}/revoke",
    .words = "webhook revoke",
    .summary = "Tell a program nothing any more",
    .help = "ridealong webhook revoke 1",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .after = "/webhooks",
    .params = REVOKE_PARAMS,
    .reply = DONE_REPLY,
    .facts = DONE_FACTS,
    .run = revoke_run,
};
static const Op TEST = {
    .id = "webhooks.test",
    .method = "POST",
    .path = "/webhooks/test",
    .words = "webhook test",
    .summary = "Put a test message for each program into the outbox",
    .help = "ridealong webhook test; ridealong mail send; ridealong webhooks",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .after = "/webhooks",
    .params = TEST_PARAMS,
    .reply = DONE_REPLY,
    .facts = DONE_FACTS,
    .run = test_run,
};

const Op *const OPS_WEBHOOKS[] = {&LIST, &ADD, &REVOKE, &TEST, NULL};
