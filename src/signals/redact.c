/* redact.c - personal data is cut at the door: runs the finders and puts placeholders in.
 *
 * The finders (redact_*.c) run over a working copy until a round finds nothing new; see redact_scan.h
 * for why redacting twice changes nothing. What the source cut before us ("XXXX", "XX/XX/2015") is
 * blanked first, so it is left as it is. */
#include "signals/redact.h"

#include <stdlib.h>

#include "redact_scan.h"

const char *const REDACT_PLACEHOLDERS[REDACT_KINDS] = {
    [REDACT_EMAIL] = "[EMAIL]",     [REDACT_CARD] = "[CARD]",   [REDACT_SSN] = "[SSN]",
    [REDACT_IBAN] = "[IBAN]",       [REDACT_IP] = "[IP]",       [REDACT_PHONE] = "[PHONE]",
    [REDACT_URL_LOGIN] = "[LOGIN]", [REDACT_TOKEN] = "[TOKEN]", [REDACT_NAME] = "[NAME]",
    [REDACT_ADDRESS] = "[ADDRESS]", [REDACT_ALREADY] = "XXXX",
};

/* A cut opens new context at most a few times over; the cap only bounds a hostile text. */
enum { MAX_ROUNDS = 16 };

static Redaction *grow(Arena *a, Redaction *at, size_t n, size_t *room) {
    if (n < *room) return at;
    *room = *room ? *room * 2 : 16;
    Redaction *more = ARENA_ARRAY(a, Redaction, *room);
    if (n) memcpy(more, at, n * sizeof *at);
    return more;
}

void scan_cut(Scan *s, size_t begin, size_t end, RedactKind kind) {
    if (begin >= end) return;
    s->cuts = grow(s->arena, s->cuts, s->count, &s->room);
    s->cuts[s->count++] = (Redaction){(uint32_t)begin, (uint32_t)end, kind};
    memset(s->p + begin, SCAN_BLANK, end - begin);
}

/* Runs for every word of every text, so it compares in place. */
bool words_have(Str list, Str word) {
    if (!word.n || word.n > list.n) return false;
    const char *end = list.p + list.n;
    char first = is_upper(word.p[0]) ? (char)(word.p[0] + 32) : word.p[0];
    for (const char *p = list.p; p + word.n <= end; p++) {
        if (*p == first && (p + word.n == end || p[word.n] == ' ') && str_eq_nocase((Str){p, word.n}, word))
            return true;
        while (p < end && *p != ' ') p++;
    }
    return false;
}

size_t cue_before(const Scan *s, size_t at, size_t window, Str list) {
    size_t stop = at > window ? at - window : 0;
    for (size_t end = at; end > stop;) {
        if (s->p[end - 1] == SCAN_BLANK) return SIZE_MAX;
        if (!is_word(s->p[end - 1])) {
            end--;
            continue;
        }
        size_t begin = end;
        while (begin > stop && is_word(s->p[begin - 1])) begin--;
        if (words_have(list, scan_str(s, begin, end))) return end;
        end = begin;
    }
    return SIZE_MAX;
}

/* Length of the placeholder that stands at `at`, or 0. */
static size_t placeholder_at(Str text, size_t at, RedactKind *kind) {
    for (int k = 0; k < REDACT_ALREADY; k++) {
        Str placeholder = str_from_c(REDACT_PLACEHOLDERS[k]);
        if (str_starts((Str){text.p + at, text.n - at}, placeholder)) {
            *kind = (RedactKind)k;
            return placeholder.n;
        }
    }
    return 0;
}

/* End of the run of X at `at` when it is a whole word, digits allowed behind it ("XXXX1234"); else `at`. */
static size_t x_word(Str text, size_t at) {
    size_t end = at;
    while (end < text.n && text.p[end] == 'X') end++;
    return end < text.n && is_word(text.p[end]) && !is_digit(text.p[end]) ? at : end;
}

static size_t year_end(Str text, size_t slash) {
    size_t end = slash + 1;
    while (end < text.n && end < slash + 5 && is_digit(text.p[end])) end++;
    return end == slash + 5 ? end : slash;
}

