/* redact_web.c - finds logins in URLs, e-mail addresses and IP addresses. */
#include "redact_scan.h"

enum {
    MAX_AUTHORITY = 512,
    MAX_LOCAL = 128, /* RFC 5321 says 64; bounce addresses are longer */
    MAX_DOMAIN = 253,
};

/* ---- URLs: scheme://user:password@host ------------------------------------------------------- */

/* git@host names a service account, nobody's login. */
static bool is_login(Str userinfo) {
    return userinfo.n && !str_eq(userinfo, STR("git"));
}

void redact_urls(Scan *s) {
    for (size_t i = 1; i + 2 < s->n; i++) {
        if (s->p[i] != ':' || s->p[i + 1] != '/' || s->p[i + 2] != '/' || !is_alnum(s->p[i - 1])) continue;
        size_t begin = i + 3, at = 0;
        for (size_t k = begin; k < s->n && k < begin + MAX_AUTHORITY; k++) {
            char c = s->p[k];
            if (c == '@') at = k;
            if (is_gap(c) || c == SCAN_BLANK || strchr("/?#\"'<>\\", c)) break;
        }
        if (at > begin && is_login(scan_str(s, begin, at))) scan_cut(s, begin, at, REDACT_URL_LOGIN);
    }
}

/* ---- e-mail ---------------------------------------------------------------------------------- */

/* Letters of Latin, Greek and Cyrillic (two-byte UTF-8) belong to an address; scripts that set no
 * spaces between words do not, or the sentence around the address would go with it. */
static bool is_local(char c) {
    return is_alnum(c) || (c && strchr("._%+'-!#$*^~&", c));
}

static bool is_two_byte_letter(const Scan *s, size_t lead) {
    unsigned char c = (unsigned char)scan_at(s, lead);
    return c >= 0xC3 && c <= 0xD4 && ((unsigned char)scan_at(s, lead + 1) & 0xC0) == 0x80;
}

static size_t local_begin(const Scan *s, size_t at) {
    size_t begin = at, stop = at > MAX_LOCAL ? at - MAX_LOCAL : 0;
    if (begin && s->p[begin - 1] == '"') { /* "john doe"@example.com */
        for (size_t k = begin - 1; k > stop; k--) {
            if (s->p[k - 1] == '"') return k - 1;
            if (s->p[k - 1] == '\n' || s->p[k - 1] == SCAN_BLANK) return at;
        }
        return at;
    }
    for (;;) {
        if (begin > stop && is_local(s->p[begin - 1])) begin--;
        else if (begin > stop + 1 && is_two_byte_letter(s, begin - 2)) begin -= 2;
        else break;
    }
    while (begin < at && !is_word(s->p[begin]) && s->p[begin] != '_') begin++; /* **bob@example.com** */
    return begin;
}

/* Names of files and packages ("logo@2x.png") look like addresses. */
static bool is_file_suffix(Str label) {
    static const Str suffixes =
        STR_INIT("png jpg jpeg gif svg webp js ts css json tgz zip jar so dll service xml html");
    return words_have(suffixes, label);
}

static bool is_top_level(Str label) {
    if (label.n < 2 || is_file_suffix(label)) return false;
    if (str_starts(label, STR("xn--"))) return true;
    for (size_t i = 0; i < label.n; i++)
        if (!is_alpha(label.p[i]) && (unsigned char)label.p[i] < 0x80) return false;
    return true;
}

/* End of the domain that begins at `begin`, or `begin`. */
static size_t domain_end(const Scan *s, size_t begin) {
    size_t label = begin, best = begin, k = begin;
    for (; k < s->n && k < begin + MAX_DOMAIN; k++) {
        if (is_alnum(s->p[k]) || s->p[k] == '-') continue;
        if (is_two_byte_letter(s, k)) {
            k++;
            continue;
        }
        if (k == label) return best;
        if (label > begin && is_top_level(scan_str(s, label, k))) best = k;
        if (s->p[k] != '.') return best;
        label = k + 1;
    }
    if (k > label && label > begin && is_top_level(scan_str(s, label, k))) best = k;
    return best;
}

/* user@[192.0.2.1] */
static size_t literal_end(const Scan *s, size_t begin) {
    if (scan_at(s, begin) != '[') return begin;
    for (size_t k = begin + 1; k < s->n && k < begin + 48; k++) {
        if (s->p[k] == ']') return k + 1;
        if (!is_hex(s->p[k]) && !strchr(".:IPv", s->p[k])) break;
    }
    return begin;
}

/* "(at)", "[at]", "{at}" with spaces around it or not; the length, or 0. */
static size_t spelled_at(const Scan *s, size_t i) {
    size_t k = i;
    while (scan_at(s, k) == ' ' && k < i + 2) k++;
    char open = scan_at(s, k), close = open == '(' ? ')' : open == '[' ? ']' : open == '{' ? '}' : 0;
    if (!close || !str_eq_nocase(str_slice((Str){s->p, s->n}, k + 1, k + 3), STR("at")) || scan_at(s, k + 3) != close)
        return 0;
    k += 4;
    while (scan_at(s, k) == ' ' && k < i + 8) k++;
    return k - i;
}

/* Length of what stands for an "@" at position i: itself, %40 of a query, or spelled out. */
static size_t at_sign(const Scan *s, size_t i) {
    if (s->p[i] == '@') return 1;
    if (s->p[i] == '%' && scan_at(s, i + 1) == '4' && scan_at(s, i + 2) == '0') return 3;
    if (s->p[i] == ' ' || s->p[i] == '(' || s->p[i] == '[' || s->p[i] == '{') return spelled_at(s, i);
    return 0;
}

void redact_emails(Scan *s) {
    for (size_t i = 1; i < s->n; i++) {
        size_t sign = at_sign(s, i);
        if (!sign) continue;
        size_t begin = local_begin(s, i), end = domain_end(s, i + sign);
        if (end == i + sign) end = literal_end(s, i + sign);
        if (begin == i || end == i + sign || is_alnum(scan_at(s, end))) continue;
        if (str_eq(scan_str(s, begin, i), STR("git"))) continue; /* git@host:path */
        scan_cut(s, begin, end, REDACT_EMAIL);
        i = end - 1;
    }
}
