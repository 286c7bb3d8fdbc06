/* Vectors beside the words: what they add, that texts without one still go by their words, and that nothing changes
 * where there are none. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "planted.h"
#include "stats/agreement.h"
#include "themes/dense.h"
#include "themes/extend.h"

enum { N = 600, DIM = 48, KINDS = 2, TRUTHS = PLANTED_THEMES * KINDS };

/* The planted themes fall into two kinds each that no word tells apart: only the vectors know. */
typedef struct World {
    Arena *a;
    ThemeDoc docs[N];
    int32_t truth[N];
    Codebook *words, *both;
    int32_t found[N];
} World;

static void give_vectors(World *w) {
    Rng r = rng_new(3);
    double meaning[TRUTHS + 1][DIM], x[DIM];
    for (size_t t = 0; t <= TRUTHS; t++)
        for (size_t i = 0; i < DIM; i++) meaning[t][i] = rng_normal(&r);
    for (size_t d = 0; d < N; d++) {
        w->truth[d] = w->truth[d] * KINDS + (int32_t)rng_below(&r, KINDS);
        int8_t *vector = ARENA_ARRAY(w->a, int8_t, DIM);
        for (size_t i = 0; i < DIM; i++) /* a common offset, as real models have */
            x[i] = 3 * meaning[TRUTHS][i] + meaning[w->truth[d]][i] + 0.8 * rng_normal(&r);
        assert_true(dense_pack(x, DIM, vector));
        w->docs[d].dense = vector;
    }
}

static Codebook *discover(World *w, uint32_t dim, Par *par) {
    Err err = {0};
    DiscoverOptions options = {.themes = TRUTHS, .seed = 1, .dim = dim, .model = STR("made-up")};
    Codebook *c = codebook_discover(w->a, w->docs, N, &options, par, NULL, w->found, &err);
    if (!c) fail_msg("%s", err.message);
    return c;
}

static int make_world(void **state) {
    World *w = mem_alloc(sizeof *w);
    *w = (World){.a = arena_new()};
    planted_make(w->a, N, w->docs, w->truth);
    give_vectors(w);
    w->words = discover(w, 0, NULL);
    w->both = discover(w, DIM, NULL);
    *state = w;
    return 0;
}

static int free_world(void **state) {
    World *w = *state;
    arena_free(w->a);
    free(w);
    return 0;
}

static Str bytes_of(Arena *a, const Codebook *c) {
    Buf b = buf_new(1 << 26);
    assert_true(codebook_save(c, &b));
    Str bytes = arena_str(a, buf_str(&b));
    buf_free(&b);
    return bytes;
}

static double quality(World *w, const Codebook *c, bool with_vectors) {
    int32_t found[N];
    Coder *coder = coder_new(c);
    for (size_t i = 0; i < N; i++)
        found[i] = coder_code_dense(coder, w->docs[i].text, with_vectors ? w->docs[i].dense : NULL).theme;
    coder_free(coder);
    return agreement_nmi(w->truth, found, N);
}

static void vectors_tell_apart_what_words_do_not(void **state) {
    World *w = *state;
    double words = quality(w, w->words, false), both = quality(w, w->both, true);
    if (!(words < 0.8 && both > 0.87 && both > words + 0.1)) fail_msg("words %.3f, both %.3f", words, both);
}

static void a_text_without_a_vector_goes_by_its_words(void **state) {
    World *w = *state;
    double words = quality(w, w->words, false), without = quality(w, w->both, false);
    if (!(without > words - 0.1)) fail_msg("words %.3f, without %.3f", words, without);
    Coder *coder = coder_new(w->both);
    Coding x = coder_code(coder, w->docs[0].text), y = coder_code_dense(coder, w->docs[0].text, NULL);
    assert_true(x.theme == y.theme && x.score == y.score && x.second == y.second);
    coder_free(coder);
}

