/* theme_map.h - what the positions of a codebook mean: themes with numbers, people's edits included.
 *
 *     text -> coder -> position -> placer -> slot -> theme
 *
 * A slot is a theme's place in this version, 0..n-1. A theme that people joined from several has several positions;
 * one that they defined by a phrase has a position that describes it, but only the phrase decides who belongs. */
#pragma once
#include "app_private.h"
#include "store/edit_store.h"
#include "store/lineage_store.h"
#include "themes/codebook.h"
#include "themes/levels.h"
#include "themes/phrase_rule.h"

/* One of the different things that a theme's signals say; its number in the theme is its place in the slot, from 1. */
typedef struct MapFacet {
    int32_t position, facet; /* in the codebook */
} MapFacet;

typedef struct ThemeSlot {
    int64_t id;
    Str name;
    int32_t lead;           /* the position that describes it: its largest */
    int32_t named_by;       /* the one whose name it bears: its own from before others joined it, else the largest */
    int32_t only_of;        /* split off: takes signals only from this slot; -1: from any */
    const PhraseRule *rule; /* NULL: likeness decides */
    MapFacet *facets;
    size_t facets_n;
} ThemeSlot;

typedef struct ThemeMove {
    int64_t signal;
    int32_t slot; /* or UNTHEMED */
} ThemeMove;

typedef struct ThemeMap {
    const Codebook *codebook;
    const Codebook *base; /* without what people added: for a signal whose likeliest theme does not take it */
    ThemeSlot *slots;
    size_t n;
    int32_t *slot_of; /* per position */
    ThemeMove *moves; /* by signal */
    size_t moves_n;
} ThemeMap;

/* The edits in force under a codebook. */
typedef struct Edits {
    EditRow *rows; /* oldest first */
    size_t n;
    EditRow *all; /* in force or not, as they were read */
    size_t all_n;
} Edits;

/* Of the codebook that is being made (0): all that are not undone; else those that this one heeds. */
bool edits_in_force(Db *db, Arena *a, int64_t codebook_id, Edits *out, Err *err);

/* `base`: its first positions; may be the same. `positions`: one for each position of the codebook. Slots come in the
 * order of their first position; their names are those of the codebook, `lead` the position with most of the sample.
 * The map points into everything given. */
bool theme_map_build(Db *db, Arena *a, const Codebook *codebook, const Codebook *base, const PositionRow *positions,
                     const Edits *edits, ThemeMap *out, Err *err);

int32_t theme_map_slot(const ThemeMap *m, int64_t theme_id);                 /* -1: not in this version */
int32_t theme_map_facet(const ThemeMap *m, int32_t position, int32_t facet); /* its number in its slot; 0: none */
const ThemeMove *theme_map_move(const ThemeMap *m, int64_t signal);          /* NULL: nobody said anything of it */
static inline int64_t theme_map_id(const ThemeMap *m, int32_t slot) {
    return slot < 0 ? 0 : m->slots[slot].id;
}

typedef enum PlacedBy { PLACED_BY_LIKENESS, PLACED_BY_PHRASE, PLACED_BY_PERSON } PlacedBy;

/* Like Coding, of slots. What people decided has score 1: it is no matter of likeness. */
typedef struct Placing {
    int32_t slot, second; /* or UNTHEMED */
    float score, second_score;
    int32_t facet; /* number of the slot's facet; 0: none */
    PlacedBy by;
} Placing;

/* Scratch of one thread. */
typedef struct Placer Placer;
Placer *placer_new(const ThemeMap *m);
void placer_free(Placer *p);
/* `coding`: what a coder of the map's codebook says of the text and its vector (NULL: none). */
Placing placer_place(Placer *p, int64_t signal, Str text, const int8_t *vector, const Coding *coding);
