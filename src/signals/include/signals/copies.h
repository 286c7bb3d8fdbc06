/* copies.h - near-duplicates: the same complaint sent again, by a retry or by a complaint mill.
 * MinHash (Broder 1997) over word shingles with banded lookup (LSH); a text joins the group whose first
 * text it resembles (similarity 0.8). Texts under eight words must be equal word by word. */
#pragma once
#include "base/arena.h"
#include "base/par.h"
#include "base/progress.h"
#include "base/str.h"

typedef struct CopyGroups CopyGroups;

/* What a text is compared by, as bytes that can be kept beside it: COPY_SIGNATURE_SHORT of them when it has under eight
 * words, else COPY_SIGNATURE_MAX. Lives in the arena, which is also scratch. Those of another method than
 * COPY_SIGNATURE_METHOD are not to be compared with them. */
enum { COPY_SIGNATURE_SHORT = 12, COPY_SIGNATURE_MAX = 140, COPY_SIGNATURE_METHOD = 1 };
Str copies_sign(Arena *a, Str text);

/* Texts arrive in order; memory is 140 bytes per text, the text itself is not kept. */
CopyGroups *copies_new(void);
void copies_free(CopyGroups *g);

/* The signature of the next text. Empty texts are never copies. */
void copies_add(CopyGroups *g, Str signature);

/* group[i] = index of the first text of the group that text i belongs to (its own when alone). First means by `order`,
 * a permutation of all indexes: groups depend on it, so take one that does not change with how the texts arrived.
 * Call once after the last add; the same for any number of threads; 53 bytes per text more meanwhile, and 16 or 32 for
 * each thread. When `progress` says stop, the texts not looked at stay alone. At most a billion texts. */
void copies_finish(CopyGroups *g, const uint32_t *order, uint32_t *group, Par *par, const Progress *progress);
