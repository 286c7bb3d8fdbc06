/* friction.c - where the voices of the last quarter show, and on what they stand: themes to components to what lies
 * below. */
#include <stdlib.h>
#include <string.h>

#include "app_private.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/idmap.h"
#include "memo.h"
#include "ownership.h"
#include "problems/graph.h"
#include "store/theme_store.h"

typedef struct Parts { /* the components that a product is */
    const uint32_t *at;
    size_t n;
} Parts;

typedef struct Build {
    Call *call;
    Friction *out;
    RoutingRow *routings;
    size_t routings_n;
    ThemeRow *themes;
    size_t themes_n, cells_size;
    IdMap products; /* hash64 of a product, to its parts */
    Parts *parts;
    size_t parts_size;
} Build;

size_t friction_index(const Friction *f, int64_t component_id) {
    for (size_t i = 0; i < f->n; i++)
        if (f->components[i].id == component_id) return i;
    return SIZE_MAX;
}

size_t friction_shares(const Friction *f, Arena *a, uint32_t start, const GraphShare **shares) {
    return graph_shares(f->graph, a, start, GRAPH_DAMPING, shares);
}

static bool read_graph(Call *call, Friction *out, Err *err) {
    EdgeRow *rows;
    size_t n, kept = 0;
    if (!components_list(call->app->db, call->arena, &(ComponentFilter){0}, &out->components, &out->n, err) ||
        !component_edges(call->app->db, call->arena, &rows, &n, err))
        return false;
    Str *refs = ARENA_ARRAY(call->arena, Str, out->n + 1);
    GraphEdge *edges = ARENA_ARRAY(call->arena, GraphEdge, n + 1);
    for (size_t i = 0; i < out->n; i++) refs[i] = out->components[i].ref;
    for (size_t i = 0; i < n; i++) {
        size_t from = friction_index(out, rows[i].from_id), to = friction_index(out, rows[i].to_id);
        if (from != SIZE_MAX && to != SIZE_MAX) edges[kept++] = (GraphEdge){(uint32_t)from, (uint32_t)to};
    }
    out->graph = graph_from_edges(call->arena, refs, out->n, edges, kept);
    return true;
}

static bool names_product(Str list, Str product) {
    while (list.p) {
        if (str_eq_nocase(str_trim(str_cut(&list, ',')), product)) return true;
    }
    return false;
}

static Str theme_name(const Build *b, int64_t id) {
    for (size_t i = 0; i < b->themes_n; i++)
        if (b->themes[i].id == id) return b->themes[i].name;
    return STR("");
}

static const RoutingRow *confirmed(const Build *b, int64_t theme_id) {
    for (size_t i = 0; i < b->routings_n; i++)
        if (b->routings[i].theme_id == theme_id) return &b->routings[i];
    return NULL;
}

typedef struct Part { /* voices, and those of internal developers among them */
    double voices, internal;
} Part;

static void add_cell(Build *b, const ProductVoices *v, size_t start, Part part, bool said) {
    Friction *f = b->out;
    if (f->cells_n == b->cells_size) {
        b->cells_size = b->cells_size ? b->cells_size * 2 : 256;
        FrictionCell *more = ARENA_ARRAY(b->call->arena, FrictionCell, b->cells_size);
        if (f->cells_n) memcpy(more, f->cells, f->cells_n * sizeof *more);
        f->cells = more;
    }
    f->cells[f->cells_n++] = (FrictionCell){.theme_id = v->theme_id,
                                            .theme = theme_name(b, v->theme_id),
                                            .product = v->product,
                                            .start = (uint32_t)start,
                                            .voices = part.voices,
                                            .internal = part.internal,
                                            .confirmed = said};
    f->attached += part.voices;
}

/* Which components a product is: those that name it; where none does, those that are called so themselves, as
 * internal developers call them. */
