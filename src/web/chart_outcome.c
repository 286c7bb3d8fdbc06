/* chart_outcome.c - a release in its theme's weeks, and its effect among those of tests where nothing shipped.
 *
 *      24 |    /\        | release 3 May
 *         | /\/  \  /\   |- - - - - - -   <- without it, in its band
 *      12 |/      \/  \  |.::::::::::::
 *       0 +--------------|\____________   <- as it was
 *
 * The same canvas as chart_trend.c; each line is named where it ends, and dashes tell them apart without colour. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "html.h"
#include "markup.h"
#include "show.h"
#include "when.h"

enum {
    WIDTH = 880,
    HEIGHT = 260,
    LEFT = 44,
    RIGHT = 118,
    TOP = 30,
    BOTTOM = 26,
    WEEKS_MAX = 400,
    BINS = 48,
    DIST_HEIGHT = 170
};

typedef struct Plot {
    Buf *out;
    const json_t *weeks;
    size_t n, release; /* weeks; index of the first one after it */
    double top;
} Plot;

static double value(const Plot *p, size_t i, const char *name) {
    double v = json_number_value(json_object_get(json_array_get(p->weeks, i), name));
    return isfinite(v) && v > 0 ? fmin(v, 1e9) : 0;
}

static double x_of(const Plot *p, double i) {
    return LEFT + (WIDTH - LEFT - RIGHT) * i / fmax(1, (double)p->n - 1);
}

static double y_of(const Plot *p, double v) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * fmin(v, p->top) / p->top;
}

static double nice_top(double most) {
    double scale = pow(10, floor(log10(fmax(most, 1e-6))));
    static const double STEPS[] = {1, 2, 4, 6, 10};
    for (size_t i = 0; i < sizeof STEPS / sizeof *STEPS; i++)
        if (scale * STEPS[i] >= most) return scale * STEPS[i];
    return 10 * scale;
}

static void draw_grid(const Plot *p) {
    for (int i = 0; i <= 2; i++) {
        double v = p->top * i / 2, y = y_of(p, v);
        buf_printf(p->out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT);
        buf_printf(p->out, "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.*f</text>", LEFT - 6, y + 4,
                   p->top < 10 ? 1 : 0, v);
    }
}

static void add_path(const Plot *p, const char *class, const char *name, size_t begin, size_t end) {
    if (end <= begin + 1) return;
    buf_printf(p->out, "<polyline class=\"%s\" points=\"", class);
    for (size_t i = begin; i < end; i++) {
        if (i > begin) buf_add_char(p->out, ' ');
        html_coordinate(p->out, x_of(p, (double)i));
        buf_add_char(p->out, ',');
        html_coordinate(p->out, y_of(p, value(p, i, name)));
    }
    buf_lit(p->out, "\"/>");
}

static void draw_band(const Plot *p) {
    if (p->release + 1 >= p->n) return;
    buf_lit(p->out, "<polygon class=\"band\" points=\"");
    for (size_t i = p->release; i < p->n; i++)
        buf_printf(p->out, "%.1f,%.1f ", x_of(p, (double)i), y_of(p, value(p, i, "high")));
    for (size_t i = p->n; i-- > p->release;)
        buf_printf(p->out, "%.1f,%.1f ", x_of(p, (double)i), y_of(p, value(p, i, "low")));
    buf_lit(p->out, "\"/>");
}

static void draw_release(const Plot *p, Arena *a) {
    double x = x_of(p, (double)p->release - 0.5);
    const char *anchor = x > WIDTH * 0.7 ? "end" : "start";
    Str date = show_date(a, NULL, json_object_get(json_array_get(p->weeks, p->release), "start"));
    buf_printf(p->out, "<path class=\"release\" d=\"M%.1f %dV%d\"/>", x, TOP - 12, HEIGHT - BOTTOM);
    buf_printf(p->out, "<text class=\"label\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">release, ",
               x + (*anchor == 'e' ? -5 : 5), TOP - 12, anchor);
    html_text(p->out, date);
    buf_lit(p->out, "</text>");
}

/* Names at the right end, held apart. */
static void draw_names(const Plot *p) {
    size_t last = p->n - 1;
    double with = y_of(p, value(p, last, "rate")), without = y_of(p, value(p, last, "expected"));
    if (fabs(with - without) < 16) {
        double middle = (with + without) / 2, side = with >= without ? 8 : -8;
        with = middle + side, without = middle - side;
    }
    int x = WIDTH - RIGHT + 8;
    buf_printf(p->out, "<text class=\"label now\" x=\"%d\" y=\"%.1f\">as it was: %.1f</text>", x, with + 4,
               value(p, last, "rate"));
    buf_printf(p->out, "<text class=\"label if\" x=\"%d\" y=\"%.1f\">without it: %.1f</text>", x, without + 4,
               value(p, last, "expected"));
}

static size_t first_after(const json_t *weeks, size_t n) {
    size_t i = 0;
    while (i < n && !json_is_true(json_object_get(json_array_get(weeks, i), "after"))) i++;
    return i;
}

