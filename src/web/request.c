/* request.c - targets taken apart and put together. */
#include "request.h"

#include <string.h>

#include "html.h"
#include "text/utf8.h"

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool url_decode(Arena *a, Str s, bool query, Str *out, Err *err) {
    static const char HINT[] = "percent-encode the address: %20 for a blank, %25 for a percent sign";
    char *p = ARENA_ARRAY(a, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '+' && query) c = ' ';
        if (c == '%') {
            bool whole = i + 2 < s.n;
            int high = whole ? hex_digit(s.p[i + 1]) : -1, low = whole ? hex_digit(s.p[i + 2]) : -1;
            if (high < 0 || low < 0) return err_set(err, ERR_INPUT, HINT, "the address has a broken percent sign");
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (!c) return err_set(err, ERR_INPUT, HINT, "the address has a NUL character in it");
        p[n++] = c;
    }
    if (!utf8_valid((Str){p, n})) return err_set(err, ERR_INPUT, HINT, "the address is not UTF-8");
    *out = (Str){p, n};
    return true;
}

bool request_parse(Request *r, Arena *a, Err *err) {
    Str query = r->target;
    r->path = str_cut(&query, '?');
    RawArg *args = ARENA_ARRAY(a, RawArg, REQUEST_ARGS_MAX);
    size_t n = 0;
    while (query.p) {
        Str value = str_cut(&query, '&'), name = str_cut(&value, '=');
        if (!value.n) continue; /* forms send their empty fields too */
        if (n == REQUEST_ARGS_MAX) return err_set(err, ERR_INPUT, NULL, "more than %d parameters", REQUEST_ARGS_MAX);
        if (!url_decode(a, name, true, &args[n].name, err) || !url_decode(a, value, true, &args[n].value, err))
            return false;
        if (str_eq(args[n].name, STR("format"))) r->format = args[n].value;
        else if (!str_eq(args[n].name, STR("job"))) n++;
        else if (!str_to_i64(args[n].value, &r->job)) r->job = 0;
    }
    r->args = args;
    r->args_n = n;
    return true;
}

static void add_pair(Buf *b, bool *first, Str name, Str value) {
    buf_add_char(b, *first ? '?' : '&');
    *first = false;
    html_url_part(b, name);
    buf_add_char(b, '=');
    html_url_part(b, value);
}

Str request_url(const Request *r, Arena *a, Str prefix, const char *without, const char *name, Str value) {
    Buf b = buf_new(65536);
    bool first = true;
    buf_add(&b, prefix);
    buf_add(&b, r->path);
    for (size_t i = 0; i < r->args_n; i++)
        if (!without || !str_eq(r->args[i].name, str_from_c(without)))
            add_pair(&b, &first, r->args[i].name, r->args[i].value);
    if (name) add_pair(&b, &first, str_from_c(name), value);
    Str url = arena_str(a, buf_str(&b));
    buf_free(&b);
    return url;
}

Str request_arg(const Request *r, const char *name) {
    for (size_t i = 0; i < r->args_n; i++)
        if (str_eq(r->args[i].name, str_from_c(name))) return r->args[i].value;
    return STR("");
}
