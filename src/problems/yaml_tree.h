/* yaml_tree.h - YAML (libyaml) as a tree with line numbers. Private to problems.
 *
 * An alias is the node it stands for, not a copy of it: nothing grows. Who walks a whole tree must count its steps. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

enum { YAML_MAX_DEPTH = 64, YAML_MAX_NODES = 1000000, YAML_MAX_ANCHORS = 1000 };

typedef enum YamlKind { YAML_SCALAR, YAML_LIST, YAML_MAP } YamlKind;

typedef struct YamlNode YamlNode;
typedef struct YamlItem {
    const YamlNode *key; /* NULL in a list */
    const YamlNode *value;
    struct YamlItem *next;
} YamlItem;

struct YamlNode {
    YamlKind kind;
    Str text; /* of a scalar; "" for a plain null */
    YamlItem *items;
    uint32_t line;
};

typedef struct YamlDocument {
    const YamlNode *root; /* NULL: empty */
    struct YamlDocument *next;
} YamlDocument;

/* *first is NULL when there is none. An error names `file` and line. */
bool yaml_read(Arena *a, Str file, Str text, YamlDocument **first, Err *err);

/* Member of a map by its key; NULL when `map` is NULL, no map, or has none. */
const YamlNode *yaml_get(const YamlNode *map, const char *key);
/* Text of a scalar member, white space off both ends; "" when it is missing or no scalar. */
Str yaml_text(const YamlNode *map, const char *key);
