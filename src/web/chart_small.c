/* chart_small.c - word-sized graphics (Tufte, "Beautiful Evidence", 2006): sparkline, score, bars, change. */
#include <math.h>
#include <string.h>

#include "html.h"
#include "markup.h"
#include "show.h"
#include "themes/rank.h"

enum { SPARK_WIDTH = 96, SPARK_HEIGHT = 20, SPARK_POINTS_MAX = 104, SCORE_WIDTH = 84, BAR_WIDTH = 72 };

static double number_at(const json_t *object, const char *key) {
    double x = json_number_value(json_object_get(object, key));
    return isfinite(x) ? x : 0;
}

static double clamp(double x, double low, double high) {
    return x < low ? low : x > high ? high : x;
}

static void spark_title(Buf *out, const json_t *weeks, size_t from) {
    buf_lit(out, "<title>Voices a week: ");
    for (size_t i = from; i < json_array_size(weeks); i++) {
        if (i > from) buf_lit(out, ", ");
        html_whole(out, clamp(number_at(json_array_get(weeks, i), "voices"), -1e15, 1e15));
    }
    buf_lit(out, "</title>");
}

void markup_spark(Buf *out, Arena *a, const json_t *weeks) {
    (void)a;
    size_t n = json_array_size(weeks), from = n > SPARK_POINTS_MAX ? n - SPARK_POINTS_MAX : 0;
    double most = 1, x = 0, y = 0;
    if (n < 2) return;
    for (size_t i = from; i < n; i++) most = fmax(most, number_at(json_array_get(weeks, i), "voices"));
    buf_printf(out, "<svg class=\"spark\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">", SPARK_WIDTH,
               SPARK_HEIGHT, SPARK_WIDTH, SPARK_HEIGHT);
    spark_title(out, weeks, from);
    buf_lit(out, "<polyline points=\"");
    for (size_t i = from; i < n; i++) {
        double voices = clamp(number_at(json_array_get(weeks, i), "voices"), 0, most);
        x = 2 + (SPARK_WIDTH - 6) * (double)(i - from) / (double)(n - 1 - from);
        y = SPARK_HEIGHT - 3 - (SPARK_HEIGHT - 6) * voices / most;
        if (i > from) buf_add_char(out, ' ');
        html_coordinate(out, x);
        buf_add_char(out, ',');
        html_coordinate(out, y);
    }
    buf_lit(out, "\"/><circle cx=\"");
    html_coordinate(out, x);
    buf_lit(out, "\" cy=\"");
    html_coordinate(out, y);
    buf_lit(out, "\" r=\"2\"/></svg>");
}

static void score_part(Buf *out, const char *name, double x, double width) {
    buf_lit(out, "<rect class=\"");
    buf_add(out, str_from_c(name));
    buf_lit(out, "\" x=\"");
    html_coordinate(out, x);
    buf_lit(out, "\" width=\"");
    html_coordinate(out, width);
    buf_lit(out, "\" height=\"10\"/>");
}

void markup_score(Buf *out, Arena *a, const json_t *parts) {
    (void)a;
    const struct {
        const char *name;
        double weight;
    } rows[] = {{"size", RANK_WEIGHTS.size},
                {"growth", RANK_WEIGHTS.growth},
                {"severity", RANK_WEIGHTS.severity},
                {"spread", RANK_WEIGHTS.spread}};
    if (!json_is_object(parts)) return;
    buf_printf(out,
               "<svg class=\"score\" width=\"%d\" height=\"10\" viewBox=\"0 0 %d 10\" preserveAspectRatio=\"none\" "
               "role=\"img\"><title>",
               SCORE_WIDTH, SCORE_WIDTH);
    for (size_t i = 0; i < 4; i++) {
        buf_add(out, i ? STR(", ") : STR("Points: "));
        buf_add(out, str_from_c(rows[i].name));
        buf_add_char(out, ' ');
        html_whole(out, 100 * rows[i].weight * clamp(number_at(parts, rows[i].name), 0, 1));
        buf_lit(out, " of ");
        html_whole(out, 100 * rows[i].weight);
    }
    buf_printf(out, "</title><rect class=\"track\" width=\"%d\" height=\"10\" rx=\"2\"/>", SCORE_WIDTH);
    double x = 0;
    for (size_t i = 0; i < 4; i++) {
        double width = SCORE_WIDTH * rows[i].weight * clamp(number_at(parts, rows[i].name), 0, 1);
        if (width >= 0.05) score_part(out, rows[i].name, x, width);
        x += width;
    }
    buf_lit(out, "</svg>");
}

