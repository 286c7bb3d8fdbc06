/* component_store.h - pieces of software, what they are built upon, and what people confirmed about whose a friction
 * is.
 *
 * Components come from catalogs (problems/catalog.h). One that a catalog no longer has is marked gone, never deleted.
 */
#pragma once
#include "store/db.h"

typedef struct ComponentRow {
    int64_t id;
    Str ref;  /* "component:default/checkout"; unique */
    Str kind; /* "component", "api", "resource" */
    Str name, title, description, type, lifecycle;
    Str tags, paths, products;  /* lists parted by ", " */
    Str owner_key;              /* "group:default/payments", "user:default/ann"; empty: nobody is named */
    int64_t team_id, person_id; /* of the owner; 0: not that */
    Str source;                 /* the file it came from */
    int64_t gone_at;            /* TIME_NONE: it is there */
    /* filled in on reading only: */
    Str team, person;    /* their names */
    bool team_gone;      /* the catalog has it no longer */
    int64_t team_people; /* in the team now */
    bool person_left;
} ComponentRow;

/* Inserts, or updates the one with this ref, which is there again then; *id is its number. */
bool component_put(Db *db, const ComponentRow *row, int64_t *id, Err *err);
bool component_get(Db *db, Arena *a, int64_t id, ComponentRow *row, Err *err); /* ERR_NOT_FOUND */
bool component_find(Db *db, Arena *a, Str ref, ComponentRow *row, Err *err);   /* ERR_NOT_FOUND */

typedef struct ComponentFilter {
    bool gone;       /* also those */
    int64_t team_id; /* 0: all */
} ComponentFilter;
bool components_list(Db *db, Arena *a, const ComponentFilter *filter, ComponentRow **rows, size_t *n,
                     Err *err); /* by ref */
bool component_gone(Db *db, int64_t id, int64_t at, Err *err);

/* What a component is built upon, replaced whole. */
bool component_edges_put(Db *db, int64_t id, const int64_t *upon, size_t n, Err *err);

typedef struct EdgeRow {
    int64_t from_id, to_id; /* from is built upon to */
} EdgeRow;
/* Between components that are there; by from, to. */
bool component_edges(Db *db, Arena *a, EdgeRow **rows, size_t *n, Err *err);

typedef struct RoutingRow {
    int64_t id, at;
    Str author;
    int64_t theme_id;     /* 0: a text alone */
    int64_t component_id; /* 0: nobody's */
    Str text;
} RoutingRow;
bool routing_add(Db *db, const RoutingRow *row, int64_t *id, Err *err);
/* Those that no later one about the same theme or text replaces; oldest first, the newest `limit`. */
bool routings_in_force(Db *db, Arena *a, int64_t limit, RoutingRow **rows, size_t *n, Err *err);

typedef struct ProductVoices {
    int64_t theme_id;
    Str product; /* empty: not known */
    int64_t voices;
    int64_t internal; /* of these, told by internal developers */
} ProductVoices;
/* Voices first heard on the days from `day` on (since 1970), by theme and product. */
bool theme_product_voices(Db *db, Arena *a, int64_t codebook_id, int64_t day, ProductVoices **rows, size_t *n,
                          Err *err);
