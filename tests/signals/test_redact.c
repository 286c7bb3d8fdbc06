/* test_redact.c - what is cut, what must stay, and that redacting twice changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/rng.h"
#include "signals/redact.h"

typedef struct Row {
    const char *in, *out;
} Row;

static void check(const Row *rows, size_t n) {
    Arena *a = arena_new();
    for (size_t i = 0; i < n; i++) {
        Str out = redact_text(a, str_from_c(rows[i].in));
        Str expected = str_from_c(rows[i].out ? rows[i].out : rows[i].in);
        if (!str_eq(out, expected))
            fail_msg("%s\n  gave     %.*s\n  expected %.*s", rows[i].in, STR_ARG(out), STR_ARG(expected));
        assert_true(str_eq(redact_text(a, out), out));
        arena_reset(a);
    }
    arena_free(a);
}
#define CHECK(rows) check((rows), sizeof(rows) / sizeof *(rows))

static void test_email(void **state) {
    (void)state;
    static const Row rows[] = {
        {"write to anna.berg+bank@mail.example.co.uk.", "write to [EMAIL]."},
        {"<o'brien@example.ie>", "<[EMAIL]>"},
        {"\"anna berg\"@example.com", "[EMAIL]"},
        {"**bob@example.com**", "**[EMAIL]**"},
        {"j\xC3\xB6rg@b\xC3\xBC"
         "cher.example",
         "[EMAIL]"},
        {"mail admin@[192.0.2.7] now", "mail [EMAIL] now"},
        {"anna [at] example.com or anna(at)example.com", "[EMAIL] or [EMAIL]"},
        {"/unsubscribe?u=anna%40example.com", "/unsubscribe?u=[EMAIL]"},
        /* scripts without spaces */
        {"\xE9\x82\xAE\xE7\xAE\xB1"
         "a@example.com\xE8\xAF\xB7",
         "\xE9\x82\xAE\xE7\xAE\xB1[EMAIL]\xE8\xAF\xB7"},
        {"npm i @types/node@12.0.1 pkg@1.2.3", NULL},
        {"logo@2x.png and foo@bar", NULL},
        {"git@github.com:org/repo.git", NULL},
        {"@handle said", NULL},
    };
    CHECK(rows);
}

static void test_numbers_that_prove_themselves(void **state) {
    (void)state;
    static const Row rows[] = {
        {"card 4111 1111 1111 1111 stolen", "card [CARD] stolen"},
        {"4111-1111-1111-1111", "[CARD]"},
        {"amex 3782 822463 10005.", "amex [CARD]."},
        {"my card 630427373398", "my card [CARD]"}, /* 12 digits count when called a card */
        {"\xE5\x8D\xA1\xE5\x8F\xB7"
         "4111111111111111\xE6\x9C\x89",
         "\xE5\x8D\xA1\xE5\x8F\xB7[CARD]\xE6\x9C\x89"},
        {"card\xC2\xA0"
         "4111111111111111",
         "card\xC2\xA0[CARD]"}, /* no-break space */
        {"item 630427373398", NULL},
        {"4111 1111 1111 1112", NULL}, /* Luhn */
        {"tracking 9400111899223197428490", NULL},
        {"SSN 219-09-9999", "SSN [SSN]"},
        {"my social security number is 219099999", "my social security number is [SSN]"},
        {"part 000-12-3456", NULL},
        {"licence 2270-66-1551", NULL},
        {"IBAN DE89 3704 0044 0532 0130 00 please", "IBAN [IBAN] please"},
        {"gb82west12345698765432", "[IBAN]"},
        {"DE89 3704 0044 0532 0130 01", NULL},
    };
    CHECK(rows);
}

static void test_ip(void **state) {
    (void)state;
    static const Row rows[] = {
        {"from 203.0.113.9:8080, 192.168.1.20/24", "from [IP]:8080, [IP]/24"},
        {"[2001:db8::1] and 6e40:4041:c617:e898:c11:40d2:c669:2eb4", "[[IP]] and [IP]"},
        {"fe80::1%eth0", "[IP]%eth0"},
        {"localhost 127.0.0.1 and ::1, mask 255.255.255.0", NULL},
        {"Windows 10.0.19041.1, version 10.1.2.3, chrome/87.0.42.8, see 1.2.3.4", NULL},
        {"at 12:30:45 std::vector a::b dead::beef", NULL},
        {"mac 00:1b:44:11:3a:b7", NULL},
    };
    CHECK(rows);
}

