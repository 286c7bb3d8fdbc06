/* neighbours.c - candidates through an inverted index, then exact cosines.
 *
 * The index holds the strongest features of each document, without those that stand in more than one in
 * twenty of the documents when there are many: these carry little and would cost n * n. What the index ranks
 * highest is compared once more, on whole rows: these are held as 16-bit whole numbers then, so that a row spread out
 * stays in the cache and sums are the same in any order. */
#include "neighbours.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/widest.h"
#include "select.h"

enum { INDEX_ROW_MAX = 256, SMALL = 4000, COMMON_DIVISOR = 20 };
enum { SWEEP = 32 }; /* scores looked at together */

/* What 1 is as a whole number: the product of two rows of unit length still fits in 31 bits. */
enum { WHOLE_BITS = 15, WHOLE = (1 << WHOLE_BITS) - 1 };

typedef struct Finder {
    const Matrix *m;
    uint16_t *strong; /* INDEX_ROW_MAX per document: entries of its row that are in the index, ascending */
    uint32_t *strong_n;
    uint32_t *postings; /* document, and in the low `weight_bits` its weight */
    unsigned weight_bits;
    size_t *begin; /* features + 1 */
    uint32_t df_max;
    uint64_t *order;  /* documents (low half) by what they share most: what one fetched is in the cache for the next */
    size_t *first;    /* per document: its entries in `weight` */
    uint16_t *weight; /* of all rows, as whole numbers */
    float (*half_norm)[2];
    uint16_t **dense;  /* per worker: one weight per feature */
    uint32_t **scores; /* per worker: one per document, and up to a whole SWEEP */
    Candidates out;
} Finder;

_Static_assert(ROW_MAX <= UINT16_MAX, "an entry of a row fits in 16 bits");

