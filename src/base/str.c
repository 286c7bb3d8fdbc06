/* str.c - string slices: comparison, search, numbers. */
#include "base/str.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Str str_from_c(const char *c) {
    return c ? (Str){c, strlen(c)} : (Str){NULL, 0};
}

bool str_eq(Str a, Str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); /* NOLINT(clang-analyzer-core.NonNullParamChecker) */
}

static unsigned char lower(char c) {
    unsigned char u = (unsigned char)c;
    return u >= 'A' && u <= 'Z' ? (unsigned char)(u + 32) : u;
}

bool str_eq_nocase(Str a, Str b) {
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i])) return false;
    return true;
}

int str_cmp(Str a, Str b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(Str s, Str prefix) {
    return s.n >= prefix.n && str_eq((Str){s.p, prefix.n}, prefix);
}

bool str_ends(Str s, Str suffix) {
    return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, s.n), suffix);
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

Str str_trim(Str s) {
    while (s.n && is_space(s.p[0])) s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

Str str_slice(Str s, size_t begin, size_t end) {
    if (end > s.n) end = s.n;
    if (begin > end) begin = end;
    return (Str){s.p ? s.p + begin : NULL, end - begin};
}

size_t str_find(Str s, Str needle) {
    if (needle.n == 0) return 0;
    if (s.n < needle.n) return SIZE_MAX;
    const char *hit = memmem(s.p, s.n, needle.p, needle.n);
    return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

Str str_cut(Str *rest, char sep) {
    Str s = *rest;
    const char *hit = s.n ? memchr(s.p, sep, s.n) : NULL;
    if (!hit) {
        *rest = (Str){NULL, 0};
        return s;
    }
    size_t at = (size_t)(hit - s.p);
    *rest = (Str){hit + 1, s.n - at - 1};
    return (Str){s.p, at};
}

bool str_to_i64(Str s, int64_t *out) {
    size_t i = 0;
    bool negative = s.n && s.p[0] == '-';
    if (s.n && (s.p[0] == '-' || s.p[0] == '+')) i++;
    if (i == s.n) return false;
    int64_t v = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        int digit = s.p[i] - '0';
        if (__builtin_mul_overflow(v, 10, &v)) return false;
        if (negative ? __builtin_sub_overflow(v, digit, &v) : __builtin_add_overflow(v, digit, &v)) return false;
    }
    *out = v;
    return true;
}

bool str_to_f64(Str s, double *out) {
    char copy[64];
    if (s.n == 0 || s.n >= sizeof copy || is_space(s.p[0])) return false;
    for (size_t i = 0; i < s.n; i++) /* strtod also takes hex, inf and nan */
        if (!strchr("+-.eE0123456789", s.p[i]) || s.p[i] == '\0') return false;
    memcpy(copy, s.p, s.n);
    copy[s.n] = '\0';
    char *end;
    double v = strtod(copy, &end);
    if (end != copy + s.n || !isfinite(v)) return false;
    *out = v;
    return true;
}
