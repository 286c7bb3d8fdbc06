/* quote_text.c - exact and approximate look-ups of a quote in a signal's text. */
#include "problems/quote_text.h"

#include <stdlib.h>

#include "text/utf8.h"

enum { SAID_MAX = 1000, TEXT_MAX = 100000 };

/* How far `said` goes along text[at..): the bytes it takes there, or SIZE_MAX. */
static size_t match_at(Str text, size_t at, Str said) {
    size_t i = at, k = 0;
    while (k < said.n) {
        if (said.p[k] == '\r' && k + 1 < said.n && said.p[k + 1] == '\n') k++;
        if (i < text.n && text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n') i++;
        if (i >= text.n || text.p[i] != said.p[k]) return SIZE_MAX;
        i++, k++;
    }
    return i - at;
}

bool quote_place(Str text, Str said, uint32_t *begin, uint32_t *end) {
    for (size_t at = 0; said.n && at < text.n; at++) {
        if (text.p[at] != said.p[0] && text.p[at] != '\r') continue;
        size_t n = match_at(text, at, said);
        if (n == SIZE_MAX) continue;
        *begin = (uint32_t)at;
        *end = (uint32_t)(at + n);
        return true;
    }
    return false;
}

bool quote_same(Str a, Str b) {
    return match_at(a, 0, b) == a.n;
}

/* ---- nearest wording ------------------------------------------------------------------------- */

typedef struct Letter {
    int32_t form;        /* as compared */
    uint32_t begin, end; /* bytes */
} Letter;

static bool is_space(int32_t c) {
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200b) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

static int32_t plain_form(Arena *a, Str s, uint32_t begin, uint32_t end, int32_t c) {
    if (c < 128) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c == 0x2018 || c == 0x2019 || c == 0x201a || c == 0x2032) return '\'';
    if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0xab || c == 0xbb) return '"';
    if (c >= 0x2010 && c <= 0x2015) return '-';
    Str folded = utf8_fold(a, str_slice(s, begin, end));
    if (folded.n) utf8_next(folded, 0, &c);
    return c;
}

/* Characters in comparable form, `max` at most; white space is one blank, and none at the edges. */
static size_t letters_of(Arena *a, Str s, size_t max, Letter **letters) {
    if (max > s.n) max = s.n; /* none is shorter than a byte */
    Letter *out = *letters = ARENA_ARRAY(a, Letter, max + 1);
    size_t n = 0;
    bool gap = false;
    for (size_t at = 0; at < s.n && n < max;) {
        int32_t c;
        size_t size = utf8_next(s, at, &c);
        if (is_space(c)) {
            gap = n > 0;
        } else {
            if (gap) out[n] = (Letter){' ', out[n - 1].end, (uint32_t)at}, n++;
            gap = false;
            if (n < max)
                out[n++] = (Letter){plain_form(a, s, (uint32_t)at, (uint32_t)(at + size), c), (uint32_t)at,
                                    (uint32_t)(at + size)};
        }
        at += size;
    }
    return n;
}

typedef struct Cell {
    uint32_t edits, from; /* from: index of the text's letter where the best alignment begins */
} Cell;

static Cell better(Cell a, Cell b) {
    return b.edits < a.edits ? b : a;
}

/* One column of the table: `said` against the text up to letter j. */
static void column_step(const Letter *said, size_t m, int32_t form, uint32_t j, Cell *column) {
    Cell diagonal = column[0];
    column[0] = (Cell){0, j + 1};
    for (size_t i = 1; i <= m; i++) {
        Cell replace = {diagonal.edits + (said[i - 1].form != form), diagonal.from};
        Cell skip_text = {column[i].edits + 1, column[i].from},
             skip_said = {column[i - 1].edits + 1, column[i - 1].from};
        diagonal = column[i];
        column[i] = better(better(replace, skip_text), skip_said);
    }
}

bool quote_nearest(Str text, Str said, NearestWords *out) {
    Arena *a = arena_new();
    Letter *wanted, *there;
    size_t m = letters_of(a, said, SAID_MAX, &wanted), n = letters_of(a, text, TEXT_MAX, &there);
    bool ok = m > 0 && n > 0;
    if (ok) {
        Cell *column = ARENA_ARRAY(a, Cell, m + 1), best = {UINT32_MAX, 0};
        uint32_t last = 0;
        for (size_t i = 0; i <= m; i++) column[i] = (Cell){(uint32_t)i, 0};
        for (size_t j = 0; j < n; j++) {
            column_step(wanted, m, there[j].form, (uint32_t)j, column);
            if (column[m].edits < best.edits && column[m].from <= j) best = column[m], last = (uint32_t)j;
        }
        if (best.edits == UINT32_MAX) best = (Cell){(uint32_t)m, 0}, last = 0;
        out->begin = there[best.from].begin;
        out->end = there[last].end;
        out->likeness = best.edits >= m ? 0 : 1 - (double)best.edits / (double)m;
    }
    arena_free(a);
    return ok;
}
