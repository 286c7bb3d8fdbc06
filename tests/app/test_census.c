/* Who counts once: voices, weeks, customers, spread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/rng.h"
#include "census.h"
#include "corpus.h"
#include "themes/codebook.h"

enum { DAY = SECONDS_PER_DAY, TODAY = 20000 };

/* `voice` is the customer's, when there is one. */
static CensusEntry entry(int32_t theme, int64_t day, uint64_t customer, uint64_t voice) {
    return (CensusEntry){.theme = theme,
                         .source = 1,
                         .at = day * DAY + 3600,
                         .voice = customer ? customer : voice,
                         .customer = customer,
                         .channel = STR("chat"),
                         .product = STR(""),
                         .segment = STR("")};
}

static CensusResult count_with(int threads, Arena *a, size_t themes, const CensusEntry *entries, size_t n) {
    Census *t = census_new(themes);
    Par *par = par_new(threads);
    for (size_t i = 0; i < n; i++) census_add(t, &entries[i]);
    CensusResult r = census_finish(t, a, par, (int64_t)(TODAY + 1) * DAY);
    par_free(par);
    census_free(t);
    return r;
}

static CensusResult count(Arena *a, size_t themes, const CensusEntry *entries, size_t n) {
    return count_with(1, a, themes, entries, n);
}

static int64_t voices_of(const CensusResult *r, int64_t theme, int64_t first, int64_t last) {
    int64_t voices = 0;
    for (size_t i = 0; i < r->days_n; i++)
        if (r->days[i].theme_id == theme && r->days[i].day >= first && r->days[i].day <= last)
            voices += r->days[i].voices;
    return voices;
}

static void a_customer_counts_once_in_a_theme(void **state) {
    (void)state;
    Arena *a = arena_new();
    CensusEntry entries[12];
    for (int i = 0; i < 10; i++) entries[i] = entry(0, TODAY - i, 77, 0); /* one complains ten times */
    entries[10] = entry(0, TODAY, 88, 0);
    entries[11] = entry(1, TODAY, 77, 0); /* and once about something else */
    CensusResult r = count(a, 2, entries, 12);
    assert_int_equal(r.themes[1].signals, 11);
    assert_int_equal(r.themes[1].voices, 2);
    assert_int_equal(r.themes[1].customers, 2);
    assert_int_equal(r.themes[1].top_customer, 10);
    assert_int_equal(r.themes[2].voices, 1);
    assert_int_equal(r.voices, 2);
    assert_int_equal(r.last_day, TODAY);
    arena_free(a);
}

static void a_voice_counts_once_a_week_on_its_first_day(void **state) {
    (void)state;
    Arena *a = arena_new();
    const CensusEntry entries[] = {
        entry(0, TODAY, 5, 0),     entry(0, TODAY - 3, 5, 0),  entry(0, TODAY - 6, 5, 0), /* the last week */
        entry(0, TODAY - 7, 5, 0), entry(0, TODAY - 13, 5, 0),                            /* the one before */
    };
    CensusResult r = count(a, 1, entries, 5);
    assert_int_equal(voices_of(&r, 1, TODAY - 6, TODAY), 1);
    assert_int_equal(voices_of(&r, 1, TODAY - 6, TODAY - 6), 1);
    assert_int_equal(voices_of(&r, 1, TODAY - 13, TODAY - 7), 1);
    assert_int_equal(voices_of(&r, 1, TODAY - 13, TODAY - 13), 1);
    assert_int_equal(r.themes[1].voices, 1);
    arena_free(a);
}

static void copies_of_unknown_customers_are_one_voice(void **state) {
    (void)state;
    CorpusItem items[] = {
        {.id = 1, .key = 101, .first = 0}, /* a complaint mill: three copies, nobody named */
        {.id = 2, .key = 102, .first = 0},
        {.id = 3, .key = 103, .first = 0},
        {.id = 4, .key = 104, .first = 3},                /* alone */
        {.id = 5, .key = 105, .customer = 9, .first = 0}, /* a copy by a known customer is that customer's */
    };
    Corpus c = {.items = items, .n = 5};
    assert_true(corpus_voice(&c, 0) == corpus_voice(&c, 1) && corpus_voice(&c, 1) == corpus_voice(&c, 2));
    assert_true(corpus_voice(&c, 3) != corpus_voice(&c, 0));
    assert_true(corpus_voice(&c, 4) == 9 && corpus_voice(&c, 4) != corpus_voice(&c, 0));
    Arena *a = arena_new();
    CensusEntry entries[5];
    for (size_t i = 0; i < 5; i++) entries[i] = entry(0, TODAY, items[i].customer, corpus_voice(&c, i));
    CensusResult r = count(a, 1, entries, 5);
    assert_int_equal(r.themes[1].signals, 5);
    assert_int_equal(r.themes[1].voices, 3);
    assert_int_equal(r.themes[1].customers, 1);
    arena_free(a);
}

