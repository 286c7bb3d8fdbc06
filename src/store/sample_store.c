/* sample_store.c - sample data: marked while it is loaded, dropped by its marks. */
#include "store/sample_store.h"

#include "bind.h"
#include "sample_marks.h"
#include "tally.h"

/* ---- marking --------------------------------------------------------------------------------- */

void sample_marking(Db *db, bool on) {
    db->marking = on;
}

bool sample_heads_note(Db *db, Err *err) {
    Stmt *s = db_query(db, Q_SAMPLE_HEADS, err);
    StepResult r = s ? stmt_step(s, err) : STEP_ERROR;
    if (r != STEP_ROW) return false;
    for (int i = 0; i < SAMPLE_KINDS; i++) db->heads[i] = stmt_get_int(s, i);
    stmt_end(s);
    return true;
}

bool sample_heads_mark(Db *db, Err *err) {
    return run_ints(db, Q_SAMPLE_MARK, db->heads, SAMPLE_KINDS, err);
}

bool sample_mark_one(Db *db, const char *kind, int64_t id, Err *err) {
    Stmt *s = db_query(db, Q_SAMPLE_MARK_ONE, err);
    if (!s) return false;
    stmt_text(s, 1, str_from_c(kind));
    stmt_int(s, 2, id);
    return stmt_run(s, err);
}

/* ---- reading --------------------------------------------------------------------------------- */

bool sample_has(Db *db, const char *kind, int64_t id, bool *has, Err *err) {
    Stmt *s = db_query(db, Q_SAMPLE_HAS, err);
    int64_t one;
    if (!s) return false;
    stmt_text(s, 1, str_from_c(kind));
    stmt_int(s, 2, id);
    return stmt_one_int(s, has, &one, err);
}

static void read_count(const Stmt *s, Arena *a, void *row) {
    *(SampleCount *)row = (SampleCount){get_str(s, a, 0), stmt_get_int(s, 1)};
}

bool sample_counts(Db *db, Arena *a, SampleCount **rows, size_t *n, Err *err) {
    return stmt_rows(db_query(db, Q_SAMPLE_COUNTS, err), a, sizeof(SampleCount), read_count, rows, n, err);
}

bool sample_newest(Db *db, SampleNewest *out, Err *err) {
    Stmt *s = db_query(db, Q_SAMPLE_NEWEST, err);
    StepResult r = s ? stmt_step(s, err) : STEP_ERROR;
    if (r != STEP_ROW) return false;
    *out = (SampleNewest){stmt_get_int(s, 0), stmt_get_int(s, 1), stmt_get_int(s, 2), stmt_get_int(s, 3)};
    stmt_end(s);
    return true;
}

bool sample_own(Db *db, Arena *a, const SampleNewest *then, SampleCount **rows, size_t *n, Err *err) {
    Stmt *s = db_query(db, Q_SAMPLE_OWN, err);
    if (!s) return false;
    stmt_int(s, 1, then->audit);
    stmt_int(s, 2, then->edit);
    stmt_int(s, 3, then->codebook);
    return stmt_rows(s, a, sizeof(SampleCount), read_count, rows, n, err);
}

/* ---- dropping -------------------------------------------------------------------------------- */

static bool run_all(Db *db, const QueryId *steps, size_t n, Err *err) {
    for (size_t i = 0; i < n; i++) {
        Stmt *s = db_query(db, steps[i], err);
        if (!s || !stmt_run(s, err)) return false;
    }
    return true;
}

/* Channels, products and customers are counted over all sources; a source's own counts go with it, or are mended. */
static bool counts_drop(Db *db, Arena *a, Err *err) {
    Tally tally = tally_new(a);
    int64_t source = 0;
    Stmt *s = db_query(db, Q_SAMPLE_SIGNALS, err);
    StepResult r;
    struct Signals {
        int64_t source;
        Str customer, channel, product;
        bool empty;
    } *rows = NULL;
    size_t n = 0, room = 0;
    if (!s) return false;
    while ((r = stmt_step(s, err)) == STEP_ROW) {
        if (n == room) {
            room = room ? room * 2 : 1024;
            struct Signals *more = arena_calloc(a, room, sizeof *more);
            for (size_t i = 0; i < n; i++) more[i] = rows[i];
            rows = more;
        }
        rows[n++] = (struct Signals){stmt_get_int(s, 0), get_str(s, a, 1), get_str(s, a, 2), get_str(s, a, 3),
                                     stmt_get_int(s, 4) != 0};
    }
    stmt_end(s);
    bool ok = r == STEP_DONE;
    for (size_t i = 0; ok && i < n; i++) {
        if (source && rows[i].source != source) {
            ok = tally_write(db, &tally, source, err);
            tally = tally_new(a);
        }
        source = rows[i].source;
        tally_add(&tally, -1, rows[i].customer, rows[i].channel, rows[i].product, rows[i].empty);
    }
    return ok && (!n || tally_write(db, &tally, source, err));
}

