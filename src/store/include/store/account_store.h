/* account_store.h - who may sign in: accounts, their sessions, one-time links, API tokens, failed tries.
 * Secrets come in as hashes: this layer never sees a password or a token. */
#pragma once
#include "store/db.h"

typedef struct AccountRow {
    int64_t id;
    Str email; /* lower case; unique */
    Str name;
    Str role;          /* as role_name of the app layer says it */
    int64_t person_id; /* 0: not linked to one */
    Str password;      /* argon2id text of libsodium; empty: none was set, or not read (login_find, token_find) */
    Str zone;          /* IANA name; empty: UTC */
    int64_t created_at, seen_at, ended_at; /* TIME_NONE: never, not ended */
} AccountRow;

bool account_any(Db *db, bool *any, Err *err);
/* How many administrators could sign in. */
bool account_admins(Db *db, int64_t *n, Err *err);
bool account_add(Db *db, const AccountRow *row, int64_t *id,
                 Err *err);                                   /* ERR_CONFLICT: there is one with this e-mail */
bool account_change(Db *db, const AccountRow *row, Err *err); /* all but id, email, created_at and seen_at */
bool account_seen(Db *db, int64_t id, int64_t at, Err *err);
bool account_get(Db *db, Arena *a, int64_t id, AccountRow *row, Err *err);    /* ERR_NOT_FOUND */
bool account_find(Db *db, Arena *a, Str email, AccountRow *row, Err *err);    /* ERR_NOT_FOUND */
bool accounts_list(Db *db, Arena *a, AccountRow **rows, size_t *n, Err *err); /* by name */

typedef struct LoginRow {
    int64_t id, account_id;
    Str agent, address; /* as its browser told, from where */
    int64_t created_at, seen_at;
} LoginRow;

/* Sessions count when they began after `born` and were seen after `seen`; `token` is the hex SHA-256. */
bool login_add(Db *db, const LoginRow *row, Str token, int64_t *id, Err *err);
bool login_find(Db *db, Arena *a, Str token, int64_t born, int64_t seen, LoginRow *row, AccountRow *account, Err *err);
bool logins_of(Db *db, Arena *a, int64_t account_id, int64_t born, int64_t seen, LoginRow **rows, size_t *n, Err *err);
bool login_seen(Db *db, int64_t id, int64_t at, Err *err);
bool login_end(Db *db, int64_t account_id, int64_t id, Err *err);             /* ERR_NOT_FOUND */
bool login_end_others(Db *db, int64_t account_id, int64_t keep_id, Err *err); /* keep_id 0: all */
bool login_purge(Db *db, int64_t born, int64_t seen, Err *err);

typedef struct LinkRow {
    int64_t id;
    Str kind; /* setup, invite, reset, enter */
    Str email, name, role;
    int64_t person_id;
    Str created_by;
    int64_t created_at, expires_at;
} LinkRow;

bool link_add(Db *db, const LinkRow *row, Str token, int64_t *id, Err *err);
bool link_find(Db *db, Arena *a, Str token, int64_t now, LinkRow *row,
               Err *err);                                          /* ERR_NOT_FOUND: unknown, used or too old */
bool link_use(Db *db, int64_t id, int64_t now, Err *err);          /* ERR_NOT_FOUND: used meanwhile */
bool link_end(Db *db, Str kind, Str email, int64_t now, Err *err); /* all of that kind for that address */

typedef struct TokenRow {
    int64_t id, account_id;
    Str name, scopes; /* scopes: words with blanks between */
    int64_t created_at, expires_at, ended_at;
} TokenRow;

bool token_add(Db *db, const TokenRow *row, Str token, int64_t *id, Err *err);
bool token_find(Db *db, Arena *a, Str token, int64_t now, TokenRow *row, AccountRow *account, Err *err);
bool tokens_of(Db *db, Arena *a, int64_t account_id, TokenRow **rows, size_t *n, Err *err); /* newest first */
bool token_end(Db *db, int64_t account_id, int64_t id, int64_t now, Err *err);              /* ERR_NOT_FOUND */
bool token_end_all(Db *db, int64_t account_id, int64_t now, Err *err);

/* Failed tries to sign in, by kind (account, address) and key. */
bool try_add(Db *db, Str kind, Str key, int64_t at, Err *err);
bool try_count(Db *db, Str kind, Str key, int64_t since, int64_t *n, Err *err);
bool try_forget(Db *db, Str kind, Str key, Err *err);
bool try_purge(Db *db, int64_t before, Err *err);

/* What was answered to a request that carries a key; *found false: it is new. */
bool once_find(Db *db, Arena *a, int64_t account_id, Str key, int64_t since, bool *found, Str *args, Str *reply,
               Err *err);
bool once_put(Db *db, int64_t account_id, Str key, Str args, int64_t at, Str reply, Err *err);
bool once_purge(Db *db, int64_t before, Err *err);
