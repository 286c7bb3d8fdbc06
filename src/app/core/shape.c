/* shape.c - does a reply have the shape that its row promises? */
#include <string.h>

#include "app/op.h"
#include "shapes.h"

static const char *check_object(const Field *fields, const json_t *object, Arena *a, Str where);

static bool scalar_fits(FieldType type, const json_t *v) {
    switch (type) {
    case SHAPE_STRING:
    case SHAPE_WORDS:
    case SHAPE_TIME:
        return json_is_string(v);
    case SHAPE_INT:
        return json_is_integer(v);
    case SHAPE_NUMBER:
        return json_is_number(v);
    case SHAPE_BOOL:
        return json_is_boolean(v);
    case SHAPE_OBJECT:
    case SHAPE_MAP:
    case SHAPE_ANY:
        return json_is_object(v);
    case SHAPE_ARRAY:
        return json_is_array(v);
    case SHAPE_END:
        break;
    }
    return false;
}

static const char *check_array(const Field *f, const json_t *array, Arena *a, Str where) {
    size_t i;
    json_t *item;
    json_array_foreach(array, i, item) {
        if (!f->of) {
            if (!json_is_string(item)) return arena_printf(a, "%.*s[%zu]: not a string", STR_ARG(where), i).p;
            continue;
        }
        const char *wrong = check_object(f->of, item, a, arena_printf(a, "%.*s[%zu]", STR_ARG(where), i));
        if (wrong) return wrong;
    }
    return NULL;
}

static const char *check_field(const Field *f, const json_t *v, Arena *a, Str where) {
    if (!v) return arena_printf(a, "%.*s: missing", STR_ARG(where)).p;
    if (json_is_null(v)) {
        bool may = f->nullable || f->type == SHAPE_TIME;
        return may ? NULL : arena_printf(a, "%.*s: null", STR_ARG(where)).p;
    }
    if (!scalar_fits(f->type, v)) return arena_printf(a, "%.*s: wrong type", STR_ARG(where)).p;
    if (f->type == SHAPE_OBJECT) return check_object(f->of, v, a, where);
    if (f->type == SHAPE_ARRAY) return check_array(f, v, a, where);
    if (f->type == SHAPE_MAP) {
        const char *key;
        json_t *item;
        json_object_foreach((json_t *)(uintptr_t)v, key, item)
            if (!json_is_string(item)) return arena_printf(a, "%.*s.%s: not a string", STR_ARG(where), key).p;
    }
    return NULL;
}

static const char *check_object(const Field *fields, const json_t *object, Arena *a, Str where) {
    if (!json_is_object(object)) return arena_printf(a, "%.*s: not an object", STR_ARG(where)).p;
    if (fields == SHAPE_OF_FREE) return NULL;
    size_t known = 0;
    for (const Field *f = fields; f->type != SHAPE_END; f++, known++) {
        Str here = where.n ? arena_printf(a, "%.*s.%s", STR_ARG(where), f->name) : str_from_c(f->name);
        const char *wrong = check_field(f, json_object_get(object, f->name), a, here);
        if (wrong) return wrong;
    }
    if (json_object_size(object) != known) {
        const char *key;
        json_t *item;
        json_object_foreach((json_t *)(uintptr_t)object, key, item) {
            const Field *f = fields;
            while (f->type != SHAPE_END && strcmp(f->name, key) != 0) f++;
            if (f->type == SHAPE_END) return arena_printf(a, "%.*s.%s: not in the shape", STR_ARG(where), key).p;
        }
    }
    return NULL;
}

const char *op_check_reply(const Op *op, const json_t *reply, Arena *a) {
    return check_object(op->reply, reply, a, (Str){"", 0});
}
