/* page.c - replies for people: the operation's template in its frame. */
#include <string.h>

#include "show.h"
#include "site.h"
#include "templates.h"
#include "texts.h"

static const PageTemplate *find_template(Str name) {
    for (const PageTemplate *t = PAGES; t->name; t++)
        if (str_eq(name, str_from_c(t->name))) return t;
    return NULL;
}

static void set_str(json_t *object, const char *key, Str s) {
    json_object_set_new(object, key, json_stringn(s.p, s.n));
}

static void op_name(const Op *op, char *name, size_t size) {
    snprintf(name, size, "%s", op->id);
    for (char *p = name; *p; p++)
        if (*p == '.') *p = '_';
}

static const PageTemplate *template_of(const Op *op) {
    char name[64];
    op_name(op, name, sizeof name);
    return find_template(str_from_c(name));
}

/* "may.themes_rename": may they, on the object that this page shows? */
static json_t *may_json(const Site *s) {
    json_t *out = json_object();
    size_t n;
    const Op *const *ops = ops_all(&n);
    bool *may = ARENA_ARRAY(s->arena, bool, n + 1);
    app_offers(s->app, s->arena, &s->actor, s->args, s->args_n, may);
    for (size_t i = 0; i < n; i++) {
        char name[64];
        op_name(ops[i], name, sizeof name);
        if (may[i]) json_object_set_new(out, name, json_true());
    }
    return out;
}

/* A page without a store to ask still has times: of the server itself. */
static void put_zone(const Site *s, json_t *page) {
    Err none = {0};
    Str zone;
    set_str(page, "zone", app_zone(s->app, s->arena, &s->actor, &zone, &none) ? zone : STR("UTC"));
}

static void put_actor(const Site *s, const Request *r, json_t *page) {
    json_object_set_new(page, "may", may_json(s));
    json_object_set_new(page, "role", json_string(role_name(s->actor.role)));
    Str sample;
    Err none = {0};
    if (s->actor.role > ROLE_ANYBODY && app_sample(s->app, s->arena, &sample, &none) && !str_eq(sample, STR("none")))
        set_str(page, "sample", sample);
    set_str(page, "base", arena_printf(s->arena, "http%s://%.*s", s->secure ? "s" : "", STR_ARG(r->host)));
    json_object_set_new(page, "signed_in", json_boolean(s->actor.role > ROLE_ANYBODY));
    if (s->actor.account_id) set_str(page, "who", s->actor.name);
}

/* What the layout and the links of a page need to know about the request. */
static json_t *frame(Site *s, const Request *r, const Op *op, const json_t *answer) {
    json_t *page = s->notice ? s->notice : jobs_notice(s->jobs, &s->actor, r->job);
    s->notice = NULL;
    Str nav = str_slice(r->path, 1, r->path.n);
    set_str(page, "nav", str_cut(&nav, '/'));
    const json_t *working = json_object_get(json_object_get(page, "working"), "job");
    set_str(page, "here_url", request_url(r, s->arena, STR(""), NULL, NULL, STR("")));
    set_str(page, "watch_url", request_url(r, s->arena, STR(""), NULL, "job", show_plain(s->arena, working)));
    put_actor(s, r, page);
    put_zone(s, page);
    json_object_set_new(page, "lang", json_string(texts_language()));
    if (!op) return page;
    set_str(page, "json_url", request_url(r, s->arena, STR("/api/v1"), NULL, NULL, STR("")));
    if (op->rows && op->columns)
        set_str(page, "csv_url", request_url(r, s->arena, STR(""), NULL, "format", STR("csv")));
    const json_t *next = json_object_get(answer, "next");
    if (json_is_string(next))
        set_str(page, "next_url",
                request_url(r, s->arena, STR(""), "cursor", "cursor",
                            (Str){json_string_value(next), json_string_length(next)}));
    if (request_arg(r, "cursor").n)
        set_str(page, "first_url", request_url(r, s->arena, STR(""), "cursor", NULL, STR("")));
    return page;
}

void page_write(Site *s, const Request *r, const Op *op, const json_t *answer, Reply *reply) {
    const PageTemplate *t = template_of(op);
    if (!t) {
        api_write(answer, reply);
        return;
    }
    json_t *page = frame(s, r, op, answer);
    reply->type = "text/html; charset=utf-8";
    t->write(&reply->body, s->arena, page, answer);
    json_decref(page);
}

void page_plain(Site *s, const Request *r, Str name, json_t *answer, Reply *reply) {
    json_t *page = frame(s, r, NULL, NULL);
    reply->type = "text/html; charset=utf-8";
    find_template(name)->write(&reply->body, s->arena, page, answer);
    json_decref(answer);
    json_decref(page);
}

void page_error(Site *s, const Request *r, int status, const Err *err, Reply *reply) {
    reply->status = status;
    page_plain(s, r, STR("error"), error_facts(s, status, err), reply);
}
