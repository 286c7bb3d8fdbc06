/* catalog.c - the list of entities: names, references, and what must hold between them at the end. */
#include "problems/catalog.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog_build.h"
#include "problems/graph.h"
#include "text/utf8.h"

static const char *const KIND_NAMES[] = {"component", "api", "resource", "system", "domain", "group", "user"};

const char *entity_kind_name(EntityKind kind) {
    return KIND_NAMES[kind];
}

Catalog *catalog_new(Arena *a) {
    Catalog *c = ARENA_NEW(a, Catalog);
    c->arena = a;
    return c;
}

/* Twice the room when it is full; the old one stays in the arena. */
static void *grown(Arena *a, void *at, size_t n, size_t *size, size_t item) {
    if (n < *size) return at;
    *size = *size ? *size * 2 : 16;
    void *more = arena_calloc(a, *size, item);
    if (n) memcpy(more, at, n * item);
    return more;
}

void catalog_notice(Catalog *c, Str file, uint32_t line, const char *format, ...) {
    char what[512];
    va_list args;
    if (c->notices_n >= CATALOG_MAX_NOTICES) {
        c->notices_left_out++;
        return;
    }
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    c->notices = grown(c->arena, c->notices, c->notices_n, &c->notices_size, sizeof *c->notices);
    c->notices[c->notices_n++] =
        (Notice){file, line, utf8_clean(c->arena, arena_str(c->arena, str_from_c(what)), NULL)};
}

void relations_add(Arena *a, Relations *r, RelationKind kind, Str target, uint32_t line) {
    r->at = grown(a, r->at, r->n, &r->size, sizeof *r->at);
    r->at[r->n++] = (Relation){kind, target, line};
}

bool list_next(Str *rest, Str *item) {
    while (rest->p) {
        size_t end = 0;
        while (end < rest->n && rest->p[end] != ',' && rest->p[end] != ';') end++;
        *item = str_trim(str_slice(*rest, 0, end));
        *rest = end < rest->n ? str_slice(*rest, end + 1, rest->n) : (Str){NULL, 0};
        if (item->n) return true;
    }
    return false;
}

/* ---- references ------------------------------------------------------------------------------ */

static Str lowered(Arena *a, Str s) {
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    return (Str){p, s.n};
}

/* Wider than Backstage's own rule (letters, digits, "-_."), since names of folders and of table rows are names, too. */
static bool is_name(Str s) {
    if (!s.n || s.n > CATALOG_NAME_BYTES || s.p[0] == '/' || !utf8_valid(s)) return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f || s.p[i] == ':' || s.p[i] == ',' || s.p[i] == ';')
            return false;
    return true;
}

static Str full_ref(Arena *a, Str kind, Str name_space, Str name) {
    if (!name_space.n) name_space = STR("default");
    return is_name(name) && is_name(name_space) && !memchr(name_space.p, '/', name_space.n)
               ? lowered(a, arena_printf(a, "%.*s:%.*s/%.*s", STR_ARG(kind), STR_ARG(name_space), STR_ARG(name)))
               : (Str){"", 0};
}

Str catalog_ref(Arena *a, Str text, EntityKind kind, Str name_space) {
    Str rest = str_trim(text), said = str_from_c(entity_kind_name(kind));
    size_t colon = str_find(rest, STR(":"));
    if (colon != SIZE_MAX) {
        said = str_trim(str_slice(rest, 0, colon));
        rest = str_trim(str_slice(rest, colon + 1, rest.n));
    }
    size_t slash = str_find(rest, STR("/"));
    if (slash != SIZE_MAX) {
        name_space = str_trim(str_slice(rest, 0, slash));
        rest = str_trim(str_slice(rest, slash + 1, rest.n));
        if (!name_space.n) return (Str){"", 0};
    }
    return is_name(said) ? full_ref(a, said, name_space, rest) : (Str){"", 0};
}

Str catalog_owner_ref(Arena *a, Str owner) {
    size_t at = str_find(owner, STR("@")), slash = str_find(owner, STR("/"));
    if (at) return full_ref(a, STR("user"), (Str){"", 0}, str_slice(owner, 0, at == SIZE_MAX ? owner.n : at));
    Str name = str_slice(owner, slash == SIZE_MAX ? 1 + (size_t)str_starts(owner, STR("@@")) : slash + 1, owner.n);
    return full_ref(a, slash == SIZE_MAX ? STR("user") : STR("group"), (Str){"", 0}, name);
}

Entity *catalog_add(Catalog *c, EntityKind kind, Str name, Str name_space, Str file, uint32_t line, Err *err) {
    Str ref = full_ref(c->arena, str_from_c(entity_kind_name(kind)), name_space, name);
    if (!ref.n) {
        err_set(err, ERR_INPUT, "use up to 200 letters, digits, '-', '_', '.' or blanks",
                "%.*s, line %u: '%.*s' is no name", STR_ARG(file), line,
                STR_ARG(str_slice(name, 0, name.n < 80 ? name.n : 80)));
        return NULL;
    }
    if (c->entities_n == CATALOG_MAX_ENTITIES) {
        err_set(err, ERR_LIMIT, "import fewer files", "%.*s, line %u: more than %d entities", STR_ARG(file), line,
                CATALOG_MAX_ENTITIES);
        return NULL;
    }
    c->entities = grown(c->arena, c->entities, c->entities_n, &c->entities_size, sizeof *c->entities);
    Entity *e = &c->entities[c->entities_n++];
    const Str none = {"", 0};
    *e = (Entity){.kind = kind,
                  .ref = ref,
                  .name = name,
                  .title = none,
                  .description = none,
                  .type = none,
                  .lifecycle = none,
                  .email = none,
                  .tags = none,
                  .paths = none,
                  .products = none,
                  .owner = none,
                  .file = file,
                  .line = line};
    return e;
}

