/* json_flat.h - one JSON object as flat cells. Private to signals.
 *
 *     {"id": 7, "via": {"channel": "web"}, "labels": [{"name": "bug"}, {"name": "ui"}], "tags": ["a", "b"]}
 *
 * becomes id=7, via.channel=web, labels="bug, ui", tags="a, b". Lists of objects without names are numbered:
 * custom_fields.0.id. Numbers keep their text. Built from events, so that no tree is ever in memory. */
#pragma once
#include "base/buf.h"
#include "signals/reader.h"

typedef struct FlatCell FlatCell;

enum { FLAT_DEPTH = 64 };

typedef struct FlatFrame {
    bool is_array;
    size_t path_n;     /* path of the container itself */
    size_t first_cell; /* its cells begin here */
    size_t index;      /* of the element in an array */
    size_t objects;    /* elements that are objects */
    size_t others;     /* elements that are arrays */
    size_t children;
} FlatFrame;

typedef struct JsonFlat {
    Buf path, bytes;
    FlatCell *cells;
    size_t n, size, max_cells, max_bytes;
    int depth; /* open containers; the row itself is the first */
    FlatFrame frames[FLAT_DEPTH];
    Arena *scratch;
    char reason[256]; /* why the row is no good; empty while it is */
} JsonFlat;

JsonFlat flat_new(size_t max_cells, size_t max_bytes);
void flat_free(JsonFlat *f);
void flat_begin(JsonFlat *f); /* forgets the last row */

/* The events between the outer braces, both included. After a reason is set they do nothing. */
void flat_open(JsonFlat *f, bool is_array);
void flat_close(JsonFlat *f);
void flat_key(JsonFlat *f, Str key);
void flat_scalar(JsonFlat *f, Str value);

/* The cells of the row that was closed, copied to the arena. */
void flat_cells(const JsonFlat *f, Arena *a, Cell **cells, size_t *n);
