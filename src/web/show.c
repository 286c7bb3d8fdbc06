/* show.c - JSON values as people read them. */
#include "show.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "when.h"

static const Str NONE = STR_INIT("\xE2\x80\x93"); /* en dash: not known */

Str show_plain(Arena *a, const json_t *v) {
    if (json_is_string(v)) return (Str){json_string_value(v), json_string_length(v)};
    if (json_is_integer(v)) return arena_printf(a, "%lld", (long long)json_integer_value(v));
    if (json_is_real(v)) return arena_printf(a, "%.6g", json_real_value(v));
    if (json_is_boolean(v)) return json_is_true(v) ? STR("yes") : STR("no");
    return STR("");
}

static Str grouped(Arena *a, int64_t n) {
    char digits[24], out[32];
    size_t count = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)llabs(n));
    size_t at = 0;
    if (n < 0) out[at++] = '-';
    for (size_t i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0) out[at++] = ',';
        out[at++] = digits[i];
    }
    return arena_str(a, (Str){out, at});
}

Str show_number(Arena *a, const json_t *v) {
    if (!json_is_number(v)) return NONE;
    return grouped(a, json_is_integer(v) ? json_integer_value(v) : llround(json_real_value(v)));
}

Str show_percent(Arena *a, const json_t *v) {
    if (!json_is_number(v)) return NONE;
    double percent = 100 * json_number_value(v);
    bool whole = fabs(percent) >= 9.95 || percent == 0;
    return arena_printf(a, "%.*f\xC2\xA0%%", whole ? 0 : 1, percent);
}

static Str decimals(Arena *a, const json_t *v, int digits) {
    if (!json_is_number(v)) return NONE;
    double x = json_number_value(v);
    return arena_printf(a, "%s%.*f", x < 0 ? "\xE2\x88\x92" : "", digits, fabs(x));
}
Str show_whole(Arena *a, const json_t *v) {
    return decimals(a, v, 0);
}
Str show_tenth(Arena *a, const json_t *v) {
    return decimals(a, v, 1);
}
Str show_hundredth(Arena *a, const json_t *v) {
    return decimals(a, v, 2);
}

Str show_day(Arena *a, const json_t *v) {
    int64_t at;
    bool day_only;
    return when_read(v, &at, &day_only) ? time_iso_date(a, at) : STR("");
}

Str show_short(Arena *a, const json_t *v) {
    return str_slice(show_plain(a, v), 0, 12);
}

Str show_words(Arena *a, const json_t *v) {
    Str s = show_plain(a, v);
    char *out = ARENA_ARRAY(a, char, s.n + 1);
    for (size_t i = 0; i < s.n; i++) out[i] = s.p[i] == '_' ? ' ' : s.p[i];
    return (Str){out, s.n};
}

/* Two digits: the rest of a probability means nothing to a reader. */
Str show_odds(Arena *a, const json_t *v) {
    double p = json_number_value(v);
    if (!json_is_number(v) || !(p >= 0 && p <= 1)) return NONE;
    if (p < 1e-6) return STR("less than one in a million");
    double step = pow(10, floor(log10(1 / p)) - 1);
    Str n = grouped(a, step > 1 ? llround(round(1 / p / step) * step) : llround(1 / p));
    return arena_printf(a, "one in\xC2\xA0%.*s", STR_ARG(n));
}

Str show_count(Arena *a, const json_t *v, const char *one_many) {
    Str many = str_from_c(one_many), one = str_cut(&many, '|');
    bool single = json_is_integer(v) && json_integer_value(v) == 1;
    Str number = show_number(a, v);
    if (single || many.p) return arena_printf(a, "%.*s\xC2\xA0%.*s", STR_ARG(number), STR_ARG(single ? one : many));
    return arena_printf(a, "%.*s\xC2\xA0%.*ss", STR_ARG(number), STR_ARG(one));
}

Str show_json(Arena *a, const json_t *v) {
    char *text = v ? json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)) : NULL;
    Str s = arena_str(a, str_from_c(text));
    free(text);
    return s;
}

Str show_index(Arena *a, size_t i) {
    return arena_printf(a, "%zu", i + 1);
}

bool show_truth(const json_t *v) {
    switch (v ? json_typeof(v) : JSON_NULL) {
    case JSON_TRUE:
        return true;
    case JSON_STRING:
        return json_string_length(v) > 0;
    case JSON_INTEGER:
        return json_integer_value(v) != 0;
    case JSON_REAL:
        return json_real_value(v) != 0;
    case JSON_ARRAY:
        return json_array_size(v) > 0;
    case JSON_OBJECT:
        return json_object_size(v) > 0;
    default:
        return false;
    }
}

bool show_is(const json_t *v, const char *text) {
    return json_is_string(v) && strcmp(json_string_value(v), text) == 0;
}
