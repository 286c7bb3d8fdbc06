/* lang.h - the languages we know, private to the layer. */
#pragma once
#include "text/token.h"

enum { LANGUAGES_MAX = 32 };

typedef enum Script {
    SCRIPT_LATIN,
    SCRIPT_CYRILLIC,
    SCRIPT_GREEK,
    SCRIPT_ARABIC,
    SCRIPT_DEVANAGARI,
    SCRIPT_TAMIL,
    SCRIPT_ARMENIAN,
    SCRIPT_HEBREW,
    SCRIPT_HAN,
    SCRIPT_KANA,
    SCRIPT_HANGUL,
    SCRIPT_THAI,
    SCRIPTS
} Script;

typedef struct Language {
    const char *code;
    const char *stemmer; /* libstemmer's name; NULL: none */
    Script script;
    const char *words; /* function words, a space before and after each */
} Language;

extern const Language LANGUAGES[];
int lang_count(void);
/* Index into LANGUAGES, -1 when unknown. */
int lang_index(Lang lang);
Lang lang_at(int index); /* empty for -1 */

/* The script of a letter; everything not listed counts as Latin. */
Script script_of(int32_t code_point);
/* Written without spaces: each character is a token. */
bool script_by_character(Script s);
