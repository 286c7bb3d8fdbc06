/* json_events.c - yajl's events become rows: which container is a row, which a list of rows, which only stands around
 * them. The rules stand in json_rows.c. */
#include <stdio.h>

#include "csv_rows.h"
#include "json_rows.h"
#include "text/utf8.h"

enum { HARD_DEPTH = 1024 }; /* yajl remembers each level, in lists that nobody reads too */

/* Counts lines up to where the parser is. */
uint64_t json_line_here(JsonRows *j) {
    size_t at = yajl_get_bytes_consumed(j->parser);
    if (at > j->chunk.n) at = j->chunk.n;
    for (; j->counted < at; j->counted++) j->line += j->chunk.p[j->counted] == '\n';
    return j->line;
}

void json_take_raw(JsonRows *j, size_t end) {
    if (j->in_row && j->raw_from < end && !j->raw.overflowed) buf_add(&j->raw, str_slice(j->chunk, j->raw_from, end));
    j->raw_from = end;
}

static void push(JsonRows *j, JsonItem item) {
    JsonItem *kept = ARENA_NEW(j->arena, JsonItem);
    *kept = item;
    if (j->last) j->last->next = kept;
    else j->first = kept;
    j->last = kept;
}

void json_push_reject(JsonRows *j, const char *reason) {
    JsonItem item = {.is_reject = true, .reject = {.line = j->row_line, .number = ++j->number}};
    snprintf(item.reject.reason, sizeof item.reject.reason, "%s", reason);
    item.reject.raw = arena_str(j->arena, raw_beginning(buf_str(&j->raw)));
    push(j, item);
}

static void begin_row(JsonRows *j) {
    j->row_line = json_line_here(j);
    j->row_depth = j->depth;
    buf_clear(&j->raw);
    size_t at = yajl_get_bytes_consumed(j->parser);
    j->raw_from = at ? at - 1 : 0; /* the brace itself */
    j->in_row = true;
    flat_begin(&j->flat);
}

static void end_row(JsonRows *j) {
    json_take_raw(j, yajl_get_bytes_consumed(j->parser));
    j->in_row = false;
    if (j->flat.reason[0]) {
        json_push_reject(j, j->flat.reason);
        return;
    }
    JsonItem item = {.row = {.line = j->row_line, .number = ++j->number}};
    flat_cells(&j->flat, j->arena, &item.row.cells, &item.row.n);
    push(j, item);
}

static bool at_row(const JsonRows *j) {
    return j->in_list ? j->depth == j->list_depth : j->depth == 0;
}

static int on_open(JsonRows *j, bool is_array) {
    j->since_event = 0;
    if (j->depth == HARD_DEPTH) {
        err_set(&j->failure, ERR_LIMIT, "is it a data file?", "line %llu: JSON nested deeper than %d levels",
                (unsigned long long)json_line_here(j), HARD_DEPTH);
        return 0;
    }
    bool is_list = is_array && !j->in_list && !j->lines && (j->depth == 0 || (j->depth == 1 && j->list_pending));
    bool is_wrapper = !is_array && j->depth == 0 && j->shape.wrapper[0];
    j->list_pending = false;
    if (!j->in_row && is_list) {
        j->in_list = true;
        j->list_depth = j->depth + 1;
    } else if (!j->in_row && !is_wrapper && at_row(j)) {
        begin_row(j);
        if (is_array) snprintf(j->flat.reason, sizeof j->flat.reason, "not an object but a list");
    }
    if (j->in_row) flat_open(&j->flat, is_array);
    j->depth++;
    return 1;
}

static int on_close(JsonRows *j) {
    j->since_event = 0;
    j->depth--;
    if (j->in_row) {
        flat_close(&j->flat);
        if (j->depth == j->row_depth) end_row(j);
    } else if (j->in_list && j->depth < j->list_depth) {
        j->in_list = false;
    }
    return 1;
}

static int on_scalar(JsonRows *j, Str value) {
    j->since_event = 0;
    j->list_pending = false;
    if (j->in_row) {
        flat_scalar(&j->flat, value);
    } else if (at_row(j)) {
        j->row_line = json_line_here(j);
        buf_clear(&j->raw);
        buf_add(&j->raw, utf8_clean(j->arena, raw_beginning(value), NULL)); /* JSON can spell lone surrogates */
        json_push_reject(j, "not an object but a single value");
    }
    return 1;
}

static int on_null(void *ctx) {
    return on_scalar(ctx, STR(""));
}
static int on_bool(void *ctx, int value) {
    return on_scalar(ctx, value ? STR("true") : STR("false"));
}
static int on_number(void *ctx, const char *p, size_t n) {
    return on_scalar(ctx, (Str){p, n});
}
static int on_string(void *ctx, const unsigned char *p, size_t n) {
    return on_scalar(ctx, (Str){(const char *)p, n});
}
static int on_start_map(void *ctx) {
    return on_open(ctx, false);
}
static int on_end_map(void *ctx) {
    return on_close(ctx);
}
static int on_start_array(void *ctx) {
    return on_open(ctx, true);
}
static int on_end_array(void *ctx) {
    return on_close(ctx);
}

static int on_key(void *ctx, const unsigned char *p, size_t n) {
    JsonRows *j = ctx;
    Str key = {(const char *)p, n};
    j->since_event = 0;
    if (j->in_row) flat_key(&j->flat, key);
    j->list_pending = !j->in_row && j->depth == 1 && j->shape.wrapper[0] && str_eq(key, str_from_c(j->shape.wrapper));
    return 1;
}

static const yajl_callbacks CALLBACKS = {
    .yajl_null = on_null,
    .yajl_boolean = on_bool,
    .yajl_number = on_number,
    .yajl_string = on_string,
    .yajl_start_map = on_start_map,
    .yajl_map_key = on_key,
    .yajl_end_map = on_end_map,
    .yajl_start_array = on_start_array,
    .yajl_end_array = on_end_array,
};

bool json_start_parser(JsonRows *j) {
    if (j->parser) yajl_free(j->parser);
    j->parser = yajl_alloc(&CALLBACKS, NULL, j);
    if (!j->parser) return false;
    yajl_config(j->parser, yajl_dont_validate_strings, 1); /* the window holds valid UTF-8 only */
    if (!j->lines) yajl_config(j->parser, yajl_allow_multiple_values, 1);
    j->depth = 0;
    j->in_row = j->in_list = j->list_pending = false;
    return true;
}
