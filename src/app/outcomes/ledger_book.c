/* ledger_book.c - folding the rows of the ledger. */
#include "ledger_book.h"

#include <math.h>
#include <stdlib.h>

#include "app_private.h"
#include "audit.h"
#include "json_build.h"

enum { ROWS_MAX = 1000000, MONEY_DIGITS = 12 };

/* ---- money ----------------------------------------------------------------------------------- */

bool money_parse(Str s, int64_t *out) {
    Str cents = str_trim(s), whole = str_cut(&cents, '.');
    int64_t units, part = 0;
    if (!whole.n || whole.n > MONEY_DIGITS || whole.p[0] == '-' || whole.p[0] == '+' || !str_to_i64(whole, &units))
        return false;
    if (cents.p && (cents.n < 1 || cents.n > 2 || cents.p[0] == '-' || cents.p[0] == '+' || !str_to_i64(cents, &part)))
        return false;
    *out = units * 100 + (cents.n == 1 ? part * 10 : part);
    return true;
}

json_t *money_json(double hundredths) {
    return json_num(hundredths / 100, 2);
}

/* ---- rows to values -------------------------------------------------------------------------- */

static double number_of(const json_t *body, const char *name) {
    const json_t *v = json_object_get(body, name);
    return json_is_number(v) ? json_number_value(v) : NAN;
}

static int64_t whole_of(const json_t *body, const char *name) {
    return json_integer_value(json_object_get(body, name));
}

static Str text_of(Arena *a, const json_t *body, const char *name) {
    return arena_str(a, str_from_c(json_string_value(json_object_get(body, name))));
}

static Value value_begin(Arena *a, const ChainRow *row, const json_t *b) {
    return (Value){.id = row->object_id,
                   .theme_id = whole_of(b, "theme"),
                   .problem_id = whole_of(b, "problem"),
                   .sealed_at = row->at,
                   .title = text_of(a, b, "title"),
                   .currency = text_of(a, b, "currency"),
                   .forecaster = row->actor,
                   .unit_source = text_of(a, b, "unit_source"),
                   .unit_date = text_of(a, b, "unit_date"),
                   .revenue = json_is_true(json_object_get(b, "revenue")),
                   .fall = number_of(b, "fall"),
                   .fall_low = number_of(b, "fall_low"),
                   .fall_high = number_of(b, "fall_high"),
                   .voices_a_week = number_of(b, "voices_a_week"),
                   .weeks = whole_of(b, "weeks"),
                   .unit = whole_of(b, "unit"),
                   .unit_sealed = whole_of(b, "unit"),
                   .expected = whole_of(b, "expected"),
                   .expected_low = whole_of(b, "expected_low"),
                   .expected_high = whole_of(b, "expected_high"),
                   .avoided = NAN,
                   .avoided_low = NAN,
                   .avoided_high = NAN};
}

static Verdict verdict_of(Str name) {
    for (Verdict v = VERDICT_FELL; v < VERDICT_REFUSED; v++)
        if (str_eq(name, str_from_c(verdict_name(v)))) return v;
    return VERDICT_REFUSED;
}

static void take_realised(Arena *a, const ChainRow *row, const json_t *b, Value *v) {
    v->judged = true;
    v->realised_at = row->at;
    v->release_id = whole_of(b, "release");
    v->verdict = verdict_of(text_of(a, b, "verdict"));
    v->avoided = number_of(b, "avoided");
    v->avoided_low = number_of(b, "avoided_low");
    v->avoided_high = number_of(b, "avoided_high");
}

static void take_shares(Arena *a, const json_t *b, Value *v) {
    const char *name;
    json_t *share;
    v->owners_n = 0;
    json_object_foreach((json_t *)(uintptr_t)json_object_get(b, "shares"), name, share) {
        if (v->owners_n == OWNERS_MAX) break;
        v->owners[v->owners_n] = arena_str(a, str_from_c(name));
        v->shares[v->owners_n++] = (int32_t)json_integer_value(share);
    }
}

static void take(Arena *a, const ChainRow *row, const json_t *b, Value *v) {
    if (str_eq(row->action, STR("value.realise"))) take_realised(a, row, b, v);
    if (str_eq(row->action, STR("value.cost"))) v->cost += whole_of(b, "cost");
    if (str_eq(row->action, STR("value.share"))) take_shares(a, b, v);
    if (str_eq(row->action, STR("value.correct"))) {
        if (json_object_get(b, "unit")) v->unit = whole_of(b, "unit");
        if (json_object_get(b, "cost_in_all")) v->cost = whole_of(b, "cost_in_all");
    }
}

