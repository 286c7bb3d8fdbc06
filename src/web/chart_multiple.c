/* chart_multiple.c - one of several small charts: weekly levels in their band (Tufte, "Envisioning Information", 1990).
 *
 *     24 |    _                 a round number that holds the levels and their band; the grid line is half of it
 *        |  _/ \__   __--       band: 90 % interval; line: level; hollow dots: weeks that are not whole
 *     12 |-/------\_/---o 14    the last level
 *        +--------------
 *        3 Jun 2025   25 May 2026
 *
 * Drawn on 320 x 112 units that CSS scales. A band that leaves the chart is cut at its edge. */
#include <math.h>

#include "html.h"
#include "markup.h"
#include "show.h"
#include "when.h"

enum { WIDTH = 320, HEIGHT = 112, LEFT = 34, RIGHT = 38, TOP = 8, BOTTOM = 20, WEEKS_MAX = 1040 };

typedef struct Small {
    Buf *out;
    Arena *a;
    const json_t *weeks;
    size_t n;
    double top; /* value at the upper edge */
} Small;

static double value(const Small *s, size_t i, const char *key) {
    const json_t *v = json_object_get(json_array_get(s->weeks, i), key);
    double x = json_number_value(v);
    return json_is_number(v) && isfinite(x) && x >= 0 ? fmin(x, 1e9) : NAN;
}

static bool has_band(const Small *s, size_t i) {
    return !isnan(value(s, i, "low")) && !isnan(value(s, i, "high"));
}

static void add_point(const Small *s, size_t i, double v, char before) {
    double part = s->n > 1 ? (double)i / (double)(s->n - 1) : 0.5;
    buf_add_char(s->out, before);
    html_coordinate(s->out, LEFT + (WIDTH - LEFT - RIGHT) * part);
    buf_add_char(s->out, ' ');
    html_coordinate(s->out, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * fmin(1, v / s->top));
}

static void draw_grid(const Small *s) {
    static const double PARTS[] = {0, 0.5, 1};
    for (size_t i = 0; i < 3; i++) {
        double y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * PARTS[i], tick = s->top * PARTS[i];
        buf_printf(s->out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT);
        buf_printf(s->out, "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>", LEFT - 5, y + 4,
                   tick);
    }
}

/* Weeks without an interval part the band in two. */
static void draw_band(const Small *s) {
    for (size_t begin = 0, end; begin < s->n; begin = end) {
        for (end = begin; end < s->n && has_band(s, end);) end++;
        if (end == begin) {
            end++;
            continue;
        }
        buf_lit(s->out, "<path class=\"band\" d=\"");
        for (size_t i = begin; i < end; i++) add_point(s, i, value(s, i, "high"), i > begin ? 'L' : 'M');
        for (size_t i = end; i-- > begin;) add_point(s, i, value(s, i, "low"), 'L');
        buf_lit(s->out, "Z\"/>");
    }
}

static void draw_line(const Small *s) {
    bool drawing = false;
    buf_lit(s->out, "<path class=\"line\" d=\"");
    for (size_t i = 0; i < s->n; i++) {
        double level = value(s, i, "level");
        if (!isnan(level)) add_point(s, i, level, drawing ? 'L' : 'M');
        drawing = !isnan(level);
    }
    buf_lit(s->out, "\"/>");
}

static void draw_dot(const Small *s, size_t i, const char *kind) {
    buf_lit(s->out, "<path class=\"");
    buf_add(s->out, str_from_c(kind));
    buf_lit(s->out, "\" d=\"");
    add_point(s, i, value(s, i, "level"), 'M');
    buf_lit(s->out, "h0\"/>");
}

static bool is_whole(const Small *s, size_t i) {
    return json_is_true(json_object_get(json_array_get(s->weeks, i), "whole"));
}

/* A dot where a week is not whole; one for the last known level, which is also said. */
static void draw_dots(const Small *s) {
    size_t last = s->n;
    for (size_t i = 0; i < s->n; i++) {
        if (isnan(value(s, i, "level"))) continue;
        last = i;
        if (is_whole(s, i)) continue;
        draw_dot(s, i, "dot");
        draw_dot(s, i, "hole");
    }
    if (last == s->n) return;
    double level = value(s, last, "level"), y = HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * fmin(1, level / s->top);
    if (is_whole(s, last)) draw_dot(s, last, "dot");
    buf_printf(s->out, "<text class=\"label\" x=\"%d\" y=\"%.1f\">%.*f</text>", WIDTH - RIGHT + 7, y + 4,
               level < 10 && level != floor(level) ? 1 : 0, level);
}

static void draw_dates(const Small *s) {
    Str first = show_date(s->a, NULL, json_object_get(json_array_get(s->weeks, 0), "start"));
    Str last = show_date(s->a, NULL, json_object_get(json_array_get(s->weeks, s->n - 1), "start"));
    buf_printf(s->out, "<text class=\"tick\" x=\"%d\" y=\"%d\">", LEFT, HEIGHT - 5);
    html_text(s->out, first);
    buf_printf(s->out, "</text><text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", WIDTH - RIGHT, HEIGHT - 5);
    html_text(s->out, last);
    buf_lit(s->out, "</text>");
}

/* The least of 2, 4, 6, 8, 10, 20... that is at least `most`: its half is a whole number. */
static double round_up(double most) {
    for (double scale = 1;; scale *= 10)
        for (double top = 2; top <= 10; top += 2)
            if (top * scale >= most) return top * scale;
}

void markup_multiple(Buf *out, Arena *a, const json_t *weeks) {
    size_t n = json_array_size(weeks);
    if (n < 2 || n > WEEKS_MAX) {
        buf_lit(out, "<p class=\"quiet\">Not two weeks yet: no trend.</p>");
        return;
    }
    Small s = {.out = out, .a = a, .weeks = weeks, .n = n};
    double most = 1, band = 1;
    for (size_t i = 0; i < n; i++) {
        most = fmax(most, value(&s, i, "level")); /* fmax passes over NaN */
        band = fmax(band, value(&s, i, "high"));
    }
    s.top = round_up(fmin(band, 4 * most)); /* one week that says nothing must not flatten all others */
    buf_printf(out,
               "<svg class=\"multiple\" viewBox=\"0 0 %d %d\" role=\"img\"><title>Voices a week over %zu weeks, with "
               "their 90 %% interval</title>",
               WIDTH, HEIGHT, n);
    draw_grid(&s);
    draw_band(&s);
    draw_line(&s);
    draw_dots(&s);
    draw_dates(&s);
    buf_lit(out, "</svg>");
}
