/* phrases.c - counting phrases: first within each theme, then the survivors over all themes. */
#include "phrases.h"

#include <stdlib.h>
#include <string.h>

#include "idmap.h"

enum { VOICES_MIN = 3, PHRASES_MAX = 600 };

/* What a word may do in a phrase. */
typedef enum Role {
    ROLE_INNER, /* function words, numbers, lone letters: only between others */
    ROLE_FIRST, /* negations: also in front */
    ROLE_FULL
} Role;

static bool is_negation(Str w) {
    static const char *const WORDS =
        " not no never can't cannot won't didn't doesn't isn't wasn't couldn't haven't hasn't "
        "nicht kein keine nie pas jamais niet geen nunca ikke inte ";
    char key[24];
    if (w.n + 2 > sizeof key) return false;
    key[0] = key[w.n + 1] = ' ';
    memcpy(key + 1, w.p, w.n);
    return str_find(str_from_c(WORDS), (Str){key, w.n + 2}) != SIZE_MAX;
}

static Role role_of(const LexWord *w) {
    bool digit = false, wide = false;
    for (size_t i = 0; i < w->folded.n; i++) {
        digit |= w->folded.p[i] >= '0' && w->folded.p[i] <= '9';
        wide |= (unsigned char)w->folded.p[i] >= 128;
    }
    if (is_negation(w->folded)) return ROLE_FIRST;
    if (digit || (w->folded.n < 3 && !wide) || word_is_stop(w->folded, w->lang)) return ROLE_INNER;
    return ROLE_FULL;
}

typedef struct Counter {
    const Sample *s;
    const Members *members;
    const uint8_t *roles; /* per word of the lexicon */
    ThemePhrases *out;
    Arena **arenas;
    Tokenizer **tokenizers;
    IdMap *survivors;  /* phrase keys that are counted over all themes */
    uint32_t **totals; /* per worker, per survivor */
} Counter;

/* Do two words stand side by side, with nothing but a space or a hyphen between? */
static bool side_by_side(Str text, const Word *left, const Word *right) {
    return right->begin == left->end ||
           (right->begin == left->end + 1 && (text.p[left->end] == ' ' || text.p[left->end] == '-'));
}

/* Calls found(ctx, phrase, first word, last word) for each phrase of document d. */
static void each_phrase(const Sample *s, const uint8_t *roles, Tokenizer *t, size_t d,
                        void (*found)(void *ctx, const Phrase *p, const Word *first, const Word *last), void *ctx) {
    Str text = s->docs[d]->text;
    Words words = words_scan(t, text);
    for (size_t i = 0; i < s->words_n[d]; i++) {
        if (roles[s->words[d][i]] == ROLE_INNER) continue;
        Phrase p = {.key = 0};
        for (size_t j = i; j < s->words_n[d] && p.words < PHRASE_WORDS_MAX; j++) {
            if (j > i && !side_by_side(text, &words.at[j - 1], &words.at[j])) break;
            uint32_t stem = s->lexicon[s->words[d][j]].stem;
            p.stems[p.words++] = stem;
            p.key = hash_mix(p.key, s->stem_keys[stem]);
            if (roles[s->words[d][j]] == ROLE_FULL) found(ctx, &p, &words.at[i], &words.at[j]);
        }
    }
}

/* Phrases of one theme while they are counted. */
typedef struct Tally {
    IdMap map;
    Phrase *at;
    uint32_t *last_doc; /* + 1, so that a document counts once */
    size_t size;
    uint32_t doc;
} Tally;

static void tally_phrase(void *ctx, const Phrase *p, const Word *first, const Word *last) {
    (void)first, (void)last;
    Tally *t = ctx;
    uint32_t before = t->map.n, id = idmap_add(&t->map, p->key);
    if (id >= t->size) {
        t->size = t->size ? t->size * 2 : 1024;
        t->at = mem_grow(t->at, t->size, sizeof *t->at);
        t->last_doc = mem_grow(t->last_doc, t->size, sizeof *t->last_doc);
    }
    if (t->map.n > before) t->at[id] = *p, t->last_doc[id] = 0;
    if (t->last_doc[id] != t->doc + 1) t->at[id].inside++;
    t->last_doc[id] = t->doc + 1;
}

