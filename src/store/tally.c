/* tally.c - keeps the derived counts in step with the signals, and rebuilds them. */
#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "rows.h"
#include "themes/sketch.h"

Tally tally_new(Arena *a) {
    return (Tally){.a = a};
}

static void add_value(Tally *t, const char *kind, Str value, int sign) {
    if (!value.n) return;
    if (t->n == t->room) {
        size_t room = t->room ? t->room * 2 : 256;
        TallyItem *items = ARENA_ARRAY(t->a, TallyItem, room);
        if (t->n) memcpy(items, t->items, t->n * sizeof *items);
        t->items = items;
        t->room = room;
    }
    t->items[t->n++] = (TallyItem){kind, value, sign};
}

void tally_add(Tally *t, int sign, Str customer, Str channel, Str product, bool without_text) {
    t->signals += sign;
    t->without_text += without_text ? sign : 0;
    add_value(t, "customer", customer, sign);
    add_value(t, "channel", channel, sign);
    add_value(t, "product", product, sign);
}

static int by_value(const void *a, const void *b) {
    const TallyItem *x = a, *y = b;
    int c = strcmp(x->kind, y->kind);
    return c ? c : str_cmp(x->value, y->value);
}

/* One item for each value, those that came out even left out. */
static void merge(Tally *t) {
    if (t->n) qsort(t->items, t->n, sizeof *t->items, by_value);
    size_t kept = 0;
    for (size_t i = 0, next; i < t->n; i = next) {
        TallyItem sum = t->items[i];
        for (next = i + 1; next < t->n && by_value(&t->items[next], &sum) == 0; next++)
            sum.delta += t->items[next].delta;
        if (sum.delta) t->items[kept++] = sum;
    }
    t->n = kept;
}

/* ---- writing --------------------------------------------------------------------------------- */

typedef struct Writing {
    const Tally *tally;
    bool *gone; /* per item: its count fell to nothing */
    bool any_gone;
    int64_t customers; /* how many more there are */
} Writing;

static bool bind_item(void *ctx, size_t i, Stmt *s) {
    const TallyItem *item = &((Writing *)ctx)->tally->items[i];
    stmt_text(s, 1, str_from_c(item->kind));
    stmt_text(s, 2, item->value);
    stmt_int(s, 3, item->delta);
    return true;
}

static void item_written(void *ctx, size_t i, const Stmt *s) {
    Writing *w = ctx;
    const TallyItem *item = &w->tally->items[i];
    int64_t now = stmt_get_int(s, 0);
    w->gone[i] = now == 0;
    w->any_gone |= now == 0;
    if (strcmp(item->kind, "customer") == 0) w->customers += (now > 0) - (now - item->delta > 0);
}

static bool bind_gone(void *ctx, size_t i, Stmt *s) {
    Writing *w = ctx;
    if (!w->gone[i]) return false;
    stmt_text(s, 1, str_from_c(w->tally->items[i].kind));
    stmt_text(s, 2, w->tally->items[i].value);
    return true;
}

static bool write_source(Db *db, const Tally *t, int64_t source_id, Err *err) {
    if (!t->signals && !t->without_text) return true;
    Stmt *s = db_query(db, Q_SOURCE_STATS_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, source_id);
    stmt_int(s, 2, t->signals);
    stmt_int(s, 3, t->without_text);
    return stmt_run(s, err);
}

static bool write_customers(Db *db, Arena *a, int64_t more, Err *err) {
    if (!more) return true;
    TallyItem total = {"total", STR("customers"), more};
    Tally one = {.items = &total, .n = 1};
    Writing w = {.tally = &one, .gone = ARENA_NEW(a, bool)};
    Each add = {.query = Q_VALUE_COUNT_ADD, .n = 1, .bind = bind_item, .row = item_written, .ctx = &w};
    Each drop = {.query = Q_VALUE_COUNT_DROP, .n = 1, .bind = bind_gone, .ctx = &w};
    return db_each(db, &add, err) && (!w.any_gone || db_each(db, &drop, err));
}

bool tally_write(Db *db, Tally *t, int64_t source_id, Err *err) {
    merge(t);
    Writing w = {.tally = t, .gone = ARENA_ARRAY(t->a, bool, t->n)};
    Each add = {.query = Q_VALUE_COUNT_ADD, .n = t->n, .bind = bind_item, .row = item_written, .ctx = &w};
    Each drop = {.query = Q_VALUE_COUNT_DROP, .n = t->n, .bind = bind_gone, .ctx = &w};
    return write_source(db, t, source_id, err) && db_each(db, &add, err) && (!w.any_gone || db_each(db, &drop, err)) &&
           write_customers(db, t->a, w.customers, err);
}

/* ---- rebuilding ------------------------------------------------------------------------------ */

typedef struct Sketching {
    int64_t *ids;
    Str *sketches;
} Sketching;

static bool bind_sketch(void *ctx, size_t i, Stmt *s) {
    const Sketching *k = ctx;
    stmt_int(s, 1, k->ids[i]);
    stmt_blob(s, 2, k->sketches[i]);
    return true;
}

/* Of some signals after *after, which goes on to the last of them; *n: so many. */
static bool sketch_some(Db *db, Arena *a, int64_t *after, size_t *n, Err *err) {
    Rows ids = rows_new(a, sizeof(int64_t)), sketches = rows_new(a, sizeof(Str));
    Stmt *s = db_query(db, Q_SKETCH_MISSING, err);
    StepResult r = STEP_ERROR;
    if (!s) return false;
    stmt_int(s, 1, *after);
    stmt_blob(s, 2, sketch_version());
    while ((r = stmt_step(s, err)) == STEP_ROW) {
        *(int64_t *)rows_next(&ids) = *after = stmt_get_int(s, 0);
        *(Str *)rows_next(&sketches) = sketch_make(a, stmt_get_text(s, 1));
    }
    stmt_end(s);
    *n = ids.n;
    Sketching k = {ids.items, sketches.items};
    return r == STEP_DONE && db_each(db, &(Each){Q_SKETCH_SET, *n, bind_sketch, NULL, &k}, err);
}

/* Where an older program stored them, or one that made sketches in another way. */
static bool sketch_all(Db *db, Err *err) {
    Arena *a = arena_new();
    int64_t after = 0;
    bool ok = true;
    for (size_t n = 1; ok && n; arena_reset(a)) ok = sketch_some(db, a, &after, &n, err);
    arena_free(a);
    return ok;
}

bool store_rebuild(Db *db, Err *err) {
    static const QueryId steps[] = {
        Q_SOURCE_STATS_CLEAR, Q_SOURCE_STATS_FILL, Q_VALUE_COUNT_CLEAR, Q_VALUE_COUNT_FILL,
        Q_COPY_GROUP_CLEAR,   Q_COPY_GROUP_FILL,   Q_SEARCH_CLEAR,      Q_SEARCH_FILL,
    };
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof steps / sizeof *steps; i++) {
        Stmt *s = db_query(db, steps[i], err);
        ok = s && stmt_run(s, err);
    }
    return scope_end(&scope, ok && sketch_all(db, err), err);
}
