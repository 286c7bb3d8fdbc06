/* codebook_io.c - a codebook as bytes.
 *
 *   "RLCB" version | language | sizes | thresholds | themes | keys idf begin | theme weight | profile |
 *   areas | facets of each theme | vectors (VERSION_DENSE only) | checksum
 *
 * Numbers are little-endian, floats their IEEE bits. Loading believes nothing: each count is held against the
 * bytes that are left before memory is taken, each index against its range. The checksum (XXH3) is against
 * accidents, not against an enemy, so the checks stand on their own. */
#include <math.h>
#include <string.h>

#include "areas.h"
#include "dense_block.h"
#include "text/utf8.h"

enum { VERSION = 4, VERSION_DENSE = 5, TERMS_LIMIT = 64, TEXT_LIMIT = 2048 };

static const Str MAGIC = STR_INIT("RLCB");

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "codebooks are written as they lie in memory");

static void put(Buf *out, const void *p, size_t n) {
    buf_add(out, (Str){p, n});
}
static void put_u32(Buf *out, uint32_t x) {
    put(out, &x, sizeof x);
}
static void put_f32(Buf *out, float x) {
    put(out, &x, sizeof x);
}

static void put_str(Buf *out, Str s) {
    put_u32(out, (uint32_t)s.n);
    buf_add(out, s);
}

static void put_theme(Buf *out, const ThemeInfo *t) {
    put_str(out, t->name);
    put_u32(out, (uint32_t)t->sample_size);
    put_u32(out, (uint32_t)t->terms_n);
    for (size_t i = 0; i < t->terms_n; i++) {
        put_str(out, t->terms[i].text);
        put_f32(out, (float)t->terms[i].weight);
    }
    put_u32(out, (uint32_t)t->near_n);
    for (size_t i = 0; i < t->near_n; i++) {
        put_u32(out, (uint32_t)t->near[i].theme);
        put_f32(out, (float)t->near[i].cosine);
    }
}

static void put_areas(Buf *out, const Codebook *c) {
    put_u32(out, c->areas);
    for (uint32_t i = 0; i < c->areas; i++) put_str(out, c->area_name[i]);
    if (c->areas) put(out, c->area_of, c->themes * sizeof *c->area_of);
}

static void put_facets(Buf *out, const FacetSet *f) {
    put_u32(out, f->n);
    if (!f->n) return;
    put_u32(out, f->features);
    for (uint32_t i = 0; i < f->n; i++) {
        put_str(out, f->name[i]);
        put_u32(out, f->size[i]);
        put_f32(out, f->bias[i]);
    }
    put(out, f->feature, f->features * sizeof *f->feature);
    put(out, f->weight, (size_t)f->features * f->n * sizeof *f->weight);
}

static void put_dense(Buf *out, const Codebook *c) {
    const DenseBlock *b = c->dense;
    put_str(out, b->model);
    put_u32(out, b->dim);
    put_f32(out, b->share);
    put_f32(out, b->threshold);
    put_f32(out, b->coherence);
    put(out, b->mean, b->stride * sizeof *b->mean);
    put(out, b->centroid, (size_t)c->themes * b->stride * sizeof *b->centroid);
    put(out, b->profile, (size_t)c->themes * c->themes * sizeof *b->profile);
}

bool codebook_save(const Codebook *c, Buf *out) {
    size_t start = out->n;
    uint32_t postings = c->begin[c->features];
    buf_add(out, MAGIC);
    put_u32(out, c->dense ? VERSION_DENSE : VERSION);
    put(out, c->lang.code, sizeof c->lang.code);
    put_u32(out, c->sample_n);
    put_u32(out, c->themes);
    put_u32(out, c->features);
    put_u32(out, postings);
    put_f32(out, c->threshold);
    put_f32(out, c->idf_rare);
    put_f32(out, c->coherence);
    for (uint32_t k = 0; k < c->themes; k++) put_theme(out, &c->info[k]);
    put(out, c->keys, c->features * sizeof *c->keys);
    put(out, c->idf, c->features * sizeof *c->idf);
    put(out, c->begin, (c->features + 1) * sizeof *c->begin);
    put(out, c->theme, postings * sizeof *c->theme);
    put(out, c->weight, postings * sizeof *c->weight);
    put(out, c->profile, (size_t)c->themes * c->themes * sizeof *c->profile);
    put_areas(out, c);
    for (uint32_t k = 0; k < c->themes; k++) put_facets(out, &c->facets[k]);
    if (c->dense) put_dense(out, c);
    if (out->overflowed) return false;
    uint64_t sum = hash64((Str){out->p + start, out->n - start});
    put(out, &sum, sizeof sum);
    return !out->overflowed;
}

