/* The stream of the demo company: is what the README promises really in it? */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/rng.h"
#include "demo/demo.h"

#define END 1772323200 /* 1 March 2026 */

typedef struct Kept {
    DemoSignal *rows;
    size_t n, cap;
    Arena *arena;
} Kept;

static bool keep(void *ctx, const DemoSignal *s) {
    Kept *k = ctx;
    if (k->n == k->cap) {
        k->cap = k->cap ? 2 * k->cap : 1024;
        k->rows = mem_grow(k->rows, k->cap, sizeof *k->rows);
    }
    DemoSignal row = *s;
    Str *fields[] = {&row.id,   &row.text,    &row.channel, &row.product, &row.customer, &row.country,
                     &row.lang, &row.created, &row.theme,   &row.copy_of, &row.planted};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) *fields[i] = arena_str(k->arena, *fields[i]);
    k->rows[k->n++] = row;
    return true;
}

static int setup(void **state) {
    Kept *k = mem_alloc(sizeof *k);
    *k = (Kept){.arena = arena_new()};
    DemoOptions options = {.seed = 7, .signals = 20000, .end = END};
    assert_true(demo_generate(&options, keep, k));
    *state = k;
    return 0;
}

static int teardown(void **state) {
    Kept *k = *state;
    free(k->rows);
    arena_free(k->arena);
    free(k);
    return 0;
}

typedef struct Digest {
    uint64_t hash;
    size_t n, words, stop_at;
} Digest;

static bool digest(void *ctx, const DemoSignal *s) {
    Digest *d = ctx;
    const Str fields[] = {s->id,      s->text,  s->channel, s->customer, s->lang,
                          s->created, s->theme, s->copy_of, s->planted};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) d->hash = hash_mix(d->hash, hash64(fields[i]));
    for (size_t i = 0; i < s->text.n; i++) d->words += s->text.p[i] == ' ' || i == 0;
    return ++d->n != d->stop_at;
}

static Digest run(DemoOptions options) {
    Digest d = {0};
    demo_generate(&options, digest, &d);
    return d;
}

static void same_seed_same_bytes(void **state) {
    (void)state;
    DemoOptions options = {.seed = 3, .signals = 2000, .end = END};
    Digest one = run(options), two = run(options);
    assert_true(one.hash == two.hash && one.n == two.n);
    options.seed = 4;
    assert_true(run(options).hash != one.hash);
}

static void about_as_many_and_as_long_as_wanted(void **state) {
    (void)state;
    Digest d = run((DemoOptions){.seed = 1, .signals = 5000, .end = END, .words = 100});
    assert_in_range(d.n, 4700, 5300);
    assert_in_range(d.words / d.n, 90, 110);
    d = run((DemoOptions){.seed = 1, .end = END});
    assert_in_range(d.n, 5700, 6300);
    assert_in_range(d.words / d.n, 28, 42);
    assert_in_range(run((DemoOptions){.seed = 1, .signals = 500, .months = 2, .end = END}).n, 400, 600);
}

static void stops_when_told(void **state) {
    (void)state;
    Digest d = {.stop_at = 10};
    assert_false(demo_generate(&(DemoOptions){.seed = 1, .end = END}, digest, &d));
    assert_int_equal(d.n, 10);
}

static void time_rises_to_the_last_day(void **state) {
    const Kept *k = *state;
    for (size_t i = 1; i < k->n; i++) assert_true(k->rows[i].at >= k->rows[i - 1].at);
    assert_int_equal(day_of(k->rows[k->n - 1].at), day_of(END));
    assert_true(str_eq(k->rows[5].created, time_iso(k->arena, k->rows[5].at)));
}

static int by_channel_and_id(const void *x, const void *y) {
    const DemoSignal *a = *(DemoSignal *const *)x, *b = *(DemoSignal *const *)y;
    int c = str_cmp(a->channel, b->channel);
    return c ? c : str_cmp(a->id, b->id);
}

