/* sample_remove.c - sample data out again.
 *
 *   1. one transaction: rows, their part of the counts, and the codebook that served before serves again
 *   2. what every import ends with: history coded by that codebook, or themes found in the company's own signals; edits
 *      that people made meanwhile are heeded again
 *   3. one transaction: codebooks in between, what only they knew, alerts since; the marks
 *
 * Each can be done again, so a removal that was stopped goes on where it was. The hash-chained rows stay: the audit log
 * tells that sample data was here, the ledger's rows are not shown. */
#include <string.h>

#include "alerts.h"
#include "audit.h"
#include "discovery.h"
#include "import.h"
#include "json_build.h"
#include "ledger_book.h"
#include "sample.h"
#include "store/signal_store.h"
#include "store/theme_store.h"
#include "tripwire.h"

enum { ENOUGH_SIGNALS = 20, SEED = 1 };

/* ---- what of the company's own hangs on it --------------------------------------------------- */

static const struct {
    const char *key, *what, *then;
    bool goes;
} OWN[] = {
    {"seats", "seats of your people in sample sessions", "go with the sessions, and what was said after them", true},
    {"changes", "changes of yours to sample problems, people, teams and components", "go with these", true},
    {"releases", "releases of yours of sample problems", "go with the problems", true},
    {"plans", "plans of yours with sample people or sessions", "go; seats that were booked in your sessions stay",
     true},
    {"routes", "confirmations of yours that friction is a sample component's", "go with the components", true},
    {"guests", "seats of sample people in your sessions", "go; your sessions stay", false},
    {"quotes", "problems of yours that quote sample signals", "stay; these quotes are shown as no longer there", false},
    {"owners", "problems, components and people of yours in sample hands", "stay, in nobody's", false},
    {"sessions", "sessions of yours with a sample host, problem or customer", "stay, without them", false},
    {"themes", "problems of yours about themes found since it was loaded",
     "stay; about these themes when they are found again without sample data", false},
    {"edits", "edits of yours to themes found since it was loaded", "hold where the theme is found again", false},
    {"strategies", "sample statements of strategy that decisions of yours lean on", "stay, as yours", false},
};

