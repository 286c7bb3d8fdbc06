/* draft.h - the first brief of a problem, out of what the store knows.
 *
 * Nothing is invented: each sentence is arithmetic over the facts given here, a quote, or a question that begins with
 * what is not known. */
#pragma once
#include "problems/brief.h"
#include "stats/change.h"

enum { DRAFT_QUOTES = 10 };

/* One value of a dimension, such as the segment "premium". */
typedef struct DraftValue {
    Str value;         /* empty: not given by the source */
    int64_t signals;   /* of the problem */
    double everywhere; /* share of all signals in themes that have this value, 0..1; NAN: not known */
} DraftValue;

typedef struct DraftQuote {
    int64_t signal;
    uint32_t begin, end;
    Str text; /* exactly these bytes of the signal */
} DraftQuote;

typedef struct DraftQuotes {
    DraftQuote at[DRAFT_QUOTES];
    size_t n;
} DraftQuotes;

typedef struct DraftFace {
    Str name;
    int64_t signals;
} DraftFace;

typedef struct DraftFacts {
    Str title;
    const int64_t *themes;
    const Str *theme_names;
    size_t themes_n;
    int64_t signals, voices;
    int64_t customers;                    /* known ones */
    int64_t top_customer;                 /* signals of the loudest of them */
    int64_t severe;                       /* signals that use words of harm */
    int64_t internal;                     /* signals told by internal developers */
    int64_t copies;                       /* signals that repeat another one of the problem */
    int64_t first_at, last_at;            /* TIME_NONE: no signal has a date */
    int64_t history_from, history_to;     /* of all signals; TIME_NONE: unknown */
    double voices_a_week, signals_a_week; /* means over */
    int64_t weeks;                        /* these last weeks; 0: no dates */
    Change change;
    int64_t recent_weeks, before_weeks;               /* what `change` compares */
    const DraftValue *segments, *products, *channels; /* largest first */
    size_t segments_n, products_n, channels_n;
    const DraftFace *faces; /* what its signals say, largest first */
    size_t faces_n;
    /* customers active in a period (a week, a month), mean over the same weeks; NAN: no exposure known */
    double active;
    DraftQuotes happens, aim, instead, against;
    int64_t against_looked; /* signals that were looked through for the opposite */
    Str owner;              /* empty: nobody owns it */
} DraftFacts;

/* "low", "medium" or "high" by the share of signals that use words of harm: below 5 %, below 20 %, above. */
Str draft_severity(int64_t severe, int64_t signals);

/* Questions of a draft that the problem's own figures answer once somebody gave them; its text is never changed for it.
 */
extern const Str QUESTION_OWNER, QUESTION_EFFORT, QUESTION_VALUE;

/* A whole brief, with a measure for its themes when there are any (a fall by 30 %, to be corrected by a person). */
Brief brief_draft(Arena *a, const DraftFacts *f);

/* Text of the store as one line that means nothing in Markdown: at most 120 bytes, white space made one blank. */
Str draft_plain(Arena *a, Str s);
