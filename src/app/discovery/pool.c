/* pool.c - two bounded samples by smallest key, and histograms of scores. */
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "json_build.h"
#include "stats/change.h"
#include "themes/codebook.h"

enum { TEXT_BYTES = 8 << 10, FRESH_DAYS = 7 * FRESH_WEEKS };

typedef struct Heap { /* the largest key on top, so that the smallest stay */
    PoolItem *at;
    size_t n, cap;
} Heap;

struct Pool {
    int64_t fresh_from;
    Heap kept[AGES];
    size_t seen[AGES];
    Fit fit;
};

Pool *pool_new(int64_t newest) {
    Pool *p = mem_alloc(sizeof *p);
    *p = (Pool){.fresh_from = newest == TIME_NONE ? INT64_MAX : (day_of(newest) - FRESH_DAYS + 1) * SECONDS_PER_DAY};
    p->kept[AGE_FRESH] = (Heap){mem_alloc(POOL_FRESH * sizeof(PoolItem)), 0, POOL_FRESH};
    p->kept[AGE_OLDER] = (Heap){mem_alloc(POOL_UNTHEMED * sizeof(PoolItem)), 0, POOL_UNTHEMED};
    return p;
}

void pool_free(Pool *p) {
    if (!p) return;
    for (int age = 0; age < AGES; age++) {
        for (size_t i = 0; i < p->kept[age].n; i++) free(p->kept[age].at[i].text);
        free(p->kept[age].at);
    }
    free(p);
}

static bool before(const PoolItem *x, const PoolItem *y) {
    return x->key != y->key ? x->key < y->key : x->id < y->id;
}

static void swap(PoolItem *x, PoolItem *y) {
    PoolItem t = *x;
    *x = *y;
    *y = t;
}

static void sift_down(Heap *h) {
    for (size_t i = 0, child; (child = 2 * i + 1) < h->n; i = child) {
        if (child + 1 < h->n && before(&h->at[child], &h->at[child + 1])) child++;
        if (!before(&h->at[i], &h->at[child])) return;
        swap(&h->at[i], &h->at[child]);
    }
}

static void sift_up(Heap *h) {
    for (size_t i = h->n - 1; i && before(&h->at[(i - 1) / 2], &h->at[i]); i = (i - 1) / 2)
        swap(&h->at[i], &h->at[(i - 1) / 2]);
}

static void keep(Heap *h, PoolItem item, Str text) {
    if (h->n == h->cap && !before(&item, &h->at[0])) return;
    item.n = text.n < TEXT_BYTES ? text.n : TEXT_BYTES;
    item.text = mem_alloc(item.n + 1);
    memcpy(item.text, text.p, item.n);
    if (h->n == h->cap) {
        free(h->at[0].text);
        h->at[0] = item;
        sift_down(h);
    } else {
        h->at[h->n++] = item;
        sift_up(h);
    }
}

void pool_offer(Pool *p, const PoolItem *given, Str text, bool copy, float score) {
    PoolItem item = *given;
    item.age = item.at != TIME_NONE && item.at >= p->fresh_from ? AGE_FRESH : AGE_OLDER;
    if (item.at != TIME_NONE) {
        p->fit.n[item.age]++;
        if (item.slot == UNTHEMED) p->fit.unthemed[item.age]++;
        else p->fit.bins[item.age][(size_t)(score < 0 ? 0 : score > 1 ? 1 : score * SCORE_BINS)]++;
    }
    if (copy) return;
    p->seen[item.age]++;
    if (item.age == AGE_FRESH || item.slot == UNTHEMED) keep(&p->kept[item.age], item, text);
}

const Fit *pool_fit(const Pool *p) {
    return &p->fit;
}
int64_t pool_fresh_from(const Pool *p) {
    return p->fresh_from;
}
size_t pool_seen(const Pool *p, Age age) {
    return p->seen[age];
}

static int by_key(const void *x, const void *y) {
    const PoolItem *a = *(const PoolItem *const *)x, *b = *(const PoolItem *const *)y;
    return before(b, a) - before(a, b);
}

