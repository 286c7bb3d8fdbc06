/* field_value.c - single values of a row as a signal wants them. */
#include "field_value.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "signals/redact.h"
#include "text/utf8.h"

enum { LABEL_BYTES = 256, URL_BYTES = 2048, ID_BYTES = 256 };

bool value_is_absent(Str s) {
    static const char *const WORDS[] = {"none", "n/a", "null", "nan", "na", "-", "--"};
    s = str_trim(s);
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_eq_nocase(s, str_from_c(WORDS[i]))) return true;
    return s.n == 0;
}

static bool rating_word(Str s, double *rating) {
    static const struct {
        const char *word;
        double rating;
    } WORDS[] = {{"good", 5},      {"goodwithcomment", 5}, {"good_with_comment", 5},
                 {"bad", 1},       {"badwithcomment", 1},  {"bad_with_comment", 1},
                 {"offered", NAN}, {"not offered", NAN},   {"unoffered", NAN}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (str_eq_nocase(s, str_from_c(WORDS[i].word))) return *rating = WORDS[i].rating, true;
    return false;
}

/* "★★★☆☆": the filled ones count. */
static bool rating_stars(Str s, double *rating) {
    int filled = 0, all = 0;
    for (size_t i = 0; i < s.n; all++) {
        int32_t c;
        i += utf8_next(s, i, &c);
        if (c != 0x2605 && c != 0x2606) return false;
        filled += c == 0x2605;
    }
    if (all == 0 || all > 5 || filled == 0) return false;
    *rating = filled;
    return true;
}

bool value_rating(Str s, double *rating) {
    s = str_trim(s);
    if (rating_word(s, rating) || rating_stars(s, rating)) return true;
    static const Str UNITS[] = {STR_INIT("stars"), STR_INIT("star")};
    for (size_t i = 0; i < 2; i++)
        if (s.n > UNITS[i].n && str_eq_nocase(str_slice(s, s.n - UNITS[i].n, s.n), UNITS[i]))
            s = str_trim(str_slice(s, 0, s.n - UNITS[i].n));
    double value, scale = 5;
    Str rest = s, number = str_cut(&rest, '/');
    if (rest.p && (!str_to_f64(str_trim(rest), &scale) || scale <= 0)) return false;
    if (!rest.p && str_ends(s, STR("%"))) {
        number = str_slice(s, 0, s.n - 1);
        scale = 100;
    }
    if (!str_to_f64(str_trim(number), &value) || value < 0 || value > scale) return false;
    if (scale == 5 && value < 1) return false;
    value = value * 5 / scale;
    *rating = value < 1 ? 1 : value;
    return true;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

Str value_lang(Arena *a, Str s) {
    s = str_trim(s);
    if (s.n < 2 || (s.n > 2 && s.p[2] != '-' && s.p[2] != '_')) return STR("");
    char code[2] = {lower(s.p[0]), lower(s.p[1])};
    if (code[0] < 'a' || code[0] > 'z' || code[1] < 'a' || code[1] > 'z') return STR("");
    return arena_str(a, (Str){code, 2});
}

Str value_url(Arena *a, Str s) {
    s = str_trim(s);
    bool web = str_eq_nocase(str_slice(s, 0, 7), STR("http://")) || str_eq_nocase(str_slice(s, 0, 8), STR("https://"));
    if (!web || s.n > URL_BYTES) return STR("");
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || strchr("\"<>\\^`{|}", s.p[i])) return STR("");
    return redact_value(a, s);
}

static Str keyed_hex(Arena *a, Str s, const uint8_t *key) {
    uint8_t hash[KEYED_HASH_BYTES];
    char hex[2 * KEYED_HASH_BYTES + 1];
    keyed_hash(hash, s, key);
    hex_encode(hex, hash, sizeof hash);
    return arena_str(a, str_from_c(hex));
}

Str value_person(Arena *a, Str s, const uint8_t *key) {
    s = str_trim(s);
    return s.n ? keyed_hex(a, str_trim(utf8_fold(a, s)), key) : STR("");
}

Str value_id(Arena *a, Str s, const uint8_t *key) {
    s = str_trim(s);
    if (s.n == 0) return STR("");
    if (s.n > ID_BYTES || !str_eq(redact_value(a, s), s)) {
        Str hash = keyed_hex(a, s, key);
        return arena_printf(a, "id-%.*s", STR_ARG(hash));
    }
    if (s.p[0] == '#') return arena_printf(a, "#%.*s", STR_ARG(s));
    return arena_str(a, s);
}

Str value_label(Arena *a, Str s) {
    Str label = redact_value(a, utf8_cut(str_trim(s), LABEL_BYTES));
    for (size_t i = 0; i < label.n; i++) {
        if ((unsigned char)label.p[i] >= ' ') continue;
        label = arena_str(a, label);
        char *p = (char *)(uintptr_t)label.p;
        for (; i < label.n; i++)
            if ((unsigned char)p[i] < ' ') p[i] = ' ';
    }
    return label;
}
