/* ops_ledger.c - what a fix was expected to be worth, and what it was. */
#include <math.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"
#include "ledger_book.h"
#include "outcome_data.h"
#include "outcomes_ops.h"
#include "store/theme_store.h"
#include "subject.h"

#define VALUE_PARAM                                                                                                    \
    {                                                                                                                  \
        .name = "value", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true,          \
        .help = "number of the value in the ledger"                                                                    \
    }
#define BY_PARAM                                                                                                       \
    { .name = "by", .type = PARAM_STR, .max = 200, .help = "your name, for the log; not when you are signed in" }

static bool money_arg(const Call *call, const char *name, int64_t *out, Err *err) {
    return money_parse(call_arg(call, name)->s, out) ||
           err_set(err, ERR_INPUT, "give an amount like 6.50", "%s: \"%.*s\" is no amount", name,
                   STR_ARG(call_arg(call, name)->s));
}

static const Field VALUE_REPLY[] = {
    {"value", SHAPE_INT, "its number", NULL, false},
    {"row", SHAPE_INT, "of the ledger", NULL, false},
    {"done", SHAPE_STRING, "what was done", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column VALUE_FACTS[] = {{"value", "value", "int", 0}, {"done", "done", "text", 0}, {NULL, NULL, NULL, 0}};

/* Runs in a transaction: appends the row, and says so. */
static bool finish(Call *call, const char *action, int64_t value_id, json_t *body, const char *done, Err *err) {
    ChainHead head;
    if (!db_begin(call->app->db, err)) {
        json_decref(body);
        return false;
    }
    bool ok = ledger_note(call, action, value_id, body, err) &&
              chain_head(call->app->db, call->arena, CHAIN_LEDGER, &head, err);
    if (!db_end(call->app->db, ok, err)) return false;
    put(call->reply, "value", json_integer(value_id));
    put(call->reply, "row", json_integer(head.seq));
    put(call->reply, "done", json_string(done));
    return true;
}

/* ---- expecting
 * ------------------------------------------------------------------------------------------------------- */

typedef struct Expecting {
    Subject subject;
    Str name;
    int64_t unit;
    double fall, low, high, voices;
} Expecting;

static bool expecting_read(Call *call, Expecting *e, Err *err) {
    CodebookRow codebook;
    double smallest;
    const size_t weeks = LOOK_LAST_WEEKS;
    int64_t theme = call_arg(call, "theme")->i, problem = call_arg(call, "problem")->i;
    e->fall = (double)call_arg(call, "fall")->i / 100;
    e->low = (double)call_arg(call, "low")->i / 100;
    e->high = (double)call_arg(call, "high")->i / 100;
    if (!theme == !problem)
        return err_set(err, ERR_INPUT, "give --problem 12, or --theme 7", "a value is of one problem or one theme");
    if (e->low > e->fall || e->fall > e->high)
        return err_set(err, ERR_INPUT, "give --low 10 --fall 30 --high 50", "the fall must lie within its range");
    return money_arg(call, "unit", &e->unit, err) &&
           (problem ? subject_of_problem(call, problem, &e->subject, &e->name, err)
                    : subject_of_theme(call, theme, &e->subject, &e->name, err)) &&
           codebook_current(call->app->db, call->arena, &codebook, err) &&
           subject_provable(call, codebook.id, &e->subject, &weeks, 1, &smallest, &e->voices, err);
}

static json_t *expecting_json(Call *call, const Expecting *e) {
    double each = e->voices * LOOK_LAST_WEEKS * (double)e->unit;
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
    put(b, "weeks", json_integer(LOOK_LAST_WEEKS));
    put(b, "unit", json_integer(e->unit));
    put(b, "unit_source", json_str(call_arg(call, "source")->s));
    put(b, "unit_date", json_str(time_iso_date(call->arena, call_arg(call, "date")->i)));
    put(b, "expected", json_integer((json_int_t)llround(each * e->fall)));
    put(b, "expected_low", json_integer((json_int_t)llround(each * e->low)));
    put(b, "expected_high", json_integer((json_int_t)llround(each * e->high)));
    return b;
}

static bool expect_run(Call *call, Err *err) {
    Expecting e;
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
    .reply = VALUE_REPLY,
    .facts = VALUE_FACTS,
    .run = expect_run,
};

/* ---- what came of it
 * ------------------------------------------------------------------------------------------------- */

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
    .reply = VALUE_REPLY,
    .facts = VALUE_FACTS,
    .run = realise_run,
};

/* ---- cost, shares, corrections
 * ----------------------------------------------------------------------------------------- */

static bool cost_run(Call *call, Err *err) {
    Value v;
    int64_t cost;
    if (!ledger_value(call, call_arg(call, "value")->i, &v, err) || !money_arg(call, "cost", &cost, err)) return false;
    json_t *b = json_pack("{s:I, s:o}", "cost", (json_int_t)cost, "what", json_str(call_arg(call, "what")->s));
    return finish(call, "value.cost", v.id, b, "The cost is in the ledger", err);
}

static const Param COST_PARAMS[] = {
    VALUE_PARAM,
    {.name = "cost", .type = PARAM_STR, .max = 20, .required = true, .help = "of the work, like 12000"},
    {.name = "what", .type = PARAM_STR, .max = 300, .required = true, .help = "for what"},
    BY_PARAM,
    {.name = NULL},
};
static const Op COST = {
    .id = "ledger.cost",
    .method = "POST",
    .path = "/ledger/{value}/cost",
    .words = "ledger cost",
    .summary = "Add a cost of the work to a value",
    .help = "ridealong ledger cost 3 --cost 12000 --what \"two engineers, three weeks\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_ENGINEER,
    .writes = true,
    .after = "/portfolio",
    .params = COST_PARAMS,
    .reply = VALUE_REPLY,
    .facts = VALUE_FACTS,
    .run = cost_run,
};

/* "payments=60" or "payments=33.34" */
static bool shares_read(const Arg *list, json_t *out, Err *err) {
    int32_t shares[OWNERS_MAX];
    int64_t parts[OWNERS_MAX];
    for (size_t i = 0; i < list->list_n; i++) {
        Str share = list->list[i], name = str_trim(str_cut(&share, '='));
        int64_t hundredths;
        if (i >= OWNERS_MAX || !name.n || !share.p || !money_parse(share, &hundredths) || hundredths > SHARES_WHOLE ||
            json_object_getn(out, name.p, name.n) ||
            json_object_setn_new(out, name.p, name.n, json_integer(hundredths)) != 0)
            return err_set(err, ERR_INPUT, "write payments=60, each owner once",
                           "owners: \"%.*s\" is no owner with a percentage", STR_ARG(list->list[i]));
        shares[i] = (int32_t)hundredths;
    }
    return ledger_split(0, shares, list->list_n, parts) ||
           err_set(err, ERR_INPUT, "give shares that sum to 100, each above 0",
                   "owners: the shares are not 100 %% together");
}

static bool share_run(Call *call, Err *err) {
    Value v;
    json_t *shares = json_object();
    if (!ledger_value(call, call_arg(call, "value")->i, &v, err) ||
        !shares_read(call_arg(call, "owners"), shares, err)) {
        json_decref(shares);
        return false;
    }
    return finish(call, "value.share", v.id, json_pack("{s:o}", "shares", shares), "The shares are in the ledger", err);
}

static const Param SHARE_PARAMS[] = {
    VALUE_PARAM,
    {.name = "owners",
     .type = PARAM_LIST,
     .max = OWNERS_MAX,
     .required = true,
     .help = "who it is owed to, in percent: payments=60"},
    BY_PARAM,
    {.name = NULL},
};
static const Op SHARE = {
    .id = "ledger.share",
    .method = "POST",
    .path = "/ledger/{value}/share",
    .words = "ledger share",
    .summary = "Say whose a value is, in shares of 100 %",
    .help = "No value is counted twice: the parts of several teams sum to the whole, to the cent.\n\nridealong ledger "
            "share 3 --owners payments=60 --owners mobile=40",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/portfolio",
    .params = SHARE_PARAMS,
    .reply = VALUE_REPLY,
    .facts = VALUE_FACTS,
    .run = share_run,
};

static bool correct_run(Call *call, Err *err) {
    static const char *const NAMES[] = {"unit", "cost_in_all"};
    Value v;
    int64_t to;
    if (!ledger_value(call, call_arg(call, "value")->i, &v, err) || !money_arg(call, "to", &to, err)) return false;
    json_t *b = json_pack("{s:I, s:o}", NAMES[call_arg(call, "what")->i], (json_int_t)to, "reason",
                          json_str(call_arg(call, "reason")->s));
    return finish(call, "value.correct", v.id, b, "The correction is a row of its own", err);
}

static const char *const CORRECTED[] = {"unit", "cost", NULL};
static const Param CORRECT_PARAMS[] = {
    VALUE_PARAM,
    {.name = "what",
     .type = PARAM_ENUM,
     .choices = CORRECTED,
     .required = true,
     .help = "the unit value, or the cost in all"},
    {.name = "to", .type = PARAM_STR, .max = 20, .required = true, .help = "what it should be, like 5.80"},
    {.name = "reason", .type = PARAM_STR, .max = 500, .required = true, .help = "why"},
    BY_PARAM,
    {.name = NULL},
};
static const Op CORRECT = {
    .id = "ledger.correct",
    .method = "POST",
    .path = "/ledger/{value}/correct",
    .words = "ledger correct",
    .summary = "Put a unit value or a cost right, with the reason",
    .help =
        "The wrong row stays; what was expected stays as it was sealed.\n\nridealong ledger correct 3 --what unit --to "
        "5.80 --reason \"overhead was counted twice\"",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_LEAD,
    .writes = true,
    .after = "/portfolio",
    .params = CORRECT_PARAMS,
    .reply = VALUE_REPLY,
    .facts = VALUE_FACTS,
    .run = correct_run,
};

/* ---- rows and proof
 * ---------------------------------------------------------------------------------------------------- */

static bool list_run(Call *call, Err *err) {
    ChainFilter filter = {
        .object_id = call_arg(call, "value")->i, .kind = STR("value"), .limit = call_arg(call, "limit")->i};
    json_t *list = json_array();
    put(call->reply, "rows", list);
    return audit_rows(call, CHAIN_LEDGER, &filter, list, err);
}

static const Param LIST_PARAMS[] = {
    {.name = "value", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .help = "only of this value"},
    {.name = "limit", .type = PARAM_INT, .min = 1, .max = 10000, .fallback = "200", .help = "rows at most"},
    {.name = NULL},
};
static const Field LIST_REPLY[] = {
    {"rows", SHAPE_ARRAY, "newest first", SHAPE_OF_AUDIT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"row", "seq", "int", 5},      {"date", "at", "date", 10},    {"by", "by", "text", 12},
    {"what", "action", "text", 0}, {"value", "object", "int", 6}, {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "ledger.list",
    .method = "GET",
    .path = "/ledger",
    .words = "ledger",
    .summary = "The rows of the value ledger, as they were written",
    .help = "Only ever added to; each row's hash covers the one before. `ridealong portfolio` adds them up.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = LIST_PARAMS,
    .reply = LIST_REPLY,
    .rows = "rows",
    .columns = LIST_COLUMNS,
    .empty = "Nothing is in the ledger yet: seal an expectation with `ridealong ledger expect`.",
    .run = list_run,
};

static bool verify_run(Call *call, Err *err) {
    ChainHead head;
    if (!chain_verify(call->app->db, call->arena, CHAIN_LEDGER, NULL, &head, err)) return false;
    put(call->reply, "rows", json_integer(head.seq));
    put(call->reply, "head",
        head.seq ? json_str(arena_printf(call->arena, "%lld:%.*s", (long long)head.seq, STR_ARG(head.hash)))
                 : json_null());
    return true;
}

static const Field VERIFY_REPLY[] = {
    {"rows", SHAPE_INT, NULL, NULL, false},
    {"head", SHAPE_STRING, "number and hash of the last row: note it elsewhere", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column VERIFY_FACTS[] = {{"rows", "rows", "int", 0}, {"head", "head", "text", 0}, {NULL, NULL, NULL, 0}};
static const Op VERIFY = {
    .id = "ledger.verify",
    .method = "GET",
    .path = "/ledger/verify",
    .words = "ledger verify",
    .summary = "Prove that nothing in the value ledger was changed",
    .help = "Fails with exit code 4 and names the row when one byte was changed, or a row added or taken away.",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_VIEWER,
    .reply = VERIFY_REPLY,
    .facts = VERIFY_FACTS,
    .run = verify_run,
};

const Op *const OPS_LEDGER[] = {&LIST, &EXPECT, &REALISE, &COST, &SHARE, &CORRECT, &VERIFY, NULL};
