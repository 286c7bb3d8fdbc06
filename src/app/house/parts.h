/* parts.h - lists of other operations put together on one page: a home for each role, and search over everything.
 *
 * A part names an operation of the registry; its rows come out as the columns of its table say, each a link. The
 * operation is called as everybody calls it, as the same actor: what they may not, is not there. */
#pragma once
#include "app/app.h"

enum { PART_ARGS = 3 };

typedef struct Part {
    const char *op;              /* id: "themes.list"; one that is not in the registry is left out */
    const char *title;           /* "Costliest friction" */
    const char *row;             /* "/themes/{id}": the address of a row, by its members; NULL: none */
    const char *args[PART_ARGS]; /* "sort=score" */
    unsigned roles;              /* bits by Role: ROLE_BIT(ROLE_LEAD) | ...; 0: all */
    const char *find;            /* its parameter for words: a part of the search has one */
    const char *name;            /* path of what a row is called; NULL: its widest column of text */
} Part;
#define ROLE_BIT(role) (1u << (role))

/* Appends {op, title, link, empty, columns, rows} with `most` rows. `words` (may be empty) are what its list shall find;
 * then a part without any is left out. False only when the store failed. */
bool part_add(struct Call *call, const Part *part, Str words, size_t most, json_t *list, Err *err);
extern const Field SHAPE_OF_PART[];
