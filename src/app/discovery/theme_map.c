/* theme_map.c - positions to themes, and the edits that overrule likeness. */
#include "theme_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

bool edits_in_force(Db *db, Arena *a, int64_t codebook_id, Edits *out, Err *err) {
    *out = (Edits){0};
    if (!edits_list(db, a, &out->all, &out->all_n, err)) return false;
    out->rows = ARENA_ARRAY(a, EditRow, out->all_n + 1);
    for (size_t i = 0; i < out->all_n; i++) {
        const EditRow *e = &out->all[i];
        bool heeded = codebook_id == 0 ? e->undone_at == TIME_NONE
                                       : e->applied_in && e->applied_in <= codebook_id &&
                                             (e->undone_in == 0 || e->undone_in > codebook_id);
        if (heeded) out->rows[out->n++] = *e;
    }
    return true;
}

int32_t theme_map_slot(const ThemeMap *m, int64_t theme_id) {
    for (size_t i = 0; i < m->n; i++)
        if (m->slots[i].id == theme_id) return (int32_t)i;
    return -1;
}

/* Whoever makes a theme part of another one means the name of that one, however large the two are. */
static bool names_better(const Codebook *codebook, const PositionRow *positions, int32_t i, int32_t than) {
    bool own = positions[i].own_id == positions[i].theme_id, other = positions[than].own_id == positions[than].theme_id;
    if (own != other) return own;
    return codebook_theme(codebook, i).sample_size > codebook_theme(codebook, than).sample_size;
}

static void add_slots(Arena *a, const PositionRow *positions, ThemeMap *m) {
    size_t n = codebook_themes(m->codebook);
    m->slots = ARENA_ARRAY(a, ThemeSlot, n + 1);
    m->slot_of = ARENA_ARRAY(a, int32_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        ThemeInfo info = codebook_theme(m->codebook, (int32_t)i);
        int32_t slot = theme_map_slot(m, positions[i].theme_id);
        if (slot < 0) {
            slot = (int32_t)m->n++;
            m->slots[slot] = (ThemeSlot){positions[i].theme_id, info.name, (int32_t)i, (int32_t)i, -1, NULL};
        } else if (info.sample_size > codebook_theme(m->codebook, m->slots[slot].lead).sample_size) {
            m->slots[slot].lead = (int32_t)i;
        }
        if (names_better(m->codebook, positions, (int32_t)i, m->slots[slot].named_by)) {
            m->slots[slot].named_by = (int32_t)i;
            m->slots[slot].name = info.name;
        }
        m->slot_of[i] = slot;
    }
}

static void add_facets(Arena *a, ThemeMap *m) {
    for (size_t k = 0; k < m->n; k++) {
        ThemeSlot *slot = &m->slots[k];
        size_t most = 0;
        for (size_t i = 0; i < codebook_themes(m->codebook); i++)
            if (m->slot_of[i] == (int32_t)k) most += codebook_facets(m->codebook, (int32_t)i);
        slot->facets = ARENA_ARRAY(a, MapFacet, most + 1);
        for (size_t i = 0; i < codebook_themes(m->codebook); i++)
            for (size_t f = 0; m->slot_of[i] == (int32_t)k && f < codebook_facets(m->codebook, (int32_t)i); f++)
                slot->facets[slot->facets_n++] = (MapFacet){(int32_t)i, (int32_t)f};
    }
}

int32_t theme_map_facet(const ThemeMap *m, int32_t position, int32_t facet) {
    if (position == UNTHEMED || facet == FACET_NONE) return 0;
    const ThemeSlot *slot = &m->slots[m->slot_of[position]];
    for (size_t i = 0; i < slot->facets_n; i++)
        if (slot->facets[i].position == position && slot->facets[i].facet == facet) return (int32_t)i + 1;
    return 0;
}

static bool heed_definition(Arena *a, const EditRow *e, ThemeMap *m, Err *err) {
    int32_t slot = theme_map_slot(m, e->theme_id);
    if (slot < 0) return true; /* joined to another one later, or its examples are gone */
    m->slots[slot].only_of = edit_is(e, "split") ? theme_map_slot(m, e->other_id) : -1;
    if (!e->phrase.n) return true;
    m->slots[slot].rule = phrase_rule_new(a, e->phrase, err);
    return m->slots[slot].rule != NULL;
}

static int move_by_signal(const void *x, const void *y) {
    const ThemeMove *a = x, *b = y;
    return (a->signal > b->signal) - (a->signal < b->signal);
}

/* Of several words about one signal the last one counts; examples of a definition belong to it. */
static bool read_moves(Db *db, Arena *a, const Edits *edits, ThemeMap *m, Err *err) {
    size_t most = 0;
    for (size_t i = 0; i < edits->n; i++) most += (size_t)edits->rows[i].signals;
    m->moves = ARENA_ARRAY(a, ThemeMove, most + 1);
    for (size_t i = edits->n; i-- > 0;) {
        const EditRow *e = &edits->rows[i];
        int64_t *signals;
        size_t n, known = m->moves_n;
        if (e->signals == 0) continue;
        int32_t slot = e->theme_id ? theme_map_slot(m, e->theme_id) : UNTHEMED;
        if (e->theme_id && slot < 0) continue;
        if (!edit_signals(db, a, e->id, &signals, &n, err)) return false;
        for (size_t k = 0; k < n; k++) {
            ThemeMove move = {signals[k], slot};
            if (!bsearch(&move, m->moves, known, sizeof move, move_by_signal)) m->moves[m->moves_n++] = move;
        }
        qsort(m->moves, m->moves_n, sizeof *m->moves, move_by_signal);
    }
    return true;
}

bool theme_map_build(Db *db, Arena *a, const Codebook *codebook, const Codebook *base, const PositionRow *positions,
                     const Edits *edits, ThemeMap *out, Err *err) {
    *out = (ThemeMap){.codebook = codebook, .base = base};
    add_slots(a, positions, out);
    add_facets(a, out);
    for (size_t i = 0; i < edits->n; i++) {
        const EditRow *e = &edits->rows[i];
        if (edit_defines(e) && !heed_definition(a, e, out, err)) return false;
    }
    return read_moves(db, a, edits, out, err);
}

const ThemeMove *theme_map_move(const ThemeMap *m, int64_t signal) {
    ThemeMove key = {signal, 0};
    return m->moves_n ? bsearch(&key, m->moves, m->moves_n, sizeof key, move_by_signal) : NULL;
}
