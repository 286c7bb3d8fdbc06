/* html.c - escaping by context. One table says which bytes need care; runs without any are copied whole. */
#include "html.h"

#include <math.h>
#include <stdlib.h>

#include "text/safe.h"
#include "text/utf8.h"

static const char *entity(unsigned char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* A byte with which a character begins that a page must show and not obey: C0 and DEL; C1 and the characters that turn
 * the direction of writing begin with one of three bytes. */
static bool may_steer(unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || c == 0xC2 || c == 0xD8 || c == 0xE2;
}

static void escape(Buf *out, Str s) {
    size_t from = 0;
    for (size_t i = 0, n; i < s.n; i += n) {
        unsigned char c = (unsigned char)s.p[i];
        const char *e = entity(c);
        int32_t code_point, picture = 0;
        n = 1;
        if (!e && may_steer(c)) {
            n = utf8_next(s, i, &code_point);
            picture = safe_picture(code_point);
        }
        if (!e && !picture) continue;
        buf_add(out, str_slice(s, from, i));
        if (e) buf_add(out, str_from_c(e));
        else utf8_put(out, picture);
        from = i + n;
    }
    buf_add(out, str_slice(s, from, s.n));
}

void html_text(Buf *out, Str s) {
    escape(out, s);
}
void html_attr(Buf *out, Str s) {
    escape(out, s);
}

static bool starts_nocase(Str s, Str prefix) {
    return s.n >= prefix.n && str_eq_nocase(str_slice(s, 0, prefix.n), prefix);
}

/* Relative means: starts with /, ? or #, and not with // or /\ which browsers take for another host. */
static bool url_allowed(Str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= 0x20 || s.p[i] == 0x7f) return false;
    if (starts_nocase(s, STR("http://")) || starts_nocase(s, STR("https://"))) return true;
    if (!s.n) return false;
    if (s.p[0] == '/') return s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\');
    return s.p[0] == '?' || s.p[0] == '#';
}

void html_url(Buf *out, Str s) {
    escape(out, url_allowed(s) ? s : STR("#"));
}

static bool unreserved(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

void html_url_part(Buf *out, Str s) {
    static const char HEX[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (unreserved(c)) buf_add_char(out, (char)c);
        else buf_add(out, (Str){(char[]){'%', HEX[c >> 4], HEX[c & 15]}, 3});
    }
}

/* Digits of `n` written so that they end before `end`; returns where they begin. */
static char *digits_before(char *end, unsigned long n) {
    do *--end = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    return end;
}

void html_whole(Buf *out, double x) {
    long n = lrint(x); /* halves to the even one, like printf */
    char digits[24], *end = digits + sizeof digits, *at = digits_before(end, (unsigned long)labs(n));
    if (n < 0) *--at = '-';
    buf_add(out, (Str){at, (size_t)(end - at)});
}

void html_coordinate(Buf *out, double x) {
    long tenths = lround(x * 10);
    unsigned long size = (unsigned long)labs(tenths);
    char digits[24], *end = digits + sizeof digits, *at = end;
    *--at = (char)('0' + size % 10);
    *--at = '.';
    at = digits_before(at, size / 10);
    if (tenths < 0) *--at = '-';
    buf_add(out, (Str){at, (size_t)(end - at)});
}
