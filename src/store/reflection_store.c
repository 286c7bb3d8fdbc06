/* reflection_store.c - moments, notes, root causes, reflections. */
#include "store/reflection_store.h"

#include <string.h>

#include "bind.h"
#include "sql_text.h"

/* ---- moments and notes ----------------------------------------------------------------------- */

typedef struct Moments {
    int64_t session_id, first;
    const MomentRow *rows;
} Moments;

static bool bind_moment(void *ctx, size_t i, Stmt *s) {
    const Moments *m = ctx;
    const MomentRow *row = &m->rows[i];
    stmt_int(s, 1, m->session_id);
    stmt_int(s, 2, m->first + (int64_t)i);
    stmt_text(s, 3, row->question ? STR("question") : STR("quote"));
    stmt_text(s, 4, row->words);
    bind_link(s, 5, row->signal_id);
    stmt_int(s, 6, row->begin);
    stmt_int(s, 7, row->end);
    stmt_blob(s, 8, (Str){(const char *)row->sha256.bytes, sizeof row->sha256.bytes});
    return true;
}

bool moments_put(Db *db, int64_t session_id, const MomentRow *rows, size_t n, Err *err) {
    Scope scope;
    Moments m = {session_id, 1, rows};
    if (!scope_begin(&scope, db, err)) return false;
    bool ok = RUN_INTS(db, Q_MOMENTS_CLEAR, err, session_id) &&
              db_each(db, &(Each){Q_MOMENT_PUT, n, bind_moment, NULL, &m}, err);
    return scope_end(&scope, ok, err);
}

bool moment_add(Db *db, const MomentRow *row, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    bool found, ok;
    int64_t last = 0;
    Stmt *s = db_query(db, Q_MOMENT_LAST, err);
    if (s) stmt_int(s, 1, row->session_id);
    ok = s && stmt_one_int(s, &found, &last, err);
    Moments m = {row->session_id, last + 1, row};
    return scope_end(&scope, ok && db_each(db, &(Each){Q_MOMENT_PUT, 1, bind_moment, NULL, &m}, err), err);
}

static void read_moment(const Stmt *s, Arena *a, void *out) {
    MomentRow *row = out;
    *row = (MomentRow){.session_id = stmt_get_int(s, 0),
                       .number = stmt_get_int(s, 1),
                       .question = str_eq(stmt_get_text(s, 2), STR("question")),
                       .words = get_str(s, a, 3),
                       .signal_id = stmt_get_int(s, 4),
                       .begin = stmt_get_int(s, 5),
                       .end = stmt_get_int(s, 6),
                       .text = get_str(s, a, 8),
                       .at = get_time(s, 9)};
    Str sum = stmt_get_text(s, 7);
    if (sum.n == sizeof row->sha256.bytes) memcpy(row->sha256.bytes, sum.p, sum.n);
}

bool moments_list(Db *db, Arena *a, int64_t session_id, MomentRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_MOMENTS_LIST, err);
    if (s) stmt_int(s, 1, session_id);
    return stmt_rows(s, a, sizeof(MomentRow), read_moment, rows, n, err);
}

bool note_add(Db *db, const NoteRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_NOTE_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->session_id);
    stmt_int(s, 2, row->number);
    stmt_text(s, 3, row->author);
    stmt_int(s, 4, row->at);
    stmt_text(s, 5, row->words);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static void read_note(const Stmt *s, Arena *a, void *row) {
    *(NoteRow *)row = (NoteRow){.id = stmt_get_int(s, 0),
                                .session_id = stmt_get_int(s, 1),
                                .number = stmt_get_int(s, 2),
                                .author = get_str(s, a, 3),
                                .at = stmt_get_int(s, 4),
                                .words = get_str(s, a, 5)};
}

bool notes_list(Db *db, Arena *a, int64_t session_id, NoteRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_NOTES_LIST, err);
    if (s) stmt_int(s, 1, session_id);
    return stmt_rows(s, a, sizeof(NoteRow), read_note, rows, n, err);
}

/* ---- root causes ----------------------------------------------------------------------------- */

