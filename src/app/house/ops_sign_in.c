/* ops_sign_in.c - signing in and out, and what a one-time link does. */
#include "accounts.h"
#include "app_private.h"
#include "audit.h"
#include "base/clock.h"
#include "base/password.h"
#include "json_build.h"
#include "sample.h"
#include "store/org_store.h"

/* ---- signing in ------------------------------------------------------------------------------ */

static bool tries_left(Call *call, Str kind, Str key, int64_t most, Err *err) {
    int64_t n;
    if (!key.n) return true;
    if (!try_count(call->app->db, kind, key, call->now - TRIES_SECONDS, &n, err)) return false;
    return n < most ||
           err_set(err, ERR_TOO_OFTEN, "wait a quarter of an hour, or ask an administrator for a reset link",
                   "too many tries to sign in that failed");
}

/* Noted in a transaction of its own: the failure itself is no change that could be rolled back. */
static bool try_failed(Call *call, Str email, Err *err) {
    Db *db = call->app->db;
    bool ok = db_begin(db, err) && try_purge(db, call->now - SECONDS_PER_DAY, err) &&
              try_add(db, STR("account"), email, call->now, err) &&
              (!call->actor->address.n || try_add(db, STR("address"), call->actor->address, call->now, err));
    return db_end(db, ok, err);
}

static bool no_accounts(Call *call, Err *err) {
    bool any;
    if (!account_any(call->app->db, &any, err)) return false;
    return any || err_set(err, ERR_CONFLICT, "open the link that `ridealong serve` printed when it started",
                          "there is no account yet");
}

static bool enter(Call *call, const AccountRow *account, Err *err) {
    Db *db = call->app->db;
    bool ok = db_begin(db, err) && try_forget(db, STR("account"), account->email, err) &&
              login_begin(call, account, call_arg(call, "next")->s, err) &&
              audit_note(call, "account.sign_in", "account", account->id, NULL, err);
    return db_end(db, ok, err);
}

static bool sign_in_run(Call *call, Err *err) {
    Str email = STR("");
    AccountRow account = {0};
    Err none = {0};
    if (!no_accounts(call, err) || !email_clean(call->arena, call_arg(call, "email")->s, &email, err)) return false;
    if (!tries_left(call, STR("account"), email, TRIES_ACCOUNT, err) ||
        !tries_left(call, STR("address"), call->actor->address, TRIES_ADDRESS, err))
        return false;
    bool known = account_find(call->app->db, call->arena, email, &account, &none);
    if (!known && none.code != ERR_NOT_FOUND) return *err = none, false;
    bool fits = password_fits(account.password, call_arg(call, "password")->s); /* also for nobody: the same time */
    if (known && fits && account.ended_at == TIME_NONE) return enter(call, &account, err);
    return try_failed(call, email, err) &&
           err_set(err, ERR_INPUT, "check both; an administrator can send you a link for a new password",
                   "password: e-mail and password do not fit together");
}

