/* placer.c - from what a coder says to the theme: what people said goes first. */
#include <stdlib.h>

#include "theme_map.h"

struct Placer {
    const ThemeMap *map;
    PhraseMatcher *matcher; /* NULL: no theme is defined by a phrase */
    Coder *coder;           /* of the base; made when first needed */
};

Placer *placer_new(const ThemeMap *m) {
    Placer *p = mem_alloc(sizeof *p);
    *p = (Placer){.map = m};
    for (size_t i = 0; i < m->n; i++)
        if (m->slots[i].rule && !p->matcher) p->matcher = phrase_matcher_new();
    return p;
}

void placer_free(Placer *p) {
    if (!p) return;
    phrase_matcher_free(p->matcher);
    if (p->coder) coder_free(p->coder);
    free(p);
}

static int32_t slot_of(const ThemeMap *m, int32_t position) {
    return position == UNTHEMED ? UNTHEMED : m->slot_of[position];
}

static Placing of_coding(const ThemeMap *m, const Coding *c) {
    int32_t first = slot_of(m, c->theme), second = slot_of(m, c->second);
    bool same = first == second; /* two positions of one theme */
    return (Placing){.slot = first,
                     .second = same ? UNTHEMED : second,
                     .score = c->score,
                     .second_score = same ? 0 : c->second_score,
                     .facet = theme_map_facet(m, c->theme, c->facet),
                     .by = PLACED_BY_LIKENESS};
}

/* A theme defined by a phrase takes nothing by likeness, one that was split off only from where it was split. */
static bool may_take(const ThemeMap *m, int32_t slot, int32_t otherwise) {
    const ThemeSlot *s = &m->slots[slot];
    return !s->rule && (s->only_of < 0 || s->only_of == otherwise);
}

static Placing by_likeness(Placer *p, Str text, const int8_t *vector, const Coding *coding) {
    const ThemeMap *m = p->map;
    Placing likely = of_coding(m, coding);
    bool limited = likely.slot != UNTHEMED && (m->slots[likely.slot].rule || m->slots[likely.slot].only_of >= 0);
    if (!limited) {
        if (likely.second != UNTHEMED && m->slots[likely.second].rule)
            likely.second = UNTHEMED, likely.second_score = 0;
        return likely;
    }
    if (!p->coder) p->coder = coder_new(m->base);
    Coding without = coder_code_dense(p->coder, text, vector);
    without.facet = without.theme == UNTHEMED ? FACET_NONE : coder_facet(p->coder, without.theme);
    Placing otherwise = of_coding(m, &without);
    return may_take(m, likely.slot, otherwise.slot) ? likely : otherwise;
}

static Placing decided(int32_t slot, const Placing *likely, PlacedBy by) {
    Placing p = {.slot = slot,
                 .second = likely->slot,
                 .score = slot == UNTHEMED ? 0 : 1,
                 .second_score = likely->score,
                 .by = by};
    if (likely->slot == slot) p.second = likely->second, p.second_score = likely->second_score;
    return p;
}

static int32_t by_phrase(const Placer *p, int32_t likely, Str text) {
    const ThemeMap *m = p->map;
    phrase_matcher_see(p->matcher, text);
    for (size_t i = m->n; i-- > 0;) { /* the newest first */
        const ThemeSlot *s = &m->slots[i];
        if (s->rule && (s->only_of < 0 || s->only_of == likely) && phrase_matcher_has(p->matcher, s->rule))
            return (int32_t)i;
    }
    return UNTHEMED;
}

Placing placer_place(Placer *p, int64_t signal, Str text, const int8_t *vector, const Coding *coding) {
    Placing likely = by_likeness(p, text, vector, coding);
    const ThemeMove *move = theme_map_move(p->map, signal);
    if (move) return decided(move->slot, &likely, PLACED_BY_PERSON);
    int32_t slot = p->matcher ? by_phrase(p, likely.slot, text) : UNTHEMED;
    return slot == UNTHEMED ? likely : decided(slot, &likely, PLACED_BY_PHRASE);
}
