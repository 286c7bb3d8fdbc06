/* multipart.h - the parts of a multipart/form-data body, one after the other; nothing is copied.
 *
 *     Multipart m; Part part; bool end;
 *     bool ok = multipart_begin(&m, content_type, body, err);
 *     while (ok && (ok = multipart_next(&m, &part, &end, err)) && !end) ...
 */
#pragma once
#include "base/err.h"
#include "base/str.h"

typedef struct Multipart {
    char line[80]; /* what stands before each part: CR LF, two dashes, the boundary */
    Str rest;
} Multipart;

typedef struct Part {
    Str name, value; /* the value of a file: its bytes */
    bool is_file;
    Str file; /* as the sender calls it; may be empty */
} Part;

/* False with ERR_INPUT: it is no such body. */
bool multipart_begin(Multipart *m, Str content_type, Str body, Err *err);
bool multipart_next(Multipart *m, Part *part, bool *end, Err *err);
