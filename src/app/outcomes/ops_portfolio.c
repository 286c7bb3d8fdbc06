/* ops_portfolio.c - expected against realised over everything, and how well forecasters know themselves. */
#include <math.h>

#include "app_private.h"
#include "json_build.h"
#include "ledger_book.h"
#include "outcomes_ops.h"
#include "sample.h"

#define RANGE_NOMINAL 0.8 /* how often a forecaster's range should hold what came */

/* Rows of the values for which `same` holds with this one. */
static LedgerRow *rows_like(Arena *a, const Value *values, size_t n, const Value *one,
                            bool (*same)(const Value *, const Value *), size_t *rows_n) {
    LedgerRow *rows = ARENA_ARRAY(a, LedgerRow, n);
    *rows_n = 0;
    for (size_t i = 0; i < n; i++)
        if (same(&values[i], one)) rows[(*rows_n)++] = ledger_row(&values[i]);
    return rows;
}

static bool same_group(const Value *a, const Value *b) {
    return a->revenue == b->revenue && str_eq(a->currency, b->currency);
}

static bool same_forecaster(const Value *a, const Value *b) {
    return str_eq(a->forecaster, b->forecaster);
}

static bool is_first(const Value *values, size_t at, bool (*same)(const Value *, const Value *)) {
    for (size_t i = 0; i < at; i++)
        if (same(&values[i], &values[at])) return false;
    return true;
}

static json_t *ratio_json(double part, double low, double high, double whole) {
    if (!(whole > 0)) return json_null();
    return json_pack("{s:o, s:o, s:o}", "ratio", json_num(part / whole, 4), "low", json_num(low / whole, 4), "high",
                     json_num(high / whole, 4));
}

static json_t *group_json(const Value *one, const Portfolio *p) {
    json_t *o = json_object();
    put(o, "kind", json_string(one->revenue ? "revenue" : "savings"));
    put(o, "currency", json_str(one->currency));
    put(o, "values", json_integer((json_int_t)p->rows));
    put(o, "waiting", json_integer((json_int_t)p->waiting));
    put(o, "fell", json_integer((json_int_t)p->by_verdict[VERDICT_FELL]));
    put(o, "did_not_fall", json_integer((json_int_t)p->by_verdict[VERDICT_DID_NOT_FALL]));
    put(o, "cannot_tell", json_integer((json_int_t)p->by_verdict[VERDICT_CANNOT_TELL]));
    put(o, "refused", json_integer((json_int_t)p->by_verdict[VERDICT_REFUSED]));
    put(o, "expected", money_json(p->expected));
    put(o, "realised", money_json(p->proven));
    put(o, "estimated", money_json(p->estimated));
    put(o, "cost", money_json(p->cost));
    put(o, "proven_share", ratio_json(p->proven, p->proven_low, p->proven_high, p->expected));
    put(o, "estimated_share", ratio_json(p->estimated, p->estimated_low, p->estimated_high, p->expected));
    put(o, "base_rate", json_num(one->revenue ? BASE_RATE_REVENUE : BASE_RATE_SAVINGS, 2));
    return o;
}

static json_t *forecaster_json(const Value *one, const Calibration *c) {
    static const char *const SAYS[] = {"under five values judged: too few to say",
                                       "too sure: the ranges are too narrow", "the ranges hold what they should",
                                       "too careful: the ranges are too wide"};
    json_t *o = json_object();
    put(o, "name", json_str(one->forecaster));
    put(o, "judged", json_integer((json_int_t)c->n));
    put(o, "inside", json_integer((json_int_t)c->inside));
    put(o, "below", json_integer((json_int_t)c->below));
    put(o, "above", json_integer((json_int_t)c->above));
    put(o, "share", json_num(c->share, 3));
    put(o, "low", json_num(c->low, 3));
    put(o, "high", json_num(c->high, 3));
    put(o, "realised_over_expected", json_num(c->bias, 3));
    put(o, "says", json_string(SAYS[c->sureness]));
    return o;
}

