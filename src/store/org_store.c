/* org_store.c - people. */
#include "store/org_store.h"

#include "bind.h"
#include "rows.h"
#include "sql_text.h"
#include "text/utf8.h"

static void bind_day(Stmt *s, int i, int64_t day) {
    if (day == DAY_NONE) stmt_null(s, i);
    else stmt_int(s, i, day);
}

static int64_t get_day(const Stmt *s, int column) {
    return stmt_is_null(s, column) ? DAY_NONE : stmt_get_int(s, column);
}

static bool put_one(Stmt *s, int64_t *id, Err *err) {
    bool found;
    return stmt_one_int(s, &found, id, err);
}

PersonRow person_new(Str key, Str name) {
    return (PersonRow){.key = key,
                       .name = name,
                       .engineer = true,
                       .work_days = WORK_DAYS_MON_FRI,
                       .work_from = WORK_FROM_DEFAULT,
                       .work_to = WORK_TO_DEFAULT,
                       .fte = 1,
                       .joined_day = DAY_NONE,
                       .left_day = DAY_NONE};
}

/* What a search looks at: NFKC, case folded. */
static Str folded_person(Arena *a, const PersonRow *row) {
    return utf8_fold(a, arena_printf(a, "%.*s %.*s", STR_ARG(row->name), STR_ARG(row->email)));
}

static void bind_person(Stmt *s, const PersonRow *row, Str folded) {
    stmt_text(s, 1, row->key);
    stmt_text(s, 2, row->name);
    stmt_text(s, 3, row->email);
    bind_link(s, 4, row->team_id);
    bind_link(s, 5, row->manager_id);
    stmt_int(s, 6, row->engineer);
    stmt_int(s, 7, row->host);
    stmt_text(s, 8, row->zone);
    stmt_text(s, 9, row->languages);
    stmt_int(s, 10, row->work_days);
    stmt_int(s, 11, row->work_from);
    stmt_int(s, 12, row->work_to);
    stmt_real(s, 13, row->fte);
    bind_day(s, 14, row->joined_day);
    bind_day(s, 15, row->left_day);
    stmt_text(s, 16, folded);
}

bool person_put(Db *db, const PersonRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_PERSON_PUT, err);
    if (!s) return false;
    Arena *a = arena_new();
    bind_person(s, row, folded_person(a, row));
    bool ok = put_one(s, id, err);
    arena_free(a);
    return ok;
}

typedef struct PutPeople {
    Arena *a;
    PersonRow *rows;
} PutPeople;

static bool bind_new(void *ctx, size_t i, Stmt *s) {
    PutPeople *p = ctx;
    if (p->rows[i].id) return false;
    bind_person(s, &p->rows[i], folded_person(p->a, &p->rows[i]));
    return true;
}

static bool bind_known(void *ctx, size_t i, Stmt *s) {
    PutPeople *p = ctx;
    if (!p->rows[i].id) return false;
    bind_person(s, &p->rows[i], folded_person(p->a, &p->rows[i]));
    stmt_int(s, 17, p->rows[i].id);
    return true;
}

static void row_new(void *ctx, size_t i, const Stmt *s) {
    ((PutPeople *)ctx)->rows[i].id = stmt_get_int(s, 0);
}

bool people_put(Db *db, Arena *a, PersonRow *rows, size_t n, Err *err) {
    PutPeople p = {a, rows};
    return db_each(db, &(Each){Q_PERSON_CHANGE, n, bind_known, NULL, &p}, err) &&
           db_each(db, &(Each){Q_PERSON_PUT, n, bind_new, row_new, &p}, err);
}

typedef struct Links {
    const PersonLink *at;
} Links;

static bool bind_manager(void *ctx, size_t i, Stmt *s) {
    const PersonLink *link = &((const Links *)ctx)->at[i];
    stmt_int(s, 1, link->person_id);
    bind_link(s, 2, link->manager_id);
    return true;
}

bool people_managers_put(Db *db, const PersonLink *links, size_t n, Err *err) {
    Links all = {links};
    return db_each(db, &(Each){Q_PERSON_MANAGER, n, bind_manager, NULL, &all}, err);
}

static PersonRow read_person(const Stmt *s, Arena *a) {
    return (PersonRow){.id = stmt_get_int(s, 0),
                       .key = arena_str(a, stmt_get_text(s, 1)),
                       .name = arena_str(a, stmt_get_text(s, 2)),
                       .email = arena_str(a, stmt_get_text(s, 3)),
                       .team_id = stmt_get_int(s, 4),
                       .manager_id = stmt_get_int(s, 5),
                       .engineer = stmt_get_int(s, 6),
                       .host = stmt_get_int(s, 7),
                       .zone = arena_str(a, stmt_get_text(s, 8)),
                       .languages = arena_str(a, stmt_get_text(s, 9)),
                       .work_days = stmt_get_int(s, 10),
                       .work_from = stmt_get_int(s, 11),
                       .work_to = stmt_get_int(s, 12),
                       .fte = stmt_get_real(s, 13),
                       .joined_day = get_day(s, 14),
                       .left_day = get_day(s, 15)};
}

