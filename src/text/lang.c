/* lang.c - which language a text is in, by script and function words.
 *
 * A function word of a language counts one; the language with most of them wins when it clearly beats the
 * prior, the language that most texts of the corpus are in. Trained detectors err on texts of ten words, and
 * a wrong guess is worse than none here: it stems one question by the rules of another language, so that it
 * no longer meets its neighbours. */
#include "lang.h"

#include <string.h>

static const struct {
    int32_t from, to;
    Script script;
} RANGES[] = {
    {0x0370, 0x03ff, SCRIPT_GREEK},  {0x0400, 0x052f, SCRIPT_CYRILLIC}, {0x0530, 0x058f, SCRIPT_ARMENIAN},
    {0x0590, 0x05ff, SCRIPT_HEBREW}, {0x0600, 0x077f, SCRIPT_ARABIC},   {0x0900, 0x097f, SCRIPT_DEVANAGARI},
    {0x0b80, 0x0bff, SCRIPT_TAMIL},  {0x0e00, 0x0e7f, SCRIPT_THAI},     {0x0e80, 0x0eff, SCRIPT_THAI},
    {0x1000, 0x109f, SCRIPT_THAI},   {0x1100, 0x11ff, SCRIPT_HANGUL},   {0x1780, 0x17ff, SCRIPT_THAI},
    {0x1f00, 0x1fff, SCRIPT_GREEK},  {0x3040, 0x30ff, SCRIPT_KANA},     {0x31f0, 0x31ff, SCRIPT_KANA},
    {0x3400, 0x4dbf, SCRIPT_HAN},    {0x4e00, 0x9fff, SCRIPT_HAN},      {0xac00, 0xd7af, SCRIPT_HANGUL},
    {0xf900, 0xfaff, SCRIPT_HAN},    {0xfb50, 0xfdff, SCRIPT_ARABIC},   {0xfe70, 0xfeff, SCRIPT_ARABIC},
    {0xff66, 0xff9f, SCRIPT_KANA},   {0x20000, 0x323af, SCRIPT_HAN},
};

Script script_of(int32_t c) {
    if (c < RANGES[0].from) return SCRIPT_LATIN;
    for (size_t i = 0; i < sizeof RANGES / sizeof *RANGES; i++)
        if (c >= RANGES[i].from && c <= RANGES[i].to) return RANGES[i].script;
    return SCRIPT_LATIN;
}

bool script_by_character(Script s) {
    return s == SCRIPT_HAN || s == SCRIPT_KANA || s == SCRIPT_THAI;
}

int lang_index(Lang lang) {
    for (int i = 0; i < lang_count(); i++)
        if (strncmp(LANGUAGES[i].code, lang.code, sizeof lang.code) == 0) return i;
    return -1;
}

Lang lang_at(int index) {
    Lang lang = {0};
    if (index >= 0 && index < lang_count()) memcpy(lang.code, LANGUAGES[index].code, strlen(LANGUAGES[index].code));
    return lang;
}

Lang lang_from_code(Str code) {
    Lang lang = {0};
    for (size_t i = 0; i < code.n && i < sizeof lang.code - 1 && code.p[i] != '-' && code.p[i] != '_'; i++)
        lang.code[i] = (char)(code.p[i] >= 'A' && code.p[i] <= 'Z' ? code.p[i] + 32 : code.p[i]);
    return lang_at(lang_index(lang));
}

bool word_is_stop(Str word, Lang lang) {
    int index = lang_index(lang);
    char key[64];
    if (index < 0 || word.n == 0 || word.n > sizeof key - 3 || memchr(word.p, ' ', word.n)) return false;
    key[0] = ' ';
    memcpy(key + 1, word.p, word.n);
    key[word.n + 1] = ' ';
    return str_find(str_from_c(LANGUAGES[index].words), (Str){key, word.n + 2}) != SIZE_MAX;
}

Lang lang_detect(Str text) {
    Tokenizer *t = tokenizer_new();
    Lang lang = words_lang(t, words_scan(t, text), (Lang){0});
    tokenizer_free(t);
    return lang;
}
