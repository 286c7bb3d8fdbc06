/* hook.c - payloads of webhooks, field by field. Only what is needed is taken: payloads are full of people. */
#include "outcomes/hook.h"

#include <jansson.h>
#include <string.h>

#include "base/clock.h"
#include "signals/time_parse.h"
#include "text/safe.h"
#include "text/utf8.h"

const char *hook_kind_name(HookKind kind) {
    static const char *const NAMES[HOOK_KINDS] = {"nothing", "ping", "release", "deployed", "withdrawn"};
    return NAMES[kind];
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* On one line, and nothing in it that steers what shows it. */
static Str one_line(Arena *a, Str s) {
    Str clean = str_trim(utf8_cut(utf8_clean(a, s, NULL), HOOK_TEXT_MAX));
    Buf out = buf_new(8 * HOOK_TEXT_MAX);
    for (size_t at = 0; at < clean.n;) {
        int32_t c;
        size_t n = utf8_next(clean, at, &c);
        if (safe_picture(c)) buf_add_char(&out, ' ');
        else buf_add(&out, str_slice(clean, at, at + n));
        at += n;
    }
    Str text = arena_str(a, str_trim(buf_str(&out)));
    buf_free(&out);
    return text;
}

static Str raw(const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);
    return json_is_string(v) ? (Str){json_string_value(v), json_string_length(v)} : (Str){"", 0};
}

static Str text(Arena *a, const json_t *object, const char *key) {
    return one_line(a, raw(object, key));
}

static Str first_of(Str one, Str other) {
    return one.n ? one : other;
}

static Str number(Arena *a, const json_t *object, const char *key) {
    const json_t *v = json_object_get(object, key);
    return json_is_integer(v) && json_integer_value(v) > 0 ? arena_printf(a, "%lld", (long long)json_integer_value(v))
                                                           : (Str){"", 0};
}

static Str address(Arena *a, const json_t *object, const char *key) {
    Str url = raw(object, key);
    bool web = str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
    for (size_t i = 0; i < url.n; i++) web &= (unsigned char)url.p[i] > ' ' && (unsigned char)url.p[i] < 127;
    return web && url.n <= HOOK_TEXT_MAX ? arena_str(a, url) : (Str){"", 0};
}

static int64_t moment(const json_t *object, const char *key) {
    int64_t at;
    return time_parse(raw(object, key), false, &at) ? at : TIME_NONE;
}

/* ---- problems that it names ------------------------------------------------------------------ */

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void add_problem(HookEvent *out, int64_t id) {
    for (size_t i = 0; i < out->problems_n; i++)
        if (out->problems[i] == id) return;
    if (id > 0 && out->problems_n < HOOK_PROBLEMS_MAX) out->problems[out->problems_n++] = id;
}

static size_t skip_blanks(Str s, size_t at) {
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t')) at++;
    return at;
}

/* The list that stands at `at`: numbers with commas between. */
static void take_numbers(Str s, size_t at, HookEvent *out) {
    for (;;) {
        at = skip_blanks(s, at);
        if (at < s.n && s.p[at] == '#') at++;
        size_t from = at;
        int64_t id;
        while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9') at++;
        bool ends = at == s.n || !is_word(s.p[at]);
        if (!ends || !str_to_i64(str_slice(s, from, at), &id)) return;
        add_problem(out, id);
        at = skip_blanks(s, at);
        if (at == s.n || s.p[at++] != ',') return;
    }
}

void hook_named(Str s, HookEvent *out) {
    static const Str WORD = STR_INIT("ridealong");
    for (size_t i = 0; i + WORD.n < s.n; i++) {
        if ((i && is_word(s.p[i - 1])) || !str_eq_nocase(str_slice(s, i, i + WORD.n), WORD)) continue;
        size_t at = skip_blanks(s, i + WORD.n);
        if (at < s.n && s.p[at] == ':') take_numbers(s, at + 1, out);
    }
}

/* ---- GitHub ---------------------------------------------------------------------------------- */

static void nothing(HookEvent *e, const char *why) {
    e->kind = HOOK_NOTHING;
    e->why = why;
}

static void github_release(Arena *a, const json_t *body, HookEvent *e) {
    const json_t *release = json_object_get(body, "release");
    e->ref = text(a, release, "tag_name");
    e->title = first_of(text(a, release, "name"), e->ref);
    e->url = address(a, release, "html_url");
    e->at = moment(release, "published_at");
    hook_named(raw(release, "name"), e);
    hook_named(raw(release, "body"), e);
    hook_named(raw(release, "tag_name"), e);
    if (!str_eq(raw(body, "action"), STR("published"))) nothing(e, "only a release that is published counts");
    else if (json_is_true(json_object_get(release, "prerelease")))
        nothing(e, "a pre-release: customers do not have it yet");
    else e->kind = HOOK_RELEASE;
}

