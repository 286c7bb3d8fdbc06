/* csv.c - one row of delimited text.
 *
 * A scan finds the cells without touching the text; a row that turns out to be a reject is still as written
 * then. Rules beyond RFC 4180:
 *   - a quote that does not stand at the beginning of a cell is a letter: 12" monitor
 *   - after a closing quote the cell goes on unquoted: "a"b is ab, on one line
 *   - a carriage return is part of the line end only before a line feed; alone it is a letter, unless the
 *     file has no line feeds at all
 * Cells are found eight bytes at a time, quoted ones with memchr. */
#include "csv.h"

#include <string.h>

/* The high bit of each byte of x that equals the byte repeated in `pattern` (exact for the lowest hit). */
static uint64_t equal_bytes(uint64_t x, uint64_t pattern) {
    x ^= pattern;
    return (x - 0x0101010101010101u) & ~x & 0x8080808080808080u;
}

/* Position of the first `a` or `b` from `i` on, or n. */
static size_t find_either(const char *p, size_t i, size_t n, char a, char b) {
    const uint64_t ONES = 0x0101010101010101u;
    uint64_t as = ONES * (unsigned char)a, bs = ONES * (unsigned char)b;
    for (; i + 8 <= n; i += 8) {
        uint64_t x;
        memcpy(&x, p + i, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        x = __builtin_bswap64(x);
#endif
        uint64_t hit = equal_bytes(x, as) | equal_bytes(x, bs);
        if (hit) return i + (size_t)__builtin_ctzll(hit) / 8;
    }
    while (i < n && p[i] != a && p[i] != b) i++;
    return i;
}

static uint64_t count_byte(Str s, char c) {
    uint64_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == c;
    return n;
}

/* From behind an opening quote to behind its closing quote; SIZE_MAX when there is none before `end`. A
 * closing quote as the last byte counts only when `final`: it may be the first half of a pair. */
static size_t skip_quoted(const char *p, size_t i, size_t end, bool final) {
    for (;;) {
        const char *q = end > i ? memchr(p + i, '"', end - i) : NULL;
        if (!q) return SIZE_MAX;
        i = (size_t)(q - p) + 1;
        if (i == end && !final) return SIZE_MAX;
        if (i == end || p[i] != '"') return i;
        i++;
    }
}

static void add_cell(CsvRow *row, Str value, bool quoted) {
    if (row->n < row->cap) {
        row->cells[row->n].value = value;
        if (quoted) row->quoted[row->quoted_n++] = (uint32_t)row->n;
    }
    row->n++;
}

static CsvScan finish(const CsvDialect *d, Str text, size_t bytes, bool had_quotes, CsvRow *row) {
    row->bytes = bytes;
    if (had_quotes) row->lines = count_byte(str_slice(text, 0, bytes), d->eol);
    else row->lines = bytes && text.p[bytes - 1] == d->eol;
    return row->n > row->cap ? CSV_TOO_MANY : CSV_ROW;
}

/* Torn: a quoted cell over several lines whose closing quote is followed by a letter. That quote was meant to open a
 * cell of a later row, and the one before it was never closed; reading on would garble both rows in silence. */
static bool is_torn(const CsvDialect *d, Str text, size_t begin, size_t closed) {
    if (closed >= text.n || text.p[closed] == d->delimiter || text.p[closed] == d->eol) return false;
    if (text.p[closed] == '\r' || text.p[closed] == ' ') return false;
    return memchr(text.p + begin, d->eol, closed - begin) != NULL;
}

CsvScan csv_scan(const CsvDialect *d, Str text, bool final, size_t quote_reach, CsvRow *row) {
    const char *p = text.p;
    size_t n = text.n, i = 0, reach = n < quote_reach ? n : quote_reach;
    bool had_quotes = false;
    row->n = row->quoted_n = 0;
    for (;;) {
        size_t begin = i;
        bool quoted = i < n && p[i] == '"';
        if (quoted) {
            row->open_quote = begin;
            had_quotes = true;
            i = skip_quoted(p, i + 1, reach, final && reach == n);
            if (i == SIZE_MAX) return final || reach < n ? CSV_OPEN_QUOTE : CSV_MORE;
            if (is_torn(d, text, begin, i)) return CSV_OPEN_QUOTE;
        }
        i = find_either(p, i, n, d->delimiter, d->eol);
        if (i == n && !final) return CSV_MORE;
        bool row_ends = i == n || p[i] == d->eol;
        size_t end = i;
        if (row_ends && d->eol == '\n' && end > begin && p[end - 1] == '\r') end--;
        add_cell(row, (Str){p + begin, end - begin}, quoted);
        if (row_ends) return finish(d, text, i < n ? i + 1 : n, had_quotes, row);
        i++;
    }
}

static size_t unquote(char *p, size_t n) {
    size_t in = 1, out = 0; /* behind the opening quote */
    while (in < n) {
        const char *q = memchr(p + in, '"', n - in);
        size_t stop = q ? (size_t)(q - p) : n;
        memmove(p + out, p + in, stop - in);
        out += stop - in;
        in = stop + 1;
        if (in >= n || p[in] != '"') break; /* the closing quote */
        p[out++] = '"';
        in++;
    }
    if (in < n) {
        memmove(p + out, p + in, n - in);
        out += n - in;
    }
    return out;
}

void csv_unquote(CsvRow *row) {
    for (size_t k = 0; k < row->quoted_n; k++) {
        Str *value = &row->cells[row->quoted[k]].value;
        size_t n = value->n;
        if (n >= 2 && value->p[n - 1] == '"' && !memchr(value->p + 1, '"', n - 2)) { /* nothing to move */
            *value = (Str){value->p + 1, n - 2};
            continue;
        }
        char *writable = (char *)(uintptr_t)value->p;
        *value = (Str){value->p, unquote(writable, n)};
    }
}

bool csv_is_blank(const CsvRow *row) {
    for (size_t i = 0; i < row->n && i < row->cap; i++) {
        Str s = str_trim(row->cells[i].value);
        if (s.n && !str_eq(s, STR("\"\""))) return false;
    }
    return true;
}
