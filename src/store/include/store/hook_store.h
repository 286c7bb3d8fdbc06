/* hook_store.h - webhooks by which forges tell of releases: who may send, what came, what waits for a yes. */
#pragma once
#include "store/db.h"

typedef struct HookRow {
    int64_t id;
    Str forge; /* "github" or "gitlab" */
    Str name;
    Str key;         /* part of its address */
    Str secret;      /* sealed (app/core/sealed.h); empty once it is revoked */
    Str environment; /* empty: the one that the forge calls production */
    Str created_by;
    int64_t created_at, revoked_at; /* TIME_NONE: in use */
    int64_t deliveries, last_at;    /* filled in on reading; TIME_NONE: none yet */
} HookRow;
bool hook_add(Db *db, const HookRow *row, int64_t *id, Err *err);
bool hook_get(Db *db, Arena *a, int64_t id, HookRow *row, Err *err);    /* ERR_NOT_FOUND */
bool hook_by_key(Db *db, Arena *a, Str key, HookRow *row, Err *err);    /* ERR_NOT_FOUND, also when revoked */
bool hooks_list(Db *db, Arena *a, HookRow **rows, size_t *n, Err *err); /* newest first */
bool hook_revoke(Db *db, int64_t id, int64_t at, Err *err); /* forgets the secret; ERR_CONFLICT: it is already */

typedef struct HookComponent {
    Str repository; /* empty: any */
    int64_t component_id;
    Str component; /* filled in on reading: its name */
} HookComponent;
bool hook_component_put(Db *db, int64_t hook_id, const HookComponent *row, Err *err);  /* again: nothing */
bool hook_component_drop(Db *db, int64_t hook_id, const HookComponent *row, Err *err); /* ERR_NOT_FOUND */
bool hook_components(Db *db, Arena *a, int64_t hook_id, HookComponent **rows, size_t *n, Err *err);

typedef struct DeliveryRow {
    int64_t id, hook_id, at;
    Str delivery;                                               /* the forge's name of it */
    Str event, kind, repository, environment, ref, sha, number; /* outcomes/hook.h; kind "unreadable": not read */
    int64_t said_at;
    Str says; /* what came of it */
} DeliveryRow;
bool delivery_add(Db *db, const DeliveryRow *row, int64_t *id, Err *err);
bool delivery_says(Db *db, int64_t id, Str says, Err *err);
/* The last of that kind about that tag or branch. */
bool delivery_of_ref(Db *db, Arena *a, int64_t hook_id, Str kind, Str repository, Str ref, DeliveryRow *row,
                     bool *found, Err *err);
bool delivery_find(Db *db, Arena *a, int64_t hook_id, Str delivery, DeliveryRow *row, bool *found, Err *err);
bool deliveries_list(Db *db, Arena *a, int64_t hook_id, int64_t limit, DeliveryRow **rows, size_t *n,
                     Err *err); /* newest first */
/* What was deployed there, last first. */
bool deliveries_of_place(Db *db, Arena *a, int64_t hook_id, Str repository, Str environment, int64_t limit,
                         DeliveryRow **rows, size_t *n, Err *err);
bool delivery_release_put(Db *db, int64_t delivery_id, int64_t release_id, Err *err);
bool delivery_releases(Db *db, Arena *a, int64_t delivery_id, int64_t **ids, size_t *n, Err *err);

typedef struct ProposalRow {
    int64_t id, delivery_id;
    Str kind;                       /* "release", "rollback" */
    int64_t problem_id, release_id; /* the one that its kind has */
    int64_t at;
    Str title, url, external_id;
    Str state; /* "open", "confirmed", "dismissed" */
    Str decided_by;
    int64_t decided_at; /* TIME_NONE: not yet */
    Str forge, repository, environment,
        subject; /* filled in on reading; subject: title of the problem or the release */
} ProposalRow;
/* *made false: the same was proposed before. */
bool proposal_add(Db *db, const ProposalRow *row, bool *made, Err *err);
bool proposal_get(Db *db, Arena *a, int64_t id, ProposalRow *row, Err *err); /* ERR_NOT_FOUND */
bool proposals_list(Db *db, Arena *a, bool only_open, int64_t limit, ProposalRow **rows, size_t *n,
                    Err *err); /* newest first */
/* ERR_CONFLICT: it was decided before. */
bool proposal_decide(Db *db, int64_t id, Str state, Str by, int64_t at, Err *err);
