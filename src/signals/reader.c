/* reader.c - rows out of files: what kind of file is this, and who reads it.
 *
 *     unpack (gzip, zstd) -> decode (to UTF-8) -> window (what is in memory) -> csv_rows | json_rows
 */
#include "signals/reader.h"

#include <stdlib.h>
#include <string.h>

#include "csv_rows.h"
#include "json_rows.h"

enum { DEFAULT_ROW_BYTES = 4 << 20, DEFAULT_CELLS = 4096, DEFAULT_EXPANSION = 1000 };

struct Reader {
    ReaderInfo info;
    char *path;
    Unpack *unpack; /* owned by the window's decoder */
    Decoder *decoder;
    Window window;
    CsvRows csv;   /* when info.format is FORMAT_DELIMITED */
    JsonRows json; /* otherwise */
    Arena *arena;
};

static ReaderOptions with_defaults(const ReaderOptions *given) {
    ReaderOptions o = given ? *given : (ReaderOptions){0};
    if (!o.max_row_bytes) o.max_row_bytes = DEFAULT_ROW_BYTES;
    if (!o.max_cells) o.max_cells = DEFAULT_CELLS;
    if (!o.max_expansion) o.max_expansion = DEFAULT_EXPANSION;
    return o;
}

static bool open_window(Reader *r, const ReaderOptions *o, Err *err) {
    r->unpack = unpack_open(r->path, o->max_expansion, err);
    if (!r->unpack) return false;
    r->decoder = decoder_open(r->unpack, r->path, err);
    if (!r->decoder) return false;
    r->window = window_open(r->decoder, o->max_row_bytes + (64 << 10));
    window_more(&r->window);
    if (!r->window.failed || r->window.end) return true;
    *err = r->window.failure;
    return false;
}

static bool refuse_markup(const Reader *r, Err *err) {
    static const char *const STARTS[] = {"<!doctype", "<html", "<?xml", "<table"};
    Str text = str_trim(str_slice(window_text(&r->window), 0, 256));
    for (size_t i = 0; i < sizeof STARTS / sizeof *STARTS; i++) {
        Str start = str_from_c(STARTS[i]);
        if (!str_eq_nocase(str_slice(text, 0, start.n), start)) continue;
        return err_set(err, ERR_INPUT, "export the table as CSV or JSON", "%s: is a web page or XML, not a table",
                       r->path);
    }
    return true;
}

static JsonShape choose_shape(const Reader *r, FileFormat wanted) {
    if (wanted == FORMAT_DELIMITED) return (JsonShape){FORMAT_AUTO, ""};
    JsonShape shape = json_sniff(window_text(&r->window), r->window.at_end);
    if (wanted == FORMAT_JSON_LINES) return (JsonShape){FORMAT_JSON_LINES, ""};
    if (wanted == FORMAT_JSON_ARRAY) shape.format = FORMAT_JSON_ARRAY;
    return shape;
}

/* JSON names its columns in each row; those of the first one stand for the file. */
static void note_json_header(Reader *r) {
    Row first;
    if (!json_rows_peek(&r->json, &first)) return;
    Str *names = ARENA_ARRAY(r->arena, Str, first.n);
    for (size_t i = 0; i < first.n; i++) names[i] = arena_str(r->arena, first.cells[i].name);
    r->info.header = names;
    r->info.header_n = first.n;
}

/* Messages from unpack name the file, those of the row readers only the line. */
static bool name_file(const Reader *r, Err *err) {
    if (str_find(str_from_c(err->message), str_from_c(r->path)) != SIZE_MAX) return false;
    return err_prefix(err, "%s: ", r->path);
}

static bool open_rows(Reader *r, const ReaderOptions *o, Err *err) {
    JsonShape shape = choose_shape(r, o->format);
    if (shape.format == FORMAT_AUTO) {
        r->info.format = FORMAT_DELIMITED;
        if (!refuse_markup(r, err)) return false;
        if (!csv_rows_open(&r->csv, &r->window, o, err)) return name_file(r, err);
        r->info.delimiter = r->csv.dialect.delimiter;
        r->info.header = r->csv.header;
        r->info.header_n = r->csv.header_n;
        return true;
    }
    r->info.format = shape.format;
    if (!json_rows_open(&r->json, &r->window, &shape, o, err)) return name_file(r, err);
    note_json_header(r);
    return true;
}

Reader *reader_open(const char *path, const ReaderOptions *options, Err *err) {
    Err ignored;
    if (!err) err = &ignored;
    ReaderOptions o = with_defaults(options);
    Reader *r = mem_alloc(sizeof *r);
    *r = (Reader){.path = strdup(path), .arena = arena_new()};
    if (!r->path) {
        err_set(err, ERR_INTERNAL, NULL, "out of memory");
    } else if (open_window(r, &o, err) && open_rows(r, &o, err)) {
        return r;
    }
    reader_close(r);
    return NULL;
}

ReadResult reader_next(Reader *r, Row *row, Reject *reject, Err *err) {
    Err ignored;
    if (!err) err = &ignored;
    ReadResult got = r->info.format == FORMAT_DELIMITED ? csv_rows_next(&r->csv, row, reject, err)
                                                        : json_rows_next(&r->json, row, reject, err);
    if (got == READ_FAIL) name_file(r, err);
    return got;
}

const ReaderInfo *reader_info(Reader *r) {
    r->info.encoding = decoder_encoding(r->decoder);
    r->info.compression = unpack_kind(r->unpack);
    r->info.bytes_read = unpack_bytes_read(r->unpack);
    r->info.bytes_total = unpack_bytes_total(r->unpack);
    return &r->info;
}

void reader_close(Reader *r) {
    if (!r) return;
    csv_rows_close(&r->csv);
    json_rows_close(&r->json);
    window_close(&r->window);
    arena_free(r->arena);
    free(r->path);
    free(r);
}
