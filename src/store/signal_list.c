/* signal_list.c - pages of signals, newest first.
 *
 * A page is chosen by ids first and fetched after, so that nothing wide is ever sorted. It is walked
 *
 *     by time     along the index of the one filter that has one (source, channel, product, customer)
 *     by theme    along the index of assignments, which carry the signal's time for this
 *     by search   the matches, newest first (SQLite's index is in that order), until the page is full
 *
 * A word in more than COMMON signals together with a filter that few signals pass (filter_is_small): that filter's
 * index is walked instead, testing signal after signal. PostgreSQL makes that choice in its planner. */
#include <stdio.h>
#include <string.h>

#include "rows.h"
#include "search_words.h"
#include "signal_filter.h"
#include "signal_read.h"

enum { COMMON = 20000 };

typedef struct Walk {
    QueryId open, cursor, from, to, known, order;
} Walk;

static const Walk by_time = {Q_FROM_TIME, Q_TIME_CURSOR, Q_TIME_FROM, Q_TIME_TO, Q_TIME_KNOWN, Q_TIME_ORDER};
static const Walk by_theme = {Q_FROM_THEME, Q_THEME_CURSOR, Q_THEME_FROM, Q_THEME_TO, Q_THEME_KNOWN, Q_THEME_ORDER};
static const Walk by_search = {Q_FROM_SEARCH, Q_SEARCH_CURSOR, Q_SEARCH_FROM,
                               Q_SEARCH_TO,   Q_TIME_KNOWN,    Q_SEARCH_ORDER};

SignalRow signal_read(const Stmt *s, Arena *a) {
    Str t[19];
    static const int texts[] = {2, 3, 5, 6, 7, 8, 9, 10, 12, 13, 15};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Str text = stmt_get_text(s, texts[i]);
        t[texts[i]] = a ? arena_str(a, text) : text;
    }
    int64_t id = stmt_get_int(s, 0), first = stmt_get_int(s, 17);
    bool coded = !stmt_is_null(s, 14), grouped = !stmt_is_null(s, 18);
    return (SignalRow){
        .id = id,
        .signal = {.external_id = t[3],
                   .text = t[13],
                   .at = stmt_get_int(s, 4),
                   .customer = t[5],
                   .channel = t[6],
                   .product = t[7],
                   .segment = t[8],
                   .lang = t[9],
                   .url = t[10],
                   .rating = stmt_get_real(s, 11),
                   .meta = t[12]},
        .source_id = stmt_get_int(s, 1),
        .source = t[2],
        .theme_id = stmt_get_int(s, 14),
        .theme = t[15],
        .score = coded ? stmt_get_real(s, 16) : 0,
        .coded = coded,
        .copy_of = first == id ? 0 : first,
        .copies = grouped ? stmt_get_int(s, 18) : 1,
        .sketch = stmt_get_text(s, 19),
    };
}

bool signal_get(Db *db, Arena *a, int64_t id, SignalRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_ROW_COLUMNS);
    sql_add(&q, Q_ROW_GET);
    sql_add(&q, Q_ROW_JOINS);
    sql_add(&q, Q_ROW_GET_ID);
    sql_int(&q, id);
    Stmt *s = sql_end(&q, err);
    StepResult r = s ? stmt_step(s, err) : STEP_ERROR;
    if (r == STEP_ERROR) return false;
    if (r == STEP_ROW) *row = signal_read(s, a);
    stmt_end(s);
    return r == STEP_ROW ||
           err_set(err, ERR_NOT_FOUND, "list them: ridealong signals", "there is no signal %lld", (long long)id);
}

/* ---- pages ----------------------------------------------------------------------------------- */

typedef struct Cursor {
    bool set;
    int64_t at, id;
} Cursor;

static bool cursor_parse(Str text, Cursor *c, Err *err) {
    Str rest = text;
    *c = (Cursor){.set = text.n > 0};
    if (!c->set || (str_to_i64(str_cut(&rest, '_'), &c->at) && str_to_i64(rest, &c->id))) return true;
    return err_set(err, ERR_INPUT, "start again from the first page", "the cursor '%.*s' is not one of ours",
                   text.n > 40 ? 40 : (int)text.n, text.p);
}

