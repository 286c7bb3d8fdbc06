/* exposure_file.c - a table of active customers, read whole. */
#include "exposure_file.h"

#include <string.h>

#include "signals/reader.h"

enum { ROWS_MAX = 200000, WRONG_SHOWN = 3, SEGMENT_MAX = 200 };

typedef struct Reading {
    Arena *a;
    const ExposureMap *map;
    ExposureRow *rows;
    size_t n, room;
    size_t wrong;
    Str said; /* of the first wrong lines */
} Reading;

/* ---- periods --------------------------------------------------------------------------------- */

static bool month_parse(Str s, int64_t *day, int64_t *days) {
    int64_t y, m;
    if (s.n != 7 || s.p[4] != '-' || !str_to_i64(str_slice(s, 0, 4), &y) || !str_to_i64(str_slice(s, 5, 7), &m) ||
        !civil_valid(y, (int)m, 1))
        return false;
    *day = days_from_civil(y, (int)m, 1);
    *days = (m == 12 ? days_from_civil(y + 1, 1, 1) : days_from_civil(y, (int)m + 1, 1)) - *day;
    return true;
}

/* ISO 8601: week 1 has the year's first Thursday. */
static bool week_parse(Str s, int64_t *day, int64_t *days) {
    int64_t y, w;
    if (s.n != 8 || s.p[4] != '-' || (s.p[5] != 'W' && s.p[5] != 'w') || !str_to_i64(str_slice(s, 0, 4), &y) ||
        !str_to_i64(str_slice(s, 6, 8), &w) || w < 1 || w > 53)
        return false;
    int64_t fourth = days_from_civil(y, 1, 4);
    *day = fourth - weekday_of(fourth) + 7 * (w - 1);
    *days = 7;
    return w < 53 || *day < days_from_civil(y + 1, 1, 1) - 3;
}

static bool date_parse(Str s, int64_t *day, int64_t *days) {
    int64_t y, m, d;
    if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || (s.n > 10 && s.p[10] != 'T' && s.p[10] != ' ') ||
        !str_to_i64(str_slice(s, 0, 4), &y) || !str_to_i64(str_slice(s, 5, 7), &m) ||
        !str_to_i64(str_slice(s, 8, 10), &d) || !civil_valid(y, (int)m, (int)d))
        return false;
    *day = days_from_civil(y, (int)m, (int)d);
    *days = 0;
    return true;
}

bool period_parse(Str s, int64_t *day, int64_t *days) {
    return month_parse(s, day, days) || week_parse(s, day, days) || date_parse(s, day, days);
}

/* ---- columns --------------------------------------------------------------------------------- */

static const char *const PERIOD_NAMES[] = {"period", "month", "week", "date", "day", NULL};
static const char *const SEGMENT_NAMES[] = {"segment", "plan", "tier", "group", NULL};
static const char *const CUSTOMER_NAMES[] = {
    "customers", "active customers", "active_customers", "active", "users", "active_users", "mau", "wau", "dau", NULL};

static const Str *cell(const Row *row, Str name, const char *const *usual) {
    for (size_t i = 0; i < row->n; i++) {
        if (name.n && str_eq_nocase(row->cells[i].name, name)) return &row->cells[i].value;
        for (size_t k = 0; !name.n && usual[k]; k++)
            if (str_eq_nocase(str_trim(row->cells[i].name), str_from_c(usual[k]))) return &row->cells[i].value;
    }
    return NULL;
}

static void wrong(Reading *r, uint64_t line, const char *what, Str value) {
    if (r->wrong++ >= WRONG_SHOWN) return;
    r->said = arena_printf(r->a, "%.*s%sline %llu: %s", STR_ARG(r->said), r->said.n ? "; " : "",
                           (unsigned long long)line, what);
    if (value.n)
        r->said = arena_printf(r->a, "%.*s \"%.*s\"", STR_ARG(r->said), (int)(value.n < 40 ? value.n : 40), value.p);
}

static bool take(Reading *r, const Row *row, Err *err) {
    const Str *period = cell(row, r->map->period, PERIOD_NAMES), *segment = cell(row, r->map->segment, SEGMENT_NAMES),
              *customers = cell(row, r->map->customers, CUSTOMER_NAMES);
    ExposureRow e = {.segment = segment ? str_trim(*segment) : (Str){"", 0}};
    if (!period || !customers)
        return err_set(err, ERR_INPUT, "say which: --map period=Month,customers=Active", "no column is called %s",
                       period ? "customers" : "period");
    if (str_eq_nocase(e.segment, STR("all"))) e.segment.n = 0;
    if (!period_parse(str_trim(*period), &e.day, &e.days))
        wrong(r, row->line, "not a month, week or day like 2026-05, 2026-W18, 2026-05-03:", *period);
    else if (!str_to_f64(str_trim(*customers), &e.customers) || e.customers < 0)
        wrong(r, row->line, "not a number of customers:", *customers);
    else if (e.segment.n > SEGMENT_MAX) wrong(r, row->line, "the name of the segment is too long:", e.segment);
    else {
        if (r->n == ROWS_MAX) return err_set(err, ERR_LIMIT, NULL, "more than %d rows", ROWS_MAX);
        if (r->n == r->room) {
            size_t room = r->room ? 2 * r->room : 64;
            ExposureRow *rows = ARENA_ARRAY(r->a, ExposureRow, room);
            if (r->n) memcpy(rows, r->rows, r->n * sizeof *rows);
            r->rows = rows, r->room = room;
        }
        e.segment = arena_str(r->a, e.segment);
        r->rows[r->n++] = e;
    }
    return true;
}

/* ---- lengths --------------------------------------------------------------------------------- */

/* Dates stand for days, weeks or months: by the least distance between two of a segment. */
static bool lengths(Reading *r, Err *err) {
    int64_t least = 0;
    bool dates = false;
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; !r->rows[i].days && k < r->n; k++) {
            int64_t apart = r->rows[k].day - r->rows[i].day;
            dates = true;
            if (k > i + 400) break; /* tables come by date: far rows tell nothing new */
            if (apart > 0 && (!least || apart < least)) least = apart;
        }
    if (!dates) return true;
    if (r->map->days) least = r->map->days;
    if (!least) return err_set(err, ERR_INPUT, "add --days 7", "one date does not say how long its period is");
    for (size_t i = 0; i < r->n; i++)
        if (!r->rows[i].days) r->rows[i].days = least;
    return true;
}

bool exposure_read(Arena *a, const char *path, const ExposureMap *map, ExposureRow **rows, size_t *n, Err *err) {
    Reader *reader = reader_open(path, &(ReaderOptions){0}, err);
    if (!reader) return false;
    Reading r = {.a = a, .map = map};
    Row row;
    Reject bad;
    ReadResult result = READ_ROW;
    bool ok = true;
    while (ok && (result = reader_next(reader, &row, &bad, err)) != READ_END) {
        if (result == READ_ROW) ok = take(&r, &row, err);
        else if (result == READ_REJECT) wrong(&r, bad.line, bad.reason, (Str){0});
        else ok = false;
    }
    reader_close(reader);
    if (!ok) return false;
    if (r.wrong)
        return err_set(err, ERR_INPUT, "mend them and import again; nothing was stored", "%s: %.*s%s", path,
                       STR_ARG(r.said), r.wrong > WRONG_SHOWN ? "; and more lines" : "");
    if (!r.n) return err_set(err, ERR_INPUT, "give a table with period, segment, customers", "%s: no rows", path);
    if (!lengths(&r, err)) return false;
    *rows = r.rows;
    *n = r.n;
    return true;
}
