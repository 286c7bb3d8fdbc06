/* chain_store.c - append-only, hash-chained records. */
#include "store/chain_store.h"

#include <string.h>

#include "bind.h"
#include "rows.h"
#include "sql_text.h"

enum { HASH_HEX = 64, VERIFY_PAGE = 4096 };

/* Lengths stand before texts, so that no two rows have the same bytes. */
static void add_text(Sha256Stream *s, Str text) {
    uint8_t n[8];
    for (int i = 0; i < 8; i++) n[i] = (uint8_t)((uint64_t)text.n >> (8 * i));
    sha256_add(s, (Str){(const char *)n, sizeof n});
    sha256_add(s, text);
}

static void add_int(Sha256Stream *s, int64_t v) {
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)((uint64_t)v >> (8 * i));
    sha256_add(s, (Str){(const char *)bytes, sizeof bytes});
}

static Str row_hash(Arena *a, Str chain, Str before, const ChainRow *row) {
    Sha256Stream s;
    sha256_begin(&s);
    add_text(&s, before);
    add_text(&s, chain);
    add_int(&s, row->seq);
    add_int(&s, row->at);
    add_text(&s, row->actor);
    add_text(&s, row->action);
    add_text(&s, row->kind);
    add_int(&s, row->object_id);
    add_text(&s, row->body);
    Sha256 sum = sha256_end(&s);
    char *hex = arena_alloc(a, HASH_HEX + 1);
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    return (Str){hex, HASH_HEX};
}

bool chain_head(Db *db, Arena *a, Str chain, ChainHead *head, Err *err) {
    *head = (ChainHead){0};
    Stmt *s = db_query(db, Q_CHAIN_HEAD, err);
    if (!s) return false;
    stmt_text(s, 1, chain);
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *head = (ChainHead){stmt_get_int(s, 0), arena_str(a, stmt_get_text(s, 1))};
    stmt_end(s);
    return r != STEP_ERROR;
}

/* Where the chain ends is noted beside it, so that a cut at the end is found. */
static Str head_name(Arena *a, Str chain) {
    return arena_printf(a, "chain_head_%.*s", STR_ARG(chain));
}

static bool head_note(Db *db, Arena *a, Str chain, const ChainRow *row, Err *err) {
    Str value = arena_printf(a, "%lld:%.*s", (long long)row->seq, STR_ARG(row->hash));
    return setting_put(db, head_name(a, chain), value, err);
}

static bool row_insert(Db *db, Str chain, const ChainRow *row, Err *err) {
    Stmt *s = db_query(db, Q_CHAIN_APPEND, err);
    if (!s) return false;
    stmt_text(s, 1, chain);
    stmt_int(s, 2, row->seq);
    stmt_int(s, 3, row->at);
    stmt_text(s, 4, row->actor);
    stmt_text(s, 5, row->action);
    stmt_text(s, 6, row->kind);
    stmt_int(s, 7, row->object_id);
    stmt_text(s, 8, row->body);
    stmt_text(s, 9, row->hash);
    return stmt_run(s, err);
}

bool chain_append(Db *db, Arena *a, Str chain, ChainRow *row, Err *err) {
    ChainHead head;
    if (!chain_head(db, a, chain, &head, err)) return false;
    row->seq = head.seq + 1;
    row->hash = row_hash(a, chain, head.hash, row);
    return row_insert(db, chain, row, err) && head_note(db, a, chain, row, err);
}

static ChainRow read_row(const Stmt *s, Arena *a) {
    return (ChainRow){.seq = stmt_get_int(s, 0),
                      .at = stmt_get_int(s, 1),
                      .actor = arena_str(a, stmt_get_text(s, 2)),
                      .action = arena_str(a, stmt_get_text(s, 3)),
                      .kind = arena_str(a, stmt_get_text(s, 4)),
                      .object_id = stmt_get_int(s, 5),
                      .body = arena_str(a, stmt_get_text(s, 6)),
                      .hash = arena_str(a, stmt_get_text(s, 7))};
}

