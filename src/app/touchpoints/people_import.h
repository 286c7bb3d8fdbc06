/* people_import.h - people out of a table: one row each, known by e-mail address. */
#pragma once
#include "touch.h"

enum { PEOPLE_WRONG_MAX = 100 };

typedef struct PeopleFile {
    PersonRow *rows;     /* team_id and manager_id are not filled in yet */
    Str *team, *manager; /* as written; empty: none */
    uint64_t *line;
    uint32_t *given; /* bit per column of people_columns: the row says something about it */
    size_t n;
    json_t *wrong; /* [{line, what}]; the first PEOPLE_WRONG_MAX */
    size_t wrong_n;
} PeopleFile;

/* Reads all of the file, which may be CSV, TSV or JSON. Rows that are wrong are in `wrong`, not in `rows`. */
bool people_file_read(Call *call, const char *path, PeopleFile *out, Err *err);

typedef struct PeopleCounts {
    int64_t added, changed, same, left, teams;
} PeopleCounts;
/* Makes people and teams what the file says, inside the caller's transaction. `sync`: who is not in it has left
 * yesterday. */
bool people_file_save(Call *call, PeopleFile *file, bool sync, PeopleCounts *counts, Err *err);
