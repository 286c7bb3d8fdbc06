/* phrases.c - counting phrases: first within each theme, then the survivors over all themes. */
#include "phrases.h"

#include <stdlib.h>
#include <string.h>

#include "base/idmap.h"

enum { VOICES_MIN = 3, VOICES_SHARE = 100, PHRASES_MAX = 800, SPELLINGS_MAX = 32 };

typedef struct Counter {
    const Sample *s;
    const Members *members;
    ThemePhrases *out;
    Arena **arenas;
    PhraseReader **readers;
    IdMap *survivors;  /* phrase keys that are counted over all themes */
    uint32_t **totals; /* per worker, per survivor */
} Counter;

/* A phrase where it stands: words[first] to words[last] of n. */
typedef struct Use {
    const Phrase *phrase;
    const PhraseWord *words;
    size_t n, first, last;
} Use;

/* "license for license": the words of a title run into those of the text. */
static bool repeats(const Phrase *p, const PhraseWord *w) {
    for (uint32_t i = 0; i < p->n; i++)
        if (p->full[i] && p->words[i] == w->key) return true;
    return false;
}

/* Calls found for each phrase of document d. */
static void each_phrase(PhraseReader *r, size_t d, void (*found)(void *ctx, const Use *use), void *ctx) {
    Use u = {0};
    u.words = phrase_words(r, d, &u.n);
    for (u.first = 0; u.first < u.n; u.first++) {
        if (u.words[u.first].role != ROLE_FULL && u.words[u.first].role != ROLE_FIRST) continue;
        Phrase p = {.key = 0};
        size_t full = 0;
        u.phrase = &p;
        for (u.last = u.first; u.last < u.n && p.n < PHRASE_WORDS_MAX; u.last++) {
            const PhraseWord *w = &u.words[u.last];
            if ((u.last > u.first && !w->joined) || w->role == ROLE_NONE || repeats(&p, w)) break;
            if (w->torn && u.words[u.first].role == ROLE_FULL) break;
            full += p.full[p.n] = w->role == ROLE_FULL;
            p.words[p.n++] = w->key;
            p.key = hash_mix(p.key, w->key);
            p.trouble |= w->trouble, p.links += w->link;
            p.trailing = w->role == ROLE_LAST || w->role == ROLE_EITHER;
            if (full && (w->role == ROLE_FULL || p.trailing)) found(ctx, &u);
        }
    }
}

static Str use_text(const Use *u, Str text) {
    return str_slice(text, u->words[u->first].begin, u->words[u->last].end);
}

/* Phrases of one theme while they are counted. */
typedef struct Tally {
    IdMap map;
    Phrase *at;
    uint32_t *last_doc; /* + 1, so that a document counts once */
    size_t size;
    uint32_t doc;
    Str text;
} Tally;

static Phrase *tally_entry(Tally *t, const Use *u) {
    uint32_t before = t->map.n, id = idmap_add(&t->map, u->phrase->key);
    if (id >= t->size) {
        t->size = t->size ? t->size * 2 : 1024;
        t->at = mem_grow(t->at, t->size, sizeof *t->at);
        t->last_doc = mem_grow(t->last_doc, t->size, sizeof *t->last_doc);
    }
    if (t->map.n > before) {
        t->at[id] = *u->phrase, t->last_doc[id] = 0;
        t->at[id].sample = use_text(u, t->text);
    }
    return &t->at[id];
}

static void tally_phrase(void *ctx, const Use *u) {
    Tally *t = ctx;
    Phrase *p = tally_entry(t, u);
    uint32_t *seen = &t->last_doc[p - t->at];
    p->inside += *seen != t->doc + 1;
    *seen = t->doc + 1;
    p->uses++;
    const PhraseWord *first = &u->words[u->first], *last = &u->words[u->last];
    Role before = first->joined ? first[-1].role : ROLE_NONE;
    Role after = u->last + 1 < u->n && last[1].joined ? last[1].role : ROLE_NONE;
    p->begins += first->clause_begins;
    p->ends += last->clause_ends;
    p->open_left += before == ROLE_FULL || before == ROLE_FIRST;
    p->open_right += after == ROLE_FULL || after == ROLE_LAST;
    p->open_either += after == ROLE_EITHER;
}

