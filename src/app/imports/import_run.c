/* import_run.c - the rows of one file into the store.
 *
 * In batches: rows are read one after the other, mapped and redacted in parallel, saved in their order. A batch, the
 * counts of the import and how far it is are one transaction, and the rejects file is on disk before it commits; so a
 * process that is killed anywhere is continued by the next run with nothing doubled and nothing lost. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "discovery.h"
#include "import.h"
#include "rejects.h"

enum { BATCH_ROWS = 4096, BATCH_BYTES = 8 << 20, RAW_BYTES = 2048, MAP_GRAIN = 32 };

typedef struct Item {
    ReadResult read; /* READ_ROW or READ_REJECT */
    Row row;
    MapResult mapped;
    Signal signal;
    Reject reject;
} Item;

typedef struct Run {
    App *app;
    const ImportOptions *options;
    ImportFile *file;
    ImportRow *row;
    Rejects rejects;
    Arena *arena;    /* rows of the batch */
    Arena **workers; /* what mapping made of them; one for each thread */
    Item *items;
    Signal *signals;
    PutResult *results;
    size_t n;
    bool at_end;
    const Progress *progress;
} Run;

/* Names of table columns live as long as the file; those of JSON rows only until the next row. */
static Str name_copy(Run *r, Str name, size_t i) {
    const ReaderInfo *info = r->file->info;
    bool lasts = info->format == FORMAT_DELIMITED && i < info->header_n && name.p == info->header[i].p;
    return lasts ? name : arena_str(r->arena, name);
}

static void keep_row(Run *r, Item *item, const Row *row) {
    item->row = *row;
    item->row.cells = ARENA_ARRAY(r->arena, Cell, row->n + 1);
    for (size_t i = 0; i < row->n; i++)
        item->row.cells[i] = (Cell){name_copy(r, row->cells[i].name, i), arena_str(r->arena, row->cells[i].value)};
}

static bool batch_read(Run *r, Err *err) {
    while (r->n < BATCH_ROWS && arena_used(r->arena) < BATCH_BYTES) {
        Row row = {0};
        Item *item = &r->items[r->n];
        memset(item, 0, sizeof *item);
        item->read = import_next(r->file, &row, &item->reject, err);
        if (item->read == READ_FAIL) return false;
        if (item->read == READ_END) {
            r->at_end = true;
            return true;
        }
        uint64_t number = item->read == READ_ROW ? row.number : item->reject.number;
        if (number <= (uint64_t)r->row->rows) continue; /* an earlier run has it */
        if (item->read == READ_ROW) keep_row(r, item, &row);
        else item->reject.raw = arena_str(r->arena, item->reject.raw);
        r->n++;
    }
    return true;
}

/* A row without an id of its own gets one from its content; signals_put tells equal rows apart. */
static Str made_id(Arena *a, const Signal *s) {
    return arena_printf(a, "#%016llx%016llx", (unsigned long long)signal_content_hash(s),
                        (unsigned long long)hash64_seed(s->text, hash64(s->meta)));
}

static Str row_beginning(Arena *a, const Row *row) {
    Buf b = buf_new(RAW_BYTES);
    for (size_t i = 0; i < row->n && !b.overflowed; i++) {
        if (i) buf_lit(&b, " | ");
        buf_add(&b, row->cells[i].value);
    }
    Str s = arena_str(a, buf_str(&b));
    buf_free(&b);
    return s;
}

static void map_range(void *ctx, size_t begin, size_t end, int worker) {
    Run *r = ctx;
    Arena *a = r->workers[worker];
    for (size_t i = begin; i < end; i++) {
        Item *item = &r->items[i];
        if (item->read != READ_ROW) continue;
        item->mapped =
            mapping_apply(a, &r->file->mapping, &item->row, &r->file->map_options, &item->signal, item->reject.reason);
        if (item->mapped == MAP_SIGNAL && item->signal.external_id.n == 0)
            item->signal.external_id = made_id(a, &item->signal);
        if (item->mapped == MAP_REJECT) {
            item->reject.line = item->row.line;
            item->reject.number = item->row.number;
            item->reject.raw = row_beginning(a, &item->row);
        }
    }
}