/* What goes with it and what is kept, then rows before those that they name. */
static const QueryId THINGS[] = {
    Q_SAMPLE_TAKE_RELEASES,     Q_SAMPLE_TAKE_PLANS,       Q_SAMPLE_TAKE_REFLECTIONS,    Q_SAMPLE_KEEP_STRATEGIES,
    Q_SAMPLE_KEEP_SOURCES,      Q_SAMPLE_KEEP_CUSTOMERS,   Q_SAMPLE_DROP_MAIL,           Q_SAMPLE_DROP_WISHES,
    Q_SAMPLE_DROP_FEEDS,        Q_SAMPLE_DROP_PLAN_SEATS,  Q_SAMPLE_DROP_PLAN_SHORT,     Q_SAMPLE_DROP_PLAN_MOVES,
    Q_SAMPLE_DROP_PLANS,        Q_SAMPLE_DROP_TOLD,        Q_SAMPLE_DROP_ROLLOUTS,       Q_SAMPLE_DROP_DELIVERED,
    Q_SAMPLE_DROP_PROPOSALS,    Q_SAMPLE_DROP_RELEASES,    Q_SAMPLE_DROP_JUDGEMENTS,     Q_SAMPLE_DROP_FOLLOW_UPS,
    Q_SAMPLE_FREE_FOLLOW_UPS,   Q_SAMPLE_DROP_MEMBERS,     Q_SAMPLE_DROP_ENTRIES,        Q_SAMPLE_FREE_ENTRIES,
    Q_SAMPLE_DROP_REFLECTIONS,  Q_SAMPLE_FREE_REFLECTIONS, Q_SAMPLE_DROP_CAUSES,         Q_SAMPLE_DROP_NOTES,
    Q_SAMPLE_DROP_MOMENTS,      Q_SAMPLE_DROP_CONTACTS,    Q_SAMPLE_DROP_SEATS,          Q_SAMPLE_DROP_PLACES,
    Q_SAMPLE_DROP_SESSIONS,     Q_SAMPLE_FREE_HOSTS,       Q_SAMPLE_FREE_SESSIONS,       Q_SAMPLE_DROP_CONSENTS,
    Q_SAMPLE_DROP_CUSTOMERS,    Q_SAMPLE_DROP_EVIDENCE,    Q_SAMPLE_DROP_PROBLEM_THEMES, Q_SAMPLE_DROP_VERSIONS,
    Q_SAMPLE_DROP_LINKS,        Q_SAMPLE_DROP_DECISIONS,   Q_SAMPLE_FREE_MERGED,         Q_SAMPLE_DROP_PROBLEMS,
    Q_SAMPLE_DROP_STRATEGIES,   Q_SAMPLE_DROP_HOOKED,      Q_SAMPLE_DROP_ROUTES,         Q_SAMPLE_FREE_OWNED,
    Q_SAMPLE_DROP_EDGES,        Q_SAMPLE_DROP_COMPONENTS,  Q_SAMPLE_FREE_COMPONENTS,     Q_SAMPLE_DROP_LEAVE,
    Q_SAMPLE_DROP_PERSON_TEAMS, Q_SAMPLE_FREE_ACCOUNTS,    Q_SAMPLE_FREE_INVITATIONS,    Q_SAMPLE_FREE_MANAGERS,
    Q_SAMPLE_FREE_PEOPLE,       Q_SAMPLE_DROP_PEOPLE,      Q_SAMPLE_DROP_GOALS,          Q_SAMPLE_FREE_TEAMS,
    Q_SAMPLE_FREE_PROBLEMS,     Q_SAMPLE_DROP_TEAMS,
};
static const QueryId SIGNALS[] = {
    Q_SAMPLE_DROP_QUOTES,      Q_SAMPLE_DROP_MOVED,  Q_SAMPLE_DROP_EXAMPLES,    Q_SAMPLE_DROP_FOUND,
    Q_SAMPLE_DROP_ASSIGNMENTS, Q_SAMPLE_DROP_COPIES, Q_SAMPLE_DROP_COPY_GROUPS,
};
static const QueryId SOURCES[] = {
    Q_SAMPLE_DROP_SIGNALS, Q_SAMPLE_DROP_MADE, Q_SAMPLE_DROP_IMPORTS, Q_SAMPLE_DROP_STATS, Q_SAMPLE_DROP_SOURCES,
};
#define RUN_ALL(db, steps, err) run_all(db, steps, sizeof(steps) / sizeof *(steps), err)

