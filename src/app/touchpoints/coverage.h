/* coverage.h - how far goals are met, by team and format, over twelve months: sums over credit_state. */
#pragma once
#include "credit.h"
#include "store/reach_store.h"
#include "store/session_store.h"

enum { COVER_MONTHS = 12, COVER_CLASSES = 6 };

typedef struct CoverMonth {                /* what stood at the end of a month; the last one is today */
    int64_t people, minutes, minutes_owed; /* of the window that ends then; each person's up to what they owe */
} CoverMonth;

typedef struct TeamCover {
    int64_t people, met, minutes, minutes_owed, touchpoints, touchpoints_owed; /* today */
    CoverMonth month[COVER_MONTHS];
} TeamCover;

typedef struct FormatCover {
    const FormatRow *row;
    int64_t minutes[COVER_MONTHS]; /* that counted, of each calendar month */
    DemandRow demand;
} FormatCover;

typedef struct Cover {
    Credit credit;
    int64_t day[COVER_MONTHS]; /* on which each month ends; the last: today */
    TeamCover all, *teams;     /* teams: as credit.rules.of */
    FormatCover *formats;      /* by number */
    size_t formats_n;
    int64_t since[COVER_CLASSES]; /* people by the time since their last contact that counts */
} Cover;

bool cover_read(Call *call, Cover *out, Err *err);
extern const char *const COVER_CLASS_NAMES[COVER_CLASSES];
