/* feed_store.h - private addresses of calendars, and mail that waits to be sent. */
#pragma once
#include "store/db.h"

typedef struct FeedRow {
    int64_t id;
    Str kind;          /* "person", "team" or "host" */
    int64_t object_id; /* of a person or a team */
    Str token_hash;    /* SHA-256 of the secret in hex; the secret is not kept */
    int64_t created_at;
    int64_t revoked_at; /* TIME_NONE: in use */
    Str name;           /* filled in on reading: of the person or team */
} FeedRow;
bool feed_add(Db *db, const FeedRow *row, int64_t *id, Err *err);
bool feed_get(Db *db, Arena *a, int64_t id, FeedRow *row, Err *err);      /* ERR_NOT_FOUND */
bool feed_find(Db *db, Arena *a, Str token_hash, FeedRow *row, Err *err); /* ERR_NOT_FOUND, also when revoked */
bool feeds_list(Db *db, Arena *a, FeedRow **rows, size_t *n, Err *err);   /* in use, newest first */
bool feed_revoke(Db *db, int64_t id, int64_t at, Err *err);               /* ERR_CONFLICT: it is already */

typedef struct MailRow {
    int64_t id;
    Str key;                       /* what it is about; a newer message takes the place of one that still waits */
    int64_t person_id, session_id; /* 0: none */
    Str address, subject, body;
    Str method; /* of the calendar: "REQUEST", "CANCEL"; empty: there is none */
    Str calendar;
    Str state; /* "waiting", "sent", "failed" */
    int64_t made_at, send_at;
    int64_t tries;
    Str problem;        /* why the last try failed */
    int64_t sent_at;    /* TIME_NONE: not yet */
    int64_t webhook_id; /* it goes to a program: `address` is its URL, `subject` the event, `body` JSON; 0: mail to a
                           person */
} MailRow;
/* state, tries, problem and sent_at are not looked at. One of this key that was sent or failed stays as it is. */
bool mail_put(Db *db, const MailRow *row, Err *err);
/* Takes back what waits to tell a person about their seat in a session: it is not so any more. */
bool mail_drop(Db *db, int64_t person_id, int64_t session_id, Err *err);
/* Newest first, those below the number `before` (0: from the newest); state empty: any. */
bool mail_list(Db *db, Arena *a, Str state, int64_t before, int64_t limit, MailRow **rows, size_t *n, Err *err);
/* Those that wait and whose time has come, oldest first; only_webhooks: no mail among them. */
bool mail_due(Db *db, Arena *a, int64_t now, bool only_webhooks, int64_t limit, MailRow **rows, size_t *n, Err *err);
/* Takes one that is due, so that no other process sends it until `until`, and counts the try. *mine false: another has
 * it. */
bool mail_claim(Db *db, const MailRow *row, int64_t until, bool *mine, Err *err);
/* How the try went; `send_at`: when to try again, for one that waits on. */
bool mail_tried(Db *db, int64_t id, Str state, Str problem, int64_t at, int64_t send_at, Err *err);
