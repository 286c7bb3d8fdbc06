/* redact_number.c - finds numbers that prove themselves: IBAN (mod 97), card (Luhn), SSN (structure). */
#include "redact_scan.h"

/* ---- IBAN: ISO 13616 ------------------------------------------------------------------------- */

/* Country and total length, from the SWIFT IBAN registry. */
typedef struct IbanLength {
    char country[3];
    unsigned char length;
} IbanLength;

static const IbanLength IBAN_LENGTHS[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22},
    {"BI", 27}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22}, {"DJ", 27},
    {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FK", 18}, {"FO", 18}, {"FR", 27},
    {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28}, {"IE", 22},
    {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32},
    {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"LY", 25}, {"MC", 27}, {"MD", 24}, {"ME", 22}, {"MK", 19},
    {"MN", 20}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NI", 28}, {"NL", 18}, {"NO", 15}, {"OM", 23}, {"PK", 24},
    {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"RU", 33}, {"SA", 24}, {"SC", 31},
    {"SD", 18}, {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"SO", 23}, {"ST", 25}, {"SV", 28}, {"TL", 23},
    {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20},
};

static size_t iban_length(const char *country) {
    for (size_t i = 0; i < sizeof IBAN_LENGTHS / sizeof *IBAN_LENGTHS; i++)
        if (str_eq_nocase((Str){country, 2}, (Str){IBAN_LENGTHS[i].country, 2})) return IBAN_LENGTHS[i].length;
    return 0;
}

