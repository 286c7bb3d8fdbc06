/* turn.c - see turn.h. */
#include "turn.h"

Db *turn_take(App *app, Err *err) {
    Db *scan = db_open(app->store, DB_READ, err);
    if (!scan) return NULL;
    bool held;
    if (db_hold(scan, "themes", &held, err) &&
        (held || err_set(err, ERR_BUSY, "wait until that is done",
                         "another program is finding or counting the themes of this store")))
        return scan;
    db_close(scan);
    return NULL;
}

/* A program that finds the turn taken has written its changes before it asked, so they are seen here, after the turn.
 */
bool turn_ended(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err) {
    bool due;
    DiscoverResult again;
    Err why = {0};
    if (out->embeddings.again) return true; /* the endpoint does not answer just now */
    if (!themes_due(app, &due, err)) return false;
    if (!due) return true;
    if (!recode_once(app, now, progress, &again, &why)) /* what was done before stands */
        return why.code == ERR_BUSY || why.code == ERR_CANCELLED || (*err = why, false);
    again.discovered = out->discovered;
    again.sample = out->sample;
    *out = again;
    return true;
}