static void ids_are_unique_and_copies_point_back(void **state) {
    const Kept *k = *state;
    const DemoSignal **sorted = mem_alloc(k->n * sizeof *sorted);
    for (size_t i = 0; i < k->n; i++) sorted[i] = &k->rows[i];
    qsort(sorted, k->n, sizeof *sorted, by_channel_and_id);
    for (size_t i = 1; i < k->n; i++) assert_int_not_equal(by_channel_and_id(&sorted[i - 1], &sorted[i]), 0);
    size_t copies = 0;
    for (size_t i = 0; i < k->n; i++) {
        const DemoSignal *copy = &k->rows[i];
        if (!copy->copy_of.n) continue;
        DemoSignal wanted = {.channel = copy->channel, .id = copy->copy_of}, *key = &wanted;
        DemoSignal **found = bsearch(&key, sorted, k->n, sizeof *sorted, by_channel_and_id);
        assert_non_null(found);
        assert_true(str_eq((*found)->theme, copy->theme) && (*found)->copy_of.n == 0 && (*found)->at <= copy->at);
        copies++;
    }
    assert_in_range(copies * 1000 / k->n, 30, 80);
    free(sorted);
}

/* Signals of a theme a day, between two parts of the whole time. */
static double rate(const Kept *k, Str theme, double from, double to) {
    int64_t first = k->rows[0].at;
    double span = (double)(k->rows[k->n - 1].at - first), n = 0;
    for (size_t i = 0; i < k->n; i++) {
        double part = (double)(k->rows[i].at - first) / span;
        n += str_eq(k->rows[i].theme, theme) && !k->rows[i].copy_of.n && part >= from && part < to;
    }
    return n / ((to - from) * span / SECONDS_PER_DAY);
}

static void planted_frictions_have_their_shape(void **state) {
    const Kept *k = *state;
    Str login = STR("login-loop-after-update"), twice = STR("double-charge"), payee = STR("payee-name-mismatch");
    double before = rate(k, login, 0, 0.61), spike = rate(k, login, 0.625, 0.66), after = rate(k, login, 0.72, 1);
    assert_true(spike > 10 * before && spike > 10 * after);
    assert_true(rate(k, twice, 0.85, 1) < 0.35 * rate(k, twice, 0.6, 0.77));
    assert_true(rate(k, payee, 0.95, 1) > 20 * rate(k, payee, 0, 0.89));
    assert_true(rate(k, payee, 0.97, 1) > rate(k, payee, 0.91, 0.94));
    assert_true(rate(k, STR("transfer-pending-for-days"), 0.5, 1) > rate(k, STR("transfer-pending-for-days"), 0, 0.5));
}

static void sizes_are_skewed_and_weeks_have_a_season(void **state) {
    const Kept *k = *state;
    size_t largest = 0, noise = 0, week[7] = {0};
    for (size_t i = 0; i < k->n; i++) {
        largest += str_eq(k->rows[i].theme, STR("card-declined-in-shop"));
        noise += k->rows[i].theme.n == 0;
        week[weekday_of(day_of(k->rows[i].at))]++;
    }
    assert_in_range(largest * 1000 / k->n, 70, 130);
    assert_in_range(noise * 1000 / k->n, 50, 100);
    assert_true(week[0] > 1.5 * week[6]);
}

static void five_languages_at_the_margin(void **state) {
    const Kept *k = *state;
    static const char *const LANGS[] = {"de", "fr", "es", "it", "nl"};
    for (size_t l = 0; l < 5; l++) {
        size_t n = 0;
        for (size_t i = 0; i < k->n; i++) n += str_eq(k->rows[i].lang, str_from_c(LANGS[l]));
        assert_in_range(n * 1000 / k->n, 8, 22);
    }
}

