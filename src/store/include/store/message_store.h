/* message_store.h - whom a release is to be told to: people who worked on it, customers who voiced what it should
 * solve. */
#pragma once
#include "store/db.h"

typedef struct WorkedRow {
    int64_t problem_id, theme_id; /* one of them; 0: not that */
    Str what;                     /* "owns", "decided", "wrote", "released", "met", "hosted" */
    int64_t at;                   /* TIME_NONE: for as long as it is so */
    Str words;                    /* name of the team, kind of the decision, title of the session or release */
} WorkedRow;
/* Decisions, briefs and releases are a person's by name or e-mail address, as they were written down; by name only
 * where nobody else has it. By time. */
bool worked_on(Db *db, Arena *a, int64_t person_id, Str name, Str email, WorkedRow **rows, size_t *n, Err *err);

/* Has nobody else this name? What was written down by name is a person's only then. */
bool person_name_is_one(Db *db, Str name, bool *one, Err *err);

typedef struct VoicedRow {
    int64_t customer_id, times, first_at, last_at;
    int64_t signal_id; /* the newest of them */
} VoicedRow;
typedef struct VoicedFilter {
    int64_t problem_id, theme_id, codebook_id, before; /* theme_id: where there is no problem */
} VoicedFilter;
/* Customers of the table `customer`, by id. *all: how many customers voiced it, known to our people or not. */
bool voiced_list(Db *db, Arena *a, const VoicedFilter *filter, VoicedRow **rows, size_t *n, int64_t *all, Err *err);

typedef struct ToldRow {
    int64_t release_id, customer_id, at;
    Str author, says; /* empty in a list */
} ToldRow;
bool told_add(Db *db, const ToldRow *row, Err *err);                                       /* again: nothing */
bool told_list(Db *db, Arena *a, int64_t release_id, ToldRow **rows, size_t *n, Err *err); /* by customer */
