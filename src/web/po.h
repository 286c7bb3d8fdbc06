/* po.h - reads .po files of GNU gettext, entry by entry. UTF-8 only. (libgettextpo does it, too, but its licence is the
 * GPL's, which would become that of the whole program.) */
#pragma once
#include "texts.h"

typedef struct PoEntry {
    Str one, many; /* msgid, msgid_plural; one empty: the header; many empty: none */
    Str forms[PLURALS_MAX];
    size_t forms_n, line; /* of its msgid */
    bool fuzzy;
} PoEntry;

typedef struct PoReader {
    Arena *a;
    Str rest;
    const char *name;
    size_t line;
    bool fuzzy, done; /* done: the file was read to its end */
} PoReader;

PoReader po_begin(Arena *a, Str text, const char *name);
/* The next entry, in the arena. False at the end (done) and at an error: ERR_INPUT "NAME:LINE: ...". */
bool po_next(PoReader *r, PoEntry *entry, Err *err);
