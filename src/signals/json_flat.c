/* json_flat.c - one JSON object as flat cells.
 *
 * Cells are written as they come, with the path of their container, and the end of an array looks back at what
 * it wrote: scalars become one joined cell; when every element was an object with a "name", the names do too. */
#include "json_flat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

struct FlatCell {
    size_t name, name_n, value, value_n; /* in JsonFlat.bytes */
    int depth;                           /* of the container that it stands in */
    bool is_element;                     /* a scalar of an array */
    bool is_name;                        /* the "name" of an object */
};

JsonFlat flat_new(size_t max_cells, size_t max_bytes) {
    return (JsonFlat){.path = buf_new(max_bytes),
                      .bytes = buf_new(2 * max_bytes), /* joined lists stand beside their parts */
                      .max_cells = max_cells,
                      .max_bytes = max_bytes,
                      .scratch = arena_new()};
}

void flat_free(JsonFlat *f) {
    buf_free(&f->path);
    buf_free(&f->bytes);
    free(f->cells);
    arena_free(f->scratch);
    *f = (JsonFlat){0};
}

void flat_begin(JsonFlat *f) {
    buf_clear(&f->path);
    buf_clear(&f->bytes);
    arena_reset(f->scratch);
    f->n = 0;
    f->depth = 0;
    f->reason[0] = '\0';
}

static FlatFrame *top(JsonFlat *f) {
    return &f->frames[f->depth - 1];
}

static void check_size(JsonFlat *f) {
    if (f->bytes.n > f->max_bytes || f->path.overflowed || f->bytes.overflowed)
        snprintf(f->reason, sizeof f->reason, "the object is longer than %zu bytes", f->max_bytes);
}

/* JSON can spell what UTF-8 text must not contain: lone surrogates and NUL. */
static size_t add_clean(JsonFlat *f, Str s) {
    Str clean = utf8_clean(f->scratch, s, NULL);
    buf_add(&f->bytes, clean);
    return clean.n;
}

static FlatCell *add_cell(JsonFlat *f, Str path, Str value) {
    if (f->n == f->max_cells) {
        snprintf(f->reason, sizeof f->reason, "the object has more than %zu fields", f->max_cells);
        return NULL;
    }
    if (f->n == f->size) {
        f->size = f->size ? f->size * 2 : 64;
        f->cells = mem_grow(f->cells, f->size, sizeof *f->cells);
    }
    FlatCell *c = &f->cells[f->n++];
    *c = (FlatCell){.depth = f->depth, .name = f->bytes.n};
    c->name_n = add_clean(f, path);
    c->value = f->bytes.n;
    c->value_n = add_clean(f, value);
    check_size(f);
    return c;
}

/* An element of an array that is a container gets a path of its own: "labels.0". */
static void number_element(JsonFlat *f) {
    if (f->depth == 0 || !top(f)->is_array) return;
    FlatFrame *array = top(f);
    f->path.n = array->path_n;
    buf_printf(&f->path, ".%zu", array->index++);
}

void flat_open(JsonFlat *f, bool is_array) {
    if (f->reason[0]) return;
    if (f->depth == FLAT_DEPTH) {
        snprintf(f->reason, sizeof f->reason, "nested deeper than %d levels", FLAT_DEPTH);
        return;
    }
    if (f->depth) {
        top(f)->children++;
        if (is_array) top(f)->others++;
        else top(f)->objects++;
    }
    number_element(f);
    f->frames[f->depth++] = (FlatFrame){.is_array = is_array, .path_n = f->path.n, .first_cell = f->n};
}

void flat_key(JsonFlat *f, Str key) {
    if (f->reason[0]) return;
    f->path.n = top(f)->path_n;
    if (f->path.n) buf_add_char(&f->path, '.');
    buf_add(&f->path, key);
    check_size(f);
}

void flat_scalar(JsonFlat *f, Str value) {
    if (f->reason[0]) return;
    FlatFrame *in = top(f);
    in->children++;
    if (in->is_array) {
        f->path.n = in->path_n;
        in->index++;
    }
    Str path = buf_str(&f->path);
    size_t key_at = in->path_n + (in->path_n > 0);
    FlatCell *c = add_cell(f, path, value);
    if (!c) return;
    c->is_element = in->is_array;
    c->is_name = !in->is_array && str_eq(str_slice(path, key_at, path.n), STR("name"));
}

/* Does the cell go into the joined list of the array at the top? */
static bool joins(const JsonFlat *f, const FlatCell *c, bool by_name) {
    return (c->is_element && c->depth == f->depth) || (by_name && c->is_name && c->depth == f->depth + 1);
}

static bool every_object_has_a_name(const JsonFlat *f, const FlatFrame *array) {
    size_t names = 0;
    for (size_t i = array->first_cell; i < f->n; i++) names += joins(f, &f->cells[i], true) && f->cells[i].is_name;
    return array->objects && !array->others && names == array->objects;
}

/* Puts one joined cell in place of those that join; the others stay, or go with their names kept. */
static void join_array(JsonFlat *f, const FlatFrame *array) {
    bool by_name = every_object_has_a_name(f, array);
    size_t kept = array->first_cell, joined = 0;
    FlatCell list = {.depth = f->depth - 1, .value = f->bytes.n};
    for (size_t i = array->first_cell; i < f->n; i++) {
        FlatCell c = f->cells[i];
        if (joins(f, &c, by_name)) {
            if (joined++) buf_lit(&f->bytes, ", ");
            Str value = str_slice(buf_str(&f->bytes), c.value, c.value + c.value_n);
            buf_add(&f->bytes, arena_str(f->scratch, value)); /* a copy, since the buffer may move */
        } else if (!by_name) {
            f->cells[kept++] = c;
        }
    }
    list.value_n = f->bytes.n - list.value;
    if (joined == 0) return;
    list.name = f->bytes.n;
    f->path.n = array->path_n;
    buf_add(&f->bytes, buf_str(&f->path));
    list.name_n = f->bytes.n - list.name;
    f->cells[kept++] = list;
    f->n = kept;
    check_size(f);
}

void flat_close(JsonFlat *f) {
    if (f->reason[0]) return;
    FlatFrame *closed = top(f);
    f->path.n = closed->path_n;
    if (closed->children == 0 && f->depth > 1) add_cell(f, buf_str(&f->path), STR(""));
    if (closed->is_array && closed->children) join_array(f, closed);
    f->depth--;
}

void flat_cells(const JsonFlat *f, Arena *a, Cell **cells, size_t *n) {
    Str bytes = arena_str(a, buf_str(&f->bytes));
    *cells = ARENA_ARRAY(a, Cell, f->n);
    *n = f->n;
    for (size_t i = 0; i < f->n; i++) {
        const FlatCell *c = &f->cells[i];
        (*cells)[i] = (Cell){.name = str_slice(bytes, c->name, c->name + c->name_n),
                             .value = str_slice(bytes, c->value, c->value + c->value_n)};
    }
}
