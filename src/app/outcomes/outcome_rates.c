/* outcome_rates.c - voices of an outcome as rates: by active customers where they are known, else as shares. */
#include <math.h>

#include "app_private.h"
#include "json_build.h"
#include "outcome_json.h"

enum { DAYS = 7 };

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

const Field SHAPE_OF_POPULATION[] = {
    {"segment", SHAPE_STRING, NULL, NULL, true},
    {"product", SHAPE_STRING, NULL, NULL, true},
    {"channel", SHAPE_STRING, NULL, NULL, true},
    {"exposure", SHAPE_BOOL, "rates are by active customers; else shares of all voices of the same customers", NULL,
     false},
    {"says", SHAPE_STRING, "who is counted, and by what", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

/* Active customers of each week; NULL: some week is not known. A period counts for the weeks that begin in it. */
static bool customers_by_week(Call *call, Str segment, const Judged *j, double **out, Err *err) {
    ExposureRow *rows;
    size_t n;
    *out = NULL;
    if (!exposure_list(call->app->db, call->arena, segment, &rows, &n, err)) return false;
    double *customers = ARENA_ARRAY(call->arena, double, j->outcome.weeks_n + 1);
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

bool rates_read(Call *call, const Subject *subject, const Judged *j, Rates *out, Err *err) {
    static const char *const NUMBERS[] = {"1,000", "10,000", "100,000", "1,000,000"};
    Population who = subject_population(subject);
    Arena *a = call->arena;
    bool by_segment = who.part.dimension == BY_SEGMENT;
    *out = (Rates){0};
    if ((who.whole || by_segment) &&
        !customers_by_week(call, who.whole ? STR("") : who.part.value, j, &out->customers, err))
        return false;
    out->per = rate_per(j, out->customers);
    const char *number = NUMBERS[lround(log10(out->per)) - 3];
    out->unit = out->customers ? arena_printf(a, "a week per %s active %.*s", number,
                                              STR_ARG(who.whole ? STR("customers") : population_words(a, subject)))
                : who.whole    ? arena_printf(a, "of each %s voices", number)
                               : arena_printf(a, "of each %s themed voices from %.*s", number,
                                              STR_ARG(population_words(a, subject)));
    return true;
}

json_t *weeks_json(Arena *a, const Judged *j, const Rates *rates) {
    const Outcome *o = &j->outcome;
    json_t *list = json_array();
    for (size_t w = 0; w < o->weeks_n; w++) {
        const OutcomeWeek *week = &o->weeks[w];
        double scale = rates->per / (rates->customers ? rates->customers[w] : j->all[w]);
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

static Str population_says(Arena *a, const Subject *s, const Rates *rates) {
    Str who = population_words(a, s);
    Population p = subject_population(s);
    if (!rates) return arena_printf(a, "%.*s.", STR_ARG(who));
    if (rates->customers) return arena_printf(a, "%.*s, by how many of them were active in each week.", STR_ARG(who));
    if (p.whole || p.part.dimension == BY_SEGMENT)
        return arena_printf(a,
                            "%.*s. How many of them were active is not known for every week, so shares of their voices "
                            "are shown (`ridealong exposure import`).",
                            STR_ARG(who));
    return arena_printf(a, "%.*s. Active customers are known by segment only, so shares of their voices are shown.",
                        STR_ARG(who));
}

json_t *population_json(Arena *a, const Subject *s, const Rates *rates) {
    json_t *o = json_object();
    Str says = population_says(a, s, rates);
    for (Dimension d = 0; d < POPULATION_PARTS; d++) put(o, dimension_name(d).p, json_str_or_null(s->of[d]));
    put(o, "exposure", json_boolean(rates && rates->customers));
    put(o, "says", json_str(arena_printf(a, "Counted are %.*s", STR_ARG(says))));
    return o;
}
