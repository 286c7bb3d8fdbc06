/* slips.h - how people really type: keyboard slips, no capitals, short forms. */
#pragma once
#include "base/buf.h"
#include "base/rng.h"

typedef struct Slips {
    double slip;    /* probability for each word of four letters or more */
    double shorten; /* probability for each word that has a short form */
    bool lower;     /* never presses shift */
    bool shout;     /* never releases it */
} Slips;

/* Draws the habits of one writer; `haste` 0 (a letter) to 1 (a chat on the bus). */
Slips slips_draw(Rng *r, double haste);

/* Appends `text` to `out` with slips. Bytes over 127 stay as they are. */
void slips_apply(Buf *out, Rng *r, Slips slips, Str text);
