/* measure.c - the acceptance measure as JSON, checked, and in words. */
#include "problems/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char STOP[] = "at the first look that says the rate fell, else at the last look";

Measure measure_default(void) {
    return (Measure){.looks = {2, 4, 8}, .looks_n = 3, .error = 0.05, .fall = NAN, .baseline_voices = NAN};
}

bool measure_check(const Measure *m, Err *err) {
    if (!m->themes_n)
        return err_set(err, ERR_INPUT, "name the themes whose rate must fall: themes: [12]",
                       "measure: it names no theme");
    if (!(m->fall > 0 && m->fall <= 1))
        return err_set(err, ERR_INPUT, "write a fall by 30 % as 0.3", "fall: it must be above 0 and at most 1");
    if (!m->looks_n || m->looks[0] < 1 || m->looks[m->looks_n - 1] > MEASURE_WEEKS_MAX)
        return err_set(err, ERR_INPUT, "give weeks after the release, like looks: [2, 4, 8]",
                       "looks: weeks from 1 to %d", MEASURE_WEEKS_MAX);
    for (size_t i = 1; i < m->looks_n; i++)
        if (m->looks[i] <= m->looks[i - 1])
            return err_set(err, ERR_INPUT, "give weeks after the release, like looks: [2, 4, 8]",
                           "looks: each must be later than the one before");
    if (!(m->error > 0 && m->error <= 0.2))
        return err_set(err, ERR_INPUT, "0.05 is usual", "error: it must be above 0 and at most 0.2");
    return true;
}

bool measure_same(const Measure *a, const Measure *b) {
    return a->themes_n == b->themes_n && memcmp(a->themes, b->themes, a->themes_n * sizeof *a->themes) == 0 &&
           str_eq(a->segment, b->segment) && str_eq(a->product, b->product) && str_eq(a->channel, b->channel) &&
           a->fall == b->fall && a->looks_n == b->looks_n &&
           memcmp(a->looks, b->looks, a->looks_n * sizeof *a->looks) == 0 && a->error == b->error;
}

static json_t *ints(const int64_t *v, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, json_integer(v[i]));
    return list;
}

static json_t *text_or_null(Str s) {
    return s.n ? json_stringn(s.p, s.n) : json_null();
}

static json_t *baseline_json(const Measure *m) {
    if (isnan(m->baseline_voices)) return json_null();
    return json_pack("{s:f, s:I, s:s%}", "voices_a_week", m->baseline_voices, "weeks", (json_int_t)m->baseline_weeks,
                     "until", m->baseline_until.p, m->baseline_until.n);
}

json_t *measure_json(const Measure *m) {
    int64_t window = m->looks_n ? m->looks[m->looks_n - 1] : 0;
    return json_pack("{s:s, s:{s:s, s:o}, s:{s:o, s:o, s:o}, s:{s:s, s:f}, s:{s:I}, s:o, s:{s:s, s:f}, s:o}", "schema",
                     "ridealong/acceptance-measure/1", "metric", "name", "theme_rate", "themes",
                     ints(m->themes, m->themes_n), "population", "segment", text_or_null(m->segment), "product",
                     text_or_null(m->product), "channel", text_or_null(m->channel), "effect", "direction", "fall",
                     "relative", m->fall, "window", "weeks", (json_int_t)window, "looks", ints(m->looks, m->looks_n),
                     "stop", "rule", STOP, "error", m->error, "baseline", baseline_json(m));
}

Str measure_text(Arena *a, const Measure *m) {
    json_t *o = measure_json(m);
    char *text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(15));
    json_decref(o);
    Str s = arena_str(a, str_from_c(text));
    free(text);
    return s;
}

static bool take_ints(const json_t *list, int64_t *out, size_t max, size_t *n) {
    size_t i;
    const json_t *v;
    *n = 0;
    if (!json_is_array(list) || json_array_size(list) > max) return false;
    json_array_foreach((json_t *)(uintptr_t)list, i, v) {
        if (!json_is_integer(v)) return false;
        out[(*n)++] = json_integer_value(v);
    }
    return true;
}

static Str take_text(Arena *a, const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);
    return arena_str(a, (Str){json_string_value(v) ? json_string_value(v) : "", json_string_length(v)});
}

static bool take(Arena *a, const json_t *o, Measure *m) {
    const json_t *population = json_object_get(o, "population"), *baseline = json_object_get(o, "baseline");
    const json_t *fall = json_object_get(json_object_get(o, "effect"), "relative");
    const json_t *error = json_object_get(json_object_get(o, "stop"), "error");
    *m = measure_default();
    m->segment = take_text(a, population, "segment");
    m->product = take_text(a, population, "product");
    m->channel = take_text(a, population, "channel");
    m->fall = json_number_value(fall);
    m->error = json_number_value(error);
    if (json_is_object(baseline)) {
        m->baseline_voices = json_number_value(json_object_get(baseline, "voices_a_week"));
        m->baseline_weeks = json_integer_value(json_object_get(baseline, "weeks"));
        m->baseline_until = take_text(a, baseline, "until");
    }
    return json_is_number(fall) && json_is_number(error) &&
           take_ints(json_object_get(json_object_get(o, "metric"), "themes"), m->themes, MEASURE_THEMES,
                     &m->themes_n) &&
           take_ints(json_object_get(o, "looks"), m->looks, MEASURE_LOOKS, &m->looks_n);
}

bool measure_read(Arena *a, Str text, Measure *m, Err *err) {
    json_t *o = json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, NULL);
    bool ok = o && take(a, o, m);
    json_decref(o);
    if (!ok)
        return err_set(err, ERR_INPUT, "see docs/schemas/acceptance-measure.json", "this is no acceptance measure");
    return measure_check(m, err);
}

static Str listed(Arena *a, const int64_t *v, size_t n) {
    Str s = {"", 0};
    for (size_t i = 0; i < n; i++)
        s = arena_printf(a, "%.*s%s%lld", STR_ARG(s), i == 0 ? "" : i + 1 == n ? " and " : ", ", (long long)v[i]);
    return s;
}

static Str population_says(Arena *a, const Measure *m) {
    Str s = {"", 0};
    const struct {
        const char *name;
        Str value;
    } PARTS[] = {{"segment", m->segment}, {"product", m->product}, {"channel", m->channel}};
    for (size_t i = 0; i < 3; i++)
        if (PARTS[i].value.n)
            s = arena_printf(a, "%.*s%s%s \"%.*s\"", STR_ARG(s), s.n ? ", " : " in ", PARTS[i].name,
                             STR_ARG(PARTS[i].value));
    return s;
}

Str measure_says(Arena *a, const Measure *m) {
    return arena_printf(
        a,
        "The rate of theme%s %.*s (voices for each voice of all other themes)%.*s falls by %.0f %% or more, "
        "looked at in week%s %.*s after the release. It ends %s; over all looks a false \"fell\" comes up "
        "at most %.3g times in 100.",
        m->themes_n == 1 ? "" : "s", STR_ARG(listed(a, m->themes, m->themes_n)), STR_ARG(population_says(a, m)),
        100 * m->fall, m->looks_n == 1 ? "" : "s", STR_ARG(listed(a, m->looks, m->looks_n)), STOP, 100 * m->error);
}
