/* priority.c - the arithmetic of ranking. */
#include "problems/priority.h"

#include <math.h>

enum { WEEKS_A_YEAR = 52, WEEKS_A_QUARTER = 13 };
static const double Z90 = 1.6449, WEEKS_A_MONTH = 52.0 / 12;

Range value_a_year(const Brief *brief, const PriorityFacts *f) {
    if (isnan(brief->value.per_contact) || !brief->measure.themes_n || !f->weeks) return (Range){NAN, NAN, NAN};
    double n = f->signals_a_week * (double)f->weeks, off = Z90 * sqrt(n) / (double)f->weeks;
    double factor = WEEKS_A_YEAR * brief->measure.fall;
    return (Range){fmax(0, f->signals_a_week - off) * factor * brief->value.low,
                   f->signals_a_week * factor * brief->value.per_contact,
                   (f->signals_a_week + off) * factor * brief->value.high};
}

Str value_says(Arena *a, const Brief *brief, const PriorityFacts *f) {
    Range r = value_a_year(brief, f);
    if (isnan(r.middle)) return (Str){"", 0};
    return arena_printf(
        a,
        "%.1f signals a week (last %lld weeks) x %d weeks x %.0f %% fewer x %.6g %.*s a contact (%.*s) = %.0f %.*s "
        "a year, %.0f to %.0f",
        f->signals_a_week, (long long)f->weeks, WEEKS_A_YEAR, 100 * brief->measure.fall, brief->value.per_contact,
        STR_ARG(brief->value.unit), STR_ARG(brief->value.source), r.middle, STR_ARG(brief->value.unit), r.low, r.high);
}

double wsjf(const PriorityFacts *f) {
    if (isnan(f->effort_weeks) || f->effort_weeks <= 0 || !f->weeks || f->voices_most <= 0) return NAN;
    double value = 1 + 9 * f->voices_a_week / f->voices_most;
    double urgency = f->grows && f->growth > 1 ? 1 + 9 * fmin(1, log2(f->growth) / 2) : 1;
    double risk = 1 + 9 * f->severe;
    return (value + urgency + risk) / f->effort_weeks;
}

static double impact_of(Str severity) {
    return str_eq(severity, STR("critical")) ? 3
           : str_eq(severity, STR("high"))   ? 2
           : str_eq(severity, STR("medium")) ? 1
                                             : 0.5;
}

double rice(const PriorityFacts *f) {
    if (isnan(f->effort_weeks) || f->effort_weeks <= 0 || !f->weeks || !f->severity.n) return NAN;
    double confidence = f->voices < 10 ? 0.5 : f->voices >= 50 && f->customers > 0 ? 1 : 0.8;
    return f->voices_a_week * WEEKS_A_QUARTER * impact_of(f->severity) * confidence / (f->effort_weeks / WEEKS_A_MONTH);
}

Loudness loudness_of(const PriorityFacts *f) {
    if (!f->customers || !f->signals) return LOUD_UNKNOWN;
    double loudest = (double)f->top_customer / (double)f->signals;
    return loudest >= 1.0 / 3 ? LOUD_ONE : f->customers >= 10 && loudest <= 0.1 ? LOUD_BROAD : LOUD_SOME;
}

const char *loudness_name(Loudness l) {
    static const char *const NAMES[] = {"unknown", "one account", "some", "broad"};
    return NAMES[l];
}
