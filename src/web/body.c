/* body.c - JSON and forms taken apart into the texts that op_bind checks. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "multipart.h"
#include "show.h"
#include "site.h"

typedef struct Out {
    Arena *arena;
    const Op *op;
    RawArg *args;
    size_t n, room;
} Out;

static void add(Out *out, Str name, Str value) {
    if (out->n == out->room) {
        size_t room = out->room ? 2 * out->room : 32;
        RawArg *more = ARENA_ARRAY(out->arena, RawArg, room);
        if (out->n) memcpy(more, out->args, out->n * sizeof *more);
        out->args = more;
        out->room = room;
    }
    out->args[out->n++] = (RawArg){name, value};
}

static const Param *param_of(const Op *op, Str name) {
    for (const Param *p = op->params; p && p->name; p++)
        if (str_eq(name, str_from_c(p->name))) return p;
    return NULL;
}

static bool is_list(const Op *op, Str name) {
    const Param *p = param_of(op, name);
    return p && p->type == PARAM_LIST;
}

/* A form with several buttons, each for an operation of its own, sends all its fields with every one of them. So
 * "split:name" is the `name` of an operation whose id ends in ".split", "any:later" the `later` of each that takes one;
 * for the others they are not there. Other names are taken as they are. */
static bool is_for(const Op *op, Str *name) {
    Str field = *name, verb = str_cut(&field, ':'), id = str_from_c(op->id), rest = id;
    if (!field.p) return true;
    while (rest.p) id = str_cut(&rest, '.');
    if (!str_eq(verb, STR("any")) && !str_eq(verb, id)) return false;
    if (str_eq(verb, STR("any")) && !param_of(op, field)) return false;
    *name = field;
    return true;
}

/* "12, 40\r\n7": only then is one field several items, since a name may have commas and blanks in it. */
static bool only_numbers(Str s) {
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9') digit = true;
        else if (!strchr(", \t\r\n", s.p[i])) return false;
    }
    return digit;
}

static void add_numbers(Out *out, Str name, Str value) {
    for (size_t i = 0; i < value.n;) {
        size_t from = i;
        while (i < value.n && value.p[i] >= '0' && value.p[i] <= '9') i++;
        if (i > from) add(out, name, str_slice(value, from, i));
        else i++;
    }
}

static void add_field(Out *out, Str name, Str value) {
    if (!is_for(out->op, &name)) return;
    if (!is_list(out->op, name)) add(out, name, value);
    else if (only_numbers(value)) add_numbers(out, name, value);
    else if (value.n) add(out, name, value);
}

static bool read_form(Out *out, Str body, Err *err) {
    Str rest = body;
    while (rest.p && body.n) {
        Str value = str_cut(&rest, '&'), name = str_cut(&value, '=');
        if (!name.n && !value.n) continue;
        if (!url_decode(out->arena, name, true, &name, err) || !url_decode(out->arena, value, true, &value, err))
            return err_prefix(err, "reading the form: ");
        add_field(out, name, value);
    }
    return true;
}

static bool takes_file(const Op *op) {
    for (const Param *p = op->params; p && p->name; p++)
        if (p->file) return true;
    return false;
}

/* Its bytes as base64, what it is called as the parameter `name`; a form without a chosen file sends an empty one. */
static void add_file(Out *out, const Part *part) {
    size_t room = sodium_base64_ENCODED_LEN(part->value.n, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(out->arena, room);
    if (!part->value.n && !part->file.n) return;
    sodium_bin2base64(text, room, (const unsigned char *)part->value.p, part->value.n, sodium_base64_VARIANT_ORIGINAL);
    add(out, part->name, (Str){text, room - 1});
    if (param_of(out->op, STR("name"))) add(out, STR("name"), part->file);
}

static bool read_multipart(Out *out, Str type, Str body, Err *err) {
    Multipart m;
    Part part;
    bool end = false, ok = multipart_begin(&m, type, body, err);
    while (ok && (ok = multipart_next(&m, &part, &end, err)) && !end) {
        const Param *p = param_of(out->op, part.name);
        if (part.is_file && p && p->file) add_file(out, &part);
        else add_field(out, part.name, part.value);
    }
    return ok;
}

static bool add_json(Out *out, const char *key, const json_t *v, Err *err) {
    Str name = arena_str(out->arena, str_from_c(key));
    if (json_is_object(v) || json_is_array(v))
        return err_set(err, ERR_INPUT, "give a text, a number, true or false", "%s: a list or an object is not taken",
                       key);
    if (json_is_boolean(v)) add(out, name, json_is_true(v) ? STR("true") : STR("false"));
    else if (json_is_real(v)) add(out, name, arena_printf(out->arena, "%.17g", json_real_value(v)));
    else if (!json_is_null(v)) /* null: the same as not given */
        add(out, name, arena_str(out->arena, show_plain(out->arena, v)));
    return true;
}

static bool add_member(Out *out, const char *key, const json_t *v, Err *err) {
    if (!json_is_array(v) || !is_list(out->op, str_from_c(key))) return add_json(out, key, v, err);
    for (size_t i = 0; i < json_array_size(v); i++)
        if (!add_json(out, key, json_array_get(v, i), err)) return false;
    return true;
}

static bool read_json(Out *out, Str body, Err *err) {
    json_error_t at;
    json_t *value, *object = json_loadb(body.n ? body.p : "{}", body.n ? body.n : 2, JSON_REJECT_DUPLICATES, &at);
    if (!object)
        return err_set(err, ERR_INPUT, "send one JSON object: {\"name\": \"value\"}",
                       "the body, line %d, column %d: %s", at.line, at.column, at.text);
    bool ok = json_is_object(object) ||
              err_set(err, ERR_INPUT, "send one JSON object: {\"name\": \"value\"}", "the body is no JSON object");
    const char *key;
    json_object_foreach(object, key, value) ok = ok && add_member(out, key, value, err);
    json_decref(object);
    return ok;
}

static bool is_type(Str header, Str type) {
    return str_eq_nocase(str_trim(str_cut(&header, ';')), type);
}

bool is_json(Str content_type) {
    return is_type(content_type, STR("application/json"));
}

bool body_read(const Request *r, const Op *op, Arena *a, const RawArg **args, size_t *n, int *status, Err *err) {
    Out out = {.arena = a, .op = op};
    bool lines = is_type(r->content_type, STR("application/x-ndjson")) && param_of(op, STR("lines"));
    size_t most = takes_file(op) ? GUARD_BODY_MAX : lines ? BODY_LINES_MAX : BODY_FORM_MAX;
    *status = 413;
    if (r->body.n > most)
        return err_set(err, ERR_LIMIT, "send less at once", "the body is larger than %zu bytes", most);
    *status = 400;
    if (lines) {
        for (size_t i = 0; i < r->args_n; i++) add(&out, r->args[i].name, r->args[i].value);
        add(&out, STR("lines"), r->body);
    } else if (is_json(r->content_type)) {
        if (!read_json(&out, r->body, err)) return false;
    } else if (takes_file(op) && is_type(r->content_type, STR("multipart/form-data"))) {
        if (!read_multipart(&out, r->content_type, r->body, err)) return false;
    } else if (is_type(r->content_type, STR("application/x-www-form-urlencoded")) ||
               (!r->content_type.n && !r->body.n)) {
        if (!read_form(&out, r->body, err)) return false;
    } else {
        *status = 415;
        return err_set(err, ERR_INPUT, "send application/json or application/x-www-form-urlencoded",
                       "the body's type is '%.*s'", STR_ARG(r->content_type));
    }
    *args = out.args;
    *n = out.n;
    return true;
}
