/* ops_mail.c - the outbox: settings, what waits, sending. */
#include "audit.h"
#include "cursor.h"
#include "json_build.h"
#include "mail_send.h"

enum { BATCH = 200, TRIES_MAX = 5 };

/* ---- settings ------------------------------------------------------------------------------------- */

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

/* ---- list ----------------------------------------------------------------------------------------- */

static bool list_run(Call *call, Err *err) {
    static const Str STATES[] = {STR_INIT(""), STR_INIT("waiting"), STR_INIT("sent"), STR_INIT("failed")};
    MailSettings s;
    MailRow *rows;
    size_t n;
    int64_t last;
    if (!mail_settings(call, &s, err) || !cursor_read(call, &last, 1, err) ||
        !mail_list(call->app->db, call->arena, STATES[call_arg(call, "state")->i], last, cursor_rows(call), &rows, &n, err))
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

/* ---- sending -------------------------------------------------------------------------------------- */

/* No transaction is open while the network is waited for. A message may go twice when the program dies between the
 * server's answer and the note of it; it never gets lost. */
static bool send_one(Call *call, const MailSettings *s, const MailRow *mail, int64_t counts[3], Err *err) {
    Err problem = {0};
    bool later = false, ok = mail_deliver(call->arena, s, mail, call->now, &later, &problem);
    bool again = !ok && later && mail->tries + 1 < TRIES_MAX;
    int64_t wait = (int64_t)300 << (mail->tries < 6 ? mail->tries : 6);
    counts[ok ? 0 : again ? 1 : 2]++;
    return mail_tried(call->app->db, mail->id,
                      ok      ? STR("sent")
                      : again ? STR("waiting")
                              : STR("failed"),
                      ok ? STR("") : str_from_c(problem.message), call->now, call->now + wait, err);
}

static bool remind(Call *call, size_t *made, Err *err) {
    return db_begin(call->app->db, err) && db_end(call->app->db, mail_remind(call, made, err), err);
}

static bool send_run(Call *call, Err *err) {
    MailSettings s;
    MailRow *rows;
    size_t n, made;
    int64_t counts[3] = {0}; /* sent, waiting, failed */
    if (!mail_settings(call, &s, err)) return false;
    if (!s.url.n)
        return err_set(err, ERR_CONFLICT,
                       "ridealong mail setup --url smtp://mail.example.com:587 --from ridealong@example.com",
                       "mail is off");
    if (!remind(call, &made, err)) return false;
    do {
        if (!mail_due(call->app->db, call->arena, call->now, BATCH, &rows, &n, err)) return false;
        for (size_t i = 0; i < n; i++) {
            if (!progress_tick(call->progress, "sending", (double)i, (double)n))
                return err_set(err, ERR_CANCELLED, NULL, "stopped; what is not sent waits");
            if (!send_one(call, &s, &rows[i], counts, err)) return false;
        }
    } while (n == BATCH);
    put(call->reply, "sent", json_integer(counts[0]));
    put(call->reply, "waiting", json_integer(counts[1]));
    put(call->reply, "failed", json_integer(counts[2]));
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "%lld sent, %lld will be tried again, %lld failed", (long long)counts[0],
                              (long long)counts[1], (long long)counts[2])));
    return true;
}

/* ---- rows ----------------------------------------------------------------------------------------- */

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
    {"subject", SHAPE_STRING, NULL, NULL, false},
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
    .summary = "Mail that waits, was sent, or failed",
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
    .summary = "Make reminders and send what waits",
    .help = "Run it every few minutes (cron, a timer). What fails for now is tried again, up to five times.",
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