static void draw_ends(const Plot *p, Arena *a) {
    static const char *const ANCHOR[] = {"start", "end"};
    for (size_t i = 0; i < 2; i++) {
        size_t week = i ? p->n - 1 : 0;
        buf_printf(p->out, "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">", x_of(p, (double)week),
                   HEIGHT - 8, ANCHOR[i]);
        html_text(p->out, show_date(a, NULL, json_object_get(json_array_get(p->weeks, week), "start")));
        buf_lit(p->out, "</text>");
    }
}

void markup_counterfactual(Buf *out, Arena *a, const json_t *weeks) {
    size_t n = json_array_size(weeks);
    if (n < 3 || n > WEEKS_MAX) {
        buf_lit(out, "<p class=\"quiet\">Too few weeks to draw.</p>");
        return;
    }
    Plot p = {.out = out, .weeks = weeks, .n = n, .release = first_after(weeks, n)};
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        double high = i >= p.release ? fmin(value(&p, i, "high"), 3 * value(&p, i, "expected")) : 0;
        most = fmax(most, fmax(high, fmax(value(&p, i, "rate"), value(&p, i, "expected"))));
    }
    p.top = nice_top(most);
    buf_printf(out,
               "<svg class=\"outcome\" viewBox=\"0 0 %d %d\" role=\"img\"><title>The weekly rate with the release, and "
               "what it would have been without it</title>",
               WIDTH, HEIGHT);
    draw_grid(&p);
    draw_band(&p);
    add_path(&p, "fit", "expected", 0, p.release);
    add_path(&p, "if", "expected", p.release, n);
    add_path(&p, "line", "rate", 0, n);
    if (p.release < n) draw_release(&p, a);
    draw_ends(&p, a);
    if (p.release < n) draw_names(&p);
    buf_lit(out, "</svg>");
}

/* ---- the effect among placebos --------------------------------------------------------------- */

static double at_of(double effect, double most) {
    return LEFT + (WIDTH - LEFT - LEFT) * (effect + most) / (2 * most);
}

static void draw_bars(Buf *out, const json_t *effects, double most) {
    double bins[BINS] = {0}, highest = 1;
    size_t i;
    const json_t *e;
    json_array_foreach(effects, i, e) {
        double v = json_number_value(json_object_get(e, "effect"));
        if (!isfinite(v)) continue;
        double bin = floor((v + most) / (2 * most) * BINS);
        bins[bin < 0 ? 0 : bin >= BINS ? BINS - 1 : (size_t)bin]++;
    }
    for (size_t b = 0; b < BINS; b++) highest = fmax(highest, bins[b]);
    double width = (double)(WIDTH - 2 * LEFT) / BINS;
    for (size_t b = 0; b < BINS; b++)
        if (bins[b] > 0) {
            double height = (DIST_HEIGHT - TOP - BOTTOM) * bins[b] / highest;
            buf_printf(out, "<rect class=\"placebo\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                       LEFT + width * (double)b + 0.5, DIST_HEIGHT - BOTTOM - height, width - 1, height);
        }
}

static void draw_scale(Buf *out, double most) {
    static const double PERCENT[] = {-95, -90, -75, -50, -25, 0, 33, 100, 300, 900};
    buf_printf(out, "<path class=\"grid\" d=\"M%d %dH%d\"/>", LEFT, DIST_HEIGHT - BOTTOM, WIDTH - LEFT);
    for (size_t i = 0; i < sizeof PERCENT / sizeof *PERCENT; i++) {
        double effect = log1p(PERCENT[i] / 100);
        if (fabs(effect) > most) continue;
        buf_printf(out, "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s%.0f %%</text>",
                   at_of(effect, most), DIST_HEIGHT - 8, PERCENT[i] > 0 ? "+" : "", PERCENT[i]);
    }
}

void markup_placebos(Buf *out, Arena *a, const json_t *placebos) {
    (void)a;
    const json_t *effects = json_object_get(placebos, "effects"), *e;
    double ours = json_number_value(json_object_get(placebos, "ours")), most = fmax(0.3, fabs(ours) * 1.1);
    size_t i;
    json_array_foreach(effects, i, e) {
        double v = fabs(json_number_value(json_object_get(e, "effect")));
        if (isfinite(v)) most = fmax(most, fmin(v, 3));
    }
    if (!json_array_size(effects) || !isfinite(ours)) return;
    most = fmin(most, 5);
    double x = fmin(fmax(at_of(ours, most), LEFT), WIDTH - LEFT), percent = round(100 * expm1(ours));
    buf_printf(out,
               "<svg class=\"outcome\" viewBox=\"0 0 %d %d\" role=\"img\"><title>This release among the tests where "
               "nothing shipped</title>",
               WIDTH, DIST_HEIGHT);
    draw_bars(out, effects, most);
    draw_scale(out, most);
    buf_printf(out, "<path class=\"release\" d=\"M%.1f %dV%d\"/>", x, TOP - 8, DIST_HEIGHT - BOTTOM);
    buf_printf(out, "<text class=\"label now\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">this release: %s%.0f %%</text>",
               x + (x > WIDTH * 0.6 ? -6 : 6), TOP - 2, x > WIDTH * 0.6 ? "end" : "start", percent > 0 ? "+" : "",
               percent == 0 ? 0 : percent); /* and no "-0" */
    buf_lit(out, "</svg>");
}
