/* csv.h - one row of delimited text (RFC 4180, leniently). Private to signals. */
#pragma once
#include "signals/reader.h"

typedef struct CsvDialect {
    char delimiter; /* the same as eol when the file has one column only */
    char eol;       /* '\n', a '\r' before it is dropped; '\r' for the old Macintosh */
} CsvDialect;

typedef struct CsvRow {
    Cell *cells;      /* `cap` of them; a scan writes the values and leaves the names alone */
    uint32_t *quoted; /* as long as `cells`: the indices of those that csv_unquote has to look at */
    size_t n, cap, quoted_n;
    size_t bytes;      /* length of the row with its line end */
    uint64_t lines;    /* line ends in it */
    size_t open_quote; /* with CSV_OPEN_QUOTE: where that quote stands */
} CsvRow;

typedef enum CsvScan {
    CSV_ROW,        /* a whole row */
    CSV_TOO_MANY,   /* a whole row with more than `cap` cells; n counts them all */
    CSV_MORE,       /* `text` ends before the row does */
    CSV_OPEN_QUOTE, /* a quoted cell is torn, or runs beyond `quote_reach` bytes from the row's start or the file */
} CsvScan;

/* Scans the row at the beginning of `text`. `final`: the file ends where `text` ends. */
CsvScan csv_scan(const CsvDialect *d, Str text, bool final, size_t quote_reach, CsvRow *row);

/* Takes the quotes out of the cells, in place, so `text` must have been writable. */
void csv_unquote(CsvRow *row);

/* Delimiter and line end that make the most even rows of a sample; `given` 0: find the delimiter. */
CsvDialect csv_sniff(Str sample, bool whole_file, char given);

/* The same cells, all of them empty or white? */
bool csv_is_blank(const CsvRow *row);
