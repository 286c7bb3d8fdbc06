/* nearest.c - the likeness of a few texts by their stems. */
#include "themes/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/idmap.h"
#include "text/token.h"

enum { TEXT_BYTES = 16 << 10 };

typedef struct Bag { /* distinct stems of a text */
    uint32_t *stem;
    float *weight;
    size_t n;
} Bag;

/* A word of any of the texts: a few texts of the same matter say few words again and again. */
typedef struct Met {
    LangVote vote;
    uint64_t lang; /* in which it was stemmed last */
    uint32_t stem;
} Met;

typedef struct Stem {
    uint32_t df;    /* texts that have it */
    uint32_t place; /* in the bag of the last of them */
    double idf;     /* 0: to be worked out */
} Stem;

typedef struct Bags {
    Arena *a;
    Tokenizer *tokenizer;
    IdMap words, stems;
    Met *met;
    Stem *at;
    uint32_t *ids; /* of the text's words */
    size_t met_size, at_size, ids_size;
} Bags;

static void *room(void *items, size_t *size, size_t index, size_t item) {
    if (index < *size) return items;
    *size = index < 1024 ? 2048 : 2 * index;
    return mem_grow(items, *size, item);
}

static uint32_t met(Bags *b, const Word *word) {
    uint32_t before = b->words.n, id = idmap_add(&b->words, word->hash);
    b->met = room(b->met, &b->met_size, id, sizeof *b->met);
    if (id == before) b->met[id] = (Met){.vote = word_vote(b->tokenizer, word), .stem = ID_NONE};
    return id;
}

static uint64_t lang_key(Lang lang) {
    uint64_t key;
    _Static_assert(sizeof key == sizeof lang.code, "a language is a number");
    memcpy(&key, lang.code, sizeof key);
    return key;
}

static uint32_t stem_of(Bags *b, Met *m, const Word *word, Lang lang) {
    if (m->stem != ID_NONE && m->lang == lang_key(lang)) return m->stem;
    uint32_t before = b->stems.n, id = idmap_add(&b->stems, hash64(word_stem(b->tokenizer, word->folded, lang)));
    b->at = room(b->at, &b->at_size, id, sizeof *b->at);
    if (id == before) b->at[id] = (Stem){0};
    m->lang = lang_key(lang);
    return m->stem = id;
}

static Bag bag_of(Bags *b, Str text) {
    Words words = words_scan(b->tokenizer, str_slice(text, 0, text.n < TEXT_BYTES ? text.n : TEXT_BYTES));
    LangTally tally = {0};
    b->ids = room(b->ids, &b->ids_size, words.n, sizeof *b->ids);
    for (size_t i = 0; i < words.n; i++) {
        b->ids[i] = met(b, &words.at[i]);
        lang_tally_add(&tally, b->met[b->ids[i]].vote, 1);
    }
    Lang lang = lang_tally_decide(&tally, (Lang){0});
    Bag bag = {ARENA_ARRAY(b->a, uint32_t, words.n + 1), ARENA_ARRAY(b->a, float, words.n + 1), 0};
    for (size_t i = 0; i < words.n; i++) {
        uint32_t id = stem_of(b, &b->met[b->ids[i]], &words.at[i], lang);
        Stem *stem = &b->at[id];
        if (stem->place >= bag.n || bag.stem[stem->place] != id) {
            stem->df++;
            stem->place = (uint32_t)bag.n;
            bag.stem[bag.n++] = id;
        }
        bag.weight[stem->place] += 1;
    }
    return bag;
}

static void weigh(Bags *b, Bag *bag, size_t texts) {
    double square = 0;
    for (size_t i = 0; i < bag->n; i++) {
        Stem *stem = &b->at[bag->stem[i]];
        if (stem->idf <= 0) stem->idf = log((double)(texts + 1) / (double)stem->df); /* above 0: df is no more */
        double times = bag->weight[i] > 1 ? 1 + log((double)bag->weight[i]) : 1;
        bag->weight[i] = (float)(times * stem->idf);
        square += (double)bag->weight[i] * (double)bag->weight[i];
    }
    for (size_t i = 0; i < bag->n; i++)
        bag->weight[i] = square > 0 ? (float)((double)bag->weight[i] / sqrt(square)) : 0;
}

static double product(const Bag *bag, const float *dense) {
    double sum = 0;
    for (size_t i = 0; i < bag->n; i++) sum += (double)bag->weight[i] * (double)dense[bag->stem[i]];
    return sum;
}

static void keep_nearest(NearText *out, size_t *n, size_t max, NearText one) {
    size_t at = *n < max ? (*n)++ : max;
    for (; at > 0 && one.cosine > out[at - 1].cosine; at--)
        if (at < max) out[at] = out[at - 1];
    if (at < max) out[at] = one;
}

size_t nearest_texts(Arena *a, Str text, const Str *others, size_t n, size_t max, NearText *out) {
    Bags b = {.a = a, .tokenizer = tokenizer_new()};
    Bag *bags = ARENA_ARRAY(a, Bag, n + 1);
    size_t found = 0;
    for (size_t i = 0; i < n; i++) bags[i] = bag_of(&b, others[i]);
    Bag own = bag_of(&b, text);
    weigh(&b, &own, n + 1);
    float *dense = ARENA_ARRAY(a, float, b.stems.n + 1);
    for (size_t i = 0; i < own.n; i++) dense[own.stem[i]] = own.weight[i];
    for (size_t i = 0; i < n; i++) {
        weigh(&b, &bags[i], n + 1);
        double cosine = product(&bags[i], dense);
        if (cosine > 0) keep_nearest(out, &found, max, (NearText){i, cosine < 1 ? cosine : 1});
    }
    idmap_free(&b.words);
    idmap_free(&b.stems);
    free(b.met);
    free(b.ids);
    free(b.at);
    tokenizer_free(b.tokenizer);
    return found;
}
