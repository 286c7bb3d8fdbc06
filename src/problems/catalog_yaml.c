/* catalog_yaml.c - Backstage's catalog files, Compose files and Kubernetes manifests as entities. */
#include <string.h>

#include "base/buf.h"
#include "catalog_build.h"
#include "text/utf8.h"
#include "yaml_tree.h"

enum { WALK_STEPS = 100000, LIST_BYTES = 8192 };

typedef struct Reading {
    Catalog *c;
    Str file;
    Err *err;
} Reading;

static bool fail(const Reading *r, uint32_t line, const char *hint, const char *what) {
    return err_set(r->err, ERR_INPUT, hint, "%.*s, line %u: %s", STR_ARG(r->file), line, what);
}

/* The scalars of a list joined by ", "; one scalar alone is a list of itself. */
static Str joined(Arena *a, const YamlNode *list) {
    if (!list) return (Str){"", 0};
    if (list->kind == YAML_SCALAR) return str_trim(list->text);
    Buf b = buf_new(LIST_BYTES);
    for (const YamlItem *i = list->items; i && b.n < LIST_BYTES / 2; i = i->next) {
        if (i->value->kind != YAML_SCALAR || !i->value->text.n) continue;
        if (b.n) buf_lit(&b, ", ");
        buf_add(&b, utf8_cut(i->value->text, CATALOG_NAME_BYTES));
    }
    Str text = arena_str(a, buf_str(&b));
    buf_free(&b);
    return text;
}

/* ---- Backstage ------------------------------------------------------------------------------- */

typedef struct RelationField {
    const char *key;
    RelationKind relation;
    EntityKind kind; /* of a reference that does not say */
} RelationField;

static const RelationField FIELDS[] = {
    {"dependsOn", RELATION_DEPENDS_ON, ENTITY_COMPONENT},
    {"dependencyOf", RELATION_DEPENDENCY_OF, ENTITY_COMPONENT},
    {"consumesApis", RELATION_CONSUMES, ENTITY_API},
    {"providesApis", RELATION_PROVIDES, ENTITY_API},
    {"apiConsumedBy", RELATION_CONSUMED_BY, ENTITY_COMPONENT}, /* not Backstage's, but seen in catalogs */
    {"apiProvidedBy", RELATION_PROVIDED_BY, ENTITY_COMPONENT},
    {"subcomponentOf", RELATION_PART_OF, ENTITY_COMPONENT},
    {"system", RELATION_PART_OF, ENTITY_SYSTEM},
    {"domain", RELATION_PART_OF, ENTITY_DOMAIN},
    {"memberOf", RELATION_MEMBER_OF, ENTITY_GROUP},
    {"members", RELATION_MEMBER, ENTITY_USER},
    {"parent", RELATION_PARENT, ENTITY_GROUP},
    {"children", RELATION_CHILD, ENTITY_GROUP},
};

static bool relation_read(const Reading *r, Relations *out, const RelationField *f, const YamlNode *node,
                          Str name_space) {
    if (node->kind != YAML_SCALAR)
        return fail(r, node->line, "write [kind:][namespace/]name",
                    arena_printf(r->c->arena, "%s holds something that is no name", f->key).p);
    if (!str_trim(node->text).n) return true;
    Str target = catalog_ref(r->c->arena, node->text, f->kind, name_space);
    if (!target.n)
        return fail(
            r, node->line, "write [kind:][namespace/]name",
            arena_printf(r->c->arena, "%s: '%.*s' is no reference", f->key, STR_ARG(utf8_cut(node->text, 80))).p);
    relations_add(r->c->arena, out, f->relation, target, node->line);
    return true;
}

static bool relations_read(const Reading *r, const YamlNode *spec, Str name_space, Entity *e) {
    Relations out = {0};
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        const YamlNode *node = yaml_get(spec, FIELDS[i].key);
        if (!node) continue;
        if (node->kind == YAML_MAP)
            return fail(r, node->line, "write a list", arena_printf(r->c->arena, "%s is a map", FIELDS[i].key).p);
        if (node->kind == YAML_SCALAR && !relation_read(r, &out, &FIELDS[i], node, name_space)) return false;
        for (const YamlItem *k = node->items; k; k = k->next)
            if (!relation_read(r, &out, &FIELDS[i], k->value, name_space)) return false;
    }
    e->relations = out.at;
    e->relations_n = out.n;
    return true;
}

