/* redact_scan.h - what the finders of personal data share (private to src/signals/redact*.c).
 *
 * A Scan holds a working copy of the text. Each finder walks it once and cuts what it recognises; the
 * bytes of a cut, like those of a placeholder that was there before, turn into SCAN_BLANK. So no byte
 * is cut twice, and a finder sees the same whether "[CARD]" is being cut or was cut last year: that is
 * what makes redaction idempotent. For the same reason no rule may depend on how long a blank is.
 *
 * Every finder looks a bounded number of bytes around a position, so the work is linear. */
#pragma once
#include <string.h>

#include "signals/redact.h"

enum { SCAN_BLANK = 0x01 };

typedef struct Scan {
    Arena *arena;
    char *p; /* the working copy */
    size_t n;
    Redaction *cuts; /* in order of finding */
    size_t count, room;
} Scan;

/* Records [begin, end) and blanks it. Empty ranges are ignored. */
void scan_cut(Scan *s, size_t begin, size_t end, RedactKind kind);

/* The byte at a position; 0 before the start (SIZE_MAX wraps there) and past the end. */
static inline char scan_at(const Scan *s, size_t i) {
    return i < s->n ? s->p[i] : 0;
}

static inline Str scan_str(const Scan *s, size_t begin, size_t end) {
    return (Str){s->p + begin, end - begin};
}

static inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static inline bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static inline bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
static inline bool is_alpha(char c) {
    return is_upper(c) || is_lower(c);
}
static inline bool is_alnum(char c) {
    return is_alpha(c) || is_digit(c);
}
static inline bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
static inline bool is_gap(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
/* A byte of a word in any script. */
static inline bool is_word(char c) {
    return is_alnum(c) || (unsigned char)c >= 0x80;
}

/* A list of words is one string, small letters, parted by spaces: "mr mrs ms". True when `word` is in it, ASCII case
 * aside. */
bool words_have(Str list, Str word);

/* The end of the nearest word of the list in the `window` bytes before `at`, or SIZE_MAX when there is
 * none. A blank or the start of the text ends the window. */
size_t cue_before(const Scan *s, size_t at, size_t window, Str list);

/* The finders, in the order in which they run: the more certain first. */
void redact_urls(Scan *s);
void redact_emails(Scan *s);
void redact_tokens(Scan *s);
void redact_ips(Scan *s);
void redact_numbers(Scan *s); /* IBAN, SSN, card */
void redact_phones(Scan *s);
void redact_addresses(Scan *s);
void redact_homes(Scan *s); /* names in paths */
void redact_names(Scan *s);
