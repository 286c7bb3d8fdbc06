/* idmap.h - 64-bit keys to small ids. Keys are hashes already, so the low bits serve.
 * Ids count up from 0 in the order of first use, so they don't depend on the table. */
#pragma once
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define ID_NONE UINT32_MAX

typedef struct IdSlot {
    uint64_t key;
    uint32_t id; /* ID_NONE: empty */
} IdSlot;

typedef struct IdMap {
    IdSlot *at;
    size_t slots; /* a power of two */
    uint32_t n;
} IdMap;

static inline void idmap_free(IdMap *m) {
    free(m->at);
    *m = (IdMap){0};
}

/* Where the search for a key begins. */
static inline size_t idmap_at(const IdMap *m, uint64_t key) {
    return (key ^ key >> 32) & (m->slots - 1);
}

static inline IdSlot *idmap_slot(const IdMap *m, uint64_t key) {
    size_t at = idmap_at(m, key);
    while (m->at[at].id != ID_NONE && m->at[at].key != key) at = (at + 1) & (m->slots - 1);
    return &m->at[at];
}

static inline void idmap_resize(IdMap *m, size_t slots) {
    IdMap old = *m;
    m->slots = slots;
    m->at = mem_alloc(slots * sizeof *m->at);
    for (size_t i = 0; i < slots; i++) m->at[i] = (IdSlot){0, ID_NONE};
    for (size_t i = 0; i < old.slots; i++)
        if (old.at[i].id != ID_NONE) *idmap_slot(m, old.at[i].key) = old.at[i];
    free(old.at);
}

/* The id of `key`, given now if it is new. */
static inline uint32_t idmap_add(IdMap *m, uint64_t key) {
    if ((size_t)m->n * 2 >= m->slots) idmap_resize(m, m->slots ? m->slots * 2 : 1024);
    IdSlot *slot = idmap_slot(m, key);
    if (slot->id == ID_NONE) *slot = (IdSlot){key, m->n++};
    return slot->id;
}

/* The id of `key` or ID_NONE. */
static inline uint32_t idmap_find(const IdMap *m, uint64_t key) {
    return m->slots ? idmap_slot(m, key)->id : ID_NONE;
}
