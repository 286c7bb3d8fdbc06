/* fake_app.c - the app layer's functions over fixtures. Answers 404 for the id 999, an input error for ?limit=x.
 * Writing operations: see fake_ops.c. */
#include "fake_app.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/feed.h"
#include "app/hook.h"
#include "base/buf.h"
#include "fake_ops.h"
#include "themes/rank.h"

const Rank RANK_WEIGHTS = {.size = 0.4, .growth = 0.25, .severity = 0.2, .spread = 0.15};

static const char *hostile_text;
static bool is_empty, no_store;
static _Thread_local char last_args[4096]; /* the jobs' thread calls, too */

void fake_app_say(const char *hostile) {
    hostile_text = hostile;
}
void fake_app_empty(bool empty) {
    is_empty = empty;
}
void fake_app_no_store(bool missing) {
    no_store = missing;
}
const char *fake_app_last_args(void) {
    return last_args;
}

static const Column THEME_COLUMNS[] = {
    {"#", "rank", "int", 3}, {"THEME", "name", "text", 0}, {"CHANGE", "change.ratio", "change", 8}, {NULL}};

static const Field ANYTHING[] = {{NULL, SHAPE_END, NULL, NULL, false}};
#define GET_ROW(id_, path_, rows_, columns_)                                                                           \
    {                                                                                                                  \
        .id = id_, .method = "GET", .path = path_, .doors = DOOR_API | DOOR_PAGE, .summary = id_, .help = id_,         \
        .reply = ANYTHING, .rows = rows_, .columns = columns_                                                          \
    }
static const Op READING[] = {
    GET_ROW("themes.list", "/themes", "themes", THEME_COLUMNS),
    GET_ROW("themes.get", "/themes/{theme}", NULL, NULL),
    GET_ROW("signals.list", "/signals", "signals", NULL),
    GET_ROW("signals.get", "/signals/{signal}", NULL, NULL),
    GET_ROW("sources.list", "/sources", "sources", NULL),
    GET_ROW("edits.list", "/edits", "edits", NULL),
    GET_ROW("audit.list", "/audit", "rows", NULL),
    GET_ROW("codebooks.list", "/codebooks", "codebooks", NULL),
    GET_ROW("codebooks.get", "/codebooks/{codebook}", NULL, NULL),
    GET_ROW("areas.list", "/areas", "areas", NULL),
    GET_ROW("facets.list", "/facets", "themes", NULL),
    GET_ROW("findings.list", "/emerging", "groups", NULL),
    GET_ROW("components.list", "/components", "components", NULL),
    GET_ROW("components.get", "/components/{component}", "through", NULL),
    GET_ROW("components.unowned", "/unowned", "components", NULL),
    GET_ROW("teams.list", "/teams", "teams", NULL),
    GET_ROW("teams.get", "/teams/{team}", "components", NULL),
    GET_ROW("route.ask", "/route", "hits", NULL),
    GET_ROW("problems.list", "/problems", "problems", NULL),
    GET_ROW("problems.board", "/problems/board", "columns", NULL),
    GET_ROW("problems.get", "/problems/{problem}", NULL, NULL),
    GET_ROW("problems.edit", "/problems/{problem}/edit", NULL, NULL),
    GET_ROW("problems.provable", "/problems/{problem}/provable", "rows", NULL),
    GET_ROW("problems.diff", "/problems/{problem}/diff", "lines", NULL),
    GET_ROW("conflicts.list", "/conflicts", "conflicts", NULL),
    GET_ROW("strategies.list", "/strategies", "strategies", NULL),
    GET_ROW("home", "/home", "parts", NULL),
    GET_ROW("search", "/search", "parts", NULL),
    GET_ROW("commands.list", "/commands", "commands", NULL),
    GET_ROW("links.get", "/welcome", NULL, NULL),
    GET_ROW("account.get", "/account", NULL, NULL),
    GET_ROW("accounts.list", "/accounts", "accounts", NULL),
    GET_ROW("setup.get", "/setup", NULL, NULL),
    GET_ROW("sample.show", "/sample", "own", NULL),
    GET_ROW("sessions.list", "/sessions", "sessions", NULL),
    GET_ROW("sessions.get", "/sessions/{session}", NULL, NULL),
    GET_ROW("sessions.attendance", "/sessions/{session}/attendance", "seats", NULL),
    GET_ROW("leave.list", "/leave", "leave", NULL),
    GET_ROW("seats.list", "/seats", "seats", NULL),
    GET_ROW("formats.list", "/formats", "formats", NULL),
    GET_ROW("formats.get", "/formats/{format}", NULL, NULL),
    GET_ROW("customers.list", "/customers", "customers", NULL),
    GET_ROW("customers.get", "/customers/{customer}", NULL, NULL),
    GET_ROW("reflections.list", "/reflections", "reflections", NULL),
    GET_ROW("rotation.get", "/rotation", "themes", NULL),
    GET_ROW("hackathons.ranking", "/sessions/{session}/ranking", "entries", NULL),
    GET_ROW("hackathons.due", "/follow-ups", "follow_up", NULL),
    GET_ROW("calendars.list", "/calendars", "calendars", NULL),
    GET_ROW("mail.list", "/mail", "mail", NULL),
    GET_ROW("hooks.list", "/hooks", "hooks", NULL),
    GET_ROW("hooks.get", "/hooks/{hook}", "deliveries", NULL),
    GET_ROW("work.mine", "/work", "work", NULL),
    GET_ROW("told.list", "/told", "told", NULL),
    GET_ROW("told.customers", "/releases/{release}/told", "customers", NULL),
    GET_ROW("webhooks.list", "/webhooks", "webhooks", NULL),
    GET_ROW("proposals.list", "/releases/proposed", "proposals", NULL),
    GET_ROW("themes.trend", "/themes/{theme}/trend", NULL, NULL),
};

