/* renew.c - themes found again where there are themes already.
 *
 * Long texts about many matters have no sharp borders: cut into eighty themes they can be cut in many ways that are
 * nearly as good, and a search from nothing takes one of them by luck. So a search that follows another keeps to the
 * cut that people know. Two texts that shared a theme look a little more alike than they are, and communities start
 * as the themes there are; what came since and what the texts speak against moves freely. The trade of what the data
 * say now against what was said before is that of evolutionary clustering (Chakrabarti, Kumar, Tomkins 2006). */
#include "renew.h"

#include <stdlib.h>
#include <string.h>

static const float TOGETHER = 1.03f; /* figures: docs/internals/themes.md */

Partition partition_before(Arena *a, const int32_t *theme, const uint32_t *row, size_t n) {
    Partition p = {.n = n, .of = ARENA_ARRAY(a, int32_t, n)};
    size_t themes = 0;
    for (size_t i = 0; i < n; i++)
        if (theme[i] >= (int32_t)themes) themes = (size_t)theme[i] + 1;
    int32_t *number = mem_alloc((themes + 1) * sizeof *number);
    for (size_t t = 0; t < themes; t++) number[t] = UNTHEMED;
    for (size_t i = 0; i < n; i++) {
        int32_t was = theme[row[i]];
        if (was >= 0 && number[was] < 0) number[was] = (int32_t)p.k++;
        p.of[i] = was >= 0 ? number[was] : UNTHEMED;
    }
    free(number);
    return p;
}

Renewal renew_begin(Arena *a, const Matrix *m, const Candidates *c, const Partition *before, float *scores, Par *par) {
    Renewal r = {a, m, c, before, *before, 0, scores, par};
    r.partition.of = ARENA_ARRAY(a, int32_t, before->n);
    memcpy(r.partition.of, before->of, before->n * sizeof *before->of);
    partition_fold(m, &r.partition, par);
    return r;
}

double renew_resolution(const Renewal *r, size_t k, size_t slack, uint64_t seed) {
    Arena *scratch = arena_new();
    joint_scores(r->m, r->c, &r->partition, r->par, r->scores);
    Graph g = graph_build(scratch, r->c, r->scores, r->par);
    double resolution = partition_into(scratch, &g, k, slack, (Start){NULL, 2, seed}).resolution;
    arena_free(scratch);
    return resolution;
}

size_t renew_novel(const Renewal *r) {
    const Partition *p = &r->partition;
    uint32_t *size = mem_alloc((p->k + 1) * sizeof *size), *since = mem_alloc((p->k + 1) * sizeof *since);
    size_t all = 0, novel = 0;
    for (size_t t = 0; t < p->k; t++) size[t] = since[t] = 0;
    for (size_t i = 0; i < p->n; i++) {
        bool is_new = r->before->of[i] < 0;
        all += is_new;
        if (p->of[i] >= 0) size[p->of[i]]++, since[p->of[i]] += is_new;
    }
    for (size_t t = 0; t < p->k; t++) novel += since[t] * 10 >= size[t] * 9;
    free(size);
    free(since);
    return 2 * all > p->n ? 0 : novel;
}

/* Those new since have no past to be held by. */
static void favour_before(const Renewal *r) {
    const int32_t *was = r->before->of;
    for (size_t i = 0; i < r->c->n; i++) {
        if (was[i] < 0) continue;
        for (size_t k = i * CANDIDATES; k < i * CANDIDATES + r->c->count[i]; k++)
            if (was[r->c->at[k].doc] == was[i]) r->scores[k] *= TOGETHER;
    }
}

void renew_round(Renewal *r, size_t k, size_t slack, uint64_t seed) {
    Arena *scratch = arena_new();
    joint_scores(r->m, r->c, &r->partition, r->par, r->scores);
    favour_before(r);
    Graph g = graph_build(scratch, r->c, r->scores, r->par);
    r->partition = partition_into(r->a, &g, k, slack, (Start){&r->partition, r->resolution, seed});
    partition_merge(r->m, &r->partition, k + slack, r->par);
    partition_fold(r->m, &r->partition, r->par);
    arena_free(scratch);
}
