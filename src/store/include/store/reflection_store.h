/* reflection_store.h - what people bring home from sessions: moments to look at and notes on them, root causes, and
 * reflections (which are signals as well). */
#pragma once
#include "base/hash.h"
#include "store/db.h"

/* Something to look at in a session: a quote, or a question that nobody has answered. */
typedef struct MomentRow {
    int64_t session_id, number; /* from 1 */
    bool question;
    Str words;         /* of a question */
    int64_t signal_id; /* of a quote: bytes [begin, end) of the signal's text, and their SHA-256 */
    int64_t begin, end;
    Sha256 sha256;
    Str text;   /* filled in on reading: the whole text of the signal, to check the bytes against */
    int64_t at; /* the same: the signal's; TIME_NONE: not known */
} MomentRow;
/* Replaces all of the session. Numbers are given, 1, 2, 3... */
bool moments_put(Db *db, int64_t session_id, const MomentRow *rows, size_t n, Err *err);
bool moment_add(Db *db, const MomentRow *row, Err *err); /* the next number */
bool moments_list(Db *db, Arena *a, int64_t session_id, MomentRow **rows, size_t *n, Err *err);

typedef struct NoteRow {
    int64_t id, session_id, number; /* number: the moment's; 0: of the whole session */
    Str author, words;
    int64_t at;
} NoteRow;
bool note_add(Db *db, const NoteRow *row, int64_t *id, Err *err);
bool notes_list(Db *db, Arena *a, int64_t session_id, NoteRow **rows, size_t *n, Err *err); /* by moment, id */

typedef struct CauseRow {
    int64_t id, session_id, theme_id; /* theme_id 0: none */
    int64_t minutes;
    Str words, author;
    int64_t at;
    int64_t starts_at; /* filled in on reading: the session's */
} CauseRow;
bool cause_add(Db *db, const CauseRow *row, int64_t *id, Err *err);
bool causes_list(Db *db, Arena *a, int64_t session_id /* 0: all */, int64_t from, CauseRow **rows, size_t *n, Err *err);

typedef struct ReflectionRow {
    int64_t id, seat_id, at;
    Str saw, surprised, ask_next; /* personal data cut */
    int64_t signal_id;
    int64_t theme_id, problem_id; /* 0: none */
    /* filled in on reading */
    int64_t session_id, person_id;
    Str person, session;
} ReflectionRow;
/* Saves it and marks the seat as reflected; replaces the one that this seat has. */
bool reflection_put(Db *db, const ReflectionRow *row, int64_t *id, Err *err);
typedef struct ReflectionFilter {
    int64_t session_id, person_id, theme_id, seat_id; /* 0: any */
    int64_t before_at, before_id;                     /* the page after this one; 0: the first */
    int64_t limit;                                    /* 0: all */
} ReflectionFilter;
bool reflections_list(Db *db, Arena *a, const ReflectionFilter *filter, ReflectionRow **rows, size_t *n,
                      Err *err); /* newest first */
bool reflection_attach(Db *db, int64_t id, int64_t theme_id, int64_t problem_id, Err *err);
