/* complaints.c - the CFPB's stream as daily counts. */
#include "complaints.h"

#include "base/clock.h"
#include "signals/reader.h"

enum { THEMES_MAX = 400, YEAR_FIRST = 2012, YEAR_LAST = 2018 };

static const Str *cell(const Row *row, Str name) {
    for (size_t i = 0; i < row->n; i++)
        if (str_eq(row->cells[i].name, name)) return &row->cells[i].value;
    return NULL;
}

static size_t theme_of(Arena *a, Complaints *c, Str name) {
    for (size_t t = 0; t < c->themes; t++)
        if (str_eq(c->names[t], name)) return t;
    c->names[c->themes] = arena_str(a, name);
    return c->themes++;
}

/* "2017-01-19" as days since 1970; -1: not a date. */
static int64_t day_from(Str s) {
    int64_t y, m, d;
    if (s.n != 10 || !str_to_i64(str_slice(s, 0, 4), &y) || !str_to_i64(str_slice(s, 5, 7), &m) ||
        !str_to_i64(str_slice(s, 8, 10), &d) || !civil_valid(y, (int)m, (int)d))
        return -1;
    return days_from_civil(y, (int)m, (int)d);
}

static bool count_row(Arena *a, Complaints *c, const Row *row, Err *err) {
    const Str *date = cell(row, STR("Date received")), *issue = cell(row, STR("Issue"));
    int64_t day = date ? day_from(*date) - c->first_day : -1;
    if (!issue || day < 0 || day >= (int64_t)c->days_n) return true;
    size_t theme = theme_of(a, c, *issue);
    if (c->themes > THEMES_MAX) return err_set(err, ERR_LIMIT, NULL, "more than %d issues", THEMES_MAX);
    c->days[theme * c->days_n + (size_t)day]++;
    c->all[day]++;
    return true;
}

static bool count_file(Arena *a, Complaints *c, const char *path, Err *err) {
    Reader *r = reader_open(path, &(ReaderOptions){0}, err);
    if (!r) return false;
    Row row;
    Reject bad;
    ReadResult result;
    bool ok = true;
    while (ok && (result = reader_next(r, &row, &bad, err)) != READ_END)
        ok = result == READ_ROW ? count_row(a, c, &row, err) : result == READ_REJECT;
    reader_close(r);
    return ok;
}

bool complaints_read(Arena *a, const char *folder, Complaints *out, Err *err) {
    Complaints c = {.first_day = days_from_civil(YEAR_FIRST, 1, 1)};
    c.days_n = (size_t)(days_from_civil(YEAR_LAST + 1, 1, 1) - c.first_day);
    c.days = ARENA_ARRAY(a, double, (THEMES_MAX + 1) * c.days_n);
    c.all = ARENA_ARRAY(a, double, c.days_n);
    c.names = ARENA_ARRAY(a, Str, THEMES_MAX + 2);
    for (int year = YEAR_FIRST; year <= YEAR_LAST; year++)
        if (!count_file(a, &c, arena_printf(a, "%s/cfpb_issue_stream_%d.csv.gz", folder, year).p, err)) return false;
    while (c.days_n && c.all[c.days_n - 1] <= 0) c.days_n--; /* the stream ends within its last year */
    Complaints cut = c;
    cut.days = ARENA_ARRAY(a, double, c.themes *c.days_n);
    size_t stride = (size_t)(days_from_civil(YEAR_LAST + 1, 1, 1) - c.first_day);
    for (size_t t = 0; t < c.themes; t++)
        for (size_t d = 0; d < c.days_n; d++) cut.days[t * c.days_n + d] = c.days[t * stride + d];
    *out = cut;
    return true;
}