static bool is_reject(const Item *item) {
    return item->read == READ_REJECT || item->mapped == MAP_REJECT;
}

static bool strict_check(const Run *r, const Item *item, Err *err) {
    if (!r->options->strict || !is_reject(item)) return true;
    return err_set(err, ERR_INPUT, "mend the file, or import without --strict to keep such rows in a rejects file",
                   "%s: line %llu: %s; this import stored nothing", r->options->path,
                   (unsigned long long)item->reject.line, item->reject.reason);
}

static void count_results(ImportRow *row, const PutResult *results, size_t n) {
    for (size_t i = 0; i < n; i++) {
        row->inserted += results[i] == PUT_INSERTED;
        row->updated += results[i] == PUT_UPDATED;
        row->unchanged += results[i] == PUT_UNCHANGED;
    }
}

/* Into the open transaction; *row is changed only by what was put. */
static bool batch_put(Run *r, ImportRow *row, Err *err) {
    size_t signals = 0;
    for (size_t i = 0; i < r->n; i++) {
        const Item *item = &r->items[i];
        if (!strict_check(r, item, err)) return false;
        if (is_reject(item)) {
            rejects_add(&r->rejects, &item->reject);
            row->rejected++;
        } else if (item->mapped == MAP_SKIP) {
            row->skipped++;
        } else {
            r->signals[signals++] = item->signal;
        }
    }
    if (!signals_put(r->app->db, row->source_id, row->id, r->signals, signals, r->results, err) ||
        !rejects_flush(&r->rejects, err))
        return false;
    int64_t before = row->inserted + row->updated;
    count_results(row, r->results, signals);
    if (row->inserted + row->updated > before && !themes_changed(r->app, err)) return false;
    row->rows += (int64_t)r->n;
    row->rejects_bytes = r->rejects.bytes;
    if (r->at_end) {
        row->state = STR("finished");
        row->finished_at = r->options->now;
    }
    return import_save(r->app->db, row, err);
}

static bool batch_save(Run *r, Err *err) {
    ImportRow row = *r->row;
    par_for(app_par(r->app), r->n, MAP_GRAIN, map_range, r);
    if (!r->options->strict && !db_begin(r->app->db, err)) return false;
    bool ok = batch_put(r, &row, err);
    if (!r->options->strict) ok = db_end(r->app->db, ok, err);
    if (ok) *r->row = row;
    r->n = 0;
    arena_reset(r->arena);
    for (int i = 0; i < par_threads(app_par(r->app)); i++) arena_reset(r->workers[i]);
    return ok;
}

static bool tick(const Run *r, Err *err) {
    char phase[200];
    snprintf(phase, sizeof phase, "importing %.*s, %lld rows", STR_ARG(r->file->source), (long long)r->row->rows);
    if (progress_tick(r->progress, phase, (double)r->file->info->bytes_read, (double)r->file->info->bytes_total))
        return true;
    return err_set(err, ERR_CANCELLED, "the same command goes on where this one stopped", "stopped after %lld rows",
                   (long long)r->row->rows);
}

static bool run_batches(Run *r, Err *err) {
    while (!r->at_end) {
        Err failure = {0};
        bool readable = batch_read(r, &failure);
        if (!batch_save(r, err)) return false; /* what came before the damage is kept */
        if (!readable) {
            if (err) *err = failure;
            return false;
        }
        if (!tick(r, err)) return false;
    }
    return true;
}

static bool run_all(Run *r, Err *err) {
    if (!r->options->strict) return run_batches(r, err);
    if (!db_begin(r->app->db, err)) return false;
    ImportRow before = *r->row;
    bool ok = db_end(r->app->db, run_batches(r, err), err);
    if (!ok) *r->row = before;
    return ok;
}

