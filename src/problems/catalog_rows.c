/* catalog_rows.c - components and teams out of the rows of a table. */
#include <string.h>

#include "catalog_build.h"

static Str cell(const Row *row, const char *a, const char *b) {
    for (size_t i = 0; i < row->n; i++)
        if (str_eq_nocase(row->cells[i].name, str_from_c(a)) || (b && str_eq_nocase(row->cells[i].name, str_from_c(b))))
            return str_trim(row->cells[i].value);
    return (Str){"", 0};
}

static bool has_column(const Row *row, const char *name) {
    for (size_t i = 0; i < row->n; i++)
        if (str_eq_nocase(row->cells[i].name, str_from_c(name))) return true;
    return false;
}

/* Text out of a reader lives as long as its row; the catalog's must live on. */
static Str kept(Catalog *c, Str s) {
    return arena_str(c->arena, s);
}

static bool add_list(Catalog *c, Relations *out, Str list, RelationKind relation, EntityKind kind, Str file,
                     uint32_t line, Err *err) {
    Str item;
    while (list_next(&list, &item)) {
        Str ref = catalog_ref(c->arena, item, kind, (Str){"", 0});
        if (!ref.n)
            return err_set(err, ERR_INPUT, "write names, parted by commas", "%.*s, line %u: '%.*s' is no name",
                           STR_ARG(file), line, STR_ARG(str_slice(item, 0, item.n < 80 ? item.n : 80)));
        relations_add(c->arena, out, relation, ref, line);
    }
    return true;
}

static bool add_team(Catalog *c, Str file, const Row *row, Err *err) {
    uint32_t line = (uint32_t)row->line;
    Relations out = {0};
    Entity *e = catalog_add(c, ENTITY_GROUP, kept(c, cell(row, "team", NULL)), (Str){"", 0}, file, line, err);
    if (!e || !add_list(c, &out, cell(row, "members", "people"), RELATION_MEMBER, ENTITY_USER, file, line, err) ||
        !add_list(c, &out, cell(row, "parent", NULL), RELATION_PARENT, ENTITY_GROUP, file, line, err))
        return false;
    e->description = kept(c, cell(row, "description", NULL));
    e->relations = out.at;
    e->relations_n = out.n;
    return true;
}

bool catalog_add_row(Catalog *c, Str file, const Row *row, Err *err) {
    uint32_t line = (uint32_t)row->line;
    bool named = has_column(row, "component") || has_column(row, "name");
    if (!named && has_column(row, "team")) return add_team(c, file, row, err);
    if (!named)
        return err_set(err, ERR_INPUT,
                       "name the columns component, owner, description, tags, paths, depends_on, products",
                       "%.*s, line %u: there is no column 'component'", STR_ARG(file), line);
    Relations out = {0};
    Str owner = cell(row, "owner", "team");
    Entity *e =
        catalog_add(c, ENTITY_COMPONENT, kept(c, cell(row, "component", "name")), (Str){"", 0}, file, line, err);
    if (!e || !add_list(c, &out, cell(row, "depends_on", "depends on"), RELATION_DEPENDS_ON, ENTITY_COMPONENT, file,
                        line, err))
        return false;
    e->title = kept(c, cell(row, "title", NULL));
    e->type = kept(c, cell(row, "type", NULL));
    e->description = kept(c, cell(row, "description", NULL));
    e->tags = kept(c, cell(row, "tags", NULL));
    e->paths = kept(c, cell(row, "paths", "path"));
    e->products = kept(c, cell(row, "products", "product"));
    e->relations = out.at;
    e->relations_n = out.n;
    if (owner.n)
        e->owner = owner.p[0] == '@' ? catalog_owner_ref(c->arena, owner)
                                     : catalog_ref(c->arena, owner, ENTITY_GROUP, (Str){"", 0});
    return !owner.n || e->owner.n ||
           err_set(err, ERR_INPUT, "write the name of a team, or user:name", "%.*s, line %u: the owner is no name",
                   STR_ARG(file), line);
}