static bool owner_read(const Reading *r, const YamlNode *spec, Str name_space, Entity *e) {
    const YamlNode *owner = yaml_get(spec, "owner");
    if (!owner || (owner->kind == YAML_SCALAR && !str_trim(owner->text).n)) return true;
    if (owner->kind == YAML_SCALAR) e->owner = catalog_ref(r->c->arena, owner->text, ENTITY_GROUP, name_space);
    return e->owner.n || fail(r, owner->line, "write the name of a group, or user:name", "spec.owner is no reference");
}

/* Where the code lies, for the words of its path: the last parts of what the annotations say. */
static Str source_path(Arena *a, const YamlNode *annotations) {
    Str slug = yaml_text(annotations, "github.com/project-slug"),
        at = yaml_text(annotations, "backstage.io/source-location");
    size_t tree = str_find(at, STR("/tree/"));
    if (tree == SIZE_MAX) return slug;
    Str path = str_slice(at, tree + 6, at.n);
    str_cut(&path, '/'); /* the branch */
    return path.n ? arena_printf(a, "%.*s, %.*s", STR_ARG(utf8_cut(slug, 200)), STR_ARG(utf8_cut(path, 500))) : slug;
}

static int kind_of(Str kind) {
    for (int k = 0; k < ENTITY_KINDS; k++)
        if (str_eq_nocase(kind, str_from_c(entity_kind_name((EntityKind)k)))) return k;
    return -1;
}

static bool is_placeholder(Str s) {
    return str_find(s, STR("{{")) != SIZE_MAX || str_find(s, STR("{%")) != SIZE_MAX;
}

static bool backstage_read(const Reading *r, const YamlNode *doc) {
    const YamlNode *meta = yaml_get(doc, "metadata"), *spec = yaml_get(doc, "spec"),
                   *notes = yaml_get(meta, "annotations");
    Str kind_name = yaml_text(doc, "kind"), name = yaml_text(meta, "name"), name_space = yaml_text(meta, "namespace");
    int kind = kind_of(kind_name);
    if (!kind_name.n) return fail(r, doc->line, "write kind: Component, or what it is", "the document has no kind");
    if (str_eq_nocase(kind_name, STR("Location")))
        catalog_notice(r->c, r->file, doc->line, "a Location is not followed: give the files that it names, too");
    if (kind < 0) return true; /* Location, Template and kinds of a company's own */
    if (is_placeholder(name)) {
        catalog_notice(r->c, r->file, doc->line, "passed over: its name is a placeholder of a template");
        return true;
    }
    if (!name.n) return fail(r, doc->line, "give it metadata: name:", "the document has no metadata.name");
    Entity *e = catalog_add(r->c, (EntityKind)kind, name, name_space, r->file, doc->line, r->err);
    if (!e) return false;
    e->title = yaml_text(meta, "title");
    e->description = yaml_text(meta, "description");
    e->type = yaml_text(spec, "type");
    e->lifecycle = yaml_text(spec, "lifecycle");
    e->tags = joined(r->c->arena, yaml_get(meta, "tags"));
    e->products = yaml_text(notes, "ridealong/products");
    e->paths = source_path(r->c->arena, notes);
    const YamlNode *profile = yaml_get(spec, "profile");
    e->email = yaml_text(profile, "email");
    if (!e->title.n) e->title = yaml_text(profile, "displayName");
    return owner_read(r, spec, name_space, e) && relations_read(r, spec, name_space, e);
}

/* ---- Compose --------------------------------------------------------------------------------- */

static bool service_read(const Reading *r, const YamlItem *service) {
    Relations out = {0};
    const YamlNode *needs = yaml_get(service->value, "depends_on");
    Entity *e =
        catalog_add(r->c, ENTITY_COMPONENT, service->key->text, (Str){"", 0}, r->file, service->key->line, r->err);
    if (!e) return false;
    e->type = STR("service");
    for (const YamlItem *k = needs ? needs->items : NULL; k; k = k->next) {
        const YamlNode *one = k->key ? k->key : k->value;
        Str target = one->kind == YAML_SCALAR ? catalog_ref(r->c->arena, one->text, ENTITY_COMPONENT, (Str){"", 0})
                                              : (Str){NULL, 0};
        if (!target.n)
            return fail(r, one->line, "write the name of a service", "depends_on holds something that is no name");
        relations_add(r->c->arena, &out, RELATION_DEPENDS_ON, target, one->line);
    }
    e->relations = out.at;
    e->relations_n = out.n;
    return true;
}

