/* copies.h - near-duplicates: the same complaint sent again, by a retry or by a complaint mill.
 * MinHash (Broder 1997) over word shingles with banded lookup (LSH); a text joins the group whose first
 * text it resembles (similarity 0.8). Texts under eight words must be equal word by word. */
#pragma once
#include "base/par.h"
#include "base/progress.h"
#include "base/str.h"

typedef struct CopyGroups CopyGroups;

/* Texts arrive in order; memory is 144 bytes per text, the text itself is not kept. */
CopyGroups *copies_new(void);
void copies_free(CopyGroups *g);

/* `n` texts at once, so that signatures are made in parallel. Empty texts are never copies. */
void copies_add(CopyGroups *g, const Str *texts, size_t n, Par *par);

/* group[i] = index of the first text of the group that text i belongs to (its own when alone). First means by `order`,
 * a permutation of all indexes: groups depend on it, so take one that does not change with how the texts arrived.
 * Call once after the last add; the same for any number of threads. When `progress` says stop, the
 * texts not looked at stay alone. At most 300 million texts. */
void copies_finish(CopyGroups *g, const uint32_t *order, uint32_t *group, const Progress *progress);
