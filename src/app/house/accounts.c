/* accounts.c - tokens, passwords, and who calls. */
#include "accounts.h"

#include <string.h>

#include "app_private.h"
#include "audit.h"
#include "base/clock.h"
#include "base/password.h"
#include "json_build.h"
#include "shapes.h"
#include "store/org_store.h"

Str token_kept(Arena *a, Str token) {
    Sha256 sum = sha256(token);
    char *hex = arena_alloc(a, 2 * sizeof sum.bytes + 1);
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    return (Str){hex, 2 * sizeof sum.bytes};
}

Str token_make(Arena *a, Str *kept) {
    uint8_t random[TOKEN_HEX / 2];
    char *hex = arena_alloc(a, TOKEN_HEX + 1);
    random_secret(random, sizeof random);
    hex_encode(hex, random, sizeof random);
    Str token = {hex, TOKEN_HEX};
    *kept = token_kept(a, token);
    return token;
}

bool email_clean(Arena *a, Str given, Str *email, Err *err) {
    Str s = arena_lower(a, str_trim(given));
    size_t at = 0, ats = 0;
    bool fine = s.n >= 3 && s.n <= 254;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '@') at = i, ats++;
        if (c <= ' ' || c == 0x7f || strchr("<>()[]\\,;:\"", c)) fine = false;
    }
    if (!fine || ats != 1 || at == 0 || at + 1 == s.n)
        return err_set(err, ERR_INPUT, "write it like ann@example.com", "email: this is no e-mail address");
    *email = s;
    return true;
}

static bool all_same_or_counting(Str s) {
    int step = s.n > 1 ? s.p[1] - s.p[0] : 0;
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i] - s.p[i - 1] != step) return false;
    return step >= -1 && step <= 1;
}

bool password_check(Str password, Str email, Err *err) {
    static const char *const COMMON[] = {"password1234",   "passwordpassword", "123456789012",       "qwertyuiopas",
                                         "letmeinletmein", "iloveyouiloveyou", "ridealongridealong", "welcome12345"};
    static const char HINT[] = "a few words that only you would put together are best; any characters will do";
    if (password.n < PASSWORD_MIN)
        return err_set(err, ERR_INPUT, HINT, "password: shorter than %d characters", PASSWORD_MIN);
    for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
        if (str_eq_nocase(password, str_from_c(COMMON[i])))
            return err_set(err, ERR_INPUT, HINT, "password: this is one of those that everybody tries first");
    Str local = email, user = str_cut(&local, '@');
    if (all_same_or_counting(password) || str_eq_nocase(password, email) ||
        (user.n >= 6 && str_starts(password, user) && password.n < user.n + 6))
        return err_set(err, ERR_INPUT, HINT, "password: too easy to guess");
    return true;
}

bool account_named(Call *call, Str name, AccountRow *row, Err *err) {
    int64_t id;
    Str email = STR("");
    if (str_to_i64(name, &id)) return account_get(call->app->db, call->arena, id, row, err);
    return email_clean(call->arena, name, &email, err) && account_find(call->app->db, call->arena, email, row, err);
}

/* Where a page of ours may send a browser: a path of ours, nothing that it could take for another host. */
static Str next_path(Str next) {
    bool ours =
        next.n > 1 && next.p[0] == '/' && next.p[1] != '/' && next.p[1] != '\\' && !memchr(next.p, '\\', next.n);
    for (size_t i = 0; ours && i < next.n; i++) ours = (unsigned char)next.p[i] > ' ' && next.p[i] != 0x7f;
    return ours ? next : STR("/");
}

bool login_begin(Call *call, const AccountRow *account, Str next, Err *err) {
    Str kept, token = token_make(call->arena, &kept);
    Db *db = call->app->db;
    int64_t id, now = call->now;
    LoginRow row = {.account_id = account->id,
                    .agent = str_slice(call->actor->agent, 0, 200),
                    .address = call->actor->address,
                    .created_at = now};
    if (!login_purge(db, now - LOGIN_DAYS * SECONDS_PER_DAY, now - LOGIN_IDLE_DAYS * SECONDS_PER_DAY, err) ||
        !login_add(db, &row, kept, &id, err) || !account_seen(db, account->id, now, err))
        return false;
    put(call->reply, "login", json_str(token));
    put(call->reply, "account", json_str(account->email));
    put(call->reply, "next", json_str(next_path(next)));
    return true;
}

bool link_make(Call *call, const LinkRow *row, Str *path, Err *err) {
    int64_t id;
    Str kept, token = token_make(call->arena, &kept);
    if (!link_end(call->app->db, row->kind, row->email, call->now, err) ||
        !link_add(call->app->db, row, kept, &id, err))
        return false;
    *path = arena_printf(call->arena, "/welcome?token=%.*s", STR_ARG(token));
    return true;
}

bool person_name(Call *call, int64_t person_id, Str *name, Err *err) {
    PersonRow row;
    *name = STR("");
    if (!person_id) return true;
    if (!person_get(call->app->db, call->arena, person_id, &row, err)) return false;
    *name = row.name;
    return true;
}

const Field SHAPE_OF_ACCOUNT[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"email", SHAPE_STRING, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"role", SHAPE_STRING, "viewer, engineer, host, lead or admin", NULL, false},
    {"person", SHAPE_OBJECT, "whom it is linked to", SHAPE_OF_LINK, true},
    {"zone", SHAPE_STRING, "IANA time zone; empty: UTC", NULL, false},
    {"created_at", SHAPE_TIME, NULL, NULL, false},
    {"seen_at", SHAPE_TIME, "signed in last", NULL, true},
    {"ended_at", SHAPE_TIME, "null: may sign in", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};

json_t *account_json(Arena *a, const AccountRow *row, Str person) {
    return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", (json_int_t)row->id, "email",
                     json_str(row->email), "name", json_str(row->name), "role", json_str(row->role), "person",
                     json_link(row->person_id, person), "zone", json_str(row->zone), "created_at",
                     json_time(a, row->created_at), "seen_at", json_time(a, row->seen_at), "ended_at",
                     json_time(a, row->ended_at));
}
