/* form.c - a form from a row of the registry. Pages have forms of their own for what is done often; this one stands
 * behind all of them: it shows what was typed again, with what is wrong with it, and serves operations that no page
 * has a form for. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "site.h"
#include "text/utf8.h"

static bool in_route(const Route *route, const char *name) {
    for (size_t i = 0; i < route->args_n; i++)
        if (str_eq(route->args[i].name, str_from_c(name))) return true;
    return false;
}

/* What was typed, else what would count without it; a list one item a line. */
static Str value_of(Arena *a, const Param *p, const RawArg *typed, size_t n) {
    Buf b = buf_new(BODY_FORM_MAX);
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(typed[i].name, str_from_c(p->name))) continue;
        if (found) buf_add_char(&b, '\n');
        buf_add(&b, typed[i].value);
        found = true;
    }
    Str value = found ? utf8_clean(a, buf_str(&b), NULL) : str_from_c(p->fallback);
    value = arena_str(a, value);
    buf_free(&b);
    return value;
}

static json_t *choices_json(const Param *p, Str value) {
    static const char *const YES_NO[] = {"true", "false", NULL};
    json_t *list = json_array();
    for (const char *const *c = p->type == PARAM_BOOL ? YES_NO : p->choices; *c; c++)
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "value", *c, "text",
                                              p->type != PARAM_BOOL ? *c
                                              : c == YES_NO         ? "yes"
                                                                    : "no",
                                              "chosen", str_eq(value, str_from_c(*c))));
    return list;
}

enum { PICKS_MAX = 500 }; /* of more, the number is typed */

/* The rows of the operation that a parameter is picked from: NULL when there are none, too many, or they are not for
 * the reader's eyes; then it is typed. */
static json_t *picks_json(Site *s, const Param *p, Str value) {
    const Op *op = op_find(str_from_c(p->pick));
    json_t *reply = NULL, *list, *row;
    size_t i;
    if (!op || !app_call(s->app, &s->actor, op, s->arena, NULL, 0, clock_now(), NULL, &reply, NULL)) return NULL;
    const json_t *rows = json_object_get(reply, op->rows);
    list = json_array_size(rows) > 0 && json_array_size(rows) <= PICKS_MAX ? json_array() : NULL;
    json_array_foreach(rows, i, row) {
        json_int_t id = json_integer_value(json_object_get(row, "id"));
        const json_t *name = json_object_get(row, json_object_get(row, "title") ? "title" : "name");
        Str number = arena_printf(s->arena, "%lld", (long long)id), text = str_from_c(json_string_value(name));
        if (list && !text.n) text = number;
        if (list)
            json_array_append_new(list, json_pack("{s:s, s:s%, s:b}", "value", number.p, "text", text.p, text.n,
                                                  "chosen", str_eq(value, number)));
    }
    json_decref(reply);
    return list;
}

/* Errors of op_bind begin with the parameter: "name: missing: ...". */
static bool is_about(const Err *err, const char *name) {
    size_t n = strlen(name);
    return err && strncmp(err->message, name, n) == 0 && (err->message[n] == ':' || err->message[n] == ',');
}

enum { TALL_LINES = 12, AROUND = 2 };

/* "markdown, line 12: ...": the lines around the one that is wrong, so that the error stands beside it. */
static json_t *excerpt_json(Arena *a, Str value, const Err *err) {
    const char *at = strstr(err->message, ", line ");
    json_t *list = json_array();
    long wrong = at ? strtol(at + strlen(", line "), NULL, 10) : 0, line = 0;
    for (Str rest = value; wrong > 0 && rest.p;) {
        Str text = str_cut(&rest, '\n');
        if (++line < wrong - AROUND || line > wrong + AROUND) continue;
        text = utf8_clean(a, str_trim(text), NULL);
        json_array_append_new(list, json_pack("{s:I, s:s%, s:b}", "line", (json_int_t)line, "text",
                                              text.n ? text.p : "", text.n, "wrong", line == wrong));
    }
    return list;
}

static bool is_tall(Str value) {
    size_t lines = 0;
    for (size_t i = 0; i < value.n; i++) lines += value.p[i] == '\n';
    return lines >= TALL_LINES;
}