static int by_value(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The feature that most likely brings a document its neighbours. */
static uint32_t most_shared(const Finder *f, const Row *row) {
    uint32_t best = 0;
    float most = 0;
    for (size_t k = 0; k < row->n; k++) {
        float df = (float)f->m->df[row->id[k]],
              share = df <= (float)f->df_max ? row->weight[k] * row->weight[k] * df : 0;
        if (share > most) most = share, best = row->id[k];
    }
    return best;
}

/* Chooses the entries of rows that go into the index. */
static void choose_strong(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Finder *f = ctx;
    for (size_t d = begin; d < end; d++) {
        const Row *row = &f->m->rows[d];
        Entry at[ROW_MAX];
        bool chosen[ROW_MAX] = {false};
        size_t n = 0, out = 0;
        for (uint32_t k = 0; k < row->n; k++)
            if (f->m->df[row->id[k]] <= f->df_max) at[n++] = (Entry){k, row->weight[k]};
        if (n > INDEX_ROW_MAX) entries_select(at, n, INDEX_ROW_MAX), n = INDEX_ROW_MAX;
        for (size_t k = 0; k < n; k++) chosen[at[k].id] = true;
        f->order[d] = (uint64_t)most_shared(f, row) << 32 | d;
        for (uint32_t k = 0; k < row->n; k++)
            if (chosen[k]) f->strong[d * INDEX_ROW_MAX + out++] = (uint16_t)k;
        f->strong_n[d] = (uint32_t)n;
    }
}

static void build_index(Arena *a, Finder *f) {
    const Matrix *m = f->m;
    f->begin = ARENA_ARRAY(a, size_t, m->features + 2);
    for (size_t d = 0; d < m->n; d++)
        for (size_t k = 0; k < f->strong_n[d]; k++) f->begin[m->rows[d].id[f->strong[d * INDEX_ROW_MAX + k]] + 2]++;
    for (size_t i = 2; i < m->features + 2; i++) f->begin[i] += f->begin[i - 1];
    f->postings = ARENA_ARRAY(a, uint32_t, f->begin[m->features + 1]);
    for (size_t d = 0; d < m->n; d++) {
        const Row *row = &m->rows[d];
        for (size_t k = 0; k < f->strong_n[d]; k++) {
            uint16_t at = f->strong[d * INDEX_ROW_MAX + k];
            uint32_t weight = f->weight[f->first[d] + at] >> (WHOLE_BITS - f->weight_bits);
            f->postings[f->begin[row->id[at] + 1]++] = (uint32_t)d << f->weight_bits | weight;
        }
    }
}

static void pack_weights(Arena *a, Finder *f) {
    size_t n = 0;
    f->first = ARENA_ARRAY(a, size_t, f->m->n);
    for (size_t d = 0; d < f->m->n; d++) f->first[d] = n, n += f->m->rows[d].n;
    f->weight = ARENA_ARRAY(a, uint16_t, n);
    for (size_t d = 0; d < f->m->n; d++) {
        double sum[2] = {0};
        const Row *row = &f->m->rows[d];
        for (size_t k = 0; k < row->n; k++) {
            sum[k >= row->split] += (double)row->weight[k] * row->weight[k];
            f->weight[f->first[d] + k] = (uint16_t)lrintf(row->weight[k] * WHOLE);
        }
        for (int h = 0; h < 2; h++) f->half_norm[d][h] = (float)sqrt(sum[h]);
    }
}

/* Scores every document that shares an indexed feature with d. */
static void score_by_index(const Finder *f, size_t d, uint32_t *scores) {
    const uint16_t *strong = f->strong + d * INDEX_ROW_MAX, *weights = f->weight + f->first[d];
    const unsigned bits = f->weight_bits;
    const uint32_t mask = (1u << bits) - 1;
    for (size_t k = 0; k < f->strong_n[d]; k++) {
        const uint32_t feature = f->m->rows[d].id[strong[k]], weight = weights[strong[k]];
        const uint32_t *end = f->postings + f->begin[feature + 1];
        for (const uint32_t *p = f->postings + f->begin[feature]; p < end; p++)
            scores[*p >> bits] += weight * (*p & mask);
    }
    scores[d] = 0;
}

static uint32_t least_of(const Entry *at, size_t n) {
    float least = at[0].weight;
    for (size_t i = 1; i < n; i++) least = fminf(least, at[i].weight);
    return (uint32_t)least;
}

/* The CANDIDATES highest of n scores, in no order; `best` has room for twice as many and a SWEEP. Few are higher than
 * the least of those kept, so most are passed over a SWEEP at a time. */
WIDEST static size_t take_best(const uint32_t *scores, size_t n, Entry *best) {
    size_t kept = 0;
    uint32_t least = 0;
    for (size_t i = 0; i < n; i += SWEEP) {
        const uint32_t *s = scores + i;
        uint32_t any = 0;
        for (int k = 0; k < SWEEP; k++) any |= s[k] > least;
        if (!any) continue;
        for (int k = 0; k < SWEEP; k++)
            if (s[k] > least) best[kept++] = (Entry){(uint32_t)i + (uint32_t)k, (float)s[k]};
        if (kept < 2 * CANDIDATES) continue;
        entries_select(best, kept, CANDIDATES);
        kept = CANDIDATES;
        least = least_of(best, kept);
    }
    if (kept <= CANDIDATES) return kept;
    entries_select(best, kept, CANDIDATES);
    return CANDIDATES;
}

static uint32_t product(const uint16_t *dense, const uint32_t *id, const uint16_t *weight, size_t n) {
    uint32_t sum = 0;
    for (size_t k = 0; k < n; k++) sum += (uint32_t)dense[id[k]] * weight[k];
    return sum;
}

/* Exact cosines of d (spread out in `dense`) and a candidate, whole and by halves. */
static void compare(const Finder *f, const uint16_t *dense, size_t d, Candidate *c) {
    const Row *row = &f->m->rows[c->doc];
    const uint16_t *weight = f->weight + f->first[c->doc];
    const float ONE = (float)WHOLE * WHOLE;
    float sum[2] = {(float)product(dense, row->id, weight, row->split) / ONE,
                    (float)product(dense, row->id + row->split, weight + row->split, row->n - row->split) / ONE};
    c->cosine = sum[0] + sum[1];
    for (int h = 0; h < 2; h++) {
        float norms = f->half_norm[d][h] * f->half_norm[c->doc][h];
        c->half[h] = norms > 0 ? sum[h] / norms : 0;
    }
}

/* Candidates by the index, their cosines still open. */
static void find_for(void *ctx, size_t begin, size_t end, int worker) {
    Finder *f = ctx;
    uint32_t *scores = f->scores[worker];
    Entry best[2 * CANDIDATES + SWEEP];
    for (size_t i = begin; i < end; i++) {
        size_t d = (uint32_t)f->order[i];
        score_by_index(f, d, scores);
        size_t n = take_best(scores, f->m->n, best);
        memset(scores, 0, f->m->n * sizeof *scores);
        for (size_t k = 0; k < n; k++) f->out.at[d * CANDIDATES + k].doc = best[k].id;
        f->out.count[d] = (uint32_t)n;
    }
}

static const Candidate *find_candidate(const Candidates *c, size_t d, size_t other) {
    const Candidate *at = c->at + d * CANDIDATES;
    for (size_t k = 0; k < c->count[d]; k++)
        if (at[k].doc == other) return &at[k];
    return NULL;
}

/* Of two documents that have each other for candidates, the one of the lower number compares them. */
static void compare_all(void *ctx, size_t begin, size_t end, int worker) {
    Finder *f = ctx;
    uint16_t *dense = f->dense[worker];
    for (size_t i = begin; i < end; i++) {
        size_t d = (uint32_t)f->order[i];
        const Row *row = &f->m->rows[d];
        for (size_t k = 0; k < row->n; k++) dense[row->id[k]] = f->weight[f->first[d] + k];
        for (size_t k = 0; k < f->out.count[d]; k++) {
            Candidate *c = &f->out.at[d * CANDIDATES + k];
            if (c->doc > d || !find_candidate(&f->out, c->doc, d)) compare(f, dense, d, c);
        }
        for (size_t k = 0; k < row->n; k++) dense[row->id[k]] = 0;
    }
}

static void take_over(void *ctx, size_t begin, size_t end, int worker) {
    (void)worker;
    Finder *f = ctx;
    for (size_t d = begin; d < end; d++) {
        for (size_t k = 0; k < f->out.count[d]; k++) {
            Candidate *c = &f->out.at[d * CANDIDATES + k];
            const Candidate *same = c->doc < d ? find_candidate(&f->out, c->doc, d) : NULL;
            if (!same) continue;
            c->cosine = same->cosine;
            for (int h = 0; h < 2; h++) c->half[h] = same->half[h];
        }
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
    f.strong = ARENA_ARRAY(scratch, uint16_t, m->n * INDEX_ROW_MAX);
    f.strong_n = ARENA_ARRAY(scratch, uint32_t, m->n);
    f.order = ARENA_ARRAY(scratch, uint64_t, m->n);
    f.weight_bits = WHOLE_BITS;
    while (f.weight_bits > 1 && m->n > (size_t)1 << (32 - f.weight_bits)) f.weight_bits--;
    f.dense = ARENA_ARRAY(scratch, uint16_t *, workers);
    f.scores = ARENA_ARRAY(scratch, uint32_t *, workers);
    for (size_t w = 0; w < workers; w++) {
        f.dense[w] = ARENA_ARRAY(scratch, uint16_t, m->features);
        f.scores[w] = ARENA_ARRAY(scratch, uint32_t, m->n + SWEEP);
    }
    par_for(par, m->n, 256, choose_strong, &f);
    if (m->n) qsort(f.order, m->n, sizeof *f.order, by_value);
    pack_weights(scratch, &f);
    build_index(scratch, &f);
    par_for(par, m->n, 16, find_for, &f);
    par_for(par, m->n, 16, compare_all, &f);
    par_for(par, m->n, 256, take_over, &f);
    arena_free(scratch);
    return f.out;
}
