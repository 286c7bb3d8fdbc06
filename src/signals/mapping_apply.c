/* mapping_apply.c - a row becomes a signal.
 *
 * A reject is a row that says something we can't read: a time that is none, lies before 1990 or after tomorrow, a
 * rating without a scale. An empty cell is no error. A row in which every cell is empty is skipped. */
#include <math.h>
#include <stdio.h>

#include "field_value.h"
#include "mapping_private.h"
#include "signal_meta.h"
#include "signals/redact.h"
#include "signals/time_parse.h"
#include "text/utf8.h"

static const int64_t YEAR_1990 = 631152000;

static bool is_blank(const Row *row) {
    for (size_t i = 0; i < row->n; i++)
        if (str_trim(row->cells[i].value).n) return false;
    return true;
}

/* "pull_request" is filled when it or anything in it ("pull_request.url") has a value. */
static bool is_filled(const Row *row, Str name) {
    for (size_t i = 0; i < row->n; i++) {
        Str own = row->cells[i].name;
        bool inside = own.n > name.n && str_starts(own, name) && own.p[name.n] == '.';
        if ((inside || str_eq(own, name)) && row->cells[i].value.n) return true;
    }
    return false;
}

/* Marks the cells that the mapping names, so that meta gets the others. */
static void mark_mapped(const Mapping *m, const Row *row, bool *mapped) {
    for (size_t i = 0; i < row->n; i++)
        for (int f = 0; f < FIELD_COUNT && !mapped[i]; f++)
            for (size_t k = 0; k < m->fields[f].n && !mapped[i]; k++)
                mapped[i] = str_eq(row->cells[i].name, m->fields[f].names[k]);
}

/* The first cell with a value, in the order of the mapping's columns; NULL: none. */
static const Cell *first_filled(const FieldColumns *columns, const Row *row) {
    for (size_t k = 0; k < columns->n; k++)
        for (size_t i = 0; i < row->n; i++)
            if (str_eq(row->cells[i].name, columns->names[k]) && !value_is_absent(row->cells[i].value))
                return &row->cells[i];
    return NULL;
}

static Str value_of(const Mapping *m, SignalField f, const Row *row) {
    const Cell *cell = first_filled(&m->fields[f], row);
    return cell ? cell->value : STR("");
}

/* All text columns, joined by an empty line; one that only repeats another (Zendesk's subject) once. */
static Str join_text(Arena *a, const FieldColumns *columns, const Row *row) {
    Str text = STR("");
    for (size_t k = 0; k < columns->n; k++) {
        for (size_t i = 0; i < row->n; i++) {
            Str part = str_trim(row->cells[i].value);
            if (!str_eq(row->cells[i].name, columns->names[k]) || part.n == 0) continue;
            if (text.n && str_starts(part, text)) text = part;
            else if (text.n) text = arena_printf(a, "%.*s\n\n%.*s", STR_ARG(text), STR_ARG(part));
            else text = part;
        }
    }
    return text;
}

static bool read_time(const Mapping *m, const Row *row, const MapOptions *o, int64_t *at, char reason[256]) {
    const Cell *cell = first_filled(&m->fields[FIELD_TIME], row);
    *at = TIME_NONE;
    if (!cell) return true;
    Str shown = utf8_cut(str_trim(cell->value), 60), name = utf8_cut(cell->name, 60);
    int64_t t;
    if (!time_parse(cell->value, o->day_first, &t)) {
        snprintf(reason, 256, "'%.*s' in column %.*s is no time that we can read; write it like 2026-05-03T08:15:30Z",
                 STR_ARG(shown), STR_ARG(name));
        return false;
    }
    if (t < YEAR_1990 || t > o->now + SECONDS_PER_DAY) {
        snprintf(reason, 256, "the time '%.*s' in column %.*s lies %s", STR_ARG(shown), STR_ARG(name),
                 t < YEAR_1990 ? "before 1990" : "in the future");
        return false;
    }
    *at = t;
    return true;
}

static bool read_rating(const Mapping *m, const Row *row, double *rating, char reason[256]) {
    const Cell *cell = first_filled(&m->fields[FIELD_RATING], row);
    *rating = NAN;
    if (!cell || value_rating(cell->value, rating)) return true;
    Str shown = utf8_cut(str_trim(cell->value), 60), name = utf8_cut(cell->name, 60);
    snprintf(reason, 256, "the rating '%.*s' in column %.*s is not 1 to 5; write another scale like 8/10",
             STR_ARG(shown), STR_ARG(name));
    return false;
}

MapResult mapping_apply(Arena *a, const Mapping *m, const Row *row, const MapOptions *o, Signal *out,
                        char reason[256]) {
    if (is_blank(row) || (m->only_if_absent.n && is_filled(row, m->only_if_absent))) return MAP_SKIP;
    Signal s = {0};
    if (!read_time(m, row, o, &s.at, reason) || !read_rating(m, row, &s.rating, reason)) return MAP_REJECT;
    bool *mapped = ARENA_ARRAY(a, bool, row->n);
    mark_mapped(m, row, mapped);
    s.external_id = value_id(a, value_of(m, FIELD_ID, row), o->customer_key);
    s.text = redact_text(a, join_text(a, &m->fields[FIELD_TEXT], row));
    s.customer = value_person(a, value_of(m, FIELD_CUSTOMER, row), o->customer_key);
    s.channel = value_label(a, value_of(m, FIELD_CHANNEL, row));
    s.product = value_label(a, value_of(m, FIELD_PRODUCT, row));
    s.segment = value_label(a, value_of(m, FIELD_SEGMENT, row));
    s.lang = value_lang(a, value_of(m, FIELD_LANG, row));
    s.url = value_url(a, value_of(m, FIELD_URL, row));
    s.meta = signal_meta(a, row, mapped, o->customer_key);
    *out = s;
    return MAP_SIGNAL;
}
