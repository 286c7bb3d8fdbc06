/* csv_sniff.c - which delimiter and which line end?
 *
 * Each candidate reads the sample with the true tokenizer, quotes included. The one whose rows most often
 * have as many cells as the first row wins; then the one with more cells; then the order of CANDIDATES.
 * When none makes two columns the file has one, and commas in it are prose. */
#include <string.h>

#include "csv.h"

enum { SAMPLE_ROWS = 200, SAMPLE_CELLS = 512 };

static const char CANDIDATES[] = {',', ';', '\t', '|'};
static const double WORTH_BELIEVING = 0.3;

typedef struct Score {
    double agreement; /* share of rows as wide as the first; wider ones (Jira) count half */
    size_t columns;   /* of the first row */
} Score;

static size_t named_columns(const CsvRow *row) {
    size_t n = row->n < row->cap ? row->n : row->cap;
    while (n && str_trim(row->cells[n - 1].value).n == 0) n--;
    return n;
}

/* What stands behind the line that holds the byte at `at`. */
static Str after_line(const CsvDialect *d, Str s, size_t at) {
    Str rest = str_slice(s, at, s.n);
    str_cut(&rest, d->eol);
    return rest;
}

static Score score_delimiter(Str sample, bool whole_file, CsvDialect d) {
    Cell cells[SAMPLE_CELLS];
    uint32_t quoted[SAMPLE_CELLS];
    CsvRow row = {.cells = cells, .quoted = quoted, .cap = SAMPLE_CELLS};
    Score s = {0};
    size_t rows = 0, named = 0; /* columns up to the last that has a name */
    while (sample.n && rows < SAMPLE_ROWS) {
        CsvScan got = csv_scan(&d, sample, whole_file, sample.n, &row);
        if (got == CSV_MORE) break;
        if (got == CSV_OPEN_QUOTE) {
            sample = after_line(&d, sample, row.open_quote);
            rows++;
            continue;
        }
        sample = str_slice(sample, row.bytes, sample.n);
        if (csv_is_blank(&row)) continue;
        rows++;
        if (s.columns == 0) s.columns = row.n, named = named_columns(&row);
        s.agreement += row.n < named ? 0 : row.n <= s.columns ? 1 : 0.5;
    }
    if (rows) s.agreement /= (double)rows;
    return s;
}

CsvDialect csv_sniff(Str sample, bool whole_file, char given) {
    bool mac = sample.n && !memchr(sample.p, '\n', sample.n) && memchr(sample.p, '\r', sample.n);
    CsvDialect best = {.delimiter = '\n', .eol = mac ? '\r' : '\n'};
    best.delimiter = given ? given : best.eol;
    if (given) return best;
    Score top = {.agreement = WORTH_BELIEVING, .columns = 1};
    for (size_t i = 0; i < sizeof CANDIDATES; i++) {
        CsvDialect d = {.delimiter = CANDIDATES[i], .eol = best.eol};
        Score s = score_delimiter(sample, whole_file, d);
        if (s.columns < 2) continue;
        bool better = s.agreement > top.agreement || (s.agreement == top.agreement && s.columns > top.columns);
        if (!better) continue;
        top = s;
        best = d;
    }
    return best;
}
