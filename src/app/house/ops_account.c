/* ops_account.c - one's own account: name, password, logins, API tokens. */
#include <stdio.h>
#include <string.h>

#include "accounts.h"
#include "app_private.h"
#include "audit.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/password.h"
#include "base/zone.h"
#include "json_build.h"

static bool own_account(Call *call, AccountRow *account, Err *err) {
    if (call->actor->account_id) return account_get(call->app->db, call->arena, call->actor->account_id, account, err);
    return err_set(err, ERR_CONFLICT, "make one: ridealong accounts invite ann@example.com --role admin",
                   "nobody is signed in: this is the machine itself");
}

/* ---- what there is --------------------------------------------------------------------------- */

static json_t *login_json(Call *call, const LoginRow *row) {
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:b}", "id", (json_int_t)row->id, "agent", json_str(row->agent),
                     "address", json_str(row->address), "created_at", json_time(call->arena, row->created_at),
                     "seen_at", json_time(call->arena, row->seen_at), "this", row->id == call->actor->login_id);
}

static json_t *token_json(Call *call, const TokenRow *row) {
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:b}", "id", (json_int_t)row->id, "name", json_str(row->name), "scopes",
                     json_str(row->scopes), "created_at", json_time(call->arena, row->created_at), "expires_at",
                     json_time(call->arena, row->expires_at), "expired", row->expires_at <= call->now);
}

static bool logins_put(Call *call, Err *err) {
    LoginRow *rows;
    size_t n;
    int64_t now = call->now;
    if (!logins_of(call->app->db, call->arena, call->actor->account_id, now - LOGIN_DAYS * SECONDS_PER_DAY,
                   now - LOGIN_IDLE_DAYS * SECONDS_PER_DAY, &rows, &n, err))
        return false;
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, login_json(call, &rows[i]));
    put(call->reply, "logins", list);
    return true;
}

static bool tokens_put(Call *call, Err *err) {
    TokenRow *rows;
    size_t n;
    if (!tokens_of(call->app->db, call->arena, call->actor->account_id, &rows, &n, err)) return false;
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, token_json(call, &rows[i]));
    put(call->reply, "tokens", list);
    return true;
}

static bool get_run(Call *call, Err *err) {
    AccountRow account = {0};
    Str person = STR("");
    if (!own_account(call, &account, err) || !person_name(call, account.person_id, &person, err)) return false;
    put(call->reply, "account", account_json(call->arena, &account, person));
    return logins_put(call, err) && tokens_put(call, err);
}