static bool portfolio_run(Call *call, Err *err) {
    Value *values;
    size_t n;
    json_t *groups = json_array(), *list = json_array(), *people = json_array();
    put(call->reply, "groups", groups);
    put(call->reply, "values", list);
    put(call->reply, "forecasters", people);
    if (!ledger_values(call, &values, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        size_t rows_n;
        json_array_append_new(list, value_json(call->arena, &values[i]));
        if (is_first(values, i, same_group)) {
            LedgerRow *rows = rows_like(call->arena, values, n, &values[i], same_group, &rows_n);
            Portfolio p = ledger_sum(rows, rows_n);
            json_array_append_new(groups, group_json(&values[i], &p));
        }
        if (is_first(values, i, same_forecaster)) {
            LedgerRow *rows = rows_like(call->arena, values, n, &values[i], same_forecaster, &rows_n);
            Calibration c = ledger_calibration(rows, rows_n, RANGE_NOMINAL);
            json_array_append_new(people, forecaster_json(&values[i], &c));
        }
    }
    return sample_say(call, err);
}

static const Field RATIO[] = {
    {"ratio", SHAPE_NUMBER, "of what was expected", NULL, false},
    {"low", SHAPE_NUMBER, "90 % interval", NULL, false},
    {"high", SHAPE_NUMBER, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field GROUP[] = {
    {"kind", SHAPE_STRING, "savings or revenue", NULL, false},
    {"currency", SHAPE_STRING, NULL, NULL, false},
    {"values", SHAPE_INT, NULL, NULL, false},
    {"waiting", SHAPE_INT, "not judged yet", NULL, false},
    {"fell", SHAPE_INT, NULL, NULL, false},
    {"did_not_fall", SHAPE_INT, NULL, NULL, false},
    {"cannot_tell", SHAPE_INT, "kept in what was expected, counted as nothing realised", NULL, false},
    {"refused", SHAPE_INT, "likewise", NULL, false},
    {"expected", SHAPE_NUMBER, "of the judged ones", NULL, false},
    {"realised", SHAPE_NUMBER, "where a fall is proven", NULL, false},
    {"estimated", SHAPE_NUMBER, "every estimate as it is", NULL, false},
    {"cost", SHAPE_NUMBER, NULL, NULL, false},
    {"proven_share", SHAPE_OBJECT, NULL, RATIO, true},
    {"estimated_share", SHAPE_OBJECT, NULL, RATIO, true},
    {"base_rate", SHAPE_NUMBER, "published: McKinsey, Rewired for value", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field FORECASTER[] = {
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"judged", SHAPE_INT, "values with an estimate", NULL, false},
    {"inside", SHAPE_INT, "what came lay in the range; four in five should", NULL, false},
    {"below", SHAPE_INT, NULL, NULL, false},
    {"above", SHAPE_INT, NULL, NULL, false},
    {"share", SHAPE_NUMBER, "inside, 0 to 1", NULL, true},
    {"low", SHAPE_NUMBER, "90 % interval", NULL, true},
    {"high", SHAPE_NUMBER, NULL, NULL, true},
    {"realised_over_expected", SHAPE_NUMBER, NULL, NULL, true},
    {"says", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field PORTFOLIO_REPLY[] = {
    {"groups", SHAPE_ARRAY, "savings and revenue apart, each currency apart", GROUP, false},
    {"values", SHAPE_ARRAY, "oldest first", SHAPE_OF_VALUE, false},
    {"forecasters", SHAPE_ARRAY, NULL, FORECASTER, false},
    SAMPLE_FIELD,
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column PORTFOLIO_COLUMNS[] = {
    {"value", "id", "int", 5},
    {"what", "title", "text", 0},
    {"kind", "kind", "text", 8},
    {"expected", "expected", "text", 10},
    {"verdict", "verdict", "text", 12},
    {"realised", "realised", "text", 10},
    {"at least", "realised_low", "text", 10},
    {"at most", "realised_high", "text", 10},
    {"money", "currency", "text", 5},
    {NULL, NULL, NULL, 0},
};
static const Op PORTFOLIO = {
    .id = "portfolio.get",
    .method = "GET",
    .path = "/portfolio",
    .words = "portfolio",
    .summary = "What all fixes were expected to be worth, and what they were",
    .help = "Realised over expected with its interval, beside what is published of others (31 % of an expected revenue "
            "lift, 25 % of expected savings came). What cannot be told stays in what was expected.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = PORTFOLIO_REPLY,
    .rows = "values",
    .columns = PORTFOLIO_COLUMNS,
    .empty = "No value yet: seal an expectation before the next release with `ridealong ledger expect`.",
    .run = portfolio_run,
};

const Op *const OPS_PORTFOLIO[] = {&PORTFOLIO, NULL};