enum { READ = sizeof READING / sizeof *READING };
static const Op *all[READ + FAKE_OPS_N];

__attribute__((constructor)) static void collect(void) {
    for (size_t i = 0; i < READ + FAKE_OPS_N; i++) all[i] = i < READ ? &READING[i] : &FAKE_OPS[i - READ];
}

const Op *const *ops_all(size_t *n) {
    *n = READ + FAKE_OPS_N;
    return all;
}

struct App {
    bool write;
};

App *app_open(const AppOptions *options) {
    App *app = mem_alloc(sizeof *app);
    app->write = options->write;
    return app;
}

void app_rest(App *app) {
    (void)app;
}

void app_close(App *app) {
    free(app);
}

bool app_ready(App *app, Err *err) {
    (void)app;
    return !no_store || err_set(err, ERR_NOT_FOUND, "import something first: ridealong import FILE",
                                "there is no store at /tmp/none.db");
}

bool app_feed(App *app, Arena *a, Str token, int64_t now, Str *out, Err *err) {
    (void)now;
    if (!app_ready(app, err)) return false;
    if (!str_eq(token, STR("secret"))) return err_set(err, ERR_NOT_FOUND, NULL, "there is no such calendar");
    *out = arena_str(a, STR("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"));
    return true;
}

bool app_work_feed(App *app, Arena *a, Str token, int64_t now, Str *out, Err *err) {
    if (!app_feed(app, a, token, now, out, err)) return false;
    *out = arena_str(a, STR("{\"version\":\"https://jsonfeed.org/version/1.1\"}"));
    return true;
}

/* Genuine is what says so. */
bool app_hook_check(App *app, Arena *a, Str key, const HookHeaders *headers, Str body, int64_t now, HookCall *out,
                    Err *err) {
    (void)a, (void)now, (void)body;
    if (!app_ready(app, err)) return false;
    if (!str_eq(key, STR("key"))) return err_set(err, ERR_NOT_FOUND, NULL, "there is no such webhook");
    if (!str_eq(headers->github_signature, STR("sha256=good")))
        return err_set(err, ERR_SIGNED_OUT, "set its secret", "X-Hub-Signature-256 does not fit the body");
    *out = (HookCall){{.name = STR("webhook 1"), .role = ROLE_ENGINEER, .scopes = SCOPE_WRITE},
                      headers->github_event,
                      headers->github_delivery};
    return true;
}

static json_t *load_fixture(const char *id) {
    char path[512];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s%s.json", FIXTURES, id, is_empty ? ".empty" : "");
    json_t *fixture = json_load_file(path, 0, &error);
    if (!fixture && is_empty) {
        snprintf(path, sizeof path, "%s/%s.json", FIXTURES, id);
        fixture = json_load_file(path, 0, &error);
    }
    if (!fixture) fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
    return fixture;
}

/* The fixture with every string replaced, keys of maps too. */
static json_t *made_hostile(const json_t *v) {
    if (json_is_string(v)) return json_string(hostile_text);
    json_t *out;
    if (json_is_array(v)) {
        out = json_array();
        for (size_t i = 0; i < json_array_size(v); i++) json_array_append_new(out, made_hostile(json_array_get(v, i)));
        return out;
    }
    if (!json_is_object(v)) return json_deep_copy(v);
    out = json_object();
    const char *key;
    json_t *copy = json_deep_copy(v), *value;
    json_object_foreach(copy, key, value) {
        bool map = strcmp(key, "meta") == 0 || strcmp(key, "mapping") == 0;
        json_object_set_new(out, key, map ? json_pack("{s:[s]}", hostile_text, hostile_text) : made_hostile(value));
    }
    json_decref(copy);
    return out;
}

