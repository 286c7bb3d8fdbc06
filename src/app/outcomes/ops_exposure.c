/* ops_exposure.c - how many customers were active: what turns counts into rates. */
#include "app_private.h"
#include "audit.h"
#include "exposure_file.h"
#include "json_build.h"
#include "outcomes_ops.h"

/* ---- import ---------------------------------------------------------------------------------- */

/* "period=Month,customers=Active" */
static bool map_parse(Str given, ExposureMap *map, Err *err) {
    while (given.n) {
        Str part = str_cut(&given, ','), column = part, field = str_trim(str_cut(&column, '='));
        Str *to = str_eq(field, STR("period"))      ? &map->period
                  : str_eq(field, STR("segment"))   ? &map->segment
                  : str_eq(field, STR("customers")) ? &map->customers
                                                    : NULL;
        if (!to || !column.n)
            return err_set(err, ERR_INPUT, "write --map period=Month,segment=Plan,customers=Active",
                           "map: \"%.*s\" is not period=, segment= or customers= with a column", STR_ARG(part));
        *to = str_trim(column);
    }
    return true;
}

static bool save(Call *call, const char *path, const ExposureRow *rows, size_t n, size_t saved[3], Err *err) {
    for (size_t i = 0; i < n; i++) {
        ExposureSaved how;
        if (!exposure_put(call->app->db, &rows[i], &how, err)) return false;
        saved[how]++;
    }
    if (saved[EXPOSURE_SAME] == n) return true;
    json_t *body = json_pack("{s:s, s:I, s:I}", "file", path, "new", (json_int_t)saved[EXPOSURE_NEW], "changed",
                             (json_int_t)saved[EXPOSURE_CHANGED]);
    return audit_note(call, "exposure.import", "exposure", 0, body ? body : json_object(), err);
}

static bool import_run(Call *call, Err *err) {
    ExposureMap map = {.days = call_arg(call, "days")->i};
    ExposureRow *rows;
    size_t n, saved[3] = {0};
    const char *path = arena_str(call->arena, call_arg(call, "file")->s).p;
    if (!map_parse(call_arg(call, "map")->s, &map, err) || !exposure_read(call->arena, path, &map, &rows, &n, err) ||
        !db_begin(call->app->db, err))
        return false;
    if (!db_end(call->app->db, save(call, path, rows, n, saved, err), err)) return false;
    put(call->reply, "rows", json_integer((json_int_t)n));
    put(call->reply, "new", json_integer((json_int_t)saved[EXPOSURE_NEW]));
    put(call->reply, "changed", json_integer((json_int_t)saved[EXPOSURE_CHANGED]));
    put(call->reply, "same", json_integer((json_int_t)saved[EXPOSURE_SAME]));
    return true;
}

static const Param IMPORT_PARAMS[] = {
    {.name = "file",
     .type = PARAM_STR,
     .max = 4096,
     .required = true,
     .positional = true,
     .cli_only = true,
     .help = "a CSV or JSON table: period, segment, customers"},
    {.name = "map",
     .type = PARAM_STR,
     .max = 1000,
     .fallback = "",
     .help = "which column is what: period=Month,segment=Plan,customers=Active"},
    {.name = "days",
     .type = PARAM_INT,
     .min = 1,
     .max = 366,
     .help = "length of a period that is given as a date; found out unless given"},
    {.name = NULL},
};
static const Field IMPORT_REPLY[] = {
    {"rows", SHAPE_INT, NULL, NULL, false},    {"new", SHAPE_INT, NULL, NULL, false},
    {"changed", SHAPE_INT, NULL, NULL, false}, {"same", SHAPE_INT, "as they were", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column IMPORT_FACTS[] = {{"rows", "rows", "int", 0},
                                      {"new", "new", "int", 0},
                                      {"changed", "changed", "int", 0},
                                      {"same", "same", "int", 0},
                                      {NULL, NULL, NULL, 0}};
static const Op IMPORT = {
    .id = "exposure.import",
    .method = "POST",
    .path = "/exposure/import",
    .words = "exposure import",
    .summary = "Say how many customers were active, so that counts become rates",
    .help =
        "One row for each period (2026-05, 2026-W18 or 2026-05-03) and segment; without a segment, or with \"all\", it "
        "counts for everybody. Importing again changes only what changed. A line that cannot be read stops all of "
        "it.\n\nridealong exposure import active.csv --map period=Month,customers=MAU",
    .doors = DOOR_CLI,
    .role = ROLE_LEAD,
    .writes = true,
    .params = IMPORT_PARAMS,
    .reply = IMPORT_REPLY,
    .facts = IMPORT_FACTS,
    .run = import_run,
};

/* ---- list ------------------------------------------------------------------------------------ */

static bool list_run(Call *call, Err *err) {
    ExposureSegment *rows;
    size_t n;
    json_t *list = json_array();
    put(call->reply, "segments", list);
    if (!exposure_segments(call->app->db, call->arena, &rows, &n, err)) return false;
    for (size_t i = 0; i < n; i++) {
        json_t *row = json_object();
        put(row, "segment", json_str(rows[i].segment.n ? rows[i].segment : STR("all")));
        put(row, "periods", json_integer(rows[i].periods));
        put(row, "from", json_str(time_iso_date(call->arena, rows[i].first_day * SECONDS_PER_DAY)));
        put(row, "until", json_str(time_iso_date(call->arena, (rows[i].end_day - 1) * SECONDS_PER_DAY)));
        put(row, "customers", json_num(rows[i].customers, 0));
        json_array_append_new(list, row);
    }
    return true;
}

static const Field SEGMENT[] = {
    {"segment", SHAPE_STRING, NULL, NULL, false},
    {"periods", SHAPE_INT, NULL, NULL, false},
    {"from", SHAPE_STRING, "first day", NULL, false},
    {"until", SHAPE_STRING, "last day", NULL, false},
    {"customers", SHAPE_NUMBER, "active in a period, mean", NULL, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Field LIST_REPLY[] = {
    {"segments", SHAPE_ARRAY, NULL, SEGMENT, false},
    {NULL, SHAPE_END, NULL, NULL, false},
};
static const Column LIST_COLUMNS[] = {
    {"segment", "segment", "text", 0}, {"periods", "periods", "int", 7},     {"from", "from", "text", 10},
    {"until", "until", "text", 10},    {"customers", "customers", "int", 9}, {NULL, NULL, NULL, 0},
};
static const Op LIST = {
    .id = "exposure.list",
    .method = "GET",
    .path = "/exposure",
    .words = "exposure",
    .summary = "How many customers were active, by segment",
    .help = "What is known of it. Where a week is not covered, outcomes are shown as shares of all voices instead.",
    .doors = DOOR_CLI | DOOR_API | DOOR_PAGE,
    .role = ROLE_VIEWER,
    .reply = LIST_REPLY,
    .rows = "segments",
    .columns = LIST_COLUMNS,
    .empty =
        "Nobody said yet how many customers are active: ridealong exposure import active.csv. Until then outcomes are "
        "shares of all voices.",
    .run = list_run,
};

const Op *const OPS_EXPOSURE[] = {&LIST, &IMPORT, NULL};