bool chain_list(Db *db, Arena *a, Str chain, const ChainFilter *filter, ChainRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_CHAIN_OPEN);
    sql_str(&q, chain);
    if (filter->kind.n) {
        sql_add(&q, Q_CHAIN_WHERE_KIND);
        sql_str(&q, filter->kind);
    }
    if (filter->object_id) {
        sql_add(&q, Q_CHAIN_WHERE_OBJECT);
        sql_int(&q, filter->object_id);
    }
    if (filter->before) {
        sql_add(&q, Q_CHAIN_WHERE_BEFORE);
        sql_int(&q, filter->before);
    }
    if (str_eq(chain, CHAIN_LEDGER)) sql_add(&q, Q_CHAIN_WHERE_SHOWN);
    sql_add(&q, Q_CHAIN_NEWEST);
    sql_int(&q, filter->limit);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(ChainRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(ChainRow *)rows_next(&list) = read_row(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

static void read_id(const Stmt *s, Arena *a, void *row) {
    (void)a;
    *(int64_t *)row = stmt_get_int(s, 0);
}

bool ledger_ids(Db *db, Arena *a, LedgerBy by, int64_t id, int64_t **ids, size_t *n, Err *err) {
    static const QueryId queries_by[] = {Q_LEDGER_OF_THEME, Q_LEDGER_OF_PROBLEM, Q_LEDGER_OF_RELEASE};
    Stmt *s = db_query(db, queries_by[by], err);
    if (!s) return false;
    stmt_int(s, 1, id);
    return stmt_rows(s, a, sizeof(int64_t), read_id, ids, n, err);
}

/* ---- verification ---------------------------------------------------------------------------- */

#define TAMPERED "restore the store from a backup and compare; nothing in Ridealong changes such rows"

static bool row_check(Arena *scratch, Str chain, const ChainHead *head, const ChainRow *row, Err *err) {
    if (row->seq != head->seq + 1)
        return err_set(err, ERR_CONFLICT, TAMPERED, "%.*s: row %lld follows row %lld: rows are missing", STR_ARG(chain),
                       (long long)row->seq, (long long)head->seq);
    if (!str_eq(row_hash(scratch, chain, head->hash, row), row->hash))
        return err_set(err, ERR_CONFLICT, TAMPERED,
                       "%.*s: row %lld was changed, or one before it was: its hash does not fit", STR_ARG(chain),
                       (long long)row->seq);
    return true;
}

/* What is left of `expect` when its row was passed: it must have had that hash. */
static bool expect_check(Str chain, const ChainHead *expect, const ChainRow *row, Err *err) {
    if (!expect || row->seq != expect->seq || str_eq(row->hash, expect->hash)) return true;
    return err_set(err, ERR_CONFLICT, TAMPERED,
                   "%.*s: row %lld is not the one that was noted: the chain was written anew", STR_ARG(chain),
                   (long long)row->seq);
}

/* Reads the rows after *head until there are none, a page at a time: one arena never holds a whole log. */
static bool page_verify(Db *db, Arena *scratch, Str chain, const ChainHead *expect, ChainHead *head, size_t *read,
                        Err *err) {
    Stmt *s = db_query(db, Q_CHAIN_AFTER, err);
    if (!s) return false;
    stmt_text(s, 1, chain);
    stmt_int(s, 2, head->seq);
    stmt_int(s, 3, VERIFY_PAGE);
    StepResult r;
    bool ok = true;
    for (*read = 0; ok && (r = stmt_step(s, err)) == STEP_ROW; ++*read) {
        ChainRow row = read_row(s, scratch);
        ok = row_check(scratch, chain, head, &row, err) && expect_check(chain, expect, &row, err);
        if (ok) *head = (ChainHead){row.seq, row.hash};
    }
    stmt_end(s);
    return ok && r == STEP_DONE;
}

static bool head_check(Db *db, Arena *a, Str chain, const ChainHead *head, Err *err) {
    Str noted;
    Err none = {0};
    if (!setting_get(db, a, head_name(a, chain), &noted, &none)) {
        if (none.code != ERR_NOT_FOUND) return *err = none, false;
        noted = STR("");
    }
    Str is = head->seq ? arena_printf(a, "%lld:%.*s", (long long)head->seq, STR_ARG(head->hash)) : STR("");
    return str_eq(noted, is) || err_set(err, ERR_CONFLICT, TAMPERED,
                                        "%.*s: it ends at row %lld, but not as was noted: rows at its end are missing",
                                        STR_ARG(chain), (long long)head->seq);
}

bool chain_verify(Db *db, Arena *a, Str chain, const ChainHead *expect, ChainHead *head, Err *err) {
    *head = (ChainHead){0};
    size_t read;
    bool ok;
    do {
        Arena *scratch = arena_new();
        ok = page_verify(db, scratch, chain, expect, head, &read, err);
        if (ok) head->hash = arena_str(a, head->hash);
        arena_free(scratch);
    } while (ok && read == VERIFY_PAGE);
    if (!ok || !head_check(db, a, chain, head, err)) return false;
    return !expect || expect->seq <= head->seq ||
           err_set(err, ERR_CONFLICT, TAMPERED, "%.*s: it ends at row %lld, before row %lld that was noted",
                   STR_ARG(chain), (long long)head->seq, (long long)expect->seq);
}
