/* signal_count.c - how many signals there are, and streaming all of them.
 *
 * The counts that a page asks for over and over (all, of a source, a channel, a product) come from the
 * derived tables; a theme's from its index; the others are counted. */
#include "bind.h"
#include "rows.h"
#include "search_words.h"
#include "signal_filter.h"
#include "signal_read.h"
#include "themes/sketch.h"

enum { SMALL = 3000 };

/* ---- counts ---------------------------------------------------------------------------------- */

static int parts_of(const SignalFilter *f, Str words) {
    return (words.n > 0) + filter_has_theme(f) + (f->facet != 0) + (f->source_id != 0) + (f->told_by != TOLD_BY_ANY) +
           (f->channel.n > 0) + (f->product.n > 0) + (f->customer.n > 0) +
           (f->from != TIME_NONE || f->to != TIME_NONE) + f->with_text + f->no_copies;
}

/* The derived count of one value. */
static Stmt *count_value(Db *db, const char *kind, Str value, Err *err) {
    Stmt *s = db_query(db, Q_COUNT_VALUE, err);
    if (!s) return NULL;
    stmt_text(s, 1, str_from_c(kind));
    stmt_text(s, 2, value);
    return s;
}

static Stmt *count_int(Db *db, QueryId query, int64_t v, Err *err) {
    Stmt *s = db_query(db, query, err);
    if (s) stmt_int(s, 1, v);
    return s;
}

static Stmt *count_words(Db *db, Str words, int64_t most, Err *err) {
    Stmt *s = db_query(db, Q_COUNT_SEARCH, err);
    if (!s) return NULL;
    stmt_text(s, 1, words);
    stmt_int(s, 2, most);
    return s;
}

static Stmt *count_slow(Db *db, const SignalFilter *f, Str words, int64_t most, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_COUNT_OPEN);
    filter_add(&q, f, words, 0);
    sql_add(&q, Q_COUNT_CLOSE);
    sql_int(&q, most);
    return sql_end(&q, err);
}

/* Walks the matches and asks the other filters; where few signals pass these, it is the other way round. */
static Stmt *count_matches(Db *db, const SignalFilter *f, Str words, int64_t most, Err *err) {
    bool small;
    if (!filter_is_small(db, f, &small, err)) return NULL;
    SqlText q = sql_begin(db);
    if (small) {
        sql_add(&q, Q_COUNT_OPEN);
        filter_add(&q, f, words, PART_SEARCH);
        sql_add(&q, Q_WHERE_SEARCH_EACH);
        sql_str(&q, words);
    } else {
        sql_add(&q, Q_COUNT_MATCHES_OPEN);
        sql_add(&q, Q_FROM_SEARCH);
        sql_str(&q, words);
        filter_add(&q, f, words, PART_SEARCH | BY_MATCH);
    }
    sql_add(&q, Q_COUNT_CLOSE);
    sql_int(&q, most);
    return sql_end(&q, err);
}

static Stmt *count_statement(Db *db, const SignalFilter *f, Str words, int parts, int64_t most, Err *err) {
    if (parts == 0) return db_query(db, Q_COUNT_ALL, err);
    if (parts > 1 && words.n && most < INT64_MAX) return count_matches(db, f, words, most, err);
    if (parts > 1) return count_slow(db, f, words, most, err);
    if (f->with_text) return db_query(db, Q_COUNT_WITH_TEXT, err);
    if (f->source_id) return count_int(db, Q_COUNT_SOURCE, f->source_id, err);
    if (f->channel.n) return count_value(db, "channel", f->channel, err);
    if (f->product.n) return count_value(db, "product", f->product, err);
    if (f->customer.n) return count_value(db, "customer", f->customer, err);
    if (filter_has_theme(f)) return count_int(db, Q_COUNT_THEME, filter_theme(f), err);
    if (words.n) return count_words(db, words, most, err);
    return count_slow(db, f, words, most, err);
}

static bool count_run(Db *db, const SignalFilter *filter, const CountLimits *limits, int64_t *count, bool *more,
                      Err *err) {
    Arena *a = arena_new();
    Str words = search_words(a, filter->search);
    int parts = parts_of(filter, words);
    int64_t most = !limits ? INT64_MAX : 1 + (words.n && parts > 1 ? limits->found : limits->plain);
    Stmt *s = count_statement(db, filter, words, parts, most, err);
    bool found = false;
    int64_t n = 0;
    bool ok = s && stmt_one_int(s, &found, &n, err);
    arena_free(a);
    if (!ok) return false;
    *more = n == most;
    *count = *more ? most - 1 : n; /* no row: a source or value that was never seen */
    return true;
}

bool signals_count(Db *db, const SignalFilter *filter, int64_t *count, Err *err) {
    return count_run(db, filter, NULL, count, &(bool){false}, err);
}

bool signals_count_upto(Db *db, const SignalFilter *filter, const CountLimits *limits, int64_t *count, bool *more,
                        Err *err) {
    return count_run(db, filter, limits, count, more, err);
}

