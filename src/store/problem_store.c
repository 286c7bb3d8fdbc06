/* problem_store.c - writing problems: a version of a brief with its evidence, states, seals, owners, links. */
#include "store/problem_store.h"

#include "bind.h"

static const char *const KINDS[] = {"for", "against", "instead", "aim"};

const char *evidence_kind_name(EvidenceKind kind) {
    return KINDS[kind];
}

bool problem_add(Db *db, Str title, Str author, int64_t at, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_ADD, err);
    if (!s) return false;
    stmt_text(s, 1, title);
    stmt_int(s, 2, at);
    stmt_text(s, 3, author);
    bool found;
    return stmt_one_int(s, &found, id, err);
}

/* ---- a version ------------------------------------------------------------------------------- */

static bool bind_theme(void *ctx, size_t i, Stmt *s) {
    const ProblemSave *save = ctx;
    stmt_int(s, 1, save->id);
    stmt_int(s, 2, save->themes[i]);
    return true;
}

static bool themes_put_all(Db *db, const ProblemSave *save, Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_THEMES_CLEAR, err);
    if (s) stmt_int(s, 1, save->id);
    return s && stmt_run(s, err) &&
           db_each(db, &(Each){Q_PROBLEM_THEME_ADD, save->themes_n, bind_theme, NULL, (void *)(uintptr_t)save}, err);
}

static bool evidence_add(Db *db, int64_t id, size_t i, const EvidenceRow *row, Err *err) {
    char hex[65];
    Stmt *s = db_query(db, Q_PROBLEM_EVIDENCE_ADD, err);
    if (!s) return false;
    hex_encode(hex, row->sha256.bytes, sizeof row->sha256.bytes);
    stmt_int(s, 1, id);
    stmt_int(s, 2, (int64_t)i);
    stmt_text(s, 3, str_from_c(KINDS[row->kind]));
    stmt_int(s, 4, row->signal_id);
    stmt_int(s, 5, row->begin);
    stmt_int(s, 6, row->end);
    stmt_text(s, 7, str_from_c(hex));
    return stmt_run(s, err);
}

static bool evidence_put_all(Db *db, const ProblemSave *save, Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_EVIDENCE_CLEAR, err);
    if (s) stmt_int(s, 1, save->id);
    bool ok = s && stmt_run(s, err);
    for (size_t i = 0; ok && i < save->evidence_n; i++) ok = evidence_add(db, save->id, i, &save->evidence[i], err);
    return ok;
}

static bool version_add(Db *db, const ProblemSave *save, int64_t version, Err *err) {
    char hex[65];
    Sha256 sum = sha256(save->brief);
    Stmt *s = db_query(db, Q_PROBLEM_VERSION_ADD, err);
    if (!s) return false;
    hex_encode(hex, sum.bytes, sizeof sum.bytes);
    stmt_int(s, 1, save->id);
    stmt_int(s, 2, version);
    stmt_int(s, 3, save->at);
    stmt_text(s, 4, save->author);
    stmt_text(s, 5, save->note);
    stmt_text(s, 6, save->brief);
    stmt_text(s, 7, str_from_c(hex));
    return stmt_run(s, err);
}

static bool problem_row_save(Db *db, const ProblemSave *save, int64_t *version, Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_SAVE, err);
    if (!s) return false;
    stmt_int(s, 1, save->id);
    stmt_text(s, 2, save->title);
    stmt_int(s, 3, save->at);
    stmt_real(s, 4, save->effort_weeks);
    stmt_text(s, 5, save->measure);
    stmt_int(s, 6, save->before);
    bool found;
    if (!stmt_one_int(s, &found, version, err)) return false;
    return found || err_set(err, ERR_CONFLICT, "export it again and put your changes into that",
                            "problem %lld has a newer version than %lld", (long long)save->id, (long long)save->before);
}

bool problem_save(Db *db, const ProblemSave *save, int64_t *version, Err *err) {
    Scope scope;
    if (!scope_begin(&scope, db, err)) return false;
    bool ok = problem_row_save(db, save, version, err) && version_add(db, save, *version, err) &&
              themes_put_all(db, save, err) && evidence_put_all(db, save, err);
    return scope_end(&scope, ok, err);
}

/* ---- its life -------------------------------------------------------------------------------- */

static bool one_changed(Stmt *s, const char *hint, Err *err, const char *what, int64_t id) {
    bool found;
    int64_t same;
    if (!stmt_one_int(s, &found, &same, err)) return false;
    return found || err_set(err, ERR_CONFLICT, hint, "problem %lld %s", (long long)id, what);
}

bool problem_state_put(Db *db, int64_t id, ProblemState from, ProblemState to, int64_t merged_into, int64_t at,
                       Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_STATE, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_text(s, 2, str_from_c(problem_state_name(to)));
    stmt_int(s, 3, at);
    stmt_text(s, 4, str_from_c(problem_state_name(from)));
    bind_link(s, 5, merged_into);
    return one_changed(s, "look at it again", err, "is in another state by now", id);
}

bool problem_seal(Db *db, int64_t id, Str measure, Str hash, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_SEAL, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_int(s, 2, at);
    stmt_text(s, 3, measure);
    stmt_text(s, 4, hash);
    return one_changed(s, NULL, err, "has a sealed measure already", id);
}

bool problem_unseal(Db *db, int64_t id, Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_UNSEAL, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    return stmt_run(s, err);
}

bool problem_owner_put(Db *db, int64_t id, int64_t component_id, int64_t team_id, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_OWNER, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    bind_link(s, 2, component_id);
    bind_link(s, 3, team_id);
    stmt_int(s, 4, at);
    return one_changed(s, "list them: ridealong problems", err, "is not there", id);
}

bool problem_facts_put(Db *db, int64_t id, Str facts, int64_t at, Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_FACTS, err);
    if (!s) return false;
    stmt_int(s, 1, id);
    stmt_text(s, 2, facts);
    stmt_int(s, 3, at);
    return stmt_run(s, err);
}

bool problem_link_put(Db *db, int64_t problem_id, const ProblemLink *link, int64_t *id, Err *err) {
    Stmt *s = db_query(db, Q_PROBLEM_LINK_PUT, err);
    if (!s) return false;
    stmt_int(s, 1, problem_id);
    stmt_text(s, 2, link->kind);
    stmt_text(s, 3, link->place);
    stmt_text(s, 4, link->key);
    stmt_text(s, 5, link->url);
    stmt_int(s, 6, link->at);
    stmt_text(s, 7, link->author);
    stmt_int(s, 8, link->version);
    bool found;
    return stmt_one_int(s, &found, id, err);
}
