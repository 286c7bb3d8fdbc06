/* sample.c - reads the sample once and turns texts into word numbers.
 *
 * Two passes over the text: the first finds the language most texts are in, the second reads each text with
 * that language as the prior. From here on nothing looks at characters but the names. */
#include "sample.h"

#include <stdlib.h>

#include "base/idmap.h"
#include "feature_key.h"

typedef struct Keyed {
    const ThemeDoc *doc;
    uint32_t row;
} Keyed;

static int by_key(const void *a, const void *b) {
    const Keyed *x = a, *y = b;
    if (x->doc->key != y->doc->key) return x->doc->key < y->doc->key ? -1 : 1;
    int order = str_cmp(x->doc->text, y->doc->text);
    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static void sort_docs(Arena *a, Sample *s, const ThemeDoc *docs) {
    Keyed *keyed = mem_alloc(s->n * sizeof *keyed);
    for (size_t i = 0; i < s->n; i++) keyed[i] = (Keyed){&docs[i], (uint32_t)i};
    qsort(keyed, s->n, sizeof *keyed, by_key);
    s->docs = ARENA_ARRAY(a, const ThemeDoc *, s->n);
    s->row = ARENA_ARRAY(a, uint32_t, s->n);
    for (size_t i = 0; i < s->n; i++) s->docs[i] = keyed[i].doc, s->row[i] = keyed[i].row;
    free(keyed);
}

typedef struct LangCount {
    Lang lang;
    size_t n;
} LangCount;

typedef struct Telling {
    const Sample *s;
    Tokenizer **tokenizers; /* one per worker */
    Lang *of;               /* per document */
} Telling;

static void tell_languages(void *ctx, size_t begin, size_t end, int worker) {
    const Telling *t = ctx;
    Tokenizer *tokenizer = t->tokenizers[worker];
    for (size_t i = begin; i < end; i++)
        t->of[i] = words_lang(tokenizer, words_scan(tokenizer, t->s->docs[i]->text), (Lang){0});
}

static Lang *languages(const Sample *s, Par *par) {
    size_t workers = (size_t)par_threads(par);
    Telling t = {s, mem_alloc(workers * sizeof *t.tokenizers), mem_alloc((s->n + 1) * sizeof *t.of)};
    for (size_t w = 0; w < workers; w++) t.tokenizers[w] = tokenizer_new();
    par_for(par, s->n, 64, tell_languages, &t);
    for (size_t w = 0; w < workers; w++) tokenizer_free(t.tokenizers[w]);
    free(t.tokenizers);
    return t.of;
}

/* The commonest language of the sample; ties go to the one seen first. */
static Lang main_language(const Sample *s, Par *par) {
    LangCount counts[40] = {0};
    size_t n = 0, best = 0;
    Lang *of = languages(s, par);
    for (size_t i = 0; i < s->n; i++) {
        Lang lang = of[i];
        if (!lang.code[0]) continue;
        size_t at = 0;
        while (at < n && strcmp(counts[at].lang.code, lang.code) != 0) at++;
        if (at == n && n < sizeof counts / sizeof *counts) counts[n++].lang = lang;
        if (at < n && ++counts[at].n > counts[best].n) best = at;
    }
    free(of);
    return counts[best].lang;
}

/* The interning of words and stems while reading. */
typedef struct Reader {
    Arena *a;
    Tokenizer *t;
    IdMap words, stems;
    size_t lexicon_size;
    Sample *s;
} Reader;

static uint32_t intern(Reader *r, Str folded, Lang lang) {
    uint64_t lang_hash = hash64(str_from_c(lang.code));
    uint32_t id = idmap_add(&r->words, hash64_seed(folded, lang_hash));
    Sample *s = r->s;
    if (id < s->lexicon_n) return id;
    if (s->lexicon_n == r->lexicon_size) {
        r->lexicon_size = r->lexicon_size ? r->lexicon_size * 2 : 4096;
        s->lexicon = mem_grow(s->lexicon, r->lexicon_size, sizeof *s->lexicon);
        s->stem_keys = mem_grow(s->stem_keys, r->lexicon_size, sizeof *s->stem_keys);
    }
    uint64_t key = stem_key(word_stem(r->t, folded, lang));
    uint32_t stem = idmap_add(&r->stems, key);
    s->stem_keys[stem] = key;
    s->lexicon[s->lexicon_n++] = (LexWord){arena_str(r->a, folded), lang, stem};
    return id;
}

static void read_doc(Reader *r, size_t i) {
    Words words = words_scan(r->t, r->s->docs[i]->text);
    Lang lang = words_lang(r->t, words, r->s->lang);
    size_t n = words.n < SAMPLE_WORDS_MAX ? words.n : SAMPLE_WORDS_MAX;
    r->s->words[i] = ARENA_ARRAY(r->a, uint32_t, n);
    r->s->words_n[i] = (uint32_t)n;
    for (size_t w = 0; w < n; w++) r->s->words[i][w] = intern(r, words.at[w].folded, lang);
}

Sample sample_read(Arena *a, const ThemeDoc *docs, size_t n, Par *par) {
    Sample s = {.n = n};
    sort_docs(a, &s, docs);
    s.words = ARENA_ARRAY(a, uint32_t *, n);
    s.words_n = ARENA_ARRAY(a, uint32_t, n);
    Reader r = {.a = a, .t = tokenizer_new(), .s = &s};
    s.lang = main_language(&s, par);
    for (size_t i = 0; i < n; i++) read_doc(&r, i);
    s.stems_n = r.stems.n;
    LexWord *lexicon = ARENA_ARRAY(a, LexWord, s.lexicon_n);
    uint64_t *keys = ARENA_ARRAY(a, uint64_t, s.stems_n);
    if (s.lexicon_n) memcpy(lexicon, s.lexicon, s.lexicon_n * sizeof *lexicon);
    if (s.stems_n) memcpy(keys, s.stem_keys, s.stems_n * sizeof *keys);
    free(s.lexicon);
    free(s.stem_keys);
    s.lexicon = lexicon, s.stem_keys = keys;
    idmap_free(&r.words);
    idmap_free(&r.stems);
    tokenizer_free(r.t);
    return s;
}
