/* Words, stems and languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "text/token.h"

/* The stems of a text with spaces between, for comparing. */
static Str stems(Arena *a, const char *text, const char *lang) {
    Tokenizer *t = tokenizer_new();
    Tokens tokens = tokenize(t, a, str_from_c(text), lang_from_code(str_from_c(lang)));
    Str out = {"", 0};
    for (size_t i = 0; i < tokens.n; i++)
        out = arena_printf(a, "%.*s%s%.*s", STR_ARG(out), i ? " " : "", STR_ARG(tokens.at[i].stem));
    tokenizer_free(t);
    return out;
}

static void expect_stems(const char *text, const char *lang, const char *wanted) {
    Arena *a = arena_new();
    assert_string_equal(stems(a, text, lang).p, wanted);
    arena_free(a);
}

static void words_are_folded_and_stemmed(void **state) {
    (void)state;
    expect_stems("Charged twice: the CARDS were blocked!", "en", "charg twice the card were block");
    expect_stems("I can't, don\xe2\x80\x99t won't", "en", "i can't don't won't");
    expect_stems("Die Karten wurden gesperrt", "de", "die kart wurd gesperrt");
    expect_stems("Caf\xc3\xa9 CAF\xc3\x89", "", "caf\xc3\xa9 caf\xc3\xa9");
    expect_stems("", "en", "");
}

static void redaction_is_no_word(void **state) {
    (void)state;
    expect_stems("paid [CARD] at [PHONE 2] today", "en", "paid at today");
    expect_stems("XXXX said on XX/XX/2015 that {$240.00} XXXX1234 is due", "en", "said on that is due");
    expect_stems("the XXL shirt [see below]", "en", "the xxl shirt see below");
    expect_stems("[unclosed {open", "en", "unclos open");
}

static void scripts_without_spaces_give_characters(void **state) {
    (void)state;
    expect_stems("\xe9\x93\xb6\xe8\xa1\x8c\xe5\x8d\xa1 ok", "", "\xe9\x93\xb6 \xe8\xa1\x8c \xe5\x8d\xa1 ok");
}

static void ranges_point_into_the_text(void **state) {
    (void)state;
    Arena *a = arena_new();
    Tokenizer *t = tokenizer_new();
    Str text = STR("My Card\xe2\x80\x99s gone. Help \xc3\x89mile");
    Tokens tokens = tokenize(t, a, text, lang_from_code(STR("en")));
    static const char *const RAW[] = {"My", "Card\xe2\x80\x99s", "gone", "Help", "\xc3\x89mile"};
    assert_int_equal(tokens.n, 5);
    for (size_t i = 0; i < tokens.n; i++) {
        Str raw = str_slice(text, tokens.at[i].begin, tokens.at[i].end);
        assert_true(str_eq(raw, str_from_c(RAW[i])));
    }
    assert_true(tokens.at[0].sentence_start && tokens.at[3].sentence_start);
    assert_false(tokens.at[2].sentence_start || tokens.at[4].sentence_start);
    tokenizer_free(t);
    arena_free(a);
}

static void initials_end_no_sentence(void **state) {
    (void)state;
    Arena *a = arena_new();
    Tokenizer *t = tokenizer_new();
    Tokens tokens = tokenize(t, a, STR("The U.S. branch of J. Smith paid 3.5 percent. Why"), lang_from_code(STR("en")));
    size_t starts = 0;
    for (size_t i = 0; i < tokens.n; i++) starts += tokens.at[i].sentence_start;
    assert_int_equal(starts, 2);
    tokenizer_free(t);
    arena_free(a);
}

static void languages_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *text, *code;
    } CASES[] = {
        {"Why was I charged a fee when I used my card abroad?", "en"},
        {"Meine Karte ist seit zwei Wochen nicht angekommen und ich habe keine Antwort", "de"},
        {"Je n'ai pas re\xc3\xa7u ma carte et le service ne r\xc3\xa9pond pas", "fr"},
        {"No he recibido mi tarjeta y nadie me responde desde hace una semana", "es"},
        {"N\xc3\xa3o recebi o meu cart\xc3\xa3o e ningu\xc3\xa9m me responde h\xc3\xa1 uma semana", "pt"},
        {"Ik heb mijn kaart nog niet ontvangen en niemand geeft antwoord", "nl"},
        {"\xd0\xaf \xd0\xbd\xd0\xb5 \xd0\xbf\xd0\xbe\xd0\xbb\xd1\x83\xd1\x87\xd0\xb8\xd0\xbb "
         "\xd0\xba\xd0\xb0\xd1\x80\xd1"
         "\x82\xd1\x83 \xd0\xb8 \xd1\x8d\xd1\x82\xd0\xbe \xd1\x83\xd0\xb6\xd0\xb5 "
         "\xd0\xbf\xd0\xbb\xd0\xbe\xd1\x85\xd0\xbe",
         "ru"},
        {"card 1234", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_string_equal(lang_detect(str_from_c(CASES[i].text)).code, CASES[i].code);
}

static void short_texts_follow_the_corpus(void **state) {
    (void)state;
    Tokenizer *t = tokenizer_new();
    Lang english = lang_from_code(STR("en"));
    assert_string_equal(words_lang(t, words_scan(t, STR("card declined")), english).code, "en");
    assert_string_equal(words_lang(t, words_scan(t, STR("fees in euro")), english).code, "en");
    Str german = STR("ich habe die Karte nicht bekommen und das ist nicht gut");
    assert_string_equal(words_lang(t, words_scan(t, german), english).code, "de");
    tokenizer_free(t);
}

static void codes_and_function_words(void **state) {
    (void)state;
    assert_string_equal(lang_from_code(STR("pt-BR")).code, "pt");
    assert_string_equal(lang_from_code(STR("EN")).code, "en");
    assert_string_equal(lang_from_code(STR("xx")).code, "");
    assert_true(word_is_stop(STR("the"), lang_from_code(STR("en"))));
    assert_false(word_is_stop(STR("card"), lang_from_code(STR("en"))));
    assert_false(word_is_stop(STR("the"), lang_from_code(STR("de"))));
    assert_false(word_is_stop(STR("a the"), lang_from_code(STR("en"))));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_folded_and_stemmed),
        cmocka_unit_test(redaction_is_no_word),
        cmocka_unit_test(scripts_without_spaces_give_characters),
        cmocka_unit_test(ranges_point_into_the_text),
        cmocka_unit_test(initials_end_no_sentence),
        cmocka_unit_test(languages_are_told_apart),
        cmocka_unit_test(short_texts_follow_the_corpus),
        cmocka_unit_test(codes_and_function_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
