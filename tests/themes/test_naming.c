/* Names, terms and quotes of planted themes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "phrase_words.h"
#include "planted.h"
#include "themes/quote.h"

enum { N = 600, QUOTES = 4 };

typedef PlantedWorld World;

static int setup(void **state) {
    return planted_setup(state, N);
}

/* The planted theme that most signals of a found theme come from. */
static size_t truth_of(const World *w, int32_t theme) {
    size_t count[PLANTED_THEMES] = {0}, best = 0;
    for (size_t i = 0; i < N; i++)
        if (w->found[i] == theme) count[w->truth[i]]++;
    for (size_t k = 1; k < PLANTED_THEMES; k++)
        if (count[k] > count[best]) best = k;
    return best;
}

static bool shares_word(Str name, Str words) {
    for (Str rest = words; rest.p;) {
        Str word = str_cut(&rest, ' ');
        if (word.n < 4) continue;
        for (size_t at = 0; at + word.n <= name.n; at++)
            if (str_eq_nocase(str_slice(name, at, at + word.n), word)) return true;
    }
    return false;
}

static void names_say_what_it_is_about(void **state) {
    World *w = *state;
    for (int32_t k = 0; k < (int32_t)codebook_themes(w->c); k++) {
        ThemeInfo info = codebook_theme(w->c, k);
        size_t truth = truth_of(w, k);
        bool right = shares_word(info.name, str_from_c(PLANTED_SUBJECTS[truth]));
        for (size_t i = 0; i < 4; i++) right |= shares_word(info.name, str_from_c(PLANTED_TROUBLES[truth][i]));
        if (!right) fail_msg("'%.*s' does not name theme %zu", STR_ARG(info.name), truth);
        assert_true(info.name.p[0] < 'a' || info.name.p[0] > 'z');
    }
}

static void names_and_terms_are_unlike(void **state) {
    World *w = *state;
    for (int32_t k = 0; k < (int32_t)codebook_themes(w->c); k++) {
        ThemeInfo x = codebook_theme(w->c, k);
        for (int32_t j = 0; j < k; j++) assert_false(str_eq_nocase(x.name, codebook_theme(w->c, j).name));
        assert_true(x.terms_n > 0);
        for (size_t i = 0; i < x.terms_n; i++) {
            assert_true(x.terms[i].text.n > 0 && x.terms[i].weight > 0 && x.terms[i].weight <= 1);
            if (i) assert_true(x.terms[i].weight <= x.terms[i - 1].weight);
        }
        for (size_t i = 0; i < x.near_n; i++) assert_true(x.near[i].theme != k && x.near[i].cosine < 1.001);
    }
}

/* Three themes in the words of people who write in a hurry. */
static Codebook *hurried(Arena *a, ThemeDoc *docs, size_t n) {
    static const char *const SAID[3][4] = {
        {"My auto top up did n't go through%s", "auto top up didnt go through%s",
         "The auto top up did not go through%s", "Why did my auto top up fail%s"},
        {"The fee for a new card is too much%s", "I paid a fee for a new card%s", "fee for a new card again%s",
         "You took the fee for a new card%s"},
        {"MY PREMIUM METAL %s", "my premium metal %s", "the premium metal %s", "a premium metal %s"}};
    static const char *const THING[] = {"ticket", "plate", "badge", "frame", "token", "medal",
                                        "panel",  "strip", "cover", "label", "clip",  "ring"};
    static const char *const THEN[] = {" since Monday.", ", thanks.", " and nobody answers.", ".",
                                       "! Please help.", " [CARD]."};
    for (size_t i = 0; i < n; i++) {
        Str text = str_from_c(SAID[i % 3][i / 3 % 4]), then = str_from_c(THEN[i / 12 % 6]);
        if (i % 3 == 2) then = arena_printf(a, "%s%.*s", THING[i / 3 % 12], STR_ARG(then));
        text = arena_printf(a, "%.*s%.*s", (int)text.n - 2, text.p, STR_ARG(then));
        docs[i] = (ThemeDoc){text, hash64_seed(text, i)};
    }
    Err err;
    return codebook_discover(a, docs, n, &(DiscoverOptions){.themes = 3, .seed = 1}, NULL, NULL, NULL, &err);
}

static bool ends_with(Str s, const char *end) {
    Str tail = str_from_c(end);
    return s.n >= tail.n && str_eq_nocase(str_slice(s, s.n - tail.n, s.n), tail);
}

static void names_are_no_fragments(void **state) {
    (void)state;
    static const char *const TORN[] = {" top", " metal", " new", " the",  " from",
                                       " for", " is",    " did", " didn", " nobody"};
    Arena *a = arena_new();
    ThemeDoc docs[144];
    Codebook *c = hurried(a, docs, 144);
    assert_non_null(c);
    bool whole = false;
    for (int32_t k = 0; k < (int32_t)codebook_themes(c); k++) {
        Str name = codebook_theme(c, k).name;
        for (size_t i = 0; i < sizeof TORN / sizeof *TORN; i++)
            if (ends_with(name, TORN[i])) fail_msg("'%.*s' is a fragment", STR_ARG(name));
        assert_int_equal(str_find(name, STR("didnt")), SIZE_MAX);
        assert_int_equal(str_find(name, STR(" n't")), SIZE_MAX);
        assert_int_equal(str_find(name, STR("MISSING")), SIZE_MAX);
        assert_int_equal(str_find(name, STR("CARD")), SIZE_MAX);
        whole |= str_find(name, STR("op up")) != SIZE_MAX;
    }
    assert_true(whole);
    arena_free(a);
}