static bool compose_read(const Reading *r, const YamlNode *services) {
    for (const YamlItem *k = services->items; k; k = k->next) {
        if (k->key->kind != YAML_SCALAR)
            return fail(r, k->key->line, "write a name", "the name of a service is no text");
        if (!service_read(r, k)) return false;
    }
    return true;
}

/* ---- Kubernetes ------------------------------------------------------------------------------ */

static bool is_workload(Str kind) {
    static const char *const KINDS[] = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet",
                                        "CronJob",    "Job",         "Pod"};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (str_eq(kind, str_from_c(KINDS[i]))) return true;
    return false;
}

/* The host in "payment:50051", "http://payment/", "payment.default.svc.cluster.local"; "" when it is none. */
static Str host_of(Str value) {
    size_t scheme = str_find(value, STR("://"));
    if (scheme != SIZE_MAX) value = str_slice(value, scheme + 3, value.n);
    size_t n = 0;
    while (n < value.n &&
           ((value.p[n] >= 'a' && value.p[n] <= 'z') || (value.p[n] >= '0' && value.p[n] <= '9') || value.p[n] == '-'))
        n++;
    bool ends = n == value.n || str_find(STR(":/."), str_slice(value, n, n + 1)) != SIZE_MAX;
    return n && n < 64 && ends ? str_slice(value, 0, n) : (Str){"", 0};
}

/* Each `value` of an environment may be the address of another workload; catalog_finish keeps those that are. */
static void addresses_read(const Reading *r, Relations *out, const YamlNode *node, Str name_space, size_t *steps) {
    for (const YamlItem *k = node ? node->items : NULL; k && *steps; k = k->next) {
        --*steps;
        const YamlNode *v = k->value;
        Str host = {"", 0};
        if (v->kind != YAML_SCALAR) addresses_read(r, out, v, name_space, steps);
        else if (k->key && str_eq(k->key->text, STR("value"))) host = host_of(str_trim(v->text));
        Str target = host.n ? catalog_ref(r->c->arena, host, ENTITY_COMPONENT, name_space) : host;
        if (target.n) relations_add(r->c->arena, out, RELATION_MAYBE, target, v->line);
    }
}

static bool kubernetes_read(const Reading *r, const YamlNode *doc) {
    if (!is_workload(yaml_text(doc, "kind"))) return true;
    const YamlNode *meta = yaml_get(doc, "metadata");
    Relations out = {0};
    size_t steps = WALK_STEPS;
    Str name = yaml_text(meta, "name"), name_space = yaml_text(meta, "namespace");
    if (!name.n) return fail(r, doc->line, "give it metadata: name:", "the workload has no metadata.name");
    Entity *e = catalog_add(r->c, ENTITY_COMPONENT, name, name_space, r->file, doc->line, r->err);
    if (!e) return false;
    e->type = STR("service");
    addresses_read(r, &out, yaml_get(doc, "spec"), name_space, &steps);
    e->relations = out.at;
    e->relations_n = out.n;
    return true;
}

/* ---- one file -------------------------------------------------------------------------------- */

static bool document_read(const Reading *r, const YamlNode *doc) {
    const YamlNode *services = yaml_get(doc, "services");
    Str version = yaml_text(doc, "apiVersion");
    if (doc->kind == YAML_SCALAR && !doc->text.n) return true;
    if (str_starts(version, STR("backstage.io/"))) return backstage_read(r, doc);
    if (version.n) return kubernetes_read(r, doc);
    if (services && services->kind == YAML_MAP) return compose_read(r, services);
    return fail(r, doc->line,
                "begin it with apiVersion: backstage.io/v1alpha1 and kind: Component, or give a Compose file or "
                "Kubernetes manifest",
                "this is no catalog file");
}

static bool documents_read(const Reading *r, Str text) {
    YamlDocument *first = NULL;
    if (!yaml_read(r->c->arena, r->file, text, &first, r->err)) return false;
    for (; first; first = first->next)
        if (first->root && !document_read(r, first->root)) return false;
    return true;
}

bool catalog_add_yaml(Catalog *c, Str file, Str text, Err *err) {
    Err wrong = {0};
    size_t before = c->entities_n;
    if (text.n > CATALOG_MAX_BYTES)
        return err_set(err, ERR_LIMIT, "split it", "%.*s is larger than 16 MiB", STR_ARG(file));
    if (documents_read(&(Reading){c, file, &wrong}, text)) return true;
    if (!is_placeholder(text)) {
        if (err) *err = wrong;
        return false;
    }
    c->entities_n = before;
    catalog_notice(c, file, 1, "passed over: it has the placeholders of a template (%s)", wrong.message);
    return true;
}
