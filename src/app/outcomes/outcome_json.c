/* outcome_json.c - the parts of an outcome as JSON, with their shapes. */
#include "outcome_json.h"

#include <stdlib.h>

#include "json_build.h"
#include "outcome_words.h"
#include "shapes.h"

enum { DAYS = 7 };

const char *const OUTCOME_BY[] = {[BY_SEGMENT] = "segment", [BY_PRODUCT] = "product", [BY_CHANNEL] = "channel", NULL};

const Field SHAPE_OF_EFFECT[] = {
    {"ratio", SHAPE_NUMBER, "of the rate with the release to the rate without it", NULL, false},
    {"low", SHAPE_NUMBER, "90 % interval", NULL, false},
    {"high", SHAPE_NUMBER, NULL, NULL, false},
    {"says", SHAPE_STRING, NULL, NULL, false},
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
static const Field PART[] = {
    {"name", SHAPE_STRING, NULL, NULL, false},
    {"voices", SHAPE_INT, "in the year before", NULL, false},
    {"verdict", SHAPE_STRING, "as one of so many", NULL, false},
    {"change", SHAPE_OBJECT, "the 90 % intervals of all parts hold together", SHAPE_OF_EFFECT, true},
    {"p", SHAPE_NUMBER, "chance of moving so far when nothing was done", NULL, true},
    {"p_adjusted", SHAPE_NUMBER, "for being one of so many (Holm)", NULL, true},
    {"smallest", SHAPE_NUMBER, "smallest fall that is found four times in five, 0 to 1", NULL, true},
    {"says", SHAPE_STRING, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_SPLIT[] = {
    {"by", SHAPE_STRING, "segment, product or channel", NULL, false},
    {"weeks", SHAPE_INT, "after the release", NULL, false},
    {"tested", SHAPE_INT, "parts with enough voices to judge", NULL, false},
    {"left_out", SHAPE_INT, "smaller parts", NULL, false},
    {"says", SHAPE_STRING, "all of it in one sentence", NULL, false},
    {"parts", SHAPE_ARRAY, "largest first", PART, false},
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

json_t *effect_json(Arena *a, double effect, double low, double high) {
    if (!isfinite(effect) || !isfinite(low) || !isfinite(high)) return json_null();
    json_t *o = json_object();
    put(o, "ratio", json_num(exp(effect), 4));
    put(o, "low", json_num(exp(low), 4));
    put(o, "high", json_num(exp(high), 4));
    put(o, "says", json_str(effect_words(a, effect, low, high)));
    return o;
}

json_t *day_json(Arena *a, int64_t day) {
    return json_str(time_iso_date(a, day * SECONDS_PER_DAY));
}

json_t *looks_json(Arena *a, const Outcome *o, int64_t release_day) {
    json_t *list = json_array();
    for (size_t i = 0; i < o->plan.n; i++) {
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

json_t *placebos_json(Arena *a, const Outcome *o) {
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

json_t *avoided_json(const Outcome *o) {
    if (!o->looks_done || !isfinite(o->avoided)) return json_null();
    return json_pack("{s:o, s:o, s:o, s:I}", "voices", json_num(o->avoided, 1), "low", json_num(o->avoided_low, 1),
                     "high", json_num(o->avoided_high, 1), "weeks", (json_int_t)o->looks[o->looks_done - 1].weeks);
}

json_t *lasting_json(Arena *a, const Outcome *o, int64_t release_day) {
    static const char *const STATES[] = {"early", "still", "gone", "unknown"};
    if (!o->looks_done) return json_null();
    return json_pack("{s:o, s:s, s:o}", "due", day_json(a, release_day + LASTING_WEEKS * DAYS), "state",
                     STATES[o->lasting], "says", json_str(lasting_says(a, o)));
}

json_t *split_json(Arena *a, const Split *s) {
    json_t *list = json_array(), *o = json_object();
    for (size_t i = 0; i < s->n; i++) {
        const OutcomePart *part = &s->parts[i];
        json_t *row = json_object();
        put(row, "name", json_str(s->values[i]));
        put(row, "voices", json_integer(s->voices[i]));
        put(row, "verdict", json_string(verdict_name(part->verdict)));
        put(row, "change", effect_json(a, part->effect, part->low, part->high));
        put(row, "p", json_num(part->p, 4));
        put(row, "p_adjusted", json_num(part->p_adjusted, 4));
        put(row, "smallest", part->tested ? json_num(1 - exp(part->smallest), 3) : json_null());
        put(row, "says", json_str(part_says(a, part)));
        json_array_append_new(list, row);
    }
    put(o, "by", json_str(dimension_name(s->by)));
    put(o, "weeks", json_integer((json_int_t)s->weeks));
    put(o, "tested", json_integer((json_int_t)s->tested));
    put(o, "left_out", json_integer((json_int_t)s->left_out));
    put(o, "says", json_str(split_says(a, s)));
    put(o, "parts", list);
    return o;
}
