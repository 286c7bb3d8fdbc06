/* ops_ingest.c - signals sent by programs: JSON lines, each answered. */
#include <stdio.h>
#include <stdlib.h>

#include "app_private.h"
#include "arrivals.h"
#include "base/buf.h"
#include "discovery.h"
#include "import.h"
#include "json_build.h"
#include "ops_work.h"
#include "text/utf8.h"

enum { LINES_MAX = 5000, LINES_BYTES = 1 << 20, RESULT_TEXT = 256 };

typedef struct Line {
    int64_t number;
    const char *state; /* new, changed, same, rejected; NULL: to be put */
    Str id;
    char why[RESULT_TEXT];
    Signal signal;
} Line;

typedef struct Ingest {
    Call *call;
    Mapping mapping;
    MapOptions options;
    Line *lines;
    size_t n, signals;
} Ingest;

/* A line's members are called like the fields of --map; all others are kept beside the signal. */
static bool mapping_of_api(Arena *a, Mapping *mapping, Err *err) {
    Str names[FIELD_COUNT];
    Buf spec = buf_new(512);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        names[i] = str_from_c(FIELD_NAMES[i]);
        buf_printf(&spec, "%s%s=%s", i ? "," : "", FIELD_NAMES[i], FIELD_NAMES[i]);
    }
    bool ok = mapping_parse(a, arena_str(a, buf_str(&spec)), names, FIELD_COUNT, mapping, err);
    buf_free(&spec);
    mapping->kind = "api";
    return ok;
}

static Str cell_value(Arena *a, const json_t *v) {
    if (json_is_string(v)) return arena_str(a, (Str){json_string_value(v), json_string_length(v)});
    if (json_is_null(v)) return STR("");
    char *text = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
    Str copy = arena_str(a, str_from_c(text));
    free(text);
    return copy;
}

static Row row_of(Arena *a, json_t *object, int64_t number) {
    Row row = {.line = (uint64_t)number, .number = (uint64_t)number};
    row.cells = ARENA_ARRAY(a, Cell, json_object_size(object) + 1);
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
        row.cells[row.n++] = (Cell){arena_str(a, str_from_c(key)), cell_value(a, value)};
    return row;
}

static void reject(Line *line, const char *why) {
    line->state = "rejected";
    snprintf(line->why, sizeof line->why, "%s", why);
}

static void map_object(Ingest *in, Line *line, json_t *object) {
    Arena *a = in->call->arena;
    char why[RESULT_TEXT] = "";
    Row row = row_of(a, object, line->number);
    json_t *id = json_object_get(object, "id");
    line->id = id ? cell_value(a, id) : STR("");
    if (!line->id.n) {
        reject(line, "id: missing: give each signal its number at your side, so that sending it again changes nothing");
        return;
    }
    MapResult mapped = mapping_apply(a, &in->mapping, &row, &in->options, &line->signal, why);
    if (mapped != MAP_SIGNAL) reject(line, mapped == MAP_REJECT ? why : "it holds nothing");
}

static void read_line(Ingest *in, Str text, int64_t number) {
    json_error_t at;
    Line *line = &in->lines[in->n++];
    *line = (Line){.number = number, .id = STR("")};
    json_t *object = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &at);
    if (!object) reject(line, at.text);
    else if (!json_is_object(object)) reject(line, "this is no JSON object");
    else map_object(in, line, object);
    json_decref(object);
    in->signals += !line->state;
}

static bool read_lines(Ingest *in, Str body, Err *err) {
    Arena *a = in->call->arena;
    size_t count = 1;
    for (size_t i = 0; i < body.n; i++) count += body.p[i] == '\n';
    if (count > LINES_MAX + 1)
        return err_set(err, ERR_LIMIT, "send them in several requests", "lines: more than %d", LINES_MAX);
    in->lines = ARENA_ARRAY(a, Line, count + 1);
    int64_t number = 0;
    while (body.p) {
        Str text = str_trim(str_cut(&body, '\n'));
        number++;
        if (text.n) read_line(in, text, number);
    }
    return in->n > 0 || err_set(err, ERR_INPUT, "send one JSON object a line: {\"id\": \"1\", \"text\": \"...\"}",
                                "lines: there is none");
}

/* One record of imports a day and source: not one for each request. */
static bool begin(Ingest *in, int64_t *source_id, ImportRow *row, Err *err) {
    Call *call = in->call;
    Str day = str_slice(time_iso(call->arena, call->now), 0, 10);
    Str name = arena_printf(call->arena, "API, %.*s", STR_ARG(day));
    bool ok = source_put(call->app->db, call_arg(call, "source")->s, STR("api"),
                         mapping_json(call->arena, &in->mapping), source_id, err);
    ToldBy told_by = (ToldBy)call_arg(call, "told_by")->i;
    bool changed = false;
    if (ok && told_by) ok = source_told_by(call->app->db, *source_id, told_by, &changed, err);
    if (ok && changed) ok = themes_changed(call->app, err);
    return ok && import_begin(call->app->db, call->arena, *source_id, name, name, STR(""), call->now, row, err);
}

static void count(Ingest *in, const PutResult *results, ImportRow *row) {
    static const char *const STATES[] = {[PUT_INSERTED] = "new", [PUT_UPDATED] = "changed", [PUT_UNCHANGED] = "same"};
    size_t at = 0;
    for (size_t i = 0; i < in->n; i++) {
        if (in->lines[i].state) {
            row->rejected++;
            continue;
        }
        PutResult result = results[at++];
        in->lines[i].state = STATES[result];
        row->inserted += result == PUT_INSERTED;
        row->updated += result == PUT_UPDATED;
        row->unchanged += result == PUT_UNCHANGED;
    }
    row->rows += (int64_t)in->n;
}

