/* csv_rows.h - rows of a delimited file: header, short and wide rows, open quotes. Private to signals. */
#pragma once
#include "csv.h"
#include "window.h"

typedef struct CsvRows {
    Window *in;
    CsvDialect dialect;
    CsvRow row;
    Str *header;
    size_t header_n;     /* columns */
    size_t needed_n;     /* up to the last column that has a name: fewer cells are a reject */
    bool wide_is_normal; /* Jira: more cells repeat the last column */
    bool skip_line;      /* the rest of a row that was too long */
    uint64_t number;     /* rows so far */
    size_t max_row_bytes;
    size_t quote_credit;
    Arena *arena; /* header and cells */
} CsvRows;

/* Finds the dialect and reads the header; `options` with all defaults filled in. */
bool csv_rows_open(CsvRows *c, Window *in, const ReaderOptions *options, Err *err);
void csv_rows_close(CsvRows *c);
ReadResult csv_rows_next(CsvRows *c, Row *row, Reject *reject, Err *err);

enum { RAW_SHOWN = 2048 };

/* The beginning of a row for Reject.raw: at most RAW_SHOWN bytes, whole characters. */
Str raw_beginning(Str s);