/* The rejects file is named after the source and what is imported, so that a continued import finds it again. */
static bool rejects_path(App *app, const ImportFile *f, Arena *a, Str *path, Err *err) {
    Str dir;
    if (!app_data_dir(app, a, &dir, err)) return false;
    dir = arena_printf(a, "%.*s/rejects", STR_ARG(dir));
    Str name = arena_str(a, f->source);
    char *p = (char *)(uintptr_t)name.p;
    for (size_t i = 0; i < name.n; i++)
        if (!((p[i] >= 'a' && p[i] <= 'z') || (p[i] >= 'A' && p[i] <= 'Z') || (p[i] >= '0' && p[i] <= '9'))) p[i] = '_';
    *path = arena_printf(a, "%.*s/%.*s-%.*s.csv", STR_ARG(dir), (int)(name.n < 60 ? name.n : 60), name.p, 12,
                         f->fingerprint.p);
    return make_dirs(dir, err);
}

static void mark_failed(App *app, ImportRow *row, int64_t now) {
    row->state = STR("failed");
    row->finished_at = now;
    if (db_begin(app->db, NULL)) db_end(app->db, import_save(app->db, row, NULL), NULL);
}

/* Strict means all of the file or nothing, so an import that was stopped half-way is given up and the file read from
 * its beginning: what that import kept stays, and counts as unchanged. */
static bool begin(App *app, const ImportOptions *options, ImportFile *f, int64_t source_id, Str rejects, ImportRow *row,
                  Err *err) {
    Str path = options->shown.n ? options->shown : str_from_c(options->path);
    if (!import_begin(app->db, f->arena, source_id, path, f->fingerprint, rejects, options->now, row, err))
        return false;
    if (!options->strict || row->rows == 0) return true;
    row->state = STR("failed");
    row->finished_at = options->now;
    return import_save(app->db, row, err) &&
           import_begin(app->db, f->arena, source_id, path, f->fingerprint, rejects, options->now, row, err);
}

/* What is counted by who tells it is due anew when that is changed. */
static bool told_by(App *app, const ImportOptions *options, int64_t source_id, Err *err) {
    bool changed;
    if (!options->told_by) return true;
    return source_told_by(app->db, source_id, options->told_by, &changed, err) &&
           (!changed || themes_changed(app, err));
}

static bool import_start(App *app, const ImportOptions *options, ImportFile *f, int64_t *source_id, ImportRow *row,
                         Err *err) {
    Str path, mapping = mapping_json(f->arena, &f->mapping);
    if (!secret_load(app, err) || !rejects_path(app, f, f->arena, &path, err) || !db_begin(app->db, err)) return false;
    bool ok = source_put(app->db, f->source, str_from_c(f->mapping.kind), mapping, source_id, err) &&
              told_by(app, options, *source_id, err) && begin(app, options, f, *source_id, path, row, err);
    return db_end(app->db, ok, err);
}

bool import_run(App *app, const ImportOptions *options, ImportFile *f, const Progress *progress, int64_t *source_id,
                ImportRow *row, Err *err) {
    if (!import_start(app, options, f, source_id, row, err)) return false;
    Arena *a = arena_new();
    Run r = {
        .app = app,
        .options = options,
        .file = f,
        .row = row,
        .progress = progress,
        .arena = arena_new(),
        .workers = par_arenas_new(app_par(app)),
        .rejects = rejects_new(row->rejects_path.p, row->rejects_bytes),
        .items = ARENA_ARRAY(a, Item, BATCH_ROWS),
        .signals = ARENA_ARRAY(a, Signal, BATCH_ROWS),
        .results = ARENA_ARRAY(a, PutResult, BATCH_ROWS),
    };
    Err failure = {0};
    bool ok = run_all(&r, &failure);
    /* a stopped run is continued; a file that cannot be read any further is not */
    if (!ok && failure.code != ERR_CANCELLED) mark_failed(app, row, options->now);
    if (!ok && err) *err = failure;
    rejects_close(&r.rejects);
    par_arenas_free(r.workers, app_par(app));
    arena_free(r.arena);
    arena_free(a);
    return ok;
}
