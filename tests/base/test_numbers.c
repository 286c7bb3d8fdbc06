/* Random numbers and hashes against published values; loops shared by threads. */
#include "base_test.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/par.h"
#include "base/rng.h"

static void generator_is_the_published_one(void **state) {
    (void)state;
    Rng seeded = rng_new(0); /* splitmix64 of 0, Vigna's reference */
    static const uint64_t seeds[] = {0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f, 0xf88bb8a8724c81ec};
    for (int i = 0; i < 4; i++) assert_true(seeded.s[i] == seeds[i]);
    Rng r = {{1, 2, 3, 4}}; /* xoshiro256** of 1, 2, 3, 4, as in the Rust crate's tests */
    static const uint64_t want[] = {11520,
                                    0,
                                    1509978240,
                                    1215971899390074240,
                                    1216172134540287360,
                                    607988272756665600,
                                    16172922978634559625u,
                                    8476171486693032832,
                                    10595114339597558777u,
                                    2904607092377533576};
    for (int i = 0; i < 10; i++) assert_true(rng_u64(&r) == want[i]);
}

static void streams_of_a_loop_are_apart_and_repeatable(void **state) {
    (void)state;
    uint64_t first[64];
    for (uint64_t i = 0; i < 64; i++) {
        Rng r = rng_split(7, i), again = rng_split(7, i), other = rng_split(8, i);
        first[i] = rng_u64(&r);
        assert_true(first[i] == rng_u64(&again));
        assert_true(first[i] != rng_u64(&other));
        for (uint64_t k = 0; k < i; k++) assert_true(first[k] != first[i]);
    }
}

static void draws_are_in_range_and_even(void **state) {
    (void)state;
    enum { N = 60000, BOUND = 6 };
    Rng r = rng_new(3);
    int seen[BOUND] = {0};
    double sum = 0, squares = 0, poisson = 0, large = 0;
    for (int i = 0; i < N; i++) {
        uint64_t v = rng_below(&r, BOUND);
        assert_true(v < BOUND);
        seen[v]++;
        double u = rng_unit(&r);
        assert_true(u >= 0 && u < 1);
        double z = rng_normal(&r);
        assert_true(isfinite(z));
        sum += z, squares += z * z;
        poisson += (double)rng_poisson(&r, 2.5);
        if (i < 1000) large += (double)rng_poisson(&r, 2000);
    }
    for (int i = 0; i < BOUND; i++) assert_true(abs(seen[i] - N / BOUND) < 500); /* 5.5 sigma */
    assert_true(fabs(sum / N) < 0.02 && fabs(squares / N - 1) < 0.04);
    assert_true(fabs(poisson / N - 2.5) < 0.04);
    assert_true(fabs(large / 1000 - 2000) < 8); /* far beyond where exp(-mean) is 0 */
    for (int i = 0; i < 100; i++) assert_true(rng_below(&r, 1) == 0 && rng_poisson(&r, 0) == 0);
    assert_true(rng_below(&r, UINT64_MAX) < UINT64_MAX);
}

static void assert_hex(const uint8_t *bytes, size_t n, const char *want) {
    char hex[65];
    hex_encode(hex, bytes, n);
    assert_string_equal(hex, want);
}

static void hashes_are_the_published_ones(void **state) {
    (void)state;
    assert_true(hash64(STR("")) == 0x2d06800538d394c2); /* XXH3_64bits of nothing */
    assert_true(hash64((Str){NULL, 0}) == hash64(STR("")));
    assert_true(hash64_seed(STR("a"), 1) != hash64_seed(STR("a"), 2));
    assert_true(hash_mix(1, 2) != hash_mix(2, 1));
    static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    Sha256 whole = sha256(STR("abc"));
    assert_hex(whole.bytes, 32, abc);
    Sha256Stream s;
    sha256_begin(&s);
    sha256_add(&s, STR("a"));
    sha256_add(&s, (Str){NULL, 0});
    sha256_add(&s, STR("bc"));
    Sha256 pieces = sha256_end(&s);
    assert_hex(pieces.bytes, 32, abc);
}

static void hashes_of_people_need_the_key(void **state) {
    (void)state;
    uint8_t key[HASH_KEY_BYTES], one[KEYED_HASH_BYTES], two[KEYED_HASH_BYTES];
    for (int i = 0; i < HASH_KEY_BYTES; i++) key[i] = (uint8_t)i;
    keyed_hash(one, STR("ann@example.com"), key);
    assert_hex(one, KEYED_HASH_BYTES, "25429da17fedf36d5198bbd3a6498f31"); /* BLAKE2b, 16 bytes, by Python's hashlib */
    key[31]++;
    keyed_hash(two, STR("ann@example.com"), key);
    assert_memory_not_equal(one, two, KEYED_HASH_BYTES);
    random_secret(one, KEYED_HASH_BYTES);
    random_secret(two, KEYED_HASH_BYTES);
    assert_memory_not_equal(one, two, KEYED_HASH_BYTES);
}

