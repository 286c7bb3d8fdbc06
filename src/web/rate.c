/* rate.c - token buckets in a table of fixed size: two callers whose hashes meet share a place, and the newer one
 * begins with a full bucket; so a crowd of addresses costs no memory. */
#include "rate.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"

enum { PLACES = 8192 };

typedef struct Bucket {
    uint64_t who;
    double left, at;
} Bucket;

struct Rate {
    pthread_mutex_t lock;
    double per_minute;
    Bucket places[PLACES];
};

Rate *rate_new(int per_minute) {
    Rate *r = mem_alloc(sizeof *r);
    *r = (Rate){.per_minute = per_minute};
    pthread_mutex_init(&r->lock, NULL);
    return r;
}

void rate_free(Rate *r) {
    if (!r) return;
    pthread_mutex_destroy(&r->lock);
    free(r);
}

RateLeft rate_take(Rate *r, Str caller, double now) {
    if (!r || r->per_minute <= 0) return (RateLeft){.allowed = true};
    uint64_t who = hash64(caller) | 1;
    Bucket *b = &r->places[who / 2 % PLACES];
    pthread_mutex_lock(&r->lock);
    if (b->who != who) *b = (Bucket){who, r->per_minute, now};
    b->left += (now - b->at) * r->per_minute / 60;
    if (b->left > r->per_minute) b->left = r->per_minute;
    b->at = now;
    bool allowed = b->left >= 1;
    if (allowed) b->left -= 1;
    RateLeft out = {.limit = (int)r->per_minute,
                    .left = (int)b->left,
                    .reset = (int)((r->per_minute - b->left) * 60 / r->per_minute) + 1,
                    .allowed = allowed};
    pthread_mutex_unlock(&r->lock);
    return out;
}