static void names_are_tidied(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        {"Didnt authorize", "didn't authorize"}, {"did n't receive", "didn't receive"},
        {"card dont work", "card don't work"},   {"cantina closed", "cantina closed"},
        {"ACCOUNT CLOSED", "account closed"},    {"ATM kept my cash", "ATM kept my cash"}};
    Arena *a = arena_new();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Str got = phrase_tidy(a, str_from_c(CASES[i][0]));
        if (!str_eq(got, str_from_c(CASES[i][1]))) fail_msg("'%s' became '%.*s'", CASES[i][0], STR_ARG(got));
    }
    arena_free(a);
}

static void copies_are_quoted_once(void **state) {
    World *w = *state;
    const Str texts[] = {STR("The replacement card has not arrived by mail since Monday at all."),
                         STR("My replacement card has not arrived by mail since Monday at all!"),
                         STR("XXXX XXXX replacement card XXXX XXXX mail XXXX XXXX XXXX arrived."),
                         STR("The replacement card got lost with the courier, says the letter I was sent.")};
    int32_t theme = 0;
    while (truth_of(w, theme) != 0) theme++;
    Quote quotes[4];
    size_t got = quotes_pick(w->a, w->c, theme, texts, 4, 4, quotes);
    assert_int_equal(got, 2);
    assert_true(quotes[0].doc == 3 || quotes[1].doc == 3);
    assert_true(quotes[0].doc != 2 && quotes[1].doc != 2);
}

static void quotes_are_words_of_the_signals(void **state) {
    World *w = *state;
    for (int32_t k = 0; k < (int32_t)codebook_themes(w->c); k++) {
        Str *texts = ARENA_ARRAY(w->a, Str, N);
        size_t n = 0;
        for (size_t i = 0; i < N; i++)
            if (w->found[i] == k) texts[n++] = w->docs[i].text;
        Quote quotes[QUOTES], again[QUOTES];
        size_t got = quotes_pick(w->a, w->c, k, texts, n, QUOTES, quotes);
        assert_int_equal(got, quotes_pick(w->a, w->c, k, texts, n, QUOTES, again));
        assert_memory_equal(quotes, again, got * sizeof *quotes);
        assert_true(got >= 2);
        for (size_t i = 0; i < got; i++) {
            Str said;
            Err err;
            assert_true(
                quote_verify(texts[quotes[i].doc], quotes[i].begin, quotes[i].end, &quotes[i].sha256, &said, &err));
            assert_true(said.n > 10 && said.n <= 300);
            for (size_t j = 0; j < i; j++) assert_true(quotes[i].doc != quotes[j].doc);
        }
    }
}

static void greetings_and_redaction_are_no_quotes(void **state) {
    World *w = *state;
    const Str texts[] = {
        STR("Dear support of the replacement card team, hello. XXXX XXXX XXXX XXXX XXXX card XXXX XXXX. "
            "The replacement card has not arrived by mail since Monday. Thanks for the replacement card help!")};
    int32_t theme = 0;
    while (truth_of(w, theme) != 0) theme++;
    Quote quote;
    assert_int_equal(quotes_pick(w->a, w->c, theme, texts, 1, 1, &quote), 1);
    Str said = str_slice(texts[0], quote.begin, quote.end);
    assert_true(str_eq(said, STR("The replacement card has not arrived by mail since Monday.")));
}

static void changed_quotes_are_found_out(void **state) {
    (void)state;
    Str text = STR("The card was declined. Again."), said = STR("untouched");
    Sha256 hash = sha256(str_slice(text, 0, 22));
    Err err;
    assert_true(quote_verify(text, 0, 22, &hash, &said, &err));
    assert_true(str_eq(said, STR("The card was declined.")));
    said = STR("untouched");
    assert_false(quote_verify(STR("The card was Declined. Again."), 0, 22, &hash, &said, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_false(quote_verify(STR("The card"), 0, 22, &hash, &said, &err));
    assert_false(quote_verify(text, 22, 0, &hash, &said, &err));
    assert_true(str_eq(said, STR("untouched")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_say_what_it_is_about),
        cmocka_unit_test(names_and_terms_are_unlike),
        cmocka_unit_test(quotes_are_words_of_the_signals),
        cmocka_unit_test(greetings_and_redaction_are_no_quotes),
        cmocka_unit_test(changed_quotes_are_found_out),
        cmocka_unit_test(names_are_no_fragments),
        cmocka_unit_test(names_are_tidied),
        cmocka_unit_test(copies_are_quoted_once),
    };
    return cmocka_run_group_tests(tests, setup, planted_teardown);
}