bool cause_add(Db *db, const CauseRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_CAUSE_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->session_id);
    bind_link(s, 2, row->theme_id);
    stmt_int(s, 3, row->minutes);
    stmt_text(s, 4, row->words);
    stmt_text(s, 5, row->author);
    stmt_int(s, 6, row->at);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static void read_cause(const Stmt *s, Arena *a, void *row) {
    *(CauseRow *)row = (CauseRow){.id = stmt_get_int(s, 0),
                                  .session_id = stmt_get_int(s, 1),
                                  .theme_id = stmt_get_int(s, 2),
                                  .minutes = stmt_get_int(s, 3),
                                  .words = get_str(s, a, 4),
                                  .author = get_str(s, a, 5),
                                  .at = stmt_get_int(s, 6),
                                  .starts_at = stmt_get_int(s, 7)};
}

bool causes_list(Db *db, Arena *a, int64_t session_id, int64_t from, CauseRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_CAUSES_OPEN);
    sql_int_if(&q, Q_CAUSES_WHERE_SESSION, session_id, 0);
    sql_int_if(&q, Q_CAUSES_WHERE_FROM, from, TIME_NONE);
    sql_add(&q, Q_CAUSES_ORDER);
    return stmt_rows(sql_end(&q, err), a, sizeof(CauseRow), read_cause, rows, n, err);
}

/* ---- reflections ----------------------------------------------------------------------------- */

static bool put_row(Db *db, const ReflectionRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_REFLECTION_PUT, err);
    if (!s) return false;
    stmt_int(s, 1, row->seat_id);
    stmt_int(s, 2, row->at);
    stmt_text(s, 3, row->saw);
    stmt_text(s, 4, row->surprised);
    stmt_text(s, 5, row->ask_next);
    stmt_int(s, 6, row->signal_id);
    bind_link(s, 7, row->theme_id);
    bind_link(s, 8, row->problem_id);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

bool reflection_put(Db *db, const ReflectionRow *row, int64_t *id, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    bool ok = put_row(db, row, id, err) && RUN_INTS(db, Q_SEAT_REFLECTED, err, row->seat_id);
    return scope_end(&scope, ok, err);
}

static void read_reflection(const Stmt *s, Arena *a, void *row) {
    *(ReflectionRow *)row = (ReflectionRow){.id = stmt_get_int(s, 0),
                                            .seat_id = stmt_get_int(s, 1),
                                            .at = stmt_get_int(s, 2),
                                            .saw = get_str(s, a, 3),
                                            .surprised = get_str(s, a, 4),
                                            .ask_next = get_str(s, a, 5),
                                            .signal_id = stmt_get_int(s, 6),
                                            .theme_id = stmt_get_int(s, 7),
                                            .problem_id = stmt_get_int(s, 8),
                                            .session_id = stmt_get_int(s, 9),
                                            .person_id = stmt_get_int(s, 10),
                                            .person = get_str(s, a, 11),
                                            .session = get_str(s, a, 12)};
}

bool reflections_list(Db *db, Arena *a, const ReflectionFilter *f, ReflectionRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_REFLECTION_OPEN);
    sql_int_if(&q, Q_REFLECTION_WHERE_SESSION, f->session_id, 0);
    sql_int_if(&q, Q_REFLECTION_WHERE_PERSON, f->person_id, 0);
    sql_int_if(&q, Q_REFLECTION_WHERE_THEME, f->theme_id, 0);
    sql_int_if(&q, Q_REFLECTION_WHERE_SEAT, f->seat_id, 0);
    if (f->before_id) {
        sql_add(&q, Q_REFLECTION_WHERE_BEFORE);
        sql_int(&q, f->before_at);
        sql_int(&q, f->before_id);
    }
    sql_add(&q, Q_REFLECTION_NEWEST);
    sql_int_if(&q, Q_REFLECTION_LIMIT, f->limit, 0);
    return stmt_rows(sql_end(&q, err), a, sizeof(ReflectionRow), read_reflection, rows, n, err);
}

bool reflection_attach(Db *db, int64_t id, int64_t theme_id, int64_t problem_id, Err *err) {
    Stmt *s = db_query(db, Q_REFLECTION_ATTACH, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    bind_link(s, 2, theme_id);
    bind_link(s, 3, problem_id);
    return stmt_run(s, err);
}
