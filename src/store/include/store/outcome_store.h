/* outcome_store.h - active customers, releases and how they rolled out, alerts of themes that rose. */
#pragma once
#include "base/clock.h"
#include "store/day_store.h"

/* ---- exposure -------------------------------------------------------------------------------- */

typedef struct ExposureRow {
    Str segment;       /* empty: all customers */
    int64_t day, days; /* since 1970; length of the period */
    double customers;  /* active in it */
} ExposureRow;
typedef enum ExposureSaved { EXPOSURE_NEW, EXPOSURE_CHANGED, EXPOSURE_SAME } ExposureSaved;

/* One row for a segment and first day; the same again changes nothing. */
bool exposure_put(Db *db, const ExposureRow *row, ExposureSaved *saved, Err *err);
bool exposure_list(Db *db, Arena *a, Str segment, ExposureRow **rows, size_t *n, Err *err); /* by day */

typedef struct ExposureSegment {
    Str segment;
    int64_t periods, first_day, end_day;
    double customers; /* mean */
} ExposureSegment;
bool exposure_segments(Db *db, Arena *a, ExposureSegment **rows, size_t *n, Err *err);

/* ---- releases -------------------------------------------------------------------------------- */

typedef struct ReleaseRow {
    int64_t id, at;
    Str title;
    int64_t theme_id, problem_id; /* 0: not of one */
    Str origin, external_id, url, author;
    int64_t noted_at, codebook_id;
    /* filled in on reading only: */
    Str problem;  /* its title */
    double share; /* of the customers who have it, by the newest row of its rollout */
} ReleaseRow;

/* ERR_CONFLICT: that origin has one of that external id already (empty: not asked). */
bool release_add(Db *db, const ReleaseRow *row, int64_t *id, Err *err);
bool release_get(Db *db, Arena *a, int64_t id, ReleaseRow *row, Err *err); /* ERR_NOT_FOUND */
/* ERR_NOT_FOUND without a hint when there is none. */
bool release_by_external(Db *db, Arena *a, Str origin, Str external_id, ReleaseRow *row, Err *err);
/* Newest first. theme_id: of it, or of a problem about it; 0: any. problem_id likewise. */
bool releases_list(Db *db, Arena *a, int64_t theme_id, int64_t problem_id, ReleaseRow **rows, size_t *n, Err *err);

typedef struct RolloutRow {
    int64_t at;
    double share;
    Str author;
    int64_t noted_at;
} RolloutRow;
bool rollout_put(Db *db, int64_t release_id, const RolloutRow *row, Err *err); /* replaces the one of that moment */
bool rollout_list(Db *db, Arena *a, int64_t release_id, RolloutRow **rows, size_t *n, Err *err); /* by time */

/* ---- daily counts ---------------------------------------------------------------------------- */

typedef struct ThemeDays {
    size_t themes, days_n;
    int64_t first_day;
    int64_t *ids; /* of the themes that have a voice in these days, ascending */
    double *days; /* voices: themes x days_n */
    double *all;  /* of everything, the unthemed included; of a part: of its themes together */
} ThemeDays;

/* A part of the customers: those of a segment, product or channel. A voice is of the part in which it was first heard
 * in its week (day_store.h). Counted for the codebook that serves and the one before it; a value that is not among the
 * DAY_VALUES_KEPT largest of a theme has no rows there. */
typedef struct DayPart {
    Dimension dimension;
    Str value;
} DayPart;

/* Of the days [from, to), by one codebook. part NULL: of all customers. */
bool theme_days_read(Db *db, Arena *a, int64_t codebook_id, const DayPart *part, int64_t from, int64_t to,
                     ThemeDays *out, Err *err);

typedef struct DayValueSum {
    Str value;
    int64_t voices;
} DayValueSum;
/* Voices of a theme in the days [from, to) by value, '' included; by value. */
bool day_values_between(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, Dimension dimension, int64_t from,
                        int64_t to, DayValueSum **rows, size_t *n, Err *err);
/* The newest day that the codebook has counted; *known false when it has none. */
bool theme_days_last(Db *db, int64_t codebook_id, bool *known, int64_t *day, Err *err);

/* ---- alerts ---------------------------------------------------------------------------------- */

typedef struct AlertRow {
    int64_t id, theme_id, began, alerted, told, last; /* days */
    bool open;
    int64_t reopened;
    double baseline, voices, expected, level;
    int64_t sent_day; /* 0: never */
} AlertRow;
bool alert_add(Db *db, AlertRow *row, Err *err);        /* fills in id */
bool alert_save(Db *db, const AlertRow *row, Err *err); /* what may change: told, last, open, reopened, level */
bool alert_sent(Db *db, int64_t id, int64_t day, Err *err);
bool alerts_list(Db *db, Arena *a, AlertRow **rows, size_t *n, Err *err); /* told last first */
