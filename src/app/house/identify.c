/* identify.c - who calls, by what the door knows. */
#include "accounts.h"
#include "app_private.h"
#include "base/clock.h"
#include "base/zone.h"
#include "store/org_store.h"

static unsigned scopes_parse(Str words) {
    static const struct {
        const char *word;
        unsigned scope;
    } WORDS[] = {{"read", SCOPE_READ}, {"write", SCOPE_WRITE}, {"ingest", SCOPE_INGEST}, {"admin", SCOPE_ADMIN}};
    unsigned scopes = 0;
    while (words.p) {
        Str word = str_cut(&words, ' ');
        for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
            if (str_eq(word, str_from_c(WORDS[i].word))) scopes |= WORDS[i].scope;
    }
    return scopes;
}

static Actor nobody(const Caller *c) {
    return (Actor){.name = STR("nobody"),
                   .role = ROLE_ANYBODY,
                   .scopes = SCOPE_READ | SCOPE_WRITE,
                   .address = c->address,
                   .agent = c->agent};
}

static bool actor_fill(Actor *actor, const AccountRow *account, unsigned scopes, Err *err) {
    if (!role_parse(account->role, &actor->role))
        return err_set(err, ERR_STORE, "set it again", "account %lld has no role that we know", (long long)account->id);
    actor->name = account->email;
    actor->scopes = scopes;
    actor->account_id = account->id;
    actor->person_id = account->person_id;
    return true;
}

static bool by_token(App *app, Arena *a, const Caller *c, int64_t now, Actor *actor, Err *err) {
    TokenRow token;
    AccountRow account;
    if (!token_find(app->db, a, token_kept(a, c->bearer), now, &token, &account, err)) {
        if (err->code == ERR_NOT_FOUND) err->code = ERR_SIGNED_OUT;
        return false;
    }
    return actor_fill(actor, &account, scopes_parse(token.scopes), err);
}

/* A cookie that is none any more is not an error: pages lead to signing in. */
static bool by_login(App *app, Arena *a, const Caller *c, int64_t now, Actor *actor, Err *err) {
    LoginRow login;
    AccountRow account;
    Err gone = {0};
    if (!login_find(app->db, a, token_kept(a, c->login), now - LOGIN_DAYS * SECONDS_PER_DAY,
                    now - LOGIN_IDLE_DAYS * SECONDS_PER_DAY, &login, &account, &gone))
        return gone.code == ERR_NOT_FOUND || (*err = gone, false);
    actor->login_id = login.id;
    actor->seen_at = login.seen_at;
    return actor_fill(actor, &account, SCOPE_ALL, err);
}

bool app_identify(App *app, Arena *a, const Caller *c, int64_t now, Actor *actor, Err *err) {
    bool any;
    Actor found = nobody(c);
    if (!app_need_store(app, err)) return false;
    if (c->bearer.n && !by_token(app, a, c, now, &found, err)) return false;
    if (!c->bearer.n && c->login.n && !by_login(app, a, c, now, &found, err)) return false;
    if (found.role == ROLE_ANYBODY && c->local) {
        if (!account_any(app->db, &any, err)) return false;
        if (!any) {
            found = actor_of_machine(STR("a browser on this machine"));
            found.address = c->address;
            found.agent = c->agent;
        }
    }
    *actor = found;
    return true;
}

/* The first of them that is said: account, person, installation. */
static bool zone_said(App *app, Arena *a, const Actor *actor, Str *zone, Err *err) {
    AccountRow account;
    PersonRow person;
    Err missing = {0};
    *zone = STR("");
    if (actor->account_id) {
        if (!account_get(app->db, a, actor->account_id, &account, err)) return false;
        *zone = account.zone;
    }
    if (!zone->n && actor->person_id) {
        if (!person_get(app->db, a, actor->person_id, &person, err)) return false;
        *zone = person.zone;
    }
    return zone->n || setting_get(app->db, a, STR("zone"), zone, &missing) || missing.code == ERR_NOT_FOUND ||
           (*err = missing, false);
}

bool app_zone(App *app, Arena *a, const Actor *actor, Str *zone, Err *err) {
    if (!app_need_store(app, err) || !zone_said(app, a, actor, zone, err)) return false;
    if (!zone->n || !zone_find(*zone, NULL)) *zone = STR("UTC");
    return true;
}

bool app_first_link(App *app, Arena *a, int64_t now, Str *path, Err *err) {
    bool any;
    Actor machine = actor_of_machine(STR("serve"));
    Call call = {.app = app, .actor = &machine, .arena = a, .now = now};
    LinkRow row = {.kind = STR("setup"),
                   .role = STR("admin"),
                   .created_by = STR("serve"),
                   .created_at = now,
                   .expires_at = now + LINK_HOURS * 3600};
    *path = STR("");
    if (!app_need_store(app, err) || !account_any(app->db, &any, err)) return false;
    return any || link_make(&call, &row, path, err);
}
