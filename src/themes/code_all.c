/* code_all.c - many texts at once, each by its index, so that the outcome does not depend on the threads. */
#include "codebook_data.h"
#include "themes/levels.h"

typedef struct Job {
    const Str *texts;
    const int8_t *const *vectors;
    Coder **coders;
    Coding *out;
} Job;

static void code_some(void *ctx, size_t begin, size_t end, int worker) {
    Job *j = ctx;
    for (size_t i = begin; i < end; i++) {
        j->out[i] = coder_code_dense(j->coders[worker], j->texts[i], j->vectors ? j->vectors[i] : NULL);
        j->out[i].facet = j->out[i].theme == UNTHEMED ? FACET_NONE : coder_facet(j->coders[worker], j->out[i].theme);
    }
}

void codebook_code_all(const Codebook *c, const Str *texts, size_t n, Par *par, Coding *out) {
    codebook_code_dense(c, texts, NULL, n, par, out);
}

void codebook_code_dense(const Codebook *c, const Str *texts, const int8_t *const *vectors, size_t n, Par *par,
                         Coding *out) {
    Arena *a = arena_new();
    size_t workers = (size_t)par_threads(par);
    Job j = {texts, vectors, ARENA_ARRAY(a, Coder *, workers), out};
    for (size_t w = 0; w < workers; w++) j.coders[w] = coder_new(c);
    par_for(par, n, 64, code_some, &j);
    for (size_t w = 0; w < workers; w++) coder_free(j.coders[w]);
    arena_free(a);
}
