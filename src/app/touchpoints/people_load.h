/* people_load.h - from files of people, or of leave, to checked rows; nothing is stored. */
#pragma once
#include "people_columns.h"

/* A fault of a file, with its line; the first PEOPLE_FAULTS are kept. */
typedef struct PeopleFault {
    Str file;
    uint64_t line;
    Str what, hint;
} PeopleFault;
enum { PEOPLE_FAULTS = 500, PEOPLE_MOST = 1000000 };

typedef struct PeopleFaults {
    Arena *a;
    PeopleFault rows[PEOPLE_FAULTS];
    size_t n; /* kept */
    uint64_t all;
} PeopleFaults;
void people_fault(PeopleFaults *faults, Str file, uint64_t line, const Err *why);
/* ERR_INPUT with the first fault and how many more there are; true when there are none. */
bool people_faultless(const PeopleFaults *faults, Err *err);

/* What a row says of a person. What it leaves empty is as it was. */
typedef struct PersonSaid {
    Str file;
    uint64_t line;
    Str key, name, email, id; /* key: e-mail address in lower case, else the id */
    Str team, manager;        /* as written; empty: not said */
    Str zone, languages;
    int64_t work_days, work_from, work_to; /* 0: not said */
    double fte;                            /* 0: not said */
    int64_t joined, left;                  /* DAY_NONE: not said */
    int8_t engineer, host;                 /* -1: not said */
} PersonSaid;

typedef struct PeopleSaid {
    PersonSaid *rows;
    size_t n;
    Str columns; /* what was taken for what, of the last file */
} PeopleSaid;

/* Reads all files; what is wrong with single rows goes to `faults`. False: a file cannot be read, or holds no people.
 */
bool people_load(Arena *a, const Str *files, size_t n, Str map, PeopleSaid *out, PeopleFaults *faults, Err *err);

typedef struct LeaveSaid {
    Str file;
    uint64_t line;
    Str who;          /* e-mail address or id in lower case */
    int64_t from, to; /* first day away, first day back */
} LeaveSaid;
bool people_load_leave(Arena *a, const Str *files, size_t n, Str map, LeaveSaid **rows, size_t *rows_n,
                       PeopleFaults *faults, Err *err);

/* One row, checked; false and ERR_INPUT with what is wrong. */
bool people_read(Arena *a, const PersonColumns *columns, const Row *row, bool day_first, PersonSaid *out, Err *err);
