/* embed_reply.c - requests and replies of an embedding endpoint as JSON. The reply is believed in nothing: as many
 * vectors as texts, each named once, all of one length, every number finite. */
#include <jansson.h>
#include <string.h>

#include "embed_client.h"
#include "text/utf8.h"

static const char HINT[] = "check that RIDEALONG_EMBEDDINGS_URL is an OpenAI-compatible embeddings endpoint";
enum { PROBLEM_BYTES = 200 };

Str embed_text(Str text) {
    return utf8_cut(text, EMBED_TEXT_BYTES);
}

char *embed_request(Str model, const Str *texts, size_t n) {
    json_t *input = json_array();
    for (size_t i = 0; i < n; i++) json_array_append_new(input, json_stringn(texts[i].p, texts[i].n));
    json_t *o = json_pack("{s:o, s:o, s:s}", "model", json_stringn(model.p, model.n), "input", input, "encoding_format",
                          "float");
    char *body = json_dumps(o, JSON_COMPACT);
    json_decref(o);
    return body;
}

typedef struct Reading {
    Arena *a;
    size_t n;
    bool *seen;
    double *numbers;
    EmbedBatch batch;
} Reading;

static bool read_vector(Reading *r, size_t at, const json_t *list, Err *err) {
    size_t dim = json_array_size(list); /* 0 when it is no array */
    if (dim == 0 || dim > DENSE_DIM_MAX)
        return err_set(err, ERR_IO, HINT, "vector %zu of the reply has %zu numbers, not 1 to %d", at, dim,
                       DENSE_DIM_MAX);
    if (!r->batch.dim) {
        r->batch.dim = (uint32_t)dim;
        r->batch.vectors = arena_calloc(r->a, r->n * dim, sizeof *r->batch.vectors);
        r->numbers = ARENA_ARRAY(r->a, double, dim);
    }
    if (dim != r->batch.dim)
        return err_set(err, ERR_IO, HINT, "vector %zu of the reply has %zu numbers, others have %u", at, dim,
                       r->batch.dim);
    for (size_t i = 0; i < dim; i++) {
        const json_t *x = json_array_get(list, i);
        if (!json_is_number(x)) return err_set(err, ERR_IO, HINT, "vector %zu of the reply holds no numbers", at);
        r->numbers[i] = json_number_value(x);
    }
    return dense_pack(r->numbers, r->batch.dim, r->batch.vectors + at * dim) ||
           err_set(err, ERR_IO, "try another model", "vector %zu of the reply has no direction: all its numbers are 0",
                   at);
}

static bool read_item(Reading *r, size_t i, const json_t *item, Err *err) {
    const json_t *index = json_object_get(item, "index");
    json_int_t at = json_is_integer(index) ? json_integer_value(index) : (json_int_t)i;
    if (at < 0 || at >= (json_int_t)r->n || r->seen[at])
        return err_set(err, ERR_IO, HINT, "the reply has index %lld twice or out of range", (long long)at);
    r->seen[at] = true;
    return read_vector(r, (size_t)at, json_object_get(item, "embedding"), err);
}

bool embed_reply_read(Arena *a, Str body, size_t n, EmbedBatch *out, Err *err) {
    json_error_t problem;
    json_t *reply = json_loadb(body.p, body.n, 0, &problem);
    if (!reply)
        return err_set(err, ERR_IO, HINT, "the reply of %zu bytes is not sound JSON: %.100s", body.n, problem.text);
    const json_t *data = json_object_get(reply, "data");
    Reading r = {.a = a, .n = n, .seen = ARENA_ARRAY(a, bool, n)};
    bool ok = json_array_size(data) == n ||
              err_set(err, ERR_IO, HINT, "the reply has %zu vectors for %zu texts", json_array_size(data), n);
    for (size_t i = 0; ok && i < n; i++) ok = read_item(&r, i, json_array_get(data, i), err);
    json_decref(reply);
    if (ok) *out = r.batch;
    return ok;
}

/* {"error": {"message": "..."}}, {"error": "..."} or {"message": "..."}. */
Str embed_reply_problem(Arena *a, Str body) {
    json_t *reply = json_loadb(body.p, body.n, 0, NULL);
    const json_t *e = json_object_get(reply, "error"), *inner = json_object_get(e, "message");
    const json_t *text = inner ? inner : e ? e : json_object_get(reply, "message");
    Str said = {json_string_value(text), json_string_length(text)}, line = {"", 0};
    if (said.p) {
        line = arena_str(a, utf8_cut(said, PROBLEM_BYTES));
        for (char *p = (char *)(uintptr_t)line.p; *p; p++)
            if ((unsigned char)*p < ' ' || *p == 127) *p = ' ';
    }
    json_decref(reply);
    return line;
}
