/* chart_trend.c - the weekly voices of a theme as a step-less area with direct labels.
 *
 *      24 |            peak 24
 *         |      .    /\
 *      12 |  /\ / \__/  \_ ===  <- mean of the weeks before, and of the recent ones
 *       0 +--------------------
 *          Jan      Apr      Jul
 *
 * Drawn on a fixed canvas of 880 x 236 units that CSS scales; every number in the file is printed with one decimal. */
#include <math.h>
#include <string.h>

#include "html.h"
#include "markup.h"
#include "show.h"
#include "when.h"

enum { WIDTH = 880, HEIGHT = 236, LEFT = 34, RIGHT = 92, TOP = 26, BOTTOM = 26, WEEKS_MAX = 1100 };

typedef struct Plot {
    Buf *out;
    Arena *a;
    const json_t *weeks; /* from `first` on */
    size_t first, n;
    double top; /* value at the upper edge */
} Plot;

static const json_t *week(const Plot *p, size_t i) {
    return json_array_get(p->weeks, p->first + i);
}

static double voices(const Plot *p, size_t i) {
    double v = json_number_value(json_object_get(week(p, i), "voices"));
    return isfinite(v) && v > 0 ? fmin(v, 1e9) : 0;
}

static double x_of(const Plot *p, double i) {
    return LEFT + (WIDTH - LEFT - RIGHT) * i / (double)(p->n - 1);
}
static double y_of(const Plot *p, double v) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * v / p->top;
}

/* The least of 1, 2, 4, 5, 10, 20... that two equal steps of reach `most`. */
static double nice_step(double most) {
    for (double scale = 1;; scale *= 10)
        for (size_t i = 0; i < 4; i++) {
            double step = scale * (const double[]){1, 2, 4, 5}[i];
            if (2 * step >= most) return step;
        }
}

static void draw_grid(const Plot *p, double step) {
    for (int i = 0; i <= 2; i++) {
        double y = y_of(p, i * step);
        buf_printf(p->out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT);
        buf_printf(p->out, "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>", LEFT - 6, y + 4,
                   i * step);
    }
}