/* Reads off the front of what is left; the first failure sticks. */
typedef struct In {
    Str left;
    bool bad;
    Arena *a;
} In;

static void get(In *in, void *p, size_t n) {
    if (in->bad || in->left.n < n) {
        in->bad = true;
        memset(p, 0, n);
        return;
    }
    memcpy(p, in->left.p, n);
    in->left = str_slice(in->left, n, in->left.n);
}

static uint32_t get_u32(In *in, uint32_t limit) {
    uint32_t x;
    get(in, &x, sizeof x);
    if (x <= limit) return x;
    in->bad = true;
    return 0;
}

static float get_f32(In *in, float low, float high) {
    float x;
    get(in, &x, sizeof x);
    if (x >= low && x <= high) return x; /* false for NaN */
    in->bad = true;
    return low;
}

static Str get_str(In *in) {
    uint32_t n = get_u32(in, TEXT_LIMIT);
    if (n > in->left.n) in->bad = true;
    if (in->bad) return (Str){0};
    Str s = arena_str(in->a, str_slice(in->left, 0, n));
    in->left = str_slice(in->left, n, in->left.n);
    if (!utf8_valid(s)) in->bad = true;
    return s;
}

/* An array of `count` items, if that many are there. */
static void *get_array(In *in, size_t count, size_t size) {
    if (in->bad || count > in->left.n / size) {
        in->bad = true;
        return NULL;
    }
    void *p = arena_calloc(in->a, count, size);
    get(in, p, count * size);
    return p;
}

static ThemeInfo get_theme(In *in, uint32_t themes) {
    ThemeInfo t = {.name = get_str(in), .sample_size = get_u32(in, UINT32_MAX)};
    t.terms_n = get_u32(in, TERMS_LIMIT);
    ThemeTerm *terms = ARENA_ARRAY(in->a, ThemeTerm, t.terms_n);
    for (size_t i = 0; i < t.terms_n; i++) {
        terms[i].text = get_str(in);
        terms[i].weight = get_f32(in, 0, 1);
    }
    t.near_n = get_u32(in, TERMS_LIMIT);
    ThemeNear *near = ARENA_ARRAY(in->a, ThemeNear, t.near_n);
    for (size_t i = 0; i < t.near_n; i++) {
        near[i].theme = (int32_t)get_u32(in, themes ? themes - 1 : 0);
        near[i].cosine = get_f32(in, -1.001f, 1.001f);
    }
    t.terms = terms, t.near = near;
    return t;
}

static bool all_within(const float *x, size_t n, float limit) {
    for (size_t i = 0; i < n; i++)
        if (!(fabsf(x[i]) <= limit)) return false;
    return true;
}

/* Do the arrays say something that coding can follow without looking? */
static bool arrays_sound(const Codebook *c, uint32_t postings) {
    if (c->begin[0] != 0 || c->begin[c->features] != postings) return false;
    for (uint32_t f = 0; f < c->features; f++) {
        if (c->begin[f] > c->begin[f + 1] || (f && c->keys[f - 1] >= c->keys[f])) return false;
        if (feature_block(c->keys[f]) >= BLOCKS || !(c->idf[f] >= 0 && c->idf[f] < 1000)) return false;
    }
    for (uint32_t p = 0; p < postings; p++)
        if (c->theme[p] >= c->themes || !(fabsf(c->weight[p]) <= WEIGHT_MAX)) return false;
    return all_within(c->profile, (size_t)c->themes * c->themes, 1.001f);
}

/* No areas, or each theme in one of them and none without a theme. */
static void get_areas(In *in, Codebook *c) {
    c->areas = get_u32(in, c->themes);
    if (in->bad || !c->areas) return;
    c->area_name = ARENA_ARRAY(in->a, Str, c->areas);
    for (uint32_t i = 0; i < c->areas; i++) c->area_name[i] = get_str(in);
    c->area_of = get_array(in, c->themes, sizeof *c->area_of);
    uint32_t *size = ARENA_ARRAY(in->a, uint32_t, c->areas);
    for (uint32_t t = 0; !in->bad && t < c->themes; t++) {
        in->bad = c->area_of[t] >= c->areas;
        if (!in->bad) size[c->area_of[t]]++;
    }
    for (uint32_t i = 0; i < c->areas; i++) in->bad |= !size[i];
}