bool filter_is_small(Db *db, const SignalFilter *f, bool *small, Err *err) {
    const SignalFilter none = {.from = TIME_NONE, .to = TIME_NONE};
    SignalFilter parts[4] = {none, none, none, none};
    parts[0].theme_id = f->theme_id;
    parts[0].unthemed = f->unthemed;
    parts[1].source_id = f->source_id;
    parts[2].channel = f->channel;
    parts[3].product = f->product;
    *small = f->customer.n > 0;
    for (size_t i = 0; !*small && i < sizeof parts / sizeof *parts; i++) {
        int64_t n;
        if (parts_of(&parts[i], STR("")) == 0) continue;
        if (!signals_count(db, &parts[i], &n, err)) return false;
        *small = n < SMALL;
    }
    return true;
}

bool signals_totals(Db *db, SignalTotals *out, Err *err) {
    Stmt *s = db_query(db, Q_SIGNALS_TOTALS, err);
    if (!s || stmt_step(s, err) != STEP_ROW) return false;
    *out = (SignalTotals){.signals = stmt_get_int(s, 0),
                          .with_text = stmt_get_int(s, 1),
                          .customers = stmt_get_int(s, 2),
                          .first_at = get_time(s, 3),
                          .last_at = get_time(s, 4)};
    stmt_end(s);
    return true;
}

static bool values(Db *db, Arena *a, Str kind, size_t limit, ValueCount **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_VALUE_COUNTS, err);
    if (!s) return false;
    stmt_text(s, 1, kind);
    stmt_int(s, 2, (int64_t)limit);
    Rows list = rows_new(a, sizeof(ValueCount));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(ValueCount *)rows_next(&list) = (ValueCount){arena_str(a, stmt_get_text(s, 0)), stmt_get_int(s, 1)};
    stmt_end(s);
    if (r != STEP_DONE) return false;
    *rows = list.items;
    *n = list.n;
    return true;
}

bool signals_channels(Db *db, Arena *a, size_t limit, ValueCount **rows, size_t *n, Err *err) {
    return values(db, a, STR("channel"), limit, rows, n, err);
}

bool signals_products(Db *db, Arena *a, size_t limit, ValueCount **rows, size_t *n, Err *err) {
    return values(db, a, STR("product"), limit, rows, n, err);
}

/* ---- scan ------------------------------------------------------------------------------------ */

static Stmt *scan_statement(Db *db, const ScanOptions *o, Str words, Err *err) {
    SqlText q = sql_begin(db);
    bool bare = o->bare || o->sketches;
    sql_add(&q, o->sketches ? Q_SKETCH_COLUMNS : bare ? Q_BARE_COLUMNS : Q_ROW_COLUMNS);
    if (o->sketches) sql_blob(&q, sketch_version());
    sql_add(&q, Q_SCAN_FROM);
    sql_add(&q, bare ? Q_BARE_JOINS : Q_ROW_JOINS);
    sql_add(&q, Q_SCAN_WHERE);
    if (o->after_id && !o->by_external) {
        sql_add(&q, Q_SCAN_AFTER);
        sql_int(&q, o->after_id);
    }
    if (o->filter) filter_add(&q, o->filter, words, 0);
    if (o->with_text && !(o->filter && o->filter->with_text)) sql_add(&q, Q_WHERE_TEXT);
    sql_add(&q, o->by_external ? Q_SCAN_BY_EXTERNAL : Q_SCAN_BY_ID);
    return sql_end(&q, err);
}

static bool scan(Db *db, const ScanOptions *options, Str words, bool (*each)(void *ctx, const SignalRow *row),
                 void *ctx, Err *err) {
    Stmt *s = scan_statement(db, options, words, err);
    if (!s) return false;
    s->streaming = true;
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) {
        SignalRow row = signal_read(s, NULL);
        if (!each(ctx, &row)) break;
    }
    stmt_end(s);
    return r != STEP_ERROR;
}

bool signals_scan(Db *db, const ScanOptions *options, bool (*each)(void *ctx, const SignalRow *row), void *ctx,
                  Err *err) {
    Arena *a = arena_new();
    Str words = options->filter ? search_words(a, options->filter->search) : STR("");
    bool ok = scan(db, options, words, each, ctx, err);
    arena_free(a);
    return ok;
}

/* ---- words of some --------------------------------------------------------------------------- */

typedef struct Fetching {
    const int64_t *ids;
    void (*each)(void *ctx, size_t i, const SignalWords *words);
    void *ctx;
} Fetching;

static bool bind_id(void *ctx, size_t i, Stmt *s) {
    stmt_int(s, 1, ((const Fetching *)ctx)->ids[i]);
    return true;
}

static void take_words(void *ctx, size_t i, const Stmt *s) {
    const Fetching *f = ctx;
    bool coded = !stmt_is_null(s, 1);
    SignalWords words = {stmt_get_text(s, 0), stmt_get_int(s, 1), coded ? stmt_get_real(s, 2) : 0, coded};
    f->each(f->ctx, i, &words);
}

bool signals_words(Db *db, const int64_t *ids, size_t n, void (*each)(void *ctx, size_t i, const SignalWords *words),
                   void *ctx, Err *err) {
    Fetching f = {ids, each, ctx};
    return db_each(db, &(Each){Q_WORDS_GET, n, bind_id, take_words, &f}, err);
}