static bool person_one(SqlText *q, Arena *a, PersonRow *row, Err *err) {
    Stmt *s = sql_end(q, err);
    if (!s) return false;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_person(s, a);
    stmt_end(s);
    if (r == STEP_DONE) return err_set(err, ERR_NOT_FOUND, "see them all: ridealong people", "there is no such person");
    return r == STEP_ROW;
}

bool person_get(Db *db, Arena *a, int64_t id, PersonRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PERSON_OPEN);
    sql_add(&q, Q_PERSON_WHERE_ID);
    sql_int(&q, id);
    return person_one(&q, a, row, err);
}

bool person_find(Db *db, Arena *a, Str key, PersonRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PERSON_OPEN);
    sql_add(&q, Q_PERSON_WHERE_KEY);
    sql_str(&q, key);
    return person_one(&q, a, row, err);
}

/* "%word%", with what LIKE takes for more than itself made plain. */
static Str like(Arena *a, Str word) {
    char *p = arena_alloc(a, 2 * word.n + 2);
    size_t n = 0;
    p[n++] = '%';
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] == '%' || word.p[i] == '_' || word.p[i] == '\\') p[n++] = '\\';
        p[n++] = word.p[i];
    }
    p[n++] = '%';
    return (Str){p, n};
}

static void where_people(SqlText *q, Arena *a, const PersonFilter *f) {
    enum { WORDS = 8 };
    int words = 0;
    if (f->team_id) {
        sql_add(q, Q_PERSON_WHERE_TEAM);
        sql_int(q, f->team_id);
        sql_int(q, f->team_id);
    }
    if (!f->left) {
        sql_add(q, Q_PERSON_WHERE_THERE);
        sql_int(q, f->day);
    }
    for (Str rest = utf8_fold(a, f->find); rest.p && words < WORDS;) {
        Str word = str_cut(&rest, ' ');
        if (!word.n) continue;
        words++;
        sql_add(q, Q_PERSON_WHERE_WORD);
        sql_str(q, like(a, word));
        sql_str(q, like(a, word));
    }
}

static Stmt *people_query(Db *db, Arena *a, const PersonFilter *f, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PERSON_OPEN);
    where_people(&q, a, f);
    if (f->after_id) {
        sql_add(&q, Q_PERSON_WHERE_AFTER);
        sql_str(&q, f->after_name);
        sql_int(&q, f->after_id);
    }
    sql_add(&q, Q_PERSON_ORDER);
    if (f->limit) {
        sql_add(&q, Q_PERSON_LIMIT);
        sql_int(&q, f->limit);
    }
    return sql_end(&q, err);
}

bool people_count(Db *db, Arena *a, const PersonFilter *filter, int64_t *n, Err *err) {
    bool found;
    SqlText q = sql_begin(db);
    sql_add(&q, Q_PERSON_COUNT_OPEN);
    where_people(&q, a, filter);
    Stmt *s = sql_end(&q, err);
    return s && stmt_one_int(s, &found, n, err);
}

bool people_list(Db *db, Arena *a, const PersonFilter *filter, PersonRow **rows, size_t *n, Err *err) {
    Stmt *s = people_query(db, a, filter, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(PersonRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(PersonRow *)rows_next(&list) = read_person(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool person_in_team(Db *db, int64_t person_id, int64_t team_id, bool *in, Err *err) {
    int64_t one;
    Stmt *s = db_query(db, Q_PERSON_IN_TEAM, err);
    if (!s) return false;
    stmt_int(s, 1, person_id);
    stmt_int(s, 2, team_id);
    return stmt_one_int(s, in, &one, err);
}

typedef struct Membership {
    int64_t person;
    const int64_t *teams;
} Membership;

static bool bind_membership(void *ctx, size_t i, Stmt *s) {
    const Membership *m = ctx;
    stmt_int(s, 1, m->person);
    stmt_int(s, 2, m->teams[i]);
    return true;
}

bool person_teams_put(Db *db, int64_t person_id, const int64_t *team_ids, size_t n, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Stmt *s = db_query(db, Q_PERSON_TEAMS_CLEAR, err);
    if (s) stmt_int(s, 1, person_id);
    Membership m = {person_id, team_ids};
    bool ok = s && stmt_run(s, err) && db_each(db, &(Each){Q_PERSON_TEAM_ADD, n, bind_membership, NULL, &m}, err);
    return scope_end(&scope, ok, err);
}
