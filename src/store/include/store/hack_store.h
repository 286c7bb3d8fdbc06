/* hack_store.h - hackathons: entries and their people, judgements in pairs, and what became of entries later. */
#pragma once
#include "store/db.h"

typedef struct EntryRow {
    int64_t id, session_id;
    Str name, pitch;
    int64_t theme_id, problem_id; /* 0: none */
    int64_t owner_id;             /* who answers for it */
    int64_t at;
    int64_t withdrawn_at; /* TIME_NONE: it takes part */
    Str owner, members;   /* filled in on reading: names; members joined by ", ", the owner among them */
    Str session;          /* its title */
} EntryRow;

/* Adds it with its members (the owner need not be among them) and the dates of its follow-up: `ends_at` and 30, 60, 90
 * days on. */
bool entry_add(Db *db, const EntryRow *row, const int64_t *members, size_t n, int64_t ends_at, int64_t *id, Err *err);
bool entry_get(Db *db, Arena *a, int64_t id, EntryRow *row, Err *err); /* ERR_NOT_FOUND */
bool entries_list(Db *db, Arena *a, int64_t session_id, EntryRow **rows, size_t *n,
                  Err *err); /* by id, without withdrawn ones */
bool entry_withdraw(Db *db, int64_t id, int64_t at, Err *err);
bool entry_has(Db *db, int64_t entry_id, int64_t person_id, bool *member, Err *err);

typedef struct JudgementRow {
    int64_t session_id, judge_id, first_id, second_id, better_id; /* first_id < second_id */
    Str why;
    int64_t at;
} JudgementRow;
bool judgement_put(Db *db, const JudgementRow *row, Err *err); /* again: in the place of the one before */
bool judgements_list(Db *db, Arena *a, int64_t session_id, JudgementRow **rows, size_t *n,
                     Err *err); /* by entries, judge */

typedef struct FollowUpRow {
    int64_t entry_id, days, due_at; /* days: 30, 60 or 90 after the hackathon */
    int64_t owner_id;               /* 0: nobody */
    bool shipped;
    Str effect;
    int64_t told_at;  /* TIME_NONE: nobody said yet */
    Str entry, owner; /* filled in on reading */
    int64_t session_id;
} FollowUpRow;
bool follow_up_put(Db *db, const FollowUpRow *row, Err *err); /* ERR_NOT_FOUND */
/* Of a session (0: of all), due before `due` (TIME_NONE: all); `open`: only those that nobody told. By date. */
bool follow_ups_list(Db *db, Arena *a, int64_t session_id, int64_t due, bool open, FollowUpRow **rows, size_t *n,
                     Err *err);
