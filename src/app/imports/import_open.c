/* import_open.c - opens a file, reads its first rows and finds out which column is what. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "import.h"

enum { AHEAD_ROWS = 500, AHEAD_BYTES = 4 << 20, ENDS_BYTES = 1 << 20 };

static Row row_copy(Arena *a, const Row *row) {
    Row copy = *row;
    copy.cells = ARENA_ARRAY(a, Cell, row->n + 1);
    for (size_t i = 0; i < row->n; i++)
        copy.cells[i] = (Cell){arena_str(a, row->cells[i].name), arena_str(a, row->cells[i].value)};
    return copy;
}

static bool read_ahead(ImportFile *f, Err *err) {
    f->ahead = ARENA_ARRAY(f->arena, Row, AHEAD_ROWS + 1);
    f->ahead_rejects = ARENA_ARRAY(f->arena, Reject, AHEAD_ROWS + 1);
    f->ahead_results = ARENA_ARRAY(f->arena, ReadResult, AHEAD_ROWS + 1);
    while (f->ahead_n < AHEAD_ROWS && arena_used(f->arena) < AHEAD_BYTES) {
        Row row;
        Reject *reject = &f->ahead_rejects[f->ahead_n];
        ReadResult result = reader_next(f->reader, &row, reject, err);
        if (result == READ_FAIL && f->ahead_n == 0) return false;
        if (result == READ_FAIL || result == READ_END)
            break; /* a failure comes again when the rows before it are done */
        if (result == READ_ROW) f->ahead[f->ahead_n] = row_copy(f->arena, &row);
        else reject->raw = arena_str(f->arena, reject->raw);
        f->ahead_results[f->ahead_n++] = result;
    }
    return true;
}

/* The columns: the header of a table; for JSON every name seen in the rows read ahead, in order of appearance. */
static const Str *columns(ImportFile *f, size_t *n) {
    if (f->info->format == FORMAT_DELIMITED) {
        *n = f->info->header_n;
        return f->info->header;
    }
    size_t room = 0, count = 0;
    for (size_t i = 0; i < f->ahead_n; i++) room += f->ahead[i].n;
    Str *names = ARENA_ARRAY(f->arena, Str, room + 1);
    for (size_t i = 0; i < f->ahead_n; i++)
        for (size_t k = 0; k < f->ahead[i].n; k++) {
            size_t at = 0;
            while (at < count && !str_eq(names[at], f->ahead[i].cells[k].name)) at++;
            if (at == count) names[count++] = f->ahead[i].cells[k].name;
        }
    *n = count;
    return names;
}

static bool find_mapping(ImportFile *f, const ImportOptions *options, Err *err) {
    size_t names_n, rows_n = 0;
    const Str *names = columns(f, &names_n);
    Row *rows = ARENA_ARRAY(f->arena, Row, f->ahead_n + 1);
    for (size_t i = 0; i < f->ahead_n; i++)
        if (f->ahead_results[i] == READ_ROW) rows[rows_n++] = f->ahead[i];
    bool ok = options->map.n ? mapping_parse(f->arena, options->map, names, names_n, &f->mapping, err)
                             : mapping_recognise(f->arena, names, names_n, rows, rows_n, &f->mapping, err);
    if (!ok) return false;
    f->map_options.day_first = mapping_day_first(&f->mapping, rows, rows_n);
    return true;
}

/* "exports/App reviews.csv.gz" is the source "App reviews". */
static Str source_name(Arena *a, const char *path) {
    static const Str ENDS[] = {STR_INIT(".gz"),  STR_INIT(".zst"),  STR_INIT(".csv"),   STR_INIT(".tsv"),
                               STR_INIT(".txt"), STR_INIT(".json"), STR_INIT(".jsonl"), STR_INIT(".ndjson")};
    const char *slash = strrchr(path, '/');
    Str name = str_from_c(slash ? slash + 1 : path);
    if (str_eq(name, STR("-"))) return STR("standard input");
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
            if (name.n > ENDS[i].n && str_eq_nocase(str_slice(name, name.n - ENDS[i].n, name.n), ENDS[i])) {
                name.n -= ENDS[i].n;
                again = true;
            }
    }
    return arena_str(a, name);
}

/* Size, first and last MiB and the mapping: enough to tell that a run goes on with the same file. */
static void fingerprint(ImportFile *f, const char *path) {
    Sha256Stream hash;
    sha256_begin(&hash);
    Str mapping = mapping_json(f->arena, &f->mapping);
    sha256_add(&hash, mapping);
    uint8_t moment[16];
    struct stat st;
    /* asked before it is opened again: a named pipe whose writer is through would block for ever */
    bool regular = strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode);
    int fd = regular ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) { /* a pipe cannot be continued */
        random_secret(moment, sizeof moment);
        sha256_add(&hash, (Str){(const char *)moment, sizeof moment});
    } else {
        char *part = mem_alloc(ENDS_BYTES);
        ssize_t n = pread(fd, part, ENDS_BYTES, 0);
        sha256_add(&hash, (Str){(const char *)&st.st_size, sizeof st.st_size});
        if (n > 0) sha256_add(&hash, (Str){part, (size_t)n});
        off_t end = st.st_size > ENDS_BYTES ? st.st_size - ENDS_BYTES : 0;
        n = pread(fd, part, ENDS_BYTES, end);
        if (n > 0) sha256_add(&hash, (Str){part, (size_t)n});
        free(part);
    }
    if (fd >= 0) close(fd);
    Sha256 sha = sha256_end(&hash);
    char hex[65];
    hex_encode(hex, sha.bytes, 32);
    f->fingerprint = arena_str(f->arena, str_from_c(hex));
}

void import_name_file(const ImportOptions *options, Err *err) {
    if (err && !str_starts(str_from_c(err->message), str_from_c(options->path))) err_prefix(err, "%s: ", options->path);
}

bool import_open(App *app, const ImportOptions *options, ImportFile *out, Err *err) {
    ImportFile f = {.arena = arena_new()};
    f.map_options = (MapOptions){.customer_key = app->customer_key, .now = options->now};
    f.reader = reader_open(options->path, NULL, err);
    if (f.reader) {
        f.info = reader_info(f.reader);
        f.source = options->source.n ? options->source : source_name(f.arena, options->path);
        if (read_ahead(&f, err) && find_mapping(&f, options, err)) {
            fingerprint(&f, options->path);
            *out = f;
            return true;
        }
    }
    import_name_file(options, err);
    import_close(&f);
    return false;
}

void import_close(ImportFile *f) {
    reader_close(f->reader);
    arena_free(f->arena);
    *f = (ImportFile){0};
}

ReadResult import_next(ImportFile *f, Row *row, Reject *reject, Err *err) {
    if (f->ahead_at == f->ahead_n) return reader_next(f->reader, row, reject, err);
    size_t i = f->ahead_at++;
    *row = f->ahead[i];
    *reject = f->ahead_rejects[i];
    return f->ahead_results[i];
}
