/* ops_mail.c - the outbox: settings, what waits, sending. */
#include "audit.h"
#include "cursor.h"
#include "json_build.h"
#include "outbox.h"
#include "store/feed_store.h"
#include "store/webhook_store.h"

/* ---- settings -------------------------------------------------------------------------------- */

static void take(Call *call, const char *arg, Str *to) {
    if (call_arg(call, arg)->given) *to = str_trim(call_arg(call, arg)->s);
}

static bool setup_in(Call *call, MailSettings *s, Err *err) {
    if (!mail_settings(call, s, err)) return false;
    take(call, "url", &s->url);
    take(call, "from", &s->from);
    take(call, "user", &s->user);
    take(call, "key_file", &s->key_file);
    if (call_arg(call, "late_hours")->given) s->late_hours = call_arg(call, "late_hours")->i;
    if (s->url.n && !str_starts(s->url, STR("smtp://")) && !str_starts(s->url, STR("smtps://")))
        return err_set(err, ERR_INPUT, "like smtp://mail.example.com:587",
                       "url: it begins with neither smtp:// nor smtps://");
    if (s->url.n && str_find(s->from, STR("@")) == SIZE_MAX)
        return err_set(err, ERR_INPUT, "like ridealong@example.com", "from: '%.*s' is no e-mail address",
                       STR_ARG(s->from));
    if (!mail_settings_put(call, s, err)) return false;
    json_t *body = json_pack("{s:o, s:o}", "url", json_str(s->url), "from", json_str(s->from));
    return audit_note(call, "mail.setup", "", 0, body, err);
}

static bool setup_run(Call *call, Err *err) {
    MailSettings s;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, setup_in(call, &s, err), err)) return false;
    put(call->reply, "done", json_string(s.url.n ? "mail is on" : "mail is off"));
    return true;
}

/* ---- list ------------------------------------------------------------------------------------ */

static bool list_run(Call *call, Err *err) {
    static const Str STATES[] = {STR_INIT(""), STR_INIT("waiting"), STR_INIT("sent"), STR_INIT("failed")};
    MailSettings s;
    MailRow *rows;
    size_t n;
    int64_t last;
    if (!mail_settings(call, &s, err) || !cursor_read(call, &last, 1, err) ||
        !mail_list(call->app->db, call->arena, STATES[call_arg(call, "state")->i], last, cursor_rows(call), &rows, &n,
                   err))
        return false;
    json_t *list = json_array();
    put(call->reply, "on", json_boolean(s.url.n));
    put(call->reply, "mail", list);
    size_t shown = cursor_page(call, n);
    CURSOR_PUT(call, n, rows[shown - 1].id);
    for (size_t i = 0; i < shown; i++)
        json_array_append_new(
            list, json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:I, s:o}", "id", (json_int_t)rows[i].id, "to",
                            json_str(rows[i].address), "subject", json_str(rows[i].subject), "method",
                            json_str(rows[i].method), "state", json_str(rows[i].state), "made_at",
                            json_time(call->arena, rows[i].made_at), "sent_at", json_time(call->arena, rows[i].sent_at),
                            "tries", (json_int_t)rows[i].tries, "problem", json_str(rows[i].problem)));
    return true;
}

/* ---- sending --------------------------------------------------------------------------------- */

static bool remind(Call *call, size_t *made, Err *err) {
    return db_begin(call->app->db, err) && db_end(call->app->db, mail_remind(call, made, err), err);
}

static bool send_run(Call *call, Err *err) {
    MailSettings s;
    WebhookRow *webhooks;
    size_t webhooks_n, made;
    OutboxCounts counts = {0};
    if (!mail_settings(call, &s, err) || !webhooks_list(call->app->db, call->arena, false, &webhooks, &webhooks_n, err))
        return false;
    if (!s.url.n && !webhooks_n)
        return err_set(err, ERR_CONFLICT,
                       "ridealong mail setup --url smtp://mail.example.com:587 --from ridealong@example.com",
                       "mail is off, and there is no webhook");
    if (!remind(call, &made, err) || !outbox_send(call, &s, &counts, err)) return false;
    put(call->reply, "sent", json_integer(counts.sent));
    put(call->reply, "waiting", json_integer(counts.waiting));
    put(call->reply, "failed", json_integer(counts.failed));
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "%lld sent, %lld will be tried again, %lld failed", (long long)counts.sent,
                              (long long)counts.waiting, (long long)counts.failed)));
    return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const char *const STATES[] = {"all", "waiting", "sent", "failed", NULL};
