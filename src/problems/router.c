/* router.c - components as documents, and the ranking of them. */
#include "problems/router.h"

#include <math.h>
#include <stdlib.h>

#include "router_private.h"

enum { FIELDS = 6 };
static const char *const FIELD_NAMES[FIELDS] = {"name", "title", "description", "tags", "paths", "products"};
static const float FIELD_WEIGHTS[FIELDS] = {3, 2, 1, 2, 1, 2};
static const float K1 = 1.2f, B = 0.75f;

/* ---- documents ------------------------------------------------------------------------------- */

typedef struct Occurrence { /* of a word in a doc, over all its fields */
    uint32_t word, doc;
    float weight, most; /* most: of the field that it is called after */
    uint8_t field;
} Occurrence;

typedef struct Reading {
    Router *r;
    Occurrence *at;
    size_t n, size;
    float *length; /* of each doc */
} Reading;

static void add_occurrence(Reading *in, Occurrence o) {
    if (in->n == in->size) {
        in->size = in->size ? in->size * 2 : 1024;
        in->at = mem_grow(in->at, in->size, sizeof *in->at);
    }
    in->at[in->n++] = o;
}

static void read_doc(Reading *in, Arena *scratch, const RouteDoc *doc, uint32_t index) {
    const Str fields[FIELDS] = {doc->name, doc->title, doc->description, doc->tags, doc->paths, doc->products};
    for (int f = 0; f < FIELDS; f++) {
        Terms terms = route_terms(in->r->tokenizer, scratch, fields[f]);
        for (size_t i = 0; i < terms.n; i++) {
            float weight = FIELD_WEIGHTS[f] * terms.at[i].weight;
            add_occurrence(in,
                           (Occurrence){idmap_add(&in->r->words, terms.at[i].key), index, weight, weight, (uint8_t)f});
            in->length[index] += weight;
        }
    }
}

static int by_word(const void *x, const void *y) {
    const Occurrence *a = x, *b = y;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    if (a->doc != b->doc) return a->doc < b->doc ? -1 : 1;
    return (a->field > b->field) - (a->field < b->field);
}

/* One occurrence for each word and doc. */
static void unite_fields(Reading *in) {
    size_t n = 0;
    if (in->n) qsort(in->at, in->n, sizeof *in->at, by_word);
    for (size_t i = 0; i < in->n; i++) {
        Occurrence *last = n ? &in->at[n - 1] : NULL;
        if (!last || last->word != in->at[i].word || last->doc != in->at[i].doc) {
            in->at[n++] = in->at[i];
            continue;
        }
        last->weight += in->at[i].weight;
        if (in->at[i].most > last->most) last->most = in->at[i].most, last->field = in->at[i].field;
    }
    in->n = n;
}

static void build_postings(Reading *in) {
    Router *r = in->r;
    uint32_t *at = ARENA_ARRAY(r->arena, uint32_t, r->words.n + 2);
    Posting *postings = ARENA_ARRAY(r->arena, Posting, in->n + 1);
    float mean = 0;
    for (size_t d = 0; d < r->docs; d++) mean += in->length[d] / (float)r->docs;
    for (size_t i = 0, end; i < in->n; i = end) {
        for (end = i; end < in->n && in->at[end].word == in->at[i].word;) end++;
        float df = (float)(end - i), idf = logf(1 + ((float)r->docs - df + 0.5f) / (df + 0.5f));
        for (size_t k = i; k < end; k++) {
            const Occurrence *o = &in->at[k];
            float tf = o->weight, norm = K1 * (1 - B + B * in->length[o->doc] / mean);
            postings[k] = (Posting){o->doc, o->field, idf * tf * (K1 + 1) / (tf + norm)};
        }
        at[in->at[i].word + 1] = (uint32_t)(end - i);
    }
    for (size_t w = 0; w < r->words.n; w++) at[w + 1] += at[w];
    r->postings_at = at;
    r->postings = postings;
}

Router *router_new(const RouteDoc *docs, size_t n) {
    Router *r = mem_alloc(sizeof *r);
    *r = (Router){.arena = arena_new(), .tokenizer = tokenizer_new(), .docs = n, .scale = 0.6};
    Reading in = {.r = r, .length = ARENA_ARRAY(r->arena, float, n + 1)};
    Arena *scratch = arena_new();
    for (size_t i = 0; i < n; i++) {
        read_doc(&in, scratch, &docs[i], (uint32_t)i);
        arena_reset(scratch);
    }
    arena_free(scratch);
    unite_fields(&in);
    build_postings(&in);
    free(in.at);
    return r;
}

void router_free(Router *r) {
    if (!r) return;
    idmap_free(&r->words);
    idmap_free(&r->features);
    tokenizer_free(r->tokenizer);
    arena_free(r->learned);
    arena_free(r->arena);
    free(r);
}

/* ---- ranking --------------------------------------------------------------------------------- */

/* A long text has more chances to hit: without this it would be sure of everything. */
static double of_length(const Terms *terms) {
    return 1 / sqrt(1 + (double)terms->n / 15);
}

