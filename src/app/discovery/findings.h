/* findings.h - what a few voices say that is no theme: groups among the unthemed, and groups that were not there
 * before.
 *
 *   pool -> groups_find -> fresh more often than chance? -> are there older ones in any theme? -> finding
 *
 * Both are groups most of whose signals fit no theme; fresh signals of themes are looked at with them, so that the
 * groups are cut where they differ from themes. Emerging: at least three voices in the last weeks, and so many more
 * than before that chance would show one such group in twenty searches. "Before" counts every older signal that is more
 * like the group than like any theme; from a sample, scaled up, when there are many. */
#pragma once
#include "corpus.h"
#include "pool.h"
#include "store/lineage_store.h"
#include "theme_map.h"

enum { FINDINGS_MAX = 100 };

/* Rows for findings_put, FINDINGS_MAX at most, in `a`; the surest emerging ones first, then the largest of the
 * unthemed. */
bool findings_make(App *app, Db *scan, Arena *a, const Corpus *corpus, const ThemeMap *map, Pool *pool,
                   FindingRow **out, size_t *n, Err *err);
