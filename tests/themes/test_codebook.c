/* Discovery, coding and the saved form on planted themes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "planted.h"
#include "stats/agreement.h"

enum { N = 900 };

typedef PlantedWorld World;

static int setup(void **state) {
    return planted_setup(state, N);
}

static void planted_themes_are_found(void **state) {
    World *w = *state;
    assert_int_equal(codebook_themes(w->c), PLANTED_THEMES);
    assert_true(agreement_nmi(w->truth, w->found, N) > 0.95);
}

static void coding_agrees_with_discovery(void **state) {
    World *w = *state;
    Coder *coder = coder_new(w->c);
    size_t same = 0;
    for (size_t i = 0; i < N; i++) {
        Coding coding = coder_code(coder, w->docs[i].text);
        same += coding.theme == w->found[i];
        assert_true(coding.score >= 0 && coding.score <= 1.001f);
    }
    assert_true(same > N * 95 / 100);
    coder_free(coder);
}

static void strange_texts_are_unthemed(void **state) {
    World *w = *state;
    Coder *coder = coder_new(w->c);
    static const char *const STRANGE[] = {"", "XXXX [CARD]", "Quantum chromodynamics explains hadron jets nicely",
                                          "\xe9\x93\xb6\xe8\xa1\x8c\xe5\x8d\xa1"};
    for (size_t i = 0; i < sizeof STRANGE / sizeof *STRANGE; i++)
        assert_int_equal(coder_code(coder, str_from_c(STRANGE[i])).theme, UNTHEMED);
    coder_free(coder);
}

static Buf saved(const Codebook *c) {
    Buf b = buf_new(1 << 26);
    assert_true(codebook_save(c, &b));
    return b;
}

static Buf discover_and_save(const ThemeDoc *docs, int threads, int themes) {
    Arena *a = arena_new();
    Par *par = par_new(threads);
    Err err;
    Codebook *c = codebook_discover(a, docs, N, &(DiscoverOptions){.themes = themes, .seed = 5}, par, NULL, NULL, &err);
    assert_non_null(c);
    Buf b = saved(c);
    par_free(par);
    arena_free(a);
    return b;
}

static void threads_change_no_byte(void **state) {
    World *w = *state;
    for (int themes = 0; themes <= PLANTED_THEMES; themes += PLANTED_THEMES) {
        Buf one = discover_and_save(w->docs, 1, themes), two = discover_and_save(w->docs, 2, themes);
        Buf eight = discover_and_save(w->docs, 8, themes);
        assert_true(str_eq(buf_str(&one), buf_str(&two)));
        assert_true(str_eq(buf_str(&one), buf_str(&eight)));
        buf_free(&one), buf_free(&two), buf_free(&eight);
    }
}

static void order_of_rows_changes_no_byte(void **state) {
    World *w = *state;
    static ThemeDoc turned[N];
    for (size_t i = 0; i < N; i++) turned[i] = w->docs[N - 1 - i];
    Buf one = discover_and_save(w->docs, 2, 0), two = discover_and_save(turned, 2, 0);
    assert_true(str_eq(buf_str(&one), buf_str(&two)));
    buf_free(&one), buf_free(&two);
}

static void saved_is_loaded_the_same(void **state) {
    World *w = *state;
    Buf bytes = saved(w->c);
    Err err;
    Codebook *loaded = codebook_load(w->a, buf_str(&bytes), &err);
    assert_non_null(loaded);
    Buf again = saved(loaded);
    assert_true(str_eq(buf_str(&bytes), buf_str(&again)));
    Coder *x = coder_new(w->c), *y = coder_new(loaded);
    for (size_t i = 0; i < N; i += 7) {
        Coding a = coder_code(x, w->docs[i].text), b = coder_code(y, w->docs[i].text);
        assert_true(a.theme == b.theme && a.score == b.score && a.second == b.second);
    }
    coder_free(x), coder_free(y);
    buf_free(&bytes), buf_free(&again);
}

static void damage_is_refused(void **state) {
    World *w = *state;
    Buf bytes = saved(w->c);
    char *copy = malloc(bytes.n);
    Err err;
    for (size_t i = 0; i < bytes.n; i += 1 + bytes.n / 200) {
        memcpy(copy, bytes.p, bytes.n);
        copy[i] ^= 0x10;
        assert_null(codebook_load(w->a, (Str){copy, bytes.n}, &err));
        assert_int_equal(err.code, ERR_STORE);
        assert_null(codebook_load(w->a, (Str){bytes.p, i}, &err));
    }
    free(copy);
    buf_free(&bytes);
}

/* With the checksum made to fit, the checks of the parts alone must hold. */
static void forged_counts_are_refused(void **state) {
    World *w = *state;
    Buf bytes = saved(w->c);
    char *copy = malloc(bytes.n);
    Err err;
    for (size_t at = 8; at < 120; at++) {
        memcpy(copy, bytes.p, bytes.n);
        memset(copy + at, 0xff, 4);
        uint64_t sum = hash64((Str){copy, bytes.n - 8});
        memcpy(copy + bytes.n - 8, &sum, 8);
        Codebook *c = codebook_load(w->a, (Str){copy, bytes.n}, &err);
        if (!c) continue; /* harmless fields may load; then coding must not crash */
        Coder *coder = coder_new(c);
        coder_code(coder, w->docs[0].text);
        coder_free(coder);
    }
    free(copy);
    buf_free(&bytes);
}

