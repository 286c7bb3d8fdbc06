/* csv_rows.c - rows of a delimited file.
 *
 * What is not a row: blank lines, and rows without a single word before the header. What is a reject:
 *   short   fewer cells than the header names: the file was cut, or a line break stands outside quotes
 *   wide    more cells than the header, and not all of the extra ones empty. Jira writes such rows on purpose
 *           (one column per comment, counted from the first page of issues): where the header is Jira's, or its
 *           last name is one that repeats, the extra cells are more of the last column
 *   open    a quote that is never closed, or only by the opening quote of a later row. The line where it opens is the
 *           reject, and reading goes on with the next line: one lost quote costs one row, not the rest of the file
 *   long    more than max_row_bytes
 *
 * Looking for a closing quote costs as much as the distance searched. quote_credit bounds the sum: rows read earn
 * what failed searches spend, so a file made of open quotes is read in linear time. */
#include "csv_rows.h"

#include <stdio.h>
#include <string.h>

enum { SNIFF_BYTES = 64 << 10, LEAST_REACH = 4 << 10, CREDIT_ROWS = 4 };

Str raw_beginning(Str s) {
    if (s.n <= RAW_SHOWN) return s;
    size_t n = RAW_SHOWN;
    while (n && ((unsigned char)s.p[n] & 0xc0) == 0x80) n--;
    return (Str){s.p, n};
}

static bool has_text(Window *w) {
    while (w->begin == w->end)
        if (!window_more(w)) return false;
    return true;
}

/* How far from a row's start a quoted cell may run. */
static size_t quote_reach(const CsvRows *c) {
    size_t reach = c->quote_credit > LEAST_REACH ? c->quote_credit : LEAST_REACH;
    return reach < c->max_row_bytes ? reach : c->max_row_bytes;
}

/* CSV_MORE from here means: damaged, or longer than a row may be. */
static CsvScan scan_row(CsvRows *c) {
    size_t reach = quote_reach(c);
    for (;;) {
        Str text = window_text(c->in);
        bool final = c->in->at_end && !c->in->failed;
        CsvScan got = csv_scan(&c->dialect, text, final, reach, &c->row);
        if (got == CSV_OPEN_QUOTE) {
            size_t searched = text.n < reach ? text.n : reach;
            c->quote_credit -= searched < c->quote_credit ? searched : c->quote_credit;
        } else if (got != CSV_MORE) {
            c->quote_credit += c->row.bytes;
            if (c->quote_credit > CREDIT_ROWS * c->max_row_bytes) c->quote_credit = CREDIT_ROWS * c->max_row_bytes;
        }
        if (got != CSV_MORE || text.n > c->max_row_bytes || !window_more(c->in)) return got;
    }
}

/* Excel's own way to name the delimiter: a first line "sep=;". */
static void take_separator_line(CsvRows *c, char *given) {
    Str text = window_text(c->in);
    if (text.n < 6 || !str_eq_nocase(str_slice(text, 0, 4), STR("sep=")) || !strchr(",;\t|", text.p[4])) return;
    size_t n = text.p[5] == '\r' ? 6 : 5;
    if (n >= text.n || (text.p[n] != '\n' && text.p[n - 1] != '\r')) return;
    *given = text.p[4];
    window_take(c->in, text.p[n] == '\n' ? n + 1 : n, 1);
}

static bool read_header_row(CsvRows *c, Err *err) {
    for (;;) {
        if (!has_text(c->in)) {
            if (c->in->failed) return *err = c->in->failure, false;
            return err_set(err, ERR_INPUT, "the first row must name the columns", "the file has no rows");
        }
        unsigned long long line = c->in->line;
        switch (scan_row(c)) {
        case CSV_MORE:
            if (c->in->failed) return *err = c->in->failure, false;
            return err_set(err, ERR_LIMIT, "is it a text table?", "line %llu: the header is longer than %zu bytes",
                           line, c->max_row_bytes);
        case CSV_OPEN_QUOTE:
            return err_set(err, ERR_INPUT, "close the quote", "line %llu: a quote in the header is never closed", line);
        case CSV_TOO_MANY:
            return err_set(err, ERR_LIMIT, "delete columns that are not needed",
                           "line %llu: the header has %zu columns, at most %zu are read", line, c->row.n, c->row.cap);
        case CSV_ROW:
            break;
        }
        window_take(c->in, c->row.bytes, c->row.lines);
        if (!csv_is_blank(&c->row)) return true;
    }
}