static void a_codebook_of_words_does_not_look_at_vectors(void **state) {
    World *w = *state;
    Str model = STR("none");
    assert_int_equal(codebook_dense(w->words, &model), 0);
    assert_true(str_eq(model, STR("none")));
    Coder *coder = coder_new(w->words);
    for (size_t i = 0; i < 50; i++) {
        Coding x = coder_code(coder, w->docs[i].text), y = coder_code_dense(coder, w->docs[i].text, w->docs[i].dense);
        assert_true(x.theme == y.theme && x.score == y.score);
    }
    coder_free(coder);
}

/* Off is off: not a byte differs when texts have vectors that nobody asked to use, and the version stays. */
static void without_vectors_the_bytes_are_as_ever(void **state) {
    World *w = *state;
    ThemeDoc plain[N];
    for (size_t i = 0; i < N; i++) plain[i] = (ThemeDoc){w->docs[i].text, w->docs[i].key, NULL};
    DiscoverOptions options = {.themes = TRUTHS, .seed = 1, .dim = DIM, .model = STR("made-up")};
    Err err = {0};
    Str off = bytes_of(w->a, w->words);
    Str none = bytes_of(w->a, codebook_discover(w->a, plain, N, &options, NULL, NULL, NULL, &err));
    assert_true(str_eq(off, none));
    assert_int_equal(off.p[4], 4);
}

static void the_same_for_any_threads(void **state) {
    World *w = *state;
    Par *par = par_new(5);
    assert_true(str_eq(bytes_of(w->a, w->both), bytes_of(w->a, discover(w, DIM, par))));
    Coding one[N], many[N];
    const Str *texts;
    Str all[N];
    const int8_t *vectors[N];
    for (size_t i = 0; i < N; i++) all[i] = w->docs[i].text, vectors[i] = i % 3 ? w->docs[i].dense : NULL;
    texts = all;
    codebook_code_dense(w->both, texts, vectors, N, NULL, one);
    codebook_code_dense(w->both, texts, vectors, N, par, many);
    assert_memory_equal(one, many, sizeof one);
    par_free(par);
}

static void saved_and_loaded_it_codes_the_same(void **state) {
    World *w = *state;
    Err err = {0};
    Str bytes = bytes_of(w->a, w->both), model = {0};
    assert_int_equal(bytes.p[4], 5);
    Codebook *loaded = codebook_load(w->a, bytes, &err);
    if (!loaded) fail_msg("%s", err.message);
    assert_int_equal(codebook_dense(loaded, &model), DIM);
    assert_true(str_eq(model, STR("made-up")));
    assert_true(str_eq(bytes, bytes_of(w->a, loaded)));
    Coder *x = coder_new(w->both), *y = coder_new(loaded);
    for (size_t i = 0; i < N; i++) {
        Coding a = coder_code_dense(x, w->docs[i].text, w->docs[i].dense);
        Coding b = coder_code_dense(y, w->docs[i].text, w->docs[i].dense);
        assert_memory_equal(&a, &b, sizeof a);
    }
    coder_free(x);
    coder_free(y);
}

static void damaged_bytes_are_refused(void **state) {
    World *w = *state;
    Str bytes = bytes_of(w->a, w->both);
    size_t words = bytes_of(w->a, w->words).n;
    char *copy = mem_alloc(bytes.n);
    Rng r = rng_new(5);
    for (int i = 0; i < 300; i++) { /* the checksum is made to fit, so that the checks themselves must hold */
        Err err = {0};
        memcpy(copy, bytes.p, bytes.n);
        size_t first = i % 2 ? bytes.n - sizeof(uint64_t) - 4000 : words / 2;
        for (int k = 0; k < 4; k++) copy[first + rng_below(&r, bytes.n - first - 8)] = (char)rng_below(&r, 256);
        uint64_t sum = hash64((Str){copy, bytes.n - sizeof sum});
        memcpy(copy + bytes.n - sizeof sum, &sum, sizeof sum);
        Arena *a = arena_new();
        Codebook *c = codebook_load(a, (Str){copy, bytes.n}, &err);
        assert_true(c || err.message[0]);
        if (c) {
            Coder *coder = coder_new(c);
            Coding coding = coder_code_dense(coder, w->docs[i].text, w->docs[i].dense);
            assert_true(coding.theme >= UNTHEMED && coding.theme < (int32_t)codebook_themes(c));
            coder_free(coder);
        }
        arena_free(a);
    }
    for (size_t n = words; n < bytes.n; n += 997) {
        Arena *a = arena_new();
        assert_null(codebook_load(a, str_slice(bytes, 0, n), NULL));
        arena_free(a);
    }
    free(copy);
}

