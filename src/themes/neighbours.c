/* neighbours.c - candidates through an inverted index, then exact cosines.
 *
 * The index holds the strongest features of each document, without those that stand in more than one in
 * twenty of the documents when there are many: these carry little and would cost n * n. What the index ranks
 * highest is compared once more, on whole rows. */
#include "neighbours.h"

#include <math.h>
#include <stdlib.h>

#include "select.h"

enum { INDEX_ROW_MAX = 256, SMALL = 4000, COMMON_DIVISOR = 20 };

typedef struct Posting {
    uint32_t doc;
    float weight;
} Posting;

typedef struct Finder {
    const Matrix *m;
    Posting *postings;
    size_t *begin; /* features + 1 */
    uint32_t df_max;
    float (*half_norm)[2];
    float **dense;  /* per worker: one weight per feature */
    float **scores; /* per worker: one per document */
    Entry **met;    /* per worker */
    Candidates out;
} Finder;

/* The entries of a row that go into the index. */
static size_t index_entries(const Finder *f, const Row *row, Entry *at) {
    size_t n = 0;
    for (size_t k = 0; k < row->n; k++)
        if (f->m->df[row->id[k]] <= f->df_max) at[n++] = (Entry){row->id[k], row->weight[k]};
    if (n <= INDEX_ROW_MAX) return n;
    entries_select(at, n, INDEX_ROW_MAX);
    return INDEX_ROW_MAX;
}

static void build_index(Arena *a, Finder *f) {
    const Matrix *m = f->m;
    Entry at[ROW_MAX];
    f->begin = ARENA_ARRAY(a, size_t, m->features + 2);
    for (size_t d = 0; d < m->n; d++) {
        size_t n = index_entries(f, &m->rows[d], at);
        for (size_t k = 0; k < n; k++) f->begin[at[k].id + 2]++;
    }
    for (size_t i = 2; i < m->features + 2; i++) f->begin[i] += f->begin[i - 1];
    f->postings = ARENA_ARRAY(a, Posting, f->begin[m->features + 1]);
    for (size_t d = 0; d < m->n; d++) {
        size_t n = index_entries(f, &m->rows[d], at);
        for (size_t k = 0; k < n; k++) f->postings[f->begin[at[k].id + 1]++] = (Posting){(uint32_t)d, at[k].weight};
    }
}

static void measure_halves(Finder *f) {
    for (size_t d = 0; d < f->m->n; d++) {
        double sum[2] = {0};
        const Row *row = &f->m->rows[d];
        for (size_t k = 0; k < row->n; k++) sum[k >= row->split] += (double)row->weight[k] * row->weight[k];
        for (int h = 0; h < 2; h++) f->half_norm[d][h] = (float)sqrt(sum[h]);
    }
}

/* Scores every document that shares an indexed feature with d; returns how many were met. */
static size_t score_by_index(const Finder *f, size_t d, float *scores, Entry *met) {
    Entry at[ROW_MAX];
    size_t n = index_entries(f, &f->m->rows[d], at), found = 0;
    for (size_t k = 0; k < n; k++) {
        for (size_t p = f->begin[at[k].id]; p < f->begin[at[k].id + 1]; p++) {
            uint32_t other = f->postings[p].doc;
            if (scores[other] == 0) met[found++].id = other;
            scores[other] += at[k].weight * f->postings[p].weight;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < found; i++) {
        uint32_t other = met[i].id;
        if (other != d) met[kept++] = (Entry){other, scores[other]};
        scores[other] = 0;
    }
    return kept;
}

/* Exact cosines of d (spread out in `dense`) and another document, whole and by halves. */
static Candidate compare(const Finder *f, const float *dense, size_t d, uint32_t other) {
    const Row *row = &f->m->rows[other];
    float sum[2] = {0};
    for (size_t k = 0; k < row->split; k++) sum[0] += dense[row->id[k]] * row->weight[k];
    for (size_t k = row->split; k < row->n; k++) sum[1] += dense[row->id[k]] * row->weight[k];
    Candidate c = {.doc = other, .cosine = sum[0] + sum[1]};
    for (int h = 0; h < 2; h++) {
        float norms = f->half_norm[d][h] * f->half_norm[other][h];
        c.half[h] = norms > 0 ? sum[h] / norms : 0;
    }
    return c;
}

static void find_for(void *ctx, size_t begin, size_t end, int worker) {
    Finder *f = ctx;
    float *dense = f->dense[worker];
    Entry *met = f->met[worker];
    for (size_t d = begin; d < end; d++) {
        const Row *row = &f->m->rows[d];
        size_t n = score_by_index(f, d, f->scores[worker], met);
        if (n > CANDIDATES) {
            entries_select(met, n, CANDIDATES);
            n = CANDIDATES;
        }
        qsort(met, n, sizeof *met, entry_compare);
        for (size_t k = 0; k < row->n; k++) dense[row->id[k]] = row->weight[k];
        for (size_t i = 0; i < n; i++) f->out.at[d * CANDIDATES + i] = compare(f, dense, d, met[i].id);
        for (size_t k = 0; k < row->n; k++) dense[row->id[k]] = 0;
        f->out.count[d] = (uint32_t)n;
    }
}

int entry_compare(const void *a, const void *b) {
    return entry_before(*(const Entry *)a, *(const Entry *)b) ? -1 : entry_before(*(const Entry *)b, *(const Entry *)a);
}

Candidates neighbours_find(Arena *a, const Matrix *m, Par *par) {
    size_t workers = (size_t)par_threads(par);
    Arena *scratch = arena_new();
    Finder f = {.m = m, .df_max = m->n <= SMALL ? UINT32_MAX : (uint32_t)(m->n / COMMON_DIVISOR)};
    f.out = (Candidates){ARENA_ARRAY(a, Candidate, m->n * CANDIDATES), ARENA_ARRAY(a, uint32_t, m->n), m->n};
    f.half_norm = arena_calloc(scratch, m->n, sizeof *f.half_norm);
    f.dense = ARENA_ARRAY(scratch, float *, workers);
    f.scores = ARENA_ARRAY(scratch, float *, workers);
    f.met = ARENA_ARRAY(scratch, Entry *, workers);
    for (size_t w = 0; w < workers; w++) {
        f.dense[w] = ARENA_ARRAY(scratch, float, m->features);
        f.scores[w] = ARENA_ARRAY(scratch, float, m->n);
        f.met[w] = ARENA_ARRAY(scratch, Entry, m->n);
    }
    build_index(scratch, &f);
    measure_halves(&f);
    par_for(par, m->n, 16, find_for, &f);
    arena_free(scratch);
    return f.out;
}