/* End of what the source cut: runs of X joined by "/", "-" or ".", or by a space when they are long,
 * and a year after them ("XX/XX/2015"). `at` when it is only a word like "XL" or "XX". */
static size_t already_end(Str text, size_t at) {
    size_t end = x_word(text, at), length = end - at;
    bool masked = length >= 4;
    while (end > at && end + 1 < text.n && strchr("/-. ", text.p[end]) && text.p[end]) {
        size_t more = x_word(text, end + 1), least = text.p[end] == ' ' ? 4 : 2;
        if (more < end + 1 + least || (least == 4 && !masked)) break;
        masked = true;
        end = more;
    }
    if (!masked) return at;
    return end < text.n && text.p[end] == '/' ? year_end(text, end) : end;
}

Redactions redact_marks(Arena *a, Str stored) {
    Redaction *at = NULL;
    size_t n = 0, room = 0;
    for (size_t i = 0; i < stored.n;) {
        RedactKind kind = REDACT_ALREADY;
        size_t end = i;
        if (stored.p[i] == '[') end = i + placeholder_at(stored, i, &kind);
        else if (stored.p[i] == 'X' && (i == 0 || !is_word(stored.p[i - 1]))) end = already_end(stored, i);
        if (end == i) {
            i++;
            continue;
        }
        at = grow(a, at, n, &room);
        at[n++] = (Redaction){(uint32_t)i, (uint32_t)end, kind};
        i = end;
    }
    return (Redactions){at, n};
}

static int by_begin(const void *x, const void *y) {
    const Redaction *a = x, *b = y;
    return (a->begin > b->begin) - (a->begin < b->begin);
}

/* Structured kinds always; names and addresses when `prose`. */
static Redactions find(Arena *a, Str text, bool prose) {
    Scan s = {.arena = a, .p = arena_alloc(a, text.n + 1), .n = text.n};
    if (text.n) memcpy(s.p, text.p, text.n);
    Redactions before = redact_marks(a, text);
    for (size_t i = 0; i < before.n; i++)
        memset(s.p + before.at[i].begin, SCAN_BLANK, before.at[i].end - before.at[i].begin);

    static void (*const finders[])(Scan *) = {redact_urls,      redact_emails,  redact_tokens,
                                              redact_ips,       redact_numbers, redact_phones,
                                              redact_addresses, redact_homes,   redact_names};
    const size_t structured = 6, all = sizeof finders / sizeof *finders;
    for (int round = 0; round < MAX_ROUNDS; round++) {
        size_t count = s.count;
        for (size_t f = 0; f < (prose ? all : structured); f++) finders[f](&s);
        if (s.count == count) break;
    }
    if (s.count) qsort(s.cuts, s.count, sizeof *s.cuts, by_begin);
    return (Redactions){s.cuts, s.count};
}

Redactions redact_find(Arena *a, Str text) {
    return find(a, text, true);
}

static Str replace(Arena *a, Str text, Redactions cuts) {
    if (cuts.n == 0) return text;
    size_t size = text.n;
    for (size_t i = 0; i < cuts.n; i++)
        size += strlen(REDACT_PLACEHOLDERS[cuts.at[i].kind]) - (cuts.at[i].end - cuts.at[i].begin);
    char *out = arena_alloc(a, size + 1);
    size_t n = 0, from = 0;
    for (size_t i = 0; i < cuts.n; i++) {
        const char *placeholder = REDACT_PLACEHOLDERS[cuts.at[i].kind];
        memcpy(out + n, text.p + from, cuts.at[i].begin - from);
        n += cuts.at[i].begin - from;
        memcpy(out + n, placeholder, strlen(placeholder));
        n += strlen(placeholder);
        from = cuts.at[i].end;
    }
    memcpy(out + n, text.p + from, text.n - from);
    return (Str){out, size};
}

Str redact_text(Arena *a, Str text) {
    return replace(a, text, find(a, text, true));
}
Str redact_value(Arena *a, Str value) {
    return replace(a, value, find(a, value, false));
}
