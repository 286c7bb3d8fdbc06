/* codebook.h - a numbered version of the whole set of themes, and the coding of signals under it.
 *
 * discover  finds themes in a bounded sample of signals (method: docs/internals/themes.md)
 * code      assigns any signal to a theme or to "unthemed", by one rule for all of history
 * explain   says why
 *
 * A codebook is a value: immutable after discovery, saved to bytes that are equal for equal input and
 * seed whatever the number of threads. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/par.h"
#include "base/progress.h"

/* One signal of the discovery sample: no copies among them (see signals/copies.h). */
typedef struct ThemeDoc {
    Str text;
    uint64_t key;        /* stable over imports (hash of source and external id): orders ties, not the row */
    const int8_t *dense; /* packed vector of DiscoverOptions.dim numbers (themes/dense.h), or NULL: words alone */
} ThemeDoc;

typedef struct DiscoverOptions {
    int themes; /* wanted number; 0: chosen from the data */
    uint64_t seed;
    /* Of each text the theme it had under the codebook before, when discovery saw it then, too; UNTHEMED: new or in
     * none. The themes there are stay what they are as far as the texts bear it. NULL: found from nothing. */
    const int32_t *before;
    int themes_before; /* when themes is 0: the number chosen last, kept unless the data clearly say otherwise; 0: none
                        */
    uint32_t dim;      /* of the texts' vectors; 0: there are none */
    Str model;         /* whose vectors they are */
} DiscoverOptions;

typedef struct Codebook Codebook;

enum { UNTHEMED = -1 };

/* assigned[i] (may be NULL) gets the theme of docs[i] as discovery saw it. NULL on error: too few texts
 * (under 20), or stopped. */
Codebook *codebook_discover(Arena *a, const ThemeDoc *docs, size_t n, const DiscoverOptions *options, Par *par,
                            const Progress *progress, int32_t *assigned, Err *err);

bool codebook_save(const Codebook *c, Buf *out);        /* versioned, with a checksum */
Codebook *codebook_load(Arena *a, Str bytes, Err *err); /* refuses anything damaged */

typedef struct ThemeTerm {
    Str text;      /* readable: the customers' most common spelling, not the stem */
    double weight; /* how much it speaks for the theme, 0..1, largest first */
} ThemeTerm;

typedef struct ThemeNear {
    int32_t theme;
    double cosine;
} ThemeNear;

typedef struct ThemeInfo {
    Str name; /* a readable phrase, unique in the codebook */
    const ThemeTerm *terms;
    size_t terms_n;
    const ThemeNear *near; /* nearest themes first */
    size_t near_n;
    size_t sample_size; /* signals of the sample in it */
} ThemeInfo;

size_t codebook_themes(const Codebook *c);
ThemeInfo codebook_theme(const Codebook *c, int32_t theme);

/* The theme is chosen by its cosine joined with the profile (docs/internals/themes.md), so now and then the second
 * has the higher cosine. An unthemed text has score 0 and its nearest theme as the second. */
typedef struct Coding {
    int32_t theme;  /* or UNTHEMED */
    float score;    /* cosine to the theme's centroid, 0..1 */
    int32_t second; /* next best theme, or UNTHEMED */
    float second_score;
    int32_t facet; /* of theme (levels.h), or -1; filled in where many are coded at once */
} Coding;

/* Scratch of one thread. */
typedef struct Coder Coder;
Coder *coder_new(const Codebook *c);
void coder_free(Coder *coder);
Coding coder_code(Coder *coder, Str text);
/* The same with the text's vector, of codebook_dense's model; by words alone when it is NULL or the codebook knows no
 * vectors. */
Coding coder_code_dense(Coder *coder, Str text, const int8_t *vector);
/* The words of the text that speak for and against (negative weight) `theme`, strongest first, as the text spells
 * them. The weights of all words sum to the cosine to `theme` less that to the best other theme. */
size_t coder_explain(Coder *coder, Arena *a, Str text, int32_t theme, ThemeTerm *out, size_t max);

/* The themes whose centroids the words of the text are nearest to, nearest first; fewer when it shares nothing with the
 * others. */
size_t coder_nearest(Coder *coder, Str text, ThemeNear *out, size_t max);

/* Many at once, in parallel. `vectors` may be NULL, and so may each of them. */
void codebook_code_all(const Codebook *c, const Str *texts, size_t n, Par *par, Coding *out);
void codebook_code_dense(const Codebook *c, const Str *texts, const int8_t *const *vectors, size_t n, Par *par,
                         Coding *out);
/* The same in many batches: one coder per thread of `par`, each of which knows the words that it met before. */
Coder **coders_new(const Codebook *c, Par *par);
void coders_free(Coder **coders, Par *par);
void coders_code(Coder *const *coders, const Str *texts, const int8_t *const *vectors, size_t n, Par *par, Coding *out);

/* The model and dimension of the vectors that the codebook was learned with; 0: it knows words alone. */
uint32_t codebook_dense(const Codebook *c, Str *model);
