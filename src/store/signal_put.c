/* signal_put.c - idempotent writing of signals, a batch at a time.
 *
 *     made ids -> cut into runs without a repeated id -> per run: find, insert, update -> counts
 *
 * Each step is one query over the whole run (db_each), which PostgreSQL gets in a pipeline.
 *
 * Ids made from content: table import_made counts how often this import has put each of them, so the third
 * equal row is "id~3" after any resume, a rolled-back batch takes its counts back with it, memory does not
 * grow with the file, and ten thousand equal rows cost ten thousand look-ups, not fifty million. */
#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "engine.h"
#include "store/signal_store.h"
#include "tally.h"
#include "themes/sketch.h"

typedef struct Put {
    Db *db;
    Arena *a;
    int64_t source_id, import_id;
    const Signal *signals;
    size_t begin; /* of the run: index i of a query is signal begin + i */
    Str *ids;     /* external ids, made ones made unique */
    PutResult *results;
    int64_t *stored_id, *hash;
    Tally tally;
} Put;

/* ---- ids made from content ------------------------------------------------------------------- */

static bool bind_made(void *ctx, size_t i, Stmt *s) {
    Put *p = ctx;
    if (!str_starts(p->ids[i], STR("#"))) return false;
    stmt_int(s, 1, p->import_id);
    stmt_text(s, 2, p->ids[i]);
    return true;
}

static void made_counted(void *ctx, size_t i, const Stmt *s) {
    Put *p = ctx;
    int64_t nth = stmt_get_int(s, 0);
    if (nth > 1) p->ids[i] = arena_printf(p->a, "%.*s~%lld", STR_ARG(p->ids[i]), (long long)nth);
}

/* ---- find, insert, update -------------------------------------------------------------------- */

static bool bind_find(void *ctx, size_t i, Stmt *s) {
    Put *p = ctx;
    stmt_int(s, 1, p->source_id);
    stmt_text(s, 2, p->ids[p->begin + i]);
    return true;
}

static void found(void *ctx, size_t i, const Stmt *s) {
    Put *p = ctx;
    size_t at = p->begin + i;
    p->stored_id[at] = stmt_get_int(s, 0);
    p->results[at] = stmt_get_int(s, 1) == p->hash[at] ? PUT_UNCHANGED : PUT_UPDATED;
}

/* The thirteen parameters from import_id on, which insert and update share. */
static void bind_content(const Put *p, size_t at, Stmt *s, int first) {
    const Signal *g = &p->signals[at];
    stmt_int(s, first, p->import_id);
    stmt_int(s, first + 1, p->hash[at]);
    stmt_int(s, first + 2, g->at);
    const Str texts[] = {g->customer, g->channel, g->product, g->segment, g->lang, g->url};
    for (int k = 0; k < 6; k++) stmt_text(s, first + 3 + k, texts[k]);
    stmt_real(s, first + 9, g->rating);
    stmt_text(s, first + 10, g->meta);
    stmt_text(s, first + 11, g->text);
    if (g->text.n) stmt_blob(s, first + 12, sketch_make(p->a, g->text));
    else stmt_null(s, first + 12);
}

static bool bind_insert(void *ctx, size_t i, Stmt *s) {
    Put *p = ctx;
    size_t at = p->begin + i;
    if (p->results[at] != PUT_INSERTED) return false;
    stmt_int(s, 1, p->source_id);
    stmt_text(s, 2, p->ids[at]);
    bind_content(p, at, s, 3);
    return true;
}

static bool bind_stored_id(void *ctx, size_t i, Stmt *s) {
    Put *p = ctx;
    if (p->results[p->begin + i] != PUT_UPDATED) return false;
    stmt_int(s, 1, p->stored_id[p->begin + i]);
    return true;
}

static bool bind_update(void *ctx, size_t i, Stmt *s) {
    if (!bind_stored_id(ctx, i, s)) return false;
    bind_content(ctx, ((Put *)ctx)->begin + i, s, 2);
    return true;
}

static void count_out(void *ctx, size_t i, const Stmt *s) {
    (void)i;
    Put *p = ctx;
    tally_add(&p->tally, -1, arena_str(p->a, stmt_get_text(s, 0)), arena_str(p->a, stmt_get_text(s, 1)),
              arena_str(p->a, stmt_get_text(s, 2)), stmt_get_int(s, 3) != 0);
}

/* ---- SQLite's search index (the queries say why) --------------------------------------------- */

/* The highest id so far: what is inserted next stands above it. */
static bool search_top(Db *db, int64_t *top, Err *err) {
    if (db->kind != ENGINE_SQLITE) return true;
    Stmt *s = db_query(db, Q_SEARCH_TOP, err);
    bool any;
    return s && stmt_one_int(s, &any, top, err);
}

static bool search_add_above(Db *db, int64_t top, Err *err) {
    if (db->kind != ENGINE_SQLITE) return true;
    Stmt *s = db_query(db, Q_SEARCH_ADD_ABOVE, err);
    if (!s) return false;
    stmt_int(s, 1, top);
    return stmt_run(s, err);
}