static void github_deployment(Arena *a, const json_t *body, HookEvent *e) {
    const json_t *status = json_object_get(body, "deployment_status"),
                 *deployment = json_object_get(body, "deployment");
    Str state = raw(status, "state");
    e->number = number(a, deployment, "id");
    e->environment = first_of(text(a, status, "environment"), text(a, deployment, "environment"));
    e->production = json_is_true(json_object_get(deployment, "production_environment"));
    e->ref = text(a, deployment, "ref");
    e->sha = text(a, deployment, "sha");
    e->title = text(a, deployment, "description");
    e->url = first_of(address(a, status, "log_url"), address(a, status, "target_url"));
    e->at = moment(status, "created_at");
    e->rollback = str_eq_nocase(raw(deployment, "task"), STR("rollback"));
    hook_named(raw(deployment, "description"), e);
    hook_named(raw(deployment, "payload"), e);
    hook_named(raw(status, "description"), e);
    hook_named(raw(deployment, "ref"), e);
    if (str_eq(state, STR("success"))) e->kind = HOOK_DEPLOYED;
    else if (str_eq(state, STR("inactive"))) e->kind = HOOK_WITHDRAWN;
    else nothing(e, "only a deployment that succeeded, or became inactive, counts");
}

static void github(Arena *a, Str event, const json_t *body, HookEvent *e) {
    const json_t *repository = json_object_get(body, "repository");
    e->repository = text(a, repository, "full_name");
    if (str_eq(event, STR("ping"))) e->kind = HOOK_PING;
    else if (str_eq(event, STR("release"))) github_release(a, body, e);
    else if (str_eq(event, STR("deployment_status"))) github_deployment(a, body, e);
    else nothing(e, "only the events release, deployment_status and ping are read");
    if (!e->url.n) e->url = address(a, repository, "html_url");
}

/* ---- GitLab ---------------------------------------------------------------------------------- */

static void gitlab_release(Arena *a, const json_t *body, HookEvent *e) {
    e->ref = text(a, body, "tag");
    e->sha = text(a, json_object_get(body, "commit"), "id");
    e->title = first_of(text(a, body, "name"), e->ref);
    e->url = address(a, body, "url");
    e->at = moment(body, "released_at");
    hook_named(raw(body, "name"), e);
    hook_named(raw(body, "description"), e);
    hook_named(raw(body, "tag"), e);
    hook_named(raw(json_object_get(body, "commit"), "message"), e);
    if (str_eq(raw(body, "action"), STR("create"))) e->kind = HOOK_RELEASE;
    else nothing(e, "only a release that is created counts");
}

static void gitlab_deployment(Arena *a, const json_t *body, HookEvent *e) {
    e->number = number(a, body, "deployment_id");
    e->environment = text(a, body, "environment");
    e->production = str_eq(raw(body, "environment_tier"), STR("production"));
    e->ref = text(a, body, "ref");
    e->sha = text(a, body, "short_sha");
    e->title = text(a, body, "commit_title");
    e->url = first_of(address(a, body, "deployable_url"), address(a, body, "commit_url"));
    e->at = moment(body, "status_changed_at");
    hook_named(raw(body, "commit_title"), e);
    hook_named(raw(body, "ref"), e);
    if (str_eq(raw(body, "status"), STR("success"))) e->kind = HOOK_DEPLOYED;
    else nothing(e, "only a deployment that succeeded counts");
}

static void gitlab(Arena *a, Str event, const json_t *body, HookEvent *e) {
    const json_t *project = json_object_get(body, "project");
    e->repository = text(a, project, "path_with_namespace");
    if (str_eq(event, STR("Release Hook"))) gitlab_release(a, body, e);
    else if (str_eq(event, STR("Deployment Hook"))) gitlab_deployment(a, body, e);
    else nothing(e, "only the events Release Hook and Deployment Hook are read");
    if (!e->url.n) e->url = address(a, project, "web_url");
}

/* ---- both ------------------------------------------------------------------------------------ */

/* The parser goes down by recursion, so how deep is asked before. */
static bool too_deep(Str body) {
    bool inside = false;
    int depth = 0;
    for (size_t i = 0; i < body.n; i++) {
        char c = body.p[i];
        if (inside && c == '\\') i++;
        else if (c == '"') inside = !inside;
        else if (!inside && (c == '{' || c == '[')) depth++;
        else if (!inside && (c == '}' || c == ']')) depth--;
        if (depth > HOOK_DEPTH_MAX) return true;
    }
    return false;
}

bool hook_parse(Arena *a, HookForge forge, Str event, Str body, HookEvent *out, Err *err) {
    json_error_t at;
    if (too_deep(body))
        return err_set(err, ERR_LIMIT, NULL, "the payload is nested deeper than %d levels", HOOK_DEPTH_MAX);
    json_t *object = json_loadb(body.n ? body.p : "", body.n, JSON_REJECT_DUPLICATES, &at);
    if (!json_is_object(object)) {
        bool other = object != NULL;
        json_decref(object);
        return other ? err_set(err, ERR_INPUT, NULL, "the payload is no JSON object")
                     : err_set(err, ERR_INPUT, "choose the content type application/json for the webhook",
                               "the payload, line %d, column %d: %s", at.line, at.column, at.text);
    }
    HookEvent e = {.at = TIME_NONE};
    if (forge == HOOK_GITHUB) github(a, event, object, &e);
    else gitlab(a, event, object, &e);
    json_decref(object);
    if ((e.kind == HOOK_RELEASE && !e.ref.n) || (e.kind >= HOOK_DEPLOYED && (!e.number.n || !e.environment.n)) ||
        (e.kind >= HOOK_RELEASE && !e.repository.n))
        return err_set(err, ERR_INPUT, "see which payload your forge sends, in its list of deliveries",
                       "the payload lacks what a %s has: repository, environment, number or tag",
                       hook_kind_name(e.kind));
    *out = e;
    return true;
}
