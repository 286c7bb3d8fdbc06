/* reader.h - rows out of files: CSV, TSV and friends, JSON arrays, JSON lines; plain, gzip or zstd;
 * UTF-8, UTF-16 and Windows-1252. Memory is bounded whatever the file holds.
 *
 *     Reader *r = reader_open(path, &options, err);
 *     Row row; Reject bad;
 *     for (;;) switch (reader_next(r, &row, &bad, err)) {
 *     case READ_ROW:    ... row.cells[i].name, .value ...  break;
 *     case READ_REJECT: ... bad.line, bad.reason ...       break;
 *     case READ_END:    return true;
 *     case READ_FAIL:   return false;      // *err says why
 *     }
 *
 * Every row of the file comes out exactly once, as a row or as a reject. Rejects: rows shorter or wider than the
 * header (in Jira's exports the extra cells repeat the last column; empty extra cells are nothing), quotes that are
 * never closed, rows over a limit, malformed JSON lines, JSON values that are no objects. Blank lines are no rows.
 * A damaged file or a malformed JSON document is READ_FAIL, after the rows before the damage. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

typedef struct Cell {
    Str name;  /* column header as written, or a dotted path for JSON ("via.channel"); may repeat */
    Str value; /* valid UTF-8; JSON lists of scalars are joined by ", "; null is empty */
} Cell;

typedef struct Row {
    uint64_t line;   /* where the row begins, from 1 */
    uint64_t number; /* the how-manieth row, from 1, rejects included */
    Cell *cells;     /* valid until the next reader_next */
    size_t n;
} Row;

typedef struct Reject {
    uint64_t line, number;
    char reason[256]; /* what is wrong and what to do */
    Str raw;          /* the beginning of the row, at most 2 KiB, cleaned to UTF-8; until the next call */
} Reject;

typedef enum ReadResult { READ_ROW, READ_REJECT, READ_END, READ_FAIL } ReadResult;

typedef enum FileFormat { FORMAT_AUTO, FORMAT_DELIMITED, FORMAT_JSON_ARRAY, FORMAT_JSON_LINES } FileFormat;

typedef struct ReaderOptions {
    FileFormat format;      /* AUTO: from the first bytes */
    char delimiter;         /* 0: found out */
    size_t max_row_bytes;   /* 0: 4 MiB; a longer row is a reject */
    size_t max_cells;       /* 0: 4096 */
    uint64_t max_expansion; /* decompressed over compressed bytes before we call it a bomb; 0: 1000 */
} ReaderOptions;

typedef struct ReaderInfo {
    FileFormat format;
    char delimiter;
    const char *encoding;    /* "utf-8", "utf-16le", "windows-1252", ... */
    const char *compression; /* "none", "gzip", "zstd" */
    const Str *header;       /* column names of a delimited file; for JSON those of the first row */
    size_t header_n;
    uint64_t bytes_read, bytes_total; /* of the file on disk; total 0 for standard input */
} ReaderInfo;

typedef struct Reader Reader;

/* `path` may be "-". Reads enough to know format and header. NULL on failure. */
Reader *reader_open(const char *path, const ReaderOptions *options, Err *err);
ReadResult reader_next(Reader *r, Row *row, Reject *reject, Err *err);
const ReaderInfo *reader_info(Reader *r);
void reader_close(Reader *r); /* NULL is fine */