void markup_share(Buf *out, Arena *a, const json_t *share) {
    (void)a;
    double x = json_number_value(share);
    x = isfinite(x) ? clamp(x, 0, 1) : 0;
    buf_printf(out, "<svg class=\"bar\" width=\"%d\" height=\"8\" viewBox=\"0 0 %d 8\" aria-hidden=\"true\">",
               BAR_WIDTH, BAR_WIDTH);
    buf_printf(out, "<rect class=\"track\" width=\"%d\" height=\"8\" rx=\"2\"/>", BAR_WIDTH);
    buf_printf(out, "<rect class=\"fill\" width=\"%.1f\" height=\"8\" rx=\"2\"/></svg>", BAR_WIDTH * x);
}

/* The largest weight of a list of {"text","weight"}. */
static double largest(const json_t *terms) {
    double most = 0;
    size_t i;
    const json_t *term;
    json_array_foreach(terms, i, term) most = fmax(most, fabs(number_at(term, "weight")));
    return most;
}

static void weight_bar(Buf *out, double weight, double most) {
    double half = BAR_WIDTH / 2.0, length = half * clamp(fabs(weight) / most, 0, 1);
    buf_printf(out, "<svg class=\"bar\" width=\"%d\" height=\"8\" viewBox=\"0 0 %d 8\" aria-hidden=\"true\">",
               BAR_WIDTH, BAR_WIDTH);
    buf_printf(out, "<rect class=\"%s\" x=\"%.1f\" width=\"%.1f\" height=\"8\"/>", weight < 0 ? "against" : "for",
               weight < 0 ? half - length : half, length);
    buf_printf(out, "<path class=\"axis\" d=\"M%.1f 0v8\"/></svg>", half);
}

/* Words under a twentieth of the strongest one say nothing; they are counted, so that nothing is hidden. */
void markup_terms(Buf *out, Arena *a, const json_t *terms, const json_t *why) {
    double most = fmax(largest(json_object_get(why, "for")), largest(json_object_get(why, "against")));
    size_t i, weak = 0;
    const json_t *term;
    json_array_foreach(terms, i, term) {
        double weight = number_at(term, "weight");
        if (!(fabs(weight) > most / 20)) {
            weak++;
            continue;
        }
        buf_lit(out, "<tr><th scope=\"row\">");
        html_text(out, show_plain(a, json_object_get(term, "text")));
        buf_lit(out, "</th><td class=\"graph\">");
        weight_bar(out, weight, most);
        buf_lit(out, "</td><td class=\"num\">");
        html_text(out, show_hundredth(a, json_object_get(term, "weight")));
        buf_lit(out, "</td></tr>\n");
    }
    if (weak)
        buf_printf(out, "<tr><td colspan=\"3\" class=\"quiet\">and %zu weaker word%s</td></tr>\n", weak,
                   weak > 1 ? "s" : "");
}

/* "+34": the ratio as a change in percent, with a real minus sign. */
static Str signed_percent(Arena *a, double ratio) {
    double percent = clamp(100 * (ratio - 1), -100, 99999);
    const char *sign = percent >= 0.5 ? "+" : percent <= -0.5 ? "\xE2\x88\x92" : "\xC2\xB1";
    return arena_printf(a, "%s%.0f", sign, fabs(percent));
}

void markup_change(Buf *out, Arena *a, const json_t *change) {
    static const struct {
        const char *verdict, *class, *sign, *words;
    } KINDS[] = {{"up", "up", "\xE2\x96\xB2", "grew"},
                 {"down", "down", "\xE2\x96\xBC", "fell"},
                 {"unclear", "flat", "\xE2\x97\x8B", "unclear"}};
    for (size_t i = 0; i < 3; i++) {
        if (!show_is(json_object_get(change, "verdict"), KINDS[i].verdict)) continue;
        Str ratio = signed_percent(a, number_at(change, "ratio")), low = signed_percent(a, number_at(change, "low")),
            high = signed_percent(a, number_at(change, "high"));
        buf_printf(out, "<span class=\"change %s\"><span class=\"sign\" aria-hidden=\"true\">%s</span> ",
                   KINDS[i].class, KINDS[i].sign);
        buf_printf(out, "<b>%s %.*s\xC2\xA0%%</b> ", KINDS[i].words, STR_ARG(ratio));
        buf_printf(out, "<small title=\"90 %% interval\">%.*s\xC2\xA0to\xC2\xA0%.*s</small></span>", STR_ARG(low),
                   STR_ARG(high));
        return;
    }
    buf_lit(out, "<span class=\"change none\" title=\"Too few signals in the weeks compared\">"
                 "<span class=\"sign\" aria-hidden=\"true\">\xC2\xB7</span> too few</span>");
}
