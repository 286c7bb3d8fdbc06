/* customer_store.h - customers as people whom we meet: consent, opt-out, blocklist, and each contact.
 *
 * A customer is known by the keyed hash of its number, as in its signals (Signal.customer); the number itself is not
 * kept. Whether one may be contacted is decided in src/app/touchpoints/contacts.c. */
#pragma once
#include "store/db.h"

typedef struct CustomerRow {
    int64_t id;
    Str hash;             /* of its number, hex */
    Str label;            /* what our people call the account, personal data cut */
    int64_t opted_out_at; /* TIME_NONE: did not */
    int64_t blocked_at;   /* TIME_NONE: is not */
    Str blocked_why;
    int64_t contacts, last_at; /* filled in on reading: planned or made, and the latest of them; TIME_NONE: never */
} CustomerRow;

/* Inserts, or finds the one with this hash and gives it the label, unless that is empty; *id is its number. */
bool customer_put(Db *db, Str hash, Str label, int64_t *id, Err *err);
bool customer_get(Db *db, Arena *a, int64_t id, CustomerRow *row, Err *err); /* ERR_NOT_FOUND */
bool customer_find(Db *db, Arena *a, Str hash, CustomerRow *row, Err *err);  /* ERR_NOT_FOUND */
bool customers_list(Db *db, Arena *a, int64_t after_id, int64_t limit, CustomerRow **rows, size_t *n,
                    Err *err);                                          /* by id */
bool customer_opt_out(Db *db, int64_t id, int64_t at, Err *err);        /* TIME_NONE: takes it back */
bool customer_block(Db *db, int64_t id, int64_t at, Str why, Err *err); /* the same */

typedef struct ConsentRow {
    int64_t id, customer_id;
    Str purpose;                /* key of a format, or "any" */
    int64_t given_at, until_at; /* until_at TIME_NONE: until withdrawn */
    Str how;                    /* "by mail of 3 May", as our people wrote it */
    Str recorded_by;
    int64_t recorded_at, withdrawn_at; /* withdrawn_at TIME_NONE: holds */
} ConsentRow;
bool consent_add(Db *db, const ConsentRow *row, int64_t *id, Err *err);
bool consents_list(Db *db, Arena *a, int64_t customer_id, ConsentRow **rows, size_t *n, Err *err); /* newest first */
bool consents_end(Db *db, int64_t customer_id, Str purpose, int64_t at, int64_t *ended,
                  Err *err); /* purpose empty: all */

typedef struct ContactRow {
    int64_t id, customer_id, session_id; /* session_id 0: outside of sessions */
    int64_t at;
    Str purpose, state; /* state: "planned", "made", "cancelled" */
    Str why;            /* the written reason to go over the limits; empty: none was needed */
    Str noted_by;
} ContactRow;
bool contact_add(Db *db, const ContactRow *row, int64_t *id, Err *err);
bool contacts_list(Db *db, Arena *a, int64_t customer_id, ContactRow **rows, size_t *n, Err *err); /* by time */
/* The session's contact is at another time now. */
bool contact_move(Db *db, int64_t session_id, int64_t at, Str why, Err *err);