/* Those that are new or changed, under the codebook that serves. */
static bool code(const Ingest *in, int64_t source_id, const Signal *signals, const PutResult *results, size_t n,
                 Err *err) {
    Str *external = ARENA_ARRAY(in->call->arena, Str, n + 1), *texts = ARENA_ARRAY(in->call->arena, Str, n + 1);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (results[i] == PUT_UNCHANGED) continue;
        external[kept] = signals[i].external_id;
        texts[kept++] = signals[i].text;
    }
    return arrivals_code(in->call->app, source_id, external, texts, kept, err);
}

static bool save(Ingest *in, Err *err) {
    Call *call = in->call;
    int64_t source_id;
    ImportRow row;
    Signal *signals = ARENA_ARRAY(call->arena, Signal, in->signals + 1);
    PutResult *results = ARENA_ARRAY(call->arena, PutResult, in->signals + 1);
    size_t n = 0;
    for (size_t i = 0; i < in->n; i++)
        if (!in->lines[i].state) signals[n++] = in->lines[i].signal;
    if (!begin(in, &source_id, &row, err) || !signals_put(call->app->db, source_id, row.id, signals, n, results, err))
        return false;
    int64_t before = row.inserted + row.updated;
    count(in, results, &row);
    return (row.inserted + row.updated == before ||
            (code(in, source_id, signals, results, n, err) && themes_changed(call->app, err))) &&
           import_save(call->app->db, &row, err);
}

static void answer(const Ingest *in) {
    json_t *list = json_array(), *reply = in->call->reply;
    json_int_t taken = 0;
    for (size_t i = 0; i < in->n; i++) {
        const Line *line = &in->lines[i];
        bool bad = line->why[0];
        Str why = utf8_clean(in->call->arena, str_from_c(line->why), NULL);
        taken += !bad;
        json_array_append_new(list, json_pack("{s:I, s:o, s:s, s:o}", "line", (json_int_t)line->number, "id",
                                              json_str(line->id), "state", line->state, "why",
                                              bad ? json_str(why) : json_null()));
    }
    put(reply, "lines", list);
    put(reply, "taken", json_integer(taken));
    put(reply, "rejected", json_integer((json_int_t)in->n - taken));
}

static bool ingest_run(Call *call, Err *err) {
    Ingest in = {.call = call};
    if (!app_make_store(call->app, err) || !secret_load(call->app, err)) return false;
    in.options = (MapOptions){.customer_key = call->app->customer_key, .now = call->now};
    if (!mapping_of_api(call->arena, &in.mapping, err) || !read_lines(&in, call_arg(call, "lines")->s, err))
        return false;
    if (!db_begin(call->app->db, err) || !db_end(call->app->db, save(&in, err), err)) return false;
    answer(&in);
    return true;
}

static const char *const TOLD_BY[] = {"as-before", "customers", "internal", NULL}; /* as ToldBy */
static const Param PARAMS[] = {
    {.name = "lines",
     .type = PARAM_STR,
     .max = LINES_BYTES,
     .required = true,
     .help = "one JSON object a line: id and text, and time, customer, channel, product, segment, lang, url, rating; "
             "other members are kept"},
    {.name = "source",
     .type = PARAM_STR,
     .max = 200,
     .fallback = "API",
     .help = "name of the source that they belong to"},
    {.name = "told_by",
     .type = PARAM_ENUM,
     .choices = TOLD_BY,
     .fallback = "as-before",
     .help = "who speaks in it: customers, or internal (your own developers); a new source is told by customers"},
    {.name = NULL},
};
static const Field LINE[] = {
    {"line", SHAPE_INT, "from 1", NULL, false},
    {"id", SHAPE_STRING, "as sent", NULL, false},
    {"state", SHAPE_STRING, "new, changed, same or rejected", NULL, false},
    {"why", SHAPE_STRING, "it was rejected", NULL, true},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field REPLY[] = {
    {"lines", SHAPE_ARRAY, "in their order", LINE, false},
    {"taken", SHAPE_INT, NULL, NULL, false},
    {"rejected", SHAPE_INT, NULL, NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column COLUMNS[] = {{"LINE", "line", "int", 5},
                                 {"ID", "id", "text", 20},
                                 {"STATE", "state", "text", 9},
                                 {"WHY", "why", "text", 0},
                                 {NULL}};
const Op OP_INGEST = {
    .id = "signals.add",
    .method = "POST",
    .path = "/signals",
    .words = "signals add",
    .summary = "Take signals in, as JSON lines",
    .help =
        "Send application/x-ndjson, up to 1 MiB and 5,000 lines, and ?source=NAME; each line is answered. Personal "
        "data is "
        "cut before anything is stored. Sending a line again changes nothing; its `id` decides. Each signal gets its "
        "theme at once; counts, quotes and what rises follow by themselves while `ridealong serve` runs, else with the "
        "next import or `ridealong refresh`.\n\n"
        "curl -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: application/x-ndjson\" --data-binary @today.jsonl "
        "\"https://friction.example.com/api/v1/signals?source=Chat\"",
    .doors = DOOR_CLI | DOOR_API,
    .role = ROLE_LEAD,
    .scope = SCOPE_INGEST,
    .brings = true,
    .writes = true,
    .params = PARAMS,
    .reply = REPLY,
    .rows = "lines",
    .columns = COLUMNS,
    .empty = "No line was sent.",
    .run = ingest_run,
};
