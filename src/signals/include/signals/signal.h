/* signal.h - one observed piece of customer friction, redacted, ready to be stored. */
#pragma once
#include "base/clock.h"
#include "base/hash.h"

typedef struct Signal {
    Str external_id; /* unique within its source; never empty */
    Str text;        /* redacted, valid UTF-8; empty when the row carries no words */
    int64_t at;      /* when it happened, UTC seconds, or TIME_NONE */
    Str customer;    /* keyed hash in hex, or empty when the source names nobody */
    Str channel;     /* "email", "web", "review"... as the source says it */
    Str product;
    Str segment;   /* plan, country, tag: what the mapping calls segment */
    Str lang;      /* ISO 639-1, given by the source or detected; may be empty */
    Str url;       /* where the original is; http and https only */
    double rating; /* 1 to 5, or NAN */
    Str meta;      /* JSON object of all other columns, values redacted */
} Signal;

/* Over every field but external_id: equal hashes mean that a re-import changes nothing. */
uint64_t signal_content_hash(const Signal *s);

/* Signal.customer of a customer who has this number in the company's systems: trimmed, case folded, hashed with the
 * key. */
Str signal_customer(Arena *a, Str number, const uint8_t key[HASH_KEY_BYTES]);
