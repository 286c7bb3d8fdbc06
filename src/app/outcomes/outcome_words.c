/* outcome_words.c - verdicts in words that a leader understands. */
#include <math.h>

#include "outcome_words.h"

double fall_percent(double log_ratio) {
    return 100 * (1 - exp(log_ratio));
}

Str effect_words(Arena *a, double effect, double low, double high) {
    double most = fall_percent(low), least = fall_percent(high);
    if (effect <= 0)
        return least >= 0 ? arena_printf(a, "fell by %.0f %% (90 %% interval: %.0f to %.0f %%)", fall_percent(effect),
                                         least, most)
                          : arena_printf(a, "fell by %.0f %% (90 %% interval: from %.0f %% more to %.0f %% less)",
                                         fall_percent(effect), -least, most);
    return most > 0 ? arena_printf(a, "rose by %.0f %% (90 %% interval: from %.0f %% less to %.0f %% more)",
                                   -fall_percent(effect), most, -least)
                    : arena_printf(a, "rose by %.0f %% (90 %% interval: %.0f to %.0f %%)", -fall_percent(effect), -most,
                                   -least);
}

static const Look *last_look(const Outcome *o) {
    return &o->looks[o->looks_done - 1];
}

static Str refused_words(Arena *a, const Outcome *o) {
    switch (o->why) {
    case REFUSED_CODEBOOK:
        return STR("Refused: the two sides were coded by different codebooks, so the numbers do not mean the same.");
    case REFUSED_RECODED:
        return arena_printf(a,
                            "Refused: %zu themes vanished or appeared at once near the release, so the labels "
                            "changed and not only the customers.",
                            o->recoded_themes);
    case REFUSED_HISTORY:
        return arena_printf(a, "Refused: %zu whole weeks of history before the release are too few.", o->weeks_used);
    case REFUSED_PLACEBOS:
        return arena_printf(a,
                            "Refused: with fewer than %d tests where nothing shipped nobody knows how much "
                            "themes move by themselves.",
                            PLACEBOS_MIN);
    case REFUSED_EMPTY:
        return STR("Refused: the theme has no voices before the release.");
    case REFUSED_NOT:
        break;
    }
    return STR("Refused.");
}

Str outcome_says(Arena *a, const Outcome *o) {
    if (o->verdict == VERDICT_REFUSED) return refused_words(a, o);
    if (o->looks_done == 0)
        return arena_printf(a, "Cannot tell yet: the first look is due %zu weeks after the release.", o->plan.weeks[0]);
    Str effect = effect_words(a, o->effect, o->low, o->high);
    size_t weeks = last_look(o)->weeks;
    switch (o->verdict) {
    case VERDICT_FELL:
        return arena_printf(a, "Fell: within %zu weeks the friction %.*s, beyond what it would have done anyway.",
                            weeks, STR_ARG(effect));
    case VERDICT_DID_NOT_FALL:
        return arena_printf(a, "Did not fall: within %zu weeks it %.*s, which rules out the fall of %.0f %% %s.", weeks,
                            STR_ARG(effect), fall_percent(o->wanted), "that was asked about");
    default:
        return arena_printf(a,
                            "Cannot tell: within %zu weeks it %.*s, and only a fall of %.0f %% or more would have "
                            "stood out at this volume.",
                            weeks, STR_ARG(effect), fall_percent(o->smallest));
    }
}

static Str refused_advice(Arena *a, const Outcome *o) {
    switch (o->why) {
    case REFUSED_CODEBOOK:
        return STR("Judge it by one codebook: the serving one has coded all of history.");
    case REFUSED_RECODED:
        return STR("Import the older signals with the new labels, or find themes in their words: one rule must "
                   "count both sides.");
    case REFUSED_HISTORY:
        return arena_printf(a, "Import older signals: %d weeks before the release are the least, a year is better.",
                            STUDY_BEFORE_MIN);
    case REFUSED_PLACEBOS:
        return STR("Import more history, or find more themes: `ridealong discover --themes 30`.");
    case REFUSED_EMPTY:
        return STR("Choose the theme that customers spoke of before the release.");
    case REFUSED_NOT:
        break;
    }
    return (Str){0};
}

Str outcome_advice(Arena *a, const Outcome *o, int64_t release_day) {
    if (o->verdict == VERDICT_REFUSED) return refused_advice(a, o);
    for (size_t i = 0; i < o->plan.n; i++)
        if (!o->looks[i].done) {
            Str due = time_iso_date(a, (release_day + (int64_t)o->looks[i].weeks * 7) * SECONDS_PER_DAY);
            return arena_printf(a, "The next look is due on %.*s; import the signals until then.", STR_ARG(due));
        }
    if (o->verdict == VERDICT_CANNOT_TELL)
        return STR("All looks are done. More voices a week, or a release that changes more, would be needed to tell; "
                   "the table of what can be proven says how much.");
    if (o->verdict == VERDICT_DID_NOT_FALL) return STR("Read what customers say now, and open the problem again.");
    if (o->lasting == LASTING_EARLY) {
        Str due = time_iso_date(a, (release_day + LASTING_WEEKS * 7) * SECONDS_PER_DAY);
        return arena_printf(a, "Whether it lasts is seen on %.*s.", STR_ARG(due));
    }
    return (Str){0};
}

Str moved_says(Arena *a, const Outcome *o) {
    if (o->moved == MOVED_NOT_ASKED) return (Str){0};
    Str together = isnan(o->together) ? STR("cannot be judged together")
                                      : effect_words(a, o->together, o->together_low, o->together_high);
    switch (o->moved) {
    case MOVED_NOT:
        return arena_printf(a, "It did not only move: with the themes next to it as one, it %.*s.", STR_ARG(together));
    case MOVED_ONLY:
        return arena_printf(a, "It may only have moved: a theme next to it rose, and together they %.*s.",
                            STR_ARG(together));
    default:
        return arena_printf(a, "Whether it only moved cannot be told: with the themes next to it as one, it %.*s.",
                            STR_ARG(together));
    }
}

Str lasting_says(Arena *a, const Outcome *o) {
    Str words = {0};
    if (!isnan(o->lasting_effect)) words = effect_words(a, o->lasting_effect, o->lasting_low, o->lasting_high);
    if (words.n && o->verdict != VERDICT_FELL) /* nothing was shown that could last */
        return arena_printf(a, "from day 91 on it %.*s", STR_ARG(words));
    switch (o->lasting) {
    case LASTING_EARLY:
        return STR("not due yet");
    case LASTING_STILL:
        return arena_printf(a, "still there: from day 91 on it %.*s", STR_ARG(words));
    case LASTING_GONE:
        return arena_printf(a, "gone: from day 91 on it %.*s", STR_ARG(words));
    case LASTING_UNKNOWN:
        break;
    }
    return words.n ? arena_printf(a, "cannot tell: from day 91 on it %.*s", STR_ARG(words)) : STR("cannot tell");
}