/* Takes the signals that are about to be updated out, or puts those that were in. */
static bool search_change(Put *p, QueryId query, size_t n, Err *err) {
    if (p->db->kind != ENGINE_SQLITE) return true;
    Stmt *s = db_query(p->db, query, err);
    if (!s) return false;
    Buf ids = buf_new(n * 22 + 2);
    for (size_t i = p->begin; i < p->begin + n; i++)
        if (p->results[i] == PUT_UPDATED) buf_printf(&ids, "%c%lld", ids.n ? ',' : '[', (long long)p->stored_id[i]);
    buf_add_char(&ids, ']');
    stmt_text(s, 1, buf_str(&ids));
    bool ok = stmt_run(s, err);
    buf_free(&ids);
    return ok;
}

static bool put_run(Put *p, size_t n, Err *err) {
    Each find = {Q_SIGNAL_FIND, n, bind_find, found, p};
    Each insert = {Q_SIGNAL_INSERT, n, bind_insert, NULL, p};
    int64_t top = 0;
    if (!db_each(p->db, &find, err) || !search_top(p->db, &top, err) || !db_each(p->db, &insert, err) ||
        !search_add_above(p->db, top, err))
        return false;
    bool updates = false;
    for (size_t i = p->begin; i < p->begin + n; i++) {
        const Signal *g = &p->signals[i];
        if (p->results[i] != PUT_UNCHANGED) tally_add(&p->tally, 1, g->customer, g->channel, g->product, !g->text.n);
        updates |= p->results[i] == PUT_UPDATED;
    }
    if (!updates) return true;
    Each counted = {Q_SIGNAL_COUNTED, n, bind_stored_id, count_out, p};
    Each update = {Q_SIGNAL_UPDATE, n, bind_update, NULL, p};
    Each forget = {Q_ASSIGNMENT_FORGET, n, bind_stored_id, NULL, p};
    return search_change(p, Q_SEARCH_REMOVE, n, err) && db_each(p->db, &counted, err) && db_each(p->db, &update, err) &&
           db_each(p->db, &forget, err) && search_change(p, Q_SEARCH_ADD, n, err);
}

/* ---- runs ------------------------------------------------------------------------------------ */

/* How many signals from `begin` on have ids that differ from each other. `slots` is a hash table of
 * `mask` + 1 places that hold index + 1; an entry below `begin` is of an earlier run and counts as free. */
static size_t run_length(const Put *p, size_t begin, size_t n, size_t *slots, size_t mask) {
    for (size_t i = begin; i < n; i++) {
        size_t at = hash64(p->ids[i]) & mask;
        for (; slots[at] > begin; at = (at + 1) & mask)
            if (str_eq(p->ids[slots[at] - 1], p->ids[i])) return i - begin;
        slots[at] = i + 1;
    }
    return n - begin;
}

static bool put_all(Put *p, size_t n, Err *err) {
    Each made = {Q_MADE_COUNT, n, bind_made, made_counted, p};
    if (!db_each(p->db, &made, err)) return false;
    size_t places = 16;
    while (places < 2 * n) places *= 2;
    size_t *slots = ARENA_ARRAY(p->a, size_t, places);
    for (size_t run; p->begin < n; p->begin += run) {
        run = run_length(p, p->begin, n, slots, places - 1);
        if (!put_run(p, run, err)) return false;
    }
    return tally_write(p->db, &p->tally, p->source_id, err);
}

bool signals_put(Db *db, int64_t source_id, int64_t import_id, const Signal *signals, size_t n, PutResult *results,
                 Err *err) {
    if (!db->in_transaction) return err_set(err, ERR_INTERNAL, NULL, "signals_put outside a transaction");
    Arena *a = arena_new();
    Put p = {.db = db,
             .a = a,
             .source_id = source_id,
             .import_id = import_id,
             .signals = signals,
             .ids = ARENA_ARRAY(a, Str, n),
             .results = ARENA_ARRAY(a, PutResult, n),
             .stored_id = ARENA_ARRAY(a, int64_t, n),
             .hash = ARENA_ARRAY(a, int64_t, n),
             .tally = tally_new(a)};
    for (size_t i = 0; i < n; i++) {
        p.ids[i] = signals[i].external_id;
        p.hash[i] = (int64_t)signal_content_hash(&signals[i]);
        p.results[i] = PUT_INSERTED;
    }
    bool ok = put_all(&p, n, err);
    if (ok && results && n) memcpy(results, p.results, n * sizeof *results);
    arena_free(a);
    return ok;
}

bool signal_by_key(Db *db, int64_t source_id, Str external_id, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_SIGNAL_FIND, err);
    if (!s) return false;
    stmt_int(s, 1, source_id);
    stmt_text(s, 2, external_id);
    bool found;
    if (!stmt_one_int(s, &found, id, err)) return false;
    return found || err_set(err, ERR_NOT_FOUND, NULL, "the source has no signal '%.*s'", STR_ARG(external_id));
}

typedef struct Keys {
    int64_t source_id;
    const Str *external;
    int64_t *ids;
} Keys;

static bool bind_key(void *ctx, size_t i, Stmt *s) {
    const Keys *k = ctx;
    stmt_int(s, 1, k->source_id);
    stmt_text(s, 2, k->external[i]);
    return true;
}

static void take_id(void *ctx, size_t i, const Stmt *s) {
    ((const Keys *)ctx)->ids[i] = stmt_get_int(s, 0);
}

bool signals_by_key(Db *db, int64_t source_id, const Str *external, size_t n, int64_t *ids, Err *err) {
    Keys keys = {source_id, external, ids};
    for (size_t i = 0; i < n; i++) ids[i] = 0;
    return db_each(db, &(Each){Q_SIGNAL_FIND, n, bind_key, take_id, &keys}, err);
}
