/* webhook_store.h - who is told of news: programs by webhook, people by mail. What is told waits in the outbox
 * (feed_store.h). */
#pragma once
#include "store/db.h"

typedef struct WebhookRow {
    int64_t id;
    Str name, url;
    Str secret; /* sealed (app/core/sealed.h); empty once it is revoked */
    Str created_by;
    int64_t created_at, revoked_at; /* TIME_NONE: in use */
    int64_t sent, waiting, failed;  /* filled in on reading: messages to it */
    Str problem;                    /* the same: of the last one that was tried; empty: it went well */
} WebhookRow;
bool webhook_add(Db *db, const WebhookRow *row, int64_t *id, Err *err);
bool webhook_get(Db *db, Arena *a, int64_t id, WebhookRow *row, Err *err);                  /* ERR_NOT_FOUND */
bool webhooks_list(Db *db, Arena *a, bool revoked, WebhookRow **rows, size_t *n, Err *err); /* newest first */
/* Forgets its secret, and sends nothing of what waits; ERR_CONFLICT: it is revoked already. */
bool webhook_revoke(Db *db, int64_t id, int64_t at, Err *err);

#define WISH_ALERTS STR("alerts")
#define WISH_OUTCOMES STR("outcomes")
bool wish_set(Db *db, int64_t person_id, Str what, bool on, int64_t at, Err *err);
bool wish_has(Db *db, int64_t person_id, Str what, bool *on, Err *err);
typedef struct WishRow {
    int64_t person_id;
    Str email;
} WishRow;
/* Those who asked for it, have an address, and have not left before `day`. */
bool wish_people(Db *db, Arena *a, Str what, int64_t day, WishRow **rows, size_t *n, Err *err);
