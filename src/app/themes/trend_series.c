/* trend_series.c - from stored daily counts to series. */
#include "trend_series.h"

#include <math.h>
#include <stdlib.h>

#include "stats/trend.h"

enum { WEEKS_MAX = 1040 }; /* twenty years: a stray date must not make them endless */

TrendSpan trend_span(const DayRow *rows, size_t n, int64_t last_day, int64_t now) {
    TrendSpan span = {.last_day = last_day, .known_from = last_day};
    if (n && rows[0].day < last_day) span.known_from = rows[0].day;
    int64_t weeks = (last_day - span.known_from) / WEEK_DAYS + 1;
    span.weeks = (size_t)(weeks < WEEKS_MAX ? weeks : WEEKS_MAX);
    span.first_day = last_day + 1 - WEEK_DAYS * (int64_t)span.weeks;
    span.last_day_goes_on = now != TIME_NONE && day_of(now) <= last_day;
    return span;
}

/* ---- series ---------------------------------------------------------------------------------- */

typedef struct Reading {
    Arena *a;
    const TrendSpan *span;
    TrendSeries *list;
    size_t n, room;
} Reading;

static size_t index_of_day(const TrendSpan *span, int64_t day) {
    int64_t limit = WEEK_DAYS * (int64_t)span->weeks, at = day - span->first_day;
    return (size_t)(at < 0 ? 0 : at > limit ? limit : at);
}

static TrendSeries *series_add(Reading *r, Str name, int64_t source, bool rest) {
    TrendSeries *s = &r->list[r->n++];
    *s = (TrendSeries){.name = name,
                       .source = source,
                       .rest = rest,
                       .days = ARENA_ARRAY(r->a, double, r->span->weeks *WEEK_DAYS),
                       .begin = index_of_day(r->span, r->span->known_from),
                       .end = r->span->weeks * WEEK_DAYS};
    return s;
}

static void count_day(const TrendSpan *span, TrendSeries *s, int64_t day, int64_t voices) {
    if (day >= span->first_day && day <= span->last_day) s->days[day - span->first_day] += (double)voices;
}

/* A source that usually speaks up much more often than its silence lasts has not been imported since (or yet): its
 * silence is no fall. One that seldom speaks may well have had nothing to say. */
static bool is_news(const SourceRow *source, int64_t silent_days) {
    double days = (double)(day_of(source->last_at) - day_of(source->first_at) + 1);
    return (double)source->signals / days * (double)silent_days > log(100); /* chance of it under 1 %, if Poisson */
}

static void bound_to_source(const TrendSpan *span, TrendSeries *s, const SourceRow *source) {
    if (source->first_at == TIME_NONE || source->last_at == TIME_NONE) return;
    int64_t first = day_of(source->first_at), last = day_of(source->last_at);
    if (first > span->known_from && is_news(source, first - span->known_from)) s->begin = index_of_day(span, first);
    if (last < span->last_day && is_news(source, span->last_day - last)) s->end = index_of_day(span, last + 1);
}

static bool read_sources(Reading *r, const DayRow *rows, size_t n, Db *db, Err *err) {
    SourceRow *sources;
    size_t sources_n;
    if (!sources_list(db, r->a, &sources, &sources_n, err)) return false;
    r->list = ARENA_ARRAY(r->a, TrendSeries, sources_n + 1);
    for (size_t i = 0; i < sources_n; i++) {
        TrendSeries *s = series_add(r, sources[i].name, sources[i].id, false);
        bound_to_source(r->span, s, &sources[i]);
        for (size_t k = 0; k < n; k++)
            if (rows[k].source_id == sources[i].id) count_day(r->span, s, rows[k].day, rows[k].voices);
    }
    return true;
}

static void read_values(Reading *r, const DayValueRow *rows, size_t n) {
    r->list = ARENA_ARRAY(r->a, TrendSeries, DAY_VALUES_KEPT + 2);
    TrendSeries *s = NULL;
    for (size_t i = 0; i < n; i++) { /* they come by value */
        if (!s || !str_eq(s->name, rows[i].value)) s = series_add(r, rows[i].value, 0, rows[i].value.n == 0);
        count_day(r->span, s, rows[i].day, rows[i].voices);
    }
}

