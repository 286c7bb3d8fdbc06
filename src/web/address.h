/* address.h - addresses made from the patterns of the registry. */
#pragma once
#include "app/op.h"
#include "base/buf.h"

/* "/themes/{theme}#names" with the names filled in from the arguments, else from the reply's members (strings and whole
 * numbers; `answer` may be NULL); false when one of them is not known. */
bool address_fill(Buf *out, Arena *a, Str pattern, const RawArg *args, size_t n, const json_t *answer);
