/* import_preview.c - what an import would do, shown before anything is stored. */
#include <string.h>

#include "import.h"
#include "json_build.h"
#include "text/utf8.h"

enum { ROWS_SHOWN = 5, PROBLEMS_SHOWN = 100, TEXT_SHOWN = 300 };

json_t *import_file_json(Arena *a, const ImportOptions *options, const ImportFile *f) {
    static const char *const FORMATS[] = {"auto", "table", "JSON array", "JSON lines"};
    json_t *o = json_object();
    Str text = mapping_json(a, &f->mapping);
    json_t *mapping = json_loadb(text.p, text.n, 0, NULL);
    char delimiter[2] = {f->info->delimiter, '\0'};
    put(o, "file", json_str(str_from_c(options->path)));
    put(o, "source", json_str(f->source));
    put(o, "kind", json_string(f->mapping.kind));
    put(o, "says", json_string(f->mapping.says));
    put(o, "mapping", mapping ? mapping : json_object());
    put(o, "format", json_string(FORMATS[f->info->format]));
    put(o, "delimiter", json_string(delimiter));
    put(o, "encoding", json_string(f->info->encoding));
    put(o, "compression", json_string(f->info->compression));
    return o;
}

static json_t *mapped_row(Arena *a, const Row *row, const Signal *s) {
    json_t *o = json_object();
    put(o, "line", json_integer((json_int_t)row->line));
    put(o, "id", json_str(s->external_id));
    put(o, "at", json_time(a, s->at));
    put(o, "channel", json_str(s->channel));
    put(o, "product", json_str(s->product));
    put(o, "customer", json_string(s->customer.n ? "known" : ""));
    put(o, "text", json_str(utf8_cut(s->text, TEXT_SHOWN)));
    return o;
}

typedef struct Preview {
    json_t *rows, *problems;
    int64_t signals, without_text, skipped, rejected;
} Preview;

static void add_problem(Preview *p, uint64_t line, const char *reason) {
    p->rejected++;
    if (json_array_size(p->problems) >= PROBLEMS_SHOWN) return;
    json_array_append_new(p->problems, json_pack("{s:I, s:s}", "line", (json_int_t)line, "reason", reason));
}

static void preview_row(Preview *p, ImportFile *f, Arena *a, const Row *row) {
    Signal signal = {0};
    char reason[256] = "";
    switch (mapping_apply(a, &f->mapping, row, &f->map_options, &signal, reason)) {
    case MAP_SKIP:
        p->skipped++;
        return;
    case MAP_REJECT:
        add_problem(p, row->line, reason);
        return;
    case MAP_SIGNAL:
        break;
    }
    p->signals++;
    p->without_text += signal.text.n == 0;
    if (json_array_size(p->rows) < ROWS_SHOWN) json_array_append_new(p->rows, mapped_row(a, row, &signal));
}

static bool preview_rows(Preview *p, ImportFile *f, Err *err) {
    Arena *a = arena_new();
    bool ok = true;
    for (bool more = true; more;) {
        Row row = {0};
        Reject reject = {0};
        switch (import_next(f, &row, &reject, err)) {
        case READ_ROW:
            preview_row(p, f, a, &row);
            break;
        case READ_REJECT:
            add_problem(p, reject.line, reject.reason);
            break;
        case READ_END:
            more = false;
            break;
        case READ_FAIL:
            more = ok = false;
            break;
        }
        arena_reset(a);
    }
    arena_free(a);
    return ok;
}

void import_preview(const ImportOptions *options, ImportFile *f, Arena *a, json_t *out) {
    Preview p = {.rows = json_array(), .problems = json_array()};
    Err failure = {0};
    bool ok = preview_rows(&p, f, &failure);
    if (!ok) add_problem(&p, 0, failure.message); /* a damaged file is what a preview is for */
    json_object_update_new(out, import_file_json(a, options, f));
    put(out, "signals", json_integer(p.signals));
    put(out, "without_text", json_integer(p.without_text));
    put(out, "skipped", json_integer(p.skipped));
    put(out, "rejected", json_integer(p.rejected));
    put(out, "complete", json_boolean(ok));
    put(out, "rows", p.rows);
    put(out, "problems", p.problems);
}
