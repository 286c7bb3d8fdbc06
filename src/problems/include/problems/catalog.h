/* catalog.h - pieces of software, their owners and what they are built upon, read out of the files in which companies
 * keep that.
 *
 *     Catalog *c = catalog_new(arena);
 *     if (!catalog_add_yaml(c, STR("catalog-info.yaml"), text, err)) ...   // err names file and line
 *     catalog_finish(c);
 *     for (size_t i = 0; i < c->entities_n; i++) use(&c->entities[i]);
 *     for (size_t i = 0; i < c->notices_n; i++) tell(&c->notices[i]);
 *
 * Sources: Backstage catalog files (backstage.io/docs/features/software-catalog/descriptor-format), Docker Compose
 * files (services and depends_on), Kubernetes manifests (workloads, and the addresses of others in their environment),
 * CODEOWNERS with a list of files, tables of components or teams.
 *
 * An error leaves the catalog unusable: throw it away. A notice is something to look at; the rest holds. */
#pragma once
#include "problems/codeowners.h"
#include "signals/reader.h"

enum {
    CATALOG_MAX_BYTES = 16 << 20, /* of one file */
    CATALOG_MAX_ENTITIES = 100000,
    CATALOG_MAX_NOTICES = 500, /* the rest is counted */
    CATALOG_NAME_BYTES = 200
};

typedef enum EntityKind {
    ENTITY_COMPONENT,
    ENTITY_API,
    ENTITY_RESOURCE,
    ENTITY_SYSTEM,
    ENTITY_DOMAIN,
    ENTITY_GROUP,
    ENTITY_USER,
    ENTITY_KINDS
} EntityKind;

const char *entity_kind_name(EntityKind kind); /* "component", "api", ... */

typedef enum RelationKind {
    RELATION_DEPENDS_ON,
    RELATION_DEPENDENCY_OF,
    RELATION_CONSUMES, /* an API */
    RELATION_PROVIDES,
    RELATION_CONSUMED_BY,
    RELATION_PROVIDED_BY,
    RELATION_PART_OF,   /* subcomponentOf, system, domain */
    RELATION_MEMBER_OF, /* user of a group */
    RELATION_MEMBER,    /* group has a user */
    RELATION_PARENT,    /* group of groups */
    RELATION_CHILD,
    RELATION_MAYBE /* depends on it, if there is such a one; catalog_finish decides */
} RelationKind;

typedef struct Relation {
    RelationKind kind;
    Str target; /* a reference in full */
    uint32_t line;
} Relation;

typedef struct Entity {
    EntityKind kind;
    Str ref;                                        /* "component:default/checkout", small letters */
    Str name;                                       /* as written */
    Str title, description, type, lifecycle, email; /* "" where not given; email of a user */
    Str tags, paths, products;                      /* lists joined by ", " */
    Str owner;                                      /* a reference in full; "" when nobody is named */
    const Relation *relations;
    size_t relations_n;
    Str file;
    uint32_t line;
} Entity;

typedef struct Notice {
    Str file; /* "" when it is about more than one */
    uint32_t line;
    Str what;
} Notice;

typedef struct Catalog {
    Arena *arena;
    Entity *entities; /* after catalog_finish by ref, each once */
    size_t entities_n, entities_size;
    Notice *notices;
    size_t notices_n, notices_size, notices_left_out;
} Catalog;

/* All it holds lives in the arena; texts given to it must live as long. */
Catalog *catalog_new(Arena *a);

/* One YAML file of one or more documents. `file` is what errors call it. A template of such a file, with placeholders,
 * is a notice and gives nothing. */
bool catalog_add_yaml(Catalog *c, Str file, Str text, Err *err);

/* One row of a table. Columns, in any case: component (or name), owner (or team), description, tags, paths, depends_on,
 * products, type, title; or team, description, members, parent. Lists are parted by commas or semicolons. */
bool catalog_add_row(Catalog *c, Str file, const Row *row, Err *err);

/* Components out of CODEOWNERS and the list of files (one a line): each folder that a rule names as a whole, and each
 * folder beside such a one that has no owner at all, as unowned. `repository` is the name of the one that "*" stands
 * for. As in Backstage's processor, @org/team is the group "team", @user the user "user". */
bool catalog_add_owners(Catalog *c, Str file, const Codeowners *owners, Str files, Str repository, Err *err);

/* Sorts, takes out doubles, settles RELATION_MAYBE, looks for unknown references and cycles. Once, at the end. */
void catalog_finish(Catalog *c);

/* After catalog_finish; NULL when there is none. */
const Entity *catalog_find(const Catalog *c, Str ref);

/* "[kind:][namespace/]name" in full and in small letters; empty when it is none. */
Str catalog_ref(Arena *a, Str text, EntityKind kind, Str name_space);
