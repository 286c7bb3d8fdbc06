/* turn.h - themes are found, coded and counted by one program at a time: a codebook that is half made is swept away by
 * whoever makes the next one, and each sets out from the version that serves.
 *
 *     Db *scan = turn_take(app, err);
 *     bool ok = scan && ...;
 *     db_close(scan);
 *     return ok && turn_ended(app, now, progress, out, err); */
#pragma once
#include "discovery.h"

/* A second connection, which reads while app->db writes; the turn lasts until it is closed. NULL and ERR_BUSY: another
 * program has it. */
Db *turn_take(App *app, Err *err);

/* Codes everything under the codebook that serves, in a turn of its own. */
bool recode_once(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err);

/* What came meanwhile is coded and counted; who found the turn taken relies on it. Fills in *out anew then. */
bool turn_ended(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err);
