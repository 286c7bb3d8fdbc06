/* api.c - replies for machines. */
#include <stdlib.h>
#include <string.h>

#include "show.h"
#include "site.h"
#include "text/safe.h"
#include "text/utf8.h"

static int add_piece(const char *p, size_t n, void *buf) {
    buf_add(buf, (Str){p, n});
    return 0;
}

void api_write(const json_t *answer, Reply *reply) {
    reply->type = "application/json";
    json_dump_callback(answer, add_piece, &reply->body, JSON_COMPACT | JSON_REAL_PRECISION(15));
    buf_add_char(&reply->body, '\n');
}

json_t *error_facts(Site *s, int status, const Err *err) {
    Str detail = utf8_clean(s->arena, str_from_c(err->message), NULL); /* may quote what came, or be cut */
    json_t *facts = json_pack("{s:s, s:i, s:s, s:s%, s:s}", "title", status_words(status), "status", status, "code",
                              err_code_name(err->code), "detail", detail.p, detail.n, "hint", err->hint);
    if (err->see[0]) json_object_set_new(facts, "see", json_string(err->see));
    return facts;
}

void api_error(Site *s, int status, const Err *err, Reply *reply) {
    reply->status = status;
    reply->type = "application/problem+json";
    json_t *problem = error_facts(s, status, err);
    json_dump_callback(problem, add_piece, &reply->body, JSON_COMPACT);
    buf_add_char(&reply->body, '\n');
    json_decref(problem);
}

/* The value at a dotted path: "change.ratio". */
static const json_t *at_path(const json_t *row, const char *path) {
    char key[64];
    Str rest = str_from_c(path);
    while (rest.p && row) {
        Str part = str_cut(&rest, '.');
        snprintf(key, sizeof key, "%.*s", STR_ARG(part));
        row = json_object_get(row, key);
    }
    return row;
}

/* The columns of the terminal's table, raw instead of shaped for reading. */
void api_csv(Site *s, const Op *op, const json_t *answer, Reply *reply) {
    reply->type = "text/csv; charset=utf-8";
    for (const Column *c = op->columns; c->head; c++) {
        if (c != op->columns) buf_add_char(&reply->body, ',');
        safe_csv_field(&reply->body, str_from_c(c->path));
    }
    buf_lit(&reply->body, "\r\n");
    size_t i;
    json_t *row;
    json_array_foreach((json_t *)(uintptr_t)at_path(answer, op->rows), i, row) {
        for (const Column *c = op->columns; c->head; c++) {
            const json_t *v = at_path(row, c->path);
            if (c != op->columns) buf_add_char(&reply->body, ',');
            safe_csv_field(&reply->body,
                           json_is_array(v) || json_is_object(v) ? show_json(s->arena, v) : show_plain(s->arena, v));
        }
        buf_lit(&reply->body, "\r\n");
    }
}
