/* messages.h - what a release did, in the words for those who worked on it and for customers who voiced the friction.
 * Nothing is claimed beyond the verdict. */
#pragma once
#include "outcome_data.h"
#include "store/message_store.h"
#include "store/org_store.h"

/* A release and what is known of it now, by the codebook that serves. */
typedef struct Told {
    ReleaseRow release;
    Str name; /* title of its problem, else name of its theme */
    int64_t theme_id;
    Judged judged;
    Str verdict, says; /* "fell", ...; one sentence for our people */
    int64_t looked_at; /* when the last look that is done was due; the release itself while none is */
    int looks;         /* that are done */
} Told;
bool told_of_release(Call *call, const ReleaseRow *release, Told *out, Err *err);

/* The newest release of each problem, and of each theme released by itself, newest first: only that speaks for it. */
bool releases_that_speak(Call *call, ReleaseRow **rows, size_t *n, Err *err);

/* One sentence that may be sent to customers. */
Str told_customers(Arena *a, const Told *told);

/* What does not depend on the person, read once for all who are told. */
typedef struct ReleaseThemes {
    int64_t *themes; /* of the release's problem; none where a theme was released by itself */
    size_t n;
} ReleaseThemes;
typedef struct WorkBook {
    const ReleaseRow *releases;  /* borrowed: releases_that_speak */
    const ReleaseThemes *themes; /* of each of them */
    size_t n;
    struct Value *values; /* of the ledger, all (ledger_book.h) */
    size_t values_n;
} WorkBook;
bool work_book_read(Call *call, const ReleaseRow *releases, size_t n, WorkBook *out, Err *err);

/* What one person did for each of the book's releases: rows of `did` whose release is that. */
typedef struct Worked {
    const ReleaseRow *release;
    const WorkedRow **did; /* by time */
    size_t did_n;
} Worked;
bool worked_releases(Call *call, const WorkBook *book, const PersonRow *person, Worked **out, size_t *n, Err *err);
Str worked_words(Arena *a, const WorkedRow *row); /* "met customers in \"Limits\" on 2026-03-02" */

/* message_tell.c: puts new verdicts into the outbox, for webhooks and for those who worked on it and asked for mail.
 * Each look is told once. */
bool outcomes_tell(Call *call, int64_t *news, Err *err);
