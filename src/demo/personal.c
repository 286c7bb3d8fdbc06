/* personal.c - see personal.h. */
#include "personal.h"

#include <stdio.h>
#include <string.h>

const char *const PERSONAL_NAMES[PERSONAL_KINDS] = {"email", "card", "iban", "phone"};

#define PICK(r, table) (table)[rng_below((r), sizeof(table) / sizeof *(table))]

static void add_digits(char *out, size_t n, Rng *r) {
    for (size_t i = 0; i < n; i++) out[i] = (char)('0' + rng_below(r, 10));
}

/* Appends text in groups of `first`, then `next` characters, `sep` between; sep 0: in one piece. */
static void add_grouped(Buf *out, const char *text, size_t n, size_t first, size_t next, char sep) {
    for (size_t i = 0; i < n; i++) {
        if (sep && i >= first && (i - first) % next == 0) buf_add_char(out, sep);
        buf_add_char(out, text[i]);
    }
}

static void add_email(Buf *out, Rng *r) {
    static const char *const FIRST[] = {"anna",  "ben",   "carla", "dmitri", "eva",
                                        "farid", "grace", "hugo",  "ines",   "jo"};
    static const char *const LAST[] = {"marsh", "okoro", "berg", "silva", "tanaka", "novak", "reed", "costa", "lind"};
    static const char *const DOMAIN[] = {"example.com", "example.org", "example.net", "mail.example.com"};
    static const char *const JOIN[] = {".", "_", "", "-"};
    const char *first = PICK(r, FIRST), *join = PICK(r, JOIN), *last = PICK(r, LAST), *domain = PICK(r, DOMAIN);
    buf_printf(out, "%s%s%s%d@%s", first, join, last, (int)rng_below(r, 100), domain);
}

/* ISO/IEC 7812-1 annex B: from the right every second digit is doubled; the check digit makes it tens. */
static char luhn_digit(const char *digits, size_t n) {
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        int d = digits[n - 1 - i] - '0';
        if (i % 2 == 0) d = d * 2 > 9 ? d * 2 - 9 : d * 2;
        sum += d;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

static void add_card(Buf *out, Rng *r) {
    static const char *const TEST_RANGES[] = {"424242", "400000", "411111", "555555", "222300", "378282"};
    const char *range = PICK(r, TEST_RANGES);
    size_t n = range[0] == '3' ? 15 : 16;
    char digits[16];
    memcpy(digits, range, 6);
    add_digits(digits + 6, n - 7, r);
    digits[n - 1] = luhn_digit(digits, n - 1);
    const char sep = " -\0 "[rng_below(r, 4)];
    if (n == 15) {
        add_grouped(out, digits, 10, 4, 6, sep);
        if (sep) buf_add_char(out, sep);
        buf_add(out, (Str){digits + 10, 5});
    } else {
        add_grouped(out, digits, n, 4, 4, sep);
    }
}

/* Remainder by 97 of text in which a letter counts as two digits, A = 10 (ISO 13616). */
static int mod97(const char *text, size_t n, int carry) {
    for (size_t i = 0; i < n; i++) {
        int v = text[i] >= 'A' ? text[i] - 'A' + 10 : text[i] - '0';
        carry = (carry * (v > 9 ? 100 : 10) + v) % 97;
    }
    return carry;
}

static void add_iban(Buf *out, Rng *r) {
    static const struct {
        const char *country, *bank; /* the bank code TEST where it is letters: no such bank */
        size_t digits;
    } KINDS[] = {{"DE", "", 18}, {"GB", "TEST", 14}, {"FR", "", 23},
                 {"ES", "", 20}, {"IT", "T", 22},    {"NL", "TEST", 10}};
    size_t kind = rng_below(r, sizeof KINDS / sizeof *KINDS), bank = strlen(KINDS[kind].bank);
    char iban[40];
    size_t n = 4 + bank + KINDS[kind].digits;
    memcpy(iban + 4, KINDS[kind].bank, bank);
    add_digits(iban + 4 + bank, KINDS[kind].digits, r);
    int rest = mod97(KINDS[kind].country, 2, mod97(iban + 4, n - 4, 0)), check = 98 - rest * 100 % 97;
    iban[0] = KINDS[kind].country[0], iban[1] = KINDS[kind].country[1];
    iban[2] = (char)('0' + check / 10), iban[3] = (char)('0' + check % 10);
    add_grouped(out, iban, n, 4, 4, rng_below(r, 2) ? ' ' : 0);
}

static void add_phone(Buf *out, Rng *r) {
    int last = (int)rng_below(r, 100);
    switch (rng_below(r, 5)) {
    case 0:
        buf_printf(out, "(202) 555-01%02d", last);
        break;
    case 1:
        buf_printf(out, "+1 303 555 01%02d", last);
        break;
    case 2:
        buf_printf(out, "212-555-01%02d", last);
        break;
    case 3:
        buf_printf(out, "+44 20 7946 09%02d", last);
        break;
    default:
        buf_printf(out, "+49 30 23125 1%02d", last);
        break;
    }
}

void personal_add(Buf *out, Rng *r, Personal kind) {
    switch (kind) {
    case PERSONAL_EMAIL:
        add_email(out, r);
        break;
    case PERSONAL_CARD:
        add_card(out, r);
        break;
    case PERSONAL_IBAN:
        add_iban(out, r);
        break;
    default:
        add_phone(out, r);
        break;
    }
}

void personal_sentence(Buf *out, Rng *r, Personal kind) {
    static const char *const BEFORE[PERSONAL_KINDS][3] = {
        {"My e-mail is ", "Write to me at ", "You can reach me under "},
        {"My card number is ", "The card is ", "It is about card "},
        {"My IBAN is ", "It should go to ", "The account is "},
        {"Call me on ", "My number is ", "Please call me back: "},
    };
    if (out->n > 0 && out->p[out->n - 1] != '\n') buf_add_char(out, ' ');
    buf_printf(out, "%s", BEFORE[kind][rng_below(r, 3)]);
    personal_add(out, r, kind);
    buf_lit(out, ".");
}
