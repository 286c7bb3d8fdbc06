/* slips.c - typing errors and short forms, word by word. */
#include "slips.h"

#include <string.h>

#include "grammar.h"

static const struct {
    Str word, brief;
} SHORT_FORMS[] = {
    {STR_INIT("please"), STR_INIT("pls")},     {STR_INIT("because"), STR_INIT("bc")},
    {STR_INIT("account"), STR_INIT("acct")},   {STR_INIT("you"), STR_INIT("u")},
    {STR_INIT("your"), STR_INIT("ur")},        {STR_INIT("thanks"), STR_INIT("thx")},
    {STR_INIT("payment"), STR_INIT("pymt")},   {STR_INIT("transaction"), STR_INIT("txn")},
    {STR_INIT("number"), STR_INIT("nr")},      {STR_INIT("months"), STR_INIT("mths")},
    {STR_INIT("weeks"), STR_INIT("wks")},      {STR_INIT("message"), STR_INIT("msg")},
    {STR_INIT("customer"), STR_INIT("cust")},  {STR_INIT("support"), STR_INIT("supp")},
    {STR_INIT("password"), STR_INIT("pw")},    {STR_INIT("information"), STR_INIT("info")},
    {STR_INIT("tomorrow"), STR_INIT("tmrw")},  {STR_INIT("though"), STR_INIT("tho")},
    {STR_INIT("although"), STR_INIT("altho")}, {STR_INIT("again"), STR_INIT("agn")},
    {STR_INIT("cannot"), STR_INIT("cant")},    {STR_INIT("application"), STR_INIT("app")},
};

/* The key to the right on a QWERTY keyboard, for a to z. */
static const char RIGHT_KEY[] = "snvfrghjokl;,mp[wtdyibecux";

Slips slips_draw(Rng *r, double haste) {
    double u = rng_unit(r);
    return (Slips){
        .slip = chance(r, 0.3 + 0.4 * haste) ? 0.01 + 0.06 * u * u : 0,
        .shorten = chance(r, 0.5 * haste) ? 0.6 : 0,
        .lower = chance(r, 0.05 + 0.4 * haste),
        .shout = chance(r, 0.012),
    };
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* One slip inside the word; the first letter stays, as it mostly does. */
static void add_slipped(Buf *out, Rng *r, Str word) {
    size_t at = 1 + rng_below(r, word.n - 2);
    buf_add(out, str_slice(word, 0, at));
    char c = word.p[at], next = word.p[at + 1];
    switch (rng_below(r, 4)) {
    case 0:
        buf_add_char(out, next), buf_add_char(out, c);
        break; /* swapped */
    case 1:
        buf_add_char(out, next);
        break; /* left out */
    case 2:
        buf_add(out, (Str){word.p + at, 1}), buf_add(out, str_slice(word, at, at + 2));
        break; /* doubled */
    default:
        buf_add_char(out, c >= 'a' ? RIGHT_KEY[c - 'a'] : c);
        buf_add_char(out, next);
    }
    buf_add(out, str_slice(word, at + 2, word.n));
}

static void add_word(Buf *out, Rng *r, const Slips *slips, Str word) {
    if (slips->shorten > 0 && chance(r, slips->shorten)) {
        for (size_t i = 0; i < sizeof SHORT_FORMS / sizeof *SHORT_FORMS; i++)
            if (str_eq_nocase(word, SHORT_FORMS[i].word)) {
                buf_add(out, SHORT_FORMS[i].brief);
                return;
            }
    }
    if (word.n >= 4 && slips->slip > 0 && chance(r, slips->slip)) add_slipped(out, r, word);
    else buf_add(out, word);
}

static void add_words(Buf *out, Rng *r, const Slips *slips, Str text) {
    for (size_t i = 0; i < text.n;) {
        size_t end = i;
        while (end < text.n && is_letter(text.p[end])) end++;
        if (end > i) add_word(out, r, slips, str_slice(text, i, end));
        for (i = end; end < text.n && !is_letter(text.p[end]);) end++;
        buf_add(out, str_slice(text, i, end));
        i = end;
    }
}

void slips_apply(Buf *out, Rng *r, Slips slips, Str text) {
    size_t begin = out->n;
    if (slips.slip > 0 || slips.shorten > 0) add_words(out, r, &slips, text);
    else buf_add(out, text);
    for (size_t i = begin; i < out->n && (slips.lower || slips.shout); i++) {
        char *c = &out->p[i];
        if (slips.shout && *c >= 'a' && *c <= 'z') *c -= 'a' - 'A';
        else if (!slips.shout && *c >= 'A' && *c <= 'Z') *c += 'a' - 'A';
    }
}
