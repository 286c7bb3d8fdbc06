/* yaml_tree.c - libyaml's events put together to a tree. */
#include "yaml_tree.h"

#include <string.h>
#include <yaml.h>

#include "text/utf8.h"

typedef struct Anchor {
    Str name;
    const YamlNode *node; /* NULL while it is being read: an alias to it would be a ring */
} Anchor;

typedef struct Read {
    Arena *a;
    Str file;
    yaml_parser_t *parser;
    Anchor anchors[YAML_MAX_ANCHORS]; /* of this document */
    size_t anchors_n, nodes;
    Err *err;
} Read;

static bool fail(Read *r, ErrCode code, size_t line, const char *hint, const char *what) {
    return err_set(r->err, code, hint, "%.*s, line %zu: %s", STR_ARG(r->file), line + 1, what);
}

static bool next_event(Read *r, yaml_event_t *event) {
    if (yaml_parser_parse(r->parser, event)) return true;
    const yaml_parser_t *p = r->parser;
    char what[200];
    snprintf(what, sizeof what, "%s%s%s", p->problem ? p->problem : "this is no YAML", p->context ? " " : "",
             p->context ? p->context : "");
    return fail(r, ERR_INPUT, p->problem_mark.line,
                "correct that line; indentation by blanks, a blank after each colon", what);
}

/* Without NUL bytes, which an escape can make. */
static Str copied(Read *r, const void *p, size_t n) {
    return utf8_clean(r->a, arena_str(r->a, (Str){(const char *)p, n}), NULL);
}

static bool read_node(Read *r, yaml_event_t *event, int depth, const YamlNode **out);

static bool anchor_begin(Read *r, const yaml_char_t *name, size_t line, size_t *index) {
    *index = SIZE_MAX;
    if (!name) return true;
    if (r->anchors_n == YAML_MAX_ANCHORS)
        return fail(r, ERR_LIMIT, line, "write them out", "this document has more than 1000 anchors");
    *index = r->anchors_n++;
    r->anchors[*index] = (Anchor){copied(r, name, strlen((const char *)name)), NULL};
    return true;
}

static bool read_alias(Read *r, const yaml_event_t *event, const YamlNode **out) {
    Str name = str_from_c((const char *)event->data.alias.anchor);
    for (size_t i = r->anchors_n; i-- > 0;)
        if (str_eq(r->anchors[i].name, name)) {
            *out = r->anchors[i].node;
            return *out || fail(r, ERR_INPUT, event->start_mark.line, "write it out",
                                "an alias stands within what it stands for");
        }
    return fail(r, ERR_INPUT, event->start_mark.line, "write it out", "there is no anchor of that name above");
}

/* Items up to the end of the list or map. */
static bool read_items(Read *r, YamlNode *node, int depth) {
    YamlItem **tail = &node->items;
    for (;;) {
        yaml_event_t event;
        if (!next_event(r, &event)) return false;
        bool end = event.type == YAML_SEQUENCE_END_EVENT || event.type == YAML_MAPPING_END_EVENT;
        YamlItem *item = end ? NULL : ARENA_NEW(r->a, YamlItem);
        bool ok = end || read_node(r, &event, depth, node->kind == YAML_MAP ? &item->key : &item->value);
        yaml_event_delete(&event);
        if (end || !ok) return ok;
        if (node->kind == YAML_MAP) {
            if (!next_event(r, &event)) return false;
            ok = read_node(r, &event, depth, &item->value);
            yaml_event_delete(&event);
            if (!ok) return false;
        }
        *tail = item;
        tail = &item->next;
    }
}

static Str scalar_text(Read *r, const yaml_event_t *event) {
    Str text = copied(r, event->data.scalar.value, event->data.scalar.length);
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return plain && (str_eq(text, STR("null")) || str_eq(text, STR("~"))) ? (Str){"", 0} : text;
}

static bool read_node(Read *r, yaml_event_t *event, int depth, const YamlNode **out) {
    size_t line = event->start_mark.line, anchor;
    if (event->type == YAML_ALIAS_EVENT) return read_alias(r, event, out);
    if (depth >= YAML_MAX_DEPTH)
        return fail(r, ERR_LIMIT, line, "make it flatter", "lists and maps are nested more than 64 deep");
    if (++r->nodes > YAML_MAX_NODES)
        return fail(r, ERR_LIMIT, line, "split the file", "the file has more than a million values");
    YamlNode *node = ARENA_NEW(r->a, YamlNode);
    node->line = (uint32_t)line + 1;
    node->kind = event->type == YAML_SEQUENCE_START_EVENT  ? YAML_LIST
                 : event->type == YAML_MAPPING_START_EVENT ? YAML_MAP
                                                           : YAML_SCALAR;
    const yaml_char_t *name = node->kind == YAML_LIST  ? event->data.sequence_start.anchor
                              : node->kind == YAML_MAP ? event->data.mapping_start.anchor
                                                       : event->data.scalar.anchor;
    if (!anchor_begin(r, name, line, &anchor)) return false;
    if (node->kind == YAML_SCALAR) node->text = scalar_text(r, event);
    else if (!read_items(r, node, depth + 1)) return false;
    if (anchor != SIZE_MAX) r->anchors[anchor].node = node;
    *out = node;
    return true;
}

static bool read_documents(Read *r, YamlDocument **first) {
    YamlDocument **tail = first;
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!next_event(r, &event)) return false;
        more = event.type != YAML_STREAM_END_EVENT;
        bool starts = event.type == YAML_DOCUMENT_START_EVENT, ok = true;
        yaml_event_delete(&event);
        if (!starts) continue;
        YamlDocument *d = ARENA_NEW(r->a, YamlDocument);
        r->anchors_n = 0;
        if (!next_event(r, &event)) return false;
        ok = read_node(r, &event, 0, &d->root);
        yaml_event_delete(&event);
        if (!ok) return false;
        *tail = d;
        tail = &d->next;
    }
    return true;
}

bool yaml_read(Arena *a, Str file, Str text, YamlDocument **first, Err *err) {
    Read *r = ARENA_NEW(a, Read);
    yaml_parser_t parser;
    YamlDocument *found = NULL;
    *r = (Read){.a = a, .file = file, .parser = &parser, .err = err};
    if (!utf8_valid(text)) return fail(r, ERR_INPUT, 0, "save it as UTF-8", "the file is not UTF-8 text");
    if (!yaml_parser_initialize(&parser)) return err_set(err, ERR_INTERNAL, NULL, "no memory for a YAML parser");
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)(text.p ? text.p : ""), text.n);
    bool ok = read_documents(r, &found);
    yaml_parser_delete(&parser);
    if (ok) *first = found;
    return ok;
}

const YamlNode *yaml_get(const YamlNode *map, const char *key) {
    if (!map || map->kind != YAML_MAP) return NULL;
    for (const YamlItem *i = map->items; i; i = i->next)
        if (i->key->kind == YAML_SCALAR && str_eq(i->key->text, str_from_c(key))) return i->value;
    return NULL;
}

Str yaml_text(const YamlNode *map, const char *key) {
    const YamlNode *node = yaml_get(map, key);
    return node && node->kind == YAML_SCALAR ? str_trim(node->text) : (Str){"", 0};
}
