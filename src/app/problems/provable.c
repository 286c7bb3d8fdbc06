/* provable.c - the measure held against what can be seen at today's volume. */
#include "provable.h"

#include <math.h>

#include "app_private.h"
#include "problems/measure.h"
#include "store/theme_store.h"
#include "subject.h"

static Str sentence(Call *call, const Measure *m, const double *smallest, double voices) {
    Arena *a = call->arena;
    double best = NAN;
    if (m->segment.n || m->product.n || m->channel.n)
        return STR("Whether it can be proven is not said for a part of the customers: only for all of them.");
    for (size_t i = 0; i < m->looks_n; i++) {
        double fall = 1 - exp(smallest[i]);
        if (isnan(fall)) continue;
        best = fall;
        if (fall > m->fall) continue;
        Str by = time_iso_date(a, call->now + m->looks[i] * SECONDS_PER_WEEK);
        return arena_printf(a,
                            "Can be proven: at today's %.1f voices a week a fall by %.0f %% or more is found four "
                            "times in five at the look in "
                            "week %lld (%.*s, if it were released today); expected are %.0f %%.",
                            voices, 100 * fall, (long long)m->looks[i], STR_ARG(by), 100 * m->fall);
    }
    if (isnan(best))
        return STR("Whether it can be proven cannot be said yet: the history is too short, or no signal has a date.");
    return arena_printf(a,
                        "Cannot be proven so: at today's %.1f voices a week the smallest fall that is found four times "
                        "in five by week %lld is "
                        "%.0f %%, and expected are %.0f %%. Watch it longer, or add a measure of another kind.",
                        voices, (long long)m->looks[m->looks_n - 1], 100 * best, 100 * m->fall);
}

bool provable_says(Call *call, const ProblemRow *row, Str *says, Err *err) {
    Subject subject;
    CodebookRow codebook;
    Measure m;
    Str title;
    Err none = {0};
    size_t weeks[MEASURE_LOOKS];
    double smallest[MEASURE_LOOKS], voices;
    *says = (Str){"", 0};
    if (!row->measure.n) return true;
    if (!codebook_current(call->app->db, call->arena, &codebook, &none))
        return none.code == ERR_NOT_FOUND || (*err = none, false);
    if (!measure_read(call->arena, row->measure, &m, err) || !subject_of_problem(call, row->id, &subject, &title, err))
        return false;
    for (size_t i = 0; i < m.looks_n; i++) weeks[i] = (size_t)m.looks[i];
    if (!subject_provable(call, codebook.id, &subject, weeks, m.looks_n, smallest, &voices, err)) return false;
    *says = sentence(call, &m, smallest, voices);
    return true;
}