static int by_id(const void *key, const void *item) {
    int64_t a = *(const int64_t *)key, b = ((const Value *)item)->id;
    return (a > b) - (a < b);
}

/* Folds rows, which come newest first, into values that are added to *values. A value's number is that of the row that
 * sealed it, so that values come in the order of their numbers. */
static void fold(Arena *a, const ChainRow *rows, size_t rows_n, Value *values, size_t *n) {
    for (size_t i = rows_n; i-- > 0;) {
        const ChainRow *row = &rows[i];
        json_t *body = json_loadb(row->body.p, row->body.n, 0, NULL);
        if (str_eq(row->action, STR("value.expect"))) values[(*n)++] = value_begin(a, row, body);
        Value *value = *n ? bsearch(&row->object_id, values, *n, sizeof *values, by_id) : NULL;
        if (value) take(a, row, body, value);
        json_decref(body);
    }
}

/* Of all values (id 0) or of one. */
static bool read_rows(Call *call, int64_t id, ChainRow **rows, size_t *n, Err *err) {
    ChainFilter filter = {.kind = STR("value"), .object_id = id, .limit = ROWS_MAX};
    return chain_list(call->app->db, call->arena, CHAIN_LEDGER, &filter, rows, n, err);
}

bool ledger_values(Call *call, Value **values, size_t *n, Err *err) {
    ChainRow *rows;
    size_t rows_n;
    if (!read_rows(call, 0, &rows, &rows_n, err)) return false;
    *values = ARENA_ARRAY(call->arena, Value, rows_n + 1);
    *n = 0;
    fold(call->arena, rows, rows_n, *values, n);
    return true;
}

