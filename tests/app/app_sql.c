/* app_sql.c - behind the back of the store. (A file of its own: engine.h and op.h each have a Param.) */
#include "store_test.h"

#include "engine.h"

void sql_run(Fixture *f, const char *sql);
Str sql_everything(Fixture *f);
Str sql_lines(Fixture *f, const char *sql);

void sql_run(Fixture *f, const char *sql) {
    assert_ok(f, db_begin(f->db, &f->err));
    assert_ok(f, f->db->engine->exec(f->db, sql, &f->err));
    assert_ok(f, db_commit(f->db, &f->err));
}

static void add_rows(Fixture *f, Str sql, Buf *out) {
    Stmt *s = db_statement(f->db, sql, &f->err);
    if (!s) fail_msg("%s", f->err.message);
    while (stmt_step(s, &f->err) == STEP_ROW) buf_add(out, stmt_get_text(s, 0));
    stmt_end(s);
}

Str sql_lines(Fixture *f, const char *sql) {
    Buf out = buf_new(1 << 24);
    add_rows(f, str_from_c(sql), &out);
    assert_false(out.overflowed);
    Str all = arena_str(f->a, buf_str(&out));
    buf_free(&out);
    return all;
}

static void add_file(const char *path, Buf *out) {
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, in)) > 0;) buf_add(out, (Str){part, n});
    fclose(in);
}

Str sql_everything(Fixture *f) {
    Buf out = buf_new(1 << 28);
    if (f->postgres) {
        add_rows(f,
                 STR("SELECT query_to_xml('SELECT * FROM ' || quote_ident(table_name), true, false, '')::text"
                     " FROM information_schema.tables WHERE table_schema = 'public'"),
                 &out);
    } else {
        fixture_number(f, "PRAGMA wal_checkpoint(TRUNCATE)");
        add_file(f->url, &out);
    }
    assert_false(out.overflowed);
    Str all = arena_str(f->a, buf_str(&out));
    buf_free(&out);
    return all;
}