/* A label where a month begins, as many as fit; January carries its year. */
static void draw_months(const Plot *p) {
    static const char *const NAMES[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int before = 0, year, month, day;
    int every = p->n <= 30 ? 1 : p->n <= 90 ? 3 : p->n <= 200 ? 6 : 12;
    for (size_t i = 0; i < p->n; i++) {
        const char *start = json_string_value(json_object_get(week(p, i), "start"));
        if (!start || sscanf(start, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 || month > 12) continue;
        if (month == before) continue;
        bool labelled = before && (month - 1) % every == 0;
        before = month;
        if (!labelled) continue;
        double x = x_of(p, (double)i);
        buf_printf(p->out, "<path class=\"notch\" d=\"M%.1f %dv4\"/>", x, HEIGHT - BOTTOM);
        buf_printf(p->out, "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s", x, HEIGHT - 8,
                   NAMES[month - 1]);
        if (month == 1 || every == 12) buf_printf(p->out, " %04d", year);
        buf_lit(p->out, "</text>");
    }
}

static void add_point(const Plot *p, char before, char between, size_t i) {
    if (before) buf_add_char(p->out, before);
    html_coordinate(p->out, x_of(p, (double)i));
    buf_add_char(p->out, between);
    html_coordinate(p->out, y_of(p, voices(p, i)));
}

static void draw_line(const Plot *p) {
    buf_lit(p->out, "<path class=\"area\" d=\"");
    buf_printf(p->out, "M%.1f %.1f", x_of(p, 0), y_of(p, 0));
    for (size_t i = 0; i < p->n; i++) add_point(p, 'L', ' ', i);
    buf_printf(p->out, "V%.1fZ\"/><polyline class=\"line\" points=\"", y_of(p, 0));
    for (size_t i = 0; i < p->n; i++) add_point(p, i ? ' ' : 0, ',', i);
    buf_lit(p->out, "\"/>");
}

static void draw_peak(const Plot *p) {
    size_t peak = 0;
    for (size_t i = 1; i < p->n; i++)
        if (voices(p, i) > voices(p, peak)) peak = i;
    if (voices(p, peak) == 0) return;
    double x = x_of(p, (double)peak), y = y_of(p, voices(p, peak));
    const char *anchor = x < LEFT + 90 ? "start" : x > WIDTH - RIGHT - 90 ? "end" : "middle";
    Str date = show_date(p->a, NULL, json_object_get(week(p, peak), "start"));
    buf_printf(p->out, "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", x, y);
    buf_printf(p->out, "<text class=\"label\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">most: %.0f, week of ", x, y - 9,
               anchor, voices(p, peak));
    html_text(p->out, date);
    buf_lit(p->out, "</text>");
}

/* One window of the comparison: its mean as a line over its weeks. */
static void draw_mean(const Plot *p, const char *class, double begin, double end, double mean) {
    double y = y_of(p, fmin(mean, p->top));
    buf_printf(p->out, "<path class=\"mean %s\" d=\"M%.1f %.1fH%.1f\"/>", class, x_of(p, begin), y, x_of(p, end));
}

static void draw_change(const Plot *p, const json_t *change) {
    double recent = json_number_value(json_object_get(change, "recent_weeks")),
           before = json_number_value(json_object_get(change, "before_weeks")),
           old_mean = json_number_value(json_object_get(change, "before")),
           new_mean = json_number_value(json_object_get(change, "after")), last = (double)p->n - 1;
    if (!(recent >= 2) || !(before >= 2) || recent + before > (double)p->n || !(old_mean >= 0) || !(new_mean >= 0))
        return;
    draw_mean(p, "old", last - recent - before + 1, last - recent, old_mean);
    draw_mean(p, "new", last - recent + 1, last, new_mean);
    double y_new = y_of(p, fmin(new_mean, p->top)), y_old = y_of(p, fmin(old_mean, p->top));
    if (fabs(y_new - y_old) < 30) { /* two lines of two words each must not overlap */
        double middle = (y_new + y_old) / 2, side = new_mean >= old_mean ? -15 : 15;
        y_new = middle + side;
        y_old = middle - side;
    }
    y_new = fmin(fmax(y_new, TOP), HEIGHT - BOTTOM - 16);
    y_old = fmin(fmax(y_old, TOP), HEIGHT - BOTTOM - 16);
    int x = WIDTH - RIGHT + 8;
    buf_printf(p->out, "<text class=\"label new\" x=\"%d\" y=\"%.1f\">%.1f a week</text>", x, y_new, new_mean);
    buf_printf(p->out, "<text class=\"tick\" x=\"%d\" y=\"%.1f\">last %.0f weeks</text>", x, y_new + 13, recent);
    buf_printf(p->out, "<text class=\"label old\" x=\"%d\" y=\"%.1f\">%.1f a week</text>", x, y_old, old_mean);
    buf_printf(p->out, "<text class=\"tick\" x=\"%d\" y=\"%.1f\">%.0f before</text>", x, y_old + 13, before);
}

void markup_trend(Buf *out, Arena *a, const json_t *weeks, const json_t *change) {
    size_t n = json_array_size(weeks);
    if (n < 2) {
        buf_lit(out, "<p class=\"quiet\">Less than two weeks of dated signals: no trend yet.</p>");
        return;
    }
    Plot p = {.out = out, .a = a, .weeks = weeks, .first = n > WEEKS_MAX ? n - WEEKS_MAX : 0};
    p.n = n - p.first;
    double most = 1;
    for (size_t i = 0; i < p.n; i++) most = fmax(most, voices(&p, i));
    double step = nice_step(most);
    p.top = 2 * step;
    buf_printf(out,
               "<svg class=\"trend\" viewBox=\"0 0 %d %d\" role=\"img\"><title>Voices a week over %zu weeks</title>",
               WIDTH, HEIGHT, p.n);
    draw_grid(&p, step);
    draw_months(&p);
    draw_line(&p);
    draw_peak(&p);
    draw_change(&p, change);
    buf_lit(out, "</svg>");
}