static bool check_args(const RawArg *raw, size_t n, Err *err) {
    Buf b = buf_new(sizeof last_args - 1);
    for (size_t i = 0; i < n; i++) buf_printf(&b, "%.*s=%.*s;", STR_ARG(raw[i].name), STR_ARG(raw[i].value));
    snprintf(last_args, sizeof last_args, "%.*s", STR_ARG(buf_str(&b)));
    buf_free(&b);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(raw[i].name, STR("limit")) && str_eq(raw[i].value, STR("x")))
            return err_set(err, ERR_INPUT, "give a whole number", "limit: 'x' is not a number");
        if (str_eq(raw[i].value, STR("999"))) return err_set(err, ERR_NOT_FOUND, NULL, "there is no theme 999");
    }
    return true;
}

Actor actor_of_machine(Str name) {
    return (Actor){.name = name, .role = ROLE_ADMIN, .scopes = SCOPE_ALL};
}

static const char *reader_zone = "UTC";

void fake_app_zone(const char *zone) {
    reader_zone = zone;
}

static Actor caller = {.name = STR_INIT("nobody"), .role = ROLE_ANYBODY};

void fake_app_signed_in(Role role) {
    caller =
        (Actor){.name = STR_INIT("ann@x.example"), .role = role, .scopes = SCOPE_ALL, .account_id = 7, .login_id = 9};
}

bool app_identify(App *app, Arena *arena, const Caller *c, int64_t now, Actor *actor, Err *err) {
    (void)app, (void)arena, (void)now;
    if (c->bearer.n && !str_eq(c->bearer, STR("good")))
        return err_set(err, ERR_SIGNED_OUT, NULL, "this token has ended, or is none");
    *actor = (Actor){.name = STR("nobody"), .role = ROLE_ANYBODY, .scopes = SCOPE_READ | SCOPE_WRITE};
    if (c->local) *actor = actor_of_machine(STR("a browser on this machine"));
    if (c->bearer.n || str_eq(c->login, STR("good"))) *actor = caller;
    return true;
}

/* Fixtures that are full show a house with sample data. */
bool app_sample(App *app, Arena *arena, Str *state, Err *err) {
    (void)app, (void)arena, (void)err;
    *state = is_empty || no_store ? STR("none") : STR("loaded");
    return true;
}

bool app_zone(App *app, Arena *arena, const Actor *actor, Str *zone, Err *err) {
    (void)app, (void)arena, (void)actor, (void)err;
    *zone = str_from_c(reader_zone);
    return true;
}

bool app_may(const Op *op, const Actor *actor, bool own) {
    (void)own;
    return actor->role >= op->role;
}
void app_offers(App *app, Arena *a, const Actor *actor, const RawArg *raw, size_t n, bool *may) {
    size_t count;
    const Op *const *ops = ops_all(&count);
    (void)app, (void)a, (void)raw, (void)n;
    for (size_t i = 0; i < count; i++) may[i] = app_may(ops[i], actor, true);
}

const char *role_name(Role role) {
    static const char *const NAMES[] = {"nobody", "viewer", "engineer", "host", "lead", "admin"};
    return NAMES[role + 1];
}

const Op *op_find(Str id) {
    for (size_t i = 0; i < READ + FAKE_OPS_N; i++)
        if (str_eq(id, str_from_c(all[i]->id))) return all[i];
    return NULL;
}

bool app_call(App *app, const Actor *actor, const Op *op, Arena *a, const RawArg *raw, size_t n, int64_t now,
              const Progress *progress, json_t **reply, Err *err) {
    if (!app_ready(app, err) || !check_args(raw, n, err)) return false;
    if (op->run) {
        Call call = {.app = app, .op = op, .actor = actor, .arena = a, .now = now, .progress = progress};
        if (op->writes && !app->write) return err_set(err, ERR_FORBIDDEN, NULL, "open for reading only");
        if (!op_bind(op, a, raw, n, &call.args, err)) return false;
        call.reply = json_object();
        bool ok = op->run(&call, err);
        if (ok) *reply = json_incref(call.reply);
        json_decref(call.reply);
        return ok;
    }
    json_t *fixture = load_fixture(op->id);
    if (!fixture) return err_set(err, ERR_INTERNAL, NULL, "no fixture for %s", op->id);
    *reply = hostile_text ? made_hostile(fixture) : json_incref(fixture);
    json_decref(fixture);
    return true;
}