const Field SHAPE_OF_OWN[] = {
    {"what", SHAPE_STRING, NULL, NULL, false},
    {"n", SHAPE_INT, "how many", NULL, false},
    {"then", SHAPE_STRING, "what becomes of them", NULL, false},
    {"goes", SHAPE_BOOL, "they go with the sample data", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

bool sample_own_json(Call *call, const Sample *s, json_t **list, int64_t *goes, Err *err) {
    SampleCount *rows;
    size_t n;
    *goes = 0;
    if (!sample_own(call->app->db, call->arena, &s->then, &rows, &n, err)) return false;
    *list = json_array();
    for (size_t k = 0; k < sizeof OWN / sizeof *OWN; k++)
        for (size_t i = 0; i < n; i++) {
            if (!rows[i].n || !str_eq(rows[i].what, str_from_c(OWN[k].key))) continue;
            json_array_append_new(*list, json_pack("{s:s, s:I, s:s, s:b}", "what", OWN[k].what, "n",
                                                   (json_int_t)rows[i].n, "then", OWN[k].then, "goes", OWN[k].goes));
            if (OWN[k].goes) *goes += rows[i].n;
        }
    return true;
}

/* ---- 1: rows --------------------------------------------------------------------------------- */

/* What people expected of sample problems themselves is hidden with those. */
static bool values_take(Call *call, Err *err) {
    Value *values;
    size_t n;
    bool has;
    if (!ledger_values(call, &values, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        if (!values[i].problem_id) continue;
        if (!sample_has(call->app->db, "problem", values[i].problem_id, &has, err) ||
            (has && !sample_mark_one(call->app->db, "value", values[i].id, err)))
            return false;
    }
    return true;
}

static SampleCodebooks since_loading(const Sample *s, int64_t serves) {
    return (SampleCodebooks){
        .before = s->then.codebook, .last = s->last, .serves = serves, .edit = s->then.edit, .alert = s->then.alert};
}

static bool rows_drop(Call *call, Sample *s, Err *err) {
    Db *db = call->app->db;
    SampleNewest newest;
    s->state = SAMPLE_REMOVING;
    s->dropped = true;
    if (!values_take(call, err) || !sample_newest(db, &newest, err) || !sample_drop(db, err) ||
        !sample_edits_wait(db, s->then.codebook, err) || !themes_changed(call->app, err))
        return false;
    s->last = newest.codebook;
    SampleCodebooks between = since_loading(s, s->served);
    Str discovered = arena_printf(call->arena, "%lld", (long long)s->discovered);
    return (!s->served || (codebook_activate(db, s->served, err) && sample_codebooks_drop(db, &between, err) &&
                           setting_put(db, STR("discovered_signals"), discovered, err))) &&
           sample_put(db, call->arena, s, err);
}

/* ---- 2: themes ------------------------------------------------------------------------------- */

static bool follow_before(Call *call, Err *err) {
    DiscoverResult result;
    json_t *themes;
    int64_t reopened;
    bool waiting;
    if (!themes_follow(call, true, &themes, &reopened, err)) return false;
    json_decref(themes);
    return sample_edits_waiting(call->app->db, &waiting, err) &&
           (!waiting || revise_run(call->app, call->now, call->progress, &result, err));
}

/* There was none before: found in the company's own signals, under the numbers that its themes have now. */
static bool find_first(Call *call, Err *err) {
    CodebookRow current;
    SignalTotals totals;
    DiscoverResult result;
    Err none = {0};
    if (!codebook_current(call->app->db, call->arena, &current, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    if (!signals_totals(call->app->db, &totals, err)) return false;
    return totals.with_text < ENOUGH_SIGNALS ||
           discover_run(call->app, (DiscoverWish){.seed = SEED, .fresh = true}, call->now, call->progress, &result,
                        &none) ||
           none.code == ERR_INPUT || (*err = none, false);
}

/* ---- 3: what only the codebooks in between knew ---------------------------------------------- */

static bool traces_drop(Call *call, const Sample *s, Err *err) {
    Db *db = call->app->db;
    CodebookRow current = {0};
    Err none = {0};
    if (!codebook_current(db, call->arena, &current, &none) && none.code != ERR_NOT_FOUND) return *err = none, false;
    SampleCodebooks between = since_loading(s, current.id > s->last || current.id == s->served ? current.id : 0);
    return sample_codebooks_drop(db, &between, err) && days_changed(db, err) && sample_forget(db, err) &&
           sample_put(db, call->arena, &(Sample){0}, err) && audit_note(call, "sample.remove", "sample", 0, NULL, err);
}

bool sample_clear(Call *call, Sample *s, Err *err) {
    Db *db = call->app->db;
    sample_marking(db, false);
    if (!s->dropped && !(db_begin(db, err) && db_end(db, rows_drop(call, s, err), err))) return false;
    coding_forget(call->app);
    if (!(s->served ? follow_before(call, err) : find_first(call, err))) return false;
    if (!db_begin(db, err) || !db_end(db, traces_drop(call, s, err), err)) return false;
    coding_forget(call->app);
    *s = (Sample){0};
    CodebookRow current;
    size_t news;
    int64_t opened;
    Err none = {0};
    if (!codebook_current(db, call->arena, &current, &none)) return none.code == ERR_NOT_FOUND || (*err = none, false);
    return alerts_find(call, &news, err) && problems_heard(call, &opened, err);
}

/* ---- the operation --------------------------------------------------------------------------- */

static bool may_go(Call *call, const Sample *s, bool own, Err *err) {
    json_t *list;
    int64_t goes;
    if (own || s->state != SAMPLE_LOADED) return true;
    if (!sample_own_json(call, s, &list, &goes, err)) return false;
    const char *first = "";
    json_t *row;
    size_t i;
    json_array_foreach(list, i, row)
        if (!*first && json_is_true(json_object_get(row, "goes")))
            first = json_string_value(json_object_get(row, "what"));
    if (goes)
        err_set(err, ERR_CONFLICT,
                "see all of it: ridealong sample show; then say that it may go: ridealong sample remove --own",
                "work of your own hangs on sample data and would go with it: %lld, such as %s", (long long)goes, first);
    json_decref(list);
    return !goes;
}

static bool remove_locked(Call *call, bool own, Err *err) {
    Sample s;
    if (!sample_get(call->app->db, call->arena, &s, err)) return false;
    if (s.state == SAMPLE_NONE)
        return err_set(err, ERR_NOT_FOUND, "load it: ridealong sample load", "there is no sample data");
    if (!may_go(call, &s, own, err) || !sample_clear(call, &s, err)) return false;
    put(call->reply, "done", json_string("Sample data is removed"));
    return true;
}

bool sample_remove(Call *call, bool own, Err *err) {
    if (!sample_hold(call->app, err)) return false;
    bool ok = remove_locked(call, own, err);
    db_let_go(call->app->db);
    return ok;
}
