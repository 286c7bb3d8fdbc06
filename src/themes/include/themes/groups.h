/* groups.h - small groups of texts that say the same thing, among texts that belong to no theme or that are new.
 *
 * Themes are found where many signals lie close together; what a few customers began to say last week lies outside.
 * Here texts are joined that are far more alike than any two texts of the pool are by chance. */
#pragma once
#include "themes/codebook.h"

typedef struct GroupDoc {
    Str text;
    uint64_t key;   /* as in ThemeDoc: orders ties */
    uint64_t voice; /* who says it */
} GroupDoc;

typedef struct TextGroup {
    Str name; /* readable, no other group has it */
    const ThemeTerm *terms;
    size_t terms_n;
    uint32_t *docs; /* indexes into the pool; those nearest to the middle first */
    size_t n, voices;
    double cohesion; /* mean cosine of its members to their middle, 0..1 */
} TextGroup;

/* Groups of at least `voices_min` voices, the largest first; a text is in one of them at most. `docs` without copies
 * of each other. Returns how many. */
size_t groups_find(Arena *a, const GroupDoc *docs, size_t n, size_t voices_min, Par *par, TextGroup **out);
