/* outcome_reply.h - an outcome as JSON with its sentences; the shape that its pages and the API share. */
#pragma once
#include "outcome_data.h"

/* Members of the reply; the operation adds what it is about. */
#define OUTCOME_FIELDS                                                                                                 \
    {"at", SHAPE_TIME, "when it was released", NULL, false},                                                           \
        {"codebook", SHAPE_INT, "that coded both sides", NULL, true},                                                  \
        {"verdict", SHAPE_STRING, "fell, did not fall, cannot tell, refused", NULL, false},                            \
        {"says", SHAPE_STRING, "the verdict in one sentence", NULL, false},                                            \
        {"advice", SHAPE_STRING, "what would be needed to tell, or what to do next", NULL, true},                      \
        {"change", SHAPE_OBJECT, "of the rate at full rollout, at the last look", SHAPE_OF_EFFECT, true},              \
        {"weeks_before", SHAPE_INT, "of history that were used", NULL, false},                                         \
        {"weeks_after", SHAPE_INT, "that have passed and are counted", NULL, false},                                   \
        {"until", SHAPE_STRING, "last day with data", NULL, true},                                                     \
        {"fall", SHAPE_INT, "that was asked about, percent", NULL, false},                                             \
        {"error", SHAPE_NUMBER, "chance of a false verdict at one look", NULL, false},                                 \
        {"population", SHAPE_OBJECT, "whose voices are counted", SHAPE_OF_POPULATION, false},                          \
        {"split", SHAPE_OBJECT, "each part of the customers by itself", SHAPE_OF_SPLIT, true},                         \
        {"both_methods", SHAPE_BOOL, "under a year of history: with and without a trend had to agree", NULL, false},   \
        {"unit", SHAPE_STRING, "of rate and expected", NULL, false},                                                   \
        {"weeks", SHAPE_ARRAY, "oldest first", SHAPE_OF_OUTCOME_WEEKS, false},                                         \
        {"looks", SHAPE_ARRAY, "fixed before the release", SHAPE_OF_LOOKS, false},                                     \
        {"placebos", SHAPE_OBJECT, "the same test where nothing shipped", SHAPE_OF_PLACEBOS, true},                    \
        {"avoided", SHAPE_OBJECT, "voices that did not come, up to the last look", SHAPE_OF_AVOIDED, true},            \
        {"lasting", SHAPE_OBJECT, "is it still so after 90 days?", SHAPE_OF_LASTING, true},                            \
        {"near", SHAPE_ARRAY, "themes next to it", SHAPE_OF_NEIGHBOURS, false},                                        \
        {"moved", SHAPE_STRING, "did the friction only move? in one sentence", NULL, true}, {                          \
        "codebooks", SHAPE_ARRAY, "by the codebook that serves and the one before it, over the same days",             \
            SHAPE_OF_BY_CODEBOOK, false                                                                                \
    }

extern const Field SHAPE_OF_EFFECT[], SHAPE_OF_OUTCOME_WEEKS[], SHAPE_OF_LOOKS[], SHAPE_OF_PLACEBOS[],
    SHAPE_OF_AVOIDED[], SHAPE_OF_LASTING[], SHAPE_OF_NEIGHBOURS[], SHAPE_OF_BY_CODEBOOK[], SHAPE_OF_POPULATION[],
    SHAPE_OF_SPLIT[];

/* Judges the subject by the codebook that serves (and by the one before it), in each part of the customers too, and
 * puts OUTCOME_FIELDS into call->reply. */
bool outcome_put(Call *call, const Subject *subject, Dimension by, Err *err);

extern const char *const OUTCOME_BY[]; /* choices of the parameter `by`: indices are Dimensions */
#define OUTCOME_BY_PARAM                                                                                               \
    {                                                                                                                  \
        .name = "by", .type = PARAM_ENUM, .choices = OUTCOME_BY, .fallback = "segment",                                \
        .help = "which parts of the customers are judged by themselves"                                                \
    }