/* A theme shown by example, whose words are those of another theme. */
static void themes_by_example_may_have_vectors(void **state) {
    World *w = *state;
    Err err = {0};
    Str texts[5];
    const int8_t *vectors[5];
    size_t n = 0, hit[2] = {0}, all = 0;
    double x[DIM];
    Rng r = rng_new(9);
    int8_t *made = ARENA_ARRAY(w->a, int8_t, N * DIM);
    for (size_t i = 0; i < N; i++) { /* a meaning of its own for every other text of theme 0 */
        for (size_t k = 0; k < DIM; k++) x[k] = (k % 2 ? 1.0 : -1.0) + 0.3 * rng_normal(&r);
        dense_pack(x, DIM, made + i * DIM);
        if (w->truth[i] == 0 && n < 5) texts[n] = w->docs[i].text, vectors[n++] = made + i * DIM;
    }
    for (int with = 0; with < 2; with++) {
        ThemeGroup group = {.texts = texts, .n = n, .dense = with ? vectors : NULL};
        Codebook *c = codebook_extend(w->a, w->both, &group, 1, NULL, &err);
        if (!c) fail_msg("%s", err.message);
        assert_true(str_eq(bytes_of(w->a, c), bytes_of(w->a, codebook_load(w->a, bytes_of(w->a, c), &err))));
        Coder *coder = coder_new(c);
        for (size_t i = 0; i < N; i++) {
            if (w->truth[i] > 1) continue;
            all += !with;
            hit[with] += coder_code_dense(coder, w->docs[i].text, made + i * DIM).theme == TRUTHS;
        }
        coder_free(coder);
    }
    if (!(hit[1] > all * 9 / 10)) fail_msg("%zu of %zu with vectors, %zu without", hit[1], all, hit[0]);
}

static void packing_keeps_directions_and_refuses_nonsense(void **state) {
    (void)state;
    int8_t out[4];
    assert_true(dense_pack((const double[]){0.5, -1e-3, 0, 0.25}, 4, out));
    assert_memory_equal(out, ((const int8_t[]){127, 0, 0, 64}), 4);
    assert_true(dense_pack((const double[]){-1e300, 1e300, 0, 0}, 4, out));
    assert_memory_equal(out, ((const int8_t[]){-127, 127, 0, 0}), 4);
    assert_false(dense_pack((const double[]){0, 0, 0, 0}, 4, out));
    assert_false(dense_pack((const double[]){1, NAN, 0, 0}, 4, out));
    assert_false(dense_pack((const double[]){1, 0, INFINITY, 0}, 4, out));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_tell_apart_what_words_do_not),
        cmocka_unit_test(a_text_without_a_vector_goes_by_its_words),
        cmocka_unit_test(a_codebook_of_words_does_not_look_at_vectors),
        cmocka_unit_test(without_vectors_the_bytes_are_as_ever),
        cmocka_unit_test(the_same_for_any_threads),
        cmocka_unit_test(saved_and_loaded_it_codes_the_same),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(themes_by_example_may_have_vectors),
        cmocka_unit_test(packing_keeps_directions_and_refuses_nonsense),
    };
    return cmocka_run_group_tests(tests, make_world, free_world);
}