static void messages_are_signed_as_published(void **state) {
    (void)state;
    /* RFC 4231, test cases 2 and 6; and the example of GitHub's documentation */
    Sha256 sum = hmac_sha256(STR("Jefe"), STR("what do ya want for nothing?"));
    assert_hex(sum.bytes, 32, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    char key[131];
    memset(key, 0xaa, sizeof key);
    sum = hmac_sha256((Str){key, sizeof key}, STR("Test Using Larger Than Block-Size Key - Hash Key First"));
    assert_hex(sum.bytes, 32, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    sum = hmac_sha256(STR("It's a Secret to Everybody"), STR("Hello, World!"));
    assert_hex(sum.bytes, 32, "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    assert_true(secret_equal(STR("abc"), STR("abc")) && secret_equal((Str){NULL, 0}, STR("")));
    assert_false(secret_equal(STR("abc"), STR("abd")) || secret_equal(STR("abc"), STR("ab")));
}

static void hex_goes_there_and_back(void **state) {
    (void)state;
    uint8_t bytes[3] = {0, 0x7f, 0xff}, back[3];
    char hex[7];
    hex_encode(hex, bytes, 3);
    assert_string_equal(hex, "007fff");
    assert_true(hex_decode(back, 3, STR("007FfF")));
    assert_memory_equal(back, bytes, 3);
    static const Str bad[] = {STR_INIT(""), STR_INIT("007ff"), STR_INIT("007fff0"), STR_INIT("007ffg"),
                              STR_INIT("00 7ff")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(hex_decode(back, 3, bad[i]));
}

/* ---- threads --------------------------------------------------------------------------------- */

typedef struct Loop {
    uint32_t *visits;
    double *out;
    int threads;
    size_t n, grain;
} Loop;

static void work(void *ctx, size_t begin, size_t end, int worker) {
    Loop *l = ctx;
    if (worker < 0 || worker >= l->threads || end > l->n || end - begin > l->grain) abort();
    for (size_t i = begin; i < end; i++) {
        l->visits[i]++;
        Rng r = rng_split(11, i);
        l->out[i] = rng_normal(&r) + (double)i;
    }
}

static void a_loop_gives_the_same_with_any_number_of_threads(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 7, 64, 1000, 10007}, grains[] = {0, 1, 64, 20000};
    Par *pars[] = {NULL, par_new(1), par_new(2), par_new(8)};
    assert_int_equal(par_threads(NULL), 1);
    assert_int_equal(par_threads(pars[3]), 8);
    for (size_t s = 0; s < 6; s++) {
        double *first = calloc(sizes[s] + 1, sizeof *first), *out = calloc(sizes[s] + 1, sizeof *out);
        for (size_t p = 0; p < 4; p++) {
            for (size_t g = 0; g < 4; g++) {
                uint32_t *visits = calloc(sizes[s] + 1, sizeof *visits);
                Loop l = {visits, p + g ? out : first, par_threads(pars[p]), sizes[s], grains[g] ? grains[g] : 1};
                par_for(pars[p], sizes[s], grains[g], work, &l);
                for (size_t i = 0; i < sizes[s]; i++) assert_int_equal(visits[i], 1);
                assert_int_equal(visits[sizes[s]], 0);
                if (p + g) assert_memory_equal(out, first, sizes[s] * sizeof *out);
                free(visits);
            }
        }
        free(first);
        free(out);
    }
    for (size_t p = 0; p < 4; p++) par_free(pars[p]);
}

static void many_short_loops_do_not_hang(void **state) {
    (void)state;
    Par *par = par_new(8);
    uint32_t visits[16];
    double out[16];
    for (int round = 0; round < 2000; round++) {
        memset(visits, 0, sizeof visits);
        Loop l = {visits, out, 8, 16, 1};
        par_for(par, 16, 1, work, &l);
        for (int i = 0; i < 16; i++) assert_int_equal(visits[i], 1);
    }
    par_free(par);
}

static void numbers_of_threads_are_clipped(void **state) {
    (void)state;
    static const int wishes[] = {-5, 0, 1, 1000};
    for (int i = 0; i < 4; i++) {
        Par *par = par_new(wishes[i]);
        assert_in_range(par_threads(par), 1, 64);
        par_free(par);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(generator_is_the_published_one),
        cmocka_unit_test(streams_of_a_loop_are_apart_and_repeatable),
        cmocka_unit_test(draws_are_in_range_and_even),
        cmocka_unit_test(hashes_are_the_published_ones),
        cmocka_unit_test(hashes_of_people_need_the_key),
        cmocka_unit_test(messages_are_signed_as_published),
        cmocka_unit_test(hex_goes_there_and_back),
        cmocka_unit_test(a_loop_gives_the_same_with_any_number_of_threads),
        cmocka_unit_test(many_short_loops_do_not_hang),
        cmocka_unit_test(numbers_of_threads_are_clipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
