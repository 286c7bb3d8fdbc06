/* trend_series.h - the daily counts of a theme, one series for each value of a dimension. */
#pragma once
#include "store/day_store.h"
#include "store/signal_store.h"
#include "store/theme_store.h"
#include "theme_facts.h"

typedef enum TrendBy { TREND_NONE, TREND_SOURCE, TREND_SEGMENT, TREND_PRODUCT, TREND_CHANNEL } TrendBy;

/* The days that everything below is about: whole weeks that end with the last day. */
typedef struct TrendSpan {
    int64_t first_day, last_day; /* of the first week of all; of the newest signal */
    int64_t known_from;          /* the first day that has any signal */
    size_t weeks;
    bool last_day_goes_on; /* more signals of it may come */
} TrendSpan;

typedef struct TrendSeries {
    Str name;          /* empty where `rest` */
    int64_t source;    /* 0: not one source */
    bool rest;         /* what is too small for a series of its own, or has no value */
    double *days;      /* voices a day, for all weeks of the span */
    size_t begin, end; /* days that were heard of: [begin, end) */
    double voices;     /* of the weeks that are shown */
} TrendSeries;

/* `rows`: days of everything (theme -1), by day. At most twenty years. */
TrendSpan trend_span(const DayRow *rows, size_t n, int64_t last_day, int64_t now);

/* Largest in the last `shown` weeks first; those without a voice there are left out. *named: how many values have a
 * name, in all of history. */
bool trend_series_read(Db *db, Arena *a, int64_t codebook_id, int64_t theme_id, TrendBy by, const TrendSpan *span,
                       size_t shown, TrendSeries **out, size_t *n, size_t *named, Err *err);

/* The change over the weeks that the theme's page compares, without weeks in which its source fell silent. */
Change trend_change(const TrendSeries *s, const TrendSpan *span, Arena *a);
