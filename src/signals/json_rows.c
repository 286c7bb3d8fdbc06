/* json_rows.c - rows of JSON lines and JSON documents.
 *
 * Lines: each line has a parser of its own, so that a malformed line is one reject and the next line is read
 * as if nothing had happened. Documents: one parser for all, fed a chunk at a time; a malformed document cannot
 * be read on, so that is a failure, after the rows before it were handed out. Where rows are:
 *
 *     [ {row}, {row} ]            elements of the top array
 *     {"tickets": [ {row} ]}      elements of the wrapper's array (json_sniff.c chooses it)
 *     {row} {row}                 top-level objects
 *
 * yajl hands out no rows but events, many rows per chunk, so finished rows wait in a list. A chunk is small,
 * and a row has a cap, so the list is bounded; and so is yajl's own memory, through HARD_DEPTH and since_event. */
#include "json_rows.h"

#include <stdio.h>
#include <string.h>

#include "csv_rows.h"

enum { CHUNK_BYTES = 16 << 10 };

/* What yajl has against the text, in one line without its "parse error: ". */
static void yajl_words(JsonRows *j, char out[128]) {
    unsigned char *words = yajl_get_error(j->parser, 0, NULL, 0);
    Str s = str_trim(str_from_c((const char *)words));
    size_t colon = str_find(s, STR(": "));
    if (colon != SIZE_MAX) s = str_slice(s, colon + 2, s.n);
    snprintf(out, 128, "%.*s", STR_ARG(s));
    yajl_free_error(j->parser, words);
}

static void fail_malformed(JsonRows *j) {
    j->document_ended = j->failed = true;
    if (j->failure.code) return; /* a callback said more */
    char words[128];
    yajl_words(j, words);
    err_set(&j->failure, ERR_INPUT, "the rows before it are good; mend the file there, or write one object per line",
            "line %llu: malformed JSON: %s", (unsigned long long)json_line_here(j), words);
}

static void finish_document(JsonRows *j) {
    j->chunk = STR("");
    j->counted = 0;
    if (j->in->failed) {
        j->failure = j->in->failure;
        j->document_ended = j->failed = true;
    } else if (yajl_complete_parse(j->parser) != yajl_status_ok) {
        fail_malformed(j);
    }
    j->document_ended = true;
}

/* Parses the next chunk of a document. */
static void feed_document(JsonRows *j) {
    if (j->in->begin == j->in->end && !window_more(j->in)) {
        finish_document(j);
        return;
    }
    j->chunk = str_slice(window_text(j->in), 0, CHUNK_BYTES);
    j->counted = j->raw_from = 0;
    j->since_event += j->chunk.n;
    yajl_status status = yajl_parse(j->parser, (const unsigned char *)j->chunk.p, j->chunk.n);
    if (status != yajl_status_ok) {
        fail_malformed(j);
        return;
    }
    json_take_raw(j, j->chunk.n);
    json_line_here(j);
    window_take(j->in, j->chunk.n, 0);
    if (j->since_event > j->max_row_bytes + CHUNK_BYTES) {
        j->document_ended = j->failed = true;
        err_set(&j->failure, ERR_LIMIT, "is a quote missing?", "line %llu: a value is longer than %zu bytes",
                (unsigned long long)j->line, j->max_row_bytes);
    }
}

/* One line, which is one item whatever it holds. */
static void parse_line(JsonRows *j, Str line) {
    JsonItem *before = j->last;
    j->chunk = line;
    j->counted = j->raw_from = 0;
    j->line = j->row_line = j->in->line;
    j->failure = (Err){0};
    yajl_status status = json_start_parser(j) ? yajl_status_ok : yajl_status_error;
    if (status == yajl_status_ok) status = yajl_parse(j->parser, (const unsigned char *)line.p, line.n);
    if (status == yajl_status_ok) status = yajl_complete_parse(j->parser);
    if (status == yajl_status_ok) return;
    char words[128], reason[256];
    yajl_words(j, words);
    snprintf(reason, sizeof reason, "malformed JSON: %.200s", j->failure.code ? j->failure.message : words);
    if (j->last != before) { /* an object, and then something else: the line as a whole is bad */
        if (before) before->next = NULL;
        else j->first = NULL;
        j->last = before;
        j->number--;
    }
    buf_clear(&j->raw);
    buf_add(&j->raw, raw_beginning(line));
    json_push_reject(j, reason);
}