static int by_use(const void *a, const void *b) {
    const Phrase *x = a, *y = b;
    uint32_t use_x = x->inside * (1 + x->words), use_y = y->inside * (1 + y->words);
    if (use_x != use_y) return use_x > use_y ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

static void tally_themes(void *ctx, size_t begin, size_t end, int worker) {
    Counter *c = ctx;
    for (size_t k = begin; k < end; k++) {
        Tally t = {0};
        for (size_t i = 0; i < c->members[k].n; i++) {
            t.doc = c->members[k].at[i];
            each_phrase(c->s, c->roles, c->tokenizers[worker], t.doc, tally_phrase, &t);
        }
        size_t n = 0;
        for (uint32_t i = 0; i < t.map.n; i++)
            if (t.at[i].inside >= VOICES_MIN) t.at[n++] = t.at[i];
        if (n) qsort(t.at, n, sizeof *t.at, by_use);
        if (n > PHRASES_MAX) n = PHRASES_MAX;
        c->out[k] = (ThemePhrases){ARENA_ARRAY(c->arenas[worker], Phrase, n), n};
        if (n) memcpy(c->out[k].at, t.at, n * sizeof *t.at);
        idmap_free(&t.map);
        free(t.at);
        free(t.last_doc);
    }
}

/* Total use of the survivors within one document. */
typedef struct Total {
    const IdMap *survivors;
    uint32_t *counts, *last_doc;
    uint32_t doc;
} Total;

static void add_total(void *ctx, const Phrase *p, const Word *first, const Word *last) {
    (void)first, (void)last;
    Total *t = ctx;
    uint32_t id = idmap_find(t->survivors, p->key);
    if (id == ID_NONE || t->last_doc[id] == t->doc + 1) return;
    t->last_doc[id] = t->doc + 1;
    t->counts[id]++;
}

static void total_themes(void *ctx, size_t begin, size_t end, int worker) {
    Counter *c = ctx;
    uint32_t *last_doc = mem_alloc((c->survivors->n + 1) * sizeof *last_doc);
    memset(last_doc, 0, (c->survivors->n + 1) * sizeof *last_doc);
    Total t = {c->survivors, c->totals[worker], last_doc, 0};
    for (size_t k = begin; k < end; k++) {
        for (size_t i = 0; i < c->members[k].n; i++) {
            t.doc = c->members[k].at[i];
            each_phrase(c->s, c->roles, c->tokenizers[worker], t.doc, add_total, &t);
        }
    }
    free(last_doc);
}

static void count_everywhere(Counter *c, size_t themes, Par *par, Arena *scratch) {
    size_t workers = (size_t)par_threads(par);
    IdMap survivors = {0};
    for (size_t k = 0; k < themes; k++)
        for (size_t i = 0; i < c->out[k].n; i++) idmap_add(&survivors, c->out[k].at[i].key);
    c->survivors = &survivors;
    c->totals = ARENA_ARRAY(scratch, uint32_t *, workers);
    for (size_t w = 0; w < workers; w++) c->totals[w] = ARENA_ARRAY(scratch, uint32_t, survivors.n);
    par_for(par, themes, 1, total_themes, c);
    for (size_t k = 0; k < themes; k++) {
        for (size_t i = 0; i < c->out[k].n; i++) {
            Phrase *p = &c->out[k].at[i];
            uint32_t id = idmap_find(&survivors, p->key), total = 0;
            for (size_t w = 0; w < workers; w++) total += c->totals[w][id];
            p->outside = total - p->inside;
        }
    }
    idmap_free(&survivors);
}

Members *members_of(Arena *a, const Partition *p) {
    Members *m = ARENA_ARRAY(a, Members, p->k);
    for (size_t k = 0; k < p->k; k++) m[k].at = ARENA_ARRAY(a, uint32_t, MEMBERS_MAX);
    for (size_t i = 0; i < p->n; i++) {
        if (p->of[i] < 0) continue;
        Members *own = &m[p->of[i]];
        if (own->n < MEMBERS_MAX) own->at[own->n++] = (uint32_t)i;
    }
    return m;
}

ThemePhrases *phrases_count(Arena *a, const Sample *s, const Members *members, size_t themes, Par *par) {
    Arena *scratch = arena_new();
    size_t workers = (size_t)par_threads(par);
    uint8_t *roles = ARENA_ARRAY(scratch, uint8_t, s->lexicon_n);
    for (size_t w = 0; w < s->lexicon_n; w++) roles[w] = (uint8_t)role_of(&s->lexicon[w]);
    Counter c = {s, members, roles, ARENA_ARRAY(a, ThemePhrases, themes), NULL, NULL, NULL, NULL};
    c.arenas = ARENA_ARRAY(scratch, Arena *, workers);
    c.tokenizers = ARENA_ARRAY(scratch, Tokenizer *, workers);
    for (size_t w = 0; w < workers; w++) c.arenas[w] = arena_new(), c.tokenizers[w] = tokenizer_new();
    par_for(par, themes, 1, tally_themes, &c);
    count_everywhere(&c, themes, par, scratch);
    for (size_t k = 0; k < themes; k++) { /* out of the workers' arenas */
        Phrase *at = ARENA_ARRAY(a, Phrase, c.out[k].n);
        if (c.out[k].n) memcpy(at, c.out[k].at, c.out[k].n * sizeof *at);
        c.out[k].at = at;
    }
    for (size_t w = 0; w < workers; w++) arena_free(c.arenas[w]), tokenizer_free(c.tokenizers[w]);
    arena_free(scratch);
    return c.out;
}

enum { SPELLINGS_MAX = 32 };
typedef struct Spellings {
    uint64_t key;
    Str text;
    struct {
        Str raw;
        uint32_t n;
    } at[SPELLINGS_MAX];
    size_t n;
} Spellings;

static void add_spelling(void *ctx, const Phrase *p, const Word *first, const Word *last) {
    Spellings *s = ctx;
    if (p->key != s->key) return;
    Str raw = str_slice(s->text, first->begin, last->end);
    size_t i = 0;
    while (i < s->n && !str_eq(s->at[i].raw, raw)) i++;
    if (i == s->n && s->n < SPELLINGS_MAX) s->at[s->n++].raw = raw;
    if (i < s->n) s->at[i].n += first->sentence_start ? 1 : 4; /* a sentence's first word is capital anyway */
}

/* Shouting is no spelling: all capitals become small, but for short names of things (ATM, ID). */
static Str calm(Arena *a, Str raw) {
    bool lower = false, upper = false;
    for (size_t i = 0; i < raw.n; i++) {
        lower |= raw.p[i] >= 'a' && raw.p[i] <= 'z';
        upper |= raw.p[i] >= 'A' && raw.p[i] <= 'Z';
    }
    char *out = arena_alloc(a, raw.n + 1);
    for (size_t i = 0; i < raw.n; i++) {
        bool shout = upper && !lower && raw.n > 4 && raw.p[i] >= 'A' && raw.p[i] <= 'Z';
        out[i] = (char)(shout ? raw.p[i] + 32 : raw.p[i]);
    }
    return (Str){out, raw.n};
}

Str phrase_spelling(Arena *a, Tokenizer *t, const Sample *s, const Members *members, uint64_t key) {
    Spellings spellings = {.key = key};
    uint8_t *roles = mem_alloc(s->lexicon_n + 1);
    memset(roles, ROLE_FULL, s->lexicon_n + 1);
    for (size_t i = 0; i < members->n; i++) {
        spellings.text = s->docs[members->at[i]]->text;
        each_phrase(s, roles, t, members->at[i], add_spelling, &spellings);
    }
    free(roles);
    size_t best = 0;
    for (size_t i = 1; i < spellings.n; i++)
        if (spellings.at[i].n > spellings.at[best].n ||
            (spellings.at[i].n == spellings.at[best].n && str_cmp(spellings.at[i].raw, spellings.at[best].raw) < 0))
            best = i;
    return spellings.n ? calm(a, spellings.at[best].raw) : (Str){0};
}