static void test_phone(void **state) {
    (void)state;
    static const Row rows[] = {
        {"+46 (0)8 928 571 38", "[PHONE]"},
        {"+447700900123, 001-253-366-9781", "[PHONE], [PHONE]"},
        {"call 1-888-446-5157 or (602)272-9781 x12", "call [PHONE] or [PHONE]"},
        {"930.167.3943 fax", "[PHONE] fax"},
        {"0496 46 46 70", "[PHONE]"},
        {"Phone:\n467 3395", "Phone:\n[PHONE]"},
        {"reach me on my cell 2025550143", "reach me on my cell [PHONE]"},
        {"655 437 108 office", "[PHONE] office"},
        {"order 467 3395, bug 1548888, #4673395", NULL},
        {"called about order 2025550143", NULL},
        {"2-4 business days, 7-10 days, on 12-11-2015, 2005-07-21 18:19:22", NULL},
        {"call cost $1 000 000 or 10 000 000", NULL},
        {"I called 3 times in 2015 - 2016", NULL},
        {"version 1.85.2 build 20231204", NULL},
    };
    CHECK(rows);
}

static void test_secrets(void **state) {
    (void)state;
    static const Row rows[] = {
        {"https://bob:hunter2@example.com/x", "https://[LOGIN]@example.com/x"},
        {"ssh://git@example.com/x", NULL},
        {"https://x.example/a?token=abcd1234&page=2", "https://x.example/a?token=[TOKEN]&page=2"},
        {"AKIAIOSFODNN7EXAMPLE", "[TOKEN]"},
        {"use ghp_16C7e42F292c6912E7710c838347Ae178B4a now", "use [TOKEN] now"},
        {"Authorization: Bearer abcdef123456", "Authorization: Bearer [TOKEN]"},
        {"password: Tr0ub4dor&3", "password: [TOKEN]"},
        {"\"api_key\": \"a1b2c3d4e5\"", "\"api_key\": \"[TOKEN]\""},
        {"my PIN is 4821", "my PIN is [TOKEN]"},
        {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.dBjftJeZ4CVPmB92K27uhbUJU1p1r", "[TOKEN]"},
        {"q8Zr2LwXn5Tb7VdK1mJc4RfYp9Gs3HaE6U", "[TOKEN]"},
        {"password is incorrect, token: the one", NULL},
        {"commit 2b66ab4bd3efd3a3c5a8e7bc3e3a7ad9c2f1c3d5 in 9b8526ad-7670-4a52-9a4c-1f0d36d0b4d1", NULL},
        {"\"key\": \"ctrl+1\"", NULL},
        {"getElementByIdAndClassNameFromTheWholeDocument2", NULL},
        {"sha512-q8Zr2LwXn5Tb7VdK1mJc4RfYp9Gs3HaE6Uq8Zr2LwXn5Tb7VdK1mJc4", NULL},
    };
    CHECK(rows);
}

static void test_names(void **state) {
    (void)state;
    static const Row rows[] = {
        {"I spoke to Mr. Anders Berg about it", "I spoke to Mr. [NAME] about it"},
        {"My name is anna berg and I wait", "My name is [NAME] and I wait"},
        {"Dear Anna Berg,\nthank you", "Dear [NAME],\nthank you"},
        {"Best regards,\nAnna Berg", "Best regards,\n[NAME]"},
        {"my son Lukas pays", "my son [NAME] pays"},
        {"signed by Hanne I. Kreutzmann today", "signed by [NAME] today"},
        {"Frau M\xC3\xBCller half", "Frau [NAME] half"},
        {"a clerk named Frank", "a clerk named [NAME]"},
        {"at /home/anna/.bashrc and C:\\Users\\Anna Berg\\file", "at /home/[NAME]/.bashrc and C:\\Users\\[NAME]\\file"},
        {"Mrs. Baker's fee", "Mrs. [NAME]'s fee"},
        {"Dear Customer Support, my name is not on it", NULL},
        {"my name is misspelled", NULL},
        {"A. Apples B. Pears C. Plums", NULL},
        {"/home/user/x and https://example.com/home/page/", NULL},
        {"Hi, I am Very Angry With this", NULL},
    };
    CHECK(rows);
}

static void test_addresses(void **state) {
    (void)state;
    static const Row rows[] = {
        {"I live at 11 Botley Road, Apt. 4, Oxford", "I live at [ADDRESS]"},
        {"sent to P.O. Box 149 last week", "sent to [ADDRESS] last week"},
        {"Springfield, IL 62704", "[ADDRESS]"},
        {"31 Rue Al Imam", "[ADDRESS]"},
        {"in der Villacher Stra\xC3\x9F"
         "e 89 wohnt",
         "in der [ADDRESS] wohnt"},
        {"Mellemvej 32, Aalborg", "[ADDRESS]"},
        {"my zip code is 35350", "my zip code is [ADDRESS]"},
        {"5638 Aasa 43\nHumilimont, nan 78618", "[ADDRESS]"},
        {"on 12 March 2015 at 5 pm", NULL},
        {"I waited 3 weeks on the street", NULL},
        {"Office Suite 2010, 10 Windows 7 machines", NULL},
        {"39 U.S.C. 3001", NULL},
    };
    CHECK(rows);
}

static void test_what_the_source_cut_stays(void **state) {
    (void)state;
    static const Row rows[] = {
        {"Dear XXXX XXXX, on XX/XX/2015 I paid {$240.00} to XXXX XXXX", NULL},
        {"[EMAIL] [CARD] [NAME] Mr. [NAME], call [PHONE]", NULL},
        {"my card XXXX XXXX XXXX 1234 and SSN XXX-XX-1234", NULL},
    };
    CHECK(rows);
}

static void test_marks(void **state) {
    (void)state;
    Arena *a = arena_new();
    Redactions m = redact_marks(a, STR("XX/XX/2015 [CARD] size XXL, XXXX XXXX. {$9.00} XX"));
    assert_int_equal(m.n, 3);
    assert_int_equal(m.at[0].kind, REDACT_ALREADY);
    assert_int_equal(m.at[0].begin, 0);
    assert_int_equal(m.at[0].end, 10);
    assert_int_equal(m.at[1].kind, REDACT_CARD);
    assert_int_equal(m.at[1].begin, 11);
    assert_int_equal(m.at[2].end - m.at[2].begin, 9);
    arena_free(a);
}

static void test_value_keeps_prose(void **state) {
    (void)state;
    Arena *a = arena_new();
    assert_true(str_eq(redact_value(a, STR("Mr. Berg, a@example.com")), STR("Mr. Berg, [EMAIL]")));
    arena_free(a);
}

static void test_find_is_sorted_and_disjoint(void **state) {
    (void)state;
    Arena *a = arena_new();
    Str text = STR("Mr. Berg, +46 8 928 571 38, a@example.com, 11 Botley Road, 203.0.113.9");
    Redactions r = redact_find(a, text);
    assert_int_equal(r.n, 5);
    for (size_t i = 1; i < r.n; i++) assert_true(r.at[i - 1].end <= r.at[i].begin);
    arena_free(a);
}

/* Pieces that cues and patterns are made of, at random: whatever they form, twice is once. */
static void test_twice_is_once(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "Mr. ",       "Dear ",     "Anna ",    "Berg",     ", ",          "\n",       "my name is ",
        "4111 1111 ", "1111 1111", " ",        "@",        "example.com", "+46 ",     "(0)8 ",
        "928 571 38", "11 ",       "Road ",    "Apt. ",    "Box ",        "XXXX",     "XX/XX/2015",
        "[NAME]",     "[CARD]",    "https://", "a:b",      "token=",      "abcd1234", "192.168.1.1",
        ".",          "-",         "Street",   "IL 62704", "call ",       "Hi ",      "\"",
        "/home/",     "name: ",    "J. ",      "is ",      "password ",   ":"};
    Rng rng = rng_new(11);
    Arena *a = arena_new();
    for (int round = 0; round < 20000; round++) {
        char text[512];
        size_t n = 0;
        for (size_t k = rng_below(&rng, 16); k > 0; k--) {
            const char *piece = pieces[rng_below(&rng, sizeof pieces / sizeof *pieces)];
            memcpy(text + n, piece, strlen(piece));
            n += strlen(piece);
        }
        Str once = redact_text(a, (Str){text, n}), twice = redact_text(a, once);
        if (!str_eq(once, twice))
            fail_msg("%.*s\n once  %.*s\n twice %.*s", (int)n, text, STR_ARG(once), STR_ARG(twice));
        arena_reset(a);
    }
    arena_free(a);
}

