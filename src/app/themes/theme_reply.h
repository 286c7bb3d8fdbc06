/* theme_reply.h - themes as JSON, for the list and the page. */
#pragma once
#include "app/op.h"
#include "shapes.h"
#include "store/signal_store.h"
#include "store/theme_store.h"

extern const Field SHAPE_OF_PARTS[], SHAPE_OF_CHANGE[], SHAPE_OF_SOURCE_SHARES[], SHAPE_OF_FACETS[];

#define THEME_FIELDS                                                                                                   \
    {"id", SHAPE_INT, "for ever this theme's number", NULL, false},                                                    \
        {"rank", SHAPE_INT, "place by score", NULL, false}, {"name", SHAPE_STRING, NULL, NULL, false},                 \
        {"signals", SHAPE_INT, NULL, NULL, false},                                                                     \
        {"voices", SHAPE_INT, "customers, or copy groups where the customer is not known", NULL, false},               \
        {"customers", SHAPE_INT, "known customers", NULL, false},                                                      \
        {"share", SHAPE_NUMBER, "of all voices, the unthemed included, 0 to 1", NULL, false},                          \
        {"score", SHAPE_NUMBER, "0 to 100: the weighted sum of the parts", NULL, false},                               \
        {"parts", SHAPE_OBJECT, NULL, SHAPE_OF_PARTS, false}, {"change", SHAPE_OBJECT, NULL, SHAPE_OF_CHANGE, false},  \
        {"sources", SHAPE_ARRAY, "largest first", SHAPE_OF_SOURCE_SHARES, false},                                      \
        {"quote", SHAPE_WORDS, "the first verified quote", NULL, true},                                                \
        {"pinned", SHAPE_BOOL, "somebody wants to keep it in sight", NULL, false},                                     \
        {"hidden", SHAPE_BOOL, "somebody does not want to see it in the list", NULL, false},                           \
        {"area", SHAPE_OBJECT, "what it is part of, of this codebook", SHAPE_OF_LINK, true}, {                         \
        "facets", SHAPE_ARRAY, "the different things its signals say, the largest first", SHAPE_OF_FACETS, false       \
    }

typedef struct ThemeContext {
    const CodebookRow *codebook; /* NULL: nothing discovered yet */
    ThemeRow *themes;            /* by score, falling; without stats unless asked for */
    size_t themes_n;
    SourceRow *sources;
    size_t sources_n;
    double heard; /* voices of all themes and the unthemed: 100 % */
} ThemeContext;

bool theme_context(Call *call, bool with_stats, ThemeContext *out, Err *err);
/* The same without statistics, and where in it the theme is that the call names; an error says what became of one that
   is no more. *row lives as long as the context. */
bool theme_called(Call *call, ThemeContext *out, const ThemeRow **row, Err *err);

#define THEME_PARAM                                                                                                    \
    {                                                                                                                  \
        .name = "theme", .type = PARAM_INT, .min = 1, .max = INT64_MAX, .required = true, .positional = true,          \
        .help = "number of the theme"                                                                                  \
    }

/* What list and page share, with `quote` (a new reference, taken over). New reference. */
json_t *theme_reply(const ThemeContext *context, const ThemeRow *row, json_t *stats, size_t rank, json_t *quote);
/* [{facet, name, signals, share}], the largest first. New reference. */
json_t *theme_facets(const ThemeRow *row, const json_t *stats);
void theme_reply_short(json_t *theme, json_t *stats);
bool theme_reply_long(Call *call, const ThemeContext *context, json_t *theme, const ThemeRow *row, json_t *stats,
                      Err *err);

/* Puts "quotes", each verified against its signal now. *first is a new reference to the first one's text, or null. */
bool theme_quotes_put(Call *call, int64_t codebook_id, int64_t theme_id, json_t *reply, json_t **first, Err *err);

/* The first quote of every theme, read at once. */
typedef struct FirstQuotes {
    Call *call;
    int64_t codebook_id;
    QuoteRow *rows; /* by theme id */
    size_t n;
} FirstQuotes;
bool first_quotes(Call *call, int64_t codebook_id, FirstQuotes *out, Err *err);
/* The text of a theme's first quote that verifies now, or null. New reference; NULL on error. */
json_t *first_quote(const FirstQuotes *q, int64_t theme_id, Err *err);