static void some_customers_come_back_and_one_is_loud(void **state) {
    const Kept *k = *state;
    size_t counts[32768] = {0}, many = 0, once = 0, most = 0;
    for (size_t i = 0; i < k->n; i++) {
        int64_t number = 0;
        assert_true(str_to_i64(str_slice(k->rows[i].customer, 3, 10), &number));
        assert_in_range(number - 1000000, 0, 32767);
        counts[number - 1000000]++;
    }
    for (size_t c = 0; c < 32768; c++) {
        many += counts[c] >= 3;
        once += counts[c] == 1;
        if (counts[c] > counts[most]) most = c;
    }
    assert_true(many > 500 && once > 1500);
    assert_in_range(counts[most] * 1000 / k->n, 8, 25);
}

/* Copies the first number, over the separators that cards have. */
static size_t digits_of(Str text, char *out, size_t cap) {
    size_t n = 0;
    for (size_t i = 0; i < text.n && n < cap; i++) {
        if (text.p[i] >= '0' && text.p[i] <= '9') out[n++] = text.p[i];
        else if (n && !strchr(" -", text.p[i])) break;
    }
    return n;
}

static bool luhn_holds(const char *digits, size_t n) {
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        int d = (digits[n - 1 - i] - '0') * (i % 2 ? 2 : 1);
        sum += d / 10 + d % 10;
    }
    return sum % 10 == 0;
}

static bool iban_holds(Str text) {
    char iban[64];
    size_t n = 0;
    for (size_t i = 0; i < text.n && text.p[i] != '.' && n < sizeof iban; i++)
        if (text.p[i] != ' ') iban[n++] = text.p[i];
    int rest = 0;
    for (size_t i = 0; i < n; i++) {
        char c = iban[(i + 4) % n];
        int v = c >= 'A' ? c - 'A' + 10 : c - '0';
        rest = (rest * (v > 9 ? 100 : 10) + v) % 97;
    }
    return n >= 18 && rest == 1;
}

static Str after_any(Str text, const char *const *leads) {
    for (; *leads; leads++) {
        size_t at = str_find(text, str_from_c(*leads));
        if (at != SIZE_MAX) return str_slice(text, at + strlen(*leads), text.n);
    }
    return STR("");
}

static void planted_data_is_valid(void **state) {
    const Kept *k = *state;
    static const char *const CARD[] = {"My card number is ", "The card is ", "It is about card ", NULL};
    static const char *const IBAN[] = {"My IBAN is ", "It should go to ", "The account is ", NULL};
    size_t seen[4] = {0};
    for (size_t i = 0; i < k->n; i++) {
        const DemoSignal *s = &k->rows[i];
        if (str_eq(s->planted, STR("card"))) {
            char digits[20];
            size_t n = digits_of(after_any(s->text, CARD), digits, sizeof digits);
            assert_true((n == 15 || n == 16) && luhn_holds(digits, n));
            seen[0]++;
        } else if (str_eq(s->planted, STR("iban"))) {
            Str text = s->text; /* planted last, so the last lead counts: an earlier one may be the theme's words */
            for (Str rest = text; (rest = after_any(rest, IBAN)).n;) text = rest;
            assert_true(iban_holds(text));
            seen[1]++;
        } else if (str_eq(s->planted, STR("email"))) {
            assert_true(str_find(s->text, STR("example.")) != SIZE_MAX);
            seen[2]++;
        } else if (s->planted.n) {
            assert_true(str_eq(s->planted, STR("phone")));
            seen[3]++;
        }
    }
    for (int kind = 0; kind < 4; kind++) assert_true(seen[kind] > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_same_bytes),
        cmocka_unit_test(about_as_many_and_as_long_as_wanted),
        cmocka_unit_test(stops_when_told),
        cmocka_unit_test(time_rises_to_the_last_day),
        cmocka_unit_test(ids_are_unique_and_copies_point_back),
        cmocka_unit_test(planted_frictions_have_their_shape),
        cmocka_unit_test(sizes_are_skewed_and_weeks_have_a_season),
        cmocka_unit_test(five_languages_at_the_margin),
        cmocka_unit_test(some_customers_come_back_and_one_is_loud),
        cmocka_unit_test(planted_data_is_valid),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