static int by_voices(const void *x, const void *y) {
    const TrendSeries *a = x, *b = y;
    if (a->voices != b->voices) return a->voices > b->voices ? -1 : 1;
    return str_cmp(a->name, b->name);
}

/* Sources beyond as many as values have series of their own become one. */
static void join_small(Reading *r) {
    if (r->n <= DAY_VALUES_KEPT + 1) return;
    TrendSeries *rest = &r->list[DAY_VALUES_KEPT];
    rest->name = (Str){"", 0}, rest->source = 0, rest->rest = true;
    for (size_t i = DAY_VALUES_KEPT + 1; i < r->n; i++) {
        const TrendSeries *s = &r->list[i];
        for (size_t d = 0; d < r->span->weeks * WEEK_DAYS; d++) rest->days[d] += s->days[d];
        rest->begin = s->begin < rest->begin ? s->begin : rest->begin;
        rest->end = s->end > rest->end ? s->end : rest->end;
        rest->voices += s->voices;
    }
    r->n = DAY_VALUES_KEPT + 1;
}

static void rank(Reading *r, size_t shown, size_t *named) {
    size_t days = r->span->weeks * WEEK_DAYS, begin = shown < r->span->weeks ? days - shown * WEEK_DAYS : 0, kept = 0;
    *named = 0;
    for (size_t i = 0; i < r->n; i++) {
        for (size_t d = begin; d < days; d++) r->list[i].voices += r->list[i].days[d];
        *named += !r->list[i].rest;
    }
    qsort(r->list, r->n, sizeof *r->list, by_voices);
    join_small(r);
    qsort(r->list, r->n, sizeof *r->list, by_voices);
    while (kept < r->n && r->list[kept].voices > 0) kept++;
    r->n = kept;
}

bool trend_series_read(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, TrendBy by, const TrendSpan *span,
                       size_t shown, TrendSeries **out, size_t *n, size_t *named, Err *err) {
    static const Dimension DIMENSION[] = {
        [TREND_SEGMENT] = BY_SEGMENT, [TREND_PRODUCT] = BY_PRODUCT, [TREND_CHANNEL] = BY_CHANNEL};
    Reading r = {.a = a, .span = span};
    DayRow *days;
    DayValueRow *values;
    size_t rows_n;
    if (by == TREND_NONE || by == TREND_SOURCE) {
        if (!days_list(db, a, codebook_id, theme_id, &days, &rows_n, err) ||
            (by == TREND_SOURCE && !read_sources(&r, days, rows_n, db, err)))
            return false;
        if (by == TREND_NONE) {
            r.list = ARENA_ARRAY(a, TrendSeries, 1);
            TrendSeries *all = series_add(&r, STR("all"), 0, false);
            for (size_t i = 0; i < rows_n; i++) count_day(span, all, days[i].day, days[i].voices);
        }
    } else {
        if (!day_values_list(db, a, codebook_id, theme_id, DIMENSION[by], &values, &rows_n, err)) return false;
        read_values(&r, values, rows_n);
    }
    rank(&r, shown, named);
    *out = r.list;
    *n = r.n;
    return true;
}

/* ---- change ---------------------------------------------------------------------------------- */

Change trend_change(const TrendSeries *s, const TrendSpan *span, Arena *a) {
    double *weeks = ARENA_ARRAY(a, double, span->weeks);
    for (size_t d = 0; d < span->weeks * WEEK_DAYS; d++) weeks[d / WEEK_DAYS] += s->days[d];
    size_t end = s->end / WEEK_DAYS, begin = span->weeks > HISTORY_WEEKS ? span->weeks - HISTORY_WEEKS : 0;
    if (span->weeks > 1 && span->weeks < HISTORY_WEEKS) begin = 1; /* as on the theme's page: seldom a whole week */
    size_t heard = (s->begin + WEEK_DAYS - 1) / WEEK_DAYS;
    if (begin < heard && s->begin > index_of_day(span, span->known_from)) begin = heard;
    return change_estimate(weeks + begin, NULL, end > begin ? end - begin : 0, RECENT_WEEKS, BEFORE_WEEKS);
}