static void skip_rest_of_line(JsonRows *j) {
    while (j->in->begin < j->in->end || window_more(j->in)) {
        Str text = window_text(j->in);
        const char *end = memchr(text.p, '\n', text.n);
        window_take(j->in, end ? (size_t)(end - text.p) + 1 : text.n, end != NULL);
        if (end) break;
    }
    j->skip_line = false;
}

static void reject_long_line(JsonRows *j) {
    Str text = window_text(j->in);
    char reason[256];
    snprintf(reason, sizeof reason, "the line is longer than %zu bytes", j->max_row_bytes);
    j->row_line = j->in->line;
    buf_clear(&j->raw);
    buf_add(&j->raw, raw_beginning(text));
    json_push_reject(j, reason);
    j->skip_line = true;
}

/* Parses the next line that is not blank. */
static void feed_line(JsonRows *j) {
    if (j->skip_line) skip_rest_of_line(j);
    for (;;) {
        Str text = window_text(j->in);
        const char *end = text.n ? memchr(text.p, '\n', text.n) : NULL;
        size_t n = end ? (size_t)(end - text.p) : text.n;
        if (n > j->max_row_bytes) {
            reject_long_line(j);
            return;
        }
        if (!end && window_more(j->in)) continue;
        if (!end && (j->in->failed || text.n == 0)) {
            j->document_ended = true;
            j->failed = j->in->failed;
            j->failure = j->in->failure;
            return;
        }
        Str line = str_trim(str_slice(text, 0, n));
        if (line.n) parse_line(j, line);
        window_take(j->in, end ? n + 1 : n, end != NULL);
        if (line.n) return;
    }
}

static void fill(JsonRows *j) {
    while (!j->first && !j->document_ended) {
        if (j->lines) feed_line(j);
        else feed_document(j);
    }
}

bool json_rows_open(JsonRows *j, Window *in, const JsonShape *shape, const ReaderOptions *o, Err *err) {
    *j = (JsonRows){.in = in,
                    .shape = *shape,
                    .max_row_bytes = o->max_row_bytes,
                    .lines = shape->format == FORMAT_JSON_LINES,
                    .line = 1,
                    .flat = flat_new(o->max_cells, o->max_row_bytes),
                    .raw = buf_new(RAW_SHOWN + 4),
                    .arena = arena_new()};
    if (json_start_parser(j)) {
        fill(j);
        if (j->first || !j->failed) return true;
        if (err) *err = j->failure;
    } else {
        err_set(err, ERR_INTERNAL, NULL, "yajl does not start");
    }
    json_rows_close(j);
    return false;
}

void json_rows_close(JsonRows *j) {
    if (j->parser) yajl_free(j->parser);
    flat_free(&j->flat);
    buf_free(&j->raw);
    arena_free(j->arena);
    *j = (JsonRows){0};
}

bool json_rows_peek(const JsonRows *j, Row *row) {
    for (const JsonItem *i = j->first; i; i = i->next) {
        if (i->is_reject) continue;
        *row = i->row;
        return true;
    }
    return false;
}

ReadResult json_rows_next(JsonRows *j, Row *row, Reject *reject, Err *err) {
    if (!j->first) {
        j->last = NULL;
        arena_reset(j->arena);
        fill(j);
    }
    JsonItem *item = j->first;
    if (!item) {
        if (j->failed && err) *err = j->failure;
        return j->failed ? READ_FAIL : READ_END;
    }
    j->first = item->next;
    if (!item->is_reject) {
        *row = item->row;
        return READ_ROW;
    }
    *reject = item->reject;
    return READ_REJECT;
}
