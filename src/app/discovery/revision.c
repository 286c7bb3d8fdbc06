/* revision.c - the version that serves, again: with what people said since, or with the signals that came since. */
#include <string.h>

#include "coding.h"
#include "history.h"
#include "turn.h"
#include "version.h"

/* ---- are they due? --------------------------------------------------------------------------- */

bool themes_changes(Db *db, int64_t *n, Err *err) {
    return setting_count(db, STR("themes_changes"), n, err);
}

bool themes_due(App *app, bool *due, Err *err) {
    int64_t changes, counted;
    if (!themes_changes(app->db, &changes, err) || !setting_count(app->db, STR("themes_counted"), &counted, err))
        return false;
    *due = changes != counted;
    return true;
}

bool themes_changed(App *app, Err *err) {
    return setting_count_up(app->db, STR("themes_changes"), err);
}

bool themes_counted(App *app, int64_t changes, Err *err) {
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)changes);
    return setting_put(app->db, STR("themes_counted"), str_from_c(text), err);
}

/* ---- the version that serves, again ---------------------------------------------------------- */

/* The base of the version that serves, the themes of its positions and the examples it keeps. */
static bool base_read(Draft *d, Err *err) {
    Str bytes;
    PositionRow *positions;
    CodebookRow current;
    size_t n;
    if (!codebook_current(d->app->db, d->a, &current, err) ||
        !codebook_base_get(d->app->db, d->a, current.id, &bytes, err) || !(d->base = codebook_load(d->a, bytes, err)) ||
        !positions_list(d->app->db, d->a, current.id, &positions, &n, err) ||
        !examples_list(d->app->db, d->a, current.id, &d->examples, &d->examples_n, err))
        return false;
    if (n < codebook_themes(d->base))
        return err_set(err, ERR_STORE, "run: ridealong discover",
                       "codebook %lld has no themes for some of its positions", (long long)current.id);
    d->own_ids = ARENA_ARRAY(d->a, int64_t, codebook_themes(d->base) + 1);
    d->parent_ids = ARENA_ARRAY(d->a, int64_t, codebook_themes(d->base) + 1);
    for (size_t i = 0; i < codebook_themes(d->base); i++) d->own_ids[i] = positions[i].own_id;
    d->row.seed = current.seed;
    d->row.themes_wanted = current.themes_wanted;
    d->row.sample = current.sample;
    return true;
}

bool revise_run(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err) {
    Db *scan = turn_take(app, err);
    if (!scan) return false;
    Corpus corpus = {0};
    Draft d = {.app = app, .scan = scan, .a = arena_new(), .row = {.kind = STR("edited")}};
    bool ok = draft_begin(&d, err) && base_read(&d, err) && corpus_read(app, scan, progress, &corpus, err) &&
              version_make(&d, &corpus, now, progress, out, err);
    corpus_free(&corpus);
    arena_free(d.a);
    db_close(scan);
    return ok && turn_ended(app, now, progress, out, err);
}

static bool recode(App *app, Db *scan, Arena *a, const Corpus *corpus, int64_t now, const Progress *progress,
                   DiscoverResult *out, Err *err) {
    CodebookRow row;
    History history = {0};
    const ThemeMap *current = coding_load(app, a, err);
    if (!current || !codebook_current(app->db, a, &row, err)) return false;
    ThemeMap map = *current;
    map.slots = ARENA_ARRAY(a, ThemeSlot, map.n + 1);
    memcpy(map.slots, current->slots, map.n * sizeof *map.slots);
    if (!version_names(app->db, a, &map, err) ||
        !history_code(app, scan, corpus, &map, &row, a, now, progress, &history, err))
        return false;
    bool ok = db_begin(app->db, err) && db_end(app->db, history_save(app, a, &map, &row, &history, err), err);
    if (ok) *out = history_outcome(&history, corpus, &map, &row);
    history_free(&history);
    return ok;
}

static bool recode_all(App *app, Db *scan, int64_t now, const Progress *progress, DiscoverResult *out, Err *err) {
    Arena *a = arena_new();
    Corpus corpus = {0};
    CodebookRow row;
    bool ok = codebook_current(app->db, a, &row, err) && corpus_read(app, scan, progress, &corpus, err) &&
              recode(app, scan, a, &corpus, now, progress, out, err);
    corpus_free(&corpus);
    arena_free(a);
    return ok;
}

bool recode_once(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err) {
    Db *scan = turn_take(app, err);
    bool ok = scan && recode_all(app, scan, now, progress, out, err);
    db_close(scan);
    return ok;
}

bool recode_run(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err) {
    return recode_once(app, now, progress, out, err) && turn_ended(app, now, progress, out, err);
}

bool rebuild_run(App *app, int64_t now, const Progress *progress, DiscoverResult *out, Err *err) {
    Err none = {0};
    *out = (DiscoverResult){0};
    Db *scan = turn_take(app, err);
    bool ok = scan && store_rebuild(app->db, err);
    if (ok && !recode_all(app, scan, now, progress, out, &none))
        ok = none.code == ERR_NOT_FOUND || (*err = none, false);
    db_close(scan);
    return ok && (!out->codebook_id || turn_ended(app, now, progress, out, err));
}