static FacetSet get_facets(In *in, uint32_t features) {
    FacetSet f = {.n = get_u32(in, FACETS_MAX)};
    in->bad |= f.n == 1;
    if (in->bad || !f.n) return (FacetSet){0};
    f.features = get_u32(in, FACET_FEATURES_MAX);
    for (uint32_t i = 0; i < f.n; i++) {
        f.name[i] = get_str(in);
        f.size[i] = get_u32(in, UINT32_MAX);
        f.bias[i] = get_f32(in, -2, 2);
    }
    f.feature = get_array(in, f.features, sizeof *f.feature);
    f.weight = get_array(in, (size_t)f.features * f.n, sizeof *f.weight);
    for (uint32_t k = 0; !in->bad && k < f.features; k++)
        in->bad = f.feature[k] >= features || (k && f.feature[k - 1] >= f.feature[k]);
    for (uint32_t k = 0; !in->bad && k < f.features * f.n; k++) in->bad = !(fabsf(f.weight[k]) <= 1.001f);
    return f;
}

static DenseBlock *get_dense(In *in, const Codebook *c) {
    DenseBlock *b = ARENA_NEW(in->a, DenseBlock);
    b->model = get_str(in);
    b->dim = get_u32(in, DENSE_DIM_MAX);
    b->stride = dense_stride(b->dim);
    b->share = get_f32(in, 0, 1);
    b->threshold = get_f32(in, 0, 1);
    b->coherence = get_f32(in, COHERENCE_MIN, 1);
    b->mean = get_array(in, b->stride, sizeof *b->mean);
    b->centroid = get_array(in, (size_t)c->themes * b->stride, sizeof *b->centroid);
    b->profile = get_array(in, (size_t)c->themes * c->themes, sizeof *b->profile);
    in->bad = in->bad || !b->dim || !all_within(b->mean, b->stride, 1.001f) ||
              !all_within(b->centroid, (size_t)c->themes * b->stride, WEIGHT_MAX) ||
              !all_within(b->profile, (size_t)c->themes * c->themes, 1.001f);
    return b;
}

static Codebook *damaged(Err *err, const char *what) {
    err_set(err, ERR_STORE, "run discovery again: it makes a new codebook from the signals",
            "the codebook is damaged: %s", what);
    return NULL;
}

static bool checksum_fits(Str bytes) {
    uint64_t sum;
    if (bytes.n < sizeof sum) return false;
    memcpy(&sum, bytes.p + bytes.n - sizeof sum, sizeof sum);
    return sum == hash64(str_slice(bytes, 0, bytes.n - sizeof sum));
}

/* Everything behind the header word; NULL when something does not fit. */
static Codebook *read_body(In *in, uint32_t version) {
    Codebook *c = ARENA_NEW(in->a, Codebook);
    get(in, c->lang.code, sizeof c->lang.code);
    c->lang.code[sizeof c->lang.code - 1] = 0;
    c->sample_n = get_u32(in, UINT32_MAX);
    c->themes = get_u32(in, THEMES_MAX);
    c->features = get_u32(in, UINT32_MAX / 16);
    uint32_t postings = get_u32(in, UINT32_MAX / 16);
    c->threshold = get_f32(in, 0, 1);
    c->idf_rare = get_f32(in, 0, 1000);
    c->coherence = get_f32(in, COHERENCE_MIN, 1);
    c->info = ARENA_ARRAY(in->a, ThemeInfo, c->themes);
    for (uint32_t k = 0; k < c->themes && !in->bad; k++) c->info[k] = get_theme(in, c->themes);
    c->keys = get_array(in, c->features, sizeof *c->keys);
    c->idf = get_array(in, c->features, sizeof *c->idf);
    c->begin = get_array(in, (size_t)c->features + 1, sizeof *c->begin);
    c->theme = get_array(in, postings, sizeof *c->theme);
    c->weight = get_array(in, postings, sizeof *c->weight);
    c->profile = get_array(in, (size_t)c->themes * c->themes, sizeof *c->profile);
    get_areas(in, c);
    c->facets = ARENA_ARRAY(in->a, FacetSet, c->themes);
    for (uint32_t k = 0; k < c->themes && !in->bad; k++) c->facets[k] = get_facets(in, c->features);
    if (version == VERSION_DENSE && !in->bad) c->dense = get_dense(in, c);
    return in->bad || !arrays_sound(c, postings) ? NULL : c;
}

Codebook *codebook_load(Arena *a, Str bytes, Err *err) {
    if (bytes.n < 16 || !str_starts(bytes, MAGIC)) return damaged(err, "it does not begin like one");
    In in = {str_slice(bytes, MAGIC.n, bytes.n - sizeof(uint64_t)), false, a};
    uint32_t version = get_u32(&in, UINT32_MAX);
    if (version != VERSION && version != VERSION_DENSE) return damaged(err, "it is of another version");
    if (!checksum_fits(bytes)) return damaged(err, "its checksum does not fit");
    Codebook *c = read_body(&in, version);
    if (!c || in.left.n) return damaged(err, "its parts do not fit together");
    codebook_index(a, c);
    codebook_index_profiles(a, c);
    areas_index(a, c);
    if (c->dense) dense_block_index(a, c, c->dense);
    return c;
}
