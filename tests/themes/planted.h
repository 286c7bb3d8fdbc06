/* planted.h - made-up signals whose theme is known: each theme has words of its own in varied sentences. */
#pragma once
#include "base/arena.h"
#include "base/hash.h"
#include "base/rng.h"
#include "themes/codebook.h"

enum { PLANTED_THEMES = 6 };

static const char *const PLANTED_SUBJECTS[PLANTED_THEMES] = {
    "the replacement card",     "a refund for the cancelled order", "the mobile app after the update",
    "the exchange rate abroad", "my direct debit mandate",          "the identity check by video"};
static const char *const PLANTED_TROUBLES[PLANTED_THEMES][4] = {
    {"has not arrived by mail", "was sent to the old address", "still is not in the letterbox",
     "got lost with the courier"},
    {"never reached my account", "is missing since the merchant promised it", "was rejected by the shop",
     "takes for ages"},
    {"crashes when I open it", "shows a white screen on login", "freezes on my phone", "logs me out all the time"},
    {"was much worse than shown", "cost me a hidden markup", "differs from the interbank quote",
     "changed over night in euros"},
    {"was collected twice this month", "I never signed", "came from a company unknown to me",
     "cannot be revoked online"},
    {"rejects my passport photo", "hangs at the selfie step", "does not accept my residence permit",
     "ends with an agent offline"}};
static const char *const PLANTED_OPENINGS[] = {
    "I am writing because", "For two weeks now",    "Please help,",         "Again",
    "It is a shame that",   "My partner says that", "Yesterday I saw that", "So"};
static const char *const PLANTED_ENDINGS[] = {"and nobody answers.",    "which is not acceptable.", "- what can I do?",
                                              "and I want this fixed.", "I expect a reply soon.",   "Thanks."};

static inline void planted_make(Arena *a, size_t n, ThemeDoc *docs, int32_t *truth) {
    Rng r = rng_new(7);
    for (size_t i = 0; i < n; i++) {
        size_t theme = rng_below(&r, PLANTED_THEMES);
        Str text = arena_printf(a, "%s %s %s %s", PLANTED_OPENINGS[rng_below(&r, 8)], PLANTED_SUBJECTS[theme],
                                PLANTED_TROUBLES[theme][rng_below(&r, 4)], PLANTED_ENDINGS[rng_below(&r, 6)]);
        Str id = arena_printf(a, "id-%zu", i);
        docs[i] = (ThemeDoc){text, hash64(id)};
        truth[i] = (int32_t)theme;
    }
}

/* Planted signals and their codebook: the world of a test. */
typedef struct PlantedWorld {
    Arena *a;
    ThemeDoc *docs;
    int32_t *truth, *found;
    Codebook *c;
} PlantedWorld;

static inline int planted_setup(void **state, size_t n) {
    Arena *a = arena_new();
    PlantedWorld *w = ARENA_NEW(a, PlantedWorld);
    *w = (PlantedWorld){a, ARENA_ARRAY(a, ThemeDoc, n), ARENA_ARRAY(a, int32_t, n), ARENA_ARRAY(a, int32_t, n), NULL};
    planted_make(a, n, w->docs, w->truth);
    Err err;
    w->c = codebook_discover(a, w->docs, n, &(DiscoverOptions){.themes = PLANTED_THEMES, .seed = 1}, NULL, NULL,
                             w->found, &err);
    *state = w;
    return w->c ? 0 : -1;
}

static inline int planted_teardown(void **state) {
    arena_free(((PlantedWorld *)*state)->a);
    return 0;
}