bool sample_drop(Db *db, Err *err) {
    static const QueryId search[] = {Q_SAMPLE_DROP_SEARCH};
    if (!db->in_transaction) return err_set(err, ERR_INTERNAL, NULL, "sample_drop outside a transaction");
    Arena *a = arena_new();
    bool ok = RUN_ALL(db, THINGS, err) && RUN_ALL(db, SIGNALS, err) && counts_drop(db, a, err) &&
              (db->kind != ENGINE_SQLITE || RUN_ALL(db, search, err)) && RUN_ALL(db, SOURCES, err);
    arena_free(a);
    return ok;
}

bool sample_forget(Db *db, Err *err) {
    static const QueryId steps[] = {Q_SAMPLE_HIDE_VALUES, Q_SAMPLE_FORGET};
    return RUN_ALL(db, steps, err);
}

/* ---- themes ---------------------------------------------------------------------------------- */

bool sample_edits_wait(Db *db, int64_t before, Err *err) {
    return RUN_INTS(db, Q_SAMPLE_EDITS_WAIT, err, before) && RUN_INTS(db, Q_SAMPLE_UNDONE_WAIT, err, before) &&
           RUN_INTS(db, Q_SAMPLE_CHOSEN, err, before);
}

bool sample_edits_waiting(Db *db, bool *any, Err *err) {
    Stmt *s = db_query(db, Q_SAMPLE_EDITS_WAITING, err);
    int64_t n = 0;
    if (!s || !stmt_one_int(s, any, &n, err)) return false;
    *any = n > 0;
    return true;
}

/* The version that serves now followed one that is gone: it is the first, or follows the one before. */
static bool first_version(Db *db, const SampleCodebooks *w, Err *err) {
    return !w->serves || w->serves <= w->last ||
           (RUN_INTS(db, Q_SAMPLE_DROP_RETIRED, err, w->serves) &&
            RUN_INTS(db, Q_SAMPLE_FIRST_LINEAGE, err, w->serves) && RUN_INTS(db, Q_SAMPLE_DROP_FLOW, err, w->serves));
}

bool sample_codebooks_drop(Db *db, const SampleCodebooks *w, Err *err) {
    static const QueryId last[] = {Q_SAMPLE_CODEBOOK_LAST}, sweep[] = {Q_THEME_SWEEP};
    return RUN_ALL(db, last, err) && (w->before || first_version(db, w, err)) &&
           RUN_INTS(db, Q_SAMPLE_FIRST_VERSION, err, w->before, w->last) &&
           RUN_INTS(db, Q_SAMPLE_BORN, err, w->before, w->last, w->serves) &&
           RUN_INTS(db, Q_SAMPLE_NOTED, err, w->before, w->last, w->serves) &&
           RUN_INTS(db, Q_SAMPLE_DROP_CODEBOOKS, err, w->before, w->last) &&
           RUN_INTS(db, Q_SAMPLE_DROP_EDIT_SIGNALS, err, w->before, w->edit) &&
           RUN_INTS(db, Q_SAMPLE_DROP_EDITS, err, w->before, w->edit) &&
           RUN_INTS(db, Q_SAMPLE_DROP_ALERTS, err, w->alert) && RUN_ALL(db, sweep, err);
}