static bool repeats_last_name(const CsvRows *c) {
    Str last = c->header[c->needed_n - 1];
    for (size_t i = 0; i + 1 < c->needed_n; i++)
        if (str_eq(c->header[i], last)) return true;
    return false;
}

static bool has_column(const CsvRows *c, Str name) {
    for (size_t i = 0; i < c->header_n; i++)
        if (str_eq_nocase(c->header[i], name)) return true;
    return false;
}

/* Every cell gets its name once; a scan then writes values only. */
static void keep_header(CsvRows *c) {
    csv_unquote(&c->row);
    c->header_n = c->row.n;
    c->header = ARENA_ARRAY(c->arena, Str, c->header_n);
    for (size_t i = 0; i < c->header_n; i++) {
        c->header[i] = arena_str(c->arena, c->row.cells[i].value);
        c->row.cells[i].name = c->header[i];
        if (str_trim(c->header[i]).n) c->needed_n = i + 1;
    }
    for (size_t i = c->header_n; i < c->row.cap; i++) c->row.cells[i].name = c->header[c->needed_n - 1];
    c->wide_is_normal = repeats_last_name(c) || (has_column(c, STR("Issue key")) && has_column(c, STR("Issue id")));
}

bool csv_rows_open(CsvRows *c, Window *in, const ReaderOptions *o, Err *err) {
    *c = (CsvRows){.in = in,
                   .arena = arena_new(),
                   .max_row_bytes = o->max_row_bytes,
                   .quote_credit = CREDIT_ROWS * o->max_row_bytes};
    c->row.cap = o->max_cells;
    c->row.cells = ARENA_ARRAY(c->arena, Cell, o->max_cells);
    c->row.quoted = ARENA_ARRAY(c->arena, uint32_t, o->max_cells);
    char given = o->delimiter;
    if (!given) take_separator_line(c, &given);
    Str text = window_text(in);
    Str sample = str_slice(text, 0, SNIFF_BYTES);
    c->dialect = csv_sniff(sample, in->at_end && sample.n == text.n, given);
    if (read_header_row(c, err)) {
        keep_header(c);
        return true;
    }
    csv_rows_close(c);
    return false;
}

void csv_rows_close(CsvRows *c) {
    arena_free(c->arena);
    *c = (CsvRows){0};
}

static void skip_rest_of_line(CsvRows *c) {
    while (has_text(c->in)) {
        Str text = window_text(c->in);
        const char *end = memchr(text.p, c->dialect.eol, text.n);
        window_take(c->in, end ? (size_t)(end - text.p) + 1 : text.n, end != NULL);
        if (end) break;
    }
    c->skip_line = false;
}

/* Takes `bytes` as a reject; the caller has filled in the reason. */
static ReadResult give_reject(CsvRows *c, size_t bytes, uint64_t lines, Reject *bad) {
    bad->line = c->in->line;
    bad->number = ++c->number;
    bad->raw = raw_beginning(str_trim(str_slice(window_text(c->in), 0, bytes)));
    window_take(c->in, bytes, lines);
    return READ_REJECT;
}

static uint64_t lines_in(const CsvRows *c, Str s) {
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == c->dialect.eol;
    return n;
}

/* Everything that was looked at goes, so that it is not looked at again. */
static ReadResult reject_too_long(CsvRows *c, Reject *bad) {
    snprintf(bad->reason, sizeof bad->reason, "the row is longer than %zu bytes", c->max_row_bytes);
    Str text = window_text(c->in);
    c->skip_line = true;
    return give_reject(c, text.n, lines_in(c, text), bad);
}