static Codebook *discover_texts(Arena *a, const char *const *texts, size_t kinds, size_t n, int themes, Err *err) {
    ThemeDoc *docs = ARENA_ARRAY(a, ThemeDoc, n);
    for (size_t i = 0; i < n; i++) docs[i] = (ThemeDoc){str_from_c(texts[i % kinds]), i};
    return codebook_discover(a, docs, n, &(DiscoverOptions){.themes = themes, .seed = 1}, NULL, NULL, NULL, err);
}

static void odd_samples_give_errors_or_themes(void **state) {
    (void)state;
    Arena *a = arena_new();
    Err err;
    static const char *const SAME[] = {"my card was stolen on the train"}, *const EMPTY[] = {"", "XXXX", "...",
                                                                                             "[CARD]"};
    assert_null(discover_texts(a, SAME, 1, 19, 0, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(discover_texts(a, EMPTY, 4, 40, 0, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_null(discover_texts(a, SAME, 1, 40, 39, &err));
    assert_null(discover_texts(a, SAME, 1, 40, -1, &err));
    Codebook *c = discover_texts(a, SAME, 1, 40, 0, &err);
    assert_true(c && codebook_themes(c) >= 1);
    arena_free(a);
}

/* The codes of these two languages are words of one another. */
static void a_text_is_coded_alike_whatever_came_before(void **state) {
    World *w = *state;
    static const char *const TEXTS[] = {
        "my card is not here and I want it", "when is the card going to be here", "the card was sent and is not here",
        "es ist nicht da und ich habe es nicht mehr", "la tarjeta de mi cuenta no ha llegado de nuevo"};
    Err err;
    Codebook *c = discover_texts(w->a, TEXTS, 5, 60, 0, &err);
    assert_non_null(c);
    Coder *fresh = coder_new(c), *used = coder_new(c);
    coder_code(used, str_from_c(TEXTS[3]));
    Coding x = coder_code(fresh, str_from_c(TEXTS[4])), y = coder_code(used, str_from_c(TEXTS[4]));
    assert_true(x.theme != UNTHEMED);
    assert_int_equal(x.theme, y.theme);
    assert_memory_equal(&x.score, &y.score, sizeof x.score);
    coder_free(fresh);
    coder_free(used);
}

static bool stop_soon(void *ctx, const char *phase, double done, double total) {
    (void)phase, (void)done, (void)total;
    return ++*(int *)ctx < 4;
}

static void discovery_can_be_stopped(void **state) {
    World *w = *state;
    int calls = 0;
    Err err;
    Progress progress = {stop_soon, &calls};
    assert_null(
        codebook_discover(w->a, w->docs, N, &(DiscoverOptions){.themes = 0, .seed = 1}, NULL, &progress, NULL, &err));
    assert_int_equal(err.code, ERR_CANCELLED);
}

static void explanation_sums_to_the_difference(void **state) {
    World *w = *state;
    Coder *coder = coder_new(w->c);
    for (size_t i = 0; i < 40; i++) {
        ThemeTerm terms[64];
        Coding coding = coder_code(coder, w->docs[i].text);
        if (coding.theme == UNTHEMED) continue;
        size_t n = coder_explain(coder, w->a, w->docs[i].text, coding.theme, terms, 64);
        assert_true(n > 3);
        double sum = 0;
        for (size_t k = 0; k < n; k++) sum += terms[k].weight;
        assert_true(sum <= coding.score + 1e-3 && sum >= coding.score - 1);
        assert_true(str_find(w->docs[i].text, terms[0].text) != SIZE_MAX);
        for (size_t k = 1; k < n; k++)
            assert_true(terms[k - 1].weight * terms[k - 1].weight >= terms[k].weight * terms[k].weight);
    }
    assert_int_equal(coder_explain(coder, w->a, w->docs[0].text, 99, (ThemeTerm[1]){{{0}, 0}}, 1), 0);
    coder_free(coder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planted_themes_are_found),
        cmocka_unit_test(coding_agrees_with_discovery),
        cmocka_unit_test(strange_texts_are_unthemed),
        cmocka_unit_test(threads_change_no_byte),
        cmocka_unit_test(order_of_rows_changes_no_byte),
        cmocka_unit_test(saved_is_loaded_the_same),
        cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(forged_counts_are_refused),
        cmocka_unit_test(odd_samples_give_errors_or_themes),
        cmocka_unit_test(a_text_is_coded_alike_whatever_came_before),
        cmocka_unit_test(discovery_can_be_stopped),
        cmocka_unit_test(explanation_sums_to_the_difference),
    };
    return cmocka_run_group_tests(tests, setup, planted_teardown);
}