/* Whether more than COMMON signals match. */
static bool search_is_common(Db *db, Str words, bool *common, Err *err) {
    Stmt *s = db_query(db, Q_SEARCH_SIZE, err);
    if (!s) return false;
    bool found;
    int64_t n = 0;
    stmt_text(s, 1, words);
    stmt_int(s, 2, COMMON + 1);
    if (!stmt_one_int(s, &found, &n, err)) return false;
    *common = n > COMMON;
    return true;
}

static void add_walk(SqlText *q, const Walk *w, const SignalFilter *f, Str words, Cursor after, size_t limit) {
    unsigned done = PART_TIME;
    sql_add(q, w->open);
    if (w == &by_theme) {
        sql_int(q, filter_theme(f));
        done |= PART_THEME;
    }
    if (words.n) {
        if (w != &by_search) sql_add(q, Q_WHERE_SEARCH_EACH);
        sql_str(q, words);
        done |= PART_SEARCH;
        if (w == &by_search) done |= BY_MATCH;
    }
    if (after.set) {
        sql_add(q, w->cursor);
        sql_int(q, after.at);
        sql_int(q, after.id);
    }
    if (f->from != TIME_NONE) {
        sql_add(q, w->from);
        sql_int(q, f->from);
    }
    if (f->to != TIME_NONE) {
        sql_add(q, w->to);
        sql_int(q, f->to);
        if (f->from == TIME_NONE) sql_add(q, w->known);
    }
    filter_add(q, f, words, done);
    sql_add(q, w->order);
    sql_int(q, (int64_t)limit);
}

static Stmt *page_statement(Db *db, const SignalFilter *f, Str words, Cursor after, size_t limit, bool bare, Err *err) {
    bool common = false;
    bool small = false;
    if (words.n && (!filter_is_small(db, f, &small, err) || (small && !search_is_common(db, words, &common, err))))
        return NULL;
    const Walk *w = words.n && !common ? &by_search : filter_has_theme(f) ? &by_theme : &by_time;
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PAGE_OPEN);
    add_walk(&q, w, f, words, after, limit);
    sql_add(&q, Q_PAGE_CLOSE);
    sql_add(&q, bare ? Q_BARE_COLUMNS : Q_ROW_COLUMNS);
    sql_add(&q, Q_PAGE_ROWS);
    sql_add(&q, bare ? Q_BARE_JOINS : Q_ROW_JOINS);
    sql_add(&q, Q_PAGE_ROWS_ORDER);
    return sql_end(&q, err);
}

/* Reads up to `limit` rows; *more says that another one stood behind them. */
static bool read_page(Stmt *s, Arena *a, size_t limit, Rows *list, bool *more, Err *err) {
    StepResult r;
    *more = false;
    while ((r = stmt_step(s, err)) == STEP_ROW) {
        *more = list->n == limit;
        if (!*more) *(SignalRow *)rows_next(list) = signal_read(s, a);
    }
    stmt_end(s);
    return r == STEP_DONE;
}

bool signals_list(Db *db, Arena *a, const SignalFilter *filter, Str cursor, size_t limit, SignalRow **rows, size_t *n,
                  Str *next, Err *err) {
    Cursor after;
    if (limit == 0) return err_set(err, ERR_INPUT, "ask for 1 or more", "a page of no signals");
    if (!cursor_parse(cursor, &after, err)) return false;
    Str words = search_words(a, filter->search);
    Stmt *s = page_statement(db, filter, words, after, limit + 1, false, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(SignalRow));
    bool more;
    if (!read_page(s, a, limit, &list, &more, err)) return false;
    *rows = list.items;
    *n = list.n;
    *next = STR("");
    if (more) {
        const SignalRow *last = &(*rows)[list.n - 1];
        *next = arena_printf(a, "%lld_%lld", (long long)last->signal.at, (long long)last->id);
    }
    return true;
}

bool signals_newest(Db *db, Arena *a, const SignalFilter *filter, size_t most, SignalRow **rows, size_t *n, Err *err) {
    Stmt *s = page_statement(db, filter, search_words(a, filter->search), (Cursor){0}, most, true, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(SignalRow));
    bool more;
    if (!read_page(s, a, most, &list, &more, err)) return false;
    *rows = list.items;
    *n = list.n;
    return true;
}
