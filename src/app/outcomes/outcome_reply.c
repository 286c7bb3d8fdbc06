/* outcome_reply.c - an outcome as JSON. */
#include "outcome_reply.h"

#include <stdlib.h>

#include "app_private.h"
#include "json_build.h"
#include "outcome_words.h"
#include "shapes.h"
#include "store/theme_store.h"

enum { DAYS = 7 };

const Field SHAPE_OF_EFFECT[] = {
    {"ratio", SHAPE_NUMBER, "of the rate with the release to the rate without it", NULL, false},
    {"low", SHAPE_NUMBER, "90 % interval", NULL, false},
    {"high", SHAPE_NUMBER, NULL, NULL, false},
    {"says", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_OUTCOME_WEEKS[] = {
    {"start", SHAPE_STRING, "first day of seven", NULL, false},
    {"voices", SHAPE_INT, NULL, NULL, false},
    {"rate", SHAPE_NUMBER, "voices by the unit", NULL, true},
    {"expected", SHAPE_NUMBER, "rate without the release, by the fit", NULL, true},
    {"low", SHAPE_NUMBER, "90 % band of it", NULL, true},
    {"high", SHAPE_NUMBER, NULL, NULL, true},
    {"after", SHAPE_BOOL, "after the release", NULL, false},
    {"share", SHAPE_NUMBER, "of the customers who had it in that week, 0 to 1", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_LOOKS[] = {
    {"weeks", SHAPE_INT, "after the release", NULL, false},
    {"due", SHAPE_STRING, "the day from which it can be taken", NULL, false},
    {"done", SHAPE_BOOL, NULL, NULL, false},
    {"verdict", SHAPE_STRING, NULL, NULL, true},
    {"change", SHAPE_OBJECT, NULL, SHAPE_OF_EFFECT, true},
    {"smallest", SHAPE_NUMBER, "smallest fall that it finds four times in five, 0 to 1", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_PLACEBOS[] = {
    {"tests", SHAPE_INT, "on themes and dates where nothing shipped", NULL, false},
    {"as_far", SHAPE_INT, "that moved at least as much as ours, either way", NULL, false},
    {"inflation", SHAPE_NUMBER, "how much more they vary than their own scatter says", NULL, false},
    {"ours", SHAPE_NUMBER, "log ratio", NULL, false},
    {"effects", SHAPE_ARRAY, "log ratios at our volume, ascending", SHAPE_OF_FREE, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_AVOIDED[] = {
    {"voices", SHAPE_NUMBER, NULL, NULL, false}, {"low", SHAPE_NUMBER, "90 % interval", NULL, false},
    {"high", SHAPE_NUMBER, NULL, NULL, false},   {"weeks", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_LASTING[] = {
    {"due", SHAPE_STRING, NULL, NULL, false},
    {"state", SHAPE_STRING, "early, still, gone, unknown", NULL, false},
    {"says", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_NEIGHBOURS[] = {
    {"id", SHAPE_INT, NULL, NULL, false},
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"change", SHAPE_OBJECT, "null: too few voices to say", SHAPE_OF_EFFECT, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_BY_CODEBOOK[] = {
    {"codebook", SHAPE_INT, NULL, NULL, false},
    {"serving", SHAPE_BOOL, NULL, NULL, false},
    {"until", SHAPE_STRING, "last day it has counted", NULL, false},
    {"verdict", SHAPE_STRING, NULL, NULL, false},
    {"change", SHAPE_OBJECT, NULL, SHAPE_OF_EFFECT, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};

static json_t *effect_json(Arena *a, double effect, double low, double high) {
    if (!isfinite(effect) || !isfinite(low) || !isfinite(high)) return json_null();
    json_t *o = json_object();
    put(o, "ratio", json_num(exp(effect), 4));
    put(o, "low", json_num(exp(low), 4));
    put(o, "high", json_num(exp(high), 4));
    put(o, "says", json_str(effect_words(a, effect, low, high)));
    return o;
}

static json_t *day_json(Arena *a, int64_t day) {
    return json_str(time_iso_date(a, day * SECONDS_PER_DAY));
}

/* ---- rates ------------------------------------------------------------------------------------------------------- */

/* Active customers of each week; NULL: some week is not known. A period counts for the weeks that begin in it. */
static bool customers_by_week(Call *call, const Judged *j, double **out, Err *err) {
    ExposureRow *rows;
    size_t n;
    *out = NULL;
    if (!exposure_list(call->app->db, call->arena, STR(""), &rows, &n, err)) return false;
    double *customers = ARENA_ARRAY(call->arena, double, j->outcome.weeks_n);
    for (size_t w = 0; w < j->outcome.weeks_n; w++) {
        int64_t day = j->first_day + (int64_t)w * DAYS;
        for (size_t i = 0; i < n; i++)
            if (rows[i].day <= day && day < rows[i].day + rows[i].days) customers[w] = rows[i].customers;
        if (!(customers[w] > 0)) return true;
    }
    *out = customers;
    return true;
}

/* Per so many customers or voices that the usual rate is at least one: 1,000, 10,000, up to a million. */
static double rate_per(const Judged *j, const double *customers) {
    const Outcome *o = &j->outcome;
    double voices = 0, whole = 0, per = 1000;
    for (size_t w = 0; w < o->weeks_n; w++)
        voices += o->weeks[w].observed, whole += customers ? customers[w] : j->all[w];
    while (per < 1e6 && voices * per < whole) per *= 10;
    return per;
}

static json_t *weeks_json(Arena *a, const Judged *j, const double *customers, double per) {
    const Outcome *o = &j->outcome;
    json_t *list = json_array();
    for (size_t w = 0; w < o->weeks_n; w++) {
        const OutcomeWeek *week = &o->weeks[w];
        double scale = per / (customers ? customers[w] : j->all[w]);
        json_t *row = json_object();
        put(row, "start", day_json(a, j->first_day + (int64_t)w * DAYS));
        put(row, "voices", json_integer((json_int_t)week->observed));
        put(row, "rate", json_num(week->observed * scale, 3));
        put(row, "expected", json_num(week->expected * scale, 3));
        put(row, "low", json_num(week->low * scale, 3));
        put(row, "high", json_num(week->high * scale, 3));
        put(row, "after", json_boolean(week->after));
        put(row, "share", json_num(week->after ? j->share[w - o->release] : 0, 3));
        json_array_append_new(list, row);
    }
    return list;
}

/* ---- parts ---------------------------------------------------------------------------------------------------------
 */

static json_t *looks_json(Arena *a, const Outcome *o, int64_t release_day) {
    json_t *list = json_array();
    for (size_t i = 0; i < LOOKS; i++) {
        const Look *l = &o->looks[i];
        json_t *row = json_object();
        put(row, "weeks", json_integer((json_int_t)l->weeks));
        put(row, "due", day_json(a, release_day + (int64_t)l->weeks * DAYS));
        put(row, "done", json_boolean(l->done));
        put(row, "verdict", l->done ? json_string(verdict_name(l->verdict)) : json_null());
        put(row, "change", l->done ? effect_json(a, l->effect, l->low, l->high) : json_null());
        put(row, "smallest", l->done ? json_num(1 - exp(l->smallest), 3) : json_null());
        json_array_append_new(list, row);
    }
    return list;
}

static int by_value(const void *x, const void *y) {
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static json_t *placebos_json(Arena *a, const Outcome *o) {
    const Study *s = &o->study;
    if (!o->looks_done || !s->placebos_n) return json_null();
    double *effects = ARENA_ARRAY(a, double, s->placebos_n);
    for (size_t i = 0; i < s->placebos_n; i++) effects[i] = study_scaled(s, &s->placebos[i]);
    qsort(effects, s->placebos_n, sizeof *effects, by_value);
    json_t *list = json_array(), *row = json_object();
    for (size_t i = 0; i < s->placebos_n; i++)
        json_array_append_new(list, json_pack("{s:o}", "effect", json_num(effects[i], 4)));
    put(row, "tests", json_integer((json_int_t)s->placebos_n));
    put(row, "as_far", json_integer((json_int_t)s->as_far));
    put(row, "inflation", json_num(sqrt(s->lambda), 2));
    put(row, "ours", json_num(o->effect, 4));
    put(row, "effects", list);
    return row;
}

static json_t *avoided_json(const Outcome *o) {
    if (!o->looks_done || !isfinite(o->avoided)) return json_null();
    return json_pack("{s:o, s:o, s:o, s:I}", "voices", json_num(o->avoided, 1), "low", json_num(o->avoided_low, 1),
                     "high", json_num(o->avoided_high, 1), "weeks", (json_int_t)o->looks[o->looks_done - 1].weeks);
}

static json_t *lasting_json(Arena *a, const Outcome *o, int64_t release_day) {
    static const char *const STATES[] = {"early", "still", "gone", "unknown"};
    if (!o->looks_done) return json_null();
    return json_pack("{s:o, s:s, s:o}", "due", day_json(a, release_day + LASTING_WEEKS * DAYS), "state",
                     STATES[o->lasting], "says", json_str(lasting_says(a, o)));
}

static Str name_of(const ThemeRow *themes, size_t n, int64_t id) {
    for (size_t i = 0; i < n; i++)
        if (themes[i].id == id) return themes[i].name;
    return STR("a theme of an earlier codebook");
}

static json_t *near_json(Arena *a, const Judged *j, const ThemeRow *themes, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < j->outcome.near_n; i++) {
        const Neighbour *near = &j->outcome.near[i];
        int64_t id = j->ids[near->theme];
        json_t *row = json_link(id, name_of(themes, n, id));
        put(row, "change", near->known ? effect_json(a, near->effect, near->low, near->high) : json_null());
        json_array_append_new(list, row);
    }
    return list;
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */

static void put_nothing(Call *call) {
    json_t *r = call->reply;
    put(r, "verdict", json_string(verdict_name(VERDICT_REFUSED)));
    put(r, "says", json_string("Refused: there is no data of this theme around that date."));
    put(r, "advice", json_string("Import signals of the weeks before and after it."));
    static const char *const NULLS[] = {"change", "until", "placebos", "avoided", "lasting", "moved", NULL};
    for (size_t i = 0; NULLS[i]; i++) put(r, NULLS[i], json_null());
    static const char *const LISTS[] = {"weeks", "looks", "near", NULL};
    for (size_t i = 0; LISTS[i]; i++) put(r, LISTS[i], json_array());
    put(r, "weeks_before", json_integer(0));
    put(r, "weeks_after", json_integer(0));
    put(r, "both_methods", json_false());
    put(r, "unit", json_string("of each 1,000 voices"));
}

static Str unit_words(Arena *a, const double *customers, double per) {
    static const char *const NUMBERS[] = {"1,000", "10,000", "100,000", "1,000,000"};
    const char *number = NUMBERS[lround(log10(per)) - 3];
    return customers ? arena_printf(a, "a week per %s active customers", number)
                     : arena_printf(a, "of each %s voices", number);
}

static bool put_judged(Call *call, const Subject *s, const Judged *j, int64_t codebook_id, Err *err) {
    const Outcome *o = &j->outcome;
    Arena *a = call->arena;
    json_t *r = call->reply;
    int64_t day = day_of(s->at);
    double *customers;
    ThemeRow *themes;
    size_t n;
    if (!customers_by_week(call, j, &customers, err) || !themes_names(call->app->db, a, codebook_id, &themes, &n, err))
        return false;
    double per = rate_per(j, customers);
    put(r, "verdict", json_string(verdict_name(o->verdict)));
    put(r, "says", json_str(outcome_says(a, o)));
    put(r, "advice", json_str_or_null(outcome_advice(a, o, day)));
    put(r, "change", effect_json(a, o->effect, o->low, o->high));
    put(r, "weeks_before", json_integer((json_int_t)o->weeks_used));
    put(r, "weeks_after", json_integer((j->end_day - day) / DAYS));
    put(r, "until", day_json(a, j->end_day - 1));
    put(r, "both_methods", json_boolean(o->agreed));
    put(r, "unit", json_str(unit_words(a, customers, per)));
    put(r, "weeks", weeks_json(a, j, customers, per));
    put(r, "looks", looks_json(a, o, day));
    put(r, "placebos", placebos_json(a, o));
    put(r, "avoided", avoided_json(o));
    put(r, "lasting", lasting_json(a, o, day));
    put(r, "near", near_json(a, j, themes, n));
    put(r, "moved", json_str_or_null(moved_says(a, o)));
    return true;
}

static json_t *by_codebook_json(Arena *a, const CodebookRow *codebook, const Judged *j) {
    const Outcome *o = &j->outcome;
    json_t *row = json_object();
    put(row, "codebook", json_integer(codebook->id));
    put(row, "serving", json_boolean(str_eq(codebook->state, STR("current"))));
    put(row, "until", day_json(a, j->end_day - 1));
    put(row, "verdict", json_string(verdict_name(o->verdict)));
    put(row, "change", effect_json(a, o->effect, o->low, o->high));
    return row;
}

bool outcome_put(Call *call, const Subject *subject, Judged *judged, Err *err) {
    CodebookRow *codebooks;
    size_t n;
    Judged mine;
    if (!judged) judged = &mine;
    *judged = (Judged){0};
    json_t *list = json_array();
    put(call->reply, "at", json_time(call->arena, subject->at));
    put(call->reply, "codebook", json_null());
    put(call->reply, "codebooks", list);
    if (!codebooks_list(call->app->db, call->arena, &codebooks, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        bool serving = str_eq(codebooks[i].state, STR("current"));
        Judged j;
        if (str_eq(codebooks[i].state, STR("building"))) continue;
        if (!subject_judge(call, codebooks[i].id, subject, &j, err)) return false;
        if (serving) {
            *judged = j;
            put(call->reply, "codebook", json_integer(codebooks[i].id));
            if (j.known && !put_judged(call, subject, &j, codebooks[i].id, err)) return false;
        }
        if (!j.known) continue;
        json_t *row = by_codebook_json(call->arena, &codebooks[i], &j);
        if (serving)
            json_array_insert_new(list, 0, row);
        else
            json_array_append_new(list, row);
    }
    if (!judged->known) put_nothing(call);
    return true;
}