static const Field LOGIN[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"agent", SHAPE_STRING, "as the browser calls itself", NULL, false},
    {"address", SHAPE_STRING, NULL, NULL, false},
    {"created_at", SHAPE_TIME, NULL, NULL, false},
    {"seen_at", SHAPE_TIME, "to about five minutes", NULL, false},
    {"this", SHAPE_BOOL, "the one that asks", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field TOKEN[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"scopes", SHAPE_STRING, "words with blanks between", NULL, false},
    {"created_at", SHAPE_TIME, NULL, NULL, false},
    {"expires_at", SHAPE_TIME, NULL, NULL, false},
    {"expired", SHAPE_BOOL, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GET_REPLY[] = {
    {"account", SHAPE_OBJECT, NULL, SHAPE_OF_ACCOUNT, false},
    {"logins", SHAPE_ARRAY, "browsers that are signed in, newest first", LOGIN, false},
    {"tokens", SHAPE_ARRAY, "of the API, newest first", TOKEN, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Op GET = {
    .id = "account.get",
    .method = "GET",
    .path = "/account",
    .summary = "Your account",
    .help = "Name and role, the browsers that are signed in, and the tokens of the API.",
    .doors = DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = GET_REPLY,
    .run = get_run,
};

/* ---- changes --------------------------------------------------------------------------------- */

static const Field DONE_REPLY[] = {
    {"done", SHAPE_STRING, "what was done, as a sentence without its full stop", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static bool say(Call *call, const char *done) {
    put(call->reply, "done", json_string(done));
    return true;
}

static bool change_run(Call *call, Err *err) {
    AccountRow account = {0};
    Str name = str_trim(call_arg(call, "name")->s), zone = str_trim(call_arg(call, "zone")->s);
    if (zone.n && !zone_find(zone, err)) return err_prefix(err, "zone: ");
    if (!own_account(call, &account, err)) return false;
    account.name = name;
    account.zone = zone;
    return account_change(call->app->db, &account, err) && say(call, "Your account was changed");
}

static const Param CHANGE_PARAMS[] = {
    {.name = "name", .type = PARAM_STR, .max = 200, .required = true, .help = "how others see you"},
    {.name = "zone", .type = PARAM_STR, .max = 64, .fallback = "", .help = "your time zone, like Europe/Berlin"},
    {.name = NULL},
};
#define OWN_POST .method = "POST", .doors = DOOR_API | DOOR_PAGE, .role = ROLE_VIEWER, .writes = true, .aside = true
static const Op CHANGE = {
    OWN_POST,
    .id = "account.change",
    .path = "/account",
    .summary = "Change your name or time zone",
    .help = "Times on pages are shown in your zone.",
    .after = "/account",
    .params = CHANGE_PARAMS,
    .reply = DONE_REPLY,
    .run = change_run,
};

static bool password_change(Call *call, AccountRow *account, Str fresh, Err *err) {
    char hash[PASSWORD_HASH_MAX];
    if (!password_hash(hash, fresh))
        return err_set(err, ERR_BUSY, "try again", "there is no memory to keep a password safely");
    account->password = str_from_c(hash);
    Db *db = call->app->db;
    bool ok = db_begin(db, err) && account_change(db, account, err) &&
              login_end_others(db, account->id, call->actor->login_id, err) &&
              audit_note(call, "account.password", "account", account->id, NULL, err);
    return db_end(db, ok, err);
}

static bool tries_check(Call *call, const AccountRow *account, Err *err) {
    int64_t n;
    if (!try_count(call->app->db, STR("account"), account->email, call->now - TRIES_SECONDS, &n, err)) return false;
    return n < TRIES_ACCOUNT || err_set(err, ERR_TOO_OFTEN, "wait a quarter of an hour", "too many tries that failed");
}

static bool password_run(Call *call, Err *err) {
    AccountRow account = {0};
    Str fresh = call_arg(call, "new")->s;
    if (!own_account(call, &account, err) || !tries_check(call, &account, err)) return false;
    if (!password_fits(account.password, call_arg(call, "old")->s))
        return try_add(call->app->db, STR("account"), account.email, call->now, err) &&
               err_set(err, ERR_INPUT, "an administrator can send you a link for a new one",
                       "old: this is not your password");
    if (!password_check(fresh, account.email, err)) {
        char why[sizeof err->message];
        snprintf(why, sizeof why, "new%s", strchr(err->message, ':'));
        snprintf(err->message, sizeof err->message, "%s", why);
        return false;
    }
    return password_change(call, &account, fresh, err) &&
           say(call, "Your password was changed, and other browsers were signed out");
}

static const Param PASSWORD_PARAMS[] = {
    {.name = "old",
     .type = PARAM_STR,
     .max = PASSWORD_MAX,
     .required = true,
     .secret = true,
     .help = "your password until now"},
    {.name = "new",
     .type = PARAM_STR,
     .max = PASSWORD_MAX,
     .required = true,
     .secret = true,
     .help = "at least 12 characters; a few words are best"},
    {.name = NULL},
};
static const Op PASSWORD = {
    OWN_POST,
    .id = "account.password",
    .path = "/account/password",
    .summary = "Change your password",
    .help = "Signs out all other browsers.",
    .after = "/account",
    .params = PASSWORD_PARAMS,
    .reply = DONE_REPLY,
    .run = password_run,
};

/* ---- logins and tokens ----------------------------------------------------------------------- */

static bool login_end_run(Call *call, Err *err) {
    return login_end(call->app->db, call->actor->account_id, call_arg(call, "login")->i, err) &&
           say(call, "That browser was signed out");
}

static const Param LOGIN_PARAMS[] = {
    {.name = "login", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .help = "its number"},
    {.name = NULL},
};
static const Op LOGIN_END = {
    OWN_POST,
    .id = "logins.end",
    .path = "/account/logins/{login}/end",
    .summary = "Sign out one of your browsers",
    .help = "At once.",
    .after = "/account",
    .params = LOGIN_PARAMS,
    .reply = DONE_REPLY,
    .run = login_end_run,
};

/* "read write": each known, and given once, in this order. */
static bool scopes_text(Call *call, Str *text, Err *err) {
    static const char *const WORDS[] = {"read", "write", "ingest", "admin"};
    const Arg *given = call_arg(call, "scope");
    Buf b = buf_new(64);
    size_t known = 0;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        for (size_t k = 0; k < given->list_n; k++) {
            if (!str_eq(given->list[k], str_from_c(WORDS[i]))) continue;
            buf_printf(&b, "%s%s", known++ ? " " : "", WORDS[i]);
            break;
        }
    *text = arena_str(call->arena, buf_str(&b));
    buf_free(&b);
    return (known && known == given->list_n) ||
           err_set(err, ERR_INPUT, "give one or more of read, write, ingest, admin; each once",
                   "scope: this is not what a token can be made for");
}

static bool token_add_run(Call *call, Err *err) {
    AccountRow account = {0};
    Str kept, token = token_make(call->arena, &kept);
    TokenRow row = {.name = str_trim(call_arg(call, "name")->s),
                    .created_at = call->now,
                    .expires_at = call->now + call_arg(call, "days")->i * SECONDS_PER_DAY};
    int64_t id;
    if (!scopes_text(call, &row.scopes, err) || !own_account(call, &account, err)) return false;
    row.account_id = account.id;
    Db *db = call->app->db;
    bool ok = db_begin(db, err) && token_add(db, &row, kept, &id, err) &&
              audit_note(call, "token.add", "account", account.id,
                         json_pack("{s:o, s:o}", "name", json_str(row.name), "scopes", json_str(row.scopes)), err);
    if (!db_end(db, ok, err)) return false;
    put(call->reply, "token", json_str(token));
    put(call->reply, "name", json_str(row.name));
    put(call->reply, "scopes", json_str(row.scopes));
    put(call->reply, "expires_at", json_time(call->arena, row.expires_at));
    return true;
}

static const Param TOKEN_PARAMS[] = {
    {.name = "name", .type = PARAM_STR, .max = 100, .required = true, .help = "what it is for"},
    {.name = "scope",
     .type = PARAM_LIST,
     .max = 4,
     .required = true,
     .help = "what it may: read, write, ingest (only take signals in), admin"},
    {.name = "days", .type = PARAM_INT, .min = 1, .max = 366, .fallback = "90", .help = "until it ends"},
    {.name = NULL},
};
static const Field TOKEN_REPLY[] = {
    {"token", SHAPE_STRING, "shown this once", NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"scopes", SHAPE_STRING, NULL, NULL, false},
    {"expires_at", SHAPE_TIME, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Op TOKEN_ADD = {
    OWN_POST,
    .id = "tokens.add",
    .path = "/account/tokens",
    .summary = "Make a token for the API",
    .help = "Programs send it as `Authorization: Bearer TOKEN`. It may what you may, within its scopes.",
    .secret = true,
    .params = TOKEN_PARAMS,
    .reply = TOKEN_REPLY,
    .run = token_add_run,
};

static bool token_end_run(Call *call, Err *err) {
    return token_end(call->app->db, call->actor->account_id, call_arg(call, "token")->i, call->now, err) &&
           say(call, "That token has ended");
}

static const Param TOKEN_END_PARAMS[] = {
    {.name = "token", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .help = "its number"},
    {.name = NULL},
};
static const Op TOKEN_END = {
    OWN_POST,
    .id = "tokens.end",
    .path = "/account/tokens/{token}/end",
    .summary = "End a token of the API",
    .help = "At once.",
    .after = "/account",
    .params = TOKEN_END_PARAMS,
    .reply = DONE_REPLY,
    .run = token_end_run,
};

const Op *const OPS_ACCOUNT[] = {&GET, &CHANGE, &PASSWORD, &LOGIN_END, &TOKEN_ADD, &TOKEN_END, NULL};
