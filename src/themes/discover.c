/* discover.c - from texts to a codebook.
 *
 *   read -> vectors -> candidates -> graph -> clusters -> (profiles -> graph -> clusters) x 3 -> codebook
 *                                                          self-training
 *
 * Where there are themes already: renew.c. docs/internals/themes.md tells why, with figures. */
#include <math.h>
#include <stdlib.h>

#include "areas.h"
#include "dense_rows.h"
#include "facets.h"
#include "granularity.h"
#include "model.h"
#include "names.h"
#include "renew.h"

enum { TEXTS_MIN = 20, ROUNDS = 3, RENEWALS = 2, SLACK_DIVISOR = 25 };

typedef struct Discovery {
    Sample sample;
    Matrix matrix;
    Candidates candidates;
    float *scores; /* what the next graph ranks candidates by */
    Partition partition;
    const int32_t *before; /* DiscoverOptions.before */
    size_t themes_before;
    uint64_t seed;
    uint32_t dim;
    Str model;
    Par *par;
    const Progress *progress;
    Arena *a;
} Discovery;

static bool keep_going(const Discovery *d, double done) {
    return progress_tick(d->progress, "finding themes", done, 100);
}

/* Themes from the graph, then rounds that learn from the themes of the round before. */
static bool find_partition(Discovery *d, size_t k) {
    double resolution = 2;
    for (int round = 0; round <= ROUNDS; round++) {
        Arena *scratch = arena_new();
        Graph g = graph_build(scratch, &d->candidates, d->scores, d->par);
        size_t slack = round < ROUNDS ? k / SLACK_DIVISOR : 0; /* only the last round must hit it */
        d->partition = partition_into(d->a, &g, k, slack, (Start){NULL, resolution, d->seed + (uint64_t)round});
        resolution = d->partition.resolution;
        partition_merge(&d->matrix, &d->partition, k, d->par);
        partition_fold(&d->matrix, &d->partition, d->par);
        arena_free(scratch);
        if (!keep_going(d, 50 + 10 * round)) return false;
        if (round < ROUNDS) joint_scores(&d->matrix, &d->candidates, &d->partition, d->par, d->scores);
    }
    return true;
}

/* The same from the themes that there are. `exact`: people asked for k themes. */
static bool renew_partition(Discovery *d, const Partition *before, size_t k, bool exact) {
    Renewal r = renew_begin(d->a, &d->matrix, &d->candidates, before, d->scores, d->par);
    r.resolution = renew_resolution(&r, k, k / SLACK_DIVISOR, d->seed);
    for (int round = 0; round < RENEWALS; round++) {
        if (!keep_going(d, 60 + 10 * round)) return false;
        bool last = round + 1 == RENEWALS; /* themes of what came since come on top of those that were chosen for all */
        renew_round(&r, last && !exact ? k + renew_novel(&r) : k, last ? 0 : k / SLACK_DIVISOR,
                    d->seed + (uint64_t)round);
    }
    d->partition = r.partition;
    return true;
}

/* Themes of another grain are no place to set out from. */
static bool same_grain(size_t before, size_t k) {
    return before > 1 && 4 * (before > k ? before - k : k - before) <= k;
}

/* `k` 0: chosen. */
static bool find_themes(Discovery *d, size_t k) {
    Partition before = {0};
    bool exact = k > 0;
    if (d->before) before = partition_before(d->a, d->before, d->sample.row, d->sample.n);
    if (!exact) k = granularity_choose(&d->candidates, d->themes_before, d->seed, d->par);
    bool ok = same_grain(before.k, k) ? renew_partition(d, &before, k, exact) : find_partition(d, k);
    if (ok) partition_by_size(&d->partition);
    return ok;
}

static Codebook *stopped(Err *err) {
    err_set(err, ERR_CANCELLED, "the codebook before stays in use", "the search for themes was stopped");
    return NULL;
}

static Codebook *discover(Discovery *d, Arena *out, const ThemeDoc *docs, size_t n, size_t k, Err *err) {
    if (!keep_going(d, 0)) return stopped(err);
    d->sample = sample_read(d->a, docs, n, d->par);
    if (!keep_going(d, 10)) return stopped(err);
    d->matrix = vectors_build(&d->sample, d->par);
    if (!keep_going(d, 20)) return stopped(err);
    d->candidates = neighbours_find(d->a, &d->matrix, d->par);
    d->matrix.dense = dense_rows_build(d->a, &d->sample, d->dim, d->par);
    if (d->matrix.dense) dense_candidates(&d->matrix, &d->candidates, d->par);
    if (!keep_going(d, 45)) return stopped(err);
    d->scores = ARENA_ARRAY(d->a, float, n *CANDIDATES);
    view_scores(&d->candidates, VIEW_WHOLE, d->scores);
    if (!find_themes(d, k)) return stopped(err);
    if (d->partition.k == 0) {
        err_set(err, ERR_INPUT, "import more signals, or longer ones", "the %zu texts have nothing in common", n);
        return NULL;
    }
    Codebook *c = model_build(out, &d->sample, &d->matrix, &d->partition, d->par);
    model_calibrate(out, c, &d->sample, &d->matrix, &d->partition, d->model, d->par);
    if (!keep_going(d, 92)) return stopped(err);
    names_give(out, c, &d->sample, &d->partition, d->par);
    areas_give(out, c, &d->sample, &d->partition, d->par);
    facets_give(out, c, &d->sample, &d->matrix, &d->candidates, &d->partition, d->seed, d->par);
    return c;
}

Codebook *codebook_discover(Arena *a, const ThemeDoc *docs, size_t n, const DiscoverOptions *options, Par *par,
                            const Progress *progress, int32_t *assigned, Err *err) {
    if (n < TEXTS_MIN) {
        err_set(err, ERR_INPUT, "import more signals with text first", "themes need at least %d texts, there are %zu",
                TEXTS_MIN, n);
        return NULL;
    }
    if (options->themes < 0 || options->themes > THEMES_MAX || (size_t)options->themes > n / 3) {
        err_set(err, ERR_INPUT, "ask for fewer themes, or leave the number out and it is chosen from the data",
                "%d themes of %zu texts: at most %zu are possible", options->themes, n,
                n / 3 < THEMES_MAX ? n / 3 : THEMES_MAX);
        return NULL;
    }
    Discovery d = {.seed = options->seed, .par = par, .progress = progress, .a = arena_new()};
    d.dim = options->dim, d.model = options->model, d.before = options->before;
    d.themes_before = options->themes_before > 0 ? (size_t)options->themes_before : 0;
    Codebook *c = discover(&d, a, docs, n, (size_t)options->themes, err);
    for (size_t i = 0; c && assigned && i < n; i++) assigned[d.sample.row[i]] = d.partition.of[i];
    matrix_free(&d.matrix);
    arena_free(d.a);
    return c;
}
