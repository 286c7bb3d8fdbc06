/* ops_accounts.c - everybody's accounts, for administrators. */
#include "accounts.h"
#include "app_private.h"
#include "audit.h"
#include "base/clock.h"
#include "json_build.h"
#include "sample.h"
#include "store/org_store.h"
#include "touch.h"

static bool list_run(Call *call, Err *err) {
    AccountRow *rows;
    size_t n;
    Str person = STR("");
    json_t *list = json_array();
    put(call->reply, "accounts", list);
    if (!accounts_list(call->app->db, call->arena, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        if (!person_name(call, rows[i].person_id, &person, err)) return false;
        json_array_append_new(list, account_json(call->arena, &rows[i], person));
    }
    return true;
}

static const Field LIST_REPLY[] = {
    {"accounts", SHAPE_ARRAY, "by name", SHAPE_OF_ACCOUNT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"#", "id", "int", 4},       {"E-MAIL", "email", "text", 24}, {"NAME", "name", "text", 0},
    {"ROLE", "role", "text", 9}, {"SEEN", "seen_at", "date", 10}, {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "accounts.list",
    .method = "GET",
    .path = "/accounts",
    .words = "accounts",
    .summary = "Who may sign in",
    .help = "`ridealong accounts invite ann@example.com --role lead` makes a link with which Ann makes her account.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .reply = LIST_REPLY,
    .rows = "accounts",
    .columns = LIST_COLUMNS,
    .empty = "There are no accounts yet: only this machine may use Ridealong. Invite somebody, yourself first.",
    .run = list_run,
};

/* ---- links ----------------------------------------------------------------------------------- */

static bool person_linked(Call *call, Str given, int64_t *id, Err *err) {
    PersonRow person = {0};
    if (given.n && !touch_person_named(call, "person", given, &person, err)) return false;
    *id = person.id;
    return sample_nobody(call, *id, err);
}

static bool link_put(Call *call, const LinkRow *link, const char *action, int64_t account_id, Err *err) {
    Str path = STR("");
    Db *db = call->app->db;
    bool ok = db_begin(db, err) && link_make(call, link, &path, err) &&
              audit_note(call, action, "account", account_id,
                         json_pack("{s:o, s:o}", "email", json_str(link->email), "role", json_str(link->role)), err);
    if (!db_end(db, ok, err)) return false;
    put(call->reply, "link", json_str(path));
    put(call->reply, "email", json_str(link->email));
    put(call->reply, "until", json_time(call->arena, link->expires_at));
    return true;
}

static bool invite_run(Call *call, Err *err) {
    AccountRow there;
    Err none = {0};
    LinkRow link = {.kind = STR("invite"),
                    .name = str_trim(call_arg(call, "name")->s),
                    .role = str_from_c(ROLES[call_arg(call, "role")->i]),
                    .created_by = call_actor(call),
                    .created_at = call->now,
                    .expires_at = call->now + LINK_HOURS * 3600};
    PersonRow person = {0};
    if (!email_clean(call->arena, call_arg(call, "email")->s, &link.email, err) ||
        !person_linked(call, call_arg(call, "person")->s, &link.person_id, err))
        return false;
    if (person_find(call->app->db, call->arena, link.email, &person, &none) && !sample_nobody(call, person.id, err))
        return false;
    none = (Err){0};
    if (account_find(call->app->db, call->arena, link.email, &there, &none))
        return err_set(err, ERR_CONFLICT, "send a reset link instead: ridealong accounts reset",
                       "email: there is an account with this address already");
    return none.code == ERR_NOT_FOUND ? link_put(call, &link, "account.invite", 0, err) : (*err = none, false);
}

static const Param INVITE_PARAMS[] = {
    {.name = "email", .type = PARAM_STR, .max = 254, .required = true, .positional = true, .help = "e-mail address"},
    {.name = "role",
     .type = PARAM_ENUM,
     .choices = ROLES,
     .fallback = "viewer",
     .help = "what they may; each may what those before it may"},
    {.name = "name", .type = PARAM_STR, .max = 200, .fallback = "", .help = "how others see them"},
    {.name = "person",
     .type = PARAM_STR,
     .max = 254,
     .fallback = "",
     .help = "number or key of the person that it is; found by e-mail when left out"},
    {.name = NULL},
};
static const Field LINK_REPLY[] = {
    {"link", SHAPE_STRING, "path of the page; works once, shown this once", NULL, false},
    {"email", SHAPE_STRING, NULL, NULL, false},
    {"until", SHAPE_TIME, "it works", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LINK_FACTS[] = {
    {"for", "email", "text", 0}, {"link", "link", "text", 0}, {"until", "until", "date", 0}, {NULL, NULL, NULL, 0}};
static const Op INVITE = {
    .id = "accounts.invite",
    .method = "POST",
    .path = "/accounts/invite",
    .words = "accounts invite",
    .summary = "Invite somebody",
    .help = "Makes a link that works once, for three days. Send it yourself: Ridealong sends nothing. Put the address "
            "of your "
            "Ridealong in front of it.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .aside = true,
    .secret = true,
    .params = INVITE_PARAMS,
    .reply = LINK_REPLY,
    .facts = LINK_FACTS,
    .run = invite_run,
};

static bool reset_run(Call *call, Err *err) {
    AccountRow account = {0};
    if (!account_named(call, call_arg(call, "account")->s, &account, err)) return false;
    bool enter = call_arg(call, "enter")->i;
    if (enter && call->actor->account_id)
        return err_set(err, ERR_FORBIDDEN, "use the command line on the machine itself",
                       "enter: a link that signs in as somebody else is not made over the network");
    LinkRow link = {.kind = enter ? STR("enter") : STR("reset"),
                    .email = account.email,
                    .name = account.name,
                    .role = account.role,
                    .created_by = call_actor(call),
                    .created_at = call->now,
                    .expires_at = call->now + LINK_HOURS * 3600};
    return link_put(call, &link, enter ? "account.enter" : "account.reset", account.id, err);
}

static const Param RESET_PARAMS[] = {
    {.name = "account",
     .type = PARAM_STR,
     .max = 254,
     .required = true,
     .positional = true,
     .help = "e-mail address or number"},
    {.name = "enter",
     .type = PARAM_BOOL,
     .cli_only = true,
     .fallback = "false",
     .help = "a link that signs in once instead, and keeps the password"},
    {.name = NULL},
};
static const Op RESET = {
    .id = "accounts.reset",
    .method = "POST",
    .path = "/accounts/{account}/reset",
    .words = "accounts reset",
    .summary = "Make a link for a new password",
    .help = "It works once, for three days. Using it signs that account out everywhere. The way back in when all "
            "administrators forgot theirs: `ridealong accounts reset ann@example.com` on the machine.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .aside = true,
    .secret = true,
    .params = RESET_PARAMS,
    .reply = LINK_REPLY,
    .facts = LINK_FACTS,
    .run = reset_run,
};

/* ---- changes --------------------------------------------------------------------------------- */

static bool change_read(Call *call, AccountRow *account, Err *err) {
    const Arg *role = call_arg(call, "role"), *person = call_arg(call, "person"), *ended = call_arg(call, "ended");
    if (role->given) account->role = str_from_c(ROLES[role->i]);
    if (person->given && !person_linked(call, person->s, &account->person_id, err)) return false;
    if (ended->given && !ended->i) account->ended_at = TIME_NONE;
    if (ended->given && ended->i && account->ended_at == TIME_NONE) account->ended_at = call->now;
    return true;
}

/* Somebody must be left who can let others in. */
static bool admins_left(Call *call, Err *err) {
    int64_t n;
    if (!account_admins(call->app->db, &n, err)) return false;
    return n > 0 || err_set(err, ERR_CONFLICT, "make somebody else an administrator first",
                            "this is the last administrator that can sign in");
}

static bool change(Call *call, AccountRow *account, bool was_admin, Err *err) {
    Db *db = call->app->db;
    bool ended = account->ended_at != TIME_NONE;
    return account_change(db, account, err) && (!was_admin || admins_left(call, err)) &&
           (!ended || (login_end_others(db, account->id, 0, err) && token_end_all(db, account->id, call->now, err))) &&
           audit_note(call, "account.change", "account", account->id,
                      json_pack("{s:o, s:I, s:b}", "role", json_str(account->role), "person",
                                (json_int_t)account->person_id, "ended", ended),
                      err);
}

static bool change_run(Call *call, Err *err) {
    AccountRow account = {0};
    Str person = STR("");
    Db *db = call->app->db;
    if (!account_named(call, call_arg(call, "account")->s, &account, err)) return false;
    bool was_admin = str_eq(account.role, STR("admin")) && account.ended_at == TIME_NONE;
    if (!change_read(call, &account, err)) return false;
    if (!db_begin(db, err) || !db_end(db, change(call, &account, was_admin, err), err)) return false;
    if (!person_name(call, account.person_id, &person, err)) return false;
    put(call->reply, "account", account_json(call->arena, &account, person));
    return true;
}

static const Param CHANGE_PARAMS[] = {
    {.name = "account",
     .type = PARAM_STR,
     .max = 254,
     .required = true,
     .positional = true,
     .help = "e-mail address or number"},
    {.name = "role", .type = PARAM_ENUM, .choices = ROLES, .help = "what they may"},
    {.name = "person", .type = PARAM_STR, .max = 254, .help = "number or key of the person that it is; empty: none"},
    {.name = "ended", .type = PARAM_BOOL, .help = "may not sign in any more; ends logins and tokens at once"},
    {.name = NULL},
};
static const Field CHANGE_REPLY[] = {
    {"account", SHAPE_OBJECT, NULL, SHAPE_OF_ACCOUNT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column CHANGE_FACTS[] = {
    {"account", "account.email", "text", 0}, {"role", "account.role", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op CHANGE = {
    .id = "accounts.change",
    .method = "POST",
    .path = "/accounts/{account}/change",
    .words = "accounts change",
    .summary = "Change an account's role or person, or end it",
    .help = "Takes effect at the next click. The last administrator can be neither ended nor lowered.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ADMIN,
    .writes = true,
    .aside = true,
    .after = "/accounts",
    .params = CHANGE_PARAMS,
    .reply = CHANGE_REPLY,
    .facts = CHANGE_FACTS,
    .run = change_run,
};

const Op *const OPS_ACCOUNTS[] = {&LIST, &INVITE, &RESET, &CHANGE, NULL};
