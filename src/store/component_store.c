/* component_store.c - components, their edges, confirmed routings. */
#include "store/component_store.h"

#include "bind.h"
#include "rows.h"
#include "sql_text.h"

/* ---- components ------------------------------------------------------------------------------ */

bool component_put(Db *db, const ComponentRow *row, int64_t *id, Err *err) {
    const Str texts[] = {row->ref,       row->kind, row->name,  row->title,    row->description, row->type,
                         row->lifecycle, row->tags, row->paths, row->products, row->owner_key};
    enum { TEXTS = sizeof texts / sizeof *texts };
    Stmt *s = db_query(db, Q_COMPONENT_PUT, err);
    if (!s) return false;
    for (int i = 0; i < TEXTS; i++) stmt_text(s, i + 1, texts[i]);
    bind_link(s, TEXTS + 1, row->team_id);
    bind_link(s, TEXTS + 2, row->person_id);
    stmt_text(s, TEXTS + 3, row->source);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

static ComponentRow read_component(const Stmt *s, Arena *a) {
    return (ComponentRow){.id = stmt_get_int(s, 0),
                          .ref = get_str(s, a, 1),
                          .kind = get_str(s, a, 2),
                          .name = get_str(s, a, 3),
                          .title = get_str(s, a, 4),
                          .description = get_str(s, a, 5),
                          .type = get_str(s, a, 6),
                          .lifecycle = get_str(s, a, 7),
                          .tags = get_str(s, a, 8),
                          .paths = get_str(s, a, 9),
                          .products = get_str(s, a, 10),
                          .owner_key = get_str(s, a, 11),
                          .team_id = stmt_get_int(s, 12),
                          .person_id = stmt_get_int(s, 13),
                          .source = get_str(s, a, 14),
                          .gone_at = get_time(s, 15),
                          .team = get_str(s, a, 16),
                          .team_gone = !stmt_is_null(s, 17),
                          .person = get_str(s, a, 18),
                          .person_left = !stmt_is_null(s, 19),
                          .team_people = stmt_get_int(s, 20)};
}

static bool component_one(SqlText *q, Arena *a, ComponentRow *row, Err *err) {
    Stmt *s = sql_end(q, err);
    if (!s) return false;
    StepResult r = stmt_step(s, err);
    if (r == STEP_ROW) *row = read_component(s, a);
    stmt_end(s);
    if (r == STEP_DONE)
        return err_set(err, ERR_NOT_FOUND, "see them all: ridealong components", "there is no such component");
    return r == STEP_ROW;
}

bool component_get(Db *db, Arena *a, int64_t id, ComponentRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_COMPONENT_OPEN);
    sql_add(&q, Q_COMPONENT_WHERE_ID);
    sql_int(&q, id);
    return component_one(&q, a, row, err);
}

bool component_find(Db *db, Arena *a, Str ref, ComponentRow *row, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_COMPONENT_OPEN);
    sql_add(&q, Q_COMPONENT_WHERE_REF);
    sql_str(&q, ref);
    return component_one(&q, a, row, err);
}

bool components_list(Db *db, Arena *a, const ComponentFilter *filter, ComponentRow **rows, size_t *n, Err *err) {
    SqlText q = sql_begin(db);
    sql_add(&q, Q_COMPONENT_OPEN);
    if (!filter->gone) sql_add(&q, Q_COMPONENT_WHERE_THERE);
    sql_int_if(&q, Q_COMPONENT_WHERE_TEAM, filter->team_id, 0);
    sql_add(&q, Q_COMPONENT_ORDER);
    Stmt *s = sql_end(&q, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(ComponentRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) *(ComponentRow *)rows_next(&list) = read_component(s, a);
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool component_gone(Db *db, int64_t id, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_COMPONENT_GONE, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, at);
    return stmt_run(s, err);
}

/* ---- edges ----------------------------------------------------------------------------------- */

typedef struct Upon {
    int64_t id;
    const int64_t *upon;
} Upon;

static bool bind_edge(void *ctx, size_t i, Stmt *s) {
    const Upon *u = ctx;
    stmt_int(s, 1, u->id);
    stmt_int(s, 2, u->upon[i]);
    return true;
}

bool component_edges_put(Db *db, int64_t id, const int64_t *upon, size_t n, Err *err) {
    Upon u = {id, upon};
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    Stmt *s = db_query(db, Q_COMPONENT_EDGES_CLEAR, err);
    if (s) stmt_int(s, 1, id);
    bool ok = s && stmt_run(s, err) && db_each(db, &(Each){Q_COMPONENT_EDGE_ADD, n, bind_edge, NULL, &u}, err);
    return scope_end(&scope, ok, err);
}

bool component_edges(Db *db, Arena *a, EdgeRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_COMPONENT_EDGES, err);
    if (!s) return false;
    Rows list = rows_new(a, sizeof(EdgeRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(EdgeRow *)rows_next(&list) = (EdgeRow){stmt_get_int(s, 0), stmt_get_int(s, 1)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

/* ---- routings -------------------------------------------------------------------------------- */

bool routing_add(Db *db, const RoutingRow *row, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_ROUTING_ADD, err);
    if (!s) return false;
    stmt_int(s, 1, row->at);
    stmt_text(s, 2, row->author);
    bind_link(s, 3, row->theme_id);
    bind_link(s, 4, row->component_id);
    stmt_text(s, 5, row->text);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

bool routings_in_force(Db *db, Arena *a, int64_t limit, RoutingRow **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_ROUTINGS_IN_FORCE, err);
    if (!s) return false;
    stmt_int(s, 1, limit);
    Rows list = rows_new(a, sizeof(RoutingRow));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW)
        *(RoutingRow *)rows_next(&list) = (RoutingRow){.id = stmt_get_int(s, 0),
                                                       .at = stmt_get_int(s, 1),
                                                       .author = get_str(s, a, 2),
                                                       .theme_id = stmt_get_int(s, 3),
                                                       .component_id = stmt_get_int(s, 4),
                                                       .text = get_str(s, a, 5)};
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}

bool theme_product_voices(Db *db, Arena *a, int64_t codebook_id, int64_t day, ProductVoices **rows, size_t *n,
                          Err *err) {
    Stmt *s = db_query(db, Q_THEME_PRODUCT_VOICES, err);
    if (!s) return false;
    stmt_int(s, 1, codebook_id);
    stmt_int(s, 2, day);
    Rows list = rows_new(a, sizeof(ProductVoices));
    StepResult r;
    while ((r = stmt_step(s, err)) == STEP_ROW) {
        int64_t voices = stmt_get_int(s, 2), internal = stmt_get_int(s, 3);
        *(ProductVoices *)rows_next(&list) =
            (ProductVoices){stmt_get_int(s, 0), get_str(s, a, 1), voices, internal < voices ? internal : voices};
    }
    stmt_end(s);
    *rows = list.items;
    *n = list.n;
    return r == STEP_DONE;
}
