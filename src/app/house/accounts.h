/* accounts.h - what the operations on accounts share: tokens, passwords, texts that are checked. */
#pragma once
#include "access.h"
#include "store/account_store.h"

enum {
    TOKEN_HEX = 64,      /* 256 random bits */
    LOGIN_DAYS = 30,     /* a browser signs in again at the latest */
    LOGIN_IDLE_DAYS = 7, /* and when it was not seen for so long */
    LINK_HOURS = 72,     /* an invitation, a reset */
    PASSWORD_MIN = 12,
    PASSWORD_MAX = 1024,
    TRIES_SECONDS = 900, /* tries are counted over so long */
    TRIES_ACCOUNT = 10,
    TRIES_ADDRESS = 50,
};

/* A new random token as hex, and what is kept of it. */
Str token_make(Arena *a, Str *kept);
Str token_kept(Arena *a, Str token); /* hex SHA-256 */

/* Trimmed and in lower case; ERR_INPUT when it cannot be an address. */
bool email_clean(Arena *a, Str given, Str *email, Err *err);
/* Long enough, and not what everybody would try first. */
bool password_check(Str password, Str email, Err *err);

/* By number or e-mail. */
bool account_named(Call *call, Str name, AccountRow *row, Err *err);
/* A new login of this account for the caller: puts "login" (the cookie) and "next" into the reply. */
bool login_begin(Call *call, const AccountRow *account, Str next, Err *err);
/* A new one-time link: its path, "/welcome?token=...". */
bool link_make(Call *call, const LinkRow *row, Str *path, Err *err);

json_t *account_json(Arena *a, const AccountRow *row, Str person); /* fits SHAPE_OF_ACCOUNT; new reference */
extern const Field SHAPE_OF_ACCOUNT[];
/* The name of a linked person, "" when there is none. */
bool person_name(Call *call, int64_t person_id, Str *name, Err *err);