static Parts parts_find(const Build *b, Str product) {
    const Friction *f = b->out;
    uint32_t *at = ARENA_ARRAY(b->call->arena, uint32_t, f->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (names_product(f->components[i].products, product)) at[n++] = (uint32_t)i;
    for (size_t i = 0, named = n; !named && i < f->n; i++)
        if (str_eq_nocase(f->components[i].name, product)) at[n++] = (uint32_t)i;
    return (Parts){at, n};
}

/* Every theme has the same few products: each is looked for once. */
static Parts parts_of(Build *b, Str product) {
    if (!product.n) return (Parts){NULL, 0};
    uint32_t before = b->products.n, id = idmap_add(&b->products, hash64(product));
    if (id == before) {
        if (id >= b->parts_size) {
            b->parts_size = b->parts_size ? b->parts_size * 2 : 64;
            b->parts = mem_grow(b->parts, b->parts_size, sizeof *b->parts);
        }
        b->parts[id] = parts_find(b, product);
    }
    return b->parts[id];
}

static Part part_of(const ProductVoices *v) {
    return (Part){(double)v->voices, (double)v->internal};
}

/* All voices of one theme: to the component that somebody confirmed; else in equal parts to those that the product
 * is. Voices whose product is not known are taken to be as those of the same theme whose is; with none of these they
 * show nowhere. */
static void attach(Build *b, const ProductVoices *rows, size_t n) {
    const Friction *f = b->out;
    const RoutingRow *said = confirmed(b, rows[0].theme_id);
    size_t at = said && said->component_id ? friction_index(f, said->component_id) : SIZE_MAX;
    Part unknown = {0, 0};
    double known = 0;
    for (size_t i = 0; i < n; i++) {
        Part part = part_of(&rows[i]);
        if (at != SIZE_MAX) add_cell(b, &rows[i], at, part, true);
        if (!rows[i].product.n) unknown.voices += part.voices, unknown.internal += part.internal;
        if (!said && parts_of(b, rows[i].product).n) known += part.voices;
    }
    for (size_t i = 0; i < n && known > 0; i++) {
        Parts parts = parts_of(b, rows[i].product);
        Part part = part_of(&rows[i]);
        double share = part.voices / known; /* of those whose product is not known */
        for (size_t k = 0; k < parts.n; k++)
            add_cell(b, &rows[i], parts.at[k],
                     (Part){(part.voices + unknown.voices * share) / (double)parts.n,
                            (part.internal + unknown.internal * share) / (double)parts.n},
                     false);
    }
}

static void carry(Call *call, Friction *f) {
    Part *shown = ARENA_ARRAY(call->arena, Part, f->n + 1);
    Arena *scratch = arena_new();
    for (size_t i = 0; i < f->cells_n; i++) {
        shown[f->cells[i].start].voices += f->cells[i].voices;
        shown[f->cells[i].start].internal += f->cells[i].internal;
    }
    for (uint32_t s = 0; s < f->n; s++) {
        const GraphShare *shares;
        size_t n = shown[s].voices > 0 ? friction_shares(f, scratch, s, &shares) : 0;
        for (size_t i = 0; i < n; i++) {
            f->carried[shares[i].node] += shown[s].voices * shares[i].share;
            f->carried_internal[shares[i].node] += shown[s].internal * shares[i].share;
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
}

typedef struct KeptVoices {
    ProductVoices *rows;
    size_t n;
} KeptVoices;

bool friction_voices(Call *call, int64_t codebook_id, int64_t from_day, ProductVoices **rows, size_t *n, Err *err) {
    Memo *memo;
    Str key = arena_printf(call->arena, "%lld %lld", (long long)codebook_id, (long long)from_day);
    if (!memo_find(call, "product voices", key, &memo, err)) return false;
    if (!memo->value) {
        KeptVoices *made = ARENA_NEW(memo->arena, KeptVoices);
        if (!theme_product_voices(call->app->db, memo->arena, codebook_id, from_day, &made->rows, &made->n, err))
            return false;
        memo->value = made;
    }
    const KeptVoices *kept = memo->value;
    *rows = kept->rows;
    *n = kept->n;
    return true;
}

bool friction_read(Call *call, Friction *out, Err *err) {
    Db *db = call->app->db;
    Build b = {.call = call, .out = out};
    CodebookRow codebook;
    ProductVoices *voices;
    size_t n;
    Err none = {0};
    *out = (Friction){0};
    if (!read_graph(call, out, err)) return false;
    out->carried = ARENA_ARRAY(call->arena, double, out->n + 1);
    out->carried_internal = ARENA_ARRAY(call->arena, double, out->n + 1);
    if (!codebook_current(db, call->arena, &codebook, &none)) return none.code == ERR_NOT_FOUND || (*err = none, false);
    out->to_day = day_of(codebook.as_of);
    out->from_day = out->to_day - FRICTION_DAYS + 1;
    if (!friction_voices(call, codebook.id, out->from_day, &voices, &n, err) ||
        !themes_names(db, call->arena, codebook.id, &b.themes, &b.themes_n, err) ||
        !routings_in_force(db, call->arena, INT32_MAX, &b.routings, &b.routings_n, err))
        return false;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i; end < n && voices[end].theme_id == voices[i].theme_id; end++)
            out->heard += (double)voices[end].voices;
        attach(&b, voices + i, end - i);
    }
    idmap_free(&b.products);
    free(b.parts);
    carry(call, out);
    return true;
}
