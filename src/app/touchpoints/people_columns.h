/* people_columns.h - which column of a table of people holds what. Pure. */
#pragma once
#include "signals/reader.h"

typedef enum PersonField {
    PERSON_EMAIL,
    PERSON_ID,
    PERSON_NAME,
    PERSON_FIRST,
    PERSON_LAST,
    PERSON_TEAM,
    PERSON_MANAGER,
    PERSON_ZONE,
    PERSON_LANGUAGES,
    PERSON_WORK_DAYS,
    PERSON_HOURS,
    PERSON_FTE,
    PERSON_JOINED,
    PERSON_LEFT,
    PERSON_ENGINEER,
    PERSON_HOST,
    PERSON_FROM, /* of leave: first and last day away */
    PERSON_UNTIL,
    PERSON_FIELDS
} PersonField;

extern const char *const PERSON_FIELD_NAMES[PERSON_FIELDS]; /* "email", "id", ... as in --map */

typedef struct PersonColumns {
    Str name[PERSON_FIELDS];    /* header of the column; p NULL: the file has none */
    size_t hint[PERSON_FIELDS]; /* where it stood in the header */
} PersonColumns;

/* By the headers that HR systems write, and by --map ("name=Full name,team=Cost centre"; empty: none). ERR_INPUT: --map
 * names a field or a column that is not there. */
bool people_columns(const Str *header, size_t n, Str map, PersonColumns *out, Err *err);
/* The cell of a row, trimmed; empty when it has none. */
Str people_cell(const PersonColumns *columns, PersonField field, const Row *row);
static inline bool people_has(const PersonColumns *columns, PersonField field) {
    return columns->name[field].p != NULL;
}
/* What was taken for what: "email <- Work Email, name <- Employee Name". */
Str people_columns_say(Arena *a, const PersonColumns *columns);
