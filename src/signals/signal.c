/* signal.c - what makes two signals equal. */
#include "signals/signal.h"

#include "field_value.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"

uint64_t signal_content_hash(const Signal *s) {
    const Str parts[] = {s->text, s->customer, s->channel, s->product, s->segment, s->lang, s->url, s->meta};
    double rating = isnan(s->rating) ? NAN : s->rating; /* one NAN for all */
    uint64_t bits;
    memcpy(&bits, &rating, sizeof bits);
    uint64_t h = hash_mix((uint64_t)s->at, bits);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) h = hash_mix(h, hash64(parts[i]));
    return h;
}

Str signal_customer(Arena *a, Str number, const uint8_t key[HASH_KEY_BYTES]) {
    return value_person(a, number, key);
}