void route_bm25(const Router *r, const Terms *terms, double *out) {
    for (size_t d = 0; d <= r->docs; d++) out[d] = 0;
    for (size_t i = 0; i < terms->n; i++) {
        uint32_t word = idmap_find(&r->words, terms->at[i].key);
        if (word == ID_NONE) continue;
        for (uint32_t k = r->postings_at[word]; k < r->postings_at[word + 1]; k++)
            out[r->postings[k].doc] += (double)(terms->at[i].weight * r->postings[k].weight);
    }
    for (size_t d = 0; d < r->docs; d++) out[d] *= of_length(terms);
}

Feature *route_features(const Router *r, Arena *a, const Terms *terms, size_t *n) {
    Feature *out = ARENA_ARRAY(a, Feature, terms->n + 1);
    double square = 0;
    *n = 0;
    for (size_t i = 0; i < terms->n; i++) {
        uint32_t id = idmap_find(&r->features, terms->at[i].key);
        if (id == ID_NONE) continue;
        out[*n] = (Feature){id, terms->at[i].weight * r->idf[id], (uint32_t)i};
        square += (double)out[*n].weight * (double)out[*n].weight;
        ++*n;
    }
    for (size_t i = 0; i < *n; i++) out[i].weight = square > 0 ? (float)((double)out[i].weight / sqrt(square)) : 0;
    return out;
}

static double learned_score(const Router *r, size_t doc, const Feature *features, size_t n) {
    double sum = r->bias ? (double)r->bias[doc] : 0;
    if (!r->learned || r->class_of[doc] == ID_NONE) return sum;
    for (size_t i = 0; i < n; i++)
        sum += (double)(features[i].weight * r->weights[features[i].id * r->classes + r->class_of[doc]]);
    return sum;
}

void route_softmax(const Router *r, const Feature *features, size_t n, double *scores) {
    double most = -INFINITY, sum = 0;
    for (size_t d = 0; d <= r->docs; d++) {
        scores[d] = r->scale * scores[d] + learned_score(r, d, features, n);
        if (scores[d] > most) most = scores[d];
    }
    for (size_t d = 0; d <= r->docs; d++) sum += scores[d] = exp(scores[d] - most);
    for (size_t d = 0; d <= r->docs; d++) scores[d] /= sum;
}

/* What one term says for a doc: out of its own words, and out of what was learned. */
static RouteReason reason_of(const Router *r, const Terms *terms, size_t term, const Feature *feature, size_t doc) {
    RouteReason reason = {.word = terms->at[term].word};
    double own = 0, learned = 0;
    uint32_t word = idmap_find(&r->words, terms->at[term].key);
    for (uint32_t k = word == ID_NONE ? 0 : r->postings_at[word]; word != ID_NONE && k < r->postings_at[word + 1]; k++)
        if (r->postings[k].doc == doc) {
            own = r->scale * of_length(terms) * (double)(terms->at[term].weight * r->postings[k].weight);
            reason.from = FIELD_NAMES[r->postings[k].field];
        }
    if (feature && r->class_of[doc] != ID_NONE)
        learned = (double)(feature->weight * r->weights[feature->id * r->classes + r->class_of[doc]]);
    if (learned > own) reason.from = "confirmed";
    reason.weight = own + learned;
    return reason;
}

static void explain(const Router *r, const Terms *terms, const Feature *features, size_t n, RouteHit *hit) {
    size_t next = 0;
    for (size_t t = 0; t < terms->n; t++) {
        const Feature *feature = next < n && features[next].term == t ? &features[next++] : NULL;
        RouteReason reason = reason_of(r, terms, t, feature, hit->component);
        if (!reason.from || reason.weight <= 1e-3) continue;
        size_t at = hit->reasons_n < ROUTE_REASONS ? hit->reasons_n++ : ROUTE_REASONS;
        for (; at > 0 && reason.weight > hit->reasons[at - 1].weight; at--)
            if (at < ROUTE_REASONS) hit->reasons[at] = hit->reasons[at - 1];
        if (at < ROUTE_REASONS) hit->reasons[at] = reason;
    }
}

size_t router_rank(const Router *r, Arena *a, Str text, RouteHit *out, size_t max, double *nobody) {
    Terms terms = route_terms(r->tokenizer, a, text);
    double *scores = ARENA_ARRAY(a, double, r->docs + 1);
    size_t features_n = 0, n = 0;
    Feature *features = r->learned ? route_features(r, a, &terms, &features_n) : NULL;
    route_bm25(r, &terms, scores);
    route_softmax(r, features, features_n, scores);
    if (nobody) *nobody = scores[r->docs];
    for (size_t d = 0; d < r->docs; d++) {
        size_t at = n < max ? n : max;
        if (at == max && (!max || scores[d] <= out[max - 1].probability)) continue;
        RouteHit hit = {.component = d, .probability = scores[d]};
        explain(r, &terms, features, features_n, &hit);
        if (!hit.reasons_n) continue;
        if (n < max) n++;
        for (; at > 0 && hit.probability > out[at - 1].probability; at--)
            if (at < max) out[at] = out[at - 1];
        out[at] = hit;
    }
    return n;
}
