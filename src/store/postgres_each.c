/* postgres_each.c - one query once for each row of a batch, in a few round trips.
 *
 *     INSERT INTO t (a, b) VALUES ($1, $2)   ->  COPY t (a, b) FROM STDIN   one statement for the whole batch
 *     anything else                          ->  libpq's pipeline mode      executions travel together, answers in
 * order
 *
 * COPY plans nothing and answers once: rows of the daily counts go in at several times the speed of a pipeline. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "postgres_private.h"

enum {
    PIPELINE = 512,
    COPY_LEAST = 8,       /* rows from which COPY pays */
    COPY_PIECE = 1 << 16, /* bytes sent at once */
    COPY_ROW = 1 << 30    /* bytes at most in a row, as the server has it */
};

/* ---- pipeline -------------------------------------------------------------------------------- */

/* Reads the answers to `sent` executions and the sync behind them. After an error the rest is read too. */
static bool drain(PostgresStmt *s, const Each *each, const size_t *index, size_t sent, Err *err) {
    PGconn *conn = postgres_conn(s->stmt.db);
    bool ok = true;
    for (size_t k = 0; k < sent; k++) {
        while ((s->result = PQgetResult(conn))) {
            /* right after a stream, libpq hands out the first rows of a pipeline one by one as well */
            bool single = PQresultStatus(s->result) == PGRES_SINGLE_TUPLE;
            if (ok && !single && !postgres_result_ok(s->result)) ok = postgres_fail(s->stmt.db, s->result, err);
            if (ok && each->row)
                for (s->row = 0; s->row < PQntuples(s->result); s->row++) each->row(each->ctx, index[k], &s->stmt);
            postgres_drop_result(s);
        }
    }
    PGresult *sync = PQgetResult(conn);
    if (PQresultStatus(sync) != PGRES_PIPELINE_SYNC && ok) ok = postgres_fail(s->stmt.db, NULL, err);
    PQclear(sync);
    return ok;
}

static bool send_some(Stmt *s, const Each *each, size_t *next, size_t *index, size_t *sent, Err *err) {
    for (*sent = 0; *next < each->n && *sent < PIPELINE; (*next)++) {
        s->params_n = 0;
        if (!each->bind(each->ctx, *next, s)) continue;
        if (!stmt_params_ok(s, err) || !postgres_send(s, err)) return false;
        index[(*sent)++] = *next;
    }
    return true;
}

static bool pipeline(Stmt *base, const Each *each, Err *err) {
    PGconn *conn = postgres_conn(base->db);
    size_t index[PIPELINE], sent;
    if (!PQenterPipelineMode(conn)) return postgres_fail(base->db, NULL, err);
    bool ok = true;
    for (size_t next = 0; ok && next < each->n;) {
        bool all_sent = send_some(base, each, &next, index, &sent, err);
        ok = PQpipelineSync(conn) || postgres_fail(base->db, NULL, all_sent ? err : NULL);
        ok = ok && drain((PostgresStmt *)base, each, index, sent, all_sent ? err : NULL) && all_sent;
    }
    return (PQexitPipelineMode(conn) || postgres_fail(base->db, NULL, ok ? err : NULL)) && ok;
}

/* ---- copy ------------------------------------------------------------------------------------ */

static const char *skip(const char *p, const char *word) {
    p += strspn(p, " \n");
    size_t n = strlen(word);
    return strncmp(p, word, n) == 0 ? p + n : NULL;
}

/* Whether `p` is "($1, $2, ... $n)" and nothing more. */
static bool is_plain_values(const char *p) {
    p = skip(p, "(");
    for (int i = 1; p; i++) {
        char place[16];
        snprintf(place, sizeof place, "$%d", i);
        if (!(p = skip(p, place))) return false;
        const char *more = skip(p, ",");
        if (!more) break;
        p = more;
    }
    return p && (p = skip(p, ")")) && !p[strspn(p, " \n;")];
}

