/* routes.c - the router over the components of the store and what people confirmed. */
#include "app_private.h"
#include "audit.h"
#include "base/buf.h"
#include "json_build.h"
#include "ownership.h"
#include "shapes.h"
#include "store/theme_store.h"
#include "themes/quote.h"

typedef struct Routing {
    ComponentRow *components;
    size_t n;
    size_t confirmations;
    Router *router;
} Routing;

static size_t index_of(const Routing *r, int64_t id) {
    for (size_t i = 0; i < r->n; i++)
        if (r->components[i].id == id) return i;
    return SIZE_MAX;
}

/* Confirmed routings of components that are gone teach nothing. */
static bool learn(Call *call, Routing *r, Err *err) {
    RoutingRow *rows;
    size_t n;
    if (!routings_in_force(call->app->db, call->arena, ROUTE_EXAMPLES, &rows, &n, err)) return false;
    RouteExample *examples = ARENA_ARRAY(call->arena, RouteExample, n + 1);
    for (size_t i = 0; i < n; i++) {
        size_t at = rows[i].component_id ? index_of(r, rows[i].component_id) : ROUTE_NOBODY;
        if (rows[i].component_id && at == SIZE_MAX) continue;
        examples[r->confirmations++] = (RouteExample){rows[i].text, at};
    }
    router_learn(r->router, examples, r->confirmations);
    return true;
}

static bool routing_open(Call *call, Routing *r, Err *err) {
    *r = (Routing){0};
    if (!components_list(call->app->db, call->arena, &(ComponentFilter){0}, &r->components, &r->n, err)) return false;
    RouteDoc *docs = ARENA_ARRAY(call->arena, RouteDoc, r->n + 1);
    for (size_t i = 0; i < r->n; i++) {
        const ComponentRow *c = &r->components[i];
        docs[i] = (RouteDoc){c->name, c->title, c->description, c->tags, c->paths, c->products};
    }
    r->router = router_new(docs, r->n);
    if (learn(call, r, err)) return true;
    router_free(r->router);
    return false;
}

static json_t *hit_json(Arena *a, const Routing *r, const RouteHit *hit) {
    json_t *reasons = json_array();
    for (size_t i = 0; i < hit->reasons_n; i++)
        json_array_append_new(reasons, json_pack("{s:o, s:s, s:o}", "text", json_str(hit->reasons[i].word), "from",
                                                 hit->reasons[i].from, "weight", json_num(hit->reasons[i].weight, 2)));
    return json_pack("{s:o, s:o, s:o}", "component", component_json(a, &r->components[hit->component]), "probability",
                     json_num(hit->probability, 3), "reasons", reasons);
}

bool ownership_route(Call *call, Str text, size_t max, json_t **route, Err *err) {
    Routing r;
    double nobody = 1;
    RouteHit *hits = ARENA_ARRAY(call->arena, RouteHit, max + 1);
    if (!routing_open(call, &r, err)) return false;
    size_t n = router_rank(r.router, call->arena, text, hits, max, &nobody);
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(list, hit_json(call->arena, &r, &hits[i]));
    *route = json_pack("{s:b, s:o, s:I, s:o}", "sure", n && hits[0].probability >= ROUTE_SURE, "nobody",
                       json_num(nobody, 3), "confirmations", (json_int_t)r.confirmations, "hits", list);
    router_free(r.router);
    return true;
}

static const Field REASON[] = {
    {"text", SHAPE_STRING, "a word of the text", NULL, false},
    {"from", SHAPE_STRING,
     "name, title, description, tags, paths or products of the component; confirmed: learned from routings", NULL,
     false},
    {"weight", SHAPE_NUMBER, "what it adds to the score", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_HIT[] = {
    {"component", SHAPE_OBJECT, NULL, SHAPE_OF_OWNED, false},
    {"probability", SHAPE_NUMBER, "0 to 1, of all components and nobody", NULL, false},
    {"reasons", SHAPE_ARRAY, "the strongest first", REASON, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
const Field SHAPE_OF_ROUTE[] = {ROUTE_FIELDS, {NULL, SHAPE_END, NULL, NULL, false}};

/* ---- themes ---------------------------------------------------------------------------------- */

static void add_terms(Buf *b, Str stats) {
    json_t *o = json_loadb(stats.p ? stats.p : "{}", stats.p ? stats.n : 2, 0, NULL), *term;
    size_t i;
    json_array_foreach(json_object_get(o, "terms"), i, term) {
        const char *words = json_string_value(json_object_get(term, "text"));
        if (words) buf_printf(b, "%s\n", words);
    }
    json_decref(o);
}

bool ownership_theme_text(Call *call, int64_t theme_id, Str *text, Err *err) {
    CodebookRow codebook;
    ThemeRow theme;
    QuoteRow *quotes;
    size_t n;
    Db *db = call->app->db;
    if (!codebook_current(db, call->arena, &codebook, err) ||
        !theme_get(db, call->arena, codebook.id, theme_id, &theme, err) ||
        !quotes_list(db, call->arena, codebook.id, theme_id, &quotes, &n, err))
        return false;
    Buf b = buf_new(ROUTE_TEXT_BYTES);
    buf_add(&b, theme.name);
    buf_add_char(&b, '\n');
    add_terms(&b, theme.stats);
    for (size_t i = 0; i < n; i++) {
        Str quoted;
        if (!quote_verify(quotes[i].text, quotes[i].begin, quotes[i].end, &quotes[i].sha256, &quoted, NULL)) continue;
        buf_add(&b, quoted);
        buf_add_char(&b, '\n');
    }
    *text = arena_str(call->arena, buf_str(&b));
    buf_free(&b);
    return true;
}

bool ownership_confirmed(Call *call, int64_t theme_id, bool *found, int64_t *component_id, Err *err) {
    RoutingRow *rows;
    size_t n;
    *found = false;
    if (!routings_in_force(call->app->db, call->arena, INT32_MAX, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++)
        if (rows[i].theme_id == theme_id) {
            *found = true;
            *component_id = rows[i].component_id;
        }
    return true;
}

bool ownership_confirm(Call *call, int64_t theme_id, int64_t component_id, Str text, Err *err) {
    RoutingRow row = {
        .at = call->now, .author = call_actor(call), .theme_id = theme_id, .component_id = component_id, .text = text};
    int64_t id;
    return routing_add(call->app->db, &row, &id, err) &&
           audit_note(call, "routing.confirm", "routing", id,
                      json_pack("{s:I, s:I}", "theme", (json_int_t)theme_id, "component", (json_int_t)component_id),
                      err);
}
