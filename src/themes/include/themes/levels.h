/* levels.h - what lies above and below the themes of a codebook.
 *
 *   area    several themes that speak of like things: what a reader opens first
 *   theme
 *   facet   one of the different things that signals of a theme say
 *
 * Both are found with the themes and stay as they are in that codebook. A theme has one area or none, a signal at
 * most one facet, always of its own theme: neither ever moves a signal to another theme. */
#pragma once
#include "themes/codebook.h"

enum { AREA_NONE = -1, FACET_NONE = -1 };

typedef struct ThemeArea {
    Str name;              /* readable, no other area has it */
    const int32_t *themes; /* ascending */
    size_t n;
} ThemeArea;

/* 0 when there are too few themes for it to help (under 12); then each theme's area is AREA_NONE. */
size_t codebook_areas(const Codebook *c);
ThemeArea codebook_area(const Codebook *c, int32_t area);
int32_t codebook_theme_area(const Codebook *c, int32_t theme);

typedef struct ThemeFacet {
    Str name;           /* readable, tells it from the other facets of the theme */
    size_t sample_size; /* signals of the discovery sample in it */
} ThemeFacet;

/* 0 for a theme that says one thing, that is small, or that was not discovered; otherwise 2 to 6. */
size_t codebook_facets(const Codebook *c, int32_t theme);
ThemeFacet codebook_facet(const Codebook *c, int32_t theme, int32_t facet);

/* Which facet of `theme` the text is that `coder` coded last, or FACET_NONE: the theme has none, or the text says
 * nothing that sets it apart from the theme as a whole. */
int32_t coder_facet(Coder *coder, int32_t theme);