char *postgres_copy_sql(const char *sql) {
    const char *table = skip(sql, "INSERT INTO ");
    const char *end = table ? strchr(table, ')') : NULL;
    const char *values = end ? skip(end + 1, "VALUES") : NULL;
    if (!values || !is_plain_values(values)) return NULL;
    Buf b = buf_new(strlen(sql) + 32);
    buf_printf(&b, "COPY %.*s FROM STDIN", (int)(end + 1 - table), table);
    buf_add_char(&b, '\0');
    char *copy = mem_alloc(b.n);
    memcpy(copy, b.p, b.n);
    buf_free(&b);
    return copy;
}

/* Text in COPY's own format: these five bytes would end a value or a row, or begin an escape. */
static void add_text(Buf *b, Str s) {
    for (size_t i = 0; i < s.n; i++) {
        switch (s.p[i]) {
        case '\\':
            buf_lit(b, "\\\\");
            break;
        case '\n':
            buf_lit(b, "\\n");
            break;
        case '\r':
            buf_lit(b, "\\r");
            break;
        case '\t':
            buf_lit(b, "\\t");
            break;
        default:
            buf_add_char(b, s.p[i]);
        }
    }
}

static void add_bytes(Buf *b, Str s) {
    static const char HEX[] = "0123456789abcdef";
    buf_lit(b, "\\\\x");
    for (size_t i = 0; i < s.n; i++) {
        buf_add_char(b, HEX[(unsigned char)s.p[i] >> 4]);
        buf_add_char(b, HEX[s.p[i] & 15]);
    }
}

static void add_row(Buf *b, const Stmt *s) {
    for (int i = 0; i < s->params_n; i++) {
        const Param *p = &s->params[i];
        if (i) buf_add_char(b, '\t');
        switch (p->kind) {
        case PARAM_NULL:
            buf_lit(b, "\\N");
            break;
        case PARAM_INT:
            buf_printf(b, "%lld", (long long)p->i);
            break;
        case PARAM_REAL:
            buf_printf(b, "%.17g", p->r);
            break;
        case PARAM_TEXT:
            add_text(b, p->s);
            break;
        case PARAM_BLOB:
            add_bytes(b, p->s);
            break;
        }
    }
    buf_add_char(b, '\n');
}

static bool flush(Db *db, Buf *b, Err *err) {
    bool sent = PQputCopyData(postgres_conn(db), b->p, (int)b->n) == 1;
    buf_clear(b);
    return sent || postgres_fail(db, NULL, err);
}

static bool put_rows(Stmt *s, const Each *each, Buf *b, Err *err) {
    for (size_t i = 0; i < each->n; i++) {
        s->params_n = 0;
        if (!each->bind(each->ctx, i, s)) continue;
        if (!stmt_params_ok(s, err)) return false;
        add_row(b, s);
        if (b->overflowed)
            return err_set(err, ERR_LIMIT, "shorten the row", "a row for the store is longer than %d MiB",
                           COPY_ROW >> 20);
        if (b->n >= COPY_PIECE && !flush(s->db, b, err)) return false;
    }
    return !b->n || flush(s->db, b, err);
}

/* Reads what the server says in the end. Of two errors the first is the reason. */
static bool finish(Db *db, bool ok, Err *err) {
    PGconn *conn = postgres_conn(db);
    if (PQputCopyEnd(conn, ok ? NULL : "left") != 1) return postgres_fail(db, NULL, ok ? err : NULL);
    for (PGresult *result; (result = PQgetResult(conn)); PQclear(result))
        if (ok && !postgres_result_ok(result)) ok = postgres_fail(db, result, err);
    return ok;
}

static bool copy(Stmt *s, const Each *each, Err *err) {
    PGresult *result = PQexec(postgres_conn(s->db), ((const PostgresStmt *)s)->copy);
    bool ready = PQresultStatus(result) == PGRES_COPY_IN || postgres_fail(s->db, result, err);
    PQclear(result);
    if (!ready) return false;
    Buf b = buf_new(COPY_ROW);
    bool ok = put_rows(s, each, &b, err);
    buf_free(&b);
    return finish(s->db, ok, err);
}

bool postgres_each(Stmt *s, const Each *each, Err *err) {
    bool bulk = ((const PostgresStmt *)s)->copy && !each->row && each->n >= COPY_LEAST;
    return bulk ? copy(s, each, err) : pipeline(s, each, err);
}