/* The row up to the end of the line in which the open quote stands. */
static ReadResult reject_open_quote(CsvRows *c, Reject *bad) {
    Str text = window_text(c->in);
    const char *from = text.p + c->row.open_quote;
    const char *end = memchr(from, c->dialect.eol, text.n - c->row.open_quote);
    size_t bytes = end ? (size_t)(end - text.p) + 1 : text.n;
    snprintf(bad->reason, sizeof bad->reason,
             "a quote opens on line %llu and is not closed%s; reading goes on with "
             "the next line",
             (unsigned long long)c->in->line + lines_in(c, str_slice(text, 0, c->row.open_quote)),
             c->in->at_end ? "" : " in reach");
    c->skip_line = !end;
    return give_reject(c, bytes, lines_in(c, str_slice(text, 0, bytes)), bad);
}

static const char *delimiter_name(const CsvRows *c) {
    switch (c->dialect.delimiter) {
    case ',':
        return "a comma";
    case ';':
        return "a semicolon";
    case '\t':
        return "a tab";
    default:
        return "a delimiter";
    }
}

/* Files glued together from several systems mix line ends. Where a carriage return ends a row of just the right
 * width it is a line end; everywhere else it is part of a cell. */
static bool ends_at_carriage_return(CsvRows *c) {
    CsvDialect mac = {c->dialect.delimiter, '\r'};
    Str text = str_slice(window_text(c->in), 0, c->row.bytes);
    const char *cr = memchr(text.p, '\r', text.n);
    return cr && csv_scan(&mac, text, true, text.n, &c->row) == CSV_ROW && c->row.n == c->header_n;
}

static ReadResult give_row(CsvRows *c, Row *row, Reject *bad) {
    CsvRow *r = &c->row;
    if (r->n > c->header_n && !c->wide_is_normal && !ends_at_carriage_return(c)) scan_row(c);
    size_t n = r->n;
    while (n > c->header_n && str_trim(r->cells[n - 1].value).n == 0) n--; /* spreadsheets pad */
    if (r->bytes > c->max_row_bytes) {
        snprintf(bad->reason, sizeof bad->reason, "the row is longer than %zu bytes", c->max_row_bytes);
        return give_reject(c, r->bytes, r->lines, bad);
    }
    if (n < c->needed_n || (n > c->header_n && !c->wide_is_normal)) {
        snprintf(bad->reason, sizeof bad->reason, "the row has %zu cells, the header %zu: %s%s", n, c->header_n,
                 n < c->needed_n ? "the file was cut here, or a line break stands outside quotes"
                                 : "a cell needs quotes because it contains ",
                 n < c->needed_n ? "" : delimiter_name(c));
        return give_reject(c, r->bytes, r->lines, bad);
    }
    csv_unquote(r);
    *row = (Row){.line = c->in->line, .number = ++c->number, .cells = r->cells, .n = n};
    window_take(c->in, r->bytes, r->lines);
    return READ_ROW;
}

ReadResult csv_rows_next(CsvRows *c, Row *row, Reject *bad, Err *err) {
    if (c->skip_line) skip_rest_of_line(c);
    while (has_text(c->in)) {
        switch (scan_row(c)) {
        case CSV_ROW:
            if (c->row.n > 1 || c->row.cells[0].value.n) return give_row(c, row, bad);
            window_take(c->in, c->row.bytes, c->row.lines); /* a blank line */
            continue;
        case CSV_TOO_MANY:
            snprintf(bad->reason, sizeof bad->reason, "the row has %zu cells, at most %zu are read", c->row.n,
                     c->row.cap);
            return give_reject(c, c->row.bytes, c->row.lines, bad);
        case CSV_OPEN_QUOTE:
            return reject_open_quote(c, bad);
        case CSV_MORE:
            if (!c->in->failed || window_text(c->in).n > c->max_row_bytes) return reject_too_long(c, bad);
            if (err) *err = c->in->failure;
            return READ_FAIL;
        }
    }
    if (!c->in->failed) return READ_END;
    if (err) *err = c->in->failure;
    return READ_FAIL;
}
