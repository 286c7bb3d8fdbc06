/* json_rows.h - rows of JSON lines, and of JSON documents that hold an array of objects. Private to signals. */
#pragma once
#include <yajl/yajl_parse.h>

#include "json_flat.h"
#include "window.h"

typedef struct JsonShape {
    FileFormat format; /* FORMAT_AUTO: this is no JSON */
    char wrapper[64];  /* {"tickets": [...]}: the key whose array holds the rows; empty: none */
} JsonShape;

/* What the first bytes of a file look like. */
JsonShape json_sniff(Str text, bool whole_file);

typedef struct JsonItem {
    struct JsonItem *next;
    bool is_reject;
    Row row;
    Reject reject;
} JsonItem;

typedef struct JsonRows {
    Window *in;
    JsonShape shape;
    size_t max_row_bytes;
    yajl_handle parser;
    bool lines;          /* one value on each line, a parser for each */
    bool skip_line;      /* the rest of a line that was too long */
    bool document_ended; /* everything was parsed, or *failure says why not */
    bool failed;
    Err failure;

    /* where the parser is */
    int depth;
    bool in_list, list_pending, in_row; /* in_list: elements at list_depth are rows */
    int list_depth, row_depth;
    JsonFlat flat;
    uint64_t number, row_line;
    Buf raw; /* beginning of the row */
    Str chunk;
    size_t counted, raw_from; /* in chunk: lines are counted up to here; raw is taken from here */
    uint64_t line;            /* at `counted` */
    size_t since_event;       /* bytes parsed since the parser last understood something */

    /* rows that are ready: memory is freed when the last was handed out */
    Arena *arena;
    JsonItem *first, *last;
} JsonRows;

/* Reads up to the first row. */
bool json_rows_open(JsonRows *j, Window *in, const JsonShape *shape, const ReaderOptions *options, Err *err);
void json_rows_close(JsonRows *j);
ReadResult json_rows_next(JsonRows *j, Row *row, Reject *reject, Err *err);

/* The first row, which names the columns; false when none is ready. Valid until json_rows_next. */
bool json_rows_peek(const JsonRows *j, Row *row);

/* json_events.c: what the parser tells becomes rows. A fresh parser, at the beginning of a document or line. */
bool json_start_parser(JsonRows *j);
void json_push_reject(JsonRows *j, const char *reason); /* of the row at row_line, shown as `raw` */
void json_take_raw(JsonRows *j, size_t end);            /* chunk up to `end` belongs to the open row */
uint64_t json_line_here(JsonRows *j);                   /* where the parser is */