static json_t *field_json(Site *s, const Param *p, const RawArg *typed, size_t n, const Err *err) {
    static const char *const KINDS[] = {
        [PARAM_STR] = "text",    [PARAM_INT] = "number", [PARAM_BOOL] = "choice",
        [PARAM_ENUM] = "choice", [PARAM_DATE] = "date",  [PARAM_LIST] = "list",
    };
    Str value = p->secret || p->file ? STR("") : value_of(s->arena, p, typed, n);
    bool is_long = p->type == PARAM_STR && (!p->max || p->max > 400) && strcmp(p->name, "url") != 0;
    json_t *field = json_pack("{s:s, s:s, s:s%, s:b, s:b}", "name", p->name, "kind",
                              p->secret   ? "secret"
                              : p->file   ? "file"
                              : p->hidden ? "hidden"
                              : is_long   ? "long"
                                          : KINDS[p->type],
                              "value", value.p, value.n, "required", p->required, "wrong", is_about(err, p->name));
    json_object_set_new(field, "help", p->help ? json_string(p->help) : json_null());
    if (is_long && is_tall(value)) json_object_set_new(field, "tall", json_true());
    if (is_about(err, p->name)) json_object_set_new(field, "excerpt", excerpt_json(s->arena, value, err));
    if (p->type == PARAM_BOOL || p->type == PARAM_ENUM) json_object_set_new(field, "choices", choices_json(p, value));
    json_t *picks = p->pick && !p->hidden ? picks_json(s, p, value) : NULL;
    if (picks) {
        json_object_set_new(field, "choices", picks);
        json_object_set_new(field, "kind", json_string("pick"));
    }
    return field;
}

/* What it is done to, as the address says: account 3. */
static json_t *of_json(Site *s, const Route *route, const RawArg *typed, size_t n) {
    json_t *of = json_array();
    for (const Param *p = route->op->params; p && p->name; p++) {
        Str value = in_route(route, p->name) ? value_of(s->arena, p, typed, n) : STR("");
        if (value.n) json_array_append_new(of, json_pack("{s:s, s:s%}", "name", p->name, "value", value.p, value.n));
    }
    return of;
}

/* The page with the link or form that led here. */
static Str page_back(const Request *r) {
    Str page = origin_page(r), path = page;
    path = str_cut(&path, '?');
    return page.n && !str_eq(path, r->path) ? page : STR(SITE_START);
}

void form_write(Site *s, const Request *r, const Route *route, const RawArg *typed, size_t n, int status,
                const Err *err, Reply *reply) {
    if (!app_may(route->op, &s->actor, true)) {
        Err closed = {0};
        err_set(&closed, ERR_FORBIDDEN, "ask an administrator", "%s: your role may not do this", route->op->summary);
        site_fail(s, r, 403, &closed, reply);
        return;
    }
    Str back = page_back(r);
    json_t *fields = json_array(), *about = NULL;
    bool tall = false, has_file = false;
    for (const Param *p = route->op->params; p && p->name; p++) {
        if (p->cli_only || in_route(route, p->name)) continue;
        has_file |= p->file;
        if (is_about(err, p->name)) about = json_string(p->name);
        json_t *field = field_json(s, p, typed, n, err);
        tall |= json_is_true(json_object_get(field, "tall"));
        json_array_append_new(fields, field);
    }
    json_t *answer = json_pack("{s:s, s:s%, s:s%, s:o, s:o}", "title", route->op->summary, "action", r->path.p,
                               r->path.n, "back", back.p, back.n, "of", of_json(s, route, typed, n), "fields", fields);
    if (tall) json_object_set_new(answer, "tall", json_true());
    if (has_file) json_object_set_new(answer, "has_file", json_true());
    if (err) {
        json_t *error = error_facts(s, status, err);
        if (about) json_object_set_new(error, "field", about);
        json_object_set_new(answer, "error", error);
    }
    reply->status = status;
    page_plain(s, r, STR("form"), answer, reply);
}

void form_show(Site *s, const Request *r, const Route *route, Reply *reply) {
    RawArg *typed;
    size_t n;
    Err err = {0};
    if (r->job && jobs_failed(s->jobs, &s->actor, r->job, route->op, s->arena, &typed, &n, &err))
        form_write(s, r, route, typed, n, 200, &err, reply);
    else form_write(s, r, route, r->args, r->args_n, 200, NULL, reply);
}
