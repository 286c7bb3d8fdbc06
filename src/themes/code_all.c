/* code_all.c - many texts at once, each by its index, so that the outcome does not depend on the threads. */
#include <stdlib.h>

#include "codebook_data.h"
#include "themes/levels.h"

typedef struct Job {
    const Str *texts;
    const int8_t *const *vectors;
    Coder *const *coders;
    Coding *out;
} Job;

static void code_some(void *ctx, size_t begin, size_t end, int worker) {
    Job *j = ctx;
    for (size_t i = begin; i < end; i++) {
        j->out[i] = coder_code_dense(j->coders[worker], j->texts[i], j->vectors ? j->vectors[i] : NULL);
        j->out[i].facet = j->out[i].theme == UNTHEMED ? FACET_NONE : coder_facet(j->coders[worker], j->out[i].theme);
    }
}

void coders_code(Coder *const *coders, const Str *texts, const int8_t *const *vectors, size_t n, Par *par,
                 Coding *out) {
    par_for(par, n, 64, code_some, &(Job){texts, vectors, coders, out});
}

Coder **coders_new(const Codebook *c, Par *par) {
    int n = par_threads(par);
    Coder **coders = mem_alloc((size_t)n * sizeof(Coder *));
    for (int i = 0; i < n; i++) coders[i] = coder_new(c);
    return coders;
}

void coders_free(Coder **coders, Par *par) {
    for (int i = 0; i < par_threads(par); i++) coder_free(coders[i]);
    free(coders);
}

void codebook_code_dense(const Codebook *c, const Str *texts, const int8_t *const *vectors, size_t n, Par *par,
                         Coding *out) {
    Coder **coders = coders_new(c, par);
    coders_code(coders, texts, vectors, n, par, out);
    coders_free(coders, par);
}

void codebook_code_all(const Codebook *c, const Str *texts, size_t n, Par *par, Coding *out) {
    codebook_code_dense(c, texts, NULL, n, par, out);
}