static void days_of_strange_dates(void **state) {
    (void)state;
    Arena *a = arena_new();
    CensusEntry entries[] = {entry(0, TODAY, 1, 0), entry(UNTHEMED, TODAY + 400, 2, 0), entry(0, TODAY, 3, 0)};
    entries[2].at = TIME_NONE;
    CensusResult r = count(a, 1, entries, 3);
    assert_int_equal(r.last_day, TODAY);      /* what lies in the future does not move the end */
    assert_int_equal(r.themes[1].signals, 2); /* what has no date counts, */
    assert_int_equal(r.themes[1].voices, 2);
    assert_int_equal(voices_of(&r, 1, INT64_MIN, INT64_MAX), 1); /* but on no day */
    assert_int_equal(r.themes[0].signals, 1);
    CensusResult none = count(a, 1, entries + 2, 1);
    assert_true(none.last_day == INT64_MIN && none.days_n == 0);
    assert_true(none.themes[1].first_at == TIME_NONE && none.themes[1].last_at == TIME_NONE);
    CensusResult nothing = count(a, 0, NULL, 0);
    assert_true(nothing.voices == 0 && nothing.themes[0].signals == 0);
    arena_free(a);
}

static bool same_values(const CensusValues *one, const CensusValues *two) {
    for (size_t i = 0; i < one->n && i < two->n; i++) {
        const DayValueRow *x = &one->rows[i], *y = &two->rows[i];
        if (!str_eq(x->value, y->value) || x->theme_id != y->theme_id || x->day != y->day || x->signals != y->signals ||
            x->voices != y->voices || x->dimension != y->dimension)
            return false;
    }
    return one->n == two->n;
}

/* What the values of a theme have together on a day is what the theme has. */
static void expect_values_add_up(const CensusResult *r, size_t themes, Dimension by) {
    const CensusValues *v = &r->values[by];
    for (int64_t theme = 1; theme <= (int64_t)themes; theme++)
        for (int64_t day = TODAY - 200; day <= TODAY; day++) {
            int64_t signals = 0, voices = 0;
            for (size_t i = 0; i < r->days_n; i++)
                if (r->days[i].theme_id == theme && r->days[i].day == day)
                    signals += r->days[i].signals, voices += r->days[i].voices;
            for (size_t i = 0; i < v->n; i++)
                if (v->rows[i].theme_id == theme && v->rows[i].day == day)
                    signals -= v->rows[i].signals, voices -= v->rows[i].voices;
            assert_true(signals == 0 && voices == 0);
        }
    for (size_t i = 0; i < v->n; i++) assert_true(v->rows[i].theme_id > 0 && v->rows[i].dimension == by);
}

static void many_values_are_bounded(void **state) {
    (void)state;
    enum { VALUES = 40, N = VALUES * (VALUES + 1) / 2 + 1 };
    static CensusEntry entries[N];
    Arena *a = arena_new();
    size_t n = 0;
    for (int v = 0; v < VALUES; v++) /* the n-th has n signals */
        for (int i = 0; i <= v; i++) {
            entries[n] = entry(0, TODAY - 3 * i, 0, 100 * (uint64_t)v + (uint64_t)i);
            entries[n++].segment = arena_printf(a, "s%02d", v + 1);
        }
    entries[n] = entry(0, TODAY, 0, 7000);
    entries[n++].segment = STR("");
    CensusResult r = count(a, 1, entries, n);
    const CensusValues *v = &r.values[BY_SEGMENT];
    int64_t rest = 0, first = 0;
    size_t named = 0;
    for (size_t i = 0; i < v->n; i++) {
        if (v->rows[i].value.n == 0) rest += v->rows[i].signals;
        named += v->rows[i].value.n && (i == 0 || !str_eq(v->rows[i].value, v->rows[i - 1].value));
        if (str_eq(v->rows[i].value, STR("s11"))) first += v->rows[i].signals;
        assert_false(str_eq(v->rows[i].value, STR("s10")));
    }
    assert_int_equal(named, 30);
    assert_int_equal(first, 11);
    assert_int_equal(rest, 55 + 1); /* ten small ones, and the one without a segment */
    arena_free(a);
}

