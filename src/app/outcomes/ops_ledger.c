/* ops_ledger.c - what a fix was expected to be worth, and what it was. */
#include <math.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "ledger_ops.h"
#include "outcome_data.h"
#include "outcomes_ops.h"
#include "store/theme_store.h"
#include "subject.h"

bool money_arg(const Call *call, const char *name, int64_t *out, Err *err) {
    return money_parse(call_arg(call, name)->s, out) ||
           err_set(err, ERR_INPUT, "give an amount like 6.50", "%s: \"%.*s\" is no amount", name,
                   STR_ARG(call_arg(call, name)->s));
}

const Field LEDGER_WROTE[] = {
    {"value", SHAPE_INT, "its number", NULL, false},
    {"row", SHAPE_INT, "of the ledger", NULL, false},
    {"done", SHAPE_STRING, "what was done", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Column LEDGER_WROTE_FACTS[] = {{"value", "value", "int", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

/* ---- expecting ------------------------------------------------------------------------------- */

typedef struct Expecting {
    Subject subject;
    Str name;
    int64_t unit;
    double fall, low, high, voices;
} Expecting;

static bool expecting_read(Call *call, Expecting *e, Err *err) {
    CodebookRow codebook;
    Provable now;
    int64_t theme = call_arg(call, "theme")->i, problem = call_arg(call, "problem")->i;
    e->fall = (double)call_arg(call, "fall")->i / 100;
    e->low = (double)call_arg(call, "low")->i / 100;
    e->high = (double)call_arg(call, "high")->i / 100;
    if (!theme == !problem)
        return err_set(err, ERR_INPUT, "give --problem 12, or --theme 7", "a value is of one problem or one theme");
    if (e->low > e->fall || e->fall > e->high)
        return err_set(err, ERR_INPUT, "give --low 10 --fall 30 --high 50", "the fall must lie within its range");
    bool ok = money_arg(call, "unit", &e->unit, err) &&
              (problem ? subject_of_problem(call, problem, &e->subject, &e->name, err)
                       : subject_of_theme(call, theme, &e->subject, &e->name, err)) &&
              codebook_current(call->app->db, call->arena, &codebook, err) &&
              subject_provable(call, codebook.id, &e->subject, NULL, 0, OUTCOME_ERROR, &now, err);
    if (ok) e->voices = now.voices_a_week;
    return ok;
}

static json_t *expecting_json(Call *call, const Expecting *e) {
    size_t weeks = looks_last(&e->subject.plan);
    double each = e->voices * (double)weeks * (double)e->unit;
    json_t *b = json_object();
    put(b, "theme", json_integer(call_arg(call, "theme")->i));
    put(b, "problem", json_integer(call_arg(call, "problem")->i));
    put(b, "title", json_str(e->name));
    put(b, "revenue", json_boolean(call_arg(call, "kind")->i == 1));
    put(b, "currency", json_str(call_arg(call, "currency")->s));
    put(b, "fall", json_num(e->fall, 4));
    put(b, "fall_low", json_num(e->low, 4));
    put(b, "fall_high", json_num(e->high, 4));
    put(b, "voices_a_week", json_num(e->voices, 3));
    put(b, "weeks", json_integer((json_int_t)weeks));
    put(b, "unit", json_integer(e->unit));
    put(b, "unit_source", json_str(call_arg(call, "source")->s));
    put(b, "unit_date", json_str(time_iso_date(call->arena, call_arg(call, "date")->i)));
    put(b, "expected", json_integer((json_int_t)llround(each * e->fall)));
    put(b, "expected_low", json_integer((json_int_t)llround(each * e->low)));
    put(b, "expected_high", json_integer((json_int_t)llround(each * e->high)));
    return b;
}

static bool expect_run(Call *call, Err *err) {
    Expecting e = {0};
    ChainHead head;
    if (!expecting_read(call, &e, err) || !db_begin(call->app->db, err)) return false;
    bool ok = chain_head(call->app->db, call->arena, CHAIN_LEDGER, &head, err) &&
              ledger_note(call, "value.expect", head.seq + 1, expecting_json(call, &e), err);
    if (!db_end(call->app->db, ok, err)) return false;
    put(call->reply, "value", json_integer(head.seq + 1));
    put(call->reply, "row", json_integer(head.seq + 1));
    put(call->reply, "done", json_string("The expectation is sealed"));
    return true;
}

static const char *const KINDS[] = {"savings", "revenue", NULL};
static const Param EXPECT_PARAMS[] = {
    {.name = "problem", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "number of the problem"},
    {.name = "theme",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .help = "number of the theme, where there is no problem"},
    {.name = "fall",
     .type = PARAM_INT,
     .min = 1,
     .max = 100,
     .required = true,
     .help = "expected fall of the friction, percent"},
    {.name = "low",
     .type = PARAM_INT,
     .min = 0,
     .max = 100,
     .required = true,
     .help = "low end of the range you are four in five sure of, percent"},
    {.name = "high", .type = PARAM_INT, .min = 1, .max = 100, .required = true, .help = "high end of it, percent"},
    {.name = "unit",
     .type = PARAM_STR,
     .max = 20,
     .required = true,
     .help = "value of one contact that does not come, like 6.50: your own figure"},
    {.name = "currency", .type = PARAM_STR, .max = 8, .required = true, .help = "like EUR"},
    {.name = "source", .type = PARAM_STR, .max = 300, .required = true, .help = "where the unit value comes from"},
    {.name = "date", .type = PARAM_DATE, .required = true, .help = "when it was found out"},
    {.name = "kind",
     .type = PARAM_ENUM,
     .choices = KINDS,
     .fallback = "savings",
     .help = "savings or revenue: never added up"},
    BY_PARAM,
    {.name = NULL},
};
static const Op EXPECT = {
    .id = "ledger.expect",
    .method = "POST",
    .path = "/ledger/expect",
    .words = "ledger expect",
    .summary = "Seal what a fix is expected to be worth, before it is released",
    .help =
        "The fall, times the voices of the last eight weeks, times the unit value, for the eight weeks that are "
        "judged. It is a row of a hash chain: nobody can change it later.\n\nridealong ledger expect --theme 7 --fall "
        "30 --low 10 --high 50 --unit 6.50 --currency EUR --source \"support cost 2025\" --date 2026-01-31",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/portfolio",
    .params = EXPECT_PARAMS,
    .reply = LEDGER_WROTE,
    .facts = LEDGER_WROTE_FACTS,
    .run = expect_run,
};

/* ---- what came of it ------------------------------------------------------------------------- */

static bool realise_run(Call *call, Err *err) {
    Value v;
    ChainHead head;
    bool done;
    if (!ledger_value(call, call_arg(call, "value")->i, &v, err) || !db_begin(call->app->db, err)) return false;
    bool ok = ledger_realise(call, &v, call_arg(call, "release")->i, &done, err) &&
              chain_head(call->app->db, call->arena, CHAIN_LEDGER, &head, err);
    if (!db_end(call->app->db, ok, err)) return false;
    if (!done)
        return err_set(err, ERR_CONFLICT, "note the release, and import signals until eight weeks after it",
                       "value %lld cannot be judged yet: the last look is not done", (long long)v.id);
    put(call->reply, "value", json_integer(v.id));
    put(call->reply, "row", json_integer(head.seq));
    put(call->reply, "done", json_string("What came of it is in the ledger"));
    return true;
}

static const Param REALISE_PARAMS[] = {
    VALUE_PARAM,
    {.name = "release",
     .type = PARAM_INT,
     .min = 1,
     .max = INT64_MAX,
     .help = "number of the release; unless given the newest after the sealing"},
    BY_PARAM,
    {.name = NULL},
};
static const Op REALISE = {
    .id = "ledger.realise",
    .method = "POST",
    .path = "/ledger/{value}/realise",
    .words = "ledger realise",
    .summary = "Write into the ledger what the outcome of the release makes of a value",
    .help = "Avoided contacts with their interval, times the unit value. `ridealong check` does it for all that are "
            "due.\n\nridealong ledger realise 3",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/portfolio",
    .params = REALISE_PARAMS,
    .reply = LEDGER_WROTE,
    .facts = LEDGER_WROTE_FACTS,
    .run = realise_run,
};

const Op *const OPS_LEDGER[] = {&OP_LEDGER_LIST,    &EXPECT,           &REALISE, &OP_LEDGER_COST, &OP_LEDGER_SHARE,
                                &OP_LEDGER_CORRECT, &OP_LEDGER_VERIFY, NULL};