/* The check of ISO 7064: the first four characters go to the back, letters count 10 to 35. */
static bool mod97_is_one(const char *iban, size_t n) {
    unsigned rest = 0;
    for (size_t i = 0; i < n; i++) {
        char c = iban[(i + 4) % n];
        unsigned value = (unsigned)(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
}

static size_t iban_end(const Scan *s, size_t at) {
    if (is_alnum(scan_at(s, at - 1)) || at + 15 > s->n || !is_alpha(s->p[at]) || !is_alpha(s->p[at + 1]) ||
        !is_digit(s->p[at + 2]) || !is_digit(s->p[at + 3]))
        return at;
    size_t length = iban_length(s->p + at), n = 0, k = at;
    char iban[34];
    while (n < length && k < s->n) {
        if (is_alnum(s->p[k])) iban[n++] = s->p[k++];
        else if ((s->p[k] == ' ' || s->p[k] == '-') && is_alnum(scan_at(s, k + 1))) k++;
        else break;
    }
    bool whole = length && n == length && !is_alnum(scan_at(s, k));
    return whole && mod97_is_one(iban, n) ? k : at;
}

/* ---- social security number ------------------------------------------------------------------ */

static const Str SSN_WORDS = STR_INIT("ssn security social itin ss");

static int digits_value(const Scan *s, size_t at, size_t n) {
    int value = 0;
    for (size_t k = at; k < at + n; k++) {
        if (!is_digit(scan_at(s, k))) return -1;
        value = value * 10 + (s->p[k] - '0');
    }
    return value;
}

/* AAA-GG-SSSS; with another separator or none it must be called one. Areas 000 and 666, group 00 and
 * serial 0000 were never issued; 9xx is a taxpayer number (ITIN), as private. */
static size_t ssn_end(const Scan *s, size_t at) {
    char before = scan_at(s, at - 1), sep = scan_at(s, at + 3);
    if (is_alnum(before) || ((before == '-' || before == '.') && is_digit(scan_at(s, at - 2)))) return at;
    size_t gap = is_digit(sep) ? 0 : 1;
    if (gap && (!strchr("-. ", sep) || sep == 0 || scan_at(s, at + 6) != sep)) return at;
    int area = digits_value(s, at, 3), group = digits_value(s, at + 3 + gap, 2);
    int serial = digits_value(s, at + 5 + 2 * gap, 4);
    if (area <= 0 || area == 666 || group <= 0 || serial <= 0) return at;
    size_t end = at + 9 + 2 * gap;
    char after = scan_at(s, end);
    if (is_alnum(after) || (after == '-' && is_digit(scan_at(s, end + 1)))) return at;
    return sep == '-' || cue_before(s, at, 40, SSN_WORDS) != SIZE_MAX ? end : at;
}

/* ---- payment card ---------------------------------------------------------------------------- */

static const Str CARD_WORDS =
    STR_INIT("card cards cc credit debit visa maestro mastercard amex karte kreditkarte kartennummer carte tarjeta "
             "carta");

enum { CARD_MIN = 12, CARD_MAX = 19, CARD_CUE_WINDOW = 40 };

typedef struct Digits {
    char value[CARD_MAX + 1];
    size_t n;
    size_t groups, group[CARD_MAX + 1]; /* lengths */
    size_t end;
} Digits;

/* Digits from `at`, in groups that one kind of separator parts. */
static Digits gather(const Scan *s, size_t at) {
    Digits d = {.groups = 1, .end = at};
    char sep = 0;
    for (size_t k = at; k < s->n; k++) {
        char c = s->p[k];
        if (is_digit(c)) {
            if (d.n > CARD_MAX - 1) return (Digits){0}; /* longer than any card */
            d.value[d.n++] = c;
            d.group[d.groups - 1]++;
            d.end = k + 1;
        } else if ((c == ' ' || c == '-' || c == '.') && (!sep || sep == c) && is_digit(scan_at(s, k + 1))) {
            sep = c;
            d.groups++;
        } else {
            break;
        }
    }
    return d;
}

static bool luhn(const Digits *d) {
    int sum = 0;
    for (size_t i = 0; i < d->n; i++) {
        int v = d->value[d->n - 1 - i] - '0';
        if (i % 2) v = v > 4 ? 2 * v - 9 : 2 * v;
        sum += v;
    }
    return sum % 10 == 0;
}

/* Unbroken, fours with a shorter end, or the 4-6-5 and 4-6-4 of Amex and Diners. */
static bool printed_like_a_card(const Digits *d) {
    if (d->groups == 1) return true;
    if (d->groups == 3 && d->group[0] == 4 && d->group[1] == 6) return d->group[2] == 4 || d->group[2] == 5;
    for (size_t i = 0; i + 1 < d->groups; i++)
        if (d->group[i] != 4) return false;
    return d->group[d->groups - 1] <= 4;
}

/* The first digits of the networks (ISO/IEC 7812) with the lengths that they issue today. */
static bool network_issues(const Digits *d) {
    int six = 0;
    for (size_t i = 0; i < 6; i++) six = six * 10 + (d->value[i] - '0');
    int four = six / 100, two = six / 10000, three = six / 1000;
    if (two / 10 == 4) return d->n == 16 || d->n == 19;
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return d->n == 16;
    if (two == 34 || two == 37) return d->n == 15;
    if ((three >= 300 && three <= 305) || two == 36 || two == 38 || two == 39) return d->n == 14 || d->n == 16;
    if (four == 6011 || (three >= 644 && three <= 659)) return d->n >= 16;
    if (two == 35 || two == 62 || two == 81) return d->n >= 16;
    if (four == 2131 || four == 1800) return d->n == 15;
    return (two == 50 || (two >= 56 && two <= 69)) && d->n == 16;
}

static size_t card_end(const Scan *s, size_t at) {
    char before = scan_at(s, at - 1);
    if (is_alnum(before) || (before == '.' && is_digit(scan_at(s, at - 2)))) return at;
    Digits d = gather(s, at);
    if (d.n < CARD_MIN || is_alnum(scan_at(s, d.end)) || !printed_like_a_card(&d) || !luhn(&d)) return at;
    if (d.value[0] == '0') return at;
    /* Old and rare lengths (13-digit Visa, 12-digit Maestro) are also bar codes: the text must say card. */
    return network_issues(&d) || cue_before(s, at, CARD_CUE_WINDOW, CARD_WORDS) != SIZE_MAX ? d.end : at;
}

void redact_numbers(Scan *s) {
    for (size_t i = 0; i < s->n; i++) {
        size_t end;
        if (is_alpha(s->p[i])) {
            if ((end = iban_end(s, i)) > i) scan_cut(s, i, end, REDACT_IBAN);
        } else if (is_digit(s->p[i])) {
            if ((end = card_end(s, i)) > i) scan_cut(s, i, end, REDACT_CARD);
            else if ((end = ssn_end(s, i)) > i) scan_cut(s, i, end, REDACT_SSN);
        }
    }
}
