/* idmap.h - 64-bit keys to small ids. Keys are hashes already, so the low bits serve.
 * Ids count up from 0 in the order of first use, so they don't depend on the table. */
#pragma once
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define ID_NONE UINT32_MAX

typedef struct IdMap {
    uint64_t *keys;
    uint32_t *ids; /* ID_NONE: empty slot */
    size_t slots;  /* a power of two */
    uint32_t n;
} IdMap;

static inline void idmap_free(IdMap *m) {
    free(m->keys);
    free(m->ids);
    *m = (IdMap){0};
}

static inline size_t idmap_slot(const IdMap *m, uint64_t key) {
    size_t at = (key ^ key >> 32) & (m->slots - 1);
    while (m->ids[at] != ID_NONE && m->keys[at] != key) at = (at + 1) & (m->slots - 1);
    return at;
}

static inline void idmap_resize(IdMap *m, size_t slots) {
    IdMap old = *m;
    m->slots = slots;
    m->keys = mem_alloc(slots * sizeof *m->keys);
    m->ids = mem_alloc(slots * sizeof *m->ids);
    memset(m->ids, 0xff, slots * sizeof *m->ids);
    for (size_t i = 0; i < old.slots; i++) {
        if (old.ids[i] == ID_NONE) continue;
        size_t at = idmap_slot(m, old.keys[i]);
        m->keys[at] = old.keys[i];
        m->ids[at] = old.ids[i];
    }
    free(old.keys);
    free(old.ids);
}

/* The id of `key`, given now if it is new. */
static inline uint32_t idmap_add(IdMap *m, uint64_t key) {
    if ((size_t)m->n * 2 >= m->slots) idmap_resize(m, m->slots ? m->slots * 2 : 1024);
    size_t at = idmap_slot(m, key);
    if (m->ids[at] == ID_NONE) {
        m->keys[at] = key;
        m->ids[at] = m->n++;
    }
    return m->ids[at];
}

/* The id of `key` or ID_NONE. */
static inline uint32_t idmap_find(const IdMap *m, uint64_t key) {
    return m->slots ? m->ids[idmap_slot(m, key)] : ID_NONE;
}
