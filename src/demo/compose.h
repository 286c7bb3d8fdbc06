/* compose.h - writes one signal's text: which sentences, in which order, in which register. */
#pragma once
#include "base/buf.h"
#include "base/rng.h"
#include "customer.h"
#include "texts.h"

typedef enum Channel {
    CHANNEL_TICKET,
    CHANNEL_REVIEW,
    CHANNEL_CHAT,
    CHANNEL_EMAIL,
    CHANNEL_COMPLAINT,
    CHANNELS
} Channel;

extern const char *const CHANNEL_NAMES[CHANNELS]; /* "ticket", "review", ... */

typedef struct Draft {
    Channel channel;
    int theme; /* index of DEMO_THEMES, or -1: noise */
    Customer writer;
    int words; /* mean length wanted; 0: as the register has it */
} Draft;

typedef struct Composed {
    unsigned planted; /* bit per Personal */
    bool english;
} Composed;

/* Replaces `out`. A title, where the register has one, is the first line, with an empty line behind it.
 * `scratch` is the caller's, so that a million calls allocate nothing. */
Composed compose(Buf *out, Buf *scratch, Rng *r, const Draft *draft);

/* A letter of a complaint mill about that theme, from a fixed form. */
void compose_mill(Buf *out, Rng *r, int theme);
