/* extend.h - themes that people define, or that must outlive a new discovery, added to a codebook.
 *
 *     const Str said[] = {STR("The parcel locker stays shut"), STR("locker code refused")};
 *     ThemeGroup lockers = {said, 2, STR("Parcel lockers"), true};
 *     Codebook *more = codebook_extend(a, c, &lockers, 1, par, &err);
 */
#pragma once
#include "themes/codebook.h"

/* One theme, shown by example. Five texts serve well, one will do (docs/internals/themes-levels.md). */
typedef struct ThemeGroup {
    const Str *texts;
    size_t n;
    Str name;                   /* counts only with fixed_name; otherwise the examples give the name */
    bool fixed_name;            /* another theme of the same name gets a number behind its own */
    const int8_t *const *dense; /* packed vectors of the texts, of the base's model; NULL, or NULL ones: none */
} ThemeGroup;

/* A new codebook in `a`: the themes of `base` keep their positions and what speaks for them, those of the groups
 * follow in order. `base` is left alone and need not outlive the call. The same bytes for any number of threads.
 * NULL and ERR_LIMIT when there would be too many themes; ERR_INPUT for a group whose texts hold no words, or for
 * two groups fixed to one name. */
Codebook *codebook_extend(Arena *a, const Codebook *base, const ThemeGroup *groups, size_t n, Par *par, Err *err);
