/* levels_made.h - what the tests of areas and facets share. */
#pragma once
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/rng.h"
#include "codebook_data.h"
#include "stats/agreement.h"
#include "themes/extend.h"
#include "themes/levels.h"

static const char *const COMMON[] = {"please", "help", "today", "again", "my", "the", "was", "since", "week", "really"};

static inline Buf saved(const Codebook *c) {
    Buf b = buf_new(1 << 26);
    assert_true(codebook_save(c, &b));
    return b;
}

/* The bytes of a discovery are the same for 1, 2, 4 and 8 threads. */
static inline void same_bytes(const ThemeDoc *docs, size_t n, int themes) {
    Buf first = {0};
    for (int threads = 1; threads <= 8; threads *= 2) {
        Arena *a = arena_new();
        Par *par = par_new(threads);
        Err err;
        Buf bytes = saved(
            codebook_discover(a, docs, n, &(DiscoverOptions){.themes = themes, .seed = 1}, par, NULL, NULL, &err));
        if (threads > 1) assert_true(str_eq(buf_str(&first), buf_str(&bytes)));
        if (threads > 1) buf_free(&bytes);
        else first = bytes;
        par_free(par);
        arena_free(a);
    }
    buf_free(&first);
}