static int by_number(const void *x, const void *y) {
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static bool ids_add(Call *call, LedgerBy by, int64_t id, int64_t **ids, size_t *n, Err *err) {
    int64_t *more;
    size_t more_n;
    if (!ledger_ids(call->app->db, call->arena, by, id, &more, &more_n, err)) return false;
    int64_t *all = ARENA_ARRAY(call->arena, int64_t, *n + more_n + 1);
    for (size_t i = 0; i < *n + more_n; i++) all[i] = i < *n ? (*ids)[i] : more[i - *n];
    *ids = all;
    *n += more_n;
    return true;
}

bool ledger_values_of(Call *call, const LedgerSubjects *s, Value **values, size_t *n, Err *err) {
    int64_t *ids = NULL;
    size_t ids_n = 0;
    *n = 0;
    for (size_t i = 0; i < s->themes_n; i++)
        if (!ids_add(call, LEDGER_BY_THEME, s->themes[i], &ids, &ids_n, err)) return false;
    for (size_t i = 0; i < s->problems_n; i++)
        if (!ids_add(call, LEDGER_BY_PROBLEM, s->problems[i], &ids, &ids_n, err)) return false;
    if (s->release_id && !ids_add(call, LEDGER_BY_RELEASE, s->release_id, &ids, &ids_n, err)) return false;
    if (ids_n) qsort(ids, ids_n, sizeof *ids, by_number);
    *values = ARENA_ARRAY(call->arena, Value, ids_n + 1);
    for (size_t i = 0; i < ids_n; i++) {
        ChainRow *rows;
        size_t rows_n;
        if (i && ids[i] == ids[i - 1]) continue;
        if (!read_rows(call, ids[i], &rows, &rows_n, err)) return false;
        fold(call->arena, rows, rows_n, *values, n);
    }
    return true;
}

bool ledger_value(Call *call, int64_t id, Value *value, Err *err) {
    ChainRow *rows;
    size_t rows_n, n = 0;
    if (!read_rows(call, id, &rows, &rows_n, err)) return false;
    Value *values = ARENA_ARRAY(call->arena, Value, rows_n + 1);
    fold(call->arena, rows, rows_n, values, &n);
    if (n) return *value = values[0], true;
    return err_set(err, ERR_NOT_FOUND, "see them all: ridealong portfolio", "there is no value %lld in the ledger",
                   (long long)id);
}

static double realised(const Value *v, double avoided) {
    return avoided * (double)v->unit;
}

LedgerRow ledger_row(const Value *v) {
    return (LedgerRow){.expected = (double)v->expected,
                       .expected_low = (double)v->expected_low,
                       .expected_high = (double)v->expected_high,
                       .judged = v->judged,
                       .verdict = v->verdict,
                       .realised = realised(v, v->avoided),
                       .realised_low = realised(v, v->avoided_low),
                       .realised_high = realised(v, v->avoided_high),
                       .cost = (double)v->cost};
}

/* ---- writing --------------------------------------------------------------------------------- */

bool ledger_note(Call *call, const char *action, int64_t value_id, json_t *body, Err *err) {
    json_t *copy = json_deep_copy(body);
    if (!chain_note(call, CHAIN_LEDGER, action, "value", value_id, body, NULL, err)) {
        json_decref(copy);
        return false;
    }
    return audit_note(call, action, "value", value_id, copy, err);
}

/* ---- as JSON --------------------------------------------------------------------------------- */

static const Field OWNER[] = {
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"share", SHAPE_NUMBER, "0 to 1; they sum to 1", NULL, false},
    {"realised", SHAPE_NUMBER, "their part", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_VALUE[] = {
    {"id", SHAPE_INT, "number of the row that sealed it", NULL, false},
    {"title", SHAPE_STRING, NULL, NULL, false},
    {"theme", SHAPE_INT, NULL, NULL, true},
    {"problem", SHAPE_INT, NULL, NULL, true},
    {"kind", SHAPE_STRING, "savings or revenue", NULL, false},
    {"currency", SHAPE_STRING, NULL, NULL, false},
    {"forecaster", SHAPE_STRING, NULL, NULL, false},
    {"sealed_at", SHAPE_TIME, NULL, NULL, false},
    {"fall", SHAPE_NUMBER, "expected, 0 to 1", NULL, false},
    {"unit", SHAPE_NUMBER, "of one avoided contact, the company's own figure", NULL, false},
    {"unit_source", SHAPE_STRING, "where it comes from, and when", NULL, false},
    {"weeks", SHAPE_INT, "after the release that are judged", NULL, false},
    {"expected", SHAPE_NUMBER, NULL, NULL, false},
    {"expected_low", SHAPE_NUMBER, "the forecaster's range", NULL, false},
    {"expected_high", SHAPE_NUMBER, NULL, NULL, false},
    {"verdict", SHAPE_STRING, "null: not judged yet", NULL, true},
    {"release", SHAPE_INT, NULL, NULL, true},
    {"avoided", SHAPE_NUMBER, "contacts", NULL, true},
    {"realised", SHAPE_NUMBER, "estimate", NULL, true},
    {"realised_low", SHAPE_NUMBER, "90 % interval", NULL, true},
    {"realised_high", SHAPE_NUMBER, NULL, NULL, true},
    {"cost", SHAPE_NUMBER, "of the work", NULL, false},
    {"owners", SHAPE_ARRAY, NULL, OWNER, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static json_t *owners_json(const Value *v) {
    json_t *list = json_array();
    int64_t parts[OWNERS_MAX];
    double all = realised(v, v->avoided);
    bool known = v->owners_n && isfinite(all) && ledger_split((int64_t)llround(all), v->shares, v->owners_n, parts);
    for (size_t i = 0; i < v->owners_n; i++)
        json_array_append_new(list, json_pack("{s:o, s:o, s:o}", "name", json_str(v->owners[i]), "share",
                                              json_num((double)v->shares[i] / SHARES_WHOLE, 4), "realised",
                                              known ? money_json((double)parts[i]) : json_null()));
    return list;
}

json_t *value_json(Arena *a, const Value *v) {
    json_t *o = json_object();
    put(o, "id", json_integer(v->id));
    put(o, "title", json_str(v->title));
    put(o, "theme", v->theme_id ? json_integer(v->theme_id) : json_null());
    put(o, "problem", v->problem_id ? json_integer(v->problem_id) : json_null());
    put(o, "kind", json_string(v->revenue ? "revenue" : "savings"));
    put(o, "currency", json_str(v->currency));
    put(o, "forecaster", json_str(v->forecaster));
    put(o, "sealed_at", json_time(a, v->sealed_at));
    put(o, "fall", json_num(v->fall, 4));
    put(o, "unit", money_json((double)v->unit));
    put(o, "unit_source", json_str(arena_printf(a, "%.*s, %.*s", STR_ARG(v->unit_source), STR_ARG(v->unit_date))));
    put(o, "weeks", json_integer(v->weeks));
    put(o, "expected", money_json((double)v->expected));
    put(o, "expected_low", money_json((double)v->expected_low));
    put(o, "expected_high", money_json((double)v->expected_high));
    put(o, "verdict", v->judged ? json_string(verdict_name(v->verdict)) : json_null());
    put(o, "release", v->release_id ? json_integer(v->release_id) : json_null());
    put(o, "avoided", json_num(v->avoided, 1));
    put(o, "realised", money_json(realised(v, v->avoided)));
    put(o, "realised_low", money_json(realised(v, v->avoided_low)));
    put(o, "realised_high", money_json(realised(v, v->avoided_high)));
    put(o, "cost", money_json((double)v->cost));
    put(o, "owners", owners_json(v));
    return o;
}