/* The server, and the file that holds the password, are named at this machine only: over HTTP an administrator could
 * have any file of it sent anywhere. */
static const Param SETUP_PARAMS[] = {
    {.name = "url",
     .type = PARAM_STR,
     .cli_only = true,
     .max = 300,
     .help = "of the mail server, like smtp://mail.example.com:587; empty: mail is off"},
    {.name = "from", .type = PARAM_STR, .max = 200, .help = "address that mail comes from"},
    {.name = "user", .type = PARAM_STR, .cli_only = true, .max = 200, .help = "name to sign in with; empty: none"},
    {.name = "key_file",
     .type = PARAM_STR,
     .cli_only = true,
     .max = 500,
     .help = "file whose first line is the password"},
    {.name = "late_hours",
     .type = PARAM_INT,
     .min = 1,
     .max = 24 * 30,
     .help = "changes closer to the start than this are mailed"},
    WHO_PARAM,
    {.name = NULL},
};
static const Param LIST_PARAMS[] = {
    {.name = "state", .type = PARAM_ENUM, .choices = STATES, .fallback = "all", .help = "only in this state"},
    LIMIT_PARAM("100"),
    CURSOR_PARAM,
    {.name = NULL},
};
static const Param SEND_PARAMS[] = {{.name = NULL}};
static const Field SETUP_REPLY[] = {{"done", SHAPE_STRING, NULL, NULL, false}, {NULL, SHAPE_END, NULL, NULL, false}};
static const Field MAIL[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"to", SHAPE_STRING, NULL, NULL, false},
    {"subject", SHAPE_STRING, "of a webhook: the event", NULL, false},
    {"method", SHAPE_STRING, "of the calendar in it: REQUEST, CANCEL, or empty", NULL, false},
    {"state", SHAPE_STRING, "waiting, sent or failed", NULL, false},
    {"made_at", SHAPE_TIME, NULL, NULL, false},
    {"sent_at", SHAPE_TIME, NULL, NULL, false},
    {"tries", SHAPE_INT, NULL, NULL, false},
    {"problem", SHAPE_STRING, "of the last try", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {{"on", SHAPE_BOOL, "mail is set up", NULL, false},
                                   {"mail", SHAPE_ARRAY, "newest first", MAIL, false},
                                   NEXT_FIELD,
                                   {NULL, SHAPE_END, NULL, NULL, false}};
static const Field SEND_REPLY[] = {
    {"sent", SHAPE_INT, NULL, NULL, false},   {"waiting", SHAPE_INT, "will be tried again", NULL, false},
    {"failed", SHAPE_INT, NULL, NULL, false}, {"done", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"#", "id", "int", 5},         {"TO", "to", "text", 24},           {"SUBJECT", "subject", "text", 0},
    {"STATE", "state", "text", 8}, {"PROBLEM", "problem", "text", 30}, {NULL, NULL, NULL, 0}};
static const Column SEND_FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

const Op OP_MAIL = {
    .id = "mail.list",
    .method = "GET",
    .path = "/mail",
    .words = "mail",
    .summary = "Mail and news to webhooks that wait, were sent, or failed",
    .help = "Mail is off until `ridealong mail setup`. Late changes and reminders wait here for `ridealong mail send`.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "mail",
    .columns = LIST_COLUMNS,
    .empty =
        "No mail. It is made for late changes of sessions and for reminders, once mail is set up: ridealong mail setup",
    .run = list_run,
};
const Op OP_MAIL_SETUP = {
    .id = "mail.setup",
    .method = "POST",
    .path = "/mail/setup",
    .words = "mail setup",
    .summary = "Set up mail, or turn it off",
    .help = "ridealong mail setup --url smtp://mail.example.com:587 --from ridealong@example.com --user ridealong "
            "--key-file /etc/ridealong/mail\n"
            "ridealong mail setup --url \"\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .after = "/mail",
    .params = SETUP_PARAMS,
    .reply = SETUP_REPLY,
    .facts = SEND_FACTS,
    .run = setup_run,
};
const Op OP_MAIL_SEND = {
    .id = "mail.send",
    .method = "POST",
    .path = "/mail/send",
    .words = "mail send",
    .summary = "Make reminders and send what waits: mail, and news to webhooks",
    .help =
        "Run it every few minutes (cron, a timer). What fails for now is tried again, after longer and longer waits: "
        "mail five times in all, webhooks eight times over ten hours.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .job = true,
    .after = "/mail",
    .params = SEND_PARAMS,
    .reply = SEND_REPLY,
    .facts = SEND_FACTS,
    .run = send_run,
};
