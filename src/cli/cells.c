/* cells.c - one JSON value as text for people; safe for a terminal. */
#include <math.h>
#include <string.h>

#include "cli_private.h"
#include "text/safe.h"

enum { CELL_CAP = 64 << 10 };

const json_t *json_at(const json_t *object, const char *path) {
    Str rest = str_from_c(path);
    while (rest.p && object) {
        Str key = str_cut(&rest, '.');
        object = json_object_getn(object, key.p, key.n);
    }
    return object;
}

static void add_safe(Buf *out, const json_t *value) {
    if (json_is_string(value)) safe_terminal(out, (Str){json_string_value(value), json_string_length(value)}, true);
}

static void text_cell(Buf *out, const json_t *v) {
    if (json_is_string(v)) add_safe(out, v);
    else if (json_is_integer(v)) buf_printf(out, "%lld", (long long)json_integer_value(v));
    else if (json_is_real(v)) buf_printf(out, "%g", json_real_value(v));
    else if (json_is_boolean(v)) buf_printf(out, "%s", json_is_true(v) ? "yes" : "no");
}

static void int_cell(Buf *out, const json_t *v) { /* 12 345 */
    char digits[32];
    if (!json_is_integer(v)) return;
    long long value = (long long)json_integer_value(v);
    int n = snprintf(digits, sizeof digits, "%lld", value < 0 ? -value : value);
    if (value < 0) buf_lit(out, "-");
    for (int i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0) buf_lit(out, " ");
        buf_add_char(out, digits[i]);
    }
}

static void percent_of(Buf *out, double ratio) {
    buf_printf(out, "%+.0f", (ratio - 1) * 100);
}

static void change_cell(Buf *out, const json_t *v) {
    const char *verdict = json_string_value(json_object_get(v, "verdict"));
    if (!verdict || strcmp(verdict, "too_few") == 0) {
        buf_lit(out, "too few to say");
        return;
    }
    double ratio = json_number_value(json_object_get(v, "ratio"));
    buf_printf(out, "%s ", strcmp(verdict, "up") == 0 ? "▲" : strcmp(verdict, "down") == 0 ? "▼" : "·");
    if (strcmp(verdict, "unclear") == 0) buf_lit(out, "unclear");
    else {
        percent_of(out, ratio);
        buf_lit(out, " %");
    }
    buf_lit(out, " (");
    percent_of(out, json_number_value(json_object_get(v, "low")));
    buf_lit(out, " to ");
    percent_of(out, json_number_value(json_object_get(v, "high")));
    buf_lit(out, ")");
}

/* The last 52 values at most, scaled from zero. */
static void spark_cell(Buf *out, const json_t *weeks) {
    static const char *const BARS[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    size_t n = json_array_size(weeks), begin = n > 52 ? n - 52 : 0;
    double most = 0;
    for (size_t i = begin; i < n; i++) {
        double v = json_number_value(json_object_get(json_array_get(weeks, i), "voices"));
        if (v > most) most = v;
    }
    for (size_t i = begin; i < n && most > 0; i++) {
        double v = json_number_value(json_object_get(json_array_get(weeks, i), "voices"));
        buf_printf(out, "%s", v > 0 ? BARS[(int)fmin(7, floor(v / most * 7.999))] : " ");
    }
}

static void list_cell(Buf *out, const json_t *list, const char *key, const char *weight) {
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)(uintptr_t)list, i, item) {
        if (i) buf_lit(out, ", ");
        add_safe(out, json_is_string(item) ? item : json_object_get(item, key));
        const json_t *w = weight ? json_object_get(item, weight) : NULL;
        if (w) buf_printf(out, " %.0f %%", 100 * json_number_value(w));
    }
}

static void parts_cell(Buf *out, const json_t *parts) {
    size_t i;
    json_t *p;
    json_array_foreach((json_t *)(uintptr_t)parts, i, p) {
        if (i) buf_lit(out, "\n");
        buf_printf(out, "%5.1f of %2.0f  ", json_number_value(json_object_get(p, "points")),
                   100 * json_number_value(json_object_get(p, "weight")));
        add_safe(out, json_object_get(p, "part"));
        buf_lit(out, ": ");
        add_safe(out, json_object_get(p, "says"));
    }
}

/* The blocks of a brief's section, one below the other. */
static void brief_cell(Buf *out, const json_t *blocks) {
    size_t i, k;
    json_t *b, *item;
    json_array_foreach((json_t *)(uintptr_t)blocks, i, b) {
        if (i) buf_lit(out, "\n");
        const json_t *signal = json_object_get(b, "signal");
        if (json_is_integer(signal)) {
            buf_lit(out, "\"");
            add_safe(out, json_object_get(b, "words"));
            buf_printf(out, "\" (signal %lld%s)", (long long)json_integer_value(signal),
                       json_is_true(json_object_get(b, "verified")) ? "" : ", DOES NOT MATCH ITS SIGNAL");
        }
        const json_t *answered = json_object_get(b, "answered");
        if (json_is_boolean(answered)) buf_printf(out, "[%c] ", json_is_true(answered) ? 'x' : ' ');
        add_safe(out, json_object_get(b, "text"));
        json_array_foreach(json_object_get(b, "items"), k, item) {
            if (k) buf_lit(out, "\n");
            buf_lit(out, "- ");
            add_safe(out, item);
        }
    }
}

void cell_text(Buf *out, const char *format, const json_t *v) {
    if (!v || json_is_null(v)) return;
    if (strcmp(format, "int") == 0) int_cell(out, v);
    else if (strcmp(format, "percent") == 0) buf_printf(out, "%.1f %%", 100 * json_number_value(v));
    else if (strcmp(format, "score") == 0) buf_printf(out, "%.1f", json_number_value(v));
    else if (strcmp(format, "ratio") == 0) buf_printf(out, "%.2f", json_number_value(v));
    else if (strcmp(format, "date") == 0) safe_terminal(out, str_slice(str_from_c(json_string_value(v)), 0, 10), true);
    else if (strcmp(format, "change") == 0) change_cell(out, v);
    else if (strcmp(format, "spark") == 0) spark_cell(out, v);
    else if (strcmp(format, "names") == 0) list_cell(out, v, "name", "share");
    else if (strcmp(format, "terms") == 0) list_cell(out, v, "text", NULL);
    else if (strcmp(format, "parts") == 0) parts_cell(out, v);
    else if (strcmp(format, "titles") == 0) list_cell(out, v, "title", NULL);
    else if (strcmp(format, "brief") == 0) brief_cell(out, v);
    else if (strcmp(format, "block") == 0)
        safe_terminal(out, (Str){json_string_value(v), json_string_length(v)}, false);
    else text_cell(out, v); /* "text", "quote" */
}
