/* ownership.h - whose software and whose friction: what operations ask of components, teams and routings.
 * docs/internals/ownership.md tells how friction gets to a component. */
#pragma once
#include "app/op.h"
#include "problems/graph.h"
#include "problems/router.h"
#include "store/component_store.h"
#include "store/org_store.h"

/* ---- owners ---------------------------------------------------------------------------------- */

/* {"state", "kind", "id", "name", "people", "why"}; never null: nobody is "unowned". Fits SHAPE_OF_OWNER. New
 * reference. state: "owned"; "unowned": nobody is named; "stale": whoever is named is gone, unknown, or a team without
 * people. */
json_t *owner_json(Arena *a, const ComponentRow *row);
extern const Field SHAPE_OF_OWNER[];

typedef enum OwnerState { OWNER_THERE, OWNER_NONE, OWNER_STALE } OwnerState;
/* *why (may be NULL): in words; "" when all is well. */
OwnerState owner_state(const ComponentRow *row, const char **why);

/* {"id", "name", "ref", "gone", "owner"}; fits SHAPE_OF_OWNED. New reference. */
json_t *component_json(Arena *a, const ComponentRow *row);
extern const Field SHAPE_OF_OWNED[];

/* A component by its number, its reference or its name. ERR_NOT_FOUND; ERR_CONFLICT when several have the name. */
bool component_named(Call *call, Str given, ComponentRow *row, Err *err);

/* Puts all components that are there into the reply, as links for a field to choose from. */
bool component_choices(Call *call, const char *member, Err *err);

/* ---- routing --------------------------------------------------------------------------------- */

/* Whose friction is this text? Puts {"sure", "nobody", "confirmations", "hits": [{"component", "probability",
 * "reasons"}]} into *route (new reference; fits SHAPE_OF_ROUTE); hits is empty when no component knows a word of it. */
bool ownership_route(Call *call, Str text, size_t max, json_t **route, Err *err);
extern const Field SHAPE_OF_ROUTE[], SHAPE_OF_HIT[];
#define ROUTE_FIELDS                                                                                                   \
    {"sure", SHAPE_BOOL, "the first has a probability of at least 0.5", NULL, false},                                  \
        {"nobody", SHAPE_NUMBER, "probability that it is none of them", NULL, false},                                  \
        {"confirmations", SHAPE_INT, "routings that it was learned from", NULL, false}, {                              \
        "hits", SHAPE_ARRAY, "most probable first", SHAPE_OF_HIT, false                                                \
    }

/* The words by which a theme is routed: its name, its terms, its quotes. ERR_NOT_FOUND. */
bool ownership_theme_text(Call *call, int64_t theme_id, Str *text, Err *err);

/* What was confirmed about a theme last. *found false: nothing yet; else *component_id, 0: nobody's. */
bool ownership_confirmed(Call *call, int64_t theme_id, bool *found, int64_t *component_id, Err *err);

/* Records a confirmed routing, from which the router learns, with its row of the audit log; inside the caller's
 * transaction. theme_id 0: of a text alone; component_id 0: nobody's. */
bool ownership_confirm(Call *call, int64_t theme_id, int64_t component_id, Str text, Err *err);

/* ---- friction -------------------------------------------------------------------------------- */

enum { FRICTION_DAYS = 91 }; /* a quarter, ending with the newest day */

typedef struct FrictionCell { /* voices of a theme that show at a component */
    int64_t theme_id;
    Str theme;               /* its name */
    Str product;             /* "": not known */
    uint32_t start;          /* index into components */
    double voices, internal; /* internal: of these, told by internal developers */
    bool confirmed;          /* somebody said so; else by the product's name */
} FrictionCell;

typedef struct Friction {
    ComponentRow *components; /* those that are there, by ref */
    size_t n;
    const Graph *graph; /* nodes as components */
    FrictionCell *cells;
    size_t cells_n;
    double heard;    /* voices of all themes in the quarter */
    double attached; /* of these, those that show at a component: the sum of the cells */
    int64_t from_day, to_day;
    double *carried;          /* for each component: voices that stand on it; they sum to `attached` */
    double *carried_internal; /* of these, told by internal developers */
} Friction;

/* Everything is 0 and empty before themes or components are there. */
bool friction_read(Call *call, Friction *out, Err *err);
/* Voices first heard from that day on by theme and product; not to be changed. */
bool friction_voices(Call *call, int64_t codebook_id, int64_t from_day, ProductVoices **rows, size_t *n, Err *err);
/* Index of a component; SIZE_MAX when it is not there. */
size_t friction_index(const Friction *f, int64_t component_id);
/* Shares of what shows at `start`; they sum to 1. */
size_t friction_shares(const Friction *f, Arena *a, uint32_t start, const GraphShare **shares);