/* ---- the end --------------------------------------------------------------------------------- */

typedef struct Ordered {
    const Entity *entity;
} Ordered;

/* Entities of one reference in the order in which they were given. */
static int by_ref(const void *x, const void *y) {
    const Ordered *a = x, *b = y;
    int c = str_cmp(a->entity->ref, b->entity->ref);
    return c ? c : (a->entity > b->entity) - (a->entity < b->entity);
}

static void sort_and_unite(Catalog *c) {
    Ordered *order = ARENA_ARRAY(c->arena, Ordered, c->entities_n + 1);
    Entity *sorted = ARENA_ARRAY(c->arena, Entity, c->entities_n + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->entities_n; i++) order[i].entity = &c->entities[i];
    qsort(order, c->entities_n, sizeof *order, by_ref);
    for (size_t i = 0; i < c->entities_n; i++) {
        const Entity *e = order[i].entity;
        if (n && str_eq(sorted[n - 1].ref, e->ref))
            catalog_notice(c, e->file, e->line, "%.*s stands already in %.*s, line %u: this one was passed over",
                           STR_ARG(e->ref), STR_ARG(sorted[n - 1].file), sorted[n - 1].line);
        else sorted[n++] = *e;
    }
    c->entities = sorted;
    c->entities_n = c->entities_size = n;
}

const Entity *catalog_find(const Catalog *c, Str ref) {
    size_t low = 0, high = c->entities_n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = str_cmp(c->entities[mid].ref, ref);
        if (!order) return &c->entities[mid];
        if (order < 0) low = mid + 1;
        else high = mid;
    }
    return NULL;
}

static void settle_maybe(Catalog *c, Entity *e) {
    Relations kept = {0};
    bool any = false;
    for (size_t i = 0; i < e->relations_n; i++) any |= e->relations[i].kind == RELATION_MAYBE;
    if (!any) return;
    for (size_t i = 0; i < e->relations_n; i++) {
        const Relation *r = &e->relations[i];
        if (r->kind != RELATION_MAYBE) relations_add(c->arena, &kept, r->kind, r->target, r->line);
        else if (catalog_find(c, r->target) && !str_eq(r->target, e->ref))
            relations_add(c->arena, &kept, RELATION_DEPENDS_ON, r->target, r->line);
    }
    e->relations = kept.at;
    e->relations_n = kept.n;
}

typedef struct Unknown {
    Str target;
    const Entity *by;
    uint32_t line;
} Unknown;

static int by_target(const void *x, const void *y) {
    const Unknown *a = x, *b = y;
    int c = str_cmp(a->target, b->target);
    return c ? c : (a->by > b->by) - (a->by < b->by);
}

/* One notice for each unknown target, however many point at it. */
static void tell_unknown(Catalog *c) {
    size_t n = 0, most = 0;
    for (size_t i = 0; i < c->entities_n; i++) most += c->entities[i].relations_n + 1;
    Unknown *all = ARENA_ARRAY(c->arena, Unknown, most + 1);
    for (size_t i = 0; i < c->entities_n; i++) {
        const Entity *e = &c->entities[i];
        if (e->owner.n && !catalog_find(c, e->owner)) all[n++] = (Unknown){e->owner, e, e->line};
        for (size_t k = 0; k < e->relations_n; k++)
            if (!catalog_find(c, e->relations[k].target))
                all[n++] = (Unknown){e->relations[k].target, e, e->relations[k].line};
    }
    qsort(all, n, sizeof *all, by_target);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && str_eq(all[end].target, all[i].target);) end++;
        const Entity *e = all[i].by;
        catalog_notice(c, e->file, all[i].line,
                       "%.*s names %.*s, which no file describes%s: check the name, or give its file", STR_ARG(e->ref),
                       STR_ARG(all[i].target),
                       end - i > 1 ? arena_printf(c->arena, " (%zu times in all)", end - i).p : "");
    }
}

static void tell_cycles(Catalog *c) {
    const Graph *g = graph_of(c->arena, c->entities, c->entities_n);
    GraphCycle *cycles = ARENA_ARRAY(c->arena, GraphCycle, GRAPH_CYCLES_TOLD);
    size_t n = graph_cycles(g, c->arena, cycles, GRAPH_CYCLES_TOLD);
    for (size_t i = 0; i < n; i++) {
        const Entity *e = catalog_find(c, g->refs[cycles[i].nodes[0]]);
        char way[400] = "";
        size_t at = 0;
        for (size_t k = 0; k <= cycles[i].n && at < sizeof way; k++)
            at += (size_t)snprintf(way + at, sizeof way - at, "%s%.*s", k ? " -> " : "",
                                   STR_ARG(g->refs[cycles[i].nodes[k % cycles[i].n]]));
        catalog_notice(c, e ? e->file : (Str){"", 0}, e ? e->line : 0, "these depend on each other in a ring: %s", way);
    }
}

void catalog_finish(Catalog *c) {
    sort_and_unite(c);
    for (size_t i = 0; i < c->entities_n; i++) settle_maybe(c, &c->entities[i]);
    tell_unknown(c);
    tell_cycles(c);
}
