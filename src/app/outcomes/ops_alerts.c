/* ops_alerts.c - what rises by itself, and everything that is due. */
#include "alerts.h"
#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "ledger_book.h"
#include "messages.h"
#include "outcome_data.h"
#include "outcome_words.h"
#include "outcomes_ops.h"
#include "sample.h"
#include "store/problem_store.h"
#include "store/theme_store.h"
#include "subject.h"

/* ---- alerts ---------------------------------------------------------------------------------- */

static bool list_run(Call *call, Err *err) {
    json_t *list;
    if (!alerts_json(call, call_arg(call, "days")->i, &list, err)) {
        json_decref(list);
        return false;
    }
    put(call->reply, "alerts", list);
    return true;
}

static const Param LIST_PARAMS[] = {
    {.name = "days",
     .type = PARAM_INT,
     .min = 1,
     .max = 100000,
     .fallback = "90",
     .help = "told in the last so many days"},
    {.name = NULL},
};
static const Field LIST_REPLY[] = {
    {"alerts", SHAPE_ARRAY, "newest first", SHAPE_OF_ALERT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {{"told", "told", "date", 10},
                                      {"theme", "theme", "int", 5},
                                      {"name", "name", "text", 0},
                                      {"what", "says", "text", 44},
                                      {NULL, NULL, NULL, 0}};
static const Op LIST = {
    .id = "alerts.list",
    .method = "GET",
    .path = "/alerts",
    .words = "alerts",
    .summary = "Themes that rose by themselves, and from what",
    .help =
        "One alert for each episode; a theme that rises again soon re-opens it. About one false alarm for each theme "
        "and year is what the threshold allows. `ridealong check` looks for new ones.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "alerts",
    .columns = LIST_COLUMNS,
    .empty = "No theme rose lately. `ridealong check`, after each import, looks for it.",
    .run = list_run,
};

/* ---- everything that is due ------------------------------------------------------------------ */

/* Why a released problem must be opened again; empty: it need not. */
static Str reason_to_reopen(Arena *a, const ReleaseRow *release, const Judged *j) {
    const Outcome *o = &j->outcome;
    if (release->share <= 0) return STR("its release was taken back");
    if (!j->known || o->looks_done < o->plan.n) return (Str){0};
    if (o->verdict == VERDICT_DID_NOT_FALL) return outcome_says(a, o);
    if (o->lasting == LASTING_GONE) return arena_printf(a, "It came back: %.*s.", STR_ARG(lasting_says(a, o)));
    return (Str){0};
}

static bool reopen(Call *call, const ReleaseRow *release, Str reason, Err *err) {
    Db *db = call->app->db;
    json_t *body = json_object();
    put(body, "release", json_integer(release->id));
    put(body, "why", json_str(reason));
    if (!problem_state_put(db, release->problem_id, PROBLEM_RELEASED, PROBLEM_OPEN, 0, call->now, err) ||
        !problem_unseal(db, release->problem_id, err)) {
        json_decref(body);
        return false;
    }
    return audit_note(call, "problem.reopen", "problem", release->problem_id, body, err);
}

/* While sample data is loaded its voices count among all others: only its own things are judged by them. */
static bool may_judge(Call *call, const char *kind, int64_t id, bool *may, Err *err) {
    Sample sample;
    *may = true;
    if (!sample_get(call->app->db, call->arena, &sample, err)) return false;
    return sample.state == SAMPLE_NONE || sample_has(call->app->db, kind, id, may, err);
}

/* Only the newest release of a problem speaks for it. */
static bool check_release(Call *call, int64_t codebook_id, const ReleaseRow *release, json_t *list, Err *err) {
    ProblemRow problem;
    Subject subject;
    Judged judged;
    Str name;
    bool may;
    if (!problem_get(call->app->db, call->arena, release->problem_id, &problem, err) ||
        !may_judge(call, "problem", problem.id, &may, err))
        return false;
    if (!may || problem.state != PROBLEM_RELEASED) return true;
    if (!subject_of_release(call, release, &subject, &name, err) ||
        !subject_judge(call, codebook_id, &subject, &judged, err))
        return false;
    Str reason = reason_to_reopen(call->arena, release, &judged);
    if (!reason.n) return true;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, reopen(call, release, reason, err), err)) return false;
    json_t *row = json_link(problem.id, problem.title);
    put(row, "reason", json_str(reason));
    json_array_append_new(list, row);
    return true;
}

static bool check_releases(Call *call, int64_t codebook_id, json_t *list, Err *err) {
    ReleaseRow *rows;
    size_t n;
    if (!releases_list(call->app->db, call->arena, 0, 0, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        bool newest = rows[i].problem_id != 0;
        for (size_t k = 0; k < i; k++) newest &= rows[k].problem_id != rows[i].problem_id;
        if (newest && !check_release(call, codebook_id, &rows[i], list, err)) return false;
    }
    return true;
}

static bool check_values(Call *call, json_t *list, Err *err) {
    Value *values;
    size_t n;
    if (!ledger_values(call, &values, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        bool done, may;
        if (values[i].judged) continue;
        if (!may_judge(call, "value", values[i].id, &may, err)) return false;
        if (!may) continue;
        if (!db_begin(call->app->db, err) ||
            !db_end(call->app->db, ledger_realise(call, &values[i], 0, &done, err), err))
            return false;
        if (done) json_array_append_new(list, json_link(values[i].id, values[i].title));
    }
    return true;
}

static bool check_run(Call *call, Err *err) {
    CodebookRow codebook;
    size_t news;
    int64_t told;
    json_t *reopened = json_array(), *realised = json_array();
    put(call->reply, "reopened", reopened);
    put(call->reply, "realised", realised);
    if (!codebook_current(call->app->db, call->arena, &codebook, err) || !alerts_find(call, &news, err) ||
        !check_releases(call, codebook.id, reopened, err) || !check_values(call, realised, err) ||
        !outcomes_tell(call, &told, err))
        return false;
    put(call->reply, "alerts", json_integer((json_int_t)news));
    put(call->reply, "done",
        json_str(arena_printf(call->arena, "%zu new alerts, %zu problems opened again, %zu values judged", news,
                              json_array_size(reopened), json_array_size(realised))));
    return true;
}

static const Field REOPENED[] = {
    {"id", SHAPE_INT, "number of the problem", NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"reason", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REALISED[] = {
    {"id", SHAPE_INT, "number of the value", NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field CHECK_REPLY[] = {
    {"alerts", SHAPE_INT, "new, or told again", NULL, false},
    {"reopened", SHAPE_ARRAY, "problems whose fix did not help", REOPENED, false},
    {"realised", SHAPE_ARRAY, "values that were judged", REALISED, false},
    {"done", SHAPE_STRING, "all of it in one sentence", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column CHECK_FACTS[] = {{"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op CHECK = {
    .id = "outcomes.check",
    .method = "POST",
    .path = "/outcomes/check",
    .words = "check",
    .summary = "Look for what rises, and for fixes that did not help",
    .help = "Run it after each import, or every night. Running it again changes nothing.\n\nridealong check",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .job = true,
    .after = "/alerts",
    .reply = CHECK_REPLY,
    .facts = CHECK_FACTS,
    .run = check_run,
};

const Op *const OPS_ALERTS[] = {&LIST, &CHECK, NULL};
