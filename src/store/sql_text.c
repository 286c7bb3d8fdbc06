/* sql_text.c - puts fragments together, numbering their "$?" as it goes. */
#include "sql_text.h"

#include <assert.h>
#include <string.h>

enum { TEXT_CAP = 16 << 10 };

SqlText sql_begin(Db *db) {
    return (SqlText){.db = db, .text = buf_new(TEXT_CAP)};
}

void sql_add(SqlText *q, QueryId fragment) {
    Str rest = str_from_c(queries[fragment].sql[q->db->kind]);
    for (size_t at; (at = str_find(rest, STR("$?"))) != SIZE_MAX; rest = str_slice(rest, at + 2, rest.n)) {
        buf_add(&q->text, str_slice(rest, 0, at));
        buf_printf(&q->text, "$%d", ++q->written);
    }
    buf_add(&q->text, rest);
    buf_add_char(&q->text, '\n');
}

static void add_param(SqlText *q, Param p) {
    assert(q->bound < STMT_PARAMS && q->bound < q->written);
    q->params[q->bound++] = p;
}

void sql_int(SqlText *q, int64_t v) {
    add_param(q, (Param){PARAM_INT, .i = v});
}
void sql_int_if(SqlText *q, QueryId fragment, int64_t v, int64_t none) {
    if (v == none) return;
    sql_add(q, fragment);
    sql_int(q, v);
}

void sql_str(SqlText *q, Str v) {
    add_param(q, (Param){PARAM_TEXT, .s = v.n ? v : STR("")});
}

void sql_blob(SqlText *q, Str v) {
    add_param(q, (Param){PARAM_BLOB, .s = v});
}

Stmt *sql_end(SqlText *q, Err *err) {
    assert(q->bound == q->written && !q->text.overflowed);
    Stmt *s = db_statement(q->db, buf_str(&q->text), err);
    buf_free(&q->text);
    if (!s) return NULL;
    memcpy(s->params, q->params, sizeof s->params);
    s->params_n = q->bound;
    return s;
}
