/* ops_trend.c - how a theme went, week by week, as a whole or by what its signals come from. */
#include "app_private.h"
#include "json_build.h"
#include "stats/trend.h"
#include "strip.h"
#include "theme_reply.h"
#include "trend_series.h"

static const char *const BY[] = {"none", "source", "segment", "product", "channel", NULL}; /* as TrendBy */

static const Field WEEK[] = {
    {"start", SHAPE_STRING, "first day of seven", NULL, false},
    {"voices", SHAPE_INT, "as counted", NULL, false},
    {"level", SHAPE_NUMBER, "voices of a whole week; null: no day of it is known", NULL, true},
    {"low", SHAPE_NUMBER, "90 % interval of the level; null: too few voices to say", NULL, true},
    {"high", SHAPE_NUMBER, NULL, NULL, true},
    {"whole", SHAPE_BOOL, "all its days are known", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field SERIES[] = {
    {"name", SHAPE_STRING, "of the source, segment, product or channel", NULL, false},
    {"source", SHAPE_INT, "number of the source", NULL, true},
    {"rest", SHAPE_BOOL, "values too small for a series of their own, and signals that give none", NULL, false},
    {"voices", SHAPE_INT, "in these weeks", NULL, false},
    {"change", SHAPE_OBJECT, NULL, SHAPE_OF_CHANGE, false},
    {"weeks", SHAPE_ARRAY, "oldest first", WEEK, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field TREND_REPLY[] = {
    STRIP_FIELD,
    {"theme", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false},
    {"by", SHAPE_STRING, NULL, NULL, false},
    {"as_of", SHAPE_TIME, "end of the newest day with signals; weeks count back from it", NULL, false},
    {"weeks", SHAPE_INT, "asked for; fewer where the history is shorter", NULL, false},
    {"voices", SHAPE_INT, "in these weeks, of all series", NULL, false},
    {"series", SHAPE_ARRAY, "largest first", SERIES, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};

typedef struct Trending {
    Call *call;
    TrendSpan span;
    TrendBy by;
    size_t shown, named;
} Trending;

static Str name_of(const Trending *t, const TrendSeries *s) {
    if (!s->rest) return s->name;
    if (t->by == TREND_SOURCE) return STR("other sources");
    return t->named < DAY_VALUES_KEPT ? STR("not given") : STR("others and not given");
}

static json_t *weeks_json(const Trending *t, const TrendSeries *s) {
    Arena *a = t->call->arena;
    json_t *list = json_array();
    size_t n = t->span.weeks, end = s->end;
    if (t->span.last_day_goes_on && end == n * WEEK_DAYS) end--;
    TrendWeek *weeks = ARENA_ARRAY(a, TrendWeek, n);
    trend_estimate(s->days, n, s->begin, end, weeks, NULL);
    for (size_t w = n > t->shown ? n - t->shown : 0; w < n; w++) {
        int64_t start = t->span.first_day + WEEK_DAYS * (int64_t)w;
        json_t *o = json_pack("{s:o, s:I, s:b}", "start", json_str(time_iso_date(a, start * SECONDS_PER_DAY)), "voices",
                              (json_int_t)weeks[w].count, "whole", weeks[w].whole);
        put(o, "level", json_num(weeks[w].level, 2));
        put(o, "low", json_num(weeks[w].low, 2));
        put(o, "high", json_num(weeks[w].high, 2));
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *series_json(const Trending *t, const TrendSeries *s) {
    Change change = trend_change(s, &t->span, t->call->arena);
    json_t *o =
        json_pack("{s:o, s:b, s:I}", "name", json_str(name_of(t, s)), "rest", s->rest, "voices", (json_int_t)s->voices);
    put(o, "source", s->source ? json_integer(s->source) : json_null());
    put(o, "change", change_json(&change));
    put(o, "weeks", weeks_json(t, s));
    return o;
}

static bool series_put(Trending *t, int64_t codebook_id, int64_t theme_id, Err *err) {
    Call *call = t->call;
    TrendSeries *series;
    size_t n;
    double voices = 0;
    json_t *list = json_array();
    put(call->reply, "series", list);
    if (!trend_series_read(call->app->db, call->arena, codebook_id, theme_id, t->by, &t->span, t->shown, &series, &n,
                           &t->named, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        voices += series[i].voices;
        json_array_append_new(list, series_json(t, &series[i]));
    }
    put(call->reply, "voices", json_integer((json_int_t)voices));
    return true;
}

static bool trend_put(Call *call, const CodebookRow *codebook, int64_t theme_id, Err *err) {
    Trending t = {.call = call, .by = (TrendBy)call_arg(call, "by")->i, .shown = (size_t)call_arg(call, "weeks")->i};
    DayRow *all;
    size_t n;
    put(call->reply, "by", json_string(BY[t.by]));
    put(call->reply, "weeks", json_integer((json_int_t)t.shown));
    put(call->reply, "as_of", json_time(call->arena, codebook->as_of));
    put(call->reply, "voices", json_integer(0));
    put(call->reply, "series", json_array());
    if (codebook->as_of == TIME_NONE) return true; /* nothing has a date */
    if (!days_list(call->app->db, call->arena, codebook->id, -1, &all, &n, err)) return false;
    t.span = trend_span(all, n, day_of(codebook->as_of), call->now);
    return series_put(&t, codebook->id, theme_id, err);
}

static bool trend_run(Call *call, Err *err) {
    ThemeContext context;
    const ThemeRow *row;
    if (!theme_called(call, &context, &row, err)) return false;
    put(call->reply, "theme", json_link(row->id, row->name));
    return strip_put(call, STRIP_THEME, row->id, err) && trend_put(call, context.codebook, row->id, err);
}

static const Param TREND_PARAMS[] = {
    THEME_PARAM,
    {.name = "by",
     .type = PARAM_ENUM,
     .choices = BY,
     .fallback = "none",
     .help = "a series for each source, segment, product or channel; none: one for all"},
    {.name = "weeks", .type = PARAM_INT, .min = 1, .max = 1040, .fallback = "52", .help = "the last so many"},
    {.name = NULL},
};
static const Column TREND_COLUMNS[] = {
    {"series", "name", "text", 26}, {"voices", "voices", "int", 7}, {"change, 90 % interval", "change", "change", 24},
    {"weeks", "weeks", "spark", 0}, {NULL, NULL, NULL, 0},
};
static const Column TREND_FACTS[] = {
    {"theme", "theme.name", "text", 0}, {"voices", "voices", "int", 0}, {"weeks", "weeks", "int", 0},
    {"until", "as_of", "date", 0},      {NULL, NULL, NULL, 0},
};
extern const Op OP_TREND;
const Op OP_TREND = {
    .id = "themes.trend",
    .method = "GET",
    .path = "/themes/{theme}/trend",
    .words = "theme trend",
    .summary = "A theme week by week, by source, segment, product or channel",
    .help =
        "A voice counts once a week, under the value of its first signal, so that the series add up to the theme. Each "
        "theme keeps its 30 largest segments, products and channels; the others are one series. --json has for each "
        "week the voices as counted and the level of a whole week with its 90 % interval; in a week that is not whole, "
        "the days that are missing are made up for by the share they usually have. A source that was not imported "
        "since is not taken for one that fell silent.\n\nridealong theme trend 12 --by channel --weeks 26",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .params = TREND_PARAMS,
    .reply = TREND_REPLY,
    .rows = "series",
    .columns = TREND_COLUMNS,
    .facts = TREND_FACTS,
    .empty =
        "No voice with a date in these weeks: ask for more with --weeks. After an update of the program, `ridealong "
        "rebuild` counts by segment, product and channel.",
    .run = trend_run,
};
