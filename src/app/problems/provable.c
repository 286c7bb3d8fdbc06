/* provable.c - a measure held against what can be seen at today's volume, beside others like it. */
#include "provable.h"

#include <math.h>

#include "app_private.h"
#include "json_build.h"
#include "store/theme_store.h"
#include "subject.h"

static const size_t HORIZONS[] = {2, 4, 8, 12, 16, 26};
enum { HORIZONS_N = sizeof HORIZONS / sizeof *HORIZONS, ROWS_MAX = HORIZONS_N + MEASURE_LOOKS };

const Field SHAPE_OF_PROVABLE_ROW[] = {
    {"weeks", SHAPE_INT, "after the release", NULL, false},
    {"by", SHAPE_STRING, "the day on which that look would be due", NULL, false},
    {"look", SHAPE_BOOL, "the measure looks then", NULL, false},
    {"smallest", SHAPE_NUMBER, "smallest fall that is found four times in five, 0 to 1; null: history is too short",
     NULL, true},
    {"enough", SHAPE_BOOL, "the expected fall is at least that", NULL, false},
    {"one_look", SHAPE_NUMBER, "the same were it the only look", NULL, true},
    {"everybody", SHAPE_NUMBER, "the same counted over all customers; null: they are counted", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_PROVABILITY[] = {
    {"says", SHAPE_STRING, NULL, NULL, false},
    {"counted", SHAPE_STRING, "whose voices", NULL, false},
    {"whole", SHAPE_BOOL, "those of all customers", NULL, false},
    {"fall", SHAPE_NUMBER, "expected, 0 to 1", NULL, false},
    {"looks", SHAPE_STRING, "weeks after the release, like 2, 4, 8", NULL, false},
    {"error", SHAPE_NUMBER, "chance of a false verdict over all looks", NULL, false},
    {"voices_a_week", SHAPE_NUMBER, "of these customers, in the last eight weeks", NULL, false},
    {"provable", SHAPE_BOOL, "at one of the looks", NULL, false},
    {"rows", SHAPE_ARRAY, "earliest first", SHAPE_OF_PROVABLE_ROW, false},
    {"advice", SHAPE_ARRAY, "other measures by which the expected fall could be proven; sentences", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

typedef struct Table {
    size_t weeks[ROWS_MAX], n;
    const Measure *m;
    Subject subject;
    int64_t at;
    Provable planned, one_look, everybody;
    bool whole, counts;
} Table;

static bool looks_at(const Measure *m, size_t week) {
    for (size_t i = 0; i < m->looks_n; i++)
        if ((size_t)m->looks[i] == week) return true;
    return false;
}

/* The looks of the measure and the usual weeks, ascending. */
static void weeks_make(Table *t) {
    size_t at = 0, look = 0;
    while (at < HORIZONS_N || look < t->m->looks_n) {
        size_t usual = at < HORIZONS_N ? HORIZONS[at] : SIZE_MAX;
        size_t own = look < t->m->looks_n ? (size_t)t->m->looks[look] : SIZE_MAX;
        t->weeks[t->n++] = usual < own ? usual : own;
        at += usual <= own;
        look += own <= usual;
    }
}

static bool table_make(Call *call, int64_t codebook_id, Table *t, Err *err) {
    Subject everybody = t->subject;
    Population who = subject_population(&t->subject);
    double error = looks_error(&t->subject.plan);
    t->whole = who.whole, t->counts = who.counts;
    weeks_make(t);
    for (Dimension d = 0; d < POPULATION_PARTS; d++) everybody.of[d] = (Str){"", 0};
    return subject_provable(call, codebook_id, &t->subject, t->weeks, t->n, error, &t->planned, err) &&
           subject_provable(call, codebook_id, &t->subject, t->weeks, t->n, t->m->error, &t->one_look, err) &&
           (t->whole || subject_provable(call, codebook_id, &everybody, t->weeks, t->n, error, &t->everybody, err));
}

/* ---- in words -------------------------------------------------------------------------------- */

static double fall_of(double log_ratio) {
    return 1 - exp(log_ratio);
}

static Str day_words(Call *call, const Table *t, size_t weeks) {
    return time_iso_date(call->arena, t->at + (int64_t)weeks * SECONDS_PER_WEEK);
}

/* Index of the first look at which the expected fall is found; SIZE_MAX: none. */
static size_t first_enough(const Table *t) {
    for (size_t i = 0; i < t->n; i++)
        if (looks_at(t->m, t->weeks[i]) && fall_of(t->planned.smallest[i]) <= t->m->fall) return i;
    return SIZE_MAX;
}

static size_t last_look(const Table *t) {
    size_t at = 0;
    for (size_t i = 0; i < t->n; i++)
        if (looks_at(t->m, t->weeks[i])) at = i;
    return at;
}

static Str sentence(Call *call, const Table *t) {
    Arena *a = call->arena;
    Str who = population_words(a, &t->subject);
    size_t first = first_enough(t), last = last_look(t);
    double voices = t->planned.voices_a_week;
    if (!t->counts)
        return arena_printf(a,
                            "Cannot be judged: %.*s are two parts at once, and daily counts are kept by one. Name one.",
                            STR_ARG(who));
    if (voices <= 0)
        return arena_printf(a, "Cannot be proven: no voices of %.*s in the last eight weeks.", STR_ARG(who));
    if (first != SIZE_MAX)
        return arena_printf(
            a,
            "Can be proven: at today's %.1f voices a week (%.*s) a fall by %.0f %% or more is found four "
            "times in five at the look in week %zu (%.*s, were it released today); expected are %.0f %%.",
            voices, STR_ARG(who), 100 * fall_of(t->planned.smallest[first]), t->weeks[first],
            STR_ARG(day_words(call, t, t->weeks[first])), 100 * t->m->fall);
    if (isnan(t->planned.smallest[last]))
        return STR("Whether it can be proven cannot be said yet: the history is too short, or there is too little to "
                   "compare with.");
    return arena_printf(
        a,
        "Cannot be proven so: at today's %.1f voices a week (%.*s) the smallest fall that is found four "
        "times in five by week %zu is %.0f %%, and expected are %.0f %%.",
        voices, STR_ARG(who), t->weeks[last], 100 * fall_of(t->planned.smallest[last]), 100 * t->m->fall);
}

/* What else would do. Empty when the measure does, or nothing does. */
static json_t *advice_json(Call *call, const Table *t) {
    json_t *list = json_array();
    Arena *a = call->arena;
    size_t last = last_look(t), i;
    double fall = t->m->fall;
    if (!t->counts || first_enough(t) != SIZE_MAX) return list;
    if (fall_of(t->one_look.smallest[last]) <= fall)
        json_array_append_new(list, json_str(arena_printf(a, "One look only, in week %zu: it finds a fall by %.0f %%.",
                                                          t->weeks[last], 100 * fall_of(t->one_look.smallest[last]))));
    for (i = last + 1; i < t->n && !(fall_of(t->planned.smallest[i]) <= fall); i++) continue;
    if (i < t->n)
        json_array_append_new(
            list,
            json_str(arena_printf(a, "A longer window, until week %zu (%.*s): it finds a fall by %.0f %%.", t->weeks[i],
                                  STR_ARG(day_words(call, t, t->weeks[i])), 100 * fall_of(t->planned.smallest[i]))));
    if (!t->whole && fall_of(t->everybody.smallest[last]) <= fall)
        json_array_append_new(
            list, json_str(arena_printf(a, "All customers: by week %zu a fall by %.0f %% of theirs is found.",
                                        t->weeks[last], 100 * fall_of(t->everybody.smallest[last]))));
    if (!json_array_size(list))
        json_array_append_new(list,
                              json_string("None of the measures beneath can show it: agree on a larger fall, or on "
                                          "a measure of another kind."));
    return list;
}

static json_t *rows_json(Call *call, const Table *t) {
    json_t *list = json_array();
    for (size_t i = 0; i < t->n; i++) {
        json_t *row = json_object();
        put(row, "weeks", json_integer((json_int_t)t->weeks[i]));
        put(row, "by", json_str(day_words(call, t, t->weeks[i])));
        put(row, "look", json_boolean(looks_at(t->m, t->weeks[i])));
        put(row, "smallest", json_num(fall_of(t->planned.smallest[i]), 3));
        put(row, "enough", json_boolean(fall_of(t->planned.smallest[i]) <= t->m->fall));
        put(row, "one_look", json_num(fall_of(t->one_look.smallest[i]), 3));
        put(row, "everybody", t->whole ? json_null() : json_num(fall_of(t->everybody.smallest[i]), 3));
        json_array_append_new(list, row);
    }
    return list;
}

static Str looks_words(Arena *a, const Measure *m) {
    Str s = {"", 0};
    for (size_t i = 0; i < m->looks_n; i++)
        s = arena_printf(a, "%.*s%s%lld", STR_ARG(s), i ? ", " : "", (long long)m->looks[i]);
    return s;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* *known false: no codebook, or no theme to count. */
static bool table_of(Call *call, const ProblemRow *row, const Measure *m, int64_t at, Table *t, bool *known, Err *err) {
    CodebookRow codebook;
    Str title;
    Err own = {0};
    *t = (Table){.m = m, .at = at};
    *known = codebook_current(call->app->db, call->arena, &codebook, &own) &&
             subject_of_problem(call, row->id, &t->subject, &title, &own);
    if (!*known) return own.code == ERR_NOT_FOUND || own.code == ERR_CONFLICT || (*err = own, false);
    subject_measure(call->arena, m, &t->subject);
    return table_make(call, codebook.id, t, err);
}

bool provability_json(Call *call, const ProblemRow *row, const Measure *m, int64_t at, json_t **out, Err *err) {
    Table t;
    bool known;
    *out = json_null();
    if (!table_of(call, row, m, at, &t, &known, err)) return false;
    if (!known) return true;
    json_t *o = *out = json_object();
    put(o, "says", json_str(sentence(call, &t)));
    put(o, "counted", json_str(population_words(call->arena, &t.subject)));
    put(o, "whole", json_boolean(t.whole));
    put(o, "fall", json_num(m->fall, 4));
    put(o, "looks", json_str(looks_words(call->arena, m)));
    put(o, "error", json_num(m->error, 4));
    put(o, "voices_a_week", json_num(t.planned.voices_a_week, 1));
    put(o, "provable", json_boolean(first_enough(&t) != SIZE_MAX));
    put(o, "rows", rows_json(call, &t));
    put(o, "advice", advice_json(call, &t));
    return true;
}

bool provable_measure(Call *call, const ProblemRow *row, Measure *m, Err *err) {
    int64_t *themes;
    size_t n;
    if (row->measure.n) return measure_read(call->arena, row->measure, m, err);
    *m = measure_default();
    m->fall = OUTCOME_FALL_WANTED;
    if (!problem_themes(call->app->db, call->arena, row->id, &themes, &n, err)) return false;
    for (size_t i = 0; i < n && i < MEASURE_THEMES; i++) m->themes[m->themes_n++] = themes[i];
    return true;
}

bool provable_says(Call *call, const ProblemRow *row, Str *says, Err *err) {
    Table t;
    Measure m;
    bool known;
    *says = (Str){"", 0};
    if (!row->measure.n) return true;
    if (!measure_read(call->arena, row->measure, &m, err) || !table_of(call, row, &m, call->now, &t, &known, err))
        return false;
    if (known) *says = sentence(call, &t);
    return true;
}

bool provable_baseline(Call *call, const ProblemRow *row, const Measure *m, double *voices, Err *err) {
    Table t;
    bool known;
    *voices = NAN;
    if (!table_of(call, row, m, call->now, &t, &known, err)) return false;
    if (known && t.counts) *voices = t.planned.voices_a_week;
    return true;
}