/* A hostile text of 256 KB must take seconds, not hours. */
static void test_linear_on_hostile_text(void **state) {
    (void)state;
    static const char *const units[] = {"@",        "a@",      "1 ",   "1-",      "XX ", "XX/", "eyJ/",
                                        "key=",     "A. ",     "Box ", "12 A ",   "::",  "(((", "name ? ",
                                        "https://", "Dear A ", "[",    "/home/a", "1.",  "am"};
    enum { SIZE = 1 << 18 };
    char *text = mem_alloc(SIZE);
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        for (size_t i = 0; i < SIZE; i++) text[i] = units[u][i % strlen(units[u])];
        Arena *a = arena_new();
        double start = clock_monotonic();
        redact_text(a, (Str){text, SIZE});
        double seconds = clock_monotonic() - start;
        if (seconds > 10) fail_msg("'%s' took %.1f s", units[u], seconds);
        arena_free(a);
    }
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_email),
                                       cmocka_unit_test(test_numbers_that_prove_themselves),
                                       cmocka_unit_test(test_ip),
                                       cmocka_unit_test(test_phone),
                                       cmocka_unit_test(test_secrets),
                                       cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_addresses),
                                       cmocka_unit_test(test_what_the_source_cut_stays),
                                       cmocka_unit_test(test_marks),
                                       cmocka_unit_test(test_value_keeps_prose),
                                       cmocka_unit_test(test_find_is_sorted_and_disjoint),
                                       cmocka_unit_test(test_twice_is_once),
                                       cmocka_unit_test(test_linear_on_hostile_text)};
    return cmocka_run_group_tests_name("signals/redact", tests, NULL, NULL);
}
