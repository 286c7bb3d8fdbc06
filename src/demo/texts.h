/* texts.h - the tables that make_texts.py makes of texts/: what the demo company's customers can say. */
#pragma once
#include "base/str.h"
#include "demo_pools.h"

typedef struct DemoLines {
    const Str *p;
    size_t n;
} DemoLines;

typedef struct DemoTheme {
    Str slug, product, component;
    DemoShape shape;
    double share;
    DemoLines lines[LINE_COUNT];
} DemoTheme;

extern const DemoLines DEMO_POOLS[POOL_COUNT];
extern const DemoTheme DEMO_THEMES[DEMO_THEME_COUNT];
extern const Str DEMO_CATALOG; /* the software, teams and people of the company, as a Backstage file */
extern const Str
    DEMO_PEOPLE; /* its people as an export of an HR system: zones, languages, part-time, who joins and leaves */
extern const Str DEMO_LEAVE; /* when they are away */