size_t pool_items(Pool *p, Arena *a, const PoolItem ***out) {
    size_t n = 0;
    const PoolItem **all = ARENA_ARRAY(a, const PoolItem *, p->kept[AGE_FRESH].n + p->kept[AGE_OLDER].n + 1);
    for (int age = 0; age < AGES; age++)
        for (size_t i = 0; i < p->kept[age].n; i++) all[n++] = &p->kept[age].at[i];
    qsort(all, n, sizeof *all, by_key); /* NOLINT(bugprone-sizeof-expression): of pointers */
    *out = all;
    return n;
}

/* ---- does the codebook still fit? ------------------------------------------------------------ */

/* By chance alone such a rise is seen once in a thousand times; and it must be large enough to matter. */
static const double SURE = 0.001, RISE = 1.25, WEAK = 0.10, WEAK_RISE = 1.5, GROWTH = 1.5;

static double share(size_t part, size_t all) {
    return all ? (double)part / (double)all : 0;
}

/* Share of the fresh themed that fit worse than the worst tenth of the older ones did. */
static double weak_share(const Fit *f, size_t *themed) {
    size_t older = f->n[AGE_OLDER] - f->unthemed[AGE_OLDER], sum = 0, bin = 0, weak = 0;
    *themed = f->n[AGE_FRESH] - f->unthemed[AGE_FRESH];
    if (older == 0) return 0;
    while (bin <= SCORE_BINS && (double)(sum + f->bins[AGE_OLDER][bin]) <= WEAK * (double)older)
        sum += f->bins[AGE_OLDER][bin++];
    for (size_t i = 0; i < bin; i++) weak += f->bins[AGE_FRESH][i];
    return share(weak, *themed);
}

static bool unthemed_rose(const Fit *f) {
    double older = ((double)f->unthemed[AGE_OLDER] + 1) / ((double)f->n[AGE_OLDER] + 2);
    double fresh = share(f->unthemed[AGE_FRESH], f->n[AGE_FRESH]);
    return fresh >= RISE * older &&
           binomial_at_least((double)f->unthemed[AGE_FRESH], (double)f->n[AGE_FRESH], older) < SURE;
}

json_t *fit_json(Arena *a, const Fit *f, int64_t found_in, int64_t now) {
    size_t themed;
    double weak = weak_share(f, &themed);
    bool known = f->n[AGE_OLDER] > 0 && f->n[AGE_FRESH] > 0;
    bool unthemed = known && unthemed_rose(f);
    bool drift =
        known && weak >= WEAK_RISE * WEAK && binomial_at_least(weak * (double)themed, (double)themed, WEAK) < SURE;
    bool growth = found_in > 0 && (double)now >= GROWTH * (double)found_in;
    Str says = STR("The themes fit what comes in.");
    if (growth)
        says = arena_printf(a, "The themes were found in %lld signals; there are %lld now.", (long long)found_in,
                            (long long)now);
    if (drift)
        says = arena_printf(
            a, "%.0f %% of the signals of the last %d weeks fit their theme worse than nine tenths did before.",
            100 * weak, FRESH_WEEKS);
    if (unthemed)
        says = arena_printf(a, "%.1f %% of the signals of the last %d weeks fit no theme; before it was %.1f %%.",
                            100 * share(f->unthemed[AGE_FRESH], f->n[AGE_FRESH]), FRESH_WEEKS,
                            100 * share(f->unthemed[AGE_OLDER], f->n[AGE_OLDER]));
    if (!known && !growth) says = STR("Too few signals with a date to say whether the themes still fit.");
    json_t *o =
        json_pack("{s:b, s:b, s:o}", "advise", unthemed || drift || growth, "grown", growth, "says", json_str(says));
    put(o, "fresh", json_integer((json_int_t)f->n[AGE_FRESH]));
    put(o, "older", json_integer((json_int_t)f->n[AGE_OLDER]));
    put(o, "fresh_unthemed", json_num(share(f->unthemed[AGE_FRESH], f->n[AGE_FRESH]), 4));
    put(o, "older_unthemed", json_num(share(f->unthemed[AGE_OLDER], f->n[AGE_OLDER]), 4));
    put(o, "weak", json_num(weak, 4));
    return o;
}
