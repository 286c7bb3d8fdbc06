/* table.c - facts and rows in columns that fit the terminal; numbers to the right, one column takes what is left. */
#include <string.h>
#include <unistd.h>

#include "cli_private.h"
#include "text/safe.h"
#include "text/utf8.h"

enum { CELL_CAP = 256 << 10, GAP = 2, MIN_REST = 24, FACT_LABEL = 16 };

static bool to_the_right(const Column *c) {
    return strcmp(c->format, "int") == 0 || strcmp(c->format, "percent") == 0 || strcmp(c->format, "score") == 0;
}

static void pad(FILE *out, int n) {
    fprintf(out, "%*s", n > 0 ? n : 0, "");
}

/* The longest prefix of whole characters that is at most `width` columns. */
static Str cut_to(Str text, int width) {
    Str rest = utf8_cut(text, (size_t)width * 4);
    while (rest.n && (int)utf8_width(rest) > width) rest = utf8_cut(rest, rest.n - 1);
    return rest;
}

static void print_cell(FILE *out, Str text, int width, bool right) {
    int columns = (int)utf8_width(text);
    if (columns > width) {
        text = cut_to(text, width - 1);
        fprintf(out, "%.*s…", STR_ARG(text));
        pad(out, width - 1 - (int)utf8_width(text));
        return;
    }
    if (right) pad(out, width - columns);
    fprintf(out, "%.*s", STR_ARG(text));
    if (!right) pad(out, width - columns);
}

/* Words in lines of `width` columns, each after the first indented. */
static void print_wrapped(FILE *out, Str text, int indent, int width) {
    bool first = true;
    while (text.n) {
        Str line = cut_to(text, width);
        const char *newline = memchr(line.p, '\n', line.n);
        size_t take = line.n;
        if (newline) take = (size_t)(newline - line.p);
        else if (take < text.n) {
            while (take && line.p[take - 1] != ' ') take--;
            if (take == 0) take = line.n ? line.n : 1; /* one long word */
        }
        if (!first) {
            fputc('\n', out);
            pad(out, indent);
        }
        first = false;
        fprintf(out, "%.*s", (int)take, text.p);
        text = str_slice(text, take + (newline != NULL), text.n);
    }
    fputc('\n', out);
}

/* A whole file: as it is to another program, made harmless on a terminal. */
static void print_file(FILE *out, const json_t *v) {
    Str text = {json_string_value(v), json_string_length(v)};
    Buf b = buf_new(CELL_CAP);
    if (isatty(fileno(out))) {
        safe_terminal(&b, text, false);
        text = buf_str(&b);
    }
    fwrite(text.p, 1, text.n, out);
    buf_free(&b);
}

static void print_facts(FILE *out, const Op *op, const json_t *reply, int width) {
    Buf b = buf_new(CELL_CAP);
    for (const Column *c = op->facts; c && c->head; c++) {
        buf_clear(&b);
        if (strcmp(c->format, "file") == 0) {
            print_file(out, json_at(reply, c->path));
            continue;
        }
        cell_text(&b, c->format, json_at(reply, c->path));
        if (b.n == 0) continue;
        if (strcmp(c->format, "block") == 0) {
            fputc('\n', out);
            print_wrapped(out, buf_str(&b), 0, width > 100 ? 100 : width);
            continue;
        }
        print_cell(out, str_from_c(c->head), FACT_LABEL, false);
        print_wrapped(out, buf_str(&b), FACT_LABEL, width - FACT_LABEL);
    }
    buf_free(&b);
}

static int rest_width(const Op *op, int width) {
    for (const Column *c = op->columns; c->head; c++) width -= c->width + GAP;
    return width < MIN_REST ? MIN_REST : width;
}

/* Of a line of weeks the newest matter: what does not fit goes at its beginning. */
static Str newest(Str spark, int width) {
    int columns = (int)utf8_width(spark);
    while (columns > width) {
        size_t skip = 1;
        while (skip < spark.n && ((unsigned char)spark.p[skip] & 0xC0) == 0x80) skip++;
        spark = str_slice(spark, skip, spark.n);
        columns--;
    }
    return spark;
}

/* Over as many lines as it takes. */
static bool is_whole(const Column *c) {
    return strcmp(c->format, "quote") == 0 || strcmp(c->format, "brief") == 0;
}

static void print_heads(FILE *out, const Op *op, int rest) {
    for (const Column *c = op->columns; c->head; c++) {
        if (is_whole(c) && !c->head[0]) continue;
        print_cell(out, str_from_c(c->head), c->width ? c->width : rest, to_the_right(c));
        pad(out, c[1].head ? GAP : 0);
    }
    fputc('\n', out);
}

/* The whole ones are the last: each begins a line under the first of them. */
static void print_whole(FILE *out, const Column *c, const json_t *row, int column, int width, Buf *b) {
    for (const Column *first = c; c->head; c++) {
        buf_clear(b);
        cell_text(b, c->format, json_at(row, c->path));
        if (c != first && !b->n) continue;
        if (c != first) pad(out, column);
        print_wrapped(out, buf_str(b), column, width);
    }
}

static void print_row(FILE *out, const Op *op, const json_t *row, int rest, Buf *b) {
    int column = 0;
    for (const Column *c = op->columns; c->head; c++) {
        int width = c->width ? c->width : rest;
        if (is_whole(c)) {
            print_whole(out, c, row, column, width, b);
            return;
        }
        buf_clear(b);
        cell_text(b, c->format, json_at(row, c->path));
        bool spark = strcmp(c->format, "spark") == 0;
        print_cell(out, spark ? newest(buf_str(b), width) : buf_str(b), width, to_the_right(c));
        pad(out, c[1].head ? GAP : 0);
        column += width + GAP;
    }
    fputc('\n', out);
}

void table_print(FILE *out, const Op *op, const json_t *reply, int width) {
    print_facts(out, op, reply, width);
    if (!op->rows) return;
    const json_t *rows = json_at(reply, op->rows);
    if (op->facts) fputc('\n', out);
    if (json_array_size(rows) == 0) {
        fprintf(out, "%s\n", op->empty ? op->empty : "Nothing.");
        return;
    }
    int rest = rest_width(op, width);
    print_heads(out, op, rest);
    Buf b = buf_new(CELL_CAP);
    size_t i;
    json_t *row;
    json_array_foreach((json_t *)(uintptr_t)rows, i, row) print_row(out, op, row, rest, &b);
    buf_free(&b);
    int64_t total = json_integer_value(json_object_get(reply, "total"));
    const char *next = json_string_value(json_object_get(reply, "next"));
    if (total > (int64_t)i) fprintf(out, "\n%zu of %lld shown; --limit shows more.\n", i, (long long)total);
    else if (next) fprintf(out, "\n%zu shown, there are more: --limit, or --cursor %s.\n", i, next);
}
