/* strip.h - an object's neighbours in the chain, for the strip that stands on top of its page.
 *
 *     signals > themes > problems > owner > sessions > reflections > releases > outcome > ledger
 *
 * Each place holds links to the few there are, and to the list where there are more. A place that the caller may not
 * open has no links; one whose list is not theirs at all is not there. */
#pragma once
#include "app/op.h"

typedef enum StripKind {
    STRIP_SIGNAL,
    STRIP_THEME,
    STRIP_PROBLEM,
    STRIP_SESSION,
    STRIP_RELEASE,
    STRIP_OUTCOME /* of a theme: its number is the theme's */
} StripKind;

/* Puts `chain` into the reply. ERR_NOT_FOUND when there is no such object. A theme that is gone has no name here. */
bool strip_put(Call *call, StripKind kind, int64_t id, Err *err);

extern const Field SHAPE_OF_STRIP[];
#define STRIP_FIELD                                                                                                    \
    { "chain", SHAPE_ARRAY, "its neighbours in the chain, in the chain's order", SHAPE_OF_STRIP, false }
