/* signal_reply.h - what every reply says of a signal. */
#pragma once
#include "shapes.h"
#include "store/signal_store.h"

#define SIGNAL_FIELDS                                                                                                  \
    {"id", SHAPE_INT, NULL, NULL, false},                                                                              \
        {"external_id", SHAPE_STRING, "as the source numbers it; # marks one made from the content", NULL, false},     \
        {"source", SHAPE_OBJECT, NULL, SHAPE_OF_LINK, false}, {"at", SHAPE_TIME, "when it happened", NULL, false},     \
        {"channel", SHAPE_STRING, NULL, NULL, false}, {"product", SHAPE_STRING, NULL, NULL, false},                    \
        {"lang", SHAPE_STRING, "ISO 639-1, empty when not known", NULL, false},                                        \
        {"rating", SHAPE_NUMBER, "1 to 5", NULL, true},                                                                \
        {"excerpt", SHAPE_WORDS, "the beginning of the redacted text", NULL, false},                                   \
        {"theme", SHAPE_OBJECT, "null: unthemed, or not coded yet", SHAPE_OF_LINK, true},                              \
        {"score", SHAPE_NUMBER, "similarity to the theme, 0 to 1", NULL, true},                                        \
        {"coded", SHAPE_BOOL, "the current codebook has looked at it", NULL, false}, {                                 \
        "copies", SHAPE_INT, "size of its group of near-duplicates; 1: alone", NULL, false                             \
    }

/* A new reference; fits SIGNAL_FIELDS. */
json_t *signal_json(Arena *a, const SignalRow *row);
/* Puts "meta": all other columns of the row. */
void signal_meta_put(json_t *o, Str meta);
