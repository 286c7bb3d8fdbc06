/* dense_neighbours.c - candidates by vectors, exactly: each document against all, a tile of documents at a time so
 * that a row is fetched once for all of them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dense_rows.h"
#include "select.h"

enum { TILE = 16 };

typedef struct Joining {
    const Matrix *m;
    const DenseRows *r;
    Candidates *c;
    float (*words_half)[2]; /* length of each half of a row of words */
    float **scores;         /* per worker: TILE * n */
    float **dense;          /* per worker: one weight for each feature of the words, 0 between documents */
    Entry **entries;        /* per worker: n */
} Joining;

/* Products of each half. The inner loop has a fixed length, so that it becomes a few vector instructions. */
static void dot_halves(const DenseRows *r, size_t i, size_t j, int32_t dot[2]) {
    const int16_t *x = r->at + i * r->stride, *y = r->at + j * r->stride;
    for (int h = 0; h < 2; h++) {
        dot[h] = 0;
        for (uint32_t b = 0; b < r->half; b += DENSE_BLOCK, x += DENSE_BLOCK, y += DENSE_BLOCK) {
            int32_t sum = 0;
            for (int k = 0; k < DENSE_BLOCK; k++) sum += x[k] * y[k];
            dot[h] += sum;
        }
    }
}

static float cosine(const DenseRows *r, size_t i, size_t j) {
    int32_t dot[2];
    dot_halves(r, i, j, dot);
    return (float)(dot[0] + dot[1]) * r->scale[i] * r->scale[j];
}

/* What two documents have in common by words, the first being spread out in `dense`. */
static Candidate by_words(const Joining *x, const float *dense, size_t d, uint32_t other) {
    const Row *row = &x->m->rows[other];
    float sum[2] = {0};
    for (size_t k = 0; k < row->n; k++) sum[k >= row->split] += dense[row->id[k]] * row->weight[k];
    Candidate c = {.doc = other, .cosine = sum[0] + sum[1]};
    for (int h = 0; h < 2; h++) {
        float lengths = x->words_half[d][h] * x->words_half[other][h];
        c.half[h] = lengths > 0 ? sum[h] / lengths : 0;
    }
    return c;
}

static void join(const Joining *x, size_t d, Candidate *c) {
    const DenseRows *r = x->r;
    int32_t dot[2];
    if (r->scale[d] == 0 || r->scale[c->doc] == 0) return;
    dot_halves(r, d, c->doc, dot);
    c->cosine = dense_join(c->cosine, (float)(dot[0] + dot[1]) * r->scale[d] * r->scale[c->doc], DENSE_SHARE);
    for (int h = 0; h < 2; h++)
        c->half[h] =
            dense_join(c->half[h], (float)dot[h] * r->half_scale[d][h] * r->half_scale[c->doc][h], DENSE_SHARE);
}

static int by_likeness(const void *a, const void *b) {
    const Candidate *x = a, *y = b;
    if (x->cosine != y->cosine) return x->cosine > y->cosine ? -1 : 1;
    return (x->doc > y->doc) - (x->doc < y->doc);
}

static bool is_known(const Candidate *all, size_t n, uint32_t doc) {
    for (size_t i = 0; i < n; i++)
        if (all[i].doc == doc) return true;
    return false;
}

/* The nearest by vectors, `scores` being the cosines of d to all. */
static size_t nearest(const Joining *x, size_t d, const float *scores, Entry *out) {
    size_t n = 0;
    for (size_t i = 0; i < x->r->n; i++)
        if (i != d && scores[i] > 0) out[n++] = (Entry){(uint32_t)i, scores[i]};
    if (n <= DENSE_NEIGHBOURS) return n;
    entries_select(out, n, DENSE_NEIGHBOURS);
    return DENSE_NEIGHBOURS;
}

static void join_doc(Joining *x, size_t d, const float *scores, int worker) {
    Candidate all[CANDIDATES + DENSE_NEIGHBOURS];
    const Row *row = &x->m->rows[d];
    float *dense = x->dense[worker];
    size_t words = x->c->count[d], n = words, near = nearest(x, d, scores, x->entries[worker]);
    memcpy(all, x->c->at + d * CANDIDATES, words * sizeof *all);
    for (size_t k = 0; k < row->n; k++) dense[row->id[k]] = row->weight[k];
    for (size_t i = 0; i < near; i++) {
        uint32_t other = x->entries[worker][i].id;
        if (!is_known(all, words, other)) all[n++] = by_words(x, dense, d, other);
    }
    for (size_t k = 0; k < row->n; k++) dense[row->id[k]] = 0;
    for (size_t i = 0; i < n; i++) join(x, d, &all[i]);
    qsort(all, n, sizeof *all, by_likeness);
    if (n > CANDIDATES) n = CANDIDATES;
    memcpy(x->c->at + d * CANDIDATES, all, n * sizeof *all);
    x->c->count[d] = (uint32_t)n;
}

static void join_tiles(void *ctx, size_t begin, size_t end, int worker) {
    Joining *x = ctx;
    size_t n = x->r->n;
    float *scores = x->scores[worker];
    for (size_t tile = begin; tile < end; tile++) {
        size_t first = tile * TILE, last = first + TILE < n ? first + TILE : n;
        for (size_t j = 0; j < n; j++)
            for (size_t d = first; d < last; d++) scores[(d - first) * n + j] = cosine(x->r, d, j);
        for (size_t d = first; d < last; d++) join_doc(x, d, scores + (d - first) * n, worker);
    }
}

void dense_candidates(const Matrix *m, Candidates *c, Par *par) {
    Arena *scratch = arena_new();
    size_t workers = (size_t)par_threads(par), n = c->n;
    Joining x = {m,
                 m->dense,
                 c,
                 arena_calloc(scratch, n, sizeof(float[2])),
                 ARENA_ARRAY(scratch, float *, workers),
                 ARENA_ARRAY(scratch, float *, workers),
                 ARENA_ARRAY(scratch, Entry *, workers)};
    for (size_t d = 0; d < n; d++) {
        double square[2] = {0};
        const Row *row = &m->rows[d];
        for (size_t k = 0; k < row->n; k++) square[k >= row->split] += (double)row->weight[k] * row->weight[k];
        for (int h = 0; h < 2; h++) x.words_half[d][h] = (float)sqrt(square[h]);
    }
    for (size_t w = 0; w < workers; w++) {
        x.scores[w] = ARENA_ARRAY(scratch, float, n *TILE);
        x.dense[w] = ARENA_ARRAY(scratch, float, m->features);
        x.entries[w] = ARENA_ARRAY(scratch, Entry, n);
    }
    par_for(par, (n + TILE - 1) / TILE, 1, join_tiles, &x);
    arena_free(scratch);
}