static const Param SIGN_IN_PARAMS[] = {
    {.name = "email", .type = PARAM_STR, .max = 254, .required = true, .help = "your e-mail address"},
    {.name = "password",
     .type = PARAM_STR,
     .max = PASSWORD_MAX,
     .required = true,
     .secret = true,
     .help = "your password"},
    {.name = "next", .type = PARAM_STR, .max = 2000, .fallback = "/", .hidden = true, .help = "page to show then"},
    {.name = NULL},
};
static const Field LOGIN_REPLY[] = {
    {"login", SHAPE_STRING, "becomes a cookie, never shown", NULL, false},
    {"account", SHAPE_STRING, "e-mail", NULL, false},
    {"next", SHAPE_STRING, "page to show then", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Op SIGN_IN = {
    .id = "login.begin",
    .method = "POST",
    .path = "/sign-in",
    .summary = "Sign in",
    .help = "Sets the cookie of the browser. Programs use a token: POST /account/tokens.",
    .doors = DOOR_API | DOOR_PAGE,
    .role = ROLE_ANYBODY,
    .writes = true,
    .aside = true,
    .secret = true,
    .params = SIGN_IN_PARAMS,
    .reply = LOGIN_REPLY,
    .run = sign_in_run,
};

/* ---- signing out, and being seen ------------------------------------------------------------- */

static bool sign_out_run(Call *call, Err *err) {
    Err gone = {0};
    const Actor *me = call->actor;
    if (me->login_id && !login_end(call->app->db, me->account_id, me->login_id, &gone) && gone.code != ERR_NOT_FOUND)
        return *err = gone, false;
    put(call->reply, "login", json_string(""));
    put(call->reply, "account", json_str(me->name));
    put(call->reply, "next", json_string("/sign-in"));
    return true;
}

static const Op SIGN_OUT = {
    .id = "login.end",
    .method = "POST",
    .path = "/sign-out",
    .summary = "Sign out",
    .help = "Ends the browser's own login.",
    .doors = DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .writes = true,
    .aside = true,
    .secret = true,
    .reply = LOGIN_REPLY,
    .run = sign_out_run,
};

static bool seen_run(Call *call, Err *err) {
    return !call->actor->login_id || login_seen(call->app->db, call->actor->login_id, call->now, err);
}

static const Field NOTHING[] = {{NULL, SHAPE_END, NULL, NULL, false}};
/* The door calls it now and then, so that idle logins end. */
static const Op SEEN = {
    .id = "login.seen",
    .method = "POST",
    .path = "/sign-in/seen",
    .summary = "Note that a login is in use",
    .help = "The server does this by itself.",
    .doors = 0,
    .role = ROLE_VIEWER,
    .writes = true,
    .aside = true,
    .reply = NOTHING,
    .run = seen_run,
};

/* ---- one-time links -------------------------------------------------------------------------- */

static bool link_named(Call *call, LinkRow *link, Err *err) {
    return link_find(call->app->db, call->arena, token_kept(call->arena, call_arg(call, "token")->s), call->now, link,
                     err);
}

static bool welcome_run(Call *call, Err *err) {
    LinkRow link = {0};
    if (!link_named(call, &link, err)) return false;
    put(call->reply, "kind", json_str(link.kind));
    put(call->reply, "token", json_str(call_arg(call, "token")->s));
    put(call->reply, "email", json_str(link.email));
    put(call->reply, "name", json_str(link.name));
    put(call->reply, "role", json_str(link.role));
    put(call->reply, "by", json_str(link.created_by));
    put(call->reply, "until", json_time(call->arena, link.expires_at));
    put(call->reply, "password_min", json_integer(PASSWORD_MIN));
    return true;
}

static const Param TOKEN_PARAMS[] = {
    {.name = "token", .type = PARAM_STR, .max = 200, .required = true, .hidden = true, .help = "of the link"},
    {.name = NULL},
};
static const Field WELCOME_REPLY[] = {
    {"kind", SHAPE_STRING, "setup: makes the first administrator; invite; reset: a new password; enter: signs in once",
     NULL, false},
    {"token", SHAPE_STRING, NULL, NULL, false},
    {"email", SHAPE_STRING, "empty: to be chosen", NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"role", SHAPE_STRING, NULL, NULL, false},
    {"by", SHAPE_STRING, "who made the link", NULL, false},
    {"until", SHAPE_TIME, "it works", NULL, false},
    {"password_min", SHAPE_INT, "characters", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Op WELCOME = {
    .id = "links.get",
    .method = "GET",
    .path = "/welcome",
    .summary = "What a one-time link is for",
    .help = "Looking at it does not use it up.",
    .doors = DOOR_API | DOOR_PAGE,
    .role = ROLE_ANYBODY,
    .params = TOKEN_PARAMS,
    .reply = WELCOME_REPLY,
    .run = welcome_run,
};

/* The person whose e-mail it is, when nobody chose one. */
static bool person_of(Call *call, const LinkRow *link, Str email, int64_t *id, Err *err) {
    PersonRow person;
    Err none = {0};
    *id = link->person_id;
    if (*id) return true;
    if (person_find(call->app->db, call->arena, email, &person, &none))
        return *id = person.id, sample_nobody(call, *id, err);
    return none.code == ERR_NOT_FOUND || (*err = none, false);
}

static bool password_take(Call *call, AccountRow *account, Err *err) {
    char hash[PASSWORD_HASH_MAX];
    Str password = call_arg(call, "password")->s;
    if (!password_check(password, account->email, err)) return false;
    if (!password_hash(hash, password))
        return err_set(err, ERR_BUSY, "try again", "there is no memory to keep a password safely");
    account->password = arena_str(call->arena, str_from_c(hash));
    return true;
}

static bool account_make(Call *call, const LinkRow *link, AccountRow *account, Err *err) {
    Str name = str_trim(call_arg(call, "name")->s), email = link->email.n ? link->email : call_arg(call, "email")->s;
    *account = (AccountRow){.name = name.n ? name : link->name, .role = link->role, .created_at = call->now};
    account->seen_at = account->ended_at = TIME_NONE;
    if (!email_clean(call->arena, email, &account->email, err) || !password_take(call, account, err)) return false;
    if (!account->name.n) account->name = account->email;
    return person_of(call, link, account->email, &account->person_id, err) &&
           account_add(call->app->db, account, &account->id, err);
}

/* A reset ends everything that the old password opened. */
static bool account_reset(Call *call, const LinkRow *link, AccountRow *account, Err *err) {
    Db *db = call->app->db;
    if (!account_find(db, call->arena, link->email, account, err)) return false;
    if (account->ended_at != TIME_NONE)
        return err_set(err, ERR_FORBIDDEN, "ask an administrator", "this account may not sign in any more");
    if (str_eq(link->kind, STR("enter"))) return true;
    return password_take(call, account, err) && account_change(db, account, err) &&
           login_end_others(db, account->id, 0, err) && try_forget(db, STR("account"), account->email, err);
}

/* Of several setup links only the first that is used makes an administrator. */
static bool setup_open(Call *call, const LinkRow *link, Err *err) {
    bool any;
    if (!str_eq(link->kind, STR("setup"))) return true;
    if (!account_any(call->app->db, &any, err)) return false;
    return !any || err_set(err, ERR_CONFLICT, "sign in, or ask an administrator for an invitation",
                           "the first administrator was made already");
}

static bool claim(Call *call, Err *err) {
    LinkRow link = {0};
    AccountRow account = {0};
    if (!link_named(call, &link, err) || !setup_open(call, &link, err)) return false;
    bool make = str_eq(link.kind, STR("setup")) || str_eq(link.kind, STR("invite"));
    Str next = str_eq(link.kind, STR("setup")) ? STR("/setup") : STR("/");
    return (make ? account_make(call, &link, &account, err) : account_reset(call, &link, &account, err)) &&
           link_use(call->app->db, link.id, call->now, err) && login_begin(call, &account, next, err) &&
           audit_note(call, "account.link", "account", account.id, json_pack("{s:o}", "kind", json_str(link.kind)),
                      err);
}

static bool claim_run(Call *call, Err *err) {
    return db_begin(call->app->db, err) && db_end(call->app->db, claim(call, err), err);
}

static const Param CLAIM_PARAMS[] = {
    {.name = "token", .type = PARAM_STR, .max = 200, .required = true, .hidden = true, .help = "of the link"},
    {.name = "email",
     .type = PARAM_STR,
     .max = 254,
     .fallback = "",
     .help = "your e-mail address; where the link has none"},
    {.name = "name", .type = PARAM_STR, .max = 200, .fallback = "", .help = "how others see you"},
    {.name = "password",
     .type = PARAM_STR,
     .max = PASSWORD_MAX,
     .fallback = "",
     .secret = true,
     .help = "at least 12 characters; a few words are best"},
    {.name = NULL},
};
static const Op CLAIM = {
    .id = "links.use",
    .method = "POST",
    .path = "/welcome",
    .summary = "Use a one-time link",
    .help = "Makes the account of an invitation, or sets a new password, and signs in.",
    .doors = DOOR_API | DOOR_PAGE,
    .role = ROLE_ANYBODY,
    .writes = true,
    .aside = true,
    .secret = true,
    .params = CLAIM_PARAMS,
    .reply = LOGIN_REPLY,
    .run = claim_run,
};

const Op *const OPS_SIGN_IN[] = {&SIGN_IN, &SIGN_OUT, &SEEN, &WELCOME, &CLAIM, NULL};
