/* mapping_private.h - the parts that recognise a file. Private to signals. */
#pragma once
#include "signals/mapping.h"

/* What the sample says about one column name. Repeated columns are one. */
typedef struct Column {
    Str name;
    size_t filled; /* cells with a value */
    size_t words;  /* in all of them */
    size_t times;  /* cells that are instants */
    size_t ratings, urls, numbers;
    size_t distinct;  /* different values */
    bool in_each_row; /* filled in every row of the sample */
} Column;

typedef struct Columns {
    Column *at;
    size_t n;
    size_t rows;
} Columns;

/* The header, then the names that only sample rows have (JSON), with their statistics. */
Columns columns_survey(Arena *a, const Str *header, size_t header_n, const Row *sample, size_t sample_n);

/* By name, blanks and letter case ignored; NULL: no such column. */
const Column *columns_find(const Columns *c, Str name);

/* The declarative table of exports. */
bool mapping_known(const Columns *columns, Mapping *out);

/* By common names and by what the values look like. */
bool mapping_guess(const Columns *columns, Mapping *out);

/* Does the last part of a column's name say that it holds a person (requester, assignee, e-mail)? */
bool column_names_a_person(Str name);

/* A column name for comparing: its last dotted part in lower case, letters and digits only. Writes at most
 * `room` bytes and returns how many. */
size_t column_key(Str name, char *out, size_t room);