static int by_use(const void *a, const void *b) {
    const Phrase *x = a, *y = b;
    uint32_t use_x = x->inside * (1 + x->n), use_y = y->inside * (1 + y->n);
    if (use_x != use_y) return use_x > use_y ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

/* Tells each phrase how many signals have it as part of a longer one. */
static void find_longer(Tally *t) {
    for (uint32_t i = 0; i < t->map.n; i++) {
        const Phrase *longer = &t->at[i];
        if (longer->inside < VOICES_MIN) continue;
        for (size_t begin = 0; begin < longer->n; begin++) {
            uint64_t key = 0;
            for (size_t end = begin; end < longer->n; end++) {
                key = hash_mix(key, longer->words[end]);
                uint32_t id = end - begin + 1 < longer->n ? idmap_find(&t->map, key) : ID_NONE;
                if (id != ID_NONE && t->at[id].longer < longer->inside) t->at[id].longer = longer->inside;
            }
        }
    }
}

static void tally_theme(const Members *members, const Sample *s, PhraseReader *reader, Arena *a, ThemePhrases *out) {
    Tally t = {0};
    for (size_t i = 0; i < members->n; i++) {
        t.doc = members->at[i];
        t.text = s->docs[t.doc]->text;
        each_phrase(reader, t.doc, tally_phrase, &t);
    }
    find_longer(&t);
    size_t n = 0, least = members->n / VOICES_SHARE;
    if (least < VOICES_MIN) least = VOICES_MIN;
    for (uint32_t i = 0; i < t.map.n; i++)
        if (t.at[i].inside >= least) t.at[n++] = t.at[i];
    if (n) qsort(t.at, n, sizeof *t.at, by_use);
    if (n > PHRASES_MAX) n = PHRASES_MAX;
    *out = (ThemePhrases){ARENA_ARRAY(a, Phrase, n), n};
    if (n) memcpy(out->at, t.at, n * sizeof *t.at);
    idmap_free(&t.map);
    free(t.at);
    free(t.last_doc);
}

static void tally_themes(void *ctx, size_t begin, size_t end, int worker) {
    Counter *c = ctx;
    for (size_t k = begin; k < end; k++)
        tally_theme(&c->members[k], c->s, c->readers[worker], c->arenas[worker], &c->out[k]);
}

/* Total use of the survivors within one document. */
typedef struct Total {
    const IdMap *survivors;
    uint32_t *counts, *last_doc;
    uint32_t doc;
} Total;

static void add_total(void *ctx, const Use *u) {
    Total *t = ctx;
    uint32_t id = idmap_find(t->survivors, u->phrase->key);
    if (id == ID_NONE || t->last_doc[id] == t->doc + 1) return;
    t->last_doc[id] = t->doc + 1;
    t->counts[id]++;
}

static void total_themes(void *ctx, size_t begin, size_t end, int worker) {
    Counter *c = ctx;
    uint32_t *last_doc = mem_zeros(c->survivors->n + 1, sizeof *last_doc);
    Total t = {c->survivors, c->totals[worker], last_doc, 0};
    for (size_t k = begin; k < end; k++) {
        for (size_t i = 0; i < c->members[k].n; i++) {
            t.doc = c->members[k].at[i];
            each_phrase(c->readers[worker], t.doc, add_total, &t);
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
    Counter c = {.s = s, .members = members, .out = ARENA_ARRAY(a, ThemePhrases, themes)};
    c.arenas = ARENA_ARRAY(scratch, Arena *, workers);
    c.readers = ARENA_ARRAY(scratch, PhraseReader *, workers);
    for (size_t w = 0; w < workers; w++) c.arenas[w] = arena_new(), c.readers[w] = phrase_reader_new(s);
    par_for(par, themes, 1, tally_themes, &c);
    count_everywhere(&c, themes, par, scratch);
    for (size_t k = 0; k < themes; k++) { /* out of the workers' arenas */
        Phrase *at = ARENA_ARRAY(a, Phrase, c.out[k].n);
        if (c.out[k].n) memcpy(at, c.out[k].at, c.out[k].n * sizeof *at);
        c.out[k].at = at;
    }
    for (size_t w = 0; w < workers; w++) arena_free(c.arenas[w]), phrase_reader_free(c.readers[w]);
    arena_free(scratch);
    return c.out;
}

/* The spellings of one phrase. */
typedef struct Spellings {
    struct {
        Str raw;
        uint32_t n;
    } at[SPELLINGS_MAX];
    size_t n;
} Spellings;

typedef struct Speller {
    IdMap wanted;
    Spellings *of;
    Str text;
} Speller;

static void add_spelling(void *ctx, const Use *u) {
    Speller *speller = ctx;
    uint32_t id = idmap_find(&speller->wanted, u->phrase->key);
    if (id == ID_NONE) return;
    Spellings *s = &speller->of[id];
    Str raw = use_text(u, speller->text);
    size_t i = 0;
    while (i < s->n && !str_eq(s->at[i].raw, raw)) i++;
    if (i == s->n && s->n < SPELLINGS_MAX) s->at[s->n++].raw = raw;
    if (i < s->n) s->at[i].n += u->words[u->first].sentence_start ? 1 : 4; /* there the first word is capital anyway */
}

static Str commonest(const Spellings *s) {
    size_t best = 0;
    for (size_t i = 1; i < s->n; i++)
        if (s->at[i].n > s->at[best].n || (s->at[i].n == s->at[best].n && str_cmp(s->at[i].raw, s->at[best].raw) < 0))
            best = i;
    return s->n ? s->at[best].raw : (Str){"", 0};
}

void phrases_spell(Arena *a, PhraseReader *r, const Sample *s, const Members *members, const Phrase *const *wanted,
                   size_t n, Str *out) {
    Arena *scratch = arena_new();
    Speller speller = {.of = ARENA_ARRAY(scratch, Spellings, n + 1)};
    for (size_t i = 0; i < n; i++) idmap_add(&speller.wanted, wanted[i]->key);
    for (size_t i = 0; i < members->n; i++) {
        speller.text = s->docs[members->at[i]]->text;
        each_phrase(r, members->at[i], add_spelling, &speller);
    }
    for (size_t i = 0; i < n; i++) out[i] = phrase_tidy(a, commonest(&speller.of[i]));
    idmap_free(&speller.wanted);
    arena_free(scratch);
}