static void the_sums_hold_and_neither_order_nor_threads_matter(void **state) {
    (void)state;
    enum { N = 3000, THEMES = 7 };
    static CensusEntry entries[N];
    static const Str channels[] = {STR_INIT("chat"), STR_INIT("review"), STR_INIT("")};
    Arena *a = arena_new();
    Rng rng = rng_new(4);
    for (int i = 0; i < N; i++) {
        entries[i] = entry((int32_t)rng_below(&rng, THEMES + 1) - 1, TODAY - (int64_t)rng_below(&rng, 200),
                           rng_below(&rng, 300), (1000 + rng_below(&rng, 300)));
        entries[i].source = 1 + (int32_t)rng_below(&rng, 3);
        entries[i].channel = channels[rng_below(&rng, 3)];
        entries[i].product = arena_printf(a, "product %d", (int)rng_below(&rng, 50));
        entries[i].severe = rng_below(&rng, 5) == 0;
        entries[i].internal = entries[i].source == 3;
    }
    CensusResult one = count(a, THEMES, entries, N);
    for (int i = N - 1; i > 0; i--) {
        int k = (int)rng_below(&rng, (uint64_t)i + 1);
        CensusEntry e = entries[i];
        entries[i] = entries[k], entries[k] = e;
    }
    CensusResult two = count_with(3, a, THEMES, entries, N);
    int64_t signals = 0, of_days = 0, internal = 0;
    for (size_t i = 0; i <= THEMES; i++) {
        const ThemeCensus *t = &one.themes[i], *u = &two.themes[i];
        assert_true(t->signals == u->signals && t->voices == u->voices && t->customers == u->customers &&
                    t->severe == u->severe && t->top_customer == u->top_customer && t->first_at == u->first_at &&
                    t->last_at == u->last_at);
        assert_true(t->voices <= t->signals && t->customers <= t->voices);
        int64_t by_source = 0, by_channel = 0;
        assert_true(t->sources_n == u->sources_n && t->channels_n == u->channels_n);
        for (size_t k = 0; k < t->sources_n; k++) {
            assert_true(t->sources[k].source == u->sources[k].source && t->sources[k].signals == u->sources[k].signals);
            assert_true(k == 0 || t->sources[k].signals <= t->sources[k - 1].signals);
            by_source += t->sources[k].signals;
        }
        for (size_t k = 0; k < t->channels_n; k++) by_channel += t->channels[k].signals;
        assert_int_equal(by_source, t->signals);
        assert_int_equal(by_channel, t->signals);
        signals += t->signals;
    }
    assert_int_equal(signals, N);
    assert_int_equal(one.days_n, two.days_n);
    assert_memory_equal(one.days, two.days, one.days_n * sizeof *one.days);
    for (Dimension by = 0; by < DIMENSIONS; by++) {
        assert_true(one.values[by].n > 0 && same_values(&one.values[by], &two.values[by]));
        if (by != BY_INTERNAL) expect_values_add_up(&one, THEMES, by);
    }
    for (size_t i = 0; i < one.values[BY_INTERNAL].n; i++) internal -= one.values[BY_INTERNAL].rows[i].signals;
    for (int i = 0; i < N; i++) internal += entries[i].internal && entries[i].theme >= 0;
    assert_int_equal(internal, 0);
    for (size_t i = 0; i < one.days_n; i++) of_days += one.days[i].signals;
    assert_int_equal(of_days, N);
    assert_int_equal(one.voices, two.voices);
    arena_free(a);
}

static void the_sample_is_fair_repeatable_and_without_copies(void **state) {
    (void)state;
    enum { N = 4000, CAP = 500 };
    static CorpusItem items[N];
    Rng rng = rng_new(1);
    for (uint32_t i = 0; i < N; i++) {
        bool copy = i % 10 == 9;
        items[i] = (CorpusItem){
            .id = i + 1, .key = rng_u64(&rng), .stratum = i < 20 ? 1 : 2 + i % 4, .first = copy ? i - 1 : i};
    }
    Corpus c = {.items = items, .n = N};
    Arena *a = arena_new();
    Par *par = par_new(2);
    size_t n, again_n, other_n, small = 0, same = 0;
    const uint32_t *sample = corpus_sample(&c, a, CAP, 7, NULL, &n),
                   *again = corpus_sample(&c, a, CAP, 7, par, &again_n);
    const uint32_t *other = corpus_sample(&c, a, CAP, 8, NULL, &other_n);
    assert_true(n <= CAP && n >= CAP - 5);
    assert_int_equal(n, again_n);
    assert_memory_equal(sample, again, n * sizeof *sample);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(items[sample[i]].first, sample[i]);
        assert_true(i == 0 || items[sample[i]].key > items[sample[i - 1]].key);
        small += items[sample[i]].stratum == 1;
        for (size_t k = 0; k < other_n; k++) same += sample[i] == other[k];
    }
    assert_int_equal(small, 18); /* a small stratum gives all it has but its copies */
    assert_true(same < n / 2);
    corpus_sample(&c, a, 2 * N, 7, NULL, &n);
    assert_int_equal(n, N - N / 10);
    par_free(par);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_customer_counts_once_in_a_theme),
        cmocka_unit_test(a_voice_counts_once_a_week_on_its_first_day),
        cmocka_unit_test(copies_of_unknown_customers_are_one_voice),
        cmocka_unit_test(days_of_strange_dates),
        cmocka_unit_test(many_values_are_bounded),
        cmocka_unit_test(the_sums_hold_and_neither_order_nor_threads_matter),
        cmocka_unit_test(the_sample_is_fair_repeatable_and_without_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
