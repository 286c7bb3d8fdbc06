/* booking_store.h - very many seats at once, for plans: one statement for all of them, and what must be known first to
 * decide in memory. What may never be (a place twice, a person in two sessions) the database refuses here as well. */
#pragma once
#include "store/db.h"

typedef struct BookRow {
    int64_t session_id, person_id;
    int64_t place; /* one that is free; 0: onto the waiting list */
} BookRow;

/* Books, or puts onto the waiting list, each person who has no seat there (or gave it back). */
bool seats_book(Db *db, const BookRow *rows, size_t n, Str origin, int64_t at, Err *err);
/* Gives back those that a plan booked and that have not begun; others are left as they are. given[i] (may be NULL): was
 * it one? */
bool seats_give_back(Db *db, const BookRow *rows, size_t n, int64_t at, bool *given, Err *err);

typedef struct FreePlace {
    int64_t session_id, place;
} FreePlace;
/* Places that nobody has in open sessions that start in [from, to), by session and number. */
bool places_free(Db *db, Arena *a, int64_t from, int64_t to, FreePlace **rows, size_t *n, Err *err);

typedef struct FormatDone {
    int64_t person_id, format_id;
} FormatDone;
/* Who attended which of the formats that limit first-timers, by person and format. */
bool formats_done(Db *db, Arena *a, FormatDone **rows, size_t *n, Err *err);
